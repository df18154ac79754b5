"""A run as Keras's callbacks know it: epochs of so many steps, calls of the program as batches."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ganbook import checks
from ganbook.backend import keras
from ganbook.training.driving import Driver

FEWEST_STEPS = 25  # between two reports, unless told otherwise: a report stops the program.


def run(
    gan: Any,
    driver: Driver,
    *,
    report_every: int | None,
    callbacks: Iterable[Any],
    folder: Path | None,
    verbose: int,
) -> None:
    """Take the planned steps, report every so often, and save with each report."""
    players = gan.players
    first, _, last = players.counts()
    if report_every is None:
        report_every = max(min(FEWEST_STEPS, last - first), (last - first) // 100)
    report_every = checks.count(report_every, "report_every")
    # Keras's own `fit` cannot run under several workers; its callbacks can, so they drive this one.
    watchers = keras.callbacks.CallbackList(
        list(callbacks),
        add_history=True,
        add_progbar=verbose != 0,
        model=gan,
        verbose=verbose,
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
    watchers.on_train_end(logs)


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
