"""Write how fast a charged game settles: the real part of its slowest eigenvalue."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def slowest(charges, turning):
    root = np.sqrt(np.maximum(charges**2 / 4 - turning**2, 0))
    return -charges / 2 + root


def by_eigenvalues(charges, turning):
    found = [np.linalg.eigvals([[-charge, -turning], [turning, 0]]) for charge in charges]
    return np.max(np.real(found), axis=1)


def by_complex_root(charges, turning):
    root = np.emath.sqrt(charges**2 / 4 - turning**2)
    return np.real(-charges / 2 + root)


def real_roots_only(charges, turning):
    with np.errstate(invalid="ignore"):
        return -charges / 2 + np.sqrt(charges**2 / 4 - turning**2)


def sizes(charges, turning):
    return np.abs(-charges / 2 + np.emath.sqrt(charges**2 / 4 - turning**2))


def cases(rng):
    hand = (np.array([0.0, 0.5, 1.0, 2.0]), 0.5)
    return [hand, *((rng.uniform(0, 4, n), rng.uniform(0.3, 1.5)) for n in (5, 8))]


EXERCISE = Exercise(
    name="slowest-decay",
    title="The slowest decay",
    stars=2,
    task="""\
A game near its solution turns with the strength $c$ and pays a charge $\\gamma$: its matrix is
$\\begin{pmatrix} -\\gamma & -c \\\\ c & 0 \\end{pmatrix}$. In the chapter $c$ was ½. In
the end the distance from the solution shrinks like $e^{rt}$, where $r$ is the *larger* of the real
parts of the two eigenvalues. Write `slowest(charges, turning)`, which returns $r$ for each of the
charges. With $c = \\tfrac12$ and the charges 0, ½, 1 and 2 it is 0, −¼, −½ and about −0.134.""",
    answer=slowest,
    alternatives=(by_eigenvalues, by_complex_root),
    cases=cases,
    mistakes=(
        Mistake(
            real_roots_only,
            "For a small charge the root is of a negative number, and you get NaN. There the"
            " eigenvalues are complex, and the root has no real part.",
        ),
        Mistake(
            lambda charges, turning: (
                -charges / 2 - np.sqrt(np.maximum(charges**2 / 4 - turning**2, 0))
            ),
            "That is the *fastest* decay, the smaller real part. What remains in the end is the"
            " slowest.",
        ),
        Mistake(
            lambda charges, turning: -charges / 2,
            "Right as long as the root is imaginary. Beyond γ = 2c it is real, and one of the"
            " eigenvalues comes back towards 0.",
        ),
        Mistake(
            lambda charges, turning: -charges + np.sqrt(np.maximum(charges**2 - 4 * turning**2, 0)),
            "Twice too much: the eigenvalues are half of (−γ ± √(γ² − 4c²)).",
        ),
        Mistake(
            sizes,
            "Those are the sizes of the eigenvalues. Decay is a matter of the real part alone; the"
            " imaginary one only turns.",
        ),
    ),
    hints=(
        "The eigenvalues solve λ² + γλ + c² = 0.",
        "λ = −γ/2 ± √(γ²/4 − c²). When is the root imaginary, and what is its real part then?",
        "`np.maximum(..., 0)` under the root, or `np.emath.sqrt` and `np.real`.",
    ),
    explanation="""\
$\\lambda^2 + \\gamma\\lambda + c^2 = 0$ has the solutions
$-\\gamma/2 \\pm \\sqrt{\\gamma^2/4 - c^2}$. While $\\gamma < 2c$ the root is imaginary, and both
real parts are $-\\gamma/2$. From there on the larger one is $-\\gamma/2$ plus the root.""",
    notice="The best charge is 2c: it depends on how strongly the game turns, and that depends on"
    " the data, the networks and the loss. So there is no charge that is right for all.",
    next_step="Show that for large γ the slowest decay is about −c²/γ.",
)
