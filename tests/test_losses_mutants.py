"""The classic slips in losses and penalties, one by one: for each, a test that notices."""

import numpy as np
import pytest

from ganbook import penalties
from ganbook.losses import adversarial, clouds, players
from tests import test_losses as games
from tests import test_losses_clouds as samples
from tests import test_penalties as slopes
from tests.named_mutants import NamedMutants

pytestmark = pytest.mark.long  # Every mutant runs a test of its own, twice.


def rng():
    return np.random.default_rng(0)


def textbook(name):
    games.TestGamesByScores().test_match_the_papers(name, "float64", rng())


def one_number_a_sample():
    games.TestShapes().test_a_column_of_scores_is_a_row_of_losses("hinge", rng())


def means_of_unequal_batches():
    games.TestShapes().test_means_are_right_where_the_counts_differ("hinge", (6, 4), rng())


def half_precision():
    games.TestPrecision().test_half_precision_scores_are_computed_with_in_float32(
        "minimax", "bfloat16", rng()
    )


def fixed_bandwidths():
    samples.TestMmd().test_no_slope_flows_through_the_bandwidths(rng())


def equal_laws(name):
    samples.TestGaps().test_are_0_on_average_for_equal_laws(name, rng())


def similarity_by_hand():
    samples.TestSimilarity().test_by_hand()


def steep(name, wanted):
    slopes.TestClosedForms().test_a_slope_of_three_and_four(name, wanted, "float64", rng())


def flat(name, cost):
    slopes.TestFlatPlaces().test_cost_what_the_formula_says_and_have_finite_slopes(
        name, cost, "float64", rng()
    )


def on_the_way():
    slopes.TestPlaces().test_the_gradient_penalty_stays_on_the_way_from_fake_to_real(
        (200, 2), rng()
    )


