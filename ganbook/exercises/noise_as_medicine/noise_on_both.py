"""Repair instance noise that only the fakes get."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def shown(real, fake, draws, level):
    return real + level * draws[0], fake + level * draws[1]


def broken_shown(real, fake, draws, level):
    return real, fake + level * draws[1]


def stacked(real, fake, draws, level):
    return np.stack([real, fake]) + level * draws


def by_loops(real, fake, draws, level):
    noisy = []
    for batch, fresh in zip((real, fake), draws, strict=True):
        noisy.append([x + level * e for x, e in zip(batch, fresh, strict=True)])
    return np.array(noisy)


def cases(rng):
    hand = (np.zeros((1, 2)), np.ones((1, 2)), np.array([[[1.0, -1.0]], [[2.0, 0.3]]]), 0.1)
    drawn = [
        (*rng.uniform(-1, 1, (2, n, 3)), rng.normal(size=(2, n, 3)), level)
        for n, level in ((4, 0.3), (6, 0.7), (5, 1.3))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="noise-on-both",
    title="Noise on both",
    stars=1,
    task="""\
`shown(real, fake, draws, level)` returns what the discriminator is shown: both batches, with
instance noise of standard deviation `level`. `draws[0]` and `draws[1]` are standard normal numbers
of the batches' shape. In the program only the fakes are noisy; a discriminator then learns that
noise means fake, and the best generator is no longer the data's law. Repair it.""",
    answer=shown,
    broken=broken_shown,
    alternatives=(stacked, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake, draws, level: (real + level * draws[0], fake),
            "Now only the real batch is noisy. The best a generator can then do is to paint the"
            " noise: the data, blurred.",
        ),
        Mistake(
            lambda real, fake, draws, level: (real + level * draws[1], fake + level * draws[1]),
            "Both batches get the same numbers, `draws[1]`. Each sample needs noise of its own, or"
            " the noise carries no doubt between a pair.",
        ),
        Mistake(
            lambda real, fake, draws, level: (real + level * draws[0], fake + level * draws[0]),
            "Both batches get the same numbers, `draws[0]`. Each sample needs noise of its own, or"
            " the noise carries no doubt between a pair.",
        ),
        Mistake(
            lambda real, fake, draws, level: (
                real + level**2 * draws[0],
                fake + level**2 * draws[1],
            ),
            "`level` is a standard deviation, and noise is multiplied by it. Squared it would be"
            " the variance.",
        ),
        Mistake(
            lambda real, fake, draws, level: (
                real + np.sqrt(level) * draws[0],
                fake + np.sqrt(level) * draws[1],
            ),
            "`level` is a standard deviation already; the root would be right for a variance.",
        ),
        Mistake(
            lambda real, fake, draws, level: (
                np.clip(real + level * draws[0], -1, 1),
                np.clip(fake + level * draws[1], -1, 1),
            ),
            "You clipped the noisy samples to [−1, 1]. Clipping heaps mass on the border, where the"
            " laws may be told apart again. These samples are for the discriminator only: let them"
            " leave the range of images.",
        ),
        Mistake(
            lambda real, fake, draws, level: (
                real + level * draws[0, :1],
                fake + level * draws[1, :1],
            ),
            "Every sample of a batch gets the same noise, that of the first row. A shift of the"
            " whole batch does not widen it.",
        ),
    ),
    hints=(
        "Which of the two laws is still without width?",
        "The real batch gets its own draws, `draws[0]`, with the same level.",
    ),
    explanation="""\
Both batches get noise of the same law, from draws of their own. Only then are the two noisy laws
equal exactly when the laws themselves are.""",
    notice="The generator is trained through the noisy fakes, and sampled without the noise.",
    next_step="What does a generator learn if `level` is larger for the real batch than for the"
    " fakes? And if it is smaller?",
)
