"""The doors: what passes is left alone, what does not is answered with a sentence that helps."""

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from ganbook import backend, checks
from ganbook.backend import ops


class TestMatrix:
    @pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int32", "uint8"])
    def test_numbers_in_rows_pass_untouched(self, dtype):
        values = np.ones((3, 2), dtype)
        assert checks.matrix(values) is values

    def test_lists_come_back_as_arrays(self):
        assert_array_equal(checks.matrix([[1, 2], [3, 4]]), [[1, 2], [3, 4]])

    def test_tensors_pass_untouched(self):
        for values in (ops.ones((3, 2)), backend.keras.Variable(np.ones((3, 2)))):
            assert checks.matrix(values) is values

    def test_half_precision_of_the_framework_passes_and_is_looked_into(self):
        checks.matrix(ops.cast([[1.0]], "bfloat16"))
        with pytest.raises(ValueError, match="must be finite"):
            checks.matrix(ops.cast([[np.inf]], "bfloat16"))

    @pytest.mark.parametrize(
        ("values", "error", "sentence"),
        [
            (3.0, ValueError, r"shape \(\). Write \[\[images\]\]"),
            (
                [1.0, 2.0],
                ValueError,
                r"shape \(2,\). Write images\[None, :\] for a single sample",
            ),
            (np.ones((2, 3, 3)), ValueError, r"Flatten each sample first: images.reshape\(len"),
            (np.ones((2, 0)), ValueError, r"at least one column; got shape \(2, 0\)"),
            (np.ones((0, 2)), ValueError, r"at least one sample \(rows\); got 0"),
            ([[1.0, 2.0], [3.0]], ValueError, "numbers in rows of equal length"),
            ([[1.0, None]], TypeError, "real numbers; got object"),
            ([["a"]], TypeError, "real numbers; got str"),
            ([[1j]], TypeError, "real numbers; got complex128"),
            ([[True]], TypeError, "must hold numbers; got booleans"),
            (np.array([["2020-01-01"]], "datetime64[D]"), TypeError, "got datetime64"),
            (np.ma.masked_invalid([[1.0, np.nan]]), TypeError, "masked array; fill its gaps"),
            (scipy.sparse.eye(3), TypeError, r"sparse matrix; pass images\.toarray\(\)"),
            (scipy.sparse.csr_array(np.eye(3)), TypeError, r"pass images\.toarray\(\)"),
            ([[1.0, np.nan]], ValueError, r"1 of its 2 values .* first at images\[0, 1\]"),
            ([[1.0, np.inf], [-np.inf, 0]], ValueError, r"2 of its 4 values .* images\[0, 1\]"),
        ],
    )
    def test_the_rest_is_explained(self, values, error, sentence):
        with pytest.raises(error, match=sentence):
            checks.matrix(values, "images")

    def test_a_spread_needs_rows(self):
        with pytest.raises(ValueError, match=r"x must hold at least 2 samples \(rows\); got 1"):
            checks.matrix([[1.0]], rows=2)


class TestVector:
    def test_a_column_is_asked_for(self):
        assert_array_equal(checks.vector([1, 2]), [1, 2])
        with pytest.raises(ValueError, match=r"one-dimensional.*got shape \(1, 2\).*x\[:, 0\]"):
            checks.vector([[1.0, 2.0]])


class TestPair:
    def test_widths_must_agree(self):
        checks.pair([[1, 2]], [[3, 4], [5, 6]])
        with pytest.raises(ValueError, match=r"real and fake must have the same .* got 2 and 1"):
            checks.pair([[1, 2]], [[3]], ("real", "fake"))

    @pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
    def test_a_list_takes_the_precision_of_the_other(self, dtype):
        values, expected = np.ones((1, 2), dtype), "float64" if dtype == "float64" else "float32"
        for other in (values, ops.convert_to_tensor(values)):
            assert checks.pair([[0.5, 1.0]], other)[0].dtype == expected
            assert checks.pair(other, [[0.5, 1.0]])[1].dtype == expected
        assert checks.pair(values, np.zeros((1, 2)))[1].dtype == "float64"

    def test_two_lists_keep_all_their_digits(self):
        assert [values.dtype for values in checks.pair([[0.5]], [[1.0]])] == ["float64"] * 2


