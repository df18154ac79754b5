"""Losses of samples are checked against hand-made numbers, fixed bandwidths, and their laws."""

import functools

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, distances, kernels, losses
from ganbook.backend import ops
from ganbook.losses import clouds
from tests.test_losses import gradients, slow_gradients, tensors

GAPS = {"mmd": losses.mmd_gap, "energy": losses.energy_gap}
PAIRED = {"l1": losses.l1, "l2": losses.l2}


def scale(real):
    """Root of the mean squared distance of two samples of a cloud, pair by pair: the oracle."""
    return np.sqrt(np.mean([np.sum((a - b) ** 2) for a in real for b in real]))


def mmd_of_fixed_bandwidths(real, fake, *, widths):
    return kernels.mmd_squared(real, fake, bandwidth=widths)


class TestMmd:
    def test_by_hand(self):
        """Real samples at 0 and 2, so that the scale is √2; fakes at 1 and 3."""

        def kernel(way):
            return np.mean([np.exp(-(way**2) / (2 * 2 * share**2)) for share in clouds.BANDWIDTHS])

        wanted = 2 * kernel(2) - 2 * (3 * kernel(1) + kernel(3)) / 4
        found = losses.mmd_gap(np.array([[0.0], [2.0]]), np.array([[1.0], [3.0]]))
        assert_allclose(found, wanted, rtol=1e-13)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_is_that_of_bandwidths_from_the_real_batch(self, dtype, rng):
        real, fake = rng.normal(size=(2, 12, 3)).astype(dtype)
        widths = [share * float(scale(real)) for share in clouds.BANDWIDTHS]
        wanted = mmd_of_fixed_bandwidths(real, fake, widths=widths)
        assert_allclose(losses.mmd_gap(real, fake), wanted, atol=1e-6)
        assert losses.mmd_gap(real, fake).dtype == dtype

    def test_no_slope_flows_through_the_bandwidths(self, rng):
        real, fake = rng.normal(size=(2, 6, 2))
        widths = [share * scale(real) for share in clouds.BANDWIDTHS]
        fixed = functools.partial(mmd_of_fixed_bandwidths, widths=widths)
        wanted = slow_gradients(fixed, [real, fake])
        for found, slow in zip(gradients(losses.mmd_gap, real, fake), wanted, strict=True):
            assert_allclose(found, slow, rtol=1e-6, atol=1e-9)

    @pytest.mark.parametrize("factor", [1e-3, 7.0])
    def test_does_not_depend_on_the_unit_or_the_origin(self, factor, rng):
        real, fake = rng.normal(size=(2, 10, 3))
        moved = losses.mmd_gap(factor * real + 2, factor * fake + 2)
        assert_allclose(moved, losses.mmd_gap(real, fake), rtol=1e-9)

    def test_equal_real_samples_have_a_scale_too(self):
        gap = losses.mmd_gap(np.ones((4, 2)), np.zeros((4, 2)))
        assert 0 < gap < 2


class TestEnergy:
    def test_is_the_distance_of_that_name(self, rng):
        real, fake = rng.normal(size=(2, 6, 3))
        wanted = distances.energy(real, fake, unbiased=True)
        assert_allclose(losses.energy_gap(real, fake), wanted, rtol=1e-12)

    def test_slopes_on_the_line_count_who_stands_where(self):
        """Each fake is drawn by 2/n to every real sample, and pushed off by the other fakes."""
        real, fake = np.array([[0.0], [1.0], [5.0]]), np.array([[2.0], [3.0]])
        # Left of each fake stand two of three real samples, so 2/3 · (2 - 1) / 2 pull it there.
        wanted = np.array([[1 / 3 + 1], [1 / 3 - 1]])
        assert_allclose(gradients(losses.energy_gap, real, fake)[1], wanted, rtol=1e-12)

    def test_slopes_match_finite_differences(self, rng):
        real, fake = rng.normal(size=(2, 6, 2))
        wanted = slow_gradients(losses.energy_gap, [real, fake])
        for found, slow in zip(gradients(losses.energy_gap, real, fake), wanted, strict=True):
            assert_allclose(found, slow, rtol=1e-6, atol=1e-9)

    def test_equal_batches_have_finite_slopes(self, rng):
        real = rng.normal(size=(5, 2))
        assert all(np.isfinite(slope).all() for slope in gradients(losses.energy_gap, real, real))


