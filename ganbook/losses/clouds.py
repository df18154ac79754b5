"""Losses that compare samples, or features of them, instead of scores.

Two kinds. Between two clouds, as wholes: MMD and energy, one number for a batch. Sample by sample:
L1 and L2, honest for pairs that belong together, and the worst of all losses for pairs that do not.
"""

from typing import Any

from ganbook import backend, distances, kernels
from ganbook.backend import ops
from ganbook.losses.players import Losses, samples, told

# In units of the real batch's own scale: a coarse kernel to find the modes, fine ones to fill them.
BANDWIDTHS = (1.0, 1 / 2, 1 / 4, 1 / 8, 1 / 16)


def mmd(real: Any, fake: Any) -> Losses:
    """The generator closes the gap that Gaussian kernels see between batches; a critic widens it.

    With a critic, these are its features; without one, the samples themselves. The estimate is
    unbiased, and so are its gradients. The trap: it couples the samples of a batch, so small
    batches see only coarse differences, and halves of a batch on two devices are two batches.
    """
    return _zero_sum(mmd_gap(real, fake), real, fake)


def energy(real: Any, fake: Any) -> Losses:
    """The same game with the energy distance, which has no bandwidth to choose.

    The trap: Euclidean distances grow with far samples and hardly change with near ones, so it
    places the bulk well and leaves the fine shape of narrow modes blurred.
    """
    return _zero_sum(energy_gap(real, fake), real, fake)


def pointwise_l2(real: Any, fake: Any) -> Losses:
    """The mean squared difference of each fake from a real sample drawn without regard to it.

    Here to fail. The trap is the loss itself: E|x - g|² = tr Cov(x) + tr Cov(g) + |E x - E g|², so
    the best generator puts every sample on the mean of the data.
    """
    return _zero_sum(l2(real, fake), real, fake)


def mmd_gap(real: Any, fake: Any) -> Any:
    """Unbiased MMD² of a mixture of Gaussians whose bandwidths come from the real batch.

    No sorting of pairs: the widest bandwidth is the root of the mean squared distance between two
    real samples, read off the variances. No gradient flows through it; the value does not change if
    all features are stretched. The trap: unbiased, so that it is below 0 about as often as above
    once laws agree.
    """
    given = real, fake
    real, fake = samples(real, fake)
    scale = _scale(real)
    widths = [scale * share for share in BANDWIDTHS]
    gap = kernels.mmd_squared(real, fake, bandwidth=widths)
    return backend.as_given(gap, *given)


def energy_gap(real: Any, fake: Any) -> Any:
    """The unbiased energy distance of two batches: 0 on average for equal laws, so often below."""
    given = real, fake
    real, fake = samples(real, fake)
    return backend.as_given(distances.energy(real, fake, unbiased=True), *given)


def l1(real: Any, fake: Any) -> Any:
    """Mean absolute difference of each fake from its own real sample: a median, so sharp edges.

    The trap: only for pairs that belong together, as in translation or completion.
    """
    return _sample_by_sample(ops.abs, real, fake)


def l2(real: Any, fake: Any) -> Any:
    """Mean squared difference of each fake from its own real sample: a mean, so soft edges.

    The trap: only for pairs that belong together; see `pointwise_l2` for what it does to others.
    """
    return _sample_by_sample(ops.square, real, fake)


def similarity(real: Any, fake: Any) -> Any:
    """How alike two batches are, from 0 to 1: their mean kernel over that within each of them.

    Σk(x,y) / √(Σk(x,x) Σk(y,y)), at most 1 by Cauchy and Schwarz, for a Gaussian as wide as the
    real batch. It is there to steer a weight, so no gradient flows through it. The trap: of two
    batches of one law it is near 1 but not 1, and it says nothing of details within that width.
    """
    given = real, fake
    real, fake = (ops.stop_gradient(ops.convert_to_tensor(v)) for v in samples(real, fake))
    width = _scale(real)
    xy, xx, yy = (
        backend.mean(kernels.gaussian(a, b, bandwidth=width))
        for a, b in ((real, fake), (real, real), (fake, fake))
    )
    return backend.as_given(ops.minimum(xy / ops.sqrt(xx * yy), 1), *given)


def _zero_sum(gap: Any, *given: Any) -> Losses:
    """What the generator makes small, the critic makes large."""
    return told(Losses(discriminator=-gap, generator=gap), *given)


def _scale(real: Any) -> Any:
    """Root of the mean squared distance between two samples of a batch; 1 if all are equal."""
    real = ops.stop_gradient(ops.convert_to_tensor(real))
    spread = 2 * ops.sum(backend.mean(ops.square(real - backend.mean(real, axis=0)), axis=0))
    positive = spread > 0
    return ops.where(positive, ops.sqrt(ops.where(positive, spread, 1)), 1)


def _sample_by_sample(term: Any, real: Any, fake: Any) -> Any:
    given = real, fake
    real, fake = samples(real, fake, rows=1, paired=True)
    return backend.as_given(backend.mean(term(real - fake), axis=1), *given)
