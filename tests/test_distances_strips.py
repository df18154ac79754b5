"""Large float64 inputs take a way of their own, by products; it must give the same distances."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import cdist

from ganbook import distances
from ganbook.distances import strips, tiles

COUNT, WIDTH = 300, 784  # Just large enough not to be done by the plain formula.


@pytest.fixture
def clouds(rng):
    x, y = rng.normal(size=(2, COUNT, WIDTH))
    assert COUNT * COUNT * WIDTH > tiles.SMALL
    return x, y


class TestMatrix:
    @pytest.mark.parametrize(
        ("measure", "name"),
        [(distances.euclidean, "euclidean"), (distances.squared_euclidean, "sqeuclidean")],
    )
    def test_matches_scipy(self, clouds, measure, name):
        assert_allclose(measure(*clouds), cdist(*clouds, name), rtol=1e-12)

    def test_a_sample_and_itself_are_at_zero_exactly(self, clouds):
        x, _ = clouds
        matrix = distances.euclidean(x, x)
        assert np.all(np.diag(matrix) == 0)
        assert_allclose(matrix, cdist(x, x), rtol=1e-12)

    def test_copies_and_near_copies_far_from_the_origin_keep_their_digits(self, clouds):
        x, y = clouds[0] + 1e6, clouds[1] + 1e6
        y[:20] = x[:20]
        y[20:40] = x[20:40] + 1e-3
        assert_allclose(distances.euclidean(x, y), cdist(x, y), rtol=1e-7)

    def test_where_most_of_it_cancels_another_way_is_taken(self, clouds, rng):
        x = clouds[0] + 1e5 * rng.integers(2, size=(COUNT, 1))
        assert strips.matrix(x, x.copy(), root=True) is None
        assert_allclose(distances.euclidean(x, x.copy()), cdist(x, x), rtol=1e-9, atol=1e-9)

    def test_too_large_numbers_are_refused_in_words(self, clouds):
        with pytest.raises(ValueError, match="too large for float64"):
            distances.squared_euclidean(1e200 * clouds[0], clouds[1])

    def test_large_numbers_whose_distances_fit_are_measured(self, clouds):
        found = distances.euclidean(1e200 * clouds[0], 1e200 * clouds[1])
        assert_allclose(found, 1e200 * distances.euclidean(*clouds), rtol=1e-13)
