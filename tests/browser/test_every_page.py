"""Every page, wide and narrow, light and dark, with the network cut."""

import pytest

# Findings of the accessibility checker that are not ours to mend: rule, selector, reason.
ALLOWED: list[tuple[str, str, str]] = []


def serious(found):
    """The findings that keep a reader out, without those allowed."""
    for violation in found:
        for node in violation["nodes"]:
            allowed = any(
                rule == violation["id"] and selector in str(node["target"])
                for rule, selector, _ in ALLOWED
            )
            if violation["impact"] in ("serious", "critical") and not allowed:
                yield violation["id"], node["target"], node["failureSummary"]


class TestEveryPage:
    def test_is_silent(self, facts, name, mode):
        assert facts(name, mode).log.errors == []

    def test_asks_nobody_else_for_anything(self, facts, name, mode):
        assert facts(name, mode).log.foreign == []

    def test_misses_no_file(self, facts, name, mode):
        assert facts(name, mode).log.missing == []

    def test_sets_every_formula(self, facts, name, mode):
        formulas = facts(name, mode).formulas
        assert formulas["set"] == formulas["source"]
        assert formulas["broken"] == 0

    def test_shows_every_formula_beside_its_number(self, facts, name, mode):
        """On a phone a long formula scrolls in a box of its own."""
        if mode.startswith("desktop"):
            assert facts(name, mode).covered == []

    def test_never_moves_sideways(self, facts, name, mode):
        assert facts(name, mode).sticking_out == {"moves": 0, "tags": []}

    def test_has_no_serious_accessibility_finding(self, facts, name, mode):
        assert list(serious(facts(name, mode).violations)) == []

    def test_is_light_or_dark_as_the_reader_s_system_wants(self, facts, name, mode):
        papers = {"light": "rgb(251, 250, 246)", "dark": "rgb(20, 22, 29)"}
        assert facts(name, mode).background == papers[mode.split("-")[1]]


class TestFromFolder:
    """Without a server a browser is stricter: much that http allows is refused."""

    def test_every_page_is_silent_and_complete(self, visit, folder, name):
        page = visit(f"{folder}/{name}.html")
        assert page.log.errors == []
        assert page.log.foreign == []
        assert page.locator(".math mjx-container").count() == page.locator(".math").count()

    def test_fonts_are_ours(self, visit, folder):
        page = visit(f"{folder}/chapters/notation.html")
        loaded = page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
        )
        assert {"Literata", '"Bricolage Grotesque"', '"JetBrains Mono"'} <= {
            name if " " not in name else f'"{name.strip(chr(34))}"' for name in loaded
        }


class TestTheTestsThemselves:
    """A page with every fault, so that none of the checks above is blind."""

    FAULTY = """<!doctype html><html lang="en"><title>faulty</title><article class="bd-article">
      <img src="https://example.org/a.png"><button></button>
      <div class="math" id="long"><span class="eqno">(1)</span><mjx-math>under it</mjx-math></div>
      <style>.eqno, mjx-math { position: absolute; left: 0; top: 0; }</style>
      <p style="width: 3000px">wide</p><span class="math">\\(x\\)</span>
      <script>console.error("loud")</script><script src="gone.js"></script></article>"""

    @pytest.fixture
    def faulty(self, browser, address, html, tmp_path):
        from tests.browser import page_facts

        page = html / "faulty-page-of-a-test.html"
        page.write_text(self.FAULTY)
        yield page_facts.look(browser, f"{address}/{page.name}", "phone-light", None)
        page.unlink()

    def test_each_fault_is_seen(self, faulty):
        assert "loud" in faulty.log.errors
        assert faulty.log.foreign == ["https://example.org/a.png"]
        assert faulty.log.missing[0].endswith("gone.js")
        assert faulty.formulas["set"] < faulty.formulas["source"]
        assert faulty.covered == ["long"]
        assert faulty.sticking_out["moves"] > 0
        assert "wide" in faulty.sticking_out["tags"][0]
        assert {"image-alt", "button-name"} <= {rule for rule, *_ in serious(faulty.violations)}
