"""Distances are checked against closed forms, brute force, their own laws, and at the edges."""

import functools
import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, distances
from ganbook.backend import ops
from ganbook.distances import tiles, traced

MEASURES = {
    "euclidean": distances.euclidean,
    "manhattan": distances.manhattan,
    "chebyshev": distances.chebyshev,
    "minkowski": functools.partial(distances.minkowski, order=3),
}
every_measure = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


def slow(x, y, measure: str):
    """One pair at a time, as the textbooks write it: the oracle."""
    norms = {
        "euclidean": lambda gap: math.sqrt(sum(c * c for c in gap)),
        "manhattan": lambda gap: sum(abs(c) for c in gap),
        "chebyshev": lambda gap: max(abs(c) for c in gap),
        "minkowski": lambda gap: sum(abs(c) ** 3 for c in gap) ** (1 / 3),
    }
    pairs = ((a.astype("float64") - b.astype("float64")).tolist() for a in x for b in y)
    return np.array([norms[measure](gap) for gap in pairs]).reshape(len(x), len(y))


def gradient_by_differences(function, x, step=1e-6):
    """The slope of a scalar function at each entry of x, from two nearby values."""
    slope = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[place] += step
        behind[place] -= step
        slope[place] = (float(function(ahead)) - float(function(behind))) / (2 * step)
    return slope


@pytest.fixture
def no_small_inputs(monkeypatch):
    """Send even tiny inputs down the compiled ways that large ones take."""
    for module in (tiles, traced):
        monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(traced, "NARROW", 0)
    monkeypatch.setattr(tiles, "SIDE", 32)


@pytest.fixture(params=["small", "large"])
def both_ways(request):
    """Once as a small input, once as if it were a large one."""
    if request.param == "large":
        request.getfixturevalue("no_small_inputs")
    return request.param


# Numbers on a coarse lattice: hypothesis then finds laws broken, not the last digit of rounding.
coordinates = st.integers(-40, 40).map(lambda k: k / 8)


@st.composite
def clouds(draw, count=2, most=5):
    width = draw(st.integers(1, 4))
    shapes = [(draw(st.integers(1, most)), width) for _ in range(count)]
    return [draw(arrays("float64", shape, elements=coordinates)) for shape in shapes]


class TestClosedForms:
    """Expected distances of known laws, within four standard errors."""

    def test_two_gaussians_are_a_gamma_quotient_apart(self, rng):
        for width in (1, 2, 16, 784):
            x, y = rng.normal(size=(2, 1000, width))
            law = 2 * math.gamma((width + 1) / 2) / math.gamma(width / 2) if width < 300 else None
            law = law or 2 * math.exp(math.lgamma((width + 1) / 2) - math.lgamma(width / 2))
            gaps = np.diag(distances.euclidean(x, y))
            assert abs(gaps.mean() - law) < 4 * gaps.std() / math.sqrt(len(gaps))

    def test_manhattan_between_gaussians_is_two_d_over_root_pi(self, rng):
        x, y = rng.normal(size=(2, 1000, 16))
        ways = np.diag(distances.manhattan(x, y))
        assert abs(ways.mean() - 32 / math.sqrt(math.pi)) < 4 * ways.std() / math.sqrt(len(ways))

    def test_two_points_of_the_unit_square_are_0_52_apart(self, rng):
        law = (2 + math.sqrt(2) + 5 * math.asinh(1)) / 15
        assert law == pytest.approx(0.5214054, abs=5e-8)
        gaps = np.diag(distances.euclidean(*rng.uniform(size=(2, 2000, 2))))
        assert abs(gaps.mean() - law) < 4 * gaps.std() / math.sqrt(len(gaps))


