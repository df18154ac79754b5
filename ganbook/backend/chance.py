"""Random numbers that depend on nothing but where they are used: a seed, a stream and a step.

No generator is advanced, so a run resumed at step 1,000 draws what it would have drawn, and an
evaluation in between cannot disturb it.
"""

from typing import Any

from ganbook.backend.framework import framework, name

STREAMS = 256  # purposes told apart within one step


def normals(shape: tuple[int, ...], *, seed: int, stream: int, step: Any) -> Any:
    """Standard normal numbers, float32."""
    if name == "jax":
        return framework.random.normal(_jax_key(seed, stream, step), shape, "float32")
    # The same algorithm on processors, on graphics cards and under XLA.
    return framework.random.stateless_normal(shape, _pair(seed, stream, step), alg="philox")


def uniforms(shape: tuple[int, ...], *, seed: int, stream: int, step: Any) -> Any:
    """Numbers evenly spread over [0, 1), float32."""
    if name == "jax":
        return framework.random.uniform(_jax_key(seed, stream, step), shape, "float32")
    return framework.random.stateless_uniform(shape, _pair(seed, stream, step), alg="philox")


def _pair(seed: int, stream: int, step: Any) -> Any:
    first = framework.constant(seed * STREAMS + stream, "int64")
    return framework.stack([first, framework.cast(step, "int64")])


def _jax_key(seed: int, stream: int, step: Any) -> Any:
    key = framework.random.fold_in(framework.random.key(seed), stream)
    return framework.random.fold_in(key, step)
