"""Networks are checked for shapes, ranges, seeds, storage, and for what their weights start as."""

import functools
import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, networks, penalties
from ganbook.backend import keras, ops

SMALL, LABEL, LABELS = (8, 8, 1), "label", "a label for each of two"
EVERYTHING = {"labels": 4, "packing": 2, "spectral": True}

# How each network is built, the shapes of its inputs, and that of its output.
GENERATORS = {
    "mlp": (networks.mlp_generator, {}, [(2,)], (2,)),
    "mlp of labels": (networks.mlp_generator, {"labels": 4}, [(2,), LABEL], (2,)),
    "dense images": (networks.dense_image_generator, {}, [(100,)], SMALL),
    "images": (networks.image_generator, {}, [(64,)], SMALL),
    "images of labels": (networks.image_generator, {"labels": 4}, [(64,), LABEL], SMALL),
    "normalised": (networks.image_generator, {"batch_norm": True}, [(64,)], SMALL),
    "translator": (networks.translator, {}, [(16,), SMALL], SMALL),
    "to colours": (networks.translator, {"channels": 3}, [(16,), SMALL], (8, 8, 3)),
}
DISCRIMINATORS = {
    "mlp": (networks.mlp_discriminator, {}, [(2,)], (1,)),
    "mlp of features": (networks.mlp_discriminator, {"outputs": 7}, [(2,)], (7,)),
    "mlp of pairs": (networks.mlp_discriminator, {"packing": 2}, [(4,)], (1,)),
    "mlp of labels": (networks.mlp_discriminator, {"labels": 4}, [(2,), LABEL], (1,)),
    "mlp of all": (networks.mlp_discriminator, {"outputs": 7, **EVERYTHING}, [(4,), LABELS], (7,)),
    "dense images": (networks.dense_image_discriminator, {}, [SMALL], (1,)),
    "dense images of all": (
        networks.dense_image_discriminator,
        EVERYTHING,
        [(8, 8, 2), LABELS],
        (1,),
    ),
    "images": (networks.image_discriminator, {}, [SMALL], (1,)),
    "images of all": (networks.image_discriminator, EVERYTHING, [(8, 8, 2), LABELS], (1,)),
    "translation": (networks.translation_discriminator, {}, [SMALL, SMALL], (1,)),
    "translation of pairs": (
        networks.translation_discriminator,
        {"condition_channels": 3, "packing": 2, "spectral": True},
        [(8, 8, 2), (8, 8, 6)],
        (1,),
    ),
}
ALL = {
    **{f"generator: {name}": row for name, row in GENERATORS.items()},
    **{f"discriminator: {name}": row for name, row in DISCRIMINATORS.items()},
}
OF_PLAIN_POINTS = (networks.mlp_generator, networks.mlp_discriminator)


pytestmark = pytest.mark.long  # Networks are built and compiled by the dozen.


def builder_of(name):
    return ALL[name][0]


def building(name):
    builder, options, *_ = ALL[name]
    shape = () if builder in OF_PLAIN_POINTS else (SMALL,)
    return functools.partial(builder, *shape, **options)


def batch_for(name, rng, count=5):
    def drawn(shape):
        if shape in (LABEL, LABELS):
            size = (count,) if shape == LABEL else (count, 2)
            return rng.integers(4, size=size).astype("int32")
        return rng.normal(size=(count, *shape)).astype("float32")

    found = [drawn(shape) for shape in ALL[name][2]]
    return found if len(found) > 1 else found[0]


def weights(network):
    return [np.asarray(variable.value) for variable in network.variables]


def copied(network):
    """The network from its text, with the same weights."""
    copy = keras.models.model_from_json(network.to_json())
    for variable, value in zip(copy.variables, weights(network), strict=True):
        variable.assign(value)
    return copy


@pytest.fixture
def mixed_precision():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    yield
    keras.config.set_dtype_policy(before)


