"""Two ways from one point of the noise to another: straight, and round the origin."""

from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops


def lerp(a: Any, b: Any, t: Any) -> Any:
    """The straight line from a (t = 0) to b (t = 1): points or rows of points; t may be many.

    The trap: half-way between two Gaussian points in many dimensions lies nearer to the origin than
    almost any Gaussian point does.
    """
    (a, b, t), given = _ends(a, b, t)
    return backend.as_given((1 - t) * a + t * b, *given)


def slerp(a: Any, b: Any, t: Any) -> Any:
    """The arc from a to b around the origin: the angle, not the chord, is cut in proportion.

    Ends of one length keep that length all the way. The trap: beyond a right angle, ends of unequal
    lengths make the arc bulge, and opposite ends have no one arc: a fixed one is taken.
    """
    (a, b, t), given = _ends(a, b, t)
    length_a, length_b = _length(a, "a"), _length(b, "b")
    toward_a, toward_b = a / length_a, b / length_b
    chord, other_chord = toward_a - toward_b, toward_a + toward_b
    edge = _smallest_angle(a)
    is_near, is_opposite = _norm(chord) < edge, _norm(other_chord) < edge
    arc = ops.where(is_near, (1 - t) * a + t * b, _arc(a, b, t, chord, other_chord, edge))
    length = (1 - t) * length_a + t * length_b
    turned = length * _half_turn(toward_a, toward_b, t, chord)
    return backend.as_given(ops.where(is_opposite, turned, arc), *given)


def _arc(a: Any, b: Any, t: Any, chord: Any, other_chord: Any, edge: float) -> Any:
    usable = ops.minimum(_norm(chord), _norm(other_chord)) >= edge
    # From both chords: an arc cosine loses half of its digits near 0 and π.
    angle = 2 * ops.arctan2(_norm(chord, usable), _norm(other_chord, usable))
    return (ops.sin((1 - t) * angle) * a + ops.sin(t * angle) * b) / ops.sin(angle)


def _half_turn(toward_a: Any, toward_b: Any, t: Any, chord: Any) -> Any:
    """From a direction to its opposite, by way of a third at right angles to both."""
    cosine = ops.cos(np.pi * t)
    ends = ops.relu(cosine) * toward_a + ops.relu(-cosine) * toward_b
    return ends + ops.sin(np.pi * t) * _sideways(chord / 2)


def _smallest_angle(values: Any) -> float:
    """Below it, the straight line and the arc agree to the last digit."""
    # Keras on JAX takes sines of doubles in single precision.
    precision = backend.keras.backend.standardize_dtype(ops.sin(values).dtype)
    return float(np.finfo(precision).eps) ** 0.5


def _ends(a: Any, b: Any, t: Any) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Both ends and the share between them as tensors of one type, t with a column for them."""
    given = a, b, t
    a, b = backend.floats(a, b)
    t = t if backend.is_tensor(t) else np.asarray(t, "float64")
    for end, name in ((a, "a"), (b, "b")):
        checks.finite(end, name)
        if len(end.shape) < 1:
            raise ValueError(f"{name} must be a point or rows of points; got a single number.")
    checks.same_width(a, b, ("a", "b"))
    checks.finite(t, "t")
    a, b = ops.convert_to_tensor(a), ops.convert_to_tensor(b)
    # The ends decide the type: a share from np.linspace must not make doubles of them.
    return (a, b, ops.cast(t, a.dtype)[..., None]), given


def _norm(vectors: Any, usable: Any = True) -> Any:
    """Lengths, where `usable`; elsewhere 1, so that no slope of a root at 0 becomes NaN."""
    squares = ops.sum(ops.square(vectors), axis=-1, keepdims=True)
    return ops.sqrt(ops.where(usable, squares, ops.ones_like(squares)))


def _length(end: Any, name: str) -> Any:
    length = _norm(end)
    values = checks.concrete(length)
    if values is not None and not (values > 0).all():
        raise ValueError(
            f"{name} holds a zero point, which has no direction; slerp turns directions."
            " Use lerp, or leave that point out."
        )
    return length


def _sideways(directions: Any) -> Any:
    """A direction at right angles to each; the same for a direction and its opposite."""
    weakest = ops.argmin(ops.abs(directions), axis=-1)
    axis = ops.cast(ops.one_hot(weakest, directions.shape[-1]), directions.dtype)
    along = ops.sum(axis * directions, axis=-1, keepdims=True)
    side = axis - along * directions
    return side / _norm(side)
