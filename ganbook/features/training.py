"""Trains the digits' network and writes its weights: `python -m ganbook.features.training`.

It takes about a minute on two processors and gives the same weights, up to the rounding of single
precision, on every processor and framework. Nothing here looks at the "test" split.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.ndimage import affine_transform

from ganbook import backend, data
from ganbook.backend import ops
from ganbook.features import classifier
from ganbook.features.classifier import Weights

EPOCHS, BATCH, SEED = 100, 128, 0
# The last epochs, this share of them, see the digits as they are: else the network keeps doubting
# what is plain, and its probabilities are too low.
PLAIN = 0.2
RATE, DECAY = 3e-3, 1e-3  # Learning rate at the start; share of it by which kernels shrink.
MIDDLE = np.array([3.5, 3.5])


def main(path: Path = classifier.FILE) -> None:
    """Train on the digits and store what was learned."""
    train = data.load("digits")
    classifier.save(trained(train.images, train.labels), path)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def trained(
    images: np.ndarray, labels: np.ndarray, *, epochs: int = EPOCHS, seed: int = SEED
) -> Weights:
    """The weights after so many passes over the images, each time turned and moved a little."""
    rng = np.random.default_rng(seed)
    weights = classifier.initial(rng)
    steps = epochs * (len(images) // BATCH)
    adam = Adam(weights)
    for step, batch in enumerate(_batches(images.astype("float64"), labels, epochs, rng)):
        rate = RATE * (1 + np.cos(np.pi * step / steps)) / 2
        adam.step(weights, _slopes(weights, *batch), rate)
    return weights


class Adam:
    """Steps as long as the slope is steady; kernels, not offsets, are pulled towards 0 as well."""

    def __init__(self, weights: Weights) -> None:
        self.mean = {name: np.zeros_like(value) for name, value in weights.items()}
        self.square = {name: np.zeros_like(value) for name, value in weights.items()}
        self.count = 0

    def step(self, weights: Weights, slopes: Weights, rate: float) -> None:
        """Move the weights, in place."""
        self.count += 1
        for name, slope in slopes.items():
            mean, square = self.mean[name], self.square[name]
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope**2 - square)
            length = np.sqrt(square / (1 - 0.99**self.count)) + 1e-8
            pull = DECAY * weights[name] if weights[name].ndim > 1 else 0
            weights[name] -= rate * (mean / (1 - 0.9**self.count) / length + pull)


def _batches(
    images: np.ndarray, labels: np.ndarray, epochs: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Images in random order with their classes, a 1 among zeros; what fills no batch waits."""
    for epoch in range(epochs):
        seen = warped(images, rng) if epoch < (1 - PLAIN) * epochs else images
        order = rng.permutation(len(images))
        for first in range(0, len(images) - BATCH + 1, BATCH):
            rows = order[first : first + BATCH]
            yield seen[rows], np.eye(10)[labels[rows]]


def warped(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each image turned, sheared, stretched and moved a little, as another hand might write it."""
    result = np.empty_like(images)
    for place, image in enumerate(images):
        angle, shear, stretch = rng.normal(size=3) * (np.deg2rad(8), 0.1, 0.08)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        matrix = turn @ np.array([[1, shear], [0, 1]]) * np.exp(stretch)
        start = MIDDLE - matrix @ (MIDDLE + rng.uniform(-0.8, 0.8, size=2))
        result[place, ..., 0] = affine_transform(image[..., 0], matrix, start, order=1, cval=-1)
    return result


def _slopes(weights: Weights, images: np.ndarray, classes: np.ndarray) -> Weights:
    """Gradient of the mean of -log p(class)."""
    names = list(weights)

    def loss(values: list[Any]) -> Any:
        scores = classifier.scores(dict(zip(names, values, strict=True)), images)
        return -ops.sum(classes * ops.log_softmax(scores)) / len(images)

    _, slopes = backend.value_and_grad(loss, [weights[name] for name in names])
    return {name: ops.convert_to_numpy(s) for name, s in zip(names, slopes, strict=True)}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
