"""The benchmarks' page, made from the stored measurements: `python -m tools.benchmarks write`.

Each results/*.json becomes a section. It says when and on what it was taken ("taken"), and holds
any of these, whose rows may be grouped:

    "speed":   {row: {"ganbook": seconds, other: seconds, …}}
    "memory":  {row: {"ganbook": megabytes, other: megabytes, …}} or {row: megabytes}
    "accuracy": {row: {"ganbook": error, other: error, …}} or {row: error}
    "quality": {row: {"ganbook": number, other: number, …}} or {row: number}
    "tables":  {heading: {row: {column: number or text, …}}} for all else

The sections known here have their texts here; any other brings a "title" and says "about" what.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "chapters" / "benchmarks.md"
OURS, REFERENCES = "ganbook", "references"
KINDS = {"speed": "time", "memory": "memory", "accuracy": "errors", "quality": "quality"}
UNITS = {"speed": ", seconds", "memory": ", MB"}

OPENING = """# Benchmarks

How fast, how lean and how true is the library beside others that do the same work? This page is
made from stored measurements, which `make bench` takes again. A test fails when page and
measurements differ.

## How to read the tables

The contestants take turns: each does the work once, then each once more, so that a busy moment of
the machine hits them all alike. The first turn, in which things are compiled, does not count; of
the others the median does. In tables taken since 2026-11-30, work of less than a second is done
once more before it is timed: right after a slow contestant, another finds its threads asleep.
Seconds belong to one machine. What travels is how many times as long
another library takes: 2 × says that it needs twice the time, and below 1 × it is faster than
ganbook. Memory is the highest mark of a process of its own, beyond its input.
"""


class Section(NamedTuple):
    """The heading of a file's measurements, and what was done."""

    title: str
    about: str


SECTIONS = {
    "distances": Section(
        "Distances",
        "All distances between two sets of {count:,} samples with {width} columns. The errors are"
        " the largest relative ones, in places where the usual formula cancels: far from the"
        " origin, and near copies.",
    ),
    "kernels": Section(
        "Kernels",
        "The unbiased MMD² of a Gaussian kernel between two sets of {count:,} samples, or"
        " {large_count:,} where the row says large, with {width} columns; and the permutation test."
        " Errors are measured against scikit-learn and against float64.",
    ),
    "metrics": Section(
        "Metrics",
        "From features in float32 to the number. The kernel distance takes 100 random subsets of"
        " 1,000; MMD² is given to the others in chunks of rows, since whole matrices would fill the"
        " memory; prdc measures density and coverage along with precision and recall.",
    ),
}


def main(words: list[str]) -> int:
    """Write the page, or say how to."""
    if words != ["write"]:
        print("Usage: python -m tools.benchmarks write")
        return 2
    PAGE.write_text(page(RESULTS), encoding="utf-8")
    print(f"written to {PAGE.relative_to(ROOT)}")
    return 0


def page(folder: Path) -> str:
    """The whole page as MyST Markdown."""
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    references = found.pop(REFERENCES, None)
    known = [name for name in SECTIONS if name in found]
    names = known + sorted(set(found) - set(known))
    parts = [OPENING, *(section(name, found[name]) for name in names)]
    if references:
        parts.append(agreement(references))
    parts.insert(1, losses({_titled(name, found[name]).title: found[name] for name in names}))
    return "\n".join(parts)


def section(name: str, findings: dict[str, Any]) -> str:
    """One file's tables under their heading."""
    title, about = _titled(name, findings)
    parts = [f"## {title}", about.format(**findings), _taken(findings["taken"])]
    sizes = findings.get("sizes", {})
    for kind, heading in KINDS.items():
        for group, tree in _groups(findings.get(kind, {})):
            rows = {_label(row, sizes): found for row, found in _rows(tree)}
            parts.append(f"### {title}: {heading}{group}\n\n{_table(kind, rows)}")
    for heading, rows in findings.get("tables", {}).items():
        parts.append(f"### {title}: {heading}\n\n{_plain_table(rows)}")
    return "\n\n".join(parts) + "\n"


def losses(findings: dict[str, dict[str, Any]]) -> str:
    """Where others are faster: said before anything is boasted of."""
    lines = [
        f"* {title}, {_label(row, found.get('sizes', {}))}: {who} takes"
        f" {_number(times, 2)} times as long as ganbook"
        for title, found in findings.items()
        for row, seconds in _rows(found.get("speed", {}))
        for who, times in _times(seconds).items()
        if times < 1
    ]
    said = "\n".join(lines) or "In none of the rows below."
    return f"## Where others are faster\n\n{said}\n"


