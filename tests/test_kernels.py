"""Kernels are checked against closed forms, brute force, their own laws, and at the edges."""

import functools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics.pairwise import rbf_kernel

from ganbook import backend, distances, kernels
from ganbook.backend import ops

KERNELS = {
    "gaussian": functools.partial(kernels.gaussian, bandwidth=1.3),
    "three gaussians": functools.partial(kernels.gaussian, bandwidth=[0.5, 1.0, 4.0]),
    "laplacian": functools.partial(kernels.laplacian, bandwidth=2.0),
    "rational quadratic": functools.partial(kernels.rational_quadratic, bandwidth=0.7, tail=0.5),
    "polynomial": kernels.polynomial,
    "quartic": functools.partial(kernels.polynomial, degree=4, scale=0.5, offset=2),
    "distance induced": kernels.distance_induced,
}
every_kernel = pytest.mark.parametrize("name", KERNELS)


def textbook(name: str, x: np.ndarray, y: np.ndarray) -> float:
    """One pair of rows, as the books write it: the oracle."""
    squares, ways, product = sum((x - y) ** 2), sum(abs(x - y)), sum(x * y)
    norm = math.dist(x, 0 * x) + math.dist(y, 0 * y)
    return {
        "gaussian": lambda: math.exp(-squares / (2 * 1.3**2)),
        "three gaussians": lambda: (
            sum(math.exp(-squares / (2 * s**2)) for s in (0.5, 1.0, 4.0)) / 3
        ),
        "laplacian": lambda: math.exp(-ways / 2),
        "rational quadratic": lambda: 1 / math.sqrt(1 + squares / (2 * 0.5 * 0.7**2)),
        "polynomial": lambda: (product / len(x) + 1) ** 3,
        "quartic": lambda: (product * 0.5 + 2) ** 4,
        "distance induced": lambda: (norm - math.dist(x, y)) / 2,
    }[name]()


def slow(name, x, y):
    x, y = x.astype("float64"), y.astype("float64")
    return np.array([[textbook(name, a, b) for b in y] for a in x])


def as_numpy(function, *samples):
    """What a function of tensors says, as NumPy."""
    return ops.convert_to_numpy(function(*map(ops.convert_to_tensor, samples)))


def tolerance(dtype, ulps=100):
    return ulps * float(np.finfo(dtype).eps)


# Numbers on a coarse lattice: hypothesis then finds laws broken, not the last digit of rounding.
coordinates = st.integers(-16, 16).map(lambda k: k / 8)


@st.composite
def clouds(draw, count=2, least=1, most=6):
    width = draw(st.integers(1, 3))
    shapes = [(draw(st.integers(least, most)), width) for _ in range(count)]
    return [draw(arrays("float64", shape, elements=coordinates)) for shape in shapes]


