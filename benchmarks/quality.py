"""How well the modern game learns what other papers measured: `python -m benchmarks.quality`.

The ring, the grid, their 2,500 samples and all counts are those of the papers on VEEGAN and PacGAN.
A quarter of an hour of training on two cores; then shorter runs in which one thing is changed.
"""

import dataclasses
import functools
import sys
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from benchmarks import learning, side_by_side
from ganbook import data, metrics, networks, noise, training
from ganbook.backend import ops
from ganbook.schedules import Cosine

VERSIONS = ("numpy", "keras", "tensorflow")
SEEDS, POINTS, DRAWN = 5, 100_000, 2_500
TRIAL_SEEDS, TRIAL_STEPS = 3, 3_000
PUBLISHED = {  # Srivastava et al. 2017 for the first three, Lin et al. 2018 for the others.
    "GAN (VEEGAN's)": {"ring": (1.0, 99.3, None), "grid": (3.3, 0.5, None)},
    "Unrolled GAN": {"ring": (7.6, 35.6, None), "grid": (23.6, 16.0, None)},
    "VEEGAN": {"ring": (8.0, 52.9, None), "grid": (24.6, 40.0, None)},
    "GAN (PacGAN's)": {"ring": (6.3, 98.2, 0.45), "grid": (17.3, 94.8, 0.70)},
    "PacGAN2": {"ring": (7.9, 95.6, 0.07), "grid": (23.8, 91.3, 0.13)},
    "PacGAN4": {"ring": (7.8, 95.9, 0.07), "grid": (24.8, 93.6, 0.04)},
}

ABOUT = (
    "The ring of 8 modes and the grid of 25, as {{cite:t}}`lin2018` draw them: 100,000 points, of"
    " which a generator's 2,500 samples are judged. A mode counts if 1 % of the samples lie within"
    " three standard deviations of it; *the papers count it with a single one*, which is easier."
    " High quality is the share of samples within three standard deviations of a mode: perfect"
    " samples would have 98.9 %. PacGAN's networks train for 400,000 steps. The rows of VEEGAN's"
    " GAN, of the unrolled one and of VEEGAN are those of {{cite:t}}`srivastava2017`, the others"
    " those of {{cite:t}}`lin2018`. Processor seconds are of all cores together, so that other"
    " programs do not add to them: two quiet cores need at least half as long."
)


@dataclasses.dataclass(frozen=True)
class Coins(noise.Law):
    """The first coordinates are coins, -1 or 1, and the others are normal.

    A continuous generator of normal noise must draw bridges from mode to mode. Coins have gaps of
    their own, in which the bridges find room; nobody need know how many modes there are.
    """

    name: ClassVar[str] = "coins"
    coins: int = 12

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        coins = ops.where(uniforms[:, : self.coins] < 0.5, -1.0, 1.0)
        return ops.concatenate([ops.cast(coins, normals.dtype), normals[:, self.coins :]], axis=-1)


class Means(NamedTuple):
    """With what a mixture is learned: all that can be tried in other ways."""

    latent: str | noise.Law = Coins()
    noise_size: int = 16
    width: int = 128
    depth: int = 3
    batch: int = 512
    steps: int = 8_000
    rate: float = 1e-3
    beta_1: float = 0.5
    penalty: float = 0.01  # on the slopes at real and at fake samples
    packing: int = 1
    simultaneous: bool = True
    averaged_batches: float = 50.0  # half-life of the generator's moving average


class Mixture(NamedTuple):
    """What is learned, and what every seed must reach."""

    draw: Callable[..., Any]
    centres: Callable[[], Any]
    sigma: float
    goals: dict[str, dict[str, float]]
    aims: dict[str, dict[str, float]]


AIMS = {"high quality, %": {"at least": 95}, "processor seconds": {"at most": 120}}
MIXTURES = {
    "ring": Mixture(
        data.ring,
        data.ring_centres,
        0.01,
        goals={
            "modes": {"at least": 8},
            "high quality, %": {"at least": 85},
            "reverse KL": {"at most": 0.01},
            "processor seconds": {"at most": 240},
        },
        aims=AIMS,
    ),
    "grid": Mixture(
        data.grid,
        data.grid_centres,
        0.05,
        goals={
            "modes": {"at least": 25},
            "high quality, %": {"at least": 70},
            "reverse KL": {"at most": 0.03},
            "processor seconds": {"at most": 240},
        },
        aims=AIMS,
    ),
}

TRIED: dict[str, dict[str, Any]] = {
    "as above": {},
    "normal noise, no coins": {"latent": "gaussian"},
    "8 coins instead of 12": {"latent": Coins(8)},
    "16 coins, no normal noise": {"latent": Coins(16)},
    "half the batch": {"batch": 256},
    "players in turn": {"simultaneous": False},
    "packed by 2": {"packing": 2},
    "twice the rate": {"rate": 2e-3},
    "no momentum": {"beta_1": 0.0},
    "penalties × 1/3": {"penalty": 0.01 / 3},
    "penalties × 3": {"penalty": 0.03},
    "twice as wide": {"width": 256},
}


