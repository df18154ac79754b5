"""Each ailment is named on a curve made to show it, and no other is; healthy curves get no name."""

import numpy as np
import pytest

from ganbook import data, monitoring

TIME = np.linspace(0, 1, 100)


def curves(*, real=0.3, fake=-0.3, discriminator=1.2, generator=0.8, noise=0.05, seed=0):
    """A run's history: constants or curves, with the noise of small batches."""
    rng = np.random.default_rng(seed)
    given = {
        "discriminator_loss": discriminator,
        "generator_loss": generator,
        "real_score": real,
        "fake_score": fake,
    }
    return {name: value + noise * rng.normal(size=100) for name, value in given.items()}


def names(history, objective="non-saturating", **clouds):
    return [found.name for found in monitoring.diagnose(history, objective=objective, **clouds)]


def beside(samples, real):
    return monitoring.diagnose(curves(), objective="hinge", samples=samples, real=real)


class TestDiagnose:
    @pytest.mark.parametrize("seed", range(10))
    def test_has_nothing_to_say_of_a_healthy_run(self, seed):
        assert names(curves(seed=seed)) == []

    def test_nor_of_one_that_settles(self):
        fading = np.exp(-3 * TIME)
        assert names(curves(real=fading, fake=-fading, generator=0.7 + fading)) == []

    @pytest.mark.parametrize("seed", range(10))
    def test_divergence_is_growth_without_bound(self, seed):
        growing = np.exp(8 * TIME)
        assert names(curves(real=growing, fake=-growing, seed=seed), "wasserstein") == [
            "divergence"
        ]

    @pytest.mark.parametrize("seed", range(10))
    def test_a_critic_that_swings_through_zero_diverges_all_the_same(self, seed):
        wild = 800 * np.random.default_rng(seed).normal(size=100)
        assert names(curves(real=wild, seed=seed), "wasserstein") == ["divergence"]

    def test_scores_far_apart_from_the_start_are_no_growth_where_they_are_bounded(self):
        assert names(curves(real=200.0, fake=-200.0), "hinge") == []

    def test_divergence_is_also_a_number_that_is_none(self):
        history = curves()
        history["generator_loss"][-1] = np.nan
        assert names(history) == ["divergence"]

    def test_divergence_is_also_samples_that_are_none(self):
        (found,) = beside(np.full((9, 2), np.nan), data.ring(100, seed=0))
        assert found[:2] == ("divergence", "the samples are not finite")

    def test_of_what_was_measured_besides_an_infinite_one_is_no_divergence(self):
        assert names({**curves(), "modes_reverse_kl": [np.inf] * 100}) == []

    @pytest.mark.parametrize("objective", ["non-saturating", "least-squares", "hinge"])
    def test_a_perfect_discriminator_pays_nothing(self, objective):
        falling = 1.4 * np.exp(-8 * TIME)
        assert names(curves(discriminator=falling, noise=0.0), objective) == [
            "perfect discriminator"
        ]

    def test_saturation_is_a_slope_that_has_gone(self):
        history = curves(fake=-8 * TIME, real=0.0, discriminator=0.3)
        assert names(history, "minimax") == ["saturation"]
        assert names(history, "non-saturating") == []

    @pytest.mark.parametrize("seed", range(10))
    @pytest.mark.parametrize("period", [7, 20])
    def test_oscillation_is_a_swing_that_returns(self, period, seed):
        swing = np.sin(2 * np.pi * np.arange(100) / period)
        found = monitoring.diagnose(curves(real=swing, seed=seed), objective="non-saturating")
        assert [finding.name for finding in found] == ["oscillation"]
        told = int(found[0].evidence.split("period of ")[1].split()[0])
        assert min(told % period, -told % period) <= 1

    @pytest.mark.parametrize("seed", range(10))
    def test_a_slow_wave_of_chance_is_no_oscillation(self, seed):
        steps = np.random.default_rng(seed).normal(size=140)
        wandering = np.convolve(steps, np.full(5, 0.2), mode="valid")[:100]
        assert names(curves(real=wandering, seed=seed)) == []

    def test_spikes_that_come_on_time_swing_to_no_other_side(self):
        spikes = np.where(np.arange(100) % 10 == 0, 1.0, 0.0)
        assert names(curves(real=spikes, noise=0.01)) == []


