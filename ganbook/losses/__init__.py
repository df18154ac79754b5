"""What the two players minimise: pure functions of raw scores or of samples, both losses at once.

Each game returns one loss per sample and player, or one number for a batch where samples are
compared with one another. The caller takes the mean.
"""

from ganbook.losses.adversarial import (
    hinge,
    least_squares,
    minimax,
    non_saturating,
    relativistic,
    wasserstein,
)
from ganbook.losses.clouds import (
    energy,
    energy_gap,
    l1,
    l2,
    mmd,
    mmd_gap,
    pointwise_l2,
    similarity,
)
from ganbook.losses.objectives import OBJECTIVES, TERMS, Objective
from ganbook.losses.players import Losses

__all__ = [
    "OBJECTIVES",
    "TERMS",
    "Losses",
    "Objective",
    "energy",
    "energy_gap",
    "hinge",
    "l1",
    "l2",
    "least_squares",
    "minimax",
    "mmd",
    "mmd_gap",
    "non_saturating",
    "pointwise_l2",
    "relativistic",
    "similarity",
    "wasserstein",
]
