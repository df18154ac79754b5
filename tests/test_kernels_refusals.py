"""Bad input is refused with what was given, what was expected and what to do."""

import functools

import numpy as np
import pytest

from ganbook import backend, distances, kernels, losses
from ganbook.backend import ops

GOOD = np.random.default_rng(0).normal(size=(12, 3))

# Every public function of two samples, with whatever else it needs.
OF_TWO = {
    "gaussian": functools.partial(kernels.gaussian, bandwidth=1.0),
    "laplacian": functools.partial(kernels.laplacian, bandwidth=1.0),
    "rational_quadratic": functools.partial(kernels.rational_quadratic, bandwidth=1.0),
    "polynomial": kernels.polynomial,
    "distance_induced": kernels.distance_induced,
    "induced_distance": functools.partial(kernels.induced_distance, bandwidth=1.0),
    "median_bandwidth": kernels.median_bandwidth,
    "mmd_squared": functools.partial(kernels.mmd_squared, bandwidth=1.0),
    "mmd_estimate": functools.partial(kernels.mmd_estimate, bandwidth=1.0),
    "mmd_linear": functools.partial(kernels.mmd_linear, bandwidth=1.0),
    "two_sample_test": functools.partial(kernels.two_sample_test, bandwidth=1.0),
    "select_bandwidth": functools.partial(kernels.select_bandwidth, candidates=[1.0]),
    "witness": functools.partial(kernels.witness, GOOD, bandwidth=1.0),
}
LEAST_ROWS = {
    "mmd_squared": 2,
    "mmd_estimate": 4,
    "mmd_linear": 4,
    "two_sample_test": 2,
    "select_bandwidth": 8,
}
BY_BANDWIDTH = [
    "gaussian",
    "laplacian",
    "rational_quadratic",
    "induced_distance",
    "mmd_squared",
    "mmd_estimate",
    "mmd_linear",
    "two_sample_test",
    "witness",
]


def spoiled(value):
    x = GOOD.copy()
    x[3, 1] = value
    return x


class TestSamples:
    @pytest.mark.parametrize("name", OF_TWO)
    @pytest.mark.parametrize(
        ("x", "error", "sentence"),
        [
            (spoiled(np.nan), ValueError, "must be finite; 1 of its 36 values"),
            (spoiled(np.inf), ValueError, "must be finite; 1 of its 36 values"),
            (GOOD[:, 0], ValueError, r"must be a matrix with one sample a row; got shape \(12,\)"),
            (GOOD[:, :2], ValueError, "the same number of columns; got"),
            (GOOD[:0], ValueError, "must hold at least"),
            (GOOD > 0, TypeError, "must hold numbers; got booleans"),
        ],
        ids=["nan", "infinity", "rank", "width", "nothing", "booleans"],
    )
    def test_a_bad_one_is_refused_on_either_side(self, name, x, error, sentence):
        with pytest.raises(error, match=sentence):
            OF_TWO[name](x, GOOD)
        with pytest.raises(error, match=sentence):
            OF_TWO[name](GOOD, x)

    @pytest.mark.parametrize("name", LEAST_ROWS)
    def test_too_few_rows_are_refused(self, name):
        least = LEAST_ROWS[name]
        with pytest.raises(ValueError, match=f"at least {least} samples .rows.; got {least - 1}"):
            OF_TWO[name](GOOD[: least - 1], GOOD)
        with pytest.raises(ValueError, match=f"at least {least} samples .rows.; got {least - 1}"):
            OF_TWO[name](GOOD, GOOD[: least - 1])
        OF_TWO[name](GOOD[:least], GOOD[:least])

    def test_points_of_another_width_are_refused(self):
        with pytest.raises(ValueError, match="points and x must have the same number of columns"):
            kernels.witness(GOOD[:, :2], GOOD, GOOD, bandwidth=1.0)

    @pytest.mark.parametrize("name", ["mmd_estimate", "mmd_linear", "two_sample_test"])
    def test_what_measures_needs_values(self, name):
        compiled = backend.compiled(lambda x: OF_TWO[name](x, x))
        with pytest.raises(TypeError, match="Call it outside, or train with mmd_squared"):
            compiled(ops.convert_to_tensor(GOOD))


