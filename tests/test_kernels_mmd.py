"""MMD², its error, its test and its witness: closed forms, brute force, laws, edges."""

import concurrent.futures
import functools
import itertools
import math

import numpy as np
import pytest
import threadpoolctl
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, distances, kernels
from ganbook.backend import ops
from ganbook.kernels import choice, gaussian_pairs, pairs, polynomial_pairs, sums, variance
from tests.test_distances import gradient_by_differences
from tests.test_kernels import KERNELS, as_numpy, clouds, every_kernel, slow, tolerance


def slow_mmd_squared(name, x, y, *, unbiased=True):
    """The double sums, one pair at a time: the oracle."""
    xx, yy, xy = slow(name, x, x), slow(name, y, y), slow(name, x, y)

    def mean(gram):
        rows = range(len(gram))
        counted = [gram[i, j] for i in rows for j in rows if not (unbiased and i == j)]
        return sum(counted) / len(counted)

    return mean(xx) + mean(yy) - 2 * xy.mean()


def mean_kernel(gap, variances, bandwidth):
    """E exp(-(X - Y)²/2s²) of two normal laws, `gap` apart, whose variances add up to this."""
    total = bandwidth**2 + variances
    return math.sqrt(bandwidth**2 / total) * math.exp(-(gap**2) / (2 * total))


def law_mmd_squared(gap=1.0, deviation=1.0, bandwidth=1.0):
    """MMD² of N(0, 1) and N(gap, deviation²)."""
    within = mean_kernel(0, 2, bandwidth) + mean_kernel(0, 2 * deviation**2, bandwidth)
    return within - 2 * mean_kernel(gap, 1 + deviation**2, bandwidth)


@pytest.fixture
def small_tiles(monkeypatch):
    """Cut even tiny samples into tiles, several windows of them, which several workers do."""
    monkeypatch.setattr(pairs, "SIDE", 8)
    monkeypatch.setattr(gaussian_pairs, "ROWS", 8)
    monkeypatch.setattr(gaussian_pairs, "REACH", 2)
    monkeypatch.setattr(gaussian_pairs, "MANY", 0)


@pytest.fixture(params=["whole", "products", "part by part", "differences"])
def every_way(request, monkeypatch):
    """As a small sample, then in tiles: by products, prepared at once or not, by differences."""
    if request.param == "part by part":
        monkeypatch.setattr(gaussian_pairs, "KEPT", 0)
    if request.param != "whole":
        request.getfixturevalue("small_tiles")
        monkeypatch.setattr(
            gaussian_pairs, "LOST", -1 if request.param == "differences" else math.inf
        )
    return request.param


