"""Stubs are replaced by answers, and what the checkers said is found again."""

import nbformat

from ganbook.exercises.catalogue import BY_NAME
from tools import exercise_cells, solved

HAMMING = BY_NAME["hamming"]


def notebook(source, **output):
    cell = nbformat.v4.new_code_cell(source)
    cell.outputs = [nbformat.v4.new_output("display_data", data=output)] if output else []
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1"), cell])


class TestFill:
    def test_puts_the_answer_in_the_place_of_the_stub(self):
        chapter = notebook(exercise_cells.stub(HAMMING))
        solved.fill(chapter)
        assert [cell.source for cell in chapter.cells] == ["x = 1", exercise_cells.solved(HAMMING)]


class TestSaid:
    def test_finds_the_answer_of_each_checker(self):
        chapter = notebook(exercise_cells.solved(HAMMING), **{"text/plain": "✓ Correct. Well."})
        assert solved.said(chapter) == {"hamming": "✓ Correct. Well."}
