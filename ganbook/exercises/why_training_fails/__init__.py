"""Exercises on why training fails: spirals, penalties, pairing, and names for what went wrong."""

from ganbook.exercises.why_training_fails import (
    at_once,
    between_two,
    name_the_illness,
    pair_by_pair,
    slowest_decay,
    stretches_nothing,
    which_way,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    which_way.EXERCISE,
    name_the_illness.EXERCISE,
    at_once.EXERCISE,
    slowest_decay.EXERCISE,
    pair_by_pair.EXERCISE,
    between_two.EXERCISE,
    stretches_nothing.EXERCISE,
)
