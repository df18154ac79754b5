"""What a reader does: search, switch, fold, enlarge, print, use the keyboard, forbid scripts."""

import re

import pytest

from tools.chapters import ROOT

CHAPTER = "chapters/05_euclidean_and_manhattan.html"
PHONE = (375, 720)


def title_word(name):
    """A word that only a search for this very page needs: the longest of its title."""
    text = next(ROOT.glob(f"{name}.*")).read_text(encoding="utf-8")
    title = re.search(r"# (.+?)(?:\\n|\n|\")", text).group(1)
    return max(re.findall(r"[A-Za-z]+", title), key=len)


def having(html, part):
    """The pages in which a piece of HTML occurs: only they need to be opened for it."""
    pages = sorted((html / "chapters").glob("*.html"))
    return [f"chapters/{page.name}" for page in pages if part in page.read_text(encoding="utf-8")]


class TestSearch:
    @pytest.mark.parametrize("place", ["address", "folder"])
    def test_finds_every_page_by_a_word_of_its_title(self, visit, place, name, request):
        base = request.getfixturevalue(place)
        page = visit(f"{base}/search.html?q={title_word(name)}")
        # Results come one after the other: wait for this one, not for the first.
        page.locator(f'ul.search a[href*="{name}.html"]').first.wait_for()
        assert page.log.errors == []

    def test_says_what_it_cannot_show_from_a_folder(self, visit, folder, address):
        assert "no excerpts" in visit(f"{folder}/search.html?q=noise").inner_text(".search-note")
        assert visit(f"{address}/search.html?q=noise").locator(".search-note").count() == 0

    def test_names_the_term_that_it_found(self, visit, address):
        page = visit(f"{address}/search.html?q=saturation")
        page.get_by_role("link", name="Glossary: saturation", exact=True).click()
        page.wait_for_url("**/glossary.html*#term-saturation")

    def test_opens_by_keyboard_and_leads_to_results(self, visit, address):
        page = visit(f"{address}/chapters/index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("saturation")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=saturation")
        page.locator("ul.search a", has_text="Glossary").first.wait_for()


class TestTheme:
    def test_a_switch_changes_the_colours_and_is_remembered(self, visit, address):
        page = visit(f"{address}/chapters/index.html", color_scheme="light")
        theme = "document.documentElement.dataset.theme"
        assert page.evaluate(theme) == "light"
        while page.evaluate("document.documentElement.dataset.mode") != "dark":
            page.locator(".theme-switch-button").first.click()
        assert page.evaluate(theme) == "dark"
        page.goto(f"{address}/chapters/glossary.html")
        assert page.evaluate(theme) == "dark"


class TestFolded:
    def test_every_folded_part_opens_by_keyboard(self, visit, address, html):
        for name in having(html, "<details"):
            page = visit(f"{address}/{name}")
            for part in page.locator("article details").all():
                part.locator("summary").first.focus()
                page.keyboard.press("Enter")
                assert part.evaluate("part => part.open")

    def test_the_setup_cell_of_a_chapter_is_folded(self, visit, address):
        page = visit(f"{address}/{CHAPTER}")
        setup = page.locator("article details", has_text="importlib").first
        assert not setup.locator("pre").first.is_visible()
        setup.locator("summary").first.click()
        assert setup.locator("pre").first.is_visible()


