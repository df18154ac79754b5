"""Figures: described for who does not see them, light, announced before and read after."""

import base64
import re
from collections import Counter
from collections.abc import Iterator

from nbformat import NotebookNode

from tools.chapters import Book
from tools.contract.chapter import Chapter, Problem

HEAVIEST, HEAVIEST_MOVING = 100_000, 300_000
SHORTEST_ALT = 20


def described(chapter: Chapter) -> Iterator[Problem]:
    """Every figure has words for who does not see it."""
    for number, cell in _figures(chapter):
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if len(alt) < SHORTEST_ALT:
            yield chapter.problem(
                "the figure has no alt text; say what it shows in the cell's metadata, mystnb →"
                f" image → alt, in at least {SHORTEST_ALT} characters.",
                number,
            )
        if sum(_has_image(output) for output in cell.outputs) > 1:
            yield chapter.problem(
                "the cell shows several images, but has one alt text; show one per cell.", number
            )


def named(chapter: Chapter) -> Iterator[Problem]:
    """Every figure has a number and a caption."""
    for number, cell in _figures(chapter):
        figure = cell.metadata.get("mystnb", {}).get("figure", {})
        if not figure.get("name", "").startswith("fig-") or not figure.get("caption", "").strip():
            yield chapter.problem(
                "the figure needs mystnb → figure → name (beginning with fig-) and caption in the"
                " cell's metadata.",
                number,
            )


def read(chapter: Chapter) -> Iterator[Problem]:
    """Who meets a figure should know what to look for, and afterwards what was there."""
    for number, cell in _figures(chapter):
        name = cell.metadata.get("mystnb", {}).get("figure", {}).get("name")
        before = "\n".join(text.source for n, text in chapter.markdown if n < number)
        if name and not re.search(rf"\b{re.escape(name)}\b", before):
            yield chapter.problem(f"no text before the figure refers to {name}.", number)
        if number == len(chapter.cells) or chapter.cells[number].cell_type != "markdown":
            yield chapter.problem("no text after the figure says what it shows.", number)


def light(chapter: Chapter) -> Iterator[Problem]:
    """A page of figures must load on a phone."""
    for number, output in chapter.outputs():
        for kind, value in output.get("data", {}).items():
            if not kind.startswith("image/"):
                continue
            image = base64.b64decode(value) if kind != "image/svg+xml" else value.encode()
            most = HEAVIEST_MOVING if b"acTL" in image[:200] else HEAVIEST
            if len(image) > most:
                yield chapter.problem(
                    f"the figure weighs {len(image) // 1000} kB, more than {most // 1000} kB; draw"
                    " fewer points or make it smaller.",
                    number,
                )


def images_in_text(chapter: Chapter) -> Iterator[Problem]:
    """Images written into the prose: described, and lying beside the chapter."""
    for number, cell in chapter.markdown:
        for target, alt in _images(cell.source):
            if len(alt.strip()) < SHORTEST_ALT:
                yield chapter.problem(f"the image {target} has no alt text.", number)
            if re.match(r"(?:https?:)?//", target):
                yield chapter.problem(
                    f"the image {target} is fetched from elsewhere; make it by code or keep it"
                    " beside the chapter.",
                    number,
                )


def unique_labels(book: Book, chapters: list[Chapter]) -> Iterator[Problem]:
    """A label leads to one place in the whole book."""
    labels = Counter(label for chapter in chapters for label in _labels(chapter))
    for label, count in labels.items():
        if count > 1:
            owners = [chapter.name for chapter in chapters if label in _labels(chapter)]
            yield Problem(
                ", ".join(owners), f"the label {label} is given {count} times; rename all but one."
            )


def _figures(chapter: Chapter) -> Iterator[tuple[int, NotebookNode]]:
    for number, cell in chapter.code:
        if any(map(_has_image, cell.outputs)):
            yield number, cell


def _has_image(output: NotebookNode) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _images(source: str) -> Iterator[tuple[str, str]]:
    """Target and alt text of each image, in Markdown, as a directive and in HTML."""
    for alt, target in re.findall(r"!\[([^\]]*)\]\(\s*([^\s)]+)", source):
        yield target, alt
    for target, options in re.findall(r"\{(?:figure|image)\}[ \t]*(\S+)((?:\n:.*)*)", source):
        alt = re.search(r"^:alt:(.*)$", options, re.MULTILINE)
        yield target, alt.group(1) if alt else ""
    for tag in re.findall(r"<img\b[^>]*>", source):
        values = dict(re.findall(r"""\b(src|alt)\s*=\s*["']([^"']*)["']""", tag))
        yield values.get("src", "?"), values.get("alt", "")


def _labels(chapter: Chapter) -> list[str]:
    """Everything in a chapter that can be linked to: targets, directives, equations, figures."""
    labels = []
    for _, cell in chapter.markdown:
        labels += re.findall(r"^\(([^()\s]+)\)=\s*$", cell.source, re.MULTILINE)
        labels += re.findall(r"^:(?:label|name):[ \t]*(\S+)", cell.source, re.MULTILINE)
        labels += re.findall(r"\$\$[ \t]*\(([^()\s]+)\)[ \t]*$", cell.source, re.MULTILINE)
    for _, cell in chapter.code:
        labels += filter(None, [cell.metadata.get("mystnb", {}).get("figure", {}).get("name")])
    return labels


CHECKS = (described, named, read, light, images_in_text)
BOOK_CHECKS = (unique_labels,)
