"""Dense networks: for points in the plane, and for images read as rows of pixels."""

from collections.abc import Sequence
from typing import Any

from ganbook import checks
from ganbook.backend import keras
from ganbook.networks import asked, conditions
from ganbook.networks.layers import Layers

ARTICLE = (256, 256, 128)  # Hidden layers that many introductions give to handwritten digits.


def mlp_generator(
    *,
    noise_size: int = 2,
    outputs: int = 2,
    width: int = 128,
    depth: int = 3,
    labels: int | None = None,
    activation: str = "leaky_relu",
    seed: int = 0,
) -> Any:
    """Noise to points: `depth` hidden layers, and a last one without bounds.

    With labels its inputs are [noise, label]. The trap: its samples start as a small cloud around
    0, so centre the data and scale it to unit spread, or the first steps go into finding it.
    """
    noise = asked.noise_input(noise_size)
    checks.count(outputs, "outputs")
    label = conditions.label_input(labels)
    layers = Layers("mlp generator", seed, activation=asked.activation(activation))
    found = _hidden(layers, conditions.beside(noise, label, labels), asked.widths(width, depth))
    return conditions.model(noise, label, layers.samples(outputs)(found), "mlp_generator")


def mlp_discriminator(
    *,
    inputs: int = 2,
    width: int = 128,
    depth: int = 3,
    packing: int = 1,
    labels: int | None = None,
    spectral: bool = False,
    outputs: int = 1,
    activation: str = "leaky_relu",
    seed: int = 0,
) -> Any:
    """Points to raw scores; packed, it judges several samples side by side at once.

    With labels its inputs are [sample, label]. More `outputs` are features for a kernel. The trap:
    no batch normalisation here, on purpose: it would couple the samples, and penalties ask for the
    slope of a single one.
    """
    checks.count(inputs, "inputs")
    checks.count(packing, "packing")
    checks.count(outputs, "outputs")
    sample = keras.Input((inputs * packing,), name="sample")
    label = conditions.label_input(labels, packing=packing)
    act = asked.activation(activation)
    layers = Layers("mlp discriminator", seed, activation=act, spectral=spectral)
    features = _hidden(layers, sample, asked.widths(width, depth))
    found = conditions.scores(layers, features, label, labels, outputs)
    return conditions.model(sample, label, found, "mlp_discriminator")


def dense_image_generator(
    image_shape: Sequence[int],
    *,
    noise_size: int = 100,
    widths: Sequence[int] = ARTICLE,
    labels: int | None = None,
    seed: int = 0,
) -> Any:
    """Noise to images in [-1, 1] without a convolution.

    The trap: it knows of no neighbourhood, so each pixel is learned by itself and stays grainy.
    """
    shape = asked.image_shape(image_shape)
    noise, label = asked.noise_input(noise_size), conditions.label_input(labels)
    layers = Layers("dense image generator", seed)
    found = _hidden(layers, conditions.beside(noise, label, labels), asked.each_width(widths))
    pixels = layers.samples(shape[0] * shape[1] * shape[2])(found)
    images = keras.layers.Activation("tanh", dtype=pixels.dtype)(
        keras.layers.Reshape(shape)(pixels)
    )
    return conditions.model(noise, label, images, "dense_image_generator")


def dense_image_discriminator(
    image_shape: Sequence[int],
    *,
    widths: Sequence[int] = ARTICLE,
    packing: int = 1,
    labels: int | None = None,
    spectral: bool = False,
    seed: int = 0,
) -> Any:
    """Images, flattened first, to raw scores.

    The trap: a shift by one pixel makes another image of it, so it overfits small sets.
    """
    sample = asked.image_input(asked.image_shape(image_shape), packing)
    label = conditions.label_input(labels, packing=packing)
    layers = Layers("dense image discriminator", seed, spectral=spectral)
    features = _hidden(layers, keras.layers.Flatten()(sample), asked.each_width(widths))
    found = conditions.scores(layers, features, label, labels)
    return conditions.model(sample, label, found, "dense_image_discriminator")


def _hidden(layers: Layers, values: Any, widths: Sequence[int]) -> Any:
    for width in widths:
        values = layers.hidden(width)(values)
    return values
