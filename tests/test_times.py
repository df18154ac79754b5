"""The recorded times of the chapters, read from small reports."""

import json

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


class TestRehearsed:
    def test_leaves_out_what_failed(self, tmp_path):
        report = tmp_path / "colab.json"
        chapters = [
            {"chapter": "01_a", "seconds": 3.0, "message": ""},
            {"chapter": "02_b", "seconds": 4.0, "message": "failed"},
        ]
        report.write_text(json.dumps({"chapters": chapters}))
        assert times.rehearsed(report) == {"01_a": 3.0}


class TestMain:
    def test_refuses_reports_that_miss_a_chapter(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(times, "REPORTS", tmp_path)
        monkeypatch.setattr(times, "PLACE", tmp_path / "times.json")
        assert times.main(["write"]) == 1
        assert "run `make test` first" in capsys.readouterr().out
        assert not (tmp_path / "times.json").exists()
