"""Keras callbacks for `GAN.fit`: measure, draw, remember, and tell the time left."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from ganbook import checks
from ganbook.backend import keras
from ganbook.monitoring.pictures import picture

Measurement = Callable[[np.ndarray], Any]


class _OnSamples(keras.callbacks.Callback):
    """Looks at fresh samples every few epochs; always the same noise, so that changes are changes.

    Sampling draws nothing from the training's own randomness: a watched run is the run unwatched.
    """

    def __init__(self, *, count: int, seed: int = 0, condition: Any = None, every: int = 1) -> None:
        super().__init__()
        self.count, self.sample_seed = checks.count(count, "count"), checks.seed(seed)
        self.condition, self.every = condition, checks.count(every, "every")

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Look, if it is time."""
        if (epoch + 1) % self.every == 0:
            self.look(self._made(), logs if logs is not None else {})

    def _made(self) -> np.ndarray:
        return self.model.sample(self.count, seed=self.sample_seed, condition=self.condition)

    def look(self, samples: np.ndarray, logs: dict[str, Any]) -> None:
        """What a callback does with the samples; `logs` may be added to."""
        raise NotImplementedError


class Measure(_OnSamples):
    """Adds measurements to the logs, so that the history, CSVLogger and EarlyStopping see them.

    `measurements` maps names to functions of samples; one that returns a named tuple, such as
    `metrics.mode_report`, gives a column for each of its numbers. Between two measurements the last
    is repeated. The trap: callbacks are called in order, so it must stand before those that read
    what it measures.
    """

    def __init__(
        self,
        measurements: Mapping[str, Measurement],
        *,
        count: int = 2500,
        seed: int = 0,
        condition: Any = None,
        every: int = 1,
    ) -> None:
        super().__init__(count=count, seed=seed, condition=condition, every=every)
        self.measurements = dict(measurements)
        self.last: dict[str, float] = {}

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Forget the run before."""
        self.last = {}

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Look, if it is time and at the first report: it settles what columns a CSVLogger has."""
        logs = logs if logs is not None else {}
        super().on_epoch_end(epoch, logs)
        if not self.last:
            self.look(self._made(), logs)
        logs.update(self.last)

    def look(self, samples: np.ndarray, logs: dict[str, Any]) -> None:
        """Measure, and write down."""
        for name, measure in self.measurements.items():
            found = measure(samples)
            if hasattr(found, "_asdict") and not hasattr(found, "standard_error"):
                self.last |= {f"{name}_{k}": float(v) for k, v in found._asdict().items()}
            else:
                self.last[name] = float(found)
        logs.update(self.last)


class Frames(_OnSamples):
    """Remembers how the same noise is drawn, epoch by epoch: the frames of an animation."""

    def __init__(
        self, count: int = 500, *, seed: int = 0, condition: Any = None, every: int = 1
    ) -> None:
        super().__init__(count=count, seed=seed, condition=condition, every=every)
        self.frames: list[np.ndarray] = []
        self.steps: list[int] = []

    def look(self, samples: np.ndarray, logs: dict[str, Any]) -> None:
        """Remember."""
        self.frames.append(samples)
        self.steps.append(self.model.step)


class Pictures(_OnSamples):
    """Writes a PNG of samples into a folder every few epochs and at the end, named by the step."""

    def __init__(
        self,
        folder: str | Path,
        *,
        count: int = 64,
        seed: int = 0,
        condition: Any = None,
        every: int = 1,
        real: np.ndarray | None = None,
    ) -> None:
        super().__init__(count=count, seed=seed, condition=condition, every=every)
        self.folder, self.real = Path(folder), real

    def look(self, samples: np.ndarray, logs: dict[str, Any]) -> None:
        """Draw."""
        self.folder.mkdir(parents=True, exist_ok=True)
        picture(samples, self._path(), real=self.real)

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Draw what came of it all."""
        if not self._path().exists():
            self.look(self._made(), logs if logs is not None else {})

    def _path(self) -> Path:
        return self.folder / f"step-{self.model.step:010d}.png"


class Pace(keras.callbacks.Callback):
    """One line that says how far the run is, how fast, how long still, and what it loses.

    On a terminal the line is rewritten; into a file or a notebook each epoch gets its own.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__()
        self.stream = stream or sys.stderr

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Start the clock; the steps of an earlier session do not count as fast."""
        self.began, self.first = time.perf_counter(), self.model.step

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Say where the run is."""
        counts = self.model.players.counts()
        seconds = max(time.perf_counter() - self.began, 1e-9)
        rate = (counts.done - self.first) / seconds
        left = _clock((counts.last - counts.done) / rate if rate else 0)
        losses = "  ".join(f"{k} {v:.4g}" for k, v in (logs or {}).items() if k.endswith("_loss"))
        share = (counts.done - counts.first) / max(1, counts.last - counts.first)
        line = f"step {counts.done:,}  {share:4.0%}  {rate:,.0f} steps/s  {left} left  {losses}"
        terminal = self.stream.isatty()
        self.stream.write(f"\r{line:<78}" if terminal else f"{line}\n")
        self.stream.flush()

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:
        """Leave the cursor on a line of its own."""
        if self.stream.isatty():
            self.stream.write("\n")


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
