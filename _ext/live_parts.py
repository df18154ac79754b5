"""The page's own programs: one script each, on the pages that hold a part for it to bring to life.

    part on the page                        program
    <div class="playground">                _static/playground    a GAN that is trained live
    <div class="latent-explorer">           _static/explorer      a trained generator to walk in
    <div class="slider-figure">             _static/sliders       a figure with a slider

What stands in each part until, or unless, its script runs is filled in by `playground` and
`stills`.
"""

from pathlib import Path

from bundling import bundle
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

PROGRAMS = {
    "playground": "playground",
    "explorer": "latent-explorer",
    "sliders": "slider-figure",
}
BUNDLES = Path("_build") / "programs"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("config-inited", serve_bundles)
    app.connect("html-page-context", load_programs, priority=840)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def serve_bundles(app: Sphinx, config: Config) -> None:
    """Write the scripts where the page can load them."""
    root = Path(app.confdir)
    target = root / BUNDLES
    target.mkdir(parents=True, exist_ok=True)
    for program in PROGRAMS:
        script = bundle(root / "_static" / program)
        (target / f"{program}.js").write_text(script, encoding="utf-8")
    config.html_static_path.append(str(BUNDLES))


def load_programs(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Load a script where there is work for it, and nowhere else."""
    for program, part in PROGRAMS.items():
        if f'class="{part}"' in context.get("body", ""):
            app.add_js_file(f"{program}.js", loading_method="defer")
