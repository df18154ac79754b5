"""The loop is checked against a loop written by hand, against closed forms, and against itself."""

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, data, losses, networks, schedules, training
from ganbook.backend import keras, ops
from ganbook.training import (
    RECIPES,
    Optimizer,
    Recipe,
    Steered,
    adam,
    feeding,
    optimizers,
    precision,
)
from ganbook.training.draws import Draws
from ganbook.training.driving import Driver
from ganbook.training.feeding import Arrays
from ganbook.training.game import packed

WITHOUT_CRITIC = ("mmd", "energy", "pointwise-l2")


def make_gan(recipe="non-saturating", *, seed=0, labels=None, **changes):
    """A small game on points in the plane."""
    recipe = RECIPES[recipe] if isinstance(recipe, str) else recipe
    recipe = dataclasses.replace(recipe, **changes)
    generator = networks.mlp_generator(noise_size=4, width=16, depth=2, labels=labels)
    discriminator = None
    if recipe.objective not in WITHOUT_CRITIC:
        discriminator = networks.mlp_discriminator(
            width=16, depth=2, packing=recipe.packing, spectral=recipe.spectral, labels=labels
        )
    return training.GAN(generator, discriminator, recipe, seed=seed)


def values(gan):
    """Every number of a run's state, by name."""
    return {n: backend.numbers(v) for n, v in gan.players.variables().items()}


def assert_same_state(one, other):
    one, other = values(one), values(other)
    assert len(one) == len(other)
    for (name, mine), theirs in zip(one.items(), other.values(), strict=True):
        assert mine.tobytes() == theirs.tobytes(), name


def moved(gan, before):
    """The weights that are no longer what they were, save those that need not move."""
    changed = {n for n, v in values(gan).items() if (v != before[n]).any()}
    return changed & expected_to_move(gan)


def expected_to_move(gan):
    """All weights, but for the shift of all scores: some games depend on their differences only."""
    names = [name for name in values(gan) if of_a_network(name)]
    last_layer = names[-1].rsplit("/", 1)[0].split("/", 2)[-1]
    needless = {n for n in names if last_layer in n and not n.endswith("kernel")}
    return set(names) - (needless if gan.discriminator is not None else set())


def of_a_network(name):
    return name.startswith(("generator/", "discriminator/"))


@pytest.fixture
def ring():
    return data.ring(512, sigma=0.05, seed=3)


