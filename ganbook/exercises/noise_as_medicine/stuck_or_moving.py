"""Predict the Jensen-Shannon divergence of pairs of laws, with noise and without."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="stuck-or-moving",
    title="Stuck or moving?",
    stars=1,
    task="""\
What is the Jensen–Shannon divergence of these pairs of laws: `"0"`, `"between"` or `"log 2"`?

- *near*: two parallel lines in the plane, a thousandth apart.
- *far*: two parallel lines, a thousand apart.
- *half*: the uniform laws on $[0, 1]$ and on $[½, 3/2]$.
- *both*: the two near lines, with Gaussian noise of standard deviation 1 added to each.
- *one*: one and the same line, with that noise added to the first copy only.
- *same*: one and the same line, with that noise added to each copy.""",
    variables=("near", "far", "half", "both", "one", "same"),
    choices=("0", "between", "log 2"),
    answer=["log 2", "log 2", "between", "between", "log 2", "0"],
    alternatives=(
        ("Log 2", "Log 2", "Between", "Between", "Log 2", "0"),
        [" log 2", "log 2 ", "BETWEEN", "between", "log 2", "0 "],
    ),
    mistakes=(
        Mistake(
            ["between", "log 2", "between", "between", "log 2", "0"],
            "Five are right. A thousandth apart is apart: the lines share no point, so one look"
            " tells from which line a point comes. The divergence does not see how near they are.",
        ),
        Mistake(
            ["0", "log 2", "between", "between", "log 2", "0"],
            "Five are right. The near lines are no equal laws: they have not a single point in"
            " common, and a discriminator that knows them is never wrong.",
        ),
        Mistake(
            ["log 2", "log 2", "log 2", "between", "log 2", "0"],
            "Five are right. The two intervals share [½, 1], and a point from there may come from"
            " either: the discriminator cannot always be right.",
        ),
        Mistake(
            ["log 2", "log 2", "between", "0", "log 2", "0"],
            "Five are right. Noise makes the two laws overlap, and nearly agree. But N(0, 1) and"
            " N(0.001, 1) are not the same law: the divergence is small, and not 0.",
        ),
        Mistake(
            ["log 2", "log 2", "between", "between", "between", "0"],
            "Five are right. Noise on one copy leaves the other a line. How much of the noisy cloud"
            " lies *exactly* on the line?",
        ),
        Mistake(
            ["log 2", "log 2", "between", "between", "0", "0"],
            "Five are right. The laws were equal before the noise, and only one of them is still a"
            " line afterwards.",
        ),
        Mistake(
            ["0", "log 2", "between", "0", "0", "0"],
            "You judge by nearness. This divergence asks another question: how often can the best"
            " discriminator tell which law a point comes from?",
        ),
    ),
    hints=(
        "Do not think of distances. A point is drawn from one of the two laws: how often can you"
        " tell from which?",
        "Always: log 2. Never: 0. Sometimes: between.",
        "A line has no width: a cloud spread in all directions hits it with probability 0.",
    ),
    explanation="""\
The divergence is log 2 wherever the laws share no mass: two lines, near or far, and also a line and
a cloud, since the cloud puts no mass on the line. The intervals share half of their mass (½ log 2).
Noise on *both* lines gives two clouds that overlap everywhere and differ a little. Equal laws with
equal noise stay equal.""",
    notice="Noise on the real side alone does not help at all, as long as the fakes are a line.",
    next_step="In the pair *both*, how small is it? For close Gaussians the divergence is about an"
    " eighth of the squared distance, in standard deviations.",
)
