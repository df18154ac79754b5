"""Predict which of three generators each loss likes best."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="what-each-wants",
    title="What each loss wants",
    stars=1,
    task="""\
The data are the number 0 in six cases of ten, and 5 in the others: their mean is 2, their median 0.
Three generators apply for the job: `"mean"` always answers 2, `"median"` always answers 0, and
`"law"` draws 0 or 5 with the right chances. Which of the three is best,

- *squares*: under $\\mathbb E (X - Y)^2$, with data $X$ and fake $Y$ independent;
- *steps*: under $\\mathbb E \\lvert X - Y\\rvert$, with $X$ and $Y$ independent;
- *energy*: under the energy distance;
- *no_push*: under the energy distance without its term $-\\mathbb E\\lvert Y - Y'\\rvert$;
- *told*: under squares again, where `"law"` now answers to a label that tells which of the two
  numbers it is compared with?""",
    variables=("squares", "steps", "energy", "no_push", "told"),
    choices=("mean", "median", "law"),
    answer=["mean", "median", "law", "median", "law"],
    alternatives=(
        ("Mean", "Median", "Law", "Median", "Law"),
        [" mean", "median ", "LAW", "median", "law"],
    ),
    mistakes=(
        Mistake(
            ["law", "law", "law", "law", "law"],
            "A perfect generator is what we want, and not what every loss wants. Work out the"
            " squares: the law pays 2 · 0.6 · 0.4 · 25 = 12. What does a constant 2 pay?",
        ),
        Mistake(
            ["mean", "mean", "law", "mean", "law"],
            "Three are right. Absolute differences count votes and not lengths: six of ten stand"
            " at 0, and each step away from them costs more than it gains.",
        ),
        Mistake(
            ["mean", "median", "median", "median", "law"],
            "Four are right. The energy distance pays a generator for the ways *within* its own"
            " samples. A heap has none, and the right law brings the whole down to 0.",
        ),
        Mistake(
            ["mean", "median", "law", "law", "law"],
            "Four are right. Without the push only the pull 2 E|X − Y| contains a fake, and the"
            " pull alone is the second question.",
        ),
        Mistake(
            ["mean", "median", "law", "median", "mean"],
            "Four are right. With the label, each fake knows its partner: it is no stranger any"
            " more, and can be equal to it.",
        ),
        Mistake(
            ["median", "mean", "law", "mean", "law"],
            "Mean and median are exchanged: squares ask for the mean, absolute differences for the"
            " median.",
        ),
    ),
    hints=(
        "Squares between strangers: the spread of the data, the spread of the fakes, the gap of the"
        " means, squared. Which generator has the smallest sum?",
        "E|X − Y| for a constant: 0 pays 0.4 · 5, and 2 pays 0.6 · 2 + 0.4 · 3.",
        "In the energy distance, look for the terms that contain a fake at all.",
    ),
    explanation="""\
Squares: the mean pays $6$, the median $6 + 4 = 10$, the law $6 + 6 = 12$. Steps: the median pays
$2.0$, the mean $2.4$, the law $2 \\cdot 0.24 \\cdot 5 = 2.4$. Energy: with $\\mathbb E\\lvert X -
X'\\rvert = 2.4$ the mean pays $4.8 - 2.4$, the median $4 - 2.4$, the law $0$. Without the push, the
order is that of the steps. With the label, the law hits its partner and pays $0$.""",
    notice="The law comes out *last* under squares. A loss that ranks a perfect generator behind a"
    " constant cannot be repaired by training longer.",
    next_step="Change the chances to one half each, and let the median answer 2.5. Which of the"
    " five questions have no single winner now?",
)
