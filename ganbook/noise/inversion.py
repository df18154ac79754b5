"""From an image back to noise: which noise would the generator have made it from?"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, checks
from ganbook.backend import ops
from ganbook.noise.sampling import gaussian

# Adam's usual memory for the slope; a shorter one for its square, since runs are short.
_MEMORY, _SQUARE_MEMORY = 0.9, 0.99


class Inversion(NamedTuple):
    """What was found for each image; `errors` are mean squared differences of their numbers."""

    noise: np.ndarray
    images: np.ndarray
    errors: np.ndarray


def invert(
    generator: Any,
    images: Any,
    *,
    steps: int = 300,
    rate: float = 0.05,
    starts: int = 4,
    seed: int = 0,
) -> Inversion:
    """Noise that the generator turns into something near each image, by gradient descent.

    Each image is tried from several Gaussian starts and keeps the best. The trap: an image that the
    generator cannot make has a nearest one, too; look at the errors before you call it found.
    """
    size = _noise_size(generator)
    images = _images(generator, images)
    steps, starts = checks.count(steps, "steps"), checks.count(starts, "starts")
    rate = float(checks.positive(rate, "rate"))
    targets = ops.convert_to_tensor(np.concatenate([images] * starts))

    def errors(noise: Any) -> Any:
        made = ops.cast(generator(noise, training=False), "float32")
        return ops.mean(ops.square(made - targets), axis=tuple(range(1, images.ndim)))

    first = ops.convert_to_tensor(gaussian(len(images) * starts, size, seed=seed))
    return _best(generator, _descended(errors, first, steps, rate), errors, len(images))


def _descended(errors: Callable[[Any], Any], noise: Any, steps: int, rate: float) -> Any:
    """Adam, with a rate that falls to zero along a cosine: far at first, exact in the end."""

    def step(noise: Any, slope: Any, square: Any, rate: Any) -> tuple[Any, Any, Any]:
        new = backend.input_gradient(errors, noise)
        slope = _MEMORY * slope + (1 - _MEMORY) * new
        square = _SQUARE_MEMORY * square + (1 - _SQUARE_MEMORY) * ops.square(new)
        return noise - rate * slope / (ops.sqrt(square) + 1e-12), slope, square

    step = backend.compiled(step)
    slope = square = ops.zeros_like(noise)
    for age in range(1, steps + 1):
        young = math.sqrt(1 - _SQUARE_MEMORY**age) / (1 - _MEMORY**age)
        falling = rate * young * (1 + math.cos(math.pi * age / steps)) / 2
        noise, slope, square = step(noise, slope, square, ops.cast(falling, "float32"))
    return noise


def _best(generator: Any, noise: Any, errors: Callable[[Any], Any], count: int) -> Inversion:
    found = ops.convert_to_numpy(errors(noise)).reshape(-1, count)
    found = np.where(np.isfinite(found), found, np.inf)  # A start that went astray has not won.
    winner, least = found.argmin(axis=0), found.min(axis=0)
    if not np.isfinite(least).all():
        raise ValueError(
            f"no start led to a finite error for images[{least.argmax()}]: bring the images onto"
            " the scale of the generator's own, or pass a smaller rate."
        )
    noise = ops.convert_to_numpy(noise).reshape(-1, count, noise.shape[-1])
    chosen = noise[winner, np.arange(count)]
    made = generator(ops.convert_to_tensor(chosen), training=False)
    return Inversion(chosen, ops.convert_to_numpy(ops.cast(made, "float32")), least)


def _noise_size(generator: Any) -> int:
    inputs = getattr(generator, "inputs", None)
    if not inputs or len(inputs) != 1:
        raise TypeError(
            "generator must be a Keras model with the noise as its only input;"
            f" got {generator!r}. For a conditional one, build a model with the condition fixed."
        )
    shape, outputs = tuple(inputs[0].shape), len(generator.outputs)
    if outputs != 1 or len(shape) != 2 or shape[1] is None:
        raise TypeError(
            "generator must turn rows of noise, shape (count, size), into one batch; it takes"
            f" {shape} and has {outputs} outputs. Build a model of the output that is meant."
        )
    return shape[1]


def _images(generator: Any, images: Any) -> np.ndarray:
    expected = tuple(generator.outputs[0].shape[1:])
    checks.finite(images, "images")
    with np.errstate(over="ignore"):
        images = np.asarray(images, "float32")
    if images.shape[1:] != expected or not len(images):
        raise ValueError(
            f"images must be a batch of what the generator makes, shape (count, *{expected});"
            f" got {images.shape}. For a single one write image[None]."
        )
    return checks.fits(images, "the images are")
