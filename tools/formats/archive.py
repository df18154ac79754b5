"""Zip files that are the same to the byte when their content is: fixed times, sorted names."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

# The earliest time a zip file can tell: what is inside says its own date.
TIME = (1980, 1, 1, 0, 0, 0)


def write(target: Path, files: Mapping[str, bytes], first: str | None = None) -> None:
    """Write the files by name; the one called `first` leads and is not compressed."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
