"""The only place that knows the framework: a quiet import, arrays, gradients, compiled functions.

TensorFlow by default, JAX with KERAS_BACKEND=jax; all others say `from ganbook.backend import ops`.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

SUPPORTED = ("tensorflow", "jax")


@contextlib.contextmanager
def _silent_descriptor() -> Iterator[None]:
    """Send file descriptor 2 to nowhere: C++ writes there before anyone can configure it."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()  # What Python has already said must not be lost with the rest.
    try:
        saved = os.dup(2)
    except OSError:  # Closed, as under some services: afterwards it must be closed again.
        saved = None
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        if nowhere != 2:  # With 2 closed, the new descriptor may itself be number 2.
            os.dup2(nowhere, 2)
            os.close(nowhere)
        yield
    finally:
        if saved is None:
            os.close(2)
        else:
            os.dup2(saved, 2)
            os.close(saved)


def _require_supported(chosen: str) -> None:
    if chosen not in SUPPORTED:
        raise ImportError(
            f"ganbook runs on TensorFlow or JAX, but Keras is set to {chosen!r}."
            " Set the environment variable KERAS_BACKEND to tensorflow or jax before Python starts."
        )


def _import_quietly() -> tuple[Any, Any]:
    # Left in place: XLA reads the level again when it first compiles, long after this import.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    _require_supported(os.environ.get("KERAS_BACKEND", SUPPORTED[0]))
    with _silent_descriptor():
        import keras

        _require_supported(keras.backend.backend())  # Keras's own settings file may choose, too.
        if keras.backend.backend() == "jax":
            import jax as framework

            # Otherwise JAX turns float64 into float32 without a word.
            framework.config.update("jax_enable_x64", True)
            framework.devices()
        else:
            import tensorflow as framework

            # Looking for a graphics card complains on machines that have none: let it do so here.
            framework.config.list_physical_devices()
    return keras, framework


# Whoever imported TensorFlow before us left it at its own, talkative level.
_talkative = "tensorflow" in sys.modules
keras, _framework = _import_quietly()
ops = keras.ops
name: str = keras.backend.backend()


def _on_processor() -> bool:
    if name == "jax":
        return _framework.default_backend() == "cpu"
    return not _framework.config.list_physical_devices("GPU")


# Graphics cards round the factors of float32 products to ten bits, unless told otherwise.
single_precision_products: bool = _on_processor()


def is_tensor(values: Any) -> bool:
    """Whether `values` belong to the framework: a tensor, a variable or a traced stand-in."""
    return isinstance(values, keras.Variable) or bool(ops.is_tensor(values))


def is_symbolic(values: Any) -> bool:
    """Whether `values` have no numbers yet because a compiled function is being traced."""
    if isinstance(values, keras.Variable):
        values = values.value
    if name == "jax":
        return isinstance(values, _framework.core.Tracer)
    return bool(_framework.is_symbolic_tensor(values))


def floats(*given: Any) -> tuple[Any, ...]:
    """The same values in one float type: tensors if any of them is a tensor, else NumPy arrays.

    float64 stays float64. Lists and integers take Keras's `floatx`. Half precision is widened
    to float32: a sum over 784 half-precision numbers has two digits left, or overflows.
    """
    dtype = _common_dtype(given)
    if any(is_tensor(values) for values in given):
        return tuple(_cast(ops.convert_to_tensor(values), dtype) for values in given)
    return tuple(np.asarray(values, dtype) for values in given)


def _common_dtype(given: tuple[Any, ...]) -> str:
    names = {str(getattr(v.dtype, "name", v.dtype)) for v in given if hasattr(v, "dtype")}
    if names & {"float64", "float96", "float128"}:  # NumPy's long double has two names.
        return "float64"
    if any("float" in name for name in names):
        return "float32"
    return "float64" if keras.config.floatx() == "float64" else "float32"


def _cast(tensor: Any, dtype: str) -> Any:
    same = keras.backend.standardize_dtype(tensor.dtype) == dtype
    return tensor if same else ops.cast(tensor, dtype)


def as_given(result: Any, *given: Any) -> Any:
    """`result` as a tensor if any of `given` is one, else as NumPy: what comes in goes out."""
    if any(is_tensor(values) for values in given):
        return ops.convert_to_tensor(result)
    return ops.convert_to_numpy(result)[()]  # A single number becomes a scalar, not a 0-d array.


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` of tensors, fused by XLA; inside a larger compiled function, a part of that.

    The trap: every new shape is compiled anew (a fraction of a second). In a loop, feed fixed ones.
    """
    if name == "jax":
        return _framework.jit(function)
    _compile_something_quietly()
    # TensorFlow counts traces by the line of code and warns at the fifth; one line may rightly make
    # several functions. A partial has no line, so that each of them is counted alone.
    alone = functools.partial(function)
    # With a second shape the trace becomes general; from then on only XLA compiles for new ones.
    return _framework.function(alone, jit_compile=True, autograph=False, reduce_retracing=True)


@functools.cache
def _compile_something_quietly() -> None:
    """XLA introduces itself once, at its first compilation: let that be one nobody hears."""
    if _talkative:
        with _silent_descriptor():
            _framework.function(lambda: ops.zeros(()), jit_compile=True)()


def with_slopes(function: Callable[..., Any], slopes: Callable[..., tuple]) -> Callable[..., Any]:
    """`function`, whose gradients are `slopes(*arguments, upstream)` and not its traced steps.

    Differentiable as often as `slopes` is. The trap: nobody checks that the two belong together.
    """
    if name == "jax":
        replaced = _framework.custom_vjp(lambda *arguments: function(*arguments))
        # Calling itself, and not `function`, makes the second derivative find the rule again.
        replaced.defvjp(
            lambda *arguments: (replaced(*arguments), arguments),
            lambda arguments, upstream: tuple(slopes(*arguments, upstream)),
        )
        return replaced

    @_framework.custom_gradient
    def replaced(*arguments: Any) -> Any:
        # Without gradients, TensorFlow does not store the steps that nobody will go back through.
        value = function(*(ops.stop_gradient(argument) for argument in arguments))
        return value, lambda upstream: slopes(*arguments, upstream)

    return replaced


def mean(values: Any, axis: int | None = None) -> Any:
    """The mean in the values' own precision; Keras on JAX takes that of float64 in float32."""
    total = ops.sum(values, axis=axis)
    if axis is None:
        return total / ops.cast(ops.size(values), values.dtype)
    return total / ops.cast(ops.shape(values)[axis], values.dtype)


def make_deterministic() -> None:
    """Let the same seed give the same numbers to the last bit, run after run on one machine."""
    if name == "tensorflow":  # JAX on a processor is so by itself.
        _framework.config.experimental.enable_op_determinism()


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
    with _framework.GradientTape() as tape:
        tape.watch(x)
        value = function(x)
        total = ops.sum(value)
    # What the value does not depend on has slope 0, as in JAX and in mathematics, not None.
    nothing = _framework.UnconnectedGradients.ZERO
    return value, tape.gradient(total, x, unconnected_gradients=nothing)


def _jax_value_and_grad(function: Callable[[Any], Any], x: Any) -> tuple[Any, Any]:
    def total(point: Any) -> tuple[Any, Any]:
        value = function(point)
        return ops.sum(value), value

    (_, value), gradient = _framework.value_and_grad(total, has_aux=True)(x)
    return value, gradient


def input_gradient(function: Callable[[Any], Any], x: Any) -> Any:
    """Slope of `function` at `x`: the gradient of the summed scores with respect to the input."""
    return value_and_grad(function, x)[1]
