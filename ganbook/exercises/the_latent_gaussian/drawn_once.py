"""Repair a loop that draws its noise before it begins."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def batches(seed, steps, count, size):
    rng = np.random.default_rng(seed)
    fed = []
    for _ in range(steps):
        noise = rng.normal(size=(count, size))
        fed.append(noise)
    return np.stack(fed)


def broken_batches(seed, steps, count, size):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(count, size))
    fed = []
    for _ in range(steps):
        fed.append(noise)
    return np.stack(fed)


def at_once(seed, steps, count, size):
    return np.random.default_rng(seed).normal(size=(steps, count, size))


def cut_from_one_strip(seed, steps, count, size):
    strip = np.random.default_rng(seed).standard_normal(steps * count * size)
    return np.array(np.split(strip, steps)).reshape(steps, count, size)


def shuffled(seed, steps, count, size):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(count, size))
    return np.stack([rng.permutation(noise) for _ in range(steps)])


def shaken(seed, steps, count, size):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(count, size))
    return np.stack([noise + rng.normal(size=(count, size)) for _ in range(steps)])


def seed_of_the_step(seed, steps, count, size):
    return np.stack(
        [np.random.default_rng(seed + step).normal(size=(count, size)) for step in range(steps)]
    )


def one_row_a_step(seed, steps, count, size):
    rng = np.random.default_rng(seed)
    return np.stack([np.tile(rng.normal(size=size), (count, 1)) for _ in range(steps)])


def cases(rng):
    return [(7, 3, 2, 2), (0, 4, 3, 1), (12, 2, 5, 3), (5, 6, 2, 4)]


EXERCISE = Exercise(
    name="drawn-once",
    title="Noise that is drawn once",
    stars=1,
    task="""\
This is the part of a training loop that feeds the generator; what it fed is returned, one array of
shape (count, size) for each step. All steps see the same rows. Repair it: each step draws afresh,
row after row, from the one stream of random numbers that `seed` begins.""",
    answer=batches,
    broken=broken_batches,
    alternatives=(at_once, cut_from_one_strip),
    cases=cases,
    mistakes=(
        Mistake(
            shuffled,
            "Another order of the same rows. The generator still sees `count` inputs in its whole"
            " life; no order of them is fresh noise.",
        ),
        Mistake(
            shaken,
            "The old rows still lie under the new noise: each step is centred on them, and the sum"
            " has twice the variance. Drop the rows that were drawn before the loop.",
        ),
        Mistake(
            seed_of_the_step,
            "Fresh in each step, but with a seed for each: the run with seed 1 repeats the run with"
            " seed 0, one step later. Runs that are meant to be independent share their noise."
            " Draw from one stream.",
        ),
        Mistake(
            one_row_a_step,
            "One row a step, repeated for the whole batch: all fakes of a batch are equal. Draw"
            " `count` rows.",
        ),
        Mistake(
            lambda seed, steps, count, size: np.random.default_rng(seed).random(
                (steps, count, size)
            ),
            "`random` draws between 0 and 1. That is fresh, and another law, with mean ½: the task"
            " keeps the Gaussian.",
        ),
    ),
    hints=(
        "Which line runs once, and should run in each step?",
        "Leave the line that makes `rng` where it is: made anew with one seed, it would begin with"
        " the same numbers in each step. Only the draw moves.",
    ),
    explanation="""\
A training set may be finite, for the data are what they are. Noise costs nothing, so nothing is won
by saving it, and the generator must be right on inputs that it has never seen. The random
*generator* is made once; the random *numbers* are drawn in each step.""",
    notice="A fixed batch of noise does have its place: draw pictures from the same rows during"
    " training, and you see how they grow. Train on others.",
    next_step="Train the ring of this chapter on 100, 1,000 and 10,000 fixed rows of 16 numbers."
    " How many are enough?",
)
