"""Distances between every row of x and every row of y, and what makes a distance a similarity."""

from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.distances import measures, tiles, traced
from ganbook.distances.measures import Measure, Minkowski


def euclidean(x: Any, y: Any) -> Any:
    """Length of the straight line between each row of x and each row of y: √Σ(x - y)².

    The trap: it grows with the number of columns and with their scale, so it says little by itself.
    At distance 0 its slope is taken as 0, where the true one does not exist.
    """
    return _matrix(x, y, measures.EUCLIDEAN)


def squared_euclidean(x: Any, y: Any) -> Any:
    """Σ(x - y)² of each row of x and each row of y: smooth, and what Gaussian kernels need.

    The trap: it is no distance; two short ways can sum to less than the direct one.
    """
    return _matrix(x, y, measures.SQUARED_EUCLIDEAN)


def manhattan(x: Any, y: Any) -> Any:
    """Length of the way along the axes between each row of x and each row of y: Σ|x - y|.

    The trap: turn the axes and it changes. Its name is often confused with Mahalanobis's.
    """
    return _matrix(x, y, measures.MANHATTAN)


def chebyshev(x: Any, y: Any) -> Any:
    """Largest difference in any one column between each row of x and each row of y: max|x - y|.

    The trap: a single odd pixel decides, and only it receives a gradient.
    """
    return _matrix(x, y, measures.CHEBYSHEV)


def minkowski(x: Any, y: Any, *, order: float) -> Any:
    """(Σ|x - y|^order)^(1/order): Manhattan at order 1, Euclidean at 2, Chebyshev at infinity.

    The trap: below order 1 the triangle inequality fails, so that is refused.
    """
    checks.in_range(order, "order", at_least=1, allow_infinity=True)
    special = {1.0: measures.MANHATTAN, 2.0: measures.EUCLIDEAN, np.inf: measures.CHEBYSHEV}
    return _matrix(x, y, special.get(float(order)) or Minkowski(float(order)))


def mahalanobis(x: Any, y: Any, covariance: Any) -> Any:
    """Distance in standard deviations of a cloud with this covariance: √((x - y)ᵀ S⁻¹ (x - y)).

    The trap: an estimated covariance of fewer samples than columns is singular, and that of
    barely more is nearly so: directions that happen to look flat then dominate.
    """
    x, y = checks.pair(x, y)
    covariance = checks.covariance(covariance, x.shape[1])
    return _matrix(*_whitened(*backend.floats(x, y), covariance), measures.EUCLIDEAN)


def similarity(distance: Any, *, scale: float = 1.0, shape: str = "inverse") -> Any:
    """1 at distance 0, falling to 0 far away: 1/(1 + d/scale), or exp(-d²/(2 scale²)).

    The trap: 1 - d is no similarity, for it has no lower end. Choose the scale from the data.
    """
    checks.known(shape, "shape", ("inverse", "gaussian"))
    checks.positive(scale, "scale")
    (distance,) = backend.floats(checks.not_negative(distance, "distance"))
    # In double precision, in which a tiny scale is not yet 0.
    ratio = ops.cast(distance, "float64") / ops.convert_to_tensor(scale, "float64")
    falling = 1 / (1 + ratio) if shape == "inverse" else ops.exp(-ops.square(ratio) / 2)
    return backend.as_given(ops.cast(falling, distance.dtype), distance, scale)


def _matrix(x: Any, y: Any, measure: Measure | Minkowski) -> Any:
    """Tensors by one differentiable matrix, NumPy arrays by tiles."""
    x, y = backend.floats(*checks.pair(x, y))
    found = (traced if backend.is_tensor(x) else tiles).matrix(x, y, measure)
    return checks.fits(found, "the distances are") if backend.is_tensor(x) else found


def _whitened(x: Any, y: Any, covariance: Any) -> tuple[Any, Any]:
    """Both clouds turned and stretched until that covariance is the identity; in float64."""
    centre = backend.mean(ops.cast(y, "float64"), axis=0)
    factor = ops.cholesky(ops.cast(covariance, "float64"))

    def white(samples: Any) -> Any:
        columns = ops.transpose(ops.cast(samples, "float64") - centre)
        turned = ops.transpose(ops.solve_triangular(factor, columns, lower=True))
        return backend.as_given(ops.cast(turned, x.dtype), samples, covariance)

    return white(x), white(y)
