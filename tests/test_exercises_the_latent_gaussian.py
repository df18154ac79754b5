"""The answers on the latent Gaussian against the package and against experiments."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from ganbook import distances, noise
from ganbook.exercises.catalogue import BY_NAME


def answer(name):
    return BY_NAME[name].answer


def same_law(one, other):
    """What a test of the two samples says; the laws below differ plainly or not at all."""
    return stats.ks_2samp(one, other).pvalue > 1e-4


def turned(points):
    return points @ np.array([[1, 1], [-1, 1]]) / np.sqrt(2)


class TestOnlyTheBell:
    """A property is common if a law that is not Gaussian has it."""

    def test_each_single_property_has_another_owner(self, rng):
        square = rng.uniform(-1, 1, (20_000, 2))
        disc = square[np.linalg.norm(square, axis=1) < 1]
        laplace = rng.laplace(size=20_000)
        common = {
            "even": same_law(laplace, -laplace),
            "single": np.histogram(laplace, np.arange(-5.5, 6))[0].argmax() == 5,
            "apart": stats.spearmanr(*np.abs(square).T).pvalue > 1e-4,
            "turning": same_law(disc[:, 0], turned(disc)[:, 0]),
        }
        assert all(common.values())
        assert [*common] == list(BY_NAME["only-the-bell"].variables[:4])
        assert answer("only-the-bell") == [*["common"] * 4, "only"]

    def test_neither_of_the_rivals_has_both(self, rng):
        square = rng.uniform(-1, 1, (20_000, 2))
        disc = square[np.linalg.norm(square, axis=1) < 1]
        assert not same_law(square[:, 0], turned(square)[:, 0])
        assert stats.spearmanr(*np.abs(disc).T).pvalue < 1e-4

    def test_the_bell_has_both(self, rng):
        bell = rng.normal(size=(20_000, 2))
        assert same_law(bell[:, 0], turned(bell)[:, 0])
        assert stats.spearmanr(*np.abs(bell).T).pvalue > 1e-4


class TestDrawnOnce:
    def test_the_answer_never_feeds_a_row_twice(self):
        rows = answer("drawn-once")(3, 20, 5, 4).reshape(-1, 4)
        assert len(np.unique(rows, axis=0)) == 100

    def test_the_broken_program_feeds_the_same_rows_in_every_step(self):
        fed = BY_NAME["drawn-once"].broken(3, 20, 5, 4)
        assert_array_equal(fed, np.broadcast_to(fed[0], fed.shape))


class TestByRank:
    def test_what_is_made_is_the_data_and_the_curve_rises(self, rng):
        given, wanted = rng.normal(size=200), rng.exponential(size=200)
        made = answer("by-rank")(given, wanted)
        assert_array_equal(np.sort(made), np.sort(wanted))
        assert np.all(np.diff(made[np.argsort(given)]) > 0)

    def test_its_mean_way_is_the_wasserstein_distance(self, rng):
        given, wanted = rng.normal(size=200), rng.exponential(size=200)
        way = np.abs(given - answer("by-rank")(given, wanted)).mean()
        assert_allclose(distances.wasserstein_1d(given, wanted), way, rtol=1e-9)


@pytest.mark.parametrize("d", [1, 3, 50])
def test_the_shell_is_what_draws_show(d):
    lengths = np.linalg.norm(noise.gaussian(20_000, d, seed=0).astype("float64"), axis=1)
    mean, spread = answer("shell")(d)
    assert abs(lengths.mean() - mean) < 4 * spread / np.sqrt(20_000)
    # The spread of a spread of n numbers is at most about 1/√(2n) of it for laws with thin tails.
    assert lengths.std() == pytest.approx(spread, rel=4 / np.sqrt(40_000))


class TestEnoughNoise:
    """ "Sometimes" is proved by one generator of each kind, "never" by what samples cannot hide."""

    def test_one_number_makes_a_curve_and_many_may_make_a_line(self, rng):
        few, many = rng.normal(size=(500, 1)), rng.normal(size=(8000, 1))

        def spacing(z):
            points = np.concatenate([np.sin(3 * z), np.cos(5 * z)], axis=1)
            return np.median(distances.nearest(points, points, count=2).distances[:, 1])

        # Sixteen times as many points of a curve are sixteen times as near; of a square, four.
        assert spacing(few) / spacing(many) > 10
        straight = rng.normal(size=(50, 50))[:, :1] * np.array([1.0, 2.0])
        assert np.linalg.matrix_rank(straight) == 1

    def test_two_islands_leave_fakes_on_the_way(self):
        """However steep, a function that reaches both sides takes the middle on the way."""
        z = np.linspace(-1, 1, 200_001)
        for slope in (10, 100, 1000):
            made = np.tanh(slope * z)
            assert made.min() < -0.9 < 0.9 < made.max()
            assert np.any(np.abs(made) < 0.5)

    def test_the_words(self):
        words = dict(zip(BY_NAME["enough-noise"].variables, answer("enough-noise"), strict=True))
        assert words == {
            "square": "never",
            "line": "sometimes",
            "whole": "always",
            "islands": "never",
            "pieces": "sometimes",
            "bell": "sometimes",
        }


class TestStretchedArc:
    @pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
    def test_is_the_package_s(self, t):
        a, b = noise.gaussian(2, 32, seed=0).astype("float64")
        assert_allclose(answer("stretched-arc")(a, b, t), noise.slerp(a, b, t), atol=2e-5)

    def test_the_broken_one_is_right_for_ends_of_length_one_only(self):
        a, b = noise.sphere(2, 32, seed=0).astype("float64") / np.sqrt(32)
        broken, right = BY_NAME["stretched-arc"].broken, answer("stretched-arc")
        assert_allclose(broken(a, b, 0.3), right(a, b, 0.3), rtol=1e-6)
        with np.errstate(all="ignore"):
            assert not np.allclose(broken(6 * a, 6 * b, 0.3), right(6 * a, 6 * b, 0.3), rtol=0.01)


@pytest.mark.parametrize("leak", [0.0, 0.2])
def test_the_first_weights_keep_the_mean_square(leak, rng):
    signal = np.ones(400)
    weights = answer("first-weights")(400, leak) * rng.normal(size=(400, 20_000))
    sums = signal @ weights
    squares = np.where(sums > 0, sums, leak * sums) ** 2
    assert abs(squares.mean() - 1) < 4 * squares.std() / np.sqrt(len(squares))


@pytest.mark.parametrize(("half_gap", "width"), [(1.0, 1.0), (1.2, 0.5)])
def test_the_slope_in_the_gap_is_that_of_the_exact_curve(half_gap, width):
    ticks = np.linspace(-0.01, 0.01, 2001)
    below = (stats.norm.cdf(ticks, -half_gap, width) + stats.norm.cdf(ticks, half_gap, width)) / 2
    step = 1e-5
    up, down = np.interp(stats.norm.cdf([step, -step]), below, ticks)
    assert answer("slope-in-the-gap")(half_gap, width) == pytest.approx(
        (up - down) / (2 * step), rel=1e-3
    )
