"""A run as Keras's callbacks know it: epochs of so many steps, calls of the program as batches."""

import contextlib
import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ganbook import checks
from ganbook.backend import keras
from ganbook.training import folders
from ganbook.training.driving import Diverged, Driver

FEWEST_STEPS = 25  # between two reports, unless told otherwise: a report stops the program.


@dataclasses.dataclass
class Watched:
    """Who looks at a run, and how often."""

    callbacks: Iterable[Any]
    report_every: int | None
    verbose: int

    def __post_init__(self) -> None:
        if self.report_every is not None:
            self.report_every = checks.count(self.report_every, "report_every")
        given, kind = self.callbacks, keras.callbacks.Callback
        self.callbacks = list(given) if isinstance(given, Iterable) else [None]
        if not all(isinstance(callback, kind) for callback in self.callbacks):
            raise TypeError(
                "callbacks must be a list of Keras callbacks, such as [monitoring.Pace()]; got"
                f" {given!r:.80}."
            )

    def every(self, steps: int) -> int:
        """Steps between two reports of a run of `steps`."""
        return self.report_every or max(min(FEWEST_STEPS, steps), steps // 100)


def run(gan: Any, driver: Driver, watched: Watched, folder: Path | None) -> None:
    """Take the planned steps, report every so often, and save with each report."""
    players = gan.players
    first, _, last = players.counts()
    report_every = watched.every(last - first)
    # Keras's own `fit` cannot run under several workers; its callbacks can, so they drive this one.
    watchers = keras.callbacks.CallbackList(
        watched.callbacks,
        add_history=True,
        add_progbar=watched.verbose != 0,
        model=gan,
        verbose=watched.verbose,
        epochs=-(-(last - first) // report_every),
        steps=report_every,
    )
    gan.stop_training, logs, rate = False, {}, players.follow_rate()
    watchers.on_train_begin()  # A callback may restore an earlier state here.
    try:
        while gan.unfinished_steps and not gan.stop_training:
            epoch, done = divmod(gan.step - players.counts().first, report_every)
            watchers.on_epoch_begin(epoch)
            rate = players.follow_rate(rate)
            logs = _epoch(gan, driver, watchers, done, report_every)
            watchers.on_epoch_end(epoch, logs)
            rate = players.follow_rate(rate)  # Before the state is saved.
            if folder is not None:
                gan.save(folder)
    except KeyboardInterrupt:
        if folder is not None:
            gan.save(folder)
        raise
    except Diverged as error:
        if folder is None:
            raise
        gan.save(folder)  # The players are as before the step that failed: nothing else is lost.
        raise Diverged(f"{error} They are stored as the checkpoint of step {gan.step}.") from None
    watchers.on_train_end(logs)
    if folder is not None:  # A callback may have gone back to the best weights.
        gan.save(folder)


@contextlib.contextmanager
def undone_if_refused(gan: Any, folder: Path | None) -> Iterator[None]:
    """Within, what is refused before a step is taken leaves an unfinished plan as it was."""
    before, kept = gan.progress, folder is not None and (folder / folders.RUN).exists()
    counts, gan.progress = gan.players.counts(), dataclasses.replace(before)
    try:
        yield
    except (ValueError, TypeError):
        planned = vars(gan.progress) != vars(before) or gan.players.counts() != counts
        if planned and gan.step == counts.done:
            gan.progress = before
            gan.players.plan(counts.first, counts.last)
            if kept:
                gan.save(folder)
            elif folder is not None:
                folders.forget(folder, gan.step)
        raise


def _epoch(
    gan: Any, driver: Driver, watchers: Any, done: int, report_every: int
) -> dict[str, float]:
    """The steps up to the next report, and the means of what they reported."""
    wanted = done + min(report_every - done, gan.unfinished_steps)
    totals = dict.fromkeys(gan.players.names, 0.0)
    first = done
    while done == first or (done < wanted and not gan.stop_training):
        watchers.on_train_batch_begin(done)
        steps, means = driver.advance(gan.step, gan.progress.position(gan.players), wanted - done)
        done += steps
        totals = {name: totals[name] + steps * means[name] for name in totals}
        watchers.on_train_batch_end(done - 1, means)
    return {name: total / (done - first) for name, total in totals.items()} | {"step": gan.step}
