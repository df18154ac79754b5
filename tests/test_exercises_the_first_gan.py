"""The answers on the first GAN against the package and against frameworks."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, data, losses, networks, training
from ganbook.backend import keras, ops
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.the_first_gan import memories_apart, one_label_vector, within_reach
from ganbook.training.feeding import Arrays

GAMES = (losses.minimax, losses.non_saturating)


def answer(name):
    return BY_NAME[name].answer


def generator_slopes(game, scores):
    return backend.input_gradient(lambda s: game(s, s).generator, scores)


def test_the_predicted_slopes_are_those_of_the_package_s_losses():
    scores = np.array([-9.0, 0.0, 9.0])
    sizes = -np.concatenate([generator_slopes(game, scores) for game in GAMES])
    words = ["none" if s < 1e-3 else "full" if s > 0.999 else "half" for s in sizes]
    assert words == answer("who-starves")
    assert_allclose(sizes[[1, 4]], 0.5)


def test_two_slopes_are_the_package_s_even_when_confident(rng):
    scores = np.append(rng.normal(-1, 4, 20), [-800.0, 800.0])
    expected = [generator_slopes(game, scores) for game in GAMES]
    assert_allclose(answer("two-slopes")(scores), expected, atol=1e-12)


def test_the_repaired_losses_are_the_package_s(rng):
    real, fake = rng.normal(size=(2, 8))
    package = losses.non_saturating(real, fake)
    expected = [package.discriminator.mean(), package.generator.mean()]
    assert_allclose(answer("one-label-vector")(real, fake), expected, rtol=1e-6)


def test_one_label_teaches_to_call_everything_fake(rng):
    real, fake = rng.normal(1, 1, 500), rng.normal(-1, 1, 500)

    def trained(loss):
        weight, shift = 0.0, 0.0
        for _ in range(300):
            paid = [
                loss((weight + a) * real + shift + b, (weight + a) * fake + shift + b)[0]
                for a, b in ((1e-4, 0), (-1e-4, 0), (0, 1e-4), (0, -1e-4))
            ]
            weight -= 0.2 * (paid[0] - paid[1]) / 2e-4
            shift -= 0.2 * (paid[2] - paid[3]) / 2e-4
        right = np.mean(weight * real + shift > 0) + np.mean(weight * fake + shift < 0)
        return right / 2

    assert trained(one_label_vector.broken_losses) == pytest.approx(0.5, abs=0.02)
    assert trained(answer("one-label-vector")) > 0.8


@pytest.mark.parametrize(("count", "batch_size", "steps"), [(10, 4, 7), (12, 3, 9)])
def test_batches_are_those_of_a_run(count, batch_size, steps):
    samples = np.arange(count, dtype="float32")[:, None]
    rows = Arrays((samples,), seed=5).take(0, steps, batch_size, steps).rows
    assert_array_equal(answer("batches-in-order")(count, batch_size, steps, 5), rows)


def test_scaled_digits_are_those_of_the_package_and_the_loop_takes_them():
    digits = data.load("digits").images
    from_file = np.rint((digits + 1) * 8).astype("uint8")
    assert_allclose(within_reach.scaled(from_file, 16), digits, atol=1e-6)
    size = {"noise_size": 4, "widths": (8,)}
    gan = training.GAN(
        networks.dense_image_generator((8, 8, 1), **size),
        networks.dense_image_discriminator((8, 8, 1), widths=(8,)),
        training.RECIPES["non-saturating"],
    )
    with pytest.raises(ValueError, match="tanh"):
        gan.fit(from_file.astype("float32"), steps=1, batch_size=16)
    gan.fit(within_reach.scaled(from_file, 16), steps=1, batch_size=16)


def test_separate_memories_are_two_optimizers_of_keras(rng):
    pulls = rng.normal(size=(2, 2)).astype("float32")
    players = [keras.Variable(value) for value in (0.7, -0.4)]
    optimizers = [keras.optimizers.SGD(0.1, momentum=0.6) for _ in players]
    for _ in range(5):
        for player, optimizer, pull in zip(players, optimizers, pulls, strict=True):
            slope = ops.sum(pull * ops.stack([p.value for p in players]))
            optimizer.apply([slope], [player])
    expected = [float(backend.numbers(player)) for player in players]
    assert_allclose(answer("memories-apart")(pulls, 0.7, -0.4, 0.1, 0.6, 5), expected, rtol=1e-5)
    shared = memories_apart.broken_play(pulls, 0.7, -0.4, 0.1, 0.6, 5)
    assert np.abs(np.subtract(shared, expected)).max() > 0.01
