"""The clinic's answers against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import backend, data, kernels, losses, metrics, networks, training
from ganbook.backend import keras, ops
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.the_mistakes_clinic import (
    column_and_row,
    labels_above_one,
    parted_partners,
    ring_of_eight,
    rows_of_a_batch,
    same_dice,
)


def answer(name):
    return BY_NAME[name].answer


class TestExchangeTest:
    def test_the_predictions_are_what_the_losses_do(self, rng):
        real, fake = rng.uniform(3, 9, 50), rng.uniform(-9, -3, 50)
        mean = lambda given: float(ops.mean(given.discriminator))  # noqa: E731
        softplus = lambda s: np.logaddexp(0, s)  # noqa: E731
        six = {
            "hinge": lambda r, f: mean(losses.hinge(r, f)),
            "critic": lambda r, f: ops.convert_to_numpy(
                losses.wasserstein(r, f).discriminator
            ).mean(),
            "gap": lambda r, f: -abs(r.mean() - f.mean()),
            "ones": lambda r, f: np.mean((r - 1) ** 2) + np.mean((f - 1) ** 2),
            "turned": lambda r, f: softplus(r).mean() + softplus(-f).mean(),
            "pairs": lambda r, f: ops.convert_to_numpy(
                losses.relativistic(r, f).discriminator
            ).mean(),
        }
        assert list(six) == list(BY_NAME["exchange-test"].variables)
        changes = [round(float(loss(fake, real) - loss(real, fake)), 9) for loss in six.values()]
        words = {1: "rise", 0: "stay", -1: "fall"}
        assert [words[int(np.sign(change))] for change in changes] == answer("exchange-test")


class TestRingOfEight:
    def test_the_places_are_the_package_s(self):
        expected = data.ring_centres(modes=8, radius=1.5)
        assert_allclose(answer("ring-of-eight")(8, 1.5), expected, atol=1e-6)

    def test_the_broken_ring_of_eight_has_seven_places(self):
        places = np.round(ring_of_eight.broken_centres(8, 1.0), 9) + 0.0
        assert len(np.unique(places, axis=0)) == 7


class TestBrokenThermometer:
    def test_is_the_frechet_distance_of_many_samples(self, rng):
        first, second = rng.normal(0.5, 1.2, (200_000, 1)), rng.normal(-1, 2.5, (200_000, 1))
        moments = first.mean(), first.std(ddof=1), second.mean(), second.std(ddof=1)
        expected = float(metrics.frechet_distance(first, second))
        assert_allclose(answer("broken-thermometer")(*moments), expected, rtol=1e-6)

    def test_is_the_cost_of_moving_quantiles(self):
        quantiles = ops.convert_to_numpy(ops.erfinv(ops.linspace(-1 + 1e-5, 1 - 1e-5, 100_001)))
        t = np.sqrt(2) * quantiles.astype("float64")
        cost = np.mean((1 + 1.0 * t - (2 + 3.0 * t)) ** 2)
        assert_allclose(answer("broken-thermometer")(1.0, 1.0, 2.0, 3.0), cost, rtol=1e-3)


class TestLabelsAboveOne:
    def test_the_broken_loss_has_no_lower_bound_and_the_repaired_one_is_never_negative(self):
        shares = np.linspace(0, 1, 11)
        for score in (10.0, 100.0, 1000.0):
            scores = np.full(11, score)
            assert labels_above_one.broken_real_loss(scores, shares) < -score / 50
            assert answer("labels-above-one")(scores, shares) >= 0


class TestMissingLogarithm:
    def test_is_keras_s_cross_entropy(self, rng):
        scores, labels = rng.normal(size=20), rng.integers(0, 2, 20).astype(float)
        expected = keras.losses.BinaryCrossentropy(from_logits=True)(labels, scores)
        assert_allclose(answer("missing-logarithm")(scores, labels), float(expected), rtol=1e-6)


class TestColumnAndRow:
    def test_is_keras_s_loss_of_two_columns(self, rng):
        scores, labels = rng.normal(size=(9, 1)), rng.integers(0, 2, 9).astype(float)
        expected = keras.losses.MeanSquaredError()(labels[:, None], scores)
        assert_allclose(answer("column-and-row")(scores, labels), float(expected), rtol=1e-6)

    def test_the_best_of_the_broken_loss_is_the_mean_label(self):
        labels = np.array([1.0, 1.0, 0.0])
        tried = np.linspace(-1, 2, 301)
        paid = [column_and_row.broken_squares(np.full((3, 1), s), labels) for s in tried]
        assert tried[np.argmin(paid)] == pytest.approx(2 / 3, abs=0.01)
        assert min(paid) == pytest.approx(labels.var(), abs=1e-4)


class TestPartedPartners:
    def test_what_is_its_own_partner_stays_so(self, rng):
        rows = rng.normal(size=(20, 3))
        targets, conditions = answer("parted-partners")(rows, rows.copy(), 4)
        assert np.array_equal(targets, conditions)
        targets, conditions = parted_partners.broken_shuffled(rows, rows.copy(), 4)
        assert np.mean(np.all(targets == conditions, axis=1)) < 0.5


class TestRowsOfABatch:
    def test_all_rows_are_images_of_the_data_and_no_row_of_the_broken_batch_is(self, rng):
        images = rng.normal(size=(30, 4, 5))
        flat = {row.tobytes() for row in images.reshape(30, 20)}
        assert all(row.tobytes() in flat for row in answer("rows-of-a-batch")(images, 16, 0))
        assert not any(row.tobytes() in flat for row in rows_of_a_batch.broken_batch(images, 16, 0))

    def test_a_dense_discriminator_gives_one_score_an_image(self, rng):
        batch = answer("rows-of-a-batch")(rng.normal(size=(9, 2, 3)), 4, 0).astype("float32")
        assert tuple(networks.mlp_discriminator(inputs=6, width=4)(batch).shape) == (4, 1)


class TestSameDice:
    def test_no_two_turns_see_the_same_noise_and_in_the_broken_program_all_do(self):
        turns = [(run, step, turn) for run in range(3) for step in range(3) for turn in range(2)]
        fresh = {answer("same-dice")(*turn, 4).tobytes() for turn in turns}
        stale = {same_dice.broken_noise(*turn, 4).tobytes() for turn in turns}
        assert (len(fresh), len(stale)) == (18, 3)


class TestMaskedTooLate:
    def test_its_slope_is_finite(self, rng):
        points = rng.normal(size=(5, 2))

        def same_in_keras(given):
            squares = ops.sum(ops.square(given[:, None] - given), axis=2) + ops.eye(
                5, dtype="float64"
            )
            return ops.sum(ops.log(squares)) / 20

        assert np.isfinite(backend.input_gradient(same_in_keras, points)).all()
        expected = float(ops.convert_to_numpy(same_in_keras(ops.convert_to_tensor(points))))
        assert_allclose(answer("masked-too-late")(points), expected, rtol=1e-9)


class TestSureAndWrong:
    def test_the_rows_are_softplus_and_its_slope(self):
        scores = np.array([-800.0, -3.0, 0.5, 20.0, 800.0])
        expected = (
            ops.convert_to_numpy(ops.softplus(scores)),
            backend.input_gradient(ops.softplus, scores),
        )
        assert_allclose(answer("sure-and-wrong")(scores), expected, rtol=1e-6, atol=1e-12)


class TestLastHealthy:
    def test_a_run_that_is_stopped_was_healthy_until_then(self):
        wild = training.Recipe(objective="wasserstein", optimizer=training.Optimizer("sgd", 1000.0))
        gan = training.GAN(
            networks.mlp_generator(width=8), networks.mlp_discriminator(width=8), wild
        )
        with pytest.raises(training.Diverged):
            gan.fit(data.ring(500), steps=50, batch_size=32, report_every=1)
        history = gan.history.history
        steps = np.array(history["step"])
        reports = np.column_stack([history["real_score"], history["fake_score"]])
        assert answer("last-healthy")(steps, reports) == gan.step


class TestAttractionAlone:
    def test_the_force_is_the_slope_of_the_squared_discrepancy(self, rng):
        fake, real = rng.normal(size=(6, 2)), rng.normal(size=(8, 2))
        slope = backend.input_gradient(
            lambda f: kernels.mmd_squared(real, f, bandwidth=1.3, unbiased=False), fake
        )
        # Of one fake among six, in a mean of squares of differences: 2 / 6 / bandwidth².
        moved = answer("attraction-alone")(fake, real, 1.3, 1.0) - fake
        assert_allclose(moved, -slope * 3 * 1.3**2, rtol=1e-6)
