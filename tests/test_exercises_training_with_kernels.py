"""The answers on training with kernels against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import backend, distances, kernels, losses
from ganbook.backend import ops
from ganbook.exercises.catalogue import BY_NAME


def answer(name):
    return BY_NAME[name].answer


def steepness(function, points):
    """How steep a function of points on a line is, by automatic differentiation."""
    given = ops.convert_to_tensor(np.asarray(points, "float64")[:, None])
    return np.abs(np.asarray(backend.input_gradient(function, given)))[:, 0]


class TestWhatPulls:
    def test_each_pull_at_twenty_is_as_predicted(self):
        real = ops.zeros((1, 1), "float64")
        candidates = {
            "gaussian": lambda y: kernels.gaussian(real, y, bandwidth=1.0),
            "mixture": lambda y: kernels.gaussian(real, y, bandwidth=[1.0, 20.0]),
            "rational": lambda y: kernels.rational_quadratic(real, y, bandwidth=1.0),
            "energy": lambda y: distances.euclidean(real, y),
        }
        predicted = dict(zip(BY_NAME["what-pulls"].variables, answer("what-pulls"), strict=True))
        for name, kernel in candidates.items():
            pulls = steepness(kernel, np.append(np.linspace(1.5, 19, 200), 20.0))
            strongest = max(pulls.max(), steepness(kernel, np.linspace(0.1, 1.4, 50)).max())
            felt = pulls[-1] >= 1e-4 * strongest
            assert ("felt" if felt else "nothing") == predicted[name]

    def test_twins_do_not_push_each_other(self):
        other = ops.ones((1, 1), "float64")
        push = steepness(lambda y: kernels.gaussian(other, y, bandwidth=1.0), [1.0])
        assert ("nothing" if push[0] == 0 else "felt") == answer("what-pulls")[-1]


class TestPushAndPull:
    def test_is_the_slope_of_the_package_s_discrepancy(self, rng):
        real, fake = rng.normal(size=(6, 3)), rng.normal(size=(5, 3))
        found = backend.input_gradient(
            lambda y: kernels.mmd_squared(real, y, bandwidth=1.3), ops.convert_to_tensor(fake)
        )
        assert_allclose(answer("push-and-pull")(real, fake, 1.3), np.asarray(found), atol=1e-6)

    def test_is_what_a_small_move_changes(self, rng):
        real, fake = rng.normal(size=(6, 2)), rng.normal(size=(5, 2))
        way, small = rng.normal(size=(5, 2)), 1e-5
        ahead, behind = (
            kernels.mmd_squared(real, fake + step * way, bandwidth=0.9) for step in (small, -small)
        )
        found = np.sum(way * answer("push-and-pull")(real, fake, 0.9))
        assert_allclose(found, (ahead - behind) / (2 * small), rtol=1e-6)


class TestKernelBeside:
    def test_is_the_package_s_game_with_a_weighted_term(self, rng):
        real, fake = rng.normal(size=(2, 7)).astype("float64")
        game = losses.non_saturating(real, fake)
        expected = [np.mean(game.discriminator), np.mean(game.generator) + 3 * 0.2]
        assert_allclose(answer("kernel-beside")(real, fake, 0.2, 3.0), expected, rtol=1e-9)

    def test_the_broken_one_pushes_all_scores_the_same_way(self):
        def discriminator(name, real, fake):
            return BY_NAME[name].broken(real, fake, 0.0, 1.0)[0]

        scores, step = np.zeros(4), 1e-4
        lifted = [
            discriminator("kernel-beside", scores + step, scores),
            discriminator("kernel-beside", scores, scores + step),
        ]
        assert np.all(np.array(lifted) > discriminator("kernel-beside", scores, scores))


class TestStretchedFeatures:
    @pytest.mark.parametrize("stretch", [1e-3, 1.0, 1e3])
    def test_no_stretch_changes_it(self, stretch, rng):
        real, fake = rng.normal(size=(8, 3)), 1 + rng.normal(size=(9, 3))
        gap = answer("stretched-features")
        assert_allclose(gap(stretch * real, stretch * fake), gap(real, fake), rtol=1e-9)

    def test_the_broken_one_pays_for_a_stretch(self, rng):
        real, fake = 0.05 * rng.normal(size=(30, 3)), 0.05 * (2 + rng.normal(size=(30, 3)))
        broken = BY_NAME["stretched-features"].broken
        assert broken(3 * real, 3 * fake) > 2 * broken(real, fake) > 0

    def test_is_the_package_s_discrepancy_at_those_bandwidths(self, rng):
        real, fake = rng.normal(size=(8, 3)), 1 + rng.normal(size=(9, 3))
        ways = np.mean(np.sum((real[:, None] - real) ** 2, axis=2))
        widths = [share * np.sqrt(ways) for share in (1, 1 / 2, 1 / 4)]
        expected = kernels.mmd_squared(real, fake, bandwidth=widths)
        assert_allclose(answer("stretched-features")(real, fake), expected, rtol=1e-9)


@pytest.mark.parametrize(("count", "d", "width"), [(4, 1, 1.0), (3, 2, 0.7), (6, 5, 2.0)])
def test_the_biased_loss_is_least_at_the_wanted_spread(count, d, width):
    def similar(variance):
        return (1 + variance / width**2) ** (-d / 2)

    spreads = np.linspace(0, 1.5, 30_001)
    within = (1 - 1 / count) * similar(2 * spreads**2)
    best = spreads[np.argmin(within - 2 * similar(1 + spreads**2))]
    assert abs(answer("narrow-fakes")(count, d, width) - best) < 1e-4


def test_the_expected_biased_loss_is_what_batches_show(rng):
    shown = [
        kernels.mmd_squared(
            *rng.normal(size=(2, 4, 1)) * [[[1.0]], [[0.744]]], bandwidth=1.0, unbiased=False
        )
        for _ in range(4000)
    ]
    s = answer("narrow-fakes")(4, 1, 1.0)
    within = 1 / np.sqrt(3) + 1 / np.sqrt(1 + 2 * s**2)
    expected = 2 / 4 + 3 / 4 * within - 2 / np.sqrt(2 + s**2)
    assert abs(np.mean(shown) - expected) < 4 * np.std(shown) / np.sqrt(len(shown))
