"""Hold a chapter's numbers against their bands: `python -m tools.bands full 03 --seeds 0 1 2`.

A chapter's own run ends at the first number that leaves its band. This one switches the bands off,
lists every number of the profile beside its band, and does so for several seeds: bands are chosen
from such lists, and never from one run.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tools.chapters import Book
from tools.running import ChapterFailed, run
from tools.surroundings import surroundings

PROFILES = ("book", "quick", "full")
LONGEST = 4 * 3600
# What `measured` prints while the bands are off; an error may stand behind the value.
LINE = re.compile(r"^· (?P<text>.+) ≈ (?P<value>\S+)(?: ± \S+)?$", re.MULTILINE)


@dataclass(frozen=True)
class Number:
    """A sentence given to `measured`, its values over the seeds, and its band if it has one."""

    text: str
    values: tuple[float, ...]
    band: tuple[float, float] | None

    def outside(self) -> int:
        """How many values leave the band; without a band, all do."""
        low, high = self.band or (float("inf"), float("inf"))
        return sum(not low <= value <= high for value in self.values)

    def __str__(self) -> str:
        found = " ".join(f"{value:.4g}" for value in self.values)
        band = "no band" if self.band is None else "{:g} to {:g}".format(*self.band)
        return f"{'✗' if self.outside() else '✓'} {self.text}: {found} (band: {band})"


def main(words: list[str] | None = None, book: Book | None = None) -> int:
    """The command line; 1 if a number left its band or a chapter failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.bands", description=__doc__)
    parser.add_argument("profile", choices=PROFILES)
    parser.add_argument("names", nargs="*", metavar="chapter", help="such as 05; default: all")
    parser.add_argument("--seeds", nargs="+", type=int, default=[0], metavar="SEED")
    arguments = parser.parse_args(words)
    book = book or Book()
    inside = outside = 0
    for path in book.pick(arguments.names):
        print(path.stem, flush=True)
        numbers, problems = held(book, path, arguments.profile, arguments.seeds)
        for line in (*numbers, *problems):
            print(" ", line, flush=True)
        outside += sum(bool(number.outside()) for number in numbers) + len(problems)
        inside += sum(not number.outside() for number in numbers)
    print(f"{inside} passed, {outside} failed")
    return 1 if outside or not inside else 0


def held(book: Book, path: Path, profile: str, seeds: list[int]) -> tuple[list[Number], list[str]]:
    """Every number of a chapter over these seeds, and what went wrong on the way."""
    found: dict[str, list[float]] = {}
    problems = []
    for seed in seeds:
        try:
            for text, value in _measured(book, path, profile, seed):
                found.setdefault(text, []).append(value)
        except ChapterFailed as failure:
            problems.append(f"✗ seed {seed}: {failure}")
    bands = book.profiles().get(path.stem, {}).get("bands") or {}
    numbers = []
    for text, values in found.items():
        band = bands.get(text, {}).get(profile)
        numbers.append(Number(text, tuple(values), band and tuple(band)))
    return numbers, problems


def _measured(book: Book, path: Path, profile: str, seed: int) -> Iterator[tuple[str, float]]:
    """The numbers of one run, in their order; those before a failure, too."""
    given = book.profiles().get(path.stem, {}).get(profile) or {}
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / path.name
        try:
            run(
                path,
                output,
                environment=surroundings(book.root / "_build" / "home", book.root),
                cwd=path.parent,
                seconds=LONGEST,
                parameters={**given, "profile": "free", "seed": seed},
            )
        finally:
            yield from _printed(output)


def _printed(output: Path) -> Iterator[tuple[str, float]]:
    if not output.is_file():
        return
    for cell in nbformat.read(output, as_version=4).cells:
        for part in cell.get("outputs", []):
            if part.output_type == "stream":
                for line in LINE.finditer(part.text):
                    yield line["text"], float(line["value"])


if __name__ == "__main__":
    sys.exit(main())
