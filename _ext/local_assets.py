"""The page's third-party parts (formulas, fonts) come from the build folder, never from afar."""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

# Named here and not in _config.yml: Jupyter Book loads every script of a folder named there.
ASSETS = Path("_build") / "assets"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("config-inited", serve_assets)
    app.connect("html-page-context", spare_mathjax, priority=900)
    # Jupyter Book always sets it, for an extension that this book leaves out.
    app.add_config_value("comments_config", {}, "html")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def serve_assets(app: Sphinx, config: Config) -> None:
    """Add the assets to what the page can load."""
    assets = Path(app.confdir) / ASSETS
    if not (assets / "mathjax").is_dir():
        raise ExtensionError(
            f"the page's assets are missing from {ASSETS}: run `python tools/assets.py`"
            " (`make book` does it)"
        )
    config.html_static_path.append(str(ASSETS))
    # Jupyter Book lists our sheets in the order of the file system: the same on every machine.
    config.html_css_files = sorted(config.html_css_files, key=str)


def spare_mathjax(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """A page without formulas does not load the program that sets them: one megabyte less."""
    if 'class="math' not in context.get("body", ""):
        context["script_files"] = [
            script for script in context["script_files"] if not _is_mathjax(script)
        ]


def _is_mathjax(script: object) -> bool:
    settings = getattr(script, "attributes", {}).get("body") or ""
    return "mathjax/" in str(script.filename) or "window.MathJax" in settings
