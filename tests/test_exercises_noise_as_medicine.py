"""The answers on noise as medicine against the package, quadrature and experiments."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import rel_entr

from ganbook import networks, training
from ganbook.backend import ops
from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.noise_as_medicine import all_the_way_home, noise_on_both
from ganbook.training import draws
from ganbook.training.game import Game


def answer(name):
    return BY_NAME[name].answer


def divergence(p, q):
    both = p + q
    return (rel_entr(2 * p, both).sum() + rel_entr(2 * q, both).sum()) / 4


def bell(cells, centre=0.0, width=1.0):
    density = np.exp(-((cells - centre) ** 2) / (2 * width**2))
    return density / density.sum()


def point(cells, place):
    """All mass in the cell that holds the place."""
    return 1.0 * (np.arange(len(cells)) == np.abs(cells - place).argmin())


class TestStuckOrMoving:
    @pytest.mark.parametrize("cell", [1e-4, 2e-5])
    def test_the_predictions_are_those_of_ever_finer_cells(self, cell):
        cells = np.arange(-5, 5, cell) + cell / 2
        inside = np.abs(cells) < 0.5
        found = [
            divergence(point(cells, 0), point(cells, 1e-3)),
            divergence(point(cells, -4), point(cells, 4)),
            divergence(inside / inside.sum(), np.roll(inside, int(0.5 / cell)) / inside.sum()),
            divergence(bell(cells), bell(cells, 1e-3)),
            divergence(bell(cells), point(cells, 0)),
            divergence(bell(cells), bell(cells)),
        ]
        most = math.log(2)
        words = ["0" if d == 0 else "log 2" if d > most - 1e-3 else "between" for d in found]
        assert words == answer("stuck-or-moving")
        assert_allclose(found[2], most / 2, rtol=1e-3)


class TestNoiseOnBoth:
    def test_shows_what_a_run_shows(self, rng):
        real, fake = rng.normal(size=(2, 6, 2)).astype("float32")
        recipe = training.Recipe(instance_noise=0.3)
        players = networks.mlp_generator(width=4), networks.mlp_discriminator(width=4)
        game, chance = Game(*players, recipe), draws.Draws(seed=3, step=5, batch_size=6)
        purposes = draws.REAL_NOISE, draws.FAKE_NOISE
        fresh = np.stack([ops.convert_to_numpy(chance.normals((2,), p, turn=0)) for p in purposes])
        expected = [
            ops.convert_to_numpy(game.shown(ops.convert_to_tensor(batch), chance, purpose, 0, 0.0))
            for batch, purpose in zip((real, fake), purposes, strict=True)
        ]
        assert_allclose(answer("noise-on-both")(real, fake, fresh, 0.3), expected, atol=1e-6)

    def test_only_noise_on_both_keeps_equal_laws_equal(self, rng):
        real, fake = rng.normal(size=(2, 20_000, 1))
        fresh = rng.normal(size=(2, 20_000, 1))

        def gap(show):
            spreads = [np.std(batch) for batch in show(real, fake, fresh, 1.0)]
            return abs(spreads[0] - spreads[1])

        error = math.sqrt(2) / math.sqrt(2 * 20_000) * math.sqrt(2)
        assert gap(answer("noise-on-both")) < 4 * error
        assert gap(noise_on_both.broken_shown) > 0.3


class TestBridgeOrNone:
    """Each *must* has a way through the noise, each *need not* a function without bridges."""

    def ways(self, rng):
        first, second = rng.normal(size=(2, 16))
        time = np.linspace(0, 1, 2001)[:, None]
        straight = (1 - time) * first + time * second
        on_sphere = straight / np.linalg.norm(straight, axis=1, keepdims=True)
        awake = rng.random((2, 16)) < 0.3
        through_origin = [a * first * awake[0] for a in time[::-1]]
        through_origin += [a * second * awake[1] for a in time]
        return {
            "cube": np.clip(straight, -1, 1),
            "shell": on_sphere,
            "sparse": np.array(through_origin),
        }

    def test_a_steep_function_crosses_the_gap_on_every_way(self, rng):
        for name, way in self.ways(rng).items():
            assert np.abs(np.diff(way, axis=0)).max() < 0.01, name
            direction = way[-1] - way[0]
            heights = (way - way.mean(axis=0)) @ direction / (direction @ direction)
            fakes = np.tanh(20 * (heights - (heights[0] + heights[-1]) / 2))
            assert fakes[0] < -0.9 < 0.9 < fakes[-1]
            assert np.any(np.abs(fakes) < 0.5), name

    def test_two_pieces_can_be_sent_apart(self, rng):
        cubes = rng.uniform(-1, 1, size=(500, 2)) + np.repeat([[3.0, 0], [-3.0, 0]], 250, axis=0)
        fakes = np.clip(cubes[:, 0], -1, 1)  # continuous, and constant on each cube
        assert set(fakes) == {-1.0, 1.0}

    def test_small_steps_leave_a_bridge_that_bisection_finds(self):
        low, high = -1.0, 0.7
        for _ in range(200):
            middle = (low + high) / 2
            end = float(self.walked(middle))
            low, high = (middle, high) if end < 0 else (low, middle)
            if abs(end) < 0.5:
                return
        pytest.fail("no start leads between the heaps")

    def walked(self, start):
        place = start
        for _ in range(1000):
            place = place + 0.01 * (np.tanh(4 * place) - place)
        return place


class TestWeightedMean:
    def test_it_is_the_noisy_point_moved_uphill(self, rng):
        noisy, clean, level = rng.normal(size=(9, 2)), rng.normal(size=(6, 2)), 0.7

        def height(places):
            squares = ((places[:, None] - clean) ** 2).sum(axis=2)
            return np.logaddexp.reduce(-squares / (2 * level**2), axis=1)

        slopes = [(height(noisy + u) - height(noisy - u)) / 2e-5 for u in 1e-5 * np.eye(2)]
        expected = noisy + level**2 * np.transpose(slopes)
        assert_allclose(answer("weighted-mean")(noisy, clean, level), expected, atol=1e-8)

    def test_no_other_guess_has_a_smaller_error(self, rng):
        clean, level = np.array([[-1.0], [1.0]]), 0.8
        hidden = clean[rng.integers(2, size=20_000)]
        noisy = hidden + level * rng.normal(size=hidden.shape)
        best = np.mean((answer("weighted-mean")(noisy, clean, level) - hidden) ** 2)
        for other in (0.9 * level, 1.1 * level):
            worse = answer("weighted-mean")(noisy, clean, other)
            assert best < np.mean((worse - hidden) ** 2)


class TestAllTheWayHome:
    def ends(self, sampler, steps, law=all_the_way_home.one_heap):
        start = np.random.default_rng(0).normal(size=(20_000, 1))
        return sampler(law, start, steps)

    def test_many_steps_lead_to_the_law_of_the_data(self):
        found = self.ends(answer("all-the-way-home"), 400)
        assert found.mean() == pytest.approx(1, abs=4 * 0.5 / math.sqrt(20_000) + 0.005)
        assert found.std() == pytest.approx(0.5, abs=0.02)

    @pytest.mark.parametrize("steps", [10, 40])
    def test_the_broken_program_ends_too_near_the_middle(self, steps):
        programs = answer("all-the-way-home"), all_the_way_home.broken_sample
        right, broken = (self.ends(program, steps).mean() for program in programs)
        assert abs(right - 1) < 0.005 < 0.01 < 1 - broken
        heaps = [self.ends(program, steps, all_the_way_home.two_heaps) for program in programs]
        right, broken = (np.abs(np.abs(ends) - 1).mean() for ends in heaps)
        assert right < broken / 5


class TestWhatNoiseAdds:
    """Against Gauss-Hermite quadrature of a smooth score: the rest is of fourth order."""

    def really_added(self, points, level):
        nodes, weights = np.polynomial.hermite_e.hermegauss(30)
        weights = weights / weights.sum()
        shifts = level * np.stack(np.meshgrid(nodes, nodes), axis=-1).reshape(-1, 1, 2)
        paid = np.logaddexp(0, -self.score(points + shifts))
        mean = np.tensordot(np.outer(weights, weights).ravel(), paid, axes=1)
        return mean - np.logaddexp(0, -self.score(points))

    def score(self, points):
        return np.sin(points[..., 0]) + 0.5 * points[..., 0] * points[..., 1] ** 2

    def test_the_rest_shrinks_sixteenfold(self, rng):
        x, y = (points := rng.normal(size=(7, 2))).T
        slopes = np.stack([np.cos(x) + 0.5 * y**2, x * y], axis=1)
        given = self.score(points), slopes, x - np.sin(x)
        rests = [
            np.abs(self.really_added(points, level) - answer("what-noise-adds")(*given, level))
            for level in (0.04, 0.02)
        ]
        assert_allclose(rests[0].sum() / rests[1].sum(), 16, rtol=0.05)
