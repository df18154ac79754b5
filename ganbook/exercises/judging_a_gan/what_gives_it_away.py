"""Predict which of precision and recall convicts which sampler."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="what-gives-it-away",
    title="What gives it away?",
    stars=1,
    task="""\
The data are a ring of eight narrow spots. Four samplers print as many points as there are real
ones:

- *collapsed*: the first three spots, each exactly as it should be;
- *scattered*: one point in four comes from the ring, the others from anywhere in a large square
  around it;
- *parrot*: the training points themselves, each once, in another order;
- *moved*: the whole ring, moved by ten times the width of a spot.

Which numbers fall below half of what fresh real points score: `"precision"`, `"recall"`, `"both"`
or `"neither"`? Both are computed with three neighbours.""",
    variables=("collapsed", "scattered", "parrot", "moved"),
    choices=("precision", "recall", "both", "neither"),
    answer=["recall", "precision", "neither", "both"],
    alternatives=(
        ("Recall", "Precision", "Neither", "Both"),
        [" recall", "precision ", "NEITHER", "both"],
    ),
    mistakes=(
        Mistake(
            ["precision", "recall", "neither", "both"],
            "You have the two exchanged. Precision asks the *fakes* whether they stand where real"
            " points live; recall asks the *real points* whether fakes live around them.",
        ),
        Mistake(
            ["recall", "precision", "both", "both"],
            "Three are right. The parrot deserves a bad mark, but not from these two: its points"
            " lie on the real ones, and the real ones on its points.",
        ),
        Mistake(
            ["recall", "both", "neither", "both"],
            "Three are right. A quarter of the scattered points still come from all eight spots."
            " Do the balls of all the fakes leave many real points out?",
        ),
        Mistake(
            ["recall", "precision", "neither", "precision"],
            "Three are right. The moved ring has eight spots, but recall does not count spots: it"
            " asks whether real points lie in the balls of the fakes.",
        ),
        Mistake(
            ["both", "precision", "neither", "both"],
            "Three are right. Every point of the collapsed sampler is as good as a real one:"
            " whatever it lacks, it is not precision.",
        ),
        Mistake(
            ["neither", "precision", "neither", "both"],
            "Three are right. The collapsed sampler never visits five of the eight spots. Which of"
            " the two numbers asks the real points?",
        ),
    ),
    hints=(
        "Precision: draw balls around the real points and ask each fake. Recall: draw balls around"
        " the fakes and ask each real point.",
        "A ball reaches to the third neighbour in its *own* cloud: within a narrow spot it is tiny,"
        " in an empty neighbourhood it is large.",
        "For the parrot, each real point has a fake at distance 0.",
    ),
    explanation="""\
The collapsed sampler is faithful and poor: precision stays, recall falls to three eighths or less.
The scattered one is rich and unfaithful: most of its points lie on bare ground, while its
balls still hold nearly every real point. The parrot is beyond reproach for both, which is why
memory needs a check of its own. The moved ring meets no real point and is met by none.""",
    notice="Two numbers, four verdicts. A mean of the two would have thrown this away.",
    next_step="Print density and coverage for the same four. Which of them sees what recall sees?",
)
