"""How many of 1,000 kinds of image a GAN learns: `python -m benchmarks.stacked_digits`.

Three of scikit-learn's digits, 8 x 8 pixels each, are the channels of one image. Its kind is the
three digits, as the classifier that ships with the package reads them. The papers stack MNIST's
digits of 28 x 28 pixels, which are harder to draw: their rows stand beside ours, not in a race.
"""

import dataclasses
import functools
import sys
from typing import Any, NamedTuple

import numpy as np
from scipy.special import xlogy

from benchmarks import learning, side_by_side
from ganbook import data, features, networks, training
from ganbook.schedules import Cosine

VERSIONS = ("numpy", "scipy", "scikit-learn", "keras", "tensorflow")
SEEDS, STACKS, DRAWN, KINDS = 3, 50_000, 26_000, 1_000
PUBLISHED = {  # On MNIST: three rows of Lin et al. 2018, then two of Huang et al. 2024.
    "DCGAN": {"modes": 99.0, "reverse KL": 3.40},
    "VEEGAN": {"modes": 150.0, "reverse KL": 2.95},
    "PacDCGAN2": {"modes": 1000.0, "reverse KL": 0.06},
    "WGAN-GP": {"modes": 959.0, "reverse KL": 0.73},
    "RpGAN + R1 + R2": {"modes": 1000.0, "reverse KL": 0.078},
}
MODERN = "relativistic, R1 + R2"
# What this short training reaches. The papers' best, 1,000 kinds and 0.06, is still to be won.
GOALS = {"modes": {"at least": 990}, "reverse KL": {"at most": 0.3}}
AIMS = {"modes": {"at least": 1000}, "reverse KL": {"at most": 0.06}}


class Size(NamedTuple):
    """Networks, and how long they are trained."""

    width: int = 32
    noise_size: int = 64
    batch: int = 128
    steps: int = 2_500


def main() -> None:
    """Train everything, write it down, and fail if a seed misses a goal."""
    findings = measure()
    path = side_by_side.save("stacked_digits", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(size: Size = Size(), seeds: int = SEEDS) -> dict[str, Any]:  # noqa: B008 - a tuple
    """All findings, of every recipe and seed."""
    runs = {name: learned(recipe, size, seeds) for name, recipe in recipes(size).items()}
    return described(runs, size)


def described(runs: dict[str, list[dict[str, float]]], size: Size) -> dict[str, Any]:
    """The findings with what the benchmarks' page says of them."""
    real = judged(stacks(DRAWN, split="test", seed=SEEDS))
    seeds = len(runs[MODERN])
    return {
        "title": "Stacked digits",
        "about": f"Three digits of 8 × 8 pixels as the channels of an image: 1,000 kinds, judged by"
        f" the classifier of the package on {DRAWN:,} samples after {size.steps:,} steps. The rows"
        " of the papers are of *MNIST's* digits, which have twelve times as many pixels and are"
        " harder to draw, so the numbers do not race: DCGAN, VEEGAN and PacDCGAN2 as"
        " {{cite:t}}`lin2018` give them, WGAN-GP and RpGAN + R1 + R2 as {{cite:t}}`huang2024` do.",
        "goals": GOALS,
        "aims": AIMS,
        "size": size._asdict(),
        "runs": runs,
        "real": real,
        "quality": {
            name: {"ganbook": learning.mean(runs[MODERN], name)}
            | {paper: row[name] for paper, row in PUBLISHED.items()}
            for name in ("modes", "reverse KL")
        },
        "tables": {
            f"means of {seeds} seeds": table(runs) | {"held-out digits": real},
            "further aims": {MODERN: learning.reached(runs[MODERN], AIMS)},
        },
    }


def recipes(size: Size) -> dict[str, training.Recipe]:
    """The old game and the modern one, each with and without packing."""
    average = 50.0 * size.batch
    old = dataclasses.replace(training.RECIPES["non-saturating"], average_half_life=average)
    modern = dataclasses.replace(
        training.RECIPES["r3gan"],
        optimizer=training.adam(Cosine(1e-3, 0.0), beta_1=0.0, beta_2=0.99),
        average_half_life=average,
    )
    alone = {"non-saturating": old, MODERN: modern}
    packed = {f"{n}, packed by 2": dataclasses.replace(r, packing=2) for n, r in alone.items()}
    return alone | packed


def learned(recipe: training.Recipe, size: Size, seeds: int) -> list[dict[str, float]]:
    """What a recipe has learned in each seed, and in what time."""
    runs = learning.over_seeds(
        functools.partial(players, size, recipe.packing),
        recipe,
        lambda seed: stacks(STACKS, seed=seed),
        seeds=range(seeds),
        steps=size.steps,
        batch=size.batch,
    )
    return [judged(run.gan.sample(DRAWN, seed=run.seed)) | run.spent() for run in runs]


def players(size: Size, packing: int, seed: int) -> tuple[Any, Any]:
    """Two small networks in the manner of DCGAN."""
    shape = (8, 8, 3)
    return (
        networks.image_generator(shape, noise_size=size.noise_size, width=size.width, seed=seed),
        networks.image_discriminator(shape, width=size.width, packing=packing, seed=seed),
    )


def stacks(count: int, *, split: str = "train", seed: int) -> np.ndarray:
    """Images of three digits each, every kind as likely as any other: (count, 8, 8, 3)."""
    images, labels = data.load("digits", split)
    rng = np.random.default_rng(seed)
    wanted = rng.integers(10, size=(count, 3))
    made = np.empty((count, 3, 8, 8), "float32")
    for digit in range(10):
        some, places = images[labels == digit, ..., 0], wanted == digit
        made[places] = some[rng.integers(len(some), size=places.sum())]
    return np.moveaxis(made, 1, 3)


def kinds(images: np.ndarray) -> np.ndarray:
    """The number from 0 to 999 that each image shows, its first channel being the hundreds."""
    digits = [
        features.digit_probabilities(images[..., channel, None]).argmax(axis=1)
        for channel in range(3)
    ]
    return 100 * digits[0] + 10 * digits[1] + digits[2]


def judged(images: np.ndarray) -> dict[str, float]:
    """How many kinds occur, and the divergence of their shares from equal ones."""
    shares = np.bincount(kinds(images), minlength=KINDS) / len(images)
    return {
        "modes": int((shares > 0).sum()),
        "reverse KL": round(float(xlogy(shares, shares * KINDS).sum()), 4),
    }


def table(runs: dict[str, list[dict[str, float]]]) -> dict[str, dict[str, str]]:
    """Means with their errors, a row for each recipe."""
    return {
        name: {
            "modes": learning.with_error([run["modes"] for run in found], 1),
            "reverse KL": learning.with_error([run["reverse KL"] for run in found], 3),
            "processor seconds": learning.with_error([r["processor seconds"] for r in found], 0),
        }
        for name, found in runs.items()
    }


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every seed of the modern recipe that misses a goal."""
    return learning.missed(findings["runs"][MODERN], findings["goals"])


if __name__ == "__main__":
    main()
