"""Colab, as far as a chapter can tell: its packages, its marker, and a Git that stays at home."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from tools.chapters import ROOT, Book
from tools.surroundings import surroundings

REQUIREMENTS = ROOT / "tools" / "colab-requirements.txt"
# What a chapter's page says of the environment it was last rehearsed in.
SHOWN = {"tensorflow-cpu": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}
UV = Path(sys.executable).with_name("uv")


@dataclass(frozen=True)
class Colab:
    """An environment without ganbook, and the commit from which a setup cell will install it."""

    folder: Path
    commit: str
    version: str
    kernel: str = "colab"

    @property
    def python(self) -> Path:
        return self.folder / "environment" / "bin" / "python"

    @property
    def variables(self) -> dict[str, str]:
        return surroundings(self.folder / "home")

    def packages(self) -> dict[str, str]:
        """Installed names and versions; of a package from a repository, its commit."""
        text = _uv("pip", "freeze", "--python", str(self.python))
        entries = (line.replace(" @ ", "==", 1).partition("==") for line in text.splitlines())
        return {name: version for name, _, version in entries}

    def versions(self) -> dict[str, str]:
        """Versions of the packages that matter most to a reader."""
        packages = self.packages()
        return {shown: packages[name] for name, shown in SHOWN.items()}

    def without_package(self) -> dict[str, str]:
        """Remove ganbook, and say what remains."""
        _uv("pip", "uninstall", "--quiet", "--python", str(self.python), "ganbook")
        return self.packages()


def prepare(folder: Path, python: str, repository: Path) -> Colab:
    """Make the environment, or reuse it when neither the versions nor the interpreter changed."""
    version = subprocess.check_output([python, "-c", "import sys; print(sys.version)"], text=True)
    stamp = folder / "stamp"
    wanted = hashlib.sha256((version + REQUIREMENTS.read_text()).encode()).hexdigest()
    colab = Colab(folder, _git(repository, "rev-parse", "HEAD").strip(), version.split()[0])
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing Colab's versions (a minute or two the first time) ...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        _install(colab, python)
        stamp.write_text(wanted)
    _write_kernel(colab, repository)
    return colab


def committed(repository: Path, place: Path) -> Book:
    """The book as committed: what a reader gets, whatever lies in the working tree."""
    parts = ("chapters", "_toc.yml", "pyproject.toml")
    unseen = _git(repository, "status", "--porcelain", "--", "ganbook", *parts).strip()
    if unseen:
        print(f"Not rehearsed, because not committed:\n{unseen}", flush=True)
    archive = _git(repository, "archive", "HEAD", *parts, text=False)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(place, filter="data")
    return Book(place)


def _install(colab: Colab, python: str) -> None:
    target = str(colab.python)
    _uv("venv", "--quiet", "--python", python, str(colab.folder / "environment"))
    _uv(
        *f"pip install --quiet --no-deps --compile-bytecode --python {target} -r".split(),
        REQUIREMENTS,
    )
    marker = colab.folder / "marker" / "google" / "colab"
    marker.mkdir(parents=True)
    (marker / "__init__.py").touch()


def _write_kernel(colab: Colab, repository: Path) -> None:
    """Let Jupyter find the environment's kernel, with the variables only the kernel needs."""
    address = Book(repository).repository()
    variables = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{repository.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": address,
        "HOME": str(colab.folder / "home"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONPATH": str(colab.folder / "marker"),
    }
    command = [str(colab.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    specification = {"argv": command, "display_name": "Colab", "language": "python"}
    place = Path(colab.variables["JUPYTER_DATA_DIR"]) / "kernels" / colab.kernel / "kernel.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(specification | {"env": variables}))


def _uv(*arguments: str | Path) -> str:
    # The interpreter is the caller's choice: uv must not fetch another one.
    variables = os.environ | {"UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run([UV, *arguments], env=variables, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"uv {' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return done.stdout


def _git(repository: Path, *arguments: str, text: bool = True) -> str | bytes:
    try:
        return subprocess.check_output(["git", "-C", repository, *arguments], text=text)
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(
            "The rehearsal installs ganbook from the committed repository, so it needs git, and a"
            " clone with at least one commit."
        ) from None
