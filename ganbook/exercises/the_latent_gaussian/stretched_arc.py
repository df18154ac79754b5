"""Repair an arc that is bent for ends that are not of length 1."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def arc(a, b, t):
    cosine = a @ b / np.sqrt((a @ a) * (b @ b))
    angle = np.arccos(np.clip(cosine, -1, 1))
    ends = np.sin((1 - t) * angle) * a + np.sin(t * angle) * b
    return ends / np.sin(angle)


def broken_arc(a, b, t):
    cosine = a @ b
    angle = np.arccos(np.clip(cosine, -1, 1))
    ends = np.sin((1 - t) * angle) * a + np.sin(t * angle) * b
    return ends / np.sin(angle)


def by_chords(a, b, t):
    to_a, to_b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    angle = 2 * np.arctan2(np.linalg.norm(to_a - to_b), np.linalg.norm(to_a + to_b))
    return np.sin((1 - t) * angle) / np.sin(angle) * a + np.sin(t * angle) / np.sin(angle) * b


def by_complex_powers(a, b, t):
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    turn = np.exp(1j * np.arccos(cosine))
    share_of_b = (turn**t).imag / turn.imag
    share_of_a = (turn ** (1 - t)).imag / turn.imag
    return share_of_a * a + share_of_b * b


def of_directions(a, b, t):
    return arc(a / np.linalg.norm(a), b / np.linalg.norm(b), t)


def lengthened(a, b, t):
    length = (1 - t) * np.linalg.norm(a) + t * np.linalg.norm(b)
    return length * of_directions(a, b, t)


def straight(a, b, t):
    return (1 - t) * a + t * b


def without_sine(a, b, t):
    cosine = a @ b / np.sqrt((a @ a) * (b @ b))
    angle = np.arccos(cosine)
    return np.sin((1 - t) * angle) * a + np.sin(t * angle) * b


def by_cosine(a, b, t):
    cosine = a @ b / np.sqrt((a @ a) * (b @ b))
    return ((1 - t) * a + t * b) / cosine


def cases(rng):
    hand = (np.array([3.0, 0.0]), np.array([0.0, 3.0]), 1 / 3)
    drawn = [(*rng.normal(size=(2, d)), t) for d, t in ((3, 0.2), (8, 0.7), (32, 0.4))]
    return [hand, *drawn]


EXERCISE = Exercise(
    name="stretched-arc",
    title="The stretched arc",
    stars=2,
    task="""\
This `arc` from `a` to `b` is right for ends of length 1 and wrong for noise, whose rows are longer:
the cosine is clipped, the angle is 0 or π, and the result NaN or nonsense. Repair the *angle*; the
ends keep their lengths. A third of the way from (3, 0) to (0, 3) lies
$(\\tfrac32\\sqrt3, \\tfrac32)$.""",
    answer=arc,
    broken=broken_arc,
    alternatives=(by_chords, by_complex_powers),
    cases=cases,
    mistakes=(
        Mistake(
            of_directions,
            "The angle is right, and the ends have lost their lengths: everything lies on the unit"
            " sphere, deep inside the shell. Normalise for the angle only.",
        ),
        Mistake(
            lengthened,
            "A sensible walk: it turns the direction and changes the length evenly. The formula of"
            " the chapter keeps the ends as they are, which is almost the same when they are about"
            " equally long. The task asks for that one.",
        ),
        Mistake(
            straight,
            "That is the straight line. It leaves the shell, and an arc is to stay in it.",
        ),
        Mistake(
            without_sine,
            "The division by the sine of the angle is lost, so the ends are not met: try t = 0.",
        ),
        Mistake(
            lambda a, b, t: arc(a, b, 1 - t),
            "You walk from b to a: at t = 0 one must stand at a.",
        ),
        Mistake(
            by_cosine,
            "A straight line divided by the cosine. At right angles, where nearly all noise is,"
            " that is a division by nearly zero.",
        ),
    ),
    hints=(
        "For a right angle between long vectors the clipped cosine is 0 and all is well. What does"
        " it become when the ends are a little closer?",
        "The scalar product of two vectors is the cosine of their angle *times both lengths*.",
    ),
    explanation="""\
$a \\cdot b = \\lVert a\\rVert \\lVert b\\rVert \\cos\\theta$. Without the division by both lengths
the "cosine" of two rows of noise is a number like 5 or −3, and clipping hides what should have been
an error. The ends themselves are left as they are.""",
    notice="The clip is still needed: rounding can make the cosine of a vector with itself 1 +"
    " 2e-16. But a clip that cuts more than rounding hides a mistake.",
    next_step="What does your function answer for a = b, and for b = −a? `noise.slerp` has an"
    " answer for both.",
)