class TestKernels:
    """What all kernels have in common."""

    @every_kernel
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_match_the_textbook(self, name, dtype, rng):
        x, y = (rng.normal(size=(count, 3)).astype(dtype) for count in (6, 4))
        values = KERNELS[name](x, y)
        assert values.dtype == dtype
        scale = np.abs(slow(name, x, y)).max()  # polynomials cancel: digits are lost to the sum
        expected = slow(name, x, y)
        assert_allclose(values, expected, rtol=tolerance(dtype), atol=scale * tolerance(dtype, 4))

    @every_kernel
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_tensors_and_arrays_agree(self, name, dtype, rng):
        x, y = (rng.normal(size=(count, 3)).astype(dtype) for count in (6, 4))
        values = KERNELS[name](x, y)
        assert isinstance(values, np.ndarray)
        assert backend.is_tensor(KERNELS[name](ops.convert_to_tensor(x), y))
        scale = np.abs(values).max()
        assert_allclose(
            as_numpy(KERNELS[name], x, y),
            values,
            rtol=tolerance(dtype),
            atol=scale * tolerance(dtype, 4),
        )

    @every_kernel
    @settings(max_examples=25, deadline=None)
    @given(cloud=clouds())
    def test_are_symmetric_and_positive_semidefinite(self, name, cloud):
        x, y = cloud
        assert_allclose(KERNELS[name](x, y), KERNELS[name](y, x).T, rtol=1e-12, atol=1e-12)
        both = np.concatenate([x, y])
        gram = KERNELS[name](both, both)
        eigenvalues = np.linalg.eigvalsh((gram + gram.T) / 2)
        assert eigenvalues.min() >= -1e-12 * max(1, eigenvalues.max())

    @pytest.mark.parametrize(
        "name", ["gaussian", "three gaussians", "laplacian", "rational quadratic"]
    )
    @settings(max_examples=15, deadline=None)
    @given(cloud=clouds(), shift=coordinates)
    def test_of_differences_ignore_a_common_shift(self, name, cloud, shift):
        x, y = cloud
        assert_allclose(KERNELS[name](x + shift, y + shift), KERNELS[name](x, y), rtol=1e-12)

    @pytest.mark.parametrize(
        "kernel", [kernels.gaussian, kernels.laplacian, kernels.rational_quadratic]
    )
    @settings(max_examples=15, deadline=None)
    @given(cloud=clouds(), scale=st.floats(0.1, 10), bandwidth=st.floats(0.3, 3))
    def test_bandwidth_is_in_the_units_of_the_data(self, kernel, cloud, scale, bandwidth):
        x, y = cloud
        scaled = kernel(scale * x, scale * y, bandwidth=scale * bandwidth)
        assert_allclose(scaled, kernel(x, y, bandwidth=bandwidth), rtol=1e-10, atol=1e-300)

    @pytest.mark.parametrize("name", ["laplacian", "distance induced", "gaussian"])
    def test_slopes_at_equal_samples_are_finite(self, name, rng):
        x = rng.normal(size=(5, 2))
        slope = backend.input_gradient(lambda x: KERNELS[name](x, ops.copy(x)), x)
        assert np.isfinite(slope).all()


class TestGaussian:
    def test_one_bandwidth_away_is_exp_of_minus_a_half(self):
        assert kernels.gaussian([[0.0, 0.0]], [[3.0, 4.0]], bandwidth=5)[0, 0] == pytest.approx(
            math.exp(-0.5), rel=1e-6
        )

    def test_is_scikit_learns_with_gamma_of_one_over_two_bandwidths_squared(self, rng):
        x, y = rng.normal(size=(2, 20, 5))
        assert_allclose(
            kernels.gaussian(x, y, bandwidth=0.8),
            rbf_kernel(x, y, gamma=1 / (2 * 0.8**2)),
            rtol=1e-12,
        )

    @pytest.mark.parametrize("width", [2, 64, 300])
    @pytest.mark.parametrize("offset", [0, 1000])
    def test_of_a_sample_with_itself_is_exactly_one(self, width, offset, rng):
        x = (rng.normal(size=(50, width)) + offset).astype("float32")
        assert_array_equal(np.diag(kernels.gaussian(x, x, bandwidth=1)), 1)
        assert_array_equal(np.diag(as_numpy(lambda x: kernels.gaussian(x, x, bandwidth=1.0), x)), 1)

    @pytest.mark.parametrize("width", [2, 64, 300])
    def test_keeps_its_digits_far_from_the_origin(self, width, rng):
        bandwidth = math.sqrt(width)
        x, y = ((rng.normal(size=(30, width)) + 1000).astype("float32") for _ in "xy")
        squares = ((x.astype("float64")[:, None] - y.astype("float64")) ** 2).sum(axis=2)
        expected = np.exp(-squares / (2 * bandwidth**2))
        assert_allclose(kernels.gaussian(x, y, bandwidth=bandwidth), expected, rtol=1e-5)

    def test_several_bandwidths_are_the_mean_of_their_kernels(self, rng):
        x, y = rng.normal(size=(2, 6, 2))
        alone = [kernels.gaussian(x, y, bandwidth=b) for b in (0.5, 1, 2)]
        assert_allclose(
            kernels.gaussian(x, y, bandwidth=[0.5, 1, 2]), np.mean(alone, axis=0), rtol=1e-14
        )
        for sequence in ((0.5, 1, 2), np.array([0.5, 1, 2])):
            assert_array_equal(
                kernels.gaussian(x, y, bandwidth=sequence),
                kernels.gaussian(x, y, bandwidth=[0.5, 1, 2]),
            )

    def test_a_bandwidth_can_be_learned(self, rng):
        x, y = rng.normal(size=(2, 5, 2))
        value, slope = backend.value_and_grad(
            lambda width: kernels.gaussian(x, y, bandwidth=width), ops.convert_to_tensor(0.9)
        )
        ahead, behind = (kernels.gaussian(x, y, bandwidth=b).sum() for b in (0.9001, 0.8999))
        assert ops.convert_to_numpy(value).shape == (5, 5)
        assert float(slope) == pytest.approx((ahead - behind) / 0.0002, rel=1e-5)

    def test_a_tensor_of_bandwidths_is_the_mean_of_their_kernels_too(self, rng):
        x, widths = rng.normal(size=(5, 2)), [0.5, 1.0, 2.0]
        expected = kernels.gaussian(x, x, bandwidth=widths)
        samples, tensor = ops.convert_to_tensor(x), ops.convert_to_tensor(np.array(widths))
        compiled = backend.compiled(lambda x, widths: kernels.gaussian(x, x, bandwidth=widths))
        for found in (kernels.gaussian(x, x, bandwidth=tensor), compiled(samples, tensor)):
            assert_allclose(ops.convert_to_numpy(found), expected, rtol=1e-6)

    @pytest.mark.parametrize("bandwidth", [1e-10, 1e15])
    def test_extreme_bandwidths_see_nobody_or_everybody(self, bandwidth, rng):
        x = rng.normal(size=(5, 2)).astype("float32")
        everybody = np.ones((5, 5)) if bandwidth > 1 else np.eye(5)
        assert_array_equal(kernels.gaussian(x, x, bandwidth=bandwidth), everybody)


