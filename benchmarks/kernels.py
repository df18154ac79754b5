"""How fast, how lean and how true MMD² is, beside scikit-learn and SciPy.

`python -m benchmarks.kernels` measures for some minutes and writes results/kernels.json.
"""

import functools
import math
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import rbf_kernel

from benchmarks import side_by_side
from ganbook import backend, kernels

COUNT, LARGE, WIDTH = 5000, 20_000, 64
BANDWIDTH = math.sqrt(WIDTH)
CHUNK = 1000  # Rows of a large matrix that a peer, which knows no blocks, is given at once.

# Speed is in times of ganbook's, at least; memory, beside the samples, and errors are at most.
GOALS = {
    "scikit-learn, float32": 4,
    "scipy, float32": 30,
    "scikit-learn in chunks, float32": 4,
    "numpy, permutations": 4,
    "megabytes": 100,
    "relative_error": 1e-6,
    "absolute_error_far_away": 1e-6,
}


def main() -> None:
    """Measure everything, write it down, and fail if a goal is missed."""
    findings = measure()
    path = side_by_side.save(
        "kernels", findings, versions_of=("numpy", "scipy", "scikit-learn", "keras", backend.name)
    )
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(count: int = COUNT, large: int = LARGE, rounds: int = 3) -> dict[str, Any]:
    """All findings at these numbers of samples; the goals are meant for the default ones."""
    return {
        "functions": sorted(kernels.__all__),
        "count": count,
        "large_count": large,
        "width": WIDTH,
        "goals": GOALS,
        "speed": {
            "mmd_squared, float32": speed(PEERS, "float32", count, rounds),
            "mmd_squared, float64": speed(PEERS, "float64", count, rounds),
            "mmd_squared, large, float32": speed(CHUNKED, "float32", large, rounds),
            "two_sample_test, 999 permutations": speed(TESTS, "float32", count // 5, rounds),
        },
        "memory": {name: memory(name, large) for name in FUNCTIONS},
        "accuracy": {
            "relative_error": relative_error(count),
            "absolute_error_far_away": error_far_away(count),
        },
    }


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every goal that the findings miss."""
    goals, speeds = findings["goals"], findings["speed"]
    ratios = {
        "scikit-learn, float32": ratio(speeds["mmd_squared, float32"], "scikit-learn"),
        "scipy, float32": ratio(speeds["mmd_squared, float32"], "scipy"),
        "scikit-learn in chunks, float32": ratio(
            speeds["mmd_squared, large, float32"], "scikit-learn in chunks"
        ),
        "numpy, permutations": ratio(speeds["two_sample_test, 999 permutations"], "numpy"),
    }
    slow = [
        f"{name} takes {value:.3g} times as long, not {goals[name]}"
        for name, value in ratios.items()
        if not value >= goals[name]
    ]
    figures = {f"megabytes, {name}": peak for name, peak in findings["memory"].items()}
    figures.update(findings["accuracy"])
    return slow + [
        f"{name} is {figure:.3g}, not at most {goals[name.partition(',')[0]]}"
        for name, figure in figures.items()
        if not figure <= goals[name.partition(",")[0]]
    ]


def ratio(seconds: dict[str, float], peer: str) -> float:
    """How many times as long as ganbook a peer takes."""
    return seconds[peer] / seconds["ganbook"]


def samples(dtype: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Two Gaussian clouds, a little apart: twice (count, WIDTH)."""
    x, y = np.random.default_rng(0).normal(size=(2, count, WIDTH))
    return x.astype(dtype), (y + 0.1).astype(dtype)


Measure = Callable[[np.ndarray, np.ndarray], Any]


def from_matrices(matrix: Measure, x: np.ndarray, y: np.ndarray) -> float:
    """The unbiased MMD² as one writes it with a library of whole matrices."""
    m, n = len(x), len(y)
    xx, yy, xy = (float(matrix(*both).sum(dtype="float64")) for both in ((x, x), (y, y), (x, y)))
    return (xx - m) / (m * (m - 1)) + (yy - n) / (n * (n - 1)) - 2 * xy / (m * n)


def scikit_learn(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The Gaussian kernel of scikit-learn."""
    return rbf_kernel(x, y, gamma=1 / (2 * BANDWIDTH**2))


def scipy(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The Gaussian kernel by SciPy's distances."""
    return np.exp(cdist(x, y, "sqeuclidean") / (-2 * BANDWIDTH**2))


def in_chunks(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sums of scikit-learn's kernel by row, a chunk of rows at a time."""
    chunks = (x[first : first + CHUNK] for first in range(0, len(x), CHUNK))
    return np.concatenate([scikit_learn(c, y).sum(axis=1, dtype="float64") for c in chunks])


def permutation_by_permutation(x: np.ndarray, y: np.ndarray) -> float:
    """The test as one writes it: the matrix once, then reordered for each relabelling."""
    pooled, rng = np.concatenate([x, y]), np.random.default_rng(0)
    gram, m = scikit_learn(pooled, pooled), len(x)

    def statistic(order: np.ndarray) -> float:
        a, b = order[:m], order[m:]
        xx, yy, xy = (gram[np.ix_(*both)] for both in ((a, a), (b, b), (a, b)))
        inside = (xx.sum() - m) / (m * (m - 1)) + (yy.sum() - len(b)) / (len(b) * (len(b) - 1))
        return inside - 2 * xy.mean()

    observed = statistic(np.arange(len(pooled)))
    null = [statistic(rng.permutation(len(pooled))) for _ in range(999)]
    return (1 + np.sum(np.array(null) >= observed)) / 1000


PEERS: dict[str, Measure] = {
    "ganbook": functools.partial(kernels.mmd_squared, bandwidth=BANDWIDTH),
    "scikit-learn": functools.partial(from_matrices, scikit_learn),
    "scipy": functools.partial(from_matrices, scipy),
}
CHUNKED: dict[str, Measure] = {
    "ganbook": PEERS["ganbook"],
    "scikit-learn in chunks": functools.partial(from_matrices, in_chunks),
}
TESTS: dict[str, Measure] = {
    "ganbook": functools.partial(kernels.two_sample_test, bandwidth=BANDWIDTH),
    "numpy": permutation_by_permutation,
}
FUNCTIONS: dict[str, Measure] = {
    "mmd_squared": PEERS["ganbook"],
    "mmd_estimate": functools.partial(kernels.mmd_estimate, bandwidth=BANDWIDTH),
    "two_sample_test": functools.partial(
        kernels.two_sample_test, bandwidth=BANDWIDTH, permutations=99
    ),
}


def speed(peers: dict[str, Measure], dtype: str, count: int, rounds: int) -> dict[str, float]:
    """Median seconds of each, taking turns."""
    x, y = samples(dtype, count)
    contestants = {name: functools.partial(work, x, y) for name, work in peers.items()}
    seconds = side_by_side.race(contestants, rounds=rounds)
    return {name: round(taken, 4) for name, taken in seconds.items()}


def memory(name: str, count: int) -> float:
    """Peak megabytes beside the samples."""
    prepare = functools.partial(_warmed_samples, name, count)
    return round(side_by_side.peak_bytes(prepare, functools.partial(_apply, name)) / 1e6, 1)


def _warmed_samples(name: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = samples("float32", count)
    # What the libraries take at their first call is no cost of the function; its tiles are.
    _apply(name, (x[: side_by_side.WARM], y[: side_by_side.WARM]))
    return x, y


def _apply(name: str, pair: tuple[np.ndarray, np.ndarray]) -> Any:
    return FUNCTIONS[name](*pair)


def relative_error(count: int) -> float:
    """In float64, against scikit-learn's matrices."""
    x, y = samples("float64", count)
    return _rounded(PEERS["ganbook"](x, y) / PEERS["scikit-learn"](x, y) - 1)


def error_far_away(count: int) -> float:
    """In float32 at offset 1,000, against the same samples in float64."""
    x, y = (cloud + np.float32(1000) for cloud in samples("float32", count))
    exact = PEERS["ganbook"](x.astype("float64"), y.astype("float64"))
    return _rounded(PEERS["ganbook"](x, y) - exact)


def _rounded(error: float) -> float:
    return float(f"{abs(error):.2g}")


if __name__ == "__main__":
    main()
