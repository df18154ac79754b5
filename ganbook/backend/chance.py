"""Random numbers that depend on nothing but where they are used: a seed, a stream and a step.

No generator is advanced, so a run resumed at step 1,000 draws what it would have drawn, and an
evaluation in between cannot disturb it.
"""

from typing import Any

import numpy as np

from ganbook.backend.framework import framework, name

STREAMS = 256  # purposes told apart within one step
_PHILOX = 1  # TensorFlow's number for it


def seeded(seed: int) -> np.ndarray:
    """A seed as an array, which a compiled program can be given anew without compiling again."""
    if name == "jax":
        return np.asarray(framework.random.key_data(framework.random.key(seed)))
    return np.asarray(seed * STREAMS, "int64")


def normals(shape: tuple[int, ...], *, seed: Any, stream: int, step: Any) -> Any:
    """Standard normal numbers, float32; `seed` is a whole number or what `seeded` made of one."""
    if name == "jax":
        return framework.random.normal(_jax_key(seed, stream, step), shape, "float32")
    return _philox(framework.raw_ops.StatelessRandomNormalV2, shape, _pair(seed, stream, step))


def uniforms(shape: tuple[int, ...], *, seed: Any, stream: int, step: Any) -> Any:
    """Numbers evenly spread over [0, 1), float32; `seed` as for `normals`."""
    if name == "jax":
        return framework.random.uniform(_jax_key(seed, stream, step), shape, "float32")
    return _philox(framework.raw_ops.StatelessRandomUniformV2, shape, _pair(seed, stream, step))


def _pair(seed: Any, stream: int, step: Any) -> Any:
    start = seeded(seed) if isinstance(seed, int) else seed
    return framework.stack([start + stream, framework.cast(step, "int64")])


def _philox(draw: Any, shape: tuple[int, ...], pair: Any) -> Any:
    """Random numbers of one algorithm on every device; XLA takes them in an order of its own.

    By two operations: `tf.random.stateless_normal` makes the same numbers of forty, which are a
    good part of a small step.
    """
    key, counter = framework.raw_ops.StatelessRandomGetKeyCounter(seed=pair)
    return draw(shape=shape, key=key, counter=counter, alg=_PHILOX, dtype="float32")


def _jax_key(seed: Any, stream: int, step: Any) -> Any:
    start = seeded(seed) if isinstance(seed, int) else seed
    key = framework.random.fold_in(framework.random.wrap_key_data(start), stream)
    return framework.random.fold_in(key, step)
