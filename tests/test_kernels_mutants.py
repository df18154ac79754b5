"""The classic slips, put into the formulas one by one: for each, a test that notices."""

import numpy as np
import pytest

from ganbook import estimates
from ganbook.kernels import (
    bandwidths,
    discrepancy,
    fourier,
    functions,
    gaussian_pairs,
    pairs,
    sums,
    two_samples,
)
from ganbook.kernels import variance as variances
from tests import test_kernels as plain
from tests import test_kernels_mmd as mmd
from tests.named_mutants import NamedMutants

pytestmark = pytest.mark.long  # Every mutant runs a test of its own, twice.


def rng():
    return np.random.default_rng(0)


def law():
    mmd.TestMmdSquared().test_on_average_it_is_that_of_the_laws(1, 1, 1, rng())


def double_sums(*, unbiased):
    mmd.TestMmdSquared().test_matches_the_double_sums("gaussian", "float64", unbiased, rng())


def textbook(name):
    plain.TestKernels().test_match_the_textbook(name, "float64", rng())


def variance_of_coins():
    test = mmd.TestMmdEstimate()
    test.test_over_all_samples_of_two_coins_it_is_the_variance_exactly(4, 4)


def variance_on_average():
    mmd.TestMmdEstimate().test_its_square_is_on_average_the_variance(12, 12, 1.5, rng())


def error_under_equal_laws():
    mmd.TestMmdEstimate().test_under_equal_laws_it_is_neither_zero_nor_too_small(rng())


def moments():
    mmd.TestMmdEstimate().test_moments_match_the_sums_over_different_samples(rng())


def null():
    mmd.TestTwoSampleTest().test_the_null_holds_what_relabelling_gives_each_as_often(rng())


def p_value():
    mmd.TestTwoSampleTest().test_p_value_counts_itself(rng())


def statistic():
    mmd.TestTwoSampleTest().test_statistic_is_the_unbiased_mmd(None, rng())


def statistic_of_tiles():
    mmd.TestTwoSampleTest().test_statistic_is_that_of_full_tiles(rng())


def estimate_of_tiles():
    mmd.TestMmdEstimate().test_full_tiles_agree_with_one_matrix(rng())


def full_tiles():
    mmd.TestMmdSquared().test_full_tiles_agree_with_one_matrix(rng())