class TestCollapse:
    @pytest.mark.parametrize("place", [(0.0, 0.0), (1.0, 0.0), (4.0, 4.0)])
    def test_is_a_cloud_of_samples_all_alike_wherever_it_lies(self, place):
        real = data.ring(1000, seed=1)
        cloud = place + 0.2 * np.random.default_rng(0).normal(size=(500, 2))
        assert names(curves(), samples=cloud, real=real) == ["mode collapse"]

    @pytest.mark.parametrize(("modes", "collapsed"), [(2, True), (5, True), (7, False), (8, False)])
    def test_is_a_good_part_of_the_data_without_a_sample(self, modes, collapsed):
        real = data.ring(1000, seed=1)
        samples = data.ring_centres()[np.random.default_rng(0).integers(modes, size=500)]
        found = names(curves(), samples=samples + 0.001, real=real)
        assert found == (["mode collapse"] if collapsed else [])

    def test_is_not_the_loneliness_of_samples_in_many_dimensions(self):
        real, other = np.random.default_rng(0).normal(size=(2, 600, 64))
        assert names(curves(), samples=other, real=real) == []

    def test_is_not_a_cloud_as_wide_as_the_data_elsewhere(self):
        real, other = data.ring(1000, seed=1), data.ring(1000, seed=2)
        assert names(curves(), samples=other + 5, real=real) == []

    def test_is_seen_in_the_samples(self):
        real = data.ring(1000, seed=1)
        two_modes = real[(real[:, 0] > 0.5)]
        assert names(curves(), samples=two_modes[:200], real=real) == ["mode collapse"]
        assert names(curves(), samples=np.zeros((200, 2)), real=real) == ["mode collapse"]

    def test_does_not_hang_on_the_order_of_many_samples(self):
        centres = np.repeat(data.ring_centres(), 300, axis=0)
        one_by_one = centres + 0.01 * np.random.default_rng(0).normal(size=centres.shape)
        assert names(curves(), samples=one_by_one, real=data.ring(2400, seed=1)) == []
        assert names(curves(), samples=data.ring(2400, seed=1), real=one_by_one) == []

    @pytest.mark.parametrize("seed", range(5))
    def test_is_not_seen_in_other_real_samples_nor_in_a_blur(self, seed):
        real, other = data.ring(1000, seed=1), data.ring(1000, seed=2 + seed)
        assert names(curves(), samples=other, real=real) == []
        blur = other + 0.5 * np.random.default_rng(seed).normal(size=other.shape)
        assert names(curves(), samples=blur, real=real) == []


def odd(**history):
    return monitoring.diagnose(history, objective="hinge")


class TestRefusals:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda: monitoring.diagnose({}, objective="hinge"), "what GAN.fit returns"),
            (lambda: monitoring.diagnose(None, objective="hinge"), "what GAN.fit returns"),
            (lambda: monitoring.diagnose(curves(), objective="hing"), "Did you mean 'hinge'"),
            (
                lambda: monitoring.diagnose({"generator_loss": [1.0]}, objective="hinge"),
                "at least 20",
            ),
            (
                lambda: monitoring.diagnose(curves(), objective="hinge", real=np.zeros((9, 2))),
                "go together",
            ),
            (lambda: odd(generator_loss=3.0), "generator_loss must hold a number for each report"),
            (lambda: odd(generator_loss=["x"] * 40), "generator_loss must hold a number for each"),
            (lambda: odd(generator_loss=np.zeros((40, 2))), "generator_loss must hold a number"),
            (lambda: odd(generator_loss=[1.0] * 40, fake_score=[1.0] * 39), "{'fake_score': 39}"),
            (lambda: odd(generator_loss=[1.0] * 40, real_score=[1.0] * 40), "fake_score together"),
            (lambda: beside(np.zeros((1, 2)), np.zeros((9, 2))), "samples must hold at least 8"),
            (lambda: beside(np.zeros((0, 2)), np.zeros((9, 2))), "samples must hold at least 8"),
            (lambda: beside(np.zeros((9, 2)), np.zeros((2, 2))), "real must hold at least 8"),
            (lambda: beside(np.zeros((9, 2)), np.full((9, 2), np.nan)), "real must be finite"),
        ],
    )
    def test_says_what_came_and_what_to_do(self, call, words):
        with pytest.raises(ValueError, match=words):
            call()