class TestMmdSquared:
    def test_two_normal_laws_have_a_closed_form(self):
        assert law_mmd_squared() == pytest.approx(0.17726763, abs=5e-9)

    @pytest.mark.parametrize(
        ("gap", "deviation", "bandwidth"), [(1, 1, 1), (0, 2, 0.5), (2, 0.5, 3)]
    )
    def test_on_average_it_is_that_of_the_laws(self, gap, deviation, bandwidth, rng):
        runs = 200
        x = rng.normal(size=(runs, 30, 1))
        y = gap + deviation * rng.normal(size=(runs, 20, 1))
        measure = functools.partial(kernels.mmd_squared, bandwidth=bandwidth)
        unbiased = np.array([measure(*both) for both in zip(x, y, strict=True)])
        biased = np.array([measure(*both, unbiased=False) for both in zip(x, y, strict=True)])
        law = law_mmd_squared(gap, deviation, bandwidth)
        # Each sample's pairs with itself add 1 - E k over its number of rows.
        surplus = (1 - mean_kernel(0, 2, bandwidth)) / 30
        surplus += (1 - mean_kernel(0, 2 * deviation**2, bandwidth)) / 20
        assert abs(unbiased.mean() - law) < 4 * unbiased.std() / math.sqrt(runs)
        assert abs(biased.mean() - law - surplus) < 4 * biased.std() / math.sqrt(runs)

    def test_in_several_dimensions_too(self, rng):
        first, second = np.array([[2, 0.5], [0.5, 1]]), np.array([[1, -0.3], [-0.3, 0.5]])
        gap, bandwidth = np.array([0.5, -1]), 1.5

        def mean_of(gap, covariance):
            whole = np.eye(2) + covariance / bandwidth**2
            distance = gap @ np.linalg.inv(covariance + bandwidth**2 * np.eye(2)) @ gap
            return np.linalg.det(whole) ** -0.5 * math.exp(-distance / 2)

        law = mean_of(0 * gap, 2 * first) + mean_of(0 * gap, 2 * second)
        law -= 2 * mean_of(gap, first + second)
        x = rng.multivariate_normal([0, 0], first, 2000)
        y = rng.multivariate_normal(gap, second, 2000)
        found = kernels.mmd_estimate(x, y, bandwidth=bandwidth)
        assert abs(found.value - law) < 4 * found.standard_error

    def test_the_cubic_kernel_follows_its_closed_form(self, rng):
        d, runs = 8, 200
        shift = np.full(d, 0.4)
        a = float(shift @ shift)
        xx, xy = 1 + 3 / d, 1 + 3 * (d + a) / d**2
        yy = 1 + 3 * a / d + 3 * (d + 2 * a + a**2) / d**2
        yy += (a**3 + 6 * a**2 + (3 * d + 6) * a) / d**3
        found = [
            kernels.mmd_squared(x, y + shift, kernel=kernels.polynomial)
            for x, y in rng.normal(size=(runs, 2, 40, d))
        ]
        assert abs(np.mean(found) - (xx + yy - 2 * xy)) < 4 * np.std(found) / math.sqrt(runs)

    def test_of_equal_laws_it_is_negative_in_more_than_half_of_the_runs(self, rng):
        samples = rng.normal(size=(300, 2, 40, 1))
        found = np.array([kernels.mmd_squared(x, y, bandwidth=1.0) for x, y in samples])
        assert abs(found.mean()) < 4 * found.std() / math.sqrt(len(found))
        assert abs(np.mean(found < 0) - 0.64) < 4 * math.sqrt(0.64 * 0.36 / len(found))

    @every_kernel
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("unbiased", [True, False])
    def test_matches_the_double_sums(self, name, dtype, unbiased, rng):
        x, y = (rng.normal(size=(count, 2)).astype(dtype) for count in (7, 5))
        expected = slow_mmd_squared(name, x, y, unbiased=unbiased)
        scale = np.abs(slow(name, x, x)).max()
        found = kernels.mmd_squared(x, y, kernel=KERNELS[name], unbiased=unbiased)
        assert found.dtype == dtype
        assert_allclose(found, expected, atol=scale * tolerance(dtype, 10))
        tensors = as_numpy(
            lambda x, y: kernels.mmd_squared(x, y, kernel=KERNELS[name], unbiased=unbiased), x, y
        )
        assert tensors.dtype == dtype
        assert_allclose(tensors, expected, atol=scale * tolerance(dtype, 10))

    @pytest.mark.parametrize("name", ["gaussian", "three gaussians"])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_tiles_join_to_the_whole(self, name, dtype, every_way, rng):
        x, y = (rng.normal(size=(count, 2)).astype(dtype) for count in (29, 19))
        expected = slow_mmd_squared(name, x, y)
        found = kernels.mmd_squared(x, y, kernel=KERNELS[name])
        assert_allclose(found, expected, atol=tolerance(dtype, 10))
        found = kernels.mmd_squared(x, y, kernel=KERNELS[name], unbiased=False)
        expected = slow_mmd_squared(name, x, y, unbiased=False)
        assert_allclose(found, expected, atol=tolerance(dtype, 10))

    @pytest.mark.parametrize("name", ["laplacian", "polynomial"])
    def test_tiles_of_any_kernel_join_to_the_whole(self, name, small_tiles, rng):
        x, y = (rng.normal(size=(count, 2)) for count in (19, 13))
        found = kernels.mmd_squared(x, y, kernel=KERNELS[name])
        assert_allclose(found, slow_mmd_squared(name, x, y), atol=1e-12)

    def test_full_tiles_agree_with_one_matrix(self, rng):
        x, y = rng.normal(size=(2100, 3)), rng.normal(size=(1500, 3)) + 0.2
        xx, yy, xy = (kernels.gaussian(*both, bandwidth=1.0) for both in ((x, x), (y, y), (x, y)))
        expected = (xx.sum() - 2100) / (2100 * 2099) + (yy.sum() - 1500) / (1500 * 1499)
        expected -= 2 * xy.mean()
        assert kernels.mmd_squared(x, y, bandwidth=1.0) == pytest.approx(expected, abs=1e-12)
        found = kernels.mmd_squared(*(v.astype("float32") for v in (x, y)), bandwidth=1.0)
        assert found == pytest.approx(expected, abs=1e-6)

    @settings(max_examples=25, deadline=None)
    @given(cloud=clouds(least=2), seed=st.integers(0, 100), shift=st.integers(-8, 8))
    def test_ignores_order_sides_and_shifts(self, cloud, seed, shift):
        x, y = cloud
        rng = np.random.default_rng(seed)
        for unbiased in (True, False):
            found = functools.partial(kernels.mmd_squared, bandwidth=0.9, unbiased=unbiased)
            value = pytest.approx(found(x, y), abs=1e-12)
            assert found(y, x) == value
            assert found(rng.permutation(x), rng.permutation(y)) == value
            assert found(x + shift, y + shift) == value

    @settings(max_examples=25, deadline=None)
    @given(cloud=clouds(least=2), scale=st.floats(0.1, 10))
    def test_does_not_depend_on_units_and_is_never_negative_biased(self, cloud, scale):
        x, y = cloud
        found = kernels.mmd_squared(x, y, bandwidth=0.8)
        assert kernels.mmd_squared(scale * x, scale * y, bandwidth=scale * 0.8) == pytest.approx(
            found, abs=1e-12
        )
        assert kernels.mmd_squared(x, y, bandwidth=0.8, unbiased=False) >= -1e-15
        assert abs(kernels.mmd_squared(x, x, bandwidth=0.8, unbiased=False)) <= 1e-15

    @settings(max_examples=25, deadline=None)
    @given(cloud=clouds(least=2), origin=st.integers(-3, 3))
    def test_with_the_distance_induced_kernel_it_is_half_the_energy_distance(self, cloud, origin):
        x, y = cloud
        induced = functools.partial(
            kernels.distance_induced, origin=np.full(x.shape[1], float(origin))
        )
        for unbiased in (True, False):
            found = kernels.mmd_squared(x, y, kernel=induced, unbiased=unbiased)
            energy = distances.energy(x, y, unbiased=unbiased)
            assert found == pytest.approx(energy / 2, abs=1e-12)

    @pytest.mark.parametrize("offset", [0, 1000])
    def test_float32_holds_far_from_the_origin(self, offset, every_way, rng):
        x, y = ((rng.normal(size=(40, 5)) + offset + g).astype("float32") for g in (0, 0.5))
        exact = kernels.mmd_squared(*(v.astype("float64") for v in (x, y)), bandwidth=2.0)
        assert kernels.mmd_squared(x, y, bandwidth=2.0) == pytest.approx(exact, abs=1e-6)

    @pytest.mark.parametrize("offset", [1.0, 1000.0])
    def test_narrow_clusters_far_apart_keep_their_digits(self, offset, small_tiles, rng):
        where = np.where(np.arange(40) < 20, -offset, offset)[:, None]
        x, y = ((0.003 * rng.normal(size=(40, 2)) + where).astype("float32") for _ in "xy")
        exact = kernels.mmd_squared(*(v.astype("float64") for v in (x, y)), bandwidth=0.003)
        assert kernels.mmd_squared(x, y, bandwidth=0.003) == pytest.approx(exact, abs=2e-6)

    def test_without_a_bandwidth_it_takes_the_median(self, rng):
        x, y = rng.normal(size=(2, 15, 2))
        median = kernels.median_bandwidth(x, y)
        expected = pytest.approx(kernels.mmd_squared(x, y, bandwidth=median), rel=1e-12)
        assert kernels.mmd_squared(x, y) == expected
        assert kernels.mmd_squared(x, y, kernel=kernels.gaussian) == expected
        assert as_numpy(kernels.mmd_squared, x, y) == expected

    def test_a_bandwidth_goes_to_the_kernel(self, rng):
        x, y = rng.normal(size=(2, 15, 2))
        bound = functools.partial(kernels.laplacian, bandwidth=[1.0, 3.0])
        together = kernels.mmd_squared(x, y, kernel=kernels.laplacian, bandwidth=[1.0, 3.0])
        assert together == kernels.mmd_squared(x, y, kernel=bound)

    def test_a_kernel_of_ones_own(self, rng):
        x, y = rng.normal(size=(2, 15, 2))
        found = kernels.mmd_squared(x, y, kernel=lambda a, b: a @ b.T, unbiased=False)
        gap = x.mean(axis=0) - y.mean(axis=0)
        assert found == pytest.approx(gap @ gap, rel=1e-10)

    @pytest.mark.parametrize("unbiased", [True, False])
    @pytest.mark.parametrize("name", ["gaussian", "laplacian", "polynomial", "distance induced"])
    def test_gradients_are_the_slopes(self, name, unbiased, rng):
        x, y = rng.normal(size=(4, 2)), rng.normal(size=(5, 2))
        x[1] = x[0]  # equal rows, where roots have no slope

        def measure(x):
            return kernels.mmd_squared(x, y, kernel=KERNELS[name], unbiased=unbiased)

        smooth = slice(2, None) if name in ("laplacian", "distance induced") else slice(None)
        found, expected = backend.input_gradient(measure, x), gradient_by_differences(measure, x)
        assert np.isfinite(found).all()
        assert_allclose(found[smooth], expected[smooth], rtol=1e-5, atol=1e-8)

    @pytest.mark.parametrize("bandwidth", [100.0, 1e4])
    def test_float32_keeps_its_digits_where_all_values_are_near_one(self, bandwidth, rng):
        x, y = (rng.normal(size=(300, 2)).astype("float32") + np.float32(gap) for gap in (0, 1))
        exact = kernels.mmd_estimate(*(v.astype("float64") for v in (x, y)), bandwidth=bandwidth)
        found = kernels.mmd_estimate(x, y, bandwidth=bandwidth)
        assert found.value == pytest.approx(exact.value, rel=1e-6)
        assert found.standard_error == pytest.approx(exact.standard_error, rel=1e-4)
        assert kernels.mmd_squared(x, y, bandwidth=bandwidth) == np.float32(found.value)

    def test_at_the_median_bandwidth_single_precision_is_enough(self, rng):
        x = rng.normal(size=(300, 64)).astype("float32")
        width = kernels.median_bandwidth(x)
        own = choice.pairs(functools.partial(kernels.gaussian, bandwidth=width), x)
        assert own.x.dtype == own.shares.dtype == "float32"

    def test_what_single_precision_cannot_hold_is_refused(self):
        x, y = np.zeros((4, 1), "float32"), np.full((4, 1), 1e10, "float32")
        with pytest.raises(ValueError, match="MMD² is too large for float32: divide"):
            kernels.mmd_squared(x, y, kernel=kernels.polynomial)

    def test_a_bandwidth_can_be_learned(self, rng):
        x, y = rng.normal(size=(2, 6, 2))
        measure = functools.partial(kernels.mmd_squared, x, y)
        slope = backend.input_gradient(
            lambda width: measure(bandwidth=width), ops.convert_to_tensor(np.array(0.7))
        )
        expected = (measure(bandwidth=0.7001) - measure(bandwidth=0.6999)) / 0.0002
        assert float(slope) == pytest.approx(expected, rel=1e-5)

    def test_works_inside_a_compiled_step_of_any_batch_size(self, rng):
        compiled = backend.compiled(lambda x, y: kernels.mmd_squared(x, y))
        for count in (4, 6, 9):
            x, y = rng.normal(size=(2, count, 2))
            assert as_numpy(compiled, x, y) == pytest.approx(kernels.mmd_squared(x, y), abs=1e-12)


