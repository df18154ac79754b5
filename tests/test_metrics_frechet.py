"""The Fréchet distance is checked against closed forms, the textbook's root, and its laws."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import metrics
from ganbook.backend import ops
from ganbook.metrics import gaussians, inputs


def slow_frechet(real, fake):
    """The definition, with the root of S₁S₂ from the eigenvalues of that unsymmetric product."""
    first, second = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    gap = real.mean(axis=0) - fake.mean(axis=0)
    roots = np.sqrt(np.linalg.eigvals(first @ second).astype("complex128"))
    return gap @ gap + np.trace(first + second) - 2 * roots.sum().real


def value(real, fake):
    return metrics.frechet_distance(real, fake).value


# Numbers on a coarse lattice: hypothesis then finds laws broken, not the last digit of rounding.
coordinates = st.integers(-40, 40).map(lambda k: k / 8)


@st.composite
def clouds(draw, count=2, most=8):
    width = draw(st.integers(1, 4))
    shapes = [(draw(st.integers(2, most)), width) for _ in range(count)]
    return [draw(arrays("float64", shape, elements=coordinates)) for shape in shapes]


laws = settings(deadline=None, max_examples=60)


class TestFrechetDistance:
    def test_two_small_clouds_counted_by_hand(self):
        real = [(2, 1)] * 50 + [(1, 1)] * 50
        fake = [(9, 9)] * 50 + [(2, 9)] * 50
        # Means (1.5, 1) and (5.5, 9); variances 25/99 and 1225/99 along the first axis only.
        expected = 80 + (25 + 1225 - 2 * np.sqrt(25 * 1225)) / 99
        assert expected == pytest.approx(89.0909090909)
        assert_allclose(value(real, fake), expected, rtol=1e-12)

    def test_of_exact_moments_it_is_that_of_the_gaussians(self):
        # Two samples at m ± s/√2 have mean m and variance s², so N(0, 1) and N(1, 4) to the letter.
        real, fake = (np.array([[m - s], [m + s]]) for m, s in ((0, 0.5**0.5), (1, 2**0.5)))
        assert_allclose(value(real, fake), 2, rtol=1e-12)

    def test_turned_axes_have_the_known_root(self, rng):
        # S and S⁻¹ share their axes: |√S - √S⁻¹|² in total.
        x = rng.normal(size=(50, 3))
        x -= x.mean(axis=0)
        white = x @ np.linalg.inv(np.linalg.cholesky(np.cov(x, rowvar=False))).T
        scales, turn = np.array([1, 2, 3]), np.linalg.qr(rng.normal(size=(3, 3)))[0]
        found = value(white * scales @ turn, white / scales @ turn)
        assert_allclose(found, np.square(scales - 1 / scales).sum(), rtol=1e-9)

    @pytest.mark.parametrize(("rows", "others", "width"), [(30, 20, 4), (200, 90, 16), (40, 60, 1)])
    def test_matches_the_textbook(self, rng, rows, others, width):
        real = rng.normal(size=(rows, width))
        fake = rng.normal(size=(others, width)) @ rng.normal(size=(width, width)) + 1
        if width > 1:
            assert_allclose(value(real, fake), slow_frechet(real, fake), rtol=1e-9)
        gap = real.mean(axis=0) - fake.mean(axis=0)
        if width == 1:
            spread = real.std(ddof=1) - fake.std(ddof=1)
            assert_allclose(value(real, fake), gap[0] ** 2 + spread**2, rtol=1e-9)

    @pytest.mark.parametrize(("rows", "others"), [(10, 12), (10, 200), (2, 2), (64, 65)])
    def test_fewer_rows_than_columns_are_enough(self, rng, rows, others):
        real, fake = rng.normal(size=(rows, 64)), 2 * rng.normal(size=(others, 64)) + 1
        first, second = (
            (cloud - cloud.mean(axis=0)) / np.sqrt(len(cloud) - 1) for cloud in (real, fake)
        )
        # The singular values of √S₁ √S₂ are those of the small matrix X Yᵀ.
        common = np.linalg.svd(first @ second.T, compute_uv=False).sum()
        gap = np.square(real.mean(axis=0) - fake.mean(axis=0)).sum()
        expected = gap + np.square(first).sum() + np.square(second).sum() - 2 * common
        assert_allclose(value(real, fake), expected, rtol=1e-9)

    @pytest.mark.parametrize("rows", [2, 20, 64, 65, 500])
    @pytest.mark.parametrize("offset", [0, 1000])
    def test_identical_clouds_are_at_no_distance(self, rng, rows, offset):
        x = (rng.normal(size=(rows, 64)) + offset).astype("float32")
        assert 0 <= value(x, x.copy()) < 1e-9

    def test_columns_that_repeat_or_stand_still_do_no_harm(self, rng):
        x, y = rng.normal(size=(2, 100, 3))
        still = np.column_stack([x, x[:, 0], np.full(100, 7)])
        other = np.column_stack([y, y[:, 0], np.full(100, 9)])
        assert_allclose(value(still, other), 4 + value(still[:, :4], other[:, :4]), rtol=1e-6)
        assert_allclose(value(np.ones((5, 3)), np.zeros((9, 3))), 3, rtol=1e-12)

    def test_far_from_the_origin_float32_keeps_its_digits(self, rng):
        x, y = ((rng.normal(size=(300, 32)) + 1000).astype("float32") for _ in range(2))
        near_x, near_y = (cloud.astype("float64") - 1000 for cloud in (x, y))
        assert_allclose(value(x, y), value(near_x, near_y), rtol=1e-9)

    def test_equal_laws_at_1000_samples_in_64_columns_are_2_21_apart(self):
        pairs = (np.random.default_rng(seed).normal(size=(2, 1000, 64)) for seed in range(5))
        found = np.mean([value(*pair) for pair in pairs])
        assert found == pytest.approx(
            metrics.frechet_bias(np.eye(64), 1000), abs=4 * 0.066 / 5**0.5
        )

    def test_ill_conditioned_clouds_take_the_careful_way_and_agree(self, rng, monkeypatch):
        real, fake = rng.normal(size=(200, 8)), rng.normal(size=(200, 8)) * 2
        quick = value(real, fake)
        monkeypatch.setattr(gaussians, "SQUARED", 2)
        assert_allclose(value(real, fake), quick, rtol=1e-10)

    def test_tensors_are_welcome_and_the_error_is_unknown_unless_asked_for(self, rng):
        x, y = rng.normal(size=(2, 20, 3)).astype("float32")
        found = metrics.frechet_distance(ops.convert_to_tensor(x), y)
        assert found.value == value(x, y)
        assert found.standard_error == np.inf


class TestLawsOfTheFrechetDistance:
    @laws
    @given(clouds())
    def test_it_is_symmetric_to_the_last_bit_and_never_negative(self, pair):
        real, fake = pair
        assert value(real, fake) == value(fake, real)
        assert value(real, fake) >= 0

    @laws
    @given(clouds(), st.permutations(range(8)))
    def test_the_order_of_the_rows_does_not_matter(self, pair, order):
        real, fake = pair
        shuffled = real[[k for k in order if k < len(real)]]
        assert_allclose(value(shuffled, fake), value(real, fake), rtol=1e-6, atol=1e-6)

    @laws
    @given(clouds(), st.integers(0, 9))
    def test_turning_and_moving_both_changes_nothing(self, pair, seed):
        real, fake = pair
        rng, width = np.random.default_rng(seed), real.shape[1]
        turn, move = np.linalg.qr(rng.normal(size=(width, width)))[0], rng.normal(size=width)
        turned = value(real @ turn + move, fake @ turn + move)
        assert_allclose(turned, value(real, fake), rtol=1e-6, atol=1e-6)

    @laws
    @given(clouds(), st.floats(0.1, 10))
    def test_it_grows_with_the_square_of_the_scale(self, pair, scale):
        real, fake = pair
        scaled = value(real * scale, fake * scale)
        assert_allclose(scaled, scale**2 * value(real, fake), rtol=1e-6, atol=1e-5)

    @laws
    @given(clouds(count=3))
    def test_its_root_is_a_distance_so_no_detour_is_shorter(self, three):
        one, two, three = three
        direct = np.sqrt(value(one, three))
        assert direct <= np.sqrt(value(one, two)) + np.sqrt(value(two, three)) + 1e-6


class TestStandardError:
    def test_the_value_is_the_same_to_the_last_bit(self, rng):
        x, y = rng.normal(size=(2, 50, 5))
        assert metrics.frechet_distance(x, y, standard_error=True).value == value(x, y)

    @pytest.mark.parametrize("width", [3, 40])
    def test_each_influence_is_the_slope_along_that_samples_weight(self, rng, width):
        real, fake = rng.normal(size=(12, width)), rng.normal(size=(15, width)) * 1.5 + 0.3
        found = gaussians.compare(real, fake)

        def weighted(weights):
            shares = weights / weights.sum()
            mean = shares @ real
            first = np.sqrt(shares * 12 / 11)[:, None] * (real - mean)
            second = (fake - fake.mean(axis=0)) / np.sqrt(14)
            common = np.linalg.svd(first @ second.T, compute_uv=False).sum()
            gap = np.square(mean - fake.mean(axis=0)).sum()
            return gap + np.square(first).sum() + np.square(second).sum() - 2 * common

        step = 1e-5 * np.eye(12)
        slopes = [(weighted(1 + s) - weighted(1 - s)) / 2e-5 * 12 for s in step]
        # Normalised by n - 1, the sums of squares are n/(n - 1) times a mean: so are their slopes.
        squares = found.real - 2 * (real - real.mean(0)) @ (real.mean(0) - fake.mean(0))
        linear = found.real - squares
        centred = (squares - squares.mean()) * 12 / 11
        assert_allclose(slopes, linear + centred, rtol=1e-4, atol=1e-5)

    def test_blocks_give_what_the_whole_gives(self, rng, monkeypatch):
        x, y = rng.normal(size=(2, 50, 5))
        whole = metrics.frechet_distance(x, y, standard_error=True)
        monkeypatch.setattr(inputs, "BLOCK", 35)
        parts = metrics.frechet_distance(x, y, standard_error=True)
        assert_allclose(parts.value, whole.value, rtol=1e-12)
        assert_allclose(parts.standard_error, whole.standard_error, rtol=1e-12)

    def test_statistics_alone_cannot_tell_it(self, rng):
        x = rng.normal(size=(20, 2))
        gathered = metrics.FrechetStatistics(2).update(x)
        with pytest.raises(TypeError, match="pass fake_features as a matrix"):
            metrics.frechet_distance(x, gathered, standard_error=True)


class TestExtrapolation:
    def test_equal_laws_score_around_zero(self):
        found = [
            metrics.frechet_distance(
                *np.random.default_rng(seed).normal(size=(2, 200, 8)), extrapolate=True
            ).value
            for seed in range(30)
        ]
        spread = np.std(found, ddof=1) / np.sqrt(30)
        assert abs(np.mean(found)) < 4 * spread
        assert spread < metrics.frechet_bias(np.eye(8), 200) / 10

    def test_it_covers_the_distance_of_the_laws_themselves(self):
        covered = 0
        for seed in range(20):
            rng = np.random.default_rng(seed)
            real, fake = rng.normal(size=(300, 8)), 1.3 * rng.normal(size=(300, 8)) + 0.2
            found = metrics.frechet_distance(real, fake, standard_error=True, extrapolate=True)
            low, high = found.interval(0.95)
            covered += low < 8 * (0.2**2 + 0.3**2) < high
        assert covered >= 17

    def test_the_value_does_not_depend_on_asking_for_the_error(self, rng):
        x, y = rng.normal(size=(2, 60, 3))
        plain = metrics.frechet_distance(x, y, extrapolate=True)
        asked = metrics.frechet_distance(x, y, extrapolate=True, standard_error=True)
        assert plain.value == asked.value
        assert plain.standard_error == np.inf

    def test_too_few_rows_are_refused(self, rng):
        with pytest.raises(ValueError, match="at least four samples a column, 40; got 39"):
            metrics.frechet_distance(*rng.normal(size=(2, 39, 10)), extrapolate=True)


class TestFrechetStatistics:
    def test_count_mean_and_covariance_are_numpys(self, rng):
        x = rng.normal(size=(100, 4)) + 1000
        found = metrics.FrechetStatistics(4).update(x)
        assert found.count == 100
        assert_allclose(found.mean, x.mean(axis=0), rtol=1e-14)
        assert_allclose(found.covariance, np.cov(x, rowvar=False), rtol=1e-9)

    @laws
    @given(clouds(count=3))
    def test_shards_combine_to_what_all_rows_at_once_give(self, three):
        shards = [metrics.FrechetStatistics(x.shape[1]).update(x) for x in three]
        whole = metrics.FrechetStatistics(three[0].shape[1]).update(np.concatenate(three))
        for one, two, three in itertools.permutations(shards):
            joined = one + (two + three)
            assert joined.count == whole.count
            assert_allclose(joined.mean, whole.mean, atol=1e-12)
            assert_allclose(joined.scatter, whole.scatter, atol=1e-10)

    def test_batches_of_any_size_even_of_one_row_make_the_whole(self, rng):
        x = (rng.normal(size=(50, 3)) + 1000).astype("float32")
        whole, parts = metrics.FrechetStatistics(3).update(x), metrics.FrechetStatistics(3)
        for batch in np.split(x, [1, 2, 30]):
            assert parts.update(batch) is parts
        assert_allclose(parts.scatter, whole.scatter, rtol=1e-10)

    def test_the_distance_takes_them_in_place_of_features(self, rng):
        x, y = rng.normal(size=(2, 30, 4))
        first, second = (metrics.FrechetStatistics(4).update(cloud) for cloud in (x, y))
        expected = value(x, y)
        assert value(first, second) == value(x, second) == expected

    def test_adding_changes_neither_shard_and_measuring_changes_nothing(self, rng):
        shards = [metrics.FrechetStatistics(2).update(rng.normal(size=(9, 2))) for _ in range(2)]
        before = [{k: v.copy() for k, v in s.to_arrays().items()} for s in shards]
        value(*shards)
        (shards[0] + shards[1]).update(rng.normal(size=(9, 2)))
        for shard, kept in zip(shards, before, strict=True):
            for name, array in shard.to_arrays().items():
                assert_array_equal(array, kept[name])

    def test_arrays_survive_a_file(self, rng, tmp_path):
        stored = metrics.FrechetStatistics(3).update(rng.normal(size=(20, 3)))
        np.savez(tmp_path / "statistics.npz", **stored.to_arrays())
        with np.load(tmp_path / "statistics.npz", allow_pickle=False) as file:
            found = metrics.FrechetStatistics.from_arrays(file)
        assert repr(found) == repr(stored) == "FrechetStatistics of 20 rows, 3 columns"
        assert_array_equal(found.scatter, stored.scatter)
        assert value(found, stored) < 1e-12

    @pytest.mark.parametrize(
        ("count", "scatter"),
        [
            (3, [[1, 5], [5, 1]]),
            (0, [[1, 0], [0, 1]]),
            (1, [[1, 0], [0, 1]]),
            (3, [[-1, 0], [0, -1]]),
        ],
    )
    def test_a_scatter_of_no_rows_at_all_is_refused(self, count, scatter):
        arrays = {"count": count, "mean": [0.0, 0.0], "scatter": scatter}
        with pytest.raises(ValueError, match=f"no {count} rows have this scatter: its eigenvalues"):
            metrics.FrechetStatistics.from_arrays(arrays)

    @pytest.mark.parametrize("rows", [0, 1, 2, 5])
    def test_what_few_rows_gave_is_taken_back(self, rows, rng):
        stored = metrics.FrechetStatistics(4)
        if rows:
            stored.update(1e3 + rng.normal(size=(rows, 4)))
        found = metrics.FrechetStatistics.from_arrays(stored.to_arrays())
        assert_array_equal(found.scatter, stored.scatter)

    def test_flat_clouds_may_be_stored_in_single_precision(self, rng):
        stored = metrics.FrechetStatistics(300).update(1e3 * rng.normal(size=(30, 300)))
        single = {k: v.astype("float32") for k, v in stored.to_arrays().items() if k != "count"}
        found = metrics.FrechetStatistics.from_arrays({"count": 30, **single})
        assert value(found, stored) < 1e-6 * np.trace(stored.covariance)

    @pytest.mark.parametrize("switch", ["standard_error", "extrapolate"])
    def test_a_word_is_no_switch(self, switch, rng):
        x = rng.normal(size=(9, 2))
        with pytest.raises(TypeError, match=f"{switch} must be True or False; got 'no'"):
            metrics.frechet_distance(x, x, **{switch: "no"})

    def test_a_refused_batch_leaves_no_trace(self, rng):
        x = rng.normal(size=(9, 2))
        found = metrics.FrechetStatistics(2).update(x)
        for bad in (1e80 * x, np.full((2, 2), np.nan)):
            with pytest.raises(ValueError, match="features must"):
                found.update(bad)
        assert_array_equal(found.scatter, metrics.FrechetStatistics(2).update(x).scatter)

    def test_what_was_stored_does_not_move_with_the_next_batch(self, rng):
        statistics = metrics.FrechetStatistics(3).update(rng.normal(size=(5, 3)))
        stored = statistics.to_arrays()
        before = {name: array.copy() for name, array in stored.items()}
        statistics.update(rng.normal(size=(5, 3)) + 5)
        for name, array in stored.items():
            assert_array_equal(array, before[name])

    def test_the_range_is_looked_at_without_a_copy(self, rng):
        import tracemalloc

        features = rng.normal(size=(2000, 100))
        tracemalloc.start()
        inputs.bounded(features, "features", 1e70)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < features.nbytes / 10


class TestFrechetBias:
    @pytest.mark.parametrize("dtype", ["float16", "float32"])
    def test_covariances_of_every_precision_are_welcome(self, dtype):
        expected = metrics.frechet_bias(np.eye(3), 100)
        assert metrics.frechet_bias(np.eye(3, dtype=dtype), 100) == pytest.approx(expected)

    def test_of_the_identity_it_is_the_known_form(self):
        assert_allclose(
            metrics.frechet_bias(np.eye(64), 1000), 128 / 1000 + 64 * 65 / 2 / 999, rtol=1e-12
        )

    def test_other_covariances_and_counts_agree_with_many_runs(self):
        scales, counts = np.array([1, 2, 0.5]), (300, 150)
        rng = np.random.default_rng(0)
        found = [
            value(*(rng.normal(size=(count, 3)) * scales for count in counts)) for _ in range(400)
        ]
        expected = metrics.frechet_bias(np.diag(scales**2), *counts)
        assert abs(np.mean(found) - expected) < 4 * np.std(found) / 20


def coverage(runs, truth=None):
    """Share of 95 % intervals that hold the truth: the estimator's own mean unless given."""
    truth = np.mean([run.value for run in runs]) if truth is None else truth
    inside = [low < truth < high for low, high in (run.interval(0.95) for run in runs)]
    return np.mean(inside)


