"""Training steps: slopes with respect to weights, and many steps inside one compiled call."""

import collections
import functools
from collections.abc import Callable, Sequence
from typing import Any

from ganbook.backend.framework import framework, keras, name, ops
from ganbook.backend.functions import compile_quietly
from ganbook.backend.replicas import on_all_replicas

Step = Callable[..., Any]


def weight_slopes(
    losses: Callable[[], tuple[Sequence, Any]], groups: Sequence[Sequence], others: Sequence
) -> tuple:
    """The values of `losses`, what they report, and the slopes of each value at its own weights.

    One loss for each of the `groups` of weights. `others` are all further variables that the losses
    read or move: JAX sees no other.
    """
    if name == "jax":
        return _jax_weight_slopes(losses, groups, others)
    with framework.GradientTape(persistent=len(groups) > 1) as tape:
        values, report = losses()
    slopes = [
        tape.gradient(
            value,
            [weight.value for weight in weights],
            # A weight that plays no part has slope 0; Keras's optimizers refuse None.
            unconnected_gradients=framework.UnconnectedGradients.ZERO,
        )
        for value, weights in zip(values, groups, strict=True)
    ]
    return values, report, slopes


def _jax_weight_slopes(losses: Callable, groups: Sequence[Sequence], others: Sequence) -> tuple:
    weights = [weight for group in groups for weight in group]
    rest = [(variable, variable.value) for variable in others]

    def of_values(start: list) -> tuple[Any, tuple]:
        mapping = [*zip(weights, [value for group in start for value in group], strict=True), *rest]
        with keras.StatelessScope(state_mapping=mapping) as scope:
            values, report = losses()
        return list(values), (report, [scope.get_current_value(variable) for variable in others])

    start = [[weight.value for weight in group] for group in groups]
    values, back, (report, moved) = framework.vjp(of_values, start, has_aux=True)
    slopes = []
    for index in range(len(groups)):
        chosen = [ops.cast(index == place, value.dtype) for place, value in enumerate(values)]
        slopes.append(back(chosen)[0][index])
    for variable, new in zip(others, moved, strict=True):
        variable.assign(new)  # What the losses moved, such as running means, moves outside, too.
    return values, report, slopes


def move(optimizer: Any, slopes: Sequence, weights: Sequence) -> None:
    """Let a built optimizer take one step at these weights."""
    if name == "jax":
        _jax_move(optimizer, slopes, weights)
    elif _fits_one_operation(optimizer, weights):
        _adam_move(optimizer, slopes, weights)
    else:
        optimizer.apply(slopes, weights)


def _jax_move(optimizer: Any, slopes: Sequence, weights: Sequence) -> None:
    # A loss scale may skip the step, and JAX lets nothing be assigned within such a branch.
    moving = [variable.value for variable in (*weights, *optimizer.variables)]
    count = len(weights)
    moved, state = optimizer.stateless_apply(moving[count:], slopes, moving[:count])
    for variable, new in zip((*weights, *optimizer.variables), (*moved, *state), strict=True):
        variable.assign(new)


def _fits_one_operation(optimizer: Any, weights: Sequence) -> bool:
    """Whether TensorFlow's own Adam does all that was asked, also of the weights."""
    free = all(weight.constraint is None and weight.dtype == "float32" for weight in weights)
    return free and _plain_adam(optimizer) and not framework.distribute.has_strategy()


def _plain_adam(optimizer: Any) -> bool:
    """Whether the optimizer is Adam as in the paper, with none of Keras's additions."""
    added = ("amsgrad", "weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema")
    more = ("loss_scale_factor", "gradient_accumulation_steps")
    return type(optimizer) is keras.optimizers.Adam and not any(
        getattr(optimizer, setting) for setting in (*added, *more)
    )


