"""A number and how far it may be off: standard errors by bootstrap and jackknife, p-values."""

import dataclasses
import math
import numbers
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A measured value with its standard error; an infinite error says that it is not known.

    Some measures tell it only where they are asked to, for it may take longer than the value;
    others cannot tell it of so few samples. The trap: it says how far another sample would fall,
    not whether the method is right. A biased measure with a small error is precisely wrong.
    """

    value: float
    standard_error: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", float(self.value))
        object.__setattr__(self, "standard_error", float(self.standard_error))
        _require(not math.isnan(self.value), "value must be a number; got NaN.")
        _require(
            self.standard_error >= 0, f"standard_error must be >= 0; got {self.standard_error}."
        )

    def __float__(self) -> float:
        return self.value

    def __repr__(self) -> str:
        return f"{self}"

    def __format__(self, form: str) -> str:
        """`2` shows two digits of the error and as many places of the value; `.3f` formats both."""
        if form.isdigit() or not form:
            form = f".{self._places(int(form or 2))}f"
        return f"{self.value:{form}} ± {self.standard_error:{form}}"

    def _places(self, digits: int) -> int:
        if self.standard_error == math.inf:
            return max(digits, _places(self.value, digits))
        return _places(self.standard_error or self.value, digits)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Covers the truth in that share of repetitions, if the errors follow a normal law."""
        _require(0 < level < 1, f"level must lie between 0 and 1; got {level}. For 95 % pass 0.95.")
        reach = statistics.NormalDist().inv_cdf((1 + level) / 2) * self.standard_error
        return self.value - reach, self.value + reach


def mean(values: Any) -> Estimate:
    """Mean over independent repetitions, such as seeds, with the standard error of that mean.

    The trap: repetitions that share data are not independent, and the error comes out too small.
    """
    # A sum of many single-precision numbers would lose digits, one of half precision overflow.
    values = _sample(values).astype("float64")
    _require(values.ndim == 1, f"values must be a number a repetition; got shape {values.shape}.")
    return Estimate(values.mean(), values.std(ddof=1) / math.sqrt(len(values)))


def bootstrap(
    statistic: Callable[..., Any], *samples: Any, resamples: int = 200, seed: int = 0
) -> Estimate:
    """The statistic, with its spread when each sample's rows are drawn again with replacement.

    The trap: redrawn rows repeat, so a statistic of nearest neighbours sees distances of zero that
    fresh data would not show, and one that is biased by sample size is biased twice.
    """
    samples = [_sample(sample) for sample in samples]
    _require(
        _whole(resamples, "resamples") >= 2,
        f"resamples must be at least 2; got {resamples}. 200 is usual.",
    )
    rng = _chance(seed)

    def redrawn(sample: np.ndarray) -> np.ndarray:
        return sample[rng.integers(len(sample), size=len(sample))]

    repeats = [float(statistic(*map(redrawn, samples))) for _ in range(resamples)]
    return Estimate(statistic(*samples), np.std(repeats, ddof=1))


def jackknife(
    statistic: Callable[..., Any], *samples: Any, groups: int | None = None, seed: int = 0
) -> Estimate:
    """The statistic, with its spread when each row, or each of some random groups, is left out.

    The trap: it is wrong for statistics that jump, such as a median; use the bootstrap for these.
    """
    samples = [_sample(sample) for sample in samples]
    rng = _chance(seed)
    variance = 0.0
    for position, sample in enumerate(samples):
        before, after = samples[:position], samples[position + 1 :]
        left_out = [
            float(statistic(*before, np.delete(sample, rows, axis=0), *after))
            for rows in _folds(len(sample), groups, rng)
        ]
        variance += (len(left_out) - 1) * np.var(left_out)
    return Estimate(statistic(*samples), math.sqrt(variance))


def p_value(observed: float, null: Any) -> float:
    """Share of equally likely worlds at least as extreme as ours, ours among them: (1+#)/(1+B).

    The trap: without the two ones a p-value of 0 is possible, and the test rejects too often.
    """
    null, observed = _sample(null, rows=1), float(observed)
    _require(math.isfinite(observed), f"observed must be finite; got {observed}.")
    # A permutation that changes nothing must tie, although its sum is rounded in another order.
    ties = observed - 1e-9 * abs(observed)
    return float((1 + np.sum(null >= ties)) / (1 + len(null)))


def permutation(
    statistic: Callable[[Any, Any], Any], x: Any, y: Any, *, permutations: int = 999, seed: int = 0
) -> float:
    """p-value of "x and y follow one law": how often shuffled labels give as large a statistic.

    The trap: the rows must be exchangeable; several rows of one image or one person are not.
    """
    x, y = _sample(x), _sample(y)
    _require(
        _whole(permutations, "permutations") >= 1,
        f"permutations must be at least 1; got {permutations}.",
    )
    pooled, rng = np.concatenate([x, y]), _chance(seed)
    shuffles = (pooled[rng.permutation(len(pooled))] for _ in range(permutations))
    null = [float(statistic(both[: len(x)], both[len(x) :])) for both in shuffles]
    return p_value(statistic(x, y), null)


def _sample(values: Any, rows: int = 2) -> np.ndarray:
    masked = isinstance(values, np.ma.MaskedArray)
    _require(not masked, "a sample must not be masked; fill its gaps or drop those rows first.")
    array = np.asarray(values)
    real = array.dtype.kind in "fiu"
    _require(real, f"a sample must be real numbers in equal rows; got {array.dtype} entries.")
    _require(array.ndim >= 1, f"a sample must have rows; got the single number {array}.")
    enough = f"a sample must have at least {rows} rows; got {len(array)}. Measure more often."
    _require(len(array) >= rows, enough)
    _require(bool(np.isfinite(array).all()), "a sample must be finite; it holds NaN or infinity.")
    return array


def _folds(count: int, groups: int | None, rng: np.random.Generator) -> list[np.ndarray]:
    groups = count if groups is None else _whole(groups, "groups")
    fits = f"groups must be between 2 and the number of rows; got {groups} with {count} rows."
    _require(2 <= groups <= count, fits)
    return np.array_split(rng.permutation(count), groups)


def _chance(seed: Any) -> np.random.Generator:
    """None would give another answer each time."""
    _require(_whole(seed, "seed") >= 0, f"seed must not be negative; got {seed}.")
    return np.random.default_rng(seed)


def _whole(value: Any, name: str) -> int:
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    _require(whole, f"{name} must be a whole number; got {value!r}.")
    return int(value)


def _places(number: float, digits: int) -> int:
    """Decimal places that show so many significant digits of the number."""
    if number == 0 or not math.isfinite(number):
        return digits
    return max(0, digits - 1 - math.floor(math.log10(abs(number))))


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise ValueError(sentence)
