"""Repair a completion that looks at what it should not see."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def completed(picture, visible, candidates):
    gaps = (candidates - picture) ** 2
    seen = gaps[:, visible].mean(axis=1)
    return np.where(visible, picture, candidates[seen.argmin()])


def broken_completed(picture, visible, candidates):
    gaps = (candidates - picture) ** 2
    seen = gaps.mean(axis=(1, 2))
    return candidates[seen.argmin()]


def by_copying(picture, visible, candidates):
    ways = [np.sum((c - picture)[visible] ** 2) for c in candidates]
    result = candidates[int(np.argmin(ways))].copy()
    result[visible] = picture[visible]
    return result


def by_weights(picture, visible, candidates):
    weights = visible.astype(float)
    ways = np.einsum("cij,ij->c", (candidates - picture) ** 2, weights)
    return weights * picture + (1 - weights) * candidates[ways.argmin()]


def not_put_back(picture, visible, candidates):
    return candidates[((candidates - picture) ** 2)[:, visible].mean(axis=1).argmin()]


def all_seen(picture, visible, candidates):
    return np.where(visible, picture, broken_completed(picture, visible, candidates))


def hidden_only(picture, visible, candidates):
    return completed(picture, ~visible, candidates)


def hidden_decides(picture, visible, candidates):
    chosen = candidates[((candidates - picture) ** 2)[:, ~visible].mean(axis=1).argmin()]
    return np.where(visible, picture, chosen)


def signed(picture, visible, candidates):
    gaps = (candidates - picture)[:, visible].mean(axis=1)
    return np.where(visible, picture, candidates[gaps.argmin()])


def mean_of_all(picture, visible, candidates):
    return np.where(visible, picture, candidates.mean(axis=0))


def cases(rng):
    picture = np.array([[1.0, 1.0], [0.0, 0.0]])
    visible = np.array([[True, True], [False, False]])
    candidates = np.array([[[0.0, 0.0], [0.0, 0.0]], [[1.0, 1.0], [4.0, 5.0]]])
    drawn = []
    for count, height, width in [(5, 3, 4), (6, 4, 4), (7, 4, 3)]:
        shape = (height, width)
        seen = rng.permutation(np.arange(height * width) < height * width // 2).reshape(shape)
        drawn.append((rng.normal(size=shape), seen, rng.normal(size=(count, *shape))))
    return [(picture, visible, candidates), *drawn]


EXERCISE = Exercise(
    name="missing-half",
    title="The hidden half is hidden",
    stars=2,
    task="""\
Ten searches have each found a candidate for a half-hidden picture, one for each label. This program
chooses one. Its figures in the report are wonderful, and with truly hidden halves it fails. There
are two things wrong with it. Repair it: the candidate is chosen by what is `visible` (a matrix of
truth values) and nothing else, and the visible pixels of the result are those of the `picture`.
For the picture with the rows (1, 1) and (0, 0), of which only the upper row is visible, and the
candidates "all 0" and "(1, 1) above (4, 5)", the answer is the second one.""",
    answer=completed,
    broken=broken_completed,
    alternatives=(by_copying, by_weights),
    cases=cases,
    mistakes=(
        Mistake(
            all_seen,
            "The visible pixels are right. But the choice still looks at the whole picture, its"
            " hidden half included: that is the answer it should guess.",
        ),
        Mistake(
            not_put_back,
            "The choice is right. Now put the visible pixels of the picture back: they are known,"
            " and the candidate has them only nearly.",
        ),
        Mistake(
            hidden_only,
            "Visible and hidden are exchanged: the result keeps the pixels that it should not have"
            " seen.",
        ),
        Mistake(
            hidden_decides,
            "You choose by the *hidden* pixels. That is the worst leak of all: choose by"
            " `gaps[:, visible]`.",
        ),
        Mistake(
            signed,
            "Differences of both signs cancel: square them before the mean.",
        ),
        Mistake(
            mean_of_all,
            "The mean of all candidates is fog, as in the chapter on distances as losses: choose"
            " one.",
        ),
    ),
    hints=(
        "Which pixels enter `gaps.mean(axis=(1, 2))`? Which of them does the program know in"
        " earnest?",
        "`gaps[:, visible]` has a row for each candidate and a column for each visible pixel.",
        "`np.where(visible, picture, chosen)` puts what is known back.",
    ),
    explanation="""\
A hidden pixel may influence neither the search nor the choice. Mask the squared differences before
the mean, choose, and then take each pixel from where it is known.""",
    notice="Such leaks are easy to write, because in an experiment the hidden half lies in the same"
    " array. Overwrite it with NaN before you start, and a leak shows itself.",
    next_step="Do that in the chapter: set the lower halves to NaN. Does everything still run?",
)
