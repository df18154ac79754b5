"""Runs over seeds: the words of the goals, the means with their errors, a run of a few steps."""

import pytest

from benchmarks import learning
from ganbook import data, networks, training


class TestWithError:
    def test_is_the_mean_and_the_standard_error_of_the_mean(self):
        assert learning.with_error([1.0, 2.0, 3.0], 3) == "2.000 ± 0.577"


class TestMean:
    def test_keeps_four_digits(self):
        assert learning.mean([{"a": 1.0}, {"a": 1 / 3}], "a") == 0.6667


class TestMissed:
    def test_names_seed_measure_and_bound_in_both_directions(self):
        goals = {"modes": {"at least": 8}, "divergence": {"at most": 0.01}}
        runs = [{"modes": 8, "divergence": 0.01}, {"modes": 7, "divergence": 0.02}]
        assert learning.missed(runs, goals) == [
            "seed 1: modes 7, not at least 8",
            "seed 1: divergence 0.02, not at most 0.01",
        ]

    def test_what_is_no_number_has_missed(self):
        assert learning.missed([{"modes": float("nan")}], {"modes": {"at most": 8}})


class TestReached:
    def test_counts_the_seeds_that_reach_each(self):
        runs = [
            {"high quality, %": 96.0, "processor seconds": 100.0},
            {"high quality, %": 94.0, "processor seconds": 100.0},
        ]
        aims = {"high quality, %": {"at least": 95}, "processor seconds": {"at most": 120}}
        assert learning.reached(runs, aims) == {
            "high quality, % at least 95": "1 of 2 seeds",
            "processor seconds at most 120": "2 of 2 seeds",
        }


class TestOverSeeds:
    @pytest.mark.long
    def test_every_seed_is_a_run_of_its_own(self):
        runs = learning.over_seeds(
            lambda seed: (
                networks.mlp_generator(width=8, seed=seed),
                networks.mlp_discriminator(width=8, seed=seed),
            ),
            training.RECIPES["r3gan"],
            lambda seed: data.ring(64, seed=seed),
            seeds=(0, 1),
            steps=3,
            batch=16,
        )
        first, second = ((r.seed, r.gan.step, r.gan.sample(4).tolist(), r.spent()) for r in runs)
        assert (first[:2], second[:2]) == ((0, 3), (1, 3))
        assert first[2] != second[2]
        assert set(first[3]) == {"seed", "seconds", "processor seconds"}
        assert (first[3]["seed"], second[3]["seed"]) == (0, 1)
