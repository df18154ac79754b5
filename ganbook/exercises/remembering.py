"""What a reader has solved, in one small file of their own: safe to delete, never in the way."""

import contextlib
import json
import os
import pathlib

_STATES = ("tried", "solved")


def place() -> pathlib.Path:
    """GANBOOK_PROGRESS names the file; without it, the user's folder for the state of programs."""
    state = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    file = os.environ.get("GANBOOK_PROGRESS") or f"{state}/ganbook/progress.json"
    return pathlib.Path(os.path.expanduser(file))


def load() -> dict[str, str]:
    """Exercises tried or solved; a missing or spoiled file is an empty one."""
    with contextlib.suppress(OSError, ValueError, AttributeError, RecursionError):
        stored = json.loads(place().read_text(encoding="utf-8"))
        return {name: state for name, state in stored.items() if state in _STATES}
    return {}


def record(name: str, solved: bool) -> None:
    """Remember an attempt. Once solved stays solved; a disk that refuses is left in peace."""
    known = load()
    known[name] = "solved" if solved or known.get(name) == "solved" else "tried"
    with contextlib.suppress(OSError):
        _replace(place(), json.dumps(known, indent=1, sort_keys=True) + "\n")


def clear() -> None:
    """Forget everything."""
    with contextlib.suppress(OSError):
        if place().is_file():
            place().unlink()


def _replace(file: pathlib.Path, text: str) -> None:
    """All of the new file or all of the old one. A device such as /dev/null is left alone."""
    if file.exists() and not file.is_file():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
