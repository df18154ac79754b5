"""Repair a loss that asks for the same answer on real samples and on fakes."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def both_losses(real_scores, fake_scores):
    def cross_entropy(scores, label):
        return np.mean(np.logaddexp(0, scores) - label * scores)

    on_real = cross_entropy(real_scores, 1)
    on_fake = cross_entropy(fake_scores, 0)
    return on_real + on_fake, cross_entropy(fake_scores, 1)


def broken_losses(real_scores, fake_scores):
    def cross_entropy(scores, label):
        return np.mean(np.logaddexp(0, scores) - label * scores)

    on_real = cross_entropy(real_scores, 0)
    on_fake = cross_entropy(fake_scores, 0)
    return on_real + on_fake, cross_entropy(fake_scores, 0)


def by_softplus(real_scores, fake_scores):
    on_real = np.logaddexp(0, -real_scores).mean()
    return on_real + np.logaddexp(0, fake_scores).mean(), np.logaddexp(0, -fake_scores).mean()


def by_probabilities(real_scores, fake_scores):
    log_real = -np.log1p(np.exp(-real_scores))
    log_fake = -np.log1p(np.exp(-fake_scores))
    log_not_fake = log_fake - fake_scores
    return [-log_real.mean() - log_not_fake.mean(), -log_fake.mean()]


def changed(real_label, fake_label, wish):
    """The same losses with other labels."""

    def losses(real_scores, fake_scores):
        def cross_entropy(scores, label):
            return np.mean(np.logaddexp(0, scores) - label * scores)

        paid = cross_entropy(real_scores, real_label) + cross_entropy(fake_scores, fake_label)
        return paid, cross_entropy(fake_scores, wish)

    return losses


def averaged(real_scores, fake_scores):
    discriminator, generator = both_losses(real_scores, fake_scores)
    return discriminator / 2, generator


def minimax(real_scores, fake_scores):
    return both_losses(real_scores, fake_scores)[0], -np.logaddexp(0, fake_scores).mean()


def cases(rng):
    hand = (np.zeros(2), np.zeros(3))
    return [
        hand,
        *((rng.normal(1, 2, n), rng.normal(-1, 2, m)) for n, m in ((4, 4), (5, 3), (3, 6))),
    ]


EXERCISE = Exercise(
    name="one-label-vector",
    title="One vector of labels",
    stars=2,
    task="""\
The program computes the losses of both players, the non-saturating ones, as cross-entropies of raw
scores. Its author has used one label for everything. Repair it, so that it returns
$-\\operatorname{mean} \\log D(\\text{real}) - \\operatorname{mean} \\log(1 - D(\\text{fake}))$ and
$-\\operatorname{mean} \\log D(\\text{fake})$. Where all scores are 0 these are $\\log 4$ and
$\\log 2$.""",
    answer=both_losses,
    broken=broken_losses,
    alternatives=(by_softplus, by_probabilities),
    cases=cases,
    mistakes=(
        Mistake(
            changed(1, 0, 0),
            "The discriminator is right. The generator still asks for the label 0, so it works to"
            " be recognised as a fake.",
        ),
        Mistake(
            changed(0, 1, 1),
            "The discriminator's two labels are exchanged: it learns to call fakes real. And the"
            " generator, which wants the 1 too, would never have to improve.",
        ),
        Mistake(
            changed(1, 1, 1),
            "Again one label for everything, the other one: this discriminator calls everything"
            " real, and has learned as little.",
        ),
        Mistake(
            minimax,
            "The discriminator is right. The generator's loss is that of the saturating game,"
            " log(1 − D). The exercise asks for −log D, the cross-entropy with the label 1.",
        ),
        Mistake(
            averaged,
            "The discriminator's loss is the *sum* of what it pays on real samples and on fakes;"
            " you took the mean of the two.",
        ),
    ),
    hints=(
        "There are three calls with a label. What should the discriminator say about a real sample,"
        " and what about a fake?",
        "The generator is content when the discriminator calls its fakes real.",
        "1 and 0 for the discriminator, 1 for the generator.",
    ),
    explanation="""\
With the label 1 the cross-entropy is $-\\log D$, with 0 it is $-\\log(1 - D)$. The discriminator
wants 1 for real and 0 for fake; the generator wants its fakes to be called real, so it asks for
the 1.""",
    notice="With one label for both, the discriminator's loss falls to 0 while it learns nothing:"
    " it calls everything by the same name. A loss near 0 is no good sign in a GAN.",
    next_step="Some programs use the label 0.9 for real samples. Which score is then the best for"
    " the discriminator on a sample that is surely real?",
)
