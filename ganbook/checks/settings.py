"""Single knobs: a number within its limits, a count, a seed, a name out of a list, a switch."""

import difflib
import math
import numbers
from collections.abc import Iterable
from typing import Any

import numpy as np

from ganbook.checks import kinds


def positive(value: Any, name: str, *, allow_zero: bool = False) -> Any:
    """A finite number above zero, or from zero on; a symbolic one passes."""
    if allow_zero:
        return in_range(value, name, at_least=0)
    return in_range(value, name, above=0)


def in_range(
    value: Any,
    name: str,
    *,
    above: float | None = None,
    at_least: float | None = None,
    at_most: float | None = None,
    allow_infinity: bool = False,
) -> Any:
    """One real number within its limits; a symbolic one passes."""
    if isinstance(value, (bool, str, bytes, complex)) or value is None:
        raise TypeError(f"{name} must be a number; got {value!r}.")
    array = kinds.concrete(kinds.numeric(value, name))
    if array is None:
        return value
    if array.ndim != 0:
        raise ValueError(f"{name} must be a single number; got shape {array.shape}.")
    number = float(array)
    wanted = _limits(above, at_least, at_most)
    inside = (
        (above is None or number > above)
        and (at_least is None or number >= at_least)
        and (at_most is None or number <= at_most)
        and (math.isfinite(number) or (allow_infinity and number == math.inf))
    )
    if not inside:
        kind = "number" if allow_infinity else "finite number"
        raise ValueError(f"{name} must be a {kind}{wanted}; got {number:g}.")
    return value


def count(
    value: Any, name: str, *, at_least: int = 1, at_most: int | None = None, remedy: str = ""
) -> int:
    """A whole number within its limits, as an int; 3.0 and True are refused: they hide slips."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a whole number; got {value!r}, of type {kind}.")
    if value < at_least or (at_most is not None and value > at_most):
        wanted = _limits(None, at_least, at_most)
        raise ValueError(f"{name} must be a whole number{wanted}; got {value}. {remedy}".strip())
    return int(value)


def seed(value: Any, name: str = "seed") -> int:
    """A whole number from 0 on, so that a run can be repeated; None is refused: it cannot."""
    if value is None:
        raise TypeError(f"{name} must be a whole number; got None. For a repeatable run pass 0.")
    return count(value, name, at_least=0)


def known(value: Any, what: str, names: Iterable[str]) -> str:
    """A name out of a list; an unknown one is answered with the nearest."""
    names = list(names)
    choice = ", ".join(map(repr, names))
    if not isinstance(value, str):
        raise TypeError(f"{what} must be one of {choice}; got {value!r}.")
    if value not in names:
        near = difflib.get_close_matches(value.lower(), names, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{what} must be one of {choice}; got {value!r}.{hint}")
    return value


def switch(value: Any, name: str) -> bool:
    """True or False; what only counts as one of them is refused: "no" would count as True."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False; got {value!r}.")
    return bool(value)


def _limits(above: float | None, at_least: float | None, at_most: float | None) -> str:
    parts = [("above", above), ("at least", at_least), ("at most", at_most)]
    said = [f"{word} {limit:g}" for word, limit in parts if limit is not None]
    return f" {' and '.join(said)}" if said else ""
