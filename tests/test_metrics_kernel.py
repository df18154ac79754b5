"""The kernel distance is checked against its expectation under known laws and the double sum."""

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import metrics
from ganbook.backend import ops


def expected_distance(width, shift):
    """E k(X,X') + E k(Y,Y') - 2 E k(X,Y) of N(0, I) and N(μ, I), where |μ|² is the shift."""
    d, a = width, shift
    inside = 1 + 3 / d
    between = 1 + 3 * (d + a) / d**2
    other = 1 + 3 * a / d + 3 * (d + 2 * a + a**2) / d**2
    other += (a**3 + 6 * a**2 + (3 * d + 6) * a) / d**3
    return inside + other - 2 * between


def slow_distance(real, fake):
    """One pair at a time, none of a sample with itself."""

    def mean(pairs):
        return np.mean([(float(np.dot(a, b)) / len(a) + 1) ** 3 for a, b in pairs])

    inside = mean(itertools.permutations(real, 2)) + mean(itertools.permutations(fake, 2))
    return inside - 2 * mean(itertools.product(real, fake))


class TestKernelDistance:
    @pytest.mark.parametrize(("width", "shift"), [(4, 0.0), (4, 2.0), (16, 1.0)])
    def test_its_mean_is_the_known_one(self, width, shift):
        found = []
        for seed in range(60):
            real, fake = np.random.default_rng(seed).normal(size=(2, 100, width))
            found.append(metrics.kernel_distance(real, fake + np.sqrt(shift / width)).value)
        error = np.std(found, ddof=1) / np.sqrt(60)
        assert abs(np.mean(found) - expected_distance(width, shift)) < 4 * error

    def test_matches_the_double_sum(self, rng):
        real, fake = rng.normal(size=(9, 3)), rng.normal(size=(7, 3)) + 1
        assert_allclose(
            metrics.kernel_distance(real, fake).value, slow_distance(real, fake), rtol=1e-10
        )

    def test_subsets_of_the_whole_are_the_whole(self, rng):
        real, fake = rng.normal(size=(2, 30, 3))
        whole = metrics.kernel_distance(real, fake)
        part = metrics.kernel_distance(real, fake, subsets=3, subset_size=30)
        assert_allclose(part.value, whole.value, rtol=1e-9)
        assert_allclose(part.standard_error, whole.standard_error, rtol=1e-9)

    def test_many_subsets_come_near_the_whole(self, rng):
        real, fake = rng.normal(size=(100, 4)), rng.normal(size=(120, 4)) + 0.5
        whole = metrics.kernel_distance(real, fake)
        parts = metrics.kernel_distance(real, fake, subsets=400, subset_size=50)
        assert abs(parts.value - whole.value) < whole.standard_error / 3

    def test_more_subsets_do_not_make_the_error_vanish(self, rng):
        real, fake = rng.normal(size=(60, 4)), rng.normal(size=(60, 4)) + 0.5
        whole = metrics.kernel_distance(real, fake).standard_error
        few, many = (
            metrics.kernel_distance(real, fake, subsets=count, subset_size=20).standard_error
            for count in (2, 200)
        )
        assert few > many > 0.8 * whole

    def test_the_seed_chooses_the_subsets(self, rng):
        clouds = rng.normal(size=(2, 50, 3))
        one, again, other = (
            metrics.kernel_distance(*clouds, subsets=2, subset_size=10, seed=seed).value
            for seed in (0, 0, 1)
        )
        assert one == again != other

    def test_float32_far_from_the_origin_is_counted_in_float64(self, rng):
        x, y = ((rng.normal(size=(50, 8)) + 1000).astype("float32") for _ in range(2))
        single = metrics.kernel_distance(x, y).value
        double = metrics.kernel_distance(x.astype("float64"), y.astype("float64")).value
        assert single == double

    def test_tensors_are_welcome(self, rng):
        x, y = rng.normal(size=(2, 20, 3)).astype("float32")
        tensors = map(ops.convert_to_tensor, (x, y))
        assert metrics.kernel_distance(*tensors) == metrics.kernel_distance(x, y)

    @pytest.mark.parametrize("size", [2, 3])
    def test_two_rows_give_a_value_whose_error_nobody_knows(self, rng, size):
        real, fake = rng.normal(size=(2, size, 3))
        found = metrics.kernel_distance(real, fake)
        assert_allclose(found.value, slow_distance(real, fake), rtol=1e-10)
        assert found.standard_error == np.inf


def run(seed, **options):
    rng = np.random.default_rng(seed)
    real, fake = rng.normal(size=(200, 4)), 1.1 * rng.normal(size=(200, 4)) + 0.3
    return metrics.kernel_distance(real, fake, **options)


WAYS = {
    "all": {},
    "subsets": {"subsets": 20, "subset_size": 50},
    "one": {"subsets": 1, "subset_size": 50},
}


@pytest.mark.parametrize("options", WAYS.values(), ids=WAYS)
class TestCalibration:
    def test_the_error_is_as_large_as_the_spread_over_twenty_runs(self, options):
        runs = [run(seed, **options) for seed in range(20)]
        spread = np.std([found.value for found in runs], ddof=1)
        errors = np.mean([found.standard_error for found in runs])
        # Twenty runs know a spread to a sixth; half or double of it is wrong.
        assert 0.6 < errors / spread < 1.6

    @pytest.mark.slow
    def test_intervals_hold_the_true_distance(self, options):
        runs = [run(seed, **options) for seed in range(200)]
        truth = np.mean([found.value for found in runs])
        inside = [low < truth < high for low, high in (found.interval(0.95) for found in runs)]
        assert 0.90 <= np.mean(inside) <= 0.99