class TestGaps:
    @pytest.mark.parametrize("name", GAPS)
    def test_are_0_on_average_for_equal_laws(self, name, rng):
        gaps = [GAPS[name](*rng.normal(size=(2, 16, 2))) for _ in range(100)]
        assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(len(gaps))
        assert min(gaps) < 0 < max(gaps)

    @pytest.mark.parametrize("name", GAPS)
    def test_falling_leads_the_fakes_to_the_data(self, name, rng):
        """A generator without a network: the samples themselves go down the slope."""
        real, fake = np.array([3, 0]) + rng.normal(size=(40, 2)), rng.normal(size=(40, 2))
        start = GAPS[name](real, fake)
        for _ in range(30):
            fake = fake - 40 * gradients(GAPS[name], real, fake)[1]
        assert GAPS[name](real, fake) < start / 20

    @pytest.mark.parametrize("name", GAPS)
    def test_the_game_sets_the_critic_against_the_generator(self, name, rng):
        real, fake = rng.normal(size=(2, 6, 3))
        found = losses.OBJECTIVES[name].losses(real, fake)
        assert_array_equal(found.generator, GAPS[name](real, fake))
        assert_array_equal(found.discriminator, -found.generator)

    @pytest.mark.parametrize("name", GAPS)
    def test_the_counts_may_differ_and_images_are_rows(self, name, rng):
        real, fake = rng.normal(size=(6, 4, 4, 2)), rng.normal(size=(3, 4, 4, 2))
        flat = GAPS[name](real.reshape(6, -1), fake.reshape(3, -1))
        assert_allclose(GAPS[name](real, fake), flat, rtol=1e-13)
        assert_allclose(GAPS[name](*tensors(real, fake)), flat, rtol=1e-9)

    @pytest.mark.parametrize("name", GAPS)
    def test_work_inside_a_compiled_function_with_their_slopes(self, name, rng):
        def step(real, fake):
            return backend.input_gradient(lambda points: GAPS[name](real, points), fake)

        real, fake = rng.normal(size=(2, 8, 3))
        wanted = gradients(GAPS[name], real, fake)[1]
        compiled = backend.compiled(step)(*tensors(real, fake))
        assert_allclose(np.asarray(compiled), wanted, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize("name", GAPS)
    def test_half_precision_features_are_compared_in_float32(self, name, rng):
        real, fake = (ops.cast(x, "bfloat16") for x in rng.normal(size=(2, 8, 3)))
        wide = (np.asarray(ops.cast(x, "float32")) for x in (real, fake))
        found = GAPS[name](real, fake)
        assert backend.keras.backend.standardize_dtype(found.dtype) == "float32"
        assert_allclose(np.asarray(found), GAPS[name](*wide), rtol=1e-4, atol=1e-5)


class TestPaired:
    def test_by_hand(self):
        real, fake = np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[3.0, -1.0], [1.0, 0.0]])
        assert_array_equal(losses.l1(real, fake), [2, 0.5])
        assert_array_equal(losses.l2(real, fake), [5, 0.5])

    @pytest.mark.parametrize("name", PAIRED)
    def test_one_number_for_each_image(self, name, rng):
        real, fake = rng.normal(size=(2, 5, 4, 4, 3))
        flat = PAIRED[name](real.reshape(5, -1), fake.reshape(5, -1))
        assert flat.shape == (5,)
        assert_allclose(PAIRED[name](real, fake), flat, rtol=1e-13)

    @pytest.mark.parametrize("name", PAIRED)
    def test_slopes_match_finite_differences(self, name, rng):
        real, fake = rng.normal(size=(2, 4, 3))
        wanted = slow_gradients(PAIRED[name], [real, fake])
        for found, slow in zip(gradients(PAIRED[name], real, fake), wanted, strict=True):
            assert_allclose(found, slow, rtol=1e-7, atol=1e-9)

    def test_are_the_terms_of_those_names(self):
        assert dict(losses.TERMS) == {**GAPS, **PAIRED}


class TestPointwiseL2:
    def test_over_all_pairs_it_is_two_spreads_and_the_gap_of_the_means(self, rng):
        """E|x - g|² = tr Cov(x) + tr Cov(g) + |E x - E g|², exactly, over two columns."""
        real, fake = rng.normal(size=(7, 2)), 3 + rng.normal(size=(7, 2))
        pairs = np.array([(a, b) for a in real for b in fake])
        found = np.mean(losses.pointwise_l2(pairs[:, 0], pairs[:, 1]).generator)
        spreads = real.var(axis=0).sum() + fake.var(axis=0).sum()
        gap = np.sum((real.mean(axis=0) - fake.mean(axis=0)) ** 2)
        assert_allclose(found, (spreads + gap) / 2, rtol=1e-13)

    def test_the_best_generator_is_the_mean(self, rng):
        real = rng.normal(size=(50, 3))
        mean = np.broadcast_to(real.mean(axis=0), real.shape)
        slopes = gradients(lambda x, g: losses.pointwise_l2(x, g).generator, real, mean)[1]
        assert_allclose(slopes.sum(axis=0), 0, atol=1e-13)
        perfect = losses.pointwise_l2(real, rng.permutation(real)).generator
        assert np.mean(losses.pointwise_l2(real, mean).generator) < np.mean(perfect)


