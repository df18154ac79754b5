"""Predict what the exchange of real and fake does to six losses of a discriminator."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="exchange-test",
    title="The exchange test",
    stars=1,
    task="""\
A discriminator is right about everything: every real sample has a score above 3, every fake one
below −3. With $r$ for a real score and $f$ for a fake one, does its loss `"rise"`, `"stay"` or
`"fall"` when real and fake are exchanged?

- *hinge*: mean of $\\max(0, 1 - r)$ plus mean of $\\max(0, 1 + f)$;
- *critic*: mean of $f$ minus mean of $r$;
- *gap*: minus the *absolute* difference of the two means;
- *ones*: mean of $(r - 1)^2$ plus mean of $(f - 1)^2$;
- *turned*: mean of $\\operatorname{softplus}(r)$ plus mean of $\\operatorname{softplus}(-f)$;
- *pairs*: mean of $\\operatorname{softplus}(f - r)$, each real one with one fake.""",
    variables=("hinge", "critic", "gap", "ones", "turned", "pairs"),
    choices=("rise", "stay", "fall"),
    answer=["rise", "rise", "stay", "stay", "fall", "rise"],
    alternatives=(
        ("Rise", "Rise", "Stay", "Stay", "Fall", "Rise"),
        [" rise", "RISE", "stay ", "stay", "fall", "rise"],
    ),
    mistakes=(
        Mistake(
            ["fall", "fall", "stay", "stay", "rise", "fall"],
            "Turned round. *Before* the exchange the discriminator is right, so a healthy loss is"
            " small. Afterwards it must be larger.",
        ),
        Mistake(
            ["rise", "rise", "rise", "stay", "fall", "rise"],
            "All but one. An absolute value forgets which of the two means was the larger one.",
        ),
        Mistake(
            ["rise", "rise", "stay", "rise", "fall", "rise"],
            "All but one. With one label for both, real and fake enter the sum in the same way.",
        ),
        Mistake(
            ["rise", "rise", "stay", "stay", "rise", "rise"],
            "All but one. softplus(r) is what one pays for calling a sample *real*: here the real"
            " samples are asked to look fake.",
        ),
        Mistake(
            ["rise", "rise", "stay", "stay", "fall", "stay"],
            "All but one. A pair is compared in one direction, r against f: exchanged, the small"
            " softplus(f − r) becomes the large softplus(r − f).",
        ),
    ),
    hints=(
        "Put in r = 4 and f = −4, then r = −4 and f = 4.",
        "Which formulas stay the same when the letters r and f change places?",
        "Two stay: those in which r and f are treated alike. One falls.",
    ),
    explanation="""\
With $r = 4$, $f = -4$ and then the other way round: hinge 0 and 10; critic −8 and 8; gap −8 both
times; ones 34 both times; turned about 8.04 and 0.04; pairs about 0.0003 and 8.""",
    notice="Three of the six are losses of the literature. One test, with one pair of numbers,"
    " tells them from the three that are not.",
    next_step="A loss may rise in this test and still be wrong. Can you write one that does?",
)
