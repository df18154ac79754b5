"""What the public doors ask of their input, and the sentences that say what came and what to do.

No framework is needed: values that are still symbolic, inside a compiled function, have a shape
and a type, and only these are looked at.
"""

import difflib
import math
import numbers
from collections.abc import Iterable
from typing import Any

import numpy as np

LARGE = 1e30  # Samples of this scale fit into float32, with some room.
SINGLE = ("float16", "bfloat16", "float32")  # What is counted with in single precision.


def matrix(values: Any, name: str = "x", *, rows: int = 1) -> Any:
    """Values that are a matrix of finite numbers, one sample a row; lists come back as arrays."""
    values = _numeric(values, name)
    shape = _shape(values, name)
    if len(shape) != 2:
        raise ValueError(
            f"{name} must be a matrix with one sample a row; got shape {shape}."
            f" {_reshape(name, shape)}"
        )
    if shape[1] == 0:
        raise ValueError(f"{name} must have at least one column; got shape {shape}.")
    _enough(shape[0], name, rows)
    return finite(values, name)


def vector(values: Any, name: str = "x", *, rows: int = 1) -> Any:
    """Values that are a row of finite numbers; a matrix of one column is not silently flattened."""
    values = _numeric(values, name)
    shape = _shape(values, name)
    if len(shape) != 1:
        raise ValueError(
            f"{name} must be one-dimensional, a number a sample; got shape {shape}."
            f" Choose a column, as in {name}[:, 0], or use a measure for several columns."
        )
    _enough(shape[0], name, rows)
    return finite(values, name)


def pair(x: Any, y: Any, names: tuple[str, str] = ("x", "y"), *, rows: int = 1) -> tuple[Any, Any]:
    """Two matrices of the same width. A list, which has no precision, takes that of the other."""
    found = matrix(x, names[0], rows=rows), matrix(y, names[1], rows=rows)
    same_width(*found, names)
    return _as_precise(found[0], x, found[1]), _as_precise(found[1], y, found[0])


def same_width(x: Any, y: Any, names: tuple[str, str] = ("x", "y")) -> None:
    """Samples can be compared only if they have the same number of columns."""
    width_x, width_y = x.shape[-1], y.shape[-1]
    if None not in (width_x, width_y) and width_x != width_y:
        raise ValueError(
            f"{names[0]} and {names[1]} must have the same number of columns; got {width_x} and"
            f" {width_y}. Compare samples that live in the same space."
        )


def finite(values: Any, name: str = "x") -> Any:
    """Real numbers without NaN or infinity; symbolic ones pass, since they have no values yet."""
    values = _numeric(values, name)
    array = concrete(values)
    if array is None or array.dtype.kind in "iu" or _all_finite(array):
        return values
    strange = np.argwhere(~np.isfinite(array))
    place = ", ".join(map(str, strange[0]))
    raise ValueError(
        f"{name} must be finite; {len(strange)} of its {array.size} values are NaN or infinite, the"
        f" first at {name}[{place}]. Repair these samples or leave them out."
    )


def fits(values: Any, said: str) -> Any:
    """What was computed of finite numbers, refused where it has outgrown its type."""
    array = concrete(values)
    if array is None or _all_finite(array):
        return values
    wider = "" if array.dtype == "float64" else ", or pass float64"
    raise ValueError(
        f"{said} too large for {array.dtype}: divide the samples by their scale first{wider}."
    )


def not_negative(values: Any, name: str) -> Any:
    """Finite values from 0 on, such as distances."""
    values = finite(values, name)
    array = concrete(values)
    if array is not None and (array < 0).any():
        raise ValueError(f"{name} must not be negative; its smallest value is {array.min():g}.")
    return values


def _all_finite(array: np.ndarray) -> bool:
    # A finite sum has finite terms, and needs no array of truth values; the converse may overflow.
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(array.sum()) or np.isfinite(array).all())


