"""Check that real samples and conditions are such as the networks know, before they are used."""

import contextlib
from typing import Any

import numpy as np

from ganbook import checks
from ganbook.backend import ops
from ganbook.training.precision import layers


def check(generator: Any, parts: tuple[np.ndarray, ...]) -> None:
    """Real samples must have the shape, the conditions and the scale of the generated ones."""
    made, given = tuple(generator.output_shape[1:]), tuple(parts[0].shape[1:])
    if made != given:
        raise ValueError(
            f"the generator makes samples of shape {made}, and the real ones have shape {given}."
            " Change the generator's output or reshape the data."
        )
    if len(generator.inputs) != len(parts):
        raise ValueError(
            f"the generator takes {len(generator.inputs)} inputs, so data must be"
            f" {'(samples, condition)' if len(generator.inputs) == 2 else 'samples alone'};"
            f" got {len(parts)} part{'s' * (len(parts) > 1)}."
        )
    if len(parts) == 2:
        condition(generator, parts[1])
    bounded = getattr(layers(generator)[-1], "activation", None)
    if getattr(bounded, "__name__", "") == "tanh" and np.abs(parts[0]).max() > 1.001:
        raise ValueError(
            "the generator ends in tanh and reaches only [-1, 1]; the real samples go from"
            f" {parts[0].min():g} to {parts[0].max():g}. Scale them, or end in no activation."
        )


def numbers(values: Any, name: str) -> np.ndarray:
    """As the loop takes them: float32, and int32 for labels; what these cannot hold is refused."""
    array = np.asarray(ops.convert_to_numpy(values) if hasattr(values, "shape") else values)
    if array.dtype.kind not in "fiu":
        raise TypeError(
            f"{name} must hold numbers; got {array.dtype}. Convert labels by astype('int64')."
        )
    checks.finite(array, name)
    taken = "float32" if array.dtype.kind == "f" else "int32"
    with np.errstate(over="ignore"):
        single = np.asarray(array, taken, order="C")
    if array.dtype != single.dtype and not _held(array, single):
        raise ValueError(
            f"{name} holds numbers from {array.min():.3g} to {array.max():.3g}, and {taken} does"
            " not reach that far. Scale them first."
        )
    return single


def condition(generator: Any, given: np.ndarray) -> None:
    """A condition for each sample, in the shape and of the kind that the generator reads."""
    wanted, known = generator.inputs[1], known_labels(generator)
    if not fits(given.shape[1:], wanted.shape[1:]):
        labels = "Labels are whole numbers: make them of one-hot rows by argmax(axis=-1)."
        raise ValueError(
            f"the condition of a sample must have shape {tuple(wanted.shape[1:])}; got"
            f" {given.shape[1:]}. {labels if known else 'Reshape or resize it.'}"
        )
    labels, whole = known is not None or "int" in str(wanted.dtype), given.dtype.kind in "iu"
    if labels and not whole:
        raise TypeError(
            f"labels must be whole numbers; got {given.dtype}. Convert them by astype('int64')."
        )
    if whole and not labels and len(wanted.shape) > 2:
        raise ValueError(
            "images that are a condition must be in floating point; got whole numbers. Scale them"
            " to [-1, 1] first: x / 127.5 - 1."
        )
    if known is not None:
        _known(given, known)


def for_each(generator: Any, given: Any, count: int) -> list[np.ndarray]:
    """The conditions of `count` samples, if the generator takes any; one may stand for all."""
    wanted = len(generator.inputs) - 1
    if (given is not None) != bool(wanted):
        raise ValueError(f"the generator takes {'a' if wanted else 'no'} condition; got {given!r}.")
    if given is None:
        return []
    rows = numbers(given, "condition")
    if rows.ndim == 0:
        rows = np.full(count, rows)
    if len(rows) != count:
        raise ValueError(f"condition must have {count} rows, one a sample; got {len(rows)}.")
    condition(generator, rows)
    return [rows]


def known_labels(network: Any) -> int | None:
    """How many labels the layer that reads the condition tells apart, if it says so."""
    names = ("num_classes", "input_dim", "num_tokens")  # A one-hot row, Embedding, CategoryEncoding
    for operation in getattr(network, "operations", ()):
        known = next((getattr(operation, n) for n in names if hasattr(operation, n)), None)
        with contextlib.suppress(AttributeError, ValueError):  # A layer that reads several things.
            if known is not None and operation.input is network.inputs[1]:
                return known
    return None


def fits(given: tuple, wanted: tuple) -> bool:
    """Whether an input of this shape takes it: Keras adds or drops a last side of 1 by itself."""
    ways = [given, (*given, 1), given[:-1] if given[-1:] == (1,) else given]
    return any(
        len(way) == len(wanted) and all(b in (None, a) for a, b in zip(way, wanted, strict=True))
        for way in map(tuple, ways)
    )


def _held(array: np.ndarray, single: np.ndarray) -> bool:
    if single.dtype.kind == "f":
        return bool(np.isfinite(single).all())
    return bool((single == array).all())


def _known(labels: np.ndarray, known: int) -> None:
    """A label that a network does not know would be a row of zeros, and nobody would notice."""
    low, high = int(labels.min()), int(labels.max())
    if low < 0 or high >= known:
        raise ValueError(
            f"the generator knows the labels 0 to {known - 1}; got labels from {low} to {high}."
            " Count them from 0, or build both networks for more labels."
        )
