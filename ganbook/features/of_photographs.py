"""Photographs, as InceptionV3 of Keras sees them, which was trained on ImageNet."""

import functools
from typing import Any

from ganbook import checks
from ganbook.backend import keras, ops
from ganbook.features import inputs

SIDE = 299  # Pixels of an image's side when the network was trained.


def inception(images: Any, *, network: Any = None, batch_size: int = 32) -> Any:
    """2,048 features of each image (n, height, width, 1 or 3) in [-1, 1], averaged over its places.

    Grey is taken for three equal colours. The size is brought to 299 x 299 by linear interpolation,
    after smoothing where it shrinks; the network wants the scale from -1 to 1 as it is. The trap:
    published Fréchet distances (FID) were measured with other weights and another resizing, so
    values from here may be compared with one another and never with those.
    """
    values = inputs.images(images, (None, None), (1, 3))
    network = inception_network() if network is None else network
    return inputs.in_batches(lambda some: _seen(network, some), values, batch_size)


@functools.cache
def inception_network(weights: str | None = "imagenet") -> Any:
    """InceptionV3 without its last layer; downloads 88 MB once. With None its weights are random.

    The trap: with random weights the features mean nothing; they are there to try a program out.
    """
    if weights is not None:
        checks.known(weights, "weights", ("imagenet",))
    build = keras.applications.InceptionV3
    try:
        return build(include_top=False, weights=weights, input_shape=(SIDE, SIDE, 3), pooling="avg")
    except Exception as error:  # Keras raises a bare Exception when a download fails.
        if weights is None:
            raise
        raise ConnectionError(
            "features.inception downloads about 88 MB once and could not"
            f" ({type(error).__name__}: {error}); connect this machine to the internet and call it"
            " again, or use features.digits for digits, which needs no network."
        ) from error


def _seen(network: Any, images: Any) -> Any:
    given = images
    images = ops.image.resize(
        ops.cast(images, "float32"), (SIDE, SIDE), interpolation="bilinear", antialias=True
    )
    if images.shape[-1] == 1:
        images = ops.repeat(images, 3, axis=-1)
    return ops.cast(network(images, training=False), given.dtype)
