"""`GAN`: two networks and a recipe, trained by a loop that loses nothing."""

import contextlib
import functools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import backend, checks, noise
from ganbook.backend import keras, ops
from ganbook.training import feeding, folders, matching, running, samples
from ganbook.training.driving import Driver
from ganbook.training.game import Game
from ganbook.training.players import Players
from ganbook.training.precision import set_precision
from ganbook.training.progress import Progress
from ganbook.training.recipe import Recipe


class GAN(keras.Model):
    """A generator and a discriminator that play by a recipe.

    `fit` is driven by Keras's callbacks like any model's. The trap: the two networks become the
    model's own and are trained in place; with `strategy` copies are made on its devices.
    """

    def __init__(
        self,
        generator: Any,
        discriminator: Any,
        recipe: Recipe,
        *,
        seed: int = 0,
        strategy: Any = None,
        fused: bool | None = None,
    ) -> None:
        super().__init__(name="gan")
        matching.networks(generator, discriminator, recipe)
        if strategy is not None and not hasattr(strategy, "num_replicas_in_sync"):
            raise TypeError(
                "strategy must be one of tf.distribute, such as backend.several_devices(2); got"
                f" {strategy!r}."
            )
        if fused is not None:
            checks.switch(fused, "fused")
        self.recipe, self.seed, self.strategy = recipe, _seed(seed), strategy
        # XLA pays on graphics cards; on processors it halves the speed of convolutions.
        self.fused = not backend.on_processor() if fused is None else fused
        self.asked_to_fuse = fused
        with self._scope():
            self.generator = _copied(generator) if strategy else generator
            self.discriminator = _copied(discriminator) if strategy else discriminator
            game = Game(self.generator, self.discriminator, recipe)
            self.players = Players(game, seed=self.seed, replicas=self.replicas)
            self._program = backend.repeated(
                self.players.step,
                list(self.players.variables().values()),
                len(self.players.names),
                fused=self.fused,
                strategy=strategy,
            )
        self.progress, self._shown, self._paces = Progress(), None, {}
        self.built = True

    @property
    def replicas(self) -> int:
        """How many devices share a batch."""
        return 1 if self.strategy is None else self.strategy.num_replicas_in_sync

    @property
    def step(self) -> int:
        """How many steps have been taken."""
        return int(backend.numbers(self.players.step_count))

    @property
    def optimizer(self) -> Any:
        """The generator's optimizer, under the name by which Keras's callbacks look for it.

        A callback that changes its plain learning rate changes the discriminator's in proportion.
        """
        return self.players.optimizer

    @property
    def unfinished_steps(self) -> int:
        """How many steps of the present plan are still to be taken."""
        counts = self.players.counts()
        return max(0, counts.last - counts.done)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """What the generator makes of this noise, or of [noise, condition]."""
        return self.generator(inputs, training=training)

    def fit(
        self,
        data: Any,
        *,
        steps: int | None = None,
        batch_size: int | None = None,
        callbacks: Iterable[Any] = (),
        report_every: int | None = None,
        folder: str | Path | None = None,
        verbose: int = 0,
    ) -> Any:
        """Train for `steps` more steps; without it, finish the steps of an interrupted run.

        `data` is an array of samples, a pair (samples, condition), or a data set of batches. Every
        `report_every` steps (a hundredth of the run, at least 25) make an epoch for Keras:
        callbacks are called, the history gets a row, and with `folder` a checkpoint is written.
        The trap: a data set that shuffles anew each time resumes on other samples; give its shuffle
        a seed and `reshuffle_each_iteration=False`.
        """
        self.players.check_trained()
        look = functools.partial(samples.check, self.generator)
        feed = feeding.opened(data, seed=self.seed, look=look)
        batch_size = self.progress.agree(feed, batch_size)
        matching.batch(batch_size, self.recipe, self.replicas)
        watched = running.Watched(callbacks, report_every, verbose)
        folder = None if folder is None else Path(folder)
        if folder is not None:
            folders.check(folder, self)
        with running.undone_if_refused(self, folder):
            self.progress.plan(self.players, feed, steps, batch_size)
            if folder is not None:
                folders.save(folder, self)
            paces = {"batch_size": batch_size, "paces": self._paces}
            driver = Driver(self.players, self._program, feed, **paces)
            running.run(self, driver, watched, folder)
        return self.history

    def restart(self, generator: Any, discriminator: Any, *, seed: int = 0) -> "GAN":
        """Begin a new run from these networks' weights, as a new `GAN` would; and return it.

        Its program is compiled already, which saves seconds where an experiment is repeated. The
        trap: the weights are copied, so the networks given here are not what is trained.
        """
        matching.networks(generator, discriminator, self.recipe)
        matching.alike(self.generator, generator, "generator")
        matching.alike(self.discriminator, discriminator, "discriminator")
        seed = _seed(seed)
        with self._scope():
            self.players.restart(generator, discriminator, seed)
        self.seed, self.progress = seed, Progress()
        return self

    def sample(
        self,
        count: int,
        *,
        seed: int = 0,
        condition: Any = None,
        average: bool = True,
        batch_size: int = 1024,
    ) -> np.ndarray:
        """`count` generated samples, by the averaged generator if the recipe keeps one.

        The noise depends on the seed alone, so the same seed shows the same samples grow. It never
        disturbs the training.
        """
        checks.switch(average, "average")
        law = noise.law(self.recipe.latent)
        latents = law.sample(count, self.players.game.noise_size, seed=checks.seed(seed))
        generator = self._shown_average() if average and self.players.averages else self.generator
        inputs = [latents, *samples.for_each(self.generator, condition, count)]
        made = []
        for start in range(0, count, checks.count(batch_size, "batch_size")):
            piece = [ops.convert_to_tensor(part[start : start + batch_size]) for part in inputs]
            made.append(generator(piece if len(piece) > 1 else piece[0], training=False))
        return np.concatenate([ops.convert_to_numpy(ops.cast(part, "float32")) for part in made])

    def averaged(self) -> Any:
        """The generator with its weights averaged over the recent past, as a model of its own."""
        if not self.players.averages:
            raise ValueError(
                "this recipe keeps no average; set average_half_life, for instance to ten batches."
            )
        return self._with_averages(_copied(self.generator))

    def _shown_average(self) -> Any:
        """The one copy that `sample` fills anew each time, instead of building another."""
        if not self._shown:
            copy = _copied(self.generator)
            self._shown = lambda: copy  # Hidden from Keras: it is no weight of this model.
        return self._with_averages(self._shown())

    def _with_averages(self, copy: Any) -> Any:
        set_precision(copy, self.recipe.precision)
        for weight, average in zip(copy.weights, self.players.averages, strict=True):
            weight.assign(backend.numbers(average))
        return copy

    def get_weights(self) -> list[np.ndarray]:
        """The players' weights and the average, so that callbacks can go back to the best."""
        return [backend.numbers(weight) for weight in (*self.weights, *self.players.averages)]

    def set_weights(self, weights: list[np.ndarray]) -> None:
        """Take the weights that `get_weights` gave."""
        for weight, value in zip((*self.weights, *self.players.averages), weights, strict=True):
            weight.assign(value)

    def save(self, folder: str | Path, *, overwrite: bool = False, **ignored: Any) -> None:
        """Write all that is needed to go on into `folder`; an older checkpoint stays beside it.

        A folder of another run, or of later steps, is refused. With `overwrite`, which Keras's
        `ModelCheckpoint` asks for, it loses what it held.
        """
        folders.save(Path(folder), self, overwrite=overwrite)

    @classmethod
    def load(
        cls,
        folder: str | Path,
        *,
        recipe: Recipe | None = None,
        step: int | None = None,
        strategy: Any = None,
    ) -> "GAN":
        """The run in `folder`, at its newest checkpoint or at that of `step`, ready to go on."""
        return folders.load(cls, Path(folder), recipe=recipe, step=step, strategy=strategy)

    def save_own_variables(self, store: Any) -> None:
        """What Keras's own callbacks write besides the layers: the rest of the run's state."""
        for index, variable in enumerate(self._unlayered()):
            store[str(index)] = backend.numbers(variable)

    def load_own_variables(self, store: Any) -> None:
        """Read what `save_own_variables` wrote."""
        for index, variable in enumerate(self._unlayered()):
            variable.assign(store[str(index)])

    def _unlayered(self) -> list[Any]:
        named = self.players.variables().items()
        return [v for name, v in named if not name.startswith(("generator/", "discriminator/"))]

    def _scope(self) -> Any:
        return contextlib.nullcontext() if self.strategy is None else self.strategy.scope()


def _seed(given: int) -> int:
    """A seed that leaves room for the numbers of the streams in 64 bits."""
    return checks.count(given, "seed", at_least=0, at_most=2**63 // backend.STREAMS - 1)


def _copied(network: Any) -> Any:
    """The same network with weights of its own and the same values."""
    if network is None:
        return None
    with backend.silent_descriptor():  # On JAX, Keras imports TensorFlow here, which is talkative.
        copy = keras.models.clone_model(network)
    # Keras's own reading of a JAX weight uses what NumPy will give up, and warns.
    copy.set_weights([backend.numbers(weight) for weight in network.weights])
    return copy
