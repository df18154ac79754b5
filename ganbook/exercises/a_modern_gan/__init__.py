"""Exercises on a GAN at work: labels, reports, resuming, completing, and honest comparisons."""

from ganbook.exercises.a_modern_gan import (
    asked_and_read,
    does_it_help,
    missing_half,
    projected_scores,
    rows_of_step,
    who_has_seen_it,
)

# In the order of the page: from easy to hard.
EXERCISES = (
    who_has_seen_it.EXERCISE,
    projected_scores.EXERCISE,
    asked_and_read.EXERCISE,
    missing_half.EXERCISE,
    does_it_help.EXERCISE,
    rows_of_step.EXERCISE,
)
