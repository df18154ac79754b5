"""Write the simplest generator on a line: sorted noise to sorted data."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def pushed(noise, data):
    rank = np.argsort(np.argsort(noise))
    return np.sort(data)[rank]


def by_assignment(noise, data):
    fakes = np.empty(len(data))
    fakes[np.argsort(noise)] = np.sort(data)
    return fakes


def by_counting(noise, data):
    rank = (noise < noise[:, None]).sum(axis=1)
    return np.array([sorted(data)[k] for k in rank])


def by_interpolation(noise, data):
    return np.interp(noise, np.sort(noise), np.sort(data))


def cases(rng):
    hand = (np.array([0.3, -1.2, 2.0]), np.array([10.0, 30.0, 20.0]))
    drawn = [(rng.normal(size=n), rng.exponential(size=n) - 0.5) for n in (5, 8, 13)]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="by-rank",
    title="A generator that sorts",
    stars=1,
    task="""\
Write `pushed(noise, data)`, the rising generator on a line as far as samples can tell: the
smallest noise becomes the smallest of the data, the next the next, and so on. Both are
one-dimensional arrays, equally long and without ties. The result stands in the order of the
*noise*: its first entry is what becomes of the first noise. From the noise 0.3, −1.2, 2.0 and the
data 10, 30, 20 comes 20, 10, 30.""",
    answer=pushed,
    alternatives=(by_assignment, by_counting, by_interpolation),
    cases=cases,
    mistakes=(
        Mistake(
            lambda noise, data: np.sort(data),
            "Sorted data, but in the order of their size: the first noise need not be the smallest."
            " What is the rank of each noise among the others?",
        ),
        Mistake(
            lambda noise, data: np.sort(data)[np.argsort(noise)],
            "`argsort` says *which* noise is the smallest; you need the *rank* of each."
            " The one is the inverse permutation of the other.",
        ),
        Mistake(
            lambda noise, data: data[np.argsort(np.argsort(noise))],
            "The ranks are right, but they count in data that are not sorted.",
        ),
        Mistake(
            lambda noise, data: np.sort(data)[::-1][np.argsort(np.argsort(noise))],
            "This curve falls. It has the same push-forward, as the noise is symmetric, but the"
            " task asks for the rising one.",
        ),
        Mistake(
            lambda noise, data: np.argsort(np.argsort(noise)),
            "These are the ranks. One step is left: look them up in the sorted data.",
        ),
        Mistake(
            lambda noise, data: noise * data.std() + data.mean(),
            "Mean and spread of the data, and the shape of the noise. A straight line gives a bell"
            " whatever the data are.",
        ),
    ),
    hints=(
        "You need two things: the data in order, and for each noise its place in the order.",
        "`np.argsort(noise)` lists the positions from the smallest noise to the largest. Put"
        " `np.sort(data)` at these positions.",
        "Or sort twice: `np.argsort(np.argsort(noise))` are the ranks.",
    ),
    explanation="""\
The share of noise up to $z$ must equal the share of data up to $G(z)$. In two samples of $n$ that
says: rank $k$ goes to rank $k$. It is $F^{-1} \\circ \\Phi$ with both functions estimated.""",
    notice="Sorting also gives the cheapest way to carry one crowd to the other: the mean of"
    " |noise − result| is the Wasserstein distance of the two. In the plane nothing can be sorted,"
    " and that is where generators begin to earn their keep.",
    next_step="Carry uniform noise to the same data, and compare the two curves.",
)
