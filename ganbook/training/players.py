"""All that moves in a run: two networks, their optimizers, the average, the count of steps."""

from typing import Any, NamedTuple

import numpy as np

from ganbook import backend, schedules
from ganbook.backend import keras, ops
from ganbook.training.draws import Draws
from ganbook.training.game import Game
from ganbook.training.precision import set_precision


class Counts(NamedTuple):
    """Steps counted from the beginning of the run: where a plan began, stands, and ends."""

    first: int
    done: int
    last: int


class Mover(NamedTuple):
    """Weights, and what moves them at which rate."""

    weights: list
    optimizer: Any
    rate: Any


class Players:
    """The state of a run, and the one step that moves it."""

    def __init__(self, game: Game, *, seed: int, replicas: int = 1) -> None:
        self.game, self.replicas = game, replicas
        recipe = game.recipe
        scaled = recipe.precision == "float16"
        self.names = game.reported()
        # Settled here: an optimizer remembers something of each, in this order.
        self.trained = {player: network.trainable_variables for player, network in self._networks()}
        self.optimizer = recipe.optimizer.build(self.trained["generator"], scaled=scaled)
        self.discriminator_optimizer = None
        set_precision(game.generator, recipe.precision)
        if game.discriminator is not None:
            set_precision(game.discriminator, recipe.precision)
            chosen = recipe.discriminator_optimizer or recipe.optimizer
            self.discriminator_optimizer = chosen.build(
                self.trained["discriminator"], scaled=scaled
            )
        self.averages = []
        if recipe.average_half_life is not None:
            self.averages = [_like(weight) for weight in game.generator.weights]
        # The schedules run from the first step of the present plan to its last.
        self.step_count, self.first_step, self.last_step = (_counter() for _ in range(3))
        # A variable, so that another run needs no other program.
        self.seed = _kept(backend.seeded(seed), "seed")
        # Of optimizers, only single numbers such as their rate do not begin at 0.
        self.beginnings = {
            name: backend.numbers(v) for name, v in self.variables().items() if v.ndim == 0
        }

    def check_trained(self) -> None:
        """Refuse layers that were frozen or freed since: their optimizer would not know of it."""
        for player, network in self._networks():
            before, now = self.trained[player], network.trainable_variables
            if [*map(id, before)] != [*map(id, now)]:
                raise ValueError(
                    f"{len(now)} weights of the {player} can be trained now, and {len(before)}"
                    " could when this GAN was made, which settled it. Put trainable back, or make a"
                    " new GAN of these networks."
                )

    def _networks(self) -> list[tuple[str, Any]]:
        pair = {"generator": self.game.generator, "discriminator": self.game.discriminator}
        return [(player, network) for player, network in pair.items() if network is not None]

    def saved(self) -> dict[str, Any]:
        """What a checkpoint holds: all that moves. The seed stands beside it, as a number."""
        return {n: v for n, v in self.variables().items() if v is not self.seed}

    def variables(self) -> dict[str, Any]:
        """Everything that the program reads or moves, by name."""
        groups = {
            "generator": self.game.generator.variables,
            "generator_optimizer": self.optimizer.variables,
            "average": self.averages,
            "plan": [self.step_count, self.first_step, self.last_step, self.seed],
        }
        if self.game.discriminator is not None:
            groups["discriminator"] = self.game.discriminator.variables
            groups["discriminator_optimizer"] = self.discriminator_optimizer.variables
        return {
            f"{group}/{index:03d}/{variable.path}": variable
            for group, variables in groups.items()
            for index, variable in enumerate(variables)
        }

    def restart(self, generator: Any, discriminator: Any, seed: int) -> None:
        """Forget everything but the program, and begin from the weights of these networks.

        Nothing is built for that: Keras never quite lets go of an optimizer that it has made.
        """
        pairs = [*zip(self.game.generator.variables, generator.variables, strict=True)]
        if discriminator is not None:
            pairs += zip(self.game.discriminator.variables, discriminator.variables, strict=True)
        if self.averages:
            pairs += zip(self.averages, generator.weights, strict=True)
        begun = {id(own): backend.numbers(new) for own, new in pairs}
        begun[id(self.seed)] = backend.seeded(seed)
        for name, variable in self.variables().items():
            zero = np.zeros(variable.shape, variable.dtype)
            new = begun.get(id(variable), self.beginnings.get(name, zero))
            variable.assign(new)

    def counts(self) -> Counts:
        """Where the count of steps stands, within the present plan."""
        counters = (self.first_step, self.step_count, self.last_step)
        return Counts(*(int(backend.numbers(counter)) for counter in counters))

    def plan(self, first: int, last: int) -> None:
        """Let schedules run from step `first` to step `last`."""
        self.first_step.assign(first)
        self.last_step.assign(last)

    def follow_rate(self, before: float | None = None) -> float:
        """The generator's rate. If a callback has changed it, the other player's changes alike."""
        recipe, now = self.game.recipe, float(backend.numbers(self.optimizer.learning_rate))
        rates = [(recipe.discriminator_optimizer or recipe.optimizer).rate, recipe.optimizer.rate]
        plain = not any(isinstance(rate, schedules.Schedule) for rate in rates)
        changed = before not in (None, now)
        # To a rate that the recipe sets to 0 nothing is in proportion.
        if self.game.discriminator is not None and plain and changed and rates[1] > 0:
            self.discriminator_optimizer.learning_rate = rates[0] * now / rates[1]
        return now

    def turns(self) -> int:
        """How many batches of real samples a step uses."""
        return self.game.recipe.discriminator_steps if self.game.discriminator is not None else 1

    def step(self, *batch: Any) -> Any:
        """Let the discriminator move as often as the recipe says, then the generator once.

        `batch` holds the samples of all turns, and their conditions if there are any.
        """
        size = batch[0].shape[0] // self.turns()
        replica = backend.replica() if self.replicas > 1 else 0
        chance = Draws(self.seed.value, self.step_count.value, size, replica, self.replicas)
        progress = self._progress()
        report = {}
        for turn in range(self.turns()):
            given = [chance.part(_rows(values, turn, size)) for values in batch]
            sees = (given[0], given[1] if len(given) > 1 else None, chance)
            if self.game.recipe.simultaneous:
                report |= self._move_both(*sees, turn, progress)
            elif self.game.discriminator is not None:
                report |= self._move_discriminator(*sees, turn, progress)
        if not self.game.recipe.simultaneous:
            report |= self._move_generator(*sees, self.turns(), progress)
        self._update_averages(size)
        self.step_count.assign(self.step_count.value + 1)
        return ops.stack([report[name] for name in self.names])

    def _progress(self) -> Any:
        first, last = self.first_step.value, self.last_step.value
        length = ops.maximum(last - first, ops.ones_like(first))
        done = ops.cast(self.step_count.value - first, "float32")
        return done / ops.cast(length, "float32")

    def _move_both(self, *seen: Any) -> dict[str, Any]:
        both = [self._discriminator(), self._generator()]
        return self._move(both, lambda: self.game.both_losses(*seen), seen[-1])

    def _move_discriminator(self, *seen: Any) -> dict[str, Any]:
        return self._move(
            [self._discriminator()], _alone(self.game.discriminator_loss, seen), seen[-1]
        )

    def _move_generator(self, *seen: Any) -> dict[str, Any]:
        return self._move([self._generator()], _alone(self.game.generator_loss, seen), seen[-1])

    def _discriminator(self) -> "Mover":
        recipe = self.game.recipe
        rate = (recipe.discriminator_optimizer or recipe.optimizer).rate
        return Mover(self.trained["discriminator"], self.discriminator_optimizer, rate)

    def _generator(self) -> "Mover":
        rate = self.game.recipe.optimizer.rate
        return Mover(self.trained["generator"], self.optimizer, rate)

    def _move(self, movers: list["Mover"], losses: Any, progress: Any) -> dict[str, Any]:
        """Each takes one step down the slope of its own loss; all slopes are taken beforehand."""

        def scaled_losses() -> tuple[list, dict]:
            values, report = losses()
            # As they are, unless half precision scales them.
            pairs = zip(movers, values, strict=True)
            return [mover.optimizer.scale_loss(value) for mover, value in pairs], report

        groups = [mover.weights for mover in movers]
        kept = {id(weight) for weights in groups for weight in weights}
        others = [v for v in self.variables().values() if id(v) not in kept]
        _, report, slopes = backend.weight_slopes(scaled_losses, groups, others)
        for mover, own in zip(movers, slopes, strict=True):
            if isinstance(mover.rate, schedules.Schedule):
                mover.optimizer.learning_rate = mover.rate(progress)
            backend.move(mover.optimizer, own, mover.weights)
        return report

    def _update_averages(self, batch_size: int) -> None:
        """Let the average forget half of the past in every half-life."""
        if not self.averages:
            return
        kept = 0.5 ** (batch_size / self.game.recipe.average_half_life)
        for average, weight in zip(self.averages, self.game.generator.weights, strict=True):
            # A count, such as that of Keras's Normalization, has no mean.
            counts = not keras.backend.is_float_dtype(weight.dtype)
            change = 0 if counts else kept * (average.value - weight.value)
            average.assign(weight.value + change)


def _rows(values: Any, turn: int, size: int) -> Any:
    """A turn's own rows; where they are all there are, no operation is spent on them."""
    whole = values.shape[0] == size
    return values if whole else values[turn * size : (turn + 1) * size]


def _alone(loss: Any, seen: tuple) -> Any:
    """The one loss of a player who moves alone."""

    def losses() -> tuple[list, dict]:
        value, report = loss(*seen)
        return [value], report

    return losses


def _like(weight: Any) -> Any:
    return keras.Variable(
        backend.numbers(weight),
        trainable=False,
        dtype=weight.dtype,
        aggregation="only_first_replica",
        name=weight.name,
    )


def _counter() -> Any:
    return _kept(np.asarray(0, "int64"), "step")


def _kept(value: np.ndarray, name: str) -> Any:
    return keras.Variable(
        value, trainable=False, dtype=value.dtype.name, aggregation="only_first_replica", name=name
    )
