"""The book for reading devices, and the site for a folder."""

import shutil
import subprocess
import zipfile

import pytest

from tests import epub_faults
from tools.formats import formulas, offer

MATHML = "{http://www.w3.org/1998/Math/MathML}math"


@pytest.fixture(scope="session")
def epub(made):
    return epub_faults.Epub(made / offer.EPUB)


class TestEpub:
    def test_keeps_every_rule(self, made):
        assert epub_faults.faults(made / offer.EPUB) == []

    def test_passes_the_checker_of_the_standard_where_it_is_installed(self, made):
        if shutil.which("epubcheck") is None:
            pytest.skip("NOT RUN: epubcheck is missing, as in `apt-get install epubcheck`.")
        program = ["java", "-jar", shutil.which("epubcheck"), made / offer.EPUB]
        done = subprocess.run(program, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def test_has_every_page_with_its_words(self, epub, book):
        for page in book:
            words = "".join(epub.pages[f"book/{page.stem}.xhtml"].itertext())
            assert page.title in " ".join(words.split())

    def test_has_every_formula_with_its_description(self, epub, book):
        for page in book:
            count = len(page.article.select(".math"))
            moved = len(page.article.select("details .math"))
            found = list(epub.pages[f"book/{page.stem}.xhtml"].iter(MATHML))
            assert count - moved <= len(found) <= count
        everything = [math for page in epub.pages.values() for math in page.iter(MATHML)]
        assert len(everything) == sum(len(page.article.select(".math")) for page in book)
        assert all(math.get("alttext") for math in everything)

    def test_has_every_image(self, epub, book):
        images = [i for page in book for i in page.article.select("img:not(.moves)")]
        # ../_images/a.png and ../_static/sliders/a.svg, without the folders that all share
        shown = {"book/images/" + "-".join(i["src"].split("/")[2:]) for i in images}
        assert len(shown) > 80
        assert shown <= set(epub.parts)


class TestFormulas:
    def test_one_that_cannot_be_set_is_named(self, made):
        with pytest.raises(formulas.BadFormula, match="x_"):
            formulas.mathml([("x_{", False)], {})

    def test_own_commands_are_known(self, made):
        (formula,) = formulas.mathml([(r"\R", False)], {"R": r"\mathbb{R}"})
        assert 'mathvariant="double-struck"' in formula


@pytest.fixture(scope="session")
def unpacked(made, tmp_path_factory):
    """The site as a reader has it who unpacked the zip."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(made / offer.SITE) as archive:
        archive.extractall(folder)
    return folder / "ganbook"


class TestZip:
    def test_has_every_file_of_the_site(self, unpacked, html):
        def names(folder):
            return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}

        site = {name for name in names(html) if name.parts[0] != offer.SHELF}
        assert names(unpacked) == site

    def test_offers_no_download_that_it_has_not(self, unpacked):
        first = (unpacked / "chapters" / "index.html").read_text(encoding="utf-8")
        assert offer.SHELF not in first
        assert offer.OFFLINE in first


class TestOffered:
    def test_the_first_page_links_all_three(self, made, html):
        first = (html / "chapters" / "index.html").read_text(encoding="utf-8")
        for name in (offer.PDF, offer.EPUB, offer.SITE):
            assert f'href="../{offer.SHELF}/{name}"' in first
            assert (html / offer.SHELF / name).read_bytes() == (made / name).read_bytes()
