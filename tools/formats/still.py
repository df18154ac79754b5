"""What moves, folds or is pressed on the screen becomes what can be printed."""

from bs4 import Tag

# Nothing of these says anything on paper.
FURNITURE = ", ".join(
    (
        "a.headerlink",
        "button",
        "nav.chapter-bar",
        "script",
        ".formats",
        ".sd-summary-state-marker",
        ".toctree-wrapper",
    )
)
# The first cell of every chapter, the same to the letter: it installs the library in Colab.
SETUP = 'find_spec("ganbook")'

# How the checker answers an exercise that nobody has tried: on paper nobody can.
UNANSWERED = "○"


def settle(article: Tag) -> None:
    """Make a page fit for paper."""
    for tag in article.select(FURNITURE):
        tag.decompose()
    for cell in article.select("div.cell"):
        if SETUP in cell.get_text():
            cell.decompose()
    for output in article.select("div.cell_output"):
        if output.get_text().lstrip().startswith(UNANSWERED):
            output.decompose()
    for fold in article.select("details.hide"):
        fold.summary.decompose()
        fold.unwrap()
    for picture in article.select("picture"):
        _rest(picture)


def _rest(picture: Tag) -> None:
    """Of a moving image the last frame stays, on which it comes to rest."""
    image = picture.img
    image["src"] = picture.source["srcset"]
    image["class"] = [name for name in image.get("class", []) if name != "moves"]
    picture.replace_with(image)
