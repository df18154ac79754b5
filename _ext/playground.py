"""The live GAN: bundle its modules into one script, and bring it to the pages that hold one.

A page holds one where it writes, as raw HTML in a line of its own,

    <div class="playground"></div>                           the large one, with all lessons
    <div class="playground" data-preset="orbits"></div>      a small one, for this lesson

with a name from `_static/playground/presets.json`. A link to a lesson is
`playground.html#preset=orbits`, and one to any other game copies the playground's address.

A page read from a folder may not load modules, so the book serves one classic script. The same
text, as a string, is what the training worker runs.
"""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

SOURCES = Path("_static") / "playground"
BUNDLE = Path("_build") / "playground" / "playground.js"
ENTRY = "main.mjs"
IMPORT = re.compile(r'^import (?:\{([^}]*)\}|(\w+)) from "\./([\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|function) (\w+))", re.MULTILINE)


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("config-inited", serve_bundle)
    app.connect("html-page-context", prepare_page, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def serve_bundle(app: Sphinx, config: Config) -> None:
    """Write the bundle where the page can load it."""
    root = Path(app.confdir)
    target = root / BUNDLE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bundle(root / SOURCES), encoding="utf-8")
    config.html_static_path.append(str(BUNDLE.parent))


def bundle(folder: Path) -> str:
    """All modules as one classic script, each in a scope of its own, in the order they need."""
    modules: dict[str, str] = {}
    _collect(folder, ENTRY, modules, ())
    body = "\n".join(modules.values())
    return BUNDLED.format(body=body, entry=_scope(ENTRY))


def _collect(folder: Path, name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a module behind all those it imports."""
    if name in done:
        return
    if name in above:
        raise ExtensionError(f"playground modules import each other in a circle: {name}, {above}")
    text = (folder / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        done[name] = f"const {_scope(name)} = {json.dumps(json.loads(text))};"
        return
    for _, _, imported in IMPORT.findall(text):
        _collect(folder, imported, done, (*above, name))
    done[name] = _wrap(name, text)


def _wrap(name: str, text: str) -> str:
    """One module as a function that runs at once and returns what it exports."""
    exports = ", ".join(EXPORT.findall(text))
    text = EXPORT.sub("", IMPORT.sub(_as_constant, text))
    if left := re.search(r"^(import|export)\b.*$", text, re.MULTILINE):
        raise ExtensionError(f"{name}: the bundler does not know this form: {left.group()}")
    return f"const {_scope(name)} = (() => {{\n{text}\nreturn {{ {exports} }};\n}})();"


def _as_constant(found: re.Match) -> str:
    names, whole, module = found.groups()
    target = whole or "{" + re.sub(r"(\w+) as (\w+)", r"\1: \2", names) + "}"
    return f"const {target} = {_scope(module)};\n"


def _scope(name: str) -> str:
    return "module_" + name.replace(".", "_")


def prepare_page(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Where a page holds a playground: its script, and something to see without one."""
    if 'class="playground"' not in context.get("body", ""):
        return
    app.add_js_file("playground.js", loading_method="defer")
    page = BeautifulSoup(context["body"], "html.parser")
    presets = json.loads((Path(app.confdir) / SOURCES / "presets.json").read_text("utf-8"))
    picture = context["pathto"]("_static/playground/still.svg", 1)
    for box in page.select("div.playground"):
        fill(box, presets, picture)
    context["body"] = str(page)


def fill(box: BeautifulSoup, presets: dict[str, dict], picture: str) -> None:
    """What stands in the place of a live game until, or unless, its script runs."""
    name = box.get("data-preset")
    if name is not None and name not in presets:
        raise ExtensionError(
            f"no playground preset is called {name!r}; known: {', '.join(sorted(presets))}"
        )
    shown = presets if name is None else {name: presets[name]}
    # In the large one every lesson has an anchor, so that a link to it has a place to lead to.
    anchor = ' id="preset={}"' if name is None else ""
    items = "".join(
        f"<dt{anchor.format(key)}>{preset['title']}</dt><dd>{preset['see']}</dd>"
        for key, preset in shown.items()
    )
    still = FALLBACK.format(picture=picture, items=items)
    box.clear()
    box.append(BeautifulSoup(still, "html.parser"))


BUNDLED = """(function playground() {{
"use strict";
{body}
{entry}.start(`(${{playground}})()`);
}})();
"""

FALLBACK = """<figure class="playground__still"><img src="{picture}" alt="{alt}"/></figure>
<p>Here a GAN is trained live where scripts may run. This is what its lessons show:</p>
<dl>{items}</dl>""".replace(
    "{alt}",
    "Three moments of a game, each with eight blue spots on a ring. First the vermilion fakes are"
    " one small cloud in the middle, then they spread, and in the end they lie on the spots.",
)
