"""Repair the error bar of a difference."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def gain(without, with_help):
    differences = with_help - without
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean(), error


def broken_gain(without, with_help):
    spread = without.var() + with_help.var()
    error = np.sqrt(spread)
    return with_help.mean() - without.mean(), error


def by_sums(without, with_help):
    n = len(without)
    steps = [b - a for a, b in zip(without, with_help, strict=True)]
    mean = sum(steps) / n
    return [mean, (sum((step - mean) ** 2 for step in steps) / (n * (n - 1))) ** 0.5]


def by_covariance(without, with_help):
    table = np.cov(without, with_help)
    error = np.sqrt((table[0, 0] + table[1, 1] - 2 * table[0, 1]) / len(without))
    return with_help.mean() - without.mean(), error


def unpaired(without, with_help):
    spread = without.var(ddof=1) + with_help.var(ddof=1)
    return with_help.mean() - without.mean(), np.sqrt(spread / len(without))


def spread_only(without, with_help):
    differences = with_help - without
    return differences.mean(), differences.std(ddof=1)


def by_n(without, with_help):
    differences = with_help - without
    return differences.mean(), differences.std() / np.sqrt(len(differences))


def backwards(without, with_help):
    return gain(with_help, without)


def by_all_n(without, with_help):
    differences = with_help - without
    return differences.mean(), differences.std(ddof=1) / len(differences)


def cases(rng):
    drawn = []
    for count in (4, 6, 9):
        draw = 0.8 + 0.05 * rng.normal(size=count)
        drawn.append((draw, draw + 0.02 + 0.005 * rng.normal(size=count)))
    return [(np.array([0.6, 0.7, 0.8]), np.array([0.61, 0.72, 0.83])), *drawn]


EXERCISE = Exercise(
    name="does-it-help",
    title="Does it help?",
    stars=2,
    task="""\
A classifier was trained on several draws of a few labelled pictures: `without` holds its accuracy
on each, `with_help` the accuracy on the *same* draws with samples of a GAN added. This program
returns the mean gain and an error bar that is far too long, so that nothing ever helps. Repair it:
return the mean gain and its standard error, from the differences draw by draw (divide by $n - 1$
in the variance). For 0.6, 0.7, 0.8 and 0.61, 0.72, 0.83 the gain is 0.02, and its error
$0.01/\\sqrt 3$.""",
    answer=gain,
    broken=broken_gain,
    alternatives=(by_sums, by_covariance),
    cases=cases,
    mistakes=(
        Mistake(
            unpaired,
            "A standard error, but of two *independent* groups. A lucky draw is lucky for both:"
            " subtract draw by draw first, and what they share is gone.",
        ),
        Mistake(
            spread_only,
            "That is the spread of the single differences. The mean of n of them is surer, by the"
            " root of n.",
        ),
        Mistake(
            by_n,
            "Nearly: for the spread of a sample divide by n − 1, `std(ddof=1)`. With three draws"
            " that is a fifth of the error bar.",
        ),
        Mistake(backwards, "The sign is turned: a gain is with help minus without."),
        Mistake(
            by_all_n,
            "You divided by n. The error of a mean falls with the *root* of n.",
        ),
    ),
    hints=(
        "Both classifiers saw the same draws. What do their scores have in common?",
        "First `with_help - without`, then mean and spread of these numbers.",
        "The spread with `ddof=1`, divided by the root of the number of draws.",
    ),
    explanation="""\
The variance of a difference is the sum of both variances *minus twice the covariance*. Scores on
the same draws go up and down together, so the covariance is large, and the differences are far
surer than the two means.""",
    notice="In the chapter this is `estimates.mean(with_help - without)`, and pairing is why three"
    " draws suffice for an answer.",
    next_step="How many unpaired draws would be needed for the same error bar?",
)
