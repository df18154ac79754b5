"""Exercises of the clinic: broken programs to repair, and two tests that find such faults."""

from ganbook.exercises.the_mistakes_clinic import (
    attraction_alone,
    broken_thermometer,
    column_and_row,
    exchange_test,
    labels_above_one,
    last_healthy,
    masked_too_late,
    missing_logarithm,
    parted_partners,
    ring_of_eight,
    rows_of_a_batch,
    same_dice,
    sure_and_wrong,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    exchange_test.EXERCISE,
    ring_of_eight.EXERCISE,
    broken_thermometer.EXERCISE,
    labels_above_one.EXERCISE,
    missing_logarithm.EXERCISE,
    column_and_row.EXERCISE,
    parted_partners.EXERCISE,
    rows_of_a_batch.EXERCISE,
    same_dice.EXERCISE,
    masked_too_late.EXERCISE,
    sure_and_wrong.EXERCISE,
    last_healthy.EXERCISE,
    attraction_alone.EXERCISE,
)
