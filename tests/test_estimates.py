"""Errors are checked against the spread they claim to foresee, p-values against their own law."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbook import estimates
from ganbook.estimates import Estimate

finite = st.floats(-1e6, 1e6)


class TestEstimate:
    @pytest.mark.parametrize(
        ("value", "error", "text"),
        [
            (0.12341, 0.00564, "0.1234 ± 0.0056"),
            (12.0, 0.5, "12.00 ± 0.50"),
            (1234.4, 56.0, "1234 ± 56"),
            (1e-7, 2.5e-8, "0.000000100 ± 0.000000025"),
            (2.0, 0.0, "2.0 ± 0.0"),
            (0.0, 0.0, "0.00 ± 0.00"),
        ],
    )
    def test_shows_the_digits_the_error_allows(self, value, error, text):
        assert repr(Estimate(value, error)) == str(Estimate(value, error)) == text

    def test_formats_as_asked(self):
        estimate = Estimate(1.23456, 0.0314)
        assert f"{estimate:1}" == "1.23 ± 0.03"
        assert f"{estimate:.3f}" == "1.235 ± 0.031"

    def test_an_unknown_error_excludes_nothing(self):
        unknown = Estimate(2.5, math.inf)
        assert unknown.interval() == (-math.inf, math.inf)
        assert f"{unknown}" == "2.50 ± inf"
        assert f"{Estimate(0.000123, math.inf)}" == "0.00012 ± inf"
        assert float(unknown) == 2.5

    def test_is_a_number_where_one_is_needed(self):
        assert float(Estimate(np.float32(0.5), np.float64(0.1))) == 0.5
        assert type(Estimate(np.float32(0.5), 0.1).value) is float

    def test_cannot_be_edited(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            Estimate(1.0, 0.1).value = 2.0

    @pytest.mark.parametrize("pair", [(math.nan, 0.1), (1.0, -0.1), (1.0, math.nan)])
    def test_is_never_nan(self, pair):
        with pytest.raises(ValueError, match="must be"):
            Estimate(*pair)

    def test_interval_is_the_familiar_two_sigma(self):
        low, high = Estimate(10, 1).interval()
        assert (low, high) == pytest.approx((10 - 1.959964, 10 + 1.959964))
        with pytest.raises(ValueError, match="level must lie between 0 and 1; got 95"):
            Estimate(10, 1).interval(95)


class TestMean:
    def test_by_hand(self):
        estimate = estimates.mean([1, 2, 3, 4])
        assert estimate.value == 2.5
        assert estimate.standard_error == pytest.approx(math.sqrt(5 / 3 / 4))

    def test_ninety_five_percent_intervals_hold_the_truth_so_often(self, rng):
        runs = 1000
        intervals = [estimates.mean(rng.normal(size=50)).interval(0.95) for _ in range(runs)]
        share = np.mean([low < 0 < high for low, high in intervals])
        # Fifty values follow Student's law, whose tails hold 0.6 % more than the normal's.
        assert abs(share - 0.944) < 4 * math.sqrt(0.944 * 0.056 / runs)

    @pytest.mark.parametrize("dtype", ["float16", "float32", "int8"])
    def test_sums_in_double_precision(self, dtype):
        values = np.repeat([100, 101, 102], 3000).astype(dtype)
        estimate = estimates.mean(values)
        assert estimate.value == 101
        assert estimate.standard_error == pytest.approx(math.sqrt(2 / 3 / 8999), rel=1e-12)

    @given(st.lists(finite, min_size=2, max_size=20), finite)
    def test_a_shift_moves_the_value_only(self, values, shift):
        plain, moved = estimates.mean(values), estimates.mean(np.array(values) + shift)
        assert moved.value == pytest.approx(plain.value + shift, abs=1e-6)
        assert moved.standard_error == pytest.approx(plain.standard_error, abs=1e-6)

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ([1.0], "at least 2 rows; got 1"),
            ([1.0, math.nan], "NaN or infinity"),
            (["a", "b"], "real numbers in equal rows"),
            ([[1.0], [2.0]], "a number a repetition"),
            (3.0, "got the single number 3.0"),
            (np.ma.array([1.0, 2.0, 9.0], mask=[0, 0, 1]), "must not be masked; fill its gaps"),
        ],
    )
    def test_the_rest_is_explained(self, values, sentence):
        with pytest.raises(ValueError, match=sentence):
            estimates.mean(values)


RESAMPLERS = {"bootstrap": estimates.bootstrap, "jackknife": estimates.jackknife}
either = pytest.mark.parametrize("resampler", RESAMPLERS.values(), ids=RESAMPLERS)


class TestBootstrapAndJackknife:
    def test_jackknife_of_a_mean_is_the_textbook_error(self, rng):
        values = rng.normal(size=30)
        found, expected = estimates.jackknife(np.mean, values), estimates.mean(values)
        assert found.value == pytest.approx(expected.value)
        assert found.standard_error == pytest.approx(expected.standard_error)

    def test_bootstrap_of_a_mean_is_nearly_so(self, rng):
        values = rng.normal(size=100)
        found = estimates.bootstrap(np.mean, values, resamples=2000)
        # The error of an error: one part in √(2 · resamples), and √(99/100) for its divisor.
        expected = estimates.mean(values).standard_error * math.sqrt(0.99)
        assert abs(found.standard_error / expected - 1) < 4 / math.sqrt(2 * 2000)

    @either
    def test_foresees_the_spread_over_fresh_data(self, resampler, rng):
        def ratio(x, y):
            return np.var(x) / np.var(y)

        def fresh():
            return rng.normal(size=100), rng.normal(size=150)

        spread = np.std([ratio(*fresh()) for _ in range(1000)])
        foreseen = [resampler(ratio, *fresh()).standard_error for _ in range(30)]
        error = 4 * np.std(foreseen) / math.sqrt(len(foreseen)) + 4 * spread / math.sqrt(2 * 1000)
        assert abs(np.mean(foreseen) - spread) < error

    @either
    def test_the_seed_decides(self, resampler, rng):
        values, knobs = (
            rng.normal(size=40),
            {"groups": 5} if resampler is estimates.jackknife else {},
        )
        first, again, other = (resampler(np.var, values, seed=seed, **knobs) for seed in (1, 1, 2))
        assert first == again
        assert first.standard_error != other.standard_error
        assert first.value == other.value

    def test_groups_give_the_same_error_on_average(self, rng):
        values = rng.normal(size=60)
        squares = [
            estimates.jackknife(np.mean, values, groups=6, seed=seed).standard_error ** 2
            for seed in range(300)
        ]
        expected = estimates.mean(values).standard_error ** 2
        assert abs(np.mean(squares) - expected) < 4 * np.std(squares) / math.sqrt(len(squares))

    def test_senseless_numbers_are_refused(self):
        with pytest.raises(ValueError, match="groups must be between 2 and the number of rows"):
            estimates.jackknife(np.mean, [1.0, 2.0], groups=3)
        with pytest.raises(ValueError, match=r"groups must be a whole number; got 1\.5"):
            estimates.jackknife(np.mean, [1.0, 2.0], groups=1.5)
        with pytest.raises(ValueError, match="resamples must be at least 2; got 1"):
            estimates.bootstrap(np.mean, [1.0, 2.0], resamples=1)
        with pytest.raises(ValueError, match=r"resamples must be a whole number; got 2\.5"):
            estimates.bootstrap(np.mean, [1.0, 2.0], resamples=2.5)

    @either
    @pytest.mark.parametrize(
        ("seed", "sentence"),
        [
            (None, "seed must be a whole number; got None"),
            (0.5, "seed must be a whole number; got 0.5"),
            (-1, "seed must not be negative; got -1"),
        ],
    )
    def test_a_seed_can_be_repeated(self, resampler, seed, sentence):
        with pytest.raises(ValueError, match=sentence):
            resampler(np.mean, [1.0, 2.0], seed=seed)


class TestPValue:
    def test_counts_the_observed_world_too(self):
        assert estimates.p_value(5, [1, 2, 3, 4]) == 1 / 5
        assert estimates.p_value(0, [1, 2, 3, 4]) == 1
        assert estimates.p_value(3, [1, 2, 3, 4]) == 3 / 5

    def test_a_tie_that_rounding_broke_is_a_tie(self):
        assert estimates.p_value(0.3, [0.1 + 0.2, np.nextafter(0.3, 0)]) == 1

    @given(st.floats(-10, 10), st.lists(st.floats(-10, 10), min_size=1, max_size=30))
    def test_is_never_zero(self, observed, null):
        assert 1 / (1 + len(null)) <= estimates.p_value(observed, null) <= 1


class TestPermutation:
    @staticmethod
    def gap(x, y):
        return abs(x.mean() - y.mean())

    def test_separate_clouds_reach_the_smallest_p_value(self):
        x, y = np.arange(40.0), np.arange(40.0) + 100
        assert estimates.permutation(self.gap, x, y, permutations=99) == pytest.approx(1 / 100)

    def test_rejects_as_often_as_it_says(self, rng):
        runs, level = 400, 0.1
        values = [
            estimates.permutation(self.gap, *rng.normal(size=(2, 12)), permutations=19, seed=seed)
            for seed in range(runs)
        ]
        share = np.mean(np.array(values) <= level)
        assert abs(share - level) < 4 * math.sqrt(level * (1 - level) / runs)

    def test_one_permutation_at_least(self):
        with pytest.raises(ValueError, match="permutations must be at least 1; got 0"):
            estimates.permutation(self.gap, [1.0, 2.0], [3.0, 4.0], permutations=0)
        with pytest.raises(ValueError, match=r"permutations must be a whole number; got 9\.5"):
            estimates.permutation(self.gap, [1.0, 2.0], [3.0, 4.0], permutations=9.5)
        with pytest.raises(ValueError, match="seed must be a whole number; got None"):
            estimates.permutation(self.gap, [1.0, 2.0], [3.0, 4.0], seed=None)
