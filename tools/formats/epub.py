"""An EPUB of the whole book: its pages as XHTML, a table of contents, and a list of all parts.

The file follows EPUB 3.3. It has no script; formulas are MathML, and nothing is fetched.
"""

import mimetypes
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from tools.formats import archive, xhtml
from tools.formats.imprint import Imprint
from tools.formats.names import name
from tools.formats.pages import Page
from tools.formats.paper import entries

STYLE = Path(__file__).with_name("epub.css")
TYPES = {".xhtml": "application/xhtml+xml", ".ncx": "application/x-dtbncx+xml"}


def write(target: Path, pages: list[Page], imprint: Imprint, html: Path) -> None:
    """Write the book; formulas must have been set as MathML before."""
    files = {f"book/{file}": data for file, data in _content(pages, imprint, html).items()}
    parts = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": CONTAINER.encode(),
        **files,
    }
    archive.write(target, parts, first="mimetype")


def _content(pages: list[Page], imprint: Imprint, html: Path) -> dict[str, bytes]:
    """All files of the book proper, its list of them included."""
    _point(pages)
    files = _images(pages, html)
    files["style.css"] = STYLE.read_bytes()
    files["cover.png"] = (html / "_static" / "card.png").read_bytes()
    files["title.xhtml"] = xhtml.document(imprint.title, _title(imprint))
    for page in pages:
        files[f"{page.stem}.xhtml"] = xhtml.page(page)
    files["nav.xhtml"] = xhtml.document("Contents", _navigation(pages))
    files["book.opf"] = _package(pages, imprint, files).encode()
    return files


def _point(pages: list[Page]) -> None:
    """Every link inside the book gets the file in which its place now is."""
    home = {name(page.stem): page.stem for page in pages}
    home |= {tag["id"]: page.stem for page in pages for tag in page.article.select("[id]")}
    for page in pages:
        for link in page.article.select('a[href^="#"]'):
            place = link["href"].removeprefix("#")
            whole = place == name(home[place])
            link["href"] = f"{home[place]}.xhtml" + ("" if whole else f"#{place}")


def _images(pages: list[Page], html: Path) -> dict[str, bytes]:
    """The images that pages show, by their new place: one folder, so the old one is in the name."""
    files = {}
    for page in pages:
        folder = (html / page.name).parent
        for image in page.article.select("img"):
            source = (folder / unquote(urlsplit(image["src"]).path)).resolve()
            image["src"] = "images/" + "-".join(source.relative_to(html.resolve()).parts[1:])
            files[image["src"]] = source.read_bytes()
    return files


def _title(imprint: Imprint) -> str:
    told = {key: escape(text) for key, text in vars(imprint).items()}
    return TITLE.format(**told)


def _navigation(pages: list[Page]) -> str:
    """The table of contents, with the parts as its first level."""
    lines, depth = ['<nav epub:type="toc" id="toc"><h1>Contents</h1>'], -1
    for entry in _nested(pages):
        level, words, link = entry
        lines += ["</li></ol>"] * (depth - level)
        lines.append("<ol><li>" if level > depth else "</li><li>")
        depth = level
        lines.append(f'<a href="{link}">{words}</a>' if link else f"<span>{words}</span>")
    return "\n".join([*lines, *["</li></ol>"] * (depth + 1), "</nav>"])


def _nested(pages: list[Page]) -> list[tuple[int, str, str]]:
    """Level, words and link of each line; a page without a part stands on the first level."""
    files = {name(page.stem): page for page in pages}
    lines, owner, top = [], pages[0], 1
    for entry in entries(pages):
        owner = files.get(entry.place, owner)
        if entry.depth == 0:
            top = 0
        link = f"{owner.stem}.xhtml" + (f"#{entry.place}" if entry.depth == 2 else "")
        words = escape(f"{entry.number} {entry.words}".strip())
        lines.append((entry.depth - top, words, link if entry.depth else ""))
    return lines


def _package(pages: list[Page], imprint: Imprint, files: dict[str, bytes]) -> str:
    """The list of all files, and the order in which the pages are read."""
    marks = {"nav.xhtml": ' properties="nav"', "cover.png": ' properties="cover-image"'}
    for file, data in files.items():
        if file.endswith(".xhtml") and b"<math" in data:
            marks[file] = ' properties="mathml"'
    items = "\n".join(
        f'<item id="{_identifier(file)}" href="{file}" media-type="{_type(file)}"'
        f"{marks.get(file, '')}/>"
        for file in sorted(files)
    )
    order = ["title.xhtml", "nav.xhtml", *(f"{page.stem}.xhtml" for page in pages)]
    spine = "\n".join(f'<itemref idref="{_identifier(file)}"/>' for file in order)
    told = {key: escape(text) for key, text in vars(imprint).items()}
    return PACKAGE.format(items=items, spine=spine, **told)


def _type(file: str) -> str:
    suffix = PurePosixPath(file).suffix
    return TYPES.get(suffix) or mimetypes.types_map[suffix]


def _identifier(file: str) -> str:
    return name("file", file)


CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""

TITLE = """<section class="title-page">
<h1>{question}</h1>
<p>{title}: an executable book on generative adversarial networks</p>
<p>{authors}</p>
<p><img src="cover.png" alt="Noise becomes data, in four moments"/></p>
<p>This copy was made from commit {commit} of {date}. The book lives at <a
href="{address}">{address}</a>: there its figures move, its exercises answer, a GAN trains while you
watch, and every chapter opens in Colab. Here hints and solutions are gathered behind the chapters,
and the cell that installs the library in Colab, the first of every chapter, is left out.</p>
<p>Text and figures: CC BY 4.0. Code: MIT.</p>
</section>"""

PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0"
 unique-identifier="address" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="address">{address}</dc:identifier>
<dc:title>{question}</dc:title>
<dc:language>en</dc:language>
<dc:creator>{authors}</dc:creator>
<dc:rights>CC BY 4.0</dc:rights>
<meta property="dcterms:modified">{date}T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">MathML</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""
