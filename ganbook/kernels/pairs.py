"""A kernel over two samples, asked for a tile at a time: the values, or only their sums."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, checks, distances
from ganbook.backend import ops
from ganbook.kernels import bandwidths, functions

SIDE = 1024  # Rows and columns of a tile: 4 MiB in float32, which a processor's cache still holds.
FEW = 2**17  # Pairs that NumPy has summed before the compiled tile, filled up, would have.
LOST = 1e-5  # Largest error of a kernel's value by which the products may be trusted.
FILLED = -1  # The number of a row that only fills up a tile.
BLOCK = 32  # Rows whose own values are read off the diagonal of a small matrix.
SYMMETRY = 64  # Rows of a kernel's matrix that are compared with its columns.


class Sums(NamedTuple):
    """Of a tile of kernel values: by row, by column, and of their squares in all; in float64."""

    rows: np.ndarray
    columns: np.ndarray
    squares: float


def pairs(
    kernel: Callable[..., Any], x: np.ndarray, y: np.ndarray | None = None
) -> "FunctionPairs":
    """The kernel over these samples, or within one, in the quickest way that keeps its digits."""
    if isinstance(kernel, functools.partial) and kernel.func is functions.gaussian:
        return GaussianPairs(kernel, x, y)
    return FunctionPairs(kernel, x, y)


class FunctionPairs:
    """Any function of two samples that returns a matrix."""

    def __init__(self, kernel: Callable[..., Any], x: np.ndarray, y: np.ndarray | None) -> None:
        # Two samples may hold the same rows and still be two: only one alone is within itself.
        self.within = y is None
        self.kernel, self.x, self.y = kernel, x, x if self.within else y

    def values(self, rows: slice, columns: slice) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        values = ops.convert_to_numpy(self.kernel(self.x[rows], self.y[columns]))
        expected = (len(self.x[rows]), len(self.y[columns]))
        if values.shape != expected:
            raise ValueError(
                f"kernel must return a value for each row of x with each row of y, shape"
                f" {expected}; got shape {values.shape}."
            )
        if self.within and rows == columns:
            corner = values[:SYMMETRY, :SYMMETRY]
            symmetric(corner, corner.T)
        return checks.finite(values, "kernel(x, y)")

    def sums(self, rows: slice, columns: slice) -> Sums:
        """Sums of that matrix without the pairs of a sample with itself."""
        values = self.values(rows, columns)
        if self.within and rows == columns:
            values = values * (1 - np.eye(len(values), dtype=values.dtype))
        by_row, by_column = (values.sum(axis, dtype="float64") for axis in (1, 0))
        return Sums(by_row, by_column, float(np.einsum("ij,ij->", values, values, dtype="float64")))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        blocks = _slices(len(self.x), BLOCK)
        own = [np.diagonal(self.values(rows, rows)) for rows in blocks]
        return np.concatenate(own, dtype="float64")


class GaussianPairs(FunctionPairs):
    """The Gaussian: by products where that costs no digits, else by differences."""

    def __init__(self, kernel: functools.partial, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        widths = bandwidths.like(bandwidths.as_list(kernel.keywords["bandwidth"]), x)
        self.shares = np.array([1 / (width * width) for width in widths], x.dtype)
        # Products are exact near the origin only, so the middle of the data is moved there.
        self.centre = self.y.mean(axis=0, dtype="float64").astype(x.dtype)
        self.exact = False
        longest = max(self._strip(samples, part)[1].max() for samples, part in self._parts())
        self.exact = not 4 * longest * self.shares.max() * np.finfo(x.dtype).eps <= LOST

    def values(self, rows: slice, columns: slice) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        exponents = _exponents(self._strip(self.x, rows), self._strip(self.y, columns), self.exact)
        return _mean_of_exponentials(np.minimum(exponents, 0, out=exponents), self.shares, np.exp)

    def sums(self, rows: slice, columns: slice) -> Sums:
        """Sums of that matrix without the pairs of a sample with itself."""
        count, across = len(self.x[rows]), len(self.y[columns])
        if count * across <= FEW:
            return super().sums(rows, columns)
        # Across two samples no row is the same as another, whatever its place.
        others = 0 if self.within else len(self.x)
        ours, theirs = self._filled(self.x, rows, 0), self._filled(self.y, columns, others)
        tile = _compiled_tile(self.x.shape[1], self.x.dtype.name, self.exact)
        found = tile(ours, theirs, ops.convert_to_tensor(self.shares))
        by_row, by_column, squares = (ops.convert_to_numpy(s).astype("float64") for s in found)
        return Sums(by_row[:count], by_column[:across], float(squares.sum()))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        steps = np.subtract(self.x, self.y, dtype="float64")
        exponents = np.einsum("ij,ij->i", steps, steps) * -0.5
        return _mean_of_exponentials(exponents, self.shares.astype("float64"), np.exp)

    def _parts(self) -> list[tuple[np.ndarray, slice]]:
        both = [self.x] if self.within else [self.x, self.y]
        return [(samples, part) for samples in both for part in cuts(len(samples))]

    def _strip(self, samples: np.ndarray, part: slice) -> tuple[np.ndarray, np.ndarray]:
        """Some samples from the middle, and half their squared lengths; untouched if exact."""
        if self.exact:
            return samples[part], np.zeros(len(samples[part]), samples.dtype)
        centred = samples[part] - self.centre
        return centred, np.einsum("ij,ij->i", centred, centred) / 2

    def _filled(self, samples: np.ndarray, part: slice, first: int) -> list[Any]:
        """The same as tensors, filled up to a whole tile, and the numbers of the rows."""
        chosen, halves = self._strip(samples, part)
        numbers = np.arange(part.start, part.stop, dtype="int32") + first
        missing = (0, SIDE - len(chosen))
        numbers = np.pad(numbers, missing, constant_values=FILLED)
        filled = np.pad(chosen, (missing, (0, 0))), np.pad(halves, missing), numbers
        return [ops.convert_to_tensor(part) for part in filled]


@functools.lru_cache(maxsize=64)
def _compiled_tile(width: int, dtype: str, exact: bool) -> Callable[..., Any]:
    """Sums of a whole tile whose values never leave the processor's cache; one for each width."""

    def tile(ours: list[Any], theirs: list[Any], shares: Any) -> tuple[Any, Any, Any]:
        exponents = ops.minimum(_exponents(ours[:2], theirs[:2], exact), 0)
        values = _mean_of_exponentials(exponents, ops.unstack(shares), ops.exp)
        rows, columns = ours[2][:, None], theirs[2][None, :]
        counted = (rows != columns) & (rows != FILLED) & (columns != FILLED)
        values = ops.where(counted, values, ops.zeros_like(values))
        by_row, by_column = ops.sum(values, axis=1), ops.sum(values, axis=0)
        return by_row, by_column, ops.sum(ops.square(values), axis=1)

    return backend.compiled(tile)