MUTANTS = {
    "the sign of the generator's minimax loss": (
        adversarial.minimax,
        "-ops.softplus(fake)",
        "ops.softplus(fake)",
        lambda: textbook("minimax"),
    ),
    "saturating for non-saturating": (
        adversarial.non_saturating,
        "ops.softplus(-fake)",
        "-ops.softplus(fake)",
        lambda: textbook("non-saturating"),
    ),
    "a discriminator that learns to be wrong": (
        adversarial._logistic,
        "ops.softplus(-real), ops.softplus(fake)",
        "ops.softplus(real), ops.softplus(-fake)",
        lambda: textbook("minimax"),
    ),
    "a logarithm of a sigmoid": (
        adversarial._logistic,
        "ops.softplus(fake)",
        "-ops.log(1 - ops.sigmoid(fake))",
        lambda: games.TestPrecision().test_a_wrong_and_certain_score_costs_its_size(),
    ),
    "fakes pulled to 1 by both players": (
        adversarial.least_squares,
        "ops.square(fake))",
        "ops.square(fake - 1))",
        lambda: textbook("least-squares"),
    ),
    "a margin for the generator, too": (
        adversarial.hinge,
        "Losses(paid, -fake)",
        "Losses(paid, ops.relu(1 - fake))",
        lambda: textbook("hinge"),
    ),
    "no margin for the discriminator": (
        adversarial.hinge,
        "ops.relu(1 - real), ops.relu(1 + fake)",
        "-real, fake",
        games.TestGamesByScores().test_hinge_leaves_scores_beyond_the_margins_alone,
    ),
    "a critic of the wrong sign": (
        adversarial.wasserstein,
        "_sum(-real, fake)",
        "_sum(real, -fake)",
        lambda: textbook("wasserstein"),
    ),
    "pairs the wrong way round": (
        adversarial.relativistic,
        "ops.softplus(fake - real), ops.softplus(real - fake)",
        "ops.softplus(real - fake), ops.softplus(fake - real)",
        lambda: textbook("relativistic"),
    ),
    "a level that scores may drift to": (
        adversarial.relativistic,
        "ops.softplus(real - fake)",
        "ops.softplus(-fake)",
        lambda: games.TestGamesByScores().test_only_relativistic_scores_have_no_level(
            "relativistic", 0.5, rng()
        ),
    ),
    "a column beside a row, so that all meet all": (
        players._row,
        "ops.squeeze(column, 1) if backend.is_tensor(column) else column[:, 0]",
        "column",
        one_number_a_sample,
    ),
    "a sum for a mean over fewer fakes": (
        adversarial._sum,
        "backend.mean(fake)",
        "ops.sum(fake)",
        means_of_unequal_batches,
    ),
    "the first fakes only": (
        adversarial._sum,
        "backend.mean(fake)",
        "fake[0]",
        means_of_unequal_batches,
    ),
    "half precision left as it is": (
        players.scores,
        "backend.floats(real, fake)",
        "(real, fake)",
        half_precision,
    ),
    "bandwidths that can be stretched": (
        clouds._scale,
        "ops.stop_gradient(ops.convert_to_tensor(real))",
        "ops.convert_to_tensor(real)",
        fixed_bandwidths,
    ),
    "a scale without the factor of 2": (
        clouds._scale,
        "spread = 2 *",
        "spread = 1 *",
        lambda: samples.TestMmd().test_by_hand(),
    ),
    "the biased energy distance": (
        clouds.energy_gap,
        "unbiased=True",
        "unbiased=False",
        lambda: equal_laws("energy"),
    ),
    "the biased MMD": (
        clouds.mmd_gap,
        "bandwidth=widths",
        "bandwidth=widths, unbiased=False",
        lambda: equal_laws("mmd"),
    ),
    "a critic on the generator's side": (
        clouds._zero_sum,
        "discriminator=-gap",
        "discriminator=gap",
        lambda: samples.TestGaps().test_the_game_sets_the_critic_against_the_generator(
            "mmd", rng()
        ),
    ),
    "L1 for L2": (
        clouds.l2,
        "ops.square",
        "ops.abs",
        lambda: samples.TestPaired().test_by_hand(),
    ),
    "a mean over the batch for one over the pixels": (
        clouds._sample_by_sample,
        "axis=1",
        "axis=0",
        lambda: samples.TestPaired().test_by_hand(),
    ),
    "a similarity that is not normalised": (
        clouds.similarity,
        "xy / ops.sqrt(xx * yy)",
        "xy",
        similarity_by_hand,
    ),
    "a similarity that rounds above 1": (
        clouds.similarity,
        "ops.minimum(xy / ops.sqrt(xx * yy), 1)",
        "xy / (ops.sqrt(xx * yy) - 1e-12)",
        lambda: samples.TestSimilarity().test_never_leaves_the_unit_interval("float64", rng()),
    ),
    "Manhattan's length for the square of Euclid's": (
        penalties.squared_norm,
        "ops.square(slope)",
        "ops.abs(slope)",
        lambda: steep("r1", 25),
    ),
    "slopes summed over the batch": (
        penalties.squared_norm,
        "range(1, len(slope.shape))",
        "range(len(slope.shape))",
        lambda: steep("r1", 25),
    ),
    "the squared slope held at 1": (
        penalties.distance_from_one,
        "measures.square_root(squared_norm(slope))",
        "squared_norm(slope)",
        lambda: steep("gradient-penalty", 16),
    ),
    "a root without care for 0": (
        penalties.distance_from_one,
        "measures.square_root(squared_norm(slope))",
        "ops.sqrt(squared_norm(slope))",
        lambda: flat("gradient-penalty", 1),
    ),
    "R1 asked at the origin": (
        penalties.r1,
        'slopes(critic, real, "real")',
        'slopes(critic, 0 * real, "real")',
        lambda: slopes.TestClosedForms().test_a_bowl_is_steep_where_the_samples_are(rng()),
    ),
    "shares from a normal law": (
        penalties.between,
        "share * real + (1 - share) * fake",
        "(4 * share - 2) * real + (3 - 4 * share) * fake",
        on_the_way,
    ),
    "the share of the fake for that of the real": (
        penalties.between,
        "share * real + (1 - share) * fake",
        "share * fake + (1 - share) * real",
        on_the_way,
    ),
    "penalties that push the generator": (
        penalties.slopes,
        "ops.stop_gradient(_points(points, name))",
        "_points(points, name)",
        lambda: slopes.TestPlaces().test_no_slope_flows_to_whoever_made_the_samples("r2", rng()),
    ),
}


@pytest.mark.parametrize("name", MUTANTS)
class TestMutants(NamedMutants):
    mutants = MUTANTS
