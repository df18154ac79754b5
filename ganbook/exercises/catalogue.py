"""All exercises by chapter. A new chapter's exercises enter the book by one line here."""

import difflib

from ganbook.exercises import (
    a_modern_gan,
    distances_as_losses,
    euclidean_and_manhattan,
    judging_a_gan,
    maximum_mean_discrepancy,
    noise_as_medicine,
    the_first_gan,
    the_game,
    the_gaussian_kernel,
    the_latent_gaussian,
    the_mistakes_clinic,
    training_with_kernels,
    why_training_fails,
)
from ganbook.exercises.exercise import Exercise

CHAPTERS: dict[str, tuple[Exercise, ...]] = {
    "01_the_game": the_game.EXERCISES,
    "02_the_first_gan": the_first_gan.EXERCISES,
    "03_why_training_fails": why_training_fails.EXERCISES,
    "04_judging_a_gan": judging_a_gan.EXERCISES,
    "05_euclidean_and_manhattan": euclidean_and_manhattan.EXERCISES,
    "06_distances_as_losses": distances_as_losses.EXERCISES,
    "07_the_gaussian_kernel": the_gaussian_kernel.EXERCISES,
    "08_maximum_mean_discrepancy": maximum_mean_discrepancy.EXERCISES,
    "09_training_with_kernels": training_with_kernels.EXERCISES,
    "10_the_latent_gaussian": the_latent_gaussian.EXERCISES,
    "11_noise_as_medicine": noise_as_medicine.EXERCISES,
    "12_a_modern_gan": a_modern_gan.EXERCISES,
    "13_the_mistakes_clinic": the_mistakes_clinic.EXERCISES,
}
BY_NAME = {exercise.name: exercise for group in CHAPTERS.values() for exercise in group}


def nearest(name: str) -> str:
    """A sentence for a name that no exercise has."""
    near = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0.3)
    return f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(BY_NAME)}."
