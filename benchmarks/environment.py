"""An environment with the peers in it, beside the book's own: `python -m benchmarks.environment`.

The book's lock and the peers go in together, so that all of them run on one NumPy; `_build/bench`
takes about 5 GB, most of it torch with what it needs for graphics cards.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "_build" / "bench"
LISTS = (ROOT / "requirements.txt", ROOT / "benchmarks" / "requirements.txt")
UV = Path(sys.executable).with_name("uv")


def main() -> None:
    """Make the environment, or reuse it where neither list nor the interpreter has changed."""
    stamp, wanted = FOLDER / "stamp", fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing the peers (some minutes and about 5 GB the first time) ...", flush=True)
    _uv("venv", "--quiet", "--clear", "--python", sys.executable, FOLDER)
    lists = [argument for path in LISTS for argument in ("--requirement", path)]
    _uv(
        "pip",
        "install",
        "--quiet",
        "--compile-bytecode",
        "--python",
        FOLDER / "bin" / "python",
        *lists,
    )
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Changes with the lists and with the interpreter."""
    told = sys.version + "".join(path.read_text(encoding="utf-8") for path in LISTS)
    return hashlib.sha256(told.encode()).hexdigest()


def _uv(*arguments: str | Path) -> None:
    # The interpreter is the caller's choice: uv must not fetch another one.
    variables = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    if subprocess.run([UV, *arguments], env=variables).returncode:
        raise SystemExit("The peers could not be installed; what uv said stands above.")


if __name__ == "__main__":
    main()
