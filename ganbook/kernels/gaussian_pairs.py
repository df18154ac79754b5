"""The Gaussian kernel over two samples: one product for a tile's exponents, then all in place.

On the processor, whoever asks: each worker computes tiles of its own in memory of its own, which
its cache still holds. A compiled program was slower, since each call took and cleared new memory.
"""

import functools
import threading
from collections.abc import Callable

import numpy as np

from ganbook import distances
from ganbook.kernels import bandwidths, pairs
from ganbook.kernels.pairs import FunctionPairs, Sums

ROWS, REACH = 512, 4  # A tile's side, and how many are done at once: 4 MiB in float32.
MANY = 2**20  # Pairs from which on several workers are worth their start.
KEPT = 2**24  # Bytes up to which all of a sample is prepared at once, and not part by part.
FLAT = 1e-2  # Largest exponent below which double precision is worth its time.
LOST = 1e-5  # Largest error of a kernel's value by which the products may be trusted.


class GaussianPairs(FunctionPairs):
    """By products where that costs no digits, else by differences."""

    def __init__(self, kernel: functools.partial, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        widths = bandwidths.like(bandwidths.as_list(kernel.keywords["bandwidth"]), x)
        shares = np.array([1 / float(width) ** 2 for width in widths])
        # Products are exact near the origin only, so the middle of the data is moved there.
        self.centre = self.y.mean(axis=0, dtype="float64").astype(x.dtype)
        most = 4 * self._longest() * shares.max()  # No exponent is larger.
        if most < FLAT:
            self._widen()
        self.shares = shares.astype(self.x.dtype)
        self.parallel = len(self.x) * len(self.y) >= MANY
        self.exact = not most * np.finfo(self.x.dtype).eps <= LOST
        if not self.exact:
            self.side, self.reach = ROWS, REACH
            self._ours = _prepared(self.x, functools.partial(_left, self.centre, self.shares[0]))
            self._theirs = _prepared(self.y, functools.partial(_right, self.centre))
        self._kept = threading.local()  # What each worker takes once and not for every tile.

    def values(self, rows: slice, columns: slice, memory: np.ndarray | None = None) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        if self.exact:
            squares = distances.squared_euclidean(self.x[rows], self.y[columns])
            exponents = squares * (-self.shares[0] / 2)
        else:
            exponents = np.matmul(self._ours(rows), self._theirs(columns).T, out=memory)
        return _mean_of_exponentials(exponents, self.shares)

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of that matrix; within one sample, of what lies above its diagonal."""
        return float(self._counted(rows, columns).sum(axis=1).sum(dtype="float64"))

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        values = self._counted(rows, columns)
        by_row, by_column = (values.sum(axis).astype("float64") for axis in (1, 0))
        squares = np.einsum("ij,ij->i", values, values)
        return Sums(by_row, by_column, float(squares.sum(dtype="float64")))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        steps = np.subtract(self.x, self.y, dtype="float64")
        shares = self.shares.astype("float64")
        return _mean_of_exponentials(np.einsum("ij,ij->i", steps, steps) * -shares[0] / 2, shares)

    def _memory(self, rows: slice, columns: slice) -> np.ndarray | None:
        """Room for a product, which the next one of the same worker writes over."""
        if self.exact:
            return None
        shape = len(self.x[rows]), len(self.y[columns])
        if not hasattr(self._kept, "room"):
            self._kept.room = np.empty(self.side * self.reach * self.side, self.x.dtype)
        return self._kept.room[: shape[0] * shape[1]].reshape(shape)

    def _longest(self) -> float:
        """Half the largest squared length, from the middle of the data."""
        lengths = (
            _half_lengths(samples[part] - self.centre).max()
            for samples in ([self.x] if self.within else [self.x, self.y])
            for part in pairs.cuts(len(samples))
        )
        return float(max(lengths))

    def _widen(self) -> None:
        """Values all near 1 differ by less than single precision can tell."""
        self.x = self.x.astype("float64")
        self.y = self.x if self.within else self.y.astype("float64")
        self.centre = self.centre.astype("float64")

    def _counted(self, rows: slice, columns: slice) -> np.ndarray:
        values = self.values(rows, columns, self._memory(rows, columns))
        if self.diagonal(rows, columns):
            corner = values[:, : len(values)]
            corner[np.tri(len(values), dtype=bool)] = 0
        return values


def _prepared(
    samples: np.ndarray, prepare: Callable[[np.ndarray], np.ndarray]
) -> Callable[[slice], np.ndarray]:
    """Gives some rows prepared: of few samples all at once, of many only these."""
    if samples.nbytes > KEPT:
        return lambda rows: prepare(samples[rows])
    whole = prepare(samples)
    return lambda rows: whole[rows]


def _left(centre: np.ndarray, share: np.number, samples: np.ndarray) -> np.ndarray:
    """x, -|x|²/2, 1, times a share: with y, 1, -|y|²/2 the product is -|x - y|²/2, times it."""
    centred, ones = samples - centre, np.ones(len(samples), samples.dtype)
    return share * np.column_stack([centred, -_half_lengths(centred), ones])


def _right(centre: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """y, 1, -|y|²/2."""
    centred, ones = samples - centre, np.ones(len(samples), samples.dtype)
    return np.column_stack([centred, ones, -_half_lengths(centred)])


def _half_lengths(centred: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", centred, centred) / 2


def _mean_of_exponentials(exponents: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Mean over the shares of e to each; given with the first one's, and written over."""
    others = [np.exp(exponents * (share / shares[0])) for share in shares[1:]]
    np.exp(exponents, out=exponents)
    if others:
        exponents += sum(others)
        exponents /= len(shares)
    return exponents
