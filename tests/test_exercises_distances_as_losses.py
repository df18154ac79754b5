"""The answers on distances as losses against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import distances, losses, metrics
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.distances_as_losses import lost_root, steering_weight


def answer(name):
    return BY_NAME[name].answer


def test_each_loss_wants_what_is_predicted():
    """The laws as tables of values and chances, and every expectation as a double sum."""
    values, data = np.array([0.0, 2.0, 5.0]), np.array([0.6, 0.0, 0.4])
    candidates = {"mean": [0, 1, 0], "median": [1, 0, 0], "law": data}
    ways = np.abs(values[:, None] - values)

    def expected(one, other, power=1):
        return one @ ways**power @ other

    pays = {
        "squares": lambda law: expected(data, law, 2),
        "steps": lambda law: expected(data, law),
        "energy": lambda law: 2 * expected(data, law) - expected(data, data) - expected(law, law),
        "no_push": lambda law: 2 * expected(data, law) - expected(data, data),
    }
    exercise = BY_NAME["what-each-wants"]
    for question, predicted in zip(exercise.variables[:4], exercise.answer[:4], strict=True):
        paid = {name: pays[question](np.array(law)) for name, law in candidates.items()}
        best = [name for name in paid if np.isclose(paid[name], min(paid.values()))]
        assert best == [predicted]


def test_a_partner_is_hit_only_by_who_is_told():
    partners = np.array([0.0] * 6 + [5.0] * 4)
    paid = {"mean": np.mean((partners - 2) ** 2), "median": np.mean(partners**2), "law": 0.0}
    assert min(paid, key=paid.get) == BY_NAME["what-each-wants"].answer[4]


def test_the_price_is_the_mean_of_the_package_s_squared_distances(rng):
    real, fake = rng.normal(size=(9, 4)), 1 + rng.normal(size=(7, 4))
    expected = distances.squared_euclidean(real, fake).mean()
    assert_allclose(answer("price-of-strangers")(real, fake), expected, rtol=1e-10)


def test_the_energy_is_the_package_s_once_it_has_its_root(rng):
    real, fake = rng.normal(size=(9, 3)), 1 + rng.normal(size=(7, 3))
    assert_allclose(answer("lost-root")(real, fake), distances.energy(real, fake), rtol=1e-10)


def test_without_its_root_it_sees_the_gap_of_the_means_alone(rng):
    real, fake = rng.normal(size=(9, 3)), 1 + 5 * rng.normal(size=(7, 3))
    gap = real.mean(axis=0) - fake.mean(axis=0)
    assert_allclose(lost_root.broken_energy(real, fake), 2 * gap @ gap, rtol=1e-10)


def test_no_picture_pays_less_than_the_vote(rng):
    labels, pictures = rng.integers(2, size=31), rng.normal(size=(31, 3))
    best = answer("best-vote")(labels, pictures, np.array([0, 1]))

    def pays(rows):
        return np.abs(pictures - rows[labels]).mean()

    for _ in range(200):
        assert pays(best) <= pays(best + rng.normal(scale=0.3, size=best.shape))


def test_closer_is_what_the_package_calls_closer(rng):
    train, held_out = rng.normal(size=(40, 3)), rng.normal(size=(30, 3))
    fake = np.concatenate([train[:10], rng.normal(size=(15, 3))])
    expected = metrics.memorisation(train, fake, held_out).closer
    assert_allclose(answer("closer-than-honest")(train, fake, held_out), expected, rtol=1e-10)


@pytest.mark.parametrize("shift", [0.0, 1.0, 6.0])
def test_the_weight_is_one_minus_the_package_s_similarity(shift, rng):
    real = rng.normal(size=(20, 2))
    fake = shift + rng.normal(size=(20, 2))
    scale = np.sqrt(2 * real.var(axis=0).sum())  # as wide as the real batch, as the package has it
    expected = 3 * (1 - losses.similarity(real, fake))
    assert_allclose(answer("steering-weight")(real, fake, 3, scale), expected, atol=1e-6)


def test_the_broken_weight_is_negative_far_away_and_strong_at_home(rng):
    real = rng.normal(size=(20, 2))
    assert steering_weight.broken_weight(real, real + 100, 3, 1.0) < 0
    assert steering_weight.broken_weight(real, real, 3, 1.0) == 3
    assert answer("steering-weight")(real, real, 3, 1.0) == pytest.approx(0)
