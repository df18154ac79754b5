"""Predict where the game of two numbers leads."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="which-way",
    title="In, out, or round?",
    stars=1,
    task="""\
The game of two numbers near its solution, with steps of length $h = 0.2$ unless said otherwise.
Where does the path go in the long run?

- `turns`: the players move in turns, without a charge.
- `once`: both move at once, without a charge.
- `flow`: both move at once, without a charge, and $h$ tends to 0.
- `dear`: both move at once, R1 with $\\gamma = 0.5$.
- `cheap`: both move at once, R1 with $\\gamma = 0.01$.

Choose from `"in"`, `"out"` and `"round"`.""",
    variables=("turns", "once", "flow", "dear", "cheap"),
    choices=("in", "out", "round"),
    answer=["round", "out", "round", "in", "out"],
    alternatives=(
        ("Round", "Out", "Round", "In", "Out"),
        ["ROUND", " out", "round ", "in", "out "],
    ),
    mistakes=(
        Mistake(
            ["round", "out", "round", "in", "in"],
            "Nearly. A step at once has the factor 1 − hγ + h²/4, which must be below 1. Is 0.01"
            " enough for steps of 0.2?",
        ),
        Mistake(
            ["in", "out", "round", "in", "out"],
            "Moving in turns keeps the ellipse of the chapter, for ever. It saves from the spiral"
            " outwards; it does not lead inwards.",
        ),
        Mistake(
            ["round", "round", "round", "in", "in"],
            "At once, each step goes along the tangent of a circle, and ends outside of it.",
        ),
        Mistake(
            ["round", "out", "out", "in", "out"],
            "For tiny steps the growth of each step, √(1 + h²/4), is 1 up to a square of h. In the"
            " limit the circle closes.",
        ),
        Mistake(
            ["out", "out", "out", "out", "out"],
            "Not everything is lost: what does R1 do to the real parts of the eigenvalues?",
        ),
    ),
    hints=(
        "The eigenvalues without a charge are ± i/2: all turning. What then decides is the kind of"
        " step.",
        "At once, the step multiplies by 1 + hλ. In turns, its determinant is 1.",
        "With R1 and γ below 1, |1 + hλ|² = 1 − hγ + h²/4. Put the numbers in.",
    ),
    explanation="""\
Without a charge the arrows are tangents of circles: infinitely small steps go round, finite ones at
once go out, and in turns they stay on an ellipse. With a charge the squared size of a step at once
is $1 - h\\gamma + h^2/4$: for $h = 0.2$ that is $1.01 - 0.2\\gamma$, below 1 only if $\\gamma$ is
more than 0.05.""",
    notice="A charge need not be large, but it has to beat the step. Halve the learning rate, and"
    " half the charge will do.",
    next_step="In turns and with a charge: does every charge above 0 lead in?",
)
