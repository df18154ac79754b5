"""The digits' network is held to a slow one and to the labels; InceptionV3 to its interface."""

import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import backend, data, features, metrics
from ganbook.backend import keras, ops
from ganbook.features import classifier, of_photographs, training


@pytest.fixture(scope="module")
def held_out():
    return data.load("digits", "test")


def slow_features(images):
    """The network a pixel at a time, in float64: the oracle."""
    weights = classifier.shipped("float64")

    def strokes(values, kernel, offset):
        padded = np.pad(values, ((0, 0), (1, 1), (1, 1), (0, 0)))
        found = np.empty((*values.shape[:3], kernel.shape[-1]))
        for row in range(values.shape[1]):
            for column in range(values.shape[2]):
                window = padded[:, row : row + 3, column : column + 3]
                found[:, row, column] = np.einsum("nijc,ijco->no", window, kernel) + offset
        return bend(found)

    def bend(values):
        return values / (1 + np.exp(-values))

    seen = strokes((images + 1) / 2, weights["strokes"], weights["strokes_offset"])
    seen = strokes(seen, weights["shapes"], weights["shapes_offset"])
    pooled = seen.reshape(len(seen), 4, 2, 4, 2, -1).mean(axis=(2, 4)).reshape(len(seen), -1)
    return bend(pooled @ weights["features"] + weights["features_offset"])


class TestDigits:
    def test_are_what_the_network_says_pixel_by_pixel(self, held_out):
        images = held_out.images[:20].astype("float64")
        assert_allclose(features.digits(images), slow_features(images), rtol=1e-12, atol=1e-12)

    def test_have_64_columns_and_the_precision_of_the_images(self, held_out):
        for dtype in ("float32", "float64"):
            found = features.digits(held_out.images[:5].astype(dtype))
            assert (found.shape, found.dtype) == ((5, 64), dtype)

    def test_batches_do_not_show(self, held_out, monkeypatch):
        whole = features.digits(held_out.images)
        monkeypatch.setattr("ganbook.features.of_digits.BATCH", 100)
        assert_allclose(features.digits(held_out.images), whole, atol=1e-5)

    def test_slopes_flow_back_to_the_pixels(self, held_out):
        image = held_out.images[:1].astype("float64")
        way = np.random.default_rng(0).normal(size=image.shape)

        def first(images):
            return features.digits(images)[:, 0]

        slopes = backend.input_gradient(first, ops.convert_to_tensor(image))
        slope = (ops.convert_to_numpy(slopes) * way).sum()
        step = 1e-5 * way
        change = (features.digits(image + step) - features.digits(image - step))[0, 0] / 2e-5
        assert_allclose(slope, change, rtol=1e-6)

    def test_they_run_inside_a_compiled_function(self, held_out):
        inside = backend.compiled(features.digits)(ops.convert_to_tensor(held_out.images[:4]))
        assert_allclose(
            ops.convert_to_numpy(inside), features.digits(held_out.images[:4]), atol=1e-4
        )

    def test_see_classes_better_than_pixels_do(self, held_out):
        """A digit's nearest neighbour is of its class more often among features."""
        train = data.load("digits")

        def share(look):
            near = ((look(held_out.images)[:, None] - look(train.images)) ** 2).sum(axis=2)
            return np.mean(train.labels[near.argmin(axis=1)] == held_out.labels)

        assert share(features.digits) > share(lambda images: images.reshape(len(images), -1))


class TestDigitProbabilities:
    def test_are_right_as_often_as_the_docstring_says(self, held_out):
        stated = re.search(r"right for (\d+\.\d) %", features.digit_probabilities.__doc__).group(1)
        likeliest = features.digit_probabilities(held_out.images).argmax(axis=1)
        share = 100 * np.mean(likeliest == held_out.labels)
        assert f"{share:.1f}" == stated
        assert share >= 98

    def test_are_neither_too_sure_nor_too_modest(self, held_out):
        sure = features.digit_probabilities(held_out.images).astype("float64").max(axis=1)
        likeliest = features.digit_probabilities(held_out.images).argmax(axis=1)
        right = likeliest == held_out.labels
        # Were they the true chances, the number of hits would vary by this much around their sum.
        assert abs(sure.sum() - right.sum()) < 2 * np.sqrt((sure * (1 - sure)).sum())

    def test_sum_to_one(self, held_out):
        found = features.digit_probabilities(held_out.images[:50].astype("float64"))
        assert_allclose(found.sum(axis=1), 1, rtol=1e-12)

    def test_let_the_digits_score_nearly_ten(self, held_out):
        real = metrics.inception_score(features.digit_probabilities(held_out.images))
        noise = np.random.default_rng(0).uniform(-1, 1, size=held_out.images.shape)
        fake = metrics.inception_score(features.digit_probabilities(noise))
        assert 9.5 < float(real) < 10
        assert float(fake) < 5


