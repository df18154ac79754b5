"""The Inception Score: how sure a classifier is of each sample, and how varied its answers are."""

import math
from typing import Any

import numpy as np
from scipy.special import xlogy

from ganbook import checks
from ganbook.estimates import Estimate
from ganbook.metrics import inputs

HALF = 1e-3  # How far a sum of probabilities in half precision may be from 1.


def inception_score(probabilities: Any, *, splits: int = 1) -> Estimate:
    """exp of the mean KL(p(y|x) ‖ p(y)): from 1, all answers alike, to the number of classes.

    Takes a row of class probabilities for each sample; with splits it is the mean score of so many
    equal parts (every so manieth row each). The trap: it never sees a real sample. One perfect
    picture per class scores best of all, and so does noise that the classifier is sure about.
    """
    probabilities = _probabilities(probabilities)
    few = f"With {len(probabilities)} rows each part would have fewer than two."
    checks.count(splits, "splits", at_most=len(probabilities) // 2, remedy=few)
    # Rows in the order of their classes, as generators like to give them, are thus spread evenly.
    parts = [_score(probabilities[first::splits]) for first in range(splits)]
    variance = sum(part.standard_error**2 for part in parts)
    return Estimate(np.mean([part.value for part in parts]), math.sqrt(variance) / splits)


def _score(probabilities: np.ndarray) -> Estimate:
    """The mean is at its own minimum over p(y), so each sample counts by its own divergence."""
    average = probabilities.mean(axis=0)
    # 0 log 0 is 0, as xlogy knows; where the average is 0, so is every entry above it.
    divergence = (xlogy(probabilities, probabilities) - xlogy(probabilities, average)).sum(axis=1)
    score = math.exp(max(0.0, divergence.mean()))
    return Estimate(score, score * divergence.std(ddof=1) / math.sqrt(len(divergence)))


def _probabilities(given: Any) -> np.ndarray:
    rows = inputs.matrix(given, "probabilities").astype("float64")
    if rows.shape[1] < 2:
        raise ValueError(
            "probabilities must have a column for each of at least two classes; got 1."
        )
    if (rows < 0).any():
        raise ValueError(
            f"probabilities must not be negative; the smallest is {rows.min():.3g}. If these are"
            " raw scores, pass keras.ops.softmax(scores)."
        )
    sums = rows.sum(axis=1, keepdims=True)
    worst = np.abs(sums - 1).argmax()
    if abs(sums[worst, 0] - 1) > HALF:
        raise ValueError(
            f"each row of probabilities must sum to 1; row {worst} sums to {sums[worst, 0]:.6g}."
            " If these are raw scores, pass keras.ops.softmax(scores); else divide by the sum."
        )
    return rows / sums
