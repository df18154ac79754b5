"""Write the chance that a fake is nearer to the training set than an honest sample is."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def closer(train, fake, held_out):
    def nearest(samples):
        return np.linalg.norm(samples[:, None] - train, axis=2).min(axis=1)

    gaps = nearest(held_out)[:, None] - nearest(fake)
    return np.mean((gaps > 0) + 0.5 * (gaps == 0))


def by_loops(train, fake, held_out):
    def way(sample):
        return min(((sample - other) ** 2).sum() for other in train)

    honest = [way(sample) for sample in held_out]
    points = [(way(f) < h) + 0.5 * (way(f) == h) for f in fake for h in honest]
    return sum(points) / len(points)


def by_signs(train, fake, held_out):
    ways = [np.sqrt(((s[:, None] - train) ** 2).sum(axis=2)).min(axis=1) for s in (fake, held_out)]
    return 0.5 + 0.5 * np.sign(np.subtract.outer(ways[1], ways[0])).mean()


def ways_to(train, samples):
    return np.linalg.norm(samples[:, None] - train, axis=2)


def compared(near, usual):
    return np.mean((near < usual[:, None]) + 0.5 * (near == usual[:, None]))


def without_ties(train, fake, held_out):
    near, usual = (ways_to(train, s).min(axis=1) for s in (fake, held_out))
    return np.mean(near < usual[:, None])


def mean_ways(train, fake, held_out):
    return compared(ways_to(train, fake).mean(axis=1), ways_to(train, held_out).mean(axis=1))


def from_the_training_set(train, fake, held_out):
    return compared(ways_to(train, fake).min(axis=0), ways_to(train, held_out).min(axis=0))


def against_the_median(train, fake, held_out):
    near, usual = (ways_to(train, s).min(axis=1) for s in (fake, held_out))
    return np.mean(near < np.median(usual))


def cases(rng):
    hand = (np.array([[0.0], [10.0]]), np.array([[1.0], [12.0]]), np.array([[-2.0], [5.0]]))
    drawn = []
    for n, m, k, noise in [(8, 6, 7, 0.1), (9, 5, 6, 1.0), (7, 8, 5, 0.4)]:
        train, held_out = rng.normal(size=(n, 2)), rng.normal(size=(k, 2))
        fake = train[rng.integers(n, size=m)] + noise * rng.normal(size=(m, 2))
        drawn.append((train, fake, held_out))
    copier = rng.normal(size=(6, 3))
    return [hand, *drawn, (copier, copier[:3], np.concatenate([copier[3:5], copier[:2] + 1]))]


EXERCISE = Exercise(
    name="closer-than-honest",
    title="Closer than an honest sample",
    stars=2,
    task="""\
Draw a fake and a held-out sample at random. Write `closer(train, fake, held_out)`, the chance that
the *fake* lies nearer to its nearest training sample than the held-out one does to its own; a tie
counts one half. All three are matrices with a sample a row, the distance is Euclid's, and all pairs
of a fake and a held-out sample count. For training samples 0 and 10, fakes 1 and 12 and held-out
samples −2 and 5 the answer is 7/8.""",
    answer=closer,
    alternatives=(by_loops, by_signs),
    cases=cases,
    mistakes=(
        Mistake(
            without_ties,
            "Ties are missing: equal distances count one half. Two crowds of exact copies would"
            " otherwise get 0 and look innocent.",
        ),
        Mistake(
            lambda train, fake, held_out: 1 - closer(train, fake, held_out),
            "That is the chance that the *held-out* sample is nearer.",
        ),
        Mistake(
            mean_ways,
            "You compared mean distances to the training set. A copy stands on *one* training"
            " sample, and that is lost in a mean: take the smallest distance.",
        ),
        Mistake(
            from_the_training_set,
            "You looked from each training sample for its nearest fake. A single training sample,"
            " copied by all fakes, hardly shows that way: look from the fakes.",
        ),
        Mistake(
            against_the_median,
            "You compared with the median honest distance only. All pairs count.",
        ),
        Mistake(
            lambda train, fake, held_out: closer(held_out, fake, train),
            "Training and held-out samples are exchanged: you measure copies of the data that the"
            " generator never saw.",
        ),
    ),
    hints=(
        "Two lists of numbers first: for each fake, and for each held-out sample, the distance to"
        " its nearest training sample.",
        "All pairs of the two lists: `usual[:, None] - near`.",
        "Count a positive difference as 1, a zero as ½, and take the mean.",
    ),
    explanation="""\
The nearest distances of honest samples are the yardstick: they say how near one comes by chance.
If fakes and honest samples follow one law, both lists do, and the chance is ½. Copies push it
towards 1.""",
    notice="Both directions say something. Near 1: copies. Near 0: the fakes lie off the data, as"
    " those of the energy generator in the chapter.",
    next_step="Compute it for the copier of the chapter at growing noise. From which noise on does"
    " it pass?",
)
