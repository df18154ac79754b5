"""The last line counts every report, and an absent one counts against us."""

import json

import pytest

from tools import summary

JUNIT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"><failure/></testcase>
<testcase name="c"><error/></testcase><testcase name="d"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def reports(tmp_path):
    (tmp_path / "units.xml").write_text("<testsuites><testcase/><testcase/></testsuites>")
    return tmp_path


def last_line(capsys):
    return capsys.readouterr().out.splitlines()[-1]


class TestSummary:
    def test_counts_what_passed(self, reports, capsys):
        assert summary.main([str(reports)]) == 0
        assert last_line(capsys) == "2 passed, 0 failed"

    def test_counts_failures_errors_and_skips(self, reports, capsys):
        (reports / "more.xml").write_text(JUNIT)
        assert summary.main([str(reports)]) == 1
        assert last_line(capsys) == "3 passed, 2 failed, 1 skipped"

    def test_counts_the_rehearsal(self, reports, capsys):
        chapters = [{"chapter": "a", "message": ""}, {"chapter": "b", "message": "slow"}]
        (reports / "colab.json").write_text(json.dumps({"chapters": chapters}))
        assert summary.main([str(reports)]) == 1
        assert last_line(capsys) == "3 passed, 1 failed"

    def test_a_missing_report_is_a_failure(self, reports, capsys):
        assert summary.main([str(reports), "units", "colab"]) == 1
        assert last_line(capsys) == "2 passed, 1 failed"

    def test_an_old_report_that_was_not_asked_for_does_not_count(self, reports, capsys):
        (reports / "slow.xml").write_text(JUNIT)
        assert summary.main([str(reports), "units"]) == 0
        assert last_line(capsys) == "2 passed, 0 failed"

    def test_nothing_passed_is_not_a_success(self, tmp_path, capsys):
        assert summary.main([str(tmp_path)]) == 1
        assert last_line(capsys) == "0 passed, 0 failed"
