"""The answers on the Gaussian kernel against the package, which knows nothing of them."""

import math

import numpy as np
import pytest
import sklearn.metrics.pairwise
from numpy.testing import assert_allclose

from ganbook import backend, distances, kernels
from ganbook.exercises.catalogue import BY_NAME


def answer(name):
    return BY_NAME[name].answer


def looks(gram, before):
    """What a reader would say of a Gram matrix."""
    if np.allclose(gram, before, rtol=1e-9):
        return "same"
    if np.allclose(gram, np.eye(len(gram)), atol=0.01):
        return "identity"
    return "ones" if np.allclose(gram, 1, atol=0.01) else "neither"


def test_each_change_does_to_the_gram_matrix_what_is_predicted(rng):
    pictures, sigma = 6 / math.sqrt(128) * rng.normal(size=(50, 64)), 6.0
    before = kernels.gaussian(pictures, pictures, bandwidth=sigma)
    assert 0.55 < np.median(before) < 0.65
    small = pictures / 60
    after = [
        kernels.gaussian(100 * pictures, 100 * pictures, bandwidth=sigma),
        kernels.gaussian(100 * pictures, 100 * pictures, bandwidth=100 * sigma),
        kernels.gaussian(pictures, pictures, bandwidth=1 / (2 * sigma**2)),
        sklearn.metrics.pairwise.rbf_kernel(small, small, gamma=sigma / 60),
    ]
    assert [looks(gram, before) for gram in after] == answer("one-thing-changed")


@pytest.mark.parametrize(("distance", "similarity"), [(2.0, math.exp(-0.5)), (7.0, 0.3)])
def test_gamma_delivers_the_ordered_similarity(distance, similarity):
    gamma = answer("gamma-for")(distance, similarity)
    delivered = sklearn.metrics.pairwise.rbf_kernel([[0.0]], [[distance]], gamma=gamma)
    assert_allclose(delivered, similarity, rtol=1e-12)


class TestInducedDistance:
    def test_of_the_gaussian_is_the_package_s(self, rng):
        points = rng.normal(size=(9, 3))
        gram = kernels.gaussian(points, points, bandwidth=1.3)
        expected = kernels.induced_distance(points, points, bandwidth=1.3)
        assert_allclose(answer("induced-distance")(gram), expected, rtol=1e-9)

    def test_of_inner_products_is_the_euclidean_one(self, rng):
        points = rng.normal(size=(9, 3))
        gram = kernels.polynomial(points, points, degree=1, scale=1.0, offset=0.0)
        expected = distances.euclidean(points, points)
        assert_allclose(answer("induced-distance")(gram), expected, rtol=1e-9)


class TestCrowding:
    def test_is_the_off_diagonal_mean_of_the_package_s_gram_matrix(self, rng):
        samples = rng.normal(size=(12, 4))
        gram = kernels.gaussian(samples, samples + 0, bandwidth=1.7)
        expected = (gram.sum(axis=1) - np.diag(gram)) / 11
        assert_allclose(answer("crowding")(samples, 1.7), expected, rtol=1e-9)

    def test_finds_the_copies_that_the_broken_program_cannot_see(self, rng):
        samples = 3 * rng.normal(size=(20, 8))
        samples[15:] = samples[15]
        crowded = answer("crowding")(samples, 3.0)
        assert set(np.argsort(crowded)[-5:]) == {15, 16, 17, 18, 19}
        assert not BY_NAME["crowding"].broken(samples, 3.0).any()


def test_the_way_home_is_the_gradient_that_the_machine_finds(rng):
    points, data = rng.normal(size=(4, 3)), rng.normal(size=(6, 3))
    slopes = backend.input_gradient(
        lambda places: kernels.gaussian(places, data, bandwidth=1.2), points
    )
    found = answer("way-home")(points, data, 1.2)
    assert_allclose(found, np.asarray(slopes) / len(data), rtol=1e-5)
