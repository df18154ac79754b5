"""Penalties are checked against closed forms, brute force, and for where they stand."""

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, penalties
from ganbook.backend import keras, ops
from tests.test_losses import gradients, slow_gradients, tensors

ALL = {
    "r1": lambda critic, real, fake, share: penalties.r1(critic, real),
    "r2": lambda critic, real, fake, share: penalties.r2(critic, fake),
    "gradient-penalty": lambda critic, real, fake, share: penalties.gradient_penalty(
        critic, real, fake, share=share
    ),
}


def linear(points):
    """Slope (3, 4) everywhere."""
    return ops.matmul(points, ops.convert_to_tensor([[3.0], [4.0]], dtype=points.dtype))


def curved(points, weights=None):
    """A smooth critic of images or points, one hidden layer, one score a sample."""
    rows = ops.reshape(points, (points.shape[0], -1))
    rng = np.random.default_rng(1)
    first = weights or tensors(rng.normal(size=(rows.shape[1], 4)), rng.normal(size=(4, 1)))
    return ops.matmul(ops.silu(ops.matmul(rows, first[0])), first[1])


def drawn(rng, shape=(6, 2), dtype="float64"):
    """Real samples, fakes, and a share for each pair."""
    real, fake = rng.normal(size=(2, *shape)).astype(dtype)
    return real, fake, rng.uniform(size=shape[0]).astype(dtype)


class Recording:
    """A critic that remembers where it was asked."""

    def __init__(self):
        self.points = None

    def __call__(self, points):
        self.points = np.asarray(ops.stop_gradient(points))
        return ops.sum(ops.square(points), axis=tuple(range(1, len(points.shape))))


class TestClosedForms:
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    @pytest.mark.parametrize(("name", "wanted"), [("r1", 25), ("r2", 25), ("gradient-penalty", 16)])
    def test_a_slope_of_three_and_four(self, name, wanted, dtype, rng):
        found = ALL[name](linear, *drawn(rng, dtype=dtype))
        assert_allclose(found, np.full(6, wanted), rtol=1e-6)
        assert keras.backend.standardize_dtype(found.dtype) == dtype

    def test_a_bowl_is_steep_where_the_samples_are(self, rng):
        """Scores |x|² have slopes 2x: each penalty tells where it stood."""
        real, fake, share = drawn(rng, (5, 3))
        bowl = lambda points: ops.sum(ops.square(points), axis=1)  # noqa: E731
        mixed = share[:, None] * real + (1 - share[:, None]) * fake
        assert_allclose(penalties.r1(bowl, real), 4 * np.sum(real**2, axis=1))
        assert_allclose(penalties.r2(bowl, fake), 4 * np.sum(fake**2, axis=1))
        wanted = (2 * np.linalg.norm(mixed, axis=1) - 1) ** 2
        assert_allclose(penalties.gradient_penalty(bowl, real, fake, share=share), wanted)

    @pytest.mark.parametrize("slope", [0.0, 0.5, 1.0, 2.0])
    def test_the_distance_from_one(self, slope):
        flat = np.array([[slope, 0.0]])
        assert_array_equal(penalties.distance_from_one(flat), [(slope - 1) ** 2])
        assert_array_equal(penalties.squared_norm(flat), [slope**2])


class TestBruteForce:
    @pytest.mark.parametrize("shape", [(6, 3), (4, 3, 3, 2)])
    @pytest.mark.parametrize("name", ALL)
    def test_a_batch_is_a_loop_over_its_samples(self, name, shape, rng):
        real, fake, share = drawn(rng, shape)
        one_by_one = [
            np.asarray(ALL[name](curved, real[i : i + 1], fake[i : i + 1], share[i : i + 1]))[0]
            for i in range(shape[0])
        ]
        assert_allclose(ALL[name](curved, real, fake, share), one_by_one, rtol=1e-12)

    @pytest.mark.parametrize("shape", [(4, 3), (2, 2, 2, 1)])
    def test_slopes_match_finite_differences(self, shape, rng):
        points = rng.normal(size=shape)
        wanted = slow_gradients(lambda x: curved(*tensors(x)), [points])[0]
        assert_allclose(penalties.slopes(curved, points), wanted, rtol=1e-7, atol=1e-9)

    @pytest.mark.parametrize("name", ALL)
    def test_their_own_slopes_by_the_weights_match_finite_differences(self, name, rng):
        """The second derivatives that training goes down."""
        given = drawn(rng, (5, 2))

        def penalty(*weights):
            weights = tensors(*weights)
            return ALL[name](lambda points: curved(points, weights), *given)

        weights = [rng.normal(size=(2, 4)), rng.normal(size=(4, 1))]
        wanted = slow_gradients(penalty, weights)
        for found, slow in zip(gradients(penalty, *weights), wanted, strict=True):
            assert_allclose(found, slow, rtol=1e-6, atol=1e-8)

    @pytest.mark.parametrize("name", ALL)
    def test_work_inside_a_compiled_function(self, name, rng):
        given = tensors(*drawn(rng, (5, 3)))
        compiled = backend.compiled(lambda *arguments: ALL[name](curved, *arguments))
        assert_allclose(np.asarray(compiled(*given)), ALL[name](curved, *given), rtol=1e-12)


