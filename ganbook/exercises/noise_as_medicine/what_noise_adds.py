"""Write what small noise adds to the logistic loss of real samples, to second order."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def added(scores, slopes, curvatures, level):
    believed = 1 / (1 + np.exp(-scores))
    bend = believed * (1 - believed) * (slopes**2).sum(axis=1)
    tilt = -(1 - believed) * curvatures
    return level**2 / 2 * (bend + tilt)


def by_loops(scores, slopes, curvatures, level):
    found = []
    for score, slope, curvature in zip(scores, slopes, curvatures, strict=True):
        doubted = 1 / (1 + np.exp(score))
        found.append(level**2 * doubted * ((1 - doubted) * slope @ slope - curvature) / 2)
    return found


def by_hyperbolas(scores, slopes, curvatures, level):
    second = 0.25 / np.cosh(scores / 2) ** 2
    first = (np.tanh(scores / 2) - 1) / 2
    return 0.5 * level**2 * (second * np.linalg.norm(slopes, axis=1) ** 2 + first * curvatures)


def parts(scores, slopes, curvatures):
    believed = 1 / (1 + np.exp(-scores))
    return believed, (slopes**2).sum(axis=1), curvatures


def combined(first, second):
    def answer(scores, slopes, curvatures, level):
        believed, squares, laplacians = parts(scores, slopes, curvatures)
        return level**2 / 2 * (second(believed) * squares + first(believed) * laplacians)

    return answer


def cases(rng):
    hand = (np.array([0.0]), np.array([[3.0, 4.0]]), np.array([1.3]), 0.2)
    drawn = [
        (rng.normal(size=n), rng.normal(size=(n, 2)), rng.normal(size=n), level)
        for n, level in ((4, 0.5), (5, 0.1), (6, 1.7))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="what-noise-adds",
    title="What noise adds",
    stars=3,
    task="""\
For a real sample with the score $s$ the discriminator pays $\\operatorname{softplus}(-s)$. Noise of
standard deviation `level` is added to each sample. Write
`added(scores, slopes, curvatures, level)`: what the mean payment of each sample grows by, to second
order in the level. `slopes` holds the gradient of the score with respect to the sample, a row for
each; `curvatures` its Laplacian, the sum of its second derivatives. For the score 0, the slope
(3, 4), the curvature 1.3 and the level 0.2 it is $0.02 \\cdot (25/4 - 1.3/2)$.""",
    answer=added,
    alternatives=(by_loops, by_hyperbolas),
    cases=cases,
    mistakes=(
        Mistake(
            combined(lambda d: 0 * d, lambda d: d * (1 - d)),
            "The curvature is missing. At the best discriminator it cancels between real and fake,"
            " but for one sample it does not.",
        ),
        Mistake(
            combined(lambda d: 0 * d, lambda d: 0 * d + 1),
            "That is the squared slope, R1 with the weight level²/2. The noise weighs each slope by"
            " D(1 − D), and adds a term with the curvature.",
        ),
        Mistake(
            combined(lambda d: d, lambda d: d * (1 - d)),
            "Right for a *fake*, whose loss is softplus(s). For a real sample the first derivative"
            " of the loss is −(1 − D).",
        ),
        Mistake(
            combined(lambda d: 1 - d, lambda d: d * (1 - d)),
            "The sign of the curvature's term: softplus(−s) falls when s grows, so its derivative"
            " is −(1 − D).",
        ),
        Mistake(
            combined(lambda d: -d, lambda d: d * (1 - d)),
            "The derivative of softplus(−s) is −(1 − D), not −D: a real sample that is believed"
            " costs little and changes little.",
        ),
        Mistake(
            lambda scores, slopes, curvatures, level: 2 * added(scores, slopes, curvatures, level),
            "Twice too much: Taylor's second term has a ½.",
        ),
        Mistake(
            lambda scores, slopes, curvatures, level: (
                added(scores, slopes, curvatures, level) / level
            ),
            "The level enters squared: the mean of ε² is the *variance* of the noise.",
        ),
        Mistake(
            lambda scores, slopes, curvatures, level: added(
                scores, np.sqrt(np.linalg.norm(slopes, axis=1, keepdims=True)), curvatures, level
            ),
            "You took the length of the slope without squaring it.",
        ),
        Mistake(
            lambda scores, slopes, curvatures, level: added(
                scores, slopes, curvatures, level
            ).mean(),
            "Keep one number for each sample; whoever calls it takes the mean.",
        ),
    ),
    hints=(
        "Expand the loss f(x) = softplus(−s(x)) around x. The first-order term has mean 0, and the"
        " mean of the second-order one is level²/2 times the Laplacian of f.",
        "By the chain rule the Laplacian of a function of s is (second derivative)·|slope|² +"
        " (first derivative)·curvature.",
        "The derivatives of softplus(−s) are −(1 − D) and D(1 − D).",
    ),
    explanation="""\
The mean of $f(x + \\varepsilon)$ is $f + \\frac{\\sigma^2}{2}\\,\\Delta f$ up to fourth order,
where $\\sigma$ is the noise's standard deviation. For a function of the score, $\\Delta f$ is
its second derivative times the squared slope plus its first derivative times the curvature. For
$\\operatorname{softplus} (-\\text{score})$ these are $D(1 - D)$ and $-(1 - D)$.""",
    notice="Noise charges a slope most where the discriminator is in doubt, D = ½, and hardly at"
    " all where it is sure. R1 charges it everywhere alike.",
    next_step="What is added for a fake? At which discriminator do the two curvature terms cancel?",
)
