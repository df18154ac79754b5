"""Predict how strongly each of the generator's two losses pulls at a fake."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="who-starves",
    title="Who starves?",
    stars=1,
    task="""\
How large is the slope of the generator's loss with respect to the score of a fake? Loss 1 is the
saturating one, $\\log(1 - D)$; loss 2 is $-\\log D$. The discriminator

- is sure that it is a fake, score −9: `low_1` and `low_2`;
- cannot tell, score 0: `mid_1` and `mid_2`;
- is sure that it is real, score 9: `high_1` and `high_2`.

Choose from `"none"` (below a thousandth), `"half"` and `"full"` (above 0.999).""",
    variables=("low_1", "mid_1", "high_1", "low_2", "mid_2", "high_2"),
    choices=("none", "half", "full"),
    answer=["none", "half", "full", "full", "half", "none"],
    alternatives=(
        ("None", "Half", "Full", "Full", "Half", "None"),
        [" none", "half ", "FULL", "full", "half", "none "],
    ),
    mistakes=(
        Mistake(
            ["full", "half", "none", "none", "half", "full"],
            "The two losses are exchanged. log(1 − D) has the slope −D: where D is nearly 0, so is"
            " the slope.",
        ),
        Mistake(
            ["none", "half", "none", "none", "half", "none"],
            "That is the shape of D(1 − D), the slope of the probability itself. The logarithm"
            " divides by D or by 1 − D, and one of the two factors is gone.",
        ),
        Mistake(
            ["none", "half", "full", "none", "half", "full"],
            "Right for the saturating loss. The other one has the slope −(1 − D): it pulls at the"
            " fakes that are *not* believed.",
        ),
        Mistake(
            ["full", "half", "none", "full", "half", "none"],
            "Right for the non-saturating loss. The first one has the slope −D: it pulls in"
            " proportion to how much a fake is believed.",
        ),
        Mistake(
            ["none", "full", "full", "full", "full", "none"],
            "Nearly. At score 0 the discriminator answers D = ½; put that into −D and −(1 − D).",
        ),
    ),
    hints=(
        "What is D at the scores −9, 0 and 9?",
        "The slope of log(1 − D) with respect to the score is −D.",
        "The slope of −log D with respect to the score is −(1 − D).",
    ),
    explanation="""\
The slopes are $-D$ and $-(1 - D)$. At the scores −9, 0 and 9 the discriminator answers about
0.0001, ½ and 0.9999.""",
    notice="The two losses pull equally at a fake that is doubted, and there only. A beginner's"
    " fakes are despised: one loss pulls with full strength, the other not at all.",
    next_step="Which of the two losses would you choose for a generator that is nearly perfect and"
    " should not be disturbed?",
)
