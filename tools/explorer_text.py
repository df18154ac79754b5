"""Numbers as letters that a script may carry: three for a weight, one for a pixel of the digits."""

from typing import Any

import numpy as np

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
HALF = 2**17  # three letters of six bits each: whole numbers below twice this
INK = 16  # levels of ink of scikit-learn's digits


def as_weights(values: np.ndarray) -> tuple[str, list[float]]:
    """Letters for each value, in units that every column has for itself and that are returned too.

    Rounded to 17 bits and a sign. Half precision has 11 bits, and its rounding would be seen.
    """
    rows = values.reshape(-1, values.shape[-1] if values.ndim > 1 else 1).astype("float64")
    largest = np.abs(rows).max(axis=0) * HALF / (HALF - 1)
    scales = [float(f"{value:.7g}") for value in largest]
    codes = np.round(rows / scales * HALF).astype(int).ravel() + HALF
    triples = np.stack([codes >> 12, (codes >> 6) % 64, codes % 64], axis=1)
    return _letters(triples), scales


def read_weights(text: str, blocks: list[dict[str, Any]]) -> list[np.ndarray]:
    """The values of each block, in single precision: what the page computes with."""
    high, middle, low = np.array([LETTERS.index(letter) for letter in text]).reshape(-1, 3).T
    shares = ((high * 64 + middle) * 64 + low - HALF) / HALF
    ends = np.cumsum([block["count"] for block in blocks])
    pieces = np.split(shares, ends[:-1])
    return [
        (share.reshape(-1, len(block["scales"])) * block["scales"]).ravel().astype("float32")
        for share, block in zip(pieces, blocks, strict=True)
    ]


def as_levels(pictures: np.ndarray) -> str:
    """Pixels from -1 to 1 as letters for 0 to 16; the trap: other values would be lost."""
    levels = (pictures + 1) * INK / 2
    if not (levels == np.round(levels)).all():
        raise ValueError(f"expected pixels in steps of {2 / INK}; got others between them")
    return _letters(levels.astype(int))


def _letters(codes: np.ndarray) -> str:
    return "".join(np.array(list(LETTERS))[codes.ravel()])
