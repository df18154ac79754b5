"""From the pages of a small site to one book: what is taken out, renamed and moved."""

import pytest
from bs4 import BeautifulSoup

from tools.formats import names, offer, pages, paper, site, solutions, still
from tools.formats.imprint import Imprint

FIRST = """<h1>How?<a class="headerlink" href="#how">#</a></h1>
<p><a href="05_far.html#far">far</a> <a href="05_far.html">all</a> <a href="../search.html">s</a>
<a href="https://example.org/a">out</a></p><div class="formats"><p>none</p></div>"""
CHAPTER = """<section id="far-away"><h1><span class="section-number">5 </span>Far</h1>
<nav class="chapter-bar"><a href="x">Run</a></nav>
<div class="cell"><details class="hide"><summary>Show</summary>
<pre>if importlib.util.find_spec("ganbook") is None:</pre></details></div>
<div class="cell"><details class="hide"><summary>Show</summary><pre>draw()</pre></details></div>
<section id="far"><h2><span class="section-number">5.1 </span>How &amp; why</h2>
<picture><source srcset="still.png"/><img class="moves" src="moving.png" alt="words"/></picture>
</section>
<section id="exercises"><h2><span class="section-number">5.2 </span>Exercises</h2>
<div class="exercise" id="ex-a"><p class="admonition-title">Exercise 5.1 (A)</p><p>Do it.</p>
<details class="sd-dropdown"><summary>Hint 1</summary><p>Look.</p></details></div>
<div class="cell"><pre>attempt</pre></div>
<details class="solution" id="s/1"><summary>Solution to Exercise 5.1</summary><p>So.</p></details>
<div class="exercise" id="ex-b"><p class="admonition-title">Exercise 5.2 (B)</p><p>Open.</p></div>
</section></section>"""
TOC = """root: chapters/index
parts:
- caption: Distances
  chapters: [{file: chapters/05_far}]
"""
PAGE = '<html><head></head><body><nav>side</nav><article class="bd-article">{}</article></body>'
BASE = "https://a.github.io/b/"
TOLD = Imprint("t", "How?", "We & they", BASE, "abc", "2026-01-02")


@pytest.fixture
def html(tmp_path):
    """A built site of two pages, and the table of contents beside it."""
    (tmp_path / "_toc.yml").write_text(TOC)
    folder = tmp_path / "html"
    (folder / "chapters").mkdir(parents=True)
    for name, text in (("index", FIRST), ("05_far", CHAPTER)):
        (folder / "chapters" / f"{name}.html").write_text(PAGE.format(text))
    return folder


@pytest.fixture
def book(html):
    return pages.read(html, html.parent)


@pytest.fixture
def united(book):
    for page in book:
        still.settle(page.article)
    names.unite(book, BASE)
    return book


class TestRead:
    def test_takes_the_articles_in_the_order_of_the_contents(self, book):
        told = [(page.stem, page.part, page.number, page.title) for page in book]
        assert told == [("index", "", "", "How?"), ("05_far", "Distances", "5", "Far")]
        assert "side" not in book[0].article.get_text()


class TestSettle:
    def test_leaves_out_what_is_pressed_and_what_installs(self, book):
        still.settle(book[1].article)
        text = str(book[1].article)
        assert "Run" not in text
        assert "find_spec" not in text

    def test_unfolds_code(self, book):
        still.settle(book[1].article)
        assert str(book[1].article.select_one("div.cell")) == (
            '<div class="cell"><pre>draw()</pre></div>'
        )

    def test_stops_what_moves(self, book):
        still.settle(book[1].article)
        assert not book[1].article.select("picture, source, .moves")
        assert book[1].article.img.attrs == {"class": [], "src": "still.png", "alt": "words"}


class TestUnite:
    def test_leads_to_pages_and_places_by_names_of_the_whole_book(self, united):
        links = [link["href"] for link in united[0].article.select("a")]
        assert links[:2] == ["#book-05_far.far", "#book-05_far"]
        assert united[1].article.select_one("#book-05_far\\.far h2")

    def test_leads_elsewhere_at_the_published_address(self, united):
        links = [link["href"] for link in united[0].article.select("a")]
        assert links[2:] == [f"{BASE}search.html", "https://example.org/a"]

    def test_a_dead_link_is_named(self, book):
        book[0].article.a["href"] = "05_far.html#nowhere"
        with pytest.raises(names.DeadLink, match=r"05_far\.html#nowhere"):
            names.unite(book, BASE)

    @pytest.mark.parametrize("anchor", ["s/1", "preset=a", "a b", "μ"])
    def test_names_are_fit_for_xml(self, anchor):
        assert names.name("05_far", anchor).replace("μ", "m").isascii()
        assert not set(names.name("05_far", anchor)) & set("/= ")