class TestPairs:
    """What euclidean, manhattan, chebyshev and minkowski have in common."""

    def test_three_four_five(self):
        x, y = [[0, 0]], [[3, 4]]
        assert distances.euclidean(x, y) == 5
        assert distances.squared_euclidean(x, y) == 25
        assert distances.manhattan(x, y) == 7
        assert distances.chebyshev(x, y) == 4
        assert distances.minkowski(x, y, order=3) == pytest.approx(91 ** (1 / 3), rel=1e-6)

    @pytest.mark.parametrize(
        ("width", "dtype"), [(1, "float32"), (17, "float32"), (130, "float64")]
    )
    @pytest.mark.parametrize("name", MEASURES)
    def test_match_the_double_loop(self, name, width, dtype, both_ways, rng):
        x, y = (rng.normal(size=(n, width)).astype(dtype) for n in (9, 6))
        tolerance = 20 * np.finfo(dtype).eps
        assert_allclose(MEASURES[name](x, y), slow(x, y, name), rtol=tolerance)

    @every_measure
    def test_tiles_join_to_the_whole(self, measure, monkeypatch, rng):
        x, y = rng.normal(size=(23, 3)), rng.normal(size=(31, 3))
        whole = measure(x, y)
        monkeypatch.setattr(tiles, "PLAIN", 3 * 25)  # Tiles of five by five, bands of forty rows.
        monkeypatch.setattr(tiles, "BAND", 2)
        assert_allclose(measure(x, y), whole, rtol=1e-15)

    @pytest.mark.parametrize("width", [2, 130])
    def test_compiled_tiles_join_to_the_whole(self, width, no_small_inputs, monkeypatch, rng):
        x, y = rng.normal(size=(70, width)), rng.normal(size=(40, width))
        monkeypatch.setattr(tiles, "BAND", 1)
        assert_allclose(distances.euclidean(x, y), slow(x, y, "euclidean"), rtol=1e-13)
        assert_allclose(distances.manhattan(x, y), slow(x, y, "manhattan"), rtol=1e-13)

    @every_measure
    @given(cloud=clouds(3))
    @settings(deadline=None, max_examples=40)
    def test_are_metrics(self, measure, cloud):
        x, y, z = cloud
        there, back = measure(x, y), measure(y, x)
        assert_allclose(there, back.T, rtol=1e-14)
        same = (x[:, None] == y).all(axis=-1)
        assert_array_equal(there == 0, same)
        detour = there[:, :, None] + measure(y, z)[None]
        assert (measure(x, z)[:, None, :] <= detour * (1 + 1e-14)).all()

    @every_measure
    @given(cloud=clouds(), shift=coordinates, scale=st.sampled_from([-4, -0.5, 2, 8]))
    @settings(deadline=None, max_examples=40)
    def test_ignore_shifts_and_follow_scales(self, measure, cloud, shift, scale):
        x, y = cloud
        plain = measure(x, y)
        assert_allclose(measure(x + shift, y + shift), plain, rtol=1e-13)
        assert_allclose(measure(scale * x, scale * y), abs(scale) * plain, rtol=1e-13)

    @every_measure
    @given(cloud=clouds(), seed=st.integers(0, 99))
    @settings(deadline=None, max_examples=40)
    def test_follow_their_rows_and_ignore_the_order_of_columns(self, measure, cloud, seed):
        x, y = cloud
        rng = np.random.default_rng(seed)
        rows, columns = rng.permutation(len(x)), rng.permutation(x.shape[1])
        plain = measure(x, y)
        assert_allclose(measure(x[rows], y), plain[rows], rtol=1e-14)
        assert_allclose(measure(x[:, columns], y[:, columns]), plain, rtol=1e-14)

    @given(cloud=clouds())
    @settings(deadline=None, max_examples=40)
    def test_fall_with_the_order(self, cloud):
        x, y = cloud
        orders = [1, 1.5, 2, 3, 10, math.inf]
        lengths = [distances.minkowski(x, y, order=order) for order in orders]
        for longer, shorter in itertools.pairwise(lengths):
            assert (shorter <= longer * (1 + 1e-14)).all()

    def test_a_rotation_changes_manhattan_but_not_euclid(self, rng):
        x, y = rng.normal(size=(2, 5, 3))
        turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        assert_allclose(
            distances.euclidean(x @ turn, y @ turn), distances.euclidean(x, y), rtol=1e-12
        )
        change = distances.manhattan(x @ turn, y @ turn) - distances.manhattan(x, y)
        assert np.abs(change).max() > 0.1


