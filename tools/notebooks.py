"""Execute the chapters and store them, or verify what is stored."""

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.chapters import ROOT, Book, names_argument
from tools.normal import normal_text, parse
from tools.running import ChapterFailed, run
from tools.surroundings import surroundings

# Generous: the budget is the verifier's business, this only ends what hangs.
LONGEST = 900
AT_ONCE = 2


def execute(book: Book, chapters: list[Path]) -> list[str]:
    """Run chapters with their own parameters and replace each file by its outcome.

    A chapter that fails keeps its old file; the returned sentences say what failed.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [
            problem for problem in pool.map(lambda path: _execute(book, path), chapters) if problem
        ]


def normalise(chapters: list[Path]) -> None:
    """Write chapters in their normal form, outputs as they are: after editing in a browser."""
    for path in chapters:
        replace(path, _normal(path))


def verify(book: Book, chapters: list[Path], report: Path, extra: list[str]) -> int:
    """Execute every chapter once more and compare with what is stored; pytest's exit status."""
    home = book.root / "_build" / "home"
    command = [sys.executable, "-m", "pytest", "-p", "tools.nbval_budget", "--nbval"]
    command += [
        "--nbval-current-env",
        "--nbval-sanitize-with",
        str(ROOT / "tests/nbval-sanitize.cfg"),
    ]
    command += [f"--nbval-cell-timeout={LONGEST}", f"--junitxml={report}", f"--rootdir={book.root}"]
    command += [f"--color={'yes' if sys.stdout.isatty() else 'no'}", *extra, *map(str, chapters)]
    report.unlink(missing_ok=True)  # an old one must not speak for this run
    # The kernel finds the package in the source tree, pytest finds the tools.
    environment = surroundings(home, book.root, ROOT)
    return subprocess.run(command, cwd=book.root, env=environment).returncode


def replace(path: Path, text: str) -> None:
    """All of the new text or all of the old, never a part."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp", delete=False
    ) as file:
        try:
            file.write(text)
            file.close()
            os.chmod(file.name, path.stat().st_mode)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _execute(book: Book, path: Path) -> str:
    home = book.root / "_build" / "home"
    environment = surroundings(home, book.root)
    with tempfile.TemporaryDirectory() as folder:
        given, output = Path(folder) / path.name, Path(folder) / "output.ipynb"
        given.write_text(_normal(path), encoding="utf-8")
        try:
            spent = run(given, output, environment=environment, cwd=path.parent, seconds=LONGEST)
        except ChapterFailed as failure:
            return str(failure)
        replace(path, _normal(output))
    print(f"{path.stem}: {spent:.0f} s", flush=True)
    return ""


def _normal(path: Path) -> str:
    return normal_text(parse(path.read_text(encoding="utf-8")))


def main() -> int:
    """The command line; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("execute", "verify", "normalise"):
        names_argument(commands.add_parser(name))
    arguments, extra = parser.parse_known_args()
    book = Book()
    chapters = book.pick(arguments.names)
    if not chapters:
        print("_toc.yml lists no notebook.", file=sys.stderr)
        return 1
    if arguments.command == "verify":
        return verify(book, chapters, book.root / "_build" / "reports" / "notebooks.xml", extra)
    if extra:
        parser.error(f"unknown arguments: {' '.join(extra)}")
    if arguments.command == "normalise":
        normalise(chapters)
        return 0
    problems = execute(book, chapters)
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
