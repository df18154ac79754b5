"""Does memory grow while a run goes on? `python -m benchmarks.memory` watches for some minutes.

Each way to train lives in a process of its own and takes as many steps as the others. What the
process holds is read along the way, after a warm-up in which things are compiled.
"""

import concurrent.futures
import multiprocessing
import statistics
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import psutil

from benchmarks import side_by_side

VERSIONS = ("numpy", "keras", "tensorflow")
STEPS, PARTS = 20_000, 40
# A step that kept no more than 150 bytes would still be found out. A restart may keep what Keras
# keeps of the networks that are built for it.
GOALS = {"one fit": 2.0, "many fits": 2.0, "many restarts": 30.0}


class Size(NamedTuple):
    """How long the run is, and how often its memory is read."""

    steps: int = STEPS
    parts: int = PARTS
    width: int = 64
    batch: int = 128

    @property
    def part(self) -> int:
        return self.steps // self.parts


def main() -> None:
    """Watch every way to train, write it down, and fail if one of them grows."""
    findings = measure()
    path = side_by_side.save("memory", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(size: Size = Size()) -> dict[str, Any]:  # noqa: B008 - a tuple, so it may be shared
    """All readings, and how far the last of them lie above the first."""
    return described({name: apart(watch, size) for name, watch in WAYS.items()}, size)


def described(readings: dict[str, list[float]], size: Size) -> dict[str, Any]:
    """The findings with what the benchmarks' page says of them."""
    return {
        "title": "Memory over a long run",
        "about": f"The ring, {size.steps:,} steps at batch {size.batch}. Growth is the median of"
        " the last quarter of the readings above that of the first, after a warm-up. Steps leave"
        " nothing behind, in one call of `fit` or in many. A restart takes two new networks,"
        f" {size.parts} times here. The last line only builds them: what it holds is given back"
        " from time to time. What the restarts still hold at the end is not explained by that.",
        "goals": GOALS,
        "steps": size.steps,
        "readings": readings,
        "tables": {"growth": {name: _row(found) for name, found in readings.items()}},
    }


def apart(watch: Callable[[Size], list[float]], size: Size) -> list[float]:
    """The readings of a process of its own, whose memory nothing else has touched."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(watch, size).result()


def growth(readings: list[float]) -> float:
    """Megabytes by which the last quarter of the readings lies above the first."""
    quarter = len(readings) // 4
    return statistics.median(readings[-quarter:]) - statistics.median(readings[:quarter])


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every way to train whose memory grows."""
    return [
        f"{name}: {growth(findings['readings'][name]):.1f} MB more at the end, not {goal:g}"
        for name, goal in findings["goals"].items()
        if not growth(findings["readings"][name]) <= goal
    ]


def one_fit(size: Size) -> list[float]:
    """A single call of `fit`, looked at by a callback."""
    from ganbook.backend import keras

    gan, points = _warm(size)
    readings: list[float] = []
    look = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: readings.append(_held()))
    gan.fit(
        points, steps=size.steps, batch_size=size.batch, report_every=size.part, callbacks=[look]
    )
    return readings


def many_fits(size: Size) -> list[float]:
    """The same steps in many calls, each followed by samples, as in a notebook."""
    gan, points = _warm(size)
    readings = []
    for seed in range(size.parts):
        gan.fit(points, steps=size.part, batch_size=size.batch)
        gan.sample(1000, seed=seed)
        readings.append(_held())
    return readings


def many_runs(size: Size) -> list[float]:
    """A fresh start for each part: the way to repeat an experiment over seeds."""
    gan, points = _warm(size)
    readings = []
    for seed in range(size.parts):
        gan.restart(*_networks(size, seed), seed=seed)
        gan.fit(points, steps=size.part, batch_size=size.batch)
        gan.sample(1000, seed=seed)
        readings.append(_held())
    return readings


def networks_alone(size: Size) -> list[float]:
    """No training at all: what building the same networks leaves behind."""
    _warm(size)
    readings = []
    for seed in range(size.parts):
        _networks(size, seed)
        readings.append(_held())
    return readings


WAYS = {
    "one fit": one_fit,
    "many fits": many_fits,
    "many restarts": many_runs,
    "networks alone": networks_alone,
}


def _warm(size: Size) -> tuple[Any, Any]:
    """A GAN that has taken some steps already, and its data."""
    from ganbook import data, training

    gan = training.GAN(*_networks(size, 0), training.RECIPES["r3gan"])
    points = data.ring(20_000)
    gan.fit(points, steps=4 * size.part, batch_size=size.batch, report_every=size.part)
    gan.sample(1000)
    return gan, points


def _networks(size: Size, seed: int) -> tuple[Any, Any]:
    from ganbook import networks

    return (
        networks.mlp_generator(noise_size=8, width=size.width, seed=seed),
        networks.mlp_discriminator(width=size.width, seed=seed),
    )


def _held() -> float:
    return round(psutil.Process().memory_info().rss / 1e6, 3)


def _row(readings: list[float]) -> dict[str, float]:
    return {"after the warm-up, MB": readings[0], "growth, MB": round(growth(readings), 2)}


if __name__ == "__main__":
    main()
