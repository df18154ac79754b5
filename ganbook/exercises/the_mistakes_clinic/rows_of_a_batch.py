"""Repair a batch that mixes the pixels of all images."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def batch(images, size, seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(len(images), size=size)
    return images[rows].reshape(size, -1)


def broken_batch(images, size, seed):
    rng = np.random.default_rng(seed)
    pixels = images[0].size
    return rng.choice(images.ravel(), (size, pixels))


def by_choice(images, size, seed):
    flat = images.reshape(len(images), -1)
    return np.random.default_rng(seed).choice(flat, size)


def by_loop(images, size, seed):
    rows = np.random.default_rng(seed).integers(0, len(images), size)
    return [images[row].ravel() for row in rows]


def not_flattened(images, size, seed):
    return images[np.random.default_rng(seed).integers(len(images), size=size)]


def the_first(images, size, seed):
    return images[:size].reshape(size, -1)


def columns_first(images, size, seed):
    return not_flattened(images, size, seed).transpose(0, 2, 1).reshape(size, -1)


def folded_wrongly(images, size, seed):
    return not_flattened(images, size, seed).reshape(-1, size).T


def each_once(images, size, seed):
    rows = np.random.default_rng(seed).permutation(len(images))[:size]
    return images[rows].reshape(size, -1)


def cases(rng):
    sizes = ((6, 2, 3, 4), (9, 4, 2, 5), (7, 3, 3, 7))
    return [(rng.normal(size=(n, h, w)), size, seed) for seed, (n, h, w, size) in enumerate(sizes)]


EXERCISE = Exercise(
    name="rows-of-a-batch",
    title="Rows of a batch",
    stars=2,
    task="""\
`images` has shape (n, height, width). `batch` is to draw `size` of them, with possible repetitions,
for a *dense* discriminator: it returns an array of shape (size, height · width), an image a row,
pixel after pixel along its lines. Which images is decided by
`np.random.default_rng(seed).integers(len(images), size=size)`. The program takes the images apart.
Repair it.""",
    answer=batch,
    broken=broken_batch,
    alternatives=(by_choice, by_loop),
    cases=cases,
    mistakes=(
        Mistake(
            not_flattened,
            "The right images, not yet flattened. A dense layer would judge each of their lines by"
            " itself.",
        ),
        Mistake(
            the_first,
            "Flattened, but always the first images of the data: the rest is never seen.",
        ),
        Mistake(
            columns_first,
            "The right images, with lines and columns exchanged before they were flattened.",
        ),
        Mistake(
            folded_wrongly,
            "The right images, folded the wrong way: `reshape(size, -1)` makes a row of each.",
        ),
        Mistake(
            each_once,
            "Each image at most once. The exercise draws positions with `integers`, which may"
            " repeat.",
        ),
    ),
    hints=(
        "How many pixels of one image stand side by side in the program's batch?",
        "Draw positions of images, not pixels: `images[rows]`.",
        "Then `.reshape(size, -1)`.",
    ),
    explanation="""\
`ravel` forgets where an image ends, and `choice` then draws from all pixels of all images. Draw
*positions*, take the images, and flatten each of them.""",
    notice="The broken batch has the right shape and the right histogram of pixels, so nothing"
    " complains. Its pictures are noise, and a generator learns to draw noise.",
    next_step="How would you notice with two lines of code that a batch holds images of the data?",
)
