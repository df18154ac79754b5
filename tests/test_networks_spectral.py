"""Spectral layers are checked against singular values, plain layers, and the paper's gradient."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, networks, penalties
from ganbook.backend import keras, ops
from ganbook.networks import spectral
from tests.named_mutants import mutate
from tests.test_losses import slow_gradients

pytestmark = pytest.mark.long  # Networks are built and compiled by the dozen.

IMAGE = (8, 8, 3)
MAKE = {
    "dense": lambda **options: networks.SpectralDense(7, **options),
    "convolution": lambda **options: networks.SpectralConv2D(7, 4, 2, "same", **options),
}
SHAPES = {"dense": (5,), "convolution": IMAGE}


def made(name, **options):
    layer = MAKE[name](**options)
    layer.build((None, *SHAPES[name]))
    return layer


def batch(name, rng, dtype="float32"):
    return rng.normal(size=(6, *SHAPES[name])).astype(dtype)


def kernel(layer):
    return np.asarray(layer.kernel.value)


def flat(values):
    return values.reshape(-1, values.shape[-1])


def largest(values):
    return np.linalg.svd(flat(values), compute_uv=False)[0]


def effective(layer):
    return np.asarray(layer.normalised_kernel())


def set_kernel(layer, rng, scale=3.0):
    layer.kernel.assign(rng.normal(scale=scale, size=layer.kernel.shape))


@pytest.mark.parametrize("name", MAKE)
class TestSpectralLayers:
    def test_after_some_steps_the_largest_singular_value_is_1(self, name, rng):
        layer, given = made(name), batch(name, rng)
        set_kernel(layer, rng)
        for _ in range(60):
            layer(given, training=True)
        assert_allclose(largest(effective(layer)), 1, rtol=0.01)
        assert_allclose(effective(layer) * largest(kernel(layer)), kernel(layer), rtol=0.01)

    def test_follows_a_kernel_that_moves(self, name, rng):
        layer, given = made(name), batch(name, rng)
        for _ in range(100):
            layer.kernel.assign(kernel(layer) + rng.normal(scale=0.01, size=layer.kernel.shape))
            layer(given, training=True)
        assert_allclose(largest(effective(layer)), 1, rtol=0.05)

    def test_one_call_is_one_power_iteration(self, name, rng):
        layer = made(name, dtype="float64")
        set_kernel(layer, rng)
        matrix, u = flat(kernel(layer)), np.asarray(layer.u.value)
        layer(batch(name, rng), training=True)
        v = matrix @ u / np.linalg.norm(matrix @ u)
        wanted = v @ matrix / np.linalg.norm(v @ matrix)
        assert_allclose(np.asarray(layer.u.value), wanted, rtol=1e-12)

    @pytest.mark.parametrize("training", [False, None])
    def test_u_rests_outside_of_training(self, name, training, rng):
        layer = made(name)
        set_kernel(layer, rng)
        before = np.asarray(layer.u.value)
        layer(batch(name, rng), training=training)
        assert_array_equal(np.asarray(layer.u.value), before)

    def test_training_or_not_the_kernel_is_the_same_before_u_moves(self, name, rng):
        layer, given = made(name), batch(name, rng)
        set_kernel(layer, rng)
        resting = np.asarray(layer(given, training=False))
        assert_array_equal(np.asarray(layer(given, training=True)), resting)

    def test_the_rest_is_a_plain_layer(self, name, rng):
        options = {"activation": "leaky_relu", "bias_initializer": "ones"}
        layer, given = made(name, **options), batch(name, rng)
        set_kernel(layer, rng)
        plain = type(layer).__mro__[2](**plain_config(layer))
        plain.build((None, *SHAPES[name]))
        plain.kernel.assign(effective(layer))
        plain.bias.assign(np.ones(7))
        assert_allclose(np.asarray(layer(given)), np.asarray(plain(given)), rtol=1e-5, atol=1e-6)

    def test_the_gradient_flows_through_the_division_with_u_and_v_at_rest(self, name, rng):
        """∂(W/σ) with σ = v·Wu, as in the paper, against central differences."""
        layer = made(name, dtype="float64")
        set_kernel(layer, rng)
        matrix, u = flat(kernel(layer)), np.asarray(layer.u.value)
        v = matrix @ u / np.linalg.norm(matrix @ u)
        u = v @ matrix / np.linalg.norm(v @ matrix)
        across = rng.normal(size=kernel(layer).shape)

        def slow(weights):
            return np.sum(across * weights / (v @ flat(weights) @ u))

        def loss():
            return [ops.sum(layer.normalised_kernel(training=True) * across)], ops.zeros(())

        others = [layer.u, layer.bias]
        found = backend.weight_slopes(loss, [[layer.kernel]], others)[2][0][0]
        wanted = slow_gradients(slow, [kernel(layer)], step=1e-4)[0]
        assert_allclose(np.asarray(found), wanted, rtol=1e-6, atol=1e-9)
        assert_allclose(np.asarray(layer.u.value), u, rtol=1e-12)

    def test_u_is_no_trained_weight(self, name):
        layer = made(name)
        assert [weight.name for weight in layer.non_trainable_weights] == ["u"]
        assert [weight.name for weight in layer.trainable_weights] == ["kernel", "bias"]

    def test_a_kernel_of_zeros_stays_one(self, name, rng):
        layer = made(name, kernel_initializer="zeros")
        assert_array_equal(np.asarray(layer(batch(name, rng), training=True)), 0)
        assert np.isfinite(np.asarray(layer.u.value)).all()

    def test_under_mixed_precision_the_division_is_done_in_float32(self, name, rng):
        layer, exact = made(name, dtype="mixed_bfloat16"), made(name)
        exact.kernel.assign(kernel(layer))
        exact.u.assign(np.asarray(layer.u.value))
        wanted = ops.cast(exact.normalised_kernel(), "bfloat16")
        assert_array_equal(
            *(np.asarray(ops.cast(k, "float32")) for k in (layer.normalised_kernel(), wanted))
        )
        assert layer.u.dtype == "float32"
        given = batch(name, rng)
        assert keras.backend.standardize_dtype(layer(given, training=True).dtype) == "bfloat16"

    def test_comes_back_from_its_configuration(self, name, rng):
        layer = made(name, seed=5, activation="relu")
        again = type(layer).from_config(layer.get_config())
        again.build((None, *SHAPES[name]))
        assert again.get_config() == layer.get_config()
        assert again.seed == 5
        assert keras.saving.get_registered_name(type(layer)).startswith("ganbook>")

    def test_works_inside_a_compiled_step(self, name, rng):
        layer, given = made(name), ops.convert_to_tensor(batch(name, rng))
        set_kernel(layer, rng)
        rows = np.zeros((40, 1), "int32")

        def step(_):
            return ops.stack([ops.sum(layer(given, training=True))])

        program = backend.repeated(step, layer.variables, 1)
        program(40, ops.convert_to_tensor(rows), ops.zeros((1, 1)))
        assert_allclose(largest(effective(layer)), 1, rtol=0.01)


def plain_config(layer):
    return {k: v for k, v in layer.get_config().items() if k not in ("seed", "name")}


class TestClosedForms:
    def test_a_diagonal_kernel_is_divided_by_its_largest_entry(self):
        layer = networks.SpectralDense(2, use_bias=False, dtype="float64")
        layer.build((None, 2))
        layer.kernel.assign(np.diag([3.0, 1.0]))
        for _ in range(20):
            found = layer(np.eye(2), training=True)
        assert_allclose(np.asarray(found), np.diag([1, 1 / 3]), rtol=1e-12, atol=1e-9)

    def test_a_kernel_of_one_column_is_divided_by_its_length(self):
        layer = networks.SpectralDense(1, use_bias=False, dtype="float64")
        layer.build((None, 2))
        layer.kernel.assign([[3.0], [4.0]])
        assert_allclose(effective(layer), [[0.6], [0.8]], rtol=1e-12)


class TestSlopes:
    def test_a_dense_discriminator_is_nowhere_steeper_than_1(self, rng):
        network = networks.mlp_discriminator(spectral=True)
        points = rng.normal(scale=3, size=(400, 2)).astype("float32")
        for _ in range(30):
            network(points, training=True)
        steepest = np.sqrt(np.max(penalties.r1(network, points)))
        assert 0.01 < steepest < 1.01

    def test_a_convolution_is_at_most_twice_as_steep_as_its_kernel(self, rng):
        """With a stride of half the kernel's side each pixel is read by four windows, √4 = 2."""
        layer = networks.SpectralConv2D(5, 4, 2, "same", use_bias=False)
        layer.build((None, *IMAGE))
        set_kernel(layer, rng)
        pixels = np.eye(np.prod(IMAGE), dtype="float32").reshape(-1, *IMAGE)
        for _ in range(60):
            columns = layer(pixels, training=True)
        steepest = np.linalg.norm(np.asarray(columns).reshape(len(pixels), -1), ord=2)
        assert 1 < steepest < 2.02

    @pytest.mark.parametrize("build", [networks.mlp_discriminator, networks.image_discriminator])
    def test_starts_with_all_singular_values_at_1(self, build):
        network = build(*([IMAGE] if build is networks.image_discriminator else []), spectral=True)
        layers = [layer for layer in network.layers if hasattr(layer, "normalised_kernel")]
        assert len(layers) >= 3
        for layer in layers:
            singular = np.linalg.svd(flat(effective(layer)), compute_uv=False)
            assert_allclose(singular, 1, rtol=1e-5)


