"""The face of the metrics and what every door refuses, in words.

Each metric has a file of its own, tests/test_metrics_<which>.py.
"""

import numpy as np
import pytest

from ganbook import backend, metrics

X = np.random.default_rng(0).normal(size=(30, 3))
WIDE, FLAT, ONE, BLANK = X[:, :2], X[:, 0], X[:1], X.copy()
BLANK[2, 1] = np.nan
INFINITE = np.where(np.isnan(BLANK), np.inf, BLANK)
SURE = np.eye(4)
RING = np.array([[1.0, 0], [0, 1]])
TURN = np.linspace(0, 2 * np.pi, 9)  # Both ends of the full turn.
CLOSED = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)
MASKED = np.ma.masked_less(X, -1)
EMPTY = metrics.FrechetStatistics(3)
SHARD = metrics.FrechetStatistics(3).update(X)

frechet, kid, score = metrics.frechet_distance, metrics.kernel_distance, metrics.inception_score
precision, density = metrics.precision_recall, metrics.density_coverage
modes, memory, report = metrics.mode_report, metrics.memorisation, metrics.report
bias, gathered = metrics.frechet_bias, metrics.FrechetStatistics
restored = metrics.FrechetStatistics.from_arrays


def broken_features(samples):
    return samples[:-1]


