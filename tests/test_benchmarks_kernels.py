"""The stored measurements of the kernels must be of these functions, and must reach their goals."""

import json

import numpy as np
import pytest

from benchmarks import kernels as benchmark
from benchmarks import side_by_side
from ganbook import kernels


@pytest.fixture
def findings():
    return json.loads((side_by_side.RESULTS / "kernels.json").read_text(encoding="utf-8"))


class TestStoredKernels:
    def test_reach_every_goal(self, findings):
        assert benchmark.missed(findings) == []

    def test_are_of_these_functions_at_this_size_and_with_these_goals(self, findings):
        assert findings["functions"] == sorted(kernels.__all__)
        assert findings["count"] == benchmark.COUNT
        assert findings["large_count"] == benchmark.LARGE
        assert findings["goals"] == benchmark.GOALS
        assert set(findings["memory"]) == set(benchmark.FUNCTIONS)

    @pytest.mark.parametrize(
        ("path", "value", "sentence"),
        [
            (("speed", "mmd_squared, float32", "ganbook"), 9.0, "scipy, float32 takes"),
            (("speed", "mmd_squared, large, float32", "ganbook"), 999.0, "scikit-learn in chunks"),
            (("memory", "mmd_estimate"), 1600.0, "megabytes, mmd_estimate is 1.6e+03"),
            (("accuracy", "relative_error"), float("nan"), "relative_error is nan"),
        ],
    )
    def test_what_got_worse_is_named(self, findings, path, value, sentence):
        *way, last = path
        place = findings
        for step in way:
            place = place[step]
        place[last] = value
        assert [missed for missed in benchmark.missed(findings) if missed.startswith(sentence)]


class TestContestants:
    """Whoever is raced must do the same work."""

    def test_all_find_the_same_discrepancy(self):
        x, y = benchmark.samples("float64", 300)
        found = {name: work(x, y) for name, work in (benchmark.PEERS | benchmark.CHUNKED).items()}
        np.testing.assert_allclose(list(found.values()), found["ganbook"], rtol=1e-9)

    def test_all_find_the_same_p_value(self):
        x, y = benchmark.samples("float32", 60)
        p_value = benchmark.TESTS["ganbook"](x, y).p_value
        # Each is a share of 999 random relabellings: within four deviations of one another.
        deviation = np.sqrt(2 * p_value * (1 - p_value) / 999)
        assert abs(benchmark.TESTS["numpy"](x, y) - p_value) < 4 * deviation + 0.001


class TestMeasuredAgain:
    @pytest.mark.slow
    def test_the_goals_hold_on_this_machine_too(self):
        assert benchmark.missed(benchmark.measure()) == []