def _exponents(ours: Any, theirs: Any, exact: bool) -> Any:
    """-|x - y|²/2 as x·y - |x|²/2 - |y|²/2, or by differences where that would cancel digits."""
    (x, half_x), (y, half_y) = ours, theirs
    if exact:
        return distances.squared_euclidean(x, y) * -0.5
    library = ops if backend.is_tensor(x) else np
    return library.matmul(x, library.transpose(y)) - half_x[:, None] - half_y[None, :]


def _mean_of_exponentials(exponents: Any, shares: Any, exp: Callable[[Any], Any]) -> Any:
    terms = [exp(exponents * share) for share in shares]
    return sum(terms[1:], start=terms[0]) / len(terms)


def cuts(count: int) -> list[slice]:
    """Where samples are cut into tiles."""
    return _slices(count, SIDE)


def _slices(count: int, side: int) -> list[slice]:
    return [slice(first, min(first + side, count)) for first in range(0, count, side)]


def symmetric(values: np.ndarray, mirrored: np.ndarray) -> None:
    """Refuses a kernel, half of which would be taken for the other half, if it is not."""
    gap = np.abs(values - mirrored).max()
    if gap > 1e-4 * np.abs(values).max():
        raise ValueError(
            f"A kernel must be symmetric, k(x, y) = k(y, x); values differ by up to {gap:.3g}."
        )