class TestStep:
    @pytest.mark.parametrize("recipe", ["non-saturating", "r3gan"])
    def test_equals_a_loop_written_by_hand(self, recipe, ring):
        gan, by_hand = make_gan(recipe), make_gan(recipe)
        gan.fit(ring, steps=5, batch_size=64)
        loop_by_hand(by_hand, ring, steps=5, batch_size=64)
        for network in ("generator", "discriminator"):
            pair = getattr(gan, network).weights, getattr(by_hand, network).weights
            for weight, expected in zip(*pair, strict=True):
                assert_allclose(
                    backend.numbers(weight), backend.numbers(expected), rtol=2e-4, atol=2e-6
                )

    @pytest.mark.parametrize("recipe", ["non-saturating", "r3gan", "wgan-gp"])
    def test_simultaneous_players_move_from_where_both_stood(self, recipe, ring):
        gan = make_gan(recipe, discriminator_steps=1, simultaneous=True)
        apart = [make_gan(recipe, discriminator_steps=1) for _ in range(2)]
        # Each plays one turn of a player, on the same batch and the same draws.
        seen = (ops.convert_to_tensor(ring[:32]), None, Draws(0, ops.convert_to_tensor(0), 32))
        gan.players._move_both(*seen, 0, 0.0)
        apart[0].players._move_discriminator(*seen, 0, 0.0)
        apart[1].players._move_generator(*seen, 0, 0.0)
        for name, alone in zip(("discriminator", "generator"), apart, strict=True):
            pair = getattr(gan, name).weights, getattr(alone, name).weights
            for weight, expected in zip(*pair, strict=True):
                assert_allclose(
                    backend.numbers(weight), backend.numbers(expected), rtol=2e-4, atol=2e-6
                )

    def test_simultaneous_players_count_one_batch_a_step(self, ring):
        gan = make_gan("r3gan", simultaneous=True)
        history = gan.fit(ring, steps=4, batch_size=16, report_every=2).history
        assert gan.progress.position(gan.players) == 4 * 16
        assert all(np.isfinite(value).all() for value in history.values())

    def test_keeps_what_constrains_the_weights(self, ring):
        class Clip(keras.constraints.Constraint):
            def __call__(self, weight):
                return ops.clip(weight, -0.01, 0.01)

        clipped = keras.layers.Dense(1, kernel_constraint=Clip())
        discriminator = keras.Sequential([keras.Input((2,)), clipped])
        gan = training.GAN(networks.mlp_generator(width=8), discriminator, Recipe())
        gan.fit(ring, steps=2, batch_size=32)
        assert np.abs(backend.numbers(clipped.kernel)).max() <= np.float32(0.01)

    @pytest.mark.parametrize("recipe", RECIPES)
    def test_moves_every_weight_of_both_players_and_stays_finite(self, recipe, ring):
        gan = make_gan(recipe)
        before = values(gan)
        history = gan.fit(ring, steps=3, batch_size=32, report_every=1).history
        assert moved(gan, before) == expected_to_move(gan)
        assert all(np.isfinite(value).all() for value in history.values())
        assert history["step"] == [1, 2, 3]

    def test_the_discriminators_turn_leaves_the_generator_alone(self, ring):
        gan = make_gan()
        before = [backend.numbers(w) for w in gan.generator.weights]
        chance = Draws(0, ops.convert_to_tensor(0), 32)
        gan.players._move_discriminator(ops.convert_to_tensor(ring[:32]), None, chance, 0, 0.0)
        for weight, old in zip(gan.generator.weights, before, strict=True):
            assert_array_equal(backend.numbers(weight), old)

    def test_more_discriminator_steps_use_more_fresh_samples(self, ring):
        gan = make_gan(discriminator_steps=3)
        gan.fit(ring, steps=4, batch_size=16)
        assert gan.progress.position(gan.players) == 4 * 3 * 16
        assert int(backend.numbers(gan.players.discriminator_optimizer.iterations)) == 12
        assert int(backend.numbers(gan.players.optimizer.iterations)) == 4

    def test_a_recipe_cannot_be_edited(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            RECIPES["r3gan"].packing = 2


class TestRestart:
    @pytest.mark.parametrize("recipe", ["r3gan", "hinge-sn", "mmd"])
    def test_equals_a_new_run_to_the_last_bit(self, recipe, ring):
        new = make_gan(recipe, seed=5, average_half_life=100.0)
        new.fit(ring, steps=6, batch_size=32)
        used = make_gan(recipe, seed=1, average_half_life=100.0)
        used.fit(ring, steps=9, batch_size=32)
        again = make_gan(recipe, seed=5)
        used.restart(again.generator, again.discriminator, seed=5)
        used.fit(ring, steps=6, batch_size=32)
        assert_same_state(used, new)
        assert_array_equal(used.sample(20), new.sample(20))

    @pytest.mark.parametrize("name", sorted(optimizers.NAMES))
    def test_every_optimizer_begins_anew(self, name):
        rate = schedules.Linear(1e-3, 0.0)
        settings = {"optimizer": Optimizer(name, rate), "precision": "float16"}
        new, used = (make_gan(average_half_life=100.0, **settings) for _ in range(2))
        for variable in used.players.variables().values():
            variable.assign(np.ones(variable.shape, variable.dtype))
        used.restart(new.generator, new.discriminator)
        assert_same_state(used, new)

    def test_another_seed_is_another_run(self, ring):
        gan, fresh = make_gan(), make_gan()
        samples = []
        for seed in (1, 2**40):
            gan.restart(fresh.generator, fresh.discriminator, seed=seed)
            gan.fit(ring, steps=3, batch_size=32)
            samples.append(gan.sample(20))
        assert (samples[0] != samples[1]).any()

    def test_refuses_networks_of_other_layers(self):
        gan = make_gan()
        smooth = networks.mlp_generator(noise_size=4, width=16, depth=2, activation="silu")
        with pytest.raises(ValueError, match=r"another way .*: Dense silu, not Dense leaky_relu"):
            gan.restart(smooth, gan.discriminator)

    @pytest.mark.parametrize(
        ("layer", "own", "given", "words"),
        [
            ("LeakyReLU", 0.2, 0.9, "LeakyReLU negative_slope=0.9, not LeakyReLU negative_slope=0"),
            ("Dropout", 0.0, 0.5, "Dropout rate=0.5, not Dropout rate=0.0"),
        ],
    )
    def test_refuses_layers_of_other_settings(self, layer, own, given, words, ring):
        def pair(setting):
            kind = getattr(keras.layers, layer)
            judge = [keras.Input((2,)), keras.layers.Dense(4), kind(setting), keras.layers.Dense(1)]
            return networks.mlp_generator(noise_size=4), keras.Sequential(judge)

        gan = training.GAN(*pair(own), Recipe(), seed=3)
        gan.fit(ring, steps=2, batch_size=16)
        with pytest.raises(ValueError, match=words):
            gan.restart(*pair(given), seed=9)
        assert (gan.seed, gan.step, gan.progress.batch_size) == (3, 2, 16)
        assert gan.restart(*pair(own), seed=9).seed == 9

    def test_refuses_networks_of_fewer_layers(self):
        def judge(*more):
            return keras.Sequential([keras.Input((2,)), keras.layers.Dense(1), *more])

        gan = training.GAN(networks.mlp_generator(), judge(keras.layers.LeakyReLU()), Recipe())
        with pytest.raises(ValueError, match=r"another way .*: no layer, not LeakyReLU"):
            gan.restart(networks.mlp_generator(), judge())

    def test_refuses_networks_of_another_build(self):
        gan = make_gan()
        wide = networks.mlp_generator(noise_size=4, width=17, depth=2)
        with pytest.raises(ValueError, match="Build it in the same way, or make a new GAN"):
            gan.restart(wide, gan.discriminator)
        with pytest.raises(TypeError, match="seed"):
            gan.restart(gan.generator, gan.discriminator, seed="x")


def loop_by_hand(gan, samples, *, steps, batch_size):
    """The textbook loop: sample, slope, step; with nothing of ours but the draws and the losses."""
    recipe, objective = gan.recipe, losses.OBJECTIVES[gan.recipe.objective]
    order = np.random.default_rng([gan.seed, 0]).permutation(len(samples))
    length = steps
    for step in range(steps):
        real = ops.convert_to_tensor(samples[order[step * batch_size : (step + 1) * batch_size]])
        chance = Draws(gan.seed, ops.convert_to_tensor(step), batch_size)
        rate = schedules.at(recipe.optimizer.rate, step / length)
        for turn, player in enumerate(("discriminator", "generator")):
            optimizer = {
                "discriminator": gan.players.discriminator_optimizer,
                "generator": gan.players.optimizer,
            }[player]
            latents = chance.latents(gan.players.game.law, 4, turn)

            def loss(player=player, latents=latents, real=real):
                fake = gan.generator(latents)
                both = objective.losses(gan.discriminator(real), gan.discriminator(fake))
                total = ops.mean(getattr(both, player))
                if player == "discriminator":
                    for name, weight in recipe.penalties:
                        where = {"r1": real, "r2": ops.stop_gradient(fake)}[name]
                        slope = backend.input_gradient(gan.discriminator, where)
                        total = total + weight * ops.mean(ops.sum(ops.square(slope), axis=1))
                return [total], {}

            weights = getattr(gan, player).trainable_variables
            mine = {id(weight) for weight in weights}
            others = [v for v in gan.players.variables().values() if id(v) not in mine]
            _, _, [slopes] = backend.weight_slopes(loss, [weights], others)
            optimizer.learning_rate = rate
            optimizer.apply(slopes, weights)


class TestDraws:
    def test_two_devices_together_draw_what_one_would(self):
        whole = Draws(7, 3, 10)
        parts = [Draws(7, 3, 10, replica, 2) for replica in range(2)]
        expected = ops.convert_to_numpy(whole.normals((2, 3), 2, 1))
        drawn = [ops.convert_to_numpy(part.normals((2, 3), 2, 1)) for part in parts]
        assert_array_equal(np.concatenate(drawn), expected)

    def test_no_two_purposes_turns_or_steps_share_their_numbers(self):
        drawn = [
            ops.convert_to_numpy(Draws(seed, step, 4).normals((3,), purpose, turn)).tobytes()
            for seed in range(2)
            for step in range(3)
            for purpose in range(5)
            for turn in range(3)
        ]
        assert len(set(drawn)) == len(drawn)


class TestPacked:
    def test_neighbours_lie_side_by_side(self):
        assert_array_equal(packed(np.arange(8.0).reshape(4, 2), 2), [[0, 1, 2, 3], [4, 5, 6, 7]])

    def test_images_are_stacked_as_channels(self, rng):
        images = rng.normal(size=(6, 4, 4, 2)).astype("float32")
        together = ops.convert_to_numpy(packed(images, 3))
        assert together.shape == (2, 4, 4, 6)
        for group in range(2):
            for place in range(3):
                assert_array_equal(
                    together[group, ..., 2 * place : 2 * place + 2], images[3 * group + place]
                )

    def test_trains(self, ring):
        gan = make_gan(packing=4)
        assert gan.fit(ring, steps=2, batch_size=32).history["step"] == [2]


class TestBatchNormalisation:
    @pytest.mark.parametrize("penalty", ["r1", "gradient-penalty"])
    def test_under_a_penalty_still_moves_its_running_means(self, penalty, ring):
        discriminator = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8)])
        discriminator.add(keras.layers.BatchNormalization())
        discriminator.add(keras.layers.Dense(1))
        recipe = Recipe(penalties=((penalty, 0.1),))
        gan = training.GAN(networks.mlp_generator(noise_size=4), discriminator, recipe)
        gan.fit(ring, steps=2, batch_size=32)
        assert np.abs(backend.numbers(discriminator.layers[1].moving_mean)).min() > 0


