"""The figures with sliders show the library's own numbers, in the book's colours, where it asks."""

import json
import re
import subprocess
from pathlib import Path

import nbformat
import numpy as np
import pytest
from scipy.stats import norm

from ganbook import distances, kernels
from ganbook.plots import COLOURS
from tools import assets

ROOT = Path(__file__).parents[1]
SLIDERS = ROOT / "_static" / "sliders"


def computed(module, expression):
    """What a module of the figures makes of an expression."""
    program = f'import * as m from "{(SLIDERS / module).as_uri()}"; '
    program += f"console.log(JSON.stringify({expression}));"
    command = [assets.node_program("node"), "--input-type=module", "-e", program]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def laws():
    """The two laws of the witness as many points each, placed by their quantiles: no chance."""
    spread, real, fake = computed("witness.mjs", "[m.SPREAD, m.REAL, m.FAKE]")
    spot = spread * norm.ppf((np.arange(2000) + 0.5) / 2000)
    return np.concatenate([centre + spot for centre in real])[:, None], (fake + spot)[:, None]


@pytest.mark.parametrize("bandwidth", [0.2, 1.0, 5.0])
class TestWitness:
    def test_is_the_library_s(self, laws, bandwidth):
        places = np.linspace(-2, 4, 13)
        found = computed("witness.mjs", f"{places.tolist()}.map((t) => m.witness(t, {bandwidth}))")
        expected = kernels.witness(places[:, None], *laws, bandwidth=bandwidth)
        np.testing.assert_allclose(found, expected, atol=1e-4)

    def test_discrepancy_is_the_library_s(self, laws, bandwidth):
        found = computed("witness.mjs", f"m.discrepancy({bandwidth})")
        expected = kernels.mmd_squared(*laws, bandwidth=bandwidth, unbiased=False)
        assert found == pytest.approx(expected, abs=2e-4)


class TestBalls:
    def test_norms_are_the_library_s(self, rng):
        vectors, origin = rng.normal(size=(5, 3)), np.zeros((1, 3))
        ways = {"1": "manhattan", "2": "euclidean", "Infinity": "chebyshev"}
        for power, name in ways.items():
            found = computed("balls.mjs", f"{vectors.tolist()}.map((v) => m.norm(v, {power}))")
            expected = getattr(distances, name)(origin, vectors)[0]
            np.testing.assert_allclose(found, expected, rtol=1e-12)


class TestConcentration:
    @pytest.mark.parametrize("dimension", [1, 3, 50])
    def test_quantiles_are_those_of_drawn_pairs(self, dimension, rng):
        pairs = rng.normal(size=(2, 20_000, dimension))
        ways = np.linalg.norm(pairs[0] - pairs[1], axis=1)
        found = computed("concentration.mjs", f"m.quantiles([0.05, 0.5, 0.95], {dimension})")
        below = [np.mean(ways < share * ways.mean()) for share in found]
        np.testing.assert_allclose(below, [0.05, 0.5, 0.95], atol=4 * np.sqrt(0.25 / 20_000))


class TestLooks:
    def test_colours_are_the_book_s(self):
        text = (SLIDERS / "plot.mjs").read_text(encoding="utf-8")
        found = dict(re.findall(r"--ganbook-(\w+), (#\w+)\)", text))
        roles = ("real", "fake", "third", "line")
        assert {role: found[role] for role in roles} == {role: COLOURS[role] for role in roles}


class TestPlaces:
    def test_every_figure_stands_in_one_chapter_between_question_and_reading(self):
        words = json.loads((SLIDERS / "stills" / "words.json").read_text(encoding="utf-8"))
        found = []
        for path in sorted((ROOT / "chapters").glob("*.ipynb")):
            for cell in nbformat.read(path, as_version=4).cells:
                parts = re.split(
                    r'<div class="slider-figure" data-figure="(\w+)"></div>', cell.source
                )
                for name, before, after in zip(parts[1::2], parts[::2], parts[2::2], strict=False):
                    found.append(name)
                    assert "?" in before.strip().split("\n\n")[-1], f"{name}: no question before it"
                    assert len(after.strip().split("\n\n")[0].split()) > 20, f"{name}: not read"
        assert sorted(found) == sorted(words)