class TestPlaces:
    def test_each_asks_where_it_says(self, rng):
        real, fake, _ = drawn(rng)
        critic = Recording()
        penalties.r1(critic, real)
        assert_array_equal(critic.points, real)
        penalties.r2(critic, fake)
        assert_array_equal(critic.points, fake)

    @pytest.mark.parametrize("shape", [(200, 2), (20, 4, 4, 3)])
    def test_the_gradient_penalty_stays_on_the_way_from_fake_to_real(self, shape, rng):
        real, fake, share = drawn(rng, shape)
        critic = Recording()
        penalties.gradient_penalty(critic, real, fake, share=share)
        way = (critic.points - fake) / (real - fake)
        assert way.min() > -1e-9
        assert way.max() < 1 + 1e-9
        # One share for a whole sample, and that of the real one.
        wanted = np.broadcast_to(share.reshape(-1, *[1] * (len(shape) - 1)), shape)
        assert_allclose(way, wanted, atol=1e-8)

    def test_its_ends_are_the_samples(self, rng):
        real, fake, _ = drawn(rng)
        assert_array_equal(penalties.between(real, fake, np.ones(6)), real)
        assert_array_equal(penalties.between(real, fake, np.zeros(6)), fake)

    @pytest.mark.parametrize("name", ALL)
    def test_no_slope_flows_to_whoever_made_the_samples(self, name, rng):
        real, fake, share = drawn(rng)
        found = gradients(lambda r, f: ALL[name](curved, r, f, share), real, fake)
        for slope in found:
            assert_array_equal(slope, np.zeros((6, 2)))


class TestFlatPlaces:
    """A critic without slope, as a dead or a fresh one is: training must get on from there."""

    @pytest.mark.parametrize(("name", "cost"), [("r1", 0), ("r2", 0), ("gradient-penalty", 1)])
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_cost_what_the_formula_says_and_have_finite_slopes(self, name, cost, dtype, rng):
        given = drawn(rng, dtype=dtype)
        weights = [np.zeros((2, 4), dtype), np.ones((4, 1), dtype)]

        def penalty(*values):
            values = tensors(*values)
            return ALL[name](lambda points: curved(points, values), *given)

        assert_array_equal(np.asarray(penalty(*weights)), np.full(6, cost))
        for slope in gradients(penalty, *weights):
            assert_array_equal(slope, np.zeros_like(slope))

    def test_a_critic_that_does_not_look_has_no_slope(self, rng):
        found = penalties.r1(lambda points: ops.ones((6,), points.dtype), drawn(rng)[0])
        assert_array_equal(found, np.zeros(6))


class TestPrecision:
    @pytest.mark.parametrize("name", ALL)
    def test_half_precision_samples_are_widened(self, name, rng):
        real, fake, share = drawn(rng, dtype="float32")
        halves = [ops.cast(values, "bfloat16") for values in (real, fake)]
        wide = [np.asarray(ops.cast(values, "float32")) for values in halves]
        found = ALL[name](linear, *halves, share)
        assert keras.backend.standardize_dtype(found.dtype) == "float32"
        assert_array_equal(np.asarray(found), np.asarray(ALL[name](linear, *wide, share)))

    def test_half_precision_slopes_are_summed_in_float32(self):
        steep = ops.cast(np.full((1, 784), 100.0), "float16")
        assert float(penalties.squared_norm(steep)[0]) == 7.84e6

    @pytest.mark.parametrize("name", ALL)
    def test_scores_may_be_a_row_or_a_column(self, name, rng):
        given = drawn(rng)
        row = ALL[name](lambda points: curved(points)[:, 0], *given)
        assert_array_equal(np.asarray(row), np.asarray(ALL[name](curved, *given)))


