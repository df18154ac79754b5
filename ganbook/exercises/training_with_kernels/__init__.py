"""Exercises on training with kernels: what pulls, what pushes, and what a loss really asks for."""

from ganbook.exercises.training_with_kernels import (
    kernel_beside,
    narrow_fakes,
    push_and_pull,
    stretched_features,
    what_pulls,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    what_pulls.EXERCISE,
    push_and_pull.EXERCISE,
    kernel_beside.EXERCISE,
    stretched_features.EXERCISE,
    narrow_fakes.EXERCISE,
)
