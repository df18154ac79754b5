"""At the end of each chapter: what its reader can do now, in the words of its beginning."""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

PROMISE = "You will be able to"
KEPT = "You can now"
ELSE = "If you cannot yet, the exercises are the place to go back to."


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("doctree-read", repeat)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def repeat(app: Sphinx, page: nodes.document) -> None:
    """Say again at the end what the page has promised, if it has promised anything."""
    promise = next((p for p in page.findall(nodes.paragraph) if p.astext() == PROMISE), None)
    if promise is None:
        return
    promised = promise.next_node(nodes.bullet_list, descend=False, siblings=True)
    if promised is None:
        raise ExtensionError(f"{page['source']}: a list must follow “{PROMISE}”.")
    heading = nodes.paragraph("", "", nodes.strong(text=KEPT))
    words = [heading, promised.deepcopy(), nodes.paragraph(text=ELSE)]
    page.children[-1].append(nodes.container("", *words, classes=["abilities"]))
