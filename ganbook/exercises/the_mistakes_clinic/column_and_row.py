"""Repair a loss in which a column of scores meets a row of labels."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def squares(scores, labels):
    return np.mean((scores[:, 0] - labels) ** 2)


def broken_squares(scores, labels):
    return np.mean((scores - labels) ** 2)


def by_ravel(scores, labels):
    return np.square(np.ravel(scores) - np.ravel(labels)).mean()


def by_diagonal(scores, labels):
    return np.mean(np.diagonal((scores - labels) ** 2))


def of_the_mean_label(scores, labels):
    return np.mean((scores - labels.mean()) ** 2)


def added(scores, labels):
    return np.sum((scores[:, 0] - labels) ** 2)


def mean_first(scores, labels):
    return np.mean(scores[:, 0] - labels) ** 2


def absolute(scores, labels):
    return np.mean(np.abs(scores[:, 0] - labels))


def sorted_apart(scores, labels):
    return np.mean((np.sort(scores[:, 0]) - np.sort(labels)) ** 2)


def cases(rng):
    hand = (np.array([[1.0], [0.5]]), np.array([1.0, 0.0]))
    drawn = [(rng.normal(size=(n, 1)), rng.integers(0, 2, n).astype(float)) for n in (4, 7, 12)]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="column-and-row",
    title="A column and a row",
    stars=2,
    task="""\
`scores` comes out of a network, with shape (n, 1); `labels` is an array of shape (n,). The program
is to return the mean squared difference of each score from *its own* label. Repair it. For the
scores 1 and 0.5 with the labels 1 and 0 the answer is 0.125; the program says 0.375.""",
    answer=squares,
    broken=broken_squares,
    alternatives=(by_ravel, by_diagonal),
    cases=cases,
    mistakes=(
        Mistake(
            of_the_mean_label,
            "That is what the broken program's loss amounts to, up to a constant: every score is"
            " compared with the mean label.",
        ),
        Mistake(
            added,
            "Each score meets its own label now. You added the squares up; the mean is wanted.",
        ),
        Mistake(
            mean_first,
            "The square of the mean difference: a score too high and another too low would cancel."
            " Square first.",
        ),
        Mistake(
            absolute,
            "Each score meets its own label now. The differences are to be squared.",
        ),
        Mistake(
            sorted_apart,
            "Sorting both compares the n-th largest score with the n-th largest label, whosesoever"
            " it is.",
        ),
    ),
    hints=(
        "Print `(scores - labels).shape` for three scores.",
        "A column minus a row is a table. Bring both to one shape first.",
        "`scores[:, 0]` is a row.",
    ),
    explanation="""\
Arrays of shapes (n, 1) and (n,) are *broadcast* to (n, n). Only the diagonal of that table belongs
together. With equal shapes there is no table.""",
    notice="No error, a plausible value, a falling loss: the table is among the commonest silent"
    " faults in such programs. Its mark is a loss that stops at the variance of the labels.",
    next_step="What does the same table do to a cross-entropy, and where does that loss stop?",
)
