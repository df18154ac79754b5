"""Numbers that change while a run goes on, as functions of its progress from 0 to 1.

Progress and not steps: the same schedule serves a trial of a minute and a run of a week.
"""

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ganbook import checks
from ganbook.backend import is_tensor, ops


@dataclasses.dataclass(frozen=True)
class Schedule:
    """From `start` to `end` between the progress `begin` and `finish`; level before and after."""

    start: float
    end: float = 0.0
    begin: float = 0.0
    finish: float = 1.0

    def __post_init__(self) -> None:
        for field in ("start", "end"):
            checks.in_range(getattr(self, field), field)
        checks.in_range(self.begin, "begin", at_least=0, at_most=1)
        checks.in_range(self.finish, "finish", at_least=0, at_most=1)
        if self.begin >= self.finish:
            raise ValueError(
                f"begin must be below finish; got {self.begin:g} and {self.finish:g}."
                " Both are shares of the run, from 0 to 1."
            )

    def __call__(self, progress: Any) -> Any:
        clip, cosine = (ops.clip, ops.cos) if is_tensor(progress) else (_clip, math.cos)
        if isinstance(progress, (np.ndarray, list, tuple)):
            progress, clip, cosine = np.asarray(progress, "float64"), np.clip, np.cos
        share = clip((progress - self.begin) / (self.finish - self.begin), 0.0, 1.0)
        return self.start + (self.end - self.start) * self.shape(share, cosine)

    def shape(self, share: Any, cosine: Callable) -> Any:
        """How much of the way is behind us when `share` of the time is; 0 at 0 and 1 at 1."""
        raise NotImplementedError


class Linear(Schedule):
    """A straight line from `start` to `end`."""

    def shape(self, share: Any, cosine: Callable) -> Any:
        """As much of the way as of the time."""
        return share


class Cosine(Schedule):
    """Half a cosine: slow at both ends, steepest in the middle."""

    def shape(self, share: Any, cosine: Callable) -> Any:
        """Flat at 0 and at 1, with half of the way behind at half of the time."""
        return (1 - cosine(math.pi * share)) / 2


def at(weight: Any, progress: Any) -> Any:
    """A number as it is, a schedule at this progress."""
    return weight(progress) if callable(weight) else weight


def checked(weight: Any, name: str) -> Any:
    """A number from 0 on, or a schedule that never leaves that range."""
    if type(weight) is Schedule:
        raise TypeError(f"{name} must be a Linear or a Cosine; got their common base, {weight!r}.")
    if isinstance(weight, Schedule):
        for end in ("start", "end"):
            checks.positive(getattr(weight, end), f"{name}.{end}", allow_zero=True)
        return weight
    if callable(weight):
        raise TypeError(
            f"{name} must be a number or a schedule such as schedules.Cosine(1.0, 0.0);"
            f" got {weight!r}, which cannot be written into the file of a run."
        )
    if hasattr(weight, "shape") and not isinstance(weight, np.generic):
        raise TypeError(
            f"{name} must be a plain number, to be written into the file of a run; got"
            f" {weight!r:.80}. Pass float(...) of it."
        )
    return checks.positive(weight, name, allow_zero=True)


def _clip(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
