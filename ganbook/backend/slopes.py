"""Gradients, with respect to inputs and to the weights of networks."""

from collections.abc import Callable
from typing import Any

from ganbook.backend.arrays import as_given
from ganbook.backend.framework import framework, keras, name, ops


def value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    """`function(x)` and the gradient of its sum with respect to `x`; itself differentiable.

    `x` may be a list. Of one score per sample the gradient's rows are the samples' own slopes.
    The trap: where the function mixes samples (batch normalisation), a row is the influence on all.
    """
    tensors = keras.tree.map_structure(ops.convert_to_tensor, x)
    differentiate = _jax_value_and_grad if name == "jax" else _tensorflow_value_and_grad
    value, gradient = differentiate(function, tensors)
    given = keras.tree.flatten(x)
    return keras.tree.map_structure(lambda tensor: as_given(tensor, *given), (value, gradient))


def _tensorflow_value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    with framework.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
        total = ops.sum(value)
    # What the value does not depend on has slope 0, as in JAX and in mathematics, not None.
    nothing = framework.UnconnectedGradients.ZERO
    return value, tape.gradient(total, x, unconnected_gradients=nothing)


def _jax_value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    def total(point: Any) -> tuple[Any, Any]:
        value = function(point)
        return ops.sum(value), value

    (_, value), gradient = framework.value_and_grad(total, has_aux=True)(x)
    return value, gradient


def input_gradient(function: Callable[[Any], Any], x: Any) -> Any:
    """Slope of `function` at `x`: the gradient of the summed scores with respect to the input."""
    return value_and_grad(function, x)[1]
