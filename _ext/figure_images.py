"""Images tell their size before they load; moving ones stand still for readers who want that."""

from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", describe_images, priority=850)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def describe_images(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Complete every image of the page that comes from a file of the book."""
    if "<img" not in context.get("body", ""):
        return
    page = BeautifulSoup(context["body"], "html.parser")
    sources = {name: Path(app.srcdir) / path for path, name in app.builder.images.items()}
    for tag in page.find_all("img"):
        source = sources.get(PurePosixPath(tag["src"]).name)
        if source is not None and source.suffix != ".svg":
            with Image.open(source) as picture:
                _tell_size(tag, picture)
                if getattr(picture, "is_animated", False):
                    _offer_still(page, tag, picture, Path(app.outdir) / app.builder.imagedir)
    context["body"] = str(page)


def _tell_size(tag: Tag, picture: Image.Image) -> None:
    # The text below an image does not jump when the image arrives.
    tag["width"], tag["height"] = picture.size


def _offer_still(page: BeautifulSoup, tag: Tag, picture: Image.Image, folder: Path) -> None:
    """The last frame, on which the animation rests, replaces it where motion is unwanted."""
    name = PurePosixPath(tag["src"])
    still = name.with_name(f"{name.stem}-still.png")
    folder.mkdir(parents=True, exist_ok=True)
    picture.seek(picture.n_frames - 1)
    picture.convert("RGBA").save(folder / still.name, optimize=True)
    tag["class"] = [*tag.get("class", []), "moves"]
    frame = tag.wrap(page.new_tag("picture"))
    media = "(prefers-reduced-motion: reduce), print"
    frame.insert(0, page.new_tag("source", attrs={"media": media, "srcset": str(still)}))
