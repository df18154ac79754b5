"""Subsets that share one matrix are checked against `mmd_estimate` of each alone."""

import functools
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import kernels, metrics
from ganbook.kernels import polynomial_pairs, subsets

CUBIC = functools.partial(kernels.polynomial, degree=3)


@pytest.fixture
def shared(monkeypatch):
    """Walk through the whole matrix in small tiles, whatever it costs."""
    monkeypatch.setattr(polynomial_pairs, "LARGE", 0)
    monkeypatch.setattr(subsets, "TILE", 8)
    monkeypatch.setattr(subsets, "PICK", -math.inf)


def drawn(rng, count, subsets, size):
    return np.array([rng.choice(count, size, replace=False) for _ in range(subsets)])


def numbers(estimates):
    return np.array([(found.value, found.standard_error) for found in estimates])


def alone(x, y, of_x, of_y):
    pairs = zip(of_x, of_y, strict=True)
    return [kernels.mmd_estimate(x[rows], y[columns], kernel=CUBIC) for rows, columns in pairs]


class TestMmdEstimates:
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    # A tile of its own, tiles of one size, of two sizes, subsets that miss a tile, all rows.
    @pytest.mark.parametrize(
        ("m", "n", "size"), [(7, 8, 5), (16, 24, 9), (29, 19, 4), (21, 21, 21)]
    )
    def test_is_the_estimate_of_each_subset(self, m, n, size, dtype, shared, monkeypatch, rng):
        x, y = (rng.normal(size=(count, 3)).astype(dtype) for count in (m, n))
        of = drawn(rng, m, 6, size), drawn(rng, n, 6, size)
        found = numbers(subsets.mmd_estimates(x, y + 1, *of, kernel=CUBIC))
        monkeypatch.setattr(polynomial_pairs, "LARGE", math.inf)
        expected = numbers(alone(x, y + 1, *of))
        assert_allclose(found, expected, rtol=1e-5 if dtype == "float32" else 1e-10)

    def test_float32_keeps_the_digits_of_full_tiles(self, monkeypatch, rng):
        monkeypatch.setattr(subsets, "PICK", 0)
        x, y = rng.normal(size=(2, 2500, 256)).astype("float32")
        of = drawn(rng, 2500, 10, 1200), drawn(rng, 2500, 10, 1200)
        assert subsets._worthwhile(subsets.pairs(CUBIC, x, y), *of[0].shape)
        found = numbers(subsets.mmd_estimates(x, y, *of, kernel=CUBIC))
        assert_allclose(found, numbers(alone(x, y, *of)), rtol=0, atol=1e-9)

    def test_the_same_bits_each_time(self, shared, rng):
        x, y = rng.normal(size=(2, 60, 3))
        of = drawn(rng, 60, 20, 30), drawn(rng, 60, 20, 30)
        first, again = (subsets.mmd_estimates(x, y, *of, kernel=CUBIC) for _ in range(2))
        assert first == again

    def test_any_kernel_will_do(self, shared, rng):
        x, y = rng.normal(size=(2, 20, 3))
        of = drawn(rng, 20, 3, 8), drawn(rng, 20, 3, 8)
        kernel = functools.partial(kernels.gaussian, bandwidth=1.0)
        found = subsets.mmd_estimates(x, y, *of, kernel=kernel)
        for estimate, rows, columns in zip(found, *of, strict=True):
            assert estimate == kernels.mmd_estimate(x[rows], y[columns], kernel=kernel)

    @pytest.mark.parametrize(
        ("width", "count", "size", "expected"),
        [(2048, 100, 1000, True), (2048, 10, 1000, False), (64, 100, 1000, False)],
    )
    def test_the_whole_matrix_is_walked_through_where_that_is_less(
        self, width, count, size, expected
    ):
        samples = np.broadcast_to(np.float32(0.1), (2, 10_000, width))
        assert subsets._worthwhile(subsets.pairs(CUBIC, *samples), count, size) == expected


class TestKernelDistance:
    @pytest.mark.parametrize("size", [4, 13, 30])
    def test_both_ways_draw_the_same_subsets(self, size, request, rng):
        real, fake = rng.normal(size=(30, 3)), rng.normal(size=(41, 3)) + 1
        measure = functools.partial(metrics.kernel_distance, subsets=7, subset_size=size)
        expected = measure(real, fake)
        request.getfixturevalue("shared")
        assert_allclose(numbers([measure(real, fake)]), numbers([expected]), rtol=1e-10)

    def test_subsets_drawn_a_few_at_a_time_are_the_same(self, shared, monkeypatch, rng):
        clouds = rng.normal(size=(2, 30, 3))
        expected = metrics.kernel_distance(*clouds, subsets=7, subset_size=10)
        monkeypatch.setattr("ganbook.metrics.kernel.DRAWN", 20)
        found = metrics.kernel_distance(*clouds, subsets=7, subset_size=10)
        assert_allclose(numbers([found]), numbers([expected]), rtol=1e-10)
