"""Half precision for the layers of a network, and single precision where it would harm."""

import contextlib
from collections.abc import Iterator
from typing import Any

from ganbook.backend import keras

POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16", "float16": "mixed_float16"}


def set_precision(network: Any, precision: str) -> None:
    """Let the layers of `network` compute in `precision`; their weights stay in float32.

    The last layer stays in float32, too: losses need the digits of scores and samples.
    """
    *inner, last = layers(network)
    for layer in inner:
        for part in parts(layer):
            part.dtype_policy = keras.DTypePolicy(POLICIES[precision])
    for part in parts(last):
        part.dtype_policy = keras.DTypePolicy("float32")


@contextlib.contextmanager
def single_precision(network: Any) -> Iterator[None]:
    """Within, `network` computes in float32, whatever it does outside.

    A squared slope of 300 is beyond float16, and bfloat16 keeps two of its digits: penalties are
    taken here. Precision belongs to the tracing of a program, so nothing is switched while it runs.
    """
    every = [part for layer in layers(network) for part in parts(layer)]
    before = [(part, part.dtype_policy) for part in every]
    set_precision(network, "float32")
    try:
        yield
    finally:
        for part, policy in before:
            part.dtype_policy = policy


def layers(network: Any) -> list[Any]:
    """The layers that compute, those inside nested networks included."""
    found = []
    for layer in network.layers:
        found += layers(layer) if isinstance(layer, keras.Model) else [layer]
    return [layer for layer in found if not isinstance(layer, keras.layers.InputLayer)]


def parts(layer: Any) -> list[Any]:
    """A layer and all layers that it is made of: each of them has a policy of its own."""
    return list(layer._flatten_layers())
