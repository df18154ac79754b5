"""Sums over all pairs, tile by tile and, within one sample, over half of the tiles only."""

import concurrent.futures
import contextlib
import functools
import itertools
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import threadpoolctl

from ganbook.kernels.pairs import FunctionPairs, Sums, cuts

WORKERS = 8  # Tiles at a time, at most: each takes its memory.

Place = tuple[slice, slice]


def total(pairs: FunctionPairs) -> float:
    """Sum over all pairs, or over those of two different rows of one sample."""
    found = sum(part for _, part in together(pairs, pairs.total, _places(pairs)))
    return 2 * found if pairs.within else found


def within(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of two different rows of one sample, each in both orders."""
    found = across(pairs)
    by_row = found.rows + found.columns
    return Sums(by_row, by_row, 2 * found.squares)


def across(pairs: FunctionPairs) -> Sums:
    """Sums over the pairs of a row of x and a row of y; within one sample, each in one order."""
    by_row, by_column, squares = np.zeros(len(pairs.x)), np.zeros(len(pairs.y)), 0.0
    for (rows, columns), part in together(pairs, pairs.sums, _places(pairs)):
        by_row[rows] += part.rows
        by_column[columns] += part.columns
        squares += part.squares
    return Sums(by_row, by_column, squares)


def trace(pairs: FunctionPairs) -> float:
    """Sum over the pairs of a row with itself."""
    return float(pairs.paired().sum())


def halves(count: int, side: int | None = None, reach: int = 1) -> Iterator[Place]:
    """Each strip of rows with what stands on and behind the diagonal, in windows of tiles."""
    for rows in cuts(count, side):
        yield from ((rows, columns) for columns in cuts(count, side, reach, first=rows.start))


def weight(rows: slice, columns: slice) -> int:
    """How often such a tile stands in the whole matrix."""
    return 1 if rows == columns else 2


def _places(pairs: FunctionPairs) -> Iterable[Place]:
    if pairs.within:
        return halves(len(pairs.x), pairs.side, pairs.reach)
    rows, columns = cuts(len(pairs.x), pairs.side), cuts(len(pairs.y), pairs.side, pairs.reach)
    return itertools.product(rows, columns)


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
    count = min(os.cpu_count() or 1, WORKERS)
    with single_threaded(), concurrent.futures.ThreadPoolExecutor(count) as workers:
        yield from zip(places, workers.map(lambda place: work(*place), places), strict=True)


_alone = threading.RLock()  # Two at a time would each restore what the other one has set.


@contextlib.contextmanager
def single_threaded() -> Iterator[None]:
    """NumPy's products on one thread each: of several at a time, each would wait for all cores."""
    with _alone, _linear_algebra().limit(limits=1):
        yield


@functools.cache
def _linear_algebra() -> threadpoolctl.ThreadpoolController:
    return threadpoolctl.ThreadpoolController().select(user_api="blas")
