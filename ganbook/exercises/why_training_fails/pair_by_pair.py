"""Repair a relativistic game in which one player has forgotten the comparison."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def both_losses(real_scores, fake_scores):
    def softplus(values):
        return np.logaddexp(0, values)

    discriminator = softplus(fake_scores - real_scores).mean()
    generator = softplus(real_scores - fake_scores).mean()
    return discriminator, generator


def broken_losses(real_scores, fake_scores):
    def softplus(values):
        return np.logaddexp(0, values)

    discriminator = softplus(-real_scores).mean() + softplus(fake_scores).mean()
    generator = softplus(real_scores - fake_scores).mean()
    return discriminator, generator


def by_sigmoids(real_scores, fake_scores):
    lead = real_scores - fake_scores
    right = 0.5 * (1 + np.tanh(lead / 2))
    discriminator = -np.log(right).mean()
    return [discriminator, discriminator + lead.mean()]


def by_magnitudes(real_scores, fake_scores):
    lead = real_scores - fake_scores
    rest = np.log1p(np.exp(-np.abs(lead))).mean()
    return np.maximum(-lead, 0).mean() + rest, np.maximum(lead, 0).mean() + rest


def from_pairs(pairs):
    """The same game over other pairs than the ones side by side."""

    def changed(real_scores, fake_scores):
        lead = pairs(real_scores, fake_scores)
        return np.logaddexp(0, -lead).mean(), np.logaddexp(0, lead).mean()

    return changed


def one_sided(real_scores, fake_scores):
    paid = both_losses(real_scores, fake_scores)[0]
    return paid, np.logaddexp(0, -fake_scores).mean()


def opposite(real_scores, fake_scores):
    paid = both_losses(real_scores, fake_scores)[0]
    return paid, -paid


def cases(rng):
    hand = (np.zeros(3), np.zeros(3))
    return [hand, *((rng.normal(1, 2, n), rng.normal(-1, 2, n)) for n in (4, 6))]


EXERCISE = Exercise(
    name="pair-by-pair",
    title="Pair by pair",
    stars=2,
    task="""\
In a relativistic game both players look at the *difference* of two scores, that of a real sample
and that of the fake beside it. The program's discriminator has forgotten this. Repair it, so that
it returns both mean losses of the chapter. Where all scores are 0, both are $\\log 2$.""",
    answer=both_losses,
    broken=broken_losses,
    alternatives=(by_sigmoids, by_magnitudes),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake: both_losses(real, fake)[::-1],
            "The discriminator wants the real sample to score *higher*: it pays for fake minus"
            " real.",
        ),
        Mistake(
            one_sided,
            "Now the generator has lost the comparison. It pays for real minus fake.",
        ),
        Mistake(
            from_pairs(lambda real, fake: real - fake.mean()),
            "You compare each real score with the *mean* of the fakes. That is another variant, the"
            " average one; here each fake has a partner of its own.",
        ),
        Mistake(
            from_pairs(lambda real, fake: real[:, None] - fake),
            "You compare every real sample with every fake. The pairs are side by side.",
        ),
        Mistake(
            opposite,
            "That generator plays the saturating game: its loss is flat where it is worst. The"
            " exchanged difference is what keeps its slope alive.",
        ),
        Mistake(
            lambda real, fake: both_losses(real, fake)[0] * np.ones(2),
            "Both players have the same loss, so the generator helps the discriminator.",
        ),
    ),
    hints=(
        "The generator's line is right. What does it compare?",
        "The discriminator's loss is the same with real and fake exchanged.",
        "softplus of fake minus real, and the mean over the pairs.",
    ),
    explanation="""\
The discriminator answers "which of the two is real?", with the logit real − fake. Its
cross-entropy is $\\operatorname{softplus}(\\text{fake} - \\text{real})$, and the generator's the
same with the roles exchanged.""",
    notice="Add 100 to all scores: nothing changes. The scores of a relativistic discriminator have"
    " no zero, and mean nothing one by one.",
    next_step="Shuffle the fakes before you pair them. Does the loss change? And its expectation?",
)
