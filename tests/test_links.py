"""The link check is tried on a server of its own, alive, dead and busy."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tools import links


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({"/alive": 200, "/busy": 429}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with HTTPServer(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


class TestProblem:
    def test_a_page_that_answers_has_none(self, server):
        assert links.problem(f"{server}/alive") == ""

    def test_a_missing_page_is_named(self, server):
        assert links.problem(f"{server}/gone") == "answers 404"

    def test_a_busy_host_is_not_dead(self, server):
        assert links.problem(f"{server}/busy") == ""

    def test_a_host_that_does_not_answer_is_named(self):
        assert "does not answer" in links.problem("http://127.0.0.1:9/", seconds=2)


class TestExternalLinks:
    def test_finds_what_a_reader_may_click(self, tmp_path):
        (tmp_path / "page.html").write_text(
            '<a class="x" href="https://a.example/p?q=1&amp;r=2#part">a</a>'
            '<a href="other.html">b</a>'
            '<link href="https://b.example/style.css">'
        )
        assert links.external_links(tmp_path) == {"https://a.example/p?q=1&r=2": {"page.html"}}