class TestTerms:
    def test_a_weighted_term_is_added_to_the_generators_loss_alone(self, ring):
        plain, more = make_gan(), make_gan(terms=(("l2", 0.5),))
        chance = Draws(0, ops.convert_to_tensor(0), 16)
        real = ops.convert_to_tensor(ring[:16])
        seen = (real, None, chance, 1, 0.0)
        base, _ = plain.players.game.generator_loss(*seen)
        total, report = more.players.game.generator_loss(*seen)
        fake = more.players.game.fakes(None, chance, 1)
        expected = np.mean(np.square(ops.convert_to_numpy(fake) - ring[:16]))
        assert_allclose(report["l2"], expected, rtol=1e-5)
        assert_allclose(total - base, 0.5 * expected, rtol=1e-4)
        for game in (plain.players.game, more.players.game):
            loss, _ = game.discriminator_loss(*seen)
            assert_allclose(loss, plain.players.game.discriminator_loss(*seen)[0])

    def test_a_schedule_sets_the_weight(self, ring):
        gan = make_gan(terms=(("l2", schedules.Linear(1.0, 0.0)),))
        chance = Draws(0, ops.convert_to_tensor(0), 16)
        real = ops.convert_to_tensor(ring[:16])
        totals = [
            float(gan.players.game.generator_loss(real, None, chance, 1, progress)[0])
            for progress in (0.0, 0.5, 1.0)
        ]
        assert_allclose(totals[1], (totals[0] + totals[2]) / 2, rtol=1e-5)
        assert totals[0] > totals[2]

    def test_a_steered_weight_follows_the_similarity(self, ring):
        weight = Steered(distant=2.0, close=0.5)
        assert (weight.at(0.0), weight.at(1.0)) == (2.0, 0.5)
        gan = make_gan(terms=(("mmd", weight),))
        assert "mmd" in gan.fit(ring, steps=2, batch_size=32).history

    def test_a_function_of_ones_own_is_logged_by_its_name(self, ring):
        def closeness(real, fake):
            return ops.mean(ops.square(ops.mean(real, axis=0) - ops.mean(fake, axis=0)))

        gan = make_gan(terms=((closeness, 1.0),))
        assert "closeness" in gan.fit(ring, steps=2, batch_size=32).history

    def test_two_functions_of_one_name_are_logged_apart(self, ring):
        def gap(power):
            return lambda real, fake: ops.mean(ops.abs(ops.mean(real - fake, axis=0)) ** power)

        terms = ((gap(1), 1.0), (gap(2), 1.0))
        history = make_gan(terms=terms).fit(ring, steps=2, batch_size=32).history
        assert history["<lambda>"] != history["<lambda>_2"]


