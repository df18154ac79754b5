"""Exercises on judging a GAN: what each number sees, what it misses, and how it is computed."""

from ganbook.exercises.judging_a_gan import (
    at_infinity,
    covered_share,
    exchanged_roles,
    frechet_by_column,
    number_of_classes,
    what_gives_it_away,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    what_gives_it_away.EXERCISE,
    covered_share.EXERCISE,
    number_of_classes.EXERCISE,
    frechet_by_column.EXERCISE,
    exchanged_roles.EXERCISE,
    at_infinity.EXERCISE,
)
