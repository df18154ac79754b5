"""Write the best a paired absolute loss can do: the median of what is still possible."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def answers(labels, pictures, asked):
    return np.array([np.median(pictures[labels == label], axis=0) for label in asked])


def by_sorting(labels, pictures, asked):
    found = []
    for label in asked:
        ranked = np.sort(pictures[labels == label], axis=0)
        low, high = (len(ranked) - 1) // 2, len(ranked) // 2
        found.append((ranked[low] + ranked[high]) / 2)
    return np.stack(found)


def by_table(labels, pictures, asked):
    known, places = np.unique(labels, return_inverse=True)
    table = {k: np.quantile(pictures[places == i], 0.5, axis=0) for i, k in enumerate(known)}
    return np.stack([table[label] for label in asked])


def mean_of_possible(labels, pictures, asked):
    return np.array([pictures[labels == label].mean(axis=0) for label in asked])


def one_pixel(labels, pictures, asked):
    return np.array([np.median(pictures[labels == label]) for label in asked])


def a_member(labels, pictures, asked):
    found = []
    for label in asked:
        members = pictures[labels == label]
        ways = np.abs(members[:, None] - members).sum(axis=(1, 2))
        found.append(members[ways.argmin()])
    return np.array(found)


def cases(rng):
    hand = (
        np.array([0, 0, 0, 1]),
        np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [0.0, 0.5]]),
        np.array([1, 0]),
    )
    drawn = []
    for classes, count, width in [(2, 9, 3), (3, 14, 4), (2, 12, 2)]:
        labels = np.concatenate([np.arange(classes), rng.integers(classes, size=count)])
        pictures = rng.normal(size=(len(labels), width)) ** 3 + labels[:, None]
        drawn.append((labels, pictures, rng.integers(classes, size=classes + 2)))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="best-vote",
    title="The vote of what is possible",
    stars=2,
    task="""\
A generator sees a label and must answer with a picture. It pays the *absolute* difference, pixel by
pixel, from a picture with that label. Row `i` of `pictures` has the label `labels[i]`. Write
`answers(labels, pictures, asked)`: for each label in `asked` the picture that pays least on this
data; between two equally good numbers, take the one halfway. Three pictures of two pixels with the
label 0, (1, −1), (1, 1) and (−1, 1), ask for (1, 1).""",
    answer=answers,
    alternatives=(by_sorting, by_table),
    cases=cases,
    mistakes=(
        Mistake(
            mean_of_possible,
            "That is the mean of what is possible, the answer to *squares*. Absolute differences"
            " are a vote.",
        ),
        Mistake(
            lambda labels, pictures, asked: np.tile(np.median(pictures, axis=0), (len(asked), 1)),
            "You let all pictures vote, whatever their label. Then the label is wasted, and every"
            " answer is the same.",
        ),
        Mistake(
            one_pixel,
            "`np.median` without `axis=0` mixes the pixels: one number is left of each picture."
            " Every pixel holds a vote of its own.",
        ),
        Mistake(
            a_member,
            "You looked for the best *real* picture. The loss does not ask for one: pixel by pixel"
            " a better answer can be put together.",
        ),
        Mistake(
            lambda labels, pictures, asked: answers(labels, pictures, np.unique(labels)),
            "You answered to each label once, in order. The rows must follow `asked`, which may"
            " repeat labels and leave some out.",
        ),
        Mistake(
            lambda labels, pictures, asked: np.array(
                [np.sort(pictures[labels == k], axis=0)[(labels == k).sum() // 2] for k in asked]
            ),
            "Right for odd numbers of pictures. Of an even number you took the upper of the two in"
            " the middle; it pays no more, but the convention is halfway between them.",
        ),
    ),
    hints=(
        "Given its label, a picture is compared with strangers again. What do absolute differences"
        " ask for between strangers?",
        "The median, pixel by pixel: `np.median(..., axis=0)`.",
        "`pictures[labels == label]` are the pictures that are still possible.",
    ),
    explanation="""\
The loss falls apart into labels and pixels. For each of them it is a sum of absolute differences
from one number, smallest at the median. The winner need not be a picture that ever occurred.""",
    notice="Look at the example: (1, 1) wins both votes. Had the pictures been (1, −1), (−1, 1) and"
    " (−1, −1), the answer would be all black, the vote of a crowd that agrees on nothing else.",
    next_step="Replace the absolute difference by one that costs 3 for each step too dark and 1 for"
    " each step too bright. Which quantile wins?",
)
