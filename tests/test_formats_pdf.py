"""The reader of PDF files, on one written by hand."""

import pytest

from tools.formats.pdf_facts import Pdf

OBJECTS = [
    b"<</Type /Catalog /Pages 2 0 R /Dests 5 0 R /MarkInfo <</Marked true>>"
    b" /StructTreeRoot 6 0 R /Lang (en)>>",
    b"<</Type /Pages /Count 2 /Kids [7 0 R]>>",
    b"<</Type /Page /Parent 7 0 R>>",
    b"<</Type /Page /Parent 7 0 R>>",
    b"<</book-a.x [4 0 R /XYZ 0 0 0] /b#20c [3 0 R /XYZ 0 0 0]>>",
    b"<</Type /StructTreeRoot>>",
    b"<</Type /Pages /Count 2 /Kids [4 0 R 3 0 R] /Parent 2 0 R>>",
    b"<</Length 12>> stream\n3 0 obj bait\nendstream",
    rb"<</Title (One \(1\) \101) /Parent 6 0 R /Dest /a>>",
    b"<</Title <FEFF03BC> /Parent 6 0 R /Dest /a>>",
    b"<</Type /Font /Subtype /Type3>>",
    b"<</Type /Font /Subtype /Type0 /DescendantFonts [13 0 R]>>",
    b"<</Type /Font /Subtype /CIDFontType2 /FontDescriptor 14 0 R>>",
    b"<</Type /FontDescriptor /FontFile2 9 0 R>>",
]


def written(path, objects):
    """A file with these objects and a table of where they are."""
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    path.write_bytes(body + head + table + end)
    return Pdf(path)


@pytest.fixture
def pdf(tmp_path):
    return written(tmp_path / "a.pdf", OBJECTS)


class TestPdf:
    def test_counts_pages_in_the_order_of_the_tree(self, pdf):
        assert pdf.pages == [4, 3]

    def test_finds_places_on_their_pages(self, pdf):
        assert pdf.places == {"book-a.x": 1, "b c": 2}

    def test_reads_titles_in_both_ways_of_writing(self, pdf):
        assert pdf.outline == ["One (1) A", "μ"]

    def test_tells_tags_and_language(self, pdf):
        assert pdf.tagged
        assert pdf.language == "en"

    def test_a_file_without_tags_is_told(self, tmp_path):
        bare = [OBJECTS[0].replace(b"/Marked true", b"/Marked false"), *OBJECTS[1:]]
        assert not written(tmp_path / "b.pdf", bare).tagged

    def test_fonts_in_the_file_are_no_foreign_ones(self, pdf):
        assert pdf.foreign_fonts() == []

    @pytest.mark.parametrize("place", [12, 13])
    def test_a_font_that_is_not_in_the_file_is_named(self, tmp_path, place):
        objects = list(OBJECTS)
        objects[place] = objects[place].replace(b"/FontFile2 9 0 R", b"")
        objects[place] = objects[place].replace(b"/FontDescriptor 14 0 R", b"/BaseFont /Arial")
        assert len(written(tmp_path / "b.pdf", objects).foreign_fonts()) == 1

    def test_another_kind_of_file_is_refused(self, tmp_path):
        (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF")
        with pytest.raises(ValueError, match="made by Chromium"):
            Pdf(tmp_path / "c.pdf")
