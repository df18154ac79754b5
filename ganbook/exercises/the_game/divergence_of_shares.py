"""Write the Jensen–Shannon divergence of two sets of shares, zeros included."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def divergence(shares):
    mixture = shares.mean(axis=0)
    ratio = np.where(shares > 0, shares, 1) / np.where(shares > 0, mixture, 1)
    return np.sum(shares * np.log(ratio)) / 2


def by_entropies(shares):
    def entropy(law):
        law = law[law > 0]
        return -np.sum(law * np.log(law))

    return entropy(shares.mean(axis=0)) - np.mean([entropy(law) for law in shares])


def by_loops(shares):
    total = 0.0
    for p, q in zip(*shares, strict=True):
        for law in (p, q):
            if law > 0:
                total += law * np.log(2 * law / (p + q)) / 2
    return total


def both_terms(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * np.log(p / q), 0).sum()


def without_care(shares):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(shares * np.log(shares / shares.mean(axis=0))) / 2


def to_each_other(shares):
    return (both_terms(*shares) + both_terms(*shares[::-1])) / 2


def first_half(shares):
    return both_terms(shares[0], shares.mean(axis=0)) / 2


def cases(rng):
    hand = np.array([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]])
    drawn = [rng.dirichlet(np.full(classes, 0.8), size=2) for classes in (3, 5, 10)]
    # The last class is missing in both.
    apart = np.array([[0.3, 0.7, 0.0, 0.0, 0.0], [0.0, 0.0, 0.6, 0.4, 0.0]])
    return [(shares,) for shares in (hand, *drawn, apart)]


EXERCISE = Exercise(
    name="divergence-of-shares",
    title="Ten classes and their shares",
    stars=2,
    task="""\
A classifier sorts the real digits and the fakes into classes. Row 0 of `shares` holds the share of
each class among the real ones, row 1 among the fakes; a class may be missing in one of them or in
both. Write `divergence(shares)`, their Jensen–Shannon divergence with the natural logarithm. For
(½, ½, 0) and (0, ½, ½) it is ½ log 2; for shares that have no class in common, log 2.""",
    answer=divergence,
    alternatives=(by_entropies, by_loops),
    cases=cases,
    mistakes=(
        Mistake(
            without_care,
            "Right, as long as no share is 0. There, 0 · log 0 is not a number to a computer; in"
            " the formula it counts 0, because a class that does not occur is never asked.",
        ),
        Mistake(
            to_each_other,
            "You compare the two laws with *each other*. Compare each with their mixture, the mean"
            " of the two: then a class that one of them lacks costs log 2 at most, not infinity.",
        ),
        Mistake(
            first_half,
            "That is the first half, the divergence of the real shares from the mixture. The fakes'"
            " divergence from the same mixture is the other half.",
        ),
        Mistake(
            lambda shares: 2 * divergence(shares),
            "A factor 2 too large: the divergence is the *mean* of the two from the mixture. Twice"
            " the divergence is what appears in the value of the game.",
        ),
        Mistake(
            lambda shares: divergence(shares) / np.log(2),
            "This is in bits, from the logarithm to base 2. The value of the game has natural"
            " logarithms; there the largest divergence is log 2, not 1.",
        ),
        Mistake(
            lambda shares: np.sqrt(divergence(shares)),
            "This is the square root, which some libraries return because it obeys the triangle"
            " inequality. The game pays the divergence itself.",
        ),
    ),
    hints=(
        "The mixture is `shares.mean(axis=0)`. Which of its entries can be 0 where a share is not?",
        "Sum share · log(share / mixture) over the classes that occur, for each row.",
        "Then take the mean of the two sums. `np.where(shares > 0, shares, 1)` keeps the logarithm"
        " away from 0.",
    ),
    explanation="""\
With $m = \\frac12(p + q)$ the divergence is
$\\frac12 \\sum_i p_i \\log\\frac{p_i}{m_i} + \\frac12 \\sum_i q_i \\log\\frac{q_i}{m_i}$. Where a
share is positive the mixture is at least half as large, so the ratio is never above 2: hence the
bound $\\log 2$. Where a share is 0 its term is 0.""",
    notice="The bound is the weakness: once no class is shared, the divergence says log 2, however"
    " near or far the fakes are.",
    next_step="How large is the divergence when a generator draws all ten classes evenly, but one"
    " of them never?",
)
