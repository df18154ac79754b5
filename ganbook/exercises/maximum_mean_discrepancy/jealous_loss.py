"""Repair a point-by-point loss so that collapse no longer pays."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def loss(real, fake, bandwidth):
    def similar(a, b):
        squares = ((a[:, None] - b) ** 2).sum(axis=2)
        return np.exp(-squares / (2 * bandwidth**2))

    count = len(fake)
    among_fakes = (similar(fake, fake).sum() - count) / (count * (count - 1))
    return among_fakes - 2 * similar(real, fake).mean()


def broken_loss(real, fake, bandwidth):
    squares = ((real - fake) ** 2).sum(axis=1)
    similar = np.exp(-squares / (2 * bandwidth**2))
    return 1 - similar.mean()


def by_lists(real, fake, bandwidth):
    def bell(a, b):
        return np.exp(-0.5 * (np.linalg.norm(a - b) / bandwidth) ** 2)

    pairs = [bell(a, b) for i, a in enumerate(fake) for b in fake[:i]]
    return np.mean(pairs) - 2 * np.mean([bell(a, b) for a in real for b in fake])


def among(samples, bandwidth):
    count = len(samples)
    return (gram(samples, samples, bandwidth).sum() - count) / (count * (count - 1))


def gram(a, b, bandwidth):
    return np.exp(-((a[:, None] - b) ** 2).sum(axis=2) / (2 * bandwidth**2))


def across(real, fake, bandwidth):
    return gram(real, fake, bandwidth).mean()


def still_paired(real, fake, bandwidth):
    return among(fake, bandwidth) - 2 * np.diag(gram(real, fake, bandwidth)).mean()


def cases(rng):
    hand = (np.array([[0.0], [2.0]]), np.array([[1.0], [1.0]]), 1.0)
    sizes = [(3, 2, 0.8), (5, 2, 2.0), (6, 4, 1.5)]
    drawn = [(*rng.normal(size=(2, n, d)), sigma) for n, d, sigma in sizes]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="jealous-loss",
    title="A loss that makes fakes jealous",
    stars=2,
    task="""\
This loss of a generator is on average smallest if all fakes sit in one place. Repair it. Keep of
the MMD² the two expectations that the generator can change, and not the third: without a fake in it
a term has no slope. Estimate both without bias. The trainer makes the result *small*, and it may be
negative. For the real samples 0 and 2, the fakes 1 and 1 and bandwidth 1 the right
answer is $1 - 2e^{-1/2}$.""",
    answer=loss,
    broken=broken_loss,
    alternatives=(
        by_lists,
        lambda real, fake, bandwidth: among(fake, bandwidth) - 2 * across(real, fake, bandwidth),
    ),
    cases=cases,
    mistakes=(
        Mistake(
            lambda real, fake, bandwidth: 1 - across(real, fake, bandwidth),
            "All pairs across are there now, and collapse still pays: nothing keeps the fakes"
            " apart. Which expectation of MMD² grows when the fakes resemble each other?",
        ),
        Mistake(
            lambda real, fake, bandwidth: -2 * across(real, fake, bandwidth),
            "This is the half that pulls the fakes towards the data. The half that pushes them"
            " apart is missing: the mean similarity among the fakes.",
        ),
        Mistake(
            lambda real, fake, bandwidth: (
                among(real, bandwidth) + among(fake, bandwidth) - 2 * across(real, fake, bandwidth)
            ),
            "That is the whole unbiased MMD², a right loss. But one of its terms contains no fake:"
            " the generator cannot change it. Leave it out and save a third of the work.",
        ),
        Mistake(
            lambda real, fake, bandwidth: (
                gram(fake, fake, bandwidth).mean() - 2 * across(real, fake, bandwidth)
            ),
            "Each fake meets itself here, with a similarity of 1 that says nothing: the estimate is"
            " biased. Leave the diagonal out of the sum and out of the count.",
        ),
        Mistake(
            still_paired,
            "The fakes are compared with each other, well. But real samples and fakes are still"
            " paired row by row, and the rows have nothing to do with each other: take all pairs.",
        ),
        Mistake(
            lambda real, fake, bandwidth: among(fake, bandwidth) - across(real, fake, bandwidth),
            "The factor 2 is lost. With a weaker pull the fakes drift farther apart than the data.",
        ),
        Mistake(
            lambda real, fake, bandwidth: (
                2 * across(real, fake, bandwidth) - among(fake, bandwidth)
            ),
            "Both signs are wrong: a trainer that makes this small drives the fakes away from the"
            " data and into one heap.",
        ),
        Mistake(
            lambda real, fake, bandwidth: (
                among(real, bandwidth) - 2 * across(real, fake, bandwidth)
            ),
            "You kept the similarity among the *real* samples. The generator cannot change it; what"
            " it can change is the similarity among the fakes.",
        ),
    ),
    hints=(
        "Write down the three expectations of MMD². In which of them does a fake occur?",
        "The first row of `real` and the first row of `fake` have nothing in common. Form all"
        " pairs: `real[:, None] - fake`.",
        "Mean similarity among different fakes, minus twice the mean similarity across.",
    ),
    explanation="""\
Of the three expectations only $\\mathbb E\\,k(Y, Y')$ and $-2\\,\\mathbb E\\,k(X, Y)$ contain a
fake $Y$. The second pulls fakes towards the data, the first pushes them away from each other.
Together they differ from MMD² by a constant, so they are smallest for the right law and for no
other. Both need all pairs; within the fakes, without the diagonal.""",
    notice="The best value is not 0 any more: it is minus the mean similarity among the real"
    " samples. A loss without its constant teaches as well, but cannot be read as a distance.",
    next_step="Feed it fakes of the right law and a heap of equal fakes, and see who pays less.",
)
