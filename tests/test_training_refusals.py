"""What cannot work is refused before a step is taken, in words, and nothing is touched by it."""

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from ganbook import data, networks, training
from ganbook.backend import keras
from ganbook.training import RECIPES, Recipe
from tests.test_training import make_gan, values


@pytest.fixture
def ring():
    return data.ring(512, sigma=0.05, seed=3)


def dense(inputs=2, outputs=1, **options):
    """A network of one layer."""
    return keras.Sequential([keras.Input((inputs,)), keras.layers.Dense(outputs, **options)])


def game(generator=None, discriminator=None, recipe=RECIPES["r3gan"], **options):
    generator = generator or networks.mlp_generator(noise_size=4, width=8, depth=1)
    return training.GAN(generator, discriminator or dense(), recipe, **options)


def ends(shaped, outputs=2, *, inputs=1, as_dict=False):
    """A network whose inputs and outputs are put together in some way."""
    given = [keras.Input((2,), name=f"given_{place}") for place in range(inputs)]
    made = keras.layers.Dense(outputs)(sum(given[1:], given[0]))
    taken = {tensor.name: tensor for tensor in given} if as_dict else given
    return keras.Model(taken, shaped(made))


def conditional(labels=10, known=10):
    pair = (
        networks.mlp_generator(noise_size=4, width=8, depth=1, labels=labels),
        networks.mlp_discriminator(width=8, depth=1, labels=known),
    )
    return training.GAN(*pair, RECIPES["r3gan"])


def sharing():
    shared = keras.layers.Dense(4, name="shared")
    pair = [keras.Sequential([keras.Input((4,)), shared, keras.layers.Dense(n)]) for n in (4, 1)]
    return training.GAN(*pair, RECIPES["r3gan"])


def translation():
    pair = networks.translator((8, 8, 1), width=4), networks.translation_discriminator((8, 8, 1))
    return training.GAN(*pair, RECIPES["r3gan"])


def frozen():
    network = dense()
    network.trainable = False
    return network


class TestConstruction:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: game(recipe="r3gan"), r"recipe must be .* got 'r3gan'"),
            (lambda: game(strategy="mirrored"), "strategy must be one of tf.distribute"),
            (lambda: game(fused="yes"), "fused must be True or False; got 'yes'"),
            (lambda: sharing(), r"the two networks share '.*shared/kernel'"),
            (
                lambda: game(dense(2, 2, kernel_regularizer="l2")),
                r"generator's layer .* regul",
            ),
            (lambda: game(None, dense(kernel_regularizer="l2")), "discriminator's layer"),
            (lambda: game(None, dense(activity_regularizer="l2")), "count for nothing"),
            (lambda: game(None, frozen()), "discriminator's trainable is False"),
            (lambda: game(None, dense(activation="sigmoid")), "raw scores"),
            (
                lambda: game(None, dense(outputs=3)),
                r"one score a sample; its output has shape \(3,\)",
            ),
            (lambda: game(ends(lambda x: [x, x])), "generator must take .* has 1 and 2"),
            (lambda: game(ends(lambda x: {"x": x})), "generator must .* without a dict"),
            (lambda: game(None, ends(lambda x: x, 1, as_dict=True)), "discriminator must .* dict"),
            (lambda: game(ends(lambda x: x, inputs=3)), "generator must .* has 3 and 1"),
            (lambda: conditional(10, 5), "knows 10 labels and the discriminator 5"),
            (
                lambda: training.GAN(
                    networks.translator((8, 8, 1), width=4),
                    networks.translation_discriminator((8, 8, 1), condition_channels=3),
                    RECIPES["r3gan"],
                ),
                r"condition has shape \(8, 8, 1\) and the discriminator's \(8, 8, 3\)",
            ),
            (
                lambda: game(keras.Sequential([keras.Input((2, 2)), keras.layers.Flatten()])),
                "row of noise",
            ),
            (
                lambda: game(dense(1, 2), recipe=Recipe(latent="mixture")),
                "at least 2; got 1. The mixture law",
            ),
        ],
    )
    def test_of_what_cannot_work_says_why(self, call, words):
        with pytest.raises((ValueError, TypeError), match=words):
            call()

    def test_features_for_a_kernel_may_end_in_a_sigmoid(self):
        game(None, dense(2, 8, activation="sigmoid"), RECIPES["mmd"])