class TestFinite:
    @pytest.mark.parametrize("values", [1j, "0.5", [True], np.ma.array([1.0, 2.0])])
    def test_what_are_no_numbers_are_a_type_error(self, values):
        with pytest.raises(TypeError, match=r"t must hold|t is a masked array"):
            checks.finite(values, "t")


class TestFits:
    def test_what_is_finite_passes_and_the_rest_is_explained(self):
        values = np.ones(3, "float32")
        assert checks.fits(values, "the distances are") is values
        for spoiled in (values * np.inf, values * np.nan, np.float32(np.inf)):
            with pytest.raises(ValueError, match="the distances are too large for float32: divide"):
                checks.fits(spoiled, "the distances are")
        with pytest.raises(
            ValueError, match=r"for float64: divide the samples by their scale first\."
        ):
            checks.fits(np.float64(np.inf), "the distances are")


class TestSymbolicValues:
    def test_only_shape_and_type_are_looked_at(self):
        seen = []

        @backend.compiled
        def step(x):
            checks.pair(x, x, rows=2)
            checks.positive(x[0, 0], "scale")
            checks.not_negative(x, "distance")
            checks.covariance(x, 2)
            assert checks.concrete(x) is None
            with pytest.raises(ValueError, match="at least 3 samples"):
                checks.matrix(x, rows=3)
            with pytest.raises(ValueError, match="one-dimensional"):
                checks.vector(x)
            seen.append(x.shape)
            return x

        step(ops.convert_to_tensor([[np.nan, -1.0], [0.0, np.inf]]))
        assert len(seen) == 1

    @pytest.mark.skipif(backend.name != "tensorflow", reason="ranks are always known elsewhere")
    def test_an_unknown_rank_is_refused(self):
        import tensorflow

        signature = [tensorflow.TensorSpec(None)]
        step = tensorflow.function(checks.matrix, autograph=False, input_signature=signature)
        with pytest.raises(ValueError, match="x must have a known rank"):
            step(np.ones((2, 2), "float32"))


class TestCovariance:
    def test_a_good_one_passes(self, rng):
        values = np.cov(rng.normal(size=(20, 3)), rowvar=False)
        assert checks.covariance(values, 3) is values

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            (np.eye(2), r"shape \(3, 3\); got \(2, 2\). For samples in rows use np.cov"),
            (np.ones((4, 3)), r"shape \(3, 3\); got \(4, 3\)"),
            (np.triu(np.ones((3, 3))), "symmetric; entries that should be equal differ by up to 1"),
            (np.ones((3, 3)), "singular or not positive definite.*add a ridge"),
            (np.diag([1.0, 1.0, -1.0]), "eigenvalues run from -1 to 1"),
            (np.zeros((3, 3)), "eigenvalues run from 0 to 0"),
        ],
    )
    def test_the_rest_is_explained(self, values, sentence):
        with pytest.raises(ValueError, match=sentence):
            checks.covariance(values, 3)

    def test_the_remedy_works(self, rng):
        covariance = np.cov(rng.normal(size=(3, 5)), rowvar=False)
        with pytest.raises(ValueError, match="singular") as caught:
            checks.covariance(covariance, 5)
        remedy = str(caught.value).partition("add a ridge: ")[2].removesuffix(".")
        checks.covariance(eval(remedy, {"np": np, "covariance": covariance}), 5)

    def test_single_precision_counts_its_own_rounding(self, rng):
        flat = rng.normal(size=(50, 3)) @ np.array([[1, 0, 1], [0, 1, 1], [0, 0, 1e-5]])
        covariance = np.cov(flat, rowvar=False)
        checks.covariance(covariance, 3)
        with pytest.raises(ValueError, match="singular"):
            checks.covariance(covariance.astype("float32"), 3)