class TestMmdEstimate:
    def test_value_is_the_unbiased_one(self, every_way, rng):
        x, y = rng.normal(size=(21, 3)), rng.normal(size=(13, 3))
        for name in ("gaussian", "laplacian"):
            found = kernels.mmd_estimate(x, y, kernel=KERNELS[name])
            expected = kernels.mmd_squared(x, y, kernel=KERNELS[name])
            assert found.value == pytest.approx(expected, abs=1e-14)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_sums_match_the_whole_matrix(self, dtype, every_way, rng):
        x, y = (rng.normal(size=(count, 2)).astype(dtype) for count in (21, 13))
        kernel = functools.partial(kernels.gaussian, bandwidth=1.3)
        within, across = slow("gaussian", x, x) - np.eye(21), slow("gaussian", x, y)
        for found, gram in (
            (sums.within(choice.pairs(kernel, x)), within),
            (sums.across(choice.pairs(kernel, x, y)), across),
        ):
            assert_allclose(found.rows, gram.sum(axis=1), rtol=tolerance(dtype))
            assert_allclose(found.columns, gram.sum(axis=0), rtol=tolerance(dtype))
            assert found.squares == pytest.approx((gram**2).sum(), rel=tolerance(dtype))

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("large", [0, math.inf], ids=["compiled", "NumPy"])
    def test_sums_of_a_polynomial_match_the_whole_matrix(self, large, dtype, monkeypatch, rng):
        monkeypatch.setattr(polynomial_pairs, "LARGE", large)
        monkeypatch.setattr(polynomial_pairs, "TILE", 8)
        x, y = (rng.normal(size=(count, 5)).astype(dtype) for count in (21, 13))
        kernel = functools.partial(kernels.polynomial, degree=3, offset=0.5)
        within, across = (kernel(x, other).astype("float64") for other in (x, y))
        np.fill_diagonal(within, 0)
        for pairs_of, gram in (
            (choice.pairs(kernel, x), within),
            (choice.pairs(kernel, x, y), across),
        ):
            found = (sums.within if pairs_of.within else sums.across)(pairs_of)
            assert_allclose(found.rows, gram.sum(axis=1), rtol=10 * tolerance(dtype))
            assert_allclose(found.columns, gram.sum(axis=0), rtol=10 * tolerance(dtype))
            assert found.squares == pytest.approx((gram**2).sum(), rel=10 * tolerance(dtype))
            assert sums.total(pairs_of) == pytest.approx(gram.sum(), rel=10 * tolerance(dtype))

    def test_a_compiled_polynomial_takes_samples_of_another_size(self, monkeypatch, rng):
        monkeypatch.setattr(polynomial_pairs, "LARGE", 0)
        for count in (21, 13, 34):
            x = rng.normal(size=(count, 5))
            gram = kernels.polynomial(x, x)
            found = sums.within(choice.pairs(kernels.polynomial, x))
            assert_allclose(found.rows, gram.sum(axis=1) - np.diag(gram), rtol=1e-12)

    @pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
    @pytest.mark.parametrize("large", [0, math.inf], ids=["compiled", "NumPy"])
    @pytest.mark.parametrize(("length", "said"), [(1e80, "too large"), (1e40, "Divide both")])
    def test_powers_that_no_number_holds_are_refused(self, length, said, large, monkeypatch):
        monkeypatch.setattr(polynomial_pairs, "LARGE", large)
        x, y = np.full((6, 2), length), np.ones((6, 2))
        with pytest.raises(ValueError, match=said):
            kernels.mmd_estimate(x, y, kernel=kernels.polynomial)

    def test_full_tiles_agree_with_one_matrix(self, rng):
        x = rng.normal(size=(1500, 2)).astype("float32")
        found = sums.within(choice.pairs(KERNELS["gaussian"], x))
        whole = KERNELS["gaussian"](x, x).astype("float64") - np.eye(1500)
        assert_allclose(found.rows, whole.sum(axis=1), rtol=1e-5)
        assert found.squares == pytest.approx((whole**2).sum(), rel=1e-5)

    def test_moments_match_the_sums_over_different_samples(self, rng):
        """E over pairs, triples and quadruples of distinct rows, one at a time."""
        x, y = rng.normal(size=(6, 2)), rng.normal(size=(5, 2)) + 1
        kernel = KERNELS["gaussian"]
        k, c = kernel(x, x), kernel(x, y)
        two, three, four = (list(itertools.permutations(range(6), size)) for size in (2, 3, 4))
        two_of_five = list(itertools.permutations(range(5), 2))
        own = np.mean([k[a, b] ** 2 for a, b in two])
        own -= 2 * np.mean([k[a, b] * k[a, d] for a, b, d in three])
        own += np.mean([k[a, b] * k[d, e] for a, b, d, e in four])
        cross = (c**2).mean()
        cross -= np.mean([c[a, b] * c[a, e] for a in range(6) for b, e in two_of_five])
        cross -= np.mean([c[a, b] * c[d, b] for a, d in two for b in range(5)])
        cross += np.mean([c[a, b] * c[d, e] for a, d in two for b, e in two_of_five])
        xx, xy = sums.within(choice.pairs(kernel, x)), sums.across(choice.pairs(kernel, x, y))
        assert variance._within(xx) == pytest.approx(own, rel=1e-9)
        assert variance._across(xy) == pytest.approx(cross, rel=1e-9)

    @pytest.mark.parametrize(("m", "n"), [(4, 4), (5, 4)])
    def test_over_all_samples_of_two_coins_it_is_the_variance_exactly(self, m, n):
        kernel = KERNELS["gaussian"]
        values, estimated = [], []
        for heads in itertools.product((0.0, 1.0), repeat=m + n):
            x, y = np.array(heads[:m])[:, None], 0.4 + 1.7 * np.array(heads[m:])[:, None]
            xx, yy = sums.within(choice.pairs(kernel, x)), sums.within(choice.pairs(kernel, y))
            xy = sums.across(choice.pairs(kernel, x, y))
            values.append(kernels.mmd_estimate(x, y, kernel=kernel).value)
            estimated.append(sum(variance.orders(xx, yy, xy)))
        assert np.mean(estimated) == pytest.approx(np.var(values), rel=1e-9)

    @pytest.mark.parametrize(("m", "n", "gap"), [(12, 12, 1.5), (8, 20, 1.0), (60, 40, 2.0)])
    def test_its_square_is_on_average_the_variance(self, m, n, gap, rng):
        runs = 400
        found = [
            kernels.mmd_estimate(x, y + gap, bandwidth=1.0)
            for x, y in ((rng.normal(size=(m, 1)), rng.normal(size=(n, 1))) for _ in range(runs))
        ]
        values = np.array([estimate.value for estimate in found])
        squares = np.array([estimate.standard_error**2 for estimate in found])
        deviations = (values - values.mean()) ** 2
        error = math.hypot(squares.std(), deviations.std()) / math.sqrt(runs)
        assert abs(squares.mean() - deviations.mean()) < 4 * error

    def test_under_equal_laws_it_is_neither_zero_nor_too_small(self, rng):
        samples = rng.normal(size=(200, 2, 40, 1))
        found = [kernels.mmd_estimate(x, y, bandwidth=1.0) for x, y in samples]
        spread = np.std([estimate.value for estimate in found])
        errors = np.array([estimate.standard_error for estimate in found])
        assert errors.min() > spread / 2
        assert np.mean(errors**2) > spread**2

    def test_it_shrinks_like_one_over_the_root_of_the_rows(self, rng):
        x, y = rng.normal(size=(2, 1600, 2))
        y = y + 1
        few, many = (
            kernels.mmd_estimate(x[:n], y[:n], bandwidth=1.0).standard_error for n in (400, 1600)
        )
        assert few / many == pytest.approx(2, rel=0.15)

    def test_a_learned_bandwidth_can_be_measured_with(self, rng):
        x, y = rng.normal(size=(2, 20, 2))
        for kernel in (kernels.gaussian, kernels.laplacian):
            found, expected = (
                kernels.mmd_estimate(x, y, kernel=kernel, bandwidth=bandwidth)
                for bandwidth in (backend.keras.Variable(0.5), 0.5)
            )
            assert found.value == pytest.approx(expected.value, abs=1e-12)
            assert found.standard_error == pytest.approx(expected.standard_error, rel=1e-9)

    def test_points_have_no_spread(self):
        found = kernels.mmd_estimate(np.zeros((5, 1)), np.ones((4, 1)), bandwidth=1.0)
        assert found.value == pytest.approx(2 - 2 * math.exp(-0.5))
        assert found.standard_error == pytest.approx(0, abs=1e-7)

    def coverage(self, count, width, gap, bandwidth):
        """Share of 200 runs in which the interval holds the MMD² of two shifted normal laws."""
        rng = np.random.default_rng(0)
        shift = np.full(width, gap / math.sqrt(width))
        share = (bandwidth**2 / (bandwidth**2 + 2)) ** (width / 2)
        law = 2 * share * (1 - math.exp(-(gap**2) / (2 * (bandwidth**2 + 2))))
        covered = 0
        for _ in range(200):
            x, y = rng.normal(size=(2, count, width))
            low, high = kernels.mmd_estimate(x, y + shift, bandwidth=bandwidth).interval()
            covered += low <= law <= high
        return covered / 200

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("count", "width", "gap", "bandwidth"), [(200, 1, 1, 1), (100, 2, 3, 0.5), (200, 8, 2, 3)]
    )
    def test_intervals_cover_the_law_in_their_share_of_runs(self, count, width, gap, bandwidth):
        assert 0.90 <= self.coverage(count, width, gap, bandwidth) <= 0.99

    @pytest.mark.slow
    def test_intervals_cover_too_seldom_where_the_laws_differ_little(self):
        """What the docstring warns of, with its numbers; four deviations of 200 runs either way."""
        assert self.coverage(100, 1, 0.3, 1) == pytest.approx(0.80, abs=0.11)
        assert self.coverage(100, 1, 0, 1) >= 0.98


