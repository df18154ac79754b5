"""How far apart two clouds of samples are as wholes: energy and transport."""

from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures, tiles, traced


def energy(x: Any, y: Any, *, unbiased: bool = False) -> Any:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'|: zero only for equal laws, what Euclid can say of clouds.

    The means run over all pairs, each sample with itself included: never negative, 0 for equal
    clouds. The trap: clouds of one law then score above 0, the more so the smaller they are;
    `unbiased` leaves the self-pairs out and centres that score on 0, so it can be negative.
    """
    checks.switch(unbiased, "unbiased")
    x, y = backend.floats(*checks.pair(x, y, rows=2))
    within = _mean_distance(x, x) * _share(x, unbiased) + _mean_distance(y, y) * _share(y, unbiased)
    distance = 2 * _mean_distance(x, y) - within
    return _rounded(distance, x.dtype)


def wasserstein_1d(x: Any, y: Any) -> Any:
    """Least mean way to carry the numbers x onto the numbers y: the area between their quantiles.

    The counts may differ. The trap: with few samples even one law is at some distance from itself.
    """
    given = x, y
    x, y = backend.floats(checks.vector(x, "x"), checks.vector(y, "y"))
    return _told(_transport(x[:, None], y[:, None])[0], *given)


def sliced_wasserstein(x: Any, y: Any, *, projections: int = 128, seed: int = 0) -> Any:
    """Mean 1-D transport cost of the clouds' shadows on random directions.

    The trap: in many dimensions most directions miss a difference that lies in a few, so the value
    shrinks like 1/√width. The same seed looks along the same directions, in every training step.
    """
    given = x, y
    x, y = backend.floats(*checks.pair(x, y))
    directions = _directions(projections, x.shape[1], seed)
    shadows_x, shadows_y = _shadows(x, y, ops.convert_to_tensor(directions, dtype=x.dtype))
    return _told(backend.mean(_transport(shadows_x, shadows_y)), *given)


def _share(x: Any, unbiased: bool) -> Any:
    """What turns a mean over all pairs into one over pairs of two samples."""
    if not unbiased:
        return 1
    count = ops.cast(ops.shape(x)[0], x.dtype) if backend.is_tensor(x) else len(x)
    return count / (count - 1)


def _mean_distance(x: Any, y: Any) -> Any:
    """As a tensor or, of arrays, in double precision: these means differ by little."""
    if backend.is_tensor(x):
        return backend.mean(traced.matrix(x, y, measures.EUCLIDEAN))
    parts = tiles.tiles(x, y, measures.EUCLIDEAN)
    total = sum(np.sum(part.distances, dtype="float64") for part in parts)
    return total / (len(x) * len(y))


def _rounded(distance: Any, dtype: Any) -> Any:
    with np.errstate(over="ignore"):
        rounded = distance if backend.is_tensor(distance) else distance.astype(dtype)
    return checks.fits(rounded, "the distance is")


def _told(distance: Any, *given: Any) -> Any:
    """Of finite samples a distance is finite, but for what fits into no number on the way."""
    return checks.fits(backend.as_given(distance, *given), "the distance is")


def _directions(count: int, width: int, seed: int) -> np.ndarray:
    checks.count(count, "projections")
    drawn = np.random.default_rng(checks.seed(seed)).normal(size=(count, width))
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def _shadows(x: Any, y: Any, directions: Any) -> tuple[Any, Any]:
    # A common shift changes no cost, and keeps products far from the origin exact.
    centre = backend.mean(y, axis=0)
    across = ops.transpose(directions)
    return ops.matmul(x - centre, across), ops.matmul(y - centre, across)


def _transport(x: Any, y: Any) -> Any:
    """Cost of carrying each column of x (n, columns) onto the same column of y (m, columns)."""
    x, y = ops.sort(x, axis=0), ops.sort(y, axis=0)
    if x.shape[0] is not None and x.shape[0] == y.shape[0]:
        return backend.mean(ops.abs(x - y), axis=0)
    # Levels at which one of the two quantile functions steps, in whole numbers out of n * m.
    n, m = (ops.cast(ops.shape(values)[0], "int64") for values in (x, y))
    steps = ops.sort(ops.concatenate([_ranks(x) * m, _ranks(y) * n]))
    widths = steps - ops.concatenate([ops.zeros((1,), "int64"), steps[:-1]])
    gaps = ops.abs(ops.take(x, (steps - 1) // m, axis=0) - ops.take(y, (steps - 1) // n, axis=0))
    shares = ops.cast(widths, x.dtype) / ops.cast(n * m, x.dtype)
    return ops.sum(gaps * shares[:, None], axis=0)


def _ranks(x: Any) -> Any:
    """1, 2, … up to the number of rows, which a compiled function may not know yet."""
    return ops.arange(ops.shape(x)[0], dtype="int64") + 1