def _adam_move(optimizer: Any, slopes: Sequence, weights: Sequence) -> None:
    """Adam's step by TensorFlow's own operation: one a weight, where Keras builds it of a dozen."""
    rate = ops.cast(optimizer.learning_rate, "float32")
    count = ops.cast(optimizer.iterations + 1, "float32")
    # As tensors, or each weight would get constants of its own, and they add up to trace.
    betas = [
        ops.convert_to_tensor(beta, "float32") for beta in (optimizer.beta_1, optimizer.beta_2)
    ]
    powers = [ops.power(beta, count) for beta in betas]
    epsilon = ops.convert_to_tensor(optimizer.epsilon, "float32")
    memories = zip(optimizer._momentums, optimizer._velocities, strict=True)
    for weight, slope, (first, second) in zip(weights, slopes, memories, strict=True):
        framework.raw_ops.ResourceApplyAdam(
            var=weight.value.handle,
            m=first.value.handle,
            v=second.value.handle,
            beta1_power=powers[0],
            beta2_power=powers[1],
            lr=rate,
            beta1=betas[0],
            beta2=betas[1],
            epsilon=epsilon,
            grad=slope,
        )
    optimizer.iterations.assign_add(1)


def repeated(
    step: Step, variables: Sequence, width: int, *, fused: bool = False, strategy: Any = None
) -> Callable[..., tuple[Any, Any]]:
    """A program `(count, rows, *data)` that takes `count` steps.

    It returns their summed reports, and whether all that they moved is finite. Step i gets the
    samples `rows[i]` of each of `data` and returns `width` numbers; `variables` are all that it
    moves. One compilation serves every count, as long as the shapes stay.
    """
    if name == "jax":
        return _jax_repeated(step, variables, width)
    if strategy is not None:
        step = on_all_replicas(step, strategy)

    def program(count: Any, rows: Any, *data: Any) -> tuple[Any, Any]:
        def body(index: Any, total: Any) -> tuple[Any, Any]:
            chosen = framework.gather(rows, index)
            batch = [framework.gather(values, chosen) for values in data]
            return index + 1, total + step(*batch)

        start = (framework.constant(0), framework.zeros(width))
        within = lambda index, total: index < count  # noqa: E731
        # Steps follow each other: with several in flight, a step would read what is being written.
        total = framework.while_loop(within, body, start, parallel_iterations=1)[1]
        return total, _finite([variable.value for variable in variables])

    compile_quietly()
    # A partial has no line of code, by which TensorFlow counts traces and warns: see `compiled`.
    return framework.function(functools.partial(program), jit_compile=fused, autograph=False)


def _jax_repeated(step: Step, variables: Sequence, width: int) -> Callable[..., tuple[Any, Any]]:
    @framework.jit
    def program(state: list, count: Any, rows: Any, *data: Any) -> tuple[list, Any, Any]:
        def body(index: Any, carried: tuple) -> tuple:
            state, total = carried
            mapping = list(zip(variables, state, strict=True))
            with keras.StatelessScope(state_mapping=mapping) as scope:
                report = step(*(values[rows[index]] for values in data))
            return [scope.get_current_value(v) for v in variables], total + report

        start = (state, ops.zeros(width, "float32"))
        state, total = framework.lax.fori_loop(0, count, body, start)
        return state, total, _finite(state)

    def run(count: Any, rows: Any, *data: Any) -> tuple[Any, Any]:
        state, total, finite = program([v.value for v in variables], count, rows, *data)
        for variable, new in zip(variables, state, strict=True):
            variable.assign(new)
        return total, finite

    return run


def _finite(values: list) -> Any:
    """Whether every number of these is finite."""
    alike = collections.defaultdict(list)  # A few large operations are traced sooner than many.
    for value in values:
        if keras.backend.is_float_dtype(value.dtype):
            alike[tuple(value.shape), value.dtype].append(value)
    found = [ops.all(ops.isfinite(ops.stack(group))) for group in alike.values()]
    return ops.all(ops.stack(found))
