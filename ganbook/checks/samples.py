"""Samples and what is computed of them: the right shape, real numbers, none of them NaN."""

from typing import Any

import numpy as np

from ganbook.checks import kinds

LARGE = 1e30  # Samples of this scale fit into float32, with some room.
SINGLE = ("float16", "bfloat16", "float32")  # What is counted with in single precision.


def matrix(values: Any, name: str = "x", *, rows: int = 1) -> Any:
    """Values that are a matrix of finite numbers, one sample a row; lists come back as arrays."""
    values = kinds.numeric(values, name)
    shape = kinds.shape_of(values, name)
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
    values = kinds.numeric(values, name)
    shape = kinds.shape_of(values, name)
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
    values = kinds.numeric(values, name)
    array = kinds.concrete(values)
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
    array = kinds.concrete(values)
    if array is None or _all_finite(array):
        return values
    wider = "" if array.dtype == "float64" else ", or pass float64"
    raise ValueError(
        f"{said} too large for {array.dtype}: divide the samples by their scale first{wider}."
    )


def not_negative(values: Any, name: str) -> Any:
    """Finite values from 0 on, such as distances."""
    values = finite(values, name)
    array = kinds.concrete(values)
    if array is not None and (array < 0).any():
        raise ValueError(f"{name} must not be negative; its smallest value is {array.min():g}.")
    return values


def covariance(values: Any, width: int | None, name: str = "covariance") -> Any:
    """A symmetric matrix with no direction of zero spread, so that it can be inverted."""
    values = matrix(values, name)
    shape = kinds.shape_of(values, name)
    expected = (width, width) if width is not None else (shape[1], shape[1])
    if tuple(shape) != expected:
        raise ValueError(
            f"{name} must have a row and a column for each column of the samples, shape"
            f" {expected}; got {shape}. For samples in rows use np.cov(samples, rowvar=False)."
        )
    array = kinds.concrete(values)
    if array is not None:
        _symmetric(array.astype("float64"), name)
        _invertible(array.astype("float64"), name, np.finfo(_at_least_single(array.dtype)).eps)
    return values


def _all_finite(array: np.ndarray) -> bool:
    # A finite sum has finite terms, and needs no array of truth values; the converse may overflow.
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(array.sum()) or np.isfinite(array).all())


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


def _as_precise(values: Any, given: Any, other: Any) -> Any:
    """In single precision, if these were given as a list and the other one has no more."""
    listed = not hasattr(given, "dtype") and values.dtype == "float64"
    return values.astype("float32") if listed and kinds.type_name(other) in SINGLE else values


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