class TestData:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ([[0.1, 0.2], [0.3, 0.4]], r"np.array\(data, 'float32'\)"),
            ("digits", "got str"),
            ({"x": np.zeros((3, 2))}, "got dict"),
            ([np.zeros((3, 2)), np.zeros(3, int)], "as a tuple"),
            (np.full((64, 2), 1e300), "float32 does not reach that far"),
            ([np.full((64, 2), 1e300)], "float32 does not reach that far"),
            ([np.zeros(2), np.zeros(2)], "np.stack"),
        ],
    )
    def test_of_a_strange_kind_is_refused(self, given, words):
        with pytest.raises((ValueError, TypeError), match=words):
            make_gan().fit(given, steps=1, batch_size=8)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda x: np.where(x > 0, np.nan, x), "batch must be finite"),
            (lambda x: x[:, :1], r"the real ones have shape \(1,\)"),
            (lambda x: x.astype(int), "floating point"),
            (lambda x: (x, np.zeros(32, int)), "samples alone"),
        ],
    )
    def test_a_later_batch_is_looked_at_too(self, change, words, ring):
        batches = [ring[:32], ring[32:64], change(ring[64:96])]
        with pytest.raises(ValueError, match=words):
            make_gan().fit(batches, steps=6)

    def test_only_the_last_batch_may_be_shorter(self, ring):
        uneven = np.array_split(ring[:300], 8)
        for batches in (uneven, [ring[:32], ring[32:80]]):
            with pytest.raises(ValueError, match="equally large, but for a shorter last one"):
                make_gan().fit(batches, steps=9)
        make_gan().fit([ring[:32], ring[:0], ring[32:64], ring[64:70]], steps=5)

    def test_an_empty_first_batch_is_said(self, ring):
        with pytest.raises(ValueError, match="the first batch of the data set is empty"):
            make_gan().fit([ring[:0], ring[:32]], steps=1)

    def test_a_data_set_without_an_end_is_taken(self, ring):
        class Endless(keras.utils.PyDataset):
            num_batches = None

            def __getitem__(self, index):
                return ring[32 * (index % 16) : 32 * (index % 16) + 32]

        endless, whole = make_gan(), make_gan()
        endless.fit(Endless(), steps=20)
        whole.fit([*np.split(ring, 16)], steps=20)
        assert_array_equal(endless.sample(10), whole.sample(10))

    def test_labels_of_a_later_batch_must_be_known(self, ring):
        batches = [(ring[:32], np.zeros(32, int)), (ring[:32], np.full(32, 10))]
        with pytest.raises(ValueError, match="knows the labels 0 to 9"):
            conditional().fit(batches, steps=4)


class TestConditions:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda y: np.eye(10, dtype=int)[y], "argmax"),
            (lambda y: np.eye(10, dtype="float32")[y], "argmax"),
            (lambda y: y.astype("float32"), r"astype\('int64'\)"),
            (lambda y: y > 5, r"astype\('int64'\)"),
            (lambda y: y + 2**40, "int32 does not reach that far"),
        ],
    )
    def test_that_are_no_labels_leave_the_plan_alone(self, change, words, ring):
        gan, labels = conditional(), np.arange(len(ring)) % 10
        with pytest.raises((ValueError, TypeError), match=words):
            gan.fit((ring, change(labels)), steps=50)
        assert gan.unfinished_steps == 0

    @pytest.mark.parametrize("wrong", [99, 99.0, 3.7, True, "3", [None, 1], np.eye(10)[:2]])
    def test_that_are_no_labels_are_not_drawn(self, wrong):
        with pytest.raises((ValueError, TypeError), match=r"[Ll]abel"):
            conditional().sample(2, condition=wrong)

    def test_a_column_of_labels_is_as_good(self):
        gan, labels = conditional(), np.array([3, 1])
        expected = gan.sample(2, condition=labels)
        assert_array_equal(gan.sample(2, condition=labels[:, None]), expected)

    def test_images_must_have_the_shape_and_the_scale(self):
        images = np.zeros((16, 8, 8, 1), "float32")
        with pytest.raises(ValueError, match=r"127\.5"):
            translation().fit((images, images.astype("uint8")), steps=1)
        with pytest.raises(ValueError, match=r"must have shape \(8, 8, 1\)"):
            translation().fit((images, np.zeros((16, 4, 4, 1), "float32")), steps=1)


class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = True


class TestPlan:
    @pytest.mark.parametrize(
        "refused",
        [
            {"report_every": 0},
            {"callbacks": Stop()},
            {"callbacks": [Stop]},
            {"callbacks": [keras.callbacks.LambdaCallback(on_train_begin=lambda logs: int("x"))]},
        ],
    )
    def test_an_unfinished_one_survives_a_call_that_is_refused(self, refused, ring, tmp_path):
        gan = make_gan()
        plan = {"batch_size": 32, "report_every": 2, "callbacks": [Stop()]}
        gan.fit(ring, steps=6, folder=tmp_path, **plan)
        before = values(gan), dataclasses.replace(gan.progress)
        with pytest.raises((ValueError, TypeError)):
            gan.fit(ring, steps=9, batch_size=16, folder=tmp_path, **refused)
        for kept in (gan, training.GAN.load(tmp_path)):
            assert kept.progress == before[1]
            assert kept.unfinished_steps == 4
            for mine, old in zip(values(kept).values(), before[0].values(), strict=True):
                assert_array_equal(mine, old)