class TestEuclidean:
    """Accuracy, where |x|² + |y|² - 2xy loses it."""

    @pytest.mark.parametrize("width", [2, 64, 784])
    @pytest.mark.parametrize("offset", [0, 1000])
    def test_holds_far_from_the_origin(self, width, offset, both_ways, rng):
        x, y = ((rng.normal(size=(40, width)) + offset).astype("float32") for _ in "xy")
        assert_allclose(distances.euclidean(x, y), slow(x, y, "euclidean"), rtol=1e-5)

    @pytest.mark.parametrize("width", [2, 784])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_holds_inside_two_far_clusters(self, width, dtype, both_ways, rng):
        where = np.where(np.arange(40) < 20, -1000, 1000)[:, None]
        x, y = ((rng.normal(size=(40, width)) + where).astype(dtype) for _ in "xy")
        tolerance = 100 * np.finfo(dtype).eps
        assert_allclose(distances.euclidean(x, y), slow(x, y, "euclidean"), rtol=tolerance)
        assert_allclose(
            ops.convert_to_numpy(distances.euclidean(*map(ops.convert_to_tensor, (x, y)))),
            slow(x, y, "euclidean"),
            rtol=tolerance,
        )

    @pytest.mark.parametrize("width", [2, 784])
    def test_a_point_is_at_distance_zero_from_itself_and_from_its_copy(self, width, both_ways, rng):
        x = (rng.normal(size=(30, width)) + 1000).astype("float32")
        x[7] = x[21]
        gaps = distances.euclidean(x, x)
        assert_array_equal(np.diag(gaps), 0)
        assert gaps[7, 21] == 0
        assert (gaps + np.eye(30) > 0).sum() == 30 * 30 - 2

    def test_near_copies_are_told_apart(self, no_small_inputs, rng):
        x = rng.normal(size=(20, 784))
        y = x.copy()
        y[:, 0] += 1e-9
        assert_allclose(
            np.diag(distances.euclidean(x, y)), np.diag(slow(x, y, "euclidean")), rtol=1e-9
        )

    def test_squares_are_squares(self, both_ways, rng):
        x, y = rng.normal(size=(2, 7, 130))
        assert_allclose(
            distances.squared_euclidean(x, y), distances.euclidean(x, y) ** 2, rtol=1e-13
        )

    @pytest.mark.parametrize("name", ["euclidean", "manhattan", "chebyshev", "minkowski"])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("share", [-0.9, -0.5, 0.5, 0.9])
    def test_samples_may_be_tiny_or_huge(self, name, dtype, share, both_ways, rng):
        x, y = (rng.normal(size=(n, 3)).astype(dtype) for n in (7, 5))
        scale = np.ldexp(np.ones((), dtype), int(share * np.finfo(dtype).maxexp))
        found = MEASURES[name](scale * x, scale * y)
        assert_allclose(found / scale, MEASURES[name](x, y), rtol=1e-5)
        assert_array_equal(np.diag(MEASURES[name](scale * x, scale * x)), 0)
        if name in ("euclidean", "manhattan", "chebyshev"):
            near, plain = (
                distances.nearest(factor * x, factor * y, count=2, measure=name)
                for factor in (scale, 1)
            )
            assert_allclose(near.distances / scale, plain.distances, rtol=1e-5)
            assert_array_equal(near.indices, plain.indices)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("share", [-0.3, 0.3])
    def test_their_squares_follow_the_square_of_the_scale(self, dtype, share, both_ways, rng):
        x, y = (rng.normal(size=(n, 3)).astype(dtype) for n in (7, 5))
        scale = np.ldexp(np.ones((), dtype), int(share * np.finfo(dtype).maxexp))
        found = distances.squared_euclidean(scale * x, scale * y) / scale**2
        assert_allclose(found, distances.squared_euclidean(x, y), rtol=1e-5)

    @pytest.mark.parametrize("measured", [distances.euclidean, distances.energy])
    def test_of_tensors_too_large_a_value_is_refused_and_not_nan(self, measured, rng):
        x, y = (ops.convert_to_tensor(1e25 * rng.normal(size=(20, 3)), "float32") for _ in "xy")
        with pytest.raises(ValueError, match="too large for float32: divide the samples"):
            measured(x, y)

    def test_overflow_is_said(self):
        x, y = np.full((1, 2), 3e38, "float32"), np.full((1, 2), -3e38, "float32")
        with pytest.raises(ValueError, match="too large for float32: divide the samples"):
            distances.euclidean(x, y)
        with pytest.raises(ValueError, match="too large for float32: divide the samples"):
            distances.squared_euclidean(x / 1e8, y)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_slopes_hold_inside_far_clusters(self, dtype, no_small_inputs, rng):
        where = np.where(np.arange(40) < 20, -1000, 1000)[:, None]
        x, y = ((rng.normal(size=(40, 3)) + where).astype(dtype) for _ in "xy")
        near = np.exp(-(slow(x, y, "euclidean") ** 2) / 2)
        gaps = x[:, None].astype("float64") - y.astype("float64")

        def similarity(t):
            return ops.sum(ops.exp(-distances.squared_euclidean(t, ops.convert_to_tensor(y)) / 2))

        slope = backend.input_gradient(similarity, x)
        assert_allclose(slope, -(near[:, :, None] * gaps).sum(axis=1), rtol=1e-4, atol=1e-6)


class TestMinkowski:
    def test_special_orders_are_the_named_distances(self, rng):
        x, y = rng.normal(size=(2, 6, 5))
        for order, named in [(1, "manhattan"), (2, "euclidean"), (math.inf, "chebyshev")]:
            assert_array_equal(distances.minkowski(x, y, order=order), MEASURES[named](x, y))

    def test_a_high_order_neither_overflows_nor_vanishes(self, both_ways):
        x, y = np.zeros((1, 2), "float32"), np.array([[300, 400], [3e-5, 4e-5]], "float32")
        expected = [[400 * (1 + 0.75**50) ** 0.02, 4e-5 * (1 + 0.75**50) ** 0.02]]
        assert_allclose(distances.minkowski(x, y, order=50), expected, rtol=1e-6)

    @pytest.mark.parametrize("order", [0.5, 0, -1, math.nan])
    def test_no_order_below_one(self, order):
        with pytest.raises(ValueError, match="order must be a number at least 1; got"):
            distances.minkowski([[0.0]], [[1.0]], order=order)


