"""The polynomial kernel over two samples: matrix products, then their powers.

In float64, since an MMD² is the small difference of three large means. Only the products of single
samples near the origin stay in single precision: their errors are tiny, and differ from pair to
pair. Large tiles go through a compiled function, several at a time; small ones through NumPy, whose
powers are taken strip by strip.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.kernels import functions
from ganbook.kernels.pairs import FunctionPairs, Sums

LOST = 1e-5  # Largest error of a kernel's value by which products may stay in single precision.
ROWS = 32  # A strip of the product that stays in the cache from its first touch to its last.
LARGE = 2**29  # Multiplications from which on a pair of samples is worth a compilation.
TILE = 1024  # Rows of a compiled tile, at most: so a thousand are one product.


class PolynomialPairs(FunctionPairs):
    """(scale x·y + offset)^degree by products, in place."""

    def __init__(self, kernel: Any, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        chosen = kernel.keywords if isinstance(kernel, functools.partial) else {}
        self.degree, self.scale, self.offset = functions.polynomial_settings(x.shape[1], **chosen)
        self.dtype = "float64" if self._lost() > LOST else x.dtype
        # The same for samples that are measured together: half of one counts as much as two.
        self.parallel = len(self.x) * len(self.y) * self.x.shape[1] >= LARGE
        if self.parallel:
            self.side = -(-len(self.x) // -(-len(self.x) // TILE))  # Tiles of one size or nearly.

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of the matrix; within one sample, of what lies above its diagonal."""
        if self.parallel:
            return float(self.sums(rows, columns).rows.sum())
        total = sum(float(strip.sum()) for strip in self._powers(rows, columns))
        # What does not fit into a number is refused there, in words.
        return total if np.isfinite(total) else super().total(rows, columns)

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        if self.parallel:
            return self._compiled(rows, columns)
        by_row, by_column, squares = [], np.zeros(len(self.y[columns])), 0.0
        for strip in self._powers(rows, columns):
            by_row.append(strip.sum(axis=1))
            by_column += strip.sum(axis=0)
            squares += float(np.vdot(strip, strip))
        found = Sums(np.concatenate(by_row), by_column, squares)
        return found if np.isfinite(squares) else super().sums(rows, columns)

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        products = np.einsum("ij,ij->i", self.x, self.y, dtype="float64")
        with np.errstate(over="ignore"):
            powers = functions.whole_power(products * self.scale + self.offset, self.degree)
        return checks.finite(powers, "kernel(x, y)")

    def _compiled(self, rows: slice, columns: slice) -> Sums:
        run = _compiled_tile(self.degree, self.scale, self.offset, self.diagonal(rows, columns))
        strips = (self.x[rows], self.y[columns])
        found = run(
            *(ops.convert_to_tensor(strip.astype(self.dtype, copy=False)) for strip in strips)
        )
        by_row, by_column, squares = (ops.convert_to_numpy(part) for part in found)
        found = Sums(by_row, by_column, float(squares))
        return found if np.isfinite(squares) else super().sums(rows, columns)

    def _lost(self) -> float:
        """How far the kernel's value of the longest samples is off if products are rounded once."""
        with np.errstate(over="ignore"):
            longest = max(np.einsum("ij,ij->i", v, v).max() for v in (self.x, self.y))
            product = np.float64(self.scale) * longest
            slope = self.degree * (product + self.offset) ** (self.degree - 1)
            return float(slope * product * np.finfo(self.x.dtype).eps)

    def _powers(self, rows: slice, columns: slice) -> Iterator[np.ndarray]:
        """The kernel's matrix a few rows at a time; of one sample, what lies above the diagonal."""
        ours, own = self.x[rows].astype(self.dtype, copy=False), self.diagonal(rows, columns)
        # Of one and the same, NumPy computes one half only.
        theirs = ours if own else self.y[columns].astype(self.dtype, copy=False)
        product = np.matmul(ours, theirs.T)
        for first in range(0, len(product), ROWS):
            base = product[first : first + ROWS].astype("float64", copy=False)
            base *= self.scale
            base += self.offset
            powers = functions.whole_power(base, self.degree)
            yield np.triu(powers, 1 + first) if own else powers


@functools.lru_cache(maxsize=64)
def _compiled_tile(degree: int, scale: float, offset: float, own: bool) -> Callable[..., Any]:
    """Sums of a tile by row, by column and of its squares, whose values are never stored."""

    def tile(x: Any, y: Any) -> tuple[Any, Any, Any]:
        products = ops.cast(ops.matmul(x, ops.transpose(y)), "float64")
        values = functions.whole_power(products * scale + offset, degree)
        if own:
            # Once a second size was asked for, the trace no longer knows any size.
            place = ops.arange(ops.shape(values)[0])
            values = ops.where(place[:, None] < place, values, ops.zeros_like(values))
        return ops.sum(values, axis=1), ops.sum(values, axis=0), ops.sum(ops.square(values))

    return backend.compiled(tile)
