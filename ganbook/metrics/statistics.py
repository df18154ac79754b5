"""Count, mean and scatter of a cloud, gathered batch by batch and shard by shard."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ganbook import checks
from ganbook.metrics import inputs

LARGEST = 1e70  # The distance takes products of two scatters, which float64 must still hold.


class FrechetStatistics:
    """All that the Fréchet distance needs to know of a cloud, in memory that does not grow with it.

    `update` takes further batches; `one + other` joins shards. Both give what all rows at once
    would, up to the rounding of float64. The trap: no one notices a shard that is added twice.
    """

    def __init__(self, width: int) -> None:
        width = checks.count(width, "width")
        self.count = 0
        self.mean = np.zeros(width)
        self.scatter = np.zeros((width, width))

    def update(self, features: Any) -> "FrechetStatistics":
        """Take in a batch, of one row or of many."""
        features = inputs.matrix(features, "features", rows=1)
        checks.same_width(features, self.scatter, ("features", "the statistics"))
        inputs.bounded(features, "features", LARGEST)
        mean = features.mean(axis=0, dtype="float64")
        for block in inputs.blocks(features):
            block -= mean
            self.scatter += block.T @ block
        self._join(len(features), mean)
        return self

    def __add__(self, other: "FrechetStatistics") -> "FrechetStatistics":
        if not isinstance(other, FrechetStatistics):
            return NotImplemented
        checks.same_width(self.scatter, other.scatter, ("one shard", "the other"))
        both = FrechetStatistics(len(self.mean))
        for shard in (self, other):
            both.scatter += shard.scatter
            both._join(shard.count, shard.mean)
        return both

    def __repr__(self) -> str:
        return f"FrechetStatistics of {self.count} rows, {len(self.mean)} columns"

    @property
    def covariance(self) -> np.ndarray:
        """Scatter over count - 1, so that small clouds do not look tighter than their law."""
        checks.count(self.count, "the number of rows seen", at_least=2, remedy="Call update first.")
        return self.scatter / (self.count - 1)

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Plain arrays to store or send, as with `numpy.savez(file, **statistics.to_arrays())`."""
        # Copies: what was stored must not move when the next batch comes.
        parts = {"count": self.count, "mean": self.mean, "scatter": self.scatter}
        return {name: np.array(part) for name, part in parts.items()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> "FrechetStatistics":
        """The statistics that `to_arrays` gave."""
        missing = [name for name in ("count", "mean", "scatter") if name not in arrays]
        if missing:
            raise ValueError(f"arrays must come from to_arrays; it lacks {', '.join(missing)}.")
        mean = checks.vector(arrays["mean"], "mean")
        scatter = checks.matrix(arrays["scatter"], "scatter")
        if scatter.shape != 2 * mean.shape or not np.allclose(scatter, scatter.T):
            raise ValueError(
                "scatter must be symmetric, with a row and a column for each of the"
                f" {len(mean)} entries of mean; got shape {scatter.shape}."
            )
        restored = cls(len(mean))
        restored.count = checks.count(np.asarray(arrays["count"])[()], "count", at_least=0)
        restored.mean, restored.scatter = (np.array(a, "float64") for a in (mean, scatter))
        restored._require_possible()
        return restored

    def _require_possible(self) -> None:
        """No direction has a negative spread, and one row or none has no spread at all."""
        spreads = np.linalg.eigvalsh(self.scatter)
        largest = spreads[-1] if self.count > 1 else 0.0
        # Room for a scatter that was stored in single precision.
        if spreads[0] < -1e-6 * max(largest, 0.0) or spreads[-1] > largest:
            raise ValueError(
                f"no {self.count} rows have this scatter: its eigenvalues run from {spreads[0]:.3g}"
                f" to {spreads[-1]:.3g}. Pass what to_arrays gave, unchanged."
            )

    def _join(self, count: int, mean: np.ndarray) -> None:
        """Scatters within two groups add up, and the way between their means adds its own."""
        total = self.count + count
        if self.count and count:
            way = mean - self.mean
            self.scatter += np.outer(way, way * (self.count * count / total))
            mean = self.mean + way * (count / total)
        if count:
            self.mean, self.count = mean, total