# What is called, with what, and a part of the sentence that must come back.
REFUSED = [
    (frechet, (X, WIDE), {}, "same number of columns; got 3 and 2"),
    (frechet, (FLAT, X), {}, r"real_features must be a matrix .* real_features\[:, None\]"),
    (frechet, (X, FLAT), {}, "fake_features must be a matrix"),
    (frechet, (X.reshape(2, 5, 9), X), {}, "Flatten each sample first"),
    (frechet, (ONE, X), {}, "real_features must hold at least 2 samples"),
    (frechet, (X, ONE), {"standard_error": True}, "fake_features must hold at least 2 samples"),
    (frechet, (BLANK, X), {}, r"the first at real_features\[2, 1\]. Repair"),
    (frechet, (X, INFINITE), {}, "fake_features must be finite"),
    (frechet, (X > 0, X), {}, "real_features must hold numbers; got booleans"),
    (frechet, (X.astype(str), X), {}, "real_features must hold real numbers"),
    (frechet, (X * 1j, X), {}, "real_features must hold real numbers; got complex"),
    (frechet, ([[1, 2], [3]], X), {}, "rows of equal length"),
    (frechet, (X[:, :0], X[:, :0]), {}, "at least one column"),
    (frechet, (X, X), {"extrapolate": True, "seed": None}, "seed must be a whole number"),
    (frechet, (X[:9], X[:9]), {"extrapolate": True}, "at least four samples a column, 12; got 9"),
    (frechet, (SHARD, X), {"extrapolate": True}, "extrapolate needs the samples"),
    (frechet, (SHARD, X), {"standard_error": True}, "pass real_features as a matrix"),
    (frechet, (EMPTY, X), {}, "rows seen must be a whole number at least 2; got 0. Call update"),
    (
        frechet,
        (gathered(3).update(ONE), X),
        {},
        "rows seen .* at least 2; got 1. Call update of real",
    ),
    (frechet, (MASKED, X), {}, "real_features is a masked array"),
    (frechet, (X, X), {"seed": None}, "seed must be a whole number; got None"),
    (frechet, (SHARD, gathered(2).update(WIDE)), {}, "same number of columns; got 3 and 2"),
    (bias, (np.ones((2, 2)), 100), {}, "singular"),
    (bias, (np.ones((2, 3)), 100), {}, "a row and a column"),
    (bias, (np.eye(2), 1), {}, "count must be a whole number at least 2"),
    (bias, (np.eye(2), 10, 0), {}, "count must be a whole number at least 2"),
    (gathered, (0,), {}, "width must be a whole number"),
    (gathered, (2.0,), {}, "width must be a whole number"),
    (gathered(2).update, (X,), {}, "same number of columns; got 3 and 2"),
    (gathered(3).update, (BLANK,), {}, "features must be finite"),
    (gathered(3).update, (1e80 * X,), {}, "features must stay below 1e.70"),
    (restored, ({"count": 1},), {}, "it lacks mean, scatter"),
    (restored, ({"count": 3, "mean": [0, 0], "scatter": np.eye(3)},), {}, "got shape"),
    (restored, ({"count": 3, "mean": [0, 0], "scatter": [[1, 2], [0, 1]]},), {}, "symmetric"),
    (restored, ({"count": 3, "mean": [0], "scatter": [[-1]]},), {}, "no 3 rows have this scatter"),
    (restored, ({"count": 2.5, "mean": [0], "scatter": [[1]]},), {}, "count must be a whole"),
    (kid, (X, WIDE), {}, "same number of columns"),
    (kid, (ONE, X), {}, "at least 2 samples"),
    (kid, (X, BLANK), {}, "fake_features must be finite"),
    (kid, (X, X), {"subset_size": 1}, "subset_size must be a whole number at least 2"),
    (kid, (X, X[:20]), {"subset_size": 21}, "at most 20; got 21. .* subset_size=20"),
    (kid, (X, X), {"subsets": 100}, "at most 30; got 1000"),
    (kid, (X, X), {"subsets": 0, "subset_size": 10}, "subsets must be a whole number at least 1"),
    (kid, (X, X), {"subset_size": 10.0}, "subset_size must be a whole number; got 10.0"),
    (kid, (X, X), {"subset_size": 10, "seed": -1}, "seed must be a whole number at least 0"),
    (kid, (X, 1e30 * X), {}, "fake_features must stay below 1e.20"),
    (score, (X,), {}, "must not be negative; the smallest is .*softmax"),
    (score, (np.abs(X),), {}, "must sum to 1; row"),
    (score, (SURE * 1.01,), {}, "row 0 sums to 1.01"),
    (score, (SURE[:, 0],), {}, "probabilities must be a matrix"),
    (score, (np.ones((5, 1)),), {}, "each of at least two classes"),
    (score, (SURE[:1],), {}, "at least 2 samples"),
    (score, (SURE * np.nan,), {}, "probabilities must be finite"),
    (score, (SURE,), {"splits": 0}, "splits must be a whole number at least 1"),
    (score, (SURE,), {"splits": 3}, "at most 2; got 3. With 4 rows each part"),
    (precision, (X, WIDE), {}, "same number of columns"),
    (precision, (X, BLANK), {}, "fake must be finite"),
    (precision, (X, X), {"neighbours": 0}, "neighbours must be a whole number at least 1"),
    (precision, (X, X[:5]), {"neighbours": 5}, "at most 4; got 5. fake has 5 rows"),
    (precision, (X[:3], X), {}, "at most 2; got 3. real has 3 rows"),
    (density, (FLAT, X), {}, "real must be a matrix"),
    (density, (X[:5], X), {}, "at most 4; got 5. real has 5 rows"),
    (density, (X, X), {"neighbours": 2.5}, "neighbours must be a whole number; got 2.5"),
    (density, (X, ONE), {}, "fake must hold at least 2 samples"),
    (modes, (X, RING), {"sigma": 1}, "samples and centres must have the same number"),
    (modes, (WIDE, RING), {"sigma": 0}, "sigma must be a finite number above 0; got 0"),
    (modes, (WIDE, RING), {"sigma": -1}, "sigma must be a finite number above 0; got -1"),
    (modes, (WIDE, RING), {"sigma": np.nan}, "sigma must be a finite number"),
    (modes, (WIDE, RING), {"sigma": [1, 2]}, "sigma must be a single number"),
    (modes, (WIDE, RING[[0, 1, 0]]), {"sigma": 1}, "got 3 of which 2 are different.*ring_centres"),
    (modes, (WIDE, CLOSED), {"sigma": 1}, "got 9 of which 8 are different.*ring_centres"),
    (modes, (WIDE, CLOSED.astype("float32")), {"sigma": 1}, "got 9 of which 8 are different"),
    (modes, (WIDE, RING[:0]), {"sigma": 1}, "centres must hold at least one sample"),
    (modes, (BLANK[:, :2], RING), {"sigma": 1}, "samples must be finite"),
    (memory, (X, X, WIDE), {}, "train and held_out must have the same number of columns"),
    (memory, (X, WIDE, X), {}, "train and fake must have the same number of columns"),
    (memory, (X, X, ONE), {}, "held_out must hold at least 2 samples"),
    (memory, (X, X, BLANK), {}, "held_out must be finite"),
    (memory, (X, X, X), {"rate": 0}, "rate must be a finite number above 0 and at most 0.5"),
    (memory, (X, X, X), {"rate": 0.6}, "rate must be a finite number above 0 and at most 0.5"),
    (report, (X, X), {}, "at least 20 samples a cloud; got 15.* 40 real ones"),
    (report, (X, WIDE), {"held_out": X}, r"must have one shape; got \(3,\), \(2,\), \(3,\)"),
    (report, (X, BLANK), {"held_out": X}, "fake must be finite"),
    (report, (MASKED, X), {"held_out": X}, "real is a masked array"),
    (report, (FLAT, X), {}, "real must be a matrix"),
    (report, (X, X, broken_features), {"held_out": X}, "features must give a row for each"),
    (report, (X, X), {"held_out": X, "classify": broken_features}, "classify must give a row"),
    (report, (X, X), {"held_out": X, "sigma": 1}, "centres and sigma belong together"),
    (report, (X, X), {"held_out": X, "seed": 0.5}, "seed must be a whole number"),
]


