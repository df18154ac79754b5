"""The chapter's full profile runs from end to end, and the commands it shows are understood."""

import json
import math
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from ganbook import backend
from ganbook.__main__ import parser

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def prose():
    chapter = nbformat.read(ROOT / "chapters" / "12_a_modern_gan.ipynb", as_version=4)
    return "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return run_in_full(tmp_path_factory.mktemp("full"), "mnist")


def run_in_full(folder, dataset):
    """What the full profile came to on small pictures in the place of that data set's."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "full_profile.py"), str(folder), dataset],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GANBOOK_PROGRESS": str(folder / "progress.json"),
        },
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


class TestCommandsOnThePage:
    def test_are_understood_by_the_command_line(self, prose):
        lines = re.findall(r"python -m ganbook (.+?)[`\n]", prose)
        asked = [parser().parse_args(shlex.split(line)) for line in lines]
        assert {given.command for given in asked} >= {"train", "resume", "sample", "evaluate"}


@pytest.mark.long
@pytest.mark.skipif(backend.name != "tensorflow", reason="strategies are TensorFlow's")
class TestFullProfile:
    def test_follows_the_shape_of_the_data(self, facts):
        assert facts["shape"] == [28, 28, 1]
        assert facts["convolutions"]

    def test_computes_in_half_precision_and_keeps_weights_in_full(self, facts):
        assert facts["precision"] == "bfloat16"
        assert (facts["hidden"], facts["weights"]) == ("bfloat16", "float32")

    def test_shares_each_batch_between_two_devices_and_resumes(self, facts):
        assert facts["replicas"] == 2
        assert facts["resumed"] == 40

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("dataset", "shape"), [("fashion_mnist", [28, 28, 1]), ("cifar10", [32, 32, 3])]
    )
    def test_runs_on_the_other_data_sets_that_the_text_names(self, dataset, shape, tmp_path):
        facts = run_in_full(tmp_path, dataset)
        assert facts["shape"] == shape
        assert facts["resumed"] == 40
        assert all(map(math.isfinite, facts["report"].values()))

    def test_ends_in_a_report_of_finite_numbers(self, facts):
        assert {"frechet_distance", "kernel_distance", "precision", "recall"} <= set(
            facts["report"]
        )
        assert all(map(math.isfinite, facts["report"].values()))
        assert facts["scores"] == [2, 3, 4]
