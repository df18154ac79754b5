"""Which modes of a known mixture a generator has found, and how true its samples are to them."""

from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammainc, xlogy
from scipy.stats import binom

from ganbook import checks, distances
from ganbook.metrics import inputs

REACH = 3  # Standard deviations within which a sample is of high quality.
TWINS = 1e-6  # The share of the centres' extent by which two of them must be apart.


class ModeReport(NamedTuple):
    """What became of the modes; a floor is what perfect samples score on average at this count."""

    captured: int  # modes with at least one sample of high quality: lenient
    covered: int  # modes with at least 1 % of all samples, counting those of high quality
    high_quality: float  # share of samples within 3 sigma of the nearest centre
    reverse_kl: float  # KL(shares of the modes ‖ equal shares), each sample to its nearest mode
    mode_tv: float  # total variation between the shares, with one more bin for the other samples
    high_quality_floor: float
    reverse_kl_floor: float
    mode_tv_floor: float


def mode_report(samples: Any, centres: Any, *, sigma: float) -> ModeReport:
    """How a mixture of equal round Gaussians, sigma wide, is met: modes, quality, balance.

    The trap: not all samples of the mixture itself are of high quality, in two dimensions 98.89 %;
    significantly more means modes that are too narrow. Nor is its divergence 0: see the floors,
    which take the centres for more than 6 sigma apart.
    """
    samples = inputs.matrix(samples, "samples")
    centres = inputs.matrix(centres, "centres", rows=1)
    checks.same_width(samples, centres, ("samples", "centres"))
    sigma = float(checks.positive(sigma, "sigma"))
    _different(centres)
    near = distances.nearest(samples.astype("float64"), centres.astype("float64"))
    mode, good = near.indices[:, 0], near.distances[:, 0] <= REACH * sigma
    modes, count = len(centres), len(samples)
    nearest, true = np.bincount(mode, minlength=modes), np.bincount(mode[good], minlength=modes)
    # A Gaussian's squared length, in units of its variance, follows a chi-squared law.
    quality = float(gammainc(samples.shape[1] / 2, REACH**2 / 2))
    return ModeReport(
        captured=int((true > 0).sum()),
        covered=int((100 * true >= count).sum()),
        high_quality=float(good.mean()),
        reverse_kl=_divergence(nearest / count, 1 / modes),
        mode_tv=_variation(np.append(true, count - true.sum()) / count, _bins(modes, quality)),
        high_quality_floor=quality,
        reverse_kl_floor=_expected_divergence(count, modes),
        mode_tv_floor=_expected_variation(count, _bins(modes, quality)),
    )


def _bins(modes: int, quality: float) -> np.ndarray:
    """The mixture's own shares: of each mode, and of the samples far from all."""
    return np.append(np.full(modes, quality / modes), 1 - quality)


def _divergence(shares: np.ndarray, fair: float) -> float:
    return max(0.0, float(xlogy(shares, shares / fair).sum()))


def _variation(shares: np.ndarray, fair: np.ndarray) -> float:
    return float(np.abs(shares - fair).sum() / 2)


def _expected_divergence(count: int, modes: int) -> float:
    """Mean divergence of fair draws, whose counts are binomial: about (modes - 1)/(2 count)."""
    shares = np.arange(count + 1) / count
    chances = binom.pmf(np.arange(count + 1), count, 1 / modes)
    return modes * float(chances @ xlogy(shares, shares * modes))


def _expected_variation(count: int, fair: np.ndarray) -> float:
    """Mean of |share - fair share| of binomial counts, by de Moivre's formula, over two."""
    above = np.floor(count * fair) + 1
    gaps = 2 * above / count * (1 - fair) * binom.pmf(above, count, fair)
    return float(gaps.sum() / 2)


def _different(centres: np.ndarray) -> None:
    exact = centres.astype("float64")
    # sin 2π comes out as -2e-16: two centres that differ by rounding are one.
    near = distances.euclidean(exact, exact) <= TWINS * np.ptp(exact, axis=0).max()
    different = len(centres) - int(np.tril(near, -1).any(axis=1).sum())
    if different < len(centres):
        raise ValueError(
            f"centres must all differ; got {len(centres)} of which {different} are different."
            " A ring drawn with both ends of the full turn has its first mode twice: use"
            " ganbook.data.ring_centres."
        )
