"""Write the best denoiser for a finite set of clean points."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def denoised(noisy, clean, level):
    squares = ((noisy[:, None] - clean) ** 2).sum(axis=2)
    nearness = -squares / (2 * level**2)
    weights = np.exp(nearness - nearness.max(axis=1, keepdims=True))
    return weights @ clean / weights.sum(axis=1, keepdims=True)


def by_logarithms(noisy, clean, level):
    logs = np.array([[-((y - x) @ (y - x)) / (2 * level**2) for x in clean] for y in noisy])
    weights = np.exp(logs - np.logaddexp.reduce(logs, axis=1)[:, None])
    return np.einsum("nm,md->nd", weights, clean)


def by_nearest_first(noisy, clean, level):
    answers = []
    for y in noisy:
        squares = np.square(clean - y).sum(axis=1)
        weights = np.exp((squares.min() - squares) / (2 * level**2))
        answers.append(np.average(clean, axis=0, weights=weights))
    return np.array(answers)


def with_weights(noisy, clean, weights):
    return weights @ clean / weights.sum(axis=1, keepdims=True)


def squares_of(noisy, clean):
    squares = ((noisy[:, None] - clean) ** 2).sum(axis=2)
    return squares - squares.min(axis=1, keepdims=True)


def underflowing(noisy, clean, level):
    squares = ((noisy[:, None] - clean) ** 2).sum(axis=2)
    with np.errstate(invalid="ignore"):
        return with_weights(noisy, clean, np.exp(-squares / (2 * level**2)))


def wrong_axis(noisy, clean, level):
    weights = np.exp(-squares_of(noisy, clean) / (2 * level**2))
    return weights / weights.sum(axis=0) @ clean


def cases(rng):
    hand = (np.array([[0.3, 0.0]]), np.array([[-1.0, 0.0], [1.0, 0.0]]), 1.0)
    drawn = [(rng.normal(size=(4, 2)), rng.normal(size=(5, 2)), level) for level in (0.5, 0.8, 1.7)]
    # So far from every clean point that all unscaled weights round to 0.
    lost = (np.array([[40.0, 3.0], [0.2, 0.1]]), rng.normal(size=(4, 2)), 0.3)
    return [hand, *drawn, lost]


EXERCISE = Exercise(
    name="weighted-mean",
    title="The best guess of the clean point",
    stars=2,
    task="""\
The clean point was one of the rows of `clean`, each equally likely. Gaussian noise of standard
deviation `level` was added, and a row of `noisy` is what came out. Write
`denoised(noisy, clean, level)`: for each noisy row the mean of the clean point, given what we see.
It must also work where a noisy point is far from all clean ones. To check by hand: with the clean
points $(−1, 0)$ and $(1, 0)$ and level 1, the guess for $(0.3, 0)$ is $(\\tanh 0.3, 0)$.""",
    answer=denoised,
    alternatives=(by_logarithms, by_nearest_first),
    cases=cases,
    mistakes=(
        Mistake(
            underflowing,
            "Right for points that are near. Far away every weight rounds to 0, and 0/0 is NaN."
            " Only ratios of weights matter: subtract the largest exponent first.",
        ),
        Mistake(
            lambda noisy, clean, level: clean[squares_of(noisy, clean).argmin(axis=1)],
            "You returned the nearest clean point. It is the *likeliest* one; the least squared"
            " error is the mean over all of them, weighted by how likely each is.",
        ),
        Mistake(
            lambda noisy, clean, level: with_weights(
                noisy, clean, np.exp(-squares_of(noisy, clean) / level**2)
            ),
            "The 2 is missing: the Gaussian density has 2·level² below its squared distance.",
        ),
        Mistake(
            lambda noisy, clean, level: with_weights(
                noisy, clean, np.exp(-squares_of(noisy, clean) / (2 * level))
            ),
            "`level` is a standard deviation; the density divides by its square.",
        ),
        Mistake(
            lambda noisy, clean, level: with_weights(
                noisy,
                clean,
                np.exp(
                    np.sqrt(((noisy[:, None] - clean) ** 2).sum(axis=2)).min(axis=1, keepdims=True)
                    - np.sqrt(((noisy[:, None] - clean) ** 2).sum(axis=2))
                ),
            ),
            "You weighted by distances. The Gaussian density falls with the *squared* distance, in"
            " units of the noise.",
        ),
        Mistake(
            wrong_axis,
            "The weights are made to sum to 1 over the *noisy* points. For each noisy point the"
            " weights of the clean ones must sum to 1: along the rows.",
        ),
        Mistake(
            lambda noisy, clean, level: (denoised(noisy, clean, level) - noisy) / level**2,
            "That is the score, (denoised − noisy)/level². The task asks for the denoised point.",
        ),
        Mistake(
            lambda noisy, clean, level: noisy - denoised(noisy, clean, level),
            "That is the best guess of the *noise*. Subtract it from the noisy point.",
        ),
        Mistake(
            lambda noisy, clean, level: np.exp(-squares_of(noisy, clean) / (2 * level**2)) @ clean,
            "The weights must sum to 1 for each noisy point: divide by their sum.",
        ),
    ),
    hints=(
        "Bayes: a clean point is the likelier, the larger the density of the noise that leads from"
        " it to what we see.",
        "The weights are exp(−squared distance / (2·level²)), divided by their sum for each row.",
        "Against rounding to 0: subtract the largest exponent of each row before `np.exp`.",
    ),
    explanation="""\
All clean points are equally likely before we look, so after we have seen the noisy point their
chances are proportional to $\\exp(-\\lVert y - x_i\\rVert^2 / 2\\sigma^2)$. The mean of the
clean point is the mean with these weights. Subtracting the largest exponent changes all weights
by the same factor, which cancels.""",
    notice="These are the Gaussian kernel's similarities: the best denoiser of a data set is a"
    " kernel-weighted mean of its samples.",
    next_step="A sampler that used *this* denoiser, of the training samples, would be perfect on"
    " paper. What would it produce?",
)
