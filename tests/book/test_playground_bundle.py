"""The playground's modules become one script, and every page says something without it."""

import subprocess

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from test_extensions import load

from tools import assets
from tools.chapters import ROOT

playground = load("playground")
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
        assert run(playground.bundle(modules)) == "22 20 string true\n"

    def test_the_text_it_hands_to_a_worker_is_a_program_of_its_own(self, folder):
        modules = folder(
            main="export function start(source) {\n"
            "  if (globalThis.again) console.log(source.length);\n"
            "  else { globalThis.again = true; new Function(source)(); }\n}\n"
        )
        assert int(run(playground.bundle(modules))) > 100

    @pytest.mark.parametrize(
        "line", ['import * as all from "./low.mjs";', "export default 3;", "export class A {}"]
    )
    def test_refuses_a_form_that_it_does_not_know(self, folder, line):
        with pytest.raises(ExtensionError, match="does not know this form"):
            playground.bundle(folder(low="", main=line + "\n"))

    def test_refuses_a_circle(self, folder):
        modules = folder(
            main='import { a } from "./low.mjs";\n', low='import { start } from "./main.mjs";\n'
        )
        with pytest.raises(ExtensionError, match="circle"):
            playground.bundle(modules)

    def test_the_book_s_own_is_one_script_without_modules(self):
        script = playground.bundle(ROOT / "_static" / "playground")
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


class TestPages:
    def test_only_pages_with_a_playground_load_it(self, html, pages, names):
        for name in names:
            scripts = [tag["src"] for tag in pages[name].select("script[src*=playground]")]
            assert bool(scripts) == bool(pages[name].select("div.playground")), name
