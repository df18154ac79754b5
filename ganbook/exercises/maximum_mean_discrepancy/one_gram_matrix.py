"""The unbiased MMD² from one Gram matrix of both crowds, of unequal sizes, under any kernel."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def mmd_squared(gram, count):
    def within(part):
        size = len(part)
        return (part.sum() - np.trace(part)) / (size * (size - 1))

    across = gram[:count, count:].mean()
    return within(gram[:count, :count]) + within(gram[count:, count:]) - 2 * across


def by_weights(gram, count):
    others = len(gram) - count
    first = (np.arange(len(gram)) < count).astype(float)
    empty = gram - np.diag(np.diag(gram))
    inside = first @ empty @ first / (count * (count - 1))
    outside = (1 - first) @ empty @ (1 - first) / (others * (others - 1))
    return inside + outside - 2 * (first @ empty @ (1 - first)) / (count * others)


def by_loops(gram, count):
    real, fake = range(count), range(count, len(gram))
    pairs = [[gram[i, j] for i in crowd for j in crowd if i != j] for crowd in (real, fake)]
    across = [gram[i, j] for i in real for j in fake]
    return np.mean(pairs[0]) + np.mean(pairs[1]) - 2 * np.mean(across)


def parts(gram, count):
    return gram[:count, :count], gram[count:, count:], gram[:count, count:]


def with_diagonal(gram, count):
    first, second, across = parts(gram, count)
    return first.mean() + second.mean() - 2 * across.mean()


def full_count(gram, count):
    first, second, across = parts(gram - np.diag(np.diag(gram)), count)
    return first.mean() + second.mean() - 2 * across.mean()


def minus_the_count(gram, count):
    first, second, across = parts(gram, count)
    within = [(part.sum() - len(part)) / (len(part) * (len(part) - 1)) for part in (first, second)]
    return sum(within) - 2 * across.mean()


def triangles(gram, count):
    first, second, across = parts(gram, count)
    within = [np.triu(part, 1).sum() / (len(part) * (len(part) - 1)) for part in (first, second)]
    return sum(within) - 2 * across.mean()


def one_size(gram, count):
    first, second, across = parts(gram - np.diag(np.diag(gram)), count)
    pairs = count * (count - 1)
    return first.sum() / pairs + second.sum() / pairs - 2 * across.sum() / count**2


def cases(rng):
    def gaussian(samples):
        return np.exp(-((samples[:, None] - samples) ** 2).sum(axis=2) / 2)

    # The last kernel is a polynomial: a point's similarity to itself is not 1.
    hand = gaussian(np.array([[0.0], [2.0], [1.0], [1.0], [1.0]]))
    first, second, third = (rng.normal(size=(n, 2)) for n in (7, 9, 8))
    second[:4] += 1.5
    polynomial = (1 + third @ third.T / 2) ** 3
    return [(hand, 2), (gaussian(first), 4), (gaussian(second), 4), (polynomial, 5)]


EXERCISE = Exercise(
    name="one-gram-matrix",
    title="All in one Gram matrix",
    stars=2,
    task="""\
A permutation test computes one Gram matrix of *all* samples and reads everything from it. Write
`mmd_squared(gram, count)`: the unbiased estimate of MMD², where the first `count` rows and columns
belong to the real samples and all others to the fakes. There may be more fakes than real samples,
and the kernel may be any: do not count on a diagonal of ones. To check by hand: the real samples 0
and 2 and the fakes 1, 1, 1 at bandwidth 1 give $e^{-2} + 1 - 2e^{-1/2}$.""",
    answer=mmd_squared,
    alternatives=(by_weights, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            with_diagonal,
            "That is the biased estimate: both diagonals are kept, in which each sample meets"
            " itself. Leave them out of the sums and out of the counts.",
        ),
        Mistake(
            full_count,
            "The diagonals have left the sums, but not the counts. A crowd of n samples has"
            " n(n − 1) pairs of different samples.",
        ),
        Mistake(
            minus_the_count,
            "You subtracted a 1 for each sample. That is right for the Gaussian kernel, whose"
            " diagonal is 1, and wrong for others: subtract the diagonal that is there.",
        ),
        Mistake(
            triangles,
            "The upper triangle holds each pair once, and there are n(n − 1)/2 of them. You divided"
            " by n(n − 1): the means within are half of what they should be.",
        ),
        Mistake(
            one_size,
            "You used `count` for both crowds. The fakes have a number of their own:"
            " `len(gram) - count`.",
        ),
        Mistake(
            lambda gram, count: mmd_squared(gram, count) + gram[:count, count:].mean(),
            "The factor 2 before the similarity across is missing. It comes from the square of a"
            " difference: a² + b² − 2ab.",
        ),
        Mistake(
            lambda gram, count: mmd_squared(gram, count) + 4 * gram[:count, count:].mean(),
            "The similarity across must be *subtracted*: crowds that resemble each other are near.",
        ),
        Mistake(
            lambda gram, count: max(mmd_squared(gram, count), 0),
            "You cut negative values off at 0. Then the mean over many runs is no longer the truth:"
            " the estimate is biased again. Return it as it is.",
        ),
        Mistake(
            lambda gram, count: np.sqrt(mmd_squared(gram, count)),
            "The root is too much: the task asks for MMD². Besides, the unbiased estimate may be"
            " negative, and then the root is NaN.",
        ),
    ),
    hints=(
        "Cut the matrix into four blocks. Which two belong to one crowd each?",
        "The sum over different samples is the sum of the block minus its trace: `np.trace`.",
        "Real: `gram[:count, :count]`. Fakes: `gram[count:, count:]`. Across:"
        " `gram[:count, count:]`, without a diagonal to leave out.",
    ),
    explanation="""\
The blocks on the diagonal of the matrix hold the pairs within each crowd. From each take the sum,
subtract the trace, and divide by $n(n-1)$, with the crowd's own $n$. The block across pairs every
real sample with every fake; nobody meets himself there, so its plain mean is right. It occurs twice
in the matrix, and is subtracted twice.""",
    notice="To shuffle the labels you need no kernel any more: permute rows and columns of this"
    " matrix, and read again. The kernel is computed once, however many shuffles follow.",
    next_step="Shuffle with `order = rng.permutation(len(gram))` and `gram[np.ix_(order, order)]`;"
    " compare with `kernels.two_sample_test_from_gram`.",
)
