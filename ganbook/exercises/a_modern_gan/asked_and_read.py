"""Write the table of what was asked for and what is read."""

import numpy as np

from ganbook.exercises.exercise import Exercise, Mistake


def table(asked, probabilities):
    classes = probabilities.shape[1]
    read = probabilities.argmax(axis=1)
    counts = np.zeros((classes, classes))
    np.add.at(counts, (asked, read), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def by_loops(asked, probabilities):
    read, classes = probabilities.argmax(axis=1), probabilities.shape[1]
    rows = [[np.mean(read[asked == a] == r) for r in range(classes)] for a in range(classes)]
    return np.array(rows)


def by_one_hot(asked, probabilities):
    one = np.eye(probabilities.shape[1])
    counts = one[asked].T @ one[probabilities.argmax(axis=1)]
    return (counts.T / np.bincount(asked, minlength=len(counts))).T


def counted(asked, probabilities):
    one = np.eye(probabilities.shape[1])
    return one[asked].T @ one[probabilities.argmax(axis=1)]


def by_column(asked, probabilities):
    counts = counted(asked, probabilities)
    return counts / np.maximum(counts.sum(axis=0, keepdims=True), 1)


def mean_probabilities(asked, probabilities):
    classes = probabilities.shape[1]
    return np.array([probabilities[asked == a].mean(axis=0) for a in range(classes)])


def cases(rng):
    hand = (np.array([0, 0, 1, 1]), np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.1, 0.9]]))
    drawn = []
    for classes, count in [(3, 4), (4, 3), (3, 5)]:
        asked = rng.permutation(np.repeat(np.arange(classes), rng.integers(2, count + 2, classes)))
        drawn.append((asked, rng.dirichlet(np.ones(classes), size=len(asked))))
    return [hand, *drawn]


EXERCISE = Exercise(
    name="asked-and-read",
    title="What was asked, what is read",
    stars=2,
    task="""\
A conditional generator got orders, and a classifier looked at what it delivered. Write
`table(asked, probabilities)`: row $a$, column $r$ holds the share, among the pictures *asked* to
show class $a$, of those that are *read* as class $r$, the likeliest one. `probabilities` has a row
for each picture. Every class is asked for at least once; a class may never be read. Two pictures
of each of two classes, read as 0, 1 and as 1, 1, give the rows (½, ½) and (0, 1).""",
    answer=table,
    alternatives=(by_loops, by_one_hot),
    cases=cases,
    mistakes=(
        Mistake(counted, "Those are counts. Divide each row by the number of its orders."),
        Mistake(
            lambda asked, probabilities: table(asked, probabilities).T,
            "Rows and columns are exchanged: a row belongs to what was *asked*.",
        ),
        Mistake(
            by_column,
            "You divided by how often each class is *read*. The question is: of those asked to be a"
            " 3, how many are? Divide by the orders, row by row.",
        ),
        Mistake(
            lambda asked, probabilities: counted(asked, probabilities) / len(asked),
            "You divided by the number of all pictures. Each row is a question of its own and adds"
            " up to 1.",
        ),
        Mistake(
            mean_probabilities,
            "That is the mean of the probabilities. A picture counts as what it is *read* as, the"
            " likeliest class, however sure or unsure the reader was.",
        ),
        Mistake(
            lambda asked, probabilities: np.diag(table(asked, probabilities)),
            "That is the diagonal, the obeyed orders. The rest of the table says what was delivered"
            " in place of the others.",
        ),
    ),
    hints=(
        "What is read: `probabilities.argmax(axis=1)`.",
        "Two matrices with a single 1 a row, one for what was asked, one for what is read: what is"
        " the product of the first, turned, with the second?",
        "Divide each row by its sum: `counts / counts.sum(axis=1, keepdims=True)`.",
    ),
    explanation="""\
Counting pairs (asked, read) fills the table; dividing each row by its sum makes shares of it. The
mean of its diagonal weighs all labels equally, so that a rare label cannot hide.""",
    notice="The largest entry off the diagonal tells which two digits the generator mixes up, which"
    " the Fréchet distance never does.",
    next_step="Make the table for the fakes of the chapter. Which order is obeyed least?",
)
