"""Every number of a profile is found and held against its band, on a tiny book."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.notebooks import tiny_book
from tools import bands

CLAIM = 'from ganbook import notebook\nnotebook.claim("one is two", 1, 2)'


def lines(book, capsys, *words):
    """The exit status and what was printed."""
    status = bands.main([*words], book)
    return status, capsys.readouterr().out.splitlines()


class TestBands:
    def test_a_number_within_its_band_passes_over_all_seeds(self, book, capsys):
        status, printed = lines(book, capsys, "quick", "--seeds", "0", "1")
        # The means of ten draws from NumPy's seeds 0 and 1.
        assert printed == [
            "01_tiny",
            "  ✓ mean of the draws: 0.738 -0.09714 (band: -1 to 1)",
            "1 passed, 0 failed",
        ]
        assert status == 0

    def test_one_outside_fails_and_does_not_hide_the_next(self, book, capsys):
        chapter = tiny_book.chapter()
        chapter.cells.insert(-2, new_code_cell('notebook.measured("another", 3)'))
        nbformat.write(chapter, tiny_book.path(book))
        tight = {"book": [-9, 9], "quick": [0.8, 0.9]}
        profiles = {**tiny_book.PROFILES[tiny_book.NAME], "bands": {"mean of the draws": tight}}
        tiny_book.write_profiles(book, {tiny_book.NAME: profiles})
        status, printed = lines(book, capsys, "quick")
        assert printed[1:] == [
            "  ✗ mean of the draws: 0.738 (band: 0.8 to 0.9)",
            "  ✗ another: 3 (band: no band)",
            "0 passed, 2 failed",
        ]
        assert status == 1

    def test_a_failing_claim_is_named_with_the_numbers_before_it(self, book, capsys):
        chapter = tiny_book.chapter()
        chapter.cells.append(new_code_cell(CLAIM))
        nbformat.write(chapter, tiny_book.path(book))
        status, printed = lines(book, capsys, "full")
        assert printed[1].startswith("  ✓ mean of the draws: -0.04526")
        assert "seed 0: 01_tiny, In [" in printed[2]
        assert "ClaimFailed: This does not hold: one is two." in printed[2]
        assert (status, printed[-1]) == (1, "1 passed, 1 failed")

    def test_a_chapter_without_numbers_does_not_pass(self, book, capsys):
        cells = [new_code_cell('seed = 0\nprofile = ""\ndraws = 1')]
        cells[0].metadata["tags"] = ["parameters"]
        nbformat.write(new_notebook(cells=cells), tiny_book.path(book))
        assert lines(book, capsys, "book") == (1, ["01_tiny", "0 passed, 0 failed"])


class TestNumber:
    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("· mean ≈ 0.5", [("mean", "0.5")]),
            ("· a ≈ b ≈ 1e-05 ± 2e-06", [("a ≈ b", "1e-05")]),
            ("✓ mean ≈ 0.5 (band 0 to 1)", []),
            ("before\n· x ≈ -3\nafter", [("x", "-3")]),
        ],
    )
    def test_is_read_from_its_line(self, line, found):
        assert [(m["text"], m["value"]) for m in bands.LINE.finditer(line)] == found

    def test_one_value_outside_of_several_counts(self):
        assert bands.Number("x", (1.0, 2.0, 3.0), (1.0, 2.0)).outside() == 1
