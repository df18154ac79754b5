"""Every checker meets attempts that are wrong in every way a program can be wrong, and says so."""

import asyncio
import contextlib
import itertools
import sys
import threading
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from markdown_it import MarkdownIt

from ganbook import exercises
from ganbook.backend import ops
from ganbook.exercises import telling
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.checking import judge, tried

# The signal to stop may arrive in a callback of the garbage collector, where it is lost; the next
# one is not. pytest tells of the first.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

FUNCTIONS = [exercise for exercise in BY_NAME.values() if not exercise.variables]
PREDICTIONS = [exercise for exercise in BY_NAME.values() if exercise.variables]
HAMMING, CROWDING = BY_NAME["hamming"], BY_NAME["crowding"]

every_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
every_prediction = pytest.mark.parametrize("exercise", PREDICTIONS, ids=lambda e: e.name)


def diagnoses(exercise):
    return {known.diagnosis for known in exercise.mistakes}


def right(exercise, *given):
    return np.asarray(exercise.answer(*given))


class TestEveryFunction:
    @every_function
    def test_dots_and_none_are_not_attempted(self, exercise):
        for attempt in (..., None, lambda *given: ...):
            outcome = judge(exercise, attempt)
            assert outcome.state == "not attempted"
            assert "hint" in outcome.sentence
        outcome = judge(exercise, lambda *given: None)
        assert (outcome.state, "`return`" in outcome.sentence) == ("not attempted", True)

    @every_function
    @pytest.mark.parametrize("result", [{}, {1.0}, "word", object(), b"x", range, (n for n in ())])
    def test_another_type_is_named(self, exercise, result):
        outcome = judge(exercise, lambda *given: result)
        assert outcome.state == "incorrect"
        said = f"of the type `{type(result).__name__}`" if result != "word" else "a single word"
        assert said in outcome.sentence
        assert "expected" in outcome.sentence

    @every_function
    def test_another_shape_is_put_into_words(self, exercise):
        outcome = judge(exercise, lambda *given: right(exercise, *given)[None])
        assert outcome.state == "incorrect"
        assert "take them out of their brackets" in outcome.sentence
        outcome = judge(exercise, lambda *given: np.append(right(exercise, *given), [1.0, 2.0]))
        assert outcome.state == "incorrect"
        assert "expected" in outcome.sentence

    @every_function
    def test_what_is_not_a_number_is_named(self, exercise):
        outcome = judge(exercise, lambda *given: np.nan * right(exercise, *given))
        assert outcome.state == "incorrect"
        assert "contains NaN" in outcome.sentence or outcome.sentence in diagnoses(exercise)

    @every_function
    def test_an_error_is_told_with_its_line(self, exercise):
        def attempt(*given):
            return [][len(given)]

        outcome = judge(exercise, attempt)
        assert outcome.state == "raised"
        assert "return [][len(given)]\nIndexError: list index out of range" in outcome.evidence

    @every_function
    def test_an_endless_loop_is_stopped(self, exercise):
        def attempt(*given):
            while True:
                print("again")

        outcome = judge(exercise, attempt, seconds=0.03)
        assert outcome.state == "took too long"
        assert "loop that does not end" in outcome.sentence

    @pytest.mark.slow
    @every_function
    def test_a_million_printed_lines_hide_no_verdict(self, exercise):
        calls = itertools.count()

        def attempt(*given):
            for number in range(0 if next(calls) else 1_000_000):
                print(number)
            return exercise.answer(*given)

        outcome = judge(exercise, attempt, seconds=60)
        assert outcome.state == "correct"
        assert outcome.printed.endswith("(1,000,000 lines in all)")

    @every_function
    def test_overwriting_an_argument_is_told_and_harms_nobody(self, exercise):
        def attempt(*given):
            result = exercise.answer(*given)
            for array in given:
                if isinstance(array, np.ndarray):
                    array[...] = 0
            return result

        if not any(isinstance(given, np.ndarray) and given.any() for given in exercise.draw()[0]):
            pytest.skip("no argument can be overwritten")
        outcome = judge(exercise, attempt)
        assert outcome.state == "incorrect"
        assert "overwrites its argument" in outcome.sentence
        assert judge(exercise, exercise.answer).state == "correct"

    @every_function
    def test_a_view_is_a_fair_result(self, exercise):
        assert judge(exercise, lambda *given: right(exercise, *given)[...]).state == "correct"

    @every_function
    def test_a_view_of_an_argument_is_judged_by_a_copy(self, exercise):
        if not isinstance(exercise.draw()[0][0], np.ndarray):
            pytest.skip("no argument has a view")
        given = []

        def attempt(first, *others):
            given.append(first)
            return first[...]

        assert judge(exercise, attempt).state == "incorrect"
        given.clear()
        values = tried(attempt, exercise).values
        assert not any(map(np.shares_memory, values, given))


