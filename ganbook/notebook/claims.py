"""Sentences checked where they are said: exact ones by `claim`, sampled ones by `measured`."""

from typing import Any

import numpy as np

from ganbook.estimates import Estimate
from ganbook.notebook import digits
from ganbook.notebook.session import session

_SHOWN = 8


class ClaimFailed(AssertionError):
    """What the text says is not what the code found."""


class OutOfBand(AssertionError):
    """A trained or sampled number lies outside what profiles.yml allows."""


def claim(text: str, measured: Any, expected: Any, tolerance: float = 0) -> None:
    """Say something exact and prove it: |measured − expected| ≤ tolerance, entry by entry.

    The printed line holds the *expected* value only, so it is the same on every processor.
    Shapes must agree: a column against a row would be compared by broadcasting, and pass or fail
    for the wrong reason. NaN agrees with nothing, not even with itself.
    """
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"tolerance must be 0 (exact equality) or positive; got {tolerance!r}.")
    found, wanted = _comparable(measured), _comparable(expected)
    if np.size(found) == np.size(wanted) == 0:
        raise ValueError(f"nothing was measured for the claim {text!r}: an empty array proves all.")
    problem = _difference(found, wanted, tolerance)
    if problem:
        raise ClaimFailed(f"This does not hold: {text}.\n{problem}")
    print("✓", _sentence(text, wanted, tolerance))


def measured(text: str, value: Any) -> None:
    """Print a trained or sampled number, and object when it leaves its band in profiles.yml.

    The band belongs to the chapter, the profile and the text together. `value` may carry a
    standard error; the band applies to the value itself.
    """
    number = _comparable(value)
    if np.ndim(number) or not _is_number(number):
        raise TypeError(
            f"measured needs one number for {text!r}; got {value!r}."
            " Reduce it first, by a mean say."
        )
    # What stands behind ≈ may differ between processors: the verifier masks it, the band holds it.
    line = f"{text} ≈ {value if isinstance(value, Estimate) else _short(number)}"
    if session.profile == "free":
        print("·", line)
        return
    low, high = _band(text)
    if not low <= number <= high:
        raise OutOfBand(
            f"{text} = {number:.6g} lies outside {low} to {high}, its band in the profile"
            f" {session.profile!r} of {session.chapter}. If you changed a number on purpose, pass"
            ' profile="free" to notebook.setup.'
        )
    print(f"✓ {line} (band {low} to {high})")


def _comparable(value: Any) -> Any:
    """Numbers of every origin as one array; anything else as it is."""
    if isinstance(value, Estimate):
        value = value.value
    if isinstance(value, str | bytes | dict | set | frozenset) or value is None:
        return value
    try:
        array = np.asarray(value)
    except ValueError:  # rows of unequal lengths
        return value
    return array if array.dtype.kind in "biufc" else value


def _is_number(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _difference(found: Any, wanted: Any, tolerance: float) -> str:
    """Why the two disagree, in words; nothing when they agree."""
    if not (_is_number(found) and _is_number(wanted)):
        return _unequal(found, wanted, tolerance)
    if found.shape != wanted.shape:
        return (
            f"Measured has shape {found.shape}, expected has shape {wanted.shape};"
            " compare like with like."
        )
    if (found.dtype == bool) != (wanted.dtype == bool):
        return f"Measured {found}, expected {wanted}: one is a truth value, the other a number."
    return _too_far(found, wanted, tolerance)


def _unequal(found: Any, wanted: Any, tolerance: float) -> str:
    if tolerance:
        raise TypeError(f"a tolerance needs numbers on both sides; got {found!r} and {wanted!r}.")
    # `is True`: an array that broadcasts against a list would answer with an array.
    return "" if (found == wanted) is True else f"Measured {found!r}, expected {wanted!r}."


def _too_far(found: np.ndarray, wanted: np.ndarray, tolerance: float) -> str:
    # Unsigned integers would wrap around and float16 would round: subtract in double precision.
    wide = np.complex128 if "c" in found.dtype.kind + wanted.dtype.kind else np.float64
    with np.errstate(invalid="ignore"):
        gap = np.abs(found.astype(wide) - wanted.astype(wide))
    holds = (found == wanted) | (gap <= tolerance) if tolerance else found == wanted
    if np.all(holds):
        return ""
    where = np.unravel_index(np.argmin(holds), gap.shape)
    margin = f"within {tolerance:g}" if tolerance else "exactly"
    size = f"they differ by {gap[where]:.3g}" if np.isfinite(gap[where]) else "no finite gap"
    place = f" (at {tuple(map(int, where))}; {np.sum(~holds)} entries fail)" if gap.ndim else ""
    return f"Measured {found[where]}, expected {margin} {wanted[where]}; {size}{place}."


def _sentence(text: str, wanted: Any, tolerance: float) -> str:
    if not _is_number(wanted):
        return f"{text}: {wanted}"
    if wanted.dtype == bool and wanted.all():
        return text
    return f"{text}: {_numbers(wanted, tolerance)}"


def _numbers(wanted: np.ndarray, tolerance: float) -> str:
    margin = f" ± {tolerance:.2g}" if tolerance else ""
    if wanted.ndim > 1 or wanted.size > _SHOWN:
        return f"{' × '.join(map(str, wanted.shape))} values{margin}"
    if not tolerance or wanted.dtype.kind == "c":
        shown = [digits.exact(entry) for entry in wanted.ravel()]
    else:
        place = digits.last_place(tolerance)
        shown = [digits.rounded(entry, place) for entry in wanted.ravel()]
    return (f"[{', '.join(shown)}]" if wanted.ndim else shown[0]) + margin


def _short(number: np.ndarray) -> str:
    return str(number) if number.dtype.kind in "bui" else digits.short(float(number))


def _band(text: str) -> list[float]:
    try:
        return session.bands[text][session.profile]
    except KeyError:
        raise OutOfBand(
            f"profiles.yml gives no band for {text!r} in the profile {session.profile!r} of"
            f" {session.chapter}; add it under `bands`, or pass"
            ' profile="free" to notebook.setup.'
        ) from None
