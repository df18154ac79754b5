"""Write the optimal discriminator from log densities that no float can hold as densities."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def best(log_p, log_q):
    return np.exp(log_p - np.logaddexp(log_p, log_q))


def by_tanh(log_p, log_q):
    return 0.5 * (1 + np.tanh((log_p - log_q) / 2))


def by_the_larger(log_p, log_q):
    top = np.maximum(log_p, log_q)
    p, q = np.exp(log_p - top), np.exp(log_q - top)
    return p / (p + q)


def naive(log_p, log_q):
    p, q = np.exp(log_p), np.exp(log_q)
    with np.errstate(invalid="ignore"):
        return p / (p + q)


def ratio(log_p, log_q):
    return np.exp(np.minimum(log_p - log_q, 700))


def cases(rng):
    hand = (np.log([3.0, 1.0]), np.log([1.0, 1.0]))
    mild = [tuple(rng.normal(-2, 1.5, size=(2, 6))) for _ in range(2)]
    far = (np.array([-2000.0, -1500.0, -1000.0]), np.array([-2001.0, -1498.0, -3000.0]))
    return [hand, *mild, far]


EXERCISE = Exercise(
    name="best-from-logs",
    title="The best examiner, far from everything",
    stars=2,
    task="""\
Write `best(log_p, log_q)`: the answer $D^* = p/(p + q)$ of the optimal discriminator, from the
*logarithms* of the two densities, entry by entry. In many dimensions densities are tiny: the
logarithms may be −2000, and $e^{-2000}$ is 0 in every float. For $\\log 3$ and $\\log 1$ the answer
is ¾; for −2000 and −2001 it is about 0.731.""",
    answer=best,
    alternatives=(by_tanh, by_the_larger),
    cases=cases,
    mistakes=(
        Mistake(
            naive,
            "Right where the densities are ordinary numbers. At −2000 both become 0, and 0/0 is"
            " not a number. Only their *difference* matters: divide above and below by p.",
        ),
        Mistake(
            lambda log_p, log_q: best(log_q, log_p),
            "That is q/(p + q), the probability of *fake*. The discriminator answers with that of"
            " real.",
        ),
        Mistake(
            lambda log_p, log_q: log_p - log_q,
            "That is the best *score*, log p − log q. The probability is its sigmoid.",
        ),
        Mistake(
            ratio,
            "That is the odds, p/q: 3 where the probability is 3/4. Odds o belong to the"
            " probability o/(1 + o).",
        ),
        Mistake(
            lambda log_p, log_q: 1.0 * (log_p > log_q),
            "That is the best *decision*, yes or no. The value asks for a probability: at three to"
            " one, certainty would be punished in one case of four, without limit.",
        ),
        Mistake(
            lambda log_p, log_q: log_p / (log_p + log_q + 1e-300),
            "You put the logarithms where the densities belong. p/(p + q) needs p and q, or a"
            " formula in which only log p − log q occurs.",
        ),
    ),
    hints=(
        "Divide p/(p + q) above and below by p. What is q/p, in terms of the logarithms?",
        "D* is the sigmoid of log p − log q.",
        "To be safe from overflow: exp(log p − log(p + q)), and `np.logaddexp` is log(p + q).",
    ),
    explanation="""\
$\\frac{p}{p + q} = \\frac{1}{1 + q/p} = \\operatorname{sigm}(\\log p - \\log q)$. Only the
difference of the logarithms occurs, and it is an ordinary number even where the densities
themselves are beyond all floats.""",
    notice="A discriminator's raw score *is* an estimate of log p − log q. Whoever has a good"
    " discriminator can weigh fakes by e^s, as if they had been drawn from the data.",
    next_step="For two bells of width 1 around 0 and Δ, show that the best score is a straight"
    " line. What is it for two widths?",
)