class TestBandwidth:
    @pytest.mark.parametrize("name", BY_BANDWIDTH)
    @pytest.mark.parametrize(
        ("bandwidth", "error", "sentence"),
        [
            (0, ValueError, "bandwidth must be a finite number above 0; got 0"),
            (-1.5, ValueError, "bandwidth must be a finite number above 0; got -1.5"),
            (np.nan, ValueError, "bandwidth must be a finite number above 0; got nan"),
            (np.inf, ValueError, "bandwidth must be a finite number above 0; got inf"),
            ("wide", TypeError, "bandwidth must be a number; got 'wide'"),
            ([], ValueError, "bandwidth must hold at least one number; got an empty sequence"),
            ([1, 0], ValueError, r"bandwidth\[1\] must be a finite number above 0; got 0"),
            (np.ones((2, 2)), ValueError, r"bandwidth must be a single number; got shape \(2, 2\)"),
            (1e-200, ValueError, "between 1e-154 and 7e.150 for these samples; got 1e-200. Scale"),
            (1e200, ValueError, "between 1e-154 and 7e.150 for these samples; got 1e.200. Scale"),
        ],
        ids=[
            "0",
            "negative",
            "nan",
            "infinite",
            "text",
            "none",
            "one of two",
            "matrix",
            "tiny",
            "huge",
        ],
    )
    def test_must_be_positive(self, name, bandwidth, error, sentence):
        function = getattr(kernels, name)
        points = [GOOD] if name == "witness" else []
        with pytest.raises(error, match=sentence):
            function(*points, GOOD, GOOD, bandwidth=bandwidth)

    @pytest.mark.parametrize("candidates", [[], [1.0, -1.0], [np.nan]])
    def test_candidates_must_be_positive(self, candidates):
        with pytest.raises(ValueError, match="candidates"):
            kernels.select_bandwidth(GOOD, GOOD, candidates)

    @pytest.mark.parametrize("limit", [0, 1, 2.5])
    def test_a_limit_counts_rows(self, limit):
        with pytest.raises((ValueError, TypeError), match="limit must be a whole number"):
            kernels.median_bandwidth(GOOD, limit=limit)


class TestKernel:
    @pytest.mark.parametrize(
        ("choice", "error", "sentence"),
        [
            ({"kernel": "gausian"}, ValueError, "Did you mean 'gaussian'"),
            ({"kernel": "laplacian"}, TypeError, r"Pass kernels\.laplacian\."),
            ({"kernel": 3}, TypeError, "kernel must be a function of two samples .* got 3"),
            ({"kernel": kernels.laplacian}, ValueError, "laplacian needs a bandwidth"),
            (
                {"kernel": kernels.polynomial, "bandwidth": 1.0},
                TypeError,
                "polynomial has no bandwidth; leave",
            ),
            ({"kernel": lambda x, y: x}, ValueError, r"each row of y, .*; got shape \(\d+, 3\)"),
            (
                {"kernel": lambda x, y: np.full((len(x), len(y)), np.nan)},
                ValueError,
                r"kernel\(x, y\) must be finite",
            ),
        ],
        ids=[
            "misspelt",
            "a name",
            "a number",
            "no bandwidth",
            "needless bandwidth",
            "wrong shape",
            "nan",
        ],
    )
    @pytest.mark.parametrize(
        "name", ["mmd_squared", "mmd_estimate", "mmd_linear", "two_sample_test", "witness"]
    )
    def test_must_be_one(self, name, choice, error, sentence):
        points = [GOOD] if name == "witness" else []
        with pytest.raises(error, match=sentence):
            getattr(kernels, name)(*points, GOOD, GOOD[::-1].copy(), **choice)

    @pytest.mark.parametrize("name", ["mmd_squared", "mmd_estimate", "two_sample_test"])
    def test_half_of_a_lopsided_one_is_not_taken_for_the_other_half(self, name):
        with pytest.raises(ValueError, match="A kernel must be symmetric"):
            getattr(kernels, name)(GOOD, GOOD, kernel=lambda x, y: x @ y.T + np.arange(len(y)))

    @pytest.mark.parametrize(
        ("knobs", "sentence"),
        [
            ({"degree": 0}, "degree must be a whole number at least 1; got 0"),
            ({"degree": 2.0}, "degree must be a whole number; got 2.0"),
            ({"scale": 0}, "scale must be a finite number above 0"),
            ({"offset": -1}, "offset must be a finite number at least 0"),
        ],
    )
    def test_polynomials_that_are_no_kernels_are_refused(self, knobs, sentence):
        with pytest.raises((ValueError, TypeError), match=sentence):
            kernels.polynomial(GOOD, GOOD, **knobs)

    @pytest.mark.parametrize("tail", [0, 1e-40, 1e9])
    def test_a_tail_is_one_that_numbers_can_tell(self, tail):
        with pytest.raises(ValueError, match=r"tail .* at least 0\.001 and at most 1e\+06; got"):
            kernels.rational_quadratic(GOOD, GOOD, bandwidth=1.0, tail=tail)

    @pytest.mark.parametrize("dtype", ["float32", "float64"])
    def test_powers_that_no_number_holds_are_refused(self, dtype):
        x = np.full((1, 2), 1e30 if dtype == "float32" else 1e200, dtype)
        for y in (x, x * np.array([1, -1], dtype)):  # Infinite, and not a number.
            with pytest.raises(ValueError, match=f"the kernel's values are too large for {dtype}"):
                kernels.polynomial(x, y)

    def test_an_origin_lies_in_the_same_space(self):
        with pytest.raises(ValueError, match="a number for each of the 3 columns; got 2"):
            kernels.distance_induced(GOOD, GOOD, origin=[0.0, 1.0])


