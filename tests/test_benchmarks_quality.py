"""The goals of the mixtures, a small training, and the stored runs."""

import json

import pytest

from benchmarks import quality as benchmark
from benchmarks import side_by_side

STORED = side_by_side.RESULTS / "quality.json"


class TestMissed:
    def test_names_the_seed_and_the_measure_in_both_directions(self):
        goals = {"covered": 8, "high_quality": 0.85, "reverse_kl": 0.01, "seconds": 120}
        good = {"covered": 8, "high_quality": 0.85, "reverse_kl": 0.01, "seconds": 120}
        bad = {"covered": 7, "high_quality": 0.84, "reverse_kl": 0.02, "seconds": 121}
        findings = {"goals": {"ring": goals}, "runs": {"ring": [good, bad]}}
        assert benchmark.missed(findings) == [
            "ring, seed 1: covered 7, not 8",
            "ring, seed 1: high_quality 0.84, not 0.85",
            "ring, seed 1: reverse_kl 0.02, not 0.01",
            "ring, seed 1: seconds 121, not 120",
        ]


class TestLearned:
    @pytest.mark.long
    @pytest.mark.parametrize("name", benchmark.MIXTURES)
    def test_trains_and_judges_a_mixture(self, name):
        tiny = benchmark.MIXTURES[name]._replace(steps=20, width=8, batch=16)
        found = benchmark.learned(tiny, seed=0)
        assert set(tiny.goals) <= set(found)


class TestStored:
    @pytest.mark.skipif(not STORED.exists(), reason="nothing was trained yet: make bench")
    def test_reaches_its_goals_in_every_seed(self):
        assert benchmark.missed(json.loads(STORED.read_text("utf-8"))) == []
