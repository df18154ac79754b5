"""Repair a sampler whose angles include both ends of the quarter turn."""

import itertools

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def sample(velocity, start, steps):
    turn = np.pi / 2 / steps
    place = start
    for step in range(steps):
        pull = velocity(place, np.pi / 2 - step * turn)
        place = np.cos(turn) * place + np.sin(turn) * pull
    return place


def broken_sample(velocity, start, steps):
    turn = np.pi / 2 / steps
    place = start
    for angle in np.linspace(np.pi / 2, 0, steps):
        pull = velocity(place, angle)
        place = np.cos(turn) * place + np.sin(turn) * pull
    return place


def from_angle_to_angle(velocity, start, steps):
    angles = np.linspace(np.pi / 2, 0, steps + 1)
    place = start
    for here, there in itertools.pairwise(angles):
        across = np.cos(here - there) * place
        place = across + np.sin(here - there) * velocity(place, here)
    return place


def by_clean_and_noise(velocity, start, steps):
    angles = np.linspace(np.pi / 2, 0, steps, endpoint=False)
    place = start
    for angle in angles:
        pull = velocity(place, angle)
        clean = np.cos(angle) * place + np.sin(angle) * pull
        noise = np.sin(angle) * place - np.cos(angle) * pull
        later = angle - np.pi / 2 / steps
        place = np.cos(later) * clean + np.sin(later) * noise
    return place


def walked(velocity, start, angles, turn, *, straight=False, sign=1):
    place = start
    for angle in angles:
        kept = 1.0 if straight else np.cos(turn)
        place = kept * place + sign * np.sin(turn) * velocity(place, angle)
    return place


def angles_of(steps):
    return np.linspace(np.pi / 2, 0, steps, endpoint=False)


def two_heaps(place, angle):
    """What the velocity is if the clean point is -1 or 1, in each coordinate."""
    c, s = np.cos(angle), np.sin(angle)
    clean = np.tanh(c * place / s**2) if s else np.sign(place)
    return (clean - c * place) / s if s else -0 * place


def one_heap(place, angle):
    """The same if the clean points follow a Gaussian with mean 1 and variance 1/4."""
    c, s = np.cos(angle), np.sin(angle)
    clean = 1 + c * 0.25 * (place - c) / (c**2 * 0.25 + s**2)
    return (clean - c * place) / s if s else -0 * place


def cases(rng):
    return [
        (law, rng.normal(size=(n, 2)), steps)
        for law, n, steps in (
            (one_heap, 2, 3),
            (two_heaps, 4, 5),
            (one_heap, 3, 9),
            (one_heap, 2, 61),  # Where a range of angles has one too many, by rounding.
        )
    ]


EXERCISE = Exercise(
    name="all-the-way-home",
    title="All the way home",
    stars=2,
    task="""\
The chapter's sampler turns a noisy place into a clean one, through a quarter turn in `steps` equal
steps: it asks for the velocity at the *present* angle, then turns by `turn`. The first angle is
$\\pi/2$; the last angle at which it asks is one `turn` above 0. In this program the
angles it asks about and the turned ones drift apart. Find out why, and repair it.""",
    answer=sample,
    broken=broken_sample,
    alternatives=(from_angle_to_angle, by_clean_and_noise),
    cases=cases,
    mistakes=(
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, angles_of(steps) - np.pi / 2 / steps, np.pi / 2 / steps
            ),
            "You ask for the velocity at the angle where the step *ends*. The place is still at the"
            " angle where it begins: start with π/2.",
        ),
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, np.linspace(np.pi / 2, 0, steps + 1), np.pi / 2 / steps
            ),
            "Now there are steps + 1 turns, and the last one goes beyond 0. There are steps + 1"
            " *places*, but only `steps` turns between them.",
        ),
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, np.linspace(np.pi / 2, 0, steps), np.pi / 2 / max(steps - 1, 1)
            ),
            "Now angles and turns agree, but the last turn begins at 0, where we are at home"
            " already. Leave that end out of the angles instead: `endpoint=False`.",
        ),
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, angles_of(steps), np.pi / 2 / steps, straight=True
            ),
            "The cosine is gone: you walk along the tangent, and leave the circle a little in each"
            " step.",
        ),
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, angles_of(steps), np.pi / 2 / steps, sign=-1
            ),
            "The sign of the velocity: this walk turns away from the data. It points towards"
            " smaller angles already.",
        ),
        Mistake(
            lambda velocity, start, steps: walked(
                velocity, start, angles_of(steps)[::-1], np.pi / 2 / steps
            ),
            "The angles run upwards. The start is pure noise, at π/2; the data are at 0.",
        ),
        Mistake(
            lambda velocity, start, steps: start,
            "Nothing has moved. The `place` of each step is where the next one begins.",
        ),
    ),
    hints=(
        "Print the angles for `steps = 3`, and beside them how far the place has really turned.",
        "`np.linspace` includes both ends: three angles make two gaps. A ring of points drawn in"
        " this way has two of them in one place.",
        "Either `endpoint=False`, or compute the angle as π/2 − step · turn.",
    ),
    explanation="""\
With both ends among `steps` angles, neighbours are $\\frac{\\pi}{2}/(\\text{steps} - 1)$ apart, and
the place turns by less than that. So the network is told an angle that is smaller than the true
one, more so from step to step. Without the last end the gaps and the turns agree.""",
    notice="The samples of the broken program look plausible. They lie a little too near to the"
    " middle, and the more steps, the less. Nothing crashes, nothing is NaN.",
    next_step="Set it beside the right one on the chapter's network, with 10 and with 80 steps, and"
    " measure.",
)
