"""Repair a precision that is a recall, and whose samples are their own neighbours."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def precision(real, fake, neighbours):
    among = np.linalg.norm(real[:, None] - real, axis=2)
    radii = np.sort(among, axis=1)[:, neighbours]
    ways = np.linalg.norm(real[:, None] - fake, axis=2)
    inside = ways <= radii[:, None]
    return inside.any(axis=0).mean()


def broken_precision(real, fake, neighbours):
    among = np.linalg.norm(fake[:, None] - fake, axis=2)
    radii = np.sort(among, axis=1)[:, neighbours - 1]
    ways = np.linalg.norm(fake[:, None] - real, axis=2)
    inside = ways <= radii[:, None]
    return inside.any(axis=0).mean()


def by_loops(real, fake, neighbours):
    hits = 0
    reach = []
    for place, centre in enumerate(real):
        others = np.delete(real, place, axis=0)
        reach.append(sorted(np.linalg.norm(others - centre, axis=1))[neighbours - 1])
    for point in fake:
        hits += any(np.linalg.norm(real - point, axis=1) <= reach)
    return hits / len(fake)


def without_diagonal(real, fake, neighbours):
    among = ((real[:, None] - real) ** 2).sum(axis=2)
    np.fill_diagonal(among, np.inf)
    radii = np.partition(among, neighbours - 1, axis=1)[:, neighbours - 1]
    ways = ((fake[:, None] - real) ** 2).sum(axis=2)
    return np.mean(np.any(ways <= radii, axis=1))


def by_balls(centres, points, neighbours):
    among = np.linalg.norm(centres[:, None] - centres, axis=2)
    radii = np.sort(among, axis=1)[:, neighbours]
    return np.linalg.norm(centres[:, None] - points, axis=2) <= radii[:, None]


def one_radius(real, fake, neighbours):
    among = np.linalg.norm(real[:, None] - real, axis=2)
    radius = np.sort(among, axis=1)[:, neighbours].mean()
    return (np.linalg.norm(real[:, None] - fake, axis=2) <= radius).any(axis=0).mean()


def cases(rng):
    hand = (np.array([[0.0], [1.0], [3.0]]), np.array([[1.25], [1.5], [7.0]]), 1)
    # On the border of a ball, at distance 1 from 0 and 2 from 3, is inside.
    drawn = [(hand[0], np.array([[-1.0], [5.0], [7.0]]), 1)]
    for n, m, d, k in ((30, 23, 2, 2), (25, 31, 3, 3), (40, 27, 2, 4)):
        drawn.append((rng.normal(size=(n, d)), 0.6 + 1.3 * rng.normal(size=(m, d)), k))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="exchanged-roles",
    title="Whose balls?",
    stars=2,
    task="""\
This program should return the precision: the share of fakes that lie (at distance ≤ radius) in the
ball of at least one real sample, each ball reaching to its sample's `neighbours`-th nearest *other*
real sample. It has two mistakes. For the real samples 0, 1 and 3, the fakes 1.25, 1.5 and 7 and one
neighbour the right answer is 2/3.""",
    answer=precision,
    broken=broken_precision,
    alternatives=(by_loops, without_diagonal),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake, neighbours: by_balls(fake, real, neighbours).any(axis=0).mean(),
            "The neighbours are counted right now, but this is the *recall*: the balls belong to"
            " the fakes, and the real samples are asked. Exchange the roles.",
        ),
        Mistake(
            lambda real, fake, neighbours: by_balls(real, fake, neighbours - 1).any(axis=0).mean(),
            "The roles are right now. But every sample is its own nearest neighbour, at distance"
            " 0: place 0 of the sorted row is the sample itself.",
        ),
        Mistake(
            lambda real, fake, neighbours: by_balls(real, fake, neighbours).any(axis=1).mean(),
            "You asked each *ball* whether it holds a fake: that is the coverage. Ask each *fake*"
            " whether a ball holds it, along the other axis.",
        ),
        Mistake(
            lambda real, fake, neighbours: by_balls(real, fake, neighbours).mean(),
            "You took the share of pairs. One ball is enough for a fake: `any` over the balls"
            " first, then the mean over the fakes.",
        ),
        Mistake(
            lambda real, fake, neighbours: (
                by_balls(real, fake, neighbours).sum() / (neighbours * len(fake))
            ),
            "That is the density, which counts how many balls hold a fake. For precision one ball"
            " is as good as ten.",
        ),
        Mistake(
            one_radius,
            "Each ball has its own radius; you used their mean. In crowded places the balls must be"
            " small, in lonely ones large.",
        ),
        Mistake(
            lambda real, fake, neighbours: by_balls(real, fake, neighbours + 1).any(axis=0).mean(),
            "Your balls reach one neighbour too far. In a sorted row the sample itself stands at"
            " place 0, so the k-th other one at place k.",
        ),
    ),
    hints=(
        "Feed it a canary: many real samples, and fakes that all sit on one of them. Precision must"
        " be 1. What does the program say?",
        "Whose balls are drawn, and who is asked? Say it aloud for the program, then for the task.",
        "The smallest entry in each row of the distances within a cloud is 0. Whose is it?",
    ),
    explanation="""\
The balls of the precision belong to the *real* samples, so radii and centres come from `real`, and
the fakes are asked. And a sorted row of distances within a cloud begins with the sample itself, at
0, so that the k-th other sample stands at place k, not k − 1.""",
    notice="Both mistakes leave a number between 0 and 1. Only an example with a known answer tells"
    " them from the truth.",
    next_step="Write the recall in one line, by calling your precision.",
)
