"""Precision, recall, density and coverage: by hand, by brute force, by their expectations."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from ganbook import metrics
from ganbook.backend import ops
from ganbook.distances import tiles
from ganbook.metrics import halving


def slow_scores(real, fake, neighbours):
    """Every ball and every point, one at a time."""

    def radius(cloud, place):
        others = [math.dist(cloud[place], x) for k, x in enumerate(cloud) if k != place]
        return sorted(others)[neighbours - 1]

    real_balls = [(centre, radius(real, place)) for place, centre in enumerate(real)]
    fake_balls = [(centre, radius(fake, place)) for place, centre in enumerate(fake)]

    def holders(point, balls):
        return sum(math.dist(point, centre) <= reach for centre, reach in balls)

    agreeing = [holders(point, real_balls) for point in fake]
    return (
        np.mean([count > 0 for count in agreeing]),
        np.mean([holders(point, fake_balls) > 0 for point in real]),
        sum(agreeing) / (neighbours * len(fake)),
        np.mean([any(math.dist(c, point) <= reach for point in fake) for c, reach in real_balls]),
    )


def scores(real, fake, neighbours=3):
    return (
        *metrics.precision_recall(real, fake, neighbours=neighbours),
        *metrics.density_coverage(real, fake, neighbours=neighbours),
    )


class TestPrecisionRecall:
    def test_a_line_counted_by_hand(self):
        # Real balls reach 1, 1 and 2; fake balls 0.25 and 0.25.
        real, fake = [[0.0], [1.0], [3.0]], [[1.25], [1.5]]
        found = metrics.precision_recall(real, fake, neighbours=1)
        assert found == (1.0, 1 / 3)
        assert (found.precision, found.recall) == found

    def test_a_collapsed_generator_is_precise_and_recalls_little(self, rng):
        real = rng.normal(size=(500, 2))
        fake = 0.05 * rng.normal(size=(500, 2))
        precision, recall = metrics.precision_recall(real, fake)
        assert precision > 0.99
        assert recall < 0.05

    def test_a_wild_generator_recalls_all_and_is_not_precise(self, rng):
        precision, recall = metrics.precision_recall(
            rng.normal(size=(500, 2)), 20 * rng.normal(size=(500, 2))
        )
        assert precision < 0.05
        assert recall > 0.5

    def test_equal_laws_do_not_score_1(self):
        pairs = [np.random.default_rng(s).normal(size=(2, 1000, 64)) for s in range(3)]
        for neighbours, known in ((5, 0.73), (3, 0.62)):
            found = [metrics.precision_recall(*pair, neighbours=neighbours) for pair in pairs]
            assert np.mean(found) == pytest.approx(known, abs=0.02)


class TestDensityCoverage:
    def test_a_line_counted_by_hand(self):
        # 0.5 lies in the balls around 0 and 1, which are hit; 9 lies in none.
        found = metrics.density_coverage([[0.0], [1.0], [3.0]], [[0.5], [9.0]], neighbours=1)
        assert found == (2 / 2, 2 / 3)
        assert (found.density, found.coverage) == found

    @pytest.mark.parametrize(("reals", "fakes", "neighbours"), [(60, 60, 5), (80, 40, 3)])
    def test_equal_laws_score_what_they_must(self, reals, fakes, neighbours):
        found = []
        for seed in range(100):
            rng = np.random.default_rng(seed)
            real, fake = rng.normal(size=(reals, 2)), rng.normal(size=(fakes, 2))
            found.append(metrics.density_coverage(real, fake, neighbours=neighbours))
        steps = np.arange(1, neighbours + 1)
        expected = 1, 1 - np.prod((reals - steps) / (fakes + reals - steps))
        errors = np.std(found, axis=0, ddof=1) / 10
        assert (np.abs(np.mean(found, axis=0) - expected) < 4 * errors).all()

    def test_one_fake_outlier_changes_the_recall_but_not_the_coverage(self, rng):
        real, fake = rng.normal(size=(100, 2)), 0.01 * rng.normal(size=(100, 2))
        spoilt = np.concatenate([fake[:97], [[99, 0], [0, 99], [-99, -99]]])
        kept = metrics.density_coverage(real, spoilt).coverage
        assert kept <= metrics.density_coverage(real, fake).coverage
        recalls = [metrics.precision_recall(real, cloud).recall for cloud in (fake, spoilt)]
        assert recalls[0] < 0.1 < 0.9 < recalls[1]


class TestBoth:
    @pytest.mark.parametrize("neighbours", [1, 3, 6])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_match_the_definition(self, rng, neighbours, dtype):
        real = rng.normal(size=(30, 3)).astype(dtype)
        fake = (1.2 * rng.normal(size=(20, 3)) + 0.3).astype(dtype)
        expected = slow_scores(real, fake, neighbours)
        assert_allclose(scores(real, fake, neighbours), expected, rtol=1e-12)

    def test_compiled_tiles_give_the_same(self, rng, monkeypatch):
        real, fake = rng.normal(size=(150, 3)), 1.2 * rng.normal(size=(90, 3)) + 0.3
        expected = scores(real, fake)
        monkeypatch.setattr(tiles, "SMALL", 0)
        monkeypatch.setattr(tiles, "SIDE", 64)
        assert scores(real, fake) == expected

    def test_copies_lie_in_every_ball_that_their_models_lie_in(self, rng):
        x = rng.normal(size=(50, 4))
        # Each ball holds its centre, its neighbours and, since ≤ rules, the one on its rim.
        assert scores(x, x.copy(), neighbours=4) == (1, 1, 5 / 4, 1)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_the_order_of_wide_copies_does_not_matter(self, rng, dtype):
        real = rng.normal(size=(1100, 160)).astype(dtype)
        # As many balls reach a sample as it has, and its own: k + 1 of them on average.
        assert metrics.density_coverage(real, rng.permutation(real)).density == 6 / 5

    def test_duplicates_within_a_cloud_make_no_ball_negative_and_nothing_fails(self):
        same = np.zeros((10, 2))
        assert scores(same, same + 1) == (0, 0, 0, 0)
        assert scores(same, same) == (1, 1, 10 / 3, 1)

    def test_far_from_the_origin_float32_keeps_its_digits(self, rng):
        real, fake = ((rng.normal(size=(200, 8)) + 1000).astype("float32") for _ in range(2))
        near = (cloud.astype("float64") - 1000 for cloud in (real, fake))
        assert scores(real, fake) == scores(*near)

    @settings(deadline=None, max_examples=20)
    @given(st.integers(0, 1000), st.sampled_from([0.25, 1.0, 8.0]))
    def test_order_scale_and_place_do_not_matter(self, seed, scale):
        rng = np.random.default_rng(seed)
        real, fake = rng.normal(size=(2, 20, 2))
        moved = (scale * rng.permutation(cloud) + 3 for cloud in (real, fake))
        assert_allclose(scores(*moved), scores(real, fake), rtol=1e-12)

    @settings(deadline=None, max_examples=20)
    @given(st.integers(0, 1000))
    def test_clouds_that_change_places_change_precision_for_recall(self, seed):
        real, fake = np.random.default_rng(seed).normal(size=(2, 20, 2))
        precision, recall = metrics.precision_recall(real, fake)
        assert metrics.precision_recall(fake, real) == (recall, precision)

    def test_the_matrix_of_all_distances_is_never_held(self, rng):
        real, fake = rng.normal(size=(2, 4000, 8)).astype("float32")
        scores(real[:100], fake[:100])
        tracemalloc.start()
        try:
            scores(real, fake)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 4000 * 4000 * 4 / 3

    def test_results_are_plain_numbers_from_tensors_too(self, rng):
        real, fake = rng.normal(size=(2, 20, 2)).astype("float32")
        found = scores(ops.convert_to_tensor(real), ops.convert_to_tensor(fake))
        assert found == scores(real, fake)
        assert {type(number) for number in found} == {float}


def run(seed, rows):
    """Four scores of one run, and the errors that halving its clouds gives them."""
    rng = np.random.default_rng(seed)
    real, fake = rng.normal(size=(rows, 4)), 1.2 * rng.normal(size=(rows, 4))
    return scores(real, fake), halving.standard_errors(scores, real, fake, seed=0)


class TestStandardErrorsByHalves:
    def test_of_a_mean_they_are_the_usual_one(self, rng):
        x = rng.normal(size=(1000, 2))
        found = halving.standard_errors(lambda s: s.mean(axis=0), x, seed=0)
        assert_allclose(found, x.std(axis=0) / np.sqrt(1000), rtol=0.5)

    @staticmethod
    def ratio_and_coverage(runs):
        values, errors = (np.array(part) for part in zip(*runs, strict=True))
        inside = np.abs(values - values.mean(axis=0)) < 1.96 * errors
        return errors.mean(axis=0) / values.std(axis=0, ddof=1), inside.mean(axis=0)

    def test_they_are_as_large_as_the_spread_over_twenty_runs(self):
        ratio, _ = self.ratio_and_coverage([run(seed, 80) for seed in range(20)])
        assert ((ratio > 0.6) & (ratio < 1.6)).all()

    @pytest.mark.slow
    def test_intervals_hold_the_scores_own_mean(self):
        _, inside = self.ratio_and_coverage([run(seed, 200) for seed in range(200)])
        assert ((inside >= 0.90) & (inside <= 0.99)).all()
