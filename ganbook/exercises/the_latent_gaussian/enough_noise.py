"""Predict what smooth generators can make of noise, by its dimension and its pieces."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="enough-noise",
    title="What noise allows",
    stars=2,
    task="""\
A generator is a smooth function; it makes points of the plane. Think of *all* fakes that it can
make. For smooth generators, does the statement hold always, sometimes, or never?

- *square*: from one Gaussian number, the fakes fill a square;
- *line*: from fifty Gaussian numbers, the fakes lie on one line;
- *whole*: from two Gaussian numbers, the fakes are in one piece;
- *islands*: from uniform noise in a square, the fakes fill two discs that do not touch, and nothing
  else;
- *pieces*: from uniform noise in two discs that do not touch, the fakes are in two pieces;
- *bell*: from two Gaussian numbers, the fakes follow a Gaussian law.""",
    variables=("square", "line", "whole", "islands", "pieces", "bell"),
    choices=("always", "sometimes", "never"),
    answer=["never", "sometimes", "always", "never", "sometimes", "sometimes"],
    alternatives=(
        ("Never", "Sometimes", "Always", "Never", "Sometimes", "Sometimes"),
        [" never", "sometimes ", "ALWAYS", "never", "sometimes", "sometimes"],
    ),
    mistakes=(
        Mistake(
            ["sometimes", "sometimes", "always", "never", "sometimes", "sometimes"],
            "Five are right. A smooth curve, however long, has no area: it may come near every"
            " point of the square, and still leaves nearly all of them out.",
        ),
        Mistake(
            ["never", "never", "always", "never", "sometimes", "sometimes"],
            "Five are right. A generator may ignore noise: one that looks at the first of the fifty"
            " numbers only draws a line.",
        ),
        Mistake(
            ["never", "sometimes", "always", "sometimes", "sometimes", "sometimes"],
            "Five are right. The square is in one piece, and a continuous function cannot tear it."
            " It makes no difference that the noise is uniform and not Gaussian.",
        ),
        Mistake(
            ["never", "sometimes", "always", "never", "always", "sometimes"],
            "Five are right. Noise in two pieces *allows* fakes in two pieces. A generator may lay"
            " one piece over the other.",
        ),
        Mistake(
            ["never", "sometimes", "sometimes", "never", "sometimes", "sometimes"],
            "Five are right. Walk from one noise to another; the fakes walk along, without a jump."
            " Whoever starts in one piece stays in it.",
        ),
        Mistake(
            ["never", "sometimes", "always", "never", "sometimes", "always"],
            "Five are right. Gaussian noise stays Gaussian under *linear* generators. The ring, the"
            " square and the digits of this chapter came from Gaussian noise, too.",
        ),
        Mistake(
            ["never", "sometimes", "always", "never", "sometimes", "never"],
            "Five are right. A linear generator turns a bell into another bell.",
        ),
    ),
    hints=(
        "Two facts decide: smooth functions do not raise the dimension, and do not tear.",
        'But they may *lower* the dimension, and may glue. So "at most" and "at least" are not the'
        " same.",
    ),
    explanation="""\
Smooth functions do not raise the dimension (so never a square from one number) and do not tear (so
always one piece from one piece, and never two islands). They may lower the dimension, glue pieces
together, and be linear: these three statements hold sometimes.""",
    notice="Noise gives an upper bound on the dimension of the fakes and on the number of their"
    " pieces. Be generous with the first. The second is the same for every law in one piece.",
    next_step="In practice two islands come out with few fakes between them. Which number decides"
    " how few?",
)
