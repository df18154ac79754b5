"""The real training loop: `GAN(generator, discriminator, recipe).fit(data, steps=...)`."""

from ganbook.schedules import Cosine, Linear
from ganbook.training.driving import Diverged, WorkerLost
from ganbook.training.gan import GAN
from ganbook.training.optimizers import Optimizer, adam
from ganbook.training.recipe import Recipe
from ganbook.training.recipes import RECIPES
from ganbook.training.weights import Steered

__all__ = [
    "GAN",
    "RECIPES",
    "Cosine",
    "Diverged",
    "Linear",
    "Optimizer",
    "Recipe",
    "Steered",
    "WorkerLost",
    "adam",
]
