"""The first page offers what has been made of the book, and never a link that leads nowhere."""

import re
import shutil
from pathlib import Path

from tools.formats.pdf_facts import Pdf

BOX = re.compile(r'(<div class="formats">).*?(</div>)', re.DOTALL)
PDF, EPUB, SITE = "ganbook.pdf", "ganbook.epub", "ganbook-site.zip"
SHELF = "downloads"
TAKE = "<p><strong>Take it along.</strong> {}</p>"
NONE = TAKE.format("<code>make formats</code> makes a PDF, an EPUB and a zip of the site.")
OFFLINE = (
    "<p><strong>From a folder.</strong> You read the site without a network. Only Colab and links"
    " to other sites need one, and the search names the pages it finds without excerpts.</p>"
)


def offer(build: Path, state: str) -> None:
    """Lay the files beside the pages if they were made of this very state, else take them away."""
    made, shelf = build / "formats", build / "html" / SHELF
    stamp = made / "stamp"
    shutil.rmtree(shelf, ignore_errors=True)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:
        fill(build / "html", NONE)
        return
    shelf.mkdir()
    for name in (PDF, EPUB, SITE):
        shutil.copyfile(made / name, shelf / name)
    fill(build / "html", links(made))


def fill(html: Path, inside: str) -> None:
    """Write into the box that `chapters/index.md` keeps for this."""
    page = html / "chapters" / "index.html"
    before = page.read_text(encoding="utf-8")
    after = filled(before, inside)
    if after != before:
        page.write_text(after, encoding="utf-8")


def filled(page: str, inside: str) -> str:
    """A page with this in its box; one without a box stays as it is."""
    return BOX.sub(lambda box: box[1] + inside + box[2], page)


def links(made: Path) -> str:
    """What there is, with what a reader wants to know before it is fetched."""
    pages = len(Pdf(made / PDF).pages)
    told = (
        (PDF, "PDF", f"to print or to read, {pages} pages"),
        (EPUB, "EPUB", "for a reading device"),
        (SITE, "The site as a zip", "unpack it and open index.html; the figures move here too"),
    )
    items = (
        f'<li><a href="../{SHELF}/{name}" download="{name}">{words}</a>, {use}'
        f" ({(made / name).stat().st_size / 1e6:.1f} MB)</li>"
        for name, words, use in told
    )
    return TAKE.format("The whole book in one file:") + f"<ul>{''.join(items)}</ul>"
