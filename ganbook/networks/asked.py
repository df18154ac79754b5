"""What the builders were asked for, checked."""

from collections.abc import Sequence
from typing import Any

from ganbook import checks
from ganbook.backend import keras

# Smooth or piecewise linear, all unbounded above: a bounded one would stop the scores' slope.
ACTIVATIONS = ("leaky_relu", "relu", "silu", "gelu", "softplus", "elu", "tanh")


def noise_input(size: int) -> Any:
    """The generator's first input, whose width is the size of the latent space."""
    return keras.Input((checks.count(size, "noise_size"),), name="noise")


def image_input(shape: tuple[int, int, int], packing: int = 1, name: str = "sample") -> Any:
    """Images; packed, with the channels of several one after the other."""
    height, width, channels = shape
    return keras.Input((height, width, channels * checks.count(packing, "packing")), name=name)


def image_shape(shape: Any, name: str = "image_shape") -> tuple[int, int, int]:
    """Height, width and channels."""
    if not isinstance(shape, Sequence) or len(shape) != 3:
        raise ValueError(
            f"{name} must be (height, width, channels); got {shape!r}. Grey images have one"
            " channel: write (28, 28, 1), and no place for the batch."
        )
    sides = zip(("height", "width", "channels"), shape, strict=True)
    return tuple(checks.count(side, f"the {part} in {name}") for part, side in sides)


def widths(width: int, depth: int) -> list[int]:
    """As many hidden layers of one width."""
    return [checks.count(width, "width")] * checks.count(depth, "depth", at_least=0)


def each_width(given: Any) -> list[int]:
    """The hidden layers' own widths."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise TypeError(f"widths must be a sequence, a width for each layer; got {given!r}.")
    return [checks.count(width, f"widths[{place}]") for place, width in enumerate(given)]


def activation(name: str) -> str:
    """What follows each hidden layer, by name, so that the network can be stored as text."""
    return checks.known(name, "activation", ACTIVATIONS)