def covariance(values: Any, width: int | None, name: str = "covariance") -> Any:
    """A symmetric matrix with no direction of zero spread, so that it can be inverted."""
    values = matrix(values, name)
    shape = _shape(values, name)
    expected = (width, width) if width is not None else (shape[1], shape[1])
    if tuple(shape) != expected:
        raise ValueError(
            f"{name} must have a row and a column for each column of the samples, shape"
            f" {expected}; got {shape}. For samples in rows use np.cov(samples, rowvar=False)."
        )
    array = concrete(values)
    if array is not None:
        _symmetric(array.astype("float64"), name)
        _invertible(array.astype("float64"), name, np.finfo(_at_least_single(array.dtype)).eps)
    return values


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
    array = concrete(_numeric(value, name))
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


def concrete(values: Any) -> np.ndarray | None:
    """The values as NumPy, or None while they are symbolic and have none."""
    try:
        return np.asarray(values)
    except (NotImplementedError, TypeError):  # TensorFlow's graph tensors; JAX's tracers.
        return None


def _symmetric(array: np.ndarray, name: str) -> None:
    gap = np.abs(array - array.T).max()
    if gap > 1e-5 * np.abs(array).max():
        raise ValueError(
            f"{name} must be symmetric; entries that should be equal differ by up to {gap:.3g}."
            f" If only rounding is to blame, pass ({name} + {name}.T) / 2."
        )


def _invertible(array: np.ndarray, name: str, rounding: float) -> None:
    smallest, largest = np.linalg.eigvalsh(array)[[0, -1]]
    size = len(array)
    if smallest <= size * rounding * largest:
        raise ValueError(
            f"{name} is singular or not positive definite: its eigenvalues run from {smallest:.3g}"
            f" to {largest:.3g}. Use more samples than columns, drop columns that others determine,"
            f" or add a ridge: {name} + 1e-3 * np.trace({name}) / {size} * np.eye({size})."
        )


def _at_least_single(dtype: np.dtype) -> np.dtype:
    return dtype if dtype in (np.float32, np.float64) else np.dtype("float64")


def _numeric(values: Any, name: str) -> Any:
    """Real numbers of whatever container: arrays and tensors as they are, the rest as NumPy."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array; fill its gaps or drop those samples first.")
    if hasattr(values, "toarray"):
        raise TypeError(f"{name} is a sparse matrix; pass {name}.toarray().")
    if not (hasattr(values, "dtype") and hasattr(values, "shape")):
        values = _array(values, name)
    kind = _kind(values)
    if kind.startswith("bool"):
        raise TypeError(f"{name} must hold numbers; got booleans. Convert them on purpose first.")
    if not kind.startswith(("float", "bfloat", "int", "uint", "longdouble")):
        raise TypeError(f"{name} must hold real numbers; got {kind}.")
    return values


def _as_precise(values: Any, given: Any, other: Any) -> Any:
    """In single precision, if these were given as a list and the other one has no more."""
    listed = not hasattr(given, "dtype") and values.dtype == "float64"
    return values.astype("float32") if listed and _kind(other) in SINGLE else values


def _kind(values: Any) -> str:
    return getattr(values.dtype, "name", str(values.dtype))


def _array(values: Any, name: str) -> np.ndarray:
    try:
        return np.asarray(values)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{name} must be numbers in rows of equal length: {error}") from None


def _shape(values: Any, name: str) -> tuple[int | None, ...]:
    try:
        return tuple(values.shape)
    except ValueError:  # A graph tensor of unknown rank.
        raise ValueError(f"{name} must have a known rank; declare its shape first.") from None


def _enough(rows: int | None, name: str, needed: int) -> None:
    if rows is not None and rows < needed:
        least = "one sample" if needed == 1 else f"{needed} samples"
        raise ValueError(f"{name} must hold at least {least} (rows); got {rows}.")


def _reshape(name: str, shape: tuple) -> str:
    if len(shape) == 1:
        return f"Write {name}[None, :] for a single sample or {name}[:, None] for a single column."
    if len(shape) > 2:
        return f"Flatten each sample first: {name}.reshape(len({name}), -1)."
    return f"Write [[{name}]] for a single number."


def _limits(above: float | None, at_least: float | None, at_most: float | None) -> str:
    parts = [("above", above), ("at least", at_least), ("at most", at_most)]
    said = [f"{word} {limit:g}" for word, limit in parts if limit is not None]
    return f" {' and '.join(said)}" if said else ""
