"""Lists of the appendix that are written while the book is built, so that none can be out of date.

```{list-of-claims}```      every claim of every chapter, as its page prints it
```{list-of-exercises}```   kind, difficulty and time of every exercise, by chapter
```{list-of-functions}```   the library, from its own docstrings
"""

import importlib
import inspect
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

CLAIM = "✓"
WIDTH = 76  # of a line of code that a page shows without scrolling
MINUTES = {1: 5, 2: 15, 3: 30}  # An estimate by difficulty, to plan a lesson with.


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    # The library of this very tree, installed or not.
    sys.path.insert(0, str(app.confdir))
    for name, write in (
        ("list-of-claims", claims),
        ("list-of-exercises", exercises),
        ("list-of-functions", functions),
    ):
        app.add_directive(name, _directive(write))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _directive(write: Any) -> type[SphinxDirective]:
    class Written(SphinxDirective):
        """Markdown, written now, in the place of the directive."""

        def run(self) -> list[nodes.Node]:
            root = Path(self.env.app.confdir)
            for path in chapters(root):
                self.env.note_dependency(str(path))
            text = StringList(write(root).splitlines(), source=self.env.docname)
            # Into the page itself: its sections become sections of the page, in their order.
            here = self.state_machine.node
            self.state.nested_parse(text, self.content_offset, here, match_titles=True)
            return []

    return Written


def chapters(root: Path) -> list[Path]:
    """The notebooks that the table of contents names, in its order."""
    parts = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))["parts"]
    files = [root / f"{entry['file']}.ipynb" for part in parts for entry in part["chapters"]]
    return [path for path in files if path.is_file()]


def claims(root: Path) -> str:
    """How many claims there are, and all of them under their chapters."""
    found = {path: _printed(path) for path in chapters(root)}
    exact = sum("≈" not in line for lines in found.values() for line in lines)
    banded = sum("≈" in line for lines in found.values() for line in lines)
    parts = [f"The chapters make **{exact} exact claims** and check **{banded} measured numbers**."]
    for path, lines in found.items():
        if lines:
            parts.append(f"## {_title(path)}\n\n```text\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts)


def _printed(path: Path) -> list[str]:
    """The lines by which a chapter's stored outputs say that something was checked."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    texts = ["".join(o.get("text", [])) for cell in cells for o in cell.get("outputs", [])]
    lines = [line for text in texts for line in text.splitlines()]
    return [line for line in lines if line.startswith(CLAIM)]


def _title(path: Path) -> str:
    number = int(path.stem.split("_")[0])
    first = json.loads(path.read_text("utf-8"))["cells"][0]["source"]
    return f"[Chapter {number}: {''.join(first).splitlines()[0].lstrip('# ')}]({path.name})"


def exercises(root: Path) -> str:
    """A table of all exercises, and how many there are of each kind."""
    catalogue = importlib.import_module("ganbook.exercises.catalogue")
    known = {path.stem: path for path in chapters(root)}
    groups = {known[stem]: group for stem, group in catalogue.CHAPTERS.items() if stem in known}
    chosen = [exercise for group in groups.values() for exercise in group]
    kinds = dict.fromkeys(("write it", "repair it", "predict it"), 0)
    for exercise in chosen:
        kinds[exercise.kind] += 1
    told = ", ".join(f"{count} *{kind}*" for kind, count in kinds.items())
    minutes = sum(MINUTES[exercise.stars] for exercise in chosen)
    parts = [f"**{len(chosen)} exercises**: {told}; about {minutes / 60:.0f} hours in all."]
    for path, group in groups.items():
        rows = [
            f"| {{ref}}`ex-{exercise.name}` | `{exercise.name}` | {exercise.kind} |"
            f" {'★' * exercise.stars} | {MINUTES[exercise.stars]} |"
            for exercise in group
        ]
        head = "| exercise | name | kind | difficulty | minutes |\n|---|---|---|---|---|"
        parts.append(f"## {_title(path)}\n\n{head}\n" + "\n".join(rows))
    return "\n\n".join(parts)


def functions(root: Path) -> str:
    """Every public name of every module, with the words of its docstring."""
    names = sorted(
        path.stem
        for path in (root / "ganbook").iterdir()
        if (path.is_dir() and (path / "__init__.py").exists()) or path.suffix == ".py"
    )
    hidden = {"__init__", "__main__", "backend", "checks", "commands"}
    return "\n\n".join(_module(name) for name in names if name not in hidden)


def _module(name: str) -> str:
    module = importlib.import_module(f"ganbook.{name}")
    parts = [f"## ganbook.{name}\n\n{_words(module)}"]
    for public in _public(module):
        parts.append(_entry(f"{name}.{public}", getattr(module, public)))
    return "\n\n".join(parts)


def _public(module: Any) -> list[str]:
    listed = getattr(module, "__all__", None)
    if listed is None:
        listed = [
            name
            for name, value in vars(module).items()
            if not name.startswith("_")
            and (inspect.isfunction(value) or inspect.isclass(value))
            and value.__module__ == module.__name__
        ]
    return sorted(listed, key=str.lower)


def _entry(name: str, value: Any) -> str:
    if inspect.isclass(value) or callable(value):
        parts = [f"### {name}", f"```python\n{_signature(name, value)}\n```", _words(value)]
        if inspect.isclass(value):
            parts += _methods(value)
        return "\n\n".join(parts)
    if isinstance(value, Mapping):
        keys = ", ".join(f"`{key}`" for key in value)
        return f"### {name}\n\nBy name: {keys}."
    return f"### {name}\n\n`{value!r}`"


def _methods(kind: type) -> list[str]:
    own = [
        (name, member)
        for name, member in vars(kind).items()
        if not name.startswith("_") and inspect.isroutine(getattr(kind, name))
    ]
    told = [(name, getattr(kind, name)) for name, _ in own if inspect.getdoc(getattr(kind, name))]
    return [
        f"```python\n{_signature('.' + name, method)}\n```\n\n{_words(method)}"
        for name, method in told
        if method.__qualname__.startswith(kind.__name__)
    ]


def _signature(name: str, value: Any) -> str:
    """As one would write it, without the types, one argument a line where a line is too short."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return name
    given = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in signature.parameters.values()
        if parameter.name not in ("self", "cls")
    ]
    line = f"{name}{inspect.Signature(given)}"
    if len(line) <= WIDTH:
        return line
    written = [str(one) for one in given]
    for place, one in enumerate(given):
        if one.kind is one.KEYWORD_ONLY:
            written.insert(place, "*")
            break
    return "\n".join((f"{name}(", *(f"    {one}," for one in written), ")"))


def _words(value: Any) -> str:
    return inspect.cleandoc(inspect.getdoc(value) or "")