class TestPolynomial:
    def test_the_default_is_the_cubic_of_the_kernel_distance(self):
        x, y = np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([[2.0, 0.0, 1.0, 1.0]])
        assert kernels.polynomial(x, y)[0, 0] == (9 / 4 + 1) ** 3

    @pytest.mark.parametrize("degree", [1, 2, 3, 4, 5, 7])
    def test_every_degree_is_the_plain_power(self, degree, rng):
        x, y = rng.normal(size=(2, 4, 3))
        plain = (2 * x @ y.T + 0.5) ** degree
        found = kernels.polynomial(x, y, degree=degree, scale=2, offset=0.5)
        assert_allclose(found, plain, rtol=1e-12)

    @pytest.mark.parametrize("width", [4, 64])
    def test_means_over_gaussians_have_closed_forms(self, width, rng):
        shift = np.full(width, 0.5)
        a, d = float(shift @ shift), width
        x, y, x_next, y_next = rng.normal(size=(4, 2000, width))
        y, y_next = y + shift, y_next + shift
        laws = [
            (x, x_next, 1 + 3 / d),
            (x, y, 1 + 3 * (d + a) / d**2),
            (
                y,
                y_next,
                1
                + 3 * a / d
                + 3 * (d + 2 * a + a**2) / d**2
                + (a**3 + 6 * a**2 + (3 * d + 6) * a) / d**3,
            ),
        ]
        for left, right, law in laws:
            pairs = np.diagonal(kernels.polynomial(left, right))
            assert abs(pairs.mean() - law) < 4 * pairs.std() / math.sqrt(len(pairs))


class TestRationalQuadratic:
    def test_a_large_tail_is_the_gaussian(self, rng):
        x, y = rng.normal(size=(2, 6, 2))
        gaussian = kernels.gaussian(x, y, bandwidth=1.5)
        # (1 + u/t)^-t = exp(-u + u²/2t - …): at t = 1e6 the gap is about u²/2e6.
        gap = np.log(gaussian) ** 2 / 2e6
        found = kernels.rational_quadratic(x, y, bandwidth=1.5, tail=1e6)
        assert_allclose(found / gaussian - 1, gap, rtol=1e-3, atol=1e-9)

    @pytest.mark.parametrize("tail", [1e-3, 1.0, 1e3, 1e6])
    def test_float32_keeps_its_digits_at_every_tail(self, tail, rng):
        x, y = rng.normal(size=(2, 6, 2)).astype("float32")
        squares = np.square(x[:, None].astype("float64") - y).sum(axis=-1)
        found = kernels.rational_quadratic(x, y, bandwidth=1.0, tail=tail)
        assert found.dtype == "float32"
        assert_allclose(found, np.exp(-tail * np.log1p(squares / 2 / tail)), rtol=1e-5)


