"""At the foot of every page: from which commit it is, and how a chapter's outputs were made."""

import functools
import importlib.metadata
import json
import re
import subprocess
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

PACKAGES = {"tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}
TIMES = "chapters/times.json"  # written by `python -m tools.times write`


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", add_line, priority=910)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def add_line(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Pages without a source, such as the search, have no origin to tell."""
    if doctree is None:
        return
    source, root = Path(app.env.doc2path(pagename)), Path(app.confdir)
    sentences = [committed(source)]
    if source.suffix == ".ipynb":
        sentences += [made(source), *timed(source.stem, stored_times(root))]
    told = " ".join(escape(sentence) for sentence in sentences if sentence)
    context["body"] += f'\n<p class="provenance">{told}</p>\n' if told else ""


def committed(source: Path) -> str:
    """The last commit that touched this page; nothing outside of a clone."""
    command = ["git", "log", "-1", "--format=%h of %cs", "--", source.name]
    try:
        done = subprocess.run(command, cwd=source.parent, capture_output=True, text=True)
    except OSError:  # No git on this machine.
        return ""
    return f"This page is from commit {done.stdout.strip()}." if done.stdout.strip() else ""


def made(notebook: Path) -> str:
    """With which versions, which the lock holds fast, and from which seed."""
    versions = [f"{shown} {importlib.metadata.version(name)}" for name, shown in PACKAGES.items()]
    text = "".join(
        "".join(cell["source"]) + "\n"
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        if "parameters" in cell["metadata"].get("tags", [])
    )
    found = re.search(r"^seed = (\d+)", text, re.MULTILINE)
    seed = f", from seed {found[1]}" if found else ""
    return f"Its outputs were made on a CPU{seed}, with {', '.join(versions)}."


@functools.cache
def stored_times(root: Path) -> dict:
    """What the last recorded run of all checks took."""
    path = root / TIMES
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def timed(stem: str, times: dict) -> list[str]:
    """How long the chapter took in full, and how it was last rehearsed as in Colab."""
    sentences = []
    full, quick = times.get("book", {}), times.get("quick", {})
    if seconds := full.get("seconds", {}).get(stem):
        where = f"{full['cores']} cores ({full['processor']})"
        sentences.append(f"It was verified in {seconds:.0f} s on {where} on {full['date']}.")
    if seconds := quick.get("seconds", {}).get(stem):
        versions = {"Python": quick["python"], **quick["versions"]}
        told = ", ".join(f"{name} {version}" for name, version in versions.items())
        sentences.append(
            f"Last rehearsed as in Colab on {quick['date']}, with {told}: its quick profile took"
            f" {seconds:.0f} s, after installing."
        )
    return sentences
