"""Random numbers that depend on nothing but where they are used: a seed, a stream and a step.

No generator is advanced, so a run resumed at step 1,000 draws what it would have drawn, and an
evaluation in between cannot disturb it.
"""

from typing import Any

import numpy as np

from ganbook.backend.framework import framework, name

STREAMS = 256  # purposes told apart within one step


def seeded(seed: int) -> np.ndarray:
    """A seed as an array, which a compiled program can be given anew without compiling again."""
    if name == "jax":
        return np.asarray(framework.random.key_data(framework.random.key(seed)))
    return np.asarray(seed * STREAMS, "int64")


def normals(shape: tuple[int, ...], *, seed: Any, stream: int, step: Any) -> Any:
    """Standard normal numbers, float32; `seed` is a whole number or what `seeded` made of one."""
    if name == "jax":
        return framework.random.normal(_jax_key(seed, stream, step), shape, "float32")
    # The same algorithm on processors, on graphics cards and under XLA.
    return framework.random.stateless_normal(shape, _pair(seed, stream, step), alg="philox")


def uniforms(shape: tuple[int, ...], *, seed: Any, stream: int, step: Any) -> Any:
    """Numbers evenly spread over [0, 1), float32; `seed` as for `normals`."""
    if name == "jax":
        return framework.random.uniform(_jax_key(seed, stream, step), shape, "float32")
    return framework.random.stateless_uniform(shape, _pair(seed, stream, step), alg="philox")


def _pair(seed: Any, stream: int, step: Any) -> Any:
    start = seeded(seed) if isinstance(seed, int) else seed
    return framework.stack([start + stream, framework.cast(step, "int64")])


def _jax_key(seed: Any, stream: int, step: Any) -> Any:
    start = seeded(seed) if isinstance(seed, int) else seed
    key = framework.random.fold_in(framework.random.wrap_key_data(start), stream)
    return framework.random.fold_in(key, step)