class TestDistanceInduced:
    def test_by_hand_on_a_line(self):
        # |2| + |5| - |2 - 5| = 4, half of which is the way they share from the origin.
        assert_allclose(kernels.distance_induced([[2.0]], [[5.0], [-1.0]]), [[2, 0]], atol=1e-6)

    @settings(max_examples=20, deadline=None)
    @given(cloud=clouds(count=3))
    def test_the_origin_is_where_one_says(self, cloud):
        x, y, origins = cloud
        o = origins[:1]
        moved = kernels.distance_induced(x, y, origin=o[0])
        assert_allclose(moved, kernels.distance_induced(x - o, y - o), atol=1e-12)


class TestInducedDistance:
    def test_is_the_root_of_two_minus_two_k(self, rng):
        x, y = rng.normal(size=(2, 6, 3))
        k = kernels.gaussian(x, y, bandwidth=1.2)
        assert_allclose(
            kernels.induced_distance(x, y, bandwidth=1.2), np.sqrt(2 - 2 * k), rtol=1e-12
        )

    @settings(max_examples=20, deadline=None)
    @given(cloud=clouds(count=3))
    def test_is_a_metric_below_the_root_of_two(self, cloud):
        def gap(x, y):
            return kernels.induced_distance(x, y, bandwidth=1.0)

        x, y, z = cloud
        assert_array_equal(np.diag(gap(x, x)), 0)
        assert (gap(x, y) <= math.sqrt(2)).all()
        direct, detour = gap(x, z), gap(x, y)[:, :, None] + gap(y, z)[None]
        assert (direct <= detour.min(axis=1) + 1e-12).all()

    def test_near_neighbours_keep_their_digits(self):
        # 2 - 2k is d² - d⁴/4 …, and k itself rounds to 1 here.
        found = kernels.induced_distance(
            np.zeros((1, 1), "float32"), np.full((1, 1), 1e-5, "float32"), bandwidth=1
        )
        assert found[0, 0] == pytest.approx(1e-5, rel=1e-6)

    def test_its_slope_at_equal_samples_is_zero(self):
        slope = backend.input_gradient(
            lambda x: kernels.induced_distance(x, np.zeros((1, 2)), bandwidth=1), np.zeros((1, 2))
        )
        assert_array_equal(slope, 0)


class TestMedianBandwidth:
    def test_by_hand(self):
        assert kernels.median_bandwidth([[0.0], [1.0], [3.0]]) == 2  # of 1, 2 and 3
        assert kernels.median_bandwidth([[0.0], [1.0]], [[3.0], [7.0]]) == 3.5  # 1 2 3 4 6 7

    @settings(max_examples=30, deadline=None)
    @given(cloud=clouds(least=2))
    def test_is_the_median_of_the_positive_distances(self, cloud):
        pooled = np.concatenate(cloud)
        gaps = distances.euclidean(pooled, pooled)[np.triu_indices(len(pooled), 1)]
        if gaps.max() > 0:
            expected = np.median(gaps[gaps > 0])
            assert kernels.median_bandwidth(*cloud) == pytest.approx(expected, rel=1e-12)

    def test_mostly_equal_samples_still_have_a_scale(self):
        assert kernels.median_bandwidth([[0.0]] * 9 + [[5.0]]) == 5

    def test_equal_samples_have_none(self):
        with pytest.raises(ValueError, match=r"all equal.* pass a bandwidth"):
            kernels.median_bandwidth(np.ones((5, 2)))

    def test_of_many_rows_a_few_tell(self, rng):
        x = rng.normal(size=(1000, 3))
        exact = kernels.median_bandwidth(x)
        drawn = [kernels.median_bandwidth(x, limit=300, seed=seed) for seed in range(5)]
        assert len(set(drawn)) == 5
        assert_allclose(drawn, exact, rtol=0.1)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_inside_a_compiled_function_too(self, dtype, rng):
        x, y = rng.normal(size=(2, 7, 2)).astype(dtype)
        compiled = backend.compiled(lambda x, y: kernels.median_bandwidth(x, y))
        expected = kernels.median_bandwidth(x, y)
        assert expected.dtype == dtype
        assert_allclose(as_numpy(compiled, x, y), expected, rtol=tolerance(dtype))
        assert as_numpy(compiled, np.ones_like(x), np.ones_like(y)) == 1

    def test_no_gradient_flows_through_it(self, rng):
        slope = backend.input_gradient(kernels.median_bandwidth, rng.normal(size=(6, 2)))
        assert_array_equal(slope, 0)


