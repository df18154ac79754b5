"""Repair a test that tries many bandwidths and keeps the smallest p-value."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def p_value(observed, null):
    reached = (null.max(axis=1) >= observed.max()).sum()
    return (1 + reached) / (1 + len(null))


def broken_p_value(observed, null):
    reached = (null >= observed).sum(axis=0)
    chances = (1 + reached) / (1 + len(null))
    return chances.min()


def by_loops(observed, null):
    best = max(observed)
    worlds = [max(row) for row in null] + [best]
    return np.mean([world >= best for world in worlds])


def by_ranks(observed, null):
    ordered = np.sort(np.max(null, axis=1))
    below = np.searchsorted(ordered, np.max(observed), side="left")
    return 1 - below / (len(null) + 1)


def each(observed, null):
    return (1 + (null >= observed).sum(axis=0)) / (1 + len(null))


def cases(rng):
    hand = (np.array([1, 3]), np.array([[2, 1], [3, 0], [0, 4], [1, 1]]))
    drawn = []
    for shuffles, bandwidths, lift in [(19, 7, 0.0), (19, 7, 0.8), (39, 5, 1.0), (99, 3, 1.5)]:
        shared = rng.normal(size=(shuffles + 1, 1))
        worlds = shared + rng.normal(size=(shuffles + 1, bandwidths))
        drawn.append((worlds[0] + lift, worlds[1:]))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="best-of-seven",
    title="The best of seven",
    stars=3,
    task="""\
A test tries several bandwidths on the same data. `observed` holds the statistic for each, and
`null[b]` holds, for shuffle `b`, the statistics for the same bandwidths. The program computes a
p-value for each bandwidth and keeps the smallest: it cries wolf far too often. Repair it *without*
splitting the data. The statistic becomes the largest of `observed`. It was chosen, so whatever
happened to the data must happen to every shuffle too. For `observed = [1, 3]` and
`null = [[2, 1], [3, 0], [0, 4], [1, 1]]` the right answer is 3/5.""",
    answer=p_value,
    broken=broken_p_value,
    alternatives=(by_loops, by_ranks),
    cases=cases,
    mistakes=(
        Mistake(
            lambda observed, null: each(observed, null)[observed.argmax()],
            "The data may choose their bandwidth, and the shuffles may not: they are all measured"
            " at the bandwidth that the data chose. Let each shuffle take its own largest.",
        ),
        Mistake(
            lambda observed, null: min(1, len(observed) * each(observed, null).min()),
            "Multiplying the smallest p-value by the number of trials keeps the promise (it is"
            " Bonferroni's rule), but it is too timid: the bandwidths see the same data. Let each"
            " shuffle choose instead.",
        ),
        Mistake(
            lambda observed, null: each(observed, null).mean(),
            "A mean of p-values is not a p-value. Build one statistic first, the largest, and count"
            " how many shuffles reach it.",
        ),
        Mistake(
            lambda observed, null: each(observed, null).max(),
            "The largest p-value cries wolf too rarely: one blind bandwidth is enough to find"
            " nothing. Take the largest *statistic*, for the data and for each shuffle.",
        ),
        Mistake(
            lambda observed, null: np.mean(null.max(axis=1) >= observed.max()),
            "The two ones are missing. The data themselves are one of the equally likely worlds;"
            " without them a p-value of 0 would be possible.",
        ),
        Mistake(
            lambda observed, null: (
                (1 + (null.max(axis=1) > observed.max()).sum()) / (1 + len(null))
            ),
            "A shuffle that *equals* the observed statistic has reached it: `>=`, not `>`.",
        ),
        Mistake(
            lambda observed, null: (
                (1 + (null.max(axis=1) <= observed.max()).sum()) / (1 + len(null))
            ),
            "You counted the wrong tail: the shuffles that stay *below*. Doubt grows with the"
            " shuffles that reach the observed statistic.",
        ),
        Mistake(
            lambda observed, null: (
                (1 + (null.max(axis=0) >= observed.max()).sum()) / (1 + null.shape[1])
            ),
            "`max(axis=0)` is the largest of all shuffles for each bandwidth. You want the largest"
            " of all bandwidths for each shuffle, a row of `null`.",
        ),
        Mistake(
            lambda observed, null: (1 + (null >= observed.max()).sum()) / (1 + null.size),
            "You pooled all numbers, so every shuffle counts once for each bandwidth. Each shuffle"
            " is one world and has one statistic: its largest.",
        ),
    ),
    hints=(
        "Under equal laws the data are one more shuffle. Which choice did the data make that the"
        " shuffles were not allowed to make?",
        "Let every shuffle choose its own best bandwidth: its statistic is the largest of its row.",
        "Then the old rule: one plus the number of shuffles that reach the observed statistic, over"
        " one plus their number.",
    ),
    explanation="""\
A permutation test compares like with like. If the data's statistic is the best of several, so must
be the statistic of every shuffle: the largest of its row. Under equal laws all worlds, the observed
one included, are then equally likely in any order, and the rule $(1 + \\text{reached})/(1 + B)$
keeps its level at any number of bandwidths.""",
    notice="Any choice is allowed in a permutation test, if each shuffle makes it again. Splitting"
    " the data is the other way; it costs half of the samples, this one costs time.",
    next_step="The statistics of a very wide or a very narrow bandwidth are small numbers, and"
    " rarely the largest. Divide each column by its standard deviation, over the shuffles *and* the"
    " data, and test again.",
)