class TestKeyboard:
    def test_the_first_stop_skips_to_the_text(self, visit, address):
        page = visit(f"{address}/{CHAPTER}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"

    def test_every_stop_can_be_seen(self, visit, address):
        """Thirty stops from the top, each with an outline that is drawn."""
        page = visit(f"{address}/chapters/index.html")
        for _ in range(30):
            page.keyboard.press("Tab")
            style = page.evaluate(
                "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])"
                "(getComputedStyle(document.activeElement))"
            )
            assert style[0] != "none", page.evaluate("document.activeElement.outerHTML")
            assert style[1] >= 2

    def test_what_scrolls_sideways_can_be_reached(self, visit, address, name):
        page = visit(f"{address}/{name}.html", size=PHONE)
        unreachable = page.evaluate(
            """() => [...document.querySelectorAll(".bd-article *")].filter((tag) =>
              /auto|scroll/.test(getComputedStyle(tag).overflowX) && tag.clientWidth > 0 &&
              tag.scrollWidth > tag.clientWidth + 1 && tag.tabIndex < 0
            ).map((tag) => tag.outerHTML.slice(0, 120))"""
        )
        assert unreachable == []


class TestPhone:
    def test_the_contents_open_and_lead_to_a_page(self, visit, address):
        page = visit(f"{address}/chapters/index.html", size=PHONE)
        link = page.locator("nav.bd-links a", has_text="Glossary")
        assert not link.is_visible()
        page.locator(".primary-toggle").click()
        link.click()
        page.wait_for_url("**/glossary.html")

    def test_buttons_are_large_enough_for_a_finger(self, visit, address):
        page = visit(f"{address}/{CHAPTER}", size=PHONE)
        for button in page.locator(".bd-header-article button:visible, .chapter-bar__main").all():
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= 24, button.evaluate("b => b.outerHTML")


class TestFigures:
    def test_a_figure_opens_large_and_closes_by_keyboard(self, visit, address):
        page = visit(f"{address}/{CHAPTER}")
        button = page.locator("button.enlarge").first
        button.focus()
        page.keyboard.press("Enter")
        dialog = page.locator("dialog.enlarged")
        assert dialog.is_visible()
        assert dialog.locator("img").get_attribute("alt")
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert button.evaluate("b => b === document.activeElement")

    def test_moving_figures_stand_still_for_who_wants_no_motion(self, visit, address, html):
        for name in having(html, 'class="moves"'):
            page = visit(f"{address}/{name}", reduced_motion="reduce")
            for image in page.locator("img.moves").all():
                assert "-still" in image.evaluate("image => image.currentSrc")

    def test_a_moving_figure_plays_on_demand(self, visit, address, html):
        for name in having(html, 'class="moves"'):
            page = visit(f"{address}/{name}", reduced_motion="reduce")
            for button, image in zip(
                page.locator(".motion-switch").all(), page.locator("img.moves").all(), strict=True
            ):
                button.click()
                assert "-still" not in image.evaluate("image => image.currentSrc")
            assert page.log.errors == []


class TestWithoutScripts:
    def test_the_text_the_contents_and_the_folds_are_there(self, visit, address):
        page = visit(f"{address}/{CHAPTER}", java_script_enabled=False)
        assert page.locator("article h1").is_visible()
        assert page.locator("nav.bd-links a").first.is_visible()
        fold = page.locator("article details").first
        fold.locator("summary").click()
        assert fold.get_attribute("open") is not None


class TestPrint:
    def test_paper_shows_the_text_and_none_of_the_furniture(self, visit, address):
        page = visit(f"{address}/{CHAPTER}")
        page.emulate_media(media="print")
        assert page.locator("h1:visible").count() == 1
        assert page.locator("article p").first.is_visible()
        for furniture in (".bd-sidebar-primary", ".chapter-bar", ".bd-header-article"):
            assert not page.locator(furniture).first.is_visible(), furniture

    def test_paper_is_white_also_for_who_reads_in_the_dark(self, visit, address):
        page = visit(f"{address}/{CHAPTER}", color_scheme="dark")
        page.emulate_media(media="print")
        style = page.evaluate(
            "(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))"
        )
        assert style == ["rgb(255, 255, 255)", "rgb(31, 36, 48)"]

    def test_folded_code_is_printed_and_folded_solutions_are_not(self, visit, address):
        page = visit(f"{address}/{CHAPTER}")
        page.emulate_media(media="print")
        assert page.locator("details.hide pre").first.is_visible()
        assert not page.locator("details.hide summary").first.is_visible()
        assert not page.locator("details.solution section").first.is_visible()
