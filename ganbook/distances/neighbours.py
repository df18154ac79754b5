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
    """Tile by tile, keeping the best so far; columns arrive in order, so ties keep the first."""
    distances = np.full((len(x), count), np.inf, x.dtype)
    indices = np.zeros((len(x), count), "int64")
    for tile in tiles.tiles(x, y, rule):
        numbers = np.broadcast_to(np.arange(*tile.columns.indices(len(y))), tile.distances.shape)
        found = np.concatenate([distances[tile.rows], tile.distances], axis=1)
        names = np.concatenate([indices[tile.rows], numbers], axis=1)
        best = np.argsort(found, axis=1, kind="stable")[:, :count]
        distances[tile.rows] = np.take_along_axis(found, best, axis=1)
        indices[tile.rows] = np.take_along_axis(names, best, axis=1)
    return Neighbours(distances, indices)
