"""Toy clouds whose truth is known, and images on one scale: float32, NHWC, from -1 to 1."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ganbook import checks
from ganbook.backend import keras

DIGIT_LEVELS = 16  # scikit-learn's digits count ink in steps from 0 to 16
PIXEL_LEVELS = 255


class Images(NamedTuple):
    """Pictures and what they show; `images` is (count, height, width, channels) in [-1, 1]."""

    images: np.ndarray
    labels: np.ndarray


def ring(
    count: int, *, modes: int = 8, radius: float = 1.0, sigma: float = 0.01, seed: int = 0
) -> np.ndarray:
    """Points near `modes` equal spots on a circle: the classic test for mode collapse."""
    return _spots(count, ring_centres(modes=modes, radius=radius), sigma, seed)


def ring_centres(*, modes: int = 8, radius: float = 1.0) -> np.ndarray:
    """The spots of `ring`. The full turn is left out: including it would draw one spot twice."""
    modes = checks.count(modes, "modes")
    radius = checks.in_range(radius, "radius", above=0, at_most=checks.LARGE)
    angle = 2 * np.pi * np.arange(modes) / modes
    return (radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)).astype("float32")


def grid(
    count: int, *, side: int = 5, spacing: float = 2.0, sigma: float = 0.05, seed: int = 0
) -> np.ndarray:
    """Points near the crossings of a square grid around the origin: many modes, easy to count."""
    return _spots(count, grid_centres(side=side, spacing=spacing), sigma, seed)


def grid_centres(*, side: int = 5, spacing: float = 2.0) -> np.ndarray:
    """The spots of `grid`, row by row; the defaults run from -4 to 4."""
    side = checks.count(side, "side")
    spacing = checks.in_range(spacing, "spacing", above=0, at_most=checks.LARGE)
    ticks = spacing * (np.arange(side) - (side - 1) / 2)
    return (
        np.stack(np.meshgrid(ticks, ticks, indexing="ij"), axis=-1).reshape(-1, 2).astype("float32")
    )


def load(name: str, split: str = "train") -> Images:
    """Named images. "digits" ships with scikit-learn; the others are downloaded once by Keras.

    The split of the digits is fixed: every fifth image of each class is kept for "test".
    """
    name = checks.known(name, "data set", ("digits", *_DOWNLOADS))
    split = checks.known(split, "split", ("train", "test"))
    if name == "digits":
        return _digits(split)
    images, labels = _downloaded(name)[split == "test"]
    return Images(_scaled(images, PIXEL_LEVELS), labels.reshape(-1).astype("int64"))


def pictures(folder: str | Path, *, size: int = 64) -> np.ndarray:
    """All images of a folder and of those inside it, cut square from the middle, as (n, s, s, 3).

    In the order of their names, so that the same folder is the same data.
    """
    from PIL import Image

    size = checks.count(size, "size")
    paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in _PICTURES)
    if not paths:
        raise ValueError(
            f"{folder} holds no images; expected files ending in {', '.join(sorted(_PICTURES))}."
        )
    found = np.empty((len(paths), size, size, 3), "float32")
    for place, path in zip(found, paths, strict=True):
        square = _square(path)
        resized = square.resize((size, size), Image.Resampling.LANCZOS)
        place[:] = np.asarray(resized, "float32") * (2 / PIXEL_LEVELS) - 1
    return found


_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
_DOWNLOADS = {"mnist": "11 MB", "fashion_mnist": "30 MB", "cifar10": "170 MB"}


def _square(path: Path) -> Any:
    """The square in the middle of a picture, in three colours."""
    from PIL import Image

    try:
        with Image.open(path) as opened:
            side = min(opened.size)
            left, top = ((length - side) // 2 for length in opened.size)
            return opened.convert("RGB").crop((left, top, left + side, top + side))
    except (OSError, SyntaxError, ValueError) as error:  # Pillow's words for a broken PNG vary.
        raise ValueError(
            f"{path} could not be read as an image ({error}). Repair it, or take it away."
        ) from error


def _spots(count: int, centres: np.ndarray, sigma: float, seed: int) -> np.ndarray:
    count = checks.count(count, "count")
    sigma = checks.in_range(sigma, "sigma", at_least=0, at_most=checks.LARGE)
    rng = np.random.default_rng(checks.seed(seed))
    chosen = centres[rng.integers(len(centres), size=count)]
    return (chosen + sigma * rng.standard_normal((count, 2))).astype("float32")


def _digits(split: str) -> Images:
    from sklearn.datasets import load_digits  # slow to import, and only this line needs it

    bunch = load_digits()
    order_in_class = np.empty(len(bunch.target), dtype=int)
    for label in np.unique(bunch.target):
        members = np.flatnonzero(bunch.target == label)
        order_in_class[members] = np.arange(len(members))
    chosen = (order_in_class % 5 == 4) == (split == "test")
    return Images(_scaled(bunch.images[chosen], DIGIT_LEVELS), bunch.target[chosen].astype("int64"))


def _downloaded(name: str) -> tuple:
    try:
        return getattr(keras.datasets, name).load_data()
    except Exception as error:  # Keras raises a bare Exception when a download fails
        raise ConnectionError(
            f"data.load({name!r}) downloads about {_DOWNLOADS[name]} once and could not"
            f" ({type(error).__name__}: {error}); connect this machine to the internet and call it"
            ' again, or use data.load("digits"), which needs no network.'
        ) from error


def _scaled(images: np.ndarray, levels: int) -> np.ndarray:
    images = images.astype("float32") * (2 / levels) - 1
    return images if images.ndim == 4 else images[..., np.newaxis]
