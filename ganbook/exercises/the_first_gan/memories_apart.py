"""Repair a loop in which two players share the memory of one optimizer."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def play(pulls, d, g, rate, memory, steps):
    past_d = past_g = 0.0
    for _ in range(steps):
        past_d = memory * past_d + pulls[0] @ (d, g)
        d = d - rate * past_d
        past_g = memory * past_g + pulls[1] @ (d, g)
        g = g - rate * past_g
    return d, g


def broken_play(pulls, d, g, rate, memory, steps):
    past = 0.0
    for _ in range(steps):
        past = memory * past + pulls[0] @ (d, g)
        d = d - rate * past
        past = memory * past + pulls[1] @ (d, g)
        g = g - rate * past
    return d, g


def by_history(pulls, d, g, rate, memory, steps):
    slopes = ([], [])
    for _ in range(steps):
        slopes[0].append(pulls[0] @ (d, g))
        d -= rate * sum(s * memory**age for age, s in enumerate(reversed(slopes[0])))
        slopes[1].append(pulls[1] @ (d, g))
        g -= rate * sum(s * memory**age for age, s in enumerate(reversed(slopes[1])))
    return np.array([d, g])


def by_last_moves(pulls, d, g, rate, memory, steps):
    move_d = move_g = 0.0
    for _ in range(steps):
        move_d = memory * move_d - rate * pulls[0] @ (d, g)
        d += move_d
        move_g = memory * move_g - rate * pulls[1] @ (d, g)
        g += move_g
    return [d, g]


def at_once(pulls, d, g, rate, memory, steps):
    past_d = past_g = 0.0
    for _ in range(steps):
        past_d, past_g = memory * past_d + pulls[0] @ (d, g), memory * past_g + pulls[1] @ (d, g)
        d, g = d - rate * past_d, g - rate * past_g
    return d, g


def forgetting(pulls, d, g, rate, memory, steps):
    return play(pulls, d, g, rate, 0.0, steps)


def averaging(pulls, d, g, rate, memory, steps):
    return play(pulls, d, g, rate * (1 - memory), memory, steps)


def started_anew(pulls, d, g, rate, memory, steps):
    for _ in range(steps):
        past = pulls[0] @ (d, g)
        d = d - rate * past
        past = memory * past + pulls[1] @ (d, g)
        g = g - rate * past
    return d, g


def generator_first(pulls, d, g, rate, memory, steps):
    return play(pulls[::-1, ::-1], g, d, rate, memory, steps)[::-1]


def cases(rng):
    hand = (np.array([[0.0, -1.0], [1.0, 0.0]]), 1.0, 0.0, 0.1, 0.5, 2)
    drawn = [
        (rng.uniform(-1, 1, (2, 2)), *rng.normal(size=2), 0.1, memory, steps)
        for memory, steps in ((0.5, 4), (0.8, 6), (0.3, 9))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="memories-apart",
    title="A memory for each",
    stars=2,
    task="""\
The discriminator has one weight `d`, the generator one weight `g`. The slopes of their losses are
`pulls[0] @ (d, g)` and `pulls[1] @ (d, g)`. They move in turns, with momentum: a player moves down
its present slope plus `memory` times what it moved along before. The program's author wanted to
share one optimizer, and gave both players one memory. Repair it. With the pulls
(0, −1) and (1, 0), from $d = 1$, $g = 0$, with the rate 0.1 and the memory ½, two steps
lead to $d = 0.99$, $g = -0.249$.""",
    answer=play,
    broken=broken_play,
    alternatives=(by_history, by_last_moves),
    cases=cases,
    mistakes=(
        Mistake(
            at_once,
            "The memories are apart now, but both slopes are taken before anybody moves. In the"
            " program the generator answers the discriminator *after* its move.",
        ),
        Mistake(
            forgetting,
            "Nothing is shared, because nothing is remembered. Keep the momentum: one memory for"
            " each player.",
        ),
        Mistake(
            averaging,
            "You weighted the fresh slope with 1 − memory. That is another convention, Adam's; the"
            " program adds the whole slope.",
        ),
        Mistake(
            started_anew,
            "Now the memory is wiped at the beginning of each step, and within a step it is still"
            " shared. Set both memories to 0 once, before the loop.",
        ),
        Mistake(
            generator_first,
            "The memories are apart, but the generator moves first. The discriminator takes the"
            " first turn.",
        ),
    ),
    hints=(
        "`past` is used twice in each step, by two players. Whose slopes does it hold?",
        "You need two names, both 0 before the loop.",
        "The order of the turns stays: the discriminator moves, and the generator answers.",
    ),
    explanation="""\
A memory holds the past slopes of *one* loss with respect to *one* player's weights. Here the
weights are single numbers, so the program ran and mixed them without a word; Keras keeps
one for each weight, and refuses weights that it does not know.""",
    notice="The example is the smallest game there is: d wants d·g large and g wants it small."
    " Follow it for two hundred steps, with memories of 0, ½ and −½, and see which way it spirals.",
    next_step="Keras's Adam also counts steps, to correct its first averages. What goes wrong if"
    " two players share that counter?",
)