class TestMmdLinear:
    def test_by_hand(self):
        x, y = np.array([[0.0], [1.0], [2.0], [4.0]]), np.array([[1.0], [3.0], [2.0], [2.0], [9.0]])

        def product(a, b):
            return a @ b.T

        # Two terms, (x - y)(x' - y'): (0 - 1)(1 - 3) = 2 and (2 - 2)(4 - 2) = 0.
        found = kernels.mmd_linear(x, y, kernel=product)
        assert (found.value, found.standard_error) == (1, 1)

    @every_kernel
    def test_matches_its_sum(self, name, rng):
        x, y = rng.normal(size=(91, 2)), rng.normal(size=(70, 2))
        k = functools.partial(slow, name)
        xx, yy, xy = k(x[:70], x[:70]), k(y, y), k(x[:70], y)
        even, odd = np.arange(0, 70, 2), np.arange(1, 70, 2)
        terms = xx[even, odd] + yy[even, odd] - xy[even, odd] - xy[odd, even]
        found = kernels.mmd_linear(x, y, kernel=KERNELS[name])
        assert found.value == pytest.approx(terms.mean(), rel=1e-10)
        assert found.standard_error == pytest.approx(terms.std(ddof=1) / math.sqrt(35), rel=1e-10)

    @pytest.mark.parametrize("offset", [0, 1000])
    def test_float32_keeps_its_digits_under_a_polynomial(self, offset, rng):
        x, y = (rng.normal(size=(2, 200, 2)) + offset).astype("float32")
        wide = (sample.astype("float64") for sample in (x, y))
        expected = kernels.mmd_linear(*wide, kernel=kernels.polynomial)
        found = kernels.mmd_linear(x, y, kernel=kernels.polynomial)
        assert found.value == pytest.approx(expected.value, rel=1e-9)

    def test_agrees_with_the_law(self, rng):
        x, y = rng.normal(size=(2, 40_000, 1))
        found = kernels.mmd_linear(x, y + 1, bandwidth=1.0)
        assert abs(found.value - law_mmd_squared()) < 4 * found.standard_error


