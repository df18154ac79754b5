"""The Gaussian kernel over two samples, in compiled tiles that hardly touch the memory."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ganbook import backend, distances
from ganbook.backend import ops
from ganbook.kernels import bandwidths, pairs
from ganbook.kernels.pairs import FunctionPairs, Sums

FEW = 2**17  # Pairs that NumPy has summed before the compiled tile, filled up, would have.
KEPT = 2**25  # Bytes of strips that are kept as tensors while others pass by.
LOST = 1e-5  # Largest error of a kernel's value by which the products may be trusted.


class GaussianPairs(FunctionPairs):
    """By products where that costs no digits, else by differences."""

    parallel = True

    def __init__(self, kernel: functools.partial, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        widths = bandwidths.like(bandwidths.as_list(kernel.keywords["bandwidth"]), x)
        self.shares = np.array([1 / float(width) ** 2 for width in widths], x.dtype)
        # Products are exact near the origin only, so the middle of the data is moved there.
        self.centre = self.y.mean(axis=0, dtype="float64").astype(x.dtype)
        longest = max(half.max() for half in self._halves())
        self.exact = not 4 * longest * self.shares.max() * np.finfo(x.dtype).eps <= LOST
        self._filled = _keeper(self.x, self.y, self.centre, self.exact)

    def values(self, rows: slice, columns: slice) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        ours = _strip(self.x[rows], self.centre, self.exact)
        theirs = _strip(self.y[columns], self.centre, self.exact)
        return _mean_of_exponentials(_exponents(*ours, *theirs, self.exact), self.shares, np.exp)

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of that matrix without the pairs of a row with itself."""
        if self._few(rows, columns):
            return super().total(rows, columns)
        (by_row,) = self._compiled(_row_sums, rows, columns)
        return float(by_row.sum())

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        if self._few(rows, columns):
            return super().sums(rows, columns)
        by_row, by_column, squares = self._compiled(_all_sums, rows, columns)
        count, across = len(self.x[rows]), len(self.y[columns])
        return Sums(by_row[:count], by_column[:across], float(squares.sum()))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        steps = np.subtract(self.x, self.y, dtype="float64")
        exponents = np.einsum("ij,ij->i", steps, steps) * -0.5
        return _mean_of_exponentials(exponents, self.shares.astype("float64"), np.exp)

    def _few(self, rows: slice, columns: slice) -> bool:
        return len(self.x[rows]) * len(self.y[columns]) <= FEW

    def _compiled(self, reduce: Callable, rows: slice, columns: slice) -> list[np.ndarray]:
        """What `reduce` leaves of the tile, in float64, where many of them are added up."""
        kind = self.x.shape[1], self.x.dtype.name, len(self.shares), self.exact
        tile = _compiled_tile(reduce, self.diagonal(rows, columns), *kind)
        ours, theirs = self._filled(0, rows.start), self._filled(1 - self.within, columns.start)
        found = tile(*ours, *theirs, self.shares)
        return [ops.convert_to_numpy(sums).astype("float64") for sums in found]

    def _halves(self) -> Iterator[np.ndarray]:
        for samples in [self.x] if self.within else [self.x, self.y]:
            for part in pairs.cuts(len(samples)):
                yield _strip(samples[part], self.centre, exact=False)[1]


def _strip(samples: np.ndarray, centre: np.ndarray, exact: bool) -> tuple[np.ndarray, np.ndarray]:
    """Some samples from the middle, and half their squared lengths; untouched if exact."""
    if exact:
        return samples, np.zeros(len(samples), samples.dtype)
    centred = samples - centre
    return centred, np.einsum("ij,ij->i", centred, centred) / 2


def _keeper(x: np.ndarray, y: np.ndarray, centre: np.ndarray, exact: bool) -> Callable[..., Any]:
    """Gives strips of x or of y as tensors of SIDE rows, and keeps as many as may be kept.

    Rows that only fill up are so far away that their kernel is 0.
    """

    @functools.lru_cache(max(2, KEPT // (pairs.SIDE * x[0].nbytes)))
    def filled(side: int, start: int) -> list[Any]:
        chosen, halves = _strip((x, y)[side][start : start + pairs.SIDE], centre, exact)
        missing = (0, pairs.SIDE - len(chosen))
        far = np.finfo(x.dtype).max / 4
        halves = np.pad(halves, missing, constant_values=far)
        return [ops.convert_to_tensor(v) for v in (np.pad(chosen, (missing, (0, 0))), halves)]

    return filled


@functools.lru_cache(maxsize=64)
def _compiled_tile(
    reduce: Callable[..., tuple], diagonal: bool, width: int, dtype: str, count: int, exact: bool
) -> Callable[..., Any]:
    """Sums of a whole tile, whose values never leave the processor's cache.

    One function for each kind of tile: one that were shared would be traced for unknown shapes.
    """

    def tile(x: Any, half_x: Any, y: Any, half_y: Any, shares: Any) -> tuple[Any, ...]:
        exponents = _exponents(x, half_x, y, half_y, exact)
        values = _mean_of_exponentials(exponents, ops.unstack(shares, count), ops.exp)
        if diagonal:
            place = ops.arange(values.shape[0])
            values = ops.where(place[:, None] == place, ops.zeros_like(values), values)
        return reduce(values)

    return backend.compiled(tile)


def _row_sums(values: Any) -> tuple[Any]:
    return (ops.sum(values, axis=1),)


def _all_sums(values: Any) -> tuple[Any, Any, Any]:
    return ops.sum(values, axis=1), ops.sum(values, axis=0), ops.sum(ops.square(values), axis=1)


def _exponents(x: Any, half_x: Any, y: Any, half_y: Any, exact: bool) -> Any:
    """-|x - y|²/2 as x·y - |x|²/2 - |y|²/2, or by differences where that would cancel digits."""
    if exact:
        products = distances.squared_euclidean(x, y) * -0.5
    else:
        library = ops if backend.is_tensor(x) else np
        products = library.matmul(x, library.transpose(y))
    products -= half_x[:, None]  # In place, for arrays.
    products -= half_y[None, :]
    return products


def _mean_of_exponentials(exponents: Any, shares: Any, exp: Callable[[Any], Any]) -> Any:
    terms = [exp(exponents * share) for share in shares]
    return sum(terms[1:], start=terms[0]) / len(terms)
