"""Repair the step of a discriminator that learns to be wrong."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def step(weight, real, fake, rate):
    on_real = 1 / (1 + np.exp(-weight * real))
    on_fake = 1 / (1 + np.exp(-weight * fake))
    slope = np.mean((1 - on_real) * real) - np.mean(on_fake * fake)
    return weight + rate * slope


def broken_step(weight, real, fake, rate):
    on_real = 1 / (1 + np.exp(-weight * real))
    on_fake = 1 / (1 + np.exp(-weight * fake))
    slope = np.mean(on_real * real) - np.mean((1 - on_fake) * fake)
    return weight - rate * slope


def by_labels(weight, real, fake, rate):
    samples = np.concatenate([real, fake])
    labels = np.repeat([1.0, 0.0], [len(real), len(fake)])
    shares = np.repeat([1 / len(real), 1 / len(fake)], [len(real), len(fake)])
    answers = 0.5 * (1 + np.tanh(weight * samples / 2))
    return weight - rate * np.sum(shares * (answers - labels) * samples)


def by_loops(weight, real, fake, rate):
    slope = sum(x / (1 + np.exp(weight * x)) for x in real) / len(real)
    slope -= sum(x / (1 + np.exp(-weight * x)) for x in fake) / len(fake)
    return weight + rate * slope


def answers(weight, samples):
    return 1 / (1 + np.exp(-weight * samples))


def parts(weight, real, fake):
    on_real = np.mean((1 - answers(weight, real)) * real)
    return on_real, np.mean(answers(weight, fake) * fake)


def downhill(weight, real, fake, rate):
    on_real, on_fake = parts(weight, real, fake)
    return weight - rate * (on_real - on_fake)


def both_real(weight, real, fake, rate):
    on_real, on_fake = parts(weight, real, fake)
    return weight + rate * (on_real + on_fake)


def slope_of_the_answer(weight, real, fake, rate):
    on_real, on_fake = answers(weight, real), answers(weight, fake)
    slope = np.mean(on_real * (1 - on_real) * real) - np.mean(on_fake * (1 - on_fake) * fake)
    return weight + rate * slope


def exchanged_shares(weight, real, fake, rate):
    on_real = np.mean(answers(weight, real) * real)
    on_fake = np.mean((1 - answers(weight, fake)) * fake)
    return weight + rate * (on_real - on_fake)


def summed(weight, real, fake, rate):
    on_real, on_fake = parts(weight, real, fake)
    return weight + rate * (len(real) * on_real - len(fake) * on_fake)


def cases(rng):
    hand = (0.5, np.array([1.0, 3.0]), np.array([-2.0, -4.0]), 0.1)
    counts = [(0.7, 4, 4, 0.5), (-1.2, 5, 3, 0.2), (0.3, 6, 9, 1.0)]
    drawn = [(w, rng.normal(1, 1, n), rng.normal(-1, 1, m), r) for w, n, m, r in counts]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="lost-sign",
    title="The examiner who learns to be wrong",
    stars=2,
    task="""\
A discriminator with one weight answers $D(x) = 1/(1 + e^{-wx})$. The program should take one step
of gradient *ascent* on $V = \\operatorname{mean} \\log D(\\text{real}) + \\operatorname{mean}
\\log(1 - D(\\text{fake}))$. Two slips make its discriminator worse with each step: one in the
direction, one in the slope. Repair both. From $w = 0.5$ with the real numbers 1 and 3, the fakes −2
and −4 and the rate 0.1 the right answer is about 0.597.""",
    answer=step,
    broken=broken_step,
    alternatives=(by_labels, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            downhill,
            "The slope is right now, and you walk *down* V. The discriminator wants V high: plus,"
            " not minus. (Or minimise −V; it is the same step.)",
        ),
        Mistake(
            both_real,
            "On fakes the sign is wrong: log(1 − D) falls when the score rises, so their part of"
            " the slope is −mean(D · fake).",
        ),
        Mistake(
            slope_of_the_answer,
            "That is the slope of D itself. V has logarithms: the slope of log D is"
            " D(1 − D)/D = 1 − D, that of log(1 − D) is −D.",
        ),
        Mistake(
            exchanged_shares,
            "The direction is right now, but the two factors are exchanged. A real note teaches"
            " most when she doubted it, so its factor is 1 − D; a fake when she believed it, so its"
            " factor is D.",
        ),
        Mistake(
            summed,
            "The step is taken on the *sums*. V takes the mean on each side, or the kind with more"
            " samples would count for more.",
        ),
    ),
    hints=(
        "Derive, for one score s = wx: log D = −log(1 + e^(−s)). Its slope with respect to s is"
        " 1 − D. What is the slope of log(1 − D)?",
        "The chain rule multiplies each slope with x. Take the mean over the real numbers and the"
        " mean over the fakes, each by itself.",
        "She wants V high, so add rate times the slope.",
    ),
    explanation="""\
With $s = wx$ the slopes are $\\frac{d}{ds} \\log D = 1 - D$ and $\\frac{d}{ds} \\log(1 - D) = -D$.
So $V' = \\operatorname{mean}((1 - D(x))\\,x) - \\operatorname{mean}(D(\\tilde x)\\,\\tilde x)$, and
the discriminator climbs: $w + \\text{rate} \\cdot V'$. At $w = 0$ every answer is ½, so the slope
is half of the difference of the means.""",
    notice="Each note is weighted by how wrong she was about it: by 1 − D if it is real, by D if it"
    " is fake. Where she is right and certain she learns nothing.",
    next_step="Take a hundred steps each way from w = 0 and compare the accuracies.",
)
