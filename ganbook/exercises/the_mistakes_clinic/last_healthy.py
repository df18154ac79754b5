"""Find the last report of a run before anything in it was infinite."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def last_healthy(steps, reports):
    good = np.isfinite(reports).all(axis=1)
    first_bad = len(good) if good.all() else np.argmin(good)
    return steps[first_bad - 1] if first_bad > 0 else 0


def by_loop(steps, reports):
    last = 0
    for step, report in zip(steps, reports, strict=True):
        if not np.all(np.isfinite(report)):
            break
        last = step
    return last


def by_cumulation(steps, reports):
    healthy = np.cumprod(np.isfinite(reports).all(axis=1)).astype(int)
    return np.max(steps * healthy, initial=0)


def blind_to_infinity(steps, reports):
    return last_healthy(steps, np.where(np.isinf(reports), 0.0, reports))


def positive_alone(steps, reports):
    return last_healthy(steps, np.where(reports == -np.inf, 0.0, reports))


def last_finite_of_all(steps, reports):
    return steps[np.isfinite(reports).all(axis=1)].max(initial=0)


def the_first_bad_one(steps, reports):
    good = np.isfinite(reports).all(axis=1)
    return steps[-1] if good.all() else steps[np.argmin(good)]


def first_column(steps, reports):
    return last_healthy(steps, reports[:, :1])


def any_will_do(steps, reports):
    good = np.isfinite(reports).any(axis=1)
    first_bad = len(good) if good.all() else np.argmin(good)
    return steps[first_bad - 1] if first_bad > 0 else 0


def wraps_around(steps, reports):
    good = np.isfinite(reports).all(axis=1)
    return steps[np.argmin(good) - 1]


def cases(rng):
    drawn = []
    # Where reports are spoilt: nowhere, late, early, twice, at once, second, in all columns.
    up, down = np.inf, -np.inf
    spoilt = ((), ((4, 0, up),), ((2, 1, down),), ((3, 2, up), (6, 0, down)), ((0, 1, up),))
    for spots in (*spoilt, ((1, 2, up),), tuple((3, column, up) for column in range(3))):
        reports = rng.normal(size=(7, 3))
        for row, column, value in spots:
            reports[row, column] = value
        drawn.append((2501 + 1250 * np.arange(7) + int(rng.integers(999)), reports))
    return drawn


EXERCISE = Exercise(
    name="last-healthy",
    title="The last healthy checkpoint",
    stars=2,
    task="""\
A run has reported `reports[i]`, a row of losses and scores, after `steps[i]` steps, and written a
checkpoint. Somewhere a number may have become infinite, and nothing behind that can be trusted.
Write `last_healthy(steps, reports)`, the step to go back to: that of the last report *before the
first one* in which anything is not finite. If all is finite, that is the last step; if the very
first report is spoilt, return 0. A run may look finite again later: do not believe it.""",
    answer=last_healthy,
    alternatives=(by_loop, by_cumulation),
    cases=cases,
    mistakes=(
        Mistake(
            blind_to_infinity,
            "Nothing was found. Do you look for NaN alone? An infinite loss is the same accident, a"
            " step earlier: `np.isfinite` knows both.",
        ),
        Mistake(
            positive_alone,
            "You look for plus infinity alone; a loss can run away downwards, too.",
        ),
        Mistake(
            last_finite_of_all,
            "You take the last finite report of all. After the first accident the weights may"
            " already be spoilt, even where the losses look finite.",
        ),
        Mistake(
            the_first_bad_one,
            "That is the first *spoilt* report. Its checkpoint is the one you do not want; go back"
            " one more.",
        ),
        Mistake(
            first_column,
            "You look at the first column alone. Any of the numbers may be the first to go.",
        ),
        Mistake(
            any_will_do,
            "A report is healthy if *all* of its numbers are finite, not if one of them is.",
        ),
        Mistake(
            wraps_around,
            "Nearly. If the first report is spoilt, its position is 0, and `steps[0 - 1]` is the"
            " *last* step; and if none is, `argmin` says 0 as well.",
        ),
    ),
    hints=(
        "`np.isfinite(reports).all(axis=1)` says for each report whether it is healthy.",
        "`np.argmin` of truth values is the position of the first False, if there is one.",
        "Two cases need care: no False at all, and a False at position 0.",
    ),
    explanation="""\
A report is healthy if all its numbers are finite. The run is to be trusted up to the first report
that is not, so the answer is the step before that one, with the two ends looked after.""",
    notice="This is what `GAN.fit` does for you, step by step instead of report by report: it stops"
    " at the first such number and puts the players back to before it.",
    next_step="A NaN in the discriminator's loss at one step: in which step may a weight have gone"
    " wrong?",
)