class TestPermutations:
    @pytest.mark.parametrize(
        ("knobs", "sentence"),
        [
            ({"permutations": 0}, "permutations must be a whole number at least 1; got 0"),
            ({"permutations": 9.5}, "permutations must be a whole number; got 9.5"),
            ({"seed": None}, "seed must be a whole number; got None"),
            ({"seed": -1}, "seed must be a whole number at least 0"),
        ],
    )
    def test_are_counted_and_repeatable(self, knobs, sentence):
        with pytest.raises((ValueError, TypeError), match=sentence):
            kernels.two_sample_test(GOOD, GOOD, bandwidth=1.0, **knobs)

    @pytest.mark.parametrize(
        ("gram", "count", "sentence"),
        [
            (GOOD @ GOOD.T, 1, "count must be a whole number at least 2 and at most 10; got 1"),
            (GOOD @ GOOD.T, 11, "Both samples need at least two rows"),
            (GOOD, 6, "a row and a column for each sample; got shape"),
            (np.tril(GOOD @ GOOD.T), 6, "A kernel must be symmetric"),
            (np.full((12, 12), np.nan), 6, "gram must be finite"),
            (np.ones((3, 3)), 2, "gram must hold at least 4 samples"),
        ],
        ids=["one row", "one row left", "not square", "lopsided", "nan", "small"],
    )
    def test_a_gram_matrix_holds_both_samples(self, gram, count, sentence):
        with pytest.raises(ValueError, match=sentence):
            kernels.two_sample_test_from_gram(gram, count)


class TestRandomFeatures:
    @pytest.mark.parametrize(
        ("knobs", "sentence"),
        [
            ({"count": 7}, "count must be even, a cosine and a sine each; got 7"),
            ({"count": 0}, "count must be a whole number at least 2; got 0"),
            ({"bandwidth": -1}, "bandwidth must be a finite number above 0; got -1"),
            ({"bandwidth": [1, 2]}, "bandwidth must be a single number"),
            ({"seed": 0.5}, "seed must be a whole number"),
        ],
    )
    def test_knobs_are_checked(self, knobs, sentence):
        with pytest.raises((ValueError, TypeError), match=sentence):
            kernels.random_features(GOOD, **{"bandwidth": 1.0, "count": 8, **knobs})

    def test_angles_that_no_number_holds_are_refused(self):
        with pytest.raises(ValueError, match="the samples over the bandwidth are too large"):
            kernels.random_features(np.full((1, 2), 1e38, "float32"), bandwidth=1e-5, count=2)

    @pytest.mark.parametrize("confidence", [0, 1, 1.5])
    def test_no_bound_is_certain(self, confidence):
        with pytest.raises(ValueError, match="confidence must be a finite number above 0"):
            kernels.random_features_error(100, confidence=confidence)


@pytest.mark.parametrize(
    "measured",
    [
        kernels.polynomial,
        kernels.distance_induced,
        functools.partial(kernels.mmd_squared, kernel=kernels.polynomial),
        losses.energy_gap,
    ],
)
def test_of_tensors_too_large_a_value_is_refused_and_not_nan(measured, rng):
    x, y = (ops.convert_to_tensor(1e25 * rng.normal(size=(20, 3)), "float32") for _ in "xy")
    with pytest.raises(ValueError, match="too large for float32: divide the samples"):
        measured(x, y)


@pytest.mark.parametrize("measured", [kernels.mmd_squared, distances.energy])
def test_a_word_is_no_switch(measured, rng):
    x = rng.normal(size=(9, 2))
    with pytest.raises(TypeError, match="unbiased must be True or False; got 'no'"):
        measured(x, x, unbiased="no")