class TestWitness:
    def test_two_normal_laws_have_a_closed_form(self, rng):
        points = np.linspace(-3, 4, 9)[:, None]
        x, y = rng.normal(size=(2, 4000, 1))
        law = [mean_kernel(p, 1, 1.0) - mean_kernel(p - 1, 1, 1.0) for p in points[:, 0]]
        # A mean of 4,000 values between 0 and 1 is off by at most 0.5/√4000, one deviation.
        error = 4 * math.sqrt(2) * 0.5 / math.sqrt(4000)
        assert_allclose(kernels.witness(points, x, y + 1, bandwidth=1.0), law, atol=error)

    @every_kernel
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_matches_the_plain_means(self, name, dtype, rng):
        points, x, y = (rng.normal(size=(count, 2)).astype(dtype) for count in (6, 7, 5))
        expected = slow(name, points, x).mean(axis=1) - slow(name, points, y).mean(axis=1)
        found = kernels.witness(points, x, y, kernel=KERNELS[name])
        assert found.dtype == dtype
        scale = tolerance(dtype, 10) * max(1, np.abs(slow(name, points, x)).max())
        assert_allclose(found, expected, atol=scale)
        tensors = as_numpy(
            lambda *all_three: kernels.witness(*all_three, kernel=KERNELS[name]), points, x, y
        )
        assert_allclose(tensors, expected, atol=scale)

    def test_tiles_join_to_the_whole(self, every_way, rng):
        points, x, y = (rng.normal(size=(count, 2)) for count in (21, 13, 9))
        expected = slow("gaussian", points, x).mean(axis=1)
        expected -= slow("gaussian", points, y).mean(axis=1)
        assert_allclose(kernels.witness(points, x, y, bandwidth=1.3), expected, atol=1e-13)

    def test_its_means_differ_by_the_biased_mmd(self, rng):
        x, y = rng.normal(size=(12, 2)), rng.normal(size=(9, 2)) + 0.5
        at_x, at_y = (kernels.witness(cloud, x, y, bandwidth=1.0).mean() for cloud in (x, y))
        expected = kernels.mmd_squared(x, y, bandwidth=1.0, unbiased=False)
        assert at_x - at_y == pytest.approx(expected, abs=1e-14)

    def test_is_positive_where_x_is_denser(self):
        found = kernels.witness([[0.0], [5.0]], [[0.0], [0.1]], [[5.0], [5.1]], bandwidth=1.0)
        assert found[0] > 0 > found[1]


