"""Functions of tensors, compiled, or with slopes of their own."""

import functools
from collections.abc import Callable
from typing import Any

from ganbook.backend.framework import framework, name, ops, silent_descriptor, talkative


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` of tensors, fused by XLA; inside a larger compiled function, a part of that.

    The trap: every new shape is compiled anew (a fraction of a second). In a loop, feed fixed ones.
    """
    if name == "jax":
        return framework.jit(function)
    compile_quietly()
    # TensorFlow counts traces by the line of code and warns at the fifth; one line may rightly make
    # several functions. A partial has no line, so that each of them is counted alone.
    alone = functools.partial(function)
    # With a second shape the trace becomes general; from then on only XLA compiles for new ones.
    return framework.function(alone, jit_compile=True, autograph=False, reduce_retracing=True)


@functools.cache
def compile_quietly() -> None:
    """XLA introduces itself once, at its first compilation: let that be one nobody hears."""
    if talkative:
        with silent_descriptor():
            framework.function(lambda: ops.zeros(()), jit_compile=True)()


def with_slopes(function: Callable[..., Any], slopes: Callable[..., tuple]) -> Callable[..., Any]:
    """`function`, whose gradients are `slopes(*arguments, upstream)` and not its traced steps.

    Differentiable as often as `slopes` is. The trap: nobody checks that the two belong together.
    """
    if name == "jax":
        replaced = framework.custom_vjp(lambda *arguments: function(*arguments))
        # Calling itself, and not `function`, makes the second derivative find the rule again.
        replaced.defvjp(
            lambda *arguments: (replaced(*arguments), arguments),
            lambda arguments, upstream: tuple(slopes(*arguments, upstream)),
        )
        return replaced

    @framework.custom_gradient
    def replaced(*arguments: Any) -> Any:
        # Without gradients, TensorFlow does not store the steps that nobody will go back through.
        value = function(*(ops.stop_gradient(argument) for argument in arguments))
        return value, lambda upstream: slopes(*arguments, upstream)

    return replaced
