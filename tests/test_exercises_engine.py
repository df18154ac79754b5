"""The engine meets attempts that raise, print, spoil, hang and lie, and stays polite."""

import _thread
import ast
import contextlib
import io
import itertools
import json
import os
import random
import signal
import socket
import sys
import threading
import time
import tokenize
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ganbook import exercises
from ganbook.exercises import remembering, telling
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.checking import Outcome, judge
from ganbook.exercises.comparing import explain, same
from ganbook.exercises.exercise import Exercise, Mistake
from ganbook.exercises.running import run

# The signal to stop may arrive in a callback of the garbage collector, where it is lost; the next
# one is not. pytest tells of the first.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def plus(x, y):
    return x + y


PLUS = Exercise(
    name="plus",
    title="Adding",
    stars=1,
    task="Add.",
    hints=("It is +.",),
    answer=plus,
    alternatives=(np.add,),
    mistakes=(Mistake(lambda x, y: x - y, "You subtracted."),),
    cases=lambda rng: [tuple(rng.normal(size=(2, 3, 4))) for _ in range(3)],
    explanation="",
    notice="It is that easy.",
    next_step="Multiply.",
)


@pytest.fixture(autouse=True)
def file(monkeypatch, tmp_path):
    """A place for the progress that is not the user's."""
    monkeypatch.setenv("GANBOOK_PROGRESS", str(tmp_path / "folder" / "progress.json"))
    monkeypatch.setattr(exercises, "_hints_given", {})
    return tmp_path / "folder" / "progress.json"


@pytest.fixture
def told(monkeypatch):
    """What a notebook would show."""
    bundles = []
    monkeypatch.setattr(telling, "show", bundles.append)
    return bundles


