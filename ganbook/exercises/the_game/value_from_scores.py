"""Write the value of the game from raw scores, however confident."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def value(real_scores, fake_scores):
    on_real = -np.logaddexp(0, -real_scores)
    on_fake = -np.logaddexp(0, fake_scores)
    return on_real.mean() + on_fake.mean()


def by_cases(real_scores, fake_scores):
    def log_probability(s):  # of the truth, whose score is s
        return np.minimum(s, 0) - np.log1p(np.exp(-np.abs(s)))

    return log_probability(real_scores).mean() + log_probability(-fake_scores).mean()


def one_by_one(real_scores, fake_scores):
    def softplus(s):
        return max(s, 0.0) + np.log1p(np.exp(-abs(s)))

    real = [softplus(-s) for s in real_scores]
    fake = [softplus(s) for s in fake_scores]
    return -np.average(real) - np.average(fake)


def naive(real_scores, fake_scores):
    with np.errstate(over="ignore", divide="ignore"):
        on_real = 1 / (1 + np.exp(-real_scores))
        on_fake = 1 / (1 + np.exp(-fake_scores))
        return np.log(on_real).mean() + np.log(1 - on_fake).mean()


def with_an_epsilon(real_scores, fake_scores):
    on_real = 0.5 * (1 + np.tanh(real_scores / 2))
    on_fake = 0.5 * (1 + np.tanh(fake_scores / 2))
    return np.log(on_real + 1e-8).mean() + np.log(1 - on_fake + 1e-8).mean()


def all_in_one(real_scores, fake_scores):
    return -np.logaddexp(0, np.concatenate([-real_scores, fake_scores])).mean()


def cases(rng):
    hand = (np.array([0.0, 0.0]), np.array([0.0]))
    mild = [(rng.normal(1, 2, n), rng.normal(-1, 2, m)) for n, m in ((5, 5), (4, 7))]
    sure = (np.array([-1000.0, 3.0, 1000.0]), np.array([-1000.0, 800.0]))
    return [hand, *mild, sure]


EXERCISE = Exercise(
    name="value-from-scores",
    title="The value from raw scores",
    stars=2,
    task="""\
Write `value(real_scores, fake_scores)`: the value $V$ of the game from raw scores $s$, where
$D = 1/(1 + e^{-s})$. There may be more fakes than real samples or fewer, and scores may be as
confident as ±1000: the result must stay finite and exact. Scores of 0 give $-\\log 4$.""",
    answer=value,
    alternatives=(by_cases, one_by_one),
    cases=cases,
    mistakes=(
        Mistake(
            naive,
            "Right for mild scores. But at a score of −1000 the probability is rounded to 0, and"
            " its logarithm is −∞. Do not go through the probability: log D = −log(1 + e^(−s)).",
        ),
        Mistake(
            with_an_epsilon,
            "A small number under the logarithm avoids the infinity and gives a wrong value"
            " instead: −18.4 where the score says −1000. Stay with the scores.",
        ),
        Mistake(
            lambda real_scores, fake_scores: -value(real_scores, fake_scores),
            "The sign: this is the discriminator's *loss*, −V. The value itself is a mean of"
            " logarithms of probabilities and never positive.",
        ),
        Mistake(
            lambda real_scores, fake_scores: value(real_scores, -fake_scores),
            "The fakes are scored as if they were real. On a fake the truth is 'fake', whose"
            " probability is 1 − D, the sigmoid of −s.",
        ),
        Mistake(
            all_in_one,
            "You took one mean over all notes. V is the mean over the real ones *plus* the mean"
            " over the fakes: a coin scores −log 4, not −log 2.",
        ),
        Mistake(
            lambda real_scores, fake_scores: (
                -np.logaddexp(0, -real_scores).sum() - np.logaddexp(0, fake_scores).sum()
            ),
            "These are sums; an expectation is a mean. With sums, twice as many notes would make"
            " the game twice as expensive.",
        ),
    ),
    hints=(
        "log D = −log(1 + e^(−s)), and log(1 − D) = −log(1 + e^s).",
        "`np.logaddexp(a, b)` computes log(e^a + e^b) without overflow. Which a is the 1?",
        "Two means, each over its own kind.",
    ),
    explanation="""\
$\\log D = -\\log(1 + e^{-s})$ and $\\log(1 - D) = -\\log(1 + e^{s})$. The function
$\\log(1 + e^s) = \\log(e^0 + e^s)$ is `np.logaddexp(0, s)`, which takes the larger exponent out
before it computes: for $s = 1000$ it returns 1000, and no $e^{1000}$ ever occurs.""",
    notice="That is why losses in this book, and in Keras with `from_logits=True`, take scores. The"
    " programs that take the logarithm of a sigmoid run well until the discriminator gets good.",
    next_step="Find the score from which on the naive version in float32 returns −∞ for a real"
    " sample, and for a fake. Why do they differ?",
)
