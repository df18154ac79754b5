"""Check that networks, recipe and samples belong together, before any time is spent on them."""

import contextlib
from typing import Any

import numpy as np

from ganbook import losses
from ganbook.training.draws import TURNS
from ganbook.training.precision import layers
from ganbook.training.recipe import Recipe


def networks(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    """The discriminator must take what the generator makes, as the recipe packs and judges it."""
    if not getattr(generator, "inputs", None):
        raise TypeError(
            "generator must be a Keras model with a declared input, so that the size of its noise"
            f" is known; got {type(generator).__name__}. Build it with ganbook.networks, or call"
            " keras.Model(inputs, outputs)."
        )
    required = losses.OBJECTIVES[recipe.objective].critic == "required"
    if discriminator is None:
        if required or recipe.penalties or recipe.simultaneous:
            raise ValueError(
                f"the recipe ({recipe.objective!r}, penalties {recipe.penalties}, simultaneous"
                f" {recipe.simultaneous}) needs a discriminator; got None. Only mmd, energy and"
                " pointwise-l2 play without one."
            )
        return
    if not getattr(discriminator, "built", False) or not getattr(discriminator, "inputs", None):
        raise TypeError(
            "discriminator must be a Keras model with a declared input; got"
            f" {type(discriminator).__name__}. Build it with ganbook.networks, or let a Sequential"
            " begin with keras.Input(shape)."
        )
    _conditions(generator, discriminator, recipe)
    _shapes(generator, discriminator, recipe)
    if recipe.discriminator_steps >= TURNS:
        raise ValueError(
            f"discriminator_steps must be below {TURNS}; got {recipe.discriminator_steps}."
        )
    # Ours keep u, the direction of the largest stretch; those of Keras call it vector_u.
    names = ("u", "vector_u")
    spectral = any(hasattr(layer, n) for layer in layers(discriminator) for n in names)
    if recipe.spectral and not spectral:
        raise ValueError(
            "the recipe asks for a spectrally normalised discriminator, and this one has no such"
            " layer. Build it with spectral=True, or replace(recipe, spectral=False)."
        )


def alike(own: Any, given: Any, player: str) -> None:
    """A run can start again only from networks that are built like its own."""
    shapes = [
        None if network is None else [tuple(weight.shape) for weight in network.weights]
        for network in (own, given)
    ]
    if shapes[0] != shapes[1]:
        raise ValueError(
            f"this {player} has other weights than the one that was trained here: {shapes[1]}, not"
            f" {shapes[0]}. Build it in the same way, or make a new GAN."
        )


def labels(generator: Any, condition: np.ndarray) -> None:
    """A label that a network does not know would be a row of zeros, and nobody would notice."""
    known = _known_labels(generator)
    if known is None or condition.dtype.kind not in "iu":
        return
    low, high = int(condition.min()), int(condition.max())
    if low < 0 or high >= known:
        raise ValueError(
            f"the generator knows the labels 0 to {known - 1}; got labels from {low} to {high}."
            " Count them from 0, or build both networks for more labels."
        )


def samples(generator: Any, first: tuple[np.ndarray, ...]) -> None:
    """Real samples must have the shape, the conditions and the scale of the generated ones."""
    made, given = tuple(generator.output_shape[1:]), tuple(first[0].shape[1:])
    if made != given:
        raise ValueError(
            f"the generator makes samples of shape {made}, and the real ones have shape {given}."
            " Change the generator's output or reshape the data."
        )
    if len(generator.inputs) != len(first):
        raise ValueError(
            f"the generator takes {len(generator.inputs)} inputs, so data must be"
            f" {'(samples, condition)' if len(generator.inputs) == 2 else 'samples alone'};"
            f" got {len(first)} part{'s' * (len(first) > 1)}."
        )
    if len(first) == 2:
        labels(generator, first[1])
    bounded = getattr(layers(generator)[-1], "activation", None)
    if getattr(bounded, "__name__", "") == "tanh" and np.abs(first[0]).max() > 1.001:
        raise ValueError(
            "the generator ends in tanh and reaches only [-1, 1]; the real samples go from"
            f" {first[0].min():g} to {first[0].max():g}. Scale them, or end in no activation."
        )


def batch(batch_size: int, recipe: Recipe, replicas: int) -> None:
    """A batch must divide into packs, and into one part for each device."""
    together = recipe.packing * replicas
    if batch_size % together:
        nearest = max(1, batch_size // together) * together
        raise ValueError(
            f"batch_size must be a multiple of {together} (packing {recipe.packing} x"
            f" {replicas} devices); got {batch_size}. Pass {nearest}."
        )


def _known_labels(generator: Any) -> int | None:
    """How many labels the layer that reads the condition tells apart, if it says so."""
    names = ("num_classes", "input_dim", "num_tokens")  # A one-hot row, Embedding, CategoryEncoding
    for operation in getattr(generator, "operations", ()):
        known = next((getattr(operation, n) for n in names if hasattr(operation, n)), None)
        with contextlib.suppress(AttributeError, ValueError):  # A layer that reads several things.
            if known is not None and operation.input is generator.inputs[1]:
                return known
    return None


def _conditions(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    if len(generator.inputs) != len(discriminator.inputs):
        raise ValueError(
            f"the generator takes {len(generator.inputs)} inputs and the discriminator"
            f" {len(discriminator.inputs)}; with a condition, both must take it."
        )
    if len(generator.inputs) > 1 and recipe.packing > 1:
        raise ValueError("packing judges samples of different conditions together; use packing=1.")


def _shapes(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    made, taken = generator.output_shape[1:], discriminator.inputs[0].shape[1:]
    wanted = (*made[:-1], made[-1] * recipe.packing)
    if tuple(taken) != tuple(wanted):
        packed = f", packed by {recipe.packing} as {tuple(wanted)}" if recipe.packing > 1 else ""
        raise ValueError(
            f"the generator makes samples of shape {tuple(made)}{packed}, and the discriminator"
            f" takes {tuple(taken)}. Build both for the same shape and packing."
        )