class TestAverage:
    @pytest.mark.parametrize(("half_life", "kept"), [(32.0, 0.5), (64.0, 0.5**0.5)])
    def test_forgets_half_of_the_past_in_a_half_life(self, half_life, kept, ring):
        gan = make_gan(average_half_life=half_life, optimizer=adam(1e-2))
        first = backend.numbers(gan.generator.weights[0])
        gan.fit(ring, steps=1, batch_size=32)
        expected = kept * first + (1 - kept) * backend.numbers(gan.generator.weights[0])
        assert_allclose(backend.numbers(gan.averaged().weights[0]), expected, rtol=1e-6)

    def test_samples_come_from_the_average_unless_told_otherwise(self, ring):
        gan = make_gan(average_half_life=1e6, optimizer=adam(1e-2))
        before = gan.sample(5, seed=1)
        gan.fit(ring, steps=20, batch_size=32)
        assert_allclose(gan.sample(5, seed=1), before, atol=0.01)
        assert np.abs(gan.sample(5, seed=1, average=False) - before).max() > 0.05

    def test_early_stopping_goes_back_to_the_best_average(self, ring):
        gan = make_gan(average_half_life=64.0, optimizer=adam(1e-2))
        seen = []
        watchers = [
            keras.callbacks.EarlyStopping(
                monitor="step", mode="min", patience=2, restore_best_weights=True
            ),
            keras.callbacks.LambdaCallback(
                on_epoch_end=lambda epoch, logs: seen.append(gan.sample(5))
            ),
        ]
        gan.fit(ring, steps=20, batch_size=32, report_every=2, callbacks=watchers)
        assert len(seen) == 3
        assert_array_equal(gan.sample(5), seen[0])

    def test_is_a_model_of_its_own(self, ring):
        gan = make_gan(average_half_life=100.0)
        gan.fit(ring, steps=2, batch_size=32)
        best = gan.averaged()
        before = backend.numbers(best.weights[0])
        gan.fit(ring, steps=4, batch_size=32)
        gan.sample(5)
        assert_array_equal(backend.numbers(best.weights[0]), before)
        assert (backend.numbers(gan.averaged().weights[0]) != before).any()


