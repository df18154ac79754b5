"""The first page's cards, and the sentences by which pages announce their neighbours."""

import base64
import io
import json

import pytest
from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from PIL import Image
from sphinx.errors import ExtensionError

from tests.book.sphinx_parts import load
from tools.chapters import Book

chapter_cards = load("chapter_cards")
neighbours = load("neighbours")
HEAVIEST = 20_000
RED = pytest.approx((255, 0, 0, 255), abs=1)  # few colours round a little


def drawn(width=800, height=200):
    """A picture whose left half is red and whose right half is empty."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, width // 2, height))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGBA")


@pytest.fixture
def notebook(tmp_path):
    """A chapter with one figure, stored twice: the second picture is the one that stays."""
    outputs = [
        {"data": {"image/png": base64.b64encode(data).decode()}}
        for data in (drawn(10, 10), drawn())
    ]
    figure = {"name": "fig-red", "caption": "Half is red. The rest is not."}
    cells = [
        {"metadata": {}},
        {"metadata": {"mystnb": {"figure": figure}}, "outputs": outputs},
    ]
    path = tmp_path / "99_red.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    return path


class TestPicture:
    def test_is_cut_from_the_stored_figure(self, notebook, monkeypatch):
        monkeypatch.setitem(chapter_cards.VIEWS, "99_red", ("fig-red", (0.25, 0, 0.75, 1)))
        data, words = chapter_cards.picture(notebook)
        assert words == "Figure from the chapter: Half is red."
        assert opened(data).size == chapter_cards.SIZE
        assert opened(data).getpixel((100, 120)) == RED
        assert opened(data).getpixel((380, 120))[3] == 0

    def test_of_a_chapter_without_a_line_is_its_first_figure(self, notebook):
        data, _ = chapter_cards.picture(notebook)
        assert opened(data).getpixel((100, 120)) == RED
        # Four times as wide as high: it stands in the middle of its card.
        assert opened(data).getpixel((100, 20))[3] == 0

    def test_a_figure_that_is_gone_stops_the_build(self, notebook, monkeypatch):
        monkeypatch.setitem(chapter_cards.VIEWS, "99_red", ("fig-blue", (0, 0, 1, 1)))
        with pytest.raises(ExtensionError, match=r"no figure 'fig-blue'.*it has: fig-red"):
            chapter_cards.picture(notebook)

    @pytest.mark.parametrize("path", Book().chapters(), ids=lambda path: path.stem)
    def test_of_every_chapter_is_small(self, path):
        data, _ = chapter_cards.picture(path)
        assert len(data) <= HEAVIEST
        assert opened(data).getextrema()[3] != (0, 0)


class TestCards:
    def test_every_chapter_has_picture_words_and_time(self, pages):
        cards = pages["chapters/index"].select("ol.path > li")
        assert len(cards) == len(Book().chapters())
        for card in cards:
            assert card.img["src"].endswith(".png")
            assert card.a.get_text()
            assert card.select_one(".card-time").get_text().startswith("Runs in ")

    def test_a_chapter_that_was_never_timed_tells_none(self):
        page = BeautifulSoup("<li><p>words</p></li>", "html.parser")
        chapter_cards.fill(page, page.li, "a.png", "words", None)
        assert page.select(".card-picture")
        assert not page.select(".card-time")

    def test_the_first_page_is_light(self, html, pages):
        """Beside the parts that all pages share."""
        page = html / "chapters" / "index.html"
        shown = pages["chapters/index"].select("img")
        images = {(page.parent / image["src"]).resolve() for image in shown}
        assert page.stat().st_size + sum(image.stat().st_size for image in images) < 400_000


class TestQuestions:
    LIST = """{.path}
3. [**Why.**](03_why.ipynb) Why does it
   *circle*?
4. [**How.**](04_how.ipynb) How good is it?

Text with a [link](05_x.ipynb).
"""

    def test_are_read_from_the_list(self):
        assert neighbours.questions(self.LIST) == {
            "03_why": "Why does it circle?",
            "04_how": "How good is it?",
        }

    def test_every_chapter_has_one(self):
        first_page = (Book().root / "chapters" / "index.md").read_text("utf-8")
        asked = neighbours.questions(first_page)
        assert sorted(asked) == sorted(path.stem for path in Book().chapters())


class TestOpening:
    def test_is_the_first_sentence(self):
        page = publish_doctree("Title\n=====\n\nIs it\n*far*? Yes.\n\nMore.")
        assert neighbours.opening(page) == "Is it far?"


class TestNeighbours:
    def test_every_page_announces_both_with_a_sentence(self, pages, names):
        for place, name in enumerate(names):
            links = pages[name].select(".prev-next-area a")
            assert len(links) == (place > 0) + (place < len(names) - 1), name
            for link in links:
                assert len(link.select_one(".neighbour-sentence").get_text()) > 20, (name, link)
