"""The formats, made now if they are not up to date, and the pages they were made of."""

import os
import sys
from pathlib import Path

import pytest

from tools.chapters import ROOT
from tools.formats import __main__ as formats
from tools.formats import pages, press

MISSING = "NOT RUN: the PDF needs Chromium, as in `apt-get install chromium`."


@pytest.fixture(scope="session")
def made():
    """The folder of the three files."""
    if press.executable() is None:
        if os.environ.get("GANBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    arguments, sys.argv = sys.argv, ["formats"]
    try:
        assert formats.main() == 0
    finally:
        sys.argv = arguments
    return ROOT / "_build" / "formats"


@pytest.fixture(scope="session")
def html(made) -> Path:
    return made.parent / "html"


@pytest.fixture(scope="session")
def book(html):
    """Every page, as the site has it."""
    return pages.read(html)