class TestEveryPrediction:
    @every_prediction
    @pytest.mark.parametrize(
        "answer", [3, "word", {}, [], [None], [[]], 2.5j, np.nan, b"x", {1, 2}]
    )
    def test_what_is_no_list_of_words_is_incorrect_in_words(self, exercise, answer):
        outcome = judge(exercise, answer)
        assert outcome.state == "incorrect"
        assert outcome.sentence

    @every_prediction
    def test_dots_are_not_attempted_and_a_function_is_pointed_out(self, exercise):
        for answer in (..., None, [..., *exercise.answer[1:]]):
            assert judge(exercise, answer).state == "not attempted"
        assert "prediction" in judge(exercise, lambda: exercise.answer).sentence


class TestStrangeResults:
    """Right or wrong, whatever form it comes in."""

    @pytest.mark.parametrize(
        "form",
        [
            int,
            float,
            complex,
            Fraction,
            Decimal,
            np.float16,
            np.int8,
            np.ma.array,
            ops.convert_to_tensor,
            lambda count: np.array(count, dtype=object),
        ],
    )
    def test_a_right_number_is_right_in_every_form_but_one(self, form):
        outcome = judge(HAMMING, lambda x, y: form(int(np.sum(x != y))))
        assert outcome.state == ("incorrect" if form is complex else "correct")

    @pytest.mark.parametrize("form", [list, tuple, np.ma.array, ops.convert_to_tensor])
    def test_right_numbers_are_right_in_every_sequence(self, form):
        assert judge(CROWDING, lambda *given: form(CROWDING.answer(*given))).state == "correct"

    @pytest.mark.parametrize(
        ("result", "words"),
        [
            (True, "a single truth value; expected a single number"),
            (2 + 0j, "a single complex number; expected a single number"),
            ("2", "a single word; expected a single number"),
            ([[1, 2], [3]], "of the type `list`"),
            (np.zeros(0, dtype="bool"), "0 truth values"),
            (np.array([None]), "of the type `ndarray`"),
            (np.datetime64("2014-06-10"), "of the type `datetime64`"),
        ],
    )
    def test_a_wrong_one_is_named(self, result, words):
        assert words in judge(HAMMING, lambda x, y: result).sentence

    def test_a_generator_and_a_coroutine_are_named(self):
        def generating(x, y):
            yield np.sum(x != y)

        async def waiting(x, y):
            await asyncio.sleep(0)

        assert "of the type `generator`" in judge(HAMMING, generating).sentence
        assert "of the type `coroutine`" in judge(HAMMING, waiting).sentence

    def test_a_huge_result_is_not_copied(self):
        start = time.perf_counter()
        outcome = judge(HAMMING, lambda x, y: np.broadcast_to(1.0, (10**6, 10**6)))
        assert "1000000 × 1000000 numbers; expected a single number" in outcome.sentence
        assert time.perf_counter() - start < 1


