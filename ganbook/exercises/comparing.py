"""Are two results the same, and if not, how do they differ, in words?"""

from typing import Any

import numpy as np

_KINDS = {"U": "word", "b": "truth value", "c": "complex number"}
# Relations between a wrong result and the right one that name their own cause.
_RELATIONS = {
    "minus the right one: look for a lost sign or a swapped difference": np.negative,
    "the square of the right one: did you forget a root?": np.square,
    "the root of the right one: there is a root too many": lambda right: np.sqrt(np.abs(right)),
    "one over the right one: is a fraction upside down?": np.reciprocal,
    "one minus the right one": lambda right: 1 - right,
    "cut to whole numbers: is there an integer type on the way?": np.trunc,
    "rounded to whole numbers: leave the rounding to whoever reads them": np.rint,
}


def same(got: Any, right: Any, tolerance: float) -> bool:
    """Equal in kind, shape and value; the tolerance is relative to the largest entry."""
    if not (isinstance(got, np.ndarray) and isinstance(right, np.ndarray)) or _unlike(got, right):
        return False
    if right.dtype.kind == "U":
        return bool(np.all(_plain(got) == _plain(right)))
    largest = np.max(np.abs(right), where=np.isfinite(right), initial=0)
    return np.allclose(got, right, rtol=tolerance, atol=tolerance * largest, equal_nan=True)


def all_same(got: list, right: list, tolerance: float) -> bool:
    """Whether every case gives the same; a run that stopped early gives fewer, and is another."""
    return len(got) == len(right) and all(map(lambda a, b: same(a, b, tolerance), got, right))


def explain(got: list, right: list, tolerance: float) -> str:
    """How a wrong result differs from the right one: the first difference that is worth a word."""
    for mine, theirs in zip(got, right, strict=True):
        if sentence := _unlike(mine, theirs) or _not_finite(mine):
            return sentence
    if right[0].dtype.kind == "U":
        return f"{np.sum(_plain(got[0]) == _plain(right[0]))} of {right[0].size} are right."
    hits = sum(map(lambda mine, theirs: same(mine, theirs, tolerance), got, right))
    mine, theirs = (np.concatenate([np.ravel(case) for case in cases]) for cases in (got, right))
    counted = f"{hits} of {len(got)} cases are right." if hits else "None of the cases is right."
    return _related(mine, theirs.astype(float), tolerance) or counted


def described(array: np.ndarray) -> str:
    """Size and kind: `3 × 4 numbers`."""
    kind = _KINDS.get(array.dtype.kind, "number")
    return f"{' × '.join(map(str, array.shape))} {kind}s" if array.ndim else f"a single {kind}"


def _plain(words: np.ndarray) -> np.ndarray:
    return np.char.lower(np.char.strip(words))


def _unlike(got: Any, right: np.ndarray) -> str:
    """What is wrong before any value is looked at: type, kind and shape."""
    wanted = f"expected {described(right)}"
    if got is None or got is ...:
        return f"For some inputs nothing comes back; {wanted}. Does a path lack its `return`?"
    if not isinstance(got, np.ndarray):
        name = "".join(letter for letter in got[:40] if letter.isalnum() or letter == "_")
        return f"Your result is of the type `{name}`; {wanted}."
    sentence = f"Your result is {described(got)}; {wanted}."
    kinds = {_KINDS.get(array.dtype.kind) for array in (got, right)}
    if got.shape == right.shape and len(kinds) == 1:
        return ""
    if kinds != {None}:  # no advice on axes where words or truth values are the trouble
        return sentence
    if got.shape == right.shape[::-1]:
        return f"{sentence} Rows and columns are exchanged."
    if got.ndim < right.ndim:
        return f"{sentence} Was a sum or a mean taken over too many axes?"
    if got.size == right.size:
        return f"{sentence} The numbers may be right; take them out of their brackets."
    return f"{sentence} Write down the shape after each step."


def _not_finite(got: np.ndarray) -> str:
    if got.dtype.kind == "U" or np.all(np.isfinite(got)):
        return ""
    if np.any(np.isnan(got)):
        return "Your result contains NaN, which 0/0 and the root of a negative number leave behind."
    return "Your result contains infinity, which a division by 0 or an overflow leaves behind."


def _related(got: np.ndarray, right: np.ndarray, tolerance: float) -> str:
    with np.errstate(all="ignore"):
        for name, relation in _RELATIONS.items():
            if same(got, relation(right), tolerance):
                return f"Your result is {name}."
        if np.ptp(got) == 0 < np.ptp(right):
            return "Your result is the same for every input: do you use all arguments?"
        factor = np.dot(got, right) / np.dot(right, right)
        if f"{factor:.4g}" != "1" and same(got, factor * right, tolerance):
            return f"Your result is always {factor:.4g} times the right one: look for a factor."
        offset = np.mean(got - right)
        if same(got, right + offset, tolerance):
            return f"Your result always differs from the right one by {offset:+.4g}."
    if same(got, right, 1000 * tolerance):
        return "Close, but not exact: was something rounded, or computed in single precision?"
    return ""
