"""One book has one set of names: every anchor gets its page's name before its own.

On the site a link leads to a page and an anchor in it. Where the pages become one document, or
parts of them move to another page, only names that are unique in the whole book still lead there.
"""

import posixpath
import re
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from tools.formats.pages import Page


class DeadLink(Exception):
    """A link leads to a place that the book does not have."""


def unite(pages: list[Page], base: str) -> None:
    """Rename all anchors, and let all links between pages lead to the new names.

    What lies outside of the pages (the search, the index of the site) is linked at its published
    address, which begins with `base`.
    """
    for page in pages:
        for tag in page.article.select("[id]"):
            tag["id"] = name(page.stem, tag["id"])
    stems = {page.name: page.stem for page in pages}
    known = {tag["id"] for page in pages for tag in page.article.select("[id]")}
    for page in pages:
        for link in page.article.select("a[href]"):
            link["href"] = _lead(page, link, stems, known, base)


def name(stem: str, anchor: str = "") -> str:
    """A name of the whole book: letters, digits, dots, hyphens, and never a digit first."""
    return re.sub(r"[^\w.-]", "-", f"book-{stem}" + (f".{anchor}" if anchor else ""))


def _lead(page: Page, link: Tag, stems: dict[str, str], known: set[str], base: str) -> str:
    """Where a link leads now."""
    parts = urlsplit(link["href"])
    if parts.scheme or parts.netloc:
        return link["href"]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(parts.path)))
    target = path.removesuffix(".html") if parts.path else page.name
    if target not in stems:
        return base + path
    found = name(stems[target], unquote(parts.fragment))
    if parts.fragment and found not in known:
        raise DeadLink(f"{page.name}: {link['href']!r} leads to no place in the book.")
    return f"#{found}"
