"""The answers on a GAN at work against the package and against experiments."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import estimates, networks
from ganbook.exercises.a_modern_gan import does_it_help, missing_half, rows_of_step
from ganbook.exercises.catalogue import BY_NAME
from ganbook.training import feeding


def answer(name):
    return BY_NAME[name].answer


def test_the_scores_are_those_of_the_package_s_discriminator(rng):
    judge = networks.mlp_discriminator(width=4, depth=1, labels=3, seed=1)
    directions, hidden, bias, plain, offset = judge.get_weights()
    points, labels = rng.normal(size=(6, 2)), rng.integers(3, size=6)
    features = points @ hidden + bias
    features = np.where(features > 0, features, 0.2 * features)
    given = features, labels, plain[:, 0], offset[0], directions
    found = np.asarray(judge([points, labels]))[:, 0]
    assert_allclose(answer("projected-scores")(*given), found, atol=1e-5)


def test_the_table_of_an_obedient_generator_is_the_unit_matrix(rng):
    asked = np.repeat(np.arange(5), 4)
    sure = 0.9 * np.eye(5)[asked] + 0.02
    assert_array_equal(answer("asked-and-read")(asked, sure), np.eye(5))


def test_a_row_of_the_table_adds_up_to_one(rng):
    asked = rng.permutation(np.repeat(np.arange(4), 7))
    found = answer("asked-and-read")(asked, rng.dirichlet(np.ones(4), size=28))
    assert_allclose(found.sum(axis=1), 1)


def test_what_is_hidden_changes_nothing(rng):
    picture, candidates = rng.normal(size=(4, 4)), rng.normal(size=(6, 4, 4))
    visible = np.arange(16).reshape(4, 4) < 8
    elsewhere = np.where(visible, picture, rng.normal(size=(4, 4)))
    repaired, broken = missing_half.completed, missing_half.broken_completed
    assert_array_equal(
        repaired(picture, visible, candidates), repaired(elsewhere, visible, candidates)
    )
    leaks = [
        not np.array_equal(
            broken(picture, visible, candidates),
            broken(np.where(visible, picture, other), visible, candidates),
        )
        for other in rng.normal(size=(20, 4, 4))
    ]
    assert any(leaks)


def test_the_gain_is_the_package_s_mean_of_differences(rng):
    without, with_help = rng.normal(size=(2, 8))
    expected = estimates.mean(with_help - without)
    assert_allclose(
        answer("does-it-help")(without, with_help), [expected.value, expected.standard_error]
    )


def test_the_error_is_what_repeated_draws_show(rng):
    """Scores that share a lucky draw: the paired error is right, the broken one far too long."""
    shared = rng.normal(size=(4000, 5))
    pairs = [(row, row + 0.1 * rng.normal(size=5)) for row in shared]
    spread = np.std([(b - a).mean() for a, b in pairs], ddof=1)
    claimed = np.mean([does_it_help.gain(a, b)[1] ** 2 for a, b in pairs]) ** 0.5
    assert_allclose(claimed, spread, rtol=0.05)
    assert np.mean([does_it_help.broken_gain(a, b)[1] for a, b in pairs]) > 10 * spread


def test_the_rows_are_those_that_the_package_feeds():
    samples = np.arange(23, dtype="float32")[:, None]
    feed = feeding.Arrays((samples,), seed=5)
    for step in (0, 3, 4, 11, 40):
        portion = feed.take(step * 5, 1, 5, 1)
        assert_array_equal(rows_of_step.rows(5, 23, 5, step), portion.rows[0])


def test_a_round_shows_every_sample_once_and_no_two_rounds_are_alike():
    found = np.concatenate([rows_of_step.rows(2, 12, 4, step) for step in range(6)])
    first, second = found[:12], found[12:]
    assert_array_equal(np.sort(first), np.arange(12))
    assert_array_equal(np.sort(second), np.arange(12))
    assert not np.array_equal(first, second)
