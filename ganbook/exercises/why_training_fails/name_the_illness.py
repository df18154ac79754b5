"""Predict the name of a failure from what is seen of it."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="name-the-illness",
    title="Name the illness",
    stars=1,
    task="""\
Five runs. What ails each of them?

- `a`: the discriminator pays 0.004 where guessing costs $\\log 4$; the loss is the non-saturating
  one.
- `b`: both losses look like those of a perfect GAN; all samples are the same three.
- `c`: the generator's loss is $\\log(1 - D)$, the scores of the fakes are near −9, and the
  discriminator still pays half of what guessing costs, because it errs on some real samples.
- `d`: the Wasserstein critic's scores of real and fake lie 4,000 apart, in the plane.
- `e`: the samples are better at step 2,000 than at 2,500, and at 3,000 they are better again.

Choose from `"collapse"`, `"perfect"` (discriminator), `"saturation"`, `"oscillation"` and
`"divergence"`.""",
    variables=("a", "b", "c", "d", "e"),
    choices=("collapse", "perfect", "saturation", "oscillation", "divergence"),
    answer=["perfect", "collapse", "saturation", "divergence", "oscillation"],
    alternatives=(
        ("Perfect", "Collapse", "Saturation", "Divergence", "Oscillation"),
        [" perfect", "COLLAPSE", "saturation", "divergence ", "oscillation"],
    ),
    mistakes=(
        Mistake(
            ["saturation", "collapse", "perfect", "divergence", "oscillation"],
            "Exchange a and c. Saturation belongs to the loss log(1 − D), whose slope is D; a"
            " perfect discriminator pays nothing, whatever the generator's loss.",
        ),
        Mistake(
            ["perfect", "oscillation", "saturation", "divergence", "collapse"],
            "Exchange b and e: what comes and goes is a swing; what lacks variety has collapsed.",
        ),
        Mistake(
            ["divergence", "collapse", "saturation", "perfect", "oscillation"],
            "Exchange a and d. The Wasserstein critic has no loss that could reach 0; its trouble"
            " is a score without bounds.",
        ),
        Mistake(
            ["perfect", "collapse", "perfect", "divergence", "oscillation"],
            "In c the discriminator is far from perfect. But what is the slope of log(1 − D) at a"
            " score of −9?",
        ),
        Mistake(
            ["collapse", "collapse", "saturation", "divergence", "oscillation"],
            "No loss curve shows a collapse, so a is not the one. What does a discriminator that"
            " pays nearly nothing still have to learn?",
        ),
    ),
    hints=(
        "Which run is known by its samples alone?",
        "The slope of log(1 − D) by the score is −D, about 0.0001 at a score of −9.",
        "In the plane no critic of slope 1 gives two such samples scores that lie 4,000 apart.",
    ),
    explanation="""\
a: a loss near 0 means that real and fake are told apart without a mistake. b: losses report a draw,
and only the samples show what is missing. c: the loss passes on $D$, about a ten-thousandth, of
what the discriminator sees. d: the slope of the score is without bound. e: what gets worse and
better again goes round.""",
    notice="Four of these can be read from curves, and the fifth, the most famous, cannot.",
    next_step="Which of the five would a charge on the discriminator's slope help, and which not?",
)
