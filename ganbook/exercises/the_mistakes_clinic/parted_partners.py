"""Repair a shuffle that parts pairs."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def shuffled(targets, conditions, seed):
    order = np.random.default_rng(seed).permutation(len(targets))
    return targets[order], conditions[order]


def broken_shuffled(targets, conditions, seed):
    rng = np.random.default_rng(seed)
    return rng.permutation(targets), rng.permutation(conditions)


def by_equal_chance(targets, conditions, seed):
    return [np.random.default_rng(seed).permutation(part) for part in (targets, conditions)]


def by_joining(targets, conditions, seed):
    joined = np.random.default_rng(seed).permutation(np.hstack([targets, conditions]))
    return np.stack(np.hsplit(joined, 2))


def in_order(targets, conditions, seed):
    return targets, conditions


def targets_alone(targets, conditions, seed):
    return shuffled(targets, conditions, seed)[0], conditions


def there_and_back(targets, conditions, seed):
    order = np.argsort(np.random.default_rng(seed).permutation(len(targets)))
    return targets[order], conditions[order]


def columns(targets, conditions, seed):
    order = np.random.default_rng(seed).permutation(targets.shape[1])
    return targets[:, order], conditions[:, order]


def drawn_again(targets, conditions, seed):
    order = np.random.default_rng(seed).integers(len(targets), size=len(targets))
    return targets[order], conditions[order]


def cases(rng):
    return [(*rng.normal(size=(2, n, d)), seed) for n, d, seed in ((4, 3, 0), (6, 2, 1), (9, 4, 7))]


EXERCISE = Exercise(
    name="parted-partners",
    title="Partners that were parted",
    stars=2,
    task="""\
Row `i` of `targets` belongs to row `i` of `conditions`, two arrays of the same shape. `shuffled` is
to return both in a random order, the targets first, *without parting a pair*. The order is that of
`np.random.default_rng(seed).permutation(n)`: new row `i` is old row `order[i]`. The program's
targets are right already. Repair the rest.""",
    answer=shuffled,
    broken=broken_shuffled,
    alternatives=(by_equal_chance, by_joining),
    cases=cases,
    mistakes=(
        Mistake(
            in_order,
            "No pair is parted, but nothing is shuffled either.",
        ),
        Mistake(
            targets_alone,
            "You shuffle the targets and leave the conditions as they are: all pairs are parted.",
        ),
        Mistake(
            there_and_back,
            "The pairs are together, in the inverse of the order that was asked for. New row i is"
            " old row order[i]: index with the order itself.",
        ),
        Mistake(
            columns,
            "You shuffled the columns. A sample is a row.",
        ),
        Mistake(
            drawn_again,
            "The pairs are together, but some are drawn twice and others not at all. A shuffle"
            " keeps each of them once: `permutation`, not `integers`.",
        ),
    ),
    hints=(
        "How many different orders does the program draw?",
        "Draw one order, and index both arrays with it.",
    ),
    explanation="""\
One generator of numbers, asked twice, gives two orders. Draw *one* order of positions and use it
for both arrays.""",
    notice="A model that is trained on parted pairs learns the mean of all targets, whatever the"
    " condition. If yours does that, look at the shuffle before you look at the network.",
    next_step="Write the test that would have found it: data whose targets *are* their conditions.",
)
