"""Formulas as MathML, which a reader of EPUB files sets without a script."""

import json
import re
import subprocess
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tools.assets import PACKAGES, node_program
from tools.formats import spacing
from tools.formats.pages import Page

PROGRAM = Path(__file__).with_name("formulas.cjs")
MATHJAX = PACKAGES / "mathjax" / "es5" / "node-main.js"
TEX = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)


class BadFormula(Exception):
    """A formula that MathJax cannot set; the message shows it."""


def set_all(pages: list[Page], settings: str) -> int:
    """Replace every formula of the pages; how many there were.

    `settings` is the script of the pages, which holds the book's own macros.
    """
    boxes = [box for page in pages for box in page.article.select(".math")]
    sources = [written(box) for box in boxes]
    for box, source, formula in zip(boxes, sources, mathml(sources, macros(settings)), strict=True):
        _put(box, source[0], formula)
    return len(boxes)


def written(box: Tag) -> tuple[str, bool]:
    """A formula's TeX, and whether it stands on a line of its own."""
    found = TEX.search("".join(text for text in box.find_all(string=True, recursive=False)))
    if found is None:
        raise BadFormula(f"no formula between \\( \\) or \\[ \\] in {str(box)[:200]}")
    inline, display = found.groups()
    return (inline or display).strip(), inline is None


def macros(settings: str) -> dict:
    """The book's own commands, from the script that configures MathJax on a page."""
    return json.loads(settings.removeprefix("window.MathJax = "))["tex"]["macros"]


def mathml(sources: list[tuple[str, bool]], known: dict) -> list[str]:
    """Each formula as MathML, all made by one run of MathJax."""
    asked = {
        "macros": known,
        "formulas": [{"tex": tex, "display": display} for tex, display in sources],
    }
    done = subprocess.run(
        [node_program("node"), str(PROGRAM), str(MATHJAX)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BadFormula(f"MathJax failed:\n{done.stderr}")
    made = json.loads(done.stdout)
    for (tex, _), formula in zip(sources, made, strict=True):
        if "merror" in formula:
            raise BadFormula(f"MathJax cannot set {tex!r}:\n{formula}")
    return made


def _put(box: Tag, tex: str, formula: str) -> None:
    """The MathML in the place of the TeX, which stays as its description."""
    math = BeautifulSoup(formula, "html.parser").math
    for tag in math.find_all(True):
        tag.attrs = {k: v for k, v in tag.attrs.items() if not k.startswith("data-")}
    spacing.space(math)
    math["alttext"] = " ".join(tex.split())
    for text in box.find_all(string=True, recursive=False):
        text.extract()
    box.append(math)
