"""Schedules are checked at their ends, by their shapes, and inside compiled steps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from ganbook import backend, schedules
from ganbook.backend import ops
from ganbook.schedules import Cosine, Linear

KINDS = (Linear, Cosine)


class TestEnds:
    @pytest.mark.parametrize("kind", KINDS)
    def test_begins_and_ends_where_it_is_told(self, kind):
        schedule = kind(3.0, 1.0)
        assert_allclose([schedule(0.0), schedule(0.5), schedule(1.0)], [3, 2, 1])

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_level_before_its_beginning_and_after_its_finish(self, kind):
        schedule = kind(3.0, 1.0, begin=0.25, finish=0.75)
        assert_allclose([schedule(0.0), schedule(0.25)], 3)
        assert_allclose([schedule(0.75), schedule(1.0)], 1)

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_falls_and_never_leaves_its_ends(self, one, other):
        early, late = sorted((one, other))
        for kind in KINDS:
            schedule = kind(2.0, 0.5)
            assert 0.5 <= schedule(late) <= schedule(early) <= 2.0


class TestShape:
    def test_a_line_has_one_slope_and_a_cosine_is_flat_at_its_ends(self):
        progress = np.linspace(0, 1, 11)
        line = [Linear(1.0)(p) for p in progress]
        assert_allclose(np.diff(line), -0.1)
        cosine = [Cosine(1.0)(p) for p in progress]
        assert_allclose(cosine, [(1 + math.cos(math.pi * p)) / 2 for p in progress])

    @pytest.mark.parametrize("kind", KINDS)
    def test_takes_many_at_once(self, kind):
        schedule, progress = kind(3.0, 1.0, begin=0.2), np.linspace(0, 1, 11)
        expected = [schedule(p) for p in progress]
        for many in (progress, progress.tolist(), progress.astype("float32")):
            assert_allclose(schedule(many), expected, rtol=1e-6)

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_the_same_inside_a_compiled_step(self, kind):
        schedule = kind(3.0, 1.0, begin=0.2)
        compiled = backend.compiled(schedule)
        for progress in (0.0, 0.3, 0.9, 1.0):
            found = float(compiled(ops.convert_to_tensor(progress, "float32")))
            assert_allclose(found, schedule(progress), rtol=1e-6)


class TestAt:
    def test_a_number_stays_a_number(self):
        assert schedules.at(0.5, 0.3) == 0.5
        assert schedules.at(Linear(1.0), 0.25) == 0.75


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: Linear(1.0, begin=0.5, finish=0.5), "begin must be below finish"),
            (lambda: Linear(1.0, finish=1.5), "finish"),
            (lambda: Cosine(float("nan")), "start"),
            (lambda: Cosine("fast"), "start must be a number"),
            (lambda: schedules.checked(abs, "weight"), "cannot be written into the file"),
            (lambda: schedules.checked(Linear(-1.0), "weight"), "weight.start"),
            (lambda: schedules.checked(-1, "weight"), "weight"),
            (lambda: schedules.checked(schedules.Schedule(1.0), "weight"), "common base"),
            (lambda: schedules.checked(np.array(0.5), "weight"), "must be a plain number"),
        ],
    )
    def test_says_what_came_and_what_to_do(self, call, words):
        with pytest.raises((ValueError, TypeError), match=words):
            call()
