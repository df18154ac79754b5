"""Trainings repeated over seeds, and how long each takes on the wall and on the processor."""

import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from ganbook import training


class Trained(NamedTuple):
    """One run after its last step."""

    seed: int
    gan: training.GAN
    seconds: float
    processor_seconds: float  # of all cores together: another program does not add to them

    def spent(self) -> dict[str, float]:
        """The times, as they are stored."""
        return {
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "processor seconds": round(self.processor_seconds, 1),
        }


def over_seeds(
    networks: Callable[[int], tuple[Any, Any]],
    recipe: training.Recipe,
    samples: Callable[[int], Any],
    *,
    seeds: Sequence[int],
    steps: int,
    batch: int,
) -> Iterator[Trained]:
    """One run after the other. The program is compiled once, in the time of the first of them."""
    gan = None
    for seed in seeds:
        data, players = samples(seed), networks(seed)
        wall, processor = time.perf_counter(), time.process_time()
        if gan is None:
            gan = training.GAN(*players, recipe, seed=seed)
        else:
            gan.restart(*players, seed=seed)
        gan.fit(data, steps=steps, batch_size=batch)
        yield Trained(seed, gan, time.perf_counter() - wall, time.process_time() - processor)


def mean(runs: Sequence[dict[str, float]], measure: str) -> float:
    """The mean of one measure over the seeds, in four digits."""
    return float(f"{statistics.fmean(run[measure] for run in runs):.4g}")


def with_error(values: Sequence[float], digits: int) -> str:
    """The mean and its standard error, as a reader wants to see them."""
    error = statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.fmean(values):.{digits}f} ± {error:.{digits}f}"


def missed(runs: Sequence[dict[str, float]], goals: dict[str, dict[str, float]]) -> list[str]:
    """A sentence for every seed and goal that do not meet, each {"at least" or "at most": …}."""
    return [
        f"seed {run.get('seed', place)}: {measure} {run[measure]:.4g}, not {bound} {limit:g}"
        for place, run in enumerate(runs)
        for measure, bounds in goals.items()
        for bound, limit in bounds.items()
        if not (run[measure] >= limit if bound == "at least" else run[measure] <= limit)
    ]


def reached(runs: Sequence[dict[str, float]], aims: dict[str, dict[str, float]]) -> dict[str, str]:
    """How many seeds reach each of the aims, which are higher than the goals."""
    told = {}
    for measure, bounds in aims.items():
        count = sum(not missed([run], {measure: bounds}) for run in runs)
        bound = " ".join(f"{word} {limit:g}" for word, limit in bounds.items())
        told[f"{measure} {bound}"] = f"{count} of {len(runs)} seeds"
    return told
