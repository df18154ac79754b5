"""The page's colours: those of the figures, and readable on both backgrounds."""

import re

import numpy as np
import pytest

from ganbook.plots import COLOURS
from tools.chapters import ROOT

SHEET = (ROOT / "_static" / "ganbook.css").read_text(encoding="utf-8")
TEXT = ("ink", "quiet", "link", "warm", "calm", "violet")
ROLES = ("real", "fake", "third", "fourth", "line", "text")
# How colour-blind eyes see linear RGB: Machado, Oliveira and Fernandes 2009, full severity.
BLINDNESS = {
    "protanopia": [(0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)],
    "deuteranopia": [(0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)],
    "tritanopia": [(1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)],
}


def variables(selector):
    """The colours that a rule of the style sheet defines, by their short names."""
    block = SHEET.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--ganbook-(\w+): (#[0-9a-f]{6});", block))


SHARED = variables(":root")
THEMES = {name: variables(f'html[data-theme="{name}"]') for name in ("light", "dark")}


def linear(colour):
    """Linear RGB of a colour written as #rrggbb."""
    values = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast of WCAG 2: from 1, none, to 21, black on white."""
    dark, light = sorted(linear(colour) @ (0.2126, 0.7152, 0.0722) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_figures_and_page_have_the_same_colours():
    assert {name: COLOURS[name] for name in ROLES} == {name: SHARED[name] for name in ROLES}


@pytest.mark.parametrize("theme", THEMES)
class TestReadable:
    @pytest.mark.parametrize("ground", ["paper", "raised"])
    @pytest.mark.parametrize("name", TEXT)
    def test_text_has_the_contrast_that_wcag_asks_of_text(self, theme, name, ground):
        assert contrast(THEMES[theme][name], THEMES[theme][ground]) >= 4.5

    @pytest.mark.parametrize("name", ROLES)
    def test_marks_have_the_contrast_that_wcag_asks_of_graphics(self, theme, name):
        assert contrast(SHARED[name], THEMES[theme]["paper"]) >= 3


@pytest.mark.parametrize("kind", BLINDNESS)
def test_real_and_fake_differ_for_colour_blind_eyes(kind):
    """In the channels that remain, the two stay as far apart as a third of black and white."""
    seen = [np.clip(np.array(BLINDNESS[kind]) @ linear(SHARED[name]), 0, 1) for name in ROLES[:2]]
    gap = np.linalg.norm(np.cbrt(seen[0]) - np.cbrt(seen[1]))
    assert gap > np.sqrt(3) / 3
