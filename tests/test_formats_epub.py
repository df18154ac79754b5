"""An EPUB of three pages keeps every rule, and each broken rule is noticed."""

import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests import epub_faults
from tools.formats import archive, epub, formulas, names, spacing, xhtml
from tools.formats.imprint import Imprint
from tools.formats.pages import Page

BASE = "https://a.github.io/b/"
TOLD = Imprint("t", "How?", "We & they", BASE, "abc", "2026-01-02")
FIRST = '<h1>How?</h1><p>a &lt; b<br/><a href="05_far.html#far">far</a></p>'
CHAPTER = """<h1><span class="section-number">5 </span>Far</h1>
<section id="far"><h2><span class="section-number">5.1 </span>Why</h2>
<p><img src="../_images/a.png" alt="words"><img src="../_static/live/a.png" alt="more"></p>
<p class="math"><math xmlns="http://www.w3.org/1998/Math/MathML">
<mi>x</mi></math></p></section>"""


def parsed(text):
    return BeautifulSoup(f'<article class="bd-article">{text}</article>', "html.parser").article


@pytest.fixture
def book(tmp_path):
    """The file, made of a site of three pages."""
    for folder in ("chapters", "_images", "_static/live"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("_images/a.png", "_static/live/a.png", "_static/card.png"):
        Image.new("RGB", (2, 2)).save(tmp_path / name)
    pages = [
        Page("chapters/index", "", parsed(FIRST)),
        Page("chapters/05_far", "Distances", parsed(CHAPTER)),
        Page("chapters/06_near", "Kernels", parsed("<h1>Near</h1>")),
    ]
    names.unite(pages, BASE)
    epub.write(tmp_path / "book.epub", pages, TOLD, tmp_path)
    return tmp_path / "book.epub"


def rewritten(path, name, before, after):
    """The same file with a few letters of one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    assert before in parts[name]
    parts[name] = parts[name].replace(before, after)
    archive.write(path, parts, first="mimetype")
    return path


class TestWrite:
    def test_keeps_every_rule(self, book):
        assert epub_faults.faults(book) == []

    def test_tells_the_parts_first_and_sections_last(self, book):
        words = epub_faults.Epub(book).parts["book/nav.xhtml"].decode()
        told = re.findall(r"<(?:a|span)[^>]*>(.*?)</", words)
        assert told == ["How?", "Distances", "5 Far", "5.1 Why", "Kernels", "Near"]
        before = [words[: words.index(f">{word}<")] for word in told]
        depth = [text.count("<ol>") - text.count("</ol>") for text in before]
        assert depth == [1, 1, 2, 3, 1, 2]

    def test_keeps_images_of_one_name_apart(self, book):
        images = {name for name in epub_faults.Epub(book).parts if "images" in name}
        assert images == {"book/images/a.png", "book/images/live-a.png"}

    def test_is_the_same_to_the_byte_when_made_again(self, book):
        before = book.read_bytes()
        assert rewritten(book, "mimetype", b"", b"").read_bytes() == before

    @pytest.mark.parametrize(
        ("name", "before", "after", "fault"),
        [
            ("mimetype", b"epub", b"oops", "mimetype"),
            ("book/index.xhtml", b"05_far.xhtml#", b"06_far.xhtml#", "leads nowhere"),
            ("book/index.xhtml", b".far", b".fat", "leads nowhere"),
            ("book/05_far.xhtml", b'alt="words"', b'alt=""', "has no words"),
            ("book/05_far.xhtml", b"images/a.png", b"images/b.png", "is not in the file"),
            ("book/05_far.xhtml", b"</body>", b"<script>x</script></body>", "a script"),
            ("book/book.opf", b' properties="mathml"', b"", "whether it has formulas"),
            ("book/book.opf", b' properties="nav"', b"", "navigation"),
            ("book/book.opf", b'href="style.css"', b'href="other.css"', "not both"),
            ("book/book.opf", b'<itemref idref="book-file.05_far.xhtml"/>', b"", "exactly once"),
        ],
    )
    def test_each_broken_rule_is_noticed(self, book, name, before, after, fault):
        found = epub_faults.faults(rewritten(book, name, before, after))
        assert any(fault in sentence for sentence in found), found

    def test_a_page_that_is_not_well_formed_is_noticed(self, book):
        with pytest.raises(epub_faults.ElementTree.ParseError):
            epub_faults.faults(rewritten(book, "book/index.xhtml", b"<br/>", b"<br>"))


class TestPlain:
    def test_code_keeps_what_means_something(self):
        code = '<pre><span></span><span class="k">def</span> <span class="n">x</span></pre>'
        assert xhtml.plain(parsed(code)) == '<pre><span class="word">def</span> x</pre>'

    def test_signs_that_xml_reserves_are_written_so(self):
        assert xhtml.plain(parsed("<p>a &lt; b &amp; c</p>")) == "<p>a &lt; b &amp; c</p>"


class TestWritten:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (r"\(x < 1\)", ("x < 1", False)),
            (r'<span class="eqno">(5.1)</span>\[ a\]', ("a", True)),
        ],
    )
    def test_tells_the_formula_and_whether_it_stands_alone(self, text, told):
        box = BeautifulSoup(f'<div class="math">{text}</div>', "html.parser").div
        assert formulas.written(box) == told

    def test_a_box_without_a_formula_is_refused(self):
        box = BeautifulSoup('<span class="math">x</span>', "html.parser").span
        with pytest.raises(formulas.BadFormula, match="no formula"):
            formulas.written(box)


def spaced(inside):
    math = BeautifulSoup(f"<math>{inside}</math>", "html.parser").math
    spacing.space(math)
    return math.decode_contents()


class TestSpace:
    LOG = "<mi>log</mi><mo>\u2061</mo>"
    THIN = '<mspace width="0.167em"></mspace>'

    @pytest.mark.parametrize("before", ["=", "(", ","])
    def test_a_minus_behind_a_sign_belongs_to_what_follows(self, before):
        made = spaced(f"<mo>{before}</mo><mo>−</mo><mi>x</mi>")
        assert '<mo form="prefix">−</mo>' in made

    @pytest.mark.parametrize("before", ["<mi>a</mi>", "<mo>)</mo>"])
    def test_a_minus_between_two_things_stays_between(self, before):
        text = f"{before}<mo>−</mo><mi>x</mi>"
        assert spaced(text) == text

    def test_a_function_stands_apart_from_its_argument(self):
        assert spaced(f"{self.LOG}<mn>4</mn>") == f"{self.LOG}{self.THIN}<mn>4</mn>"

    def test_and_from_what_it_multiplies(self):
        text = f"<mn>2</mn>{self.LOG}<mn>4</mn>"
        assert spaced(text) == f"<mn>2</mn>{self.THIN}{self.LOG}{self.THIN}<mn>4</mn>"

    @pytest.mark.parametrize("after", ["<mo>(</mo>", "<mrow><mo>(</mo><mi>x</mi></mrow>"])
    def test_but_not_from_a_bracket(self, after):
        assert spaced(self.LOG + after) == self.LOG + after


class TestMacros:
    def test_come_from_the_script_of_the_pages(self):
        script = r'window.MathJax = {"tex": {"macros": {"R": "\\mathbb{R}"}}}'
        assert formulas.macros(script) == {"R": r"\mathbb{R}"}


class TestArchive:
    def test_does_not_tell_when_it_was_written(self, tmp_path):
        for name, files in (("a", {"x": b"1", "y": b"2"}), ("b", {"y": b"2", "x": b"1"})):
            archive.write(tmp_path / name, files)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
