"""Repair an energy distance that sees the means only."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def energy(real, fake):
    def way(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return np.sqrt(squares).mean()

    return 2 * way(real, fake) - way(real, real) - way(fake, fake)


def broken_energy(real, fake):
    def way(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return squares.mean()

    return 2 * way(real, fake) - way(real, real) - way(fake, fake)


def by_lists(real, fake):
    def way(a, b):
        return np.mean([np.linalg.norm(one - other) for one in a for other in b])

    return 2 * way(real, fake) - way(real, real) - way(fake, fake)


def by_weights(real, fake):
    pooled = np.concatenate([real, fake])
    ways = np.linalg.norm(pooled[:, None] - pooled, axis=2)
    share = np.repeat([1 / len(real), -1 / len(fake)], [len(real), len(fake)])
    return -share @ ways @ share


def assembled(way, real, fake):
    return 2 * way(real, fake) - way(real, real) - way(fake, fake)


def euclid(a, b):
    return np.linalg.norm(a[:, None] - b, axis=2).mean()


def root_of_mean(a, b):
    return np.sqrt(((a[:, None] - b) ** 2).sum(axis=2).mean())


def taxi(a, b):
    return np.abs(a[:, None] - b).sum(axis=2).mean()


def without_self(real, fake):
    n, m = len(real), len(fake)
    within = euclid(real, real) * n / (n - 1) + euclid(fake, fake) * m / (m - 1)
    return 2 * euclid(real, fake) - within


def cases(rng):
    hand = (np.array([[0.0], [2.0]]), np.array([[1.0], [1.0]]))
    sizes = [(4, 3, 2), (5, 5, 3), (6, 8, 2)]
    drawn = [(rng.normal(size=(n, d)), 1 + 2 * rng.normal(size=(m, d))) for n, m, d in sizes]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="lost-root",
    title="The lost root",
    stars=2,
    task="""\
A generator was trained with this energy distance. Its samples have the right mean and nothing else
in common with the data, and the loss is 0. Repair it. Keep all pairs, those of a sample with
itself included. For the real samples 0 and 2 and the fakes 1 and 1 the right answer is 1; the
program says 0.""",
    answer=energy,
    broken=broken_energy,
    alternatives=(by_lists, by_weights),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake: assembled(root_of_mean, real, fake),
            "The root came too late: it is taken of the mean. Each pair has a length of its own;"
            " take the root of each, and then the mean.",
        ),
        Mistake(
            lambda real, fake: np.sqrt(broken_energy(real, fake)),
            "You took the root of the result. The terms inside still hold squared distances, which"
            " cancel to twice the squared gap of the means.",
        ),
        Mistake(
            lambda real, fake: assembled(taxi, real, fake),
            "These are Manhattan distances. They agree with Euclid's in one dimension only, and"
            " with them the distance is 0 for some crowds that differ.",
        ),
        Mistake(
            without_self,
            "That is the unbiased version, without self-pairs. A good one, but the task keeps all"
            " pairs.",
        ),
        Mistake(
            lambda real, fake: 2 * euclid(real, fake),
            "That is the pull alone. Without the ways within the crowds, a heap wins again.",
        ),
        Mistake(
            lambda real, fake: 2 * euclid(real, fake) - euclid(fake, fake),
            "The ways within the real samples are missing. The generator cannot change them, but"
            " without them the result is no distance: it is not 0 for equal crowds.",
        ),
        Mistake(
            lambda real, fake: euclid(real, fake) - (euclid(real, real) + euclid(fake, fake)) / 2,
            "You took half of it: two ways across stand against one way within each crowd.",
        ),
    ),
    hints=(
        "Which of the chapter's equations makes this program equal to twice the squared gap of the"
        " means?",
        "A distance is the root of the sum of squares. Where is the root?",
        "The root belongs to each pair, before the mean.",
    ),
    explanation="""\
By the equation for strangers, $\\mathbb E\\lVert X - Y\\rVert^2$ is the sum of both spreads and the
squared gap; within a crowd it is twice its spread. In $2\\cdot$across − within − within all spreads
cancel. With the root in each pair they do not, because the mean of roots is not the root of the
mean.""",
    notice="One root makes the difference between a distance of *laws* and a distance of *means*."
    " (Any power strictly between 0 and 2 would do; the square is the first that does not.)",
    next_step="Try the power 1.9 and 0.1 in place of 1 on a ring and its collapsed version.",
)