def main() -> None:
    """Train everything, write it down, and fail if a seed misses a goal."""
    findings = measure()
    path = side_by_side.save("quality", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(
    means: Means = Means(),  # noqa: B008 - a tuple, so it may be shared
    *,
    seeds: int = SEEDS,
    trial_seeds: int = TRIAL_SEEDS,
    trial_steps: int = TRIAL_STEPS,
) -> dict[str, Any]:
    """All findings, of every seed."""
    runs = {name: learned(mixture, means, seeds) for name, mixture in MIXTURES.items()}
    tried = {
        name: learned(MIXTURES["grid"], means._replace(steps=trial_steps, **change), trial_seeds)
        for name, change in TRIED.items()
    }
    return described(runs, tried, means)


def learned(mixture: Mixture, means: Means, seeds: int) -> list[dict[str, float]]:
    """What 2,500 samples show after each seed's run, and what the run took."""
    runs = learning.over_seeds(
        functools.partial(players, means),
        recipe(means),
        lambda seed: _scaled(mixture, seed)[0],
        seeds=seeds,
        steps=means.steps,
        batch=means.batch,
    )
    return [judged(mixture, run) | run.spent() for run in runs]


def players(means: Means, seed: int) -> tuple[Any, Any]:
    """The networks of the book's own chapters."""
    shape = {"width": means.width, "depth": means.depth, "seed": seed}
    return (
        networks.mlp_generator(noise_size=means.noise_size, **shape),
        networks.mlp_discriminator(packing=means.packing, **shape),
    )


def recipe(means: Means) -> training.Recipe:
    """Relativistic pairing with both penalties, and a rate that ends at 0."""
    return training.Recipe(
        objective="relativistic",
        penalties=(("r1", means.penalty), ("r2", means.penalty)),
        optimizer=training.adam(Cosine(means.rate, 0.0), beta_1=means.beta_1, beta_2=0.99),
        latent=means.latent,
        packing=means.packing,
        simultaneous=means.simultaneous,
        average_half_life=means.averaged_batches * means.batch,
    )


def judged(mixture: Mixture, run: learning.Trained) -> dict[str, float]:
    """The papers' three numbers, of as many samples as theirs."""
    scale = _scaled(mixture, run.seed)[1]
    made = scale * run.gan.sample(DRAWN, seed=run.seed)
    report = metrics.mode_report(made, mixture.centres(), sigma=mixture.sigma)
    return {
        "modes": report.covered,
        "high quality, %": round(100 * report.high_quality, 2),
        "reverse KL": round(report.reverse_kl, 5),
    }


def _scaled(mixture: Mixture, seed: int) -> tuple[Any, float]:
    """The points with unit spread, where networks begin, and what leads back from there."""
    points = mixture.draw(POINTS, sigma=mixture.sigma, seed=seed)
    scale = float(points.std())
    return points / scale, scale


def described(
    runs: dict[str, list[dict[str, float]]], tried: dict[str, Any], means: Means
) -> dict[str, Any]:
    """The findings with what the benchmarks' page says of them."""
    return {
        "title": "Mixtures",
        "about": ABOUT,
        "goals": {name: mixture.goals for name, mixture in MIXTURES.items()},
        "aims": {name: mixture.aims for name, mixture in MIXTURES.items()},
        "means": means._asdict() | {"latent": noise.law(means.latent).config()},
        "runs": runs,
        "tried": tried,
        "quality": {name: beside_the_papers(name, found) for name, found in runs.items()},
        "tables": {
            "the worst seed": {name: worst(found) for name, found in runs.items()},
            "further aims": {name: aims(name, found) for name, found in runs.items()},
            "what was tried": {name: row(found) for name, found in tried.items()},
        },
    }


def beside_the_papers(name: str, runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    """Our means, and what the papers say of each measure."""
    rows = {}
    for place, measure in enumerate(("modes", "high quality, %", "reverse KL")):
        given = {paper: row[name][place] for paper, row in PUBLISHED.items()}
        known = {paper: value for paper, value in given.items() if value is not None}
        rows[measure] = {"ganbook": learning.mean(runs, measure), **known}
    return rows


def row(runs: list[dict[str, float]]) -> dict[str, str]:
    """Means with their errors."""
    digits = {"modes": 1, "high quality, %": 1, "reverse KL": 4, "processor seconds": 0}
    return {n: learning.with_error([run[n] for run in runs], d) for n, d in digits.items()}


def worst(runs: list[dict[str, float]]) -> dict[str, float]:
    """The worst number of any seed: the goals are for each of them."""
    least = {name: min(run[name] for run in runs) for name in ("modes", "high quality, %")}
    most = {n: max(run[n] for run in runs) for n in ("reverse KL", "processor seconds")}
    return least | most


def aims(name: str, runs: list[dict[str, float]]) -> dict[str, str]:
    """How many seeds reach what the goals do not ask for yet."""
    reached = {}
    for measure, bounds in MIXTURES[name].aims.items():
        count = sum(not learning.missed([run], {measure: bounds}) for run in runs)
        bound = " ".join(f"{word} {limit:g}" for word, limit in bounds.items())
        reached[f"{measure} {bound}"] = f"{count} of {len(runs)} seeds"
    return reached


def missed(findings: dict[str, Any], bar: str = "goals") -> list[str]:
    """A sentence for every seed that misses a goal, or one of the further aims."""
    return [
        f"{name}, {sentence}"
        for name, runs in findings["runs"].items()
        for sentence in learning.missed(runs, findings[bar][name])
    ]


if __name__ == "__main__":
    main()
