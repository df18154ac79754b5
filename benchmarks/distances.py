"""How fast, how lean and how true the distances are, beside SciPy and scikit-learn.

`python -m benchmarks.distances` measures for some minutes and writes results/distances.json.
"""

import functools
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics import euclidean_distances
from sklearn.neighbors import NearestNeighbors

from benchmarks import side_by_side
from ganbook import backend, distances

COUNT, WIDTH = 5000, 784  # Two sets of images the size of handwritten digits.

# What each figure must stay below. Speed is in times of a peer, memory in times of the result.
GOALS = {
    "euclidean_seconds_to_fastest_peer": 1.2,
    "manhattan_seconds_to_scipy": 0.5,
    "peak_memory_to_result": 2.2,
    "relative_error": 0.01,
}


def main() -> None:
    """Measure everything, write it down, and fail if a goal is missed."""
    findings = measure()
    path = side_by_side.save(
        "distances", findings, versions_of=("numpy", "scipy", "scikit-learn", "keras", backend.name)
    )
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(count: int = COUNT, rounds: int = 5) -> dict[str, Any]:
    """All findings at this number of samples; the goals are meant for the default one."""
    return {
        "functions": sorted(distances.__all__),
        "count": count,
        "width": WIDTH,
        "goals": GOALS,
        "speed": {dtype: speed(dtype, count, rounds) for dtype in ("float32", "float64")},
        "memory": {name: memory(name, count) for name in FUNCTIONS},
        "accuracy": {name: accuracy(samples) for name, samples in TRAPS.items()},
    }


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every goal that the findings miss."""
    figures = {}
    for dtype, disciplines in findings["speed"].items():
        euclid, manhattan = disciplines["euclidean"], disciplines["manhattan"]
        peers = min(seconds for who, seconds in euclid.items() if who != "ganbook")
        figures[f"euclidean_seconds_to_fastest_peer, {dtype}"] = euclid["ganbook"] / peers
        to_scipy = manhattan["ganbook"] / manhattan["scipy"]
        figures[f"manhattan_seconds_to_scipy, {dtype}"] = to_scipy
    for name, peak in findings["memory"].items():
        figures[f"peak_memory_to_result, {name}"] = peak["to_result"]
    for name, errors in findings["accuracy"].items():
        figures[f"relative_error, {name}"] = errors["ganbook"]
    goals = findings["goals"]
    return [
        f"{name} is {figure:.3g}, not below {goals[name.partition(',')[0]]}"
        for name, figure in figures.items()
        if not figure < goals[name.partition(",")[0]]
    ]


def samples(dtype: str, count: int = COUNT) -> np.ndarray:
    """Two sets of Gaussian samples: (2, count, WIDTH)."""
    return np.random.default_rng(0).normal(size=(2, count, WIDTH)).astype(dtype)


def speed(dtype: str, count: int, rounds: int) -> dict[str, dict[str, float]]:
    """Median seconds of each contestant in three disciplines."""
    x, y = samples(dtype, count)
    disciplines = {
        "euclidean": {
            "ganbook": lambda: distances.euclidean(x, y),
            "scikit-learn": lambda: euclidean_distances(x, y),
            "scipy": lambda: cdist(x, y),
        },
        "manhattan": {
            "ganbook": lambda: distances.manhattan(x, y),
            "scipy": lambda: cdist(x, y, "cityblock"),
        },
        "five nearest": {
            "ganbook": lambda: distances.nearest(x, y, count=5),
            "scikit-learn": lambda: (
                NearestNeighbors(n_neighbors=5, algorithm="brute").fit(y).kneighbors(x)
            ),
        },
    }
    return {
        name: {
            who: round(seconds, 4)
            for who, seconds in side_by_side.race(contestants, rounds=rounds).items()
        }
        for name, contestants in disciplines.items()
    }


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "euclidean": distances.euclidean,
    "manhattan": distances.manhattan,
    "energy": distances.energy,
    "nearest": distances.nearest,
}


def memory(name: str, count: int) -> dict[str, float]:
    """Peak memory beyond the samples, in megabytes and in times of a float32 matrix."""
    prepare = functools.partial(_warmed_samples, name, count)
    peak = side_by_side.peak_bytes(prepare, functools.partial(_apply, name))
    return {"megabytes": round(peak / 1e6, 1), "to_result": round(peak / (4 * count**2), 3)}


def _warmed_samples(name: str, count: int) -> np.ndarray:
    x, y = samples("float32", count)
    _apply(name, (x[:512], y[:512]))  # What the compiler needs once is no cost of the function.
    return x, y


def _apply(name: str, pair: tuple[np.ndarray, np.ndarray]) -> Any:
    return FUNCTIONS[name](*pair)


def far_from_the_origin() -> tuple[np.ndarray, np.ndarray]:
    """Single precision at offset 1,000."""
    return tuple((samples("float64", 300) + 1000).astype("float32"))


def two_far_clusters() -> tuple[np.ndarray, np.ndarray]:
    """Single precision, one half of the samples at -1,000, the other at 1,000."""
    where = np.where(np.arange(300) < 150, -1000, 1000)[:, None]
    return tuple((samples("float64", 300) + where).astype("float32"))


def near_copies() -> tuple[np.ndarray, np.ndarray]:
    """Single precision at offset 1,000, every sample beside a copy moved by a thousandth."""
    x = (samples("float64", 300)[0] + 1000).astype("float32")
    return x, x + np.float32(1e-3)


TRAPS = {trap.__doc__: trap for trap in (far_from_the_origin, two_far_clusters, near_copies)}


def accuracy(trap: Callable[[], tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """Largest relative error of the Euclidean distance in a trap, against float64 differences."""
    x, y = trap()
    truth = cdist(x.astype("float64"), y.astype("float64"))
    textbook = np.sum(x**2, axis=1)[:, None] + np.sum(y**2, axis=1) - 2 * x @ y.T
    found = {
        "ganbook": distances.euclidean(x, y),
        "scikit-learn": euclidean_distances(x, y),
        "|x|² + |y|² - 2xy": np.sqrt(np.maximum(textbook, 0)),
    }
    return {name: float(f"{np.abs(gaps / truth - 1).max():.2g}") for name, gaps in found.items()}


if __name__ == "__main__":
    main()
