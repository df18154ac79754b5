"""`train` and `resume`: a run in a folder, watched while it goes on."""

import argparse
import dataclasses
import json
import signal
from pathlib import Path
from typing import Any

from ganbook import backend, checks, monitoring
from ganbook.backend import keras
from ganbook.commands import sources
from ganbook.training import GAN, RECIPES, checkpoints, folders

COMMAND = "command.json"  # What the run was asked to be; beside run.json, which says what it is.
NEEDED = ("data", "size", "seed", "conditional", "devices", "pictures_every")
SHOWN = {"points": 2000, "images": 64}


def train(asked: argparse.Namespace) -> None:
    """Start a run in a new folder."""
    out, pictures = Path(asked.out), sources.folder(asked.data)
    _must_be_free(out, pictures)
    recipe, strategy = _recipe(asked), _strategy(checks.count(asked.devices, "--devices"))
    source = _opened(asked)
    given = source.given(conditional=asked.conditional)
    labels = int(source.labels.max()) + 1 if asked.conditional else None
    pair = sources.players(
        source, recipe, noise_size=asked.noise_size, width=asked.width, labels=labels
    )
    gan = GAN(*pair, recipe, seed=asked.seed, strategy=strategy)
    out.mkdir(parents=True, exist_ok=True)
    options = {k: v for k, v in vars(asked).items() if not callable(v)}
    options["data"] = str(pictures or asked.data)  # To be found from another place, too.
    with checkpoints.replacing(out / COMMAND) as file:
        file.write(json.dumps(options, indent=1).encode())
    _run(gan, given, source, out, asked, {"steps": asked.steps, "batch_size": asked.batch_size})


def resume(asked: argparse.Namespace) -> None:
    """Go on with a run where it stopped; with --steps, beyond its end."""
    folder = Path(asked.run)
    before = started(folder)
    devices = checks.count(asked.devices, "--devices", at_least=0) or before.devices
    more = [] if asked.steps is None else [{"steps": checks.count(asked.steps, "--steps")}]
    source = _opened(before)
    gan = GAN.load(folder, strategy=_strategy(devices))
    given = source.given(conditional=before.conditional)
    plans = [*([{}] if gan.unfinished_steps else []), *more]
    if plans:
        _run(gan, given, source, folder, before, *plans)
    else:
        print(f"{folder} is finished, after {gan.step:,} steps. Pass --steps to take more.")


def started(folder: Path) -> argparse.Namespace:
    """The options with which the run in `folder` was started."""
    if not (folder / COMMAND).exists() and (folder / folders.RUN).exists():
        raise ValueError(
            f"{folder} holds a run that was not started from the command line: go on with it by"
            f" training.GAN.load('{folder}')."
        )
    if not (folder / COMMAND).exists():
        raise FileNotFoundError(
            f"{folder} holds no run: there is no {COMMAND} in it. Start one with: python -m ganbook"
            f" train --data ring --out {folder}"
        )
    return argparse.Namespace(**folders.read(folder / COMMAND, NEEDED))


def _opened(asked: argparse.Namespace) -> sources.Source:
    source = sources.opened(asked.data, size=asked.size, seed=asked.seed)
    if source.is_points:
        backend.keep_operations_whole()  # The networks for them are small.
    return source


def _must_be_free(out: Path, pictures: Path | None) -> None:
    if out.is_file():
        raise ValueError(f"{out} is a file, and --out is the folder of a run; choose another name.")
    # A folder with a command alone was refused before it began.
    if (out / folders.RUN).exists():
        by_command = (out / COMMAND).exists()
        way = f"python -m ganbook resume {out}" if by_command else f"training.GAN.load('{out}')"
        raise ValueError(
            f"{out} already holds a run. Go on with it: {way}; or choose another folder."
        )
    if pictures is not None and out.resolve().is_relative_to(pictures):
        raise ValueError(
            f"{out} lies within the folder of images, and what is drawn there would become data."
            " Choose a folder beside it."
        )


def _run(
    gan: GAN,
    given: Any,
    source: sources.Source,
    out: Path,
    asked: argparse.Namespace,
    *plans: dict[str, int],
) -> None:
    ending = _Ending()
    for place, plan in enumerate(plans):
        table = keras.callbacks.CSVLogger(out / "history.csv", append=True)
        try:
            watchers = [ending, table, *_watchers(source, out, asked)]
            gan.fit(given, folder=out, callbacks=watchers, **plan)
        except KeyboardInterrupt:
            if table.csv_file is not None:
                table.on_train_end()  # Keras leaves its file open when a run is interrupted.
            print(f"\nInterrupted and saved after step {gan.step:,}.")
            later = "".join(f" --steps {left['steps']}" for left in plans[place + 1 :])
            print(f"Go on with: python -m ganbook resume {out}{later}")
            raise SystemExit(130) from None
    print(f"Finished: {gan.step:,} steps in {out}")


class _Ending(keras.callbacks.Callback):
    """Ends a run by Ctrl-C, or by the signal of a machine that is about to be taken away.

    At once, or after the call under way: what a signal raises while garbage is collected is lost.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.ask)

    def ask(self, *_: Any) -> None:
        """What a signal does."""
        self.asked = True
        raise KeyboardInterrupt

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Ask again, if nobody has heard."""
        if self.asked:
            raise KeyboardInterrupt


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
    if asked.penalty is not None and not recipe.penalties:
        raise ValueError(
            f"the recipe {asked.recipe} has no penalties, so --penalty would change nothing. Leave"
            " it out, or choose r3gan or wgan-gp."
        )
    if asked.penalty is not None:
        weighted = tuple((name, asked.penalty) for name, _ in recipe.penalties)
        recipe = dataclasses.replace(recipe, penalties=weighted)
    return dataclasses.replace(recipe, precision=asked.precision, packing=asked.packing)


def _strategy(devices: int) -> Any:
    return backend.several_devices(devices) if devices > 1 else None


def _has_tensorboard() -> bool:
    import importlib.util

    return backend.name == "tensorflow" and importlib.util.find_spec("tensorboard") is not None
