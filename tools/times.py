"""Keep what the last `make test` measured, for the pages to show: `python -m tools.times write`."""

import datetime
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

from benchmarks.side_by_side import processor
from tools.chapters import ROOT, Book

REPORTS = ROOT / "_build" / "reports"
PLACE = ROOT / "chapters" / "times.json"


def main(words: list[str]) -> int:
    """Store the seconds of both runs, or say what is missing."""
    if words != ["write"]:
        print("Usage: python -m tools.times write")
        return 2
    stems = [path.stem for path in Book().chapters()]
    runs = {
        "book": verified(REPORTS / "notebooks.xml"),
        "quick": rehearsed(REPORTS / "colab.json"),
    }
    for name, seconds in runs.items():
        missing = [stem for stem in stems if stem not in seconds]
        if missing:
            print(f"The last {name} run did not reach {', '.join(missing)}: run `make test` first.")
            return 1
    here = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor(),
    }
    found = {name: {**here, "seconds": seconds} for name, seconds in runs.items()}
    PLACE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"written to {PLACE.relative_to(ROOT)}")
    return 0


def verified(report: Path) -> dict[str, float]:
    """Seconds of each chapter under nbval, all its cells together."""
    seconds: dict[str, float] = defaultdict(float)
    if not report.exists():
        return {}
    for case in ElementTree.parse(report).iter("testcase"):
        name = case.get("classname", "")
        if name.endswith(".ipynb"):
            stem = name.removesuffix(".ipynb").rsplit(".", 1)[-1]
            seconds[stem] += float(case.get("time", 0))
    return {stem: round(taken, 1) for stem, taken in seconds.items()}


def rehearsed(report: Path) -> dict[str, float]:
    """Seconds of each chapter in its quick profile, with Colab's versions."""
    if not report.exists():
        return {}
    outcomes = json.loads(report.read_text("utf-8"))["chapters"]
    return {o["chapter"]: o["seconds"] for o in outcomes if not o["message"]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