class TestOwnWeights:
    """Networks whose weights are not all floating numbers of 32 bits that learn."""

    def test_a_count_among_the_weights_is_averaged_as_it_is(self, ring):
        scale = keras.layers.Normalization()
        scale.adapt(np.random.default_rng(0).normal(size=(64, 4)))
        generator = keras.Sequential([keras.Input((4,)), scale, keras.layers.Dense(2)])
        gan = training.GAN(generator, networks.mlp_discriminator(width=8), RECIPES["r3gan"])
        gan.fit(ring, steps=3, batch_size=16)
        kept = [backend.numbers(weight) for weight in gan.averaged().weights]
        assert kept[2] == backend.numbers(generator.weights[2]), "the count of what was adapted to"
        assert (kept[3] != backend.numbers(generator.weights[3])).any(), "the kernel's average"

    def test_doubles_are_trained_as_doubles(self, ring):
        keras.config.set_dtype_policy("float64")
        try:
            gan = make_gan("r3gan")
        finally:
            keras.config.set_dtype_policy("float32")
        single = make_gan("r3gan")
        single.restart(gan.generator, gan.discriminator)
        for run in (gan, single):
            run.fit(ring, steps=3, batch_size=32)
        assert gan.generator.weights[0].dtype == "float64"
        assert_allclose(gan.sample(20), single.sample(20), rtol=1e-3, atol=1e-4)

    def test_what_was_frozen_since_is_refused_and_the_folder_stays(self, ring, tmp_path):
        gan = make_gan()
        gan.fit(ring, steps=2, batch_size=32, folder=tmp_path)
        gan.discriminator.layers[1].trainable = False
        for act in (
            lambda: gan.fit(ring, steps=2, batch_size=32),
            lambda: gan.save(tmp_path),
        ):
            with pytest.raises(ValueError, match=r"4 weights of the discriminator .* 6 could"):
                act()
        assert training.GAN.load(tmp_path).step == 2
        gan.discriminator.layers[1].trainable = True
        gan.fit(ring, steps=2, batch_size=32, folder=tmp_path)
        assert gan.step == 4

    def test_what_was_frozen_before_stays(self, ring, tmp_path):
        judge = networks.mlp_discriminator(width=8, depth=2)
        judge.layers[1].trainable = False
        before = backend.numbers(judge.layers[1].weights[0])
        pair = networks.mlp_generator(noise_size=4, width=8), judge
        training.GAN(*pair, RECIPES["r3gan"]).fit(ring, steps=2, batch_size=32, folder=tmp_path)
        assert_array_equal(backend.numbers(judge.layers[1].weights[0]), before)
        assert training.GAN.load(tmp_path).step == 2


class TestSample:
    def test_depends_on_the_seed_alone_and_disturbs_nothing(self, ring):
        gan, undisturbed = make_gan(), make_gan()
        for _ in range(3):
            gan.fit(ring, steps=2, batch_size=32)
            assert_array_equal(gan.sample(7, seed=5), gan.sample(7, seed=5))
            undisturbed.fit(ring, steps=2, batch_size=32)
        assert_same_state(gan, undisturbed)

    def test_batches_do_not_matter(self):
        gan = make_gan()
        assert_allclose(gan.sample(10, batch_size=3), gan.sample(10), rtol=1e-5, atol=1e-6)

    def test_one_label_may_stand_for_all(self):
        gan = make_gan(labels=3)
        assert_array_equal(gan.sample(4, condition=2), gan.sample(4, condition=[2, 2, 2, 2]))
        assert np.abs(gan.sample(4, condition=2) - gan.sample(4, condition=1)).max() > 0


class TestConditions:
    def test_labels_reach_both_players(self, ring):
        labels = np.arange(len(ring)) % 3
        gan = make_gan("r3gan", labels=3)
        before = values(gan)
        gan.fit((ring, labels), steps=3, batch_size=33)
        assert moved(gan, before) == expected_to_move(gan)

    def test_each_sample_keeps_its_own_label(self, ring):
        feed = Arrays((ring, np.arange(512, dtype="int32")), seed=0)
        portion = feed.take(0, 1, 8, 1)
        points, labels = (ops.convert_to_numpy(part)[portion.rows[0]] for part in portion.data)
        assert_array_equal(points, ring[labels])

    @pytest.mark.parametrize("wrong", [-1, 3])
    def test_a_label_that_the_networks_do_not_know_is_refused(self, wrong, ring, tmp_path):
        labels = np.arange(len(ring)) % 3
        labels[7] = wrong
        gan = make_gan(labels=3)
        gan.save(tmp_path)
        for known in (gan, training.GAN.load(tmp_path)):
            with pytest.raises(ValueError, match="knows the labels 0 to 2"):
                known.fit((ring, labels), steps=1, batch_size=32)
            with pytest.raises(ValueError, match="knows the labels 0 to 2"):
                known.sample(2, condition=[0, wrong])

    def test_an_embedding_says_how_many_labels_it_knows_too(self, ring):
        noise, label = keras.Input((4,)), keras.Input((), dtype="int32")
        joined = keras.layers.Concatenate()([noise, keras.layers.Embedding(3, 2)(label)])
        generator = keras.Model([noise, label], keras.layers.Dense(2)(joined))
        gan = training.GAN(generator, networks.mlp_discriminator(labels=3), Recipe())
        with pytest.raises(ValueError, match="labels from 0 to 4"):
            gan.fit((ring, np.arange(len(ring)) % 5), steps=1, batch_size=32)


