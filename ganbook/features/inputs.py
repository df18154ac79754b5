"""What the networks ask of images, and how many of them they take in at a time."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops

OVERSHOOT = 4  # Generators without a last tanh overshoot 1; ink counted to 16 or 255 goes farther.


def images(given: Any, expected: tuple[int | None, int | None], channels: tuple[int, ...]) -> Any:
    """Images (n, height, width, channels) of finite numbers, on a scale from -1 to 1."""
    values = given if hasattr(given, "shape") else np.asarray(given)
    shape = tuple(values.shape)
    fits = len(shape) == 4 and all(
        None in (have, want) or have == want
        for have, want in zip(shape[1:3], expected, strict=True)
    )
    if not fits or shape[3] not in channels:
        height, width = (side or "any" for side in expected)
        wanted = f"(count, {height}, {width}, {' or '.join(map(str, channels))})"
        raise ValueError(
            f"images must have the shape {wanted}; got {shape}. A single image is images[None]; a"
            " missing channel is added by images[..., None]."
        )
    values = _finite(values, shape)
    _scaled(values)
    return backend.floats(values)[0]


def in_batches(work: Callable[[Any], Any], values: Any, batch_size: int) -> Any:
    """A tensor at once, so that gradients flow through; arrays a batch at a time."""
    checks.count(batch_size, "batch_size")
    if backend.is_tensor(values):
        return work(values)
    parts = (values[first : first + batch_size] for first in range(0, len(values), batch_size))
    return np.concatenate([ops.convert_to_numpy(work(ops.convert_to_tensor(p))) for p in parts])


def _finite(values: Any, shape: tuple) -> Any:
    if 0 in shape:
        raise ValueError(f"images must hold at least one image; got shape {shape}.")
    return checks.finite(values, "images")


def _scaled(values: Any) -> None:
    array = checks.concrete(values)
    if array is None:
        return
    largest = max(float(array.max()), -float(array.min()))  # Unsigned numbers have no negatives.
    if largest > OVERSHOOT:
        raise ValueError(
            f"images must be on the scale from -1 (black) to 1 (white); got {largest:g}. Bytes are"
            " brought there by images / 127.5 - 1."
        )
