"""The page's own programs, tested by Node; the live GAN, against numbers from the library."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from ganbook import losses, noise, penalties
from tools import assets, playground_reference

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "_static"
SOURCES = STATIC / "playground"
MODULES = [
    path
    for folder in ("playground", "explorer", "sliders")
    for path in sorted((STATIC / folder).glob("*.mjs"))
]
LIMIT = 250  # lines of a module


def run_node(name, **environment):
    """One file of JavaScript tests; its report where it fails."""
    command = [assets.node_program("node"), "--test", f"tests/{name}.test.mjs"]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True
    )


def failures(report):
    """The lines of a report that say what failed and why."""
    wanted = ("not ok", "error:", "SyntaxError", "# pass", "# fail")
    return "\n".join(line for line in report.splitlines() if line.strip().startswith(wanted))


@pytest.mark.parametrize(
    "name",
    [
        *("playground/parts", "playground/reference", "playground/second_order"),
        pytest.param("playground/presets", marks=pytest.mark.long),
        *("explorer/explorer", "sliders/figures"),
    ],
)
def test_the_javascript_tests_pass(name):
    done = run_node(name)
    assert done.returncode == 0, failures(done.stdout) + done.stderr


@pytest.mark.slow
def test_every_lesson_fails_and_is_repaired_over_eight_seeds():
    done = run_node("playground/presets", SEEDS="8")
    assert done.returncode == 0, failures(done.stdout) + done.stderr


class TestReference:
    def test_the_committed_numbers_are_those_of_the_library_now(self):
        stored = json.loads(playground_reference.REFERENCE.read_text(encoding="utf-8"))
        compare(playground_reference.reference(), stored)

    def test_has_every_objective_and_every_penalty(self):
        for found in playground_reference.reference()["values"].values():
            assert set(found["objectives"]) == set(losses.OBJECTIVES)
            assert set(found["penalties"]) == set(penalties.PENALTIES)

    def test_a_gradient_is_that_of_its_value(self):
        """The slope of a penalty along a random direction, against its difference quotient."""
        game = playground_reference.reference()["game"]
        start, rng = np.array(game["discriminator"]), np.random.default_rng(1)
        direction = rng.normal(size=start.shape)

        def value(step):
            moved = game | {"discriminator": start + step * direction}
            moved = {name: np.array(values) for name, values in moved.items()}
            shapes = {"real": (-1, 2), "noise": (-1, playground_reference.GENERATOR[0])}
            moved |= {name: moved[name].reshape(shape) for name, shape in shapes.items()}
            return playground_reference.of_activation(moved, "tanh")["penalties"]["r1"]

        quotient = (value(1e-5)["value"] - value(-1e-5)["value"]) / 2e-5
        assert quotient == pytest.approx(value(0)["gradient"] @ direction, rel=1e-6)


class TestNames:
    """The page's choices are the library's, by the same names."""

    settings = (SOURCES / "settings.mjs").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", [*losses.OBJECTIVES, *penalties.PENALTIES])
    def test_objectives_and_penalties_are_on_offer(self, name):
        assert f'"{name}"' in self.settings

    @pytest.mark.parametrize("name", ["gaussian", "uniform", "mixture"])
    def test_laws_of_noise_are_the_library_s(self, name):
        assert name in noise.LAWS
        assert f'"{name}"' in self.settings


class TestModules:
    @pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_each_is_small_says_what_it_is_for_and_fetches_nothing(self, path):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/* ")
        assert len(text.splitlines()) <= LIMIT
        banned = ("eval(", "new Function", "fetch(", "XMLHttpRequest", "http:", "https:")
        assert not [word for word in banned if word in text]


def compare(found, stored):
    """Equal trees of numbers, up to the last digits of a processor."""
    if isinstance(stored, dict):
        assert found.keys() == stored.keys()
        for name in stored:
            compare(found[name], stored[name])
    else:
        np.testing.assert_allclose(found, stored, rtol=1e-7, atol=1e-10)