def gradient(rng):
    test = TestSpectralLayers()
    test.test_the_gradient_flows_through_the_division_with_u_and_v_at_rest("dense", rng)


MUTANTS = {
    "u moves outside of training": (
        spectral._Spectral.normalised_kernel,
        "if training:",
        "if True:",
        lambda rng: TestSpectralLayers().test_u_rests_outside_of_training("dense", False, rng),
    ),
    "u never moves": (
        spectral._Spectral.normalised_kernel,
        "if training:",
        "if False:",
        lambda rng: TestSpectralLayers().test_one_call_is_one_power_iteration("dense", rng),
    ),
    "no gradient through the division": (
        spectral._Spectral.normalised_kernel,
        "ops.maximum(sigma, TINY)",
        "ops.stop_gradient(sigma)",
        gradient,
    ),
    "a gradient through the iteration": (
        spectral._Spectral.normalised_kernel,
        "v, u = map(ops.stop_gradient, _iterated(matrix, ops.convert_to_tensor(self.u)))",
        "v, u = _iterated(matrix, ops.convert_to_tensor(self.u))",
        gradient,
    ),
    "the length of the whole kernel for its largest singular value": (
        spectral._Spectral.normalised_kernel,
        "ops.sum(v * ops.matmul(matrix, u[:, None])[:, 0])",
        "ops.sqrt(ops.sum(ops.square(matrix)))",
        lambda rng: TestClosedForms().test_a_diagonal_kernel_is_divided_by_its_largest_entry(),
    ),
    "a kernel that is not divided": (
        spectral._Spectral.normalised_kernel,
        "/ ops.maximum(sigma, TINY)",
        "",
        lambda rng: TestClosedForms().test_a_kernel_of_one_column_is_divided_by_its_length(),
    ),
}


class TestMutants:
    @pytest.mark.parametrize("name", MUTANTS)
    def test_is_killed(self, name, rng, monkeypatch):
        function, piece, replacement, killer = MUTANTS[name]
        mutate(monkeypatch, function, piece, replacement)
        with pytest.raises(AssertionError):
            killer(rng)
