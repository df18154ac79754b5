"""Has the generator learned the law, or its training samples by heart?"""

from typing import Any, NamedTuple

import numpy as np
from scipy.stats import mannwhitneyu

from ganbook import backend, checks, distances
from ganbook.metrics import inputs


class Memorisation(NamedTuple):
    """How near the fakes are to the training samples, beside samples never trained on."""

    copies: float  # share of fakes nearer to a training sample than nearly all held-out ones
    expected_copies: float  # the same share of the held-out samples themselves
    closer: float  # chance that a fake is nearer than a held-out sample: 0.5 if nothing is amiss
    p_value: float  # of "fakes are not nearer than held-out samples"
    fake_distance: float  # median distance of a fake to the nearest training sample
    held_out_distance: float  # the same of held-out samples


def memorisation(train: Any, fake: Any, held_out: Any, *, rate: float = 0.01) -> Memorisation:
    """Compares the ways from fakes and from held-out samples to their nearest training samples.

    A copy is a fake at most as far as the nearest held-out samples, `rate` of them. Given the
    training samples, the ways are independent, so that a rank test (Mann-Whitney) is exact. The
    trap: fakes that all come from the crowded middle are nearer, too, without being copies; and
    what looks far in pixels may be a copy moved by one, and features may miss it as well.
    """
    train, fake = inputs.pair(train, fake, ("train", "fake"), rows=2)
    held_out = inputs.matrix(held_out, "held_out")
    checks.same_width(train, held_out, ("train", "held_out"))
    # In one type: a distance that was rounded may not be compared with one that was not.
    train, fake, held_out = backend.floats(train, fake, held_out)
    checks.in_range(rate, "rate", above=0, at_most=0.5)
    near, usual = (distances.nearest(x, train).distances[:, 0] for x in (fake, held_out))
    limit = np.quantile(usual, float(rate), method="lower")
    return Memorisation(
        copies=float((near <= limit).mean()),
        expected_copies=float((usual <= limit).mean()),
        closer=_chance(near, usual),
        p_value=_p_value(near, usual),
        fake_distance=float(np.median(near)),
        held_out_distance=float(np.median(usual)),
    )


def _chance(near: np.ndarray, usual: np.ndarray) -> float:
    """P(near < usual) + P(equal)/2 over all pairs, by sorting."""
    ordered = np.sort(usual)
    below, upto = (np.searchsorted(ordered, near, side) for side in ("left", "right"))
    return float(1 - (below + upto).mean() / (2 * len(usual)))


def _p_value(near: np.ndarray, usual: np.ndarray) -> float:
    if np.ptp(np.concatenate([near, usual])) == 0:
        return 1.0  # All equally far: nothing speaks against it, and there are no ranks to test.
    return float(mannwhitneyu(near, usual, alternative="less").pvalue)
