"""The report holds what its metrics say, at equal counts, beside what real samples score."""

import numpy as np
import pytest

from ganbook import data, metrics
from ganbook.backend import ops
from ganbook.metrics.table import LABELS


def softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def clouds():
    rng = np.random.default_rng(0)
    return rng.normal(size=(80, 3)), 1.2 * rng.normal(size=(60, 3)) + 0.2, rng.normal(size=(70, 3))


@pytest.fixture(scope="module")
def full(clouds):
    real, fake, held_out = clouds
    return metrics.report(real, fake, held_out=held_out, classify=softmax)


class TestReport:
    def test_every_row_is_a_finite_estimate_beside_a_finite_floor(self, full):
        names = "frechet_distance kernel_distance precision recall density coverage"
        assert list(full.rows) == [*names.split(), "inception_score", "copies"]
        for name, row in full.rows.items():
            numbers = [row.value.value, row.value.standard_error]
            numbers += [row.floor.value, row.floor.standard_error]
            assert np.isfinite(numbers).all(), name

    def test_values_are_those_of_the_metrics_at_the_common_count(self, clouds, full):
        real, fake, held_out = clouds
        rng = np.random.default_rng(0)
        real, fake, held_out = (rng.permutation(x)[:60] for x in (real, fake, held_out))
        assert full.count == 60
        distance = metrics.frechet_distance(real, fake, standard_error=True)
        assert full["frechet_distance"].value == distance
        floor = metrics.kernel_distance(real, held_out)
        assert full["kernel_distance"].floor == floor
        found = metrics.precision_recall(real, fake)
        assert full["precision"].value.value == found.precision
        assert full["recall"].value.value == found.recall
        found = metrics.density_coverage(real, held_out)
        assert full["density"].floor.value == found.density
        assert full["inception_score"].value == metrics.inception_score(softmax(fake))
        copies = metrics.memorisation(real, fake, held_out)
        assert full["copies"].floor.value == copies.expected_copies

    def test_without_held_out_samples_half_of_the_real_ones_stand_aside(self, clouds):
        found = metrics.report(*clouds[:2])
        assert found.count == 40
        assert "copies" not in found.rows

    def test_real_against_real_lies_on_the_floor(self):
        rng = np.random.default_rng(1)
        found = metrics.report(rng.normal(size=(200, 2)), rng.normal(size=(100, 2)))
        for row in found.rows.values():
            errors = np.hypot(row.value.standard_error, row.floor.standard_error)
            assert abs(row.value.value - row.floor.value) < 4 * errors

    def test_a_collapsed_generator_shows(self):
        rng = np.random.default_rng(1)
        found = metrics.report(rng.normal(size=(200, 2)), 0.05 * rng.normal(size=(100, 2)))
        assert found["precision"].value.value > 0.95
        for name in ("recall", "coverage"):
            low, high = found[name].value.interval(), found[name].floor.interval()
            assert low[1] < high[0], name

    def test_modes_are_reported_where_they_are_known(self):
        found = metrics.report(
            data.ring(400), data.ring(200, seed=1), centres=data.ring_centres(), sigma=0.01
        )
        assert (found["covered"].value.value, found["covered"].floor.value) == (8, 8)
        assert found["high_quality"].better == "as real"
        assert found["reverse_kl"].value.value < 0.1

    def test_features_see_the_samples_in_their_own_shape(self):
        rng = np.random.default_rng(0)
        images = rng.normal(size=(60, 4, 4, 1)).astype("float32")
        seen = []

        def features(batch):
            seen.append(batch.shape)
            return ops.mean(ops.convert_to_tensor(batch), axis=(1, 3))

        pooled = metrics.report(images, images[:30] + 0.1, features)
        assert seen == [(30, 4, 4, 1)] * 3
        flat = metrics.report(images, images[:30] + 0.1)
        assert pooled["frechet_distance"].value.value < flat["frechet_distance"].value.value

    def test_the_seed_repeats_it_and_the_inputs_stay_as_they_were(self, clouds):
        kept = [cloud.copy() for cloud in clouds]
        one, again, other = (metrics.report(*clouds[:2], seed=seed) for seed in (5, 5, 6))
        assert one == again != other
        assert all((cloud == copy).all() for cloud, copy in zip(clouds, kept, strict=True))


class TestHowItLooks:
    def test_as_text_every_measure_is_a_line_and_the_columns_stand_straight(self, full):
        lines = str(full).splitlines()
        assert lines[0].split() == ["measure", "fake", "real"]
        assert len({len(line) for line in lines[:-1]}) == 1
        assert lines[1].startswith("Fréchet distance ↓")
        assert f"{full['precision'].value}" in lines[3]
        assert lines[-1].startswith("60 samples a cloud")
        assert repr(full) == str(full)

    def test_in_a_notebook_it_is_a_table(self, full):
        lines = full._repr_markdown_().splitlines()
        assert lines[:2] == ["| measure | fake | real |", "| --- | ---: | ---: |"]
        assert f"| recall ↑ | {full['recall'].value} | {full['recall'].floor} |" in lines
        assert len(lines) == 2 + len(full.rows) + 2

    def test_labels_belong_to_rows_that_exist(self, full):
        assert set(LABELS) <= {*full.rows, "reverse_kl", "mode_tv"}

    def test_an_unknown_row_is_answered_with_the_known_ones(self, full):
        with pytest.raises(KeyError, match="no row 'fid'; it has frechet_distance"):
            full["fid"]
