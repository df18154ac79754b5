"""Write a spectrally normalised kernel by power iteration."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def normalised(kernel, u, rounds):
    for _ in range(rounds):
        v = kernel @ u / np.linalg.norm(kernel @ u)
        u = v @ kernel / np.linalg.norm(v @ kernel)
    return kernel / (v @ kernel @ u)


def by_squares(kernel, u, rounds):
    gram = kernel.T @ kernel
    far = np.linalg.matrix_power(gram, rounds - 1) @ u
    last = gram @ far
    # σ = |Wᵀv| for the v of the last round, which points along W times the u before it.
    sigma = np.linalg.norm(last) / np.linalg.norm(kernel @ far)
    return kernel / sigma


def by_lengths(kernel, u, rounds):
    sigma = 0.0
    for _ in range(rounds):
        v = kernel @ u
        v = v / np.sqrt(v @ v)
        u = kernel.T @ v
        sigma = np.sqrt(u @ u)
        u = u / sigma
    return kernel / sigma


def unscaled(kernel, u, rounds):
    v = kernel @ u
    for _ in range(rounds):
        v = kernel @ u
        u = v @ kernel
    return kernel / (v @ kernel @ u)


def one_round_short(kernel, u, rounds):
    return normalised(kernel, u, rounds - 1) if rounds > 1 else kernel / np.linalg.norm(kernel @ u)


def divided_twice(kernel, u, rounds):
    once = normalised(kernel, u, rounds)
    return once * (np.abs(once).max() / np.abs(kernel).max())


def cases(rng):
    hand = (np.array([[3.0, 0.0], [4.0, 5.0]]), np.array([1.0, 0.0]), 20)
    drawn = [
        (rng.normal(size=(rows, columns)), rng.normal(size=columns), rounds)
        for rows, columns, rounds in ((3, 3, 1), (4, 2, 2), (3, 5, 4))
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="stretches-nothing",
    title="A layer that stretches nothing",
    stars=3,
    task="""\
Write `normalised(kernel, u, rounds)`: the kernel divided by the chapter's estimate of its largest
singular value, after so many rounds of the power iteration that begins with `u`. A kernel need not
be square; `u` has as many numbers as it has columns. Few rounds give a rough estimate, and
*that* estimate is wanted. For `[[3, 0], [4, 5]]` many rounds give a division by $\\sqrt{45}$.""",
    answer=normalised,
    alternatives=(by_squares, by_lengths),
    cases=cases,
    mistakes=(
        Mistake(
            lambda kernel, u, rounds: kernel / np.linalg.norm(kernel),
            "That is the root of the sum of *all* squares, the Frobenius norm. It bounds the"
            " stretch, too, but divides by far too much.",
        ),
        Mistake(
            lambda kernel, u, rounds: kernel / np.linalg.norm(kernel, 2),
            "That is the exact singular value. The exercise asks for the estimate after so many"
            " rounds, which is what a training step can afford.",
        ),
        Mistake(
            lambda kernel, u, rounds: kernel / np.abs(kernel).max(),
            "The largest entry is not what a matrix stretches by: a matrix of ones has small"
            " entries and a large stretch.",
        ),
        Mistake(
            unscaled,
            "The vectors are never brought back to length 1, so what comes out at the end is not a"
            " stretch any more.",
        ),
        Mistake(
            one_round_short,
            "A round has two halves, through the kernel and back. You are one round short.",
        ),
        Mistake(
            divided_twice,
            "The kernel is divided by the square of the singular value. The estimate v @ kernel @ u"
            " already holds the whole of it, once.",
        ),
    ),
    hints=(
        "Two halves make a round: v is kernel @ u, brought to length 1; u is v @ kernel, brought to"
        " length 1.",
        "After the last round the estimate is v @ kernel @ u.",
        "Return the kernel divided by the estimate, not the estimate.",
    ),
    explanation="""\
Every round turns $u$ towards the direction that is stretched most, because the part along it grows
fastest. The estimate $v^{\\mathsf T} W u$ comes from below, so after few rounds the divided kernel
still stretches a little.""",
    notice="One round a step is enough in training: the weights move little, and u goes on from"
    " where it was. That makes the method nearly free.",
    next_step="For which u does the iteration find the wrong singular value, however long it goes"
    " on?",
)