class TestPrecision:
    def test_scores_and_samples_keep_their_digits(self, ring):
        gan = make_gan("r3gan", precision="bfloat16")
        scores, made = gan.discriminator(ring[:2]), gan.generator(np.zeros((2, 4), "float32"))
        kinds = [keras.backend.standardize_dtype(values.dtype) for values in (scores, made)]
        assert kinds == ["float32", "float32"]
        assert gan.discriminator.layers[1].compute_dtype == "bfloat16"

    def test_reaches_layers_within_layers(self, ring):
        class Block(keras.layers.Layer):
            def __init__(self, units):
                super().__init__()
                self.inner, self.seen = keras.layers.Dense(units), []

            def call(self, values):
                made = self.inner(values)
                self.seen.append(keras.backend.standardize_dtype(made.dtype))
                return made

        block = Block(8)
        discriminator = keras.Sequential([keras.Input((2,)), block, keras.layers.Dense(1)])
        recipe = dataclasses.replace(RECIPES["r3gan"], precision="bfloat16")
        training.GAN(networks.mlp_generator(width=8), discriminator, recipe)
        assert block.inner.compute_dtype == "bfloat16"
        block.seen.clear()
        with precision.single_precision(discriminator):
            discriminator(ring[:2])
        discriminator(ring[:2])
        assert block.seen == ["float32", "bfloat16"]

    def test_a_slope_that_overflows_is_skipped_and_is_no_divergence(self, ring):
        gan = make_gan("r3gan", precision="float16")
        before = values(gan)
        gan.optimizer.dynamic_scale.assign(2.0**40)
        gan.fit(ring, steps=1, batch_size=32)
        assert float(backend.numbers(gan.optimizer.dynamic_scale)) == 2.0**39
        for name, value in values(gan).items():
            assert name.startswith("generator/") <= (value == before[name]).all(), name

    @pytest.mark.parametrize("precision", ["bfloat16", "float16"])
    def test_penalties_stay_in_single_precision(self, precision, ring):
        exact, half = make_gan("r3gan"), make_gan("r3gan", precision=precision)
        seen = (
            ops.convert_to_tensor(ring[:64]),
            None,
            Draws(0, ops.convert_to_tensor(0), 64),
            0,
            0.0,
        )
        expected = exact.players.game.discriminator_loss(*seen)[1]
        found = half.players.game.discriminator_loss(*seen)[1]
        # The real samples are the same, so their penalty is equal as far as float32 goes.
        assert_allclose(found["r1"], expected["r1"], rtol=1e-5)
        assert found["real_score"] != expected["real_score"]
        assert_allclose(found["real_score"], expected["real_score"], atol=0.05)

    @pytest.mark.parametrize("precision", ["bfloat16", "float16"])
    def test_trains_with_weights_in_single_precision(self, precision, ring):
        gan = make_gan("r3gan", precision=precision)
        gan.fit(ring, steps=3, batch_size=32)
        assert {w.dtype for w in gan.generator.weights} == {"float32"}
        assert gan.sample(3).dtype == np.float32


class TestSchedules:
    def test_the_rate_follows_the_progress_of_the_plan(self, ring):
        gan = make_gan(optimizer=adam(schedules.Linear(1.0e-3, 0.0)))
        rates = []
        watch = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: rates.append(float(gan.optimizer.learning_rate))
        )
        gan.fit(ring, steps=4, batch_size=32, report_every=1, callbacks=[watch])
        assert_allclose(rates, [1e-3, 0.75e-3, 0.5e-3, 0.25e-3], rtol=1e-5)

    # Keras's own callback reads the rate in a way that NumPy will give up.
    @pytest.mark.filterwarnings("ignore:__array__ implementation")
    def test_a_plain_rate_is_left_to_callbacks(self, ring):
        gan = make_gan()
        halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
        gan.fit(ring, steps=2, batch_size=32, report_every=1, callbacks=[halve])
        assert_allclose(float(gan.optimizer.learning_rate), 2e-4 / 4, rtol=1e-6)

    @pytest.mark.filterwarnings("ignore:__array__ implementation")
    def test_a_changed_rate_is_changed_for_both_players(self, ring):
        gan = make_gan(discriminator_optimizer=adam(4e-4))
        halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
        gan.fit(ring, steps=2, batch_size=32, report_every=1, callbacks=[halve])
        rate = float(gan.players.discriminator_optimizer.learning_rate)
        assert_allclose(rate, 4e-4 / 4, rtol=1e-6)

    def test_a_rate_that_the_recipe_sets_to_0_leaves_the_other_as_it_is(self, ring):
        def change(epoch, logs):
            gan.optimizer.learning_rate = 1e-3 / (epoch + 1)

        gan = make_gan(optimizer=adam(0.0), discriminator_optimizer=adam(4e-4))
        watch = keras.callbacks.LambdaCallback(on_epoch_end=change)
        gan.fit(ring, steps=3, batch_size=32, report_every=1, callbacks=[watch])
        rate = float(gan.players.discriminator_optimizer.learning_rate)
        assert_allclose(rate, 4e-4, rtol=1e-6)


