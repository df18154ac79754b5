"""The normal form forgets what chance and the machine decided, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.normal import normal_text, normalised, parse


def printed(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def first(*outputs, **fields):
    """The only cell of a notebook, normalised."""
    return normalised(new_notebook(cells=[new_code_cell(outputs=list(outputs), **fields)])).cells[0]


class TestNormalised:
    @given(st.lists(st.sampled_from(["a\n", "b"]), min_size=1))
    def test_a_stream_is_one_however_it_was_cut(self, pieces):
        assert first(*map(printed, pieces)).outputs == [printed("".join(pieces))]

    def test_streams_on_both_sides_of_a_figure_stay_apart(self):
        outputs = [printed("a"), shown({"text/plain": "f"}), printed("b"), printed("c", "stderr")]
        assert first(*outputs).outputs == outputs

    @given(st.text(alphabet="ab\n"))
    def test_twice_is_once(self, text):
        notebook = new_notebook(cells=[new_markdown_cell(text), new_code_cell(text)])
        once = normal_text(notebook)
        assert normal_text(parse(once)) == once

    def test_times_versions_and_other_tools_are_forgotten(self):
        cell = first(
            metadata={"tags": ["a"], "execution": {"iopub.status.busy": "12:30"}, "collapsed": True}
        )
        assert cell.metadata == {"tags": ["a"]}
        notebook = new_notebook(metadata={"papermill": {"version": "3.11"}})
        assert "3.11" not in normal_text(notebook)
        assert normalised(notebook).metadata.language_info.pygments_lexer == "ipython3"

    def test_the_alt_text_of_an_animation_is_put_where_the_book_looks(self):
        data = {"image/png": "QUJD\n", "text/plain": "x"}
        cell = first(
            shown(data, **{"image/png": {"alt": "It moves.", "needs_background": "light"}})
        )
        assert cell.metadata.mystnb.image == {"alt": "It moves.", "classes": "animation"}
        assert cell.outputs[0].metadata == {"image/png": {"alt": "It moves."}}
        assert cell.outputs[0].data["image/png"] == "QUJD"

    @pytest.mark.parametrize("source", ["x = 1", "x = 1\n\ny = 2", "  indented"])
    def test_the_code_is_untouched(self, source):
        assert first(source=source).source == source


class TestParse:
    def test_cells_keep_their_ids_and_get_lasting_ones_where_they_have_none(self):
        cells = [{"cell_type": "markdown", "metadata": {}, "source": [text]} for text in "abbb"]
        for cell, name in zip(cells, ("mine", "mine", "not valid"), strict=False):
            cell["id"] = name
        text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
        ids = [[cell.id for cell in parse(text).cells] for _ in range(2)]
        assert ids[0] == ids[1]
        assert ids[0][0] == "mine"
        assert len(set(ids[0])) == 4
