"""Repair a source of noise that begins anew with each call."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def noise(run, step, turn, count):
    rng = np.random.default_rng([run, step, turn])
    return rng.normal(size=(count, 2))


def broken_noise(run, step, turn, count):
    rng = np.random.default_rng(run)
    return rng.normal(size=(count, 2))


def by_standard_normal(run, step, turn, count):
    return np.random.default_rng((run, step, turn)).standard_normal((count, 2))


def by_generator(run, step, turn, count):
    seed = np.random.SeedSequence([run, step, turn])
    return np.random.Generator(np.random.PCG64(seed)).normal(0, 1, (count, 2))


def seeded(make_seed):
    """The same noise from another seed."""

    def noise(run, step, turn, count):
        return np.random.default_rng(make_seed(run, step, turn)).normal(size=(count, 2))

    return noise


def uniform(run, step, turn, count):
    return np.random.default_rng([run, step, turn]).uniform(-1, 1, (count, 2))


def cases(rng):
    return [(0, 0, 1, 3), (0, 1, 0, 3), (5, 2, 1, 4), (5, 3, 0, 2), (2, 5, 1, 4)]


EXERCISE = Exercise(
    name="same-dice",
    title="The same dice each time",
    stars=2,
    task="""\
`noise(run, step, turn, count)` is to give the Gaussian noise, `count` rows of two numbers, that a
program needs in a `step`: in turn 0 for the discriminator, in turn 1 for the generator. The same
run must be repeatable, so the seed may depend on these three numbers, and it must depend on all of
them: no two turns of any two steps may see the same noise. The program gives the same noise for
ever. Repair it: the seed is the list of the three numbers, in the order of the arguments.""",
    answer=noise,
    broken=broken_noise,
    alternatives=(by_standard_normal, by_generator),
    cases=cases,
    mistakes=(
        Mistake(
            seeded(lambda run, step, turn: run + step + turn),
            "A sum confuses: turn 1 of step 0 would see the noise of turn 0 of step 1, and step 1"
            " of run 0 that of step 0 of run 1. Hand over the numbers as a list.",
        ),
        Mistake(
            seeded(lambda run, step, turn: [run, step]),
            "The steps differ now. Within a step the discriminator and the generator still see the"
            " same noise.",
        ),
        Mistake(
            seeded(lambda run, step, turn: [step, turn]),
            "The turns and the steps differ, but all runs are now the same run.",
        ),
        Mistake(
            seeded(lambda run, step, turn: [run, turn, step]),
            "Every turn has noise of its own. The list is asked for in another order: run, step,"
            " turn.",
        ),
        Mistake(
            uniform,
            "The seed is right. The noise is asked to be Gaussian; yours is uniform.",
        ),
    ),
    hints=(
        "When is the generator of numbers made, and from what?",
        "`np.random.default_rng` takes a list of whole numbers as a seed.",
        "`[run, step, turn]`.",
    ),
    explanation="""\
A generator of numbers made from `run` alone begins anew with each call. Made from the list, it is
another one for each run, step and turn, and the same again when the run is repeated.""",
    notice="With noise that is a function of run, step and turn, a run can be stopped anywhere and"
    " resumed to the last bit: nothing has to be remembered.",
    next_step="Why is [1, 23] not the same seed as [12, 3]? What would a string of digits do?",
)
