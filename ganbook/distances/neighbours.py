"""The nearest samples of another cloud, found without ever holding all distances."""

from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures, tiles, traced

FEW = 128  # Rows that are searched at once.
MEASURES = {
    "euclidean": measures.EUCLIDEAN,
    "manhattan": measures.MANHATTAN,
    "chebyshev": measures.CHEBYSHEV,
}


class Neighbours(NamedTuple):
    """For each row of x: how far its nearest rows of y are, nearest first, and which they are."""

    distances: Any
    indices: Any


def nearest(x: Any, y: Any, *, count: int = 1, measure: str = "euclidean") -> Neighbours:
    """The `count` nearest rows of y for each row of x, each of shape (len(x), count).

    Of equally near rows the first is taken. The trap: with x among the rows of y, each is its own
    nearest; ask for one more and drop the first column.
    """
    rule = MEASURES[checks.known(measure, "measure", MEASURES)]
    x, y = backend.floats(*checks.pair(x, y))
    enough = f"y has {y.shape[0]} rows: pass more, or a smaller count."
    checks.count(count, "count", at_most=y.shape[0], remedy=enough)
    if backend.is_tensor(x):
        closeness, indices = ops.top_k(-traced.matrix(x, y, rule), count)
        return Neighbours(-closeness, indices)
    return _search(x, y, count, rule)


def _search(x: np.ndarray, y: np.ndarray, count: int, rule: measures.Measure) -> Neighbours:
    """Tile by tile, keeping the best so far; a few rows at a time, to stay in the cache."""
    best = Neighbours(np.full((len(x), count), np.inf, x.dtype), np.zeros((len(x), count), "int64"))
    for tile in tiles.tiles(x, y, rule):
        for first in range(0, len(tile.distances), FEW):
            gaps = tile.distances[first : first + FEW]
            start = tile.rows.start + first
            rows = slice(start, start + len(gaps))
            _improve(best.distances[rows], best.indices[rows], gaps, tile.columns.start)
    return best


def _improve(distances: np.ndarray, indices: np.ndarray, gaps: np.ndarray, column: int) -> None:
    """Let in, in place, what is nearer among the gaps, the first of which belongs to `column`."""
    count = distances.shape[1]
    # The best so far stand first, so that of equally near rows the first one stays.
    found = np.concatenate([distances, gaps], axis=1)
    places = _first_smallest(found, count)
    old = np.take_along_axis(indices, np.minimum(places, count - 1), axis=1)
    indices[:] = np.where(places < count, old, column + places - count)
    distances[:] = np.take_along_axis(found, places, axis=1)


def _first_smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Places of the smallest values of each row, in order; far cheaper than sorting the rows."""
    limit = np.partition(values, count - 1, axis=1)[:, count - 1, None]
    below, level = values < limit, values == limit
    room = count - below.sum(axis=1, keepdims=True)
    places = np.nonzero(below | (level & (level.cumsum(axis=1) <= room)))[1].reshape(-1, count)
    order = np.argsort(np.take_along_axis(values, places, axis=1), axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1)
