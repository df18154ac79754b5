"""Exercises on distances, similarities and the space between pictures."""

from ganbook.exercises.euclidean_and_manhattan import (
    hamming,
    honest_loss,
    ink_spread,
    mahalanobis,
    manhattan,
    scratch_or_fog,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    scratch_or_fog.EXERCISE,
    hamming.EXERCISE,
    manhattan.EXERCISE,
    mahalanobis.EXERCISE,
    honest_loss.EXERCISE,
    ink_spread.EXERCISE,
)
