"""Write the slopes of the generator's two losses, at any score."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def slopes(scores):
    believed = 0.5 * (1 + np.tanh(scores / 2))
    doubted = 0.5 * (1 - np.tanh(scores / 2))
    return np.stack([-believed, -doubted])


def by_logarithms(scores):
    return -np.exp([-np.logaddexp(0, -scores), -np.logaddexp(0, scores)])


def one_by_one(scores):
    def sigmoid(s):
        return 1 / (1 + np.exp(-s)) if s > 0 else np.exp(s) / (1 + np.exp(s))

    return np.array([[-sigmoid(s) for s in scores], [-sigmoid(-s) for s in scores]])


def overflowing(scores):
    with np.errstate(over="ignore", invalid="ignore"):
        believed = np.exp(scores) / (1 + np.exp(scores))
    return np.stack([-believed, believed - 1])


def probabilities(scores):
    return -slopes(scores)[0]


def cases(rng):
    hand = np.array([0.0, np.log(3)])
    return [(hand,), *((rng.normal(-1, 3, n),) for n in (4, 7)), (np.array([-800.0, 1.0, 800.0]),)]


EXERCISE = Exercise(
    name="two-slopes",
    title="Two slopes",
    stars=2,
    task="""\
Write `slopes(scores)`. For a row of fake scores it returns two rows: the slope of the saturating
loss $\\log(1 - D)$ with respect to each score, and below it that of the non-saturating loss
$-\\log D$. Scores may be as confident as ±800. For the scores 0 and $\\log 3$ the rows are
(−½, −¾) and (−½, −¼).""",
    answer=slopes,
    alternatives=(by_logarithms, one_by_one),
    cases=cases,
    mistakes=(
        Mistake(
            lambda scores: slopes(scores)[::-1],
            "The rows are exchanged: log(1 − D) comes first. Its slope is large where the fake is"
            " believed.",
        ),
        Mistake(
            lambda scores: -slopes(scores),
            "Both signs. Both losses *fall* when the score of a fake rises, or the generator would"
            " try to be recognised.",
        ),
        Mistake(
            overflowing,
            "Right for mild scores. At 800, e^s is infinite, and infinity over infinity is not a"
            " number. Use e^(−s), or tanh.",
        ),
        Mistake(
            lambda scores: np.stack(
                [slopes(scores).prod(axis=0) * -1, slopes(scores).prod(axis=0) * -1]
            ),
            "That is −D(1 − D), the slope of 1 − D itself. The logarithm divides it by 1 − D, or by"
            " D.",
        ),
        Mistake(
            lambda scores: np.stack([-np.logaddexp(0, scores), np.logaddexp(0, -scores)]),
            "Those are the losses themselves. Take their derivatives.",
        ),
        Mistake(
            lambda scores: slopes(scores) / len(scores),
            "You divided by the number of fakes, as the slope of a *mean* would be. The exercise"
            " asks for the slope of each fake's own loss.",
        ),
    ),
    hints=(
        "With the score, log(1 − D) is −log(1 + e^s), and −log D is log(1 + e^(−s)).",
        "Their derivatives are −D and −(1 − D), and 1 − D is the sigmoid of −s.",
        "To be safe from overflow: the sigmoid of s is (1 + tanh(s/2))/2.",
    ),
    explanation="""\
$\\log(1 - D) = -\\log(1 + e^s)$ has the derivative $-e^s / (1 + e^s) = -D$. And
$-\\log D = \\log(1 + e^{-s})$ has $-e^{-s} / (1 + e^{-s}) = -(1 - D)$. The hyperbolic tangent never
overflows.""",
    notice="The two slopes of one score add up to −1. What one loss gives to the believed fakes,"
    " the other gives to the despised ones.",
    next_step="At which score is the saturating slope a hundred times smaller than the other one?",
)