class TestStop:
    def test_before_an_epoch_ends_the_run_after_a_step_as_in_keras(self, ring):
        stop = keras.callbacks.LambdaCallback(
            on_epoch_begin=lambda epoch, logs: setattr(gan, "stop_training", True)
        )
        gan = make_gan()
        history = gan.fit(ring, steps=9, batch_size=32, report_every=3, callbacks=[stop])
        assert history.history["step"] == [1]
        assert gan.unfinished_steps == 8


class TestRecipe:
    @pytest.mark.parametrize("name", RECIPES)
    def test_survives_a_file(self, name):
        import json

        stored = json.loads(json.dumps(RECIPES[name].as_json()))
        assert Recipe.from_json(stored) == RECIPES[name]

    def test_numbers_of_numpy_are_written_as_numbers(self):
        import json

        recipe = Recipe(average_half_life=np.float32(8), packing=np.int64(2))
        assert Recipe.from_json(json.loads(json.dumps(recipe.as_json()))) == recipe

    def test_a_function_is_written_without_its_address_in_memory(self):
        import functools

        stored = [
            Recipe(terms=((functools.partial(losses.TERMS["l2"]), 1.0),)).as_json()
            for _ in range(2)
        ]
        assert stored[0] == stored[1]
        assert stored[0]["terms"][0][0] == {"function": "ganbook.losses.clouds.l2"}

    def test_a_function_is_told_from_the_same_one_set_otherwise(self):
        import functools

        def written(*given, **settings):
            term = functools.partial(losses.TERMS["l2"], *given, **settings)
            return Recipe(terms=((term, 1.0),)).as_json()["terms"][0][0]["function"]

        assert written(scale=2.0, name="x") == "ganbook.losses.clouds.l2(name='x', scale=2.0)"
        assert written(1) != written(2)
        # No address and no shortened text of an array.
        assert written(weights=np.zeros(3)).endswith("(weights=ndarray)")

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"objective": "hing"}, "Did you mean 'hinge'"),
            ({"latent": "gausian"}, "Did you mean 'gaussian'"),
            ({"precision": "float8"}, "precision must be one of"),
            ({"packing": 0}, "packing must be a whole number at least 1"),
            ({"discriminator_steps": 1.5}, "discriminator_steps must be a whole number"),
            ({"simultaneous": True, "discriminator_steps": 2}, "Leave one of the two out"),
            ({"simultaneous": "no"}, "simultaneous must be True or False; got 'no'"),
            ({"spectral": 1}, "spectral must be True or False; got 1"),
            ({"terms": ("mmd", 0.5)}, "tuple of pairs"),
            ({"terms": (("mdm", 0.5),)}, "Did you mean 'mmd'"),
            ({"terms": (("mmd", -1),)}, "the weight of 'mmd'"),
            ({"penalties": [("r1", 1)]}, "tuple of pairs"),
            ({"penalties": (("r9", 1),)}, "penalty must be one of"),
            ({"penalties": (("r1", float("nan")),)}, "finite"),
            ({"penalties": (("r1", abs),)}, "schedule"),
            ({"average_half_life": 0}, "average_half_life"),
            ({"instance_noise": -0.1}, "instance_noise"),
            ({"optimizer": "adam"}, "optimizer must be"),
            ({"penalties": (("r1", np.array(0.5)),)}, "plain number"),
            ({"instance_noise": schedules.Schedule(1.0)}, "Linear or a Cosine"),
        ],
    )
    def test_refuses_in_a_sentence(self, changes, words):
        with pytest.raises((ValueError, TypeError), match=words):
            dataclasses.replace(RECIPES["r3gan"], **changes)

    def test_of_an_unknown_name_is_answered_with_the_nearest(self):
        for kind in (KeyError, ValueError):
            with pytest.raises(kind, match=r"^recipe must be .* Did you mean 'r3gan'\?$"):
                RECIPES["r3-gan"]
        assert RECIPES.get("r3-gan") is None
        assert "r3-gan" not in RECIPES


