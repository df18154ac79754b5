"""How far apart samples are, pair by pair, and how far apart two clouds of them are.

NumPy in, NumPy out: computed in small blocks, for measuring. Tensors in, tensors out: one
differentiable matrix, for training. Both follow the same formulas, in `measures`.
"""

from ganbook.distances.clouds import energy, sliced_wasserstein, wasserstein_1d
from ganbook.distances.neighbours import Neighbours, nearest
from ganbook.distances.pairwise import (
    chebyshev,
    euclidean,
    mahalanobis,
    manhattan,
    minkowski,
    similarity,
    squared_euclidean,
)

__all__ = [
    "Neighbours",
    "chebyshev",
    "energy",
    "euclidean",
    "mahalanobis",
    "manhattan",
    "minkowski",
    "nearest",
    "similarity",
    "sliced_wasserstein",
    "squared_euclidean",
    "wasserstein_1d",
]