class TestRandomFeatures:
    def test_each_row_has_length_one(self, rng):
        x = rng.normal(size=(20, 3)).astype("float32")
        features = kernels.random_features(x, bandwidth=0.5, count=64)
        assert (features.shape, features.dtype) == ((20, 64), np.float32)
        assert_allclose(np.linalg.norm(features, axis=1), 1, rtol=1e-6)

    def test_of_doubles_every_digit_is_kept(self, rng):
        x, y = rng.normal(size=(2, 20, 3))
        of_x, of_y = (kernels.random_features(v, bandwidth=0.7, count=16, seed=3) for v in (x, y))
        ways = np.random.default_rng(3).normal(size=(3, 8)) / 0.7
        by_hand = np.cos((x[:, None] - y) @ ways).mean(axis=-1)
        assert_allclose(of_x @ of_y.T, by_hand, atol=1e-14)

    def test_the_precision_is_that_of_the_samples(self, rng):
        x = rng.normal(size=(4, 3)).astype("float32")
        features = kernels.random_features(x, bandwidth=np.float64(2), count=8)
        assert features.dtype == "float32"
        assert_array_equal(features, kernels.random_features(x, bandwidth=2, count=8))

    def test_products_are_the_kernel_within_the_stated_spread(self):
        # One pair, many seeds: the mean is k and the spread (1 - k²)/√count.
        x, y = np.array([[0.0, 0.0]]), np.array([[0.6, 0.8]])
        k, count, runs = kernels.gaussian(x, y, bandwidth=1.0)[0, 0], 16, 500
        products = np.array([self.product(x, y, count, seed) for seed in range(runs)])
        spread = (1 - k**2) / math.sqrt(count)
        assert abs(products.mean() - k) < 4 * spread / math.sqrt(runs)
        assert products.std() == pytest.approx(spread, rel=4 / math.sqrt(2 * runs))

    def test_the_error_bound_holds(self, rng):
        x = rng.normal(size=(30, 2))
        gram, pairs = kernels.gaussian(x, x, bandwidth=1.0), 30 * 29 // 2
        bound = kernels.random_features_error(200, pairs=pairs)
        worst = []
        for seed in range(100):
            features = kernels.random_features(x, bandwidth=1.0, count=200, seed=seed)
            worst.append(np.abs(features @ features.T - gram).max())
        assert np.mean(np.array(worst) <= bound) >= 0.95
        assert max(worst) > bound / 3  # a bound that is far from anything would say nothing

    def test_the_bound_is_hoeffdings(self):
        # Of count/2 cosines in [-1, 1]: 2 exp(-count ε²/4) of 0.05 at ε = √(4 log 40 / count).
        bound = kernels.random_features_error(1000)
        assert 2 * math.exp(-1000 * bound**2 / 4) == pytest.approx(0.05)
        assert kernels.random_features_error(4000) == pytest.approx(bound / 2)

    def test_tensors_and_arrays_agree(self, rng):
        x = rng.normal(size=(4, 3))
        features = functools.partial(kernels.random_features, bandwidth=1.0, count=10)
        assert_allclose(as_numpy(features, x), features(x), rtol=1e-12)

    @staticmethod
    def product(x, y, count, seed):
        features = kernels.random_features(
            np.concatenate([x, y]), bandwidth=1.0, count=count, seed=seed
        )
        return features[0] @ features[1]