MUTANTS = {
    "γ for σ": (
        functions.gaussian_of,
        "squares * (-0.5 / (width * width))",
        "squares * -width",
        lambda: textbook("gaussian"),
    ),
    "σ for σ²": (functions.gaussian_of, "(width * width)", "width", lambda: textbook("gaussian")),
    "forgotten factor 2 under the square": (
        functions.gaussian_of,
        "-0.5 /",
        "-1.0 /",
        lambda: textbook("gaussian"),
    ),
    "sum for mean of several bandwidths": (
        functions._mean,
        " / len(terms) if",
        " if",
        lambda: textbook("three gaussians"),
    ),
    "Euclid for Manhattan": (
        functions.laplacian,
        "distances.manhattan",
        "distances.euclidean",
        lambda: textbook("laplacian"),
    ),
    "no 1/width in the cubic": (
        functions.polynomial_settings,
        "1 / width if",
        "1.0 if",
        lambda: textbook("polynomial"),
    ),
    "a power too few": (
        functions.whole_power,
        "half * half * base if",
        "half * half if",
        lambda: textbook("polynomial"),
    ),
    "forgotten half of the distance-induced kernel": (
        functions.distance_induced,
        "- distances.euclidean(x, y)) / 2",
        "- distances.euclidean(x, y))",
        lambda: textbook("distance induced"),
    ),
    "k called a distance": (
        functions.induced_distance,
        "-2 * library.expm1(",
        "library.exp(",
        lambda: plain.TestInducedDistance().test_is_the_root_of_two_minus_two_k(rng()),
    ),
    "equal rows in the median": (
        bandwidths._median_distance,
        "first + 2 * (place // 2)",
        "2 * (place // 2)",
        lambda: plain.TestMedianBandwidth().test_by_hand(),
    ),
    "forgotten diagonal": (
        pairs.FunctionPairs._counted,
        "np.triu(values, 1)",
        "np.triu(values)",
        lambda: mmd.TestMmdSquared().test_matches_the_double_sums(
            "laplacian", "float64", True, rng()
        ),
    ),
    "forgotten diagonal of Gaussian tiles": (
        gaussian_pairs.GaussianPairs._counted,
        "np.tri(len(values), dtype=bool)",
        "np.tri(len(values), k=-1, dtype=bool)",
        full_tiles,
    ),
    "both sides of the diagonal": (
        gaussian_pairs.GaussianPairs._counted,
        "if self.diagonal(rows, columns)",
        "if False",
        full_tiles,
    ),
    "whole lengths for half ones": (gaussian_pairs._half_lengths, " / 2", "", full_tiles),
    "mirror image forgotten": (
        sums.within,
        "found.rows + found.columns",
        "2 * found.rows",
        estimate_of_tiles,
    ),
    "halves taken for wholes": (sums.total, "2 * found", "found", full_tiles),
    "forgotten trace": (
        discrepancy._mean_within,
        "(total + sums.trace(own))",
        "total",
        lambda: double_sums(unbiased=False),
    ),
    "n for n - 1": (
        discrepancy._mean_within,
        "count * (count - 1)",
        "count**2",
        lambda: double_sums(unbiased=True),
    ),
    "n for n - 1 in training": (
        discrepancy._traced_mean,
        "count * (count - 1)",
        "count * count",
        lambda: double_sums(unbiased=True),
    ),
    "missing factor 2 of the cross term": (
        discrepancy.mmd_squared,
        "inside - 2 * between",
        "inside - between",
        law,
    ),
    "missing factor 2 in training": (
        discrepancy.mmd_squared,
        "inside - 2 * backend",
        "inside - backend",
        lambda: double_sums(unbiased=True),
    ),
    "plus for minus in the linear estimate": (
        discrepancy.mmd_linear,
        "alike - mixed",
        "alike + mixed",
        lambda: mmd.TestMmdLinear().test_by_hand(),
    ),
    "first order alone": (variances.variance, " + max(second, 0.0)", "", error_under_equal_laws),
    "second order alone": (variances.variance, "max(first, 0.0) + ", "", variance_on_average),
    "noise of the sums left in the first order": (
        variances._towards,
        " - own / (count - 2) - cross / others",
        "",
        variance_of_coins,
    ),
    "pairs for triples": (variances._within, "(by_row - sums.squares)", "by_row", moments),
    "squares forgotten across": (
        variances._across,
        " - by_column + sums.squares",
        " - by_column",
        moments,
    ),
    "p-value without the ones": (
        estimates.p_value,
        "(1 + np.sum(null >= ties)) / (1 + len(null))",
        "np.sum(null >= ties) / len(null)",
        p_value,
    ),
    "labels drawn with replacement": (
        two_samples._labels,
        "rng.permuted(worlds[1:], axis=1, out=worlds[1:])",
        "worlds[1:] = rng.random(worlds[1:].shape) < count / total",
        null,
    ),
    "tiles off the diagonal counted once": (sums.weight, "else 2", "else 1", statistic_of_tiles),
    "cross pairs counted twice": (
        two_samples._statistics,
        "2 * (from_x - inside) / (m * n)",
        "2 * from_x / (m * n)",
        statistic,
    ),
    "random features of the wrong scale": (
        fourier.random_features,
        "math.sqrt(count // 2)",
        "math.sqrt(count)",
        lambda: plain.TestRandomFeatures().test_each_row_has_length_one(rng()),
    ),
    "an error bound twice too small": (
        fourier.random_features_error,
        "math.sqrt(4 *",
        "math.sqrt(1 *",
        lambda: plain.TestRandomFeatures().test_the_bound_is_hoeffdings(),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
class TestMutants(NamedMutants):
    mutants = MUTANTS
