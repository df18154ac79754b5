"""Repair a discriminator's loss that weighs answers instead of taking their logarithms."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def loss(scores, labels):
    says_real, says_fake = np.logaddexp(0, -scores), np.logaddexp(0, scores)
    return np.mean(labels * says_real + (1 - labels) * says_fake)


def broken_loss(scores, labels):
    answers = 0.5 * (1 + np.tanh(scores / 2))
    return np.mean(labels * answers + (1 - labels) * (1 - answers))


def by_one_softplus(scores, labels):
    return np.mean(np.logaddexp(0, scores) - labels * scores)


def by_signs(scores, labels):
    return np.logaddexp(0, np.where(labels == 1, -scores, scores)).sum() / len(scores)


def agreement_turned(scores, labels):
    return 1 - broken_loss(scores, labels)


def lost_sign(scores, labels):
    return -loss(scores, labels)


def exchanged_labels(scores, labels):
    return loss(scores, 1 - labels)


def real_ones_alone(scores, labels):
    return np.mean(labels * np.logaddexp(0, -scores))


def by_probabilities(scores, labels):
    answers = 1 / (1 + np.exp(-scores))
    return -np.mean(labels * np.log(answers) + (1 - labels) * np.log(1 - answers))


def logarithm_of_the_mean(scores, labels):
    return -np.log(broken_loss(scores, labels))


def compared_with_itself(scores, labels):
    return loss(scores, 0.5 * (1 + np.tanh(scores / 2)))


def cases(rng):
    hand = (np.array([0.0, np.log(3.0)]), np.array([1.0, 0.0]))
    drawn = [(rng.normal(0, 3, n), rng.integers(0, 2, n).astype(float)) for n in (5, 8)]
    confident = (np.array([800.0, -800.0, 60.0]), np.array([0.0, 0.0, 1.0]))
    return [hand, *drawn, confident]


EXERCISE = Exercise(
    name="missing-logarithm",
    title="The missing logarithm",
    stars=2,
    task="""\
A discriminator *minimises* this "loss". Its scores rise on fakes and fall on real samples.
`labels` holds 1 for a real sample and 0 for a fake. Repair it, so that it is the mean
cross-entropy of labels and answers, where the answer to a score $s$ is $1/(1 + e^{-s})$. Scores may
be as large as ±800. For the scores 0 and $\\log 3$ with the labels 1 and 0 it is
$\\frac12(\\log 2 + \\log 4)$.""",
    answer=loss,
    broken=broken_loss,
    alternatives=(by_one_softplus, by_signs),
    cases=cases,
    mistakes=(
        Mistake(
            agreement_turned,
            "Now the right way round: it falls as the answers improve. But there is no logarithm"
            " yet, so a sure and wrong answer costs 1 at most, and pulls with no slope at all.",
        ),
        Mistake(
            lost_sign,
            "The logarithms are right, the sign is not: this is what a discriminator *maximises*.",
        ),
        Mistake(
            exchanged_labels,
            "Real and fake are exchanged. A real sample, with the label 1, pays −log D.",
        ),
        Mistake(
            real_ones_alone,
            'Right for the real samples. The fakes pay nothing, so "real" to everybody would be'
            " the best answer.",
        ),
        Mistake(
            by_probabilities,
            "The formula is right, and the program is not safe: at a score of 60 the answer is"
            " rounded to 1, and log(1 − 1) is minus infinity. Write the logarithms in terms of the"
            " score.",
        ),
        Mistake(
            compared_with_itself,
            "The answers are compared with themselves, and the labels are not asked: that is an"
            " entropy. It is small for every confident discriminator, right or wrong.",
        ),
        Mistake(
            logarithm_of_the_mean,
            "A logarithm of the mean is no mean of logarithms: take it sample by sample.",
        ),
    ),
    hints=(
        "−log D is softplus(−s), and −log(1 − D) is softplus(s). In NumPy: `np.logaddexp(0, s)`.",
        "A real sample pays softplus(−s), a fake softplus(s).",
        "labels · softplus(−s) + (1 − labels) · softplus(s), then the mean.",
    ),
    explanation="""\
The broken loss is the mean probability of a *right* answer, and it is minimised: the sign is lost
together with the logarithm. From scores, $-\\log D = \\operatorname{softplus}(-s)$ and
$-\\log(1 - D) = \\operatorname{softplus}(s)$, which never overflow.""",
    notice="With a constant weight in place of the labels the same formula is the chapter's first"
    " patient: then it does not even know which sample is real.",
    next_step="One minus the mean probability of a right answer is a fair measure of accuracy. Why"
    " does nobody train with it? Look at its slope for a score of −8 on a real sample.",
)
