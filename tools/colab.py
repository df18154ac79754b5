"""Run every chapter, quick, as in Colab: with Colab's versions, and no ganbook installed."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nbformat

from tools import colab_environment as environment
from tools import solved
from tools.chapters import ROOT, Book, names_argument
from tools.nbval_budget import PATIENCE
from tools.running import ChapterFailed, run
from tools.times import here

PROFILE = "quick"
UNTOUCHED = "○ Not attempted"  # what a checker says of a stub
# Only ends what hangs; the budget decides what is too slow.
LONGEST = 600

# Work of the kind that a quick chapter does, and none of ours: by it a machine is judged.
YARDSTICK = """
import keras
for seed in range(6):
    layers = [keras.layers.Dense(32, "relu") for _ in range(3)]
    model = keras.Sequential([keras.Input((2,)), *layers, keras.layers.Dense(1)])
    model.compile("adam", "mse", steps_per_execution=20)
    points = keras.random.normal((2560, 2), seed=seed)
    model.fit(points, points[:, :1], batch_size=128, epochs=20, verbose=0)
"""
# Seconds of it that go with the budgets: it took 15.5 on a day on which chapter 3 took 53, and
# they go with a machine on which that took 44.
EXPECTED = 13.0


@dataclass(frozen=True)
class Outcome:
    """How one chapter fared; an empty message means well.

    Installing ganbook is told apart: it takes as long in every chapter, and as the network likes.
    """

    chapter: str
    seconds: float
    budget: float
    message: str = ""
    installing: float = 0.0

    def __str__(self) -> str:
        word = "FAILED" if self.message else "ok"
        times = f"{self.seconds:6.1f} s of {self.budget:g}, installing {self.installing:.1f}"
        return f"{self.chapter:40} {times:36} {word} {self.message}".rstrip()


def main() -> int:
    """The command line; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.colab", description=__doc__)
    names_argument(parser)
    parser.add_argument("--python", default=sys.executable, help="Colab's Python, or a near one")
    parser.add_argument("--show", action="store_true", help="only show the last report, as a table")
    arguments = parser.parse_args()
    folder, place = ROOT / "_build" / "colab", ROOT / "_build" / "reports" / "colab.json"
    if arguments.show:
        print(table(place))
        return 0
    place.unlink(missing_ok=True)  # an old report must not speak for this run
    colab = environment.prepare(folder, arguments.python, ROOT)
    with tempfile.TemporaryDirectory() as copy:
        committed = environment.committed(ROOT, Path(copy))
        outcomes = []
        for outcome in rehearse(committed, committed.pick(arguments.names), colab):
            print(outcome, flush=True)
            outcomes.append(outcome)
    details = {"commit": colab.commit, "python": colab.version, "versions": colab.versions()}
    return report(outcomes, place, details | here())


def rehearse(book: Book, chapters: list[Path], colab: environment.Colab) -> Iterator[Outcome]:
    """Each chapter in its turn, from the state in which Colab starts."""
    for chapter in chapters:
        profile = book.profiles().get(chapter.stem, {})
        budget = profile.get("budget", {}).get(PROFILE, 0)
        seconds = installing = 0.0
        try:
            before = colab.without_package()
            seconds, installing = _run(chapter, profile, colab)
            if _slowness(seconds, budget):  # Others on a machine can only slow a run down.
                colab.without_package()
                seconds, installing = min((seconds, installing), _run(chapter, profile, colab))
            message = changes(before, colab.packages(), colab.commit)
            if not message and _slowness(seconds, budget):
                message = _slowness(seconds, budget * slowdown(colab))
        except ChapterFailed as failure:
            message = str(failure)
        times = round(seconds, 1), budget, message, round(installing, 1)
        yield Outcome(chapter.stem, *times)


