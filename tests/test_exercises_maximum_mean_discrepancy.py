"""The answers on the maximum mean discrepancy against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import kernels
from ganbook.exercises.catalogue import BY_NAME


def answer(name):
    return BY_NAME[name].answer


def mmd_squared(x, y, *, unbiased=True):
    return float(kernels.mmd_squared(x, y, bandwidth=1.0, unbiased=unbiased))


def sign(value):
    if abs(value) < 1e-12:
        return "zero"
    return "positive" if value > 0 else "negative"


def test_copies_and_fresh_files_have_the_predicted_signs(rng):
    file = rng.normal(size=(30, 2))
    fresh = rng.normal(size=(200, 2, 30, 2))
    biased = [mmd_squared(*pair, unbiased=False) for pair in fresh]
    clipped = [max(mmd_squared(*pair), 0) for pair in fresh]
    found = [
        mmd_squared(file, file.copy(), unbiased=False),
        mmd_squared(file, file.copy()),
        np.mean(biased),
        np.mean(clipped),
    ]
    assert [sign(value) for value in found] == answer("copied-file")


@pytest.mark.parametrize("kernel", [kernels.gaussian, kernels.polynomial])
def test_one_gram_matrix_gives_the_package_s_discrepancy(kernel, rng):
    x, y = rng.normal(size=(5, 3)), 0.5 + rng.normal(size=(8, 3))
    pooled = np.concatenate([x, y])
    knobs = {"bandwidth": 1.5} if kernel is kernels.gaussian else {}
    gram = kernel(pooled, pooled + 0, **knobs)
    expected = kernels.mmd_squared(x, y, kernel=kernel, **knobs)
    assert_allclose(answer("one-gram-matrix")(gram, len(x)), expected, rtol=1e-9)


@pytest.mark.parametrize(("d", "s", "t"), [(1, 1.0, 0.3), (2, 1.0, 2.0), (6, 0.5, 1.5)])
def test_the_spread_gap_is_what_samples_show(d, s, t, rng):
    x, y = s * rng.normal(size=(4000, d)), t * rng.normal(size=(4000, d))
    shown = kernels.mmd_estimate(x, y, bandwidth=1.3)
    gap = abs(shown.value - answer("spread-gap")(d, s, t, 1.3))
    assert gap < 4 * shown.standard_error < 0.2 * shown.value


class TestJealousLoss:
    def test_differs_from_the_discrepancy_by_a_term_without_fakes(self, rng):
        real = rng.normal(size=(20, 2))
        fakes = rng.normal(size=(3, 20, 2)) + rng.normal(size=(3, 1, 2))
        missing = [
            mmd_squared(real, fake) - answer("jealous-loss")(real, fake, 1) for fake in fakes
        ]
        assert_allclose(missing, missing[0], rtol=1e-9)

    def test_makes_collapse_pay_where_the_broken_loss_rewards_it(self, rng):
        real, perfect, collapsed = *rng.normal(size=(2, 300, 1)), np.zeros((300, 1))
        costs = [
            [loss(real, fake, 1.0) for fake in (perfect, collapsed)]
            for loss in (answer("jealous-loss"), BY_NAME["jealous-loss"].broken)
        ]
        assert costs[0][0] < costs[0][1]
        assert costs[1][0] > costs[1][1]


@pytest.fixture(scope="module")
def worlds():
    """Statistics at five bandwidths, of the data and of 99 shuffles that all five share."""
    x, y = np.random.default_rng(0).normal(size=(2, 30, 2))
    tests = [
        kernels.two_sample_test(x, y, bandwidth=width, permutations=99, seed=0)
        for width in (0.1, 0.3, 1.0, 3.0, 9.0)
    ]
    return np.stack([[tested.statistic, *tested.null] for tested in tests], axis=1)


class TestBestOfSeven:
    def alarms(self, p_value, worlds):
        """How many of a hundred equally likely worlds, each taken for the data, are rejected."""
        others = [np.delete(worlds, place, axis=0) for place in range(len(worlds))]
        chances = [p_value(*given) for given in zip(worlds, others, strict=True)]
        return int(np.sum(np.array(chances) <= 0.05))

    def test_the_answer_keeps_the_level_exactly(self, worlds):
        assert self.alarms(answer("best-of-seven"), worlds) == 5

    def test_the_broken_program_does_not(self, worlds):
        assert self.alarms(BY_NAME["best-of-seven"].broken, worlds) > 10

    def test_one_bandwidth_gives_the_package_s_p_value(self, rng):
        x, y = rng.normal(size=(30, 2)), 0.4 + rng.normal(size=(30, 2))
        tested = kernels.two_sample_test(x, y, bandwidth=1.0, permutations=99, seed=0)
        found = answer("best-of-seven")(np.array([tested.statistic]), tested.null[:, None])
        assert found == pytest.approx(tested.p_value, rel=1e-12)
