"""Noise is checked against closed forms, and interpolation against its laws.

Shares and moments of samples may be off by four or five standard errors of their own.
"""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import special, stats

from ganbook import backend, noise
from ganbook.backend import keras, ops

ROOT = Path(__file__).parents[1]
COUNT = 20_000
# Keras on JAX takes sines and arcs of doubles in single precision.
ANGLES = 1e-12 if backend.name == "tensorflow" else 2e-6
UNUSUAL = [
    noise.Uniform(limit=1.0),
    noise.Truncated(threshold=0.5),
    noise.Mixture(modes=3, width=0.4),
    noise.Sparse(share=0.5),
    noise.Fixed(rows=3),
]
EVERY_LAW = [*(kind() for kind in noise.LAWS.values()), *UNUSUAL]


def label(law):
    return str(law)


def assert_mean(values, expected):
    """The mean of independent draws lies within five of its standard errors."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    assert np.all(np.abs(values.mean(axis=0) - expected) <= 5 * error + 1e-6)


def truncated_variance(threshold):
    """1 - 2aφ(a) / (2Φ(a) - 1), the textbook's variance of a symmetrically truncated normal."""
    inside = 2 * stats.norm.cdf(threshold) - 1
    return 1 - 2 * threshold * stats.norm.pdf(threshold) / inside


def mean_length(size):
    return np.sqrt(2) * np.exp(special.gammaln((size + 1) / 2) - special.gammaln(size / 2))


class TestGaussian:
    def test_moments(self):
        x = noise.gaussian(COUNT, 3, seed=0).astype("float64")
        for power, expected in [(1, 0), (2, 1), (3, 0), (4, 3)]:
            assert_mean(x**power, expected)

    def test_rows_live_in_a_shell(self):
        lengths = np.linalg.norm(noise.gaussian(COUNT, 100, seed=0), axis=1)
        assert_mean(lengths, mean_length(100))
        # The closed form itself: 9.975 is almost √100, and the shell is 0.7 thick at any radius.
        assert_allclose(mean_length(100), 9.97503, atol=1e-5)
        assert_allclose(lengths.std(), np.sqrt(100 - mean_length(100) ** 2), rtol=0.03)

    def test_is_the_law_to_the_eye_of_a_test(self):
        assert stats.kstest(noise.gaussian(COUNT, 1, seed=0)[:, 0], "norm").pvalue > 0.001


class TestUniform:
    @pytest.mark.parametrize("limit", [np.sqrt(3), 1.0])
    def test_moments(self, limit):
        x = noise.uniform(COUNT, 3, limit=limit, seed=0).astype("float64")
        assert np.abs(x).max() <= np.float32(limit)
        for power, expected in [(1, 0), (2, limit**2 / 3), (4, limit**4 / 5)]:
            assert_mean(x**power, expected)

    def test_unless_told_otherwise_it_has_variance_one(self):
        assert noise.Uniform().limit ** 2 / 3 == pytest.approx(1)


class TestTruncated:
    @pytest.mark.parametrize("threshold", [0.1, 0.5, 1.0, 2.0])
    def test_variance(self, threshold):
        x = noise.truncated(COUNT, 2, threshold=threshold, seed=0).astype("float64")
        assert_mean(x**2, truncated_variance(threshold))

    def test_is_the_law_to_the_eye_of_a_test(self):
        x = noise.truncated(COUNT, 1, threshold=1.5, seed=0)[:, 0]
        assert stats.kstest(x, stats.truncnorm(-1.5, 1.5).cdf).pvalue > 0.001

    def test_nothing_piles_up_on_the_threshold(self):
        x = noise.truncated(COUNT, 2, threshold=1.0, seed=0)
        assert np.abs(x).max() <= 1
        # Clipping would put 32 % of the mass here; the law has about 2·φ(1)·0.01/0.68 = 0.7 %.
        assert np.mean(np.abs(x) > 0.99) < 0.01

    def test_draws_inside_are_kept(self):
        plain = noise.gaussian(COUNT, 2, seed=0)
        kept = noise.truncated(COUNT, 2, threshold=1.0, seed=0)
        inside = np.abs(plain) <= 1
        assert_array_equal(kept[inside], plain[inside])
        assert_mean(inside.astype("float64"), 2 * stats.norm.cdf(1) - 1)

    def test_a_far_threshold_changes_nothing(self):
        plain = noise.gaussian(100, 2, seed=0)
        assert_array_equal(noise.truncated(100, 2, threshold=9.0, seed=0), plain)

    def test_the_second_draw_is_finite_at_the_end_of_its_range(self):
        far = np.full((1, 2), 50.0, "float32")
        again = noise.Truncated(7.0).from_draws(far, np.zeros((1, 2), "float32"))
        assert_allclose(backend.ops.convert_to_numpy(again), -7.0, rtol=1e-6)


