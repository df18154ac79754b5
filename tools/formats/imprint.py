"""What a copy says of itself: title, authors, address, and the commit it was made from."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from tools.chapters import ROOT


@dataclass(frozen=True)
class Imprint:
    """The words of a title page and of the page behind it."""

    title: str
    question: str
    authors: str
    address: str
    commit: str
    date: str


def imprint(question: str, root: Path = ROOT) -> Imprint:
    """From the book's settings and its last commit; `question` is the title of the first page."""
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    commit, date = last_commit(root)
    return Imprint(
        title=settings["title"],
        question=question,
        authors=settings["author"],
        address=settings["sphinx"]["config"]["html_baseurl"],
        commit=commit,
        date=date,
    )


def last_commit(root: Path) -> tuple[str, str]:
    """Short name and date of the last commit: the same copy is made of it at any later time."""
    command = ["git", "log", "-1", "--format=%h %cs"]
    try:
        done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(
            "The formats say from which commit they are made, so they need git, and a clone with at"
            " least one commit."
        ) from None
    commit, date = done.stdout.split()
    return commit, date
