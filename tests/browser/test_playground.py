"""The live GAN in a browser: it trains, stops, steps, is drawn on, linked to, and stays smooth."""

import json
import re

import pytest

from tests.browser.page_facts import violations
from tests.browser.test_every_page import serious

PAGE = "chapters/playground.html"
PHONE = (375, 720)
LONGEST_FRAME = 50  # milliseconds; what takes longer is felt as a stutter
RING = 45_000  # milliseconds for the ring, on a machine that is busy with other tests

STEPS = "+document.querySelector('.playground__steps').textContent.replace(/\\D/g, '')"
COVERED = "parseInt(document.querySelectorAll('.playground__reading-value')[0].textContent)"
PIXELS = """() => [...document.querySelector('.playground__canvas').getContext('2d')
  .getImageData(0, 0, 200, 200).data].join()"""


@pytest.fixture
def start(visit, address):
    """The playground's page at an address, ready to be played."""

    def open_at(hash_="", base=address, **habits):
        page = visit(f"{base}/{PAGE}{hash_}", **habits)
        if habits.get("java_script_enabled", True):
            page.wait_for_function("document.querySelector('.playground__steps')?.textContent")
        return page

    return open_at


def button(page, name):
    return page.locator(f".playground__button--{name}").first


def play_until(page, condition, limit=RING):
    button(page, "play").click()
    page.wait_for_function(condition, timeout=limit)
    button(page, "play").click()


def main_thread_tasks(events):
    """Milliseconds of processor time of each task of the page's main thread, from a trace."""
    names = [event for event in events if event.get("name") == "thread_name"]
    main = {(e["pid"], e["tid"]) for e in names if e["args"]["name"] == "CrRendererMain"}
    tasks = [e for e in events if "RunTask" in e.get("name", "") and "tdur" in e]
    return [event["tdur"] / 1000 for event in tasks if (event["pid"], event["tid"]) in main]


class TestTraining:
    @pytest.mark.parametrize("place", ["address", "folder"])
    def test_the_modern_recipe_covers_the_ring(self, start, place, request):
        """From a folder too, where a browser is stricter with workers."""
        page = start(base=request.getfixturevalue(place))
        page.locator(".playground__speed-choice").select_option("full speed")
        play_until(page, f"{COVERED} === 8")
        assert page.evaluate(STEPS) < 2000
        assert page.log.errors == []

    def test_the_collapsed_game_does_not(self, start):
        page = start("#preset=mode-collapse")
        page.locator(".playground__speed-choice").select_option("full speed")
        play_until(page, f"{STEPS} > 1500")
        assert page.evaluate(COVERED) <= 3

    def test_a_paused_game_stands_still(self, start):
        page = start()
        play_until(page, f"{STEPS} > 20")
        page.wait_for_timeout(300)
        before = page.evaluate(STEPS), page.evaluate(PIXELS)
        page.wait_for_timeout(500)
        assert (page.evaluate(STEPS), page.evaluate(PIXELS)) == before

    def test_a_diverged_game_stops_and_says_so(self, start):
        page = start("#preset=divergence")
        page.locator(".playground__speed-choice").select_option("full speed")
        button(page, "play").click()
        page.locator(".playground__words", has_text="diverged").wait_for(timeout=RING)
        assert button(page, "play").text_content() == "Play"

    def test_it_rests_where_nobody_looks(self, start):
        page = start()
        button(page, "play").click()
        page.wait_for_function(f"{STEPS} > 5")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(500)
        before = page.evaluate(STEPS)
        page.wait_for_timeout(500)
        assert page.evaluate(STEPS) == before
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_function(f"{STEPS} > {before}")

    @pytest.mark.parametrize("size", [(1280, 860), PHONE])
    def test_no_task_of_the_page_holds_up_a_frame(self, start, browser, size):
        """By the page's own processor time, which other work on the machine does not lengthen."""
        page = start(size=size)
        browser.start_tracing(page=page, categories=["toplevel"])
        play_until(page, f"{STEPS} > 400")
        tasks = main_thread_tasks(json.loads(browser.stop_tracing())["traceEvents"])
        assert len(tasks) > 100
        assert max(tasks) < LONGEST_FRAME


class TestSlowMotion:
    def test_goes_through_both_turns_in_eight_phases(self, start):
        page = start()
        seen = []
        for _ in range(8):
            before = page.locator(".playground__phase").text_content()
            button(page, "slow").click()
            page.wait_for_function(
                "old => document.querySelector('.playground__phase').textContent !== old",
                arg=before,
            )
            seen.append(page.locator(".playground__phase-title").text_content())
        phases = ["forward", "loss", "gradient", "update"]
        expected = [(who, name) for who in ("Discriminator", "Generator") for name in phases]
        assert [tuple(re.findall(r"^\w+|\w+$", title)) for title in seen] == expected
        assert page.evaluate(STEPS) == 1

    def test_one_step_is_one_step(self, start):
        page = start()
        button(page, "step").click()
        page.wait_for_function(f"{STEPS} === 1")


