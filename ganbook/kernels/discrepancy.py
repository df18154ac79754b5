"""Maximum mean discrepancy: how far apart two laws are, as a kernel sees them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ganbook import backend, checks, estimates
from ganbook.backend import ops
from ganbook.estimates import Estimate
from ganbook.kernels import sums
from ganbook.kernels.choice import chosen, pairs
from ganbook.kernels.pairs import Sums
from ganbook.kernels.variance import variance


def mmd_squared(
    x: Any,
    y: Any,
    *,
    bandwidth: Any = None,
    kernel: Callable[..., Any] | None = None,
    unbiased: bool = True,
) -> Any:
    """E k(X,X') + E k(Y,Y') - 2 E k(X,Y): 0 for equal laws and, for a Gaussian kernel, only then.

    Of a Gaussian with that bandwidth (the median one unless given), or of any kernel function,
    which then gets the bandwidth, if there is one. Unbiased leaves out each sample's pairs with
    itself. The trap: it is then negative in more than half of all comparisons of equal laws; that
    is no bug, and cutting it off at 0 makes it biased again.
    """
    checks.switch(unbiased, "unbiased")
    x, y, kernel = chosen(x, y, bandwidth, kernel)
    if backend.is_tensor(x):
        inside = _traced_mean(kernel(x, x), unbiased) + _traced_mean(kernel(y, y), unbiased)
        return checks.fits(inside - 2 * backend.mean(kernel(x, y)), "MMD² is")
    inside = _mean_within(kernel, x, unbiased) + _mean_within(kernel, y, unbiased)
    between = sums.total(pairs(kernel, x, y)) / (len(x) * len(y))
    with np.errstate(over="ignore"):
        return checks.fits(x.dtype.type(inside - 2 * between), "MMD² is")


def mmd_estimate(
    x: Any, y: Any, *, bandwidth: Any = None, kernel: Callable[..., Any] | None = None
) -> Estimate:
    """The unbiased MMD² with its standard error, from the sums that the value needs anyway.

    The trap: where the laws differ little its own law is skewed, and intervals that should hold the
    truth in 95 of 100 cases hold it in about 80 (100 rows each, a shift of 0.3 deviations), while
    those of equal laws always do. To ask whether two laws are equal use `two_sample_test`.
    """
    x, y, kernel = chosen(x, y, bandwidth, kernel, rows=4, measured=True)
    within = (sums.within(pairs(kernel, sample)) for sample in (x, y))
    return from_sums(*within, sums.across(pairs(kernel, x, y)))


def from_sums(xx: Sums, yy: Sums, xy: Sums) -> Estimate:
    """The same from the sums within two samples and across them."""
    m, n = len(xy.rows), len(xy.columns)
    value = xx.rows.sum() / (m * (m - 1)) + yy.rows.sum() / (n * (n - 1))
    value -= 2 * xy.rows.sum() / (m * n)
    squared_error = variance(xx, yy, xy)
    if not np.isfinite(squared_error):
        raise ValueError(
            "The error squares the kernel's values, and some of these squares fit into no number."
            " Divide both samples by one number, such as their largest entry."
        )
    return Estimate(value, np.sqrt(squared_error))


def mmd_linear(
    x: Any, y: Any, *, bandwidth: Any = None, kernel: Callable[..., Any] | None = None
) -> Estimate:
    """MMD² from neighbouring rows alone: one pass over the samples, an honest normal error.

    Of the longer sample only as many rows are read. The trap: it pays for its speed with a far
    larger error, and rows must stand in random order: sorted ones are no independent pairs.
    """
    x, y, kernel = chosen(x, y, bandwidth, kernel, rows=4, measured=True)
    count = min(len(x), len(y)) // 2 * 2
    (x, x_next), (y, y_next) = (x[:count:2], x[1:count:2]), (y[:count:2], y[1:count:2])
    alike = pairs(kernel, x, x_next).paired() + pairs(kernel, y, y_next).paired()
    mixed = pairs(kernel, x, y_next).paired() + pairs(kernel, x_next, y).paired()
    return estimates.mean(alike - mixed)


def _traced_mean(values: Any, unbiased: bool) -> Any:
    """Mean of a matrix, with or without its diagonal, inside a differentiable graph."""
    if not unbiased:
        return backend.mean(values)
    count = ops.cast(ops.shape(values)[0], values.dtype)
    return (ops.sum(values) - ops.trace(values)) / (count * (count - 1))


def _mean_within(kernel: Callable[..., Any], x: np.ndarray, unbiased: bool) -> float:
    """The same of arrays, tile by tile."""
    own, count = pairs(kernel, x), len(x)
    total = sums.total(own)
    return total / (count * (count - 1)) if unbiased else (total + sums.trace(own)) / count**2
