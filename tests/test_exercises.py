"""Each exercise accepts what is right, names what is wrong, and teaches what is true."""

import time
from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import distances, exercises
from ganbook.exercises import telling
from ganbook.exercises.catalogue import BY_NAME, CHAPTERS
from ganbook.exercises.checking import judge
from tools.exercise_cells import solved, stub

EXERCISES = list(BY_NAME.values())
MISTAKES = [(exercise, known) for exercise in EXERCISES for known in exercise.mistakes]


@pytest.fixture
def told(monkeypatch, tmp_path):
    """What a notebook would show, and a place for the progress that is not the user's."""
    bundles = []
    monkeypatch.setattr(telling, "show", bundles.append)
    monkeypatch.setenv("GANBOOK_PROGRESS", str(tmp_path / "progress.json"))
    return bundles


every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.name)


class TestEveryExercise:
    @every_exercise
    def test_accepts_its_answer(self, exercise):
        assert judge(exercise, exercise.answer).state == "correct"

    @every_exercise
    def test_accepts_other_right_answers(self, exercise):
        assert exercise.alternatives
        for answer in exercise.alternatives:
            assert judge(exercise, answer).state == "correct"

    @pytest.mark.parametrize(
        ("exercise", "known"), MISTAKES, ids=[f"{e.name}-{k.diagnosis[:30]}" for e, k in MISTAKES]
    )
    def test_answers_a_known_mistake_by_its_own_diagnosis(self, exercise, known):
        outcome = judge(exercise, known.answer)
        assert outcome.state in ("incorrect", "raised")
        assert outcome.sentence == known.diagnosis

    @every_exercise
    def test_knows_three_mistakes(self, exercise):
        assert len({known.diagnosis for known in exercise.mistakes}) >= 3

    @every_exercise
    def test_its_stub_is_not_attempted_and_its_solved_cell_correct(self, exercise, told):
        names = {"exercises": exercises, "np": np}
        exec("import math", names)
        for cell, state in ((stub, "○ Not attempted"), (solved, "✓ Correct")):
            exec(cell(exercise), names)
            assert told[-1]["text/plain"].startswith(state)

    @every_exercise
    def test_is_drawn_the_same_each_time(self, exercise):
        for first, second in zip(exercise.draw(), exercise.draw(), strict=True):
            assert all(map(np.array_equal, first, second))

    @every_exercise
    def test_says_what_a_reader_needs(self, exercise):
        assert exercise.stars in (1, 2, 3)
        assert len(exercise.hints) >= 2
        assert len(stub(exercise).splitlines()) <= 15
        assert all([exercise.task, exercise.explanation, exercise.notice, exercise.next_step])

    def test_they_are_sixty_at_least_with_names_of_their_own_and_four_or_more_a_chapter(self):
        assert len(BY_NAME) == sum(map(len, CHAPTERS.values())) >= 60
        assert min(map(len, CHAPTERS.values())) >= 4

    def test_no_two_mistakes_of_the_book_are_answered_by_the_same_words(self):
        diagnoses = Counter(known.diagnosis for _, known in MISTAKES)
        assert [words for words, count in diagnoses.items() if count > 1] == []

    def test_all_three_kinds_occur_in_every_chapter(self):
        for group in CHAPTERS.values():
            assert {e.kind for e in group} == {"write it", "repair it", "predict it"}


class TestTheAnswersAreTrue:
    """The answers against the package and against experiments, which know nothing of each other."""

    def test_hamming_is_manhattan_and_squared_euclidean_of_bits(self, rng):
        x, y = rng.integers(0, 2, (2, 9, 64)).astype("uint8")
        counts = [BY_NAME["hamming"].answer(a, b) for a, b in zip(x, y, strict=True)]
        wide = x.astype("float64"), y.astype("float64")
        assert_allclose(np.diag(distances.manhattan(*wide)), counts, rtol=1e-12)
        assert_allclose(np.diag(distances.squared_euclidean(*wide)), counts, rtol=1e-12)

    def test_manhattan_is_the_package_s(self, rng):
        x, y = rng.normal(size=(6, 5)), rng.normal(size=(4, 5))
        expected = distances.manhattan(x, y)
        assert_allclose(BY_NAME["manhattan"].answer(x, y), expected, rtol=1e-12)

    def test_mahalanobis_is_the_package_s(self, rng):
        cloud = rng.normal(size=(50, 3)) @ rng.normal(size=(3, 3))
        x, y = rng.normal(size=(2, 3))
        expected = distances.mahalanobis(x[None], y[None], np.cov(cloud.T))[0, 0]
        assert_allclose(BY_NAME["mahalanobis"].answer(x, y, cloud), expected, rtol=1e-9)

    def test_the_scratch_and_the_fog_are_as_predicted(self):
        scratch, fog, clean = np.zeros((1, 784)), np.full((1, 784), 0.05), np.zeros((1, 784))
        scratch[0, 300] = 2
        worse = [
            "scratch" if measure(clean, scratch) > measure(clean, fog) else "fog"
            for measure in (distances.euclidean, distances.manhattan, distances.chebyshev)
        ]
        assert worse == BY_NAME["scratch-or-fog"].answer

    def test_the_honest_loss_is_0_for_a_copy_grows_and_stays_below_1(self):
        loss = BY_NAME["honest-loss"].answer
        costs = [loss(distance, 0.7) for distance in np.linspace(0, 4, 50)]
        assert costs[0] == 0
        assert np.all(np.diff(costs) > 0)
        assert costs[-1] < 1

    @pytest.mark.parametrize(("d", "ink"), [(1, 0.5), (64, 0.5), (64, 0.1)])
    def test_random_ink_spreads_as_derived(self, d, ink, rng):
        count = 4000
        gaps = (rng.random((count, d)) < ink) ^ (rng.random((count, d)) < ink)
        ways = gaps.sum(axis=1)
        measured = ways.std() / ways.mean()
        again = rng.integers(count, size=(200, count))
        error = np.std(ways[again].std(axis=1) / ways[again].mean(axis=1))
        assert abs(measured - BY_NAME["ink-spread"].answer(d, ink)) < 4 * error


class TestSpeed:
    @every_exercise
    def test_the_slowest_answer_costs_less_than_a_second(self, exercise):
        # Behind the last known mistake all others have been tried.
        start = time.perf_counter()
        judge(exercise, exercise.mistakes[-1].answer)
        assert time.perf_counter() - start < 1