class TestTwoSampleTest:
    def test_statistic_is_the_unbiased_mmd(self, every_way, rng):
        x, y = rng.normal(size=(21, 2)), rng.normal(size=(13, 2))
        for name in ("gaussian", "laplacian"):
            found = kernels.two_sample_test(x, y, kernel=KERNELS[name], permutations=9)
            expected = kernels.mmd_squared(x, y, kernel=KERNELS[name])
            assert found.statistic == pytest.approx(expected, abs=1e-14)

    def test_statistic_is_that_of_full_tiles(self, rng):
        x, y = rng.normal(size=(1400, 2)), rng.normal(size=(150, 2))  # x alone fills more than one
        found = kernels.two_sample_test(x, y, bandwidth=1.0, permutations=1)
        expected = kernels.mmd_squared(x, y, bandwidth=1.0)
        assert found.statistic == pytest.approx(expected, abs=1e-12)

    def test_the_null_holds_what_relabelling_gives_each_as_often(self, rng):
        pooled = rng.normal(size=(7, 2))
        everything = {}
        for chosen in itertools.combinations(range(7), 3):
            rest = [row for row in range(7) if row not in chosen]
            value = kernels.mmd_squared(pooled[list(chosen)], pooled[rest], bandwidth=1.0)
            everything[chosen] = value
        worlds = np.array(list(everything.values()))
        null = kernels.two_sample_test(
            pooled[:3], pooled[3:], bandwidth=1.0, permutations=7000
        ).null
        gaps = np.abs(null[:, None] - worlds)
        assert gaps.min(axis=1).max() < 1e-13
        counts = np.bincount(gaps.argmin(axis=1), minlength=35)
        # 200 of each are expected; χ² with 34 degrees of freedom exceeds 74 once in 10,000.
        assert ((counts - 200) ** 2 / 200).sum() < 74

    def test_p_value_counts_itself(self, rng):
        x, y = rng.normal(size=(8, 2)), rng.normal(size=(8, 2)) + 100
        found = kernels.two_sample_test(x, y, bandwidth=1.0, permutations=99)
        as_large = np.sum(found.null >= found.statistic * (1 - 1e-9))
        assert found.p_value == (1 + as_large) / 100
        assert found.p_value >= 0.01
        assert found.p_value <= 0.03  # only the same split, or its mirror image, is as large

    def test_a_split_that_changes_nothing_ties(self):
        x = np.zeros((4, 1))
        assert kernels.two_sample_test(x, x, bandwidth=1.0, permutations=19).p_value == 1

    @pytest.mark.parametrize("offset", [0.1, 0.7, 10.7])
    def test_rounding_breaks_no_tie(self, offset):
        x = np.full((7, 3), offset)
        assert kernels.two_sample_test(x, x, kernel=kernels.polynomial).p_value == 1
        gram = np.full((14, 14), offset)
        assert kernels.two_sample_test_from_gram(gram, 7).p_value == 1

    @pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
    def test_a_matrix_of_numpy_is_a_gram_matrix_too(self, rng):
        x = rng.normal(size=(12, 2))
        gram = kernels.gaussian(x, x, bandwidth=1.0)
        found = kernels.two_sample_test_from_gram(np.asmatrix(gram), 6, permutations=9)
        assert found == kernels.two_sample_test_from_gram(gram, 6, permutations=9)

    def test_many_relabellings_take_no_memory_of_their_own(self, rng):
        import tracemalloc

        x, y = rng.normal(size=(2, 300, 2))
        tracemalloc.start()
        kernels.two_sample_test(x, y, bandwidth=1.0, permutations=19_999)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4 * 600 * 20_000  # The labels, a byte each, twice; no number for each.

    def test_a_gram_matrix_tells_the_same(self, rng):
        x, y = rng.normal(size=(21, 2)), rng.normal(size=(13, 2)) + 0.4
        pooled = np.concatenate([x, y])
        gram = kernels.gaussian(pooled, pooled, bandwidth=1.0)
        direct = kernels.two_sample_test(x, y, bandwidth=1.0, permutations=50, seed=3)
        found = kernels.two_sample_test_from_gram(gram, 21, permutations=50, seed=3)
        assert_allclose(found.null, direct.null, atol=1e-14)
        assert found.p_value == direct.p_value

    def test_a_seed_gives_one_null(self, rng):
        x, y = rng.normal(size=(2, 10, 2))
        null = [
            kernels.two_sample_test(x, y, bandwidth=1.0, permutations=20, seed=seed).null
            for seed in (0, 0, 1)
        ]
        assert_array_equal(null[0], null[1])
        assert not np.array_equal(null[1], null[2])

    def test_tensors_are_measured_like_arrays(self, rng):
        x, y = rng.normal(size=(2, 10, 2))
        test = functools.partial(kernels.two_sample_test, bandwidth=1.0, permutations=20)
        assert test(*map(ops.convert_to_tensor, (x, y))) == test(x, y)

    def test_equal_laws_give_even_p_values(self):
        found = self.p_values(runs=60, permutations=39, gap=0.0)
        # The mean of 60 even numbers on [0, 1] has deviation 1/√720.
        assert abs(found.mean() - 0.5) < 4 / math.sqrt(720) + 1 / 40
        assert np.mean(found <= 0.05) <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / 60)

    def test_different_laws_are_told_apart(self):
        assert np.mean(self.p_values(runs=20, permutations=39, gap=1.5) <= 0.05) == 1

    @pytest.mark.slow
    def test_five_percent_means_five_percent(self):
        share = np.mean(self.p_values(runs=200, permutations=199, gap=0.0) <= 0.05)
        assert 0.02 <= share <= 0.09

    @staticmethod
    def p_values(runs, permutations, gap):
        samples = np.random.default_rng(0).normal(size=(runs, 2, 30, 2))
        return np.array(
            [
                kernels.two_sample_test(
                    x, y + gap, bandwidth=1.0, permutations=permutations, seed=seed
                ).p_value
                for seed, (x, y) in enumerate(samples)
            ]
        )


