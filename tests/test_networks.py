"""Networks are checked for shapes, ranges, seeds, storage, and for what their weights start as."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from ganbook import networks

GENERATORS = {
    "mlp": (networks.mlp_generator, {"noise_size": 3, "outputs": 2}, (2,)),
    "dense images": (
        lambda **options: networks.dense_image_generator((8, 8, 1), **options),
        {"noise_size": 3},
        (8, 8, 1),
    ),
}


def weights(network):
    return [np.asarray(variable.value) for variable in network.variables]


class TestGenerators:
    @pytest.mark.parametrize("name", GENERATORS)
    def test_make_a_sample_of_each_row_of_noise(self, name, rng):
        build, options, shape = GENERATORS[name]
        made = build(**options)(rng.normal(size=(5, 3)).astype("float32"))
        assert made.shape == (5, *shape)

    @pytest.mark.parametrize("name", GENERATORS)
    def test_the_same_seed_gives_the_same_weights(self, name):
        build, options, _ = GENERATORS[name]
        for one, other in zip(*(weights(build(**options)) for _ in range(2)), strict=True):
            assert_array_equal(one, other)
