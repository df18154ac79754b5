"""The recorded times of the chapters, read from small reports."""

import json
from pathlib import Path

import pytest

from tools import times


class TestVerified:
    def test_adds_up_the_cells_of_each_chapter(self, tmp_path):
        report = tmp_path / "notebooks.xml"
        report.write_text(
            '<testsuites><testsuite><testcase classname="chapters.01_a.ipynb" time="1.5"/>'
            '<testcase classname="chapters.01_a.ipynb" time="2.0"/>'
            '<testcase classname="chapters.02_b.ipynb" time="4"/></testsuite></testsuites>'
        )
        assert times.verified(report) == {"01_a": 3.5, "02_b": 4.0}

    def test_is_empty_without_a_report(self, tmp_path):
        assert times.verified(tmp_path / "notebooks.xml") == {}


REPORT = {
    "commit": "abc",
    "date": "2026-02-03",
    "cores": 4,
    "processor": "a fast one",
    "python": "3.13.1",
    "versions": {"Keras": "3.1"},
    "chapters": [
        {"chapter": "01_a", "seconds": 3.0, "message": ""},
        {"chapter": "02_b", "seconds": 4.0, "message": "failed"},
    ],
}


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "colab.json"
    path.write_text(json.dumps(REPORT))
    return path


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book of one chapter, rehearsed in January."""
    place = tmp_path / "times.json"
    place.write_text(json.dumps({"book": {}, "quick": {"date": "2026-01-01"}}))
    monkeypatch.setattr(times, "PLACE", place)
    monkeypatch.setattr(times.Book, "chapters", lambda book: [Path("01_a.ipynb")])
    return place


class TestRehearsal:
    def test_leaves_out_what_failed(self, report):
        assert times.rehearsal(report)["seconds"] == {"01_a": 3.0}

    def test_tells_versions_and_day(self, report):
        found = times.rehearsal(report)
        assert found["python"] == "3.13.1"
        assert found["versions"] == {"Keras": "3.1"}
        assert found["date"] == "2026-02-03"

    def test_is_empty_without_a_report(self, tmp_path):
        assert times.rehearsal(tmp_path / "colab.json") == {"seconds": {}}


class TestTake:
    def test_a_newer_rehearsal_replaces_the_stored_one_and_nothing_else(self, report, book):
        assert times.main(["rehearsed", str(report)]) == 0
        assert json.loads(book.read_text()) == {"book": {}, "quick": times.rehearsal(report)}

    def test_an_older_one_does_not(self, report, book):
        before = json.dumps({"quick": {"date": "2026-03-01"}})
        book.write_text(before)
        assert times.main(["rehearsed", str(report)]) == 0
        assert book.read_text() == before

    def test_one_that_missed_a_chapter_does_not(self, report, book, monkeypatch):
        monkeypatch.setattr(times.Book, "chapters", lambda book: [Path("02_b.ipynb")])
        before = book.read_text()
        assert times.main(["rehearsed", str(report)]) == 1
        assert book.read_text() == before


class TestMain:
    def test_refuses_reports_that_miss_a_chapter(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(times, "REPORTS", tmp_path)
        monkeypatch.setattr(times, "PLACE", tmp_path / "times.json")
        assert times.main(["write"]) == 1
        assert "run `make test` first" in capsys.readouterr().out
        assert not (tmp_path / "times.json").exists()
