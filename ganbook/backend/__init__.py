"""The only place that knows the framework: a quiet import, arrays, gradients, compiled functions.

TensorFlow by default, JAX with KERAS_BACKEND=jax; all others say `from ganbook.backend import ops`.
"""

from ganbook.backend.arrays import as_given, floats, is_symbolic, is_tensor, mean, numbers, tensor
from ganbook.backend.chance import STREAMS, normals, seeded, uniforms
from ganbook.backend.framework import (
    SUPPORTED,
    angular,
    keep_operations_whole,
    keras,
    make_deterministic,
    name,
    on_processor,
    ops,
    silent_descriptor,
    single_precision_products,
    versions,
)
from ganbook.backend.functions import compiled, with_slopes
from ganbook.backend.replicas import WORKER_LOST, devices, is_chief, replica, several_devices
from ganbook.backend.slopes import input_gradient, value_and_grad
from ganbook.backend.steps import move, repeated, weight_slopes

__all__ = [
    "STREAMS",
    "SUPPORTED",
    "WORKER_LOST",
    "angular",
    "as_given",
    "compiled",
    "devices",
    "floats",
    "input_gradient",
    "is_chief",
    "is_symbolic",
    "is_tensor",
    "keep_operations_whole",
    "keras",
    "make_deterministic",
    "mean",
    "move",
    "name",
    "normals",
    "numbers",
    "on_processor",
    "ops",
    "repeated",
    "replica",
    "seeded",
    "several_devices",
    "silent_descriptor",
    "single_precision_products",
    "tensor",
    "uniforms",
    "value_and_grad",
    "versions",
    "weight_slopes",
    "with_slopes",
]
