"""Under a chapter's title: run it in Colab, take the notebook, or read its source."""

from pathlib import PurePosixPath

from docutils import nodes
from sphinx.application import Sphinx

COLAB = "https://colab.research.google.com/github"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    # After the theme, which puts the repository's owner and name into the page's context.
    app.connect("html-page-context", add_bar, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def add_bar(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Chapters are notebooks; every other page is left alone."""
    if doctree is None or not str(app.env.doc2path(pagename)).endswith(".ipynb"):
        return
    notebook = f"{context['github_user']}/{context['github_repo']}/blob/{{branch}}/{pagename}.ipynb"
    notebook = notebook.format(branch=context["github_version"])
    download = f"{context['pathto']('_sources', 1)}/{pagename}.ipynb"
    bar = BAR.format(
        colab=f"{COLAB}/{notebook}",
        download=download,
        name=PurePosixPath(pagename).name,
        source=f"https://github.com/{notebook}",
    )
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{bar}", 1)


BAR = """<nav class="chapter-bar" aria-label="This chapter as a notebook">
  <a class="chapter-bar__main" href="{colab}"><span aria-hidden="true">▶</span> Run in Colab</a>
  <a href="{download}" download="{name}.ipynb">Download the notebook</a>
  <a href="{source}">See its source</a>
</nav>"""
