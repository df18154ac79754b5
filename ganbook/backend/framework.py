"""Keras and its framework, imported without a word: TensorFlow by default, or JAX."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

SUPPORTED = ("tensorflow", "jax")


@contextlib.contextmanager
def silent_descriptor() -> Iterator[None]:
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
    with silent_descriptor():
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
talkative = "tensorflow" in sys.modules
keras, framework = _import_quietly()
ops = keras.ops
name: str = keras.backend.backend()
# Sines and the like: Keras on JAX takes those of doubles in single precision, JAX itself does not.
angular = framework.numpy if name == "jax" else ops


def versions() -> dict[str, str]:
    """Of what computes. A module knows its own; as a package it may have another name."""
    return {module.__name__: module.__version__ for module in (keras, framework, np)}


def on_processor() -> bool:
    """Whether there is no graphics card to compute on."""
    if name == "jax":
        return framework.default_backend() == "cpu"
    return not framework.config.list_physical_devices("GPU")


# Graphics cards round the factors of float32 products to ten bits, unless told otherwise.
single_precision_products: bool = on_processor()


def keep_operations_whole() -> None:
    """Share no operation out among the cores: small networks are a fifth faster for it.

    Each core then does an operation of its own. The trap: large products and convolutions take
    twice as long. TensorFlow must not have computed yet; if it has, and on JAX, nothing changes.
    """
    if name == "tensorflow":
        with contextlib.suppress(RuntimeError):
            framework.config.threading.set_intra_op_parallelism_threads(1)


def make_deterministic() -> None:
    """Let the same seed give the same numbers to the last bit, run after run on one machine."""
    if name == "tensorflow":  # JAX on a processor is so by itself.
        framework.config.experimental.enable_op_determinism()
