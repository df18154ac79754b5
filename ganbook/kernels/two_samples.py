"""Do two samples follow one law? Relabel them at random and see how often that looks as unlike."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ganbook import checks, estimates
from ganbook.kernels import sums
from ganbook.kernels.choice import chosen, measurable, pairs
from ganbook.kernels.pairs import cuts, symmetric

WORLDS = 1000  # Relabellings that are tried at once: more of them would fill the memory.
ROUNDED = 1e-13  # The share of the kernel's largest value by which a statistic may be off.

Tile = tuple[slice, slice, np.ndarray]


@dataclasses.dataclass(frozen=True)
class TwoSampleTest:
    """The unbiased MMD², its p-value, and what it was under each random relabelling."""

    statistic: float
    p_value: float
    null: np.ndarray = dataclasses.field(repr=False, compare=False)


def two_sample_test(
    x: Any,
    y: Any,
    *,
    bandwidth: Any = None,
    kernel: Callable[..., Any] | None = None,
    permutations: int = 999,
    seed: int = 0,
) -> TwoSampleTest:
    """p-value of "x and y follow one law", by MMD² under random relabelling; exact at every size.

    The kernel is chosen as in `mmd_squared`. The trap: a bandwidth chosen by looking at which rows
    are x and which are y breaks that promise, unless other rows were looked at: `select_bandwidth`.
    """
    x, y, kernel = chosen(x, y, bandwidth, kernel, measured=True)
    labels = _labels(len(x), len(x) + len(y), permutations, seed)
    pooled = np.concatenate([x, y])
    own = pairs(kernel, pooled)
    halves = sums.halves(len(pooled))
    return _tested(((rows, columns, own.values(rows, columns)) for rows, columns in halves), labels)


def two_sample_test_from_gram(
    gram: Any, count: int, *, permutations: int = 999, seed: int = 0
) -> TwoSampleTest:
    """The same from the kernel's matrix of all samples, of which the first `count` rows are x.

    The trap: the matrix must be of one kernel with one bandwidth for all pairs.
    """
    gram = np.asarray(*measurable(checks.matrix(gram, "gram", rows=4)))
    if gram.shape[0] != gram.shape[1]:
        raise ValueError(
            f"gram must have a row and a column for each sample; got shape {gram.shape}."
            " Pass the kernel of x and y, one below the other, with themselves."
        )
    labels = _labels(count, len(gram), permutations, seed)
    return _tested((_cut(gram, *half) for half in sums.halves(len(gram))), labels)


def _cut(gram: np.ndarray, rows: slice, columns: slice) -> Tile:
    symmetric(gram[rows, columns], gram[columns, rows].T)
    return rows, columns, gram[rows, columns]


def _labels(count: int, total: int, permutations: int, seed: int) -> np.ndarray:
    """Which rows are called x: as given in the first column, then relabelled at random."""
    checks.count(permutations, "permutations")
    enough = "Both samples need at least two rows."
    checks.count(count, "count", at_least=2, at_most=total - 2, remedy=enough)
    worlds = np.tile(np.arange(total) < count, (1 + permutations, 1))
    rng = np.random.default_rng(checks.seed(seed))
    rng.permuted(worlds[1:], axis=1, out=worlds[1:])
    return np.ascontiguousarray(worlds.T)


def _tested(tiles: Iterator[Tile], labels: np.ndarray) -> TwoSampleTest:
    """All relabellings in one pass over the kernel: for labels 0 and 1, labels @ kernel @ labels.

    In float64 throughout, so that a relabelling that changes nothing ties to the last digits.
    """
    inside, by_row, largest = np.zeros(labels.shape[1]), np.zeros(len(labels)), 0.0
    worlds = cuts(labels.shape[1], WORLDS)
    for rows, columns, given in tiles:
        values = given.astype("float64")
        if rows == columns:
            np.fill_diagonal(values, 0)
        for some in worlds:
            reached = values @ labels[columns, some].astype("float64")
            found = np.einsum("ij,ij->j", reached, labels[rows, some])
            inside[some] += sums.weight(rows, columns) * found
        by_row[rows] += values.sum(axis=1)
        if rows != columns:
            by_row[columns] += values.sum(axis=0)
        largest = max(largest, values.max(), -values.min())
    statistics = _statistics(inside, by_row, labels)
    observed, null = float(statistics[0]), statistics[1:]
    # Near 0 a statistic is a small difference of large sums, and off by a share of these.
    p_value = estimates.p_value(observed - ROUNDED * largest, null)
    return TwoSampleTest(observed, p_value, null)


def _statistics(inside: np.ndarray, by_row: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The unbiased MMD² of each labelling, from the sums within x and the sums by row."""
    m = int(labels[:, 0].sum())
    n = len(labels) - m
    from_x = np.zeros(labels.shape[1])
    for some in cuts(labels.shape[1], WORLDS):
        from_x[some] = sum(by_row[rows] @ labels[rows, some] for rows in cuts(len(labels)))
    outside = by_row.sum() - 2 * from_x + inside
    return inside / (m * (m - 1)) + outside / (n * (n - 1)) - 2 * (from_x - inside) / (m * n)
