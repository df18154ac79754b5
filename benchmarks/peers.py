"""What other libraries make of the same features; importable only beside them (`environment.py`).

Each takes real and fake features as NumPy arrays and does what its documentation shows, in float64
where it asks for nothing else.
"""

import contextlib
import io
import warnings
from typing import Any

import numpy as np
import sklearn.metrics
import torch
from cleanfid import fid as clean_fid
from prdc import compute_prdc
from torch_fidelity import metric_fid, metric_isc, metric_kid, metric_prc
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore
from torchmetrics.image.kid import KernelInceptionDistance

BATCH = 1000  # Features that torchmetrics is given at a time, as a network would.
NAMES = ("clean-fid", "prdc", "scikit-learn", "torch", "torch-fidelity", "torchmetrics")


class Features(torch.nn.Module):
    """In the place of torchmetrics' Inception network: the images are features already."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.num_features = width

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """As they came."""
        return images


def _torchmetrics(kind: type, real: np.ndarray, fake: np.ndarray, **settings: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns of its own memory, and of a spread over one.
        metric = kind(feature=Features(real.shape[1]), **settings).set_dtype(torch.float64)
        for cloud, is_real in ((real, True), (fake, False)):
            for part in torch.from_numpy(cloud).split(BATCH):
                metric.update(part, real=is_real)
        return metric.compute()


def frechet_torchmetrics(real: np.ndarray, fake: np.ndarray) -> float:
    """By the eigenvalues of the product of the covariances, which are general matrices."""
    return float(_torchmetrics(FrechetInceptionDistance, real, fake))


def frechet_torch_fidelity(real: np.ndarray, fake: np.ndarray) -> float:
    """The same through NumPy."""
    both = (metric_fid.fid_features_to_statistics(torch.from_numpy(x)) for x in (real, fake))
    found = metric_fid.fid_statistics_to_metric(*both, verbose=False)
    return found[metric_fid.KEY_METRIC_FID]


def frechet_clean_fid(real: np.ndarray, fake: np.ndarray) -> float:
    """By SciPy's general square root of that product."""
    (m, s), (n, t) = ((x.mean(axis=0), np.cov(x, rowvar=False)) for x in (real, fake))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # It asks SciPy for a dying option.
        return float(clean_fid.frechet_distance(m, s, n, t))


def kid_torchmetrics(real: np.ndarray, fake: np.ndarray, subsets: int, size: int) -> float:
    """Random subsets of each cloud."""
    settings = {"subsets": subsets, "subset_size": size}
    return float(_torchmetrics(KernelInceptionDistance, real, fake, **settings)[0])


def kid_torch_fidelity(real: np.ndarray, fake: np.ndarray, subsets: int, size: int) -> float:
    """The same through NumPy."""
    clouds = map(torch.from_numpy, (fake, real))
    settings = {"kid_subsets": subsets, "kid_subset_size": size, "verbose": False}
    found = metric_kid.kid_features_to_metric(*clouds, **settings)
    return found[metric_kid.KEY_METRIC_KID_MEAN]


def kid_clean_fid(real: np.ndarray, fake: np.ndarray, subsets: int, size: int) -> float:
    """The same through NumPy, with NumPy's global random state."""
    return clean_fid.kernel_distance(fake, real, num_subsets=subsets, max_subset_size=size)


def inception_score_torchmetrics(scores: np.ndarray) -> float:
    """Of raw scores, in one part."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of its memory, and of a spread over one part.
        metric = InceptionScore(feature=Features(scores.shape[1]), splits=1)
        metric = metric.set_dtype(torch.float64)
        metric.update(torch.from_numpy(scores))
        return float(metric.compute()[0])


def inception_score_torch_fidelity(scores: np.ndarray) -> float:
    """The same."""
    found = metric_isc.isc_features_to_metric(torch.from_numpy(scores), splits=1)
    return found[metric_isc.KEY_METRIC_ISC_MEAN]


def precision_recall_torch_fidelity(
    real: np.ndarray, fake: np.ndarray, neighbours: int
) -> dict[str, float]:
    """With ≤, as here; and its first cloud is the fake one."""
    clouds = map(torch.from_numpy, (fake, real))
    settings = {"prc_neighborhood": neighbours, "save_cpu_ram": False, "verbose": False}
    found = metric_prc.prc_features_to_metric(*clouds, **settings)
    return {name: found[name] for name in ("precision", "recall")}


def neighbourhoods_prdc(real: np.ndarray, fake: np.ndarray, neighbours: int) -> dict[str, float]:
    """With <, which differs from ≤ only where distances are equal."""
    with contextlib.redirect_stdout(io.StringIO()):
        found = compute_prdc(real, fake, neighbours)
    return {name: float(value) for name, value in found.items()}


def mmd_scikit_learn(
    real: np.ndarray, fake: np.ndarray, bandwidth: float, chunk: int | None = None
) -> float:
    """The unbiased MMD² from whole matrices of scikit-learn, or from chunks of their rows."""

    def total(x: np.ndarray, y: np.ndarray) -> float:
        rows = chunk or len(x)
        parts = (x[first : first + rows] for first in range(0, len(x), rows))
        gamma = 1 / (2 * bandwidth**2)
        kernel = sklearn.metrics.pairwise.rbf_kernel
        return sum(kernel(part, y, gamma=gamma).sum(dtype="float64") for part in parts)

    return unbiased(total(real, real), total(fake, fake), total(real, fake), len(real), len(fake))


def mmd_torch(real: np.ndarray, fake: np.ndarray, bandwidth: float, chunk: int) -> float:
    """The same as one writes it in torch, by products and in place, chunk by chunk."""
    real, fake = torch.from_numpy(real) / bandwidth, torch.from_numpy(fake) / bandwidth

    def total(x: torch.Tensor, y: torch.Tensor) -> float:
        halves_x, halves_y = (v.square().sum(dim=1) / 2 for v in (x, y))
        found = 0.0
        for part, half in zip(x.split(chunk), halves_x.split(chunk), strict=True):
            exponents = torch.addmm(half[:, None] + halves_y, part, y.T, beta=-1)
            found += float(exponents.exp_().sum(dtype=torch.float64))
        return found

    return unbiased(total(real, real), total(fake, fake), total(real, fake), len(real), len(fake))


def unbiased(xx: float, yy: float, xy: float, m: int, n: int) -> float:
    """MMD² from the sums of a kernel that is 1 on the diagonal."""
    return (xx - m) / (m * (m - 1)) + (yy - n) / (n * (n - 1)) - 2 * xy / (m * n)
