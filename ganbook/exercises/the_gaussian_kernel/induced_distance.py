"""The distance that any kernel induces, also one whose diagonal is not 1."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def induced_distance(gram):
    squares = np.diag(gram)
    return np.sqrt(squares[:, None] + squares - 2 * gram)


def by_features(gram):
    values, vectors = np.linalg.eigh(gram)
    features = vectors * np.sqrt(np.maximum(values, 0))
    return np.linalg.norm(features[:, None] - features, axis=2)


def entry_by_entry(gram):
    places = range(len(gram))
    squares = [[gram[i][i] + gram[j][j] - 2 * gram[i][j] for j in places] for i in places]
    return np.array(squares) ** 0.5


def cases(rng):
    # Features no longer than 1: then no entry exceeds 1, and 2 - 2k has a root, as for the bell.
    hand = np.array([[0.36, 0.0], [0.0, 0.64]])
    drawn = []
    for count, width in [(4, 2), (5, 3), (7, 5)]:
        directions = rng.normal(size=(count, width))
        lengths = rng.uniform(0.2, 1, size=(count, 1))
        points = lengths * directions / np.linalg.norm(directions, axis=1, keepdims=True)
        drawn.append(points @ points.T)
    return [(hand,), *[(gram,) for gram in drawn], (drawn[1] ** 3,)]


EXERCISE = Exercise(
    name="induced-distance",
    title="A distance from any kernel",
    stars=2,
    task="""\
Other kernels than the Gaussian may give a point another similarity to itself than 1. Write
`induced_distance(gram)`. It takes the Gram matrix of some points under *any* kernel and returns the
matrix of their distances in the space of features. To check by hand: `[[0.36, 0], [0, 0.64]]`
belongs to two features at right angles, of the lengths 0.6 and 0.8. Their distance is 1.""",
    answer=induced_distance,
    alternatives=(by_features, entry_by_entry),
    cases=cases,
    mistakes=(
        Mistake(
            lambda gram: np.sqrt(2 - 2 * gram),
            "That holds for the Gaussian only, where k(x, x) = 1. The diagonal of this matrix is"
            " not 1: go one step back, to k(x, x) + k(y, y) − 2k(x, y).",
        ),
        Mistake(
            lambda gram: gram,
            "That is the kernel itself: a *similarity*, largest for a point and itself. The"
            " distance of a point from itself must be 0.",
        ),
        Mistake(
            lambda gram: 1 - gram,
            "One minus the kernel is no distance: where the diagonal is not 1, a point is not even"
            " at distance 0 from itself. Expand the squared length of a difference of features.",
        ),
        Mistake(
            lambda gram: induced_distance(gram) ** 2,
            "Those are the *squared* distances. The root is missing, and without it the triangle"
            " inequality breaks.",
        ),
        Mistake(
            lambda gram: np.sqrt(np.diag(gram)[:, None] + np.diag(gram) - gram),
            "The mixed term occurs twice: the square of a − b is a² + b² − 2ab.",
        ),
        Mistake(
            lambda gram: np.sqrt(np.diag(gram)[:, None] + np.diag(gram) + 2 * gram),
            "The sign of the mixed term is wrong: this is the length of the *sum* of two features."
            " The distance is the length of their difference.",
        ),
        Mistake(
            lambda gram: np.sqrt(np.diag(gram) + np.diag(gram) - 2 * gram),
            "`np.diag(gram) + np.diag(gram)` adds each entry to itself, so k(y, y) counts twice and"
            " k(x, x) not at all. Give one of the two an axis more: `[:, None]`.",
        ),
        Mistake(
            lambda gram: np.sqrt(2 * np.diag(gram)[:, None] - 2 * gram),
            "You took k(x, x) twice. The other point has a length of its own: entry `[i, j]` needs"
            " `gram[i, i]` and `gram[j, j]`.",
        ),
    ),
    hints=(
        "Write the squared length of φ(x) − φ(y) as three inner products.",
        "The diagonal of the matrix holds k(x, x) for every point: `np.diag(gram)`.",
        "`squares[:, None] + squares` has `squares[i] + squares[j]` at the place `[i, j]`.",
    ),
    explanation="""\
Expand the square: $\\lVert\\varphi(x) - \\varphi(y)\\rVert^2 = k(x,x) + k(y,y) - 2\\,k(x,y)$. All
three stand in the Gram matrix, the first two on its diagonal. For the Gaussian the diagonal is 1,
and the formula becomes $2 - 2\\,k(x,y)$.""",
    notice="You never saw a feature, and still know how far apart the features are. That is the"
    " whole trick of kernel methods.",
    next_step="Take `points @ points.T` as the Gram matrix. Which distance do you get back?",
)
