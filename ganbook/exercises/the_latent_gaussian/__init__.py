"""Exercises on the latent Gaussian: its shell, its curves, its pieces, and how it is drawn."""

from ganbook.exercises.the_latent_gaussian import (
    by_rank,
    drawn_once,
    enough_noise,
    first_weights,
    only_the_bell,
    shell,
    slope_in_the_gap,
    stretched_arc,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    only_the_bell.EXERCISE,
    drawn_once.EXERCISE,
    by_rank.EXERCISE,
    shell.EXERCISE,
    enough_noise.EXERCISE,
    stretched_arc.EXERCISE,
    first_weights.EXERCISE,
    slope_in_the_gap.EXERCISE,
)
