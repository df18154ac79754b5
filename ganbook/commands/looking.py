"""`sample` and `evaluate`: what a finished or interrupted run can do."""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import checks, data, features, metrics, monitoring
from ganbook.commands import sources
from ganbook.commands.runs import started
from ganbook.training import GAN, checkpoints


def sample(asked: argparse.Namespace) -> None:
    """Write samples as .npy or draw them as .png."""
    out = Path(asked.out)
    if out.suffix not in (".npy", ".png"):
        raise ValueError(f"--out must end in .npy or .png; got {out.name}.")
    made = _made(Path(asked.run), asked.count, asked.seed, asked.label)
    out.parent.mkdir(parents=True, exist_ok=True)
    with checkpoints.replacing(out) as file:
        if out.suffix == ".npy":
            np.save(file, made, allow_pickle=False)
        else:
            monitoring.picture(made, file)
    print(f"{len(made):,} samples of shape {made.shape[1:]} in {out}")


def evaluate(asked: argparse.Namespace) -> None:
    """Measure a run against real samples, with errors and floors."""
    folder = Path(asked.run)
    before = started(folder)
    if before.data in sources.CENTRES and asked.features:
        raise ValueError(
            f"--features is for images; the {before.data} is judged by its spots. Leave it out."
        )
    if before.data in sources.CENTRES:
        print(_of_modes(before.data, _made(folder, asked.count, asked.seed, None)))
        return
    checks.count(asked.count, "--count")
    checks.seed(asked.seed, "--seed")
    seen = _features(asked.features or ("digits" if before.data == "digits" else "pixels"))
    real = _real(before)
    count = min(asked.count, len(real))
    rng = np.random.default_rng(asked.seed)
    chosen = rng.choice(len(real), count, replace=False)
    label = None
    if before.conditional:  # As many of each class as among the real ones.
        label = data.load(before.data, "test").labels[chosen]
    print(metrics.report(real[chosen], _made(folder, count, asked.seed, label), features=seen))


def _made(folder: Path, count: int, seed: int, label: Any) -> np.ndarray:
    before = started(folder)
    if before.conditional and label is None:
        raise ValueError(f"{folder} was trained on labels: pass --label, the class to draw.")
    made = GAN.load(folder).sample(count, seed=seed, condition=label)
    return sources.scale(before.data, before.seed) * made


def _of_modes(name: str, made: np.ndarray) -> str:
    centres, sigma = sources.CENTRES[name]
    found = metrics.mode_report(made, centres(), sigma=sigma)
    rows = [f"{'modes covered':24}{found.covered} of {len(centres())}"]
    for field in ("high_quality", "reverse_kl", "mode_tv"):
        value, floor = getattr(found, field), getattr(found, f"{field}_floor")
        words = field.replace("_", " ")
        rows.append(f"{words:24}{value:.4f}   (perfect samples: {floor:.4f})")
    return "\n".join(rows)


def _real(before: argparse.Namespace) -> np.ndarray:
    if before.data in sources.IMAGES:
        return data.load(before.data, "test").images
    return sources.opened(before.data, size=before.size).samples


def _features(name: str) -> Any:
    return {
        "digits": features.digits,
        "inception": features.inception,
        "pixels": lambda images: np.asarray(images).reshape(len(images), -1),
    }[name]
