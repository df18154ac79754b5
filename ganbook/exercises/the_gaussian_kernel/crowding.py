"""Repair a measure of diversity that compares every sample with itself."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def crowding(samples, bandwidth):
    squares = ((samples[:, None] - samples) ** 2).sum(axis=2)
    similar = np.exp(-squares / (2 * bandwidth**2))
    return (similar.sum(axis=1) - 1) / (len(samples) - 1)


def broken_crowding(samples, bandwidth):
    squares = ((samples - samples) ** 2).sum(axis=1)
    similar = np.exp(-squares / (2 * bandwidth**2))
    return np.log(similar)


def one_by_one(samples, bandwidth):
    means = []
    for place, sample in enumerate(samples):
        others = np.delete(samples, place, axis=0)
        ways = np.linalg.norm(others - sample, axis=1)
        means.append(np.mean(np.exp(-0.5 * (ways / bandwidth) ** 2)))
    return means


def off_diagonal(samples, bandwidth):
    count = len(samples)
    lengths = (samples**2).sum(axis=1)
    gram = np.exp((2 * samples @ samples.T - lengths[:, None] - lengths) / (2 * bandwidth**2))
    return gram[~np.eye(count, dtype=bool)].reshape(count, count - 1).mean(axis=1)


def similarities(samples, bandwidth):
    gaps = np.linalg.norm(samples[:, None] - samples, axis=2)
    return np.exp(-(gaps**2) / (2 * bandwidth**2))


def without_diagonal(matrix):
    return (matrix.sum(axis=1) - np.diag(matrix)) / (len(matrix) - 1)


def mean_log(samples, bandwidth):
    squares = ((samples[:, None] - samples) ** 2).sum(axis=2)
    return without_diagonal(-squares / (2 * bandwidth**2))


def unsquared_bandwidth(samples, bandwidth):
    return crowding(samples, np.sqrt(bandwidth))


def missing_half(samples, bandwidth):
    return crowding(samples, bandwidth / np.sqrt(2))


def unsquared_distance(samples, bandwidth):
    gaps = np.linalg.norm(samples[:, None] - samples, axis=2)
    return without_diagonal(np.exp(-gaps / (2 * bandwidth**2)))


def cases(rng):
    hand = np.array([[0.0], [0.0], [2.0]])
    sizes = [(4, 2, 0.7), (6, 3, 2.0), (9, 5, 1.5)]
    return [(hand, 1.0), *[(rng.normal(size=(n, d)), sigma) for n, d, sigma in sizes]]


EXERCISE = Exercise(
    name="crowding",
    title="Who stands in the crowd?",
    stars=2,
    task="""\
A program wants to find the samples of a batch that are copies of others. For each sample it returns
a logarithm of a similarity, and that is 0, always. Repair it: return for each sample (a row of
`samples`) its *mean similarity to the other samples*, without a logarithm. For the three samples
0, 0 and 2 at bandwidth 1 the right answer is $(1 + e^{-2})/2$, the same again, and $e^{-2}$.""",
    answer=crowding,
    broken=broken_crowding,
    alternatives=(one_by_one, off_diagonal),
    cases=cases,
    mistakes=(
        Mistake(
            lambda samples, bandwidth: np.ones(len(samples)),
            "The logarithm is gone, but each sample is still compared with itself, and that"
            " similarity is always 1. `samples - samples` pairs each row with the same row.",
        ),
        Mistake(
            lambda samples, bandwidth: similarities(samples, bandwidth).mean(axis=1),
            "Each sample still meets itself, once, with similarity 1. Leave the diagonal out of the"
            " sum, and divide by the number of the *others*.",
        ),
        Mistake(
            lambda samples, bandwidth: (
                (similarities(samples, bandwidth).sum(axis=1) - 1) / len(samples)
            ),
            "The diagonal has left the sum, but not the count: each sample has n − 1 others.",
        ),
        Mistake(
            lambda samples, bandwidth: (
                similarities(samples, bandwidth).sum(axis=1) / (len(samples) - 1)
            ),
            "You divide by the number of the others, but the sum still contains the sample itself:"
            " subtract its 1.",
        ),
        Mistake(
            lambda samples, bandwidth: similarities(samples, bandwidth).sum(axis=1) - 1,
            "That is the sum over the others. A sum grows with the batch; the task asks for the"
            " mean.",
        ),
        Mistake(
            lambda samples, bandwidth: crowding(samples, bandwidth).mean(),
            "That is one number for the whole batch. To find the copies you need one for each"
            " sample: take the mean along one axis only.",
        ),
        Mistake(
            mean_log,
            "The pairs are right, the logarithm must go: it undoes the exponential, and what is"
            " left is a mean squared distance, in which one far sample outweighs all copies.",
        ),
        Mistake(
            lambda samples, bandwidth: np.log(crowding(samples, bandwidth)),
            "The means are right, and then you take their logarithm. The task asks for the means.",
        ),
        Mistake(
            unsquared_bandwidth,
            "The bandwidth must be squared, as the distance is.",
        ),
        Mistake(
            missing_half,
            "The factor 2 below the fraction is lost: the exponent is −d²/(2σ²).",
        ),
        Mistake(
            unsquared_distance,
            "The exponent takes the *squared* distance. You took a root on the way.",
        ),
    ),
    hints=(
        "How many pairs does `samples - samples` form, and which ones?",
        "`samples[:, None] - samples` forms all pairs. Over which axis must you add the squares?",
        "The Gram matrix has a 1 in each row that says nothing. Take it out of the sum and out of"
        " the count.",
    ),
    explanation="""\
Two things are wrong. `samples - samples` pairs each row with itself, so every similarity is 1; and
the logarithm of 1 is 0. Form all pairs with `samples[:, None] - samples`. Each row of the Gram
matrix then holds one 1 of the sample with itself: subtract it, and divide by the $n - 1$
others.""",
    notice="A measure that is the same for every input has no slope and teaches nothing. Feed each"
    " new loss two very different batches before you train with it.",
    next_step="Find the three most crowded digits of the chapter, and look at them.",
)
