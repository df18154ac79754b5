"""How a label enters a network: beside the noise, or as a direction in which features count."""

from typing import Any

from ganbook import checks
from ganbook.backend import keras, ops
from ganbook.networks.layers import Layers, last_type


def label_input(labels: int | None, *, packing: int = 1) -> Any:
    """An input for whole numbers from 0 to labels - 1; a pack of samples has a label for each."""
    if labels is None:
        return None
    checks.count(labels, "labels", remedy="Leave it out for a network without labels.")
    shape = () if packing == 1 else (packing,)
    return keras.Input(shape, dtype="int32", name="label")


def one_hot(label: Any, labels: int) -> Any:
    """Each label as a row with a single 1. The trap: an unknown label becomes a row of zeros."""
    rows = ops.one_hot(label, labels)
    return rows if len(label.shape) == 1 else keras.layers.Flatten()(rows)


def beside(values: Any, label: Any, labels: int | None) -> Any:
    """The values with the label, if there is one, as further columns."""
    if label is None:
        return values
    return keras.layers.Concatenate()([values, one_hot(label, labels)])


def scores(layers: Layers, features: Any, label: Any, labels: int | None, outputs: int = 1) -> Any:
    """Raw scores of features; with a label, those along the label's own direction are added.

    So a label is asked about the sample, and cannot be answered by itself: the projection of Miyato
    and Koyama (2018).
    """
    plain = layers.scores(outputs)(features)
    if label is None:
        return plain
    width = features.shape[-1]
    slots = 1 if len(label.shape) == 1 else label.shape[1]
    # A product with a direction of about unit length leaves features of unit size as they are.
    found = layers.directions(outputs * width, spread=(width * slots) ** -0.5)
    directions = keras.layers.Reshape((outputs, width))(found(one_hot(label, labels)))
    along = keras.layers.Dot(axes=(2, 1), dtype=last_type())([directions, features])
    return keras.layers.Add(dtype=last_type())([plain, along])


def model(first: Any, condition: Any, outputs: Any, name: str) -> Any:
    """A network called on its first input alone or, if it has a condition, on a list of the two."""
    inputs = first if condition is None else [first, condition]
    return keras.Model(inputs, outputs, name=name)
