"""One document of all pages, as a browser prints it: title, imprint, contents, chapters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tools.formats.imprint import Imprint
from tools.formats.names import name
from tools.formats.pages import Page, heading

SHEETS = (
    "pygments.css",
    "ganbook.css",
    "boxes.css",
    "code.css",
    "playground.css",
    "sliders.css",
    "explorer.css",
)
OWN_SHEET = Path(__file__).with_name("paper.css")
MATHJAX = "mathjax/tex-chtml.js"


@dataclass(frozen=True)
class Entry:
    """A line of the contents: how deep, its number, its words, and the place it leads to."""

    depth: int
    number: str
    words: str
    place: str


def document(
    pages: list[Page], imprint: Imprint, html: Path, numbers: dict[str, int] | None = None
) -> str:
    """The whole book; `numbers` are the places' page numbers, known once it has been printed."""
    static = (html / "_static").as_uri()
    return DOCUMENT.format(
        title=escape(imprint.title),
        sheets="\n".join(f'<link rel="stylesheet" href="{static}/{name}">' for name in SHEETS),
        own=OWN_SHEET.read_text(encoding="utf-8") + "\n" + "\n".join(map(_feet, pages)),
        settings=mathjax_settings(html),
        mathjax=f"{static}/{MATHJAX}",
        front=front(imprint, (html / "_static" / "hero.svg").read_text(encoding="utf-8")),
        contents=_contents(pages, numbers or {}),
        pages="\n".join(_page(page, html) for page in pages),
    )


def mathjax_settings(html: Path) -> str:
    """The script with the book's own macros, as the pages with formulas carry it."""
    for path in sorted((html / "chapters").glob("*.html")):
        if found := re.search(r"<script>(window\.MathJax = .*?)</script>", path.read_text("utf-8")):
            return found[1]
    raise ValueError("No built page sets formulas: has the book been built with `make book`?")


def front(imprint: Imprint, picture: str) -> str:
    """The title page, and behind it what a printed copy must say of itself."""
    told = {key: escape(text) for key, text in vars(imprint).items()}
    return FRONT.format(picture=picture, **told)


def entries(pages: list[Page]) -> Iterator[Entry]:
    """The contents: parts, pages, and of chapters their sections."""
    part = ""
    for page in pages:
        if page.part != part:
            part = page.part
            yield Entry(0, "", part, "")
        yield Entry(1, page.number, page.title, name(page.stem))
        if page.number:
            for section in page.article.select("h2"):
                yield Entry(2, *heading(section), section.parent["id"])


def _contents(pages: list[Page], numbers: dict[str, int]) -> str:
    return "\n".join(_line(entry, numbers.get(entry.place, 0)) for entry in entries(pages))


def _line(entry: Entry, number: int) -> str:
    words = escape(entry.words)
    if not entry.place:
        return f'<p class="part">{words}</p>'
    mark = f'<span class="mark">{entry.number}</span>' if entry.number else ""
    return (
        f'<p class="depth-{entry.depth}"><a href="#{entry.place}">{mark}<span>{words}</span>'
        f'<span class="dots"></span><span class="page">{number or "000"}</span></a></p>'
    )


def _page(page: Page, html: Path) -> str:
    """One page of the site as a chapter of the document; its images are found where they lie."""
    folder = (html / page.name).parent
    for image in page.article.select("img"):
        if not image["src"].startswith("file:"):
            image["src"] = (folder / image["src"]).resolve().as_uri()
    kicker = f'<p class="kicker">{escape(page.part)}</p>' if page.number else ""
    return (
        f'<article class="bd-article {_sheet(page)}" id="{name(page.stem)}">{kicker}'
        f"{page.article.decode_contents()}</article>"
    )


def _feet(page: Page) -> str:
    """What stands at the foot of this page's sheets of paper, and that it begins on a new one."""
    words = f"{page.number} \u2002 {page.title}" if page.number else page.title
    foot = words.strip().replace('"', "\u201d")
    return (
        f".{_sheet(page)} {{ page: {_sheet(page)}; }}\n"
        f'@page {_sheet(page)} {{ @bottom-left {{ content: "{foot}"; }} }}'
    )


def _sheet(page: Page) -> str:
    return "sheet-" + page.stem.replace("_", "-")


FRONT = """<section class="title-page">
<p class="book-title">{title}</p>
<p class="book-question">{question}</p>
<div class="title-picture">{picture}</div>
<p class="book-about">An executable book on generative adversarial networks</p>
<p class="book-authors">{authors}</p>
</section>
<section class="imprint">
<p>This copy was printed from commit {commit} of {date}. The book lives at
<a href="{address}">{address}</a>: there its figures move, its exercises answer, a GAN trains while
you watch, and every chapter opens in Colab.</p>
<p>Every figure and every number in it comes out of the code that stands above it, and the build
stops where a formula disagrees with its check. Two things differ from the screen: hints and
solutions are gathered behind the chapters, and the cell that installs the library in Colab, the
first of every chapter, is left out.</p>
<p>Text and figures: CC BY 4.0. Code: MIT.</p>
</section>"""

DOCUMENT = """<!DOCTYPE html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<title>{title}</title>
{sheets}
<style>
{own}
</style>
<script>{settings}</script>
<script defer src="{mathjax}"></script>
</head>
<body>
<div class="bd-article-container">
{front}
<nav class="contents" aria-label="Contents"><h1>Contents</h1>
{contents}
</nav>
{pages}
</div>
</body>
</html>
"""
