"""Which kernel is meant by a bandwidth, a function or neither."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.kernels import bandwidths, functions
from ganbook.kernels.gaussian_pairs import GaussianPairs
from ganbook.kernels.pairs import FunctionPairs
from ganbook.kernels.polynomial_pairs import PolynomialPairs

BY_BANDWIDTH = (functions.gaussian, functions.laplacian, functions.rational_quadratic)
NAMES = [kernel.__name__ for kernel in functions.KERNELS]


def chosen(
    x: Any, y: Any, bandwidth: Any, kernel: Any, *, rows: int = 2, measured: bool = False
) -> tuple[Any, Any, Callable[[Any, Any], Any]]:
    """Both samples in one float type, and the kernel as a function of two samples alone.

    What is measured, and not trained on, comes back as NumPy arrays.
    """
    x, y = measurable(x, y) if measured else (x, y)
    x, y = backend.floats(*checks.pair(x, y, rows=rows))
    kernel = _function(kernel)
    if bandwidth is None and kernel is functions.gaussian:
        bandwidth = bandwidths.median_bandwidth(x, y)
    if bandwidth is not None:
        kernel = _with_bandwidth(kernel, bandwidth)
    elif kernel in BY_BANDWIDTH:
        raise ValueError(f"kernel {kernel.__name__} needs a bandwidth; pass bandwidth=…")
    if _learned(kernel) and not measured:
        x, y = ops.convert_to_tensor(x), ops.convert_to_tensor(y)
    return x, y, kernel


def pairs(kernel: Callable[..., Any], x: np.ndarray, y: np.ndarray | None = None) -> FunctionPairs:
    """The kernel over two samples, or within one, in the quickest way that keeps its digits."""
    function = kernel.func if isinstance(kernel, functools.partial) else kernel
    if function is functions.gaussian:
        return GaussianPairs(kernel, x, y)
    return (PolynomialPairs if function is functions.polynomial else FunctionPairs)(kernel, x, y)


def measurable(*given: Any) -> tuple[Any, ...]:
    """Samples that are to be measured, not trained on, as NumPy arrays."""
    if any(backend.is_symbolic(values) for values in given):
        raise TypeError(
            "This measures samples that have values; inside a compiled function there are none yet."
            " Call it outside, or train with mmd_squared."
        )
    return tuple(ops.convert_to_numpy(v) if backend.is_tensor(v) else v for v in given)


def _function(kernel: Any) -> Callable[..., Any]:
    if kernel is None:
        return functions.gaussian
    if isinstance(kernel, str):
        name = checks.known(kernel, "kernel", NAMES)
        raise TypeError(f"kernel must be a function; got the name of one. Pass kernels.{name}.")
    if not callable(kernel):
        raise TypeError(
            f"kernel must be a function of two samples that returns a matrix; got {kernel!r}."
        )
    return kernel


def _with_bandwidth(kernel: Callable[..., Any], bandwidth: Any) -> Callable[[Any, Any], Any]:
    bandwidths.as_list(bandwidth)
    if kernel in functions.KERNELS and kernel not in BY_BANDWIDTH:
        raise TypeError(f"kernel {kernel.__name__} has no bandwidth; leave the bandwidth out.")
    return functools.partial(kernel, bandwidth=bandwidth)


def _learned(kernel: Callable[..., Any]) -> bool:
    """Whether a bandwidth is a tensor, through which a gradient may flow."""
    bandwidth = getattr(kernel, "keywords", {}).get("bandwidth")
    return bandwidth is not None and any(map(backend.is_tensor, bandwidths.as_list(bandwidth)))
