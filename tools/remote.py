"""Find what a built page would fetch from elsewhere: scripts, styles, images, fonts, frames.

A link that a reader may click is no fetch, and stays.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

FETCHING = {
    "script": ["src"],
    "img": ["src", "srcset"],
    "source": ["src", "srcset"],
    "iframe": ["src"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "form": ["action"],
    "image": ["href", "xlink:href"],
    "use": ["href", "xlink:href"],
}
FETCHING_LINKS = {"stylesheet", "preload", "prefetch", "preconnect", "modulepreload", "icon"}
REMOTE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(
    r"""url\(\s*["']?((?:https?:)?//[^"')\s]+)|@import\s+["']((?:https?:)?//[^"']+)""",
    re.IGNORECASE,
)


def references(html: Path) -> list[tuple[str, str]]:
    """Pairs (file, address) of everything under the folder that is fetched from elsewhere."""
    found = []
    for path in sorted(html.rglob("*")):
        name = path.relative_to(html).as_posix()
        if path.suffix == ".html":
            found += [(name, address) for address in in_page(path.read_text(encoding="utf-8"))]
        elif path.suffix == ".css":
            found += [(name, address) for address in in_style(path.read_text(encoding="utf-8"))]
    return found


def in_page(text: str) -> Iterator[str]:
    """The remote addresses that opening this page fetches."""
    page = BeautifulSoup(text, "html.parser")
    for tag, names in FETCHING.items():
        for element in page.find_all(tag):
            values = (element.get(name, "") for name in names)
            yield from (value for value in values if REMOTE.match(value))
    for link in page.find_all("link"):
        if FETCHING_LINKS & set(link.get("rel", [])) and REMOTE.match(link.get("href", "")):
            yield link["href"]
    for style in page.find_all("style"):
        yield from in_style(style.get_text())
    for element in page.select("[style]"):
        yield from in_style(element["style"])


def in_style(text: str) -> Iterator[str]:
    """The remote addresses that a style sheet fetches."""
    for match in IN_STYLE.finditer(text):
        yield match.group(1) or match.group(2)
