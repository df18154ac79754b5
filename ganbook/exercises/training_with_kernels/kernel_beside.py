"""Repair the losses of a game with a kernel term: labels, players and signs."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def losses(real_scores, fake_scores, gap, weight):
    def pays(scores, label):
        return np.logaddexp(0, scores - 2 * label * scores).mean()

    discriminator = pays(real_scores, 1) + pays(fake_scores, 0)
    generator = pays(fake_scores, 1) + weight * gap
    return np.array([discriminator, generator])


def broken_losses(real_scores, fake_scores, gap, weight):
    def pays(scores, label):
        return np.logaddexp(0, scores - 2 * label * scores).mean()

    label = 0
    discriminator = pays(real_scores, label) + pays(fake_scores, label)
    discriminator = discriminator + weight * gap
    generator = pays(fake_scores, label)
    return np.array([discriminator, generator])


def by_softplus(real_scores, fake_scores, gap, weight):
    def softplus(values):
        return np.maximum(values, 0) + np.log1p(np.exp(-np.abs(values)))

    judge = softplus(-real_scores).mean() + softplus(fake_scores).mean()
    return np.stack([judge, softplus(-fake_scores).mean() + gap * weight])


def by_sigmoids(real_scores, fake_scores, gap, weight):
    def chance(scores):
        return 1 / (1 + np.exp(-scores))

    seen = np.log(chance(real_scores)).mean() + np.log(chance(-fake_scores)).mean()
    return np.array([-seen, weight * gap - np.log(chance(fake_scores)).mean()])


def soft(values):
    return np.logaddexp(0, values).mean()


def changed(discriminator=0.0, generator=0.0):
    """The right losses with something wrongly added to each."""

    def answer(real_scores, fake_scores, gap, weight):
        given = real_scores, fake_scores, gap, weight
        extra = [f(*given) if callable(f) else f for f in (discriminator, generator)]
        return losses(*given) + np.array(extra, dtype=float)

    return answer


def term(real_scores, fake_scores, gap, weight):
    return weight * gap


def cases(rng):
    hand = (np.array([0.0, 0.0]), np.array([0.0, 0.0]), 0.5, 2.0)
    sizes = [(4, 4, 0.3, 1.0), (5, 3, -0.02, 10.0), (6, 7, 0.1, 0.5)]
    drawn = [(rng.normal(1, 2, size=m), rng.normal(-1, 2, size=n), g, w) for m, n, g, w in sizes]
    return [hand, *drawn]


def zeros_in_his_turn(real_scores, fake_scores, gap, weight):
    right = losses(real_scores, fake_scores, gap, weight)
    return np.array([right[0], soft(fake_scores) + weight * gap])


def one_vector(real_scores, fake_scores, gap, weight):
    right = losses(real_scores, fake_scores, gap, weight)
    return np.array([soft(real_scores) + soft(fake_scores), right[1]])


def exchanged_labels(real_scores, fake_scores, gap, weight):
    right = losses(real_scores, fake_scores, gap, weight)
    return np.array([soft(real_scores) + soft(-fake_scores), right[1]])


EXERCISE = Exercise(
    name="kernel-beside",
    title="A kernel beside a discriminator",
    stars=2,
    task="""\
The losses of a game with a kernel term, as they circulate: one label for everything, and the term
where it teaches nobody. Repair them. Both players minimise. The scores are raw, `gap` is MMD²
between the batches, and `weight` its λ; the generator plays the non-saturating game. Return the
discriminator's loss and the generator's, each a mean over its samples. With all scores 0, gap 0.5
and weight 2 they are $2\\log 2$ and $\\log 2 + 1$.""",
    answer=losses,
    broken=broken_losses,
    alternatives=(by_softplus, by_sigmoids),
    cases=cases,
    mistakes=(
        Mistake(
            one_vector,
            "The generator is right. But the discriminator is still asked to answer 0 to everybody;"
            " it learns to say no, and nothing else. Real scores need the label 1.",
        ),
        Mistake(
            zeros_in_his_turn,
            "The discriminator is right. But the generator is asked to make scores that say"
            " *fake*: it helps its opponent. In its turn the fakes get the label 1.",
        ),
        Mistake(
            changed(discriminator=term, generator=lambda *given: -term(*given)),
            "The labels are right. The kernel term stands in the discriminator's loss, and contains"
            " no weight of the discriminator: it has no slope there. It belongs to the generator.",
        ),
        Mistake(
            changed(discriminator=term),
            "The term stands in both losses. In the discriminator's it only shifts the number that"
            " is logged; take it out.",
        ),
        Mistake(
            changed(generator=lambda *given: -2 * term(*given)),
            "The generator is *rewarded* for a large gap. It should make it small: add the term.",
        ),
        Mistake(
            exchanged_labels,
            "The discriminator's labels are exchanged: it learns to call fakes real.",
        ),
        Mistake(
            changed(generator=lambda r, f, gap, weight: gap - weight * gap),
            "The weight is missing: the gap is added as it is.",
        ),
        Mistake(
            changed(generator=lambda r, f, gap, weight: weight * (max(gap, 0) - gap)),
            "You cut a negative gap off at 0. An unbiased estimate may be negative; cut off, it is"
            " biased, and just where the training is nearly done its slope is lost.",
        ),
    ),
    hints=(
        "Three questions have an answer each: what should the discriminator say of real samples,"
        " what of fakes, and what does the generator *want* it to say of fakes?",
        "`pays(real_scores, 1) + pays(fake_scores, 0)` for the one, `pays(fake_scores, 1)` for the"
        " other.",
        "Whose weights does MMD² between real and fake depend on?",
    ),
    explanation="""\
The discriminator wants 1 for real and 0 for fake, the generator wants 1 for its fakes. MMD² is
computed from samples; the only weights in it are the generator's, so the term belongs there, with a
plus, because a gap is to become small.""",
    notice="The broken loop does train if the term is moved to the generator and the labels are"
    " left alone: by the kernel only. Switch each part off once before you praise it.",
    next_step="In the game `mmd` of an MMD-GAN the discriminator *does* have a share in the gap."
    " With which sign?",
)