class TestAddress:
    def test_a_link_sets_the_same_game_again(self, start):
        page = start("#data=moons&objective=hinge&seed=7")
        button(page, "step").click()
        page.wait_for_function(f"{STEPS} === 1")
        picture = page.evaluate(PIXELS)
        again = start(page.evaluate("window.location.hash"))
        button(again, "step").click()
        again.wait_for_function(f"{STEPS} === 1")
        assert again.evaluate(PIXELS) == picture
        assert again.locator("[name=data]").input_value() == "moons"
        assert again.locator("[name=seed]").input_value() == "7"

    def test_a_change_is_written_into_it(self, start):
        page = start()
        page.locator(".playground__fold-title").click()
        page.locator("[name=data]").select_option("roll")
        assert page.evaluate("window.location.hash") == "#data=roll"

    def test_every_lesson_in_the_text_leads_to_its_game(self, start):
        page = start()
        links = page.locator("article a[href^='#preset=']")
        assert links.count() >= 5
        for link in links.all():
            link.click()
            name = link.get_attribute("href").removeprefix("#preset=")
            page.locator(
                f".playground__button--lesson[data-name={name}][aria-pressed=true]"
            ).wait_for()

    def test_a_failure_and_its_repair_are_a_click_apart(self, start):
        page = start("#preset=orbits")
        button(page, "repair").click()
        assert page.evaluate("window.location.hash") == "#preset=orbits-repaired"
        button(page, "repair").click()
        assert page.evaluate("window.location.hash") == "#preset=orbits"


class TestDrawing:
    def test_by_mouse(self, start):
        page = start("#data=drawing")
        box = page.locator(".playground__sheet").bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=8)
        page.mouse.up()
        assert "drawing=" in page.evaluate("window.location.hash")

    def test_by_keyboard_and_cleared_again(self, start):
        page = start("#data=drawing")
        page.locator(".playground__sheet").focus()
        for key in ("Space", "ArrowRight", "Space", "ArrowUp", "Space"):
            page.keyboard.press(key)
        assert "drawing=" in page.evaluate("window.location.hash")
        page.keyboard.press("Delete")
        assert "drawing=" not in page.evaluate("window.location.hash")


class TestAccess:
    def test_everything_is_played_by_keyboard(self, start):
        page = start()
        button(page, "play").focus()
        page.keyboard.press("Enter")
        page.wait_for_function(f"{STEPS} > 3")
        page.keyboard.press("Space")
        assert button(page, "play").text_content() == "Play"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "One step"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("size", [(1280, 860), PHONE])
    def test_no_serious_finding_in_any_state(self, start, size, scheme):
        """Folded parts open, in slow motion: what a page at rest never shows."""
        page = start("#preset=orbits", size=size, color_scheme=scheme)
        page.locator(".playground__fold-title").click()
        button(page, "slow").click()
        page.locator(".playground__phase-title", has_text="forward").wait_for()
        assert list(serious(violations(page))) == []

    def test_the_picture_is_told_in_words(self, start):
        page = start()
        described = page.locator(".playground__canvas").get_attribute("aria-describedby")
        words = page.locator(f"#{described}")
        assert words.inner_text().startswith("Step 0: the fakes cover 0 of 8 places.")
        play_until(page, f"{STEPS} > 30")
        page.wait_for_timeout(300)
        assert re.match(r"Step [1-9]\d+: the fakes cover", words.inner_text())

    def test_reduced_motion_starts_nothing_by_itself_and_moves_once_a_second(self, start):
        page = start(reduced_motion="reduce")
        page.locator(".playground__button--lesson", has_text="Orbits").click()
        page.wait_for_timeout(400)
        assert page.evaluate(STEPS) == 0
        button(page, "play").click()
        looks = []
        for _ in range(20):
            page.wait_for_timeout(100)
            looks.append(page.evaluate(STEPS))
        assert len(set(looks)) <= 4, looks

    def test_buttons_are_large_enough_for_a_finger(self, start):
        page = start(size=PHONE)
        for control in page.locator(".playground button:visible, .playground select:visible").all():
            assert control.bounding_box()["height"] >= 24

    def test_without_scripts_lessons_and_picture_are_there(self, start):
        page = start(java_script_enabled=False)
        assert page.locator(".playground img").evaluate_all("images => images.length") == 1
        assert page.locator(".playground dt", has_text="Mode collapse").first.is_visible()

    def test_paper_shows_the_picture_and_no_buttons(self, start):
        page = start()
        page.emulate_media(media="print")
        assert page.locator(".playground__canvas").is_visible()
        assert not button(page, "play").is_visible()


def growth(page, play):
    """How many bytes more are held after `play`, once what nobody holds is collected."""
    page.locator(".playground__speed-choice").select_option("full speed")
    session = page.context.new_cdp_session(page)

    def used():
        session.send("HeapProfiler.collectGarbage")
        return session.send("Runtime.getHeapUsage")["usedSize"]

    play_until(page, f"{STEPS} > 500")
    before = used()
    play()
    return used() - before


def test_memory_does_not_grow_over_two_thousand_steps(start):
    page = start()
    assert growth(page, lambda: play_until(page, f"{STEPS} > 2500", limit=300_000)) < 2_000_000


@pytest.mark.slow
def test_memory_does_not_grow_in_five_minutes(start):
    page = start()

    def play():
        button(page, "play").click()
        page.wait_for_timeout(300_000)
        button(page, "play").click()

    assert growth(page, play) < 2_000_000
    assert page.evaluate(STEPS) > 2500