class TestOutcomes:
    @pytest.mark.parametrize("attempt", [None, ..., lambda x, y: ...])
    def test_an_untouched_stub_is_not_attempted(self, attempt):
        outcome = judge(PLUS, attempt)
        assert outcome.state == "not attempted"
        assert "hint" in outcome.sentence

    def test_a_function_without_return_is_asked_for_one(self):
        outcome = judge(PLUS, lambda x, y: None)
        assert outcome.state == "not attempted"
        assert "forget a `return`" in outcome.sentence

    def test_a_path_without_return_is_incorrect(self):
        calls = itertools.count()
        outcome = judge(PLUS, lambda x, y: x + y if next(calls) else None)
        assert outcome.state == "incorrect"
        assert "lack its `return`" in outcome.sentence

    def test_a_result_instead_of_the_function_is_pointed_out(self):
        assert '`exercises.check("plus", plus)`' in judge(PLUS, 3.0).sentence

    def test_a_function_instead_of_a_prediction_is_pointed_out(self):
        assert "prediction" in judge(BY_NAME["scratch-or-fog"], plus).sentence

    def test_a_half_filled_prediction_is_not_attempted(self):
        outcome = judge(BY_NAME["scratch-or-fog"], ["scratch", ..., ...])
        assert outcome.state == "not attempted"

    def test_an_unrepaired_program_is_not_attempted(self):
        exercise = BY_NAME["honest-loss"]
        assert judge(exercise, exercise.broken).state == "not attempted"

    def test_an_error_is_told_with_the_reader_s_own_line(self):
        def attempt(x, y):
            return np.linalg.inv(x + y)

        outcome = judge(PLUS, attempt)
        assert outcome.state == "raised"
        assert "return np.linalg.inv(x + y)" in outcome.evidence
        assert "LinAlgError: Last 2 dimensions of the array must be square" in outcome.evidence
        assert "Traceback" not in outcome.evidence
        assert "running.py" not in outcome.evidence

    def test_wrong_parameters_are_told_with_the_right_call(self):
        outcome = judge(PLUS, lambda x: x)
        assert outcome.state == "raised"
        assert "`plus(x, y)`" in outcome.sentence

    def test_leaving_the_program_leaves_only_the_attempt(self):
        assert "SystemExit" in judge(PLUS, lambda x, y: exit()).evidence

    def test_a_view_of_the_input_is_a_fair_result(self):
        first = Exercise(**{**vars(PLUS), "answer": lambda x, y: x.copy(), "mistakes": ()})
        assert judge(first, lambda x, y: x[:]).state == "correct"

    def test_overwriting_the_input_is_told_kindly_and_spoils_nothing(self):
        def attempt(x, y):
            x += y
            return x

        outcome = judge(PLUS, attempt)
        assert outcome.state == "incorrect"
        assert "numbers are right" in outcome.sentence
        assert "argument `x`:" in outcome.sentence
        assert judge(PLUS, plus).state == "correct"

    def test_an_input_that_is_not_a_number_is_not_taken_for_overwritten(self):
        lost = [(np.array([np.nan, 1.0]), np.array([2.0, 3.0]))]
        first = Exercise(
            **{**vars(PLUS), "cases": lambda rng: lost, "answer": lambda x, y: y, "mistakes": ()}
        )
        assert judge(first, lambda x, y: y).state == "correct"

    def test_overwriting_is_told_beside_a_wrong_result(self):
        def attempt(x, y):
            y[:] = x - y
            return y

        assert judge(PLUS, attempt).sentence.startswith("You subtracted. Your function overwrites")

    def test_the_first_wrong_case_is_written_out(self):
        outcome = judge(BY_NAME["hamming"], lambda x, y: 7)
        assert outcome.evidence.splitlines() == [
            "    x = [0, 1, 1]",
            "    y = [1, 1, 0]",
            "right = 2",
            "yours = 7",
        ]

    @settings(deadline=None, max_examples=30)
    @given(value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(...),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.sets(st.integers()),
    ))  # fmt: skip
    def test_nothing_a_function_may_return_makes_the_checker_raise(self, value):
        assert judge(PLUS, lambda x, y: value).state in ("incorrect", "not attempted")
        assert judge(BY_NAME["scratch-or-fog"], value).state in ("incorrect", "not attempted")

    def test_objects_that_lie_about_themselves_are_survived(self):
        def refuse(*given):
            raise RuntimeError("no")

        names = ("__array__", "__eq__", "__len__", "__repr__", "__str__", "__iter__", "__bool__")
        liar = type("<b>liar</b>", (), dict.fromkeys(names, refuse))
        assert judge(PLUS, lambda x, y: liar()).state in ("raised", "incorrect")
        plain = type("<b>plain</b>", (), {})
        assert "`bplainb`" in judge(PLUS, lambda x, y: plain()).sentence
        error = type("Error", (Exception,), {"__str__": refuse})

        def attempt(x, y):
            raise error

        assert judge(PLUS, attempt).state == "raised"


class TestExplanations:
    right = [np.array([0.5, 2.25, -3.75]), np.array([1.0, 4.5, 9.25])]  # noqa: RUF012

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (lambda a: -a, "minus the right one"),
            (lambda a: a**2, "square of the right one"),
            (lambda a: np.sqrt(np.abs(a)), "root of the right one"),
            (lambda a: 1 / a, "one over the right one"),
            (lambda a: 1 - a, "one minus the right one"),
            (lambda a: a.astype(int), "cut to whole numbers"),
            (lambda a: np.round(a), "rounded to whole numbers"),
            (lambda a: 2.5 * a, "always 2.5 times"),
            (lambda a: a + 0.25, "by +0.25"),
            (lambda a: np.full(3, 7.0), "the same for every input"),
            (lambda a: a + 1e-2 * np.cos(7 * a), "Close, but not exact"),
            (lambda a: a * [1, 1, np.nan], "contains NaN"),
            (lambda a: a / np.array([1, 0, 1]), "contains infinity"),
            (lambda a: a + 0j, "3 complex numbers; expected 3 numbers"),
            (lambda a: a > 0, "3 truth values; expected 3 numbers"),
            (lambda a: a.sum(), "a single number; expected 3 numbers"),
            (lambda a: a[:, None], "out of their brackets"),
            (lambda a: a[:2], "the shape after each step"),
            (lambda a: np.cos(a), "None of the cases"),
        ],
    )
    def test_a_wrong_result_is_explained_by_its_relation_to_the_right_one(self, wrong, words):
        with np.errstate(all="ignore"):
            got = [np.asarray(wrong(case)) for case in self.right]
        assert words in explain(got, self.right, 1e-4)

    def test_one_right_case_is_counted(self):
        got = [self.right[0], np.cos(self.right[1])]
        assert explain(got, self.right, 1e-6) == "1 of 2 cases are right."

    def test_a_transposed_matrix_is_named(self, rng):
        matrix = rng.normal(size=(2, 3))
        assert "Rows and columns" in explain([matrix.T], [matrix], 1e-6)

    def test_another_type_is_named(self):
        assert "of the type `dict`" in explain(["dict"], self.right[:1], 1e-6)

    # A thousandth of the smallest numbers is rounded to nothing.
    @given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=1, max_size=5))
    def test_a_result_is_the_same_as_itself_and_no_other(self, values):
        array = np.array(values)
        size = np.abs(array).max() or 1
        assert same(array.copy(), array, 1e-6)
        assert not same(array + 1e-3 * size, array, 1e-6)
        assert not same(array, array[None], 1e-6)

    def test_infinity_does_not_make_everything_the_same(self):
        assert not same(np.array([1.0, np.inf]), np.array([2.0, np.inf]), 1e-6)


