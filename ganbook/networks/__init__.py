"""Small networks to train: builders that return Keras models with their inputs in order.

A generator takes noise or [noise, condition], a discriminator a sample or [sample, condition], and
returns raw scores. The same seed gives the same initial weights, call after call.
"""

from ganbook.networks.dense import (
    dense_image_discriminator,
    dense_image_generator,
    mlp_discriminator,
    mlp_generator,
)
from ganbook.networks.images import image_discriminator, image_generator
from ganbook.networks.spectral import SpectralConv2D, SpectralDense
from ganbook.networks.translation import translation_discriminator, translator

__all__ = [
    "SpectralConv2D",
    "SpectralDense",
    "dense_image_discriminator",
    "dense_image_generator",
    "image_discriminator",
    "image_generator",
    "mlp_discriminator",
    "mlp_generator",
    "translation_discriminator",
    "translator",
]
