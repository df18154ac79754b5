"""The built book, its pages parsed once, and small books of the same making."""

import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from tools import build_book
from tools.chapters import ROOT

TINY_PAGE = "# {title}\n\nText.\n\n## Section\n\nMore text.\n"


@pytest.fixture(scope="session")
def html():
    """The folder of the built book, made now if it is not up to date."""
    assert build_book.main() == 0, "the book does not build: see the warnings above"
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def names():
    """The pages of the table of contents, in its order, without ending."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [toc["root"], *(page["file"] for part in toc["parts"] for page in part["chapters"])]


@pytest.fixture(scope="session")
def pages(html):
    """Every built page, parsed, by its name without ending."""
    return {
        path.relative_to(html).with_suffix("").as_posix(): parse(path)
        for path in sorted(html.rglob("*.html"))
        if "_static" not in path.parts
    }


@pytest.fixture
def tiny(tmp_path):
    """A book of two pages with this book's settings, styles and extensions."""
    for name in ("_config.yml", "_ext", "_static"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    (tmp_path / "ganbook").mkdir()
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "assets").symlink_to(ROOT / "_build" / "assets")
    (tmp_path / "chapters").mkdir()
    shutil.copyfile(ROOT / "chapters/references.bib", tmp_path / "chapters/references.bib")
    toc = {"format": "jb-book", "root": "chapters/index", "chapters": [{"file": "chapters/other"}]}
    (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc))
    for name in ("index", "other"):
        (tmp_path / "chapters" / f"{name}.md").write_text(TINY_PAGE.format(title=name))
    return tmp_path


def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