class TestTable:
    def test_names_and_places(self):
        assert {name: found.at for name, found in penalties.PENALTIES.items()} == {
            "r1": "real",
            "r2": "fake",
            "gradient-penalty": "between",
        }
        assert all(name == found.name for name, found in penalties.PENALTIES.items())

    @pytest.mark.parametrize("name", ALL)
    def test_an_entry_is_the_function_in_parts(self, name, rng):
        real, fake, share = drawn(rng)
        entry = penalties.PENALTIES[name]
        slopes = penalties.slopes(curved, entry.points(real, fake, share))
        assert_allclose(entry.of(slopes), ALL[name](curved, real, fake, share), rtol=1e-13)

    def test_their_papers_stand_in_the_bibliography(self):
        text = (Path(__file__).parents[1] / "chapters" / "references.bib").read_text("utf-8")
        years = dict(re.findall(r"@\w+\{([^,]+),.*?year = \{(\d+)\}", text, re.DOTALL))
        for entry in penalties.PENALTIES.values():
            assert entry.cited.endswith(years[entry.paper])

    def test_nobody_can_edit_it(self):
        with pytest.raises(TypeError):
            penalties.PENALTIES["r1"] = None
        with pytest.raises(AttributeError):
            penalties.PENALTIES["r1"].at = "fake"


class TestRefusals:
    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize(
        ("bad", "error", "sentence"),
        [
            (
                np.zeros(6),
                ValueError,
                r"must hold one sample a row, so at least two axes; got shape \(6,\)",
            ),
            (np.full((6, 2), np.nan), ValueError, "must be finite; 12 of its 12"),
        ],
        ids=["rank", "nan"],
    )
    def test_bad_samples(self, name, bad, error, sentence):
        with pytest.raises(error, match=f"(real|fake) {sentence}"):
            ALL[name](linear, bad, bad, np.full(6, 0.5))

    @pytest.mark.parametrize("part", [penalties.squared_norm, penalties.distance_from_one])
    @pytest.mark.parametrize(
        ("bad", "sentence"),
        [
            ([[np.nan, 1.0]], "slope must be finite; 1 of its 2"),
            (np.float32([3, 4]), "slope must hold one sample a row"),
            (np.zeros((0, 2)), r"slope must hold at least one sample \(row\); got shape \(0, 2\)"),
        ],
    )
    def test_bad_slopes(self, part, bad, sentence):
        with pytest.raises(ValueError, match=sentence):
            part(bad)

    def test_a_critic_that_is_none(self):
        with pytest.raises(TypeError, match="critic must be a function or a network"):
            penalties.r1(3, np.zeros((6, 2)))

    @pytest.mark.parametrize(
        ("share", "error", "sentence"),
        [
            (
                np.full(6, 1.5),
                ValueError,
                r"share must lie in \[0, 1\].*got values from 1.5 to 1.5",
            ),
            (np.linspace(-1, 1, 6), ValueError, "Draw it from the uniform law"),
            (np.full(5, 0.5), ValueError, "a number for each of the 6 pairs; got 5"),
            (np.full((6, 1), 0.5), ValueError, "share must be one-dimensional"),
            (0.5, ValueError, "share must be one-dimensional"),
            (np.full(6, np.nan), ValueError, "share must be finite"),
        ],
        ids=["above", "normal", "count", "column", "number", "nan"],
    )
    def test_bad_shares(self, share, error, sentence):
        with pytest.raises(error, match=sentence):
            penalties.gradient_penalty(linear, np.zeros((6, 2)), np.ones((6, 2)), share=share)

    @pytest.mark.parametrize("shape", [(5, 2), (6, 3), (6, 2, 1)])
    def test_fakes_of_another_shape(self, shape):
        with pytest.raises(ValueError, match=r"must have the same shape.*got \(6, 2\) and"):
            penalties.between(np.zeros((6, 2)), np.zeros(shape), np.zeros(6))

    @pytest.mark.parametrize(
        "critic",
        [
            lambda points: ops.concatenate([points, points], axis=1),
            lambda points: ops.sum(points),
            lambda points: ops.sum(points, axis=1)[:3],
        ],
        ids=["wide", "mean", "half"],
    )
    def test_a_critic_without_one_score_a_sample(self, critic):
        with pytest.raises(ValueError, match=r"one raw score a sample, shape \(6,\) or \(6, 1\)"):
            penalties.r1(critic, np.zeros((6, 2)))
