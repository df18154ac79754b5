"""The package's front door: light, lazy, and helpful when a name is wrong."""

import subprocess
import sys

import pytest

import ganbook


def in_fresh_python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


class TestImport:
    def test_is_light_and_quick(self):
        heavy = "{'tensorflow', 'keras', 'numpy', 'matplotlib', 'sklearn', 'jax'}"
        # The best of three: a busy machine must not fail the test, a heavy import must.
        code = f"""
import subprocess, sys, time
def seconds():
    start = time.perf_counter()
    import ganbook
    return time.perf_counter() - start
print(seconds(), sorted({heavy} & set(sys.modules)))
"""
        runs = [in_fresh_python(code).stdout.split(maxsplit=1) for _ in range(3)]
        assert min(float(took) for took, _ in runs) < 0.1
        assert {loaded.strip() for _, loaded in runs} == {"[]"}

    def test_modules_wake_when_named(self):
        code = "import ganbook; print(ganbook.estimates.Estimate(1, 0))"
        assert in_fresh_python(code).stdout.strip()

    def test_an_unknown_module_is_answered_with_the_list(self):
        with pytest.raises(AttributeError, match="distances"):
            ganbook.distence  # noqa: B018

    def test_completion_offers_the_modules(self):
        assert {"backend", "distances", "notebook"} <= set(dir(ganbook))
