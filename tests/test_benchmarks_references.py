"""Our metrics are held to what other libraries measured on features that are drawn again here."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose

from benchmarks import references, side_by_side
from ganbook import kernels, metrics

STORED = json.loads((side_by_side.RESULTS / "references.json").read_text(encoding="utf-8"))
MEASURES = {"frechet_distance", "kernel_distance", "inception_score", "mmd_squared"}
MEASURES |= {"precision", "recall", "density", "coverage"}


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def ours(case):
    """All measures of a case by this package."""
    real, fake = references.clouds(case)
    within = {"neighbours": references.NEIGHBOURS}
    return {
        "frechet_distance": metrics.frechet_distance(real, fake),
        "kernel_distance": metrics.kernel_distance(real, fake),
        "inception_score": metrics.inception_score(softmax(references.scores(case))),
        "mmd_squared": kernels.mmd_squared(real, fake, bandwidth=references.bandwidth(case)),
        **metrics.precision_recall(real, fake, **within)._asdict(),
        **metrics.density_coverage(real, fake, **within)._asdict(),
    }


class TestReferences:
    @pytest.mark.parametrize("name", references.CASES)
    def test_every_library_agrees_to_six_digits(self, name):
        found, compared = ours(references.CASES[name]), 0
        for measure, libraries in STORED["values"][name].items():
            for library, value in libraries.items():
                assert_allclose(
                    float(found[measure]), value, rtol=1e-6, err_msg=f"{measure}, {library}"
                )
                compared += 1
        assert compared >= 14

    def test_one_subset_of_all_samples_is_the_published_kernel_distance(self):
        case = references.CASES["wide"]
        found = metrics.kernel_distance(*references.clouds(case), subsets=1, subset_size=case.count)
        for value in STORED["values"]["wide"]["kernel_distance"].values():
            assert_allclose(float(found), value, rtol=1e-6)

    def test_are_of_these_cases_and_say_whose_they_are(self):
        assert STORED["cases"] == {n: c._asdict() for n, c in references.CASES.items()}
        assert STORED["neighbours"] == references.NEIGHBOURS
        assert set(references.VERSIONS) <= set(STORED["taken"]["versions"])

    @pytest.mark.parametrize("name", references.CASES)
    def test_no_measure_is_at_its_end_where_any_formula_would_do(self, name):
        values = STORED["values"][name]
        assert set(values) == MEASURES
        for measure in ("precision", "recall", "coverage"):
            assert 0.02 < values[measure]["prdc"] < 0.98
        assert all(abs(v) > 1e-6 for libraries in values.values() for v in libraries.values())