class TestGather:
    def test_moves_hints_and_solution_and_links_both_ways(self, united):
        answers = solutions.gather(united)
        place = "book-hints_and_solutions.05_far.ex-a"
        (pointer,) = united[1].article.select(".pointer a")
        assert (pointer["href"], pointer.get_text()) == (f"#{place}", "Hints and solution")
        answer = answers.article.find(id=place)
        assert answer.h3.a["href"] == "#book-05_far.ex-a"
        told = [" ".join(part.get_text(" ").split()) for part in answer.select("div")]
        assert told == ["Hint 1 Look.", "Solution So."]
        assert not united[1].article.select("details")

    def test_an_open_question_has_nothing_to_link(self, united):
        solutions.gather(united)
        assert not united[1].article.find(id="book-05_far.ex-b").select("a")

    def test_a_solution_belongs_to_the_exercise_before_it(self, united):
        first, second = united[1].article.select("div.exercise")
        second.extract()
        first.insert_after(second)
        answers = solutions.gather(united)
        assert [a["id"][-4:] for a in answers.article.select(".answer")] == ["ex-a", "ex-b"]
        assert "So." in answers.article.select(".answer")[1].get_text()


class TestEntries:
    def test_tell_parts_pages_and_the_sections_of_chapters(self, united):
        told = [(entry.depth, entry.number, entry.words) for entry in paper.entries(united)]
        assert told == [
            (1, "", "How?"),
            (0, "", "Distances"),
            (1, "5", "Far"),
            (2, "5.1", "How & why"),
            (2, "5.2", "Exercises"),
        ]

    def test_lead_to_places_that_exist(self, united):
        known = {tag["id"] for page in united for tag in page.article.select("[id]")}
        places = [entry.place for entry in paper.entries(united) if entry.depth == 2]
        assert set(places) <= known


class TestDocument:
    @pytest.fixture
    def made(self, united, html):
        (html / "_static").mkdir()
        (html / "_static" / "hero.svg").write_text("<svg></svg>")
        page = html / "chapters" / "index.html"
        page.write_text(page.read_text() + '<script>window.MathJax = {"tex": {}}</script>')
        return BeautifulSoup(paper.document(united, TOLD, html, {"book-05_far": 7}), "html.parser")

    def test_writes_page_numbers_that_are_known(self, made):
        numbers = {a["href"]: a.select_one(".page").get_text() for a in made.select("nav a")}
        assert numbers["#book-05_far"] == "7"
        assert numbers["#book-index"] == "000"

    def test_has_a_place_for_every_link_inside(self, made):
        links = [a["href"] for a in made.select('a[href^="#"]')]
        assert len(links) > 5
        assert not [link for link in links if not made.find(id=link[1:])]

    def test_names_the_chapter_at_the_foot_of_its_pages(self, made):
        sheet = made.find("article", id="book-05_far")["class"][1]
        assert f'@page {sheet} {{ @bottom-left {{ content: "5 \u2002 Far"; }} }}' in str(made.style)

    def test_finds_the_images_where_they_lie(self, made, html):
        assert made.img["src"] == (html / "chapters" / "still.png").as_uri()

    def test_says_what_it_is(self, made):
        assert "We & they" in made.select_one(".title-page").get_text()
        assert "commit abc of 2026-01-02" in made.select_one(".imprint").get_text()


class TestOffer:
    @pytest.fixture
    def build(self, html):
        html.rename(html.parent / "html")
        made = html.parent / "formats"
        made.mkdir()
        for name in (offer.PDF, offer.EPUB, offer.SITE):
            (made / name).write_bytes(b"x" * 2_000_000)
        (made / "stamp").write_text("now")
        return html.parent

    @pytest.fixture(autouse=True)
    def counted(self, monkeypatch):
        monkeypatch.setattr(offer, "Pdf", lambda path: type("Pdf", (), {"pages": [1, 2, 3]}))

    def box(self, build):
        return pages.article(build / "html/chapters/index.html").select_one(".formats")

    def test_links_what_was_made_of_this_book(self, build):
        offer.offer(build, "now")
        for link in self.box(build).select("a"):
            assert (build / "html" / "chapters" / link["href"]).resolve().is_file()
        assert "3 pages (2.0 MB)" in self.box(build).get_text()

    def test_takes_back_what_is_out_of_date(self, build):
        offer.offer(build, "now")
        offer.offer(build, "later")
        assert not self.box(build).select("a")
        assert not (build / "html" / offer.SHELF).exists()

    def test_says_how_to_make_them_where_there_are_none(self, build):
        (build / "formats" / "stamp").unlink()
        offer.offer(build, "now")
        assert "make formats" in self.box(build).get_text()


class TestSite:
    def test_packs_the_pages_without_the_downloads_and_says_what_it_is(self, html, tmp_path):
        import zipfile

        (html / offer.SHELF).mkdir()
        (html / offer.SHELF / offer.PDF).write_bytes(b"x")
        site.write(tmp_path / "site.zip", html)
        with zipfile.ZipFile(tmp_path / "site.zip") as packed:
            assert packed.namelist() == [
                "ganbook/chapters/05_far.html",
                "ganbook/chapters/index.html",
            ]
            assert b"From a folder" in packed.read("ganbook/chapters/index.html")