class TestSphere:
    @pytest.mark.parametrize("size", [1, 2, 50])
    def test_every_row_has_the_same_length(self, size):
        x = noise.sphere(200, size, seed=0)
        assert_allclose(np.linalg.norm(x, axis=1), np.sqrt(size), rtol=1e-6)

    def test_directions_are_the_gaussian_ones(self):
        plain, turned = noise.gaussian(50, 4, seed=3), noise.sphere(50, 4, seed=3)
        lengths = np.linalg.norm(plain, axis=1, keepdims=True)
        assert_allclose(turned, 2 * plain / lengths, rtol=1e-6)

    def test_no_direction_is_preferred(self):
        x = noise.sphere(COUNT, 3, seed=0).astype("float64")
        assert_mean(x[:, :, None] * x[:, None, :], np.eye(3))

    def test_a_row_of_zeros_stays_finite(self):
        zeros = np.zeros((1, 3), "float32")
        assert_array_equal(noise.Sphere().from_draws(zeros, zeros), zeros)


class TestMixture:
    @pytest.mark.parametrize(("modes", "width"), [(8, 0.1), (3, 0.4), (2, 0.1)])
    def test_covariance(self, modes, width):
        law = noise.Mixture(modes, width)
        x = law.sample(COUNT, 3, seed=0).astype("float64")
        expected = np.eye(3)
        centres = law.centres()
        expected[:2, :2] = width**2 * np.eye(2) + centres.T @ centres / modes
        assert_mean(x, 0)
        assert_mean(x[:, :, None] * x[:, None, :], expected)

    @pytest.mark.parametrize("modes", [2, 3, 8])
    def test_the_spread_of_both_coordinates_together_is_two(self, modes):
        law = noise.Mixture(modes, 0.3)
        assert 2 * law.width**2 + (law.centres() ** 2).sum() / modes == pytest.approx(2)

    def test_each_spot_has_its_share_and_its_width(self):
        law = noise.Mixture(5, 0.05)
        x = law.sample(COUNT, 2, seed=0)
        gaps = np.linalg.norm(x[:, None] - law.centres(), axis=2)
        # Four standard deviations of a binomial count with share 1/5.
        counts = np.bincount(gaps.argmin(axis=1), minlength=5)
        assert np.all(np.abs(counts - COUNT / 5) < 4 * np.sqrt(COUNT * 4 / 25))
        assert_mean(gaps.min(axis=1) ** 2, 2 * 0.05**2)

    def test_spots_as_wide_as_the_circle_are_the_gaussian(self):
        assert_array_equal(
            noise.mixture(100, 3, modes=4, width=1.0, seed=0), noise.gaussian(100, 3, seed=0)
        )


class TestSparse:
    @pytest.mark.parametrize("share", [0.1, 0.5])
    def test_moments(self, share):
        x = noise.sparse(COUNT, 4, share=share, seed=0).astype("float64")
        for power, expected in [(1, 0), (2, 1), (4, 3 / share)]:
            assert_mean(x**power, expected)

    @pytest.mark.parametrize("share", [0.1, 0.5])
    def test_share_of_the_coordinates_and_of_the_sleeping_rows(self, share):
        awake = noise.sparse(COUNT, 4, share=share, seed=0) != 0
        assert_mean(awake.astype("float64"), share)
        assert_mean((~awake.any(axis=1)).astype("float64"), (1 - share) ** 4)

    def test_all_awake_is_the_gaussian(self):
        assert_array_equal(noise.sparse(9, 4, share=1.0, seed=0), noise.gaussian(9, 4, seed=0))


