"""Exercises on distances as losses: what they ask for, between strangers, pairs and crowds."""

from ganbook.exercises.distances_as_losses import (
    best_vote,
    closer_than_honest,
    lost_root,
    price_of_strangers,
    steering_weight,
    what_each_wants,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    what_each_wants.EXERCISE,
    price_of_strangers.EXERCISE,
    lost_root.EXERCISE,
    best_vote.EXERCISE,
    closer_than_honest.EXERCISE,
    steering_weight.EXERCISE,
)
