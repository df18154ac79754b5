"""One step of the game, written once: what each player sees, what it loses, how it moves."""

import dataclasses
from typing import Any

from ganbook import backend, losses, noise, penalties, schedules
from ganbook.backend import ops
from ganbook.training import draws
from ganbook.training.draws import Draws
from ganbook.training.precision import single_precision
from ganbook.training.recipe import Recipe
from ganbook.training.weights import Steered


@dataclasses.dataclass(frozen=True)
class Seen:
    """What the discriminator makes of a batch: raw scores, and slopes where a penalty asks."""

    scores: Any
    slopes: Any = None


@dataclasses.dataclass(frozen=True)
class View:
    """A real and a fake batch as the discriminator was shown them, and what it saw."""

    critic: Any
    real: Any
    fake: Any
    seen: dict[str, Seen]

    def scores(self) -> tuple[Any, Any]:
        """The raw scores of the real batch and of the fake one."""
        return self.seen["real"].scores, self.seen["fake"].scores


class Game:
    """Both players' losses under a recipe. It holds no state of its own; `Players` does."""

    def __init__(self, generator: Any, discriminator: Any, recipe: Recipe) -> None:
        self.generator, self.discriminator, self.recipe = generator, discriminator, recipe
        self.objective = losses.OBJECTIVES[recipe.objective]
        self.law = noise.law(recipe.latent)
        self.noise_size = generator.inputs[0].shape[-1]
        self.penalties = [(penalties.PENALTIES[name], w) for name, w in recipe.penalties]

    def discriminator_loss(
        self, real: Any, condition: Any, chance: Draws, turn: int, progress: Any
    ) -> tuple[Any, dict[str, Any]]:
        """What the discriminator minimises on these samples, and what is worth reporting."""
        fake = ops.stop_gradient(self.fakes(condition, chance, turn))
        view = self._view(real, fake, condition, chance, turn, progress)
        return self._discriminator_side(view, chance, turn, progress)

    def generator_loss(
        self, real: Any, condition: Any, chance: Draws, turn: int, progress: Any
    ) -> tuple[Any, dict[str, Any]]:
        """What the generator minimises: its side of the game, and the recipe's further terms."""
        fake = self.fakes(condition, chance, turn)
        critic = self.critic(condition)
        fake_scores = critic(self.shown(fake, chance, draws.FAKE_NOISE, turn, progress))
        # Where the loss does not depend on them, the real scores need not be computed again.
        real_scores = ops.zeros_like(fake_scores)
        if self.objective.relative:
            real_scores = critic(self.shown(real, chance, draws.REAL_NOISE, turn, progress))
        return self._generator_side(real, fake, (real_scores, fake_scores), chance, progress)

    def both_losses(
        self, real: Any, condition: Any, chance: Draws, turn: int, progress: Any
    ) -> tuple[tuple[Any, Any], dict[str, Any]]:
        """The discriminator's loss and the generator's on the same samples, looked at once."""
        fake = self.fakes(condition, chance, turn)
        view = self._view(real, fake, condition, chance, turn, progress)
        loss, report = self._discriminator_side(view, chance, turn, progress)
        against, more = self._generator_side(real, fake, view.scores(), chance, progress)
        return (loss, against), report | more

    def _view(
        self, real: Any, fake: Any, condition: Any, chance: Draws, turn: int, progress: Any
    ) -> "View":
        critic = self.critic(condition)
        real = self.shown(real, chance, draws.REAL_NOISE, turn, progress)
        fake = self.shown(fake, chance, draws.FAKE_NOISE, turn, progress)
        seen = {"real": self._look(critic, real, "real"), "fake": self._look(critic, fake, "fake")}
        return View(critic, real, fake, seen)

    def _discriminator_side(
        self, view: "View", chance: Draws, turn: int, progress: Any
    ) -> tuple[Any, dict[str, Any]]:
        scores = view.scores()
        loss = self._share(self.objective.losses(*scores).discriminator, chance)
        report = {"discriminator_loss": loss}
        report["real_score"], report["fake_score"] = (
            self._share(ops.mean(s), chance) for s in scores
        )
        for penalty, weight in self.penalties:
            slopes = self._slopes(penalty, view, chance, turn)
            report[penalty.name] = self._share(penalty.of(slopes), chance)
            loss = loss + schedules.at(weight, progress) * report[penalty.name]
        return loss, report

    def _generator_side(
        self, real: Any, fake: Any, scores: tuple[Any, Any], chance: Draws, progress: Any
    ) -> tuple[Any, dict[str, Any]]:
        loss = self._share(self.objective.losses(*scores).generator, chance)
        report = {"generator_loss": loss}
        for (term, weight), name in zip(self.recipe.terms, term_names(self.recipe), strict=True):
            measure = term if callable(term) else losses.TERMS[term]
            value = self._share(measure(real, fake), chance)
            report[name] = value
            loss = loss + self._weight(weight, progress, real, fake) * value
        return loss, report

    def reported(self) -> list[str]:
        """The names of all that the losses report, in the order in which a run logs them."""
        names = ["generator_loss", *term_names(self.recipe)]
        if self.discriminator is not None:
            names = ["discriminator_loss", *names, "real_score", "fake_score"]
            names += [penalty.name for penalty, _ in self.penalties]
        return names

    def fakes(self, condition: Any, chance: Draws, turn: int) -> Any:
        """What the generator makes of fresh noise."""
        latents = chance.latents(self.law, self.noise_size, turn)
        return self.generator(_with(latents, condition), training=True)

    def critic(self, condition: Any) -> Any:
        """Samples to raw scores; without a discriminator the samples are compared themselves."""
        if self.discriminator is None:
            return lambda samples: samples
        return lambda samples: self.discriminator(_with(samples, condition), training=True)

    def shown(self, samples: Any, chance: Draws, purpose: int, turn: int, progress: Any) -> Any:
        """Samples as the discriminator is shown them: with instance noise, and packed."""
        level = self.recipe.instance_noise
        if level != 0:
            samples = ops.cast(samples, "float32")
            fresh = chance.normals(tuple(samples.shape[1:]), purpose, turn)
            samples = samples + schedules.at(level, progress) * fresh
        return packed(samples, self.recipe.packing)

    def _look(self, critic: Any, samples: Any, place: str) -> Seen:
        """Scores, and in the same pass the slopes if a penalty stands at this place."""
        asked = any(penalty.at == place for penalty, _ in self.penalties)
        if not asked:
            return Seen(critic(samples))
        if self.recipe.precision == "float32":
            return Seen(*backend.value_and_grad(critic, samples))
        return Seen(critic(samples), self._exact_slopes(critic, samples))

    def _slopes(self, penalty: Any, view: "View", chance: Draws, turn: int) -> Any:
        if penalty.at != "between":
            return view.seen[penalty.at].slopes
        share = chance.shares(turn)[: view.real.shape[0]]
        points = penalty.points(view.real, view.fake, share)
        return self._exact_slopes(view.critic, points)

    def _exact_slopes(self, critic: Any, samples: Any) -> Any:
        with single_precision(self.discriminator):
            return backend.input_gradient(critic, ops.cast(samples, "float32"))

    def _weight(self, weight: Any, progress: Any, real: Any, fake: Any) -> Any:
        if isinstance(weight, Steered):
            return weight.at(ops.stop_gradient(losses.similarity(real, fake)))
        return schedules.at(weight, progress)

    def _share(self, values: Any, chance: Draws) -> Any:
        """This device's share of the whole batch's mean: summed over devices, the mean."""
        mean = ops.mean(ops.cast(values, "float32"))
        return mean if chance.replicas == 1 else mean / chance.replicas


def packed(samples: Any, together: int) -> Any:
    """Groups of samples, stacked along the last axis, to be judged as one."""
    if together == 1:
        return samples
    shape = tuple(samples.shape)
    grouped = ops.reshape(samples, (shape[0] // together, together, *shape[1:]))
    moved = ops.moveaxis(grouped, 1, -2)
    return ops.reshape(moved, (*moved.shape[:-2], together * shape[-1]))


def term_names(recipe: Recipe) -> list[str]:
    """The names under which terms are logged: a function's own, numbered from its second on."""
    terms = [term for term, _ in recipe.terms]
    names = [t if isinstance(t, str) else getattr(t, "__name__", type(t).__name__) for t in terms]
    seen = [names[:place].count(name) for place, name in enumerate(names)]
    return [f"{n}_{before + 1}" if before else n for n, before in zip(names, seen, strict=True)]


def _with(first: Any, condition: Any) -> Any:
    return first if condition is None else [first, condition]
