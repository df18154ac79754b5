"""Many steps in one call, at a pace that keeps a run responsive; and what to do about NaN."""

import time
from typing import Any

import numpy as np

from ganbook import backend
from ganbook.training.feeding import Arrays, Stream
from ganbook.training.players import Players

CALL_SECONDS = 0.25  # A call cannot be interrupted: Ctrl-C waits at most this long.
CALL_STEPS = 250
CALL_BYTES = 2**26  # Of samples that travel to the device with a call.
RUNAWAY = 1000.0  # A weight of this size; those of a healthy run stay below a hundredth of it.


class Diverged(ArithmeticError):
    """A loss or a weight stopped being a number. The players are as before that step."""


class WorkerLost(ConnectionError):
    """One of the machines or processes that shared the batch no longer answers."""


class Driver:
    """Moves the players along the samples of one feed."""

    def __init__(
        self,
        players: Players,
        program: Any,
        feed: Arrays | Stream,
        *,
        batch_size: int,
        paces: dict[Any, float],
    ) -> None:
        self.players, self.program, self.feed = players, program, feed
        self.width = players.turns() * batch_size  # samples a step
        self.variables = list(players.variables().values())
        self.room = self._room()
        # Steps a second by what the program is called with: who knows it need not start slowly.
        self.paces, self.kind = paces, (batch_size, *(array.shape[1:] for array in feed.first))

    def advance(self, step: int, start: int, most: int) -> tuple[int, dict[str, float]]:
        """Take up to `most` steps from sample `start` on; how many, and their mean reports."""
        before = self._values()
        steps = min(most, self._pace())
        portion = self.feed.take(start, steps, self.width, self.room)
        began = time.perf_counter()
        try:
            totals, finite = self._run(steps, portion)
        except backend.WORKER_LOST as error:
            raise WorkerLost(
                f"another worker of this run has gone, after step {step}. The checkpoints are"
                " intact: start all workers again, and go on with GAN.load(folder, strategy=...)."
            ) from error
        except BaseException:  # An interrupt in the middle must not leave half of a step.
            self._restore(before)
            raise
        self._learn_pace(steps, time.perf_counter() - began)
        # A loss tells of the weights before its step: those after the last are looked at, too.
        if not (np.isfinite(totals).all() and finite):
            self._restore(before)
            self._find_the_end(step, steps, portion)
        means = totals / steps
        return steps, dict(zip(self.players.names, map(float, means), strict=True))

    def _run(self, steps: int, portion: Any, first: int = 0) -> tuple[np.ndarray, bool]:
        rows = np.roll(portion.rows, -first, axis=0) if first else portion.rows
        totals, finite = self.program(
            backend.ops.convert_to_tensor(steps, "int32"),
            backend.ops.convert_to_tensor(rows),
            *portion.data,
        )
        return backend.ops.convert_to_numpy(totals), bool(finite)

    def _find_the_end(self, step: int, steps: int, portion: Any) -> None:
        """Repeat the call one step at a time, up to the last step with finite weights."""
        for index in range(steps):
            before = self._values()
            report, finite = self._run(1, portion, first=index)
            if not (finite and np.isfinite(report).all()):
                spoilt = [n for n, v in self._named() if not np.isfinite(v).all()]
                self._restore(before)
                raise Diverged(_what_happened(step + index + 1, self.players, report, spoilt))
        raise Diverged(
            f"between steps {step + 1} and {step + steps} something was not a number, and repeating"
            " them it was not so: the device does not compute reproducibly. The players are as"
            " after the last of these steps."
        )

    def _named(self) -> Any:
        for name, variable in self.players.variables().items():
            yield name, backend.numbers(variable).astype("float64")

    def _values(self) -> list[Any]:
        return [backend.tensor(variable) for variable in self.variables]

    def _restore(self, values: list[Any]) -> None:
        try:
            for variable, value in zip(self.variables, values, strict=True):
                variable.assign(value)
        except KeyboardInterrupt:  # A second one: still no half of a step.
            self._restore(values)
            raise

    def _room(self) -> int:
        if isinstance(self.feed, Arrays) and self.feed.on_device:
            return self._steps_of(4)  # Only the places of the samples travel.
        sample = sum(int(np.prod(array.shape[1:])) * 4 for array in self.feed.first)
        return self._steps_of(sample)

    def _steps_of(self, sample: int) -> int:
        """How many steps fit into the bytes of a call, with so many bytes a sample."""
        return int(np.clip(CALL_BYTES // (sample * self.width), 1, CALL_STEPS))

    def _pace(self) -> int:
        """How many steps fit into a call; the first call, which compiles, takes one."""
        if self.players.replicas > 1:
            # A sum over workers waits for the same step of the same call: all must agree on calls.
            return self.room
        return int(np.clip(self.paces.get(self.kind, 0) * CALL_SECONDS, 1, self.room))

    def _learn_pace(self, steps: int, seconds: float) -> None:
        known = self.kind in self.paces
        # The first call measured nothing but compilation.
        self.paces[self.kind] = steps / seconds if known else 8 / CALL_SECONDS


def _what_happened(step: int, players: Players, report: np.ndarray, spoilt: list[str]) -> str:
    strange = [n for n, v in zip(players.names, report, strict=True) if not np.isfinite(v)]
    where = f"{', '.join(strange)} of step {step}" if strange else f"the weights after step {step}"
    return (
        f"{where} {'are' if len(strange) != 1 else 'is'} not finite, and training stopped."
        f" Likely cause: {_cause(players, strange, spoilt)} The players are as they were after step"
        f" {step - 1}; what was saved before is intact."
    )


def _cause(players: Players, strange: list[str], spoilt: list[str]) -> str:
    recipe = players.game.recipe
    penalties = {name for name, _ in recipe.penalties}
    if not strange:
        return _cause_of_step(players, spoilt)
    if recipe.precision == "float16":
        return "float16 overflowed; use bfloat16 or float32."
    if penalties & set(strange):
        return "the discriminator grew so steep that its penalty overflowed; raise its weight."
    if recipe.objective == "wasserstein" and not penalties:
        return "nothing bounds the critic's scores; add a penalty or spectral normalisation."
    return "the scores grew without bound; lower the learning rate or add a penalty such as r1."


def _cause_of_step(players: Players, spoilt: list[str]) -> str:
    """All losses were finite: the player that broke, or the one that had run away before."""
    broken = "generator" if any(n.startswith("generator") for n in spoilt) else "discriminator"
    other = "discriminator" if broken == "generator" else "generator"
    largest = _largest_weight(getattr(players.game, other))
    if largest > max(RUNAWAY, _largest_weight(getattr(players.game, broken))):
        return (
            f"the {other} had run away before, with weights up to {largest:.1g}, and the"
            f" {broken}'s slopes overflowed: lower the {other}'s learning rate, or bound the"
            " discriminator by a penalty such as r1."
        )
    rate = "its loss is finite and its slope is not: lower the learning rate"
    return f"the {broken}'s last step was too long or {rate}."


def _largest_weight(network: Any) -> float:
    if network is None:
        return 0.0
    weights = (backend.numbers(weight).astype("float64") for weight in network.weights)
    return max((float(np.abs(weight).max()) for weight in weights if weight.size), default=0.0)
