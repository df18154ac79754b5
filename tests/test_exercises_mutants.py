"""An answer that is nearly right is refused: slips in its result, and slips in its program."""

import numpy as np
import pytest

from ganbook.exercises.catalogue import BY_NAME
from ganbook.exercises.checking import judge, tried
from ganbook.exercises.comparing import all_same
from tests.generic_mutants import mutants

FUNCTIONS = [exercise for exercise in BY_NAME.values() if not exercise.variables]
PREDICTIONS = [exercise for exercise in BY_NAME.values() if exercise.variables]
every_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.name)
every_prediction = pytest.mark.parametrize("exercise", PREDICTIONS, ids=lambda e: e.name)


def negated(f):
    return lambda *given: -np.asarray(f(*given), dtype=float)


def one_more(f):
    return lambda *given: np.asarray(f(*given)) + 1


def one_less(f):
    return lambda *given: np.asarray(f(*given), dtype=float) - 1


def doubled(f):
    return lambda *given: 2 * np.asarray(f(*given))


def zero(f):
    return lambda *given: 0 * np.asarray(f(*given))


def in_half_precision(f):
    return lambda *given: np.asarray(f(*given)).astype("float16")


def always_the_first(f):
    seen = []

    def constant(*given):
        seen.append(f(*given))
        return seen[0]

    return constant


def exchanged(f):
    return lambda first, second, *others: f(second, first, *others)


RESULTS = [
    negated,
    one_more,
    one_less,
    doubled,
    zero,
    in_half_precision,
    always_the_first,
    exchanged,
]
SAME_RESULT = {
    ("hamming", exchanged): "a distance is symmetric",
    ("hamming", in_half_precision): "half precision is exact for whole numbers up to 2,048",
    ("mahalanobis", exchanged): "a distance is symmetric",
    ("frechet-by-column", exchanged): "a distance is symmetric",
    ("price-of-strangers", exchanged): "every pair of strangers is counted from both sides",
    ("lost-root", exchanged): "a distance is symmetric",
    ("steering-weight", exchanged): "a similarity is symmetric",
}


_SQUARED = "only the square or the length of this difference is used"
_BOTH = "the function of two crowds is symmetric"
_WHOLE = "a factor that numerator and denominator share"
_ROUNDING = "only rounding decides here"
# Slips that leave the answer as it is, and why: by exercise, as often as they occur.
SAME_PROGRAM = {
    "divergence-of-shares": {"line 3: 1 -> 2": "0 times the logarithm of any positive number"},
    "memories-apart": {
        "line 4: pulls[0] @ (d, g) -> (d, g) @ pulls[0]": "a scalar product is symmetric",
        "line 6: pulls[1] @ (d, g) -> (d, g) @ pulls[1]": "a scalar product is symmetric",
    },
    "batches-in-order": {
        "line 3: -wanted // count -> -wanted": "rounds that nobody needs are cut off again"
    },
    "between-two": {
        "line 4: np.linalg.norm(slopes, axis=1) - 1 -> 1 - np.linalg.norm(slopes, axis=1)": _SQUARED
    },
    "stretches-nothing": {
        "line 5: v @ kernel @ u -> u @ (v @ kernel)": "a scalar product is symmetric"
    },
    "covered-share": {
        "line 3: ways.min(axis=1) <= 3 * sigma -> ways.min(axis=1) < 3 * sigma": _ROUNDING,
        "line 2: samples[:, None] - centres -> centres - samples[:, None]": _SQUARED,
    },
    "frechet-by-column": {
        "line 2: real.mean(axis=0) - fake.mean(axis=0) -> fake.mean(axis=0) - real.mean(axis=0)": (
            _SQUARED
        ),
        "line 3: real.std(axis=0, ddof=1) - fake.std(axis=0, ddof=1)"
        " -> fake.std(axis=0, ddof=1) - real.std(axis=0, ddof=1)": _SQUARED,
    },
    "exchanged-roles": {
        "line 2: real[:, None] - real -> real - real[:, None]": _SQUARED,
        "line 3: np.sort(among, axis=1) -> np.sort(among)": "the last axis is the usual one",
        "line 4: real[:, None] - fake -> fake - real[:, None]": _SQUARED,
    },
    "at-infinity": {"line 2: 1 -> 2": "a longer axis leaves the height at 0 as it is"},
    "manhattan": {"line 2: x[:, None] - y -> y - x[:, None]": _SQUARED},
    "mahalanobis": {
        "line 3: x - y -> y - x": _SQUARED,
        "line 4: gap @ np.linalg.inv(covariance) @ gap"
        " -> gap @ (gap @ np.linalg.inv(covariance))": "a scalar product is symmetric",
        "line 4: gap @ np.linalg.inv(covariance) -> np.linalg.inv(covariance) @ gap": (
            "a covariance is symmetric, and so is its inverse"
        ),
    },
    "price-of-strangers": {
        "line 2: real.mean(axis=0) - fake.mean(axis=0) -> fake.mean(axis=0) - real.mean(axis=0)": (
            _SQUARED
        )
    },
    "lost-root": {
        "line 6: way(real, fake) -> way(fake, real)": _BOTH,
        "line 3: a[:, None] - b -> b - a[:, None]": _SQUARED,
    },
    "closer-than-honest": {
        "line 3: samples[:, None] - train -> train - samples[:, None]": _SQUARED
    },
    "steering-weight": {
        "line 4: np.exp(-squares / (2 * scale ** 2)).mean()"
        " -> np.exp(-squares / (2 * scale ** 2)).sum()": _WHOLE,
        "line 6: alike(real, fake) -> alike(fake, real)": _BOTH,
        "line 3: a[:, None] - b -> b - a[:, None]": _SQUARED,
    },
    "crowding": {
        "line 2: samples[:, None] - samples -> samples - samples[:, None]": _SQUARED,
        "line 4: 1 -> 0": "a Gram matrix is symmetric: its rows and its columns add up to the same",
    },
    "jealous-loss": {
        "line 3: a[:, None] - b -> b - a[:, None]": _SQUARED,
        "line 8: similar(real, fake) -> similar(fake, real)": _BOTH,
    },
    "stretched-features": {
        "line 12: alike(real, fake) -> alike(fake, real)": _BOTH,
        "line 5: a[:, None] - b -> b - a[:, None]": _SQUARED,
    },
    "stretched-arc": {
        "line 2: a @ b -> b @ a": "a scalar product is symmetric",
        "line 3: np.clip(cosine, -1, 1) -> np.clip(-1, cosine, 1)": _ROUNDING,
        "line 3: 1 -> 2": _ROUNDING,
    },
    "weighted-mean": {"line 2: noisy[:, None] - clean -> clean - noisy[:, None]": _SQUARED},
    "asked-and-read": {"line 5: 1 -> 2": _WHOLE},
    "missing-half": {
        "line 3: gaps[:, visible].mean(axis=1) -> gaps[:, visible].sum(axis=1)": (
            "all candidates have equally many visible pixels"
        ),
        "line 2: candidates - picture -> picture - candidates": _SQUARED,
    },
    "broken-thermometer": {
        "line 2: first_mean - second_mean -> second_mean - first_mean": _SQUARED
    },
    "column-and-row": {
        "line 2: scores[:, 0] - labels -> labels - scores[:, 0]": _SQUARED,
        "line 2: 0 -> -1": "the only column is the first and the last",
    },
    "rows-of-a-batch": {"line 4: 1 -> 2": "NumPy works out whatever length is negative"},
    "masked-too-late": {"line 2: points[:, None] - points -> points - points[:, None]": _SQUARED},
}


