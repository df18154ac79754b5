"""Draw the picture that others see when a page of the book is shared: `python -m tools.card`.

The first page's picture and the book's question, in its own letters, photographed by Chromium.
"""

import os
import shutil
import sys
from pathlib import Path

from PIL import Image

from tools.hero import PICTURE

ROOT = Path(__file__).resolve().parents[1]
CARD = ROOT / "_static" / "card.png"
FONT = ROOT / "_build" / "assets" / "fonts" / "bricolage-grotesque-latin-wght-normal.woff2"
WIDTH, HEIGHT = 1200, 630
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
@font-face {{ font-family: Book; font-weight: 200 800; src: url("{font}"); }}
body {{ margin: 0; width: {width}px; height: {height}px; box-sizing: border-box; padding: 64px 72px;
  background: #14161d; color: #e5e3dd; font-family: Book; display: flex; flex-direction: column;
  justify-content: space-between; }}
h1 {{ margin: 0; font-size: 74px; line-height: 1.05; letter-spacing: -1px; }}
p {{ margin: 0; font-size: 30px; }}
</style><h1>How does a machine<br>learn to draw?</h1>{picture}
<p><b>ganbook</b>, a book on generative adversarial networks that runs</p>"""


def main() -> int:
    """Write the card."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None or not FONT.exists():
        print("The card needs Chromium and the book's fonts: run `make book` first.")
        return 1
    page = PAGE.format(
        font=FONT.as_uri(), width=WIDTH, height=HEIGHT, picture=PICTURE.read_text("utf-8")
    )
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    place, photograph = ROOT / "_build" / "card.html", ROOT / "_build" / "card.png"
    place.write_text(page, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        tab.goto(place.as_uri())
        tab.evaluate("document.fonts.ready")
        tab.screenshot(path=photograph)
        browser.close()
    with Image.open(photograph) as picture:  # A few flat colours: a third of the size.
        picture.convert("RGB").quantize(64).save(CARD, optimize=True)
    print(f"written to {CARD.relative_to(ROOT)}, {CARD.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
