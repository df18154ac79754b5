"""The command line explains itself at once, and offers what there is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ganbook import __main__ as command_line
from ganbook import training

ROOT = Path(__file__).parents[1]


class TestFramework:
    def test_that_is_not_ours_is_named_in_a_sentence(self):
        done = subprocess.run(
            [sys.executable, "-m", "ganbook", "info"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "KERAS_BACKEND": "torch"},
        )
        assert done.returncode == 2
        assert done.stderr.startswith("ganbook info: ganbook runs on TensorFlow or JAX")
        assert "Traceback" not in done.stderr


class TestHelp:
    def test_is_there_at_once_and_shows_examples(self):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "ganbook", "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "python -m ganbook train --data digits" in done.stdout
        assert time.perf_counter() - began < 2, "help must not load a framework"

    @pytest.mark.parametrize("command", ["train", "resume", "sample", "evaluate", "bench", "info"])
    def test_every_command_explains_every_option(self, command, capsys):
        with pytest.raises(SystemExit) as left:
            command_line.main([command, "--help"])
        assert left.value.code == 0
        assert command in capsys.readouterr().out
        choices = command_line.parser()._subparsers._group_actions[0].choices
        for action in choices[command]._actions:
            assert action.help or action.choices, action.dest

    def test_offers_all_recipes_that_play_with_a_discriminator(self):
        with_critic = [
            name
            for name, recipe in training.RECIPES.items()
            if recipe.objective not in ("mmd", "energy", "pointwise-l2")
        ]
        assert list(command_line.RECIPES) == with_critic