class TestReport:
    def test_takes_the_digits_features_and_probabilities(self, held_out):
        train = data.load("digits").images
        found = metrics.report(
            train[:300],
            np.clip(train[300:500] + 0.5, -1, 1),
            features.digits,
            held_out=held_out.images,
            classify=features.digit_probabilities,
        )
        distance = found["frechet_distance"]
        assert distance.value.interval()[0] > distance.floor.interval()[1]
        assert float(found["inception_score"].floor) > 9


class TestTraining:
    def test_the_file_is_small_and_holds_no_pickle(self):
        assert classifier.FILE.stat().st_size <= 200_000
        with zipfile.ZipFile(classifier.FILE) as archive:
            assert sorted(archive.namelist()) == sorted(f"{n}.npy" for n in classifier.SHAPES)
        for name, shape in classifier.SHAPES.items():
            assert classifier.shipped("float32")[name].shape == shape

    def test_the_seed_decides(self):
        images, labels = (part[:256] for part in data.load("digits"))
        one, again, other = (
            training.trained(images, labels, epochs=2, seed=seed) for seed in (3, 3, 4)
        )
        for name in classifier.SHAPES:
            assert_allclose(one[name], again[name], rtol=1e-9, atol=1e-12)
        assert not np.allclose(one["strokes"], other["strokes"])

    def test_a_few_passes_already_teach(self):
        images, labels = (part[:512] for part in data.load("digits"))
        weights = training.trained(images, labels, epochs=4)
        scores = ops.convert_to_numpy(classifier.scores(weights, images.astype("float64")))
        assert np.mean(scores.argmax(axis=1) == labels) > 0.5

    def test_a_rounding_at_the_start_stays_a_rounding(self, monkeypatch):
        """Why the shipped weights can be reproduced at all."""
        images, labels = (part[:256] for part in data.load("digits"))
        exact = training.trained(images, labels, epochs=5)
        start = classifier.initial

        def touched(rng):
            return {name: value * (1 + 1e-12) for name, value in start(rng).items()}

        monkeypatch.setattr(classifier, "initial", touched)
        moved = training.trained(images, labels, epochs=5)
        for name in classifier.SHAPES:
            assert_allclose(moved[name], exact[name], atol=1e-9)

    def test_another_hand_keeps_most_of_the_ink(self):
        images = data.load("digits").images[:200].astype("float64")
        warped = training.warped(images, np.random.default_rng(0))
        assert np.abs(warped).max() <= 1 + 1e-12
        assert not np.allclose(warped, images)
        assert 0.8 < (warped + 1).sum() / (images + 1).sum() < 1  # Some is moved over the edge.

    @pytest.mark.slow
    def test_the_command_gives_the_shipped_weights(self, tmp_path):
        again = tmp_path / "again.npz"
        subprocess.run([sys.executable, "-m", "ganbook.features.training", str(again)], check=True)
        with np.load(again, allow_pickle=False) as arrays:
            for name, shipped in classifier.shipped("float32").items():
                assert_allclose(arrays[name], shipped, rtol=1e-6, atol=1e-6, err_msg=name)


