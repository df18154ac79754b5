"""Predict which damage each distance calls worse, in a picture larger than the chapter's."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="scratch-or-fog",
    title="A scratch or a fog, larger",
    stars=1,
    task="""\
A picture of 28 × 28 pixels is damaged in two ways. The *scratch* changes one pixel by 2. The *fog*
changes each pixel by 0.05. Which damaged picture is farther from the original for the bird
(Euclidean), for the taxi (Manhattan) and for the king (Chebyshev)? Answer before you compute
anything with a machine; no root harder than that of 784 is needed.""",
    variables=("bird", "taxi", "king"),
    choices=("scratch", "fog"),
    answer=["scratch", "fog", "scratch"],
    alternatives=(("Scratch", "Fog", "Scratch"), [" scratch ", "fog", "SCRATCH"]),
    mistakes=(
        Mistake(
            ["fog", "fog", "scratch"],
            "Taxi and king are right. The bird does not add up the changes themselves: it adds"
            " their squares, and 0.05² is tiny. Compare √(784 · 0.05²) with 2.",
        ),
        Mistake(
            ["fog", "fog", "fog"],
            "You answered for the number of damaged pixels. None of the three counts pixels: the"
            " king looks at the deepest change only, and the bird squares the changes.",
        ),
        Mistake(
            ["scratch", "scratch", "scratch"],
            "You answered for the deepest change, as the king does. The taxi adds up all changes:"
            " how much is 784 times 0.05?",
        ),
        Mistake(
            ["fog", "scratch", "fog"],
            "All three are exchanged: you named the picture that is *nearer*. The question asks"
            " which is farther.",
        ),
    ),
    hints=(
        "Write down the list of changes for each damage: one 2 and 783 zeros; 784 times 0.05.",
        "The taxi adds the list. The king takes its largest entry. The bird squares the entries,"
        " adds, and takes the root.",
        "√784 = 28, so the fog costs the bird 28 · 0.05.",
    ),
    explanation="""\
| | scratch | fog |
|---|---|---|
| bird | $\\sqrt{2^2} = 2$ | $\\sqrt{784 \\cdot 0.05^2} = 28 \\cdot 0.05 = 1.4$ |
| taxi | $2$ | $784 \\cdot 0.05 = 39.2$ |
| king | $2$ | $0.05$ |

Bird and king name the scratch, the taxi names the fog.""",
    notice="A thin fog adds up to much for the taxi (39.2 against 2) and to little for the bird"
    " (1.4 against 2), because squares make small changes smaller still.",
    next_step="How deep must the fog be for the bird to call it even? Solve 28 · depth = 2.",
)
