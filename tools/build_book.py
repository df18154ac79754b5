"""Build the book from its committed outputs; every warning is an error.

A page is built again when it changed, and all pages when anything they share did: settings,
extensions, styles, assets, the library. Sphinx alone would keep old pages in that case, and
would let a second run pass over the pages whose warnings made the first one fail.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import assets, remote

ROOT = Path(__file__).resolve().parents[1]
SHARED = ("_config.yml", "_toc.yml", "_ext", "_static", "ganbook", "requirements.txt")
SHARED += ("package-lock.json", "tools/assets.py", "tools/build_book.py", "chapters/references.bib")


def main(root: Path = ROOT) -> int:
    """Build; the exit status is 0 only for a book without a warning and without remote parts."""
    build = root / "_build"
    stamp = build / "book.stamp"
    if root == ROOT:
        assets.main(build)
    wanted = fingerprint(root)
    if not stamp.exists() or stamp.read_text() != wanted:
        forget(build)
    # Gone until the build has passed: an interrupted run leaves nothing to trust.
    stamp.unlink(missing_ok=True)
    if run_jupyter_book(root) != 0 or report_remote(build / "html"):
        forget(build)
        return 1
    stamp.write_text(wanted)
    print(f"The book: file://{build / 'html' / 'index.html'}   (or `make serve`)")
    return 0


def run_jupyter_book(root: Path) -> int:
    """Jupyter Book with every warning an error, each shown, every broken reference a warning."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", root, "-W", "-n", "--keep-going", "-q"]
    return subprocess.run(command, cwd=root, check=False).returncode


def report_remote(html: Path) -> bool:
    """Name everything a page would fetch from elsewhere; the book is read without a network."""
    found = remote.references(html)
    for page, address in found:
        print(f"{page}: fetches {address}; serve it from the book instead", file=sys.stderr)
    return bool(found)


def forget(build: Path) -> None:
    """Throw away what an earlier build left, so that the next one sees every page."""
    for folder in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(build / folder, ignore_errors=True)


def fingerprint(root: Path) -> str:
    """Changes with whatever all pages share."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _shared_files(root):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


def _shared_files(root: Path) -> Iterator[Path]:
    for name in SHARED:
        path = root / name
        inside = path.rglob("*") if path.is_dir() else [path]
        yield from sorted(p for p in inside if p.is_file() and "__pycache__" not in p.parts)


if __name__ == "__main__":
    sys.exit(main())
