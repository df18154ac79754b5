"""Where samples come from when they are named on the command line, and networks that fit them."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import checks, data, networks
from ganbook.training import Recipe

POINTS: dict[str, Callable[[int], np.ndarray]] = {
    "ring": lambda seed: data.ring(100_000, seed=seed),
    "grid": lambda seed: data.grid(100_000, seed=seed),
}
CENTRES = {"ring": (data.ring_centres, 0.01), "grid": (data.grid_centres, 0.05)}
IMAGES = ("digits", "mnist", "fashion_mnist", "cifar10")


@dataclasses.dataclass(frozen=True)
class Source:
    """Samples under a name, on the scale on which networks learn well."""

    name: str
    samples: np.ndarray
    labels: np.ndarray | None
    scale: float = 1.0  # Generated samples times this are on the data's own scale.

    @property
    def is_points(self) -> bool:
        """Whether the samples are points and not images."""
        return self.samples.ndim == 2

    def given(self, *, conditional: bool) -> Any:
        """What `GAN.fit` is fed."""
        if conditional and self.labels is None:
            raise ValueError(f"{self.name} has no labels; leave out --conditional.")
        return (self.samples, self.labels) if conditional else self.samples


def opened(name: str, *, size: int, seed: int = 0) -> Source:
    """A toy cloud, a known set of images, or a folder of pictures."""
    if name in POINTS:
        # Unit spread: the initial weights of a network assume it.
        spread = scale(name, seed)
        return Source(name, POINTS[name](seed) / spread, None, spread)
    if name in IMAGES:
        found = data.load(name)
        return Source(name, found.images, found.labels)
    pictures = folder(name)
    if pictures is None and Path(name).is_absolute():
        raise FileNotFoundError(
            f"there is no folder of images at {name}. Put it there; or, if a run's images have been"
            " moved, write their new place into its command.json, as its data."
        )
    if pictures is not None:
        return Source(name, data.pictures(pictures, size=size), None)
    checks.known(name, "data (or a folder of images)", (*POINTS, *IMAGES))
    raise AssertionError


def scale(name: str, seed: int) -> float:
    """What brings generated samples to the data's own scale, without opening files of images."""
    return float(POINTS[name](seed).std()) if name in POINTS else 1.0


def folder(name: str) -> Path | None:
    """Where the images lie, if that is what the name says: the same from every place."""
    known = name in POINTS or name in IMAGES or not name
    return None if known or not Path(name).is_dir() else Path(name).resolve()


def players(
    source: Source, recipe: Recipe, *, noise_size: int, width: int, labels: int | None
) -> tuple[Any, Any]:
    """A generator and a discriminator for these samples; width 0 is the builders' own."""
    asked = {"width": width} if width else {}
    critic = {"packing": recipe.packing, "labels": labels, "spectral": recipe.spectral, **asked}
    shape = source.samples.shape[1:]
    if source.is_points:
        generator = networks.mlp_generator(
            noise_size=noise_size, outputs=shape[0], labels=labels, **asked
        )
        discriminator = networks.mlp_discriminator(inputs=shape[0], **critic)
    else:
        generator = networks.image_generator(shape, noise_size=noise_size, labels=labels, **asked)
        discriminator = networks.image_discriminator(shape, **critic)
    return generator, discriminator