class TestRun:
    def test_a_million_printed_lines_are_cut_short(self):
        def attempt(x, y):
            for number in range(1_000_000):
                print(number)
            return x + y

        done = run(attempt, PLUS.draw()[:1], seconds=60)
        assert done.printed.startswith("0\n1\n2\n")
        assert done.printed.endswith("…\n(1,000,000 lines in all)")
        assert len(done.printed) < 3000
        assert len(done.values) == 1

    def test_what_is_printed_fills_no_memory(self):
        tracemalloc.start()
        done = run(lambda: [print("x" * 100_000) for _ in range(300)], [()], seconds=60)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert done.printed.endswith("(300 lines in all)")
        assert peak < 3_000_000

    def test_chance_goes_on_as_if_nobody_had_seeded_it(self):
        def attempt():
            random.seed(0)
            np.random.seed(0)  # noqa: NPY002

        before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
        run(attempt, [()], seconds=60)
        assert (random.getstate(), np.random.get_state()[1].tolist()) == before  # noqa: NPY002

    def test_an_endless_printing_is_stopped(self):
        def attempt(x, y):
            while True:
                print("again")

        outcome = judge(PLUS, attempt, seconds=0.1)
        assert outcome.state == "took too long"
        assert outcome.printed.startswith("again\n")

    def test_an_endless_loop_is_stopped_for_good(self):
        ticks = itertools.count()

        def attempt(x, y):
            while True:
                next(ticks)

        assert judge(PLUS, attempt, seconds=0.1).state == "took too long"
        before = next(ticks)
        time.sleep(0.1)
        assert next(ticks) == before + 1

    def test_a_loop_that_swallows_every_exception_is_stopped(self):
        over = threading.Event()

        def attempt(x, y):
            while not over.is_set():
                with contextlib.suppress(BaseException):
                    sum(range(10))

        try:
            assert judge(PLUS, attempt, seconds=0.1).state == "took too long"
        finally:
            over.set()

    def test_a_call_that_never_comes_back_is_left_behind(self):
        over = threading.Event()
        try:
            start = time.monotonic()
            assert judge(PLUS, lambda x, y: over.wait(), seconds=0.1).state == "took too long"
            assert time.monotonic() - start < 5
        finally:
            over.set()

    def test_it_works_in_another_thread(self):
        outcomes = []

        def attempt(x, y):
            while True:
                pass

        thread = threading.Thread(target=lambda: outcomes.append(judge(PLUS, attempt, 0.1)))
        thread.start()
        thread.join()
        assert outcomes[0].state == "took too long"

    def test_the_reader_can_interrupt_and_nothing_stays_changed(self, capsys):
        handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]

        def attempt(x, y):
            _thread.interrupt_main()
            while True:
                pass

        before = set(sys._current_frames())
        with pytest.raises(KeyboardInterrupt):
            judge(PLUS, attempt, seconds=1)
        time.sleep(0.05)
        # A thread left in its loop would slow down everything that comes after.
        assert set(sys._current_frames()) <= before
        print("heard")
        assert capsys.readouterr().out == "heard\n"
        assert handlers == [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]

    def test_warnings_of_an_attempt_are_not_ours(self):
        assert judge(PLUS, lambda x, y: np.sqrt(-np.abs(x))).sentence.startswith("Your result cont")

    @pytest.mark.slow
    def test_an_endless_loop_in_a_kernel_leaves_the_kernel_usable(self, tmp_path):
        import nbformat
        from nbclient import NotebookClient

        cells = [
            "from ganbook import exercises\nfrom ganbook.exercises import checking\n"
            "def hamming(x, y):\n    while True: pass",
            'exercises.check("hamming", hamming)',
            'exercises.check("hamming", lambda x, y: (x != y).sum())',
        ]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        NotebookClient(notebook, timeout=120).execute()
        shown = [cell.outputs[0].data["text/plain"] for cell in notebook.cells[1:]]
        assert shown[0].startswith("✗ Took too long")
        assert shown[1].startswith("✓ Correct")


