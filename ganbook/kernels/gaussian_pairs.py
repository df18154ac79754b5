"""The Gaussian kernel over two samples, in compiled runs of tiles that hardly touch the memory."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ganbook import backend, distances
from ganbook.backend import ops
from ganbook.kernels import bandwidths, pairs
from ganbook.kernels.pairs import FunctionPairs, Sums

FEW = 2**17  # Pairs that NumPy has summed before the compiled tile, filled up, would have.
REACH = 4  # Tiles of a run, at most: more of them save calls, but hold more memory.
KEPT = 2**24  # Bytes of strips, and of runs of them, that are kept while others pass by.
FLAT = 1e-2  # Largest exponent below which double precision is worth its time.
LOST = 1e-5  # Largest error of a kernel's value by which the products may be trusted.


class GaussianPairs(FunctionPairs):
    """By products where that costs no digits, else by differences."""

    parallel = True

    def __init__(self, kernel: functools.partial, x: np.ndarray, y: np.ndarray | None) -> None:
        super().__init__(kernel, x, y)
        widths = bandwidths.like(bandwidths.as_list(kernel.keywords["bandwidth"]), x)
        shares = np.array([1 / float(width) ** 2 for width in widths])
        # Products are exact near the origin only, so the middle of the data is moved there.
        self.centre = self.y.mean(axis=0, dtype="float64").astype(x.dtype)
        longest = max(half.max() for half in self._halves())
        most = 4 * float(longest) * shares.max()  # No exponent is larger.
        if most < FLAT:
            self._widen()
        self.shares = shares.astype(self.x.dtype)
        self.exact = not most * np.finfo(self.x.dtype).eps <= LOST
        self.reach = min(REACH, max(1, KEPT // 2 // (pairs.SIDE * self.x[0].nbytes)))
        self._run_of = _keeper(self)

    def values(self, rows: slice, columns: slice) -> np.ndarray:
        """The kernel's matrix between these rows of x and these rows of y."""
        ours = _strip(self.x[rows], self.centre, self.exact)
        theirs = _strip(self.y[columns], self.centre, self.exact)
        return _mean_of_exponentials(_exponents(*ours, *theirs, self.exact), self.shares, np.exp)

    def total(self, rows: slice, columns: slice) -> float:
        """Sum of that matrix without the pairs of a row with itself."""
        if self._few(rows, columns):
            return super().total(rows, columns)
        (by_row,) = self._compiled(False, rows, columns)
        return float(by_row.sum())

    def sums(self, rows: slice, columns: slice) -> Sums:
        """The same by row, by column, and of the squares."""
        if self._few(rows, columns):
            return super().sums(rows, columns)
        by_row, squares, by_column = self._compiled(True, rows, columns)
        there = columns.start % (self.reach * pairs.SIDE)
        across = by_column.ravel()[there : there + len(self.y[columns])]
        return Sums(by_row[: len(self.x[rows])], across, float(squares.sum()))

    def paired(self) -> np.ndarray:
        """The kernel of each row of x with the same row of y, in float64."""
        steps = np.subtract(self.x, self.y, dtype="float64")
        exponents = np.einsum("ij,ij->i", steps, steps) * -0.5
        return _mean_of_exponentials(exponents, self.shares.astype("float64"), np.exp)

    def _widen(self) -> None:
        """Values all near 1 differ by less than single precision can tell."""
        self.x = self.x.astype("float64")
        self.y = self.x if self.within else self.y.astype("float64")
        self.centre = self.centre.astype("float64")

    def _few(self, rows: slice, columns: slice) -> bool:
        return len(self.x[rows]) * len(self.y[columns]) <= FEW

    def _compiled(self, everything: bool, rows: slice, columns: slice) -> list[np.ndarray]:
        """Sums of a run of tiles, in float64."""
        kind = self.x.shape[1], self.x.dtype.name, len(self.shares), self.exact, self.reach
        run = _compiled_run(everything, self.diagonal(rows, columns), *kind)
        side = self.reach * pairs.SIDE
        ours, theirs = (
            self._run_of(0, rows.start // side),
            self._run_of(1 - self.within, columns.start // side),
        )
        first = columns.start % side // pairs.SIDE
        count = -(-len(self.y[columns]) // pairs.SIDE)
        places = np.array([rows.start % side // pairs.SIDE, first, first + count], "int32")
        found = run(*ours, *theirs, self.shares, places)
        return [ops.convert_to_numpy(sums) for sums in found]

    def _halves(self) -> Iterator[np.ndarray]:
        for samples in [self.x] if self.within else [self.x, self.y]:
            for part in pairs.cuts(len(samples)):
                yield _strip(samples[part], self.centre, exact=False)[1]


def _strip(samples: np.ndarray, centre: np.ndarray, exact: bool) -> tuple[np.ndarray, np.ndarray]:
    """Some samples from the middle, and half their squared lengths; untouched if exact."""
    if exact:
        return samples, np.zeros(len(samples), samples.dtype)
    centred = samples - centre
    return centred, np.einsum("ij,ij->i", centred, centred) / 2


def _keeper(both: GaussianPairs) -> Callable[[int, int], list[Any]]:
    """Gives a run of strips of x or of y, as tensors, and keeps as many as may be kept.

    Rows that only fill up are so far away that their kernel is 0.
    """
    rows, width = both.reach * pairs.SIDE, both.x.shape[1]

    @functools.lru_cache(max(2, KEPT // (rows * both.x[0].nbytes)))
    def filled(side: int, place: int) -> list[Any]:
        samples = (both.x, both.y)[side][place * rows : (place + 1) * rows]
        chosen, halves = _strip(samples, both.centre, both.exact)
        missing = (0, rows - len(chosen))
        far = np.finfo(chosen.dtype).max / 4
        halves = np.pad(halves, missing, constant_values=far)
        chosen = np.pad(chosen, (missing, (0, 0)))
        shapes = (both.reach, pairs.SIDE, width), (both.reach, pairs.SIDE)
        parts = zip((chosen, halves), shapes, strict=True)
        return [ops.convert_to_tensor(part.reshape(shape)) for part, shape in parts]

    return filled


@functools.lru_cache(maxsize=64)
def _compiled_run(
    everything: bool, diagonal: bool, width: int, dtype: str, count: int, exact: bool, reach: int
) -> Callable[..., Any]:
    """Sums of tiles side by side, whose values never leave the processor's cache.

    By row or, if everything is asked for, of the squares and by column, too. One function for each
    kind of run: one that were shared would be traced for unknown shapes.
    """

    def run(x: Any, half_x: Any, y: Any, half_y: Any, shares: Any, places: Any) -> Any:
        row, first, last = ops.unstack(places, 3)
        ours = [_at(row, strips) for strips in (x, half_x)]

        def add(place: Any, found: tuple) -> tuple:
            theirs = [_at(place, strips) for strips in (y, half_y)]
            exponents = _exponents(*ours, *theirs, exact)
            values = _mean_of_exponentials(exponents, ops.unstack(shares, count), ops.exp)
            if diagonal:
                own = ops.arange(values.shape[0])
                values = ops.where(own[:, None] == own, ops.zeros_like(values), values)
            return _added(found, values, place)

        by_row = half_x.shape[1:]
        shapes = [by_row, by_row, half_y.shape] if everything else [by_row]
        return ops.fori_loop(first, last, add, tuple(ops.zeros(s, "float64") for s in shapes))

    return backend.compiled(run)


def _at(place: Any, strips: Any) -> Any:
    """The strip at that place of a run."""
    shape = strips.shape[1:]
    start = [place, *(0 for _ in shape)]
    return ops.reshape(ops.slice(strips, start, (1, *shape)), shape)


def _added(found: tuple, values: Any, place: Any) -> tuple:
    """The sums by row and, if they are there, of the squares and by column, with this tile's."""
    by_row = found[0] + _summed(values, 1)
    if len(found) == 1:
        return (by_row,)
    squares = found[1] + _summed(ops.square(values), 1)
    columns = ops.slice_update(found[2], [place, 0], _summed(values, 0)[None, :])
    return by_row, squares, columns


def _summed(values: Any, axis: int) -> Any:
    return ops.cast(ops.sum(values, axis=axis), "float64")


def _exponents(x: Any, half_x: Any, y: Any, half_y: Any, exact: bool) -> Any:
    """-|x - y|²/2 as x·y - |x|²/2 - |y|²/2, or by differences where that would cancel digits."""
    if exact:
        products = distances.squared_euclidean(x, y) * -0.5
    else:
        library = ops if backend.is_tensor(x) else np
        products = library.matmul(x, library.transpose(y))
    products -= half_x[:, None]  # In place, for arrays.
    products -= half_y[None, :]
    return products


def _mean_of_exponentials(exponents: Any, shares: Any, exp: Callable[[Any], Any]) -> Any:
    terms = [exp(exponents * share) for share in shares]
    return sum(terms[1:], start=terms[0]) / len(terms)
