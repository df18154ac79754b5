"""Repair a force on free points that attracts and never pushes."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def moved(fake, real, width, rate):
    def pull(crowd):
        gaps = crowd - fake[:, None]
        near = np.exp(-(gaps**2).sum(axis=2) / (2 * width**2))
        return (near[:, :, None] * gaps).mean(axis=1)

    return fake + rate * (pull(real) - pull(fake))


def broken_moved(fake, real, width, rate):
    def pull(crowd):
        gaps = crowd - fake[:, None]
        near = np.exp(-(gaps**2).sum(axis=2) / (2 * width**2))
        return (near[:, :, None] * gaps).mean(axis=1)

    return fake + rate * pull(real)


def force(points, crowd, width):
    squares = ((points[:, None] - crowd) ** 2).sum(axis=2)
    near = np.exp(-squares / (2 * width**2))
    return (near @ crowd - near.sum(axis=1, keepdims=True) * points) / len(crowd)


def by_products(fake, real, width, rate):
    return fake + rate * force(fake, real, width) - rate * force(fake, fake, width)


def point_by_point(fake, real, width, rate):
    steps = [force(one[None], real, width) - force(one[None], fake, width) for one in fake]
    return fake + rate * np.concatenate(steps)


def weighing(pull, push):
    """The two forces with other weights."""

    def moved(fake, real, width, rate):
        toward, away = force(fake, real, width), force(fake, fake, width)
        return fake + rate * (pull * toward + push * away)

    return moved


def rows_paired(fake, real, width, rate):
    count = min(len(fake), len(real))
    near = np.exp(-((real[:count] - fake[:count]) ** 2).sum(axis=1) / (2 * width**2))
    result = fake.copy()
    result[:count] += rate * near[:, None] * (real[:count] - fake[:count])
    return result


def cases(rng):
    hand = (np.array([[0.0], [1.0]]), np.array([[0.0]]), 1.0, 1.0)
    sizes = ((3, 4, 2), (5, 3, 1), (4, 6, 3))
    drawn = [
        (rng.normal(size=(m, d)), rng.normal(size=(n, d)) + 1, rng.uniform(0.7, 1.5), 0.5)
        for m, n, d in sizes
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="attraction-alone",
    title="Attraction without a push",
    stars=2,
    task="""\
One step of the chapter's free points. Each fake $y$ moves by `rate` times the mean, over the crowd
of the real samples $x$, of $k(x, y)(x - y)$, where $k$ is a bell of the given `width`. Repeat it,
and all fakes lie on one spot. Repair it: *subtract the same mean over the crowd of the fakes*
(each fake among them), taken where they were before the step. For the fakes 0 and 1, one real
sample at 0, width 1 and rate 1, with $e = e^{-1/2}$, the fakes come to $-e/2$ and $1 - e/2$.""",
    answer=moved,
    broken=broken_moved,
    alternatives=(by_products, point_by_point),
    cases=cases,
    mistakes=(
        Mistake(
            weighing(1, 1),
            "Now the fakes attract each other, too: they will fall together even faster. The pull"
            " of their own crowd is to be subtracted.",
        ),
        Mistake(
            weighing(1, -2),
            "The push is twice too strong: the fakes would come to rest farther out than the data.",
        ),
        Mistake(
            weighing(1, -0.5),
            "The push is half as strong as the attraction. At rest, with fakes like the data, the"
            " two must cancel.",
        ),
        Mistake(
            weighing(-1, 1),
            "Both forces are turned round: the real samples repel, and the fakes attract.",
        ),
        Mistake(
            rows_paired,
            "You compare row with row. Every fake feels *all* real samples and all fakes.",
        ),
    ),
    hints=(
        "`pull` takes any crowd. What does `pull(fake)` compute?",
        "It is the attraction that a fake feels towards the other fakes. It has to be taken away.",
        "`pull(real) - pull(fake)`.",
    ),
    explanation="""\
The slope of the squared maximum mean discrepancy has two parts: towards the real crowd, and away
from the crowd of the fakes. If the fakes follow the law of the data, the two cancel on average;
with the first alone every fake has the same best place, where the data *blurred by the bell* are
densest: on the chapter's ring the empty middle.""",
    notice="A test with free points needs no network and a tenth of a second. It separates what a"
    " *loss* wants from what a generator can do.",
    next_step="Why does a fake's pull towards itself not matter, although the mean includes it?",
)
