"""Gradients, with respect to inputs and to the weights of networks."""

from collections.abc import Callable
from typing import Any

from ganbook.backend.arrays import as_given
from ganbook.backend.framework import framework, keras, name, ops


def value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    """`function(x)` and the gradient of its sum with respect to `x`; itself differentiable.

    `x` may be a list. Of one score per sample the gradient's rows are the samples' own slopes.
    Whole numbers are taken as floats, which alone have slopes. The trap: where the function mixes
    samples (batch normalisation), a row is the influence on all.
    """
    tensors = keras.tree.map_structure(_inexact, x)
    differentiate = _jax_value_and_grad if name == "jax" else _tensorflow_value_and_grad
    value, gradient = differentiate(function, tensors)
    given = keras.tree.flatten(x)
    return keras.tree.map_structure(lambda tensor: as_given(tensor, *given), (value, gradient))


def _inexact(values: Any) -> Any:
    tensor = ops.convert_to_tensor(values)
    whole = "int" in keras.backend.standardize_dtype(tensor.dtype)
    return ops.cast(tensor, keras.config.floatx()) if whole else tensor


def _tensorflow_value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    with framework.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
        total = ops.sum(value)
    # What the value does not depend on has slope 0, as in JAX and in mathematics, not None.
    nothing = framework.UnconnectedGradients.ZERO
    return value, tape.gradient(total, x, unconnected_gradients=nothing)


def _jax_value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    with keras.StatelessScope() as within:
        outer = within.original_scope
    before = dict(outer.state_mapping) if outer else {}

    def total(point: Any) -> tuple[Any, tuple]:
        if outer is None:
            value, moved = function(point), {}
        else:
            with keras.StatelessScope() as scope:
                scope.state_mapping.update(before)
                value = function(point)
            moved = {k: v for k, v in scope.state_mapping.items() if before.get(k) is not v}
        return ops.sum(value), (value, moved)

    (_, (value, moved)), gradient = framework.value_and_grad(total, has_aux=True)(x)
    if outer:  # What the function moved, such as running means, may leave JAX's tracing only so.
        outer.state_mapping.update(moved)
    return value, gradient


def input_gradient(function: Callable[[Any], Any], x: Any) -> Any:
    """Slope of `function` at `x`: the gradient of the summed scores with respect to the input."""
    return value_and_grad(function, x)[1]
