"""Predict the signs of estimates, for fresh samples and for copies."""

from ganbook.exercises.exercise import Exercise, Mistake

EXERCISE = Exercise(
    name="copied-file",
    title="The copied file",
    stars=1,
    task="""\
Two files of a hundred different pictures each are compared by the Gaussian kernel.

- *biased*: the second file is a copy of the first; the biased estimate of MMD².
- *unbiased*: a file and its copy again; the unbiased estimate.
- *fresh*: both files are fresh samples of one law; the biased estimate, averaged over a thousand
  such pairs of files.
- *clipped*: fresh files again; the unbiased estimate, but each negative value is set to 0 before
  the average is taken.

Is the result `"negative"`, `"zero"` (up to rounding) or `"positive"`?""",
    variables=("biased", "unbiased", "fresh", "clipped"),
    choices=("negative", "zero", "positive"),
    answer=["zero", "negative", "positive", "positive"],
    alternatives=(
        ("Zero", "Negative", "Positive", "Positive"),
        [" zero", "negative ", "POSITIVE", "positive"],
    ),
    mistakes=(
        Mistake(
            ["zero", "zero", "zero", "zero"],
            "That is MMD² itself: 0 in all four. An estimate sees samples only, and how it treats"
            " the pairs of a picture with itself decides its sign.",
        ),
        Mistake(
            ["zero", "zero", "positive", "positive"],
            "Three are right. In the unbiased estimate for the copy, pairs with similarity 1 are"
            " left out *within* each file. Are they also left out across the files?",
        ),
        Mistake(
            ["positive", "negative", "positive", "positive"],
            "Three are right. The chapter's bias is for independent samples. A copy has the same"
            " three Gram matrices, entry by entry: what is a + a − 2a?",
        ),
        Mistake(
            ["zero", "negative", "zero", "positive"],
            "Three are right. Each fresh file meets itself in the biased estimate, a hundred times"
            " with similarity 1. Nothing of that kind happens across two fresh files.",
        ),
        Mistake(
            ["zero", "negative", "positive", "zero"],
            "Three are right. The unbiased estimate is 0 on average because its negative values"
            " balance its positive ones. What is left when the negative ones are taken away?",
        ),
        Mistake(
            ["positive", "positive", "positive", "positive"],
            "The square of a distance is never negative, but an estimate of it may be. And one of"
            " the four vanishes exactly: write down the three Gram matrices of a file and its"
            " copy.",
        ),
    ),
    hints=(
        "For the copy, all three Gram matrices are the same matrix. What differs is which entries"
        " each mean takes.",
        "The unbiased estimate leaves the diagonal out of two of the three, not out of the one"
        " across.",
        "If a number is 0 on average and not always 0, what is the average of its positive part?",
    ),
    explanation="""\
Let $a$ be the mean of the whole Gram matrix of the first file and $b < a$ its mean without the
diagonal of ones. For the copy the biased estimate is $a + a - 2a = 0$, and the unbiased one
$b + b - 2a < 0$: across the files every picture meets its copy. For fresh files the biased estimate
is off by $(1 - \\mathbb E k)/n$ for each file, which is positive. The unbiased one is 0 on average;
without its negative values it cannot be.""",
    notice="An unbiased estimate far below zero is a warning: the two files are not independent. A"
    " generator that has learned its data by heart looks like that.",
    next_step="Take a hundred digits and their copy. How far below zero is the unbiased estimate?",
)
