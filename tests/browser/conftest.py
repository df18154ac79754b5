"""One Chromium, one local server, the network cut."""

import functools
import os
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml
from playwright.sync_api import sync_playwright

from tests.browser import page_facts
from tools import build_book
from tools.chapters import ROOT

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "NOT RUN: the browser tests found no Chromium, so no page was opened."
    " Install one, as in `apt-get install chromium`, and run `make test-browser` again."
)


def executable():
    """The machine's own Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def pytest_addoption(parser):
    parser.addoption("--screenshots", action="store_true", help="keep a picture of each page")


def pytest_terminal_summary(terminalreporter):
    if executable() is None:
        terminalreporter.write_sep("!", "browser", red=True, bold=True)
        terminalreporter.write_line(MISSING, red=True, bold=True)


def pytest_generate_tests(metafunc):
    """Tests that take a `name` run on every page of the table of contents."""
    if "name" in metafunc.fixturenames:
        toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
        files = [page["file"] for part in toc["parts"] for page in part["chapters"]]
        metafunc.parametrize("name", [toc["root"], *files])
    if "mode" in metafunc.fixturenames:
        metafunc.parametrize("mode", page_facts.MODES)


@pytest.fixture(scope="session")
def browser():
    path = executable()
    if path is None:
        if os.environ.get("GANBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    # Chromium refuses its sandbox to the superuser, whom containers like to be.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def html(browser):
    """The folder of the built book, made now if it is not up to date."""
    assert build_book.main() == 0, "the book does not build: see the warnings above"
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def address(html):
    """Where the book is served on this machine."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Silent, directory=html)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def folder(html):
    """The same book, read from its folder without a server."""
    return html.as_uri()


@pytest.fixture(scope="session")
def facts(browser, address, request):
    """What each page shows in each mode, looked at once."""
    keep = request.config.getoption("--screenshots", default=False)
    pictures = ROOT / "_build" / "screenshots" if keep else None

    @functools.cache
    def look(name, mode):
        return page_facts.look(browser, f"{address}/{name}.html", mode, pictures)

    return look


@pytest.fixture
def visit(browser):
    """Open an address as a reader with given habits; every such page closes after the test."""
    contexts = []

    def open_page(url, **habits):
        context, page, log = page_facts.open_page(browser, url, **habits)
        contexts.append(context)
        page.log = log
        return page

    yield open_page
    for context in contexts:
        context.close()
