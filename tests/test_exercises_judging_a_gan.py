"""The answers on judging a GAN against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import data, metrics
from ganbook.exercises.catalogue import BY_NAME

SIGMA = 0.02


def answer(name):
    return BY_NAME[name].answer


def spots(modes, rng):
    centres = data.ring_centres().astype("float64")
    return centres[modes] + SIGMA * rng.normal(size=(len(modes), 2))


class TestWhatGivesItAway:
    def test_the_predictions_are_what_the_package_finds(self, rng):
        count = 800
        real, fresh = (spots(rng.integers(8, size=count), rng) for _ in range(2))
        fakes = [
            spots(rng.integers(3, size=count), rng),
            np.concatenate([fresh[: count // 4], rng.uniform(-2, 2, (3 * count // 4, 2))]),
            rng.permutation(real),
            fresh + np.array([10 * SIGMA, 0]),
        ]
        floor = metrics.precision_recall(real, fresh)
        words = {
            (False, False): "neither",
            (True, False): "precision",
            (False, True): "recall",
            (True, True): "both",
        }
        found = [
            words[tuple(n < f / 2 for n, f in zip(scores, floor, strict=True))]
            for scores in (metrics.precision_recall(real, fake) for fake in fakes)
        ]
        assert found == answer("what-gives-it-away")


class TestCoveredShare:
    def test_is_the_mode_report_s(self, rng):
        centres = data.ring_centres().astype("float64")
        shares = [0.4, 0.3, 0.2, 0.05, 0.03, 0.012, 0.008, 0]
        samples = spots(rng.choice(8, p=shares, size=600), rng)
        samples[::9] *= 1.2
        found = metrics.mode_report(samples, centres, sigma=SIGMA)
        assert answer("covered-share")(samples, centres, SIGMA) == found.covered / 8
        assert 0 < found.covered < 8

    def test_one_crumb_satisfies_the_broken_program_only(self, rng):
        centres = data.ring_centres().astype("float64")
        samples = spots(np.append(np.zeros(993, int), np.arange(1, 8)), rng)
        assert BY_NAME["covered-share"].broken(samples, centres, SIGMA) == 1
        assert answer("covered-share")(samples, centres, SIGMA) == 1 / 8


def test_the_number_of_classes_is_the_inception_score(rng):
    rows = rng.dirichlet(np.full(10, 0.2), size=70)
    rows[:20] = np.eye(10)[rng.integers(10, size=20)]
    expected = metrics.inception_score(rows).value
    assert_allclose(answer("number-of-classes")(rows), expected, rtol=1e-12)


class TestFrechetByColumn:
    def test_is_the_distance_where_columns_do_not_correlate(self, rng):
        # Orthogonal columns, none of them along the constant one: sample covariances are diagonal.
        both = rng.normal(size=(2, 30, 5))
        both[:, :, 0] = 1
        real, fake = (np.linalg.qr(cloud)[0][:, 1:] * [1, 2, 3, 4] for cloud in both)
        real, fake = real + 1, 0.3 * fake
        expected = metrics.frechet_distance(real, fake).value
        assert_allclose(answer("frechet-by-column")(real, fake), expected, rtol=1e-9)

    def test_shuffling_each_column_is_seen_by_the_full_distance_only(self, rng):
        real = rng.normal(size=(300, 1)) + 0.2 * rng.normal(size=(300, 3))
        shuffled = rng.permuted(real, axis=0)
        assert answer("frechet-by-column")(real, shuffled) == pytest.approx(0, abs=1e-12)
        assert metrics.frechet_distance(real, shuffled).value > 0.5


class TestExchangedRoles:
    def test_is_the_package_s_precision(self, rng):
        real, fake = rng.normal(size=(60, 3)), 0.5 + rng.normal(size=(41, 3))
        expected = metrics.precision_recall(real, fake, neighbours=3).precision
        assert answer("exchanged-roles")(real, fake, 3) == expected

    def test_the_canary_convicts_the_broken_program(self, rng):
        real = rng.normal(size=(60, 2))
        fake = real[0] + 1e-3 * rng.normal(size=(50, 2))
        assert answer("exchanged-roles")(real, fake, 3) == 1
        assert BY_NAME["exchanged-roles"].broken(real, fake, 3) < 0.1


class TestAtInfinity:
    def test_agrees_with_the_package_s_halves(self):
        counts, distances = np.array([50, 100]), np.array([4.0, 2.5])
        assert answer("at-infinity")(counts, distances) == pytest.approx(2 * 2.5 - 4.0)

    def test_brings_equal_laws_to_zero(self):
        counts = np.array([100, 200, 400])
        found = []
        for seed in range(20):
            x, y = np.random.default_rng(seed).normal(size=(2, 400, 6))
            distances = [metrics.frechet_distance(x[:n], y[:n]).value for n in counts]
            found.append(answer("at-infinity")(counts, np.array(distances)))
        assert abs(np.mean(found)) < 4 * np.std(found, ddof=1) / np.sqrt(20) < 0.1
