"""Repair the order in which a run sees its data, so that it can be resumed."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def rows(seed, count, batch_size, step):
    found = []
    for place in range(step * batch_size, (step + 1) * batch_size):
        around, position = divmod(place, count)
        order = np.random.default_rng([seed, around]).permutation(count)
        found.append(order[position])
    return np.array(found)


def broken_rows(seed, count, batch_size, step):
    order = np.random.default_rng([seed, 0]).permutation(count)
    start = step * batch_size % count
    return order[start : start + batch_size]


def by_pieces(seed, count, batch_size, step):
    start, stop = step * batch_size, (step + 1) * batch_size
    arounds = range(start // count, (stop - 1) // count + 1)
    orders = [np.random.default_rng([seed, a]).permutation(count) for a in arounds]
    first = start - arounds[0] * count
    return np.concatenate(orders)[first : first + batch_size]


def from_the_beginning(seed, count, batch_size, step):
    needed = -(-(step + 1) * batch_size // count)
    orders = (np.random.default_rng([seed, a]).permutation(count) for a in range(needed))
    return list(np.concatenate(list(orders))[step * batch_size :][:batch_size])


def one_order(seed, count, batch_size, step):
    order = np.random.default_rng([seed, 0]).permutation(count)
    return order[np.arange(step * batch_size, (step + 1) * batch_size) % count]


def rest_left_out(seed, count, batch_size, step):
    around, place = divmod(step, count // batch_size)
    order = np.random.default_rng([seed, around]).permutation(count)
    return order[place * batch_size :][:batch_size]


def order_of_the_step(seed, count, batch_size, step):
    return np.random.default_rng([seed, step]).permutation(count)[:batch_size]


def wrapped_within(seed, count, batch_size, step):
    around, position = divmod(step * batch_size, count)
    order = np.random.default_rng([seed, around]).permutation(count)
    return order[(position + np.arange(batch_size)) % count]


def one_step_late(seed, count, batch_size, step):
    return rows(seed, count, batch_size, step + 1)


def cases(rng):
    return [(3, 10, 4, step) for step in (0, 2, 5, 7)] + [(8, 7, 3, 4), (1, 5001, 40, 130)]


EXERCISE = Exercise(
    name="rows-of-step",
    title="Which rows does step 1,000 see?",
    stars=3,
    task="""\
A run that can be resumed exactly must know which samples step $t$ sees, without having lived
through the steps before. The samples are one endless row: round 0 is
`np.random.default_rng([seed, 0]).permutation(count)`, round 1 the same with `[seed, 1]`, and so
on; steps take `batch_size` places each, one after the other, across the ends of rounds. This
program is right at the beginning only. Later it repeats the first order for ever, and at the end
of a round its batch is too small. Repair it. With 10 samples and batches of 4, step 2 takes the
last two places of round 0 and the first two of round 1.""",
    answer=rows,
    broken=broken_rows,
    alternatives=(by_pieces, from_the_beginning),
    cases=cases,
    mistakes=(
        Mistake(
            one_order,
            "The batches are whole now. But every round has the same order: the round's number"
            " belongs into the seed, `[seed, around]`.",
        ),
        Mistake(
            rest_left_out,
            "You leave out the rest of each round. Some samples are then missed in each round, and"
            " step and place no longer agree: go on in the next round.",
        ),
        Mistake(
            order_of_the_step,
            "A new order at each step can be resumed, too, but samples come again before all others"
            " have had their turn. Rounds it must be.",
        ),
        Mistake(
            wrapped_within,
            "At the end of a round you begin the *same* round again. What follows belongs to the"
            " next one, with an order of its own.",
        ),
        Mistake(one_step_late, "You are one step ahead: step 0 begins at place 0."),
    ),
    hints=(
        "Number all places of the endless row. Which of them belong to step t?",
        "`divmod(place, count)` is the round of a place, and its position in that round.",
        "Place by place is slow and right. Or join the orders of the one or two rounds concerned.",
    ),
    explanation="""\
Step $t$ owns the places $t \\cdot \\text{batch}$ up to $(t + 1) \\cdot \\text{batch}$. Each place
has a round and a position, and the order of a round follows from the seed and its number alone.""",
    notice="No state of a shuffle is stored anywhere: chance that is a function of the step can be"
    " asked about any step. The package draws its noise in the same way.",
    next_step="What must become part of the checkpoint if the batch size may change in the middle?",
)
