"""Repair a mode count that one stray sample can satisfy."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def covered_share(samples, centres, sigma):
    ways = np.linalg.norm(samples[:, None] - centres, axis=2)
    good = ways.min(axis=1) <= 3 * sigma
    counts = np.bincount(ways.argmin(axis=1)[good], minlength=len(centres))
    return np.mean(counts >= 0.01 * len(samples))


def broken_share(samples, centres, sigma):
    ways = np.linalg.norm(samples[:, None] - centres, axis=2)
    nearest = ways.argmin(axis=1)
    return len(np.unique(nearest)) / len(centres)


def by_loops(samples, centres, sigma):
    hits = [0] * len(centres)
    for sample in samples:
        squares = ((centres - sample) ** 2).sum(axis=1)
        if squares.min() <= 9 * sigma**2:
            hits[int(squares.argmin())] += 1
    return sum(100 * hit >= len(samples) for hit in hits) / len(centres)


def by_table(samples, centres, sigma):
    squares = (np.square(samples[:, None] - centres)).sum(axis=2)
    nearest = squares == squares.min(axis=1, keepdims=True)
    shares = (nearest & (squares <= (3 * sigma) ** 2)).mean(axis=0)
    return (shares >= 0.01).mean()


def counted(samples, centres, sigma, *, reach=3.0, least=0.01, strict=False, among_good=False):
    ways = np.linalg.norm(samples[:, None] - centres, axis=2)
    good = ways.min(axis=1) <= reach * sigma
    counts = np.bincount(ways.argmin(axis=1)[good], minlength=len(centres))
    needed = least * (good.sum() if among_good else len(samples))
    return np.mean(counts > needed if strict else counts >= needed)


def scattered(rng, modes, shortest, longest):
    """Steps from given modes, in standard deviations, as long as we want and in any direction."""
    angle = 2 * np.pi * rng.random(len(modes))
    reach = rng.uniform(shortest, longest, size=len(modes))
    return reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def cases(rng):
    sigma, drawn = 0.04, []
    # Good samples and strays of each mode, 200 in all: 1 % are two.
    for good, strays in [
        ([100, 50, 11, 2, 1, 3, 11], [5, 4, 3, 4, 3, 2, 1]),
        ([47, 1, 43, 0, 1], [90, 5, 11, 1, 1]),
        ([80, 1, 1, 28, 5, 53], [0, 1, 0, 20, 11, 0]),
        ([150, 1, 0], [40, 1, 8]),
    ]:
        angle = 2 * np.pi * np.arange(len(good)) / len(good)
        centres = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        near, far = (np.repeat(np.arange(len(good)), counts) for counts in (good, strays))
        steps = scattered(rng, near, 0.5, 2.9), scattered(rng, far, 3.2, 6.0)
        samples = centres[np.append(near, far)] + sigma * np.concatenate(steps)
        drawn.append((rng.permutation(samples), centres, sigma))
    return drawn


EXERCISE = Exercise(
    name="covered-share",
    title="One crumb is not a meal",
    stars=2,
    task="""\
This program returns the share of the modes that a sampler has found. A single crumb satisfies it.
Repair it: a mode is *covered* if at least 1 % of **all** samples have it for their nearest mode
*and* lie within 3 `sigma` of its centre.""",
    answer=covered_share,
    broken=broken_share,
    alternatives=(by_loops, by_table),
    cases=cases,
    mistakes=(
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, reach=np.inf),
            "Strays count: a sample far from every centre also has a nearest one. Keep only those"
            " within 3 sigma.",
        ),
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, least=1e-9),
            "The strays are out, but one good sample still captures a mode. Ask for 1 % of all.",
        ),
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, among_good=True),
            "You ask for 1 % of the *good* samples. Then a sampler that mostly prints rubbish finds"
            " its modes more easily. Divide by all samples.",
        ),
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, strict=True),
            "Exactly 1 % is enough: `>=`, not `>`.",
        ),
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, reach=1.0),
            "You allow one sigma. In the plane only two samples in five lie so near, even for a"
            " perfect sampler; allow three.",
        ),
        Mistake(
            lambda samples, centres, sigma: counted(samples, centres, sigma, least=0.1),
            "You ask for 10 %. With a thousand modes nobody could reach that; ask for 1 %, 0.01.",
        ),
        Mistake(
            lambda samples, centres, sigma: len(centres) * counted(samples, centres, sigma),
            "You return the number of modes; the task asks for their share.",
        ),
    ),
    hints=(
        "Two conditions on a sample: which mode is nearest, and is it near enough?",
        "`np.bincount(nearest[good], minlength=len(centres))` counts the good samples of each mode,"
        " those of modes without any as 0.",
        "Compare the counts with `0.01 * len(samples)`, and take the mean of the truth values.",
    ),
    explanation="""\
A sample belongs to its nearest mode, and counts only if it lies within three standard deviations.
Then each mode has a count, and is covered if the count reaches one hundredth of *all* samples. The
bad ones stay in the denominator: they are samples the sampler has spent.""",
    notice="`minlength` is the small print: without it the modes after the last one found would not"
    " be counted at all, and the share would come out too large.",
    next_step="`metrics.mode_report` gives both counts. On the collapsed ring of this chapter they"
    " are 8 and 2.",
)
