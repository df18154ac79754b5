"""The one form in which a notebook is stored, so that running it twice gives the same bytes."""

import hashlib
import json
import re

import nbformat
from nbformat import NotebookNode

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# The book highlights by this lexer; a version of Python would differ from machine to machine.
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
CELL_METADATA = ("mystnb", "tags")
IMAGE_METADATA = ("alt", "height", "width")


def parse(text: str) -> NotebookNode:
    """The notebook in a file's text. Ids come first: nbformat would draw missing ones at random."""
    raw = json.loads(text)
    for cell in raw["cells"]:
        cell["source"] = "".join(cell["source"])
    _give_ids(raw["cells"])
    return nbformat.reads(json.dumps(raw | {"nbformat_minor": 5}), as_version=4)


def normal_text(notebook: NotebookNode) -> str:
    """The notebook as the text of its file."""
    return nbformat.writes(normalised(notebook)).rstrip("\n") + "\n"


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Without times, versions, and what chance decides (ids, cuts in streams); else untouched."""
    cells = [_cell(cell) for cell in notebook.cells]
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def _cell(cell: NotebookNode) -> NotebookNode:
    kept = {key: cell.metadata[key] for key in CELL_METADATA if cell.metadata.get(key)}
    new = {key: value for key, value in cell.items() if key != "attachments"}
    new |= {"metadata": kept, "source": cell.source.strip("\n")}
    if cell.cell_type == "code":
        new["outputs"] = [_output(output) for output in _merged(cell.outputs)]
        _copy_alt(new)
    return nbformat.from_dict(new)


def _merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Neighbouring pieces of one stream: the kernel cuts where its buffer happens to end."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            merged.append(nbformat.from_dict(output))
    return merged


def _output(output: NotebookNode) -> NotebookNode:
    if "data" not in output:
        return output
    output.data = {
        # Some kernels end an image with a line break, some do not.
        kind: value.strip() if kind.startswith("image/") and kind != "image/svg+xml" else value
        for kind, value in output.data.items()
    }
    kept = {
        kind: {key: value for key, value in details.items() if key in IMAGE_METADATA}
        for kind, details in output.metadata.items()
        if kind.startswith("image/")
    }
    output.metadata = {kind: details for kind, details in kept.items() if details}
    return output


def _copy_alt(cell: dict) -> None:
    """The alternative text an animation carries, to the place where the book looks for it."""
    for output in cell["outputs"]:
        for details in output.get("metadata", {}).values():
            if "alt" in details:
                image = cell["metadata"].setdefault("mystnb", {}).setdefault("image", {})
                image |= {"alt": details["alt"], "classes": "animation"}


def _give_ids(cells: list[dict]) -> None:
    """Keep each cell's id; give one made from its text where it has none or shares it."""
    seen: set[str] = set()
    for cell in cells:
        name = cell.get("id", "")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) or name in seen:
            name = _fresh(cell["source"], seen)
        seen.add(name)
        cell["id"] = name


def _fresh(source: str, seen: set[str]) -> str:
    for copy in range(len(seen) + 1):
        name = hashlib.sha256(f"{source}\n{copy}".encode()).hexdigest()[:8]
        if name not in seen:
            break
    return name
