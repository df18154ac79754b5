"""The race of the loops: its goals, and a small one that shows that all contestants run."""

import json

import pytest
from numpy.testing import assert_allclose

from benchmarks import bare_loop
from benchmarks import training_speed as benchmark

TINY = benchmark.Race(shape=(2,), noise_size=4, width=8, batch=16, steps=3, goal=1.0)


class TestMissed:
    def test_names_the_race_and_both_numbers(self):
        findings = {
            "goals": {benchmark.AT_ONCE: {"points": 1.8, "images": 1.0}},
            "speed": {
                benchmark.AT_ONCE: {
                    "points": {"ganbook": 1.0, "tutorial loop": 1.5},
                    "images": {"ganbook": 1.0, "tutorial loop": 1.2},
                },
            },
        }
        assert benchmark.missed(findings) == [
            "both players at once, points: the tutorial's loop takes 1.50 times as long, not 1.8"
        ]


class TestBeside:
    def run(self, by_hand, ganbook=0.4, title="Training"):
        points = {"ganbook": ganbook, "tutorial loop": 0.8, "by hand": by_hand}
        whole = {"ganbook": 0.25, "tutorial loop": 0.5, "tutorial loop, as it is": 0.75}
        return {
            "title": title,
            "about": "a race",
            "goals": {},
            "steps": {benchmark.POINTS: 400},
            "speed": {
                benchmark.AT_ONCE: {benchmark.POINTS: points},
                benchmark.ONE_THREAD: {benchmark.POINTS: whole},
            },
        }

    def test_a_first_run_stands_with_a_row_of_its_own(self):
        found = benchmark.beside({}, self.run(0.6), "today")
        assert found["speed"] == self.run(0.6)["speed"]
        assert found["tables"] == {
            benchmark.EVERY_RUN: {
                "today": {
                    "as TensorFlow starts": "2.00 ×",
                    "one thread an operation": "2.00 ×",
                    "only ganbook so": "3.00 ×",
                    "a step by hand, ms": 1.5,
                }
            }
        }

    @pytest.mark.parametrize(("by_hand", "wins"), [(0.5, True), (0.7, False)])
    def test_the_machine_chooses_the_run_and_not_our_result(self, by_hand, wins):
        earlier = benchmark.beside({}, self.run(0.6), "monday") | {"taken": "monday"}
        # Whoever is chosen by his result would choose the other way round.
        latest = self.run(by_hand, ganbook=0.7 if wins else 0.1, title="Renamed")
        found = benchmark.beside(earlier, latest, "tuesday")
        assert found["speed"] == (latest if wins else earlier)["speed"]
        assert found.get("taken") == (None if wins else "monday"), "of the run that is shown"
        assert found["title"] == "Renamed"
        assert [*found["tables"][benchmark.EVERY_RUN]] == ["monday", "tuesday"]


class TestBareLoop:
    def test_its_slopes_are_those_of_a_tape(self):
        import tensorflow as tf

        network = bare_loop._network(tf, [3, 8, 8, 1])
        weights = [weight for pair in network for weight in pair]
        values, charges = tf.random.normal((5, 3)), tf.random.normal((5, 1))
        with tf.GradientTape() as tape:
            tape.watch(values)
            scores, seen = bare_loop._forward(tf, network, values)
            charged = tf.reduce_sum(scores * charges)
        *expected, towards = tape.gradient(charged, [*weights, values])
        found, back = bare_loop._backward(tf, network, seen, charges)
        for ours, theirs in zip([*found, back], [*expected, towards], strict=True):
            assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


class TestRaced:
    @pytest.mark.long
    @pytest.mark.parametrize("scheme", benchmark.CONTESTANTS)
    def test_lets_every_contestant_train(self, scheme):
        contestants = benchmark.installed(benchmark.CONTESTANTS[scheme])
        seconds = benchmark.raced(TINY, contestants, rounds=1)
        assert set(seconds) == set(contestants)
        assert "ganbook" in seconds
        assert all(taken > 0 for taken in seconds.values())


class TestStored:
    @pytest.mark.skipif(
        not benchmark.STORED.exists(), reason="the race has not been run yet: make bench"
    )
    def test_reaches_its_goals(self):
        assert benchmark.missed(json.loads(benchmark.STORED.read_text("utf-8"))) == []
