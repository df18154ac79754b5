"""How weights move: an optimizer of Keras by name, so that a recipe can be written into a file."""

import dataclasses
import inspect
from typing import Any

from ganbook import checks, schedules
from ganbook.backend import keras

NAMES = {
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "rmsprop": keras.optimizers.RMSprop,
    "sgd": keras.optimizers.SGD,
    "lion": keras.optimizers.Lion,
}


NO_SETTINGS = {"learning_rate", "name", "kwargs"}  # The rate has a place of its own.
MEMORIES = ("beta_1", "beta_2", "rho", "momentum", "ema_momentum")


@dataclasses.dataclass(frozen=True)
class Optimizer:
    """One of `NAMES` with its learning rate, a number or a schedule, and further settings."""

    name: str
    rate: float | schedules.Schedule
    settings: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        checks.known(self.name, "optimizer", NAMES)
        schedules.checked(self.rate, "rate")
        allowed = set(inspect.signature(NAMES[self.name]).parameters) - NO_SETTINGS
        for setting, value in pairs(self.settings, "settings", '(("beta_1", 0.5),)'):
            checks.known(setting, f"setting of {self.name}", sorted(allowed))
            if setting in MEMORIES:
                _memory(value, setting)

    def build(self, weights: list, *, scaled: bool) -> Any:
        """A fresh Keras optimizer for these weights; `scaled` guards small float16 slopes."""
        rate = float(schedules.at(self.rate, 0.0))
        made = NAMES[self.name](learning_rate=rate, **dict(self.settings))
        if scaled:
            made = keras.optimizers.LossScaleOptimizer(made)
        made.build(weights)
        return made


def adam(
    rate: float | schedules.Schedule, *, beta_1: float = 0.0, beta_2: float = 0.99
) -> Optimizer:
    """Adam, whose two memories are `beta_1` of the slopes and `beta_2` of their squares.

    By default without the first: in a game, the slope of a while ago points at an opponent who has
    moved on.
    """
    return Optimizer("adam", rate, (("beta_1", beta_1), ("beta_2", beta_2)))


def pairs(given: Any, name: str, example: str) -> tuple:
    """What names things and says how much of each, as it can stand in a frozen recipe."""
    well_formed = isinstance(given, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 for pair in given
    )
    if not well_formed:
        raise TypeError(
            f"{name} must be a tuple of pairs, a name and a number, as in {example};"
            f" got {given!r}. Mind the comma behind a single pair."
        )
    return given


def _memory(value: Any, name: str) -> None:
    checks.in_range(value, name, at_least=0, at_most=1)
    if value == 1:
        raise ValueError(f"{name} must be below 1, or nothing new is ever learned; got {value}.")
