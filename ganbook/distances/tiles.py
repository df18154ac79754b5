"""NumPy's side: distances in square tiles, so that only one of them is held beside the result."""

import functools
import itertools
from collections.abc import Callable, Iterator
from math import isqrt
from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures, strips
from ganbook.distances.measures import Measure, Minkowski

SIDE = (
    1024  # Rows and columns of a compiled tile. All are filled up to it: one compilation a width.
)
BAND = 8  # Tiles of rows that are kept in the kernel's layout while the columns pass by.
SMALL = 2**25  # Coordinate differences that are done before anything would be compiled.
PLAIN = 2**21  # Differences held at once where nothing is compiled; smaller tiles are slower.
NARROW = 128  # Columns up to which NumPy does them one by one, where nothing is compiled.
WIDE = 128  # Columns from which a matrix product beats direct differences.
SQUARES = (measures.EUCLIDEAN, measures.SQUARED_EUCLIDEAN)


class Tile(NamedTuple):
    """Distances between some rows of x and some rows of y."""

    rows: slice
    columns: slice
    distances: np.ndarray


def matrix(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> np.ndarray:
    """All distances between the rows of x and the rows of y."""
    exponent = _exponent(x, y, measure)
    if exponent:
        return _raised(matrix(*_lowered(exponent, x, y), measure), exponent, measure)
    if _in_strips(x, y, measure):
        result = strips.matrix(x, y, root=measure.root)
        if result is not None:
            return result
    parts = tiles(x, y, measure)
    first = next(parts)
    if first.distances.shape == (len(x), len(y)) and first.distances.flags.writeable:
        return first.distances
    result = np.empty((len(x), len(y)), x.dtype)
    for tile in itertools.chain([first], parts):
        result[tile.rows, tile.columns] = tile.distances
    return result


def tiles(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> Iterator[Tile]:
    """The same tile by tile, cut at the same places in x and in y."""
    exponent = _exponent(x, y, measure)
    if exponent:
        for tile in tiles(*_lowered(exponent, x, y), measure):
            yield tile._replace(distances=_raised(tile.distances, exponent, measure))
        return
    width = x.shape[1]
    small = len(x) * len(y) * width <= SMALL
    side = max(1, min(SIDE, isqrt(PLAIN // width))) if small else SIDE
    compute = _choose(measure, y, small)
    # The middle of the data, and only once: all strips must be moved by the same amount.
    centre = y.mean(axis=0, dtype="float64").astype(y.dtype)
    for band in _slices(0, len(x), BAND * side):
        strips = [
            (rows, _Strip(x[rows], centre)) for rows in _slices(*band.indices(len(x))[:2], side)
        ]
        for columns in _slices(0, len(y), side):
            across = _Strip(y[columns], centre)
            for rows, strip in strips:
                distances = compute(measure, strip, across)
                checks.fits(distances.max(), "the distances are")
                yield Tile(rows, columns, distances)


def _exponent(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> int:
    """The power of two by which samples must be lowered lest their squares overflow or vanish."""
    if measure not in SQUARES:
        return 0
    largest = max(abs(end) for v in (x, y) for end in (v.min(), v.max()))  # Without copies.
    exponent = int(np.frexp(largest)[1])
    return exponent if abs(exponent) > np.finfo(x.dtype).maxexp // 4 else 0


def _lowered(exponent: int, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lower = np.ldexp(x, -exponent)
    return lower, lower if x is y else np.ldexp(y, -exponent)


def _raised(distances: np.ndarray, exponent: int, measure: Measure) -> np.ndarray:
    with np.errstate(over="ignore"):
        raised = np.ldexp(distances, exponent if measure.root else 2 * exponent)
    checks.fits(raised.max(), "the distances are")
    return raised


def _slices(start: int, stop: int, step: int) -> list[slice]:
    return [slice(first, min(first + step, stop)) for first in range(start, stop, step)]


class _Strip:
    """Some samples and, once asked for and then kept, what the tiles need of them."""

    def __init__(self, samples: np.ndarray, centre: np.ndarray) -> None:
        self.samples, self.centre = samples, centre

    @functools.cached_property
    def centred(self) -> Any:
        return self._filled_up(self.centre)

    @functools.cached_property
    def turned(self) -> Any:
        return measures.by_coordinate(self._filled_up(0))

    def _filled_up(self, origin: np.ndarray | int) -> Any:
        filled = np.zeros((SIDE, self.samples.shape[1]), self.samples.dtype)
        np.subtract(self.samples, origin, out=filled[: len(self.samples)])
        return ops.convert_to_tensor(filled)


def _in_strips(x: np.ndarray, y: np.ndarray, measure: Measure | Minkowski) -> bool:
    large = len(x) * len(y) * x.shape[1] > SMALL and x.shape[1] >= WIDE
    return large and x.dtype == "float64" and measure in SQUARES


def _choose(measure: Measure | Minkowski, y: np.ndarray, small: bool) -> Callable[..., np.ndarray]:
    if small:
        narrow = isinstance(measure, Measure) and y.shape[1] <= NARROW
        return _by_coordinate if narrow else _by_formula
    exact = backend.single_precision_products or y.dtype == "float64"
    return _by_product if measure in SQUARES and exact and y.shape[1] >= WIDE else _by_kernel


def _by_coordinate(measure: Measure, strip: _Strip, across: _Strip) -> np.ndarray:
    with np.errstate(over="ignore"):
        return measure.of_arrays(strip.samples, across.samples)


def _by_formula(measure: Measure | Minkowski, strip: _Strip, across: _Strip) -> np.ndarray:
    return ops.convert_to_numpy(measure.formula(strip.samples, across.samples))


def _by_kernel(measure: Measure | Minkowski, strip: _Strip, across: _Strip) -> np.ndarray:
    tile = _kernel(measure, strip.samples.shape[1])(strip.turned, across.turned)
    return _cut(tile, strip, across)


def _by_product(measure: Measure, strip: _Strip, across: _Strip) -> np.ndarray:
    tile, exact = _product(measure, strip.samples.shape[1])(strip.centred, across.centred)
    return _cut(tile, strip, across) if exact else _by_kernel(measure, strip, across)


def _cut(tile: Any, strip: _Strip, across: _Strip) -> np.ndarray:
    return ops.convert_to_numpy(tile)[: len(strip.samples), : len(across.samples)]


# One compiled function for each width: a shared one would be traced anew for unknown widths.
@functools.lru_cache(maxsize=64)
def _kernel(measure: Measure | Minkowski, width: int) -> Callable[[Any, Any], Any]:
    return backend.compiled(measure.running)


@functools.lru_cache(maxsize=64)
def _product(measure: Measure, width: int) -> Callable[[Any, Any], tuple[Any, Any]]:
    @backend.compiled
    def product(x: Any, y: Any) -> tuple[Any, Any]:
        """|x|² + |y|² - 2xy, and whether that difference has kept enough digits everywhere."""
        lengths = ops.sum(ops.square(x), axis=1)[:, None] + ops.sum(ops.square(y), axis=1)
        squares = lengths - 2 * ops.matmul(x, ops.transpose(y))
        exact = ops.all(squares >= strips.CANCELLED * lengths)
        return measures.square_root(squares) if measure.root else squares, exact

    return product
