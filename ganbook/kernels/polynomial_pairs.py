"""The polynomial kernel over two samples: a matrix product, then its powers strip by strip.

In float64, since an MMD² is the small difference of three large means. Only the products of single
samples near the origin stay in single precision: their errors are tiny, and differ from pair to
pair. NumPy's product is the quickest here, and is parallel by itself.
"""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from ganbook.kernels import functions
from ganbook.kernels.pairs import FunctionPairs, Sums

LOST = 1e-5  # Largest error of a kernel's value by which products may stay in single precision.
ROWS = 32  # A strip of the product that stays in the cache from its first touch to its last.


class PolynomialPairs(FunctionPairs):
    """(scale x·y + offset)^degree by products, in place."""

    def __init__(self, kernel: Any, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        chosen = kernel.keywords if isinstance(kernel, functools.partial) else {}
        self.degree, self.scale, self.offset = functions.polynomial_settings(x.shape[1], **chosen)
        self.dtype = "float64" if self._lost() > LOST else x.dtype

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of the matrix without the pairs of a row with itself."""
        total = sum(float(strip.sum()) for strip in self._powers(rows, columns))
        # What does not fit into a number is refused there, in words.
        return total if np.isfinite(total) else super().total(rows, columns)

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        by_row, by_column, squares = [], np.zeros(len(self.y[columns])), 0.0
        for strip in self._powers(rows, columns):
            by_row.append(strip.sum(axis=1))
            by_column += strip.sum(axis=0)
            squares += float(np.vdot(strip, strip))
        found = Sums(np.concatenate(by_row), by_column, squares)
        return found if np.isfinite(squares) else super().sums(rows, columns)

    def _lost(self) -> float:
        """How far the kernel's value of the longest samples is off if products are rounded once."""
        with np.errstate(over="ignore"):
            longest = max(np.einsum("ij,ij->i", v, v).max() for v in (self.x, self.y))
            product = np.float64(self.scale) * longest
            slope = self.degree * (product + self.offset) ** (self.degree - 1)
            return float(slope * product * np.finfo(self.x.dtype).eps)

    def _powers(self, rows: slice, columns: slice) -> Iterator[np.ndarray]:
        """The kernel's matrix a few rows at a time, with zeros for a row with itself."""
        ours, own = self.x[rows].astype(self.dtype, copy=False), self.diagonal(rows, columns)
        # Of one and the same, NumPy computes one half only.
        theirs = ours if own else self.y[columns].astype(self.dtype, copy=False)
        product = np.matmul(ours, theirs.T)
        for first in range(0, len(product), ROWS):
            base = product[first : first + ROWS].astype("float64", copy=False)
            base *= self.scale
            base += self.offset
            powers = functions.whole_power(base, self.degree)
            if own:
                place = np.arange(len(powers))
                powers[place, first + place] = 0
            yield powers
