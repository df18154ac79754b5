"""Where a run stands: how far along its samples, with which batches, on which data."""

import dataclasses
from typing import Any

from ganbook import checks
from ganbook.training.feeding import Arrays, Stream

DEFAULT_BATCH = 128


@dataclasses.dataclass
class Progress:
    """What a checkpoint remembers of a run besides its variables."""

    batch_size: int | None = None
    data: str | None = None  # the fingerprint of the samples, where they have one
    samples_before_plan: int = 0  # how many had been used when the present steps were planned

    def agree(self, feed: Arrays | Stream, batch_size: int | None) -> int:
        """The size of a batch, which neither a stream nor an unfinished run lets one choose."""
        of_stream = feed.batch_size if isinstance(feed, Stream) else None
        if batch_size is not None:
            checks.count(batch_size, "batch_size")
        settled = of_stream or batch_size or self.batch_size or DEFAULT_BATCH
        if batch_size not in (None, settled):
            raise ValueError(
                f"batch_size is {batch_size}, but the data set gives batches of {of_stream}."
                " Leave batch_size out, or batch the data set otherwise."
            )
        return int(settled)

    def plan(self, players: Any, feed: Arrays | Stream, steps: int | None, batch_size: int) -> None:
        """Plan `steps` from here on, or go on with what was planned, on the same samples."""
        first, step, last = players.counts()
        if steps is None:
            self._must_go_on(feed, batch_size, last - step)
            return
        last = step + checks.count(steps, "steps")
        used = (step - first) * players.turns() * (self.batch_size or 0)
        self.samples_before_plan += used
        self.batch_size, self.data = batch_size, feed.fingerprint()
        players.plan(step, last)

    def position(self, players: Any) -> int:
        """How many samples have been used."""
        first, step, _ = players.counts()
        return self.samples_before_plan + (step - first) * players.turns() * (self.batch_size or 0)

    def _must_go_on(self, feed: Arrays | Stream, batch_size: int, left: int) -> None:
        if left <= 0:
            raise ValueError(
                "no run was interrupted here, so fit must be told how many steps to take: pass"
                " steps=1000, for instance."
            )
        if batch_size != self.batch_size:
            raise ValueError(
                f"the interrupted run used batches of {self.batch_size}; got {batch_size}. Leave"
                " batch_size out to finish it, or pass steps= to start another stretch."
            )
        if self.data not in (None, feed.fingerprint()):
            raise ValueError(
                "these are not the samples that the interrupted run was trained on (their"
                f" fingerprint is {feed.fingerprint()}, not {self.data}). Pass the same data in the"
                " same order, or pass steps= to start another stretch on new ones."
            )
