"""A machine without Chromium: the tests say loudly that they did not run, or fail if they must."""

import os
import subprocess
import sys
from pathlib import Path

from tools.chapters import ROOT

ONE_TEST = "tests/browser/test_use.py::TestKeyboard::test_the_first_stop_skips_to_the_text"


def run_without_chromium(**environment):
    """One browser test on a machine where no Chromium is to be found."""
    command = [sys.executable, "-m", "pytest", ONE_TEST, "-p", "no:cacheprovider"]
    nowhere = {"PATH": str(Path(sys.executable).parent)}
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | nowhere | environment, capture_output=True, text=True
    )


def test_they_are_skipped_and_the_last_lines_say_so():
    run = run_without_chromium(GANBOOK_REQUIRE_BROWSER="")
    assert run.returncode == 0
    assert "1 skipped" in run.stdout
    assert "NOT RUN" in run.stdout
    assert "apt-get install chromium" in run.stdout


def test_they_fail_where_a_browser_is_required():
    run = run_without_chromium(GANBOOK_REQUIRE_BROWSER="1")
    assert run.returncode != 0
    assert "NOT RUN" in run.stdout
