"""One notebook through papermill, in a process of its own, with an error that names the cell."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat

# Papermill's own command waits seconds for a kernel to leave that nobody needs any more, and writes
# the whole notebook twice for every cell: up to three seconds a chapter.
# The clock starts when a kernel is asked for: papermill's own imports are not the chapter's.
PROGRAM = """
import json, sys, time, papermill
quicker = {"shutdown_kernel": "immediate", "request_save_on_cell_execute": False}
start = time.monotonic()
papermill.execute_notebook(**json.load(sys.stdin), **quicker)
print(time.monotonic() - start)
"""


class ChapterFailed(Exception):
    """A chapter did not run to its end; the message says where and why."""


def run(
    notebook: Path,
    output: Path,
    *,
    environment: dict[str, str],
    cwd: Path,
    seconds: float,
    kernel: str = "python3",
    parameters: dict[str, Any] | None = None,
) -> float:
    """Execute a notebook into `output`; the seconds it took, or ChapterFailed."""
    refuse_unknown(notebook, parameters or {})
    asked = {"input_path": notebook, "output_path": output, "cwd": cwd, "parameters": parameters}
    asked |= {"kernel_name": kernel, "language": "python", "progress_bar": False}
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(asked, default=str),
            env=environment,
            timeout=seconds,
            capture_output=True,
            text=True,
        )
    except subprocess.TimeoutExpired:
        raise ChapterFailed(f"{notebook.stem}: not finished after {seconds:.0f} s.") from None
    if done.returncode:
        raise ChapterFailed(f"{notebook.stem}{_failure(output) or ': ' + _tail(done.stderr)}")
    return float(done.stdout.split()[-1])


def refuse_unknown(notebook: Path, parameters: dict[str, Any]) -> None:
    """Object to an override of nothing: papermill itself would only log it."""
    known = {
        name.strip()
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        if "parameters" in cell["metadata"].get("tags", [])
        for name, _, _ in (line.partition("=") for line in "".join(cell["source"]).splitlines())
    }
    unknown = sorted(set(parameters) - known)
    if unknown:
        raise ChapterFailed(
            f"{notebook.stem}: no parameter is called {', '.join(unknown)};"
            f" its parameters cell has {', '.join(sorted(known)) or 'none'}."
        )


def _failure(output: Path) -> str:
    """Cell and message of the error papermill stored, if it came as far as storing one."""
    if not output.is_file():
        return ""
    for cell in nbformat.read(output, as_version=4).cells:
        for error in cell.get("outputs", []):
            if error.output_type == "error":
                first = next((line for line in cell.source.splitlines() if line.strip()), "")
                what = f"{error.ename}: {error.evalue}"
                return f", In [{cell.execution_count}] ({first.strip()}): {what}"
    return ""


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-5:])
