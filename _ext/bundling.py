"""Join the page's modules into one classic script, since a page read from a folder loads none.

A program is a folder with a `main.mjs` that exports `start`. Its modules import names from modules
beside them, or from another program's (`../playground/theme.mjs`), and data from JSON files. What
the script hands to `start` is its own text, which is how a worker gets it.
"""

import json
import re
from pathlib import Path

from sphinx.errors import ExtensionError

ENTRY = "main.mjs"
IMPORT = re.compile(r'^import (?:\{([^}]*)\}|(\w+)) from "(\.(?:\./\w+)?/[\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|function) (\w+))", re.MULTILINE)


def bundle(folder: Path) -> str:
    """All modules as one classic script, each in a scope of its own, in the order they need."""
    modules: dict[Path, str] = {}
    entry = (folder / ENTRY).resolve()
    _collect(entry, modules, ())
    return BUNDLED.format(body="\n".join(modules.values()), entry=_scope(entry))


def _collect(path: Path, done: dict[Path, str], above: tuple[Path, ...]) -> None:
    """Add a module behind all those it imports."""
    if path in done:
        return
    if path in above:
        circle = " → ".join(module.name for module in (*above, path))
        raise ExtensionError(f"modules import each other in a circle: {circle}")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        done[path] = f"const {_scope(path)} = {json.dumps(json.loads(text))};"
        return
    for _, _, imported in IMPORT.findall(text):
        _collect(_beside(path, imported), done, (*above, path))
    done[path] = _wrap(path, text)


def _wrap(path: Path, text: str) -> str:
    """One module as a function that runs at once and returns what it exports."""
    exports = ", ".join(EXPORT.findall(text))
    text = EXPORT.sub("", IMPORT.sub(lambda found: _as_constant(path, found), text))
    if left := re.search(r"^(import|export)\b.*$", text, re.MULTILINE):
        raise ExtensionError(f"{path.name}: the bundler does not know this form: {left.group()}")
    return f"const {_scope(path)} = (() => {{\n{text}\nreturn {{ {exports} }};\n}})();"


def _as_constant(path: Path, found: re.Match) -> str:
    names, whole, imported = found.groups()
    target = whole or "{" + re.sub(r"(\w+) as (\w+)", r"\1: \2", names) + "}"
    return f"const {target} = {_scope(_beside(path, imported))};\n"


def _beside(path: Path, imported: str) -> Path:
    return (path.parent / imported).resolve()


def _scope(path: Path) -> str:
    """A name of its own for each module: two programs may both have a `main.mjs`."""
    return re.sub(r"\W", "_", f"module_{path.parent.name}_{path.name}")


BUNDLED = """(function program() {{
"use strict";
{body}
{entry}.start(`(${{program}})()`);
}})();
"""