class TestMahalanobis:
    def test_counts_standard_deviations(self):
        assert_allclose(
            distances.mahalanobis([[0, 0]], [[6, 0], [0, 6]], np.diag([9, 4])), [[2, 3]]
        )

    def test_matches_the_quadratic_form(self, rng):
        x, y = rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
        covariance = np.cov(rng.normal(size=(50, 3)) @ rng.normal(size=(3, 3)), rowvar=False)
        inverse = np.linalg.inv(covariance)
        expected = [[math.sqrt((a - b) @ inverse @ (a - b)) for b in y] for a in x]
        assert_allclose(distances.mahalanobis(x, y, covariance), expected, rtol=1e-9)

    @given(cloud=clouds())
    @settings(deadline=None, max_examples=30)
    def test_with_the_identity_is_euclidean(self, cloud):
        x, y = cloud
        identity = np.eye(x.shape[1])
        assert_allclose(
            distances.mahalanobis(x, y, identity), distances.euclidean(x, y), rtol=1e-12
        )

    @given(seed=st.integers(0, 1000))
    @settings(deadline=None, max_examples=30)
    def test_ignores_every_affine_change_of_units(self, seed):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=(2, 6, 3))
        change, shift = rng.normal(size=(3, 3)), rng.normal(size=3)
        assume(np.linalg.cond(change) < 100)
        covariance = np.cov(rng.normal(size=(20, 3)), rowvar=False)
        moved = distances.mahalanobis(
            x @ change.T + shift, y @ change.T + shift, change @ covariance @ change.T
        )
        assert_allclose(moved, distances.mahalanobis(x, y, covariance), rtol=1e-7)

    def test_holds_far_from_the_origin(self, rng):
        x, y = (rng.normal(size=(2, 20, 3)) + 1000).astype("float32")
        covariance = np.diag([1.0, 4.0, 9.0])
        expected = slow(x / [1, 2, 3], y / [1, 2, 3], "euclidean")
        assert_allclose(distances.mahalanobis(x, y, covariance), expected, rtol=1e-4)

    def test_a_singular_covariance_comes_with_its_remedy(self, rng):
        few = rng.normal(size=(3, 5))
        with pytest.raises(ValueError, match=r"singular.*more samples than columns.*add a ridge"):
            distances.mahalanobis(few, few, np.cov(few, rowvar=False))

    def test_a_covariance_of_another_width_is_refused(self):
        with pytest.raises(ValueError, match=r"shape \(2, 2\); got \(3, 3\)"):
            distances.mahalanobis([[0.0, 1.0]], [[1.0, 0.0]], np.eye(3))

    def test_a_lopsided_matrix_is_refused(self):
        with pytest.raises(ValueError, match="must be symmetric"):
            distances.mahalanobis([[0.0, 1.0]], [[1.0, 0.0]], [[1.0, 0.5], [0.0, 1.0]])


class TestEnergy:
    def test_two_points_by_hand(self):
        # E|X - Y| = (4 + 5 + 3 + 4) / 4; E|X - X'| = 1/2 over all pairs, 1 without self-pairs.
        x, y = [[0.0], [1.0]], [[4.0], [5.0]]
        assert distances.energy(x, y) == pytest.approx(2 * 4 - 0.5 - 0.5)
        assert distances.energy(x, y, unbiased=True) == pytest.approx(2 * 4 - 1 - 1)

    def test_matches_the_double_sums(self, both_ways, rng):
        x, y = rng.normal(size=(12, 3)), rng.normal(size=(9, 3)) + 1
        between, *within = (slow(a, b, "euclidean").mean() for a, b in [(x, y), (x, x), (y, y)])
        assert distances.energy(x, y) == pytest.approx(2 * between - sum(within), rel=1e-12)

    def test_unbiased_is_centred_on_zero_for_equal_laws(self, rng):
        values = [distances.energy(*rng.normal(size=(2, 20, 2)), unbiased=True) for _ in range(200)]
        assert abs(np.mean(values)) < 4 * np.std(values) / math.sqrt(len(values))
        assert min(values) < 0

    @given(cloud=clouds(2, most=6))
    @settings(deadline=None, max_examples=40)
    def test_is_never_negative_and_symmetric(self, cloud):
        x, y = cloud
        assume(min(len(x), len(y)) >= 2)
        assert distances.energy(x, y) >= -1e-13
        assert distances.energy(x, y) == pytest.approx(distances.energy(y, x), abs=1e-13)
        assert distances.energy(x, x) == 0

    @pytest.mark.parametrize("unbiased", [False, True])
    def test_float32_is_rounded_at_the_end_alone(self, unbiased, rng):
        x, y = 100 * rng.normal(size=(2, 300, 8)).astype("float32")
        exact = distances.energy(x.astype("float64"), y.astype("float64"), unbiased=unbiased)
        # Distances of single precision are off by 1e-7 of 400 each; their means by far less.
        assert distances.energy(x, y, unbiased=unbiased) == pytest.approx(exact, abs=1e-6)

    def test_one_sample_has_no_spread(self):
        with pytest.raises(ValueError, match="y must hold at least 2 samples"):
            distances.energy([[0.0], [1.0]], [[1.0]])


