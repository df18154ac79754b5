"""`train` and `resume`: a run in a folder, watched while it goes on."""

import argparse
import dataclasses
import json
import signal
from pathlib import Path
from typing import Any

from ganbook import backend, monitoring
from ganbook.backend import keras
from ganbook.commands import sources
from ganbook.training import GAN, RECIPES, checkpoints, folders

COMMAND = "command.json"  # What the run was asked to be; beside run.json, which says what it is.
SHOWN = {"points": 2000, "images": 64}


def train(asked: argparse.Namespace) -> None:
    """Start a run in a new folder."""
    out = Path(asked.out)
    # Without the second file the first was refused before it began.
    if (out / COMMAND).exists() and (out / folders.RUN).exists():
        raise ValueError(
            f"{out} already holds a run. Go on with it: python -m ganbook resume {out}; or choose"
            " another folder."
        )
    source = sources.opened(asked.data, size=asked.size, seed=asked.seed)
    recipe = _recipe(asked)
    given = source.given(conditional=asked.conditional)
    labels = int(source.labels.max()) + 1 if asked.conditional else None
    strategy = _strategy(asked.devices)
    pair = sources.players(
        source, recipe, noise_size=asked.noise_size, width=asked.width, labels=labels
    )
    gan = GAN(*pair, recipe, seed=asked.seed, strategy=strategy)
    out.mkdir(parents=True, exist_ok=True)
    options = {k: v for k, v in vars(asked).items() if not callable(v)}
    with checkpoints.replacing(out / COMMAND) as file:
        file.write(json.dumps(options, indent=1).encode())
    _run(gan, given, source, out, asked, steps=asked.steps, batch_size=asked.batch_size)


def resume(asked: argparse.Namespace) -> None:
    """Go on with a run where it stopped; with --steps, beyond its end."""
    folder = Path(asked.run)
    before = started(folder)
    source = sources.opened(before.data, size=before.size, seed=before.seed)
    gan = GAN.load(folder, strategy=_strategy(asked.devices or before.devices))
    given = source.given(conditional=before.conditional)
    if asked.steps is None and gan.unfinished_steps == 0:
        print(f"{folder} is finished, after {gan.step:,} steps. Pass --steps to take more.")
        return
    _run(gan, given, source, folder, before, steps=asked.steps)


def started(folder: Path) -> argparse.Namespace:
    """The options with which the run in `folder` was started."""
    if not (folder / COMMAND).exists():
        raise FileNotFoundError(
            f"{folder} holds no run: there is no {COMMAND} in it. Start one with: python -m ganbook"
            f" train --data ring --out {folder}"
        )
    return argparse.Namespace(**json.loads((folder / COMMAND).read_text("utf-8")))


def _run(
    gan: GAN, given: Any, source: sources.Source, out: Path, asked: argparse.Namespace, **plan: Any
) -> None:
    # A machine that is about to be taken away says so by this signal: save, as for Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    table = keras.callbacks.CSVLogger(out / "history.csv", append=True)
    try:
        watchers = [table, *_watchers(source, out, asked)]
        gan.fit(given, folder=out, callbacks=watchers, **plan)
    except KeyboardInterrupt:
        if table.csv_file is not None:
            table.on_train_end()  # Keras leaves its file open when a run is interrupted.
        print(f"\nInterrupted and saved after step {gan.step:,}.")
        print(f"Go on with: python -m ganbook resume {out}")
        raise SystemExit(130) from None
    print(f"Finished: {gan.step:,} steps in {out}")


def _watchers(source: sources.Source, out: Path, asked: argparse.Namespace) -> list[Any]:
    kind = "points" if source.is_points else "images"
    condition = None
    if asked.conditional:
        condition = [index % (int(source.labels.max()) + 1) for index in range(SHOWN[kind])]
    pictures = monitoring.Pictures(
        out / "samples",
        count=SHOWN[kind],
        condition=condition,
        every=asked.pictures_every,
        real=source.samples[:2000] if source.is_points else None,
    )
    board = []
    if _has_tensorboard():
        board = [keras.callbacks.TensorBoard(out / "tensorboard", write_graph=False)]
    return [pictures, *board, monitoring.Pace()]


def _recipe(asked: argparse.Namespace) -> Any:
    recipe = RECIPES[asked.recipe]
    if asked.penalty is not None:
        weighted = tuple((name, asked.penalty) for name, _ in recipe.penalties)
        recipe = dataclasses.replace(recipe, penalties=weighted)
    return dataclasses.replace(recipe, precision=asked.precision, packing=asked.packing)


def _strategy(devices: int) -> Any:
    return backend.several_devices(devices) if devices > 1 else None


def _has_tensorboard() -> bool:
    import importlib.util

    return backend.name == "tensorflow" and importlib.util.find_spec("tensorboard") is not None
