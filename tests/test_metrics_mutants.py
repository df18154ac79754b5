"""Wrong formulas, each the kind that survives review, and the small proof that catches it.

A mutant is a module of the package with one piece of its source replaced. Its proof must hold for
the module as it is, and must fail for the mutant.
"""

import math
import types
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import metrics

pytestmark = pytest.mark.long  # Every mutant runs a proof of its own, twice.

FOLDER = Path(metrics.__file__).parent


def loaded(name, original="", replaced=""):
    """The module of that name, afresh, with a piece of its source replaced."""
    path = FOLDER / f"{name}.py"
    source = path.read_text("utf-8")
    assert not original or source.count(original) == 1, f"{original!r} is not once in {path.name}"
    module = types.ModuleType(f"ganbook.metrics.{name}")
    exec(compile(source.replace(original, replaced), path.name, "exec"), vars(module))
    return module


def cloud(seed, rows=20, width=3, scale=1.0, shift=0.0):
    return scale * np.random.default_rng(seed).normal(size=(rows, width)) + shift


def covariance_is_unbiased(module):
    x = cloud(0)
    assert_allclose(module.FrechetStatistics(3).update(x).covariance, np.cov(x, rowvar=False))


def shards_make_the_whole(module):
    one, two = cloud(0, rows=5), cloud(1, shift=2.0)
    joined, whole = (module.FrechetStatistics(3) for _ in range(2))
    whole.update(np.concatenate([one, two]))
    joined.update(one).update(two)
    assert_allclose(joined.scatter, whole.scatter)
    assert_allclose(joined.mean, whole.mean)


def statistics(*clouds):
    return [metrics.FrechetStatistics(x.shape[1]).update(x) for x in clouds]


def distance_of_known_gaussians(module):
    real, fake = cloud(0), cloud(1, rows=30, scale=2.0, shift=1.0)
    first, second = (np.cov(x, rowvar=False) for x in (real, fake))
    gap = real.mean(axis=0) - fake.mean(axis=0)
    roots = np.sqrt(np.linalg.eigvals(first @ second).real).sum()
    expected = gap @ gap + np.trace(first + second) - 2 * roots
    assert_allclose(module.distance(*statistics(real, fake)), expected)


def distance_of_few_rows(module):
    real, fake = cloud(0, rows=4, width=9), cloud(1, rows=5, width=9)
    first, second = ((x - x.mean(0)) / math.sqrt(len(x) - 1) for x in (real, fake))
    common = np.linalg.svd(first @ second.T, compute_uv=False).sum()
    gap = np.square(real.mean(axis=0) - fake.mean(axis=0)).sum()
    expected = gap + np.square(first).sum() + np.square(second).sum() - 2 * common
    assert_allclose(module.distance(*statistics(real, fake)), expected, rtol=1e-12)


def distance_changes_places(module):
    clouds = statistics(np.array([[0.0], [4.0]]), np.array([[0.0], [0.0], [0.875]]))
    assert module.distance(*clouds) == module.distance(*clouds[::-1])


def influences_are_slopes(module):
    real, fake = cloud(0, rows=200), cloud(1, rows=200, scale=1.5, shift=0.5)
    found = module.compare(real, fake)
    without = [metrics.frechet_distance(np.delete(real, k, 0), fake).value for k in range(20)]
    # Leaving a sample out moves the distance by its influence, over the count, the other way.
    moved = (found.value - np.array(without)) * 199
    assert_allclose(moved - moved.mean(), found.real[:20] - found.real[:20].mean(), atol=0.3)
    assert_allclose(module.compare(fake, real).real, found.fake, rtol=1e-6)


def extrapolated_distance_is_unbiased(module):
    pairs = ((cloud(seed, 80, 4), cloud(seed + 100, 80, 4)) for seed in range(20))
    found = np.mean([module.by_halves(*pair, False, 0).value for pair in pairs])
    assert abs(found) < metrics.frechet_bias(np.eye(4), 80) / 4


def subsets_of_the_whole_have_its_error(module):
    clouds = cloud(0), cloud(1, shift=1.0)
    whole = metrics.kernel_distance(*clouds)
    part = module.kernel_distance(*clouds, subsets=4, subset_size=20)
    assert_allclose([part.value, part.standard_error], [whole.value, whole.standard_error])
    few = module.kernel_distance(*clouds, subsets=400, subset_size=5)
    assert whole.standard_error / 2 < few.standard_error < 1.5 * whole.standard_error


def kernel_distance_of_two_rows(module):
    real, fake = np.array([[1.0], [2.0]]), np.array([[0.0], [1.0]])
    # (1·2 + 1)³ + (0·1 + 1)³ - (1 + 8 + 1 + 27)/2
    assert_allclose(module.kernel_distance(real, fake).value, 27 + 1 - 37 / 2)


def balls_counted_by_hand(module):
    real, fake = [[0.0], [1.0], [3.0]], [[1.25], [1.5]]
    assert module.precision_recall(real, fake, neighbours=1) == (1, 1 / 3)
    assert module.density_coverage(real, [[0.5], [9.0]], neighbours=1) == (1, 2 / 3)
    assert module.density_coverage(real, real, neighbours=1) == (2, 1)


