"""Where two laws differ: the function whose means under them lie farthest apart."""

from collections.abc import Callable
from typing import Any

from ganbook import backend, checks
from ganbook.kernels import sums
from ganbook.kernels.choice import chosen, pairs


def witness(
    points: Any,
    x: Any,
    y: Any,
    *,
    bandwidth: Any = None,
    kernel: Callable[..., Any] | None = None,
) -> Any:
    """Mean kernel with x less mean kernel with y, at each point: positive where x is denser.

    The kernel is chosen as in `mmd_squared`. The trap: at the rows of x or y themselves it is
    biased, for each row is 1 to itself; look at it on points of their own.
    """
    x, y, kernel = chosen(x, y, bandwidth, kernel, rows=1)
    checks.same_width(checks.matrix(points, "points"), x, ("points", "x"))
    points, x, y = backend.floats(points, x, y)
    if backend.is_tensor(x):
        return backend.mean(kernel(points, x), axis=1) - backend.mean(kernel(points, y), axis=1)
    to_x, to_y = (sums.across(pairs(kernel, points, cloud)).rows / len(cloud) for cloud in (x, y))
    return (to_x - to_y).astype(x.dtype)