class TestFixed:
    def test_every_sample_is_a_row_of_the_table_whatever_the_seed(self):
        table = noise.Fixed(20).table(3).astype("float32")
        for seed in (0, 1):
            found = np.unique(noise.fixed(2000, 3, rows=20, seed=seed), axis=0)
            assert_array_equal(found, np.unique(table, axis=0))

    def test_each_row_has_its_share(self):
        first = noise.fixed(COUNT, 1, rows=5, seed=0)[:, 0]
        counts = [np.sum(first == row) for row in noise.Fixed(5).table(1).astype("float32")[:, 0]]
        # Four standard deviations of a binomial count with share 1/5.
        assert np.all(np.abs(np.array(counts) - COUNT / 5) < 4 * np.sqrt(COUNT * 4 / 25))

    def test_its_rows_are_gaussian(self):
        table = noise.Fixed(COUNT).table(2)
        for power, expected in [(1, 0), (2, 1), (4, 3)]:
            assert_mean(table**power, expected)

    def test_more_rows_begin_with_the_same_ones(self):
        assert_array_equal(noise.Fixed(9).table(3)[:4], noise.Fixed(4).table(3))


@pytest.mark.parametrize("law", EVERY_LAW, ids=label)
class TestEveryLaw:
    def test_gives_finite_float32_rows(self, law):
        x = law.sample(7, 5, seed=0)
        assert (x.shape, x.dtype) == ((7, 5), np.float32)
        assert np.isfinite(x).all()

    def test_a_seed_gives_one_sample(self, law):
        assert_array_equal(law.sample(5, 4, seed=3), law.sample(5, 4, seed=3))
        assert not np.array_equal(law.sample(5, 4, seed=3), law.sample(5, 4, seed=4))

    def test_more_rows_begin_with_the_same_rows(self, law):
        assert_array_equal(law.sample(9, 4, seed=3)[:5], law.sample(5, 4, seed=3))

    def test_is_written_down_and_read_back(self, law):
        assert noise.law(json.loads(json.dumps(law.config()))) == law

    def test_is_frozen(self, law):
        with pytest.raises(dataclasses.FrozenInstanceError):
            law.limit = 2

    def test_compiled_single_precision_draws_give_the_same_noise(self, law, rng):
        normals, uniforms = rng.normal(size=(64, 4)), rng.random((64, 4))
        single = [ops.convert_to_tensor(draws.astype("float32")) for draws in (normals, uniforms)]
        found = backend.compiled(law.from_draws)(*single)
        assert backend.keras.backend.standardize_dtype(found.dtype) == "float32"
        exact = ops.convert_to_numpy(law.from_draws(normals, uniforms))
        assert_allclose(ops.convert_to_numpy(found), exact, rtol=2e-5, atol=2e-6)

    def test_needs_the_draws_that_it_says_and_no_others(self, law, rng):
        draws = {"normals": rng.normal(size=(64, 4)), "uniforms": rng.random((64, 4))}
        given = {name: values if name in law.needs else None for name, values in draws.items()}
        found = ops.convert_to_numpy(law.from_draws(**given))
        assert_array_equal(found, ops.convert_to_numpy(law.from_draws(**draws)))
        for name in law.needs:
            changed = draws | {name: 1 - draws[name]}
            assert not np.array_equal(ops.convert_to_numpy(law.from_draws(**changed)), found)


