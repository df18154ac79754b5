"""Exercises on noise as medicine: what it does to divergences, discriminators and samplers."""

from ganbook.exercises.noise_as_medicine import (
    all_the_way_home,
    bridge_or_none,
    noise_on_both,
    stuck_or_moving,
    weighted_mean,
    what_noise_adds,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    stuck_or_moving.EXERCISE,
    noise_on_both.EXERCISE,
    bridge_or_none.EXERCISE,
    weighted_mean.EXERCISE,
    all_the_way_home.EXERCISE,
    what_noise_adds.EXERCISE,
)
