"""How alike samples are, and from that how unlike two laws are: kernels and what they measure.

NumPy in, NumPy out: computed in tiles, for measuring. Tensors in, tensors out: one differentiable
graph, for training.
"""

from ganbook.kernels.bandwidths import median_bandwidth
from ganbook.kernels.discrepancy import mmd_estimate, mmd_linear, mmd_squared
from ganbook.kernels.fourier import random_features, random_features_error
from ganbook.kernels.functions import (
    distance_induced,
    gaussian,
    induced_distance,
    laplacian,
    polynomial,
    rational_quadratic,
)
from ganbook.kernels.selection import Selection, select_bandwidth
from ganbook.kernels.two_samples import (
    TwoSampleTest,
    two_sample_test,
    two_sample_test_from_gram,
)
from ganbook.kernels.witness import witness

__all__ = [
    "Selection",
    "TwoSampleTest",
    "distance_induced",
    "gaussian",
    "induced_distance",
    "laplacian",
    "median_bandwidth",
    "mmd_estimate",
    "mmd_linear",
    "mmd_squared",
    "polynomial",
    "random_features",
    "random_features_error",
    "rational_quadratic",
    "select_bandwidth",
    "two_sample_test",
    "two_sample_test_from_gram",
    "witness",
]
