"""Predict which discrepancies move a fake that is lost, and which do not."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="what-pulls",
    title="Who feels the lost one?",
    stars=1,
    task="""\
All real samples sit at 0, on a line. The fakes have to find them by the slope of a discrepancy.

- *gaussian*: a fake at 20, under a Gaussian kernel of bandwidth 1.
- *mixture*: the same fake, under the mean of two Gaussians of bandwidths 1 and 20.
- *rational*: the same fake, under the rational quadratic kernel of bandwidth 1 and tail 1.
- *energy*: the same fake, under the energy distance.
- *twins*: two fakes, both at exactly 1, under a Gaussian kernel of bandwidth 1: the *push* of one
  on the other.

Is the pull or push `"felt"`, at least a ten-thousandth of the strongest that its kernel can exert,
or is it `"nothing"`?""",
    variables=("gaussian", "mixture", "rational", "energy", "twins"),
    choices=("felt", "nothing"),
    answer=["nothing", "felt", "felt", "felt", "nothing"],
    alternatives=(
        ("Nothing", "Felt", "Felt", "Felt", "Nothing"),
        [" nothing", "felt ", "FELT", "felt", "nothing"],
    ),
    mistakes=(
        Mistake(
            ["felt", "felt", "felt", "felt", "nothing"],
            "Four are right. The Gaussian never reaches 0 exactly, but at 20 bandwidths its slope"
            " carries the factor $e^{-200}$. Is that a ten-thousandth?",
        ),
        Mistake(
            ["nothing", "nothing", "felt", "felt", "nothing"],
            "Four are right. A mean of kernels has the mean of their slopes, and for the wide"
            " member the fake is one bandwidth away.",
        ),
        Mistake(
            ["nothing", "felt", "nothing", "felt", "nothing"],
            "Four are right. The rational quadratic kernel falls like a power of the distance, not"
            " like an exponential. At 20 its pull is small, and far from nothing.",
        ),
        Mistake(
            ["nothing", "felt", "felt", "nothing", "nothing"],
            "Four are right. The slope of a length is 1, however long it is.",
        ),
        Mistake(
            ["nothing", "felt", "felt", "felt", "felt"],
            "Four are right. The push has the factor y − y′. What is it for two fakes in the same"
            " place?",
        ),
        Mistake(
            ["felt", "felt", "felt", "felt", "felt"],
            "A kernel can be positive and its slope next to nothing: far out, where the bell is"
            " flat, and at its very top.",
        ),
    ),
    hints=(
        "The pull at distance r is the size of the slope of the kernel there.",
        "For the Gaussian it is $r e^{-r^2/2}$, for the rational quadratic kernel with tail 1"
        " $r/(1 + r^2/2)^2$, for the energy distance 1.",
        "At the top of the bell the slope is 0.",
    ),
    explanation="""\
Far out the Gaussian's slope is gone: $20\\,e^{-200}$. A wide member, a power-law tail or a distance
without scale still pull there. In one and the same place the factor $y - y'$ vanishes: exact copies
never push each other apart.""",
    notice="A generator that maps all noise to one point is therefore a stationary point of the"
    " loss, though not a stable one: the least difference grows.",
    next_step="Which tail must a rational quadratic kernel of bandwidth 1 have for its pull at 20"
    " to fall below the ten-thousandth?",
)