class TestStreams:
    def test_noise_is_not_the_stream_that_draws_the_data(self):
        """NumPy takes [seed, 0] for seed: noise drawn so would be tied to the data."""
        for stream in ([0], [0, 0], [0, 1]):
            other = np.random.default_rng(stream).standard_normal((50, 2)).astype("float32")
            assert not np.isin(other, noise.gaussian(50, 2, seed=0)).any()

    def test_normals_and_uniforms_are_independent(self):
        gaussian = noise.gaussian(COUNT, 1, seed=0)[:, 0]
        uniform = noise.uniform(COUNT, 1, seed=0)[:, 0]
        assert stats.spearmanr(gaussian, uniform).pvalue > 0.001

    def test_both_frameworks_draw_the_same_bytes(self):
        program = """
import hashlib, os
from ganbook import noise
laws = [kind() for kind in noise.LAWS.values()]
print(hashlib.sha256(b"".join(l.sample(500, 5, seed=1).tobytes() for l in laws)).hexdigest())
"""
        other = {"tensorflow": "jax", "jax": "tensorflow"}[backend.name]
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | {"KERAS_BACKEND": other},
            capture_output=True,
            text=True,
            check=True,
        )
        ours = b"".join(kind().sample(500, 5, seed=1).tobytes() for kind in noise.LAWS.values())
        assert done.stdout.strip() == hashlib.sha256(ours).hexdigest()


class TestLaw:
    def test_finds_a_law_by_name_and_leaves_a_law_alone(self):
        assert noise.law("sphere") == noise.Sphere()
        chosen = noise.Truncated(0.7)
        assert noise.law(chosen) is chosen

    def test_every_law_stands_under_its_name(self):
        assert set(noise.LAWS) == {
            "gaussian",
            "uniform",
            "truncated",
            "sphere",
            "mixture",
            "sparse",
            "fixed",
        }
        assert all(kind.name == name for name, kind in noise.LAWS.items())

    @pytest.mark.parametrize(
        ("given_law", "error", "sentence"),
        [
            ("gausian", ValueError, "law of the noise .* Did you mean 'gaussian'"),
            (None, TypeError, "law of the noise must be one of"),
            ({"limit": 1.0}, TypeError, "law of the noise must be one of"),
            ({"name": "sparse", "shere": 1}, ValueError, "Did you mean 'share'"),
            ({"name": "sphere", "radius": 1}, ValueError, "no knobs; got 'radius'"),
        ],
    )
    def test_refuses(self, given_law, error, sentence):
        with pytest.raises(error, match=sentence):
            noise.law(given_law)


REFUSED = [
    (noise.gaussian, {"count": 0}, ValueError, "count must be a whole number at least 1; got 0"),
    (noise.gaussian, {"count": 2.5}, TypeError, "count must be a whole number; got 2.5"),
    (noise.gaussian, {"size": 0}, ValueError, "size must be a whole number at least 1; got 0"),
    (noise.gaussian, {"seed": None}, TypeError, "seed must be a whole number; got None"),
    (noise.gaussian, {"seed": -1}, ValueError, "seed must be a whole number at least 0; got -1"),
    (noise.uniform, {"limit": 0}, ValueError, r"limit .* above 0 and at most 1e\+30; got 0"),
    (noise.uniform, {"limit": 1e39}, ValueError, r"limit .* at most 1e\+30; got 1e\+39"),
    (noise.truncated, {"threshold": -1}, ValueError, "threshold .* above 0; got -1"),
    (noise.truncated, {"threshold": np.nan}, ValueError, "threshold .* got nan"),
    (noise.sphere, {"size": "3"}, TypeError, "size must be a whole number; got '3'"),
    (noise.mixture, {"size": 1}, ValueError, "size .* at least 2; got 1. The mixture law needs"),
    (noise.mixture, {"modes": 1}, ValueError, "modes .* at least 2; got 1"),
    (noise.mixture, {"width": 1.5}, ValueError, "width .* at most 1; got 1.5"),
    (noise.sparse, {"share": 0}, ValueError, "share .* above 0 and at most 1; got 0"),
    (noise.sparse, {"share": 1.1}, ValueError, "share .* at most 1; got 1.1"),
    (noise.fixed, {"rows": 0}, ValueError, "rows must be a whole number at least 1; got 0"),
]


