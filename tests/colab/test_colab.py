"""The rehearsal's logic, with a stand-in for Colab: what it notices and what it leaves alone."""

import json
import os
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools import colab, colab_environment
from tools.chapters import Book
from tools.running import ChapterFailed

ADDRESS = "https://example.org/tiny/book"
COMMIT = "0123456789abcdef"
BEFORE = {"numpy": "2.1.3", "keras": "3.13.2"}
AFTER = BEFORE | {"ganbook": f"git+{ADDRESS}@{COMMIT}"}


def git(root, *arguments):
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", "-C", root, *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def book(tmp_path):
    """A committed book of one chapter."""
    root = tmp_path / "repository"
    (root / "chapters").mkdir(parents=True)
    (root / "ganbook").mkdir()
    (root / "ganbook" / "__init__.py").touch()
    (root / "pyproject.toml").write_text(f'[project.urls]\nRepository = "{ADDRESS}"\n')
    (root / "_toc.yml").write_text("root: chapters/01_tiny\n")
    profiles = "01_tiny: {budget: {quick: 10}, quick: {draws: 5}}\n"
    (root / "chapters" / "profiles.yml").write_text(profiles)
    parameters = "seed = 0  # why\nprofile = 'book'  # why\ndraws = 10  # why"
    cell = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[cell]), root / "chapters" / "01_tiny.ipynb")
    git(root.parent, "init", "--quiet", root)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Begin")
    return Book(root)


@pytest.fixture
def rehearsed(book, monkeypatch):
    """Rehearse with a given outcome; the outcomes, and what papermill was asked to do."""

    def rehearse(seconds=5.0, after=AFTER, run=None, pace=1.0):
        calls = []
        stand_in = SimpleNamespace(
            without_package=lambda: BEFORE,
            packages=lambda: after,
            commit=COMMIT,
            variables=dict(os.environ),
            kernel="colab",
        )

        def stand_in_run(given, output, **options):
            shutil.copy(given, output)
            calls.append(options)
            return seconds if isinstance(seconds, float) else seconds[len(calls) - 1]

        monkeypatch.setattr(colab, "run", run or stand_in_run)
        monkeypatch.setattr(colab, "slowdown", lambda colab: pace)
        return list(colab.rehearse(book, book.chapters(), stand_in)), calls

    return rehearse


class TestSlowdown:
    """By a yardstick that no change of ganbook can move."""

    @pytest.mark.parametrize(("seconds", "ratio"), [(0.0, 1.0), (1.0, 2.0)])
    def test_is_the_yardstick_over_what_is_expected(self, seconds, ratio, monkeypatch, capsys):
        monkeypatch.setattr(colab, "YARDSTICK", f"import time; time.sleep({seconds})")
        monkeypatch.setattr(colab, "EXPECTED", 0.5)
        here = SimpleNamespace(python=sys.executable, variables=dict(os.environ))
        assert colab.slowdown(here) == pytest.approx(ratio, rel=0.5)
        assert colab.slowdown(here) >= ratio
        assert "times as long as it should" in capsys.readouterr().out

    def test_a_yardstick_that_breaks_is_no_excuse(self, monkeypatch):
        monkeypatch.setattr(colab, "YARDSTICK", "raise SystemExit(1)")
        with pytest.raises(subprocess.CalledProcessError):
            colab.slowdown(SimpleNamespace(python=sys.executable, variables=dict(os.environ)))

    def test_it_holds_nothing_of_ours(self):
        assert "ganbook" not in colab.YARDSTICK


