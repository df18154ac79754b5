"""How steep the discriminator may be: where to stand, and what to make of the slope there.

Each penalty is one number per sample, as the papers' formulas stand; the weight comes outside. With
the papers' γ/2 in front of R1 and R2, a weight of 5 is their γ = 10.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from typing import Any

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures

PLACES = ("real", "fake", "between")


def r1(critic: Callable[[Any], Any], real: Any) -> Any:
    """Squared slope of the score at each real sample: a discriminator at rest there stops pushing.

    The trap: it is the slope with respect to the sample, not to the weights, and squared without a
    root: a slope of (3, 4) costs 25.
    """
    return squared_norm(slopes(critic, real, "real"))


def r2(critic: Callable[[Any], Any], fake: Any) -> Any:
    """Squared slope of the score at each fake sample: R1's mirror image.

    The trap: the generator gets no gradient from it, nor should it: the fakes are only where the
    discriminator is asked.
    """
    return squared_norm(slopes(critic, fake, "fake"))


def gradient_penalty(critic: Callable[[Any], Any], real: Any, fake: Any, *, share: Any) -> Any:
    """(|slope| - 1)² on the way from each fake to a real sample: hold the critic's slope at 1.

    `share` (n,) says how much of the real sample is in each mixture. The trap: it is uniform on
    [0, 1]; a widely copied program draws it from a normal law and asks outside of the segment.
    """
    return distance_from_one(slopes(critic, between(real, fake, share), "between"))


def between(real: Any, fake: Any, share: Any) -> Any:
    """share · real + (1 - share) · fake, with one share for each pair of samples.

    The trap: one share for all pixels of an image, not one for each; else it leaves the segment.
    """
    real, fake = backend.floats(_points(real, "real"), _points(fake, "fake"))
    _alike(real, fake)
    share = ops.cast(_shares(share, real.shape[0]), real.dtype)
    share = ops.reshape(share, (-1,) + (1,) * (len(real.shape) - 1))
    return share * real + (1 - share) * fake


def slopes(critic: Callable[[Any], Any], points: Any, name: str = "points") -> Any:
    """The gradient of each sample's score with respect to that sample, of the sample's shape.

    Differentiable with respect to the critic's weights, but not to the points: these are only
    where it is asked. The trap: with batch normalisation a score depends on the other samples, and
    the row is the influence on all of them.
    """
    if not callable(critic):
        raise TypeError(
            f"critic must be a function or a network, of samples to scores; got {critic!r}."
        )
    points = ops.stop_gradient(_points(points, name))
    found, slope = backend.value_and_grad(critic, points)
    _one_score_a_sample(found, points)
    return slope


def squared_norm(slope: Any) -> Any:
    """|slope|² of each sample, summed over all of its coordinates."""
    slope = _points(slope, "slope")
    return ops.sum(ops.square(slope), axis=tuple(range(1, len(slope.shape))))


def distance_from_one(slope: Any) -> Any:
    """(|slope| - 1)² of each sample; a flat place costs 1.

    The trap: the root's own slope is infinite at 0, where a dead or untrained critic is. Here it is
    taken as 0, so that training goes on.
    """
    return ops.square(measures.square_root(squared_norm(slope)) - 1)


@dataclasses.dataclass(frozen=True)
class Penalty:
    """Where to stand and what to make of the slope there, so that a training loop can take both."""

    name: str
    at: str  # one of PLACES
    of: Callable[[Any], Any]  # slopes, of the samples' shape, to one number per sample
    paper: str  # its key in the book's bibliography
    cited: str

    def points(self, real: Any, fake: Any, share: Any = None) -> Any:
        """The samples at which this penalty asks for the slope."""
        if self.at == "between":
            return between(real, fake, share)
        return real if self.at == "real" else fake


PENALTIES: Mapping[str, Penalty] = types.MappingProxyType(
    {
        penalty.name: penalty
        for penalty in (
            Penalty("r1", "real", squared_norm, "mescheder2018", "Mescheder et al. 2018"),
            Penalty("r2", "fake", squared_norm, "mescheder2018", "Mescheder et al. 2018"),
            Penalty(
                "gradient-penalty",
                "between",
                distance_from_one,
                "gulrajani2017",
                "Gulrajani et al. 2017",
            ),
        )
    }
)


def _points(values: Any, name: str) -> Any:
    """Samples of any shape, one a row, as a float tensor; half precision is widened."""
    shape = getattr(values, "shape", None)
    if shape is None:
        values = checks.matrix(values, name)
    elif len(shape) < 2:
        raise ValueError(
            f"{name} must hold one sample a row, so at least two axes; got shape {tuple(shape)}."
            f" Write {name}[:, None] for samples of a single number."
        )
    elif shape[0] == 0:
        raise ValueError(f"{name} must hold at least one sample (row); got shape {tuple(shape)}.")
    return ops.convert_to_tensor(backend.floats(checks.finite(values, name))[0])


def _alike(real: Any, fake: Any) -> None:
    sides = zip(real.shape, fake.shape, strict=False)
    differ = any(None not in side and side[0] != side[1] for side in sides)
    if len(real.shape) != len(fake.shape) or differ:
        raise ValueError(
            "real and fake must have the same shape, a fake for each real sample; got"
            f" {tuple(real.shape)} and {tuple(fake.shape)}."
        )


def _shares(share: Any, count: int | None) -> Any:
    """One share for each pair, in [0, 1] where it has values already."""
    share = checks.vector(share, "share")
    if None not in (share.shape[0], count) and share.shape[0] != count:
        raise ValueError(
            f"share must hold a number for each of the {count} pairs; got {share.shape[0]}."
        )
    drawn = checks.concrete(share)
    if drawn is not None and not ((drawn >= 0) & (drawn <= 1)).all():
        raise ValueError(
            "share must lie in [0, 1], on the way from fake to real; got values from"
            f" {drawn.min():g} to {drawn.max():g}. Draw it from the uniform law."
        )
    return share


def _one_score_a_sample(found: Any, points: Any) -> None:
    shape, count = tuple(found.shape), points.shape[0]
    fits = len(shape) == 1 or (len(shape) == 2 and shape[1] == 1)
    if not fits or (None not in (shape[0], count) and shape[0] != count):
        raise ValueError(
            f"The critic must return one raw score a sample, shape ({count},) or ({count}, 1); got"
            f" shape {shape}."
        )
