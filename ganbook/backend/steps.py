"""Training steps: slopes with respect to weights, and many steps inside one compiled call."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from ganbook.backend.framework import framework, keras, name, ops
from ganbook.backend.functions import compile_quietly
from ganbook.backend.replicas import on_all_replicas

Step = Callable[..., Any]


def weight_slopes(
    loss: Callable[[], tuple[Any, Any]], weights: Sequence, others: Sequence
) -> tuple:
    """The value of `loss`, what it reports, and the slopes of the value at the `weights`.

    `others` are all further variables that the loss reads or moves: JAX sees no other.
    """
    if name == "jax":
        return _jax_weight_slopes(loss, weights, others)
    with framework.GradientTape() as tape:
        value, report = loss()
    slopes = tape.gradient(
        value,
        [weight.value for weight in weights],
        # A weight that plays no part has slope 0; Keras's optimizers refuse None.
        unconnected_gradients=framework.UnconnectedGradients.ZERO,
    )
    return value, report, slopes


def _jax_weight_slopes(loss: Callable, weights: Sequence, others: Sequence) -> tuple:
    def of_values(values: list, rest: list) -> tuple[Any, tuple]:
        mapping = [*zip(weights, values, strict=True), *zip(others, rest, strict=True)]
        with keras.StatelessScope(state_mapping=mapping) as scope:
            value, report = loss()
        return value, (report, [scope.get_current_value(variable) for variable in others])

    differentiate = framework.value_and_grad(of_values, has_aux=True)
    start = [weight.value for weight in weights], [variable.value for variable in others]
    (value, (report, moved)), slopes = differentiate(*start)
    for variable, new in zip(others, moved, strict=True):
        variable.assign(new)  # What the loss moved, such as running means, moves outside, too.
    return value, report, slopes


def move(optimizer: Any, slopes: Sequence, weights: Sequence) -> None:
    """Let a built optimizer take one step at these weights."""
    if name != "jax":
        optimizer.apply(slopes, weights)
        return
    # A loss scale may skip the step, and JAX lets nothing be assigned within such a branch.
    moving = [variable.value for variable in (*weights, *optimizer.variables)]
    count = len(weights)
    moved, state = optimizer.stateless_apply(moving[count:], slopes, moving[:count])
    for variable, new in zip((*weights, *optimizer.variables), (*moved, *state), strict=True):
        variable.assign(new)


def all_finite(variables: Sequence) -> Callable[[], Any]:
    """A program that says whether every number of the variables is finite, on their own device."""
    inexact = [v for v in variables if keras.backend.is_float_dtype(v.dtype)]
    if name == "jax":
        found = framework.jit(_finite)
        return lambda: found([variable.value for variable in inexact])
    # A partial has no line of code, by which TensorFlow counts traces and warns: see `compiled`.
    program = functools.partial(lambda: _finite([variable.value for variable in inexact]))
    return framework.function(program, autograph=False)


def _finite(values: list) -> Any:
    return ops.all(ops.stack([ops.all(ops.isfinite(value)) for value in values]))


def repeated(
    step: Step, variables: Sequence, width: int, *, fused: bool = False, strategy: Any = None
) -> Callable[..., Any]:
    """A program `(count, rows, *data)` that takes `count` steps and returns their summed reports.

    Step i gets the samples `rows[i]` of each of `data` and returns `width` numbers; `variables` are
    all that it moves. One compilation serves every count, as long as the shapes stay.
    """
    if name == "jax":
        return _jax_repeated(step, variables, width)
    if strategy is not None:
        step = on_all_replicas(step, strategy)

    def program(count: Any, rows: Any, *data: Any) -> Any:
        def body(index: Any, total: Any) -> tuple[Any, Any]:
            batch = [framework.gather(values, rows[index]) for values in data]
            return index + 1, total + step(*batch)

        start = (framework.constant(0), framework.zeros(width))
        within = lambda index, total: index < count  # noqa: E731
        # Steps follow each other: with several in flight, a step would read what is being written.
        return framework.while_loop(within, body, start, parallel_iterations=1)[1]

    compile_quietly()
    # A partial has no line of code, by which TensorFlow counts traces and warns: see `compiled`.
    return framework.function(functools.partial(program), jit_compile=fused, autograph=False)


def _jax_repeated(step: Step, variables: Sequence, width: int) -> Callable[..., Any]:
    @framework.jit
    def program(state: list, count: Any, rows: Any, *data: Any) -> tuple[list, Any]:
        def body(index: Any, carried: tuple) -> tuple:
            state, total = carried
            mapping = list(zip(variables, state, strict=True))
            with keras.StatelessScope(state_mapping=mapping) as scope:
                report = step(*(values[rows[index]] for values in data))
            return [scope.get_current_value(v) for v in variables], total + report

        return framework.lax.fori_loop(0, count, body, (state, ops.zeros(width, "float32")))

    def run(count: Any, rows: Any, *data: Any) -> Any:
        state, total = program([v.value for v in variables], count, rows, *data)
        for variable, new in zip(variables, state, strict=True):
            variable.assign(new)
        return total

    return run
