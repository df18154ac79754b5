"""How good a generator is: fidelity, variety, memory, each with an error and its real-real floor.

Metrics look at finished samples and need no gradients, so they count in NumPy and float64, in
blocks, and take arrays and tensors alike. Distances to train with are in `distances`, `kernels`.
"""

from ganbook.metrics.frechet import frechet_bias, frechet_distance
from ganbook.metrics.inception import inception_score
from ganbook.metrics.kernel import kernel_distance
from ganbook.metrics.memory import Memorisation, memorisation
from ganbook.metrics.modes import ModeReport, mode_report
from ganbook.metrics.neighbourhoods import (
    DensityCoverage,
    PrecisionRecall,
    density_coverage,
    precision_recall,
)
from ganbook.metrics.reporting import report
from ganbook.metrics.statistics import FrechetStatistics
from ganbook.metrics.table import Report, Row

__all__ = [
    "DensityCoverage",
    "FrechetStatistics",
    "Memorisation",
    "ModeReport",
    "PrecisionRecall",
    "Report",
    "Row",
    "density_coverage",
    "frechet_bias",
    "frechet_distance",
    "inception_score",
    "kernel_distance",
    "memorisation",
    "mode_report",
    "precision_recall",
    "report",
]
