"""Sums over all pairs, tile by tile and, within one sample, over half of the tiles only."""

import concurrent.futures
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from ganbook.kernels.pairs import FunctionPairs, Sums, cuts

WORKERS = 8  # Tiles at a time, at most: each takes its memory.

Place = tuple[slice, slice]


def total(pairs: FunctionPairs) -> float:
    """Sum over all pairs, or over those of two different rows of one sample."""
    count = len(pairs.x)
    places = halves(count) if pairs.within else _all(count, len(pairs.y))
    return sum(
        found * (weight(*place) if pairs.within else 1)
        for place, found in _together(pairs, pairs.total, places)
    )


def within(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of two different rows of one sample, each in both orders."""
    by_row, squares = np.zeros(len(pairs.x)), 0.0
    for (rows, columns), tile in _together(pairs, pairs.sums, halves(len(pairs.x))):
        by_row[rows] += tile.rows
        if rows != columns:  # What lies below the diagonal is its mirror image.
            by_row[columns] += tile.columns
        squares += tile.squares * weight(rows, columns)
    return Sums(by_row, by_row, squares)


def across(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of a row of x and a row of y."""
    by_row, by_column, squares = np.zeros(len(pairs.x)), np.zeros(len(pairs.y)), 0.0
    places = _all(len(pairs.x), len(pairs.y))
    for (rows, columns), tile in _together(pairs, pairs.sums, places):
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


def _all(rows: int, columns: int) -> Iterator[Place]:
    return itertools.product(cuts(rows), cuts(columns))


def _together(
    pairs: FunctionPairs, work: Callable[[slice, slice], Any], places: Iterable[Place]
) -> Iterator[tuple[Place, Any]]:
    """Each place with its work done: several at a time, but in that order.

    So the sums are added up alike in each run, and are the same to the last bit.
    """
    places = list(places)
    if len(places) == 1 or not pairs.parallel:
        yield from ((place, work(*place)) for place in places)
        return
    with concurrent.futures.ThreadPoolExecutor(min(os.cpu_count() or 1, WORKERS)) as workers:
        yield from zip(places, workers.map(lambda place: work(*place), places), strict=True)
