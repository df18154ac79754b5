"""Makes the layers of a network, each with initial weights of its own seed."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ganbook import checks
from ganbook.backend import keras
from ganbook.networks.spectral import SpectralConv2D, SpectralDense

KERNEL = 4  # A multiple of the stride of 2: every pixel is reached as often, so no checkerboard.


class Layers:
    """The layers of one network: the same seed makes the same weights, call after call.

    Dense layers start on Glorot's scale, a little smaller after each rectifier: both players start
    nearly flat, their biases soon reach as far as their inputs, and kinks go where the data are. On
    He's scale the modes of ring and grid stay blurred far longer. Convolutions do start on He's,
    which keeps the size of what passes through, however many they are. The famous normal law of
    standard deviation 0.02 leaves that to batch normalisation; without it the slope is lost.
    Spectral layers start orthogonal: with all singular values equal, the division loses no signal.
    """

    def __init__(
        self, kind: str, seed: int, *, activation: str = "leaky_relu", spectral: bool = False
    ) -> None:
        self.activation, self.spectral = activation, checks.switch(spectral, "spectral")
        self._seeds = _seeds(kind, checks.seed(seed))

    def hidden(self, units: int) -> Any:
        """A dense layer within the network."""
        return self._dense(units, self._glorot(), activation=self.activation)

    def spread(self, units: int) -> Any:
        """Noise spread over the first small stack of channels, which convolutions go on from."""
        return keras.layers.Dense(units, kernel_initializer=self._he())

    def down(self, filters: int) -> Any:
        """A convolution that halves both sides of an image."""
        make = SpectralConv2D if self.spectral else keras.layers.Conv2D
        start = self._start(self._he())
        return make(filters, KERNEL, 2, "same", activation=self.activation, **start)

    def up(self, filters: int, *, inputs: int, last: bool = False) -> Any:
        """A transposed convolution that doubles both sides of an image of `inputs` channels."""
        # A pixel is a sum over a quarter of the taps; Keras would count the filters instead. Half
        # of a hidden one is lost to the rectifier, which the factor of 2 makes good.
        initial = self._normal((1 if last else 2) / (inputs * KERNEL**2 / 4))
        return keras.layers.Conv2DTranspose(filters, KERNEL, 2, "same", kernel_initializer=initial)

    def samples(self, units: int) -> Any:
        """The last layer of a dense generator: fakes start as a small cloud around 0."""
        return keras.layers.Dense(units, kernel_initializer=self._glorot(), dtype=last_type())

    def scores(self, units: int) -> Any:
        """The last layer of a discriminator: raw scores, in full precision."""
        return self._dense(units, self._glorot(), dtype=last_type())

    def directions(self, units: int, *, spread: float) -> Any:
        """One row of weights for each label, as large as `spread` in each entry."""
        return self._dense(units, self._normal(spread**2), use_bias=False, dtype=last_type())

    def _dense(self, units: int, initial: Any, **options: Any) -> Any:
        make = SpectralDense if self.spectral else keras.layers.Dense
        return make(units, **self._start(initial), **options)

    def _start(self, initial: Any) -> dict[str, Any]:
        if not self.spectral:
            return {"kernel_initializer": initial}
        orthogonal = keras.initializers.Orthogonal(seed=next(self._seeds))
        return {"kernel_initializer": orthogonal, "seed": next(self._seeds)}

    def _he(self) -> Any:
        return keras.initializers.HeNormal(seed=next(self._seeds))

    def _glorot(self) -> Any:
        return keras.initializers.GlorotUniform(seed=next(self._seeds))

    def _normal(self, variance: float) -> Any:
        spread = math.sqrt(variance)
        return keras.initializers.RandomNormal(stddev=spread, seed=next(self._seeds))


def last_type() -> str:
    """Scores and samples are float32 under mixed precision, too: losses need the digits."""
    policy = keras.config.dtype_policy()
    return "float64" if policy.variable_dtype == "float64" else "float32"


def _seeds(kind: str, seed: int) -> Iterator[int]:
    """A seed for each layer; those of a generator differ from those of a discriminator."""
    rng = np.random.default_rng([seed, *kind.encode()])
    while True:
        yield int(rng.integers(2**31))
