"""The Inception Score, with probabilities that may be zero."""

import numpy as np
from scipy.special import rel_entr, xlogy

from ganbook.exercises.exercise import Exercise, Mistake


def number_of_classes(probabilities):
    average = probabilities.mean(axis=0)
    possible = probabilities > 0
    ratio = np.divide(probabilities, average, out=np.ones_like(probabilities), where=possible)
    divergences = (probabilities * np.log(ratio)).sum(axis=1)
    return np.exp(divergences.mean())


def by_relative_entropy(probabilities):
    return np.exp(rel_entr(probabilities, probabilities.mean(axis=0)).sum(axis=1).mean())


def by_entropies(probabilities):
    average = probabilities.mean(axis=0)
    of_the_crowd = -xlogy(average, average).sum()
    of_each = -xlogy(probabilities, probabilities).sum(axis=1)
    return np.exp(of_the_crowd - of_each.mean())


def divergences(probabilities, axis=1):
    return rel_entr(probabilities, probabilities.mean(axis=0)).sum(axis=axis)


def entropy(rows):
    return -xlogy(rows, rows).sum(axis=-1)


def naive(probabilities):
    with np.errstate(all="ignore"):
        logs = np.log(probabilities / probabilities.mean(axis=0))
        return np.exp((probabilities * logs).sum(axis=1).mean())


def cases(rng):
    hand = np.eye(2)[[0, 0, 0, 1]]
    soft = [rng.dirichlet(np.full(k, 0.7), size=n) for n, k in ((9, 3), (40, 10))]
    holes = rng.dirichlet(np.ones(5), size=12) * (rng.random((12, 5)) < 0.6)
    holes[:, 0] += 0.1
    return [(hand,), *((rows,) for rows in soft), (holes / holes.sum(axis=1, keepdims=True),)]


EXERCISE = Exercise(
    name="number-of-classes",
    title="How many classes does it command?",
    stars=2,
    task="""\
Write `number_of_classes(probabilities)`, the Inception Score: one row of class probabilities for
each picture. A probability may be exactly 0, and $0 \\log 0$ counts as 0. For four sure pictures,
three of one class and one of another, the answer is $(4/3)^{3/4} \\cdot 4^{1/4}$.""",
    answer=number_of_classes,
    alternatives=(by_relative_entropy, by_entropies),
    cases=cases,
    mistakes=(
        Mistake(
            naive,
            "Where a probability is 0, the logarithm is −∞, and 0 · (−∞) is NaN, which swallows"
            " the whole sum. Leave the zeros out, or use a function that knows that 0 log 0 is 0.",
        ),
        Mistake(
            lambda probabilities: divergences(probabilities).mean(),
            "That is the mean divergence; the score is its exponential, a number of classes.",
        ),
        Mistake(
            lambda probabilities: np.exp(divergences(probabilities)).mean(),
            "You took the exponential of each picture's divergence, then the mean. The mean comes"
            " first: a mean of exponentials is too large.",
        ),
        Mistake(
            lambda probabilities: np.exp(entropy(probabilities.mean(axis=0))),
            "That is how varied the average answer is. A classifier that is unsure of every picture"
            " would score best; how *sure* each answer is, is missing.",
        ),
        Mistake(
            lambda probabilities: np.exp(entropy(probabilities).mean()),
            "That is how *unsure* the single answers are, on average. It belongs into the score"
            " with a minus, beside the variety of the average answer.",
        ),
        Mistake(
            lambda probabilities: np.exp(-divergences(probabilities).mean()),
            "The sign is lost: the score lies between 1 and the number of classes, never below 1.",
        ),
        Mistake(
            lambda probabilities: np.exp(divergences(probabilities).mean() / np.log(2)),
            "You divided by log 2: logarithm and exponential must have the same base.",
        ),
        Mistake(
            lambda probabilities: np.exp(
                rel_entr(probabilities, probabilities.mean(axis=0)).mean()
            ),
            "You took the mean over the classes as well. A divergence is a *sum* over the classes;"
            " only over the pictures a mean is taken.",
        ),
        Mistake(
            lambda probabilities: np.exp(
                rel_entr(probabilities, 1 / probabilities.shape[1]).sum(axis=1).mean()
            ),
            "You compare each answer with the uniform law. Then a generator of a single class"
            " scores best. Compare with the *average answer* of this crowd.",
        ),
    ),
    hints=(
        "First the average answer: a mean over the pictures, one number for each class.",
        "The divergence of a picture is a sum over the classes, p log(p / average); where p is 0"
        " the term is 0.",
        "`scipy.special.rel_entr(p, q)` is p log(p/q) with that convention. Then the mean over the"
        " pictures, then `np.exp`.",
    ),
    explanation="""\
The average over the pictures is the crowd's answer. Each picture's divergence from it is a sum over
the classes, in which impossible classes count 0. Mean over the pictures, then the exponential. The
same number is exp(entropy of the average − mean entropy of the answers): varied as a crowd, sure
one by one.""",
    notice="Where the average is 0, so is every probability above it: that class drops out, and no"
    " small number need be added anywhere.",
    next_step="Add 1e-6 inside the logarithms, as many programs do, and see how much the score of"
    " the four sure pictures moves.",
)