def slow_transport(x, y):
    """Repeat each sample until the counts agree; sorted partners are then the best ones."""
    x, y = np.sort(np.repeat(x, len(y))), np.sort(np.repeat(y, len(x)))
    return np.abs(x - y).mean()


class TestWasserstein1d:
    def test_a_shift_costs_its_length(self, rng):
        x = rng.normal(size=100)
        assert distances.wasserstein_1d(x, x + 3) == pytest.approx(3, rel=1e-14)

    def test_gaussians_follow_their_closed_form(self):
        # Midpoints of equal shares stand for the laws exactly up to their tails.
        from scipy.stats import norm

        levels = (np.arange(20_000) + 0.5) / 20_000
        for shift, spread in [(1.0, 0.0), (0.5, 1.0), (0.0, 2.0)]:
            law = shift
            if spread:
                density = spread * math.sqrt(2 / math.pi) * math.exp(-((shift / spread) ** 2) / 2)
                law = density + shift * math.erf(shift / (spread * math.sqrt(2)))
            x, y = norm.ppf(levels), shift + (1 + spread) * norm.ppf(levels)
            assert distances.wasserstein_1d(x, y) == pytest.approx(law, rel=1e-3)

    @given(
        x=arrays("float64", st.integers(1, 7), elements=coordinates),
        y=arrays("float64", st.integers(1, 7), elements=coordinates),
    )
    @settings(deadline=None, max_examples=100)
    def test_counts_may_differ(self, x, y):
        expected = pytest.approx(slow_transport(x, y), abs=1e-12)
        assert distances.wasserstein_1d(x, y) == expected
        assert distances.wasserstein_1d(y, x) == expected

    def test_repeated_samples_change_nothing(self, rng):
        x, y = rng.normal(size=5), rng.normal(size=4)
        repeated = distances.wasserstein_1d(np.repeat(x, 3), y)
        assert repeated == pytest.approx(distances.wasserstein_1d(x, y), rel=1e-12)

    def test_whole_numbers_keep_their_digits(self):
        assert distances.wasserstein_1d(np.array([10**8 + 1, 2]), np.array([10**8, 2])) == 0.5

    @pytest.mark.parametrize("count", [10, 12])
    def test_a_cost_that_no_number_holds_is_refused(self, count):
        x, y = np.full(10, 3e38, "float32"), np.full(count, -3e38, "float32")
        with pytest.raises(ValueError, match="the distance is too large for float32: divide"):
            distances.wasserstein_1d(x, y)

    def test_a_matrix_is_refused(self):
        with pytest.raises(ValueError, match=r"one-dimensional.*got shape \(2, 1\).*x\[:, 0\]"):
            distances.wasserstein_1d([[0.0], [1.0]], [0.0])


class TestSlicedWasserstein:
    def test_in_one_dimension_every_shadow_is_the_cloud(self, rng):
        x, y = rng.normal(size=(10, 1)), rng.normal(size=(7, 1))
        sliced = distances.sliced_wasserstein(x, y, projections=5)
        assert sliced == pytest.approx(distances.wasserstein_1d(x[:, 0], y[:, 0]), rel=1e-12)

    def test_a_shift_in_the_plane_costs_two_over_pi_of_its_length(self, rng):
        x = rng.normal(size=(50, 2))
        directions = 4000
        sliced = distances.sliced_wasserstein(x, x + np.array([3, 4]), projections=directions)
        # |cos| of a uniform angle has mean 2/π and variance 1/2 - 4/π².
        error = 5 * math.sqrt((0.5 - 4 / math.pi**2) / directions)
        assert abs(sliced - 10 / math.pi) < 4 * error

    def test_the_seed_decides(self, rng):
        x, y = rng.normal(size=(2, 20, 5))
        first, again, other = (distances.sliced_wasserstein(x, y, seed=seed) for seed in (1, 1, 2))
        assert first == again != other

    def test_holds_far_from_the_origin(self, rng):
        x, y = rng.normal(size=(2, 40, 5)).astype("float32")
        near = distances.sliced_wasserstein(x, y)
        far = distances.sliced_wasserstein(x + 1000, y + 1000)
        assert far == pytest.approx(near, rel=1e-3)

    @pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
    @pytest.mark.parametrize("count", [10, 12])
    def test_a_cost_that_no_number_holds_is_refused(self, count):
        x, y = np.full((10, 2), 1e38, "float32"), np.zeros((count, 2), "float32")
        for clouds in ((x, y), (y, x)):
            with pytest.raises(ValueError, match="the distance is too large for float32: divide"):
                distances.sliced_wasserstein(*clouds)

    @pytest.mark.parametrize(("projections", "error"), [(0, ValueError), (1.5, TypeError)])
    def test_directions_are_counted(self, projections, error):
        with pytest.raises(error, match="projections must be a whole number"):
            distances.sliced_wasserstein([[0.0]], [[1.0]], projections=projections)


