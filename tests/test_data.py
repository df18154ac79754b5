"""Toy clouds are checked against their own laws, loaders against small files in the real format."""

import gzip
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PIL import Image
from sklearn.datasets import load_digits

from ganbook import data
from ganbook.backend import keras


def to_nearest(points, centres):
    return np.linalg.norm(points[:, None] - centres, axis=2).min(axis=1)


class TestRing:
    def test_eight_modes_are_eight_different_spots(self):
        centres = data.ring_centres()
        gaps = np.linalg.norm(centres[:, None] - centres, axis=2)
        assert len(centres) == 8
        assert gaps[~np.eye(8, dtype=bool)].min() > 0.7  # a doubled end would give 0

    def test_spots_lie_on_the_circle(self):
        assert_allclose(np.linalg.norm(data.ring_centres(modes=5, radius=3), axis=1), 3, rtol=1e-6)

    def test_points_spread_by_sigma_around_their_spot(self):
        points = data.ring(20_000, sigma=0.05)
        # The distance to the centre of a round Gaussian has mean sigma * sqrt(pi / 2).
        expected = 0.05 * np.sqrt(np.pi / 2)
        assert_allclose(to_nearest(points, data.ring_centres()).mean(), expected, rtol=0.02)

    def test_every_mode_gets_its_share(self):
        points, centres = data.ring(8_000), data.ring_centres()
        nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
        # Four standard deviations of a binomial count with share 1/8.
        assert np.all(np.abs(np.bincount(nearest, minlength=8) - 1000) < 4 * np.sqrt(8000 * 7 / 64))

    def test_a_seed_gives_one_cloud(self):
        assert_array_equal(data.ring(50, seed=3), data.ring(50, seed=3))
        assert not np.array_equal(data.ring(50, seed=3), data.ring(50, seed=4))

    def test_is_float32_with_two_columns(self):
        points = data.ring(7)
        assert points.shape == (7, 2)
        assert points.dtype == np.float32

    @pytest.mark.parametrize(
        "wrong",
        [
            {"count": 0},
            {"count": 2.5},
            {"modes": 0},
            {"radius": -1.0},
            {"radius": 1e39},
            {"sigma": -0.1},
            {"sigma": 1e39},
        ],
    )
    def test_refuses_what_makes_no_cloud(self, wrong):
        name = next(iter(wrong))
        with pytest.raises((ValueError, TypeError), match=name):
            data.ring(**{"count": 5, **wrong})


class TestGrid:
    def test_centres_run_from_minus_four_to_four(self):
        centres = data.grid_centres()
        assert centres.shape == (25, 2)
        assert_array_equal(np.unique(centres), [-4, -2, 0, 2, 4])

    def test_the_grid_is_centred_for_even_sides_too(self):
        assert_allclose(data.grid_centres(side=4, spacing=1.0).mean(axis=0), 0, atol=1e-7)

    def test_a_spacing_that_no_number_holds_is_refused(self):
        with pytest.raises(ValueError, match=r"spacing .* at most 1e\+30; got 1e\+39"):
            data.grid_centres(spacing=1e39)

    def test_no_noise_puts_points_on_the_crossings(self):
        assert to_nearest(data.grid(100, sigma=0), data.grid_centres()).max() == 0


class TestLoadDigits:
    def test_scale_shape_and_types(self):
        images, labels = data.load("digits")
        assert images.shape[1:] == (8, 8, 1)
        assert (images.min(), images.max()) == (-1, 1)
        assert (images.dtype, labels.dtype) == (np.float32, np.int64)

    def test_pixels_are_the_source_on_our_scale(self):
        first = load_digits().images[0]
        assert_allclose(data.load("digits").images[0, :, :, 0], first / 8 - 1, atol=1e-6)

    def test_train_and_test_share_nothing_and_lose_nothing(self):
        train, test = data.load("digits"), data.load("digits", split="test")
        assert len(train.images) + len(test.images) == 1797
        everything = np.concatenate([train.images, test.images]).reshape(1797, -1)
        assert_array_equal(
            np.unique(everything, axis=0),
            np.unique(load_digits().data.astype("float32") / 8 - 1, axis=0),
        )

    def test_each_class_gives_a_fifth_to_the_test(self):
        train, test = data.load("digits"), data.load("digits", split="test")
        shares = np.bincount(test.labels) / (np.bincount(train.labels) + np.bincount(test.labels))
        assert_allclose(shares, 0.2, atol=0.01)


