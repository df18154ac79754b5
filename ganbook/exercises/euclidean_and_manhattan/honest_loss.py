"""Repair a loss that rewards the generator for running away."""

import math

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def loss(distance, sigma):
    similarity = np.exp(-(distance**2) / (2 * sigma**2))
    return 1 - similarity


def broken_loss(distance, sigma):
    similarity = 1 - distance
    return similarity  # the trainer makes this as small as it can


def cases(rng):
    hand = [(0.0, 1.0), (2.0, 1.0), (2.0, 3.0)]
    return hand + [(float(d), float(s)) for d, s in rng.uniform(0.5, 3, size=(6, 2))]


EXERCISE = Exercise(
    name="honest-loss",
    title="A loss that runs away",
    stars=2,
    task="""\
A program measures the distance between a fake and a real picture, turns it into a "similarity", and
lets the generator make that number *small*. There are two mistakes in this sentence and in the
code. Repair them: build the loss on the chapter's Gaussian similarity of width `sigma`, so that a
perfect copy costs 0, a worse fake costs more, and nothing costs more than 1.""",
    answer=loss,
    broken=broken_loss,
    alternatives=(lambda distance, sigma: -math.expm1(-0.5 * (distance / sigma) ** 2),),
    cases=cases,
    mistakes=(
        Mistake(
            lambda d, sigma: np.exp(-(d**2) / (2 * sigma**2)),
            "The first mistake is repaired: this is a true similarity. The second is still there:"
            " the trainer makes it *small*, and the generator runs away from the data. A loss must"
            " fall when the similarity grows.",
        ),
        Mistake(
            lambda d, sigma: -np.exp(-(d**2) / (2 * sigma**2)),
            "This pulls the generator the right way, but a perfect copy costs −1, not 0. Begin at 1"
            " and subtract the similarity: then the loss lies between 0 and 1.",
        ),
        Mistake(
            lambda d, sigma: d,
            "Making the distance itself small pulls the right way, but it has no upper bound and"
            " depends on the scale of the pixels. Turn it into a Gaussian similarity first.",
        ),
        Mistake(
            lambda d, sigma: 1 - np.exp(-(d**2) / (2 * sigma)),
            "σ must be squared, as the distance is. Then σ is a length in the units of the data,"
            " and a change of units changes nothing.",
        ),
        Mistake(
            lambda d, sigma: 1 - np.exp(-(d**2) / sigma**2),
            "The factor 2 below the fraction is missing: the similarity is exp(−d² / (2σ²)), as in"
            " the Gaussian density.",
        ),
        Mistake(
            lambda d, sigma: 1 - np.exp(-d / (2 * sigma**2)),
            "The distance must be squared. Without the square the loss has a sharp corner at a"
            " perfect copy, and pulls with full force even there.",
        ),
        Mistake(
            lambda d, sigma: 1 - 1 / (1 + d / sigma),
            "This is an honest loss, built on the chapter's other similarity, 1 / (1 + d/σ). The"
            " task asks for the Gaussian one.",
        ),
        Mistake(
            lambda d, sigma: 1 - np.exp(d**2 / (2 * sigma**2)),
            "The minus in the exponent is missing: the exponential *grows* with the distance, and"
            " your loss falls without end.",
        ),
    ),
    hints=(
        "First question: where does `1 - distance` lie when two pictures are far apart?",
        "Second question: if a number is large for good fakes, should a trainer make it small?",
        "The Gaussian similarity is exp(−d² / (2σ²)). What turns a number between 0 and 1 around?",
    ),
    explanation="""\
First, $1 - d$ is no similarity: it has no lower bound and depends on the scale of the pixels.
Second, even a good similarity must be made *large*; a trainer that makes it small drives the fake
away from the data. The loss $1 - \\exp(-d^2/2\\sigma^2)$ is 0 for a perfect copy and approaches 1
far away. (A generator that chases single pictures still ends in a smudge; the chapter on distances
as losses shows why.)""",
    notice="Both mistakes pull away from the data, and neither raises an error. Ask of every loss"
    " what it gives for a perfect answer, and which way is down.",
    next_step="At which distance is your loss steepest? A fake much farther away learns nothing.",
)