def agreement(references: dict[str, Any]) -> str:
    """What the values are compared with in every run of the tests."""
    values = [v for case in references["values"].values() for v in case.items()]
    libraries = sorted({library for _, found in values for library in found})
    count = sum(len(found) for _, found in values)
    measures = ", ".join(sorted({measure.replace("_", " ") for measure, _ in values}))
    return (
        "## Do the values agree?\n\n"
        f"{count} values of {', '.join(libraries)} are stored with their versions and compared in"
        " every run of the tests, on features that the tests draw again: in float64 all agree with"
        f" ganbook's to a millionth. They are of {measures}.\n\n{_taken(references['taken'])}\n"
    )


def _titled(name: str, findings: dict[str, Any]) -> Section:
    known = SECTIONS.get(name)
    return known or Section(findings["title"], findings["about"])


def _taken(taken: dict[str, Any]) -> str:
    versions = {"Python": taken["python"], **taken["versions"]}
    named = ", ".join(f"{package} {version}" for package, version in versions.items())
    return (
        f"*Taken on {taken['date']} on {taken['processor']}, {taken['cores']} cores,"
        f" {taken['machine']}; {named}.*"
    )


def _rows(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict]]:
    """The innermost tables of a tree with their way, each as numbers by contestant."""
    for name, branch in tree.items():
        way = (*path, name)
        if not isinstance(branch, dict):
            yield ", ".join(way), {OURS: branch}
        elif "megabytes" in branch:
            yield ", ".join(way), {OURS: branch["megabytes"]}
        elif OURS in branch:
            yield ", ".join(way), branch
        else:
            yield from _rows(branch, way)


def _groups(tree: dict[str, Any]) -> Iterator[tuple[str, dict]]:
    """Rows in one table, and each branch of rows in one of its own, with what its heading adds."""
    branches = {n: b for n, b in tree.items() if all(isinstance(v, dict) for v in _values(b))}
    rows = {name: row for name, row in tree.items() if name not in branches}
    if rows:
        yield "", rows
    yield from ((f", {name}", branch) for name, branch in branches.items())


def _values(branch: Any) -> list[Any]:
    return list(branch.values()) if isinstance(branch, dict) else [branch]


def _label(row: str, sizes: dict[str, list[int]]) -> str:
    size = " × ".join(f"{number:,}" for number in sizes.get(row, []))
    return row.replace("_", " ").rstrip(".") + (f", {size}" if size else "")


def _times(seconds: dict[str, float]) -> dict[str, float]:
    """How many times as long as ours each of the others takes."""
    return {who: taken / seconds[OURS] for who, taken in seconds.items() if who != OURS}


def _table(kind: str, rows: dict[str, dict[str, float]]) -> str:
    others = list(dict.fromkeys(who for row in rows.values() for who in row if who != OURS))
    lines = []
    for label, row in rows.items():
        told = _told(kind, row)
        lines.append([label, _number(row[OURS], 3), *(told.get(who, "–") for who in others)])
    return _drawn([OURS + UNITS.get(kind, ""), *others], lines)


def _plain_table(rows: dict[str, dict[str, float | str]]) -> str:
    """A table without a contestant to compare with: numbers in three digits, words as they are."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    told = {
        label: {c: v if isinstance(v, str) else _number(v, 3) for c, v in row.items()}
        for label, row in rows.items()
    }
    return _drawn(
        columns, [[label, *(row.get(c, "–") for c in columns)] for label, row in told.items()]
    )


def _drawn(heads: list[str], lines: list[list[str]]) -> str:
    """The first column names the row; the others hold numbers, on the right."""
    heads = ["", *(head.replace("|", "\\|") for head in heads)]
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *lines))


def _told(kind: str, row: dict[str, float]) -> dict[str, str]:
    if kind == "speed":
        return {who: f"{_number(times, 2)} ×" for who, times in _times(row).items()}
    unit = " MB" if kind == "memory" else ""
    return {who: _number(value, 3) + unit for who, value in row.items() if who != OURS}


def _number(value: float, digits: int) -> str:
    """So many digits; large ones in full, without an exponent."""
    return f"{value:,.0f}" if abs(value) >= 10**digits else f"{value:.{digits}g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