class TestNearest:
    def test_by_hand(self):
        found = distances.nearest([[0.0], [10.0]], [[3.0], [-1.0], [12.0]], count=2)
        assert_array_equal(found.indices, [[1, 0], [2, 0]])
        assert_array_equal(found.distances, [[1, 3], [2, 7]])

    @pytest.mark.parametrize("measure", ["euclidean", "manhattan", "chebyshev"])
    @pytest.mark.parametrize("count", [1, 4, 50])
    def test_matches_sorting_everything(self, measure, count, both_ways, monkeypatch, rng):
        monkeypatch.setattr(tiles, "PLAIN", 3 * 64)
        x, y = rng.normal(size=(30, 3)), rng.normal(size=(50, 3))
        gaps = slow(x, y, measure)
        found = distances.nearest(x, y, count=count, measure=measure)
        assert_array_equal(found.indices, np.argsort(gaps, axis=1)[:, :count])
        assert_allclose(found.distances, np.sort(gaps, axis=1)[:, :count], rtol=1e-13)

    @given(cloud=clouds(2, most=8), count=st.integers(1, 8))
    @settings(deadline=None, max_examples=60)
    def test_of_equally_near_rows_the_first_is_taken(self, cloud, count):
        x, y = (np.round(samples) for samples in cloud)
        assume(count <= len(y))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tiles, "PLAIN", 9 * x.shape[1])
            found = distances.nearest(x, y, count=count, measure="manhattan")
        ranks = np.argsort(slow(x, y, "manhattan"), axis=1, kind="stable")
        assert_array_equal(found.indices, ranks[:, :count])

    def test_tensors_find_the_same(self, rng):
        x, y = rng.normal(size=(2, 20, 3))
        found = distances.nearest(ops.convert_to_tensor(x), ops.convert_to_tensor(y), count=3)
        expected = distances.nearest(x, y, count=3)
        assert_array_equal(ops.convert_to_numpy(found.indices), expected.indices)
        assert_allclose(ops.convert_to_numpy(found.distances), expected.distances, rtol=1e-13)

    def test_more_neighbours_than_rows_are_refused(self):
        with pytest.raises(ValueError, match=r"at most 2; got 3. y has 2 rows: pass more"):
            distances.nearest([[0.0]], [[1.0], [2.0]], count=3)

    def test_an_unknown_measure_is_answered_with_the_nearest_known(self):
        with pytest.raises(ValueError, match=r"got 'manhatan'. Did you mean 'manhattan'\?"):
            distances.nearest([[0.0]], [[1.0]], measure="manhatan")


class TestSimilarity:
    def test_falls_from_one_to_zero(self):
        gaps = np.array([0, 1, 3, 1e9])
        assert_allclose(distances.similarity(gaps), [1, 0.5, 0.25, 0], atol=1e-8)
        gaussian = distances.similarity(gaps, scale=3, shape="gaussian")
        assert_allclose(gaussian, [1, math.exp(-1 / 18), math.exp(-0.5), 0], rtol=1e-12)

    @given(gap=st.floats(0, 1e6), scale=st.floats(1e-3, 1e3))
    def test_inverse_measures_in_units_of_its_scale(self, gap, scale):
        share = distances.similarity(np.float64(gap), scale=scale)
        assert share == pytest.approx(distances.similarity(np.float64(gap / scale)), rel=1e-12)

    @pytest.mark.parametrize("shape", ["inverse", "gaussian"])
    @pytest.mark.parametrize("kind", [np.asarray, ops.convert_to_tensor], ids=["array", "tensor"])
    def test_a_tiny_scale_sees_equal_samples_only(self, shape, kind):
        gaps = kind(np.array([0, 1e-30, 1], "float32"))
        found = distances.similarity(gaps, scale=1e-50, shape=shape)
        assert_allclose(ops.convert_to_numpy(found), [1, 0, 0], atol=1e-15)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_the_precision_is_that_of_the_distances(self, dtype):
        gaps = np.ones(3, dtype)
        for scale in (2, 2.0, np.float64(2), np.float32(2), ops.convert_to_tensor(2.0)):
            assert distances.similarity(gaps, scale=scale).dtype == dtype

    def test_no_negative_distance_and_no_zero_scale(self):
        with pytest.raises(ValueError, match="distance must not be negative"):
            distances.similarity([-1.0])
        with pytest.raises(ValueError, match="scale must be a finite number above 0; got 0"):
            distances.similarity([1.0], scale=0)
        with pytest.raises(ValueError, match="Did you mean 'gaussian'"):
            distances.similarity([1.0], shape="gauss")


