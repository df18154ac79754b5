"""Open a page with the network cut, and collect what a test wants to know of it."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tools.chapters import ROOT

MODES = {
    "desktop-light": ((1280, 860), "light"),
    "desktop-dark": ((1280, 860), "dark"),
    "phone-light": ((375, 720), "light"),
    "phone-dark": ((375, 720), "dark"),
}
AXE = ROOT / "_build" / "test-assets" / "axe.min.js"
# Formulas are set after loading; fonts change widths when they arrive; colours may still fade.
READY = """async () => {
  if (window.MathJax?.startup?.promise) await window.MathJax.startup.promise;
  await document.fonts.ready;
  const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
  const settled = Promise.allSettled(fading.map((one) => one.finished));
  await Promise.race([settled, new Promise((over) => setTimeout(over, 2000))]);
}"""
# Parts that reach beyond the right edge and do not scroll in a box of their own.
STICKING_OUT = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const boxed = (tag) => {
    for (let up = tag.parentElement; up; up = up.parentElement)
      if (up !== document.body && /auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX))
        return true;
    return false;
  };
  const out = [...document.querySelectorAll(".bd-article *")].filter(
    (tag) => tag.getClientRects().length && tag.getBoundingClientRect().right > edge && !boxed(tag)
  );
  const moves = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return { moves, tags: out.slice(0, 5).map((tag) => tag.outerHTML.slice(0, 120)) };
}"""
# Formulas that are so long that they lie under their own number.
COVERED = """() => [...document.querySelectorAll("div.math")].filter((box) => {
  const [number, formula] = [".eqno", "mjx-math"].map((part) => box.querySelector(part));
  if (!number || !formula) return false;
  const [a, b] = [number, formula].map((part) => part.getBoundingClientRect());
  return b.right > a.left + 1 && b.bottom > a.top && a.bottom > b.top;
}).map((box) => box.id)"""
FORMULAS = """() => ({
  source: document.querySelectorAll(".math").length,
  set: document.querySelectorAll(".math mjx-container").length,
  broken: document.querySelectorAll("mjx-merror, [data-mjx-error]").length,
})"""


@dataclass
class Log:
    """What went wrong while a page was open."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


@dataclass
class Facts:
    """What one page shows in one mode."""

    log: Log
    formulas: dict[str, int]
    covered: list[str]
    sticking_out: dict
    violations: list[dict]
    background: str


def look(browser, url: str, mode: str, pictures: Path | None) -> Facts:
    """Open a page in a mode and collect everything; a picture of it on demand."""
    size, scheme = MODES[mode]
    context, page, log = open_page(browser, url, size=size, color_scheme=scheme)
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        name = Path(urlsplit(url).path).stem
        page.screenshot(path=pictures / f"{name}-{mode}.png", full_page=True)
    facts = Facts(
        log=log,
        formulas=page.evaluate(FORMULAS),
        covered=page.evaluate(COVERED),
        sticking_out=page.evaluate(STICKING_OUT),
        violations=violations(page),
        background=page.evaluate("getComputedStyle(document.body).backgroundColor"),
    )
    context.close()
    return facts


def open_page(browser, url: str, size=(1280, 860), **habits):
    """A fresh reader's page, its log, and the context that holds it."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **habits)
    log, home = Log(), urlsplit(url)
    context.route("**/*", lambda route: _guard(route, home, log))
    page = context.new_page()
    page.on("console", lambda m: log.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: log.errors.append(str(error)))
    page.on("response", lambda r: log.missing.append(r.url) if r.status >= 400 else None)
    page.goto(url, wait_until="load")
    if habits.get("java_script_enabled", True):
        page.evaluate(READY)
    return context, page, log


def violations(page) -> list[dict]:
    """What the accessibility checker holds against the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]


def _guard(route, home, log: Log) -> None:
    """Only the book itself may answer; whatever else is asked for is written down."""
    asked = urlsplit(route.request.url)
    if asked.scheme in ("data", "blob") or (asked.scheme, asked.netloc) == home[:2]:
        route.continue_()
    else:
        log.foreign.append(route.request.url)
        route.abort()
