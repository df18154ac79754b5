"""The live GAN: what a page shows in its place until, or unless, its script runs.

A page holds one where it writes, as raw HTML in a line of its own,

    <div class="playground"></div>                           the large one, with all lessons
    <div class="playground" data-preset="orbits"></div>      a small one, for this lesson

with a name from `_static/playground/presets.json`. A link to a lesson is
`playground.html#preset=orbits`, and one to any other game copies the playground's address.
"""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

PRESETS = Path("_static") / "playground" / "presets.json"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", prepare_page, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def prepare_page(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Where a page holds a playground: something to see without its script."""
    if 'class="playground"' not in context.get("body", ""):
        return
    page = BeautifulSoup(context["body"], "html.parser")
    presets = json.loads((Path(app.confdir) / PRESETS).read_text(encoding="utf-8"))
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


FALLBACK = """<figure class="playground__still"><img src="{picture}" alt="{alt}"/></figure>
<p>Here a GAN is trained live where scripts may run. This is what its lessons show:</p>
<dl>{items}</dl>""".replace(
    "{alt}",
    "Three moments of a game, each with eight blue spots on a ring. First the vermilion fakes are"
    " one small cloud in the middle, then they spread, and in the end they lie on the spots.",
)
