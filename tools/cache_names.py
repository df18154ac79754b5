"""Every style and script gets a name that changes with its content: no cache keeps an old one.

Sphinx does it for most of them (`ganbook.css?v=66059229`); the theme's own, the search index and
whatever was written too late for Sphinx to see are left without. Here all are named alike.
"""

import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

PART = re.compile(r'\b(src|href)="([^"?#:]+\.(?:css|js))(?:\?v=\w*)?"')


def version(html: Path) -> None:
    """Rewrite the links of all pages; a page that is right already keeps its time."""
    digest = cache(_digest)
    for page in html.rglob("*.html"):
        before = page.read_text(encoding="utf-8")
        after = versioned(before, lambda address, page=page: digest(page.parent / address))
        if after != before:
            page.write_text(after, encoding="utf-8")


def versioned(text: str, digest: Callable[[str], str]) -> str:
    """A page whose local styles and scripts carry a digest of their content."""

    def name(found: re.Match) -> str:
        attribute, address = found.groups()
        told = digest(unquote(address))
        return f'{attribute}="{address}?v={told}"' if told else found[0]

    return PART.sub(name, text)


def _digest(path: Path) -> str:
    """Eight letters that another content would not have; nothing for a file that is not there."""
    return f"{zlib.crc32(path.read_bytes()):08x}" if path.is_file() else ""
