"""How fast and how lean the metrics are, beside the libraries that people measure GANs with.

`_build/bench/bin/python -m benchmarks.metrics` measures for a quarter of an hour or more and writes
results/metrics.json; `python -m benchmarks.environment` makes the environment that it needs.
That the values agree is another matter: `benchmarks.references`.
"""

import functools
import importlib
import math
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

import ganbook
from benchmarks import side_by_side
from benchmarks.references import VERSIONS

NEIGHBOURS = 3
CHUNK = 1000  # Rows that a library without blocks of its own is given at once.
SUBSETS, SUBSET_SIZE = 100, 1000

# How many times as long as here the fastest peer takes, at least; megabytes beside the features,
# at most: the Fréchet distance holds four matrices of 2,048 columns in float64, whatever comes.
# The kernel distance took 85 to 121 in fourteen runs: two threads hold tiles at once, or not.
GOALS = {
    "fastest peer": 1,
    "megabytes": 100,
    "megabytes, frechet_distance": 150,
    "megabytes, kernel_distance": 150,
}

Measure = Callable[[np.ndarray, np.ndarray], Any]


class Discipline(NamedTuple):
    """So many features of so many columns, in float32, as networks give them."""

    count: int
    width: int
    contestants: dict[str, Measure]


def named(module: str, name: str, **chosen: Any) -> Measure:
    """A function that is imported where it runs: TensorFlow and torch do not bear one another."""
    return functools.partial(_call, module, name, chosen)


def _call(module: str, name: str, chosen: dict, real: np.ndarray, fake: np.ndarray) -> Any:
    return getattr(importlib.import_module(module), name)(real, fake, **chosen)


ours = functools.partial(named, "ganbook.metrics")
peer = functools.partial(named, "benchmarks.peers")
drawn = {"subsets": SUBSETS, "size": SUBSET_SIZE}
width = {"bandwidth": math.sqrt(64)}

DISCIPLINES = {
    # Of features: mean and covariance are part of the work.
    "frechet_distance": Discipline(
        10_000,
        2048,
        {
            "ganbook": ours("frechet_distance"),
            "torchmetrics": peer("frechet_torchmetrics"),
            "torch-fidelity": peer("frechet_torch_fidelity"),
            "clean-fid": peer("frechet_clean_fid"),
        },
    ),
    # Only here with a standard error.
    "kernel_distance": Discipline(
        10_000,
        2048,
        {
            "ganbook": ours("kernel_distance", subsets=SUBSETS, subset_size=SUBSET_SIZE),
            "torchmetrics": peer("kid_torchmetrics", **drawn),
            "torch-fidelity": peer("kid_torch_fidelity", **drawn),
            "clean-fid": peer("kid_clean_fid", **drawn),
        },
    ),
    # The peers know no blocks, and are given chunks of rows.
    "mmd_squared": Discipline(
        20_000,
        64,
        {
            "ganbook": named("ganbook.kernels", "mmd_squared", **width),
            "scikit-learn": peer("mmd_scikit_learn", chunk=CHUNK, **width),
            "torch": peer("mmd_torch", chunk=CHUNK, **width),
        },
    ),
    # prdc measures density and coverage along with them.
    "precision_recall": Discipline(
        10_000,
        64,
        {
            "ganbook": ours("precision_recall", neighbours=NEIGHBOURS),
            "torch-fidelity": peer("precision_recall_torch_fidelity", neighbours=NEIGHBOURS),
            "prdc": peer("neighbourhoods_prdc", neighbours=NEIGHBOURS),
        },
    ),
}


def main() -> None:
    """Measure everything, write it down, and fail if a goal is missed."""
    findings = measure()
    versions = (*VERSIONS, "clean-fid", "keras", ganbook.backend.name)
    path = side_by_side.save("metrics", findings, versions_of=versions)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(share: float = 1.0, rounds: int = 3) -> dict[str, Any]:
    """All findings at this share of the samples; the goals are meant for all of them."""
    sizes = {
        n: [max(side_by_side.WARM, int(share * d.count)), d.width] for n, d in DISCIPLINES.items()
    }
    return {
        "functions": sorted(ganbook.metrics.__all__),
        "sizes": sizes,
        "goals": GOALS,
        "speed": {name: speed(name, *size, rounds) for name, size in sizes.items()},
        "memory": {name: memory(name, *size) for name, size in sizes.items()},
    }


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every goal that the findings miss."""
    goals, sentences = findings["goals"], []
    for name, seconds in findings["speed"].items():
        ratio = min(taken for who, taken in seconds.items() if who != "ganbook")
        ratio /= seconds["ganbook"]
        if not ratio >= goals.get(f"fastest peer, {name}", goals["fastest peer"]):
            sentences.append(f"{name}: the fastest peer takes only {ratio:.2g} times as long")
    for name, peaks in findings["memory"].items():
        goal = goals.get(f"megabytes, {name}", goals["megabytes"])
        if not peaks["ganbook"] <= goal:
            sentences.append(f"{name}: {peaks['ganbook']:.3g} megabytes, not at most {goal}")
    return sentences


def features(count: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Real and fake features, a little apart: twice (count, width) in float32."""
    rng = np.random.default_rng(0)
    real, fake = (rng.standard_normal((count, width), "float32") for _ in range(2))
    fake += np.float32(0.05)
    return real, fake


def speed(name: str, count: int, width: int, rounds: int) -> dict[str, float]:
    """Median seconds of each, taking turns, each in a process of its own."""
    works = {
        who: (functools.partial(features, count, width), functools.partial(_apply, name, who))
        for who in DISCIPLINES[name].contestants
    }
    with side_by_side.apart(works) as contestants:
        seconds = side_by_side.race(contestants, rounds=rounds, patience=60)
    return {who: round(taken, 3) for who, taken in seconds.items()}


def memory(name: str, count: int, width: int) -> dict[str, float]:
    """Peak megabytes of each beside the features, in a process of its own."""
    peaks = {}
    for who in DISCIPLINES[name].contestants:
        prepare = functools.partial(_warmed, name, who, count, width)
        peak = side_by_side.peak_bytes(prepare, functools.partial(_apply, name, who))
        peaks[who] = round(peak / 1e6, 1)
    return peaks


def _warmed(name: str, who: str, count: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    real, fake = features(count, width)
    # So many columns suffice for what libraries load and compile, save where tiles have a width.
    rows, narrow = side_by_side.WARM, width if width <= 64 else 512
    _apply(name, who, (real[:rows, :narrow].copy(), fake[:rows, :narrow].copy()))
    return real, fake


def _apply(name: str, who: str, pair: tuple[np.ndarray, np.ndarray]) -> Any:
    return DISCIPLINES[name].contestants[who](*pair)


if __name__ == "__main__":
    main()
