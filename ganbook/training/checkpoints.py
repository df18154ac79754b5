"""Checkpoints that survive a kill: written aside, then moved into place in one indivisible step.

A checkpoint is an .npz of plain arrays. Nothing in it is ever executed when it is read.
"""

import contextlib
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import checks

KEPT = 2  # the newest, and the one before it in case the newest comes to harm later
PATTERN = "step-" + 10 * "[0-9]" + ".npz"


def write(
    folder: Path,
    step: int,
    arrays: dict[str, np.ndarray],
    facts: dict[str, Any],
    *,
    alone: bool = False,
) -> Path:
    """Store the arrays and facts of this step; all but the newest `KEPT` go, or all others."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, step)
    text = np.frombuffer(json.dumps(facts).encode(), "uint8")
    with replacing(path) as file:
        np.savez(file, **{f"array/{name}": array for name, array in arrays.items()}, facts=text)
    kept = [path] if alone else every(folder)[-KEPT:]
    for old in (*(set(every(folder)) - set(kept)), *folder.glob(f".unfinished-{PATTERN}")):
        old.unlink()
    return path


@contextlib.contextmanager
def replacing(path: Path) -> Any:
    """A file to write that takes the place of `path` once all of it is on the disk, or never.

    One name for each file: what a killed process left half written, the next one writes over.
    """
    aside = path.with_name(f".unfinished-{path.name}")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _settle(path.parent)
    except OSError as error:
        raise OSError(
            error.errno,
            f"{path.name} could not be written into {path.parent} ({error.strerror})."
            " What was saved before is untouched; make room or choose another folder.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink()


def every(folder: Path) -> list[Path]:
    """All checkpoints of a folder, oldest first."""
    return sorted(Path(folder).glob(PATTERN))


def read(folder: Path, step: int | None = None) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """The arrays and facts of one step, of the newest if none is named."""
    found = every(folder)
    if not found:
        raise FileNotFoundError(f"there is no checkpoint in {folder}; train with folder= first.")
    if step is not None:
        step = checks.count(step, "step", at_least=0)
    path = found[-1] if step is None else _path(folder, step)
    if path not in found:
        raise ValueError(f"there is no checkpoint of step {step}; there are {_steps(found)}.")
    try:
        # Opened here, since NumPy leaves a file open that is no archive.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {n.removeprefix("array/"): stored[n] for n in stored.files if n != "facts"}
            return arrays, json.loads(bytes(stored["facts"]))
    except (zipfile.BadZipFile, ValueError, EOFError, KeyError, OSError, RuntimeError) as error:
        raise ValueError(_damaged(path, found, error)) from error


def delete(folder: Path, step: int) -> None:
    """The checkpoint of one step, if it is there."""
    _path(folder, step).unlink(missing_ok=True)


def _path(folder: Path, step: int) -> Path:
    return folder / f"step-{step:010d}.npz"


def _damaged(path: Path, found: list[Path], error: Exception) -> str:
    intact = [other for other in found if other != path]
    way_out = (
        f"An older one may be intact: load step {_steps(intact)}, or delete this file."
        if intact
        else "There is no older one: start the run again."
    )
    return f"the checkpoint {path.name} is damaged or cut short ({error}). {way_out}"


def _steps(paths: list[Path]) -> str:
    return ", ".join(str(int(path.stem.removeprefix("step-"))) for path in paths)


def _settle(folder: Path) -> None:
    """Let the new name itself reach the disk; some systems cannot, and then need not."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
