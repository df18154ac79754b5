"""Sums over all pairs, tile by tile and, within one sample, over half of the tiles only."""

from collections.abc import Iterator

import numpy as np

from ganbook.kernels.pairs import FunctionPairs, Sums, cuts


def within(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of two different rows of one sample, each in both orders."""
    by_row, squares = np.zeros(len(pairs.x)), 0.0
    for rows, columns in halves(len(pairs.x)):
        tile = pairs.sums(rows, columns)
        by_row[rows] += tile.rows
        if rows != columns:  # What lies below the diagonal is its mirror image.
            by_row[columns] += tile.columns
        squares += tile.squares * weight(rows, columns)
    return Sums(by_row, by_row, squares)


def across(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of a row of x and a row of y."""
    by_row, by_column, squares = np.zeros(len(pairs.x)), np.zeros(len(pairs.y)), 0.0
    for rows in cuts(len(pairs.x)):
        for columns in cuts(len(pairs.y)):
            tile = pairs.sums(rows, columns)
            by_row[rows] += tile.rows
            by_column[columns] += tile.columns
            squares += tile.squares
    return Sums(by_row, by_column, squares)


def trace(pairs: FunctionPairs) -> float:
    """Sum over the pairs of a row with itself."""
    return float(pairs.paired().sum())


def halves(count: int) -> Iterator[tuple[slice, slice]]:
    """The tiles on and above the diagonal."""
    parts = cuts(count)
    return ((rows, columns) for place, rows in enumerate(parts) for columns in parts[place:])


def weight(rows: slice, columns: slice) -> int:
    """How often such a tile stands in the whole matrix."""
    return 1 if rows == columns else 2
