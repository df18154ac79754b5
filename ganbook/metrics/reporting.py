"""Every measure of a generator in one table, each beside what real samples score."""

import functools
import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from ganbook import checks
from ganbook.estimates import Estimate
from ganbook.metrics import halving, inputs
from ganbook.metrics.frechet import frechet_distance
from ganbook.metrics.inception import inception_score
from ganbook.metrics.kernel import kernel_distance
from ganbook.metrics.memory import memorisation
from ganbook.metrics.modes import mode_report
from ganbook.metrics.neighbourhoods import (
    DensityCoverage,
    PrecisionRecall,
    density_coverage,
    precision_recall,
)
from ganbook.metrics.table import Report, Row

FEWEST = 20  # Samples a cloud, so that halves of it still have neighbours.
MODES = {"covered": "higher", "high_quality": "as real", "reverse_kl": "lower", "mode_tv": "lower"}


def report(
    real: Any,
    fake: Any,
    features: Callable[[Any], Any] | None = None,
    *,
    held_out: Any = None,
    classify: Callable[[Any], Any] | None = None,
    centres: Any = None,
    sigma: float | None = None,
    seed: int = 0,
) -> Report:
    """All measures of fakes against reals and, beside them, of other reals in the fakes' place.

    `features` turns samples into what distances are taken of (else they are flattened), `classify`
    into class probabilities, for the Inception Score; `centres` and `sigma` are those of a known
    mixture. The other reals are half of the real samples or, better, `held_out` ones, by which
    copies of training samples are found, too. All clouds are cut to one size, since nearly every
    measure depends on it. The trap: so do not compare the numbers of reports of different counts.
    """
    clouds = _equal(real, fake, held_out, checks.seed(seed))
    if (centres is None) != (sigma is None):
        raise TypeError("centres and sigma belong together: pass both, or neither.")
    seen = [_seen(cloud, features) for cloud in clouds]
    rows = dict(_compared(*seen, seed))
    if classify is not None:
        rows["inception_score"] = Row(*_scores(clouds, classify), "higher")
    if centres is not None:
        rows |= dict(_modes(clouds, centres, sigma, seed))
    if held_out is not None:
        rows["copies"] = _copies(*seen)
    return Report(len(clouds[0]), rows)


def _equal(real: Any, fake: Any, held_out: Any, seed: int) -> list[np.ndarray]:
    """Real, fake and other real samples, as many of each, drawn at random."""
    rng = np.random.default_rng(seed)
    real, fake = (rng.permutation(_array(*x)) for x in ((real, "real"), (fake, "fake")))
    if held_out is None:
        real, other = np.array_split(real, 2)
    else:
        other = rng.permutation(_array(held_out, "held_out"))
    clouds = [real, fake, other]
    if len({cloud.shape[1:] for cloud in clouds}) > 1:
        shapes = ", ".join(str(cloud.shape[1:]) for cloud in clouds)
        raise ValueError(f"real, fake and held-out samples must have one shape; got {shapes}.")
    count = min(map(len, clouds))
    if count < FEWEST:
        raise ValueError(
            f"a report needs at least {FEWEST} samples a cloud; got {count}. Pass more, and"
            f" {2 * FEWEST} real ones unless there are held_out ones: half of them stand aside."
        )
    return [cloud[:count] for cloud in clouds]


def _array(samples: Any, name: str) -> np.ndarray:
    """Samples of any shape; what is said of a matrix must hold for them laid flat."""
    array = np.asarray(checks.finite(samples, name))
    inputs.matrix(_flat(array) if array.ndim > 2 else array, name)
    return array


def _flat(array: np.ndarray) -> np.ndarray:
    return array.reshape(len(array), -1)


def _seen(cloud: np.ndarray, features: Callable[[Any], Any] | None) -> np.ndarray:
    seen = _flat(cloud) if features is None else features(cloud)
    return _as_many(inputs.matrix(seen, "features(samples)"), cloud, "features")


def _as_many(found: np.ndarray, cloud: np.ndarray, name: str) -> np.ndarray:
    if len(found) != len(cloud):
        raise ValueError(
            f"{name} must give a row for each sample; got {len(found)} rows for {len(cloud)}."
        )
    return found


def _compared(
    real: np.ndarray, fake: np.ndarray, other: np.ndarray, seed: int
) -> Iterator[tuple[str, Row]]:
    error = functools.partial(frechet_distance, standard_error=True)
    yield "frechet_distance", Row(error(real, fake), error(real, other), "lower")
    values = kernel_distance(real, fake), kernel_distance(real, other)
    yield "kernel_distance", Row(*values, "lower")
    ours, theirs = (_neighbourhoods(real, cloud, seed) for cloud in (fake, other))
    for name in ours:
        better = "as real" if name == "density" else "higher"
        yield name, Row(ours[name], theirs[name], better)


def _neighbourhoods(real: np.ndarray, fake: np.ndarray, seed: int) -> dict[str, Estimate]:
    def scores(reals: np.ndarray, fakes: np.ndarray) -> tuple[float, ...]:
        return (*precision_recall(reals, fakes), *density_coverage(reals, fakes))

    names = (*PrecisionRecall._fields, *DensityCoverage._fields)
    return _estimated(names, scores, real, fake, seed=seed)


def _estimated(
    names: Iterable[str], scores: Callable[..., Any], *clouds: np.ndarray, seed: int
) -> dict[str, Estimate]:
    errors = halving.standard_errors(scores, *clouds, seed=seed)
    return dict(zip(names, map(Estimate, scores(*clouds), errors), strict=True))


def _scores(clouds: list[np.ndarray], classify: Callable[[Any], Any]) -> Iterator[Estimate]:
    for cloud in clouds[1:]:
        answers = inputs.matrix(classify(cloud), "classify(samples)")
        yield inception_score(_as_many(answers, cloud, "classify"))


def _modes(
    clouds: list[np.ndarray], centres: Any, sigma: float, seed: int
) -> Iterator[tuple[str, Row]]:
    def scores(samples: np.ndarray) -> list[float]:
        found = mode_report(samples, centres, sigma=sigma)
        return [getattr(found, name) for name in MODES]

    ours, theirs = (_estimated(MODES, scores, cloud, seed=seed) for cloud in clouds[1:])
    return ((name, Row(ours[name], theirs[name], better)) for name, better in MODES.items())


def _copies(real: np.ndarray, fake: np.ndarray, other: np.ndarray) -> Row:
    found, count = memorisation(real, fake, other), len(fake)
    return Row(_share(found.copies, count), _share(found.expected_copies, count), "as real")


def _share(share: float, count: int) -> Estimate:
    # One more of each kind: seen never, or always, is not known for sure.
    likely = (share * count + 1) / (count + 2)
    return Estimate(share, math.sqrt(likely * (1 - likely) / count))