class TestSimilarity:
    def test_by_hand(self):
        """Two real samples at 0 and 2, scale √2, and both fakes at 1: exp(-1/4) from each."""
        real, fake = np.array([[0.0], [2.0]]), np.ones((2, 1))
        within = (1 + np.exp(-4 / 4)) / 2
        assert_allclose(losses.similarity(real, fake), np.exp(-1 / 4) / np.sqrt(within), rtol=1e-12)

    def test_is_1_for_equal_batches_and_0_for_far_ones(self, rng):
        real = rng.normal(size=(20, 3)).astype("float32")
        assert_allclose(losses.similarity(real, rng.permutation(real)), 1, rtol=1e-6)
        assert losses.similarity(real, real + 100) == 0

    def test_falls_as_the_clouds_part(self, rng):
        real, fake = rng.normal(size=(2, 60, 2))
        found = [losses.similarity(real, fake + shift) for shift in (0, 1, 2, 4)]
        assert found == sorted(found, reverse=True)
        assert found[0] > 0.9

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_never_leaves_the_unit_interval(self, dtype, rng):
        for _ in range(50):
            real = rng.normal(scale=rng.uniform(0.01, 10), size=(5, 2)).astype(dtype)
            fake = real + rng.normal(scale=rng.choice([0, 1e-6, 1]), size=(5, 2)).astype(dtype)
            assert 0 <= losses.similarity(real, fake) <= 1

    def test_no_slope_flows_through_it(self, rng):
        real, fake = rng.normal(size=(2, 5, 2))
        for slope in gradients(losses.similarity, real, fake):
            assert_array_equal(slope, np.zeros((5, 2)))

    def test_compares_images(self, rng):
        real, fake = rng.normal(size=(2, 5, 4, 4, 1))
        flat = losses.similarity(real.reshape(5, -1), fake.reshape(5, -1))
        assert_allclose(losses.similarity(real, fake), flat, rtol=1e-12)


ALL = {
    **GAPS,
    **PAIRED,
    "pointwise-l2": losses.pointwise_l2,
    "the game of mmd": losses.mmd,
    "the game of energy": losses.energy,
    "similarity": losses.similarity,
}


class TestRefusals:
    @pytest.mark.parametrize("name", ALL)
    @pytest.mark.parametrize(
        ("bad", "error", "sentence"),
        [
            (np.zeros(4), ValueError, r"must be a matrix with one sample a row; got shape \(4,\)"),
            (np.zeros((4, 2)), ValueError, "same number of columns; got"),
            (np.zeros((0, 3)), ValueError, "must hold at least"),
            (np.full((4, 3), np.nan), ValueError, "must be finite; 12 of its 12"),
            (np.zeros((4, 3), bool), TypeError, "must hold numbers; got booleans"),
        ],
        ids=["rank", "width", "nothing", "nan", "booleans"],
    )
    def test_bad_samples_are_refused_on_either_side(self, name, bad, error, sentence):
        good = np.zeros((4, 3))
        for given in ((bad, good), (good, bad)):
            with pytest.raises(error, match=f"(real|fake).*{sentence}"):
                ALL[name](*given)

    @pytest.mark.parametrize("name", ["l1", "l2", "pointwise-l2"])
    def test_pairs_must_be_equally_many(self, name):
        with pytest.raises(ValueError, match=r"real and fake are compared in pairs.*got 4 and 3"):
            ALL[name](np.zeros((4, 2)), np.zeros((3, 2)))

    @pytest.mark.parametrize("name", ["l1", "l2", "pointwise-l2"])
    @pytest.mark.parametrize("sides", [(2, 8, 1), (16,)])
    def test_pairs_must_have_one_shape(self, name, sides):
        with pytest.raises(ValueError, match=r"samples of one shape; got \(4, 4, 1\) and"):
            ALL[name](np.zeros((2, 4, 4, 1)), np.zeros((2, *sides)))

    @pytest.mark.parametrize("name", ["mmd", "energy", "similarity"])
    def test_one_sample_is_no_cloud(self, name):
        with pytest.raises(ValueError, match="real must hold at least 2 samples"):
            ALL[name](np.zeros((1, 2)), np.zeros((4, 2)))