class TestRefusals:
    @pytest.mark.parametrize(("draw", "wrong", "error", "sentence"), REFUSED)
    def test_what_makes_no_noise(self, draw, wrong, error, sentence):
        arguments = {"count": 5, "size": 3, "seed": 0, **wrong}
        with pytest.raises(error, match=sentence):
            draw(**arguments)

    def test_a_seed_must_be_given(self):
        with pytest.raises(TypeError, match="seed"):
            noise.gaussian(5, 3)


def points(size):
    coordinates = st.floats(-3, 3).filter(lambda x: abs(x) > 1e-3)
    return st.lists(coordinates, min_size=size, max_size=size).map(np.array)


def angle_between(a, b):
    cosine = np.sum(a * b, axis=-1) / np.linalg.norm(a, axis=-1) / np.linalg.norm(b, axis=-1)
    return np.arccos(np.clip(cosine, -1, 1))


class TestLerp:
    def test_halfway_falls_out_of_the_shell(self):
        """In 100 dimensions the midpoint of two Gaussian points has mean length 7.05, not 9.98."""
        a, b = noise.gaussian(COUNT, 100, seed=0), noise.gaussian(COUNT, 100, seed=1)
        assert_allclose(mean_length(100) / np.sqrt(2), 7.05, atol=0.005)
        assert_mean(np.linalg.norm(noise.lerp(a, b, 0.5), axis=1), mean_length(100) / np.sqrt(2))

    def test_many_shares_of_one_pair_make_a_path(self):
        path = noise.lerp([0.0, 0.0], [4.0, 8.0], [0, 0.25, 1])
        assert_allclose(path, [[0, 0], [1, 2], [4, 8]])

    def test_a_share_for_each_row(self, rng):
        a, b, t = rng.normal(size=(3, 2)), rng.normal(size=(3, 2)), np.array([0, 0.3, 1])
        assert_allclose(noise.lerp(a, b, t)[1], 0.7 * a[1] + 0.3 * b[1])

    def test_points_that_no_number_holds_are_refused(self):
        with pytest.raises(ValueError, match="the points of this way are too large for float32"):
            noise.lerp(np.array([3e38, 0], "float32"), np.array([0, 3e38], "float32"), 2.0)


