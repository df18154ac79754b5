"""Predict the value of the game for five pairs of players."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="what-it-pays",
    title="What the game pays",
    stars=1,
    task="""\
What is the value $V = \\mathbb E \\log D(x) + \\mathbb E \\log(1 - D(G(z)))$ in these five games?

- *coin*: the discriminator answers ½ to everything;
- *oracle*: she is certain of every note, and always right;
- *trusting*: she answers 1 to everything;
- *half*: real and fake are boxes of width 1 that share a half, and she is the best possible;
- *equal*: the fakes follow the law of the data, and she is the best possible.

Choose from `"-inf"`, `"-log 4"`, `"-log 2"` and `"0"`.""",
    variables=("coin", "oracle", "trusting", "half", "equal"),
    choices=("-inf", "-log 4", "-log 2", "0"),
    answer=["-log 4", "0", "-inf", "-log 2", "-log 4"],
    alternatives=(
        ("-Log 4", "0", "-INF", "-Log 2", "-Log 4"),
        [" -log 4", "0 ", "-inf", "-log 2", "-log 4"],
    ),
    mistakes=(
        Mistake(
            ["-log 2", "0", "-inf", "-log 2", "-log 4"],
            "Four are right. A coin scores log ½ on the real notes and log ½ again on the fakes,"
            " and V is the sum of the two means.",
        ),
        Mistake(
            ["-log 4", "0", "0", "-log 2", "-log 4"],
            "Four are right. She who trusts everything scores log 1 = 0 on real notes. What does"
            " she score on the fakes, to which she gives a probability of 1 − 1?",
        ),
        Mistake(
            ["-log 4", "0", "-inf", "-log 2", "0"],
            "Four are right. When the fakes are perfect, the game goes badly for the discriminator:"
            " the best she can do is to toss a coin. 0 would mean that she is always right.",
        ),
        Mistake(
            ["-log 4", "-inf", "-inf", "-log 2", "-log 4"],
            "Four are right. Someone certain and *right* gives the truth the probability 1, and"
            " log 1 = 0 is the highest score. Certain and wrong costs infinity.",
        ),
        Mistake(
            ["-log 4", "0", "-inf", "-log 4", "-log 4"],
            "Four are right. With the boxes she hesitates only where they overlap. Half of the"
            " notes lie there and score log ½ each, the other half score 0: add the two means.",
        ),
        Mistake(
            ["-log 4", "0", "-inf", "0", "-log 4"],
            "Four are right. The boxes share a half: a note from there may be real or fake, with"
            " equal chances, and no examiner can know. She is not always right.",
        ),
    ),
    hints=(
        "A note's score is the logarithm of the probability that she gave to the truth.",
        "V is the mean score on real notes plus the mean score on fakes.",
        "For the boxes: with chance ½ a note comes from the shared half, where D = ½. Elsewhere"
        " she is certain.",
    ),
    explanation="""\
| | on real notes | on fakes | value |
|---|---|---|---|
| coin | $\\log\\frac12$ | $\\log\\frac12$ | $-\\log 4$ |
| oracle | $\\log 1$ | $\\log 1$ | 0 |
| trusting | $\\log 1$ | $\\log 0$ | $-\\infty$ |
| half | $\\frac12\\log\\frac12$ | $\\frac12\\log\\frac12$ | $-\\log 2$ |
| equal | $\\log\\frac12$ | $\\log\\frac12$ | $-\\log 4$ |

The theorem agrees: two boxes that share a half have JSD = ½ log 2, so
$-\\log 4 + 2 \\cdot \\frac12 \\log 2 = -\\log 2$.""",
    notice="The value is 0 when the generator has lost and −log 4 when he has won. Against the best"
    " discriminator it lies between these two ends, whatever the generator does.",
    next_step="What is the value when the boxes share a quarter?",
)
