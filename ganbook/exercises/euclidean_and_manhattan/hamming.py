"""Count differing pixels of pictures stored as bytes, where 0 − 1 is 255."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def hamming(x, y):
    return np.sum(x != y)


def cases(rng):
    first = np.array([[0, 1, 1], [1, 1, 0]], dtype="uint8")
    return [tuple(first), *(tuple(rng.integers(0, 2, (2, d)).astype("uint8")) for d in (8, 64, 64))]


EXERCISE = Exercise(
    name="hamming",
    title="Counting differences",
    stars=1,
    task="""\
A picture with only two values, 0 and 1, is a string of bits. The number of pixels in which two such
pictures differ is their *Hamming distance*. Write `hamming(x, y)` for two flat pictures `x` and `y`
of the type `uint8`, one byte a pixel, as image files have it. For `[0, 1, 1]` and `[1, 1, 0]` the
answer is 2. How is this number related to the Manhattan and to the Euclidean distance?""",
    answer=hamming,
    alternatives=(
        lambda x, y: int(np.bitwise_xor(x, y).sum()),
        lambda x, y: np.abs(x.astype(int) - y.astype(int)).sum(),
    ),
    cases=cases,
    mistakes=(
        Mistake(
            lambda x, y: np.abs(x - y).sum(),
            "The idea is right, the type is not: an unsigned byte has no −1, so `0 - 1` gives 255."
            " Compare with `!=`, or convert to `int` *before* you subtract.",
        ),
        Mistake(
            lambda x, y: sum(np.abs(x - y)),
            "Two things overflow: `0 - 1` gives 255 in unsigned bytes, and Python's `sum` adds byte"
            " to byte, beginning again at 0 after 255. Compare with `!=` and add with `np.sum`.",
        ),
        Mistake(
            lambda x, y: np.mean(x != y),
            "That is the *share* of differing pixels, a mean. The task asks for their number.",
        ),
        Mistake(
            lambda x, y: np.sum(x == y),
            "You counted the pixels that agree. The distance of a picture from itself must be 0.",
        ),
        Mistake(
            lambda x, y: np.sqrt(np.sum(x != y)),
            "That is the Euclidean distance, the *root* of the count. The count itself is the"
            " Manhattan distance of the bits.",
        ),
        Mistake(
            lambda x, y: abs(int(x.sum()) - int(y.sum())),
            "You compared how many ones there are, not where they are: `[1, 0]` and `[0, 1]` have"
            " as many ones, and differ in two pixels. Compare pixel by pixel first, then add.",
        ),
    ),
    hints=(
        "Which comparison of `x` and `y` gives `True` exactly where they differ?",
        "`True` counts as 1 when you add.",
        "If you prefer to subtract: what is `np.uint8(0) - np.uint8(1)`?",
    ),
    explanation="""\
For bits, $\\lvert x_i - y_i\\rvert$ is 0 or 1, and 0 and 1 are their own squares. So
$\\sum_i \\lvert x_i - y_i\\rvert = \\sum_i (x_i - y_i)^2$: the Hamming distance is the Manhattan
distance, and the *square* of the Euclidean one. In code, compare instead of subtracting: the
difference of two unsigned bytes is never negative, it starts again at 255.""",
    notice="For bits, the Hamming, the Manhattan and the squared Euclidean distance are the same"
    " number. And bytes are not made for subtracting: this trap waits wherever images come from"
    " files.",
    next_step="Compare your count with `distances.manhattan` on the same bits as `float64`.",
)
