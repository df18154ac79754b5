"""Each distance twice: its plain formula, and the same summed up coordinate by coordinate.

The formula is the definition; it holds every coordinate of every pair. The running form holds only
the result, and XLA makes fast machine code of it: that is what large inputs are computed with.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from ganbook.backend import ops

# Coordinates a round of the running form. With fewer, XLA's code was six times slower; with many
# more, compiling takes longer than computing.
UNROLLED = 16


@dataclasses.dataclass(frozen=True)
class Measure:
    """A term for each coordinate's difference, joined over the coordinates, and perhaps a root."""

    term: Callable[[Any], Any]
    join: Callable[[Any, Any], Any] = ops.add
    root: bool = False

    def formula(self, x: Any, y: Any) -> Any:
        """Distances (n, m) of samples (n, width) and (m, width)."""
        reduce = ops.sum if self.join is ops.add else ops.max
        return self._finish(reduce(self.term(_differences(x, y)), axis=-1))

    def running(self, x: Any, y: Any) -> Any:
        """The same from `by_coordinate(x)` and `by_coordinate(y)`."""
        return self._finish(_run(self.term, self.join, x, y))

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


EUCLIDEAN = Measure(ops.square, root=True)
SQUARED_EUCLIDEAN = Measure(ops.square)
MANHATTAN = Measure(ops.abs)
CHEBYSHEV = Measure(ops.abs, join=ops.maximum)
