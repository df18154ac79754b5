"""The Inception Score, the mode report and the memory test: known cases, then their laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import norm

from ganbook import data, metrics
from ganbook.backend import ops


def answers(rng, count, classes=5, sureness=2.0):
    """Class probabilities of so many samples."""
    scores = np.exp(sureness * rng.normal(size=(count, classes)))
    return scores / scores.sum(axis=1, keepdims=True)


class TestInceptionScore:
    @pytest.mark.parametrize("classes", [2, 10, 1000])
    def test_sure_and_balanced_answers_score_the_number_of_classes(self, classes):
        found = metrics.inception_score(np.eye(classes))
        assert_allclose(found.value, classes, rtol=1e-12)
        assert found.standard_error < 1e-10 * classes

    def test_equal_answers_score_1(self, rng):
        same = np.tile(answers(rng, 1), (20, 1))
        assert metrics.inception_score(same).value == pytest.approx(1, abs=1e-12)

    def test_matches_the_definition(self, rng):
        p = answers(rng, 50)
        average = p.mean(axis=0)
        divergences = [
            sum(a * math.log(a / b) for a, b in zip(row, average, strict=True)) for row in p
        ]
        found = metrics.inception_score(p)
        assert_allclose(found.value, math.exp(np.mean(divergences)), rtol=1e-12)

    def test_splits_give_the_mean_over_parts(self, rng):
        p = answers(rng, 60)
        found = metrics.inception_score(p, splits=3)
        parts = [metrics.inception_score(p[first::3]).value for first in range(3)]
        assert_allclose(found.value, np.mean(parts), rtol=1e-12)

    def test_rows_in_the_order_of_their_classes_do_no_harm_to_splits(self):
        ordered = np.repeat(np.eye(4), 10, axis=0)
        assert metrics.inception_score(ordered, splits=5).value == pytest.approx(4)

    def test_zeros_and_single_precision_are_no_trouble(self):
        p = np.array([[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]], "float32")
        found = metrics.inception_score(ops.convert_to_tensor(p))
        assert_allclose(found.value, metrics.inception_score(p.tolist()).value, rtol=1e-7)
        assert math.isfinite(found.value)

    @settings(deadline=None, max_examples=40)
    @given(st.integers(0, 1000), st.integers(2, 6))
    def test_it_lies_between_1_and_the_number_of_classes(self, seed, classes):
        rng = np.random.default_rng(seed)
        p = answers(rng, 12, classes, sureness=5)
        value = metrics.inception_score(p).value
        assert 1 <= value <= classes + 1e-9
        shuffled = rng.permutation(rng.permutation(p).T).T
        assert_allclose(metrics.inception_score(shuffled).value, value, rtol=1e-10)


class TestErrorOfTheInceptionScore:
    @staticmethod
    def ratio_and_coverage(seeds, splits):
        runs = [
            metrics.inception_score(answers(np.random.default_rng(seed), 400), splits=splits)
            for seed in range(seeds)
        ]
        values = np.array([found.value for found in runs])
        inside = [low < values.mean() < high for low, high in (f.interval(0.95) for f in runs)]
        errors = np.mean([found.standard_error for found in runs])
        return errors / values.std(ddof=1), np.mean(inside)

    @pytest.mark.parametrize("splits", [1, 4])
    def test_it_is_as_large_as_the_spread_over_runs(self, splits):
        ratio, _ = self.ratio_and_coverage(60, splits)
        assert 0.75 < ratio < 1.3

    @pytest.mark.slow
    @pytest.mark.parametrize("splits", [1, 4])
    def test_intervals_hold_the_scores_own_mean(self, splits):
        assert 0.90 <= self.ratio_and_coverage(200, splits)[1] <= 0.99


class TestModeReport:
    def test_a_few_samples_counted_by_hand(self):
        samples = [[0, 0], [0.3, 0], [0, 0.31], [10, 0.1]]
        found = metrics.mode_report(samples, [[0, 0], [10, 0], [0, 10]], sigma=0.1)
        assert (found.captured, found.covered) == (2, 2)
        assert found.high_quality == 3 / 4
        assert found.reverse_kl == pytest.approx(0.75 * math.log(9 / 4) + 0.25 * math.log(3 / 4))
        fair = found.high_quality_floor
        gaps = abs(2 / 4 - fair / 3) + abs(1 / 4 - fair / 3) + fair / 3 + abs(1 / 4 - (1 - fair))
        assert found.mode_tv == pytest.approx(gaps / 2)

    def test_a_perfect_sampler_has_98_889_percent_of_high_quality(self):
        found = metrics.mode_report(data.ring(200_000), data.ring_centres(), sigma=0.01)
        assert found.high_quality_floor == pytest.approx(1 - math.exp(-4.5), abs=1e-12)
        deviation = math.sqrt(0.98889 * 0.01111 / 200_000)
        assert found.high_quality == pytest.approx(0.98889, abs=4 * deviation)

    @pytest.mark.parametrize("width", [1, 3])
    def test_the_share_of_high_quality_knows_the_width(self, width):
        rng = np.random.default_rng(0)
        centres = 10.0 * np.arange(4)[:, None] * np.ones(width)
        samples = centres[rng.integers(4, size=20_000)] + rng.normal(size=(20_000, width))
        found = metrics.mode_report(samples, centres, sigma=1.0)
        assert found.high_quality == pytest.approx(found.high_quality_floor, abs=0.006)
        if width == 1:
            assert found.high_quality_floor == pytest.approx(norm.cdf(3) - norm.cdf(-3))

    @pytest.mark.parametrize(
        ("draw", "centres", "sigma", "known"),
        [
            (data.ring, data.ring_centres(), 0.01, 0.0014),
            (data.grid, data.grid_centres(), 0.05, 0.0048),
        ],
    )
    def test_floors_are_what_perfect_samplers_score(self, draw, centres, sigma, known):
        runs = [
            metrics.mode_report(draw(2500, seed=seed), centres, sigma=sigma) for seed in range(40)
        ]
        assert runs[0].reverse_kl_floor == pytest.approx(known, abs=5e-5)
        for name in ("reverse_kl", "mode_tv", "high_quality"):
            found = [getattr(run, name) for run in runs]
            error = np.std(found, ddof=1) / np.sqrt(40)
            assert abs(np.mean(found) - getattr(runs[0], f"{name}_floor")) < 4 * error, name
        assert {(run.captured, run.covered) for run in runs} == {(len(centres),) * 2}

    def test_a_thousand_modes_have_the_known_floor(self):
        centres = np.stack(np.divmod(np.arange(1000.0), 40), axis=1)
        found = metrics.mode_report(np.zeros((26_000, 2)), centres, sigma=0.01)
        assert found.reverse_kl_floor == pytest.approx(0.019, abs=5e-4)
        assert found.reverse_kl == pytest.approx(math.log(1000))

    def test_a_stray_sample_in_each_mode_is_captured_but_not_covered(self):
        samples = np.concatenate([np.tile(data.ring_centres()[:1], (1000, 1)), data.ring_centres()])
        found = metrics.mode_report(samples, data.ring_centres(), sigma=0.01)
        assert (found.captured, found.covered) == (8, 1)

    def test_a_single_mode_has_no_balance_to_lose(self, rng):
        found = metrics.mode_report(rng.normal(size=(500, 2)), [[0.0, 0.0]], sigma=1.0)
        assert (found.captured, found.covered) == (1, 1)
        assert (found.reverse_kl, found.reverse_kl_floor) == (0, 0)
        assert_allclose(found.mode_tv, abs(found.high_quality - found.high_quality_floor))

    def test_samples_of_no_mode_are_seen(self):
        found = metrics.mode_report(np.full((100, 2), 0.5), data.ring_centres(), sigma=0.01)
        assert (found.captured, found.covered, found.high_quality) == (0, 0, 0)
        assert found.mode_tv == pytest.approx(found.high_quality_floor)

    def test_numbers_are_plain_ints_and_floats(self):
        found = metrics.mode_report(data.ring(50), data.ring_centres(), sigma=0.01)
        assert [type(number) for number in found] == [int, int, *[float] * 6]


class TestMemorisation:
    @pytest.fixture
    def clouds(self):
        rng = np.random.default_rng(0)
        return rng.normal(size=(300, 4)), rng.normal(size=(200, 4)), rng.normal(size=(250, 4))

    def test_a_line_counted_by_hand(self):
        found = metrics.memorisation([[0.0], [10.0]], [[0.1], [13.0]], [[1.0], [2.0]], rate=0.5)
        assert (found.fake_distance, found.held_out_distance) == (pytest.approx(1.55), 1.5)
        assert (found.copies, found.expected_copies) == (0.5, 0.5)
        assert found.closer == 0.5
        # Of the six ways to deal the ranks 1 to 4, all but two leave the fakes at least as near.
        assert found.p_value == pytest.approx(4 / 6)

    def test_fresh_samples_pass(self, clouds):
        found = metrics.memorisation(*clouds)
        assert found.p_value > 0.05
        assert abs(found.closer - 0.5) < 4 / math.sqrt(12 * 200)
        assert found.expected_copies == pytest.approx(3 / 250)

    def test_hidden_copies_are_found_and_counted(self, clouds):
        train, fake, held_out = clouds
        fake[:60] = train[:60] + 1e-6
        found = metrics.memorisation(train, fake, held_out)
        assert found.p_value < 1e-3
        assert found.copies == pytest.approx(0.3, abs=0.03)
        assert found.closer > 0.6

    def test_a_pure_copier_is_always_closer(self, clouds):
        train, _, held_out = clouds
        found = metrics.memorisation(train, train, held_out)
        assert (found.copies, found.closer, found.fake_distance) == (1, 1, 0)

    def test_fakes_far_away_are_no_copies(self, clouds):
        train, fake, held_out = clouds
        found = metrics.memorisation(train, fake + 100, held_out)
        assert (found.copies, found.closer) == (0, 0)
        assert found.p_value > 0.999

    def test_samples_of_another_precision_are_no_nearer(self, clouds):
        train, _, held_out = (cloud.astype("float32") for cloud in clouds)
        found = metrics.memorisation(train, held_out, held_out.astype("float64"))
        assert found.closer == 0.5
        assert found.copies == found.expected_copies

    def test_samples_that_are_all_alike_say_nothing(self):
        same = np.zeros((5, 2))
        found = metrics.memorisation(same, same, same)
        assert (found.closer, found.p_value) == (0.5, 1)

    def test_the_chance_counts_ties_by_half_over_all_pairs(self, rng):
        fake, held_out = rng.integers(5, size=(2, 30, 1)) * 1.0
        found = metrics.memorisation([[0.0], [0.0]], fake, held_out)
        pairs = (held_out - fake.T).ravel()
        assert_allclose(found.closer, np.mean((pairs > 0) + (pairs == 0) / 2), rtol=1e-12)

    def test_the_test_rejects_equal_laws_as_often_as_it_says(self):
        rejected = 0
        for seed in range(200):
            train, fake, held_out = np.random.default_rng(seed).normal(size=(3, 40, 2))
            rejected += metrics.memorisation(train, fake, held_out).p_value <= 0.05
        assert 0.02 <= rejected / 200 <= 0.09
