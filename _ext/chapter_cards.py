"""The first page's list of chapters: each with a picture of its own making and its run time.

The list itself is plain Markdown in `chapters/index.md` and reads well without this. A picture is
cut out of a figure in the chapter's stored outputs while the book is built, so none can be stale.
"""

import base64
import io
import json
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from PIL import Image, ImageOps
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

SIZE = (480, 240)  # one and a half times what a card shows, for fine screens
COLOURS = 56  # enough for flat figures, and they make the file small
TIMES = "chapters/times.json"
# Which figure stands for a chapter, and which part of it (left, top, right, bottom): an axis with
# small numbers says nothing on a card. A chapter without a line shows its first figure whole.
VIEWS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "01_the_game": ("fig-desk", (0.1, 0, 0.85, 0.84)),
    "02_the_first_gan": ("fig-start", (0.125, 0, 1, 0.94)),
    "03_why_training_fails": ("fig-orbits", (0.085, 0.1, 0.695, 0.835)),
    "04_judging_a_gan": ("fig-neighbourhoods", (0.105, 0.08, 0.5, 0.92)),
    "05_euclidean_and_manhattan": ("fig-mahalanobis", (0.085, 0, 1, 0.93)),
    "06_distances_as_losses": ("fig-rings", (0.385, 0.1, 1, 0.83)),
    "07_the_gaussian_kernel": ("fig-scales", (0.405, 0.33, 1, 1)),
    "08_maximum_mean_discrepancy": ("fig-witness", (0.14, 0.01, 1, 0.93)),
    "09_training_with_kernels": ("fig-matching", (0.39, 0.1, 1, 0.86)),
    "10_the_latent_gaussian": ("fig-shell", (0.095, 0, 0.47, 0.84)),
    "11_noise_as_medicine": ("fig-doses", (0.4, 0.18, 0.8, 1)),
    "12_a_modern_gan": ("fig-orders", (0, 0, 0.625, 0.5)),
    "13_the_mistakes_clinic": ("fig-free-points", (0.065, 0.08, 1, 0.92)),
}


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", dress, priority=845)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def dress(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Make cards of the items of a list marked `path`."""
    if "<ol" not in context.get("body", ""):
        return
    page = BeautifulSoup(context["body"], "html.parser")
    folder, seconds = Path(app.srcdir) / "chapters", run_times(Path(app.srcdir))
    images = Path(app.outdir) / app.builder.imagedir
    images.mkdir(parents=True, exist_ok=True)
    for item in page.select("ol.path > li"):
        stem = item.a["href"].removesuffix(".html")
        data, words = picture(folder / f"{stem}.ipynb")
        (images / f"card-{stem}.png").write_bytes(data)
        address = f"{context['pathto'](app.builder.imagedir, 1)}/card-{stem}.png"
        fill(page, item, address, words, seconds.get(stem))
    context["body"] = str(page)


def fill(
    page: BeautifulSoup,
    item: Tag,
    address: str,
    words: str,
    seconds: float | None,
) -> None:
    """One card: its picture before the words, the run time behind them."""
    image = page.new_tag("img", attrs={"class": "card-picture", "src": address, "alt": words})
    image["width"], image["height"] = SIZE
    item.insert(0, image)
    if seconds is not None:
        line = page.new_tag("p", attrs={"class": "card-time"})
        line.string = f"Runs in {seconds:.0f} s on two cores"
        item.append(line)


def picture(notebook: Path) -> tuple[bytes, str]:
    """The chapter's picture as a small file, and what it shows in words."""
    figures = stored(notebook)
    name, view = VIEWS.get(notebook.stem, (next(iter(figures), ""), (0, 0, 1, 1)))
    if name not in figures:
        raise ExtensionError(
            f"{notebook.name} has no figure {name!r} for its card; it has:"
            f" {', '.join(figures) or 'none'}. Correct the table in _ext/chapter_cards.py."
        )
    data, caption = figures[name]
    return cut(data, view), f"Figure from the chapter: {caption}"


def stored(notebook: Path) -> dict[str, tuple[bytes, str]]:
    """Every named figure of a chapter: its image, and the first sentence below it."""
    found = {}
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        figure = cell["metadata"].get("mystnb", {}).get("figure", {})
        images = [o["data"]["image/png"] for o in cell.get("outputs", []) if _shows(o)]
        if "name" in figure and images:
            text = images[-1] if isinstance(images[-1], str) else "".join(images[-1])
            caption = figure.get("caption", "").split(". ")[0].rstrip(".") + "."
            found[figure["name"]] = (base64.b64decode(text), caption)
    return found


def cut(data: bytes, view: tuple[float, float, float, float]) -> bytes:
    """A part of an image, reduced; of a moving one the last frame, on which it rests."""
    with Image.open(io.BytesIO(data)) as image:
        image.seek(getattr(image, "n_frames", 1) - 1)
        whole = image.convert("RGBA")
    box = [round(share * side) for share, side in zip(view, whole.size * 2, strict=True)]
    part = ImageOps.contain(whole.crop(tuple(box)), SIZE, Image.Resampling.LANCZOS)
    card = ImageOps.pad(part, SIZE, color=(0, 0, 0, 0))
    target = io.BytesIO()
    # This method keeps the half-transparent edges, without which dots fray on a dark page.
    card.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(target, "PNG", optimize=True)
    return target.getvalue()


def run_times(root: Path) -> dict[str, float]:
    """Seconds of each chapter in the last recorded run of all checks."""
    path = root / TIMES
    if not path.exists():
        return {}
    return json.loads(path.read_text("utf-8")).get("book", {}).get("seconds", {})


def _shows(output: dict) -> bool:
    return "image/png" in output.get("data", {})
