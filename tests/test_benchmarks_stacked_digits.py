"""Stacked digits: how they are built and read, a tiny training, and the stored runs."""

import json

import numpy as np
import pytest

from benchmarks import side_by_side
from benchmarks import stacked_digits as benchmark
from ganbook import data

STORED = side_by_side.RESULTS / "stacked_digits.json"
FLOOR = (benchmark.KINDS - 1) / (2 * benchmark.DRAWN)  # what fair draws score on average


class TestStacks:
    def test_every_channel_is_a_digit_of_the_split(self):
        known = {image.tobytes() for image in data.load("digits", "test").images}
        made = benchmark.stacks(20, split="test", seed=0)
        assert made.shape == (20, 8, 8, 3)
        assert {
            np.ascontiguousarray(made[i, ..., c]).tobytes() for i in range(20) for c in range(3)
        } <= known

    def test_the_channels_are_independent_of_one_another(self):
        kinds = benchmark.kinds(benchmark.stacks(4000, seed=0))
        shares = np.bincount(kinds // 100 * 10 + kinds % 10, minlength=100) / 4000
        assert np.abs(shares - 0.01).max() < 5 * np.sqrt(0.01 * 0.99 / 4000)


class TestKinds:
    def test_the_first_channel_is_the_hundreds(self):
        images, labels = data.load("digits")
        chosen = [np.flatnonzero(labels == digit)[0] for digit in (3, 0, 7)]
        stack = np.moveaxis(images[chosen, ..., 0], 0, 2)
        assert benchmark.kinds(stack[None]).tolist() == [307]


class TestJudged:
    def test_one_kind_alone_diverges_by_the_logarithm_of_their_number(self):
        one = np.repeat(benchmark.stacks(1, seed=0), 50, axis=0)
        assert benchmark.judged(one) == {"modes": 1, "reverse KL": round(np.log(1000), 4)}

    def test_real_stacks_come_close_to_fair_draws(self):
        found = benchmark.judged(benchmark.stacks(benchmark.DRAWN, seed=1))
        assert found["modes"] == 1000
        assert FLOOR / 2 < found["reverse KL"] < 2 * FLOOR


class TestMeasure:
    @pytest.mark.long
    def test_trains_and_judges_every_recipe(self):
        found = benchmark.measure(benchmark.Size(width=4, noise_size=4, batch=8, steps=2), seeds=2)
        assert set(found["runs"]) == set(benchmark.recipes(benchmark.Size()))
        assert all(len(runs) == 2 for runs in found["runs"].values())
        assert benchmark.missed(found)


class TestStored:
    @pytest.mark.skipif(not STORED.exists(), reason="nothing was trained yet: make bench")
    def test_reaches_its_goals_in_every_seed(self):
        assert benchmark.missed(json.loads(STORED.read_text("utf-8"))) == []