class TestSlerp:
    def test_a_right_angle_by_hand(self):
        path = noise.slerp([1.0, 0.0], [0.0, 2.0], [0, 1 / 3, 0.5, 1])
        expected = [[1, 0], [np.sqrt(3) / 2, 1], [np.sqrt(0.5), np.sqrt(2)], [0, 2]]
        assert_allclose(path, expected, atol=1e-6)

    def test_keeps_the_digits_of_doubles(self):
        a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
        assert_allclose(noise.slerp(a, b, 1 / 3), [np.sqrt(0.75), 0.5], rtol=1e-15)
        assert_allclose(noise.slerp(a, -a, 0.25), np.sqrt([0.5, 0.5]), rtol=1e-15)

    def test_matches_the_textbook_between_gaussian_points(self, rng):
        a, b = rng.normal(size=(2, 20, 100))
        angle, t = angle_between(a, b)[:, None], 0.3
        slow = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
        assert_allclose(noise.slerp(a, b, t), slow, atol=10 * ANGLES)

    def test_halfway_stays_in_the_shell(self):
        a, b = noise.gaussian(2000, 100, seed=0), noise.gaussian(2000, 100, seed=1)
        halfway = np.linalg.norm(noise.slerp(a, b, 0.5), axis=1)
        assert_allclose(halfway.mean(), mean_length(100), rtol=0.01)

    @settings(deadline=None, max_examples=30)
    @given(points(3), points(3))
    def test_begins_and_ends_where_it_is_told(self, a, b):
        assert_allclose(noise.slerp(a, b, [0, 1]), [a, b], rtol=1e-6, atol=1e-7 + 10 * ANGLES)

    @settings(deadline=None, max_examples=30)
    @given(points(3), points(3), st.floats(0, 1))
    def test_the_way_back_is_the_same_way(self, a, b, t):
        forth, back = noise.slerp(a, b, t), noise.slerp(b, a, 1 - t)
        assert_allclose(forth, back, rtol=1e-5, atol=1e-6)

    @settings(deadline=None, max_examples=30)
    @given(points(3), points(3), st.floats(0, 1))
    def test_up_to_a_right_angle_the_length_stays_between_the_ends(self, a, b, t):
        b = b * np.sign(a) * np.sign(b)  # into the same octant
        length = np.linalg.norm(noise.slerp(a, b, t))
        low, high = sorted([np.linalg.norm(a), np.linalg.norm(b)])
        assert low * (1 - 1e-6) <= length <= high * (1 + 1e-6)

    @settings(deadline=None, max_examples=30)
    @given(points(3), points(3), st.floats(0, 1))
    def test_equal_lengths_stay_equal_and_the_angle_is_cut_in_proportion(self, a, b, t):
        a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
        on_the_way = noise.slerp(a, b, t)
        assert_allclose(np.linalg.norm(on_the_way), 1, rtol=1e-6)
        assert_allclose(angle_between(a, on_the_way), t * angle_between(a, b), atol=1e-5)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize("gap", [0, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2])
    def test_near_and_opposite_ends_keep_the_circle(self, dtype, gap):
        a = np.array([1.0, 0, 0], dtype)
        shares = np.linspace(0, 1, 9)
        for angle in (gap, np.pi - gap):
            b = np.array([np.cos(angle), np.sin(angle), 0], dtype)
            path = noise.slerp(a, b, shares)
            # Beside the opposite point, rounding decides on which side the arc passes.
            rounding = np.finfo(dtype if backend.name == "tensorflow" else "float32").eps ** 0.5
            assert path.dtype == dtype
            assert_allclose(np.linalg.norm(path, axis=1), 1, atol=4 * rounding)
            assert_allclose(path[[0, -1]], [a, b], atol=1e-6)
            steps = angle_between(path[:-1], path[1:])
            assert_allclose(steps, angle / 8, atol=4 * rounding)

    @pytest.mark.parametrize("size", [1e-30, 1e30])
    def test_the_arc_of_huge_and_of_tiny_points_is_the_same(self, size):
        a, b = np.array([[1, 0], [0, 2]], "float32")
        expected = noise.slerp(a, b, 0.3)
        found = noise.slerp(np.float32(size) * a, np.float32(size) * b, 0.3)
        assert_allclose(found / np.float32(size), expected, rtol=1e-5)

    @pytest.mark.parametrize("gap", [5e-4, 1e-3, 1e-2])
    def test_just_below_the_opposite_end_single_precision_keeps_the_circle(self, gap, rng):
        a, side = np.linalg.qr(rng.normal(size=(20, 3, 2)))[0].transpose(2, 0, 1)
        b = np.sin(gap) * side - np.cos(gap) * a
        middle = noise.slerp(a.astype("float32"), b.astype("float32"), 0.5)
        assert_allclose(np.linalg.norm(middle, axis=1), 1, rtol=5e-7)
        # Rounded ends turn the arc in its plane, by about their last digit over the gap.
        halfway = np.cos(gap / 2) * side + np.sin(gap / 2) * a
        assert_allclose(middle, halfway, atol=4e-7 / gap)

    @pytest.mark.parametrize("b", [[1.0, 2.0], [2.0, 4.0], [-1.0, -2.0], [2.0, -1.0]])
    def test_slopes_are_finite_at_every_angle(self, b):
        def length(ends):
            return ops.sum(ops.square(noise.slerp(ends[0], ends[1], 0.3)), axis=-1)

        slopes = backend.input_gradient(length, np.array([[1.0, 2.0], b]))
        assert np.isfinite(slopes).all()

    def test_the_slope_is_that_of_finite_differences(self, rng):
        def first(ends):
            return noise.slerp(ends[0], ends[1], 0.3)[0]

        # The error of a central difference is about step² plus rounding / step.
        ends, step = rng.normal(size=(2, 3)), ANGLES ** (1 / 3)
        slope = backend.input_gradient(first, ends)
        for place in np.ndindex(2, 3):
            shift = np.zeros((2, 3))
            shift[place] = step
            numeric = (first(ends + shift) - first(ends - shift)) / (2 * step)
            assert_allclose(slope[place], numeric, atol=5 * step**2)

    def test_compiled_over_a_batch(self, rng):
        a, b = rng.normal(size=(2, 6, 4)).astype("float32")
        t = np.linspace(0, 1, 6).astype("float32")
        found = backend.compiled(noise.slerp)(*map(ops.convert_to_tensor, (a, b, t)))
        assert_allclose(ops.convert_to_numpy(found), noise.slerp(a, b, t), rtol=1e-5, atol=1e-6)

    @pytest.mark.parametrize("way", [noise.lerp, noise.slerp])
    @pytest.mark.parametrize(
        ("a", "b", "t", "sentence"),
        [
            ([1.0, 2.0], [1.0, 2.0, 3.0], 0.5, "same number of columns; got 2 and 3"),
            (1.0, [1.0], 0.5, "a must be a point or rows of points"),
            ([1.0, np.nan], [1.0, 2.0], 0.5, "a must be finite"),
            ([1.0, 2.0], [1.0, np.inf], 0.5, "b must be finite"),
            ([1.0, 2.0], [1.0, 2.0], np.nan, "t must be finite"),
            ([1j, 2.0], [1.0, 2.0], 0.5, "a must hold real numbers; got complex128"),
            ([1.0, 2.0], [True, False], 0.5, "b must hold numbers; got booleans"),
            ([1.0, 2.0], [1.0, 2.0], "0.5", "t must hold real numbers; got str"),
            ([1.0, 2.0], np.ma.array([1.0, 2.0]), 0.5, "b is a masked array"),
            (np.ones((0, 2)), [1.0, 2.0], 0.5, r"a must hold at least one number; got .*\(0, 2\)"),
            (np.ones((4, 2)), np.ones((5, 2)), 0.5, r"a, b and t must fit together; .*\(5, 2\)"),
            (np.ones((4, 2)), [1.0, 2.0], [0, 0.5, 1], r"fit together.* for many .* t\[:, None\]"),
        ],
    )
    def test_refuses(self, way, a, b, t, sentence):
        with pytest.raises((ValueError, TypeError), match=sentence):
            way(a, b, t)

    def test_a_line_has_no_arc(self):
        with pytest.raises(ValueError, match=r"a line has no arc\. Use lerp"):
            noise.slerp([[1.0], [2.0]], [[-1.0], [3.0]], 0.5)

    def test_a_point_without_direction_is_refused(self):
        with pytest.raises(ValueError, match="b holds a zero point, which has no direction"):
            noise.slerp([1.0, 0.0], [0.0, 0.0], 0.5)


