"""What ails a run: named from its curves, and from samples beside real ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ganbook import checks, losses, metrics

FEWEST_REPORTS = 20  # Below that a curve is a few dots.
MOST_SAMPLES = 1000  # Of each cloud: neighbours are searched in all pairs.
LATE = 0.2  # The share of a run that counts as its end.

# What a discriminator pays that knows nothing and gives every sample the score 0.
IGNORANCE = {
    "minimax": 2 * np.log(2),
    "non-saturating": 2 * np.log(2),
    "least-squares": 1.0,
    "hinge": 2.0,
    "relativistic": np.log(2),
}


class Finding(NamedTuple):
    """An ailment, what shows it, and what helps."""

    name: str
    evidence: str
    remedy: str


def diagnose(
    history: Any, *, objective: str, samples: Any = None, real: Any = None
) -> list[Finding]:
    """The ailments that a run shows; an empty list is no proof of health.

    `history` is what `GAN.fit` returns. Mode collapse cannot be seen in it, only in `samples`
    beside `real` ones. The trap: all of this describes symptoms; a curve that looks well says
    nothing of the samples.
    """
    checks.known(objective, "objective", losses.OBJECTIVES)
    curves = _curves(history)
    found = [rule(curves, objective) for rule in RULES]
    if (samples is None) != (real is None):
        raise ValueError("samples and real go together: give both, or neither.")
    if samples is not None:
        found.append(collapse(samples, real))
    return [finding for finding in found if finding is not None]


def divergence(curves: Mapping[str, np.ndarray], objective: str) -> Finding | None:
    """Numbers that have grown without bound, or are none any more."""
    strange = [name for name, curve in curves.items() if not np.isfinite(curve).all()]
    if strange:
        return Finding(
            "divergence",
            f"{', '.join(strange)} is not finite",
            "lower the learning rate, and bound the discriminator's slope with a penalty",
        )
    size = np.abs(_margin(curves))
    early, late = np.median(size[: len(size) // 2]), np.median(_end(size))
    if late > 30 and late > 5 * early:
        return Finding(
            "divergence",
            f"the scores of real and fake lie {late:.0f} apart, and {early:.0f} in the first half",
            "add r1 or a gradient penalty, or spectral normalisation",
        )
    return None


def perfect_discriminator(curves: Mapping[str, np.ndarray], objective: str) -> Finding | None:
    """A discriminator that is no longer wrong: it has stopped to teach."""
    if objective not in IGNORANCE or "discriminator_loss" not in curves:
        return None
    share = np.median(_end(curves["discriminator_loss"])) / IGNORANCE[objective]
    if share > 0.05:
        return None
    return Finding(
        "perfect discriminator",
        f"its loss has fallen to {share:.1%} of what guessing costs",
        "add r1 and r2, or instance noise, or give it fewer steps",
    )


def saturation(curves: Mapping[str, np.ndarray], objective: str) -> Finding | None:
    """A generator whose loss has no slope left where its samples are."""
    if objective != "minimax" or "fake_score" not in curves:
        return None
    # The slope of log(1 - D) by the score is D itself.
    slope = 1 / (1 + np.exp(-np.median(_end(curves["fake_score"]))))
    if slope > 0.02:
        return None
    return Finding(
        "saturation",
        f"the generator's loss passes on only {slope:.2%} of what the discriminator sees",
        "use the non-saturating loss",
    )


def oscillation(curves: Mapping[str, np.ndarray], objective: str) -> Finding | None:
    """Players that chase each other in circles instead of settling."""
    curve = _margin(curves)[len(next(iter(curves.values()))) // 5 :]
    period, strength = _rhythm(curve)
    if strength < 0.5 or np.std(curve) < 0.05:
        return None
    return Finding(
        "oscillation",
        f"the scores swing with a period of {period} reports (correlation {strength:.2f})",
        "add r1 or r2, take smaller steps, or average the generator's weights",
    )


def collapse(samples: Any, real: Any) -> Finding | None:
    """Samples that look like data and show only a part of it."""
    samples, real = _few(samples), _few(real)
    half = len(real) // 2
    coverage = metrics.density_coverage(real, samples).coverage
    floor = metrics.density_coverage(real[:half], real[half:]).coverage
    spread = float(np.sqrt(samples.var(axis=0).sum() / real.var(axis=0).sum()))
    precise = metrics.precision_recall(real, samples).precision > 0.5
    if spread > 0.05 and not (precise and coverage < 0.5 * floor):
        return None
    return Finding(
        "mode collapse",
        f"the samples cover {coverage:.0%} of the data (other real ones: {floor:.0%}) and spread"
        f" {spread:.0%} as far",
        "use the relativistic objective with r1 and r2, or packing",
    )


RULES: Sequence[Callable[[Mapping[str, np.ndarray], str], Finding | None]] = (
    divergence,
    perfect_discriminator,
    saturation,
    oscillation,
)


def _curves(history: Any) -> dict[str, np.ndarray]:
    given = getattr(history, "history", history)
    if not isinstance(given, Mapping) or "generator_loss" not in given:
        raise ValueError(
            "history must be what GAN.fit returns, with a generator_loss in it;"
            f" got {type(history).__name__}."
        )
    curves = {name: np.asarray(curve, "float64") for name, curve in given.items() if name != "step"}
    reports = len(curves["generator_loss"])
    if reports < FEWEST_REPORTS:
        raise ValueError(
            f"history has {reports} reports; a diagnosis needs at least {FEWEST_REPORTS}. Train"
            " with a smaller report_every."
        )
    return curves


def _margin(curves: Mapping[str, np.ndarray]) -> np.ndarray:
    """How far the scores of real and fake lie apart; without a discriminator, the loss."""
    if "real_score" in curves:
        return curves["real_score"] - curves["fake_score"]
    return curves["generator_loss"]


def _end(curve: np.ndarray) -> np.ndarray:
    return curve[-max(1, int(LATE * len(curve))) :]


def _rhythm(curve: np.ndarray) -> tuple[int, float]:
    """The delay after which a curve, without its trend, is most like itself again."""
    time = np.arange(len(curve))
    rest = curve - np.polyval(np.polyfit(time, curve, 2), time)
    if not rest.any():
        return 0, 0.0
    lags = np.arange(1, len(rest) // 2)
    likeness = np.array([np.corrcoef(rest[:-lag], rest[lag:])[0, 1] for lag in lags])
    opposite = np.flatnonzero(likeness < 0)
    if len(opposite) == 0:
        return 0, 0.0
    first = opposite[0]  # Before that a smooth curve is like itself only because it is smooth.
    best = first + int(np.argmax(likeness[first:]))
    return int(lags[best]), float(likeness[best])


def _few(samples: Any) -> np.ndarray:
    rows = np.asarray(samples, "float64")[:MOST_SAMPLES]
    return rows.reshape(len(rows), -1)
