"""A task has one source: the chapters' cells and the package's text cannot drift apart."""

import ast
import builtins

import nbformat
import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin

from ganbook.exercises.catalogue import BY_NAME, CHAPTERS
from tools import exercise_cells as cells
from tools.chapters import Book
from tools.exercises import CrowdedCell, names_checked, refresh, write

HAMMING = BY_NAME["hamming"]
NOTEBOOKS = {path.stem: path for path in Book().chapters()}


def markdown(text):
    return nbformat.v4.new_markdown_cell(text)


def code(text):
    return nbformat.v4.new_code_cell(text)


def notebook(*of):
    return nbformat.v4.new_notebook(cells=list(of))


def names_imported(source):
    nodes = [
        it for it in ast.walk(ast.parse(source)) if isinstance(it, ast.Import | ast.ImportFrom)
    ]
    return {alias.asname or alias.name for node in nodes for alias in node.names}


def names_needed(source):
    """Names that a cell reads and neither makes nor finds in Python itself."""
    tree = ast.parse(source)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    read = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    return read - names_made(source) - set(dir(builtins))


def names_made(source):
    """Names that a cell gives to something: variables, arguments and functions."""
    nodes = list(ast.walk(ast.parse(source)))
    made = {it.id for it in nodes if isinstance(it, ast.Name) and isinstance(it.ctx, ast.Store)}
    made |= {it.name for it in nodes if isinstance(it, ast.FunctionDef)}
    return made | {it.arg for it in nodes if isinstance(it, ast.arg)}


@pytest.fixture
def stale():
    """A chapter whose exercise has an old text, a changed stub and an old solution."""
    return notebook(
        markdown("## Exercises"),
        markdown(":::{exercise} Counting\n:label: ex-hamming\nOld.\n:::"),
        code('hamming = None\nexercises.check("hamming", hamming)'),
        markdown("````{solution} ex-hamming\n:class: dropdown\nOld.\n````"),
        markdown(":::{exercise} On paper\n:label: ex-on-paper\nNo checker here.\n:::"),
        code("print('exercises.check(\"hamming\", it)')"),
    )


class TestPages:
    @pytest.mark.parametrize("exercise", BY_NAME.values(), ids=lambda e: e.name)
    def test_a_task_is_one_box_with_its_hints_inside(self, exercise):
        parser = MarkdownIt("commonmark").use(colon_fence_plugin)
        (box,) = parser.parse(cells.task(exercise))
        assert box.info == f"{{exercise}} {exercise.title}"
        assert box.content.startswith(f":label: ex-{exercise.name}\n{'★' * exercise.stars} ")
        inner = [token for token in parser.parse(box.content) if token.type == "colon_fence"]
        assert [token.content.strip() for token in inner] == list(exercise.hints)
        assert exercise.task in box.content

    @pytest.mark.parametrize("exercise", BY_NAME.values(), ids=lambda e: e.name)
    def test_a_solution_is_one_folded_box_with_the_code(self, exercise):
        parser = MarkdownIt("commonmark").use(colon_fence_plugin)
        (box,) = parser.parse(cells.solution(exercise))
        assert box.info == f"{{solution}} ex-{exercise.name}"
        assert box.content.startswith(":class: dropdown\n")
        (block,) = [token for token in parser.parse(box.content) if token.type == "fence"]
        assert block.content.strip() == exercise.code()


class TestRefresh:
    def test_it_rewrites_the_three_cells_of_an_exercise_and_no_other(self, stale):
        before = [cell.source for cell in stale.cells]
        assert refresh(stale) == ["hamming"] * 3
        after = [cell.source for cell in stale.cells]
        assert after[1:4] == [
            cells.task(HAMMING),
            cells.stub(HAMMING),
            cells.solution(HAMMING),
        ]
        assert [after[0], *after[4:]] == [before[0], *before[4:]]

    def test_a_second_time_changes_nothing(self, stale):
        refresh(stale)
        assert refresh(stale) == []

    @pytest.mark.parametrize(
        "crowd",
        [
            "## Exercises\n\n:::{exercise} A\n:label: ex-hamming\nx\n:::",
            ":::{exercise} A\n:label: ex-hamming\nx\n:::\n\nA last word.",
            ":::{exercise} A\n:label: ex-hamming\nx\n:::\n\n:::{note}\ny\n:::",
        ],
    )
    def test_it_refuses_to_delete_what_stands_beside_an_exercise(self, crowd):
        with pytest.raises(CrowdedCell, match="a cell of its own"):
            refresh(notebook(markdown(crowd)))

    def test_a_file_is_written_only_when_it_changes(self, stale, tmp_path, capsys):
        path = tmp_path / "05_x.ipynb"
        nbformat.write(stale, path)
        write([path])
        first = path.read_bytes()
        write([path])
        assert path.read_bytes() == first
        assert capsys.readouterr().out == "05_x: hamming\n05_x: up to date\n"
        assert cells.task(HAMMING) in [c.source for c in nbformat.read(path, 4).cells]


class TestChapters:
    @pytest.mark.parametrize("chapter", CHAPTERS)
    def test_every_exercise_of_the_catalogue_stands_in_its_chapter(self, chapter):
        stored = nbformat.read(NOTEBOOKS[chapter], as_version=4)
        assert names_checked(stored) == [exercise.name for exercise in CHAPTERS[chapter]]
        text = [cell.source for cell in stored.cells]
        for exercise in CHAPTERS[chapter]:
            task, stub = (
                text.index(cells.task(exercise)),
                text.index(cells.stub(exercise)),
            )
            assert task + 1 == stub < text.index(cells.solution(exercise))

    @pytest.mark.parametrize("chapter", NOTEBOOKS)
    def test_no_chapter_has_another_text_than_the_catalogue(self, chapter):
        assert refresh(nbformat.read(NOTEBOOKS[chapter], as_version=4)) == []

    @pytest.mark.parametrize("chapter", CHAPTERS)
    def test_a_reader_has_all_that_an_answer_needs(self, chapter):
        stored = nbformat.read(NOTEBOOKS[chapter], as_version=4)
        code = [cell.source for cell in stored.cells if cell.cell_type == "code"]
        code = [source for source in code if "%pip" not in source]
        imported = set().union(*map(names_imported, code))
        needed = {it.name: names_needed(cells.solved(it)) for it in CHAPTERS[chapter]}
        assert {name: names - imported for name, names in needed.items() if names - imported} == {}
        # And by the time the reader comes to the exercises they are still what was imported.
        assert set().union(*needed.values()) & set().union(*map(names_made, code)) == set()

    @pytest.mark.parametrize("chapter", CHAPTERS)
    def test_every_stored_answer_of_a_stub_says_not_attempted(self, chapter):
        stored = nbformat.read(NOTEBOOKS[chapter], as_version=4)
        for cell in stored.cells:
            if cell.cell_type == "code" and names_checked(notebook(cell)):
                (output,) = cell.outputs
                assert output.data["text/plain"].startswith("○ Not attempted yet.")
