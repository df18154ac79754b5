"""`info`: what this machine and a run are."""

import argparse
import os
import platform
from pathlib import Path

import ganbook
from ganbook import backend
from ganbook.training import GAN, folders


def info(asked: argparse.Namespace) -> None:
    """Versions and devices; with a folder, what the run in it is and how far it has come."""
    if asked.run is None:
        _machine()
    else:
        _run(Path(asked.run))


def _machine() -> None:
    print(f"ganbook     {ganbook.__version__}")
    print(f"Python      {platform.python_version()} on {platform.system()}")
    for package, version in backend.versions().items():
        print(f"{package:12}{version}")
    print(f"processor   {os.cpu_count()} cores")
    print(f"devices     {', '.join(backend.devices())}")


def _run(folder: Path) -> None:
    gan = GAN.load(folder)
    description = folders.described(folder)
    planned = gan.players.counts().last
    print(f"step        {gan.step:,} of {planned:,}")
    print(f"seed        {gan.seed}")
    print(f"batch size  {gan.progress.batch_size}")
    sizes = [n.count_params() for n in (gan.generator, gan.discriminator) if n is not None]
    print(f"weights     {' + '.join(f'{size:,}' for size in sizes)}")
    for name, value in description["recipe"].items():
        print(f"  {name:24}{value}")
    for name, version in description.get("versions", {}).items():
        print(f"  made with {name:14}{version}")
