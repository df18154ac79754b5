"""Exercises on the game: its value, its best examiner, its outcome and its slopes."""

from ganbook.exercises.the_game import (
    best_from_logs,
    divergence_of_shares,
    lost_sign,
    through_the_examiner,
    value_from_scores,
    what_it_pays,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    what_it_pays.EXERCISE,
    lost_sign.EXERCISE,
    value_from_scores.EXERCISE,
    best_from_logs.EXERCISE,
    divergence_of_shares.EXERCISE,
    through_the_examiner.EXERCISE,
)
