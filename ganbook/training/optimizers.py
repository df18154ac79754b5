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


@dataclasses.dataclass(frozen=True)
class Optimizer:
    """One of `NAMES` with its learning rate, a number or a schedule, and further settings."""

    name: str
    rate: float | schedules.Schedule
    settings: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        checks.known(self.name, "optimizer", NAMES)
        schedules.checked(self.rate, "rate")
        allowed = inspect.signature(NAMES[self.name]).parameters
        for setting, _ in self.settings:
            checks.known(setting, f"setting of {self.name}", allowed)

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
