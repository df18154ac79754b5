"""The mixtures: their noise, their goals, a small training, and the stored runs."""

import json

import numpy as np
import pytest

from benchmarks import quality as benchmark
from benchmarks import side_by_side
from ganbook import noise

STORED = side_by_side.RESULTS / "quality.json"
TINY = benchmark.Means(width=8, batch=16, steps=3)


class TestCoins:
    def test_the_first_coordinates_are_fair_coins_and_the_others_normal(self):
        drawn = benchmark.Coins(3).sample(4000, 5, seed=0)
        coins, normals = drawn[:, :3], drawn[:, 3:]
        assert set(np.unique(coins)) == {-1.0, 1.0}
        assert np.abs(coins.mean(axis=0)).max() < 5 / np.sqrt(4000)
        assert np.array_equal(normals, noise.gaussian(4000, 5, seed=0)[:, 3:])

    def test_all_coordinates_may_be_coins(self):
        assert np.abs(benchmark.Coins(4).sample(10, 4, seed=0)).tolist() == [[1.0] * 4] * 10


class TestBesideThePapers:
    def test_what_a_paper_does_not_say_leaves_no_number(self):
        run = {"modes": 8, "high quality, %": 90.0, "reverse KL": 0.002}
        rows = benchmark.beside_the_papers("ring", [run, run])
        assert rows["reverse KL"]["ganbook"] == 0.002
        assert rows["modes"]["VEEGAN"] == 8
        assert "VEEGAN" not in rows["reverse KL"]


class TestMissed:
    def test_names_the_mixture_the_seed_and_the_measure(self):
        good = {"modes": 8, "reverse KL": 0.01}
        goals = {"modes": {"at least": 8}, "reverse KL": {"at most": 0.01}}
        bad = {"modes": 7, "reverse KL": 0.02}
        findings = {"goals": {"ring": goals}, "runs": {"ring": [good, bad]}}
        assert benchmark.missed(findings) == [
            "ring, seed 1: modes 7, not at least 8",
            "ring, seed 1: reverse KL 0.02, not at most 0.01",
        ]


class TestChanged:
    @pytest.mark.parametrize("name", benchmark.TRIED)
    def test_every_change_makes_a_recipe_of_its_own(self, name):
        tried = [benchmark.changed(name, label) for label in benchmark.TRIED[name]]
        assert len(set(tried)) == len(tried)
        assert all(benchmark.recipe(means).objective == "relativistic" for means in tried)

    def test_as_above_differs_in_the_steps_alone(self):
        means = benchmark.MIXTURES["ring"].means
        assert benchmark.changed("ring", "as above") == means._replace(steps=benchmark.TRIAL_STEPS)


class TestLearned:
    @pytest.mark.long
    @pytest.mark.parametrize("name", benchmark.MIXTURES)
    def test_trains_and_judges_a_mixture(self, name):
        (found,) = benchmark.learned(benchmark.MIXTURES[name], TINY, seeds=[0])
        assert set(benchmark.MIXTURES[name].goals) <= set(found)

    @pytest.mark.long
    def test_the_same_seed_learns_the_same(self):
        ring = benchmark.MIXTURES["ring"]
        first, again = (benchmark.learned(ring, TINY, seeds=[0])[0] for _ in range(2))
        assert [first[m] for m in ("modes", "reverse KL")] == [
            again[m] for m in ("modes", "reverse KL")
        ]


class TestStored:
    @pytest.mark.skipif(not STORED.exists(), reason="nothing was trained yet: make bench")
    def test_reaches_its_goals_in_every_seed(self):
        stored = json.loads(STORED.read_text("utf-8"))
        assert {name: len(runs) for name, runs in stored["runs"].items()} == {"ring": 5, "grid": 5}
        assert benchmark.missed(stored) == []
        assert stored["goals"] == {n: mixture.goals for n, mixture in benchmark.MIXTURES.items()}