def modes_counted_by_hand(module):
    samples = [[0, 0], [0.2, 0], [0.29, 0], [10, 0], [10, 0.31], [1, 1]]
    found = module.mode_report(samples, [[0, 0], [10, 0], [0, 10]], sigma=0.1)
    assert (found.captured, found.covered, found.high_quality) == (2, 2, 4 / 6)
    assert_allclose(found.reverse_kl, 4 / 6 * math.log(2), atol=1e-12)
    missed, fair = 2 / 6, found.high_quality_floor
    gaps = abs(3 / 6 - fair / 3) + abs(1 / 6 - fair / 3) + fair / 3 + abs(missed - (1 - fair))
    assert_allclose(found.mode_tv, gaps / 2)


def stray_samples_do_not_cover(module):
    centres = np.array([[0.0, 0.0], [10.0, 0.0]])
    samples = np.concatenate([np.repeat(centres[:1], 199, axis=0), centres[1:]])
    assert module.mode_report(samples, centres, sigma=0.1).covered == 1


def mode_floors(module):
    centres = 10.0 * np.arange(4)[:, None] * np.ones(3)
    rng, runs = np.random.default_rng(0), []
    for _ in range(200):
        samples = centres[rng.integers(4, size=50)] + rng.normal(size=(50, 3))
        runs.append(module.mode_report(samples, centres, sigma=1.0))
    for name in ("reverse_kl", "mode_tv", "high_quality"):
        found = [getattr(run, name) for run in runs]
        error = np.std(found) / math.sqrt(200)
        assert abs(np.mean(found) - getattr(runs[0], f"{name}_floor")) < 4 * error, name


def scores_of_known_answers(module):
    assert_allclose(module.inception_score(np.eye(5)).value, 5)
    p = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.7, 0.3]])
    divergences = (p * np.log(p / p.mean(axis=0))).sum(axis=1)
    found = module.inception_score(p)
    assert_allclose(found.value, math.exp(divergences.mean()))
    error = math.exp(divergences.mean()) * divergences.std(ddof=1) / 2
    assert_allclose(found.standard_error, error)
    assert_allclose(module.inception_score(np.eye(2)[[0, 0, 1, 1]], splits=2).value, 2)
    halves = [module.inception_score(p[k::2]).standard_error for k in range(2)]
    split = module.inception_score(p, splits=2)
    assert_allclose(split.standard_error, math.hypot(*halves) / 2)


def copies_are_suspicious(module):
    train, fresh, held_out = cloud(0, 100), cloud(1, 60), cloud(2, 60)
    copier = module.memorisation(train, np.concatenate([train[:30], fresh[:30]]), held_out)
    assert copier.p_value < 1e-3
    assert copier.closer > 0.6
    assert copier.copies == pytest.approx(0.5, abs=0.05)
    assert module.memorisation(train, 9 * fresh, held_out).p_value > 0.9
    assert module.memorisation(train, held_out, held_out).closer == 0.5


def halves_know_the_error_of_a_mean(module):
    x = cloud(0, rows=500)
    found = module.standard_errors(lambda sample: sample.mean(axis=0), x, seed=0)
    assert_allclose(found.mean(), 1 / math.sqrt(500), rtol=0.35)


class Mutant(NamedTuple):
    """Where, what stands there, the slip, and the proof that must notice."""

    module: str
    original: str
    replaced: str
    proof: object