class Means(keras.layers.Layer):
    """Stands for InceptionV3: the mean of each colour, and what it has seen."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def call(self, images, training=None):
        self.seen.append((tuple(images.shape), training))
        return ops.mean(images, axis=(1, 2))


class TestInception:
    def test_with_random_weights_gives_2048_finite_columns(self):
        images = np.random.default_rng(0).uniform(-1, 1, size=(2, 8, 8, 1)).astype("float32")
        found = features.inception(images, network=features.inception_network(None))
        assert (found.shape, found.dtype) == ((2, 2048), np.float32)
        assert np.isfinite(found).all()
        assert found.std() > 0

    def test_hands_over_299_pixels_three_colours_and_no_more_than_a_batch(self):
        network = Means()
        features.inception(np.zeros((5, 32, 32, 1), "float32"), network=network, batch_size=2)
        assert network.seen == [((n, 299, 299, 3), False) for n in (2, 2, 1)]

    def test_leaves_the_scale_as_it_is(self):
        images = np.broadcast_to(np.array([-1, 0.25, 1], "float32"), (1, 16, 16, 3))
        assert_allclose(features.inception(images, network=Means()), images[:, 0, 0], atol=1e-6)

    def test_smooths_what_it_shrinks(self):
        """Without smoothing, a checkerboard twice as fine would come out black or white."""
        board = np.indices((598, 598)).sum(axis=0) % 2 * 2 - 1
        images = np.repeat(board[None, ..., None], 3, axis=-1).astype("float32")
        seen = []

        def contrast(images, training):
            seen.append(float(ops.max(ops.abs(images[:, 2:-2, 2:-2]))))
            return ops.mean(images, axis=(1, 2))

        features.inception(images, network=contrast)
        assert seen[0] < 0.2

    def test_slopes_flow_back_to_the_pixels(self):
        images = ops.convert_to_tensor(np.zeros((1, 8, 8, 1), "float32"))
        slope = backend.input_gradient(lambda x: features.inception(x, network=Means()), images)
        # Three equal colours, each the mean of all pixels.
        assert_allclose(ops.convert_to_numpy(ops.sum(slope)), 3, rtol=1e-5)

    def test_offline_says_what_it_needs_and_what_else_to_use(self, monkeypatch):
        def offline(*_, **__):
            raise Exception("URL fetch failure")

        build = keras.applications.InceptionV3
        monkeypatch.setitem(build.__globals__["file_utils"].__dict__, "get_file", offline)
        of_photographs.inception_network.cache_clear()
        with pytest.raises(
            ConnectionError, match=r"downloads about 88 MB once .* features\.digits"
        ):
            features.inception(np.zeros((1, 8, 8, 3), "float32"))

    def test_is_not_downloaded_where_it_is_not_named(self, monkeypatch):
        monkeypatch.setattr(of_photographs, "inception_network", None)
        features.inception(np.zeros((1, 8, 8, 3), "float32"), network=Means())


GOOD = np.zeros((3, 8, 8, 1), "float32")
REFUSED = [
    (GOOD[0], r"shape \(count, 8, 8, 1\); got \(8, 8, 1\).*images\[None\]"),
    (GOOD[..., 0], r"got \(3, 8, 8\).*images\[\.\.\., None\]"),
    (GOOD.reshape(3, 64), r"got \(3, 64\)"),
    (np.zeros((3, 28, 28, 1)), r"got \(3, 28, 28, 1\)"),
    (np.zeros((3, 8, 8, 3)), r"got \(3, 8, 8, 3\)"),
    (GOOD[:0], r"at least one image; got shape \(0, 8, 8, 1\)"),
    (np.where(np.arange(8) == 3, np.nan, GOOD.reshape(3, 8, 1, 8)).reshape(GOOD.shape), "finite"),
    (GOOD + np.inf, "finite"),
    (GOOD + 16, r"scale from -1 \(black\) to 1 \(white\); got 16"),
    (GOOD - 255, "got 255"),
    (GOOD.astype(bool), "booleans"),
    (GOOD.astype(complex), "complex"),
    (GOOD.astype(str), "real numbers"),
]


class TestRefusals:
    @pytest.mark.parametrize(("images", "sentence"), REFUSED)
    @pytest.mark.parametrize("door", [features.digits, features.digit_probabilities])
    def test_digits_that_are_none(self, door, images, sentence):
        with pytest.raises((ValueError, TypeError), match=f"(?s){sentence}"):
            door(images)

    @pytest.mark.parametrize(
        ("images", "sentence"),
        [
            (np.zeros((2, 32, 32)), r"shape \(count, any, any, 1 or 3\)"),
            (np.zeros((2, 32, 32, 4)), r"got \(2, 32, 32, 4\)"),
            (np.full((2, 32, 32, 3), 255), r"images / 127\.5 - 1"),
            (np.full((2, 32, 32, 3), np.nan), "finite"),
        ],
    )
    def test_photographs_that_are_none(self, images, sentence):
        with pytest.raises(ValueError, match=sentence):
            features.inception(images, network=Means())

    @pytest.mark.parametrize("kind", ["uint8", "int8", "float32"])
    def test_whole_numbers_on_the_scale_are_images(self, kind):
        found = features.digits(np.ones((2, 8, 8, 1), kind))
        assert_allclose(found, features.digits(np.ones((2, 8, 8, 1), "float32")))

    def test_the_least_of_a_byte_is_off_the_scale(self):
        with pytest.raises(ValueError, match=r"scale from -1 .* got 128"):
            features.digits(np.full((2, 8, 8, 1), -128, "int8"))

    def test_masked_images_are_refused(self):
        with pytest.raises(TypeError, match="images is a masked array"):
            features.digits(np.ma.masked_less(GOOD, 0))

    def test_batches_of_nothing(self):
        with pytest.raises(ValueError, match="batch_size must be a whole number at least 1"):
            features.inception(np.zeros((1, 8, 8, 3)), network=Means(), batch_size=0)

    def test_unknown_weights(self):
        with pytest.raises(ValueError, match="weights must be one of 'imagenet'"):
            features.inception_network("imagenet21k")
