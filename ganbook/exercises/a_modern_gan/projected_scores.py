"""Write the scores of a discriminator that is told the labels."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def scores(features, labels, plain, offset, directions):
    along = (features * directions[labels]).sum(axis=1)
    return features @ plain + offset + along


def by_loops(features, labels, plain, offset, directions):
    rows = zip(features, labels, strict=True)
    return [row @ (plain + directions[label]) + offset for row, label in rows]


def by_one_hot(features, labels, plain, offset, directions):
    every = features @ directions.T
    return features @ plain + offset + (every * np.eye(len(directions))[labels]).sum(axis=1)


def all_labels(features, labels, plain, offset, directions):
    return (features @ plain + offset)[:, None] + features @ directions.T


def label_alone(features, labels, plain, offset, directions):
    return features @ plain + offset + directions[labels].sum(axis=1)


def no_plain(features, labels, plain, offset, directions):
    return offset + (features * directions[labels]).sum(axis=1)


def in_order(features, labels, plain, offset, directions):
    own = directions[np.arange(len(labels)) % len(directions)]
    return features @ plain + offset + (features * own).sum(axis=1)


def cases(rng):
    hand = (
        np.array([[2.0, 1.0], [2.0, 1.0]]),
        np.array([0, 1]),
        np.array([1.0, -1.0]),
        0.0,
        np.array([[1.0, 0.0], [0.0, 3.0]]),
    )
    drawn = []
    for count, size, kinds in [(5, 3, 4), (6, 4, 3), (9, 2, 5)]:
        given = rng.normal(size=(count, size)), rng.integers(kinds, size=count)
        drawn.append((*given, rng.normal(size=size), 0.5, rng.normal(size=(kinds, size))))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="projected-scores",
    title="A label is a direction",
    stars=1,
    task="""\
Write `scores(features, labels, plain, offset, directions)`, the scores of a discriminator that is
told the labels. `features` has one picture a row, `labels` their whole numbers, `plain` is the
vector $a$, `offset` the number $b$, and `directions` has $v_y$ in row $y$. For the features
(2, 1) under the labels 0 and 1, $a = (1, -1)$, $b = 0$, $v_0 = (1, 0)$ and $v_1 = (0, 3)$, the
scores are 3 and 4.""",
    answer=scores,
    alternatives=(by_loops, by_one_hot),
    cases=cases,
    mistakes=(
        Mistake(
            all_labels,
            "That is the score of every picture under *every* label. Each picture has one label:"
            " pick its direction first, `directions[labels]`.",
        ),
        Mistake(
            label_alone,
            "Here a label adds a number of its own, whatever the picture. The discriminator could"
            " answer without looking: multiply the direction by the features.",
        ),
        Mistake(
            no_plain,
            "The part that all labels share is missing, a · φ(x): is this a picture at all?",
        ),
        Mistake(
            lambda *given: scores(*given) - given[3],
            "The offset b is missing.",
        ),
        Mistake(
            in_order,
            "Row i of the pictures got row i of the directions. The direction belongs to the"
            " *label*: `directions[labels]`.",
        ),
    ),
    hints=(
        "`directions[labels]` is a matrix with the right direction for each picture.",
        "Multiply it by the features, entry by entry, and add up each row.",
        "To that comes what every label shares: `features @ plain + offset`.",
    ),
    explanation="""\
For each picture the two directions add up: $s(x, y) = (a + v_y)^{\\mathsf T} \\varphi(x) + b$. So
the discriminator is one linear judge a label, and all of them share the features.""",
    notice="With features 0 all labels get the same score: a label is a question, and never an"
    " answer.",
    next_step="How many numbers does a label cost here, and how many if each label had a network"
    " of its own?",
)
