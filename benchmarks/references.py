"""What other libraries measure on features that anyone can draw again: values to be compared with.

`_build/bench/bin/python -m benchmarks.references` writes results/references.json, in the
environment that `python -m benchmarks.environment` makes. The tests draw the same features.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from benchmarks import side_by_side

NEIGHBOURS = 5
VERSIONS = ("numpy", "scipy", "scikit-learn", "torch", "torchmetrics", "torch-fidelity", "prdc")


class Case(NamedTuple):
    """So many features of so many columns, all far out by the offset, the fakes by a gap more."""

    count: int
    width: int
    offset: float
    gap: float


CASES = {
    "narrow": Case(400, 8, 0.0, 0.3),
    "wide": Case(500, 64, 0.0, 0.1),
    "far from the origin": Case(400, 16, 30.0, 0.2),
}


def clouds(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Real and fake features in float64, whose columns hang together differently."""
    rng = np.random.default_rng(case.width)
    real, fake = rng.normal(size=(2, case.count, case.width))
    mix = np.eye(case.width) + 0.3 * rng.normal(size=(case.width, case.width)) / case.width**0.5
    return real + case.offset, fake @ mix + case.offset + case.gap


def scores(case: Case) -> np.ndarray:
    """Raw scores of ten classes, rather sure."""
    return 3 * np.random.default_rng(case.width).normal(size=(case.count, 10))


def bandwidth(case: Case) -> float:
    """Of the order of the distances."""
    return math.sqrt(2 * case.width)


def main() -> None:
    """Ask every library, and write down what it says, with its version."""
    values = {name: measured(case) for name, case in CASES.items()}
    cases = {name: case._asdict() for name, case in CASES.items()}
    findings = {"neighbours": NEIGHBOURS, "cases": cases, "values": values}
    path = side_by_side.save("references", findings, versions_of=(*VERSIONS, "clean-fid"))
    print(f"written to {path.relative_to(path.parents[2])}")


def measured(case: Case) -> dict[str, dict[str, float]]:
    """For each measure what each library says; random subsets are as large as the clouds."""
    from benchmarks import peers  # There are peers only in an environment of their own.

    real, fake = clouds(case)
    found = {
        "frechet_distance": _ask(_named(peers, "frechet_"), real, fake),
        "kernel_distance": _ask(_named(peers, "kid_"), real, fake, 1, case.count),
        "inception_score": _ask(_named(peers, "inception_score_"), scores(case)),
        "mmd_squared": _ask(_named(peers, "mmd_"), real, fake, bandwidth(case), case.count),
    }
    by_prdc = peers.neighbourhoods_prdc(real, fake, NEIGHBOURS)
    by_fidelity = peers.precision_recall_torch_fidelity(real, fake, NEIGHBOURS)
    for name, value in by_prdc.items():
        found[name] = {"prdc": value}
        if name in by_fidelity:
            found[name]["torch-fidelity"] = by_fidelity[name]
    return found


def _named(module: Any, start: str) -> dict[str, Callable[..., float]]:
    """The module's functions of this kind, by the library that follows in their names."""
    return {
        name.removeprefix(start).replace("_", "-"): work
        for name, work in vars(module).items()
        if name.startswith(start)
    }


def _ask(libraries: dict[str, Callable[..., float]], *given: Any) -> dict[str, float]:
    return {name: float(work(*given)) for name, work in sorted(libraries.items())}


if __name__ == "__main__":
    main()
