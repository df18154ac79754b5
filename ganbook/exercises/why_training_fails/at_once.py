"""Repair a loop that moves in turns where it should move both players at once."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def play(w, g, rate, charge, steps):
    for _ in range(steps):
        d = 1 / (1 + np.exp(-w * g))
        down_w = -d * g - charge * w
        down_g = d * w
        w, g = w + rate * down_w, g + rate * down_g
    return w, g


def broken_play(w, g, rate, charge, steps):
    for _ in range(steps):
        d = 1 / (1 + np.exp(-w * g))
        w = w + rate * (-d * g - charge * w)
        d = 1 / (1 + np.exp(-w * g))
        g = g + rate * d * w
    return w, g


def by_old_values(w, g, rate, charge, steps):
    for _ in range(steps):
        old_w, old_g = w, g
        believed = 0.5 * (1 + np.tanh(old_w * old_g / 2))
        w = old_w - rate * (believed * old_g + charge * old_w)
        g = old_g + rate * believed * old_w
    return [w, g]


def by_matrix(w, g, rate, charge, steps):
    state = np.array([w, g], float)
    for _ in range(steps):
        d = 1 / (1 + np.exp(-state.prod()))
        state = state + rate * np.array([[-charge, -d], [d, 0.0]]) @ state
    return state


def half_repaired(w, g, rate, charge, steps):
    for _ in range(steps):
        d = 1 / (1 + np.exp(-w * g))
        w = w + rate * (-d * g - charge * w)
        g = g + rate * d * w
    return w, g


def generator_first(w, g, rate, charge, steps):
    for _ in range(steps):
        d = 1 / (1 + np.exp(-w * g))
        g = g + rate * d * w
        d = 1 / (1 + np.exp(-w * g))
        w = w + rate * (-d * g - charge * w)
    return w, g


def both_charged(w, g, rate, charge, steps):
    for _ in range(steps):
        d = 1 / (1 + np.exp(-w * g))
        w, g = w + rate * (-d * g - charge * w), g + rate * (d * w - charge * g)
    return w, g


def uncharged(w, g, rate, charge, steps):
    return play(w, g, rate, 0.0, steps)


def cases(rng):
    hand = (0.0, 1.0, 0.2, 0.0, 1)
    drawn = [(*rng.normal(size=2), 0.2, charge, steps) for charge, steps in ((0.5, 3), (0.2, 7))]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="at-once",
    title="At once",
    stars=2,
    task="""\
The program was to play the game of two numbers *at once*: both players look at the same state, then
both move. It has been written in turns, and so does not show the spiral. Repair it. The charge is
that of R1, and only the discriminator pays it. From $w = 0$, $g = 1$ one step with the rate 0.2 and
no charge must lead to $w = -0.1$, $g = 1$.""",
    answer=play,
    broken=broken_play,
    alternatives=(by_old_values, by_matrix),
    cases=cases,
    mistakes=(
        Mistake(
            half_repaired,
            "Now D is the old one for both, but the generator still multiplies it by the *new* w.",
        ),
        Mistake(
            generator_first,
            "Still in turns, only the other way round: now the discriminator answers to the"
            " generator's new place.",
        ),
        Mistake(
            both_charged,
            "At once, but the generator pays a charge, too. R1 is a charge on the slope of the"
            " score, and the slope is w.",
        ),
        Mistake(
            uncharged,
            "At once, but the charge is lost. The discriminator's arrow is −D·g − charge·w.",
        ),
    ),
    hints=(
        "Which value of w does the generator use, that of before the step or that of after it?",
        "Compute both arrows first. Assign both numbers afterwards.",
        "`w, g = w + rate * down_w, g + rate * down_g`",
    ),
    explanation="""\
Both arrows are taken at the same state, so nothing may be assigned before both are known. A single
assignment of two names does that in Python: the right side is worked out first.""",
    notice="Two lines exchanged, and a game that circles becomes one that runs away. Loops that"
    " compute both losses in one tape and then apply both slopes play at once.",
    next_step="With the rate 0.2, find the smallest charge at which your program comes to rest, and"
    " compare it with h/4.",
)
