"""What stands in for sliders and the latent explorer on paper and without scripts.

A page holds them where it writes, as raw HTML in a line of its own,

    <div class="slider-figure" data-figure="balls"></div>    a name from _static/sliders/figures.mjs
    <div class="latent-explorer"></div>

`node tools/slider_stills.mjs` and `python -m tools.explorer` make the pictures and their words.
"""

import json
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

SLIDERS = "_static/sliders/stills"
EXPLORER = "_static/explorer"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", prepare_page, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def prepare_page(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Fill every such part of the page."""
    body, root = context.get("body", ""), Path(app.confdir)
    if not ('class="slider-figure"' in body or 'class="latent-explorer"' in body):
        return
    page = BeautifulSoup(body, "html.parser")
    for box in page.select("div.slider-figure"):
        fill_slider(box, _words(root / SLIDERS), _address(context, SLIDERS))
    for box in page.select("div.latent-explorer"):
        _put(box, _address(context, EXPLORER)("still.png"), STILL, WITHOUT_SCRIPTS)
    context["body"] = str(page)


def fill_slider(box: Tag, words: dict[str, dict], address: Callable[[str], str]) -> None:
    """The picture of a few positions, and what is to be read from them."""
    name = box.get("data-figure")
    if name not in words:
        raise ExtensionError(
            f"no figure with sliders is called {name!r}; known: {', '.join(sorted(words))}"
        )
    told = words[name]
    _put(box, address(f"{name}.svg"), told["title"], told["sentences"])


def _put(box: Tag, picture: str, alt: str, sentences: list[str]) -> None:
    items = "".join(f"<li>{sentence}</li>" for sentence in sentences)
    still = f'<figure><img src="{picture}" alt="{alt}"/></figure><ul>{items}</ul>'
    box.clear()
    box.append(BeautifulSoup(still, "html.parser"))


def _words(folder: Path) -> dict:
    return json.loads((folder / "words.json").read_text(encoding="utf-8"))


def _address(context: dict, folder: str) -> Callable[[str], str]:
    return lambda name: context["pathto"](f"{folder}/{name}", 1)


STILL = (
    "Three rows of the digits 0 to 9. Each row has a noise of its own, and so a hand of its own:"
    " slant, width and boldness are shared by its ten digits."
)
WITHOUT_SCRIPTS = [
    "Where scripts may run, this generator runs in the page, and its noise can be moved by hand.",
    "Here it answers ten orders in three hands: one noise for each row, one label for each column.",
]
