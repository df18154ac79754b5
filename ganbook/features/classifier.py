"""The digits' network: two layers of 3 x 3 strokes, a mean over 2 x 2, 64 features, 10 scores.

Its bends are smooth (SiLU), and its training runs in float64: so the rounding of another processor
or framework grows little on the way, and all of them arrive at the same weights.
"""

import functools
from pathlib import Path
from typing import Any

import numpy as np

from ganbook.backend import ops

FILE = Path(__file__).with_name("digits.npz")
SHAPES = {
    "strokes": (3, 3, 1, 32),
    "strokes_offset": (32,),
    "shapes": (3, 3, 32, 32),
    "shapes_offset": (32,),
    "features": (4 * 4 * 32, 64),
    "features_offset": (64,),
    "scores": (64, 10),
    "scores_offset": (10,),
}

Weights = dict[str, Any]


def features(weights: Weights, images: Any) -> Any:
    """What the last layer but one says of images (n, 8, 8, 1) in [-1, 1]: (n, 64)."""
    ink = (images + 1) / 2  # Paper is 0, as is what the convolutions see beyond the edge.
    strokes = ops.conv(ink, weights["strokes"], padding="same")
    strokes = ops.silu(strokes + weights["strokes_offset"])
    shapes = ops.conv(strokes, weights["shapes"], padding="same")
    shapes = ops.silu(shapes + weights["shapes_offset"])
    pooled = ops.reshape(ops.average_pool(shapes, (2, 2), (2, 2)), (-1, SHAPES["features"][0]))
    return ops.silu(ops.matmul(pooled, weights["features"]) + weights["features_offset"])


def scores(weights: Weights, images: Any) -> Any:
    """Raw scores of the ten classes; their softmax are the probabilities."""
    return ops.matmul(features(weights, images), weights["scores"]) + weights["scores_offset"]


def initial(rng: np.random.Generator) -> Weights:
    """Before training: kernels by He's rule, offsets at 0, no class preferred by much."""
    scale = {"scores": 0.1}
    return {
        name: np.zeros(shape)
        if len(shape) == 1
        else rng.normal(size=shape) * np.sqrt(2 / np.prod(shape[:-1])) * scale.get(name, 1)
        for name, shape in SHAPES.items()
    }


@functools.cache
def shipped(dtype: str) -> Weights:
    """The trained weights that come with the package, as arrays, which every graph may hold."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return {name: arrays[name].astype(dtype) for name in SHAPES}


def save(weights: Weights, path: Path) -> None:
    """In single precision, without pickle."""
    np.savez(path, **{name: np.asarray(weights[name], "float32") for name in SHAPES})