MUTANTS = {
    "n for n - 1 in the covariance": Mutant(
        "statistics", "scatter / (self.count - 1)", "scatter / self.count", covariance_is_unbiased
    ),
    "shards joined without the way between their means": Mutant(
        "statistics", "way * (self.count * count / total)", "way * 0", shards_make_the_whole
    ),
    "means of shards weighted alike": Mutant(
        "statistics", "way * (count / total)", "way / 2", shards_make_the_whole
    ),
    "block not centred": Mutant("statistics", "block -= mean", "pass", covariance_is_unbiased),
    "missing factor 2 before the common part": Mutant(
        "gaussians", "- 2 * _common", "- _common", distance_of_known_gaussians
    ),
    "n for n - 1 in the trace": Mutant(
        "gaussians", "/ (cloud.count - 1)", "/ cloud.count", distance_of_known_gaussians
    ),
    "n for n - 1 under the root": Mutant(
        "gaussians",
        "(first.count - 1) * (second.count - 1)",
        "first.count * second.count",
        distance_of_known_gaussians,
    ),
    "the root of a square forgotten": Mutant(
        "gaussians", "np.sqrt(squares).sum()", "squares.sum()", distance_of_known_gaussians
    ),
    "distance of means not squared": Mutant(
        "gaussians", "gap @ gap", "np.sqrt(gap @ gap)", distance_of_known_gaussians
    ),
    "rounding kept as directions": Mutant(
        "gaussians",
        "np.sqrt(variances[kept])",
        "np.sqrt(variances[kept]) + 1e-8",
        distance_of_few_rows,
    ),
    "clouds taken in the order given": Mutant(
        "gaussians",
        "first, second = sorted((real, fake), key=_order)",
        "first, second = real, fake",
        distance_changes_places,
    ),
    "missing factor 2 in the slope along the mean": Mutant(
        "gaussians", "2 * (block @ gap)", "block @ gap", influences_are_slopes
    ),
    "the fakes' slope along the mean in the wrong direction": Mutant(
        "gaussians", "far.mean, -gap", "far.mean, gap", influences_are_slopes
    ),
    "halves added, not averaged": Mutant(
        "extrapolation", "in halved) / 2", "in halved)", extrapolated_distance_is_unbiased
    ),
    "error of subsets as if they shared nothing": Mutant(
        "kernel", "shared = share * variance", "shared = 0.0", subsets_of_the_whole_have_its_error
    ),
    "error of one subset for that of all": Mutant(
        "kernel",
        "(variance - shared) / len(parts)",
        "(variance - shared)",
        subsets_of_the_whole_have_its_error,
    ),
    "square for cube": Mutant("kernel", "degree=3", "degree=2", kernel_distance_of_two_rows),
    "self counted as a neighbour": Mutant(
        "neighbourhoods", "count=neighbours + 1", "count=neighbours", balls_counted_by_hand
    ),
    "precision and recall swapped": Mutant(
        "neighbourhoods",
        "float(fake_inside.mean()), float(real_inside.mean())",
        "float(real_inside.mean()), float(fake_inside.mean())",
        balls_counted_by_hand,
    ),
    "< for ≤": Mutant(
        "neighbourhoods",
        "inside = tile.distances <= balls",
        "inside = tile.distances < balls",
        balls_counted_by_hand,
    ),
    "density not divided by k times the fakes": Mutant(
        "neighbourhoods", "(neighbours * len(fake))", "len(real)", balls_counted_by_hand
    ),
    "coverage counted among the fakes": Mutant(
        "neighbourhoods",
        "float(hit.mean())",
        "float(hit.sum() / len(fake))",
        balls_counted_by_hand,
    ),
    "balls of the fakes around the reals": Mutant(
        "neighbourhoods",
        "tile.distances <= real_balls[tile.rows, None]",
        "tile.distances <= fake_balls[tile.columns]",
        balls_counted_by_hand,
    ),
    "one sigma for three": Mutant("modes", "REACH = 3", "REACH = 1", modes_counted_by_hand),
    "no bin for samples of no mode": Mutant(
        "modes",
        "np.append(true, count - true.sum())",
        "np.append(true, 0)",
        modes_counted_by_hand,
    ),
    "total variation not halved": Mutant(
        "modes",
        "np.abs(shares - fair).sum() / 2",
        "np.abs(shares - fair).sum()",
        modes_counted_by_hand,
    ),
    "divergence the other way round": Mutant(
        "modes",
        "xlogy(shares, shares / fair).sum()",
        "xlogy(fair, fair / (shares + 1e-9)).sum()",
        modes_counted_by_hand,
    ),
    "a stray sample covers its mode": Mutant(
        "modes", "100 * true >= count", "true > 0", stray_samples_do_not_cover
    ),
    "quality of two dimensions in all": Mutant("modes", "samples.shape[1] / 2", "1", mode_floors),
    "floor of the divergence without its modes": Mutant(
        "modes", "return modes * float(", "return float(", mode_floors
    ),
    "floor of the variation one count off": Mutant(
        "modes", "np.floor(count * fair) + 1", "np.floor(count * fair) + 2", mode_floors
    ),
    "entropy of the mean twice": Mutant(
        "inception",
        "xlogy(probabilities, average)",
        "xlogy(average, average)",
        scores_of_known_answers,
    ),
    "score without the exponential": Mutant(
        "inception",
        "math.exp(max(0.0, divergence.mean()))",
        "max(0.0, divergence.mean())",
        scores_of_known_answers,
    ),
    "splits that follow the order of the classes": Mutant(
        "inception",
        "probabilities[first::splits]",
        "np.array_split(probabilities, splits)[first]",
        scores_of_known_answers,
    ),
    "error of the sum for that of the mean of parts": Mutant(
        "inception", "math.sqrt(variance) / splits", "math.sqrt(variance)", scores_of_known_answers
    ),
    "far fakes taken for copies": Mutant(
        "memory", 'alternative="less"', 'alternative="greater"', copies_are_suspicious
    ),
    "ties left out": Mutant(
        "memory",
        "(below + upto).mean() / (2 * len(usual))",
        "upto.mean() / len(usual)",
        copies_are_suspicious,
    ),
    "the whole difference of halves": Mutant(
        "halving", "(one - other) / 2", "(one - other)", halves_know_the_error_of_a_mean
    ),
    "repeats added, not averaged": Mutant(
        "halving", "np.mean(squares", "np.sum(squares", halves_know_the_error_of_a_mean
    ),
}


class TestMutants:
    @pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
    def test_the_proof_holds_for_the_formula_and_not_for_the_slip(self, mutant):
        mutant.proof(loaded(mutant.module))
        changed = loaded(mutant.module, mutant.original, mutant.replaced)
        with pytest.raises(AssertionError):
            mutant.proof(changed)
