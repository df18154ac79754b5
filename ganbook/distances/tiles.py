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
    compute = _choose(measure, width, small)
    # The middle of the data, and only once: all strips must be moved by the same amount.
    centre = y.mean(axis=0, dtype="float64").astype(y.dtype)
    for band in _slices(0, len(x), BAND * side):
        strips = [
            (rows, _Strip(x[rows], centre)) for rows in _slices(*band.indices(len(x))[:2], side)
        ]
        for columns in _slices(0, len(y), side):
            across = _Strip(y[columns], centre)
            for rows, strip in strips:
                with np.errstate(over="ignore", invalid="ignore"):  # Said below, in a sentence.
                    distances = compute(measure, strip, across)
                _require_finite(distances)
                yield Tile(rows, columns, distances)


def _slices(start: int, stop: int, step: int) -> list[slice]:
    return [slice(first, min(first + step, stop)) for first in range(start, stop, step)]


class _Strip:
    """Some samples and, once asked for and then kept, what the tiles need of them."""

    def __init__(self, samples: np.ndarray, centre: np.ndarray) -> None:
        self.samples, self.centre = samples, centre

    @functools.cached_property
    def centred(self) -> np.ndarray:
        return self.samples - self.centre

    @functools.cached_property
    def lengths(self) -> np.ndarray:
        return np.einsum("ij,ij->i", self.centred, self.centred)

    @functools.cached_property
    def turned(self) -> Any:
        missing = SIDE - len(self.samples)
        return measures.by_coordinate(np.pad(self.samples, ((0, missing), (0, 0))))


def _choose(measure: Measure | Minkowski, width: int, small: bool) -> Callable[..., np.ndarray]:
    if small:
        return _by_formula
    squares = measure in (measures.EUCLIDEAN, measures.SQUARED_EUCLIDEAN)
    return _by_product if squares and width >= WIDE else _by_kernel


def _by_formula(measure: Measure | Minkowski, strip: _Strip, across: _Strip) -> np.ndarray:
    return ops.convert_to_numpy(measure.formula(strip.samples, across.samples))


def _by_kernel(measure: Measure | Minkowski, strip: _Strip, across: _Strip) -> np.ndarray:
    tile = _kernel(measure, strip.samples.shape[1])(strip.turned, across.turned)
    return ops.convert_to_numpy(tile)[: len(strip.samples), : len(across.samples)]


def _by_product(measure: Measure, strip: _Strip, across: _Strip) -> np.ndarray:
    """|x|² + |y|² - 2xy; by differences instead where that would cancel too many digits."""
    lengths = strip.lengths[:, None] + across.lengths
    squares = strip.centred @ across.centred.T
    squares *= -2
    squares += lengths
    lengths *= CANCELLED
    if not (squares >= lengths).all():
        return _by_kernel(measure, strip, across)
    return np.sqrt(squares, out=squares) if measure.root else squares


def _require_finite(distances: np.ndarray) -> None:
    if not np.isfinite(distances.max()):
        raise ValueError(
            f"the distances are too large for {distances.dtype}: divide the samples by their scale"
            " first, or pass float64."
        )


@functools.lru_cache(maxsize=64)
def _kernel(measure: Measure | Minkowski, width: int) -> Callable[[Any, Any], Any]:
    # One compiled function for each width: a shared one would be traced for unknown widths.
    return backend.compiled(measure.running)
