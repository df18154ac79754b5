"""A kernel over two samples, asked for a tile at a time: the values, or only their sums."""

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ganbook import checks
from ganbook.backend import ops

SIDE = 1024  # Rows and columns of a tile: 4 MiB in float32, which a processor's cache still holds.
BLOCK = 32  # Rows whose own values are read off the diagonal of a small matrix.
SYMMETRY = 64  # Rows of a kernel's matrix that are compared with its columns.


class Sums(NamedTuple):
    """Of kernel values: by row, by column, and of their squares in all; in float64."""

    rows: np.ndarray
    columns: np.ndarray
    squares: float


class FunctionPairs:
    """Any function of two samples that returns a matrix."""

    parallel = False  # Nobody knows whether a function may be called twice at a time.
    reach = 1  # Tiles side by side that are summed in one call, at most.

    def __init__(self, kernel: Callable[..., Any], x: np.ndarray, y: np.ndarray | None) -> None:
        # Two samples may hold the same rows and still be two: only one alone is within itself.
        self.within = y is None
        self.kernel, self.x, self.y = kernel, x, x if self.within else y
        self.side = SIDE

    def values(self, rows: slice, columns: slice) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        values = ops.convert_to_numpy(self.kernel(self.x[rows], self.y[columns]))
        expected = (len(self.x[rows]), len(self.y[columns]))
        if values.shape != expected:
            raise ValueError(
                f"kernel must return a value for each row of x with each row of y, shape"
                f" {expected}; got shape {values.shape}."
            )
        if self.diagonal(rows, columns):
            corner = values[:SYMMETRY, :SYMMETRY]
            symmetric(corner, corner.T)
        return checks.finite(values, "kernel(x, y)")

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of that matrix; within one sample, of what lies above its diagonal."""
        return float(self._counted(rows, columns).sum(dtype="float64"))

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        values = self._counted(rows, columns)
        by_row, by_column = (values.sum(axis, dtype="float64") for axis in (1, 0))
        return Sums(by_row, by_column, float(np.einsum("ij,ij->", values, values, dtype="float64")))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        blocks = cuts(len(self.x), BLOCK)
        own = [np.diagonal(self.values(rows, rows)) for rows in blocks]
        return np.concatenate(own, dtype="float64")

    def diagonal(self, rows: slice, columns: slice) -> bool:
        """Whether pairs of a row with itself are among these."""
        return self.within and rows.start == columns.start

    def _counted(self, rows: slice, columns: slice) -> np.ndarray:
        values = self.values(rows, columns)
        return np.triu(values, 1) if self.diagonal(rows, columns) else values


def cuts(count: int, side: int | None = None, reach: int = 1, *, first: int = 0) -> list[slice]:
    """Where samples are cut into tiles, or into windows of up to `reach` tiles, nearly equal."""
    side = side or SIDE
    tiles = -(-(count - first) // side)
    windows = -(-tiles // reach)
    edges = [first + side * (tiles * part // windows) for part in range(windows + 1)]
    return [slice(start, min(stop, count)) for start, stop in itertools.pairwise(edges)]


def symmetric(values: np.ndarray, mirrored: np.ndarray) -> None:
    """Refuses a kernel, half of which would be taken for the other half, if it is not."""
    gap = np.abs(values - mirrored).max()
    if gap > 1e-4 * np.abs(values).max():
        raise ValueError(
            f"A kernel must be symmetric, k(x, y) = k(y, x); values differ by up to {gap:.3g}."
        )