class TestSabotage:
    """What an attempt does to the rest of the program ends with it, or is told."""

    def test_a_recursion_without_end_is_told(self):
        def hamming(x, y):
            return hamming(x, y)

        outcome = judge(HAMMING, hamming)
        assert outcome.state == "raised"
        assert "return hamming(x, y)\nRecursionError" in outcome.evidence

    @pytest.mark.parametrize("leave", [exit, quit, sys.exit, lambda: sys.exit("bye")])
    def test_leaving_the_program_is_an_error_like_others(self, leave):
        outcome = judge(HAMMING, lambda x, y: leave())
        assert outcome.state == "raised"
        assert "SystemExit" in outcome.evidence

    def test_an_interrupt_that_an_attempt_raises_itself_is_told(self):
        def attempt(x, y):
            raise KeyboardInterrupt

        assert "KeyboardInterrupt" in judge(HAMMING, attempt).evidence

    def test_a_loop_that_swallows_everything_is_stopped_for_good(self):
        ticks = itertools.count()

        def attempt(x, y):
            while True:
                with contextlib.suppress(BaseException):
                    next(ticks)

        assert judge(HAMMING, attempt, seconds=0.05).state == "took too long"
        before = next(ticks)
        time.sleep(0.1)
        assert next(ticks) == before + 1

    def test_a_thread_left_running_disturbs_nobody(self, capsys):
        over = threading.Event()

        def attempt(x, y):
            threading.Thread(target=over.wait, daemon=True).start()
            return np.sum(x != y)

        try:
            assert judge(HAMMING, attempt).state == "correct"
            print("heard")
            assert capsys.readouterr().out == "heard\n"
        finally:
            over.set()

    @pytest.mark.parametrize("act", ["close", "detach", "flush"])
    def test_printing_is_survived_even_where_it_is_taken_apart(self, act, capsys):
        calls = itertools.count()

        def attempt(x, y):
            if next(calls) == 0:
                print("before")
                getattr(sys.stdout, act)()
            return np.sum(x != y)

        outcome = judge(HAMMING, attempt)
        assert (outcome.state, outcome.printed) == ("correct", "before")
        print("heard")
        assert capsys.readouterr().out == "heard\n"

    def test_asking_for_input_is_told_and_waits_for_nobody(self):
        start = time.perf_counter()
        outcome = judge(HAMMING, lambda x, y: int(input("How many? ")))
        assert outcome.state == "raised"
        assert "nobody answers" in outcome.evidence
        assert time.perf_counter() - start < 1

    def test_the_global_dice_roll_on_as_if_nothing_had_been(self):
        def attempt(x, y):
            np.random.seed(3)  # noqa: NPY002
            return np.random.rand()  # noqa: NPY002

        np.random.seed(0)  # noqa: NPY002
        expected = np.random.rand(2)  # noqa: NPY002
        np.random.seed(0)  # noqa: NPY002
        judge(HAMMING, attempt)
        assert np.array_equal(np.random.rand(2), expected)  # noqa: NPY002

    def test_a_checker_that_is_asked_by_what_it_checks_ends(self, monkeypatch, tmp_path):
        shown = []
        monkeypatch.setattr(telling, "show", shown.append)
        monkeypatch.setenv("GANBOOK_PROGRESS", str(tmp_path / "progress.json"))

        def hamming(x, y):
            exercises.check("hamming", hamming)

        exercises.check("hamming", hamming)
        assert len(shown) == 1
        assert "call it outside of the function" in shown[0]["text/plain"]

    def test_a_name_of_numpy_that_was_overwritten_is_told(self, monkeypatch):
        monkeypatch.setattr(np, "sum", 3)
        outcome = judge(HAMMING, lambda x, y: 3)
        assert outcome.state == "raised"
        assert "Restart the kernel" in outcome.sentence
        assert "'int' object is not callable" in outcome.evidence

    def test_a_threshold_for_errors_stays_with_the_attempt(self):
        def attempt(x, y):
            np.seterr(all="raise")
            return np.float64(1) / np.sum(x != x)

        assert "FloatingPointError" in judge(HAMMING, attempt).evidence
        assert np.geterr()["divide"] != "raise"

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x>", "</pre><b>"])
    def test_markup_from_an_attempt_stays_text(self, text, monkeypatch, tmp_path):
        shown = []
        monkeypatch.setattr(telling, "show", shown.append)
        monkeypatch.setenv("GANBOOK_PROGRESS", str(tmp_path / "progress.json"))

        def printing(x, y):
            print(text)
            return type(text, (), {})()

        def raising(x, y):
            raise type(text, (Exception,), {})(text)

        for attempt in (printing, raising, lambda x, y: text):
            exercises.check("hamming", attempt)
        exercises.check("scratch-or-fog", [text] * 3)
        exercises.check(text, printing)
        text = "\n\n".join(bundle["text/markdown"] for bundle in shown)
        tokens = MarkdownIt("commonmark").parse(text)
        kinds = {it.type for token in tokens for it in [token, *(token.children or [])]}
        assert "fence" in kinds
        assert not kinds & {"html_block", "html_inline"}
