"""The pages that promise something keep it: the path, the commands, the papers."""

import re
import runpy
import subprocess

import pytest
from pybtex.database import parse_file

from ganbook import notebook
from tools.chapters import ROOT

CHAPTERS = ROOT / "chapters"
HOW = (CHAPTERS / "how_this_book_is_checked.md").read_text(encoding="utf-8")
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def path(pages):
    """The chapters of the path by number: the linked page, or None while in preparation."""
    items = {}
    for part in pages["chapters/index"].select("ol.path"):
        first = int(part.get("start", 1))
        for number, item in enumerate(part.find_all("li"), first):
            link, planned = item.find("a"), item.find(class_="planned")
            assert (link is None) != (planned is None), item
            items[number] = link and link["href"]
    return items


class TestFirstPage:
    def test_names_thirteen_chapters(self, path):
        assert sorted(path) == list(range(1, 14))

    def test_links_exactly_the_chapters_that_exist(self, path, names):
        exist = {int(m.group(1)): m.group(0) for n in names if (m := re.search(r"(\d+)_\w+", n))}
        linked = {number: href.removesuffix(".html") for number, href in path.items() if href}
        assert linked == exist


class TestHowItIsChecked:
    def commands(self):
        for language, text in FENCED.findall(HOW):
            if language == "bash":
                yield from (line.split("#")[0].strip() for line in text.splitlines())

    def test_every_command_exists(self):
        known = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
        for command in self.commands():
            tool, _, rest = command.partition(" ")
            if tool == "make":
                assert f"make {rest} " in known, command
            else:
                assert command.startswith("python -m "), command
                module = ROOT / command.split()[2].replace(".", "/")
                assert module.is_dir() or module.with_suffix(".py").is_file(), command

    def test_the_example_prints_what_the_page_shows(self, tmp_path, capsys):
        blocks = FENCED.findall(HOW)
        example = next(text for language, text in blocks if language == "python")
        (tmp_path / "example.py").write_text(example)
        runpy.run_path(str(tmp_path / "example.py"))
        assert capsys.readouterr().out == blocks[[b[0] for b in blocks].index("text")][1]

    def test_a_claim_that_fails_says_what_the_page_shows(self):
        with pytest.raises(notebook.ClaimFailed) as failure:
            notebook.claim("a square has four corners", 5, 4)
        assert f"ClaimFailed: {failure.value}\n" in HOW


class TestPapers:
    entries = parse_file(CHAPTERS / "references.bib").entries

    def test_each_has_authors_a_title_and_a_year(self):
        for key, entry in self.entries.items():
            assert entry.persons.get("author"), key
            assert entry.fields["title"], key
            assert re.fullmatch(r"(19|20)\d\d", entry.fields["year"]), key

    def test_each_is_filed_under_its_year(self):
        for key, entry in self.entries.items():
            assert re.search(r"\d{4}", key).group() == entry.fields["year"], key

    def test_a_preprint_appeared_about_when_its_paper_did(self):
        """An arXiv number begins with year and month: a wrong number mostly shows here."""
        for key, entry in self.entries.items():
            if number := entry.fields.get("eprint"):
                year, month = int(number[:2]) + 2000, int(number[2:4])
                assert 1 <= month <= 12, key
                assert -1 <= int(entry.fields["year"]) - year <= 2, key

    def test_no_paper_is_listed_twice(self):
        titles = [re.sub(r"\W", "", e.fields["title"]).lower() for e in self.entries.values()]
        assert len(set(titles)) == len(titles)

    def test_the_built_page_lists_them_all(self, pages):
        listed = pages["chapters/bibliography"].select("div.citation")
        assert len(listed) == len(self.entries)


class TestGlossary:
    def test_has_no_word_twice(self, pages):
        words = [dt.get_text() for dt in pages["chapters/glossary"].select("dl.glossary dt")]
        assert len(words) > 80
        assert len(set(words)) == len(words)
