"""What comes in goes out: NumPy or tensors, single or double precision."""

from typing import Any

import numpy as np

from ganbook.backend.framework import framework, keras, name, ops


def is_tensor(values: Any) -> bool:
    """Whether `values` belong to the framework: a tensor, a variable or a traced stand-in."""
    return isinstance(values, keras.Variable) or bool(ops.is_tensor(values))


def is_symbolic(values: Any) -> bool:
    """Whether `values` have no numbers yet because a compiled function is being traced."""
    if isinstance(values, keras.Variable):
        values = values.value
    if name == "jax":
        return isinstance(values, framework.core.Tracer)
    return bool(framework.is_symbolic_tensor(values))


def floats(*given: Any) -> tuple[Any, ...]:
    """The same values in one float type: tensors if any of them is a tensor, else NumPy arrays.

    float64 stays float64. Lists and integers take Keras's `floatx`, but for integers that have
    more digits than float32. Half precision is widened to it: a sum over 784 half-precision
    numbers has two digits left, or overflows.
    """
    dtype = _common_dtype(given)
    if any(is_tensor(values) for values in given):
        return tuple(_cast(ops.convert_to_tensor(values), dtype) for values in given)
    return tuple(np.asarray(values, dtype) for values in given)


def _common_dtype(given: tuple[Any, ...]) -> str:
    names = {str(getattr(v.dtype, "name", v.dtype)) for v in given if hasattr(v, "dtype")}
    if names & {"float64", "float96", "float128"}:  # NumPy's long double has two names.
        return "float64"
    if any(_has_many_digits(values) for values in given):
        return "float64"
    if any("float" in name for name in names):
        return "float32"
    return "float64" if keras.config.floatx() == "float64" else "float32"


def _has_many_digits(values: Any) -> bool:
    """Whether these are whole numbers that float32 would round: beyond 2²⁴."""
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "iu" or not values.size:
        return False
    # As whole numbers of Python: the least of a type has no positive counterpart in it.
    return values.itemsize > 2 and max(int(values.max()), -int(values.min())) > 2**24


def _cast(tensor: Any, dtype: str) -> Any:
    same = keras.backend.standardize_dtype(tensor.dtype) == dtype
    return tensor if same else ops.cast(tensor, dtype)


def as_given(result: Any, *given: Any) -> Any:
    """`result` as a tensor if any of `given` is one, else as NumPy: what comes in goes out."""
    if any(is_tensor(values) for values in given):
        return ops.convert_to_tensor(result)
    return ops.convert_to_numpy(result)[()]  # A single number becomes a scalar, not a 0-d array.


def mean(values: Any, axis: int | None = None) -> Any:
    """The mean in the values' own precision; Keras on JAX takes that of float64 in float32."""
    total = ops.sum(values, axis=axis)
    if axis is None:
        return total / ops.cast(ops.size(values), values.dtype)
    return total / ops.cast(ops.shape(values)[axis], values.dtype)


def tensor(variable: Any) -> Any:
    """What a variable holds now, as a tensor that stays as it is when the variable moves on."""
    held = variable.value
    # By itself TensorFlow would make two operations of this, and a run reads all it has each call.
    return held.value() if name == "tensorflow" and isinstance(held, framework.Variable) else held


def numbers(variable: Any) -> np.ndarray:
    """What a variable holds now, as NumPy."""
    return ops.convert_to_numpy(tensor(variable))
