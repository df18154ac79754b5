"""What a run is made of, apart from its two networks: one frozen `Recipe`."""

import dataclasses
import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ganbook import checks, losses, noise, penalties, schedules
from ganbook.training.optimizers import Optimizer, adam, pairs
from ganbook.training.weights import Steered

PRECISIONS = ("float32", "bfloat16", "float16")
Weight = float | schedules.Schedule | Steered
Term = str | Callable[[Any, Any], Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Recipe:
    """A variant of the game; an ablation is `dataclasses.replace(recipe, ...)`.

    Weights are numbers or schedules. Lengths are counted in samples, so that another batch size
    does not change what they mean.
    """

    objective: str = "non-saturating"
    terms: tuple[tuple[Term, Weight], ...] = ()  # further losses of the generator, each weighted
    penalties: tuple[tuple[str, Weight], ...] = ()  # on the slopes of the discriminator
    discriminator_steps: int = 1  # for each step of the generator, each on fresh samples
    simultaneous: bool = False  # both move at once, on the same samples, and not in turn
    optimizer: Optimizer = adam(2e-4)  # noqa: RUF009 - frozen, so it may be shared
    discriminator_optimizer: Optimizer | None = None  # None: the same as the generator's
    latent: str | noise.Law = "gaussian"  # the law of the generator's input
    instance_noise: float | schedules.Schedule = 0.0  # standard deviation, on real and fake alike
    packing: int = 1  # samples that the discriminator judges together, as in PacGAN
    average_half_life: float | None = None  # of the generator's moving average, in samples
    precision: str = "float32"  # of the layers; losses, penalties and weights stay in float32
    spectral: bool = False  # whether the discriminator must have spectrally normalised layers
    paper: str = ""

    def __post_init__(self) -> None:
        checks.known(self.objective, "objective", losses.OBJECTIVES)
        noise.law(self.latent)
        checks.known(self.precision, "precision", PRECISIONS)
        checks.switch(self.simultaneous, "simultaneous")
        checks.switch(self.spectral, "spectral")
        checks.count(self.discriminator_steps, "discriminator_steps")
        if self.simultaneous and self.discriminator_steps > 1:
            raise ValueError(
                "simultaneous players take one step each, and discriminator_steps is"
                f" {self.discriminator_steps}. Leave one of the two out."
            )
        checks.count(self.packing, "packing")
        for name, given in (
            ("optimizer", self.optimizer),
            ("discriminator_optimizer", self.discriminator_optimizer or self.optimizer),
        ):
            if not isinstance(given, Optimizer):
                raise TypeError(
                    f"{name} must be a training.Optimizer, such as training.adam(1e-3);"
                    f" got {given!r}."
                )
        schedules.checked(self.instance_noise, "instance_noise")
        if self.average_half_life is not None:
            checks.positive(self.average_half_life, "average_half_life")
        for term, weight in pairs(self.terms, "terms", '(("mmd", 0.5),)'):
            if not callable(term):
                checks.known(term, "term", losses.TERMS)
            if not isinstance(weight, Steered):
                schedules.checked(weight, f"the weight of {term!r}")
        for penalty, weight in pairs(self.penalties, "penalties", '(("r1", 0.05),)'):
            checks.known(penalty, "penalty", penalties.PENALTIES)
            schedules.checked(weight, f"the weight of {penalty!r}")

    def as_json(self) -> dict[str, Any]:
        """The recipe as names and numbers, to be written into the folder of a run."""
        return {field.name: _plain(getattr(self, field.name)) for field in dataclasses.fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Recipe":
        """The recipe that `as_json` described; one with a function of one's own cannot be."""
        return cls(**{name: _restored(value) for name, value in stored.items()})


_CLASSES = {
    kind.__name__: kind for kind in (Optimizer, Steered, schedules.Linear, schedules.Cosine)
}


def _plain(value: Any) -> Any:
    if type(value).__name__ in _CLASSES:
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **fields}
    if isinstance(value, noise.Law):
        return value.config()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if callable(value):
        return {"function": _path(value)}
    return value.item() if isinstance(value, np.generic) else value


def _path(function: Callable) -> str:
    """Where a function is defined: without its address in memory, the same in every process."""
    inner = getattr(function, "func", function)  # What a functools.partial calls.
    named = inner if hasattr(inner, "__qualname__") else type(inner)
    path = f"{named.__module__}.{named.__qualname__}"
    return path + _settings(function) if isinstance(function, functools.partial) else path


def _settings(partial: functools.partial) -> str:
    """What a partial adds, as far as it is plain: an array's text would not tell it apart."""
    named = [f"{name}={_plain_text(value)}" for name, value in sorted(partial.keywords.items())]
    given = [*map(_plain_text, partial.args), *named]
    return f"({', '.join(given)})" if given else ""


def _plain_text(value: Any) -> str:
    plain = value is None or isinstance(value, (bool, int, float, str))
    return repr(value) if plain else type(value).__name__


def _restored(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_restored(part) for part in value)
    if not isinstance(value, dict):
        return value
    if "function" in value:
        raise ValueError(
            f"the recipe uses the function {value['function']}, which a file cannot hold."
            " Load the run with GAN.load(folder, recipe=...), and the recipe it was trained with."
        )
    if "kind" not in value:
        return _law(value)
    fields = {name: _restored(part) for name, part in value.items() if name != "kind"}
    return _CLASSES[value["kind"]](**fields)


def _law(stored: dict) -> noise.Law:
    try:
        return noise.law(stored)
    except ValueError as error:
        raise ValueError(
            f"the law of the noise cannot be read from the file: {error} If it is one of your own,"
            " load the run with GAN.load(folder, recipe=...), and the recipe it was trained with."
        ) from None
