"""Exercises on the Gaussian kernel: its scale, the distance it induces, and its slope."""

from ganbook.exercises.the_gaussian_kernel import (
    crowding,
    gamma_for,
    induced_distance,
    one_thing_changed,
    way_home,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    one_thing_changed.EXERCISE,
    gamma_for.EXERCISE,
    induced_distance.EXERCISE,
    crowding.EXERCISE,
    way_home.EXERCISE,
)
