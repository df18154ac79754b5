"""How well the modern game learns what other papers measured: `python -m benchmarks.quality`.

The ring, the grid, their 2,500 samples and all counts are those of the papers on VEEGAN and PacGAN.
Some minutes of training; then shorter runs, in each of which one thing is changed.
"""

import dataclasses
import functools
import sys
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from benchmarks import learning, side_by_side
from ganbook import data, metrics, networks, noise, training
from ganbook.backend import ops
from ganbook.schedules import Cosine

VERSIONS = ("numpy", "keras", "tensorflow")
SEEDS = range(100, 105)  # What is judged: on none of them was anything chosen.
POINTS, DRAWN = 100_000, 2_500
TRIAL_SEEDS, TRIAL_STEPS = range(3), 1_500
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
    " samples would have 98.9 %, and more says that modes are too narrow. PacGAN's networks train"
    " for 400,000 steps. ganbook's train for 4,000 on the ring and 16,000 on the grid, with the"
    " relativistic game and with noise made for separate modes: of its 16 numbers 12 (on the grid"
    " 4) are coins, −1 or 1, and the others normal. The penalty falls from 0.1 to 0.01. The last"
    " two tables change one of these at a time. The rows of VEEGAN's GAN, of the unrolled one"
    " and of VEEGAN are those of"
    " {{cite:t}}`srivastava2017`, the others"
    " those of {{cite:t}}`lin2018`. Processor seconds are of all cores together, so that other"
    " programs do not add to them: two quiet cores need at least half as long. What was tried was"
    f" tried in {len(TRIAL_SEEDS)} other seeds, on the ring in {TRIAL_STEPS:,} steps."
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
    batch: int = 256
    steps: int = 4_000
    rate: float = 1e-3
    beta_1: float = 0.5
    # On the slopes at real and at fake samples: firm while modes are found, then out of the way.
    penalty: float | Cosine = Cosine(0.1, 0.01)
    packing: int = 1
    simultaneous: bool = False
    averaged_batches: float = 50.0  # half-life of the generator's moving average


class Mixture(NamedTuple):
    """What is learned, and what every seed must reach."""

    draw: Callable[..., Any]
    centres: Callable[[], Any]
    sigma: float
    goals: dict[str, dict[str, float]]
    means: Means = Means()


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
        means=Means(latent=Coins(4), steps=16_000),
    ),
}

# Changes of the means above; on the ring in shorter runs, which set the variants apart.
TRIED: dict[str, dict[str, dict[str, Any]]] = {
    "ring": {
        "as above": {},
        "normal noise, no coins": {"latent": "gaussian"},
        "8 coins instead of 12": {"latent": Coins(8)},
        "16 coins, no normal noise": {"latent": Coins(16)},
        "both players at once": {"simultaneous": True},
        "packed by 2": {"packing": 2},
        "no momentum": {"beta_1": 0.0},
        "the last penalty all along": {"penalty": 0.01},
        "the first penalty all along": {"penalty": 0.1},
    },
    "grid": {
        "10,000 steps instead of 16,000": {"steps": 10_000},
        "12 coins, twice the batch, 8,000 steps": {
            "latent": Coins(12),
            "batch": 512,
            "steps": 8_000,
        },
    },
}
SHORTER = {"ring": {"steps": TRIAL_STEPS}, "grid": {}}


def main() -> None:
    """Train everything, write it down, and fail if a seed misses a goal."""
    findings = measure()
    path = side_by_side.save("quality", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure() -> dict[str, Any]:
    """All findings, of every seed."""
    runs = {n: learned(mixture, mixture.means, SEEDS) for n, mixture in MIXTURES.items()}
    tried = {
        name: {label: learned(MIXTURES[name], changed(name, label), TRIAL_SEEDS) for label in rows}
        for name, rows in TRIED.items()
    }
    return described(runs, tried)


def changed(name: str, label: str) -> Means:
    """The means of a mixture with one thing done differently."""
    return MIXTURES[name].means._replace(**(SHORTER[name] | TRIED[name][label]))


def learned(mixture: Mixture, means: Means, seeds: Sequence[int]) -> list[dict[str, float]]:
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


def described(runs: dict[str, list[dict[str, float]]], tried: dict[str, Any]) -> dict[str, Any]:
    """The findings with what the benchmarks' page says of them."""
    return {
        "title": "Mixtures",
        "about": ABOUT,
        "goals": {name: mixture.goals for name, mixture in MIXTURES.items()},
        "aims": AIMS,
        "means": {name: _plain(mixture.means) for name, mixture in MIXTURES.items()},
        "runs": runs,
        "tried": tried,
        "quality": {name: beside_the_papers(name, found) for name, found in runs.items()},
        "tables": {
            f"means of {len(SEEDS)} seeds": {name: row(found) for name, found in runs.items()},
            "the worst seed": {name: worst(found) for name, found in runs.items()},
            "further aims": {n: learning.reached(found, AIMS) for n, found in runs.items()},
        }
        | {
            f"what was tried on the {name}": {label: row(found) for label, found in rows.items()}
            for name, rows in tried.items()
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


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every seed that misses a goal."""
    return [
        f"{name}, {sentence}"
        for name, runs in findings["runs"].items()
        for sentence in learning.missed(runs, findings["goals"][name])
    ]


def _plain(means: Means) -> dict[str, Any]:
    """The means as names and numbers, for the file."""
    told = recipe(means).as_json()
    return {
        "width": means.width,
        "depth": means.depth,
        "batch": means.batch,
        "steps": means.steps,
        "recipe": told,
    }


if __name__ == "__main__":
    main()
