"""Nothing leads nowhere, and nothing is fetched from elsewhere."""

from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tools import remote


def targets(page):
    """Everything a reader may click or a browser must load, as far as it lies in the book."""
    for tag in page.find_all(["a", "link", "script", "img", "source"]):
        address = tag.get("href") or tag.get("src") or tag.get("srcset") or ""
        parts = urlsplit(address)
        if address and not parts.scheme and not parts.netloc:
            yield unquote(parts.path), unquote(parts.fragment)


class TestInside:
    def test_every_link_has_a_file_and_every_anchor_a_place(self, html, pages):
        dead = []
        for name, page in pages.items():
            for path, anchor in targets(page):
                target = ((html / name).parent / path).resolve() if path else html / f"{name}.html"
                known = pages.get(target.relative_to(html).with_suffix("").as_posix())
                found = target.is_file() and (
                    not anchor or known is None or known.find(id=anchor) is not None
                )
                if not found:
                    dead.append((name, path, anchor))
        assert not dead

    def test_the_pages_have_links_to_test(self, pages, names):
        assert all(len(list(targets(pages[name]))) > 20 for name in names)


class TestOutside:
    def test_no_page_or_style_fetches_anything_from_elsewhere(self, html):
        assert remote.references(html) == []

    def test_no_script_of_the_page_names_a_foreign_address_to_load(self, html):
        """A script could fetch too: none of ours and none of the theme's names an address."""
        for script in (html / "_static").rglob("*.js"):
            if "mathjax" not in script.parts:
                text = script.read_text(encoding="utf-8")
                assert not [w for w in ("unpkg", "jsdelivr", "cdnjs") if w in text], script.name

    @pytest.mark.parametrize(
        "part",
        [
            '<script src="https://example.org/a.js"></script>',
            '<script src="//example.org/a.js"></script>',
            '<link rel="stylesheet" href="https://example.org/a.css">',
            '<link rel="preload" href="https://example.org/a.woff2">',
            '<img alt="" src="http://example.org/a.png">',
            '<source srcset="https://example.org/a.png">',
            '<iframe src="https://example.org"></iframe>',
            "<style>@import 'https://example.org/a.css';</style>",
            '<p style="background: url(https://example.org/a.png)"></p>',
        ],
    )
    def test_a_remote_part_would_be_found(self, part):
        assert list(remote.in_page(f"<html><body>{part}</body></html>"))

    def test_a_link_to_click_is_no_remote_part(self):
        page = '<a href="https://example.org">there</a><link rel="canonical" href="https://b.org">'
        assert not list(remote.in_page(page))

    def test_a_remote_font_in_a_style_sheet_would_be_found(self):
        sheet = 'src: url("fonts/a.woff2"), url(https://example.org/b.woff2)'
        assert list(remote.in_style(sheet)) == ["https://example.org/b.woff2"]


class TestDescribed:
    def test_links_say_where_they_lead(self, pages, names):
        for name in names:
            for link in pages[name].select("article a[href]"):
                words = link.get_text().strip() or link.get("aria-label") or link.find("img", alt=1)
                assert words, (name, link)

    def test_the_search_index_knows_every_page(self, html, names):
        index = (html / "searchindex.js").read_text(encoding="utf-8")
        assert all(f'"{name}"' in index for name in names)


def test_targets_sees_links_and_files():
    page = '<a href="a.html#b">x</a><img src="c.png"><a href="https://d">y</a>'
    assert list(targets(BeautifulSoup(page, "html.parser"))) == [("a.html", "b"), ("c.png", "")]
