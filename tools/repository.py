"""Set the repository's address everywhere from one source: `make repository URL=…`.

The source is `[project.urls] Repository` in pyproject.toml. Whoever forks the book runs this once:
Colab then opens, installs and links the fork.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
# A name ends where no letter of a name follows: `owner/book` is no part of `owner/book-two`.
NAME = r"[A-Za-z0-9](?:[\w.-]*[\w-])?"


class Repository(NamedTuple):
    """Owner and name of a repository on GitHub."""

    owner: str
    name: str

    @property
    def url(self) -> str:
        """Where it is read and cloned."""
        return f"https://github.com/{self.owner}/{self.name}"


def current(root: Path = ROOT) -> Repository:
    """What pyproject.toml says."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return parse(project["urls"]["Repository"])


def parse(url: str) -> Repository:
    """Owner and name from an address; Colab reads from GitHub alone, so no other host will do."""
    found = re.fullmatch(rf"https://github\.com/({NAME})/({NAME})/?", url.strip())
    if found is None:
        raise ValueError(
            f"URL must look like https://github.com/OWNER/NAME; got {url!r}."
            " Run: make repository URL=https://github.com/you/ganbook"
        )
    return Repository(found.group(1), found.group(2).removesuffix(".git"))


def rewrite(text: str, old: Repository, new: Repository) -> str:
    """The text with every address of the old repository turned into the new one's."""
    owner, name = re.escape(old.owner), re.escape(old.name)
    after = r"(?![\w-])(?!\.\w*/)"
    text = re.sub(
        rf"(github\.com/|research\.google\.com/github/){owner}/{name}{after}",
        rf"\g<1>{new.owner}/{new.name}",
        text,
    )
    # The published pages: https://owner.github.io/name/
    pages = rf"{owner}\.github\.io/{name}{after}"
    return re.sub(pages, f"{new.owner}.github.io/{new.name}", text)


def files(root: Path = ROOT) -> list[Path]:
    """Every text file that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout
    paths = (root / name for name in listed.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def change(new: Repository, root: Path = ROOT) -> list[Path]:
    """Rewrite all files; returns those that changed, none when the address is set already."""
    old, changed = current(root), []
    for path in files(root):
        before = path.read_bytes()
        after = rewrite(before.decode("utf-8"), old, new).encode("utf-8")
        if after != before:
            path.write_bytes(after)
            changed.append(path)
    return changed


def main(arguments: list[str]) -> int:
    """Set the address given on the command line."""
    try:
        new = parse(arguments[0] if arguments else "")
    except ValueError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    changed = change(new)
    for path in changed:
        print(path.relative_to(ROOT))
    print(f"{new.url}: {len(changed)} files rewritten" if changed else f"{new.url} was set already")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
