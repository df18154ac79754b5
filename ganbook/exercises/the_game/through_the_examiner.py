"""Repair a generator's slope that forgets to pass through the discriminator."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def slopes(m, s, z, u, c):
    fake = m + s * z
    on_fake = 1 / (1 + np.exp(-(u * fake + c)))
    by_fake = -on_fake * u  # of log(1 - D), as the fake moves
    return np.array([np.mean(by_fake), np.mean(by_fake * z)])


def broken_slopes(m, s, z, u, c):
    fake = m + s * z
    on_fake = 1 / (1 + np.exp(-(u * fake + c)))
    by_score = -on_fake  # of log(1 - D), as the score moves
    return np.array([np.mean(by_score), np.mean(by_score * z)])


def by_matrix(m, s, z, u, c):
    score = u * (m + s * z) + c
    on_fake = 0.5 * (1 + np.tanh(score / 2))
    by_weights = np.stack([np.ones_like(z), z])  # of the fake, as m and s move
    return -u * by_weights @ on_fake / len(z)


def by_differences(m, s, z, u, c):
    def loss(m, s):
        return -np.logaddexp(0, u * (m + s * z) + c).mean()

    step = 1e-5
    by_m = (loss(m + step, s) - loss(m - step, s)) / (2 * step)
    by_s = (loss(m, s + step) - loss(m, s - step)) / (2 * step)
    return [by_m, by_s]


def answers(m, s, z, u, c):
    return 1 / (1 + np.exp(-(u * (m + s * z) + c)))


def gathered(by_fake, z):
    return np.array([np.mean(by_fake), np.mean(by_fake * z)])


def without_logarithm(m, s, z, u, c):
    on_fake = answers(m, s, z, u, c)
    return gathered(-on_fake * (1 - on_fake) * u, z)


def cases(rng):
    hand = (0.0, 1.0, np.array([-1.0, 1.0]), 2.0, 0.0)
    drawn = [
        (*rng.normal(size=2), rng.normal(size=count), u, c)
        for count, u, c in ((4, 0.7, 0.3), (6, -1.5, 0.2), (9, 2.5, -1.0))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="through-the-examiner",
    title="Through the examiner",
    stars=3,
    task="""\
The generator is $G(z) = m + sz$, the discriminator has the score $ux + c$ and answers with its
sigmoid. The program should return the slopes of $\\operatorname{mean} \\log(1 - D(G(z)))$ with
respect to $m$ and $s$, but it jumps over the discriminator: it would give the same direction to a
generator whose examiner prefers small numbers as to one whose examiner prefers large ones. Repair
it. For $m = 0$, $s = 1$, $z = (-1, 1)$, $u = 2$ and $c = 0$ the right slopes are −1 and
$-\\tanh 1$.""",
    answer=slopes,
    broken=broken_slopes,
    alternatives=(by_matrix, by_differences),
    cases=cases,
    tolerance=1e-5,
    mistakes=(
        Mistake(
            lambda m, s, z, u, c: -slopes(m, s, z, u, c),
            "Both signs are wrong. log(1 − D) *falls* when the score rises; its slope with respect"
            " to the score is −D.",
        ),
        Mistake(
            without_logarithm,
            "This is the slope of 1 − D, not of its logarithm. −D(1 − D) divided by 1 − D leaves"
            " −D.",
        ),
        Mistake(
            lambda m, s, z, u, c: gathered(-(1 - answers(m, s, z, u, c)) * u, z),
            "That is the slope of −log D(G(z)), a loss you will meet in the next chapter, whose"
            " slopes do not vanish. This game has log(1 − D(G(z))): the factor is D.",
        ),
        Mistake(
            lambda m, s, z, u, c: np.full(2, np.mean(-answers(m, s, z, u, c) * u)),
            "Right for m. But a change of s moves each fake by its own z: multiply by z before you"
            " take the mean.",
        ),
        Mistake(
            lambda m, s, z, u, c: gathered(-answers(m, s, z, u, c) * u * s, z),
            "One factor too many: s is the slope of the fake with respect to the *noise*. With"
            " respect to m it is 1, with respect to s it is z.",
        ),
        Mistake(
            lambda m, s, z, u, c: len(z) * slopes(m, s, z, u, c),
            "These are sums. The loss is a mean, so a larger batch must not take larger steps.",
        ),
    ),
    hints=(
        "Three links make the chain: log(1 − D) by the score, the score by the fake, the fake by m"
        " or s. Which one is missing?",
        "The score is u · fake + c. How fast does it change with the fake?",
        "−D, times u, times 1 for m or z for s; then the mean.",
    ),
    explanation="""\
The chain has three links: $\\frac{d \\log(1 - D)}{d\\,\\text{score}} = -D$,
$\\frac{d\\,\\text{score}}{d\\,\\text{fake}} = u$ and $\\frac{d\\,\\text{fake}}{d(m, s)} = (1, z)$.
The middle link is the discriminator's slope. Of the three only this one knows
a direction in the data's space; without it he cannot know which way is better.""",
    notice="A framework multiplies these links for you, unless something between the generator and"
    " the loss is detached, rounded or converted to NumPy. Then the slope is silently 0.",
    next_step="Give the generator's law the mean 0 and ask for which u it should move right. Is"
    " that what the formula says?",
)
