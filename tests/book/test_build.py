"""A book with a fault is not built, not even at the second try; a sound one is built once."""

import os

import pytest
import yaml

from tools import build_book

FAULTS = {
    "page": "[gone](gone.md)",
    "anchor": "[gone](index.md#nowhere)",
    "equation": "{eq}`nowhere`",
    "citation": "{cite:p}`nobody1900`",
    "term": "{term}`nonsense`",
    "image": "![words](gone.png)",
    "directive": "```{nonsense}\n```",
    "heading": "#### Two levels too deep",
}
REMOTE = '<img alt="words" src="https://example.org/a.png">'


def change(book, name, text):
    """Add text to a file of the tiny book."""
    path = book / name
    path.write_text(path.read_text() + text if path.exists() else text)


def add_pages(book, texts):
    """Put pages into the tiny book and its table of contents."""
    toc = yaml.safe_load((book / "_toc.yml").read_text())
    for name, text in texts.items():
        toc["chapters"].append({"file": f"chapters/{name}"})
        (book / "chapters" / f"{name}.md").write_text(f"# {name}\n\n{text}\n")
    (book / "_toc.yml").write_text(yaml.safe_dump(toc))


def written(book):
    """When each page was written."""
    pages = (book / "_build" / "html" / "chapters").glob("*.html")
    return {page.name: page.stat().st_mtime_ns for page in pages}


@pytest.fixture
def built(tiny):
    """The tiny book, really built."""
    assert build_book.main(tiny) == 0
    return tiny


@pytest.fixture
def pretended(tiny, monkeypatch):
    """The tiny book, built in no time by something that writes one page."""

    def write_page(root):
        page = root / "_build" / "html" / "chapters" / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text((root / "chapters" / "index.md").read_text())
        return True

    monkeypatch.setattr(build_book, "run_jupyter_book", write_page)
    assert build_book.main(tiny) == 0
    return tiny


class TestFaults:
    def test_each_fails_the_build_by_name_at_the_first_and_at_the_second_try(self, tiny, capfd):
        """Sphinx would not read unchanged pages again, and so not repeat its warnings."""
        add_pages(tiny, FAULTS)
        for _ in range(2):
            assert build_book.main(tiny) == 1
            warnings = capfd.readouterr().err
            assert not [name for name in FAULTS if f"chapters/{name}.md" not in warnings]
            assert not (tiny / "_build" / ".doctrees").exists()
            assert not (tiny / "_build" / "html").exists()

    def test_a_repaired_page_lets_the_book_pass(self, tiny):
        change(tiny, "chapters/other.md", FAULTS["page"])
        assert build_book.main(tiny) == 1
        (tiny / "chapters" / "other.md").write_text("# Other\n\n## Section\n\nText.\n")
        assert build_book.main(tiny) == 0

    def test_a_part_fetched_from_elsewhere_fails_the_build(self, pretended, capfd):
        change(pretended, "chapters/index.md", REMOTE)
        assert [build_book.main(pretended), build_book.main(pretended)] == [1, 1]
        assert "index.html: fetches https://example.org/a.png" in capfd.readouterr().err

    def test_missing_assets_are_named(self, tiny, capfd):
        (tiny / "_build" / "assets").unlink()
        assert build_book.main(tiny) == 1
        assert "tools/assets.py" in capfd.readouterr().err


class TestAgain:
    def test_a_changed_page_is_written_and_the_other_is_not(self, built):
        before = written(built)
        change(built, "chapters/index.md", "\nA new sentence.\n")
        assert build_book.main(built) == 0
        after = written(built)
        assert after["index.html"] > before["index.html"]
        assert after["other.html"] == before["other.html"]

    def test_nothing_changed_builds_nothing(self, pretended, monkeypatch):
        monkeypatch.setattr(build_book, "run_jupyter_book", lambda root: pytest.fail("built again"))
        assert build_book.main(pretended) == 0

    @pytest.mark.parametrize(
        "shared", ["_static/ganbook.css", "_ext/local_assets.py", "_config.yml", "ganbook/new.py"]
    )
    def test_a_change_in_what_pages_share_builds_all(self, pretended, shared, monkeypatch):
        seen = []
        monkeypatch.setattr(build_book, "run_jupyter_book", lambda root: seen.append(written(root)))
        change(pretended, shared, "\n")
        build_book.main(pretended)
        assert seen == [{}], "old pages were still there when the build began"

    def test_an_interrupted_build_is_not_trusted(self, pretended, monkeypatch):
        def interrupted(root):
            raise KeyboardInterrupt

        change(pretended, "chapters/other.md", "\nA new sentence.\n")
        monkeypatch.setattr(build_book, "run_jupyter_book", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build_book.main(pretended)
        assert not (pretended / "_build" / "book.stamp").exists()


class TestFingerprint:
    def test_changes_with_content_and_not_with_time(self, tiny):
        before = build_book.fingerprint(tiny, ("_static",))
        os.utime(tiny / "_static" / "ganbook.css", (0, 0))
        assert build_book.fingerprint(tiny, ("_static",)) == before
        change(tiny, "_static/ganbook.css", " ")
        assert build_book.fingerprint(tiny, ("_static",)) != before

    def test_changes_with_a_name(self, tiny):
        before = build_book.fingerprint(tiny, ("_static",))
        (tiny / "_static" / "ganbook.css").rename(tiny / "_static" / "other.css")
        assert build_book.fingerprint(tiny, ("_static",)) != before