class TestNumbers:
    @given(st.floats(min_value=1e-300, allow_infinity=False, allow_nan=False))
    def test_positive_numbers_pass(self, value):
        assert checks.positive(value, "sigma") == value

    @pytest.mark.parametrize("value", [0, -1, np.nan, np.inf])
    def test_the_rest_does_not(self, value):
        with pytest.raises(ValueError, match="sigma must be a finite number above 0; got"):
            checks.positive(value, "sigma")

    def test_zero_only_where_it_is_meant(self):
        assert checks.positive(0, "sigma", allow_zero=True) == 0
        with pytest.raises(ValueError, match="at least 0; got -1"):
            checks.positive(-1, "sigma", allow_zero=True)

    @pytest.mark.parametrize("value", ["1", None, True, 1j])
    def test_what_is_no_number_is_a_type_error(self, value):
        with pytest.raises(TypeError, match="must be a number; got"):
            checks.positive(value, "sigma")

    def test_ranges_name_both_ends(self):
        assert checks.in_range(0.5, "share", at_least=0, at_most=1) == 0.5
        with pytest.raises(ValueError, match="finite number at least 0 and at most 1; got 2"):
            checks.in_range(2, "share", at_least=0, at_most=1)
        with pytest.raises(ValueError, match=r"single number; got shape \(2,\)"):
            checks.in_range([0, 1], "share", at_least=0)

    def test_distances_are_not_negative(self):
        checks.not_negative([0.0, 1.0], "distance")
        with pytest.raises(ValueError, match="must not be negative; its smallest value is -2"):
            checks.not_negative([1.0, -2.0], "distance")


class TestCount:
    def test_whole_numbers_pass_as_int(self):
        assert type(checks.count(np.int64(3), "count")) is int

    @pytest.mark.parametrize("value", [3.0, True, np.True_, "3", None])
    def test_what_only_looks_like_one_does_not(self, value):
        with pytest.raises(TypeError, match="count must be a whole number; got"):
            checks.count(value, "count")

    def test_limits_and_remedy_are_said(self):
        with pytest.raises(
            ValueError, match=r"at least 2 and at most 5; got 6\. Pass more rows\.$"
        ):
            checks.count(6, "count", at_least=2, at_most=5, remedy="Pass more rows.")


class TestSeed:
    def test_none_is_refused_because_it_cannot_be_repeated(self):
        assert checks.seed(0) == 0
        with pytest.raises(TypeError, match=r"got None\. For a repeatable run pass 0"):
            checks.seed(None)
        with pytest.raises(ValueError, match="seed must be a whole number at least 0; got -1"):
            checks.seed(-1)


class TestKnown:
    def test_a_slip_is_answered_with_the_nearest_name(self):
        assert checks.known("ring", "shape", ["ring", "grid"]) == "ring"
        with pytest.raises(ValueError, match=r"'ring', 'grid'; got 'Rign'\. Did you mean 'ring'\?"):
            checks.known("Rign", "shape", ["ring", "grid"])

    def test_a_stranger_is_answered_with_the_list_alone(self):
        with pytest.raises(ValueError, match=r"one of 'ring', 'grid'; got 'xyz'\.$"):
            checks.known("xyz", "shape", ["ring", "grid"])
        with pytest.raises(TypeError, match="got 3"):
            checks.known(3, "shape", ["ring", "grid"])


class TestSwitch:
    @pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
    def test_is_one_of_two(self, value):
        assert checks.switch(value, "simultaneous") is bool(value)

    @pytest.mark.parametrize("value", ["no", 1, 0, None, np.ones(1, bool)])
    def test_nothing_else_counts_as_one(self, value):
        with pytest.raises(TypeError, match="simultaneous must be True or False; got"):
            checks.switch(value, "simultaneous")
