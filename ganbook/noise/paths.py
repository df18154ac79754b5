"""Two ways from one point of the noise to another: straight, and round the origin."""

from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import angular, ops


def lerp(a: Any, b: Any, t: Any) -> Any:
    """The straight line from a (t = 0) to b (t = 1): points or rows of points; t may be many.

    The trap: half-way between two Gaussian points in many dimensions lies nearer to the origin than
    almost any Gaussian point does.
    """
    (a, b, t), given = _ends(a, b, t)
    return _told((1 - t) * a + t * b, *given)


def slerp(a: Any, b: Any, t: Any) -> Any:
    """The arc from a to b around the origin: the angle, not the chord, is cut in proportion.

    Ends of one length keep that length all the way. The trap: beyond a right angle, ends of unequal
    lengths make the arc bulge, and opposite ends, to half of the digits, have no one arc: a fixed
    one is taken.
    """
    (a, b, t), given = _ends(a, b, t)
    if a.shape[-1] == 1:
        raise ValueError("slerp needs points of two or more numbers: a line has no arc. Use lerp.")
    length_a, length_b = _length(a, "a"), _length(b, "b")
    toward_a, toward_b = a / _or_one(length_a), b / _or_one(length_b)
    chord, other_chord = toward_a - toward_b, toward_a + toward_b
    edge = _smallest_angle(a)
    is_near, is_opposite = _norm(chord) < edge, _norm(other_chord) < edge
    arc = _arc(length_a, length_b, t, chord, other_chord, edge)
    length = (1 - t) * length_a + t * length_b
    turned = length * _half_turn(toward_a, toward_b, t, chord)
    near = ops.where(is_near, (1 - t) * a + t * b, arc)
    return _told(ops.where(is_opposite, turned, near), *given)


def _arc(length_a: Any, length_b: Any, t: Any, chord: Any, other_chord: Any, edge: float) -> Any:
    """(sin((1 - t) angle) a + sin(t angle) b) / sin(angle), along the chords.

    These stand at right angles to each other, and both have digits at every angle: an arc cosine
    loses half of them near 0 and π, and so does the sum of the ends near π.
    """
    usable = ops.minimum(_norm(chord), _norm(other_chord)) >= edge
    across, along = _norm(chord, usable), _norm(other_chord, usable)
    half = angular.arctan2(across, along)
    cosine, sine = angular.cos((1 - 2 * t) * half), angular.sin((1 - 2 * t) * half)
    mean, gap = length_a / 2 + length_b / 2, length_a / 2 - length_b / 2
    forward = mean * cosine + gap * (along / across) * sine
    sideways = mean * sine + gap * (across / along) * cosine
    return forward * (other_chord / along) + sideways * (chord / across)


def _half_turn(toward_a: Any, toward_b: Any, t: Any, chord: Any) -> Any:
    """From a direction to its opposite, by way of a third at right angles to both."""
    cosine = angular.cos(np.pi * t)
    ends = ops.relu(cosine) * toward_a + ops.relu(-cosine) * toward_b
    return ends + angular.sin(np.pi * t) * _sideways(chord / 2)


def _smallest_angle(values: Any) -> float:
    """Below it, the straight line and the arc agree to the last digit."""
    precision = backend.keras.backend.standardize_dtype(values.dtype)
    return float(np.finfo(precision).eps) ** 0.5


def _ends(a: Any, b: Any, t: Any) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Both ends and the share between them as tensors of one type, t with a column for them."""
    given = a, b, t
    for values, name in zip(given, "abt", strict=True):
        checks.finite(values, name)
    a, b = backend.floats(a, b)
    t = t if backend.is_tensor(t) else np.asarray(t, "float64")
    for end, name in ((a, "a"), (b, "b")):
        if len(end.shape) < 1:
            raise ValueError(f"{name} must be a point or rows of points; got a single number.")
        if 0 in end.shape:
            raise ValueError(f"{name} must hold at least one number; got shape {end.shape}.")
    checks.same_width(a, b, ("a", "b"))
    _fitting(a.shape, b.shape, t.shape)
    a, b = ops.convert_to_tensor(a), ops.convert_to_tensor(b)
    # The ends decide the type: a share from np.linspace must not make doubles of them.
    return (a, b, ops.cast(t, a.dtype)[..., None]), given


def _fitting(a: Any, b: Any, t: Any) -> None:
    # Rows whose number is not known yet may fit.
    known = [[side or 1 for side in shape] for shape in (a[:-1], b[:-1], t)]
    try:
        np.broadcast_shapes(*map(tuple, known))
    except ValueError:
        raise ValueError(
            f"a, b and t must fit together; got the shapes {tuple(a)}, {tuple(b)} and {tuple(t)}."
            " Pass as many rows and shares of each, or one; for many shares of each row t[:, None]."
        ) from None


def _told(points: Any, *given: Any) -> Any:
    return checks.fits(backend.as_given(points, *given), "the points of this way are")


def _norm(vectors: Any, usable: Any = True) -> Any:
    """Lengths, where `usable`; elsewhere 1, so that no slope of a root at 0 becomes NaN."""
    squares = ops.sum(ops.square(vectors), axis=-1, keepdims=True)
    return ops.sqrt(ops.where(usable, squares, ops.ones_like(squares)))


def _length(end: Any, name: str) -> Any:
    # Over the largest entry, whose square may be infinite, or nothing.
    largest = ops.stop_gradient(ops.max(ops.abs(end), axis=-1, keepdims=True))
    length = largest * _norm(end / _or_one(largest), largest > 0)
    values = checks.concrete(length)
    if values is not None and not (values > 0).all():
        raise ValueError(
            f"{name} holds a zero point, which has no direction; slerp turns directions."
            " Use lerp, or leave that point out."
        )
    return length


def _or_one(lengths: Any) -> Any:
    return ops.where(lengths > 0, lengths, ops.ones_like(lengths))


def _sideways(directions: Any) -> Any:
    """A direction at right angles to each; the same for a direction and its opposite."""
    weakest = ops.argmin(ops.abs(directions), axis=-1)
    axis = ops.cast(ops.one_hot(weakest, directions.shape[-1]), directions.dtype)
    along = ops.sum(axis * directions, axis=-1, keepdims=True)
    side = axis - along * directions
    return side / _norm(side)
