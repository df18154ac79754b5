"""Losses are checked against closed forms, the papers' formulas, finite differences and laws."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from ganbook import backend, losses
from ganbook.backend import ops

BY_SCORES = [name for name, game in losses.OBJECTIVES.items() if game.critic == "required"]
EXACT = {"float32": 1e-6, "float64": 1e-13}
PLAYERS = losses.Losses._fields


def game(name, real, fake):
    return losses.OBJECTIVES[name].losses(real, fake)


def tensors(*given):
    return [ops.convert_to_tensor(values) for values in given]


def slow_gradients(loss, given, step=1e-5):
    """Central differences of the summed loss, one number moved at a time: the oracle."""
    slopes = [np.zeros_like(values) for values in given]
    for side, place in ((s, p) for s, values in enumerate(given) for p in np.ndindex(values.shape)):
        ends = []
        for sign in (1, -1):
            moved = [values.copy() for values in given]
            moved[side][place] += sign * step
            ends.append(np.sum(np.asarray(loss(*moved))))
        slopes[side][place] = (ends[0] - ends[1]) / (2 * step)
    return slopes


def gradients(loss, *given):
    found = backend.value_and_grad(lambda points: loss(*points), tensors(*given))[1]
    return [np.asarray(gradient) for gradient in found]


def player_gradients(name, player, real, fake):
    return gradients(lambda r, f: getattr(game(name, r, f), player), real, fake)


def sigmoid(score):
    return 1 / (1 + np.exp(-np.asarray(score, "float64")))


# The papers' own formulas, good for scores of moderate size.
TEXTBOOK = {
    "minimax": lambda r, f: (-np.log(sigmoid(r)) - np.log(sigmoid(-f)), np.log(1 - sigmoid(f))),
    "non-saturating": lambda r, f: (
        -np.log(sigmoid(r)) - np.log(1 - sigmoid(f)),
        -np.log(sigmoid(f)),
    ),
    "least-squares": lambda r, f: ((r - 1) ** 2 + f**2, (f - 1) ** 2),
    "hinge": lambda r, f: (np.maximum(0, 1 - r) + np.maximum(0, 1 + f), -f),
    "wasserstein": lambda r, f: (f - r, -f),
    "relativistic": lambda r, f: (-np.log(sigmoid(r - f)), -np.log(sigmoid(f - r))),
}

# Of the discriminator's loss by the real and by the fake score, then of the generator's.
SLOPES = {
    "minimax": lambda r, f: ((-sigmoid(-r), sigmoid(f)), (0, -sigmoid(f))),
    "non-saturating": lambda r, f: ((-sigmoid(-r), sigmoid(f)), (0, -sigmoid(-f))),
    "least-squares": lambda r, f: ((2 * (r - 1), 2 * f), (0, 2 * (f - 1))),
    "hinge": lambda r, f: ((-1 * (r < 1), 1 * (f > -1)), (0, -1)),
    "wasserstein": lambda r, f: ((-1, 1), (0, -1)),
    "relativistic": lambda r, f: (
        (-sigmoid(f - r), sigmoid(f - r)),
        (sigmoid(r - f), -sigmoid(r - f)),
    ),
}


class TestGamesByScores:
    @pytest.mark.parametrize(
        ("name", "discriminator", "generator"),
        [
            ("minimax", 2 * math.log(2), -math.log(2)),
            ("non-saturating", 2 * math.log(2), math.log(2)),
            ("least-squares", 1, 1),
            ("hinge", 2, 0),
            ("wasserstein", 0, 0),
            ("relativistic", math.log(2), math.log(2)),
        ],
    )
    def test_value_of_an_undecided_discriminator(self, name, discriminator, generator):
        found = game(name, np.zeros(1), np.zeros(1))
        assert_allclose(found.discriminator, discriminator, rtol=1e-15)
        assert_allclose(found.generator, generator, rtol=1e-15)

    @pytest.mark.parametrize("dtype", EXACT)
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_match_the_papers(self, name, dtype, rng):
        real, fake = rng.normal(scale=2, size=(2, 20)).astype(dtype)
        wanted = TEXTBOOK[name](real.astype("float64"), fake.astype("float64"))
        for found, expected in zip(game(name, real, fake), wanted, strict=True):
            assert_allclose(found, expected, rtol=EXACT[dtype], atol=EXACT[dtype])
            assert found.dtype == dtype
            assert found.shape == (20,)

    @pytest.mark.parametrize("player", PLAYERS)
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_slopes_match_closed_forms_and_finite_differences(self, name, player, rng):
        real, fake = rng.normal(scale=2, size=(2, 7))
        found = player_gradients(name, player, real, fake)
        by_steps = slow_gradients(lambda r, f: getattr(game(name, r, f), player), [real, fake])
        by_hand = SLOPES[name](real, fake)[PLAYERS.index(player)]
        for gradient, slow, closed in zip(found, by_steps, by_hand, strict=True):
            assert_allclose(gradient, np.broadcast_to(closed, gradient.shape), rtol=1e-12)
            assert_allclose(gradient, slow, rtol=1e-7, atol=1e-9)

    def test_the_best_scores_are_the_log_ratios_and_give_the_divergence(self, rng):
        """min E[loss] = log 4 - 2 JSD, at score log p/q: here for two laws on five points."""
        p, q = rng.dirichlet(np.ones(5), size=2)
        middle = (p + q) / 2
        divergence = (p @ np.log(p / middle) + q @ np.log(q / middle)) / 2
        slopes, value = expected_logistic(np.log(p / q), p, q)
        assert_allclose(value, math.log(4) - 2 * divergence, rtol=1e-14)
        assert_allclose(slopes, 0, atol=1e-15)

    def test_hinge_leaves_scores_beyond_the_margins_alone(self):
        beyond = np.array([1.5, 3.0, 1e4])
        for gradient in player_gradients("hinge", "discriminator", beyond, -beyond):
            assert_array_equal(gradient, np.zeros(3))

    def test_a_confident_discriminator_silences_one_generator_and_not_the_other(self):
        certain = np.array([-20.0])
        (_, saturating), (_, lively) = (
            player_gradients(name, "generator", certain, certain)
            for name in ("minimax", "non-saturating")
        )
        assert abs(saturating[0]) < 1e-8
        assert_allclose(lively, -1, rtol=1e-8)

    @pytest.mark.parametrize("shift", [-3.0, 0.5, 1000.0])
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_only_relativistic_scores_have_no_level(self, name, shift, rng):
        real, fake = rng.normal(size=(2, 9))
        before, after = game(name, real, fake), game(name, real + shift, fake + shift)
        same = [np.allclose(b, a, rtol=1e-9, atol=1e-9) for b, a in zip(before, after, strict=True)]
        # The critic's Wasserstein loss is a difference, too; its generator's is not.
        assert same == {"relativistic": [True, True], "wasserstein": [True, False]}.get(
            name, [False, False]
        )


def expected_logistic(scores, p, q):
    """Mean discriminator loss of scores on finitely many points, and its slopes by the scores."""
    weights = np.outer(p, q)

    def mean(points):
        real = ops.repeat(points[0], len(q))  # Each point as a real sample
        fake = ops.tile(points[0], [len(p)])  # beside each point as a fake.
        return ops.sum(losses.minimax(real, fake).discriminator * weights.ravel())

    value, (slopes,) = backend.value_and_grad(mean, tensors(scores))
    return np.asarray(slopes), float(value)


class TestDiracGan:
    """Real data at 0, one fake at `place`, scores slope times sample: the smallest GAN there is."""

    @staticmethod
    def field(name, slope, place, weight):
        """How both move: each down the slope of its own loss."""

        def loss(point, player):
            found = getattr(game(name, 0 * point[0], point[0] * point[1]), player)
            penalty = weight * point[0] ** 2 if player == "discriminator" else 0
            return found + penalty

        given = tensors(np.array([slope]), np.array([place]))
        first = backend.value_and_grad(lambda p: loss(p, "discriminator"), given)[1][0]
        second = backend.value_and_grad(lambda p: loss(p, "generator"), given)[1][1]
        return -np.array([float(first[0]), float(second[0])])

    def jacobian(self, name, weight, step=1e-4):
        columns = [
            self.field(name, *(step * d), weight) - self.field(name, *(-step * d), weight)
            for d in np.eye(2)
        ]
        return np.transpose(columns) / (2 * step)

    @pytest.mark.parametrize("name", ["minimax", "non-saturating", "relativistic"])
    @pytest.mark.parametrize("gamma", [0, 0.3, 1, 2.5])
    def test_eigenvalues_at_the_equilibrium(self, name, gamma):
        """-γ/2 ± √(γ²/4 - 1/4) for R1 of weight γ/2."""
        found = np.linalg.eigvals(self.jacobian(name, gamma / 2))
        root = np.emath.sqrt(gamma**2 / 4 - 1 / 4)
        wanted = np.array([-gamma / 2 + root, -gamma / 2 - root])
        # A double eigenvalue, at γ = 1, is only as exact as the root of the matrix's own errors.
        assert_allclose(np.sort_complex(found), np.sort_complex(wanted), atol=1e-4)

    def test_simultaneous_steps_without_a_penalty_spiral_outwards(self):
        step, start = 0.1, np.array([3e-4, 4e-4])
        after = start + step * self.field("minimax", *start, weight=0)
        growth = np.linalg.norm(after) / np.linalg.norm(start)
        assert_allclose(growth, math.sqrt(1 + step**2 / 4), rtol=1e-5)


class TestPrecision:
    @pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float32", "float64"])
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_extreme_scores_have_finite_losses_and_slopes(self, name, dtype):
        extremes = ops.cast(np.array([1e4, -1e4, 0, 1e4, -1e4]), dtype)
        others = ops.cast(np.array([-1e4, 1e4, 0, 1e4, -1e4]), dtype)
        for player in PLAYERS:
            assert np.isfinite(np.asarray(getattr(game(name, extremes, others), player))).all()
            for gradient in player_gradients(name, player, extremes, others):
                assert np.isfinite(gradient.astype("float64")).all()

    def test_a_wrong_and_certain_score_costs_its_size(self):
        found = losses.minimax(np.array([-1e4]), np.array([1e4]))
        assert_array_equal(found.discriminator, [2e4])
        assert_array_equal(found.generator, [-1e4])

    @pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_half_precision_scores_are_computed_with_in_float32(self, name, dtype, rng):
        real, fake = (ops.cast(scores, dtype) for scores in rng.normal(size=(2, 50)))
        wide = game(name, *(np.asarray(ops.cast(s, "float32")) for s in (real, fake)))
        for found, wanted in zip(game(name, real, fake), wide, strict=True):
            assert backend.keras.backend.standardize_dtype(found.dtype) == "float32"
            assert_array_equal(np.asarray(found), wanted)

    def test_lists_and_whole_numbers_take_the_usual_type(self):
        assert losses.hinge([1, 2], [0, 0]).discriminator.dtype == "float32"

    def test_what_comes_in_goes_out(self, rng):
        scores = rng.normal(size=(2, 4))
        assert all(isinstance(loss, np.ndarray) for loss in losses.hinge(*scores))
        assert all(backend.is_tensor(loss) for loss in losses.hinge(*tensors(*scores)))
        assert all(backend.is_tensor(loss) for loss in losses.hinge(scores[0], *tensors(scores[1])))


class TestShapes:
    @pytest.mark.parametrize("name", BY_SCORES)
    def test_a_column_of_scores_is_a_row_of_losses(self, name, rng):
        real, fake = rng.normal(size=(2, 6))
        wanted = game(name, real, fake)
        for columns in ((real[:, None], fake[:, None]), (real, fake[:, None])):
            for found, expected in zip(game(name, *columns), wanted, strict=True):
                assert_array_equal(found, expected)

    @pytest.mark.parametrize("name", [name for name in BY_SCORES if name != "relativistic"])
    @pytest.mark.parametrize("counts", [(6, 4), (3, 8), (5, 1)])
    def test_means_are_right_where_the_counts_differ(self, name, counts, rng):
        real, fake = (rng.normal(size=count) for count in counts)
        every_pair = TEXTBOOK[name](real[:, None], fake)[0]
        found = game(name, real, fake)
        assert_allclose(np.mean(found.discriminator), np.mean(every_pair), rtol=1e-13)
        assert found.discriminator.shape == real.shape
        assert_array_equal(found.generator, game(name, fake, fake).generator)

    @pytest.mark.parametrize("name", BY_SCORES)
    def test_works_inside_a_compiled_function(self, name, rng):
        compiled = backend.compiled(lambda real, fake: tuple(game(name, real, fake)))
        for count in (5, 8):
            scores = rng.normal(size=(2, count, 1))
            for found, wanted in zip(compiled(*tensors(*scores)), game(name, *scores), strict=True):
                assert_allclose(np.asarray(found), wanted, rtol=1e-13, atol=1e-15)


class TestRefusals:
    @pytest.mark.parametrize("name", BY_SCORES)
    @pytest.mark.parametrize(
        ("bad", "error", "sentence"),
        [
            (np.zeros((4, 2)), ValueError, r"one raw score a sample, .* got shape \(4, 2\)"),
            (np.zeros((2, 2, 1)), ValueError, r"must be one-dimensional.*got shape \(2, 2, 1\)"),
            (np.float64(1), ValueError, "must be one-dimensional"),
            (np.zeros(0), ValueError, "must hold at least one sample"),
            (np.array([0, np.nan, 0, 0]), ValueError, "finite; 1 of its 4 .* at {name}.1"),
            (np.array([[0], [0], [np.inf], [0]]), ValueError, "must be finite; 1 of its 4"),
            (np.array([True] * 4), TypeError, "must hold numbers; got booleans"),
            (["a", "b"], TypeError, "must hold real numbers"),
        ],
        ids=["width", "rank", "number", "nothing", "nan", "infinity", "booleans", "words"],
    )
    def test_bad_scores_are_refused_on_either_side(self, name, bad, error, sentence):
        good = np.zeros(4)
        with pytest.raises(error, match="real_scores.*" + sentence.format(name="real_scores")):
            game(name, bad, good)
        with pytest.raises(error, match="fake_scores.*" + sentence.format(name="fake_scores")):
            game(name, good, bad)

    def test_unequal_counts_cannot_be_paired(self):
        with pytest.raises(ValueError, match=r"equally many; got 4 and 3. Draw as many fakes"):
            losses.relativistic(np.zeros(4), np.zeros(3))


class TestObjectives:
    def test_their_names(self):
        assert list(losses.OBJECTIVES) == [
            "minimax",
            "non-saturating",
            "least-squares",
            "hinge",
            "wasserstein",
            "relativistic",
            "mmd",
            "energy",
            "pointwise-l2",
        ]
        assert all(name == found.name for name, found in losses.OBJECTIVES.items())

    def test_their_papers_stand_in_the_bibliography(self):
        text = (Path(__file__).parents[1] / "chapters" / "references.bib").read_text("utf-8")
        years = dict(re.findall(r"@\w+\{([^,]+),.*?year = \{(\d+)\}", text, re.DOTALL))
        for objective in losses.OBJECTIVES.values():
            assert objective.cited.endswith(years[objective.paper])

    @pytest.mark.parametrize("name", losses.OBJECTIVES)
    def test_they_tell_the_truth_about_their_losses(self, name, rng):
        real, fake = rng.normal(size=(2, 6, 1))
        objective = losses.OBJECTIVES[name]
        found = objective.losses(real, fake).generator
        assert found.shape == (() if objective.coupled else (6,))
        by_real = player_gradients(name, "generator", real, fake)[0]
        assert objective.relative == bool(by_real.any())

    def test_nobody_can_edit_them(self):
        with pytest.raises(TypeError):
            losses.OBJECTIVES["hinge"] = None
        with pytest.raises(AttributeError):
            losses.OBJECTIVES["hinge"].coupled = True
