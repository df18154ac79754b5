"""Exercises on the maximum mean discrepancy: its estimates, its value and its test."""

from ganbook.exercises.maximum_mean_discrepancy import (
    best_of_seven,
    copied_file,
    jealous_loss,
    one_gram_matrix,
    spread_gap,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    copied_file.EXERCISE,
    one_gram_matrix.EXERCISE,
    spread_gap.EXERCISE,
    jealous_loss.EXERCISE,
    best_of_seven.EXERCISE,
)
