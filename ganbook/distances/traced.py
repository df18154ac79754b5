"""The tensors' side: one differentiable matrix that also works inside a compiled training step."""

import functools
from collections.abc import Callable
from typing import Any

from ganbook import backend
from ganbook.backend import ops
from ganbook.distances import measures
from ganbook.distances.measures import Measure, Minkowski

SMALL = 2**20  # Coordinate differences that may be held at once, with their gradients.
NARROW = 4  # Columns that never make the plain formula large, however many samples come.


def matrix(x: Any, y: Any, measure: Measure | Minkowski) -> Any:
    """All distances between the rows of x and the rows of y."""
    if measure == measures.EUCLIDEAN:
        return measures.square_root(matrix(x, y, measures.SQUARED_EUCLIDEAN))
    return measure.formula(x, y) if _is_small(x, y) else _lean(measure, x.shape[1])(x, y)


def _is_small(x: Any, y: Any) -> bool:
    count_x, count_y, width = x.shape[0], y.shape[0], x.shape[1]
    if None in (count_x, count_y):  # Batches of unknown size, inside a compiled function.
        return width <= NARROW
    return count_x * count_y * width <= SMALL


@functools.lru_cache(maxsize=64)
def _lean(measure: Measure | Minkowski, width: int) -> Callable[[Any, Any], Any]:
    """The measure for one width, holding no coordinates of pairs: the gradient finds them anew."""

    @backend.compiled
    def forward(x: Any, y: Any) -> Any:
        return measure.running(measures.by_coordinate(x), measures.by_coordinate(y))

    slopes = _square_slopes if measure == measures.SQUARED_EUCLIDEAN else _formula_slopes(measure)
    return backend.with_slopes(forward, backend.compiled(slopes))


def _square_slopes(x: Any, y: Any, upstream: Any) -> tuple[Any, Any]:
    """2 Σ upstream (x - y), as products; in double precision, lest the difference lose digits."""
    given = x.dtype
    x, y, upstream = (ops.cast(values, "float64") for values in (x, y, upstream))
    to_x = x * ops.sum(upstream, axis=1)[:, None] - ops.matmul(upstream, y)
    to_y = y * ops.sum(upstream, axis=0)[:, None] - ops.matmul(ops.transpose(upstream), x)
    return ops.cast(2 * to_x, given), ops.cast(2 * to_y, given)


def _formula_slopes(measure: Measure | Minkowski) -> Callable[..., tuple[Any, Any]]:
    """The formula's own slopes; compiled, its coordinates of pairs are never stored."""

    def slopes(x: Any, y: Any, upstream: Any) -> tuple[Any, Any]:
        def weighted(points: list[Any]) -> Any:
            return measure.formula(*points) * upstream

        return tuple(backend.value_and_grad(weighted, [x, y])[1])

    return slopes
