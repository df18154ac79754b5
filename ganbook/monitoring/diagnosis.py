"""What ails a run: named from its curves, and from samples beside real ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ganbook import checks, distances, losses, metrics, penalties

FEWEST_SAMPLES = 8  # Of each cloud: each needs neighbours.
FEWEST_REPORTS = 20  # Below that a curve is a few dots.
MOST_SAMPLES = 1000  # Of each cloud: neighbours are searched in all pairs.
LATE = 0.2  # The share of a run that counts as its end.
FAR_APART = 30.0  # Scores of real and fake; a critic of slope 1 gets there only in many dimensions.
NEARBY = 0.25  # Of the data's spread: how far from a real sample a fake still counts as beside it.

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
    if samples is not None and not np.isfinite(np.asarray(samples, "float64")).all():
        found[0] = found[0] or _unbounded("the samples are not finite")
    elif samples is not None:
        found.append(collapse(samples, real))
    return [finding for finding in found if finding is not None]


def divergence(curves: Mapping[str, np.ndarray], objective: str) -> Finding | None:
    """Numbers that have grown without bound, or are none any more."""
    strange = [name for name, curve in curves.items() if not np.isfinite(curve).all()]
    if strange:
        return _unbounded(f"{', '.join(strange)} is not finite")
    # High values and not typical ones: a critic that runs away swings through 0 on its way.
    size = np.abs(_margin(curves))
    start, end = (
        np.quantile(part, 0.9) for part in (size[: len(size) // 5], size[-len(size) // 2 :])
    )
    unbounded = objective not in IGNORANCE and end > 10 * FAR_APART
    if not unbounded and (end < FAR_APART or end < 5 * start):
        return None
    return Finding(
        "divergence",
        f"the scores of real and fake lie up to {end:.0f} apart, {start:.0f} at the beginning",
        "add r1 or a gradient penalty, or spectral normalisation",
    )


def _unbounded(evidence: str) -> Finding:
    remedy = "lower the learning rate, and bound the discriminator's slope with a penalty"
    return Finding("divergence", evidence, remedy)


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
    # A wave of chance may return once: the fewer returns are seen, the better they must agree.
    if strength < 0.5 + period / len(curve) or np.std(curve) < 0.05:
        return None
    return Finding(
        "oscillation",
        f"the scores swing with a period of {period} reports (correlation {strength:.2f})",
        "add r1 or r2, take smaller steps, or average the generator's weights",
    )


def collapse(samples: Any, real: Any) -> Finding | None:
    """Samples so much alike that a good part of the data has none of them beside it.

    Samples that are merely poor are spread as far as the data, and beside all of it if one looks
    from a distance; samples elsewhere are beside none of it, and that is no collapse.
    """
    samples, real = _few(samples, "samples"), _few(real, "real")
    size = float(np.sqrt(real.var(axis=0).sum()))
    spread = float(np.sqrt(samples.var(axis=0).sum())) / max(size, 1e-30)
    left, right = real[::2], real[1::2]
    usual = np.quantile(distances.nearest(left, right).distances, 0.95)
    gaps = distances.nearest(real, samples).distances
    reached = float(np.mean(gaps <= max(usual, NEARBY * size)))
    alike = spread < 0.75 or metrics.precision_recall(real, samples).precision > 0.5
    if reached > 0.8 or not alike:
        return None
    return Finding(
        "mode collapse",
        f"only {reached:.0%} of the data have a sample nearby, and the samples spread {spread:.0%}"
        " as far",
        "take a slower generator and less momentum, or packing, or the relativistic objective with"
        " r1 and r2",
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
    # What else was measured may be infinite in a healthy run: a divergence of a missed mode.
    own = [n for n in given if n.endswith(("_loss", "_score")) or n in penalties.PENALTIES]
    curves = {name: _curve(given[name], name) for name in own}
    reports = len(curves["generator_loss"])
    lengths = {name: len(curve) for name, curve in curves.items() if len(curve) != reports}
    if lengths or ("real_score" in curves) != ("fake_score" in curves):
        raise ValueError(
            f"history must have a number of each kind for each of its {reports} reports, and"
            f" real_score and fake_score together; got {lengths or sorted(curves)}."
        )
    if reports < FEWEST_REPORTS:
        raise ValueError(
            f"history has {reports} reports; a diagnosis needs at least {FEWEST_REPORTS}. Train"
            " with a smaller report_every."
        )
    return curves


def _curve(values: Any, name: str) -> np.ndarray:
    """One number for each report; NaN and infinity are what a diagnosis is for."""
    try:
        curve = np.asarray(values, "float64")
    except (TypeError, ValueError):
        curve = np.empty(())
    if curve.ndim != 1:
        raise ValueError(f"{name} must hold a number for each report; got {values!r:.60}.")
    return curve


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
    # The first of several returns that are equally good.
    best = first + int(np.argmax(likeness[first:] > likeness[first:].max() - 0.1))
    while best + 1 < len(likeness) and likeness[best + 1] > likeness[best]:
        best += 1
    # A swing is the opposite of itself half a period before it returns; chance and drift are not.
    strength = min(likeness[best], -likeness[: best + 1].min())
    return int(lags[best]), float(strength)


def _few(samples: Any, name: str) -> np.ndarray:
    rows = np.atleast_1d(np.asarray(checks.finite(samples, name), "float64"))
    flat = rows.reshape(len(rows), int(np.prod(rows.shape[1:])))
    rows = checks.matrix(flat, name, rows=FEWEST_SAMPLES)
    if len(rows) > MOST_SAMPLES:  # By chance: what is sorted by label begins with one label.
        rows = np.random.default_rng(0).permutation(rows)[:MOST_SAMPLES]
    return rows