@pytest.mark.parametrize("name", ALL)
class TestEveryNetwork:
    def test_returns_the_shape_it_was_asked_for(self, name, rng):
        *_, inputs, output = ALL[name]
        network = building(name)()
        found = network(batch_for(name, rng))
        assert found.shape == (5, *output)
        assert network.output_shape == (None, *output)
        assert keras.backend.standardize_dtype(found.dtype) == "float32"
        shapes = {LABEL: (), LABELS: (2,)}
        if builder_of(name) not in OF_PLAIN_POINTS and name.startswith("generator"):
            assert np.abs(found).max() <= 1
        assert [i.shape[1:] for i in network.inputs] == [shapes.get(s, s) for s in inputs]

    def test_the_same_seed_gives_the_same_weights(self, name):
        build = building(name)
        keras.utils.set_random_seed(1)
        first = weights(build(seed=3))
        keras.utils.set_random_seed(2)
        for one, same in zip(first, weights(build(seed=3)), strict=True):
            assert_array_equal(one, same)
        other = weights(build(seed=4))
        assert not any(np.array_equal(a, b) for a, b in zip(first, other, strict=True) if a.std())

    def test_no_two_layers_start_from_the_same_draws(self, name):
        kernels = [value.ravel()[:50] for value in weights(building(name)()) if value.std()]
        for one, other in itertools.combinations(kernels, 2):
            size = min(len(one), len(other))
            # The same draws, on another scale, would be parallel.
            assert size < 20 or abs(np.corrcoef(one[:size], other[:size])[0, 1]) < 0.9

    def test_is_stored_as_text_without_code(self, name, rng):
        network, batch = building(name)(), batch_for(name, rng)
        assert "Lambda" not in network.to_json()
        assert_array_equal(np.asarray(copied(network)(batch)), np.asarray(network(batch)))

    def test_mixed_precision_returns_float32_of_about_the_same_value(
        self, name, rng, mixed_precision
    ):
        batch, half = batch_for(name, rng), building(name)()
        keras.config.set_dtype_policy("float32")
        found, wanted = half(batch), np.asarray(building(name)()(batch))
        assert keras.backend.standardize_dtype(found.dtype) == "float32"
        assert any(layer.compute_dtype == "bfloat16" for layer in half.layers)
        # Eight binary digits, lost in a few layers.
        assert_allclose(np.asarray(found), wanted, atol=2**-4 * np.abs(wanted).max())


# One of each kind of layer: compiling takes far longer than building.
@pytest.mark.parametrize("name", ["generator: mlp of labels", "discriminator: images of all"])
class TestCompiled:
    def test_returns_the_same(self, name, rng):
        network, batch = building(name)(), batch_for(name, rng)
        given = keras.tree.map_structure(ops.convert_to_tensor, batch)
        found = backend.compiled(lambda values: network(values))(given)
        assert_allclose(np.asarray(found), np.asarray(network(batch)), rtol=1e-3, atol=1e-5)


class TestImages:
    @pytest.mark.parametrize(
        "shape", [(8, 8, 1), (28, 28, 1), (32, 32, 3), (64, 64, 3), (12, 40, 2)]
    )
    @pytest.mark.parametrize("builder", [networks.image_generator, networks.translator])
    def test_every_size_comes_out_within_the_range_and_well_spread(self, builder, shape, rng):
        network = builder(shape)
        batch = [rng.normal(size=(4, *i.shape[1:])).astype("float32") for i in network.inputs]
        made = np.asarray(network(batch if len(batch) > 1 else batch[0]))
        assert made.shape == (4, *shape)
        assert np.abs(made).max() <= 1
        assert 0.2 < made.std() < 0.8

    @pytest.mark.parametrize(
        "shape", [(8, 8, 1), (28, 28, 1), (32, 32, 3), (64, 64, 3), (12, 40, 2)]
    )
    def test_every_size_is_judged_by_scores_of_moderate_size(self, shape, rng):
        network = networks.image_discriminator(shape)
        scores = np.asarray(network(rng.normal(size=(16, *shape)).astype("float32")))
        assert 0.2 < scores.std() < 2

    def test_sides_are_halved_down_to_four_and_at_least_twice(self):
        """As far as their evenness goes; a network of one halving sees hardly more than edges."""
        sides = {}
        for size in (8, 12, 16, 28, 30, 32, 64):
            network = networks.image_discriminator((size, size, 1), width=2)
            flat = next(layer for layer in network.layers if "flatten" in layer.name)
            sides[size] = flat.input.shape[1]
        assert sides == {8: 2, 12: 3, 16: 4, 28: 7, 30: 15, 32: 4, 64: 4}

    def test_channels_double_up_to_eight_times(self):
        network = networks.image_discriminator((256, 256, 1), width=2)
        filters = [layer.filters for layer in network.layers if hasattr(layer, "filters")]
        assert filters == [2, 4, 8, 16, 16, 16]

    def test_only_a_generator_is_normalised_over_the_batch_and_only_if_asked(self):
        kinds = {
            name: any("batch_norm" in layer.name for layer in building(name)().layers)
            for name in ALL
        }
        assert [name for name, found in kinds.items() if found] == ["generator: normalised"]
        translator = networks.translator(SMALL, batch_norm=True)
        assert any("batch_norm" in layer.name for layer in translator.layers)


