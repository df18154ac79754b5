"""How well the modern recipe learns what other papers measured, seed by seed.

`python -m benchmarks.quality` trains for about half an hour and writes results/quality.json. The
mixtures, their 2,500 samples and the counts are those of the papers on VEEGAN and PacGAN.
"""

import dataclasses
import statistics
import sys
import time
from typing import Any, NamedTuple

import numpy as np

from benchmarks import side_by_side
from ganbook import data, metrics, networks, training
from ganbook.schedules import Cosine

VERSIONS = ("numpy", "keras", "tensorflow")
SEEDS, SAMPLES, DRAWN = 5, 100_000, 2_500


class Mixture(NamedTuple):
    """What is learned and with what means, and what every seed must reach."""

    draw: Any
    centres: Any
    sigma: float
    width: int
    batch: int
    steps: int
    rate: float
    goals: dict[str, float]


MIXTURES = {
    "ring of 8": Mixture(
        data.ring,
        data.ring_centres,
        0.01,
        width=128,
        batch=256,
        steps=20_000,
        rate=1e-3,
        goals={"covered": 8, "high_quality": 0.85, "reverse_kl": 0.01, "seconds": 120},
    ),
    "grid of 25": Mixture(
        data.grid,
        data.grid_centres,
        0.05,
        width=128,
        batch=256,
        steps=20_000,
        rate=1e-3,
        goals={"covered": 25, "high_quality": 0.70, "reverse_kl": 0.03, "seconds": 120},
    ),
}


def recipe(mixture: Mixture) -> training.Recipe:
    """Relativistic pairing with both penalties; the data have unit spread."""
    return dataclasses.replace(
        training.RECIPES["r3gan"],
        optimizer=training.adam(Cosine(mixture.rate, 0.0), beta_1=0.5, beta_2=0.99),
        average_half_life=50.0 * mixture.batch,
    )


def learned(mixture: Mixture, seed: int) -> dict[str, float]:
    """One training, and what 2,500 samples of it show."""
    points = mixture.draw(SAMPLES, sigma=mixture.sigma, seed=seed)
    scale = float(points.std())
    gan = training.GAN(
        networks.mlp_generator(noise_size=16, width=mixture.width, seed=seed),
        networks.mlp_discriminator(width=mixture.width, seed=seed),
        recipe(mixture),
        seed=seed,
    )
    began = time.perf_counter()
    gan.fit(points / scale, steps=mixture.steps, batch_size=mixture.batch)
    seconds = time.perf_counter() - began
    made = scale * gan.sample(DRAWN, seed=seed)
    report = metrics.mode_report(made, mixture.centres(), sigma=mixture.sigma)
    return {**report._asdict(), "seconds": round(seconds, 1)}


def main() -> None:
    """Train everything, write it down, and fail if a seed misses a goal."""
    findings = measure()
    path = side_by_side.save("quality", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(mixtures: dict[str, Mixture] = MIXTURES, seeds: int = SEEDS) -> dict[str, Any]:
    """All findings, of every seed."""
    runs = {n: [learned(mixture, seed) for seed in range(seeds)] for n, mixture in mixtures.items()}
    return {
        "title": "Mixtures",
        "about": "Relativistic pairing with R1 and R2 on the two mixtures of the papers on VEEGAN"
        f" and PacGAN: means of {seeds} seeds, {DRAWN:,} samples each.",
        "goals": {name: mixture.goals for name, mixture in mixtures.items()},
        "means": {name: np.asarray(mixture.steps).item() for name, mixture in mixtures.items()},
        "runs": runs,
        "quality": {name: summary(found) for name, found in runs.items()},
    }


def summary(runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Mean and worst of the seeds."""
    named = ("covered", "high_quality", "reverse_kl", "seconds")
    return {name: {"mean": round(statistics.fmean(run[name] for run in runs), 4)} for name in named}


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every seed that misses a goal."""
    sentences = []
    for name, runs in findings["runs"].items():
        for seed, run in enumerate(runs):
            for measure, goal in findings["goals"][name].items():
                enough = run[measure] >= goal
                if measure in ("reverse_kl", "seconds"):
                    enough = run[measure] <= goal
                if not enough:
                    sentences.append(
                        f"{name}, seed {seed}: {measure} {run[measure]:.4g}, not {goal}"
                    )
    return sentences


if __name__ == "__main__":
    main()
