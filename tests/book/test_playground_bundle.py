"""The page's programs become one script each, and every page says something without them."""

import subprocess
from typing import ClassVar

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from tests.book.sphinx_parts import load
from tools import assets
from tools.chapters import ROOT

bundling = load("bundling")
live_parts = load("live_parts")
playground = load("playground")
stills = load("stills")
PRESETS = {"a": {"title": "A", "see": "Look."}, "b": {"title": "B", "see": "Look again."}}


@pytest.fixture
def folder(tmp_path):
    """Writes modules; returns where they are."""

    def write(**modules):
        for name, text in modules.items():
            (tmp_path / name.replace("_json", ".json")).with_suffix(
                ".json" if name.endswith("_json") else ".mjs"
            ).write_text(text)
        return tmp_path

    return write


def run(script):
    """What a bundle prints, run by Node as the classic script that it is."""
    command = [assets.node_program("node"), "--input-type=commonjs", "-e", script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class TestBundle:
    def test_runs_modules_in_order_and_keeps_their_names_apart(self, folder):
        modules = folder(
            data_json='{"two": 2}',
            low="const secret = 20;\nexport const twenty = () => secret;\n",
            high='import DATA from "./data.json";\nimport { twenty as tens } from "./low.mjs";\n'
            "const secret = DATA.two;\nexport function sum() {\n  return tens() + secret;\n}\n",
            main='import { sum } from "./high.mjs";\nimport { twenty } from "./low.mjs";\n'
            "export function start(source) {\n"
            "  console.log(sum(), twenty(), typeof source, source.length > 100);\n}\n",
        )
        assert run(bundling.bundle(modules)) == "22 20 string true\n"

    def test_the_text_it_hands_to_a_worker_is_a_program_of_its_own(self, folder):
        modules = folder(
            main="export function start(source) {\n"
            "  if (globalThis.again) console.log(source.length);\n"
            "  else { globalThis.again = true; new Function(source)(); }\n}\n"
        )
        assert int(run(bundling.bundle(modules))) > 100

    @pytest.mark.parametrize(
        "line", ['import * as all from "./low.mjs";', "export default 3;", "export class A {}"]
    )
    def test_refuses_a_form_that_it_does_not_know(self, folder, line):
        with pytest.raises(ExtensionError, match="does not know this form"):
            bundling.bundle(folder(low="", main=line + "\n"))

    def test_refuses_a_circle(self, folder):
        modules = folder(
            main='import { a } from "./low.mjs";\n', low='import { start } from "./main.mjs";\n'
        )
        with pytest.raises(ExtensionError, match="circle"):
            bundling.bundle(modules)

    def test_takes_modules_of_another_program(self, folder, tmp_path):
        (tmp_path / "other").mkdir()
        other = "export const start = () => 3;\n"
        (tmp_path / "other" / "main.mjs").write_text(other)
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "main.mjs").write_text(
            'import { start as three } from "../other/main.mjs";\n'
            "export function start() {\n  console.log(three());\n}\n"
        )
        assert run(bundling.bundle(tmp_path / "own")) == "3\n"

    @pytest.mark.parametrize("program", live_parts.PROGRAMS)
    def test_the_book_s_own_are_scripts_without_modules(self, program):
        script = bundling.bundle(ROOT / "_static" / program)
        assert "\nimport " not in script
        assert "\nexport " not in script
        check = [assets.node_program("node"), "--check", "--input-type=commonjs", "-"]
        assert subprocess.run(check, input=script, text=True, check=False).returncode == 0


class TestFallback:
    def filled(self, box):
        page = BeautifulSoup(box, "html.parser")
        playground.fill(page.div, PRESETS, "still.svg")
        return page.div

    def test_the_large_one_lists_every_lesson_under_its_anchor(self):
        box = self.filled('<div class="playground"></div>')
        assert [dt["id"] for dt in box.find_all("dt")] == ["preset=a", "preset=b"]
        assert box.img["alt"]

    def test_a_small_one_tells_its_own_lesson(self):
        box = self.filled('<div class="playground" data-preset="b"></div>')
        assert [dt.get_text() for dt in box.find_all("dt")] == ["B"]
        assert not box.find(id=True)

    def test_a_lesson_that_does_not_exist_is_named(self):
        with pytest.raises(ExtensionError, match="'c'; known: a, b"):
            self.filled('<div class="playground" data-preset="c"></div>')


class TestStills:
    WORDS: ClassVar = {"balls": {"title": "Shapes", "sentences": ["One.", "Two."]}}

    def box(self, text):
        return BeautifulSoup(text, "html.parser").div

    def test_a_figure_with_sliders_shows_a_picture_and_its_sentences(self):
        box = self.box('<div class="slider-figure" data-figure="balls"></div>')
        stills.fill_slider(box, self.WORDS, lambda name: f"stills/{name}")
        assert (box.img["src"], box.img["alt"]) == ("stills/balls.svg", "Shapes")
        assert [item.get_text() for item in box.find_all("li")] == ["One.", "Two."]

    def test_a_figure_that_does_not_exist_is_named(self):
        box = self.box('<div class="slider-figure" data-figure="cubes"></div>')
        with pytest.raises(ExtensionError, match="'cubes'; known: balls"):
            stills.fill_slider(box, self.WORDS, str)


class TestPages:
    def test_only_pages_with_work_for_a_program_load_it(self, html, pages, names):
        for program, part in live_parts.PROGRAMS.items():
            holders = [name for name in names if pages[name].select(f"div.{part}")]
            loading = [name for name in names if pages[name].select(f"script[src*='{program}.js']")]
            assert holders == loading, program
            assert holders, f"no page has a {part}"

    def test_every_part_shows_a_picture_of_the_book_without_scripts(self, html, pages, names):
        for name in names:
            for box in pages[name].select("div.slider-figure, div.latent-explorer"):
                source = box.img["src"].split("?")[0]
                assert (html / "chapters" / source).resolve().is_file(), (name, source)
                assert len(box.select("li")) >= 2
