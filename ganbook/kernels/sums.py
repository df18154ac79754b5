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
    places = _half(pairs) if pairs.within else _all(pairs)
    return sum(
        found * (weight(*place) if pairs.within else 1)
        for place, found in together(pairs, pairs.total, places)
    )


def within(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of two different rows of one sample, each in both orders."""
    by_row, squares = np.zeros(len(pairs.x)), 0.0
    for (rows, columns), tile in together(pairs, pairs.sums, _half(pairs)):
        by_row[rows] += tile.rows
        if rows != columns:  # What lies below the diagonal is its mirror image.
            by_row[columns] += tile.columns
        squares += tile.squares * weight(rows, columns)
    return Sums(by_row, by_row, squares)


def across(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of a row of x and a row of y."""
    by_row, by_column, squares = np.zeros(len(pairs.x)), np.zeros(len(pairs.y)), 0.0
    for (rows, columns), tile in together(pairs, pairs.sums, _all(pairs)):
        by_row[rows] += tile.rows
        by_column[columns] += tile.columns
        squares += tile.squares
    return Sums(by_row, by_column, squares)


def trace(pairs: FunctionPairs) -> float:
    """Sum over the pairs of a row with itself."""
    return float(pairs.paired().sum())


def halves(count: int, side: int | None = None, reach: int = 1) -> Iterator[Place]:
    """The tiles on the diagonal and, above it, runs of at most `reach` tiles."""
    for rows in cuts(count, side):
        yield rows, rows
        for run in cuts(count, side and reach * side):
            if run.stop > rows.stop:
                yield rows, slice(max(run.start, rows.stop), run.stop)


def weight(rows: slice, columns: slice) -> int:
    """How often such a tile stands in the whole matrix."""
    return 1 if rows == columns else 2


def _half(pairs: FunctionPairs) -> Iterator[Place]:
    return halves(len(pairs.x), pairs.side, pairs.reach)


def _all(pairs: FunctionPairs) -> Iterator[Place]:
    side = pairs.side
    return itertools.product(cuts(len(pairs.x), side), cuts(len(pairs.y), pairs.reach * side))


def together(
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
