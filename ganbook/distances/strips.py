"""Double precision on NumPy: one matrix product, turned into distances strip by strip in place.

In double precision the processor's own matrix product is quicker than XLA's, and what cancels in
|x|² + |y|² - 2xy is so little, as a rule, that it can be done again pair by pair.
"""

import numpy as np

ROWS = 32  # A strip of the result that stays in the cache from its first touch to its last.
CANCELLED = 1 / 64  # Below this share of |x|² + |y|², six binary digits of the difference are lost.
FEW = 1 / 64  # The share of a strip up to which pairs are worth doing one by one.
PAIRS = 4096  # Pairs whose coordinates are held at once.


def matrix(x: np.ndarray, y: np.ndarray, *, root: bool) -> np.ndarray | None:
    """(Squared) Euclidean distances; None if too many of them cancel for this way to be quick."""
    centre = y.mean(axis=0)
    ours = x - centre
    theirs = ours if x is y else y - centre  # Of one and the same, NumPy computes one half only.
    own, others = _lengths(ours), _lengths(theirs)
    result = np.matmul(ours, theirs.T)
    for first in range(0, len(x), ROWS):
        rows = slice(first, first + ROWS)
        squares = result[rows]
        squares *= -2
        squares += own[rows, None]
        squares += others
        if not _restore(squares, x[rows], y, CANCELLED * (own[rows] + others.max())):
            return None
        if root:
            np.sqrt(squares, out=squares)
    return result


def _lengths(samples: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", samples, samples)


def _restore(squares: np.ndarray, strip: np.ndarray, y: np.ndarray, limit: np.ndarray) -> bool:
    """Repair what has cancelled, below a limit for each row; False if that is too much."""
    # One limit for all columns of a row errs on the safe side, and saves a pass over the strip.
    if (squares.min(axis=1) >= limit).all():
        return True
    rows, columns = np.nonzero(squares < limit[:, None])
    few = len(rows) <= FEW * squares.size
    if few:
        _mend(squares, strip, y, rows, columns)
    return few


def _mend(
    squares: np.ndarray, strip: np.ndarray, y: np.ndarray, rows: np.ndarray, columns: np.ndarray
) -> None:
    """Do these pairs again by differences, which lose nothing."""
    for first in range(0, len(rows), PAIRS):
        some, others = rows[first : first + PAIRS], columns[first : first + PAIRS]
        gaps = strip[some] - y[others]
        squares[some, others] = np.einsum("ij,ij->i", gaps, gaps)
