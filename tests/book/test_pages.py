"""Every page of the built book: there, described, in order, and one of a kind."""

import itertools
import re
from collections import Counter

import pytest

from tools import repository
from tools.chapters import ROOT, Book

MATHEMATICS = re.compile(r"\$[^$]+\$|\{math\}")


def body(page):
    return page.select_one("article.bd-article")


class TestContents:
    def test_every_page_of_the_table_of_contents_is_built(self, pages, names):
        assert set(names) <= set(pages)

    def test_nothing_else_is_built_but_the_entrance_search_and_indices(self, pages, names):
        assert set(pages) - set(names) == {"404", "index", "search", "genindex", "prf-prf"}

    def test_the_entrance_leads_to_the_first_page(self, pages, names):
        assert f"{names[0]}.html" in str(pages["index"])

    def test_titles_are_unique(self, pages, names):
        titles = Counter(pages[name].title.get_text() for name in names)
        assert titles.most_common(1)[0][1] == 1, titles

    def test_the_contents_in_the_side_column_name_every_page(self, pages, names):
        links = {a["href"] for a in pages[names[0]].select("nav.bd-links a[href]")}
        assert {name.removeprefix("chapters/") + ".html" for name in names[1:]} <= links


class TestStructure:
    def test_each_page_has_one_first_heading_and_skips_no_level(self, pages, names):
        for name in names:
            levels = [int(tag.name[1]) for tag in body(pages[name]).find_all(re.compile("^h[1-6]"))]
            assert levels[0] == 1, name
            assert levels.count(1) == 1, name
            assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), (name, levels)

    def test_each_page_has_a_second_heading(self, pages, names):
        """The theme's script stumbles over a page with a margin note and no second heading."""
        assert not [name for name in names if not body(pages[name]).find("h2")]

    def test_no_name_is_used_twice_on_a_page(self, pages, names):
        for name in names:
            used = Counter(tag["id"] for tag in pages[name].select("[id]"))
            assert not [word for word, count in used.items() if count > 1], name


class TestMathematics:
    def test_formulas_of_the_source_are_formulas_of_the_page(self, pages, names):
        for name in names:
            source = "".join(path.read_text() for path in ROOT.glob(f"{name}.*"))
            if MATHEMATICS.search(source):
                assert pages[name].select(".math"), name

    def test_pages_with_formulas_load_our_own_mathjax(self, pages, names):
        for name in names:
            loaded = any("mathjax/" in (s.get("src") or "") for s in pages[name].select("script"))
            assert loaded == bool(pages[name].select(".math")), name

    def test_equations_carry_the_chapter_s_number(self, pages):
        for name in pages:
            if number := re.match(r"chapters/(\d+)_", name):
                for tag in pages[name].select(".eqno"):
                    assert tag.get_text().startswith(f"({int(number.group(1))}."), (name, tag)


class TestImages:
    def test_every_image_has_words_and_a_file(self, html, pages, names):
        for name in names:
            for image in pages[name].find_all("img"):
                assert image.get("alt", "").strip(), (name, image)
                assert ((html / name).parent / image["src"]).is_file(), (name, image["src"])

    def test_every_moving_image_has_a_still_one_for_who_wants_no_motion(self, html, pages, names):
        for name in names:
            for image in pages[name].select("img.moves"):
                still = image.parent.find("source", media=re.compile("reduced-motion"))
                assert ((html / name).parent / still["srcset"]).is_file(), (name, image["src"])


@pytest.fixture(scope="module")
def chapters(pages):
    found = [path.relative_to(ROOT).with_suffix("").as_posix() for path in Book().chapters()]
    assert found
    return {name: pages[name] for name in found}


class TestChapters:
    def test_each_opens_in_colab_from_our_repository(self, chapters):
        ours = repository.current()
        for name, page in chapters.items():
            address = page.select_one("a.chapter-bar__main")["href"]
            root = f"https://colab.research.google.com/github/{ours.owner}/{ours.name}"
            assert address == f"{root}/blob/main/{name}.ipynb"

    def test_each_offers_its_notebook(self, html, chapters):
        for name, page in chapters.items():
            link = page.select_one(".chapter-bar a[download]")["href"]
            stored = ((html / name).parent / link).read_bytes()
            assert stored == (ROOT / f"{name}.ipynb").read_bytes()

    def test_each_is_numbered_as_its_file(self, chapters):
        for name, page in chapters.items():
            number = str(int(re.search(r"(\d+)_", name).group(1)))
            assert page.select_one("h1 .section-number").get_text().strip() == number
            for place, heading in enumerate(body(page).find_all("h2"), 1):
                assert heading.get_text().startswith(f"{number}.{place} "), (name, heading)

    def test_each_says_at_its_end_what_its_reader_can_do_now(self, chapters):
        for name, page in chapters.items():
            promised, kept = (
                [item.get_text() for item in opening.find_next("ul").find_all("li")]
                for words in ("You will be able to", "You can now")
                for opening in body(page).find_all("strong", string=words)
            )
            assert promised == kept, name

    def test_none_shows_an_error(self, chapters):
        for name, page in chapters.items():
            assert not page.select(".output.error, .output.traceback, .highlight-ipythontb"), name


class TestWeight:
    HEAVIEST = 1_500_000  # Bytes beside what all pages share: formulas, fonts, the theme.
    SHARED = re.compile(r"_static/(?:mathjax|fonts|styles|scripts|pygments)")

    def test_no_page_is_heavy(self, html, pages, names):
        for name in names:
            own = {html / f"{name}.html"}
            for tag in pages[name].select("img[src], script[src], link[rel=stylesheet][href]"):
                address = (tag.get("src") or tag.get("href")).partition("?")[0]
                path = (html / name).parent / address
                if ":" not in address and not self.SHARED.search(path.resolve().as_posix()):
                    own.add(path.resolve())
            weight = sum(path.stat().st_size for path in own)
            assert weight < self.HEAVIEST, (name, weight)
            assert len(own) > 1