class TestTelling:
    @settings(deadline=None)
    @given(
        st.text(max_size=60) | st.sampled_from(["<script>", "```\n<b>", "~~~", "$x$", "a\x1b[2J"])
    )
    def test_whatever_an_attempt_says_stays_a_quote(self, text):
        bundles = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(telling, "show", bundles.append)
            telling.tell_outcome(Outcome("raised", "Look.", evidence=f"a{text}", printed=text))
        tokens = MarkdownIt("commonmark").parse(bundles[0]["text/markdown"])
        kinds = [token.type for token in tokens if token.type != "fence"]
        paragraph = ["paragraph_open", "inline", "paragraph_close"]
        assert kinds == paragraph + (paragraph if telling._printable(text) else [])
        assert tokens[1].content == "**✗ Your code raised an error.** Look."
        assert "\x1b" not in bundles[0]["text/plain"]

    def test_a_terminal_gets_plain_text(self, capsys):
        exercises.check("hamming", lambda x, y: 1 / 0)
        out = capsys.readouterr().out
        assert out.startswith("✗ Your code raised an error. ")
        assert "ZeroDivisionError: division by zero" in out

    def test_a_stub_is_told_the_same_each_time(self, told):
        for _ in range(2):
            exercises.check("hamming", ...)
        assert told[0] == told[1]
        assert set(told[0]) == {"text/markdown", "text/plain"}


class TestDoors:
    @pytest.mark.parametrize("door", ["check", "hint", "solution", "task"])
    def test_an_unknown_name_is_answered_by_the_nearest(self, door, told):
        getattr(exercises, door)("haming")
        assert told[-1]["text/plain"] == "Unknown exercise. Did you mean `hamming`?"

    @pytest.mark.parametrize("name", ["<b>", "", 3, None, ["hamming"]])
    def test_a_hopeless_name_is_answered_by_the_list(self, name, told):
        exercises.check(name, plus)
        assert f"There are: {', '.join(BY_NAME)}." in told[-1]["text/plain"]

    def test_hints_come_one_by_one_and_run_out_politely(self, told):
        hints = BY_NAME["hamming"].hints
        for _ in range(len(hints) + 2):
            exercises.hint("hamming")
        texts = [bundle["text/plain"] for bundle in told]
        assert texts[0] == f"Hint 1 of {len(hints)}. {hints[0]}"
        assert texts[len(hints) - 1].endswith(hints[-1])
        assert texts[-1] == texts[-2]
        assert "exercises.solution" in texts[-1]

    def test_a_solution_shows_the_code_that_is_checked(self, told):
        exercises.solution("hamming")
        assert "def hamming(x, y):\n    return np.sum(x != y)" in told[0]["text/plain"]

    def test_nothing_is_sent_anywhere(self, told, monkeypatch):
        def refuse(*given):
            raise AssertionError("somebody opened a socket")

        monkeypatch.setattr(socket, "socket", refuse)
        exercises.check("hamming", BY_NAME["hamming"].answer)
        for door in (exercises.task, exercises.hint, exercises.solution):
            door("hamming")
        exercises.progress()
        exercises.reset()
        assert told[0]["text/plain"].startswith("✓ Correct")
        assert len(told) == 6

    def test_a_task_shows_the_task(self, told):
        exercises.task("hamming")
        assert "★ *write it*" in told[0]["text/markdown"]
        assert BY_NAME["hamming"].task in told[0]["text/markdown"]


