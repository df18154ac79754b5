"""Predict which properties set the Gaussian apart from other laws."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="only-the-bell",
    title="Only the bell",
    stars=1,
    task="""\
Many reasons are given for Gaussian noise. Say of each property of a law of noise in the plane,
with a density, whether *only* Gaussian laws have it, or whether it is *common*: shared by laws that
are not Gaussian.

- *even*: $z$ and $-z$ have the same law;
- *single*: the density has one mode;
- *apart*: the two coordinates are independent;
- *turning*: the law looks the same after any turn about the origin;
- *both*: independent coordinates, and the same after any turn.""",
    variables=("even", "single", "apart", "turning", "both"),
    choices=("common", "only"),
    answer=["common", "common", "common", "common", "only"],
    alternatives=(
        ("Common", "Common", "Common", "Common", "Only"),
        [" common", "common ", "COMMON", "common", "only"],
    ),
    mistakes=(
        Mistake(
            ["common", "common", "common", "only", "only"],
            "Four are right. A fair direction times *any* random length turns without a change:"
            " think of an evenly filled disc.",
        ),
        Mistake(
            ["common", "common", "only", "common", "only"],
            "Four are right. Two independent coordinates of any law you like will do: the"
            " evenly filled square has them.",
        ),
        Mistake(
            ["common", "common", "common", "common", "common"],
            "Four are right. One pair of properties forces the law: write the density as a product"
            " f(x) f(y), let it depend on x² + y² alone, and take logarithms.",
        ),
        Mistake(
            ["only", "only", "common", "common", "only"],
            "Symmetry and a single mode are the reasons of the circulating texts, and both are"
            " common: Laplace's law has them, with a sharp peak in place of the bell.",
        ),
        Mistake(
            ["common", "only", "common", "common", "only"],
            "Four are right. Laplace's law has a single mode, too, and so have most laws that you"
            " can draw with one stroke.",
        ),
        Mistake(
            ["only", "only", "only", "only", "only"],
            "The Gaussian can have all five, but the question is who else has them. Try an evenly"
            " filled square and disc on each.",
        ),
    ),
    hints=(
        "Keep three rivals at hand: an evenly filled square, an evenly filled disc,"
        " and a pair of Laplace numbers.",
        "Each single property is met by one of the rivals. Which *pair* by none?",
    ),
    explanation="""\
The square is symmetric with independent coordinates, the disc looks the same after any turn, and
Laplace's law has one mode. Both at once means $f(x) f(y) = g(x^2 + y^2)$. So
$\\log f(x) + \\log f(y)$ depends on $x^2 + y^2$ only, which makes $\\log f$ linear in $x^2$: the
bell. Maxwell found the law of the speeds of gas molecules in this way.""",
    notice="One of these five is peculiar to the Gaussian, and it is convenient rather than"
    " necessary: the generator's first layer may turn the noise as it likes, and nothing changes.",
    next_step="Turn a uniform square by 45° and look at one coordinate. Which law is it?",
)
