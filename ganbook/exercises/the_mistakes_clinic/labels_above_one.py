"""Repair noised labels that rise above one."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def real_loss(scores, shares):
    labels = 1 - 0.1 * shares
    return np.mean(np.logaddexp(0, scores) - labels * scores)


def broken_real_loss(scores, shares):
    labels = 1 + 0.1 * shares
    return np.mean(np.logaddexp(0, scores) - labels * scores)


def by_two_losses(scores, shares):
    says_real, says_fake = np.logaddexp(0, -scores), np.logaddexp(0, scores)
    return np.mean((1 - shares / 10) * says_real + shares / 10 * says_fake)


def by_loops(scores, shares):
    paid = [np.logaddexp(0, -s) + 0.1 * u * s for s, u in zip(scores, shares, strict=True)]
    return sum(paid) / len(paid)


def labelled(make):
    """The loss with other labels."""

    def real_loss(scores, shares):
        return np.mean(np.logaddexp(0, scores) - make(shares) * scores)

    return real_loss


def cases(rng):
    hand = (np.array([np.log(9.0)]), np.array([1.0]))
    return [hand, *((rng.normal(2, 3, n), rng.uniform(size=n)) for n in (4, 7, 10))]


EXERCISE = Exercise(
    name="labels-above-one",
    title="Labels above one",
    stars=1,
    task="""\
`real_loss` is the cross-entropy that a discriminator pays on real samples, with noised labels. The
numbers in `shares` are uniform on [0, 1]; a share of 0 is to leave the label at 1, a share of 1 to
lower it to 0.9. The program *raises* it, so its loss has no lower bound. Repair it. For a single
score of $\\log 9$ and a share of 1 the answer is $\\log 10 - 0.9 \\log 9$.""",
    answer=real_loss,
    broken=broken_real_loss,
    alternatives=(by_two_losses, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            labelled(lambda shares: 0.9 + 0.2 * shares),
            "Half of these labels are still above 1: they run from 0.9 to 1.1.",
        ),
        Mistake(
            labelled(lambda shares: 0.9 + 0.1 * shares),
            "These labels lie between 0.9 and 1, but the other way round: a share of 0 is to leave"
            " the label at 1.",
        ),
        Mistake(
            labelled(lambda shares: np.minimum(1, 1 + 0.1 * shares)),
            "Clipped at 1, the labels are all 1: there is no noise left in them.",
        ),
        Mistake(
            labelled(lambda shares: 0.1 * shares),
            "Those are labels of *fakes*, a little above 0. The samples here are real.",
        ),
    ),
    hints=(
        "For which labels does the cross-entropy have a minimum?",
        "Below 1. Which sign must the noise have?",
    ),
    explanation="""\
With the label $y$ the loss of a large score $s$ is nearly $(1 - y)s$. It has to grow with $s$, or
the scores run away: $y$ must not exceed 1.""",
    notice="The sign of the noise is one character. With the wrong one every real sample pays a"
    " prize for confidence, and the discriminator's loss falls below 0: the symptom to look for.",
    next_step="Why are only the labels of the *real* samples softened? Think of where fakes get"
    " pulled if the discriminator's best answer on them is not 0.",
)