class TestLoadDownloads:
    """Keras's own loaders read tiny files in the real format; only the fetching is replaced."""

    @pytest.fixture
    def pixels(self, rng):
        return rng.integers(0, 256, size=(6, 28, 28), dtype=np.uint8)

    def test_mnist_from_its_archive(self, tmp_path, monkeypatch, pixels):
        labels = np.arange(6, dtype=np.uint8)
        np.savez(
            tmp_path / "mnist.npz",
            x_train=pixels[:4],
            y_train=labels[:4],
            x_test=pixels[4:],
            y_test=labels[4:],
        )
        serve(monkeypatch, "mnist", lambda *_, **__: str(tmp_path / "mnist.npz"))
        train, test = data.load("mnist"), data.load("mnist", split="test")
        assert train.images.shape == (4, 28, 28, 1)
        assert_allclose(test.images[..., 0], pixels[4:] / 127.5 - 1, atol=1e-6)
        assert_array_equal(test.labels, [4, 5])

    def test_fashion_mnist_from_its_four_files(self, tmp_path, monkeypatch, pixels):
        for part, chosen in [("train", pixels[:4]), ("t10k", pixels[4:])]:
            with gzip.open(tmp_path / f"{part}-images-idx3-ubyte.gz", "wb") as file:
                file.write(bytes(16) + chosen.tobytes())
            with gzip.open(tmp_path / f"{part}-labels-idx1-ubyte.gz", "wb") as file:
                file.write(bytes(8) + bytes(range(len(chosen))))
        serve(monkeypatch, "fashion_mnist", lambda name, **_: str(tmp_path / name))
        images, labels = data.load("fashion_mnist")
        assert_allclose(images[..., 0], pixels[:4] / 127.5 - 1, atol=1e-6)
        assert_array_equal(labels, [0, 1, 2, 3])

    def test_cifar10_keeps_colour_and_flattens_its_labels(self, tmp_path, monkeypatch, rng):
        rows = rng.integers(0, 256, size=(10_000, 3072), dtype=np.uint8)
        batch = pickle.dumps({b"data": rows, b"labels": [7] * len(rows)})
        folder = (
            tmp_path / "cifar-10-batches-py"
        )  # the name inside the archive; Keras adds it itself
        folder.mkdir()
        for name in [*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"]:
            (folder / name).write_bytes(batch)
        serve(monkeypatch, "cifar10", lambda *_, **__: str(tmp_path))
        images, labels = data.load("cifar10", split="test")
        assert images.shape == (10_000, 32, 32, 3)
        red = rows[0, :1024].reshape(32, 32) / 127.5 - 1
        assert_allclose(images[0, :, :, 0], red, atol=1e-6)
        assert_array_equal(labels, np.full(10_000, 7))

    @pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
    def test_offline_says_what_it_needs_and_what_else_to_use(self, monkeypatch, name):
        def offline(*_, **__):
            raise Exception("URL fetch failure")

        serve(monkeypatch, name, offline)
        with pytest.raises(
            ConnectionError,
            match=r"downloads about .* MB once .* internet .* data\.load\(\"digits\"\)",
        ):
            data.load(name)


class TestLoadRefuses:
    def test_an_unknown_name_gets_the_nearest_one(self):
        with pytest.raises(ValueError, match="mnist"):
            data.load("mnits")

    def test_an_unknown_split(self):
        with pytest.raises(ValueError, match="test"):
            data.load("digits", split="validation")


def serve(monkeypatch, name, get_file):
    """Let Keras's loader for `name` find its file through `get_file` instead of the network."""
    loader = getattr(keras.datasets, name).load_data
    monkeypatch.setitem(loader.__globals__, "get_file", get_file)


class TestPictures:
    def test_are_cut_square_from_the_middle_and_scaled(self, tmp_path):
        wide = np.zeros((8, 16, 3), "uint8")
        wide[:, 4:12] = 255  # What the middle square holds; the sides are black.
        Image.fromarray(wide).save(tmp_path / "wide.png")
        found = data.pictures(tmp_path, size=8)
        assert found.shape == (1, 8, 8, 3)
        assert found.dtype == np.float32
        assert_array_equal(found, 1)

    def test_come_in_the_order_of_their_names_and_from_inner_folders(self, tmp_path):
        (tmp_path / "b").mkdir()
        for name, shade in (("a.png", 0), ("b/c.jpg", 128), ("z.PNG", 255)):
            Image.new("L", (6, 6), shade).save(tmp_path / name)
        (tmp_path / "notes.txt").write_text("no picture")
        shades = data.pictures(tmp_path, size=4)[:, 0, 0, 0]
        np.testing.assert_allclose(shades, [-1, 128 * 2 / 255 - 1, 1], atol=0.02)

    @pytest.mark.parametrize(
        ("size", "words"), [(0, "size"), (4, "holds no images; expected files ending in")]
    )
    def test_refuses_in_a_sentence(self, size, words, tmp_path):
        with pytest.raises(ValueError, match=words):
            data.pictures(tmp_path, size=size)

    @pytest.mark.parametrize("name", ["broken.jpg", "broken.png"])
    def test_a_broken_one_is_named(self, name, tmp_path):
        noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype="uint8")
        Image.fromarray(noise).save(tmp_path / name)
        whole = (tmp_path / name).read_bytes()
        for cut in (whole[: len(whole) // 2], b"no picture"):
            (tmp_path / name).write_bytes(cut)
            with pytest.raises(ValueError, match=f"{name} could not be read as an image"):
                data.pictures(tmp_path, size=4)