def slowdown(colab: environment.Colab) -> float:
    """How many times as long as it should this machine takes now; of a quick machine, 1."""
    seconds = []
    for _ in range(2):  # As of a chapter, the quicker of two runs counts.
        began = time.monotonic()
        command = [str(colab.python), "-c", YARDSTICK]
        subprocess.run(command, check=True, env=colab.variables, capture_output=True)
        seconds.append(time.monotonic() - began)
    ratio = max(1.0, min(seconds) / EXPECTED)
    print(f"This machine takes {ratio:.2f} times as long as it should, for other work too.")
    return ratio


def changes(before: dict[str, str], after: dict[str, str], commit: str) -> str:
    """What a chapter did to Colab's packages beyond adding ganbook, of this very commit."""
    names = sorted(before.keys() | after.keys())
    moved = [name for name in names if name != "ganbook" and before.get(name) != after.get(name)]
    if moved:
        was = ", ".join(f"{n} {before.get(n, 'absent')} → {after.get(n, 'absent')}" for n in moved)
        return f"the chapter changed what Colab had installed: {was}."
    if not after.get("ganbook", "").endswith(commit):
        return f"ganbook was not installed from commit {commit[:8]}: {after.get('ganbook')}."
    return ""


def report(outcomes: list[Outcome], place: Path, details: dict[str, Any]) -> int:
    """Store the outcomes for the summary; zero if all went well and there was something to run."""
    place.parent.mkdir(parents=True, exist_ok=True)
    document = details | {"chapters": [asdict(outcome) for outcome in outcomes]}
    place.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    failed = sum(bool(outcome.message) for outcome in outcomes)
    print(f"{len(outcomes) - failed} of {len(outcomes)} chapters run with Colab's versions.")
    return 1 if failed or not outcomes else 0


def table(place: Path) -> str:
    """The last report in Markdown, for a page that people read."""
    if not place.exists():
        return "The rehearsal ended before its report was written."
    found = json.loads(place.read_text("utf-8"))
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    lines = [f"Python {found['python']}, {versions}, on {found['date']}.", ""]
    lines += ["| chapter | seconds | budget | installing | outcome |", "|---|---|---|---|---|"]
    for one in (Outcome(**outcome) for outcome in found["chapters"]):
        outcome = " ".join(one.message.replace("|", "/").split()) or "ok"
        numbers = f"{one.seconds} | {one.budget:g} | {one.installing}"
        lines.append(f"| {one.chapter} | {numbers} | {outcome} |")
    return "\n".join(lines)


def _run(chapter: Path, profile: dict, colab: environment.Colab) -> tuple[float, float]:
    """Seconds of a chapter without its first cell, which installs ganbook, and those of that."""
    if PROFILE not in profile:
        raise ChapterFailed(f"{chapter.stem}: profiles.yml has no {PROFILE} for this chapter.")
    # Not even the working folder may be ours: a file that only we have would be found there.
    with tempfile.TemporaryDirectory() as elsewhere:
        output = Path(elsewhere) / chapter.name
        seconds = run(
            chapter,
            output,
            environment=colab.variables,
            kernel=colab.kernel,
            cwd=Path(elsewhere),
            seconds=LONGEST,
            parameters={**(profile[PROFILE] or {}), "profile": PROFILE},
        )
        executed = nbformat.read(output, as_version=4)
        installing = _first_cell(executed)
        told = solved.said(executed)
    for name, answer in told.items():
        if not answer.startswith(UNTOUCHED):
            raise ChapterFailed(f"{chapter.stem}: the stub of {name} is answered by {answer!r}.")
    return seconds - installing, installing


def _first_cell(executed: nbformat.NotebookNode) -> float:
    """What papermill noted of the first code cell."""
    cell = next(cell for cell in executed.cells if cell.cell_type == "code")
    return cell.metadata.get("papermill", {}).get("duration") or 0.0


def _slowness(seconds: float, budget: float) -> str:
    if seconds <= PATIENCE * budget:
        return ""
    return f"more than {PATIENCE} × its budget in profiles.yml: make its quick parameters smaller."


if __name__ == "__main__":
    sys.exit(main())
