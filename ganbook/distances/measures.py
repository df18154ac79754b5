"""Each distance three times: its plain formula, and the same summed up coordinate by coordinate.

The formula is the definition; it holds every coordinate of every pair. The running form holds only
the result, and XLA makes fast machine code of it: that is what large inputs are computed with. For
small ones of few coordinates, NumPy does the same in place.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ganbook.backend import ops

# Coordinates a round of the running form. With fewer, XLA's code was six times slower; with many
# more, compiling takes longer than computing.
UNROLLED = 16
CACHED = 2**16  # Pairs whose sum NumPy keeps in the cache while the coordinates pass by.


@dataclasses.dataclass(frozen=True)
class Measure:
    """A term for each coordinate's difference, joined over the coordinates, and perhaps a root.

    Term and join are the names of functions, which NumPy and Keras share.
    """

    term: str
    join: str = "add"
    root: bool = False

    def formula(self, x: Any, y: Any) -> Any:
        """Distances (n, m) of samples (n, width) and (m, width)."""
        reduce = ops.sum if self.join == "add" else ops.max
        return self._finish(reduce(getattr(ops, self.term)(_differences(x, y)), axis=-1))

    def running(self, x: Any, y: Any) -> Any:
        """The same from `by_coordinate(x)` and `by_coordinate(y)`."""
        return self._finish(_run(getattr(ops, self.term), getattr(ops, self.join), x, y))

    def of_arrays(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The formula of NumPy arrays, in memory that the cache holds."""
        term, join = getattr(np, self.term), getattr(np, self.join)
        ours, theirs = np.ascontiguousarray(x.T), np.ascontiguousarray(y.T)
        result = np.zeros((len(x), len(y)), x.dtype)
        height = max(1, CACHED // len(y))
        room = np.empty((min(height, len(x)), len(y)), x.dtype)
        for first in range(0, len(x), height):
            total = result[first : first + height]
            gaps = room[: len(total)]
            for own, others in zip(ours[:, first : first + height], theirs, strict=True):
                np.subtract(own[:, None], others, out=gaps)
                term(gaps, out=gaps)
                join(total, gaps, out=total)
            if self.root:
                np.sqrt(total, out=total)
        return result

    def _finish(self, joined: Any) -> Any:
        return square_root(joined) if self.root else joined


@dataclasses.dataclass(frozen=True)
class Minkowski:
    """(Σ |difference|^order)^(1/order), over the largest difference lest a power overflow."""

    order: float

    def formula(self, x: Any, y: Any) -> Any:
        """Distances (n, m) of samples (n, width) and (m, width)."""
        differences = ops.abs(_differences(x, y))
        # The value does not depend on the scale, so no slope need flow through it.
        scale = _or_one(ops.stop_gradient(ops.max(differences, axis=-1, keepdims=True)))
        total = ops.sum(_power(differences / scale, self.order), axis=-1)
        return ops.squeeze(scale, -1) * _power(total, 1 / self.order)

    def running(self, x: Any, y: Any) -> Any:
        """The same from `by_coordinate(x)` and `by_coordinate(y)`, in two passes."""
        scale = _or_one(_run(ops.abs, ops.maximum, x, y))
        total = _run(lambda gap: ops.power(ops.abs(gap) / scale, self.order), ops.add, x, y)
        return scale * ops.power(total, 1 / self.order)


def by_coordinate(samples: Any) -> Any:
    """Samples as (rounds, coordinates a round, samples); zeros fill up the last round."""
    width = samples.shape[1]
    unrolled = min(width, UNROLLED)
    rounds = -(-width // unrolled)
    filled = ops.pad(ops.transpose(samples), ((0, rounds * unrolled - width), (0, 0)))
    return ops.reshape(filled, (rounds, unrolled, -1))


def square_root(squares: Any) -> Any:
    """Root with slope 0 at 0: the true slope is infinite there and turns training into NaN."""
    return _power(squares, 0.5)


def _power(base: Any, exponent: float) -> Any:
    # Both branches of `where` are differentiated, so the unused one must be harmless, too.
    positive = base > 0
    harmless = ops.where(positive, base, ops.ones_like(base))
    power = ops.sqrt(harmless) if exponent == 0.5 else ops.power(harmless, exponent)
    return ops.where(positive, power, ops.zeros_like(base))


def _or_one(scale: Any) -> Any:
    return ops.where(scale > 0, scale, ops.ones_like(scale))


def _differences(x: Any, y: Any) -> Any:
    return ops.expand_dims(x, 1) - ops.expand_dims(y, 0)  # (n, m, width)


def _run(term: Callable, join: Callable, x: Any, y: Any) -> Any:
    """Join the terms of all coordinates, a round of them at a time."""

    def add_round(number: Any, total: Any) -> Any:
        ours, theirs = x[number], y[number]
        terms = [
            term(ops.expand_dims(ours[k], 1) - ops.expand_dims(theirs[k], 0))
            for k in range(ours.shape[0])
        ]
        return join(total, functools.reduce(join, terms))

    # Terms are never negative, so 0 is the start of a sum and of a maximum alike.
    start = ops.zeros((ops.shape(x)[-1], ops.shape(y)[-1]), x.dtype)
    return ops.fori_loop(0, x.shape[0], add_round, start)


EUCLIDEAN = Measure("square", root=True)
SQUARED_EUCLIDEAN = Measure("square")
MANHATTAN = Measure("absolute")
CHEBYSHEV = Measure("absolute", join="maximum")
