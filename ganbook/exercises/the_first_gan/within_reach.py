"""Write the scaling of whole-number pixels to the range of tanh."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def scaled(pixels, levels):
    return pixels.astype("float64") * (2 / levels) - 1


def by_parts(pixels, levels):
    share = pixels / levels
    return share - (1 - share)


def by_centre(pixels, levels):
    half = levels / 2
    return (np.asarray(pixels, "float64") - half) / half


def by_its_own_range(pixels, levels):
    low, high = pixels.min(), pixels.max()
    return 2 * (pixels - float(low)) / (float(high) - float(low)) - 1


def standardised(pixels, levels):
    return (pixels - pixels.mean()) / pixels.std()


def in_whole_numbers(pixels, levels):
    return (2 * pixels - pixels.dtype.type(levels)) / levels


def cases(rng):
    hand = (np.array([[0, 8], [12, 16]], "uint8"), 16)
    counts = [((4, 5), 16), ((3, 3), 255), ((2, 6), 100)]
    drawn = [
        (rng.integers(1, levels, size=shape).astype("uint8"), levels) for shape, levels in counts
    ]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="within-reach",
    title="Within reach of tanh",
    stars=1,
    task="""\
A generator ends in tanh. Write `scaled(pixels, levels)`, which maps images from a file to its
range: 0 becomes −1 and `levels` becomes 1. The pixels are whole numbers of the type `uint8`, and
need not contain the darkest or the brightest one. With 16 levels, 0, 8, 12 and 16 become −1, 0, 0.5
and 1.""",
    answer=scaled,
    alternatives=(by_parts, by_centre),
    cases=cases,
    mistakes=(
        Mistake(
            lambda pixels, levels: pixels / levels,
            "That is from 0 to 1. The generator reaches down to −1, and would need scores that"
            " punish half of its range.",
        ),
        Mistake(
            lambda pixels, levels: pixels / levels - 1,
            "That is from −1 to 0. The range of tanh is 2 wide.",
        ),
        Mistake(
            lambda pixels, levels: pixels / levels - 0.5,
            "That is from −½ to ½: centred, but only half as wide as tanh.",
        ),
        Mistake(
            by_its_own_range,
            "You stretch each array to its own darkest and brightest pixel. A pale image becomes as"
            " black as the others, and the same ink means another number in each batch.",
        ),
        Mistake(
            standardised,
            "Mean 0 and spread 1 leave no bounds: a bright pixel may become 2 or 3, and tanh never"
            " gets there.",
        ),
        Mistake(
            in_whole_numbers,
            "You computed with `uint8`, which counts modulo 256: 2 · 200 is 144 there, and 0 − 16"
            " is 240. Turn the pixels into floating point first.",
        ),
    ),
    hints=(
        "It is a straight line: which slope takes 0 to −1 and `levels` to 1?",
        "2 · pixels / levels − 1.",
        "Mind the type: `uint8` cannot hold −1, nor 510. Divide first, or use `astype`.",
    ),
    explanation="""\
A straight line through $(0, -1)$ and $(\\text{levels}, 1)$ has the slope $2 / \\text{levels}$. The
levels belong to the *file format*, not to the image at hand.""",
    notice="`data.load` does this for all image sets of the book, and `GAN.fit` refuses samples"
    " that a generator with tanh cannot reach.",
    next_step="Write the way back, from [−1, 1] to whole numbers from 0 to 255. What must happen"
    " before you turn a float into an integer?",
)
