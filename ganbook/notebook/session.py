"""The first call of every chapter: one seed, deterministic operations, one look for figures."""

import importlib.resources
import logging
import pathlib
from dataclasses import dataclass, field
from typing import Any

import yaml

from ganbook import backend, checks

PROFILES = ("book", "quick", "full", "free")


@dataclass
class Session:
    """What `measured` must know: whose bands hold, and in which profile."""

    chapter: str | None = None
    profile: str = "free"
    bands: dict[str, dict[str, list[float]]] = field(default_factory=dict)


session = Session()


def setup(seed: int, *, chapter: str | None = None, profile: str = "book") -> None:
    """Make what follows repeatable: seeds, deterministic operations, figures, the chapter's bands.

    Call it once, before any random number is drawn. Without a chapter, or in the profile `free`,
    `measured` prints and never objects. In chapters of small networks, as profiles.yml names them,
    each operation stays on one core.
    """
    checks.known(profile, "profile", PROFILES)
    entry = _entry(chapter) if chapter else {}
    session.bands = entry.get("bands") or {}
    if entry.get("small_networks"):
        backend.keep_operations_whole()
    session.profile = profile if chapter else "free"
    session.chapter = chapter
    _fix_randomness(seed)
    _style_figures()


def _entry(chapter: str) -> dict[str, Any]:
    chapters = yaml.safe_load(_profiles_file().read_text(encoding="utf-8")) or {}
    checks.known(chapter, "a chapter with bands in profiles.yml", chapters)
    return chapters[chapter]


def _profiles_file() -> pathlib.Path:
    package = pathlib.Path(__file__).parents[1]
    # A wheel carries its own copy; in the source tree the chapters' file is the only one.
    places = (package / "profiles.yml", package.parent / "chapters" / "profiles.yml")
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(
        f"profiles.yml lies neither in {places[0].parent} nor in {places[1].parent};"
        " install ganbook from its repository, or call setup without a chapter."
    )


def _fix_randomness(seed: int) -> None:
    # Python's, NumPy's and the framework's generators at once.
    backend.keras.utils.set_random_seed(seed)
    backend.make_deterministic()


def _style_figures() -> None:
    # A first run in a new home builds the font list and says so on stderr: noise in a chapter.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    import matplotlib.pyplot as plt

    style = importlib.resources.files("ganbook") / "book.mplstyle"
    with importlib.resources.as_file(style) as path:
        plt.style.use(path)
    if "inline" in plt.get_backend():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        # matplotlib signs its files with its version, and a signature is a difference.
        set_matplotlib_formats("png", metadata={"Software": None})
