"""The built book as a sequence of pages in reading order, each of them its article alone."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from bs4 import BeautifulSoup, Tag

from tools.chapters import ROOT


@dataclass
class Page:
    """One page: where it stands in the site, the part it belongs to, and what it says."""

    name: str
    part: str
    article: Tag

    @property
    def stem(self) -> str:
        """The last word of its address."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def number(self) -> str:
        """Of a chapter; empty for the other pages."""
        found = self.article.select_one("h1 .section-number")
        return found.get_text().strip() if found else ""

    @property
    def title(self) -> str:
        """The first heading, without its number."""
        return heading(self.article.find("h1"))[1]


def read(html: Path, root: Path = ROOT) -> list[Page]:
    """All pages of the table of contents, parsed from the built book."""
    return [Page(name, part, article(html / f"{name}.html")) for name, part in contents(root)]


def contents(root: Path = ROOT) -> list[tuple[str, str]]:
    """Every page and the caption of its part; the first page belongs to none."""
    table = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    parts = [(p["file"], part["caption"]) for part in table["parts"] for p in part["chapters"]]
    return [(table["root"], ""), *parts]


def article(path: Path) -> Tag:
    """What a page says, without the columns and bars around it."""
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return page.select_one("article.bd-article")


def heading(tag: Tag) -> tuple[str, str]:
    """Number and words of a heading, without the sign that links to it."""
    number = tag.select_one(".section-number")
    signs = [number, *tag.select("a.headerlink")]
    silent = {id(text) for sign in signs if sign for text in sign.find_all(string=True)}
    words = "".join(text for text in tag.find_all(string=True) if id(text) not in silent)
    return (number.get_text().strip() if number else ""), " ".join(words.split())
