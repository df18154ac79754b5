"""Write the slope of the unbiased MMD² at each fake."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def slopes(real, fake, bandwidth):
    def towards(others):
        gaps = fake[:, None] - others
        bells = np.exp(-(gaps**2).sum(axis=2) / (2 * bandwidth**2))
        return (gaps * bells[..., None]).sum(axis=1) / bandwidth**2

    n = len(fake)
    return 2 / n * (towards(real) / len(real) - towards(fake) / (n - 1))


def by_loops(real, fake, bandwidth):
    def step(a, b):
        return (a - b) * np.exp(-np.sum((a - b) ** 2) / 2 / bandwidth**2) / bandwidth**2

    n, found = len(fake), []
    for j, y in enumerate(fake):
        pull = sum(step(y, x) for x in real) / len(real)
        push = sum(step(y, other) for i, other in enumerate(fake) if i != j) / (n - 1)
        found.append(2 * (pull - push) / n)
    return np.array(found)


def by_matrices(real, fake, bandwidth):
    pooled, n = np.concatenate([real, fake]), len(fake)
    squares = (fake**2).sum(1)[:, None] - 2 * fake @ pooled.T + (pooled**2).sum(1)
    weights = np.exp(-squares / (2 * bandwidth**2))
    weights[:, : len(real)] *= 2 / (n * len(real))
    weights[:, len(real) :] *= -2 / (n * (n - 1))
    return (fake * weights.sum(axis=1, keepdims=True) - weights @ pooled) / bandwidth**2


def parts(real, fake, bandwidth):
    """The two sums, before they are divided by anything but the squared bandwidth."""
    sums = []
    for others in (real, fake):
        gaps = fake[:, None] - others
        bells = np.exp(-(gaps**2).sum(axis=2) / (2 * bandwidth**2))
        sums.append((gaps * bells[..., None]).sum(axis=1) / bandwidth**2)
    return sums


def put_together(real, fake, bandwidth, *, pull=1.0, push=1.0, pairs=None):
    n = len(fake)
    to_real, to_fake = parts(real, fake, bandwidth)
    others = n - 1 if pairs is None else pairs(n)
    return 2 / n * (pull * to_real / len(real) - push * to_fake / others)


def cases(rng):
    hand = (np.array([[0.0], [2.0]]), np.array([[0.0], [1.0]]), 1.0)
    sizes = [(3, 4, 2, 0.8), (5, 3, 2, 2.0), (4, 6, 3, 1.5)]
    drawn = [(rng.normal(size=(m, d)), rng.normal(size=(n, d)), s) for m, n, d, s in sizes]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="push-and-pull",
    title="Pull and push",
    stars=2,
    task="""\
Write `slopes(real, fake, bandwidth)`: the slope of the unbiased MMD² with respect to each fake,
under the Gaussian kernel, without automatic differentiation. `real` has shape (m, d), `fake`
(n, d), and so has the result. For the real samples 0 and 2, the fakes 0 and 1 and bandwidth 1 it is
$e^{-1/2} - e^{-2}$ and $-e^{-1/2}$.""",
    answer=slopes,
    alternatives=(by_loops, by_matrices),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake, bandwidth: put_together(real, fake, bandwidth, push=0.0),
            "That is the pull alone. A trainer that follows it puts all fakes in one place; the"
            " push of the fakes on each other is missing.",
        ),
        Mistake(
            lambda real, fake, bandwidth: -slopes(real, fake, bandwidth),
            "That is the way a fake should *go*. The slope points the other way; a trainer walks"
            " against it.",
        ),
        Mistake(
            lambda real, fake, bandwidth: put_together(real, fake, bandwidth, push=-1.0),
            "The push has the wrong sign: your fakes attract each other.",
        ),
        Mistake(
            lambda real, fake, bandwidth: put_together(real, fake, bandwidth, pairs=lambda n: n),
            "The push is divided by n. Nobody pushes himself, so each fake has n − 1 others; with n"
            " it is the slope of the biased estimate, and the fakes come out too narrow.",
        ),
        Mistake(
            lambda real, fake, bandwidth: put_together(real, fake, bandwidth, push=0.5),
            "The push is half of what it should be. The pair (j, l) stands twice in the mean over"
            " the fakes, as (j, l) and as (l, j), and moving y_j changes both.",
        ),
        Mistake(
            lambda real, fake, bandwidth: put_together(real, fake, bandwidth, pull=0.5),
            "The pull is half of what it should be: pairs across are subtracted twice in MMD².",
        ),
        Mistake(
            lambda real, fake, bandwidth: slopes(real, fake, bandwidth) * bandwidth**2,
            "The derivative of the exponent is missing: −(y − x)/σ². You have the factor y − x, not"
            " the 1/σ².",
        ),
        Mistake(
            lambda real, fake, bandwidth: slopes(real, fake, bandwidth) * bandwidth,
            "The gaps are divided by σ. The exponent is −‖y − x‖²/2σ², so its slope has σ².",
        ),
        Mistake(
            lambda real, fake, bandwidth: slopes(real, fake, bandwidth) * len(fake),
            "The factor 1/n is missing. The loss is a mean over the fakes, and one fake is an n-th"
            " of it.",
        ),
        Mistake(
            lambda real, fake, bandwidth: slopes(real, fake, bandwidth).sum(axis=0),
            "You added up the slopes of all fakes. Each fake has a slope of its own: the result has"
            " the shape of `fake`.",
        ),
    ),
    hints=(
        "Only two of the three means of MMD² contain fakes.",
        "The slope of k(x, y) with respect to y is −(y − x)/σ² · k(x, y).",
        "In the mean over pairs of fakes y_j occurs in 2(n − 1) of n(n − 1) terms; across, in m of"
        " mn terms, which are subtracted twice.",
    ),
    explanation="""\
Differentiate the two means that contain $y_j$. Across, $-\\frac{2}{mn}\\sum_i k(x_i, y_j)$ gives
$\\frac{2}{mn}\\sum_i \\frac{y_j - x_i}{\\sigma^2} k(x_i, y_j)$. Within, each pair counts twice, and
$\\frac{2}{n(n-1)}\\sum_{l \\ne j} k(y_l, y_j)$ gives the second sum with a minus. A fake's gap to
itself is 0, so the diagonal needs no care in the sum, only in the count.""",
    notice="No network, no graph, no training: a critic in three lines. Eighty free points follow"
    " it in the chapter.",
    next_step="Replace the bell by $1/\\lVert y - x\\rVert$, and you have half the slope of the"
    " energy distance. What must be done about the diagonal then?",
)
