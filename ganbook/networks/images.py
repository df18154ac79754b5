"""Convolutional networks for images, in the manner of DCGAN: sides double, sides halve."""

from collections.abc import Sequence
from typing import Any

from ganbook import checks
from ganbook.backend import keras
from ganbook.networks import asked, conditions
from ganbook.networks.layers import Layers, last_type

SMALLEST = 4  # A side below which there is nothing left to halve,
FEWEST = 2  # unless the network had fewer halvings than these.
MOST = 8  # Times the width: from there on channels stop doubling.


def image_generator(
    image_shape: Sequence[int],
    *,
    noise_size: int = 64,
    width: int = 64,
    labels: int | None = None,
    batch_norm: bool = False,
    seed: int = 0,
) -> Any:
    """Noise to images in [-1, 1]: a small stack of channels whose sides double until they fit.

    `width` channels stand before the last doubling. Paper: Radford et al. 2016. The trap: scale the
    data to [-1, 1], too. With batch normalisation a fake depends on its batch while training, and
    on running means after it.
    """
    shape = asked.image_shape(image_shape)
    channels = halved_channels(shape, checks.count(width, "width"))[::-1]
    noise, label = asked.noise_input(noise_size), conditions.label_input(labels)
    layers = Layers("image generator", seed)
    start = (shape[0] >> len(channels), shape[1] >> len(channels), channels[0])
    values = layers.spread(start[0] * start[1] * start[2])(conditions.beside(noise, label, labels))
    values = rectified(keras.layers.Reshape(start)(values), batch_norm)
    for filters, inputs in zip(channels[1:], channels, strict=False):
        values = rectified(layers.up(filters, inputs=inputs)(values), batch_norm)
    pixels = layers.up(shape[2], inputs=channels[-1], last=True)(values)
    return conditions.model(noise, label, bounded(pixels), "image_generator")


def image_discriminator(
    image_shape: Sequence[int],
    *,
    width: int = 64,
    packing: int = 1,
    labels: int | None = None,
    spectral: bool = False,
    seed: int = 0,
) -> Any:
    """Images to raw scores: sides halve, channels double; packed, it judges several images at once.

    `width` channels stand after the first halving. The trap: no batch normalisation here, against
    the paper: it would couple the samples, and penalties ask for the slope of a single one.
    """
    shape = asked.image_shape(image_shape)
    sample = asked.image_input(shape, packing)
    label = conditions.label_input(labels, packing=packing)
    layers = Layers("image discriminator", seed, spectral=spectral)
    features = judged(layers, sample, halved_channels(shape, checks.count(width, "width")))
    found = conditions.scores(layers, features, label, labels)
    return conditions.model(sample, label, found, "image_discriminator")


def halved_channels(shape: tuple[int, int, int], width: int) -> list[int]:
    """How many channels after each halving of the sides, as often as these can be halved."""
    halvings, sides = 0, shape[:2]
    while all(side % 2 == 0 for side in sides) and (min(sides) > SMALLEST or halvings < FEWEST):
        halvings, sides = halvings + 1, (sides[0] // 2, sides[1] // 2)
    if halvings == 0:
        raise ValueError(
            f"image_shape must have even sides, so that they can be halved; got {shape}. Pad the"
            f" images to {shape[0] + shape[0] % 2} by {shape[1] + shape[1] % 2} pixels."
        )
    return [width * min(2**step, MOST) for step in range(halvings)]


def judged(layers: Layers, images: Any, channels: Sequence[int]) -> Any:
    """Features of images, in a row."""
    for filters in channels:
        images = layers.down(filters)(images)
    return keras.layers.Flatten()(images)


def rectified(values: Any, batch_norm: bool) -> Any:
    """What follows each linear step of a generator of images."""
    if checks.switch(batch_norm, "batch_norm"):
        values = keras.layers.BatchNormalization()(values)
    return keras.layers.Activation("leaky_relu")(values)


def bounded(pixels: Any) -> Any:
    """Pixels in [-1, 1], in full precision: half of it has fewer steps near white than a screen."""
    return keras.layers.Activation("tanh", dtype=last_type())(pixels)