class TestRehearse:
    def test_a_good_chapter_is_good(self, rehearsed):
        (outcome,), (call,) = rehearsed()
        assert outcome == colab.Outcome("01_tiny", 5.0, 10)
        assert re.fullmatch(r"01_tiny +5\.0 s of 10, installing 0\.0 +ok", str(outcome))
        assert call["parameters"] == {"draws": 5, "profile": "quick"}
        assert call["kernel"] == "colab"

    def test_installing_is_no_part_of_the_chapters_time(self, rehearsed):
        def installing(given, output, **options):
            first, second = new_code_cell("install"), new_code_cell("work")
            first.metadata["papermill"] = {"duration": 4.04}
            second.metadata["papermill"] = {"duration": 17.0}
            nbformat.write(new_notebook(cells=[first, second]), output)
            return 24.0

        (outcome,), _ = rehearsed(run=installing)
        assert outcome == colab.Outcome("01_tiny", 20.0, 10, "", 4.0)
        assert "20.0 s of 10, installing 4.0" in str(outcome)

    def test_it_runs_outside_the_repository(self, rehearsed, book):
        _, (call,) = rehearsed()
        assert not call["cwd"].is_relative_to(book.root)
        assert not call["cwd"].is_relative_to(colab.ROOT)

    def test_twice_the_budget_is_forgiven_and_no_more(self, rehearsed):
        assert rehearsed(seconds=20.0)[0][0].message == ""
        assert "more than 2 × its budget" in rehearsed(seconds=20.1)[0][0].message

    def test_on_a_slow_machine_so_much_more_is_forgiven(self, rehearsed):
        assert rehearsed(seconds=25.9, pace=1.3)[0][0].message == ""
        assert "more than 2 × its budget" in rehearsed(seconds=26.1, pace=1.3)[0][0].message

    @pytest.mark.parametrize(("seconds", "shown"), [((30.0, 6.0), 6.0), ((20.5, 25.0), 20.5)])
    def test_of_a_slow_chapter_the_quicker_of_two_runs_counts(self, rehearsed, seconds, shown):
        (outcome,), calls = rehearsed(seconds=seconds)
        assert (outcome.seconds, len(calls)) == (shown, 2)
        assert bool(outcome.message) is (shown > 20)

    def test_a_failing_cell_is_reported(self, rehearsed):
        def failing(*paths, **options):
            raise ChapterFailed("01_tiny, In [1] (x): NameError: x")

        (outcome,), _ = rehearsed(run=failing)
        assert "In [1] (x): NameError: x" in str(outcome)

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ("○ Not attempted yet. Replace `...`", ""),
            ("✗ Not yet. None of the cases", "the stub of hamming is answered by '✗ Not yet."),
            ("", "the stub of hamming is answered by ''"),
        ],
    )
    def test_a_stub_that_is_not_left_alone_is_reported(self, answer, words, rehearsed):
        def answering(given, output, **options):
            told = new_output("display_data", data={"text/plain": answer})
            stub = new_code_cell('exercises.check("hamming", ...)', outputs=[told])
            nbformat.write(new_notebook(cells=[stub]), output)
            return 5.0

        (outcome,), _ = rehearsed(run=answering)
        assert words in outcome.message
        assert bool(words) is bool(outcome.message)

    def test_an_override_of_nothing_is_reported(self, rehearsed, book):
        path = book.root / "chapters" / "profiles.yml"
        path.write_text(path.read_text().replace("draws", "darws"))
        (outcome,), _ = rehearsed(run=colab.run)
        assert "no parameter is called darws" in outcome.message

    def test_a_chapter_without_quick_overrides_is_reported(self, rehearsed, book):
        (book.root / "chapters" / "profiles.yml").write_text("01_tiny: {budget: {quick: 10}}\n")
        (outcome,), _ = rehearsed()
        assert "profiles.yml has no quick for this chapter" in outcome.message


class TestChanges:
    def test_ganbook_alone_may_be_new(self):
        assert colab.changes(BEFORE, AFTER, COMMIT) == ""

    @pytest.mark.parametrize(
        ("after", "words"),
        [
            (AFTER | {"numpy": "2.2.0"}, "numpy 2.1.3 → 2.2.0"),
            (AFTER | {"pandas": "3.0"}, "pandas absent → 3.0"),
            ({name: AFTER[name] for name in ("keras", "ganbook")}, "numpy 2.1.3 → absent"),
            (BEFORE, "ganbook was not installed from commit 01234567: None"),
            (AFTER | {"ganbook": "0.1.0"}, "ganbook was not installed from commit 01234567: 0.1.0"),
        ],
    )
    def test_anything_else_is_said(self, after, words):
        assert words in colab.changes(BEFORE, after, COMMIT)


class TestReport:
    def test_is_stored_for_the_summary(self, tmp_path, capsys):
        outcomes = [colab.Outcome("a", 1, 2), colab.Outcome("b", 3, 1, "slow")]
        place = tmp_path / "reports" / "colab.json"
        assert colab.report(outcomes, place, {"commit": COMMIT}) == 1
        stored = json.loads(place.read_text())
        assert stored["commit"] == COMMIT
        assert [chapter["message"] for chapter in stored["chapters"]] == ["", "slow"]
        assert capsys.readouterr().out == "1 of 2 chapters run with Colab's versions.\n"

    def test_no_chapter_is_no_success(self, tmp_path):
        assert colab.report([], tmp_path / "colab.json", {}) == 1
        assert colab.report([colab.Outcome("a", 1, 2)], tmp_path / "colab.json", {}) == 0


