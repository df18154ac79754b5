"""Write which samples each step of a run sees."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def batches(count, batch_size, steps, seed):
    wanted = batch_size * steps
    rounds = -(-wanted // count)
    orders = [np.random.default_rng([seed, r]).permutation(count) for r in range(rounds)]
    return np.concatenate(orders)[:wanted].reshape(steps, batch_size)


def one_by_one(count, batch_size, steps, seed):
    found, waiting, turn = [], [], 0
    while len(found) < batch_size * steps:
        if not waiting:
            waiting = list(np.random.default_rng([seed, turn]).permutation(count))
            turn += 1
        found.append(waiting.pop(0))
    return np.array(found).reshape(steps, batch_size)


def by_division(count, batch_size, steps, seed):
    turn, place = np.divmod(np.arange(steps * batch_size), count)
    orders = np.array(
        [np.random.default_rng([seed, r]).permutation(count) for r in range(turn[-1] + 1)]
    )
    return orders[turn, place].reshape(steps, batch_size)


def one_order(count, batch_size, steps, seed):
    order = np.random.default_rng([seed, 0]).permutation(count)
    return np.resize(order, (steps, batch_size))


def leftovers_dropped(count, batch_size, steps, seed):
    whole = count // batch_size
    rows = [
        np.random.default_rng([seed, r]).permutation(count)[: whole * batch_size]
        for r in range(-(-steps // whole))
    ]
    return np.concatenate(rows)[: steps * batch_size].reshape(steps, batch_size)


def with_replacement(count, batch_size, steps, seed):
    return np.random.default_rng([seed, 0]).integers(count, size=(steps, batch_size))


def unshuffled(count, batch_size, steps, seed):
    return np.arange(steps * batch_size).reshape(steps, batch_size) % count


def fresh_each_step(count, batch_size, steps, seed):
    return np.stack(
        [np.random.default_rng([seed, s]).permutation(count)[:batch_size] for s in range(steps)]
    )


def cases(rng):
    return [(5, 2, 4, 0), (8, 4, 5, 1), (7, 3, 9, 2), (3000, 800, 5, 3)]


EXERCISE = Exercise(
    name="batches-in-order",
    title="Round after round",
    stars=3,
    task="""\
Write `batches(count, batch_size, steps, seed)`: which of `count` samples each step sees, a row of
`batch_size` positions for each of `steps`. The samples are gone through again and again, each time
in a new order; round $r = 0, 1, 2, \\dots$ has the order
`np.random.default_rng([seed, r]).permutation(count)`. A batch may end in the next round, so that no
sample is ever left out. `batch_size` is at most `count`. Example: 5 samples in batches of 2 and 4
steps use the whole order of round 0 and the first three of round 1.""",
    answer=batches,
    alternatives=(one_by_one, by_division),
    cases=cases,
    mistakes=(
        Mistake(
            one_order,
            "Each round repeats the order of the first. The same samples then always meet in the"
            " same batch.",
        ),
        Mistake(
            leftovers_dropped,
            "What does not fill a batch is dropped at the end of each round. Let the batch go on"
            " into the next round instead.",
        ),
        Mistake(
            with_replacement,
            "These are drawn with replacement: in a round some samples come twice and about a third"
            " of them not at all.",
        ),
        Mistake(
            unshuffled,
            "The samples come in the order of the file. If that is sorted, the discriminator sees"
            " only zeros today and only ones tomorrow.",
        ),
        Mistake(
            fresh_each_step,
            "You make a new order in each *step*. Then nothing keeps a sample from coming twice"
            " before another has come once. A new order belongs to each *round*.",
        ),
    ),
    hints=(
        "Think of one long row: the order of round 0, then that of round 1, and so on. How many"
        " rounds do you need?",
        "steps · batch_size positions are wanted; `-(-a // b)` divides and rounds up.",
        "Concatenate the orders, cut the row, and reshape it.",
    ),
    explanation="""\
Lay the orders end to end, cut after $\\text{steps} \\cdot \\text{batch size}$ positions, and fold
the row into batches. Position $t$ of the row lies in round `t // count`, at place `t % count`.""",
    notice="Which samples a step sees follows from the seed and the step alone. That is how a run"
    " of this book, stopped at any step, goes on as if it had never been stopped.",
    next_step="Find the batch of step 1,000,000 without building the row before it.",
)