class TestOptimizer:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: adam(1e-3, beta_1=2.0), "beta_1 must be .* at most 1"),
            (lambda: adam(1e-3, beta_2=-1), "beta_2 must be .* at least 0"),
            (lambda: adam(1e-3, beta_2=1.0), "beta_2 must be below 1"),
            (lambda: Optimizer("adam", 1e-3, {"beta_1": 0.5}), "tuple of pairs"),
            (lambda: Optimizer("adam", 1e-3, (("beta_11", 0.5),)), "Did you mean 'beta_1'"),
            (lambda: Optimizer("adam", 1e-3, (("learning_rate", 1.0),)), "setting of adam"),
            (lambda: Optimizer("sgd", 1e-3, (("momentum", 1.5),)), "momentum must be"),
        ],
    )
    def test_refuses_in_a_sentence(self, call, words):
        with pytest.raises((ValueError, TypeError), match=words):
            call()


class TestDriver:
    @pytest.mark.parametrize(("batch_size", "room"), [(128, 250), (10**6, 16), (10**9, 1)])
    def test_the_places_of_a_call_fit_into_its_bytes(self, batch_size, room, ring):
        feed = feeding.opened(ring, seed=0, look=lambda parts: None)
        driver = Driver(make_gan().players, None, feed, batch_size=batch_size, paces={})
        assert driver.room == room


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda x: make_gan().fit(x[:, :1], steps=1), "shape"),
            (lambda x: make_gan().fit(x.astype(int), steps=1), "floating point"),
            (lambda x: make_gan().fit(np.where(x > 0, np.nan, x), steps=1), "finite"),
            (lambda x: make_gan().fit(x, steps=0), "steps must be a whole number"),
            (lambda x: make_gan().fit(x), "pass\\s+steps"),
            (lambda x: make_gan().fit((x, x, x), steps=1), "pair"),
            (lambda x: make_gan().fit((x, np.zeros(3, int)), steps=1), "equally many"),
            (lambda x: make_gan().fit((x, np.zeros(512, int)), steps=1), "takes 1 inputs"),
            (lambda x: make_gan(labels=2).fit(x, steps=1), "\\(samples, condition\\)"),
            (
                lambda x: make_gan(labels=2).fit([(x[:8], np.zeros(4, int))] * 2, steps=1),
                r"equally many; got shapes \(8, 2\) and \(4,\)",
            ),
            (
                lambda x: make_gan(labels=2).fit([(x, np.zeros(len(x), int), x)], steps=1),
                "got 3 parts",
            ),
            (lambda x: make_gan().fit(iter([x]), steps=1), "many times"),
            (lambda x: make_gan().fit([], steps=1), "empty"),
            (lambda x: make_gan().fit(x[:0], steps=1), "at least one sample"),
            (lambda x: make_gan().fit([x.astype("uint8")], steps=1), "floating point"),
            (lambda x: make_gan().fit([{"image": x}], steps=1), "keys \\['image'\\]"),
            (lambda x: make_gan().fit(x, steps=1, batch_size=0), "batch_size must be a whole"),
            (lambda x: make_gan(seed=2**60), "seed must be a whole number"),
            (
                lambda x: training.GAN(
                    networks.mlp_generator(), keras.Sequential([keras.layers.Dense(1)]), Recipe()
                ),
                "discriminator must be a Keras model with a declared input",
            ),
            (lambda x: make_gan(packing=3).fit(x, steps=1, batch_size=32), "multiple of 3"),
            (lambda x: make_gan().sample(0), "count"),
            (lambda x: make_gan().sample(3, average="no"), "average must be True or False"),
            (lambda x: make_gan().sample(3, condition=1), "no condition"),
            (lambda x: make_gan(labels=2).sample(3), "takes a condition"),
            (lambda x: make_gan(labels=2).sample(3, condition=[1, 0]), "3 rows"),
            (lambda x: make_gan(packing=2, labels=2), "packing"),
            (lambda x: make_gan().averaged(), "average_half_life"),
            (lambda x: training.GAN(None, None, Recipe()), "declared input"),
            (lambda x: training.GAN(networks.mlp_generator(), None, Recipe()), "discriminator"),
            (
                lambda x: training.GAN(
                    networks.mlp_generator(), networks.mlp_discriminator(inputs=3), Recipe()
                ),
                "takes \\(3,\\)",
            ),
            (
                lambda x: training.GAN(
                    networks.mlp_generator(), networks.mlp_discriminator(), RECIPES["hinge-sn"]
                ),
                "spectral",
            ),
        ],
    )
    def test_says_what_came_and_what_to_do(self, call, words, ring):
        with pytest.raises((ValueError, TypeError), match=words):
            call(ring)
