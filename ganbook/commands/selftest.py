"""`bench`: a minute that shows whether this machine trains as the book says.

It finds the device, compiles a step, times it, trains the ring until all modes are there, and
checks that a resumed run equals an uninterrupted one to the last bit.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import backend, data, metrics, networks, training
from ganbook.training import RECIPES

RING_STEPS, RING_BATCH = 4000, 256


def bench(asked: argparse.Namespace) -> None:
    """Run all checks, print a line for each, and fail if one does."""
    found: dict[str, Any] = {"backend": backend.name, "devices": backend.devices()}
    if asked.device == "gpu" and backend.on_processor():
        raise SystemExit(
            "no graphics card was found: "
            + ", ".join(backend.devices())
            + ". In Colab choose Runtime > Change runtime type > GPU. Without one, run"
            " python -m ganbook bench --device cpu."
        )
    if asked.out and not Path(asked.out).resolve().parent.is_dir():
        raise ValueError(f"--out {asked.out}: there is no such folder; make it first.")
    print(f"device           {', '.join(found['devices'])}, {backend.name}")
    for check in (speed_of_points, speed_of_images, ring_is_learned, resume_is_exact):
        began = time.perf_counter()
        found[check.__name__] = check()
        words = "  ".join(f"{k} {_shown(v)}" for k, v in found[check.__name__].items())
        print(
            f"{check.__name__.replace('_', ' '):17}{words}  ({time.perf_counter() - began:.0f} s)"
        )
    if backend.on_processor():
        print("not tested here: XLA on a graphics card, half precision on tensor cores")
    if asked.out:
        Path(asked.out).write_text(json.dumps(found, indent=1), "utf-8")
    failed = [n for n, v in found.items() if isinstance(v, dict) and v.get("passed") is False]
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")
    print("all passed")


def speed_of_points() -> dict[str, float]:
    """Steps a second of the ring's networks, and how long the first step takes to compile."""
    gan = _ring_gan()
    return _timed(gan, data.ring(20_000), RING_BATCH, steps=400)


def speed_of_images() -> dict[str, float]:
    """The same for convolutions on random images of 28 by 28, in images a second."""
    images = np.random.default_rng(0).uniform(-1, 1, (2048, 28, 28, 1)).astype("float32")
    shape = images.shape[1:]
    gan = training.GAN(
        networks.image_generator(shape), networks.image_discriminator(shape), RECIPES["r3gan"]
    )
    steps = 4 if backend.on_processor() else 200
    found = _timed(gan, images, 128, steps=steps)
    return {"images_per_second": found.pop("steps_per_second") * 128, **found}


def ring_is_learned() -> dict[str, Any]:
    """Train until all eight modes are covered; a minute's run is not a perfect one."""
    points = data.ring(20_000)
    scale = float(points.std())
    gan = _ring_gan()
    gan.fit(points / scale, steps=RING_STEPS, batch_size=RING_BATCH)
    made = scale * gan.sample(2500, seed=1)
    report = metrics.mode_report(made, data.ring_centres(), sigma=0.01)
    nearest = len(np.unique(_nearest_mode(made)))
    return {"modes": nearest, "reverse_kl": report.reverse_kl, "passed": nearest == 8}


def resume_is_exact() -> dict[str, bool]:
    """Save in the middle, load, finish; compare all numbers with a run that was never stopped."""
    points = data.ring(2000)
    whole, half = _ring_gan(), _ring_gan()
    with tempfile.TemporaryDirectory() as folder:
        whole.fit(points, steps=40, batch_size=64)
        half.fit(points, steps=40, batch_size=64, report_every=10, callbacks=[_stop_half_way()])
        half.save(folder)
        resumed = training.GAN.load(folder)
        resumed.fit(points)
    pairs = zip(
        whole.players.variables().values(), resumed.players.variables().values(), strict=True
    )
    same = all(np.array_equal(backend.numbers(a), backend.numbers(b)) for a, b in pairs)
    return {"passed": same}


def _ring_gan() -> training.GAN:
    return training.GAN(
        networks.mlp_generator(noise_size=16), networks.mlp_discriminator(), RECIPES["r3gan"]
    )


def _nearest_mode(points: np.ndarray) -> np.ndarray:
    gaps = np.linalg.norm(points[:, None] - data.ring_centres()[None], axis=-1)
    return gaps.argmin(axis=1)[gaps.min(axis=1) < 0.1]


def _timed(gan: training.GAN, samples: np.ndarray, batch: int, *, steps: int) -> dict[str, float]:
    began = time.perf_counter()
    gan.fit(samples, steps=1, batch_size=batch)
    first = time.perf_counter() - began
    gan.fit(samples, steps=steps, batch_size=batch)  # Finds its pace, and is not counted.
    began = time.perf_counter()
    gan.fit(samples, steps=steps, batch_size=batch)
    rate = steps / (time.perf_counter() - began)
    return {"steps_per_second": rate, "seconds_to_the_first_step": first}


def _stop_half_way() -> Any:
    class Stop(backend.keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.stop_training = epoch == 1

    return Stop()


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
