"""MMD² of many subsets of two samples: what they share of the kernel's matrix is computed once.

A hundred subsets of 1,000 among 10,000 rows hold more pairs than all rows do. So the whole matrix
is walked through tile by tile, and of each tile every subset takes the values that are its own.
"""

import functools
import itertools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ganbook import backend
from ganbook.backend import ops
from ganbook.estimates import Estimate
from ganbook.kernels import functions, sums
from ganbook.kernels.choice import chosen, pairs
from ganbook.kernels.discrepancy import from_sums, mmd_estimate
from ganbook.kernels.pairs import Sums, cuts
from ganbook.kernels.polynomial_pairs import PolynomialPairs

TILE = 1024  # Rows and columns of a tile, at most.
PICK = 128  # Multiplications that take as long as finding a value in a tile and adding it up.


def mmd_estimates(
    x: Any, y: Any, of_x: np.ndarray, of_y: np.ndarray, *, kernel: Callable[..., Any]
) -> list[Estimate]:
    """`mmd_estimate` of each subset: its row of `of_x` says which rows of x, that of `of_y` of y.

    The trap: precision is chosen for all rows together, so that one long row costs every subset the
    time of double precision.
    """
    x, y, kernel = chosen(x, y, None, kernel, rows=4, measured=True)
    across = pairs(kernel, x, y)
    if not _worthwhile(across, *of_x.shape):
        drawn = zip(of_x, of_y, strict=True)
        return [mmd_estimate(x[rows], y[columns], kernel=kernel) for rows, columns in drawn]
    of_x, of_y = np.sort(of_x), np.sort(of_y)  # So each tile is read from its top to its bottom.
    parts = (
        _sums(pairs(kernel, x), of_x, of_x),
        _sums(pairs(kernel, y), of_y, of_y),
        _sums(across, of_x, of_y),
    )
    return [from_sums(*three) for three in zip(*parts, strict=True)]


def _worthwhile(across: Any, subsets: int, size: int) -> bool:
    """Whether all pairs of all rows, within and across, cost less than those of each subset."""
    if not (isinstance(across, PolynomialPairs) and across.parallel):
        return False
    m, n, width = len(across.x), len(across.y), across.x.shape[1]
    whole = m**2 / 2 + n**2 / 2 + m * n
    return whole * width < 3 * subsets * size**2 * (width - PICK)


def _sums(pairs: PolynomialPairs, of_x: np.ndarray, of_y: np.ndarray) -> list[Sums]:
    """Those of `sums.within` or `sums.across`, for each subset."""
    by_row = np.zeros(of_x.shape)
    by_column = by_row if pairs.within else np.zeros(of_y.shape)
    squares = np.zeros(len(by_row))
    work = functools.partial(_tile, pairs, of_x, of_y)
    for (rows, columns), tile in sums.together(pairs, work, _places(pairs)):
        by_row[_inside(of_x, rows)] += tile.rows
        if not pairs.diagonal(rows, columns):  # What lies below it is the mirror image.
            by_column[_inside(of_y, columns)] += tile.columns
        squares += tile.squares * (sums.weight(rows, columns) if pairs.within else 1)
    return [Sums(*subset) for subset in zip(by_row, by_column, squares, strict=True)]


def _places(pairs: PolynomialPairs) -> Iterable[sums.Place]:
    side, other = (-(-len(v) // -(-len(v) // TILE)) for v in (pairs.x, pairs.y))  # All near-equal.
    if pairs.within:
        return sums.halves(len(pairs.x), side)
    return itertools.product(cuts(len(pairs.x), side), cuts(len(pairs.y), other))


def _tile(
    pairs: PolynomialPairs, of_x: np.ndarray, of_y: np.ndarray, rows: slice, columns: slice
) -> Sums:
    """By the rows of one subset after another, by their columns, and the squares of each."""
    strips = (v.astype(pairs.dtype, copy=False) for v in (pairs.x[rows], pairs.y[columns]))
    run = _compiled_values(pairs.degree, pairs.scale, pairs.offset)
    values = np.asarray(run(*map(ops.convert_to_tensor, strips)))  # A view, where it can be one.
    flat, width, found = values.reshape(-1), values.shape[1], []
    for down, along in zip(_members(of_x, rows), _members(of_y, columns), strict=True):
        part = flat.take(width * down[:, None] + along)
        if pairs.diagonal(rows, columns):
            np.fill_diagonal(part, 0)
        # Not by a product: one of so few numbers waits longer for its threads than it computes.
        found.append((part.sum(axis=1), part.sum(axis=0), np.einsum("ij,ij->", part, part)))
    by_row, by_column, squares = zip(*found, strict=True)
    return Sums(np.concatenate(by_row), np.concatenate(by_column), np.array(squares))


def _members(of: np.ndarray, strip: slice) -> list[np.ndarray]:
    """Which rows of a strip each subset holds, counted from its first."""
    inside = _inside(of, strip)
    return np.split(of[inside] - strip.start, np.cumsum(inside.sum(axis=1))[:-1])


def _inside(of: np.ndarray, strip: slice) -> np.ndarray:
    return (of >= strip.start) & (of < strip.stop)


@functools.lru_cache(maxsize=64)
def _compiled_values(degree: int, scale: float, offset: float) -> Callable[..., Any]:
    """The kernel's values in float64, pairs of a row with itself among them."""

    def values(x: Any, y: Any) -> Any:
        products = ops.cast(ops.matmul(x, ops.transpose(y)), "float64")
        return functions.whole_power(products * scale + offset, degree)

    return backend.compiled(values)