class TestStart:
    """What the initial weights are chosen for."""

    @pytest.mark.parametrize("depth", [1, 3, 6])
    def test_both_players_start_nearly_flat_but_not_dead(self, depth, rng):
        points = rng.normal(size=(500, 2)).astype("float32")
        noise = rng.normal(size=(500, 16)).astype("float32")
        discriminator = networks.mlp_discriminator(depth=depth)
        fakes = np.asarray(networks.mlp_generator(noise_size=16, depth=depth)(noise))
        assert 0.005 < np.asarray(discriminator(points)).std() < 0.5
        assert np.mean(penalties.r1(discriminator, points)) > 1e-5
        assert 0.01 < fakes.std() < 0.7

    def test_the_normal_law_of_dcgan_would_lose_the_slope_without_normalisation(self, rng):
        network, images = networks.image_discriminator((64, 64, 3)), rng.normal(size=(8, 64, 64, 3))
        ours = np.mean(penalties.r1(network, images.astype("float32")))
        for variable in network.trainable_variables:
            if len(variable.shape) > 1:
                variable.assign(rng.normal(scale=0.02, size=variable.shape).astype("float32"))
        theirs = np.mean(penalties.r1(network, images.astype("float32")))
        assert theirs < ours / 100

    def test_labels_change_what_is_made_and_what_is_scored(self, rng):
        generator = networks.mlp_generator(labels=4)
        discriminator = networks.mlp_discriminator(labels=4)
        points = np.repeat(rng.normal(size=(1, 2)).astype("float32"), 4, axis=0)
        for network in (generator, discriminator):
            found = np.asarray(network([points, np.arange(4, dtype="int32")]))
            assert len(np.unique(found[:, 0])) == 4

    def test_a_label_by_itself_says_nothing_about_a_sample_without_features(self):
        network = networks.mlp_discriminator(labels=4)
        points = np.zeros((4, 2), "float32")  # Where all features of a fresh network are 0.
        found = np.asarray(network([points, np.arange(4, dtype="int32")]))
        assert_array_equal(found, np.zeros((4, 1)))

    def test_the_labels_of_a_pack_are_told_apart(self, rng):
        network = networks.mlp_discriminator(labels=4, packing=2)
        pair = np.repeat(rng.normal(size=(1, 4)).astype("float32"), 2, axis=0)
        one, other = np.asarray(network([pair, np.array([[0, 1], [1, 0]], "int32")]))
        assert one != other


class TestRefusals:
    @pytest.mark.parametrize(
        ("build", "error", "sentence"),
        [
            (
                lambda: networks.mlp_generator(noise_size=0),
                ValueError,
                "noise_size must be a whole",
            ),
            (lambda: networks.mlp_generator(outputs=2.0), TypeError, "outputs must be a whole"),
            (lambda: networks.mlp_generator(depth=-1), ValueError, "depth must be .* at least 0"),
            (lambda: networks.mlp_generator(seed=None), TypeError, "For a repeatable run pass 0"),
            (lambda: networks.mlp_generator(labels=0), ValueError, "Leave it out for a network"),
            (
                lambda: networks.mlp_generator(activation="leaky relu"),
                ValueError,
                "Did you mean 'leaky_relu'",
            ),
            (lambda: networks.mlp_discriminator(inputs=0), ValueError, "inputs must be"),
            (lambda: networks.mlp_discriminator(width=True), TypeError, "width must be"),
            (lambda: networks.mlp_discriminator(packing=0), ValueError, "packing must be"),
            (lambda: networks.mlp_discriminator(spectral="no"), TypeError, "spectral must be True"),
            (
                lambda: networks.image_generator((8, 8, 1), batch_norm="no"),
                TypeError,
                "batch_norm must be True or False; got 'no'",
            ),
            (lambda: networks.mlp_discriminator(outputs=0), ValueError, "outputs must be"),
            (
                lambda: networks.image_generator((28, 28)),
                ValueError,
                r"image_shape must be \(height, width, channels\); got \(28, 28\)",
            ),
            (lambda: networks.image_generator(28), ValueError, "image_shape must be"),
            (
                lambda: networks.image_generator((28, 0, 1)),
                ValueError,
                "the width in image_shape must be",
            ),
            (
                lambda: networks.image_discriminator((27, 28, 1)),
                ValueError,
                "even sides.*Pad the images to 28 by 28",
            ),
            (
                lambda: networks.dense_image_generator((8, 8, 1), widths=128),
                TypeError,
                "a width for each layer",
            ),
            (
                lambda: networks.dense_image_generator((8, 8, 1), widths=[128, 0]),
                ValueError,
                r"widths\[1\] must be",
            ),
            (lambda: networks.translator((8, 8, 1), channels=0), ValueError, "channels must be"),
            (
                lambda: networks.translation_discriminator((8, 8, 1), condition_channels=0),
                ValueError,
                "condition_channels must be",
            ),
        ],
    )
    def test_are_sentences(self, build, error, sentence):
        with pytest.raises(error, match=sentence):
            build()