PAIRWISE = {**MEASURES, "squared_euclidean": distances.squared_euclidean}
CLOUDS = {
    "energy": distances.energy,
    "energy, unbiased": functools.partial(distances.energy, unbiased=True),
    "sliced_wasserstein": functools.partial(distances.sliced_wasserstein, projections=7),
    "wasserstein_1d": lambda x, y: distances.wasserstein_1d(x[:, 0], y[:, 0]),
    "nearest": lambda x, y: distances.nearest(x, y, count=2).distances,
    "mahalanobis": lambda x, y: distances.mahalanobis(x, y, np.eye(x.shape[1]) + 0.5),
}
in_verify = pytest.mark.slow
# The general order takes XLA seconds to compile: its turn comes in `make verify`.
every_function = pytest.mark.parametrize(
    "function",
    [
        pytest.param(function, id=name, marks=in_verify if name == "minkowski" else ())
        for name, function in {**PAIRWISE, **CLOUDS}.items()
    ],
)


class TestTypes:
    @every_function
    def test_numpy_stays_numpy_and_keeps_its_precision(self, function, rng):
        for dtype in ("float32", "float64"):
            result = function(*rng.normal(size=(2, 4, 3)).astype(dtype))
            assert isinstance(result, (np.ndarray, np.generic))
            assert result.dtype == dtype

    @every_function
    def test_tensors_stay_tensors_with_the_same_values(self, function, rng):
        x, y = rng.normal(size=(5, 20)), rng.normal(size=(4, 20))
        result = function(ops.convert_to_tensor(x), ops.convert_to_tensor(y))
        assert backend.is_tensor(result)
        assert_allclose(ops.convert_to_numpy(result), function(x, y), rtol=1e-12)

    @every_function
    def test_inputs_are_left_alone(self, function, no_small_inputs, rng):
        x, y = rng.normal(size=(2, 4, 130))
        before = x.copy(), y.copy()
        function(x, y)
        assert_array_equal((x, y), before)

    def test_lists_integers_and_halves_become_single_precision(self):
        for x in ([[0, 3]], np.array([[0, 3]]), np.array([[0, 3]], "float16")):
            result = distances.euclidean(x, [[4, 0]])
            assert result.dtype == "float32"
            assert result == 5


class TestGradients:
    @every_function
    def test_agree_with_differences_of_values(self, function, both_ways, rng):
        x, y = rng.normal(size=(4, 6)), rng.normal(size=(3, 6))
        weights = rng.normal(size=np.shape(function(x, y)))
        for place in (0, 1):

            def weighted(samples, place=place):
                pair = (samples, y) if place == 0 else (x, samples)
                return ops.sum(function(*pair) * weights)

            slope = backend.input_gradient(lambda t, f=weighted: f(t), (x, y)[place])
            assert_allclose(slope, gradient_by_differences(weighted, (x, y)[place]), atol=1e-7)

    @every_function
    def test_are_finite_where_samples_coincide(self, function, both_ways, rng):
        x = rng.normal(size=(4, 6)).astype("float32")
        slope = backend.input_gradient(lambda t: ops.sum(function(t, ops.convert_to_tensor(x))), x)
        assert np.isfinite(slope).all()

    def test_of_euclid_is_the_unit_vector_and_zero_at_zero(self, both_ways):
        x, y = np.array([[3.0, 4.0]]), np.array([[0.0, 0.0], [3.0, 4.0]])
        slope = backend.input_gradient(lambda t: ops.sum(distances.euclidean(t, y)), x)
        assert_allclose(slope, [[0.6, 0.8]], rtol=1e-14)

    @pytest.mark.parametrize(
        "name", ["euclidean", *(pytest.param(name, marks=in_verify) for name in PAIRWISE)]
    )
    def test_have_gradients_themselves(self, name, both_ways, rng):
        x, y = rng.normal(size=(3, 5)), ops.convert_to_tensor(rng.normal(size=(4, 5)))

        def steepness(samples):
            slope = backend.input_gradient(lambda t: ops.sum(PAIRWISE[name](t, y)), samples)
            return ops.sum(ops.square(slope))

        slope = backend.input_gradient(steepness, x)
        assert_allclose(slope, gradient_by_differences(steepness, x, 1e-5), atol=1e-6)


