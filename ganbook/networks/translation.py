"""Networks that turn one image into another, and the discriminator that sees both."""

from collections.abc import Sequence
from typing import Any

from ganbook import checks
from ganbook.backend import keras
from ganbook.networks import asked, conditions
from ganbook.networks.images import bounded, halved_channels, judged, rectified
from ganbook.networks.layers import Layers


def translator(
    image_shape: Sequence[int],
    *,
    channels: int | None = None,
    noise_size: int = 16,
    width: int = 32,
    batch_norm: bool = False,
    seed: int = 0,
) -> Any:
    """[noise, image] to an image of the same sides: down to a bottleneck and up again.

    At each size the way up also sees what the way down saw there, so that nothing in the picture
    moves. The result has `channels`, those of the image unless given. Papers: Ronneberger et al.
    2015, Isola et al. 2017. The trap: beside an L1 term it learns to ignore the noise.
    """
    shape = asked.image_shape(image_shape)
    made = shape[2] if channels is None else checks.count(channels, "channels")
    noise, image = asked.noise_input(noise_size), asked.image_input(shape, name="condition")
    layers = Layers("translator", seed)
    seen = _down(layers, image, halved_channels(shape, checks.count(width, "width")))
    values = _with_noise(layers, seen.pop(), noise)
    while seen:
        beside = seen.pop()
        filters = beside.shape[-1]
        values = rectified(layers.up(filters, inputs=values.shape[-1])(values), batch_norm)
        values = keras.layers.Concatenate()([values, beside])
    pixels = layers.up(made, inputs=values.shape[-1], last=True)(values)
    return conditions.model(noise, image, bounded(pixels), "translator")


def translation_discriminator(
    image_shape: Sequence[int],
    *,
    condition_channels: int | None = None,
    width: int = 32,
    packing: int = 1,
    spectral: bool = False,
    seed: int = 0,
) -> Any:
    """[image, condition image] to raw scores: does the one belong to the other?

    The condition has the image's channels unless `condition_channels` is given. The trap: without
    the condition it would accept any good image, whatever it was to be made from.
    """
    shape = asked.image_shape(image_shape)
    given = shape[2] if condition_channels is None else condition_channels
    checks.count(given, "condition_channels")
    sample = asked.image_input(shape, packing)
    condition = asked.image_input((*shape[:2], given), packing, name="condition")
    layers = Layers("translation discriminator", seed, spectral=spectral)
    both = keras.layers.Concatenate()([sample, condition])
    features = judged(layers, both, halved_channels(shape, checks.count(width, "width")))
    return conditions.model(
        sample, condition, layers.scores(1)(features), "translation_discriminator"
    )


def _down(layers: Layers, image: Any, channels: Sequence[int]) -> list[Any]:
    """What is seen at each size, from the first halving to the last."""
    seen = []
    for filters in channels:
        image = layers.down(filters)(image)
        seen.append(image)
    return seen


def _with_noise(layers: Layers, values: Any, noise: Any) -> Any:
    """The bottleneck with channels of noise beside its own."""
    height, width, channels = values.shape[1:]
    spread = layers.spread(height * width * channels)(noise)
    shaped = keras.layers.Reshape((height, width, channels))(spread)
    return keras.layers.Concatenate()([values, rectified(shaped, batch_norm=False)])
