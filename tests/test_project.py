"""What must agree across files that no import holds together."""

import re
import tomllib
from pathlib import Path

import yaml

import ganbook

ROOT = Path(__file__).parents[1]


def read(name):
    return (ROOT / name).read_text("utf-8")


def locked():
    return dict(
        re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", read("requirements.txt"), re.MULTILINE)
    )


class TestVersions:
    def test_one_version_everywhere(self):
        assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == ganbook.__version__
        assert yaml.safe_load(read("CITATION.cff"))["version"] == ganbook.__version__

    def test_ruff_is_the_same_by_hand_and_before_a_commit(self):
        (repository,) = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
        assert repository["rev"] == f"v{locked()['ruff']}"


class TestLock:
    def test_everything_asked_for_is_locked(self):
        project = tomllib.loads(read("pyproject.toml"))["project"]
        asked = project["dependencies"] + project["optional-dependencies"]["dev"]
        names = {re.split(r"[<>=\[ ]", line)[0].lower() for line in asked}
        assert names <= set(locked())

    def test_every_package_is_pinned_with_its_hash(self):
        entries = re.split(
            r"\n(?=\S)", re.sub(r"^#.*\n", "", read("requirements.txt"), flags=re.MULTILINE).strip()
        )
        assert entries
        for entry in entries:
            assert re.match(r"[\w.-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry

    def test_no_address_is_written_into_it(self):
        assert "://" not in read("requirements.txt")


class TestCommands:
    def test_every_target_named_in_the_readme_exists(self):
        targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
        workflows = "".join(
            path.read_text("utf-8") for path in (ROOT / ".github/workflows").glob("*.yml")
        )
        pages = read("README.md") + read("CONTRIBUTING.md") + read(".ci/run") + workflows
        # A command stands in backticks, at the start of a line, or after `run:`.
        named = set(re.findall(r"(?:`|^|run: )make ([a-z-]+)", pages, re.MULTILINE))
        assert len(named) > 5
        assert named <= targets

    def test_every_target_is_explained(self):
        for target in re.findall(r"^([a-z-]+):(?!=)(.*)$", read("Makefile"), re.MULTILINE):
            assert "## " in target[1], f"make {target[0]} has no line in `make help`"