class TestTable:
    def test_shows_versions_and_every_outcome_in_a_line_of_its_own(self, tmp_path):
        place = tmp_path / "colab.json"
        details = {"python": "3.13.5", "versions": {"Keras": "3.13.2"}, "date": "2026-01-02"}
        outcomes = [colab.Outcome("a", 1, 2, "", 4.5), colab.Outcome("b", 3, 1, "x | y\nz")]
        colab.report(outcomes, place, details)
        lines = colab.table(place).splitlines()
        assert lines[0] == "Python 3.13.5, Keras 3.13.2, on 2026-01-02."
        assert lines[-2:] == ["| a | 1 | 2 | 4.5 | ok |", "| b | 3 | 1 | 0.0 | x / y z |"]

    def test_says_so_when_there_is_no_report(self, tmp_path):
        assert "before its report" in colab.table(tmp_path / "colab.json")


class TestPrepare:
    @pytest.fixture
    def installs(self, monkeypatch):
        done = []
        install = lambda place, python: done.append(place.folder) or place.folder.mkdir()  # noqa: E731
        monkeypatch.setattr(colab_environment, "_install", install)
        return done

    def test_an_environment_is_reused_until_its_versions_change(
        self, installs, book, tmp_path, monkeypatch
    ):
        requirements = tmp_path / "requirements.txt"
        monkeypatch.setattr(colab_environment, "REQUIREMENTS", requirements)
        counts = []
        for text in ("a==1", "a==1", "a==2"):
            requirements.write_text(text)
            colab_environment.prepare(tmp_path / "colab", sys.executable, book.root)
            counts.append(len(installs))
        assert counts == [1, 1, 2]

    def test_git_finds_the_committed_repository_under_its_address(self, installs, book, tmp_path):
        place = colab_environment.prepare(tmp_path / "colab", sys.executable, book.root)
        (kernel,) = (tmp_path / "colab").rglob("kernel.json")
        assert kernel.is_relative_to(place.variables["JUPYTER_DATA_DIR"])
        variables = os.environ | json.loads(kernel.read_text())["env"]
        command = ["git", "ls-remote", ADDRESS, "HEAD"]
        found = subprocess.check_output(command, env=variables, text=True).split()[0]
        assert found == place.commit == git(book.root, "rev-parse", "HEAD")

    def test_nothing_is_written_to_a_home(self, installs, book, tmp_path):
        place = colab_environment.prepare(tmp_path / "colab", sys.executable, book.root)
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "KERAS_HOME", "MPLCONFIGDIR"):
            assert place.variables[name].startswith(str(tmp_path / "colab" / "home"))


class TestCommitted:
    def test_what_is_not_committed_is_named_and_left_out(self, book, tmp_path, capsys):
        profiles = book.root / "chapters" / "profiles.yml"
        profiles.write_text("01_tiny: {}\n")
        copy = colab_environment.committed(book.root, tmp_path / "copy")
        assert copy.profiles()["01_tiny"]["quick"] == {"draws": 5}
        assert [path.stem for path in copy.chapters()] == ["01_tiny"]
        assert "not committed:\nM chapters/profiles.yml" in capsys.readouterr().out

    def test_a_folder_without_history_is_explained(self, tmp_path):
        with pytest.raises(SystemExit, match="it needs git, and a clone with at least one commit"):
            colab_environment.committed(tmp_path, tmp_path / "copy")


class TestRequirements:
    def test_every_version_is_exact_and_ganbook_is_not_among_them(self):
        text = colab_environment.REQUIREMENTS.read_text("utf-8")
        names = []
        for line in filter(None, re.sub(r"#.*", "", text).splitlines()):
            names += re.fullmatch(r"([a-z0-9-]+)==[\w.]+", line).groups()
        assert {"tensorflow-cpu", "keras", "numpy", "ipykernel", "pip"} <= set(names)
        assert not {"tensorflow", "ganbook"} & set(names)
        assert len(names) == len(set(names))
