"""Check that networks and recipe belong together, before any time is spent on them."""

import itertools
from typing import Any

from ganbook import checks, losses, noise
from ganbook.backend import keras
from ganbook.training import samples
from ganbook.training.draws import TURNS
from ganbook.training.precision import layers, parts
from ganbook.training.recipe import Recipe


def networks(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    """The discriminator must take what the generator makes, as the recipe packs and judges it."""
    if not isinstance(recipe, Recipe):
        raise TypeError(
            f"recipe must be a training.Recipe, such as training.RECIPES['r3gan']; got {recipe!r}."
        )
    if not getattr(generator, "inputs", None):
        raise TypeError(
            "generator must be a Keras model with a declared input, so that the size of its noise"
            f" is known; got {type(generator).__name__}. Build it with ganbook.networks, or call"
            " keras.Model(inputs, outputs)."
        )
    _plain_ends(generator, "generator")
    _noise(generator, recipe)
    _learns(generator, "generator")
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
    _plain_ends(discriminator, "discriminator")
    _learns(discriminator, "discriminator")
    _nothing_shared(generator, discriminator)
    if required:
        _raw_scores(discriminator)
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


def _nothing_shared(generator: Any, discriminator: Any) -> None:
    """Each player moves its own weights only, and is stored by itself."""
    own = {id(weight) for weight in generator.weights}
    shared = [weight.path for weight in discriminator.weights if id(weight) in own]
    if shared:
        raise ValueError(
            f"the two networks share {shared[0]!r}, so that each would move a part of the other."
            " Build a layer for each of them."
        )


def alike(own: Any, given: Any, player: str) -> None:
    """A run can start again only from networks that are built like its own."""
    shapes = [weights(network) for network in (own, given)]
    if shapes[0] != shapes[1]:
        raise ValueError(
            f"this {player} has other weights than the one that was trained here: {shapes[1]}, not"
            f" {shapes[0]}. Build it in the same way, or make a new GAN."
        )
    kinds = [_kinds(network) for network in (own, given)]
    if kinds[0] != kinds[1]:
        pairs = itertools.zip_longest(*kinds, fillvalue=("no layer", set()))
        (here, own_way), (there, given_way) = next(pair for pair in pairs if pair[0] != pair[1])
        if here == there:
            here = " ".join([here, *sorted(own_way - given_way)])
            there = " ".join([there, *sorted(given_way - own_way)])
        raise ValueError(
            f"this {player} is built in another way than the one that was trained here: {there},"
            f" not {here}. Build it in the same way, or make a new GAN."
        )


def _kinds(network: Any) -> list[tuple[str, set[str]]]:
    """Each layer's class and activation, and its plain settings, in the order of the layers."""
    found = layers(network) if network is not None else []
    activations = [getattr(getattr(layer, "activation", None), "__name__", "") for layer in found]
    pairs = zip(found, activations, strict=True)
    return [(f"{type(layer).__name__} {name}".strip(), _settings(layer)) for layer, name in pairs]


def _settings(layer: Any) -> set[str]:
    """What a layer was built with, but for what may differ: names, first weights, the precision."""
    try:
        config = layer.get_config()
    except NotImplementedError:  # A layer of one's own need not be storable.
        return set()
    free = ("name", "seed", "dtype", "trainable", "activation")
    plain = (bool, int, float, str, tuple)
    return {f"{k}={v!r}" for k, v in config.items() if k not in free and isinstance(v, plain)}


def weights(network: Any) -> list[tuple] | None:
    """The shapes of a network's weights, in their order."""
    return None if network is None else [tuple(weight.shape) for weight in network.weights]


def batch(batch_size: int, recipe: Recipe, replicas: int) -> None:
    """A batch must divide into packs, and into one part for each device."""
    together = recipe.packing * replicas
    if batch_size % together:
        nearest = max(1, batch_size // together) * together
        raise ValueError(
            f"batch_size must be a multiple of {together} (packing {recipe.packing} x"
            f" {replicas} devices); got {batch_size}. Pass {nearest}."
        )


def _noise(generator: Any, recipe: Recipe) -> None:
    size, law = tuple(generator.inputs[0].shape[1:]), noise.law(recipe.latent)
    if len(size) != 1 or size[0] is None:
        raise ValueError(
            "the generator's first input must be a row of noise, of a known size; got shape"
            f" {size}. Let it begin with keras.Input((16,)), and reshape inside."
        )
    remedy = f"The {law.name} law needs that many; build the generator for more noise."
    checks.count(size[0], "the generator's noise size", at_least=law.least_size, remedy=remedy)


def _learns(network: Any, player: str) -> None:
    """A network that would stand still, or be held back by what no loss here counts."""
    if not network.trainable:
        raise ValueError(
            f"the {player}'s trainable is False, so it would never learn. Set {player}.trainable"
            " = True: the loop itself moves one player at a time."
        )
    within = [part for layer in layers(network) for part in parts(layer)]
    restrained = [part for part in within if getattr(part, "activity_regularizer", None)]
    restrained += [part for part in within if any(w.regularizer for w in part.weights)]
    if restrained:
        raise ValueError(
            f"the {player}'s layer {restrained[0].name!r} has a regularizer, which would count for"
            " nothing: what is minimised stands in the recipe. Leave it out; for weight decay take"
            " training.Optimizer('adamw', ...), for a slope the recipe's penalties."
        )


def _plain_ends(network: Any, player: str) -> None:
    """What comes first, and whether there is a condition, must be plain from the order."""
    inputs, outputs = len(network.inputs), len(network.outputs)
    ends = () if isinstance(network, keras.Sequential) else (network.input, network.output)
    if inputs > 2 or outputs != 1 or any(isinstance(end, dict) for end in ends):
        raise ValueError(
            f"the {player} must take one input, or a list of two with the condition second, and"
            f" have one output; it has {inputs} and {outputs}. Build it as keras.Model([first,"
            " condition], result), without a dict."
        )


def _raw_scores(discriminator: Any) -> None:
    shape = tuple(discriminator.output_shape[1:])
    if shape not in ((), (1,)):
        raise ValueError(
            f"the discriminator must give one score a sample; its output has shape {shape}. Let it"
            " end in Flatten or GlobalAveragePooling2D, and Dense(1)."
        )
    last = getattr(layers(discriminator)[-1], "activation", None)
    if last is keras.activations.sigmoid:
        raise ValueError(
            "the discriminator ends in a sigmoid, and the losses take raw scores and make what they"
            " need of them. Let it end in Dense(1) without an activation."
        )


def _conditions(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    if len(generator.inputs) != len(discriminator.inputs):
        raise ValueError(
            f"the generator takes {len(generator.inputs)} inputs and the discriminator"
            f" {len(discriminator.inputs)}; with a condition, both must take it."
        )
    if len(generator.inputs) == 1:
        return
    if recipe.packing > 1:
        raise ValueError("packing judges samples of different conditions together; use packing=1.")
    shapes = [tuple(network.inputs[1].shape[1:]) for network in (generator, discriminator)]
    if not samples.fits(*shapes):
        raise ValueError(
            f"the generator's condition has shape {shapes[0]} and the discriminator's {shapes[1]};"
            " both are told the same. Build both for one shape."
        )
    known = [samples.known_labels(network) for network in (generator, discriminator)]
    if None not in known and known[0] != known[1]:
        raise ValueError(
            f"the generator knows {known[0]} labels and the discriminator {known[1]}; a label that"
            " one of them does not know is nothing to it. Build both with the same labels=."
        )


def _shapes(generator: Any, discriminator: Any, recipe: Recipe) -> None:
    made, taken = generator.output_shape[1:], discriminator.inputs[0].shape[1:]
    wanted = (*made[:-1], made[-1] * recipe.packing)
    if tuple(taken) != tuple(wanted):
        packed = f", packed by {recipe.packing} as {tuple(wanted)}" if recipe.packing > 1 else ""
        raise ValueError(
            f"the generator makes samples of shape {tuple(made)}{packed}, and the discriminator"
            f" takes {tuple(taken)}. Build both for the same shape and packing."
        )
