"""Make the PDF, the EPUB and the zip of the site: `python -m tools.formats`."""

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools import build_book
from tools.formats import (
    epub,
    formulas,
    names,
    offer,
    pages,
    paper,
    pdf_facts,
    press,
    site,
    solutions,
    still,
)
from tools.formats.imprint import Imprint, imprint

APPENDIX = "Appendix"  # the part before which hints and solutions stand


def main() -> int:
    """Build the book, make of it what is not made yet, and link it from the first page."""
    argparse.ArgumentParser(prog="python -m tools.formats", description=__doc__).parse_args()
    if status := build_book.main():
        return status
    build = build_book.ROOT / "_build"
    html, made, state = build / "html", build / "formats", build_book.formats_state(build_book.ROOT)
    stamp = made / "stamp"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        print(f"The formats are up to date: {made}")
        return 0
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    for name, make in MAKERS.items():
        begin = time.monotonic()
        make(made / name, html)
        size = (made / name).stat().st_size / 1e6
        print(f"{name:18} {size:6.1f} MB {time.monotonic() - begin:6.1f} s", flush=True)
    stamp.write_text(state, encoding="utf-8")
    offer.offer(build, state)
    print(f"They lie in {made}, and the first page links them.")
    return 0


def prepared(html: Path) -> tuple[list[pages.Page], Imprint]:
    """The pages in the form that paper and reading devices share."""
    book = pages.read(html)
    told = imprint(book[0].title)
    for page in book:
        still.settle(page.article)
    names.unite(book, told.address)
    answers = solutions.gather(book)
    place = next(i for i, page in enumerate(book) if page.part == APPENDIX)
    return [*book[:place], answers, *book[place:]], told


def make_pdf(target: Path, html: Path) -> None:
    """Print twice: the contents can name pages only once these are known."""
    book, told = prepared(html)
    document = target.with_suffix(".html")
    numbers: dict[str, int] = {}
    for _ in range(2):
        document.write_text(paper.document(book, told, html, numbers), encoding="utf-8")
        before, numbers = numbers, _print(document, target)
    moved = {place for place in before if before[place] != numbers[place]}
    if moved:
        raise press.NotPrintable(f"the contents name wrong pages for {sorted(moved)[:5]}")


def _print(document: Path, target: Path) -> dict[str, int]:
    """Print a document of which nothing is lost; the pages of its places."""
    with press.opened(document) as tab:
        found = press.measure(tab)
        press.refuse_losses(found)
        press.printed(tab, target)
    return pdf_facts.Pdf(target).places


def make_epub(target: Path, html: Path) -> None:
    """The pages with their formulas as MathML."""
    book, told = prepared(html)
    formulas.set_all(book, paper.mathjax_settings(html))
    epub.write(target, book, told, html)


MAKERS: dict[str, Callable[[Path, Path], None]] = {
    offer.PDF: make_pdf,
    offer.EPUB: make_epub,
    offer.SITE: site.write,
}

if __name__ == "__main__":
    sys.exit(main())