def single(value):
    """A number or an array of numbers in single precision; all else as it is."""
    if isinstance(value, float) or getattr(value, "dtype", None) == np.float64:
        return np.float32(value)
    return value


def accepted(exercise, function):
    return judge(exercise, function, seconds=2).state == "correct"


def gives_the_same(exercise, function):
    """As above, without the search for the sentence that says what is wrong."""
    right, found = (tried(it, exercise, seconds=20) for it in (exercise.answer, function))
    return all_same(found.values, right.values, exercise.tolerance)


class TestMutantsOfTheResult:
    @every_function
    @pytest.mark.parametrize("mutant", RESULTS, ids=lambda m: m.__name__)
    def test_is_rejected_or_listed(self, exercise, mutant):
        if mutant is exchanged and len(exercise.draw()[0]) < 2:
            pytest.skip("one argument cannot be exchanged")
        equivalent = (exercise.name, mutant) in SAME_RESULT
        assert accepted(exercise, mutant(exercise.answer)) is equivalent

    @pytest.mark.parametrize("name", ["best-from-logs", "stretched-features"])
    def test_single_precision_is_rejected_where_it_loses_too_much(self, name):
        """Elsewhere it is precise enough to tell right from wrong, and right."""
        exercise = BY_NAME[name]
        assert not accepted(exercise, lambda *given: exercise.answer(*map(single, given)))


class TestMutantsOfTheProgram:
    """Each place of the answer's source with a slip in it, one at a time."""

    @every_function
    def test_all_are_rejected_or_listed(self, exercise):
        alive = {
            it.change for it in mutants(exercise.answer) if gives_the_same(exercise, it.function)
        }
        assert alive == set(SAME_PROGRAM.get(exercise.name, {}))

    @every_function
    def test_with_those_of_the_result_they_are_eight_at_least(self, exercise):
        results = len(RESULTS) - sum(name == exercise.name for name, _ in SAME_RESULT)
        slips = {it.change for it in mutants(exercise.answer)}
        rejected = results + len(slips - set(SAME_PROGRAM.get(exercise.name, {})))
        assert rejected - (len(exercise.draw()[0]) < 2) >= 8


class TestPredictions:
    @every_prediction
    def test_every_other_prediction_is_rejected(self, exercise):
        for position in range(len(exercise.answer)):
            for choice in {*exercise.choices, "neither"} - {exercise.answer[position]}:
                other = list(exercise.answer)
                other[position] = choice
                assert judge(exercise, other).state == "incorrect"
        assert judge(exercise, exercise.answer[:-1]).state == "incorrect"
        assert judge(exercise, [*exercise.answer, "fog"]).state == "incorrect"
