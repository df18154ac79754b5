"""Build the book from its committed outputs; every warning is an error.

Nothing is built when nothing changed, a page when it changed, and all pages when anything they
share did: settings, extensions, styles, assets, the library. Sphinx alone would keep old pages in
that last case, and would let a second run pass over the pages whose warnings failed the first.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools import assets, cache_names, remote
from tools.formats import offer

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("chapters",)
SHARED = (
    *(
        "_config.yml",
        "_toc.yml",
        "_ext",
        "_static",
        "ganbook",
        "chapters/references.bib",
        "chapters/times.json",
    ),
    *(
        "requirements.txt",
        "package-lock.json",
        "tools/assets.py",
        "tools/build_book.py",
        "tools/cache_names.py",
    ),
)


def main(root: Path = ROOT) -> int:
    """Build what is out of date; 0 only for a book without a warning and without remote parts."""
    build = root / "_build"
    if root == ROOT:
        assets.main(build)
    if not _up_to_date(root, build) and not _build(root, build):
        return 1
    offer.offer(build, formats_state(root))
    print(f"The book: file://{build / 'html' / 'index.html'}   (or `make serve`)")
    return 0


def run_jupyter_book(root: Path) -> bool:
    """Jupyter Book with every warning an error, each shown, every broken reference a warning."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", root, "-W", "-n", "--keep-going", "-q"]
    # Its greeting is of no use here; warnings come on the other channel.
    return subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL).returncode == 0


def is_local(html: Path) -> bool:
    """Name everything a page would fetch from elsewhere; the book is read without a network."""
    found = remote.references(html)
    for page, address in found:
        print(f"{page}: fetches {address}; serve it from the book instead", file=sys.stderr)
    return not found


def drop_unused(static: Path) -> None:
    """Leave out what the theme brings and no page loads: an icon font, translations, maps."""
    for folder in ("vendor", "locales"):
        shutil.rmtree(static / folder, ignore_errors=True)
    for pattern in ("**/*.map", "*webpack-macros.html"):
        for path in static.glob(pattern):
            path.unlink()


def formats_state(root: Path) -> str:
    """Changes with the book and with what makes the PDF, the EPUB and the zip of it."""
    return "\n".join([*_state(root), fingerprint(root, ("tools/formats",))])


def forget(build: Path) -> None:
    """Throw away what an earlier build left, so that the next one sees every page."""
    for folder in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(build / folder, ignore_errors=True)


def fingerprint(root: Path, names: tuple[str, ...]) -> str:
    """Changes with the content of these files and folders."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _files(root, names):
        digest.update(f"{path.relative_to(root)} {path.stat().st_size} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _up_to_date(root: Path, build: Path) -> bool:
    stamp = build / "book.stamp"
    return stamp.exists() and stamp.read_text().split() == _state(root)


def _build(root: Path, build: Path) -> bool:
    stamp, state = build / "book.stamp", _state(root)
    if not stamp.exists() or stamp.read_text().split()[0] != state[0]:
        forget(build)
    # Gone until the build has passed: an interrupted run leaves nothing to trust.
    stamp.unlink(missing_ok=True)
    if not (run_jupyter_book(root) and is_local(build / "html")):
        forget(build)
        return False
    drop_unused(build / "html" / "_static")
    cache_names.version(build / "html")
    stamp.write_text("\n".join(state))
    return True


def _state(root: Path) -> list[str]:
    """Of what all pages share, and of the pages."""
    return [fingerprint(root, SHARED), fingerprint(root, PAGES)]


def _files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = root / name
        inside = path.rglob("*") if path.is_dir() else [path]
        hidden = {"__pycache__", ".ipynb_checkpoints"}
        yield from sorted(p for p in inside if p.is_file() and not hidden & set(p.parts))


if __name__ == "__main__":
    sys.exit(main())