class TestTheFace:
    def test_every_public_name_is_there_and_says_what_it_means(self):
        for name in metrics.__all__:
            assert getattr(metrics, name).__doc__, name

    @pytest.mark.parametrize(("call", "values", "options", "sentence"), REFUSED)
    def test_bad_input_is_answered_with_a_sentence(self, call, values, options, sentence):
        with pytest.raises((ValueError, TypeError), match=sentence):
            call(*values, **options)

    def test_every_function_refuses_something(self):
        refusing = {call.__name__ for call, *_ in REFUSED}
        functions = {name for name in metrics.__all__ if name.islower()}
        assert functions <= refusing

    def test_inside_a_compiled_function_there_are_no_values_to_measure(self):
        def measure(samples):
            return metrics.frechet_distance(samples, X).value

        with pytest.raises(TypeError, match="a metric cannot run inside a compiled function"):
            backend.compiled(measure)(backend.ops.convert_to_tensor(X))

    def test_statistics_join_with_statistics_only(self):
        with pytest.raises(TypeError, match="unsupported operand"):
            SHARD + X
        with pytest.raises(ValueError, match="one shard and the other must have the same number"):
            SHARD + gathered(2)


ODD = {
    "equal rows": np.ones((6, 2)),
    "two rows": np.array([[0.0, 1], [1, 0]]),
    "a constant column": np.column_stack([np.arange(6.0), np.ones(6)]),
    "tiny": 1e-150 * X[:6, :2],
    "huge": 1e15 * X[:6, :2],
}


class TestNothingIsNaN:
    """Estimates refuse NaN themselves; here are clouds on which careless formulas give one."""

    @pytest.mark.parametrize("real", ODD.values(), ids=ODD)
    @pytest.mark.parametrize("fake", ODD.values(), ids=ODD)
    def test_odd_clouds_give_numbers(self, real, fake):
        found = [
            frechet(real, fake).value,
            frechet(real, fake, standard_error=True).standard_error,
            kid(real, fake).value,
            *precision(real, fake, neighbours=1),
            *density(real, fake, neighbours=1),
            *memory(real, fake, fake[::-1]),
        ]
        assert np.isfinite(found).all()
