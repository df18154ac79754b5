"""The stored race of the metrics must be of these functions, and must reach its goals."""

import json

import numpy as np
import pytest

from benchmarks import metrics as benchmark
from benchmarks import side_by_side
from ganbook import metrics


@pytest.fixture
def findings():
    """All goals reached; the tests below break one of each kind."""
    names = benchmark.DISCIPLINES
    return {
        "goals": benchmark.GOALS,
        "speed": {name: {"ganbook": 1.0, "peer": 2.0} for name in names},
        "memory": {name: {"ganbook": 50.0, "peer": 900.0} for name in names},
    }


class TestMissed:
    def test_is_silent_where_all_is_well(self, findings):
        assert benchmark.missed(findings) == []

    @pytest.mark.parametrize(
        ("kind", "name", "value", "sentence"),
        [
            ("speed", "kernel_distance", 4.0, "kernel_distance: the fastest peer takes only 0.5"),
            ("speed", "mmd_squared", float("nan"), "mmd_squared: the fastest peer takes only nan"),
            ("memory", "precision_recall", 101.0, "precision_recall: 101 megabytes"),
            ("memory", "frechet_distance", 151.0, "frechet_distance: 151 megabytes, not at most"),
        ],
    )
    def test_names_what_got_worse(self, findings, kind, name, value, sentence):
        findings[kind][name]["ganbook"] = value
        assert [s for s in benchmark.missed(findings) if s.startswith(sentence)]


class TestContestants:
    def test_ours_do_the_work_of_their_name(self):
        real, fake = benchmark.features(1100, 64)
        found = {
            name: discipline.contestants["ganbook"](real, fake)
            for name, discipline in benchmark.DISCIPLINES.items()
            if name != "kernel_distance"  # Its subsets take a while, and have tests of their own.
        }
        assert float(found["frechet_distance"]) == float(metrics.frechet_distance(real, fake))
        assert found["precision_recall"] == metrics.precision_recall(real, fake)
        assert found["mmd_squared"] > 0

    def test_everyone_has_a_peer(self):
        for discipline in benchmark.DISCIPLINES.values():
            assert len(discipline.contestants) >= 3
            assert next(iter(discipline.contestants)) == "ganbook"


def three():
    return np.arange(3)


def doubled(array):
    array *= 2
    return array


def refused(_):
    raise ValueError("no")


class TestApart:
    @pytest.mark.slow
    def test_contestants_work_in_processes_of_their_own(self):
        with side_by_side.apart({"a": (three, doubled), "b": (three, doubled)}) as contestants:
            seconds = side_by_side.race(contestants, rounds=2)
        assert set(seconds) == {"a", "b"}
        assert all(0 < taken < 5 for taken in seconds.values())

    @pytest.mark.slow
    def test_one_that_dies_is_noticed(self):
        with (
            pytest.raises(EOFError),
            side_by_side.apart({"a": (three, refused)}) as contestants,
        ):
            contestants["a"]()


STORED = side_by_side.RESULTS / "metrics.json"


@pytest.mark.skipif(not STORED.exists(), reason="the metrics have not raced yet: make bench")
class TestStoredMetrics:
    @pytest.fixture
    def stored(self):
        return json.loads(STORED.read_text(encoding="utf-8"))

    def test_reach_every_goal(self, stored):
        assert benchmark.missed(stored) == []

    def test_are_of_these_functions_sizes_and_goals(self, stored):
        sizes = {name: [d.count, d.width] for name, d in benchmark.DISCIPLINES.items()}
        assert stored["functions"] == sorted(metrics.__all__)
        assert stored["sizes"] == sizes
        assert stored["goals"] == benchmark.GOALS
        for kind in ("speed", "memory"):
            contestants = {name: set(found) for name, found in stored[kind].items()}
            assert contestants == {n: set(d.contestants) for n, d in benchmark.DISCIPLINES.items()}
