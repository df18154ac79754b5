"""Ready recipes, each with its paper: where to start, and what to vary with `replace`."""

import types
from collections.abc import Mapping
from typing import Any

from ganbook import checks
from ganbook.schedules import Cosine
from ganbook.training.optimizers import adam
from ganbook.training.recipe import Recipe

# The defaults of the papers that came before learning-rate schedules in this field.
_EARLY = adam(2e-4, beta_1=0.5, beta_2=0.999)
_DECAYED = adam(Cosine(1e-3, 0.0), beta_1=0.5, beta_2=0.99)


class UnknownRecipe(KeyError, ValueError):
    """A name that is none of `RECIPES`: a key that is missing, and a bad value like any other."""

    def __str__(self) -> str:
        return str(self.args[0])  # A KeyError shows its message in quotes.


class _Recipes(dict):
    def __missing__(self, name: Any) -> Recipe:
        try:
            return self[checks.known(name, "recipe", self)]
        except (ValueError, TypeError) as error:
            raise UnknownRecipe(str(error)) from None


RECIPES: Mapping[str, Recipe] = types.MappingProxyType(
    _Recipes(
        {
            "minimax": Recipe(objective="minimax", optimizer=_EARLY, paper="goodfellow2014"),
            "non-saturating": Recipe(
                objective="non-saturating", optimizer=_EARLY, paper="goodfellow2014"
            ),
            "least-squares": Recipe(objective="least-squares", optimizer=_EARLY, paper="mao2017"),
            "hinge-sn": Recipe(
                objective="hinge",
                optimizer=adam(2e-4, beta_1=0.0, beta_2=0.9),
                discriminator_steps=2,
                spectral=True,
                paper="miyato2018",
            ),
            "wgan-gp": Recipe(
                objective="wasserstein",
                penalties=(("gradient-penalty", 10.0),),
                optimizer=adam(1e-4, beta_1=0.0, beta_2=0.9),
                discriminator_steps=5,
                paper="gulrajani2017",
            ),
            # Relativistic pairing with both penalties. The weight is the papers' gamma / 2.
            "r3gan": Recipe(
                objective="relativistic",
                penalties=(("r1", 0.01), ("r2", 0.01)),
                optimizer=_DECAYED,
                average_half_life=10_000.0,
                paper="huang2024",
            ),
            "mmd": Recipe(objective="mmd", optimizer=_DECAYED, paper="li2015"),
            "energy": Recipe(objective="energy", optimizer=_DECAYED, paper="bellemare2017"),
            # Here to fail: independent pairs pull the generator to the mean of the data.
            "pointwise-l2": Recipe(objective="pointwise-l2", optimizer=_DECAYED, paper="isola2017"),
        }
    )
)
