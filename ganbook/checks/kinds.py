"""What kind of thing was given: its numbers, their type and their shape, as far as it has them.

No framework is needed: values that are still symbolic, inside a compiled function, have a shape
and a type, and only these are looked at.
"""

from typing import Any

import numpy as np


def concrete(values: Any) -> np.ndarray | None:
    """The values as NumPy, or None while they are symbolic and have none."""
    try:
        return np.asarray(values)
    except (NotImplementedError, TypeError):  # TensorFlow's graph tensors; JAX's tracers.
        return None


def numeric(values: Any, name: str) -> Any:
    """Real numbers of whatever container: arrays and tensors as they are, the rest as NumPy."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; fill its gaps or drop those samples first.")
    if hasattr(values, "toarray"):
        raise TypeError(f"{name} is a sparse matrix; pass {name}.toarray().")
    if not (hasattr(values, "dtype") and hasattr(values, "shape")):
        values = _array(values, name)
    kind = type_name(values)
    if kind.startswith("bool"):
        raise TypeError(f"{name} must hold numbers; got booleans. Convert them on purpose first.")
    if not kind.startswith(("float", "bfloat", "int", "uint", "longdouble")):
        raise TypeError(f"{name} must hold real numbers; got {kind}.")
    return values


def type_name(values: Any) -> str:
    """The name of the values' type, such as float32, whoever made them."""
    return getattr(values.dtype, "name", str(values.dtype))


def shape_of(values: Any, name: str) -> tuple[int | None, ...]:
    """The values' shape, refused where not even its rank is known."""
    try:
        return tuple(values.shape)
    except ValueError:  # A graph tensor of unknown rank.
        raise ValueError(f"{name} must have a known rank; declare its shape first.") from None


def _array(values: Any, name: str) -> np.ndarray:
    try:
        return np.asarray(values)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name} must be numbers in rows of equal length: {error}") from None
