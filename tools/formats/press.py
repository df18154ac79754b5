"""Chromium as a printing press: set all formulas, measure, print."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Printing needs Chromium, and none was found on this machine. Install one, as in"
    " `apt-get install chromium`, and run `make formats` again."
)
# The text's width in CSS pixels: A4 less the margins of paper.css. A page is measured at it.
WIDTH = round((210 - 23 - 25) / 25.4 * 96)
PATIENCE = 300_000  # milliseconds for thousands of formulas on a slow machine

SMALLEST = 0.66  # of its usual size: a formula that needs less must be broken into lines

READY = """async () => {
  await window.MathJax.startup.promise;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}"""

# A formula wider than the text is set smaller, by just as much as it needs.
FIT = """() => [...document.querySelectorAll("div.math")].map((box) => {
  const [sign, number] = [box.querySelector("mjx-math"), box.querySelector(".eqno")];
  if (!sign) return 1;
  const room = box.clientWidth - (number ? 2 * number.offsetWidth + 16 : 0);
  const share = Math.min(1, room / sign.offsetWidth);
  if (share < 1) sign.parentElement.style.fontSize = `${Math.floor(share * 1000) / 10}%`;
  return share;
})"""

# What a reader of the paper would miss: parts beyond the text's edge, or cut by their own box.
LOST = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const cut = (tag) => getComputedStyle(tag).overflowX !== "visible" &&
    tag.scrollWidth > tag.clientWidth + 1;
  const sticks = (tag, { left, right } = tag.getBoundingClientRect()) =>
    left < -1 || right > edge || left + tag.scrollWidth > edge;
  const drawn = (tag) => tag.getClientRects().length &&
    !tag.closest("svg, mjx-math *, mjx-assistive-mml");
  return [...document.querySelectorAll("body *")]
    .filter((tag) => drawn(tag) && (sticks(tag) || cut(tag)))
    .map((tag) => tag.outerHTML.slice(0, 160));
}"""

# Letters that no font of this machine has: they would be printed as the box of an unknown one.
UNKNOWN = """() => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const face = getComputedStyle(document.body).fontFamily;
  const look = (letter) => {
    brush.clearRect(0, 0, 80, 80);
    brush.font = `32px ${face}`;
    brush.fillText(letter, 20, 50);
    return brush.getImageData(0, 0, 80, 80).data.join();
  };
  const box = look("\\u{10FFFE}");
  const letters = new Set(document.body.innerText.match(/[^\\x00-\\u024F\\s]/gu));
  return [...letters].filter((letter) => look(letter) === box);
}"""

# A word in another script stands in brackets behind its transcription: without it, all is said.
LEAVE_OUT = """(letters) => {
  const bracket = new RegExp(` ?\\\\([${letters.join("")}]+\\\\)`, "gu");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (bracket.test(text.data)) text.data = text.data.replace(bracket, "");
  }
}"""

FORMULAS = """() => ({
  source: document.querySelectorAll(".math").length,
  set: document.querySelectorAll(".math mjx-container").length,
  broken: document.querySelectorAll("mjx-merror, [data-mjx-error]").length,
})"""


class NotPrintable(Exception):
    """A print would lose something; the message says what."""


def executable() -> str | None:
    """The machine's own Chromium, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@contextmanager
def opened(document: Path) -> Iterator[Any]:
    """The document as it will be printed, with everything set; the tab it is open in."""
    from playwright.sync_api import sync_playwright

    program = executable()
    if program is None:
        raise SystemExit(MISSING)
    # Chromium refuses its sandbox to the superuser, whom containers like to be.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        tab = browser.new_page(viewport={"width": WIDTH, "height": 1000})
        tab.set_default_timeout(PATIENCE)
        tab.emulate_media(media="print", color_scheme="light")
        tab.goto(document.as_uri(), wait_until="load")
        tab.evaluate(READY)
        yield tab
        browser.close()


def measure(tab: Any) -> dict[str, Any]:
    """Fit the formulas; how small the smallest is, and everything a print would lose."""
    if unknown := tab.evaluate(UNKNOWN):
        print(f"Left out, since no font of this machine has them: {' '.join(unknown)}")
        tab.evaluate(LEAVE_OUT, unknown)
    shares = tab.evaluate(FIT)
    return {
        "smallest_formula": min(shares, default=1),
        "lost": tab.evaluate(LOST),
        "formulas": tab.evaluate(FORMULAS),
        "unknown": tab.evaluate(UNKNOWN),
    }


def refuse_losses(found: dict[str, Any]) -> None:
    """Raise NotPrintable for anything that a reader of the paper would miss."""
    formulas = found["formulas"]
    if formulas["broken"] or formulas["set"] != formulas["source"]:
        raise NotPrintable(f"not every formula was set: {formulas}")
    if found["smallest_formula"] < SMALLEST:
        raise NotPrintable(
            f"the widest formula would be set at {found['smallest_formula']:.0%} of its size;"
            " break it into lines"
        )
    if found["unknown"]:
        letters = " ".join(found["unknown"])
        raise NotPrintable(f"no font of this machine has these letters: {letters}; install one")
    if found["lost"]:
        raise NotPrintable("cut at the edge of the paper:\n" + "\n".join(found["lost"][:10]))


def printed(tab: Any, target: Path) -> None:
    """Write the PDF, with tags for screen readers and an outline of its headings."""
    tab.pdf(
        path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True
    )
