"""Losses are checked against closed forms, the papers' formulas, finite differences and laws."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import backend, distances, losses
from ganbook.backend import ops

BY_SCORES = [name for name, game in losses.OBJECTIVES.items() if game.critic == "required"]
BY_SAMPLES = [name for name, game in losses.OBJECTIVES.items() if game.critic == "optional"]
EXACT = {"float32": 1e-6, "float64": 1e-13}


def game(name, real, fake):
    return losses.OBJECTIVES[name].losses(real, fake)


def mean(values):
    return float(np.mean(ops.convert_to_numpy(values)))


# The papers' own formulas, for one real and one fake score of moderate size.
def sigmoid(score):
    return 1 / (1 + math.exp(-score))


TEXTBOOK = {
    "minimax": lambda r, f: (
        -math.log(sigmoid(r)) - math.log(1 - sigmoid(f)),
        math.log(1 - sigmoid(f)),
    ),
    "non-saturating": lambda r, f: (
        -math.log(sigmoid(r)) - math.log(1 - sigmoid(f)),
        -math.log(sigmoid(f)),
    ),
    "least-squares": lambda r, f: ((r - 1) ** 2 + f**2, (f - 1) ** 2),
    "hinge": lambda r, f: (max(0, 1 - r) + max(0, 1 + f), -f),
    "wasserstein": lambda r, f: (f - r, -f),
    "relativistic": lambda r, f: (-math.log(sigmoid(r - f)), -math.log(sigmoid(f - r))),
}


class TestGamesByScores:
    @pytest.mark.parametrize(
        ("name", "discriminator", "generator"),
        [
            ("minimax", 2 * math.log(2), -math.log(2)),
            ("non-saturating", 2 * math.log(2), math.log(2)),
            ("least-squares", 1, 1),
            ("hinge", 2, 0),
            ("wasserstein", 0, 0),
            ("relativistic", math.log(2), math.log(2)),
        ],
    )
    def test_value_of_an_undecided_discriminator(self, name, discriminator, generator):
        found = game(name, np.zeros(1), np.zeros(1))
        assert_allclose(found.discriminator, discriminator, rtol=1e-15)
        assert_allclose(found.generator, generator, rtol=1e-15)

    @pytest.mark.parametrize("dtype", EXACT)
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_match_the_papers(self, name, dtype, rng):
        real, fake = rng.normal(scale=2, size=(2, 20)).astype(dtype)
        wanted = np.array([TEXTBOOK[name](r, f) for r, f in zip(real, fake, strict=True)])
        found = game(name, real, fake)
        assert_allclose(found.discriminator, wanted[:, 0], rtol=EXACT[dtype], atol=EXACT[dtype])
        assert_allclose(found.generator, wanted[:, 1], rtol=EXACT[dtype], atol=EXACT[dtype])
        assert found.discriminator.dtype == found.generator.dtype == dtype

    @pytest.mark.parametrize("name", BY_SCORES)
    def test_gradients_match_finite_differences(self, name, rng):
        real, fake = rng.normal(scale=2, size=(2, 7))
        for player in ("discriminator", "generator"):
            check_gradients(lambda r, f, p=player: getattr(game(name, r, f), p), real, fake)


def check_gradients(loss, real, fake, rtol=1e-7):
    """The gradients of a sum of losses against central differences, in double precision."""

    def total(points):
        return loss(*points)

    tensors = [ops.convert_to_tensor(values) for values in (real, fake)]
    found = backend.value_and_grad(total, tensors)[1]
    for side, gradient in enumerate(found):
        assert_allclose(gradient, slow_gradient(loss, [real, fake], side), rtol=rtol, atol=1e-8)


def slow_gradient(loss, given, side, step=1e-5):
    slopes = np.zeros_like(given[side])
    for place in np.ndindex(slopes.shape):
        ends = []
        for sign in (1, -1):
            moved = [values.copy() for values in given]
            moved[side][place] += sign * step
            ends.append(np.sum(ops.convert_to_numpy(loss(*moved))))
        slopes[place] = (ends[0] - ends[1]) / (2 * step)
    return slopes


class TestGamesBySamples:
    @pytest.mark.parametrize("name", BY_SAMPLES)
    def test_the_critic_wants_the_opposite(self, name, rng):
        real, fake = rng.normal(size=(2, 6, 3))
        found = game(name, real, fake)
        assert_allclose(found.discriminator, -found.generator, rtol=0)

    def test_energy_is_the_distance_of_that_name(self, rng):
        real, fake = rng.normal(size=(2, 6, 3))
        wanted = distances.energy(real, fake, unbiased=True)
        assert_allclose(losses.energy(real, fake).generator, wanted, rtol=1e-12)
