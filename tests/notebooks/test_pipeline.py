"""Executing, storing and verifying, on a tiny book with real kernels."""

import base64
import io
import shutil
import xml.etree.ElementTree as ElementTree

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from tests.notebooks import tiny_book
from tests.notebooks.breakages import CHECKS, FIGURE
from tools import notebooks, running
from tools.normal import normal_text
from tools.surroundings import surroundings


def light(book, *sources, **fields):
    """Replace the chapter by a few cells that import nothing; they start faster."""
    cells = [new_code_cell(source, **fields) for source in sources]
    nbformat.write(new_notebook(cells=cells), tiny_book.path(book))


class TestExecute:
    def test_twice_gives_the_same_bytes(self, book, executed):
        shutil.rmtree(book.root / "_build", ignore_errors=True)
        assert notebooks.execute(book, book.chapters()) == []
        assert tiny_book.path(book).read_bytes() == executed.read_bytes()

    def test_a_figure_is_transparent_and_carries_no_version(self, executed):
        (output,) = nbformat.read(executed, as_version=4).cells[FIGURE].outputs
        figure = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
        assert figure.convert("RGBA").getpixel((0, 0))[3] == 0
        assert "Software" not in figure.info

    def test_a_failing_cell_is_named_and_the_old_file_kept(self, book, capsys):
        light(book, "mode = 1", "mode\nraise KeyError('mode')")
        before = tiny_book.path(book).read_bytes()
        assert notebooks.execute(book, book.chapters()) == [
            "01_tiny, In [2] (mode): KeyError: 'mode'"
        ]
        assert tiny_book.path(book).read_bytes() == before
        assert sorted(path.name for path in (book.root / "chapters").iterdir()) == [
            "01_tiny.ipynb",
            "profiles.yml",
        ]

    def test_nothing_is_left_behind_when_writing_fails(self, tmp_path, monkeypatch):
        path = tmp_path / "x.ipynb"
        path.write_text("old")

        def full(*arguments):
            raise OSError("no space left")

        monkeypatch.setattr(notebooks.os, "replace", full)
        with pytest.raises(OSError, match="no space left"):
            notebooks.replace(path, "new")
        assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("x.ipynb", "old")]


class TestRun:
    def run(self, book, **options):
        options = {"cwd": book.root, "seconds": 60} | options
        output = book.root / "out.ipynb"
        environment = surroundings(book.root / "_build" / "home", book.root)
        running.run(tiny_book.path(book), output, environment=environment, **options)
        return nbformat.read(output, as_version=4)

    def test_overrides_reach_the_kernel(self, book):
        light(book, "draws = 10  # why", metadata={"tags": ["parameters"]})
        injected = self.run(book, parameters={"draws": 50}).cells[1]
        assert (injected.execution_count, injected.source.splitlines()[-1]) == (2, "draws = 50")

    def test_an_unknown_parameter_is_refused(self, book):
        with pytest.raises(
            running.ChapterFailed, match=r"no parameter is called darws; its .* draws"
        ):
            self.run(book, parameters={"darws": 7})

    def test_what_hangs_is_ended(self, book):
        with pytest.raises(running.ChapterFailed, match="not finished after 1 s"):
            self.run(book, seconds=1)


def break_in_many_ways(chapter):
    def cell(source, stored=""):
        outputs = [new_output("stream", name="stdout", text=stored)] if stored else []
        return new_code_cell(source, outputs=outputs, execution_count=9)

    chapter.cells[CHECKS:] = [
        cell('print("as it is")', "as it was\n"),
        cell('notebook.claim("two is three", 2, 3)', "✓ two is three: 3\n"),
        cell('notebook.measured("left", 2.0)', "✓ left ≈ 1 (band 0 to 1)\n"),
        cell('notebook.measured("kept", 1.5)', "✓ kept ≈ 1.25 ± 0.1 (band 0 to 2)\n"),
        cell('notebook.measured("edge", 1.5)', "✓ edge ≈ 1.5 (band 0 to 3)\n"),
        cell("notebook.progress(1, 1, loss=2.0)", "step 1 / 1 · loss ≈ 1e-05\n"),
        cell("notebook.progress(1, 1, loss=2.0)", "step 1 / 2 · loss ≈ 1e-05\n"),
    ]


@pytest.fixture(scope="module")
def verdicts(executed, tmp_path_factory):
    """One run of nbval over a chapter broken in many ways: each cell has its own verdict."""
    book = tiny_book.make(tmp_path_factory.mktemp("verified") / "book")
    path = tiny_book.path(book)
    chapter = nbformat.read(executed, as_version=4)
    break_in_many_ways(chapter)
    path.write_text(normal_text(chapter))
    ends = {"kept": [0, 2], "left": [0, 1], "edge": [0, 2]}
    bands = {text: {"book": band} for text, band in ends.items()}
    entry = {"budget": {"book": 0.01}, "bands": bands}
    tiny_book.write_profiles(book, {tiny_book.NAME: entry})
    report = book.root / "report.xml"
    assert notebooks.verify(book, [path], report, []) == 1
    cases = ElementTree.parse(report).iter("testcase")
    return {case.get("name"): "".join(case.itertext()) for case in cases}


class TestVerify:
    @pytest.mark.parametrize(
        ("cell", "words"),
        [
            ("Cell 4", "as it was"),
            ("Cell 5", "This does not hold: two is three"),
            ("Cell 6", "left = 2 lies outside 0 to 1"),
            ("Cell 8", "band 0 to 3"),
            ("Cell 10", "step 1 / 2"),
            ("run time", "more than 2 × its budget of 0.01 s"),
        ],
    )
    def test_a_broken_cell_fails_and_says_why(self, cell, words, verdicts):
        assert words in verdicts[cell]

    @pytest.mark.parametrize("cell", ["Cell 3", "Cell 7", "Cell 9"])
    def test_other_digits_and_other_pixels_pass(self, cell, verdicts):
        assert verdicts[cell] == ""

    def test_a_chapter_that_says_the_same_again_passes(self, book):
        stored = new_output("stream", name="stdout", text="as it was\n")
        light(book, 'print("as it was")', outputs=[stored], execution_count=1)
        assert notebooks.verify(book, book.chapters(), book.root / "report.xml", []) == 0
