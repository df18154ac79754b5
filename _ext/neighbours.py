"""At the foot of a page, the pages before and after it, each with a sentence of its own.

A chapter is announced by the question that the first page asks for it, every other page by the
first sentence of its text.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

# An item of the list of chapters: `3. [**Title.**](03_file.ipynb) The question?`
ITEM = re.compile(r"^\d+\. \[[^]]+\]\((\w+)\.\w+\)(.+?)(?=^\d+\. |^$)", re.MULTILINE | re.DOTALL)


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", announce)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def announce(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Give the template a sentence for each neighbour; `_ext/templates` shows it."""
    if doctree is None:
        return
    before, after = app.env.collect_relations().get(pagename, (None, None, None))[1:]
    for key, neighbour in (("prev", before), ("next", after)):
        if context.get(key) and neighbour:
            context[key]["sentence"] = sentence(app, neighbour)


def sentence(app: Sphinx, pagename: str) -> str:
    """What a page is about."""
    first_page = Path(app.env.doc2path(app.config.root_doc)).read_text("utf-8")
    asked = questions(first_page).get(pagename.rsplit("/", 1)[-1])
    return asked or opening(app.env.get_doctree(pagename))


def questions(first_page: str) -> dict[str, str]:
    """The question of each chapter, by its file's name, from the list on the first page."""
    items = ITEM.findall(first_page)
    return {stem: " ".join(words.replace("*", "").split()) for stem, words in items}


def opening(page: nodes.document) -> str:
    """The first sentence of a page's own text."""
    for paragraph in page.findall(nodes.paragraph):
        words = " ".join(paragraph.astext().split())
        if words:
            return re.split(r"(?<=[.?!:]) ", words)[0]
    return ""
