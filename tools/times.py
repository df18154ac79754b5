"""Keep what the last runs measured, for the pages to show.

python -m tools.times write               after `make test`: both its runs
python -m tools.times rehearsed REPORT    the weekly rehearsal's report, if it is newer
"""

import datetime
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.side_by_side import processor
from tools.chapters import ROOT, Book

REPORTS = ROOT / "_build" / "reports"
PLACE = ROOT / "chapters" / "times.json"
# What a rehearsal's report says of its surroundings.
TOLD = ("date", "cores", "processor", "python", "versions")


def main(words: list[str]) -> int:
    """Store what was measured, or say what is missing."""
    if words == ["write"]:
        full = {**here(), "seconds": verified(REPORTS / "notebooks.xml")}
        return keep({"book": full, "quick": rehearsal(REPORTS / "colab.json")})
    if len(words) == 2 and words[0] == "rehearsed":
        return take(rehearsal(Path(words[1])))
    print(__doc__)
    return 2


def keep(runs: dict[str, dict[str, Any]]) -> int:
    """Replace what is stored of these runs, if each of them reached every chapter."""
    stems = [path.stem for path in Book().chapters()]
    for name, run in runs.items():
        missing = [stem for stem in stems if stem not in run["seconds"]]
        if missing:
            print(f"The last {name} run did not reach {', '.join(missing)}: run `make test` first.")
            return 1
    PLACE.write_text(json.dumps(stored() | runs, indent=1) + "\n", encoding="utf-8")
    print(f"written to {PLACE.name}")
    return 0


def take(run: dict[str, Any]) -> int:
    """Store a rehearsal unless a newer one is stored already."""
    if run.get("date", "") <= stored().get("quick", {}).get("date", ""):
        print("A rehearsal as new as this one is stored already.")
        return 0
    return keep({"quick": run})


def stored() -> dict[str, dict[str, Any]]:
    """What was kept before."""
    return json.loads(PLACE.read_text("utf-8")) if PLACE.exists() else {}


def here() -> dict[str, Any]:
    """The day, and what this machine computes with."""
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "processor": processor(),
    }


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


def rehearsal(report: Path) -> dict[str, Any]:
    """Seconds of each chapter in its quick profile, and with which versions and when."""
    if not report.exists():
        return {"seconds": {}}
    found = json.loads(report.read_text("utf-8"))
    seconds = {o["chapter"]: o["seconds"] for o in found["chapters"] if not o["message"]}
    return {key: found[key] for key in TOLD if key in found} | {"seconds": seconds}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
