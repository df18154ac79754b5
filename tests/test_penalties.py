"""Penalties are checked against closed forms, against loops, and for where they stand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ganbook import penalties
from ganbook.backend import ops

SLOPE = np.array([[3.0], [4.0]])


def linear(points):
    return ops.matmul(points, ops.convert_to_tensor(SLOPE, dtype=points.dtype))


class TestClosedForms:
    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_a_slope_of_three_and_four(self, dtype, rng):
        real, fake = rng.normal(size=(2, 6, 2)).astype(dtype)
        share = rng.uniform(size=6).astype(dtype)
        assert_allclose(penalties.r1(linear, real), np.full(6, 25), rtol=1e-6)
        assert_allclose(penalties.r2(linear, fake), np.full(6, 25), rtol=1e-6)
        found = penalties.gradient_penalty(linear, real, fake, share=share)
        assert_allclose(found, np.full(6, 16), rtol=1e-6)