class TestProgress:
    def test_what_was_solved_stays_solved(self, file, told):
        exercises.check("hamming", lambda x, y: 7)
        assert json.loads(file.read_text()) == {"hamming": "tried"}
        for answer in (BY_NAME["hamming"].answer, lambda x, y: 7):
            exercises.check("hamming", answer)
        assert json.loads(file.read_text()) == {"hamming": "solved"}
        told.clear()
        exercises.progress()
        (bundle,) = told
        assert bundle["text/plain"].startswith(f"1 of {len(BY_NAME)} solved. ✓ solved, ✗ tried")
        assert "- **05 Euclidean and Manhattan**: " in bundle["text/plain"]
        assert "✓ `hamming` ★ · ○ `manhattan` ★★" in bundle["text/plain"]

    def test_an_untouched_stub_writes_nothing(self, file):
        for exercise in BY_NAME.values():
            exercises.check(exercise.name, ...)
        exercises.check("honest-loss", BY_NAME["honest-loss"].broken)
        assert not file.parent.exists()

    @pytest.mark.parametrize(
        "spoiled",
        [b"", b"{", b"[1]", b"\xff\xfe", b'{"hamming": 3, "x": {}}', b"[" * 100_000],
    )
    def test_a_spoiled_file_is_an_empty_one(self, file, spoiled):
        file.parent.mkdir()
        file.write_bytes(spoiled)
        assert remembering.load() == {}
        remembering.record("hamming", solved=True)
        assert remembering.load() == {"hamming": "solved"}

    def test_a_crash_while_writing_keeps_the_old_file(self, file, monkeypatch):
        remembering.record("hamming", solved=True)

        def crash(*given):
            raise OSError("disk full")

        monkeypatch.setattr(os, "replace", crash)
        remembering.record("manhattan", solved=True)
        assert json.loads(file.read_text()) == {"hamming": "solved"}
        assert list(file.parent.iterdir()) == [file]

    def test_a_place_that_cannot_be_written_is_left_in_peace(self, tmp_path, monkeypatch, told):
        (tmp_path / "no-folder").write_text("")
        monkeypatch.setenv("GANBOOK_PROGRESS", str(tmp_path / "no-folder" / "progress.json"))
        exercises.check("hamming", BY_NAME["hamming"].answer)
        exercises.progress()
        exercises.reset()
        assert told[0]["text/plain"].startswith("✓ Correct")

    def test_a_device_is_never_replaced(self, file):
        file.parent.mkdir()
        file.symlink_to(os.devnull)
        remembering.record("hamming", solved=True)
        remembering.clear()
        assert file.is_symlink()

    def test_the_default_place_is_the_user_s_own(self, monkeypatch, tmp_path):
        monkeypatch.delenv("GANBOOK_PROGRESS")
        monkeypatch.delenv("LOCALAPPDATA", raising=False)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        assert remembering.place() == tmp_path / "ganbook" / "progress.json"

    def test_a_reset_forgets_progress_and_hints(self, file, told):
        remembering.record("hamming", solved=True)
        exercises.hint("hamming")
        exercises.reset()
        exercises.hint("hamming")
        assert remembering.load() == {}
        assert told[-1]["text/plain"].startswith("Hint 1")


def code_lines(path):
    """Lines that hold code: no blank ones, no comments, no docstrings."""
    source = path.read_text(encoding="utf-8")
    told = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            told |= {*range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    empty = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in (*empty, tokenize.ENDMARKER)
    ]
    return len({n for t in tokens for n in range(t.start[0], t.end[0] + 1)} - told)


def test_the_engine_stays_small():
    """What answers the reader has 400 lines at most. The form that every exercise fills in, and
    the list of the chapters, answer nobody."""
    files = Path(exercises.__file__).parent.glob("*.py")
    counts = {path.stem: code_lines(path) for path in files}
    assert sum(counts.values()) - counts["exercise"] - counts["catalogue"] <= 400
