"""The repository's address has one source, and all other places agree with it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import repository
from tools.repository import Repository

ROOT = repository.ROOT
# Other people's addresses that the project names on purpose.
OTHERS = {"astral-sh/ruff-pre-commit", "sponsors/ayuhito", "you/ganbook", "OWNER/NAME"}
FORK = Repository("someone-else", "gan.book")
ADDRESS = re.compile(r"(?:github\.com|research\.google\.com/github)/([\w.-]+/[\w.-]*\w)")
NOT_OURS = {"requirements.txt", "tests/test_repository.py"}


def texts(folder: Path = ROOT):
    """Name and text of every file that git knows, but for the lock and this test's own examples."""
    for path in repository.files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in NOT_OURS:
            yield name, path.read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    """All files of the project in a repository of their own."""
    for path in repository.files():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    return tmp_path


def contents(folder: Path):
    return {path: path.read_bytes() for path in repository.files(folder)}


class TestPlaces:
    def test_no_file_names_another_repository_of_ours(self):
        ours = repository.current()
        allowed = OTHERS | {f"{ours.owner}/{ours.name}"}
        strangers = {
            (name, address)
            for name, text in texts()
            for address in ADDRESS.findall(text)
            if address.removesuffix(".git") not in allowed
        }
        assert not strangers

    @pytest.mark.parametrize("name", ["pyproject.toml", "_config.yml", "README.md", "CITATION.cff"])
    def test_the_places_a_reader_follows_name_it(self, name):
        assert repository.current().url in (ROOT / name).read_text(encoding="utf-8")

    def test_every_chapter_installs_from_it(self):
        for chapter in (ROOT / "chapters").glob("*.ipynb"):
            cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
            setup = next(cell for cell in cells if cell["cell_type"] == "code")
            assert f"git+{repository.current().url}" in "".join(setup["source"]), chapter.name


class TestChange:
    def test_reaches_every_place_and_can_be_undone(self, copy):
        before, ours = contents(copy), repository.current(copy)
        repository.change(FORK, copy)
        assert repository.current(copy) == FORK
        assert not [name for name, text in texts(copy) if ours.url in text]
        repository.change(ours, copy)
        assert contents(copy) == before

    def test_a_second_run_changes_nothing(self, copy):
        assert repository.change(FORK, copy)
        assert repository.change(FORK, copy) == []


class TestRewrite:
    old = Repository("ganbook", "ganbook")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("git+https://github.com/ganbook/ganbook", "git+https://github.com/a/b"),
            ("https://github.com/ganbook/ganbook.git", "https://github.com/a/b.git"),
            ("see github.com/ganbook/ganbook.", "see github.com/a/b."),
            (
                "https://colab.research.google.com/github/ganbook/ganbook/blob/main/x.ipynb",
                "https://colab.research.google.com/github/a/b/blob/main/x.ipynb",
            ),
            ("https://ganbook.github.io/ganbook/", "https://a.github.io/b/"),
        ],
    )
    def test_turns_every_kind_of_address(self, before, after):
        assert repository.rewrite(before, self.old, Repository("a", "b")) == after

    @pytest.mark.parametrize(
        "text",
        ["github.com/ganbook/ganbook-extras", "github.com/ganbook/ganbooks", "import ganbook"],
    )
    def test_leaves_what_only_looks_alike(self, text):
        assert repository.rewrite(text, self.old, Repository("a", "b")) == text


class TestParse:
    @pytest.mark.parametrize("ending", ["", "/", ".git"])
    def test_reads_owner_and_name(self, ending):
        assert repository.parse(f"https://github.com/own-er/na.me{ending}") == ("own-er", "na.me")

    @pytest.mark.parametrize(
        "url", ["", "github.com/a/b", "https://gitlab.com/a/b", "https://github.com/a", "a/b"]
    )
    def test_refuses_anything_else_and_says_what_to_type(self, url):
        with pytest.raises(ValueError, match="make repository URL="):
            repository.parse(url)
