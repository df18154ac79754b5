"""The Gaussian kernel as an ordinary product of finitely many random waves."""

import math
from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.kernels import bandwidths


def random_features(samples: Any, *, bandwidth: float, count: int, seed: int = 0) -> Any:
    """`count` features a row whose products with another row's are about the Gaussian kernel.

    Half are cosines and half are sines of random directions, so each row has length 1 exactly. One
    product is off by (1 - k²)/√count, root mean square; `random_features_error` bounds them all.
    The trap: only features of the same seed and bandwidth belong together.
    """
    (samples,) = backend.floats(checks.matrix(samples, "samples"))
    checks.count(count, "count", at_least=2)
    if count % 2:
        raise ValueError(f"count must be even, a cosine and a sine each; got {count}.")
    (width,) = bandwidths.like([bandwidths.as_one(bandwidth)], samples)
    directions = np.random.default_rng(checks.seed(seed)).normal(
        size=(samples.shape[1], count // 2)
    )
    scaled = ops.convert_to_tensor(samples) / width
    angles = ops.matmul(scaled, ops.convert_to_tensor(directions, dtype=samples.dtype))
    checks.fits(angles, "the samples over the bandwidth are")
    waves = ops.concatenate([backend.angular.cos(angles), backend.angular.sin(angles)], axis=1)
    return backend.as_given(waves / math.sqrt(count // 2), samples)


def random_features_error(count: int, *, pairs: int = 1, confidence: float = 0.95) -> float:
    """With this confidence no product of features is farther from the kernel, for so many pairs.

    Hoeffding's bound √(4 log(2 pairs/(1 - confidence))/count). The trap: it is about pairs fixed
    beforehand, not about pairs picked because their features look wrong.
    """
    checks.count(count, "count", at_least=2)
    checks.count(pairs, "pairs")
    checks.in_range(confidence, "confidence", above=0, at_most=1 - 1e-12)
    return math.sqrt(4 * math.log(2 * pairs / (1 - confidence)) / count)
