"""The latent explorer in a browser: dragged, typed at, asked for digits, and truncated."""

import re

import pytest

from tests.browser.page_facts import violations
from tests.browser.test_every_page import serious

PAGE = "chapters/12_a_modern_gan.html"
PHONE = (375, 720)
PIXELS = """name => {
  const canvas = document.querySelector(`.latent-explorer__${name}`);
  const { width, height } = canvas;
  return canvas.getContext("2d").getImageData(0, 0, width, height).data.join();
}"""


class Explorer:
    """What a reader sees and does."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".latent-explorer")
        self.map = self.box.locator(".latent-explorer__map")

    def words(self, place):
        """The sentences, in their order: neighbour, place, ways, truncation."""
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return self.box.locator(".latent-explorer__words").nth(place).inner_text()

    def place(self):
        return tuple(map(float, re.findall(r"direction \d+: (-?[\d.]+\d)", self.words(1), re.I)))

    def pixels(self, name):
        self.words(0)
        return self.page.evaluate(PIXELS, name)

    def press(self, name):
        self.box.get_by_role("button", name=name).click()


@pytest.fixture
def explorer(visit, address):
    def open_page(base=address, **habits):
        page = visit(f"{base}/{PAGE}", **habits)
        page.locator(".latent-explorer").scroll_into_view_if_needed()
        return Explorer(page)

    return open_page


class TestPlace:
    @pytest.mark.parametrize("place", ["address", "folder"])
    def test_is_dragged_by_mouse(self, explorer, place, request):
        found = explorer(base=request.getfixturevalue(place))
        before = found.pixels("sample")
        box = found.map.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        found.page.mouse.move(x, y)
        found.page.mouse.down()
        found.page.mouse.move(x + box["width"] / 4, y - box["height"] / 8, steps=6)
        found.page.mouse.up()
        assert found.place() == pytest.approx((2, 1), abs=0.05)
        assert found.pixels("sample") != before
        found.page.mouse.move(x, y)
        assert found.place() == pytest.approx((2, 1), abs=0.05), "moves without being dragged"
        assert found.page.log.errors == []

    def test_is_moved_by_keys(self, explorer):
        found = explorer()
        found.map.focus()
        found.page.keyboard.press("Home")
        assert found.place() == (0, 0)
        for key in ("ArrowRight", "Shift+ArrowUp", "ArrowDown"):
            found.page.keyboard.press(key)
        assert found.place() == (0.1, 0.4)

    def test_is_pulled_onto_the_shell_and_to_the_centre(self, explorer):
        found = explorer()
        found.press("Onto the shell")
        assert "together are 3.46 long" in found.words(1)
        found.press("To the centre")
        assert "together are 0.00 long" in found.words(1)
        assert "no arc" in found.words(2)
        found.press("New noise")
        assert "together are 0.00 long" not in found.words(1)

    def test_lies_in_the_plane_of_any_two_directions(self, explorer):
        found = explorer()
        across, up = found.box.locator("select").all()
        before = found.pixels("map"), found.pixels("sample")
        first, second = across.input_value(), up.input_value()
        across.select_option(index=int(second))
        found.words(1)  # The fields follow with the next picture.
        assert up.input_value() == first, "whoever takes the other's direction, swaps"
        across.select_option(index=1)
        up.select_option(index=6)
        assert re.match("Direction 2: .*, direction 7: ", found.words(1))
        assert found.pixels("map") != before[0]
        assert found.pixels("sample") == before[1], "another plane, the same noise"


class TestLabel:
    def test_changes_every_picture(self, explorer):
        found = explorer()
        names = ("map", "sample", "strip")
        before = [found.pixels(name) for name in names]
        found.box.get_by_role("radio", name="8").check(force=True)
        assert found.words(0).startswith("Asked for: 8.")
        assert all(found.pixels(n) != old for n, old in zip(names, before, strict=True))

    def test_is_chosen_by_keys(self, explorer):
        found = explorer()
        found.box.get_by_role("radio", name="3").focus()
        found.page.keyboard.press("ArrowRight")
        assert found.words(0).startswith("Asked for: 4.")

    @pytest.mark.parametrize("label", [0, 1, 6])
    def test_at_home_in_the_noise_the_nearest_digit_is_what_was_asked(self, explorer, label):
        found = explorer()
        found.press("Onto the shell")
        found.box.get_by_role("radio", name=str(label)).check(force=True)
        assert f"also a {label}, at distance" in found.words(0)


class TestWays:
    def test_the_arc_keeps_what_the_line_loses(self, explorer):
        found = explorer()
        found.press("Onto the shell")
        line, arc = map(float, re.findall(r"(?:is|arc) ([\d.]+)(?: long|;)", found.words(2))[:2])
        assert line < arc

    def test_another_goal_changes_the_ways_and_not_the_sample(self, explorer):
        found = explorer()
        before = found.pixels("sample"), found.words(2)
        found.press("Another goal")
        assert found.words(2) != before[1]
        assert found.pixels("sample") == before[0]


class TestTruncation:
    def test_costs_variety(self, explorer):
        found = explorer()

        def told():
            return [float(n) for n in re.findall(r"\d\.\d+", found.words(3))]

        wide = told()
        slider = found.box.locator("input[type=range]")
        slider.focus()
        found.page.keyboard.press("Home")
        narrow = told()
        assert narrow[0] < wide[0]
        assert narrow[1] < wide[1] / 4
        assert narrow[2] < wide[2] / 4


class TestAccess:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("size", [(1280, 860), PHONE])
    def test_no_serious_finding(self, explorer, size, scheme):
        found = explorer(size=size, color_scheme=scheme)
        found.press("To the centre")
        assert list(serious(violations(found.page))) == []

    def test_the_place_is_read_aloud_when_it_settles(self, explorer):
        found = explorer()
        found.map.focus()
        found.page.keyboard.press("Home")
        found.page.wait_for_timeout(900)
        described = found.map.get_attribute("aria-describedby")
        place = found.page.locator(f"#{described}").inner_text()
        assert found.place() == (0, 0)
        assert place in found.box.get_by_role("status").text_content()

    def test_controls_are_large_enough_for_a_finger(self, explorer):
        found = explorer(size=PHONE)
        for control in found.box.locator("button, select, .latent-explorer__choice").all():
            assert control.bounding_box()["height"] >= 24

    def test_the_theme_is_followed(self, explorer):
        found = explorer(color_scheme="light")
        before = found.pixels("sample")
        found.page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert found.pixels("sample") != before

    def test_without_scripts_and_on_paper_there_is_a_picture(self, explorer):
        still = explorer(java_script_enabled=False)
        assert still.box.locator("img").get_attribute("alt").startswith("Three rows")
        assert still.box.locator("li").count() == 2
        printed = explorer()
        printed.page.emulate_media(media="print")
        assert printed.map.is_visible()
        assert not printed.box.get_by_role("button", name="New noise").is_visible()

    def test_nothing_moves_by_itself(self, explorer):
        found = explorer()
        before = found.pixels("map")
        found.page.wait_for_timeout(400)
        assert found.pixels("map") == before
