"""The answers on why training fails against the package, and the predictions against runs."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import backend, losses, monitoring, networks, penalties
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.why_training_fails import at_once


def answer(name):
    return BY_NAME[name].answer


def distance_after(steps, *, at_once_, rate=0.2, charge=0.0, start=0.01):
    """How far two numbers are from the solution, beside where they began."""
    w, g = 0.0, start
    for _ in range(steps):
        moved = w + rate * (-g / (1 + np.exp(-w * g)) - charge * w)
        seen = w if at_once_ else moved
        g += rate * seen / (1 + np.exp(-seen * g))
        w = moved
    return np.hypot(w, g) / start


def word(ratio):
    return "in" if ratio < 0.5 else "out" if ratio > 2 else "round"


def test_the_predicted_ways_are_the_ways_taken():
    far = [
        distance_after(5000, at_once_=False),
        distance_after(5000, at_once_=True),
        distance_after(5000, at_once_=True, rate=0.002),
        distance_after(5000, at_once_=True, charge=0.5),
        distance_after(5000, at_once_=True, charge=0.01),
    ]
    assert [word(ratio) for ratio in far] == answer("which-way")


@pytest.mark.parametrize("charge", [0.01, 0.1, 0.5, 2.0])
def test_in_turns_every_charge_leads_in(charge):
    assert word(distance_after(20_000, at_once_=False, charge=charge)) == "in"


def test_the_predicted_names_are_those_of_the_package():
    words = {"perfect discriminator": "perfect", "mode collapse": "collapse"}
    swing = np.sin(np.arange(100) / 2)

    def named(objective, discriminator, real_score, fake_score, **clouds):
        curves = {
            "generator_loss": np.ones(100),
            "discriminator_loss": np.full(100, discriminator),
            "real_score": np.zeros(100) + real_score,
            "fake_score": np.zeros(100) + fake_score,
        }
        (found,) = monitoring.diagnose(curves, objective=objective, **clouds)
        return words.get(found.name, found.name)

    crowd = np.random.default_rng(0).normal(size=(400, 2))
    told = [
        named("non-saturating", 0.004, 3.0, -3.0),
        named(
            "non-saturating", np.log(4), 0.0, 0.0, samples=crowd[[0, 1, 2] * 100] / 3, real=crowd
        ),
        named("minimax", np.log(2), 1.0, -9.0),
        named("wasserstein", -4000.0, 2000.0, -2000.0),
        named("non-saturating", 1.2, swing, 0.0),
    ]
    assert told == answer("name-the-illness")


def test_at_once_takes_both_slopes_of_the_package_s_game_at_one_state(rng):
    def paid_by(player):
        return lambda s: getattr(losses.minimax(s[:, 0] * 0, s[:, 0] * s[:, 1]), player)

    state = rng.normal(size=(1, 2))
    w_slope = backend.input_gradient(paid_by("discriminator"), state)[0, 0]
    g_slope = backend.input_gradient(paid_by("generator"), state)[0, 1]
    moved = state[0] - 0.3 * np.array([w_slope + 0.4 * state[0, 0], g_slope])
    assert_allclose(at_once.play(*state[0], 0.3, 0.4, 1), moved, rtol=1e-9)


def test_the_slowest_decay_is_the_one_that_is_left():
    # Long after the start only the slowest part is there: measure how fast it shrinks.
    for charge in (0.3, 1.7):
        matrix = np.array([[-charge, -0.5], [0.5, 0.0]])
        step = np.linalg.matrix_power(np.eye(2) + matrix / 10_000, 10_000)  # One unit of time.
        late = np.linalg.matrix_power(step, 200) @ np.ones(2)
        later = np.linalg.matrix_power(step, 400) @ np.ones(2)
        rate = np.log(np.linalg.norm(later) / np.linalg.norm(late)) / 200
        assert_allclose(rate, answer("slowest-decay")(np.array([charge]), 0.5), atol=0.01)


def test_the_repaired_pairs_are_the_package_s(rng):
    real, fake = rng.normal(size=(2, 8))
    package = losses.relativistic(real, fake)
    expected = [package.discriminator.mean(), package.generator.mean()]
    assert_allclose(answer("pair-by-pair")(real, fake), expected, rtol=1e-6)


def test_the_penalty_between_is_the_package_s(rng):
    a, b = rng.normal(size=(3, 3)), rng.normal(size=3)
    real, fake = rng.normal(size=(2, 5, 3))
    share = rng.random(5)

    def critic(points):
        return backend.ops.sum((points @ a) * points, axis=1, keepdims=True) + points @ b[:, None]

    package = penalties.gradient_penalty(critic, real, fake, share=share)
    assert_allclose(answer("between-two")(a, b, real, fake, share), np.mean(package), rtol=1e-9)


def test_a_divided_kernel_is_what_the_package_s_layer_uses():
    judge = networks.mlp_discriminator(inputs=4, width=6, depth=1, spectral=True, seed=3)
    layer = next(layer for layer in judge.layers if hasattr(layer, "normalised_kernel"))
    kernel, u = backend.numbers(layer.kernel), backend.numbers(layer.u)
    divided = answer("stretches-nothing")(kernel.astype("float64"), u.astype("float64"), 1)
    package = backend.ops.convert_to_numpy(layer.normalised_kernel())
    assert_allclose(package, divided, rtol=1e-5)
    assert_allclose(np.linalg.norm(divided, 2), 1.0, atol=0.05)
