"""Predict for which inputs a continuous generator must leave bridges."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="bridge-or-none",
    title="Must there be bridges?",
    stars=2,
    task="""\
The data are two heaps, far apart. A generator is a continuous function of its input, as every
network of the usual layers is, and puts fakes on both heaps. Must there be inputs, in the range of
the given law, whose fakes lie *between* the heaps? Answer `"must"` or `"need not"`.

- *cube*: uniform noise in a cube of 16 dimensions.
- *shell*: noise on a sphere in 16 dimensions.
- *sparse*: Gaussian noise, most of whose entries are set to 0.
- *cubes*: uniform noise in two cubes that do not touch.
- *coin*: Gaussian noise, and beside it one more input that is 0 or 1.
- *walk*: Gaussian noise, carried to the data by a thousand small steps, each a continuous function
  of the place before.""",
    variables=("cube", "shell", "sparse", "cubes", "coin", "walk"),
    choices=("must", "need not"),
    answer=["must", "must", "must", "need not", "need not", "must"],
    alternatives=(
        ("Must", "Must", "Must", "Need not", "Need not", "Must"),
        [" must", "must ", "MUST", "need not", "NEED NOT", "must"],
    ),
    mistakes=(
        Mistake(
            ["must", "must", "need not", "need not", "need not", "must"],
            "Five are right. Sparse noise lies on axes and planes, and all of these meet in one"
            " point: the origin. One can walk from anywhere to anywhere through it.",
        ),
        Mistake(
            ["must", "need not", "must", "need not", "need not", "must"],
            "Five are right. A sphere is hollow, and still of one piece: one can walk round on it.",
        ),
        Mistake(
            ["need not", "need not", "must", "need not", "need not", "must"],
            "The cube and the sphere are each of one piece. It is not the Gaussian that makes the"
            " bridges, it is every law in which one can walk from each place to each other.",
        ),
        Mistake(
            ["must", "must", "must", "need not", "must", "must"],
            "Five are right. With the coin there are two clouds of inputs, one at 0 and one at 1,"
            " and no way from one to the other.",
        ),
        Mistake(
            ["must", "must", "must", "must", "must", "must"],
            "Two of the six inputs are in two pieces. What does continuity demand of points that no"
            " path connects?",
        ),
        Mistake(
            ["must", "must", "must", "need not", "need not", "need not"],
            "Five are right. A thousand continuous steps, one after the other, are one continuous"
            " function. Its bridges may be as thin as you like: it can be steeper than any single"
            " network, but it cannot tear.",
        ),
    ),
    hints=(
        "Take an input whose fake is on the left heap, another whose fake is on the right one, and"
        " walk from the first to the second.",
        "If the way stays in the range of the noise, the fakes of the way lead from heap to heap.",
        "So only one thing matters: is the range of the noise of one piece?",
    ),
    explanation="""\
The continuous image of a connected set is connected. The cube, the sphere and the union of planes
through the origin are connected; two separate cubes, and the two sheets of the coin, are not. A
chain of continuous steps is continuous.""",
    notice="*Must there be a bridge* is one question, *how many samples are on it* another. The"
    " second is answered by measuring: steep generators have thin bridges.",
    next_step="A sampler that adds fresh noise at each step is no longer a function of its start"
    " alone. Does it have to leave bridges?",
)
