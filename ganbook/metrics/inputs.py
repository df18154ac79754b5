"""What every metric asks of its samples: finished numbers, as NumPy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ganbook import backend, checks

BLOCK = 2**21  # Numbers of float64 that are looked at together: 16 MiB.


def matrix(values: Any, name: str, *, rows: int = 2) -> np.ndarray:
    """Checked samples as a NumPy matrix of float32 or float64, whichever holds all they say."""
    values = checks.matrix(values, name, rows=rows)
    array = checks.concrete(values)
    if array is None:
        raise TypeError(
            f"{name} has no values yet: a metric cannot run inside a compiled function."
            " Call it between training steps, or use ganbook.kernels or ganbook.distances there."
        )
    return backend.floats(array)[0]


def pair(real: Any, fake: Any, names: tuple[str, str], *, rows: int = 2) -> tuple[Any, Any]:
    """Two such matrices of the same width, in one float type."""
    real, fake = matrix(real, names[0], rows=rows), matrix(fake, names[1], rows=rows)
    checks.same_width(real, fake, names)
    return backend.floats(real, fake)


def blocks(samples: np.ndarray) -> Iterator[np.ndarray]:
    """The rows in turn, a few megabytes at a time, in float64."""
    step = max(1, BLOCK // samples.shape[1])
    for first in range(0, len(samples), step):
        yield samples[first : first + step].astype("float64")


def bounded(samples: np.ndarray, name: str, limit: float) -> None:
    """Refuses samples whose powers, further on, would no longer fit into a number."""
    largest = max(float(samples.max()), -float(samples.min()))  # Without a copy, as of np.abs.
    if largest > limit:
        raise ValueError(
            f"{name} must stay below {limit:g} to be measured; got {largest:.3g}. Divide all"
            " samples by their scale."
        )