def tensorflow_step(fused):
    """A training step as TensorFlow traces it: once, for batches of any size."""

    def compiler(step, width):
        import tensorflow

        batch = tensorflow.TensorSpec([None, width])
        signature = [batch, batch]
        return tensorflow.function(
            step, jit_compile=fused, autograph=False, input_signature=signature
        )

    return compiler


def jax_step(step, width):
    import jax

    return jax.jit(step)


COMPILERS = {
    "tensorflow": [
        pytest.param(tensorflow_step(fused=False), 20, id="graph"),
        pytest.param(tensorflow_step(fused=True), 20, id="XLA", marks=in_verify),
        pytest.param(tensorflow_step(fused=True), 2, id="XLA, narrow", marks=in_verify),
    ],
    "jax": [pytest.param(jax_step, 20, id="jit"), pytest.param(jax_step, 2, id="jit, narrow")],
}


class TestInsideACompiledStep:
    @every_function
    @pytest.mark.parametrize(("compiler", "width"), COMPILERS[backend.name])
    def test_values_and_gradients_are_those_outside(self, compiler, width, function, rng):
        step = compiler(lambda x, y: backend.value_and_grad(lambda t: function(t, y), x), width)
        for counts in [(5, 4), (6, 6)]:
            x, y = (rng.normal(size=(n, width)).astype("float32") for n in counts)
            value, slope = step(x, y)
            assert_allclose(value, function(x, y), rtol=1e-4, atol=1e-6)
            outside = backend.input_gradient(
                lambda t, y=y: function(t, ops.convert_to_tensor(y)), x
            )
            assert_allclose(slope, outside, rtol=1e-4, atol=1e-5)


class TestDoors:
    @every_function
    @pytest.mark.parametrize(
        ("spoil", "error", "sentence"),
        [
            (lambda x: x * np.nan, ValueError, "must be finite"),
            (lambda x: x / 0, ValueError, "must be finite"),
            (lambda x: x.astype(complex), TypeError, "real numbers; got complex128"),
            (lambda x: x.astype(str), TypeError, "real numbers; got str"),
            (lambda x: x.astype(object), TypeError, "real numbers; got object"),
            (lambda x: x > 0, TypeError, "must hold numbers; got booleans"),
            (lambda x: x[:0], ValueError, "must hold at least"),
        ],
        ids=["nan", "infinity", "complex", "text", "objects", "booleans", "nothing"],
    )
    def test_what_is_not_a_sample_is_refused(self, spoil, error, sentence, function, rng):
        x = rng.normal(size=(5, 3))
        with np.errstate(divide="ignore"), pytest.raises(error, match=sentence):
            function(spoil(x), x)
        with np.errstate(divide="ignore"), pytest.raises(error, match=sentence):
            function(x, spoil(x))

    @pytest.mark.parametrize("function", PAIRWISE.values(), ids=PAIRWISE)
    def test_shapes_are_explained(self, function):
        with pytest.raises(
            ValueError, match=r"x must be a matrix .* shape \(2,\). Write x\[None, :\]"
        ):
            function([1.0, 2.0], [[1.0, 2.0]])
        with pytest.raises(
            ValueError, match=r"Flatten each sample first: y.reshape\(len\(y\), -1\)"
        ):
            function([[1.0, 2.0]], np.zeros((2, 28, 28)))
        with pytest.raises(ValueError, match="same number of columns; got 2 and 3"):
            function([[1.0, 2.0]], [[1.0, 2.0, 3.0]])


class TestMemory:
    """Peaks as NumPy's allocations tell them; the compiled tiles are counted in the benchmark."""

    @pytest.fixture
    def samples(self, rng):
        return rng.normal(size=(2, 3000, 4)).astype("float32")

    @staticmethod
    def peak(function, *arguments):
        import tracemalloc

        function(*arguments)  # What is compiled and kept is not counted.
        tracemalloc.start()
        function(*arguments)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    def test_a_matrix_costs_little_more_than_itself(self, samples):
        result = 4 * len(samples[0]) * len(samples[1])
        for function in (distances.euclidean, distances.manhattan):
            assert result <= self.peak(function, *samples) < 1.5 * result

    def test_clouds_and_neighbours_never_hold_the_matrix(self, samples):
        result = 4 * len(samples[0]) * len(samples[1])
        for function in (distances.energy, distances.nearest):
            assert self.peak(function, *samples) < 0.6 * result
