"""The stored race of the playground's engine must reach its goals, and a worse one be named."""

import json

import pytest

from benchmarks import playground, side_by_side


@pytest.fixture
def findings():
    return json.loads((side_by_side.RESULTS / "playground.json").read_text(encoding="utf-8"))


def test_reaches_every_goal(findings):
    assert playground.missed(findings) == []


def test_is_of_these_goals_and_of_this_peer(findings):
    assert findings["goals"] == playground.GOALS
    assert playground.PEER.endswith("@" + findings["tfjs"])


def test_a_slow_engine_is_named(findings):
    findings["seconds_per_step"]["engine"] = findings["seconds_per_step"]["tfjs"]
    assert playground.missed(findings) == ["the engine is only 1 times as fast as its peer"]


@pytest.mark.parametrize("gap", [0.1, float("nan")])
def test_a_peer_that_does_other_work_is_named(findings, gap):
    findings["gradient_disagreement"] = gap
    assert playground.missed(findings) == [f"the gradients differ by {gap:.2g}"]
