"""NumPy's side: distances in square tiles, so that only one of them is held beside the result."""

import functools
from collections.abc import Callable, Iterator
from math import isqrt
from typing import Any, NamedTuple

import numpy as np

from ganbook import backend
from ganbook.backend import ops
from ganbook.distances import measures
from ganbook.distances.measures import Measure, Minkowski

SIDE = 512  # Rows and columns of a compiled tile. All are filled up to it: one compilation a width.
BAND = 8  # Tiles of rows that are kept in the kernel's layout while the columns pass by.
SMALL = 2**25  # Coordinate differences that are done before anything would be compiled.
PLAIN = 2**18  # Coordinate differences held at once where nothing is compiled.
WIDE = 128  # Columns from which a matrix product beats direct differences.
CANCELLED = 1 / 64  # Below this share of |x|² + |y|², six binary digits of the difference are lost.


class Tile(NamedTuple):
    """Distances between some rows of x and some rows of y."""

    rows: slice
    columns: slice
    distances: np.ndarray


def matrix(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> np.ndarray:
    """All distances between the rows of x and the rows of y."""
    result = np.empty((len(x), len(y)), x.dtype)
    for tile in tiles(x, y, measure):
        result[tile.rows, tile.columns] = tile.distances
    return result


def tiles(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> Iterator[Tile]:
    """The same tile by tile, cut at the same places in x and in y."""
    width = x.shape[1]
    small = len(x) * len(y) * width <= SMALL
    side = max(1, min(SIDE, isqrt(PLAIN // width))) if small else SIDE
    compute = _plain(measure) if small else _quick(measure, y)
    for band in _slices(0, len(x), BAND * side):
        strips = [(rows, _Strip(x[rows])) for rows in _slices(band.start, band.stop, side)]
        for columns in _slices(0, len(y), side):
            across = _Strip(y[columns])
            for rows, strip in strips:
                yield Tile(rows, columns, compute(strip, across))


def _slices(start: int, stop: int, step: int) -> list[slice]:
    return [slice(first, min(first + step, stop)) for first in range(start, stop, step)]


class _Strip:
    """Some samples and, once asked for, the same in the kernel's layout."""

    def __init__(self, samples: np.ndarray) -> None:
        self.samples = samples

    @functools.cached_property
    def turned(self) -> Any:
        missing = SIDE - len(self.samples)
        return measures.by_coordinate(np.pad(self.samples, ((0, missing), (0, 0))))


Compute = Callable[[_Strip, _Strip], np.ndarray]


def _plain(measure: Measure | Minkowski) -> Compute:
    """The formula as it stands: nothing to compile."""
    return lambda strip, across: ops.convert_to_numpy(
        measure.formula(strip.samples, across.samples)
    )


def _quick(measure: Measure | Minkowski, y: np.ndarray) -> Compute:
    """Squares of wide samples by a matrix product where that is exact enough, else the kernel."""
    width = y.shape[1]
    kernel = _kernel(measure, width)

    def direct(strip: _Strip, across: _Strip) -> np.ndarray:
        tile = ops.convert_to_numpy(kernel(strip.turned, across.turned))
        return tile[: len(strip.samples), : len(across.samples)]

    if measure not in (measures.EUCLIDEAN, measures.SQUARED_EUCLIDEAN) or width < WIDE:
        return direct
    centre = y.mean(axis=0, dtype="float64").astype(y.dtype)

    def product(strip: _Strip, across: _Strip) -> np.ndarray:
        squares = _squares_by_product(strip.samples - centre, across.samples - centre)
        if squares is None:
            return direct(strip, across)
        return np.sqrt(squares, out=squares) if measure.root else squares

    return product


@functools.lru_cache(maxsize=64)
def _kernel(measure: Measure | Minkowski, width: int) -> Callable[[Any, Any], Any]:
    # One compiled function for each width: a shared one would be traced for unknown widths.
    return backend.compiled(measure.running)


def _squares_by_product(x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    """|x|² + |y|² - 2xy, or None where that difference would cancel too many digits."""
    lengths = np.einsum("ij,ij->i", x, x)[:, None] + np.einsum("ij,ij->i", y, y)
    squares = x @ y.T
    squares *= -2
    squares += lengths
    lengths *= CANCELLED
    return squares if (squares >= lengths).all() else None