class TestSelectBandwidth:
    @pytest.fixture
    def stripes(self, rng):
        """One law on a broad line, the other on the same line cut into fine stripes."""
        x, y = rng.uniform(0, 10, size=(2, 400, 1))
        return x, np.round(y * 2) / 2 + 0.05 * rng.normal(size=y.shape)

    def test_finds_the_scale_on_which_the_laws_differ(self, stripes):
        candidates = [0.01, 0.1, 1.0, 10.0]
        found = kernels.select_bandwidth(*stripes, candidates)
        assert found.bandwidth == 0.1
        assert found.ratios.argmax() == 1
        p_values = [
            kernels.two_sample_test(found.x, found.y, bandwidth=b, permutations=199).p_value
            for b in (found.bandwidth, kernels.median_bandwidth(*stripes))
        ]
        assert p_values[0] <= 0.01 < 0.05 < p_values[1]

    def test_ratios_are_of_rows_that_are_not_handed_back(self, stripes):
        x, y = stripes
        found = kernels.select_bandwidth(x, y, [0.3, 1.0], seed=5)
        seen_x, seen_y = self.seen(x, y, found)
        assert [len(seen_x), len(seen_y), len(found.x), len(found.y)] == [200] * 4
        for ratio, bandwidth in zip(found.ratios, (0.3, 1.0), strict=True):
            again = kernels.mmd_estimate(seen_x, seen_y, bandwidth=bandwidth)
            assert ratio == pytest.approx(again.value / again.standard_error, rel=1e-9)

    def test_a_bandwidth_that_sees_nobody_is_never_chosen(self, rng):
        x, y = rng.normal(size=(2, 40, 2))
        found = kernels.select_bandwidth(x, y + 1, [1e-12, 1.0])
        assert found.ratios[0] == 0
        assert found.bandwidth == 1

    @pytest.mark.slow
    def test_the_other_half_keeps_the_level(self):
        rejected, cheated = 0, 0
        for seed in range(200):
            x, y = np.random.default_rng(seed).normal(size=(2, 60, 1))
            found = kernels.select_bandwidth(x, y, np.geomspace(0.02, 5, 12), seed=seed)
            test = functools.partial(
                kernels.two_sample_test, bandwidth=found.bandwidth, permutations=199, seed=seed
            )
            rejected += test(found.x, found.y).p_value <= 0.05
            cheated += test(*self.seen(x, y, found)).p_value <= 0.05
        assert 0.02 <= rejected / 200 <= 0.09
        assert cheated / 200 > 0.12  # the trap of the docstring is real

    @staticmethod
    def seen(x, y, found):
        return (
            whole[~np.isin(whole, left)][:, None] for whole, left in ((x, found.x), (y, found.y))
        )


