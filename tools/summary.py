"""Add up the reports of all checks: one table, and one last line that counts."""

import argparse
import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

OUTCOMES = ("passed", "failed", "skipped")


def main(words: list[str] | None = None) -> int:
    """The command line; zero when nothing failed and something passed."""
    parser = argparse.ArgumentParser(prog="python -m tools.summary", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the reports lie: *.xml and colab.json")
    parser.add_argument("expected", nargs="*", help="reports that must be there, such as units")
    arguments = parser.parse_args(words)
    counts = read(arguments.folder, arguments.expected)
    for name, count in counts.items():
        print(f"{name:16}" + "".join(f"{count[word]:7} {word}" for word in OUTCOMES))
    total = sum(counts.values(), Counter())
    print(line(total))
    return 1 if total["failed"] or not total["passed"] else 0


def read(folder: Path, expected: list[str]) -> dict[str, Counter]:
    """Outcomes per report: of the expected ones if any are named, else of all in the folder."""
    found = sorted(path for path in folder.glob("*") if path.suffix in (".json", ".xml"))
    paths = {path.stem: path for path in found}
    names = expected or list(paths)
    # A check that left no report has not been passed, whatever its exit status was.
    return {name: count(paths[name]) if name in paths else Counter(failed=1) for name in names}


def count(path: Path) -> Counter:
    """Outcomes in one report: junit's XML, or the rehearsal's JSON."""
    if path.suffix == ".json":
        chapters = json.loads(path.read_text(encoding="utf-8"))["chapters"]
        return Counter("failed" if chapter["message"] else "passed" for chapter in chapters)
    cases = ElementTree.parse(path).iter("testcase")
    return Counter(_outcome({child.tag for child in case}) for case in cases)


def line(total: Counter) -> str:
    """`N passed, N failed`, and the skipped ones if there are any."""
    words = [word for word in OUTCOMES if word != "skipped" or total[word]]
    return ", ".join(f"{total[word]} {word}" for word in words)


def _outcome(tags: set[str]) -> str:
    if tags & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in tags else "passed"


if __name__ == "__main__":
    sys.exit(main())