def run(seed, *, rows, width, **options):
    rng = np.random.default_rng(seed)
    fake = 1.3 * rng.normal(size=(rows, width)) + 0.2
    real = rng.normal(size=(rows, width))
    return metrics.frechet_distance(real, fake, standard_error=True, **options)


class TestCalibration:
    def test_the_error_is_as_large_as_the_spread_over_twenty_runs(self):
        runs = [run(seed, rows=200, width=8) for seed in range(20)]
        spread = np.std([found.value for found in runs], ddof=1)
        errors = np.mean([found.standard_error for found in runs])
        # Twenty runs know a spread to a sixth; half or double of it is wrong.
        assert 0.6 < errors / spread < 1.6
        assert coverage(runs) >= 0.85

    @pytest.mark.slow
    @pytest.mark.parametrize(("rows", "width"), [(200, 8), (300, 64), (100, 2), (40, 64)])
    def test_intervals_hold_the_estimators_own_mean(self, rows, width):
        found = coverage([run(seed, rows=rows, width=width) for seed in range(200)])
        assert 0.90 <= found <= 0.99

    @pytest.mark.slow
    @pytest.mark.parametrize(("rows", "width"), [(200, 8), (300, 16), (100, 2)])
    def test_extrapolated_intervals_hold_the_truth(self, rows, width):
        runs = [run(seed, rows=rows, width=width, extrapolate=True) for seed in range(200)]
        assert 0.90 <= coverage(runs, truth=width * (0.2**2 + 0.3**2)) <= 0.99