class TestMemory:
    """Peaks as NumPy's allocations tell them; the compiled tiles are counted in the benchmark."""

    @pytest.mark.parametrize(
        "function",
        [
            kernels.mmd_squared,
            kernels.mmd_estimate,
            functools.partial(kernels.two_sample_test, permutations=19),
            lambda x, y, bandwidth: kernels.witness(x, x, y, bandwidth=bandwidth),
        ],
        ids=["mmd_squared", "mmd_estimate", "two_sample_test", "witness"],
    )
    def test_nothing_holds_the_whole_matrix(self, function, rng):
        import tracemalloc

        x, y = rng.normal(size=(2, 4000, 4)).astype("float32")
        function(x[:1500], y, bandwidth=1.0)  # What is compiled and kept is not counted.
        tracemalloc.start()
        function(x, y, bandwidth=1.0)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 0.6 * 4 * len(x) * len(y)


class TestSingleThreaded:
    """NumPy's own threads rest while several tiles are computed at a time, and only then."""

    @staticmethod
    def threads():
        blas = threadpoolctl.ThreadpoolController().select(user_api="blas")
        return [library["num_threads"] for library in blas.info()]

    def test_threads_come_back_whatever_happens(self):
        before, during = self.threads(), []

        def fails():
            with sums.single_threaded():
                during.extend(self.threads())
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fails()
        assert set(during) == {1}
        assert self.threads() == before

    def test_threads_come_back_to_callers_who_overlap(self, small_tiles, rng):
        before = self.threads()
        clouds = rng.normal(size=(8, 2, 40, 2))
        measure = functools.partial(kernels.mmd_squared, bandwidth=1.0)
        with concurrent.futures.ThreadPoolExecutor(4) as callers:
            found = list(callers.map(lambda both: measure(*both), clouds))
        assert found == [measure(*both) for both in clouds]
        assert self.threads() == before
