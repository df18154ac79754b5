"""The answers on the game against the package and against experiments."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import expit
from scipy.stats import norm

from ganbook import backend, losses
from ganbook.backend import ops
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.the_game import lost_sign


def answer(name):
    return BY_NAME[name].answer


def log(value):
    return math.log(value) if value else -math.inf


def test_the_game_pays_as_predicted():
    """By counting notes: each game as a list of (chance, D) for the real ones and the fakes."""
    games = {
        "coin": ([(1, 0.5)], [(1, 0.5)]),
        "oracle": ([(1, 1)], [(1, 0)]),
        "trusting": ([(1, 1)], [(1, 1)]),
        "half": ([(0.5, 1), (0.5, 0.5)], [(0.5, 0.5), (0.5, 0)]),
        "equal": ([(1, 0.5)], [(1, 0.5)]),
    }
    values = {"-inf": -math.inf, "-log 4": -math.log(4), "-log 2": -math.log(2), "0": 0.0}
    for (real, fake), predicted in zip(games.values(), answer("what-it-pays"), strict=True):
        paid = sum(chance * log(d) for chance, d in real)
        paid += sum(chance * log(1 - d) for chance, d in fake)
        assert paid == pytest.approx(values[predicted])
    assert tuple(games) == BY_NAME["what-it-pays"].variables


def test_the_value_is_minus_the_package_s_loss(rng):
    real, fake = rng.normal(size=(2, 9))
    expected = -losses.minimax(real, fake).discriminator.mean()
    assert_allclose(answer("value-from-scores")(real, fake), expected, rtol=1e-6)


def test_the_step_is_that_of_the_package_s_loss(rng):
    real, fake = rng.normal(1, 1, 6), rng.normal(-1, 1, 6)

    def loss(weight):
        return ops.mean(losses.minimax(weight * real, weight * fake).discriminator)

    slope = backend.input_gradient(loss, np.array([0.3]))[0]
    assert_allclose(answer("lost-sign")(0.3, real, fake, 0.5), 0.3 - 0.5 * slope, rtol=1e-5)


def test_the_examiner_learns_to_be_wrong_until_repaired(rng):
    real, fake = rng.normal(1, 1, 2000), rng.normal(-1, 1, 2000)

    def accuracy(step):
        weight = 0.01
        for _ in range(50):
            weight = step(weight, real, fake, 0.5)
        return (np.mean(weight * real > 0) + np.mean(weight * fake < 0)) / 2

    best = norm.cdf(1)
    error = math.sqrt(best * (1 - best) / 4000)
    assert abs(accuracy(answer("lost-sign")) - best) < 5 * error
    assert abs(accuracy(lost_sign.broken_step) - (1 - best)) < 5 * error


def test_the_best_examiner_is_bayes_s_rule_for_bells():
    x = np.linspace(-3, 3, 13)
    found = answer("best-from-logs")(norm.logpdf(x), norm.logpdf(x, 1))
    assert_allclose(found, expit(0.5 - x), rtol=1e-12)


def test_the_divergence_is_what_the_best_examiner_is_paid(rng):
    shares = rng.dirichlet(np.ones(6), size=2)
    best = answer("best-from-logs")(*np.log(shares))
    paid = np.sum(shares[0] * np.log(best) + shares[1] * np.log(1 - best))
    assert_allclose(paid, 2 * answer("divergence-of-shares")(shares) - math.log(4), rtol=1e-12)


@pytest.mark.parametrize("u", [0.8, -1.5])
def test_the_slopes_are_those_of_the_package_s_loss(u, rng):
    z = rng.normal(size=7)

    def loss(weights):
        scores = u * (weights[0] + weights[1] * z) + 0.3
        return ops.mean(losses.minimax(scores, scores).generator)

    expected = backend.input_gradient(loss, np.array([0.4, 1.2]))
    assert_allclose(answer("through-the-examiner")(0.4, 1.2, z, u, 0.3), expected, rtol=1e-5)
