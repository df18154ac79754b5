"""Repair a loss and its slope where the discriminator is sure and wrong."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def pays(scores):
    loss = np.logaddexp(0, scores)
    slope = 0.5 * (1 + np.tanh(scores / 2))
    return np.stack([loss, slope])


def broken_pays(scores):
    answers = 1 / (1 + np.exp(-scores))
    loss = -np.log(1 - answers)
    slope = answers * (1 - answers) / (1 - answers)
    return np.stack([loss, slope])


def by_cases(scores):
    small = np.exp(-np.abs(scores))
    loss = np.maximum(scores, 0) + np.log1p(small)
    return [loss, np.where(scores > 0, 1, small) / (1 + small)]


def by_differences(scores):
    # The slope of softplus is the exponential of s − softplus(s).
    loss = np.logaddexp(0, scores)
    return np.array([loss, np.exp(scores - loss)])


def bandaged(scores):
    answers = 0.5 * (1 + np.tanh(scores / 2))
    loss = -np.log(1 - answers + 1e-7)
    return np.stack([loss, answers * (1 - answers) / (1 - answers + 1e-7)])


def clipped(scores):
    answers = 0.5 * (1 + np.tanh(scores / 2))
    kept = np.clip(answers, 1e-7, 1 - 1e-7)
    inside = kept == answers
    return np.stack([-np.log(1 - kept), inside * answers])


def of_real_samples(scores):
    return np.stack([np.logaddexp(0, -scores), -0.5 * (1 - np.tanh(scores / 2))])


def slope_of_the_answer(scores):
    loss, answers = pays(scores)
    return np.stack([loss, answers * (1 - answers)])


def slope_downhill(scores):
    loss, slope = pays(scores)
    return np.stack([loss, -slope])


def cases(rng):
    hand = (np.array([0.0, np.log(3.0)]),)
    return [hand, (rng.normal(0, 4, 6),), (np.array([-800.0, -40.0, 20.0, 60.0, 800.0]),)]


EXERCISE = Exercise(
    name="sure-and-wrong",
    title="Sure, and wrong",
    stars=2,
    task="""\
For the scores of some fakes, `pays` is to return two rows: what the discriminator pays for each,
$-\\log(1 - D)$ with $D = 1/(1 + e^{-s})$, and the slope of that with respect to the score. The
program is right for small scores and breaks for the ones that matter. Repair it for scores up to
±800, without a bandage. For the scores 0 and $\\log 3$ the rows are ($\\log 2$, $\\log 4$) and
(½, ¾).""",
    answer=pays,
    broken=broken_pays,
    alternatives=(by_cases, by_differences),
    cases=cases,
    mistakes=(
        Mistake(
            bandaged,
            "A tiny number in the logarithm: the NaN is gone, and with it the lesson. For a score"
            " of 60 the slope is now 0, and it should be 1.",
        ),
        Mistake(
            clipped,
            "Clipped answers pay at most 16.1, however wrong they are, and have no slope: exactly"
            " the worst mistakes are no longer corrected.",
        ),
        Mistake(
            of_real_samples,
            "Safe, but this is what *real* samples cost, −log D. Fakes pay −log(1 − D).",
        ),
        Mistake(
            slope_of_the_answer,
            "The loss is right. Your second row is the slope of the *answer* D; the logarithm"
            " divides it by 1 − D.",
        ),
        Mistake(
            slope_downhill,
            "The loss is right. The second row is the slope itself, and a higher score costs"
            " *more*: it is positive.",
        ),
    ),
    hints=(
        "−log(1 − D) is softplus(s): `np.logaddexp(0, s)`.",
        "D(1 − D)/(1 − D) is D, if you divide on paper and not in the program.",
        "A sigmoid that never overflows: 0.5 · (1 + tanh(s / 2)).",
    ),
    explanation="""\
$1 - D = 1/(1 + e^s)$, so $-\\log(1 - D) = \\log(1 + e^s)$, and its slope is
$e^s / (1 + e^s) = D$. Both can be computed from the score without ever forming $1 - D$.""",
    notice="The slope is largest, 1, exactly where the broken program says NaN and the bandaged one"
    " says 0.",
    next_step="In 16 bits, from which score on would the broken program fail? Try `np.float16`.",
)
