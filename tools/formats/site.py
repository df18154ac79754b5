"""The site as one file, to be unpacked and read from a folder without a server."""

from pathlib import Path

from tools.formats import archive, offer

FOLDER = "ganbook"  # what unpacking makes: never a hundred files beside the reader's own


def write(target: Path, html: Path) -> None:
    """Pack every file of the site but the downloads, and say on the first page what this is."""
    files = {
        path.relative_to(html).as_posix(): path.read_bytes()
        for path in html.rglob("*")
        if path.is_file() and offer.SHELF not in path.relative_to(html).parts
    }
    first = files["chapters/index.html"].decode("utf-8")
    files["chapters/index.html"] = offer.filled(first, offer.OFFLINE).encode("utf-8")
    archive.write(target, {f"{FOLDER}/{name}": data for name, data in files.items()})
