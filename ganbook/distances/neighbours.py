"""The nearest samples of another cloud, found without ever holding all distances."""

from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures, tiles, traced

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
    """Tile by tile, keeping the best so far."""
    distances = np.full((len(x), count), np.inf, x.dtype)
    indices = np.zeros((len(x), count), "int64")
    for tile in tiles.tiles(x, y, rule):
        names = np.broadcast_to(np.arange(len(y))[tile.columns], tile.distances.shape)
        # The best so far stand first, so that of equally near rows the first one stays.
        found = np.concatenate([distances[tile.rows], tile.distances], axis=1)
        names = np.concatenate([indices[tile.rows], names], axis=1)
        best = _first_smallest(found, count)
        distances[tile.rows] = np.take_along_axis(found, best, axis=1)
        indices[tile.rows] = np.take_along_axis(names, best, axis=1)
    return Neighbours(distances, indices)


def _first_smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Places of the smallest values of each row, in order; far cheaper than sorting the rows."""
    limit = np.partition(values, count - 1, axis=1)[:, count - 1, None]
    below, level = values < limit, values == limit
    room = count - below.sum(axis=1, keepdims=True)
    places = np.nonzero(below | (level & (level.cumsum(axis=1) <= room)))[1].reshape(-1, count)
    order = np.argsort(np.take_along_axis(values, places, axis=1), axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1)
