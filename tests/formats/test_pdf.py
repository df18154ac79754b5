"""The printed book: whole, findable, readable aloud, and the same on every machine."""

import re
import shutil
import subprocess
from collections import Counter

import pytest

from tools.formats import offer, press
from tools.formats.names import name
from tools.formats.pages import heading
from tools.formats.pdf_facts import Pdf


@pytest.fixture(scope="session")
def pdf(made):
    return Pdf(made / offer.PDF)


@pytest.fixture(scope="session")
def text(made):
    """The words of each page, by a program that knows nothing of how they were made."""
    if shutil.which("pdftotext") is None:
        pytest.skip("NOT RUN: pdftotext is missing, as in `apt-get install poppler-utils`.")
    command = ["pdftotext", "-layout", made / offer.PDF, "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return told.split("\f")[:-1]


class TestPages:
    def test_every_chapter_has_some_and_they_follow_each_other(self, pdf, book):
        starts = [pdf.places[name(page.stem)] for page in book]
        assert starts == sorted(set(starts))
        lengths = {
            page.stem: after - start
            for page, start, after in zip(book, starts, [*starts[1:], len(pdf.pages)], strict=True)
        }
        assert min(lengths[page.stem] for page in book if page.number) >= 8

    def test_the_file_is_not_too_large_to_send(self, pdf):
        assert len(pdf.data) < 40_000_000


class TestReaders:
    def test_it_is_tagged_and_tells_its_language(self, pdf):
        assert pdf.tagged
        assert pdf.language == "en"

    def test_the_outline_has_the_title_of_every_page_and_section(self, pdf, book):
        known = Counter("".join(title.split()) for title in pdf.outline)
        for page in book:
            for tag in page.article.select("h1, h2"):
                title = "".join("".join(heading(tag)).split())
                assert known[title], (page.stem, title)

    def test_every_font_is_in_the_file(self, pdf):
        assert pdf.foreign_fonts() == []

    def test_links_lead_to_places_of_the_book(self, pdf):
        used = {match[1].decode() for match in re.finditer(rb"/Dest /([\w.-]+)", pdf.data)}
        assert len(used) > 300
        assert used <= set(pdf.places)


class TestContents:
    def test_the_page_numbers_are_those_of_the_pages(self, pdf, made):
        document = (made / "ganbook.html").read_text(encoding="utf-8")
        line = re.compile(r'<a href="#([\w.-]+)">(?:(?!</a>).)*<span class="page">(\d+)<')
        told = {place: int(number) for place, number in line.findall(document)}
        assert len(told) > 100
        assert told == {place: pdf.places[place] for place in told}


class TestWords:
    def test_every_title_stands_on_the_page_that_the_contents_name(self, pdf, text, book):
        for page in book:
            words = "".join(text[pdf.places[name(page.stem)] - 1].split())
            assert "".join(page.title.split()) in words, page.title

    def test_no_line_of_code_is_cut(self, text, book):
        """Every line of every cell is found whole, however the paper broke it."""
        printed = "".join("".join(text).split())
        for page in book:
            for code in page.article.select("div.cell_input pre"):
                if "find_spec" not in code.get_text():
                    for line in code.get_text().splitlines():
                        assert "".join(line.split()) in printed, (page.stem, line)

    def test_hints_and_solutions_are_told(self, text, book):
        printed = "".join("".join(text).split())
        for page in book:
            for hint in page.article.select("details.sd-dropdown p"):
                if not hint.select(".math, code"):
                    assert "".join(hint.get_text().split()) in printed, hint


class TestMeasure:
    """The press refuses to print what paper would lose."""

    PAGE = """<!doctype html><html lang="en"><head><script>
    window.MathJax = {{startup: {{promise: Promise.resolve()}}}};</script></head>
    <body style="margin: 0">{}</body></html>"""

    def measured(self, tmp_path, made, inside):
        document = tmp_path / "page.html"
        document.write_text(self.PAGE.format(inside), encoding="utf-8")
        with press.opened(document) as tab:
            return press.measure(tab)

    @pytest.mark.parametrize(
        "part",
        [
            '<p style="width: 2000px">wide</p>',
            '<pre style="overflow: hidden">' + "x" * 500 + "</pre>",
            "<pre>" + "x" * 500 + "</pre>",
            '<p style="margin-left: -50px">left</p>',
            '<span class="math">x</span>',
            "<p>\ue123</p>",
        ],
    )
    def test_a_lossy_page_is_refused(self, tmp_path, made, part):
        with pytest.raises(press.NotPrintable):
            press.refuse_losses(self.measured(tmp_path, made, part))

    def test_a_sound_page_is_not(self, tmp_path, made):
        part = '<pre style="white-space: pre-wrap; overflow-wrap: anywhere">' + "x" * 500 + "</pre>"
        press.refuse_losses(self.measured(tmp_path, made, part))
