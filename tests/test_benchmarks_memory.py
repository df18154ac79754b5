"""Memory: growth is seen where there is some, and the stored readings show none."""

import json

import pytest

from benchmarks import memory as benchmark
from benchmarks import side_by_side

STORED = side_by_side.RESULTS / "memory.json"


def leaking(size):
    """Keeps a megabyte for each part of the run."""
    kept, readings = [], []
    for _ in range(size.parts):
        kept.append(bytearray(b"x" * 10**6))
        readings.append(benchmark._held())
    return readings


class TestGrowth:
    def test_is_the_step_between_the_medians_of_first_and_last_quarter(self):
        assert benchmark.growth([1, 2, 30, 4, 5, 6, 7, 8, 9, 10, 11, 12]) == 11 - 2

    def test_a_lone_high_reading_is_no_growth(self):
        assert benchmark.growth([5.0] * 10 + [50.0] + [5.0]) == 0


class TestApart:
    def test_a_leak_is_found_in_another_process(self):
        readings = benchmark.apart(leaking, benchmark.Size(parts=40))
        assert benchmark.growth(readings) == pytest.approx(30, abs=2)


class TestMissed:
    def test_names_the_way_and_both_numbers(self):
        readings = {
            "one fit": [1.0] * 8,
            "many fits": [1.0] * 4 + [9.0] * 4,
            "leaky": [1.0, 99.0] * 4,
        }
        findings = {"goals": {"one fit": 4.0, "many fits": 4.0}, "readings": readings}
        assert benchmark.missed(findings) == ["many fits: 8.0 MB more at the end, not 4"]


class TestMeasure:
    @pytest.mark.long
    def test_every_way_takes_all_steps_and_is_read_at_every_part(self):
        found = benchmark.measure(benchmark.Size(steps=40, parts=4, width=8, batch=16))
        assert {len(readings) for readings in found["readings"].values()} == {4}
        assert set(found["tables"]["growth"]) == set(benchmark.WAYS)


class TestStored:
    @pytest.mark.skipif(not STORED.exists(), reason="nothing was watched yet: make bench")
    def test_shows_no_growth(self):
        stored = json.loads(STORED.read_text("utf-8"))
        assert stored["steps"] == benchmark.STEPS
        assert stored["goals"] == benchmark.GOALS
        assert benchmark.missed(stored) == []
