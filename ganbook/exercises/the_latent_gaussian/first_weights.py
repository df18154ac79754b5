"""Write the scale of Gaussian first weights that keeps the size of a signal."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def deviation(inputs, leak):
    return math.sqrt(2 / ((1 + leak**2) * inputs))


def by_halves(inputs, leak):
    passes = 0.5 * 1.0**2 + 0.5 * leak**2
    return (inputs * passes) ** -0.5


def by_gain(inputs, leak):
    gain = np.sqrt(2.0) / np.hypot(1.0, leak)
    return gain / np.sqrt(inputs)


def cases(rng):
    drawn = [(int(rng.integers(2, 900)), float(rng.uniform(0.05, 0.9))) for _ in range(4)]
    return [(128, 0.0), (100, 0.2), *drawn]


EXERCISE = Exercise(
    name="first-weights",
    title="Weights that pass the signal on",
    stars=2,
    task="""\
Write `deviation(inputs, leak)`: the standard deviation of independent Gaussian weights for which a
layer with so many inputs, followed by a leaky rectifier whose slope is `leak` for negative numbers,
keeps the mean square of its signal. With 128 inputs and no leak it is 1/8.""",
    answer=deviation,
    alternatives=(by_halves, by_gain),
    cases=cases,
    mistakes=(
        Mistake(
            lambda inputs, leak: math.sqrt(2 / inputs),
            "Right for a plain rectifier. A leak lets part of the negative half through, so the"
            " weights must be a little smaller.",
        ),
        Mistake(
            lambda inputs, leak: math.sqrt(1 / inputs),
            "Right without a rectifier. Of the mean square, the rectifier lets only the share"
            " (1 + leak²)/2 pass.",
        ),
        Mistake(
            lambda inputs, leak: 2 / ((1 + leak**2) * inputs),
            "That is the variance; its root is missing.",
        ),
        Mistake(
            lambda inputs, leak: math.sqrt(2 / ((1 + leak) * inputs)),
            "The leak must be squared: it multiplies numbers, and you count mean *squares*.",
        ),
        Mistake(
            lambda inputs, leak: math.sqrt((1 + leak**2) / (2 * inputs)),
            "The factor of the rectifier must be made good, not applied once more: it belongs below"
            " the line.",
        ),
        Mistake(
            lambda inputs, leak: 0.02,
            "The famous 0.02 suits layers with some thousands of inputs. Which role do the inputs"
            " play in your answer?",
        ),
        Mistake(
            lambda inputs, leak: math.sqrt(2 / (1 + leak**2)),
            "That is the scale s. A sum over n inputs is √n times as large as one of its terms, so"
            " it is divided by √n.",
        ),
    ),
    hints=(
        "A sum of n independent terms has n times the variance of one.",
        "Half of the sums are positive and pass whole; the other half is multiplied by the leak,"
        " its mean square by leak².",
        "Set n · deviation² · (1 + leak²)/2 equal to 1.",
    ),
    explanation="""\
Let $\\sigma$ be the deviation of the weights and $m$ the mean of the squared inputs. Given its
inputs, a unit is Gaussian with variance $\\sigma^2 \\sum_i h_i^2 = n \\sigma^2 m$. By symmetry half
of the mean square comes from each sign, and the rectifier keeps $\\tfrac12 + \\tfrac12 a^2$ of it.
So $\\sigma^2 = 2 / \\bigl((1 + a^2)\\, n\\bigr)$.""",
    notice="The rule holds layer by layer, so it does not matter how deep the network is. Without"
    " it the size of the signal is a power of the depth.",
    next_step="Which deviation keeps the mean square of the *slopes* on their way back? Count the"
    " outputs.",
)
