"""How alike two samples are: kernels, each a matrix over all rows of x and all rows of y."""

from typing import Any

import numpy as np

from ganbook import backend, checks, distances
from ganbook.backend import ops
from ganbook.distances import measures
from ganbook.kernels import bandwidths


def gaussian(x: Any, y: Any, *, bandwidth: Any) -> Any:
    """exp(-|x - y|²/(2 bandwidth²)): 1 for equal samples, 0 for far ones.

    Several bandwidths give the mean of their kernels, which sees coarse and fine at once. The trap:
    others write exp(-γ|x - y|²); γ is 1/(2 bandwidth²), neither the bandwidth nor its square.
    """
    x, y, widths = _prepared(x, y, bandwidth)
    return gaussian_of(distances.squared_euclidean(x, y), widths)


def gaussian_of(squares: Any, widths: list[Any]) -> Any:
    """The Gaussian kernel of squared distances."""
    exp = _library(squares).exp
    return _mean([exp(squares * (-0.5 / (width * width))) for width in widths])


def laplacian(x: Any, y: Any, *, bandwidth: Any) -> Any:
    """exp(-Σ|x - y|/bandwidth): a sharper peak and a longer tail than the Gaussian's.

    The trap: it adds up Manhattan distances, which grow with the number of columns faster than
    Euclidean ones, so a bandwidth good for one kernel is too small for the other.
    """
    x, y, widths = _prepared(x, y, bandwidth)
    ways = distances.manhattan(x, y)
    return _mean([_library(ways).exp(ways * (-1 / width)) for width in widths])


def rational_quadratic(x: Any, y: Any, *, bandwidth: Any, tail: float = 1.0) -> Any:
    """(1 + |x - y|²/(2 tail bandwidth²))^(-tail): Gaussians of all bandwidths, mixed.

    The smaller the tail, the farther it sees; a large one gives the Gaussian. The trap: with a
    small tail far outliers keep a say in every mean.
    """
    tail = float(checks.in_range(tail, "tail", at_least=1e-3, at_most=1e6))
    x, y, widths = _prepared(x, y, bandwidth)
    squares, library = distances.squared_euclidean(x, y), _library(x)
    # 1 + ratio itself would lose the digits that a large power brings to light.
    ratios = [squares * (0.5 / tail / (w * w)) for w in widths]
    return _mean([library.exp(-tail * library.log1p(ratio)) for ratio in ratios])


def polynomial(
    x: Any, y: Any, *, degree: int = 3, scale: float | None = None, offset: float = 1.0
) -> Any:
    """(scale x·y + offset)^degree: compares moments up to that degree, and nothing else.

    The scale is 1/width unless given; the cubic with offset 1 is the one of the kernel distance.
    The trap: laws that share these moments look equal to it, and it grows far from the origin.
    """
    x, y = backend.floats(*checks.pair(x, y))
    degree, scale, offset = polynomial_settings(x.shape[1], degree, scale, offset)
    library = _library(x)
    with np.errstate(over="ignore", invalid="ignore"):
        values = whole_power(library.matmul(x, library.transpose(y)) * scale + offset, degree)
    return checks.fits(values, "the kernel's values are")


def polynomial_settings(
    width: int, degree: int = 3, scale: float | None = None, offset: float = 1.0
) -> tuple[int, float, float]:
    """Checked, with the scale that is meant by None."""
    checks.count(degree, "degree")
    checks.positive(offset, "offset", allow_zero=True)
    scale = 1 / width if scale is None else float(checks.positive(scale, "scale"))
    return degree, scale, float(offset)


def distance_induced(x: Any, y: Any, *, origin: Any = None) -> Any:
    """(|x - o| + |y - o| - |x - y|)/2: its MMD² is half the energy distance, wherever o lies.

    The origin is zero unless given. The trap: one far from the data costs digits, for the kernel is
    then a small difference of large distances.
    """
    x, y = backend.floats(*checks.pair(x, y))
    origin = _origin(x, origin)
    from_x, from_y = distances.euclidean(x, origin), distances.euclidean(y, origin)
    values = (from_x + _library(x).transpose(from_y) - distances.euclidean(x, y)) / 2
    return checks.fits(values, "the kernel's values are")


def induced_distance(x: Any, y: Any, *, bandwidth: Any) -> Any:
    """√(k(x,x) + k(y,y) - 2k(x,y)) = √(2 - 2k): how far apart the Gaussian kernel puts samples.

    The trap: it never exceeds √2, so beyond a few bandwidths all samples are equally far.
    """
    x, y, widths = _prepared(x, y, bandwidth)
    squares, library = distances.squared_euclidean(x, y), _library(x)
    # 2 - 2k itself would lose all digits of near neighbours, whose kernel rounds to 1.
    terms = [-2 * library.expm1(squares * (-0.5 / (width * width))) for width in widths]
    return backend.as_given(measures.square_root(_mean(terms)), x)


KERNELS = (gaussian, laplacian, rational_quadratic, polynomial, distance_induced)


def _prepared(x: Any, y: Any, bandwidth: Any) -> tuple[Any, Any, list[Any]]:
    """Both samples in one float type, as tensors if a bandwidth is one, since it may be learned."""
    x, y = backend.floats(*checks.pair(x, y))
    widths = bandwidths.as_list(bandwidth)
    if any(backend.is_tensor(width) for width in widths):
        x, y = ops.convert_to_tensor(x), ops.convert_to_tensor(y)
    return x, y, bandwidths.like(widths, x)


def _origin(x: Any, origin: Any) -> Any:
    """The origin as a matrix of one row, of the kind of x."""
    if origin is None:
        return _library(x).zeros_like(x[:1])
    origin = checks.vector(origin, "origin")
    if None not in (x.shape[1], origin.shape[0]) and x.shape[1] != origin.shape[0]:
        raise ValueError(
            f"origin must have a number for each of the {x.shape[1]} columns; got {len(origin)}."
        )
    if backend.is_tensor(x):
        return ops.cast(ops.convert_to_tensor(origin), x.dtype)[None, :]
    return np.asarray(backend.as_given(origin), x.dtype)[None, :]


def _library(values: Any) -> Any:
    """Where the functions for these values live. For arrays NumPy's own save two copies."""
    return ops if backend.is_tensor(values) else np


def _mean(terms: list[Any]) -> Any:
    return sum(terms[1:], start=terms[0]) / len(terms) if len(terms) > 1 else terms[0]


def whole_power(base: Any, degree: int) -> Any:
    """By products: a general power takes a logarithm of each entry, and many times as long."""
    if degree == 1:
        return base
    half = whole_power(base, degree // 2)
    return half * half * base if degree % 2 else half * half
