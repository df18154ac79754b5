"""The stored measurements must be of this package's functions, and must reach their goals."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import distances as benchmark
from benchmarks import side_by_side
from ganbook import distances

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"


@pytest.fixture
def findings():
    return json.loads((RESULTS / "distances.json").read_text(encoding="utf-8"))


class TestStoredDistances:
    def test_reach_every_goal(self, findings):
        assert benchmark.missed(findings) == []

    def test_are_of_these_functions_at_this_size_and_with_these_goals(self, findings):
        assert findings["functions"] == sorted(distances.__all__)
        assert (findings["count"], findings["width"]) == (benchmark.COUNT, benchmark.WIDTH)
        assert findings["goals"] == benchmark.GOALS
        assert set(findings["memory"]) == set(benchmark.FUNCTIONS)
        assert set(findings["accuracy"]) == set(benchmark.TRAPS)

    def test_say_when_and_on_what_they_were_taken(self, findings):
        taken = findings["taken"]
        assert {"date", "processor", "cores", "python", "versions"} <= set(taken)
        assert {"numpy", "scipy", "scikit-learn", "keras"} <= set(taken["versions"])


class TestMissed:
    @pytest.mark.parametrize(
        ("path", "value", "sentence"),
        [
            (("speed", "float32", "euclidean", "ganbook"), 99, "euclidean_seconds_to_fastest_peer"),
            (("speed", "float64", "manhattan", "ganbook"), 999, "manhattan_seconds_to_scipy"),
            (("memory", "energy", "to_result"), 2.2, "peak_memory_to_result, energy is 2.2"),
        ],
    )
    def test_names_what_got_worse(self, findings, path, value, sentence):
        *way, last = path
        place = findings
        for step in way:
            place = place[step]
        place[last] = value
        assert [missed for missed in benchmark.missed(findings) if missed.startswith(sentence)]

    def test_a_figure_that_is_no_number_is_missed(self, findings):
        for errors in findings["accuracy"].values():
            errors["ganbook"] = float("nan")
        assert len(benchmark.missed(findings)) == len(benchmark.TRAPS)


class TestAccuracy:
    @pytest.mark.parametrize("trap", benchmark.TRAPS.values(), ids=lambda trap: trap.__name__)
    def test_holds_where_the_textbook_formula_fails(self, trap):
        errors = benchmark.accuracy(trap)
        assert errors["ganbook"] < benchmark.GOALS["relative_error"]
        assert errors["|x|² + |y|² - 2xy"] > benchmark.GOALS["relative_error"]


def nothing():
    return None


def twenty_megabytes(_):
    return np.ones(20_000_000, "uint8")


class TestSideBySide:
    @pytest.mark.slow
    def test_peak_memory_is_seen(self):
        assert 20e6 <= side_by_side.peak_bytes(nothing, twenty_megabytes) < 22e6

    def test_contestants_take_turns(self):
        order = []
        contestants = {name: lambda name=name: order.append(name) for name in "ab"}
        assert set(side_by_side.race(contestants, rounds=2)) == {"a", "b"}
        assert "".join(order) == "ab" + 2 * "aabb"  # Brief work is warmed up in each turn.

    def test_the_slow_are_not_waited_for(self):
        order = []
        contestants = {name: lambda name=name: order.append(name) for name in "ab"}
        side_by_side.race(contestants, rounds=5, patience=0)
        assert "".join(order) == "ab" + "aabb"

    def test_long_work_is_done_once_a_turn(self, monkeypatch):
        order = []
        contestants = {name: lambda name=name: order.append(name) for name in "ab"}
        monkeypatch.setattr(side_by_side, "BRIEF", 0)
        side_by_side.race(contestants, rounds=2)
        assert "".join(order) == "ababab"


class TestMeasuredAgain:
    @pytest.mark.slow
    def test_the_goals_hold_on_this_machine_too(self):
        assert benchmark.missed(benchmark.measure()) == []
