"""Figures with sliders in a browser: they move by mouse and key, and tell what they show."""

import re

import pytest

from tests.browser.page_facts import violations
from tests.browser.test_every_page import serious

PHONE = (375, 720)
PAGES = {
    "balls": "05_euclidean_and_manhattan",
    "concentration": "05_euclidean_and_manhattan",
    "witness": "08_maximum_mean_discrepancy",
    "smoothing": "11_noise_as_medicine",
}


@pytest.fixture
def figure(visit, address):
    """A figure on its page; the page hangs on it."""

    def open_figure(name, **habits):
        page = visit(f"{address}/chapters/{PAGES[name]}.html", **habits)
        found = page.locator(f".slider-figure[data-figure={name}]")
        found.scroll_into_view_if_needed()
        return page, found

    return open_figure


def told(box):
    return box.locator(".slider-figure__sentence").inner_text()


@pytest.mark.parametrize("which", PAGES)
class TestEveryFigure:
    def test_is_drawn_and_told_without_an_error(self, figure, which):
        page, box = figure(which)
        assert box.locator("svg path").count() >= 3
        assert re.search(r"\d", told(box))
        assert page.log.errors == []

    def test_moves_by_keyboard_and_says_so(self, figure, which):
        page, box = figure(which)
        for slider in box.locator("input").all():
            before = told(box), box.locator("svg").inner_html()
            slider.focus()
            page.keyboard.press("End")
            assert told(box) != before[0]
            assert box.locator("svg").inner_html() != before[1]
            said = slider.get_attribute("aria-valuetext")
            assert said in box.locator(".slider-figure__value").all_inner_texts()
        heard = box.get_by_role("status")
        page.wait_for_timeout(700)
        assert heard.text_content() == told(box)

    @pytest.mark.parametrize("size", [(1280, 860), PHONE])
    def test_stays_inside_its_frame(self, figure, which, size):
        _, box = figure(which, size=size)
        frame, picture = box.bounding_box(), box.locator("svg").bounding_box()
        assert picture["x"] >= frame["x"]
        assert picture["x"] + picture["width"] <= frame["x"] + frame["width"]
        for slider in box.locator("input").all():
            assert slider.bounding_box()["height"] >= 24

    def test_shows_stills_and_their_numbers_without_scripts(self, figure, which):
        _, box = figure(which, java_script_enabled=False)
        assert box.locator("img").get_attribute("alt")
        assert box.locator("li").count() >= 3
        assert box.locator("img").bounding_box()["height"] > 50

    def test_leaves_its_sliders_off_the_paper(self, figure, which):
        page, box = figure(which)
        page.emulate_media(media="print")
        assert box.locator("svg").is_visible()
        assert not box.locator("input").first.is_visible()


def test_a_slider_is_dragged_by_mouse(figure):
    page, box = figure("balls")
    slider = box.locator("input").bounding_box()
    middle = slider["y"] + slider["height"] / 2
    page.mouse.move(slider["x"] + slider["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(slider["x"] + slider["width"] - 1, middle, steps=5)
    page.mouse.up()
    assert told(box).startswith("p = ∞: (3, 4) is 4 away")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_after_moving(figure, scheme):
    page, box = figure("smoothing", color_scheme=scheme)
    box.locator("input").first.focus()
    page.keyboard.press("Home")
    assert list(serious(violations(page))) == []
