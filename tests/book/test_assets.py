"""What the page needs from npm: named exactly, checked by hash, fetched once, never committed."""

import json
import re
import subprocess
import zlib

import pytest

from tools import assets

LOCK = json.loads((assets.ROOT / "package-lock.json").read_text(encoding="utf-8"))
PACKAGES = {name: entry for name, entry in LOCK["packages"].items() if name}


class TestLock:
    def test_every_package_has_a_hash(self):
        assert all(entry["integrity"].startswith("sha512-") for entry in PACKAGES.values())

    def test_no_package_names_a_host(self):
        """Whoever installs it chooses the registry; the hash says whether the file is right."""
        assert not [name for name, entry in PACKAGES.items() if "resolved" in entry]

    def test_versions_are_exact_and_those_of_package_json(self):
        wanted = json.loads((assets.ROOT / "package.json").read_text(encoding="utf-8"))
        for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
            assert PACKAGES[f"node_modules/{name}"]["version"] == version

    def test_every_package_may_be_handed_on(self):
        free = {"Apache-2.0", "MIT", "MPL-2.0", "OFL-1.1"}
        assert {entry["license"] for entry in PACKAGES.values()} <= free


class TestFiles:
    def test_a_second_run_fetches_nothing(self, html, monkeypatch):
        monkeypatch.setattr(assets, "install_packages", lambda cache: pytest.fail("fetched again"))
        assert assets.main() is False

    def test_a_changed_lock_fetches_again(self, tmp_path, monkeypatch):
        monkeypatch.setattr(assets, "install_packages", lambda cache: None)
        assert assets.main(tmp_path) is True
        assert assets.main(tmp_path) is False
        monkeypatch.setattr(assets, "_fingerprint", lambda: "another lock")
        assert assets.main(tmp_path) is True

    def test_a_pattern_without_a_file_is_named(self, tmp_path):
        with pytest.raises(FileNotFoundError, match=r"mathjax/gone\.js"):
            assets.copy_files({"mathjax/gone.js": "gone.js"}, tmp_path)

    def test_licences_travel_with_what_they_license(self, html):
        for name in ("mathjax/LICENSE", "fonts/LICENSE-literata", "fonts/LICENSE-jetbrains-mono"):
            assert (html / "_static" / name).stat().st_size > 500

    def test_every_font_of_the_style_sheet_is_there(self, html):
        sheet = (html / "_static" / "ganbook.css").read_text(encoding="utf-8")
        fonts = re.findall(r'url\("(fonts/.*?)"\)', sheet)
        assert len(fonts) >= 5
        assert not [name for name in fonts if not (html / "_static" / name).is_file()]

    def test_what_no_page_loads_is_left_out(self, html):
        static = html / "_static"
        assert not (static / "vendor").exists()
        assert not list(static.rglob("*.map"))

    def test_nothing_of_it_is_committed(self):
        listed = subprocess.run(
            ["git", "ls-files"], cwd=assets.ROOT, check=True, capture_output=True, text=True
        ).stdout.split()
        foreign = re.compile(r"node_modules/|\.woff2?$|\.min\.js$|mathjax/|_build/")
        assert not [name for name in listed if foreign.search(name)]


class TestCacheNames:
    def test_every_style_and_script_of_every_page_is_named_by_its_content(self, html):
        found = 0
        for page in html.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            for address in re.findall(r'(?:src|href)="([^":]+\.(?:css|js)(?:\?[^"]*)?)"', text):
                path, _, version = address.partition("?v=")
                content = (page.parent / path).read_bytes()
                assert version == f"{zlib.crc32(content):08x}", (page.name, address)
                found += 1
        assert found > 300


class TestNode:
    def test_a_machine_without_npm_gets_it_into_the_environment(self, monkeypatch):
        called = []
        monkeypatch.setattr(assets.shutil, "which", lambda name: None)
        monkeypatch.setattr(assets.subprocess, "run", lambda command, **_: called.append(command))
        monkeypatch.setattr(assets.Path, "exists", lambda path: False)
        npm = assets.node_program("npm")
        assert npm.startswith(str(assets.ROOT / ".venv"))
        assert called[0][-2:] == assets.NODE
        assert all(re.fullmatch(r"[\w-]+==[\d.]+", name) for name in assets.NODE)
