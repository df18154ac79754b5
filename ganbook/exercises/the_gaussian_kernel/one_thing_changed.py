"""Predict what a Gram matrix becomes when units, σ and γ are changed or mistaken."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="one-thing-changed",
    title="One thing changed",
    stars=1,
    task="""\
Fifty different pictures are all about 6 apart. At the bandwidth σ = 6 their similarities are about
0.6. Then one thing is changed:

- *pixels*: each pixel is multiplied by 100, and σ stays;
- *both*: each pixel and σ are multiplied by 100;
- *as_sigma*: the right $\\gamma = 1/(2\\sigma^2)$ is passed where σ is meant;
- *as_gamma*: each pixel and σ are divided by 60, and this σ = 0.1 is passed where γ is meant.

What is the Gram matrix of the fifty pictures now: nearly the `"identity"`, nearly all `"ones"`, or
the `"same"` as before?""",
    variables=("pixels", "both", "as_sigma", "as_gamma"),
    choices=("identity", "ones", "same"),
    answer=["identity", "same", "identity", "ones"],
    alternatives=(
        ("Identity", "Same", "Identity", "Ones"),
        [" identity", "SAME ", "identity", "ones"],
    ),
    mistakes=(
        Mistake(
            ["identity", "same", "identity", "identity"],
            "The first three are right. In the last one you remember the chapter, where σ = 6 was"
            " passed as γ. Here everything is small: work out γ · d² for γ = 0.1 and d = 0.1.",
        ),
        Mistake(
            ["identity", "same", "ones", "ones"],
            "A small γ does make a *wide* bell, but only where γ is meant. Here 1/72 is taken for"
            " the bandwidth itself. How many bandwidths of 1/72 fit into the distance 6?",
        ),
        Mistake(
            ["ones", "same", "identity", "ones"],
            "When the pixels grow, the distances grow with them: 6 becomes 600. At a bandwidth of"
            " 6, are two such pictures more alike or less?",
        ),
        Mistake(
            ["identity", "identity", "identity", "ones"],
            "Look at the second once more: the distance becomes 600, and so does the bandwidth."
            " Only their quotient stands in the formula.",
        ),
        Mistake(
            ["same", "same", "identity", "ones"],
            "The kernel does know the units of the pixels: multiply them by 100 and a distance of 6"
            " becomes 600. That is a hundred bandwidths if σ stays 6.",
        ),
        Mistake(
            ["ones", "same", "ones", "identity"],
            "Wide and narrow are exchanged. Far apart, counted in bandwidths, is a similarity"
            " near 0, and that leaves only the diagonal: the identity.",
        ),
    ),
    hints=(
        "Count in bandwidths. The similarity is exp(−t²/2), where t is the distance over σ.",
        "Far more than three bandwidths: nearly 0. Far less than one: nearly 1.",
        "For the last: with γ the formula is exp(−γ · d²), and the distances are now 6/60 = 0.1.",
    ),
    explanation="""\
| | distance | read as | similarity |
|---|---|---|---|
| pixels | 600 | σ = 6 | $e^{-5000}$, so the identity |
| both | 600 | σ = 600 | $e^{-1/2}$, the same |
| as_sigma | 6 | σ = 1/72 | $e^{-93312}$, so the identity |
| as_gamma | 0.1 | γ = 0.1 | $e^{-0.001}$, so all ones |

Only the distance in units of σ counts. A confusion of σ and γ can go wrong in both directions:
which way depends on the units.""",
    notice="None of the three accidents raises an error. Print the median of the off-diagonal"
    " entries of a Gram matrix: near 0 or near 1, the kernel sees nothing.",
    next_step="For which σ does it do no harm to pass σ as γ? Solve σ = 1/(2σ²).",
)
