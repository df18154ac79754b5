"""The benchmarks' page says what the stored measurements say, and hides nothing."""

import json

import pytest

from tools import benchmarks

TAKEN = {
    "date": "2026-01-02",
    "machine": "Linux",
    "processor": "a fast one",
    "cores": 4,
    "python": "3.12.0",
    "versions": {"numpy": "2.0"},
}


@pytest.fixture
def folder(tmp_path):
    """One file of a name that the tool does not know, as training will add them."""

    def write(name="training_digits", **findings):
        said = {"title": "Training", "about": "One epoch.", "taken": TAKEN, **findings}
        (tmp_path / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")
        return tmp_path

    return write


class TestPage:
    def test_is_the_stored_one(self):
        stored = benchmarks.PAGE.read_text("utf-8")
        assert stored == benchmarks.page(benchmarks.RESULTS), (
            "run: python -m tools.benchmarks write"
        )

    def test_every_file_of_measurements_has_a_section(self):
        found = benchmarks.page(benchmarks.RESULTS)
        names = {path.stem for path in benchmarks.RESULTS.glob("*.json")}
        for name in names - {benchmarks.REFERENCES}:
            stored = json.loads((benchmarks.RESULTS / f"{name}.json").read_text("utf-8"))
            known = benchmarks.SECTIONS.get(name)
            assert f"## {known.title if known else stored['title']}\n" in found

    def test_a_new_file_brings_its_own_words(self, folder):
        found = benchmarks.page(folder(speed={"step": {"ganbook": 2.0, "keras": 5.0}}))
        assert "## Training\n\nOne epoch.\n\n*Taken on 2026-01-02 on a fast one, 4 cores" in found
        assert "### Training: time\n\n|  | ganbook, seconds | keras |\n" in found
        assert "| step | 2 | 2.5 × |" in found

    def test_where_others_are_faster_is_said_first(self, folder):
        speed = {"float32": {"step": {"ganbook": 2.0, "keras": 1.0, "torch": 3.0}}}
        found = benchmarks.page(folder(speed=speed))
        said = "* Training, float32, step: keras takes 0.5 times as long as ganbook"
        assert said in found
        assert found.index(said) < found.index("## Training")
        assert "torch takes" not in found

    def test_where_nobody_is_faster_that_is_said(self, folder):
        found = benchmarks.page(folder(speed={"step": {"ganbook": 1.0, "keras": 1.0}}))
        assert "In none of the rows below." in found

    def test_contestants_who_did_not_take_part_leave_a_gap(self, folder):
        speed = {"one": {"ganbook": 1.0, "a": 2.0}, "two": {"ganbook": 1.0, "b": 300.0}}
        found = benchmarks.page(folder(speed=speed))
        assert "| one | 1 | 2 × | – |" in found
        assert "| two | 1 | – | 300 × |" in found

    def test_memory_errors_and_quality_have_tables_of_their_own(self, folder):
        found = benchmarks.page(
            folder(
                memory={"a": 12.3, "b": {"ganbook": 1.0, "torch": 1500.0}},
                accuracy={"far away": 1e-7},
                quality={"modes": {"ganbook": 8, "paper": 7.6}},
                sizes={"a": [1000, 2]},
            )
        )
        assert "|  | ganbook, MB | torch |" in found
        assert "| a, 1,000 × 2 | 12.3 | – |" in found
        assert "| b | 1 | 1,500 MB |" in found
        assert "### Training: errors" in found
        assert "| modes | 8 | 7.6 |" in found

    def test_other_tables_have_their_own_headings_and_columns(self, folder):
        found = benchmarks.page(
            folder(tables={"what was tried": {"a": {"kept": 0.12345}, "b": {"error": "± 0.1"}}})
        )
        said = (
            "### Training: what was tried\n\n|  | kept | error |\n| --- | ---: | ---: |\n"
            "| a | 0.123 | – |\n| b | – | ± 0.1 |"
        )
        assert said in found

    def test_bars_in_a_name_do_not_cut_the_table(self, folder):
        found = benchmarks.page(folder(accuracy={"x": {"ganbook": 1.0, "|x|": 2.0}}))
        assert "|  | ganbook | \\|x\\| |" in found


class TestMain:
    def test_writes_the_page(self, tmp_path, monkeypatch, capsys):
        monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
        monkeypatch.setattr(benchmarks, "PAGE", tmp_path / "page.md")
        assert benchmarks.main(["write"]) == 0
        assert (tmp_path / "page.md").read_text("utf-8").startswith("# Benchmarks\n")
        assert "page.md" in capsys.readouterr().out

    def test_anything_else_is_answered_with_the_usage(self, capsys):
        assert benchmarks.main([]) == 2
        assert "tools.benchmarks write" in capsys.readouterr().out
