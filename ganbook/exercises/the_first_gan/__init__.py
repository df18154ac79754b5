"""Exercises on the first GAN: its two losses, its batches, its optimizers and its scales."""

from ganbook.exercises.the_first_gan import (
    batches_in_order,
    memories_apart,
    one_label_vector,
    two_slopes,
    who_starves,
    within_reach,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    who_starves.EXERCISE,
    within_reach.EXERCISE,
    one_label_vector.EXERCISE,
    two_slopes.EXERCISE,
    memories_apart.EXERCISE,
    batches_in_order.EXERCISE,
)
