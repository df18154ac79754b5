"""Styles and scripts are named by their content."""

import os

from tools import cache_names


class TestVersioned:
    def test_names_what_is_local_and_replaces_an_older_name(self):
        page = '<link href="a.css"/><script src="../b.js?v=12"></script>'
        named = cache_names.versioned(page, lambda address: address[-1] * 3)
        assert named == '<link href="a.css?v=sss"/><script src="../b.js?v=sss"></script>'

    def test_leaves_what_is_elsewhere_or_not_there(self):
        page = '<a href="https://example.org/a.js">x</a><script src="gone.js"></script>'
        assert cache_names.versioned(page, lambda address: "") == page


class TestVersion:
    def test_another_content_gets_another_name(self, tmp_path):
        page, sheet = tmp_path / "a.html", tmp_path / "a.css"
        page.write_text('<link href="a.css"/>')
        names = set()
        for text in ("p { }", "q { }"):
            sheet.write_text(text)
            cache_names.version(tmp_path)
            names.add(page.read_text())
        assert len(names) == 2

    def test_a_page_that_is_right_is_not_written_again(self, tmp_path):
        (tmp_path / "a.css").write_text("p { }")
        page = tmp_path / "a.html"
        page.write_text('<link href="a.css"/>')
        cache_names.version(tmp_path)
        os.utime(page, (0, 0))
        cache_names.version(tmp_path)
        assert page.stat().st_mtime == 0