def linear(weights):
    """A generator that multiplies by a matrix: its inverse is known."""
    noise_input = backend.keras.Input((len(weights),))
    layer = backend.keras.layers.Dense(weights.shape[1], use_bias=False)
    model = backend.keras.Model(noise_input, layer(noise_input))
    layer.set_weights([weights])
    return model


def curved(seed=0):
    keras = backend.keras
    keras.utils.set_random_seed(seed)
    layers = [keras.layers.Dense(32, "tanh"), keras.layers.Dense(12), keras.layers.Reshape((3, 4))]
    return keras.Sequential([keras.Input((3,)), *layers])


class TestInvert:
    def test_a_matrix_is_inverted(self, rng):
        weights = rng.normal(size=(3, 5)).astype("float32")
        latents = rng.normal(size=(4, 3)).astype("float32")
        found = noise.invert(linear(weights), latents @ weights, steps=400, rate=0.1)
        assert_allclose(found.noise, latents, atol=1e-3)
        assert found.errors.max() < 1e-6

    def test_out_of_reach_it_finds_the_nearest(self, rng):
        """Least squares: the error that is left is that of the projection."""
        weights = rng.normal(size=(2, 5)).astype("float32")
        images = rng.normal(size=(3, 5)).astype("float32")
        best, *_ = np.linalg.lstsq(weights.T, images.T, rcond=None)
        found = noise.invert(linear(weights), images, steps=400, rate=0.1)
        assert_allclose(found.noise, best.T, atol=1e-3)
        assert_allclose(found.errors, ((images - best.T @ weights) ** 2).mean(axis=1), rtol=1e-4)

    def test_the_generator_s_own_images_are_found_again(self):
        generator = curved()
        images = ops.convert_to_numpy(generator(noise.gaussian(5, 3, seed=7)))
        found = noise.invert(generator, images, steps=400)
        assert_allclose(found.images, images, atol=0.02)
        made = ops.convert_to_numpy(generator(found.noise))
        assert_allclose(found.images, made, atol=1e-6)
        assert_allclose(found.errors, ((made - images) ** 2).mean(axis=(1, 2)), atol=1e-6)

    def test_more_starts_never_make_it_worse(self):
        generator = curved()
        images = ops.convert_to_numpy(generator(noise.gaussian(6, 3, seed=7)))
        few = noise.invert(generator, images, steps=30, starts=1).errors
        many = noise.invert(generator, images, steps=30, starts=5).errors
        assert np.all(many <= few + 1e-7)  # the first rows of a seed are the same rows
        assert many.sum() < few.sum()

    def test_a_seed_gives_one_answer(self):
        generator = curved()
        images = ops.convert_to_numpy(generator(noise.gaussian(2, 3, seed=7)))
        first, again = (noise.invert(generator, images, steps=5, seed=3) for _ in range(2))
        assert_array_equal(first.noise, again.noise)

    @pytest.mark.parametrize("policy", ["mixed_bfloat16", "float64"])
    def test_a_generator_of_another_precision_is_inverted(self, policy):
        start = keras.Input((3,))
        made = keras.layers.Dense(5, dtype=policy, kernel_initializer="orthogonal")(start)
        generator = keras.Model(start, made)
        images = np.asarray(ops.cast(generator(noise.gaussian(2, 3, seed=1)), "float32"))
        found = noise.invert(generator, images)
        assert found.images.dtype == np.float32
        assert found.errors.max() < 1e-3

    @pytest.mark.parametrize(("shape", "outputs"), [((3,), 2), ((2, 4), 1), ((None, 4), 1)])
    def test_refuses_what_makes_no_one_batch_of_rows(self, shape, outputs):
        start = keras.Input(shape)
        made = keras.layers.Dense(5)(start)
        generator = keras.Model(start, made if outputs == 1 else [made] * outputs)
        with pytest.raises(TypeError, match=f"rows of noise.* has {outputs} outputs"):
            noise.invert(generator, np.zeros((2, 5)))

    @pytest.mark.parametrize(
        ("wrong", "error", "sentence"),
        [
            ({"images": np.zeros((3, 4))}, ValueError, r"batch of .* got \(3, 4\).* image\[None\]"),
            ({"images": np.zeros((0, 3, 4))}, ValueError, "batch of"),
            ({"images": np.full((1, 3, 4), np.nan)}, ValueError, "images must be finite"),
            ({"images": np.zeros((1, 3, 4)) * 1j}, TypeError, "images must hold real numbers"),
            ({"images": np.full((1, 3, 4), 1e300)}, ValueError, "images are too large for float32"),
            ({"images": np.full((1, 3, 4), 1e30)}, ValueError, r"finite error for images\[0\]"),
            ({"steps": 0}, ValueError, "steps must be a whole number at least 1"),
            ({"starts": 0}, ValueError, "starts must be a whole number at least 1"),
            ({"rate": 0}, ValueError, "rate must be a finite number above 0"),
            ({"generator": abs}, TypeError, "generator must be a Keras model"),
        ],
    )
    def test_refuses(self, wrong, error, sentence):
        arguments = {"generator": curved(), "images": np.zeros((1, 3, 4)), **wrong}
        with pytest.raises(error, match=sentence):
            noise.invert(arguments.pop("generator"), arguments.pop("images"), **arguments)
