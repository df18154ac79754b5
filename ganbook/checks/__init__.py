"""What the public doors ask of their input, and the sentences that say what came and what to do."""

from ganbook.checks.kinds import concrete
from ganbook.checks.samples import (
    LARGE,
    covariance,
    finite,
    fits,
    matrix,
    not_negative,
    pair,
    same_width,
    vector,
)
from ganbook.checks.settings import count, in_range, known, positive, seed, switch

__all__ = [
    "LARGE",
    "concrete",
    "count",
    "covariance",
    "finite",
    "fits",
    "in_range",
    "known",
    "matrix",
    "not_negative",
    "pair",
    "positive",
    "same_width",
    "seed",
    "switch",
    "vector",
]
