"""All exercises by chapter. A new chapter's exercises enter the book by one line here."""

import difflib
from importlib import import_module

from ganbook.exercises.exercise import Exercise

_NAMES = (
    "01_the_game",
    "02_the_first_gan",
    "03_why_training_fails",
    "04_judging_a_gan",
    "05_euclidean_and_manhattan",
    "06_distances_as_losses",
    "07_the_gaussian_kernel",
    "08_maximum_mean_discrepancy",
    "09_training_with_kernels",
    "10_the_latent_gaussian",
    "11_noise_as_medicine",
    "12_a_modern_gan",
    "13_the_mistakes_clinic",
)
# The folder of a chapter's exercises has its name without the number.
_FOLDERS = {name: import_module(f"ganbook.exercises.{name[3:]}") for name in _NAMES}
CHAPTERS: dict[str, tuple[Exercise, ...]] = {n: it.EXERCISES for n, it in _FOLDERS.items()}
BY_NAME = {exercise.name: exercise for group in CHAPTERS.values() for exercise in group}


def nearest(name: str) -> str:
    """A sentence for a name that no exercise has."""
    near = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=0.3)
    return f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(BY_NAME)}."
