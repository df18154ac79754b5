"""How far a kernel sees: checked bandwidths, and the median of the distances as a first guess."""

import math
from typing import Any

import numpy as np

from ganbook import backend, checks, distances
from ganbook.backend import ops

LIMIT = 2000  # Rows whose pairs are all measured: 16 MiB of distances in float32.


def median_bandwidth(x: Any, y: Any = None, *, limit: int = LIMIT, seed: int = 0) -> Any:
    """Median distance between two different samples of x, or of x and y pooled.

    Of more than `limit` rows so many are drawn. Pairs at distance 0 do not count. The trap: it is
    the scale of the data as a whole; a difference on a finer scale, such as lost modes that lie
    close together, needs a smaller bandwidth.
    """
    given = (x,) if y is None else (x, y)
    checks.count(limit, "limit", at_least=2)
    pooled = _drawn(_pooled(x, y), limit, checks.seed(seed))
    lengths = distances.euclidean(pooled, pooled)
    if backend.is_symbolic(lengths):  # A bandwidth is a setting: no gradient flows through it.
        return _median_distance(ops.stop_gradient(lengths), ops)
    lengths = ops.convert_to_numpy(lengths)
    if not lengths.any():
        raise ValueError(
            "The samples are all equal, so they have no scale; pass a bandwidth of your own."
        )
    return backend.as_given(_median_distance(lengths, np).astype(lengths.dtype), *given)


def as_list(bandwidth: Any, name: str = "bandwidth") -> list[Any]:
    """One bandwidth or several, checked, as a list of numbers or of single-number tensors."""
    if not isinstance(bandwidth, (list, tuple)) and len(getattr(bandwidth, "shape", ())) != 1:
        return [as_one(bandwidth, name)]
    if backend.is_tensor(bandwidth):
        bandwidth = ops.unstack(bandwidth, bandwidth.shape[0])
    if len(bandwidth) == 0:
        raise ValueError(f"{name} must hold at least one number; got an empty sequence.")
    return [as_one(width, f"{name}[{place}]") for place, width in enumerate(bandwidth)]


def as_one(bandwidth: Any, name: str = "bandwidth") -> Any:
    """One bandwidth, checked, as a number or a tensor of one."""
    checks.positive(bandwidth, name)
    return bandwidth if backend.is_tensor(bandwidth) else float(bandwidth)


def like(widths: list[Any], x: Any) -> list[Any]:
    """The bandwidths for samples of this float type, in which their squares must have digits."""
    tensors = [ops.cast(w, x.dtype) if backend.is_tensor(w) else w for w in widths]
    least = math.sqrt(np.finfo(backend.keras.backend.standardize_dtype(x.dtype)).tiny)
    most = 1e-3 / least
    for width in (checks.concrete(w) for w in tensors):
        if width is not None and not least <= width <= most:
            raise ValueError(
                f"bandwidth must lie between {least:.1g} and {most:.1g} for these samples; got"
                f" {width:g}. Scale the samples, or pass them as float64."
            )
    return tensors


def _pooled(x: Any, y: Any) -> Any:
    if y is None:
        return backend.floats(checks.matrix(x, "x", rows=2))[0]
    x, y = backend.floats(*checks.pair(x, y))
    return ops.concatenate([x, y]) if backend.is_tensor(x) else np.concatenate([x, y])


def _drawn(pooled: Any, limit: int, seed: int) -> Any:
    rows = pooled.shape[0]
    if rows is None or rows <= limit:  # A batch of unknown size is taken whole.
        return pooled
    chosen = np.sort(np.random.default_rng(seed).choice(rows, limit, replace=False))
    return ops.take(pooled, chosen, axis=0) if backend.is_tensor(pooled) else pooled[chosen]


def _median_distance(lengths: Any, library: Any) -> Any:
    """Every pair stands twice in the symmetric matrix: once sorted, side by side after the zeros.

    Samples that are all equal have the distance 1, lest a compiled step divide by nothing.
    """
    ordered = library.sort(library.reshape(lengths, (-1,)))
    positive = library.sum(ordered > 0)
    pairs = library.maximum(positive // 2, 1)
    first = ops.size(ordered) - 2 * pairs if library is ops else ordered.size - 2 * pairs
    middle = [library.take(ordered, first + 2 * (place // 2)) for place in (pairs - 1, pairs)]
    median = (middle[0] + middle[1]) / 2
    return library.where(positive > 0, median, library.ones_like(median))
