"""What an EPUB must be, by its standard: the rules that a reading device relies on."""

import posixpath
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

HTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
LOADED = {"img": "src", "link": "href"}


class Epub:
    """A file, its parts by name, and every page parsed."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            self.parts = {entry.filename: archive.read(entry) for entry in self.entries}
        container = ElementTree.fromstring(self.parts["META-INF/container.xml"])
        self.package_name = container.find(f".//{CONTAINER}rootfile").get("full-path")
        self.package = ElementTree.fromstring(self.parts[self.package_name])
        self.items = {item.get("id"): item for item in self.package.iter(f"{OPF}item")}
        self.pages = {
            self.place(item): ElementTree.fromstring(self.parts[self.place(item)])
            for item in self.items.values()
            if item.get("media-type") == "application/xhtml+xml"
        }

    def place(self, item) -> str:
        """Where an item of the list lies in the file."""
        return posixpath.join(posixpath.dirname(self.package_name), item.get("href"))


def faults(path: Path) -> list[str]:
    """Everything wrong with an EPUB; a page that is not well-formed raises while it is read."""
    epub = Epub(path)
    return [
        fault for rule in (_wrapping, _listing, _reading, _loading, _links) for fault in rule(epub)
    ]


def _wrapping(epub: Epub) -> Iterator[str]:
    first = epub.entries[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield "the first entry is not a plain mimetype"
    if epub.parts.get("mimetype") != b"application/epub+zip":
        yield "the mimetype is not that of an EPUB"


def _listing(epub: Epub) -> Iterator[str]:
    listed = [epub.place(item) for item in epub.items.values()]
    if len(set(listed)) < len(listed):
        yield "a part is listed twice"
    own = {"mimetype", "META-INF/container.xml", epub.package_name}
    for name in set(listed) ^ (set(epub.parts) - own):
        yield f"{name} is listed or there, but not both"


def _reading(epub: Epub) -> Iterator[str]:
    navigation = [i for i in epub.items.values() if "nav" in (i.get("properties") or "").split()]
    if len(navigation) != 1:
        yield "there is not exactly one navigation page"
    order = [item.get("idref") for item in epub.package.iter(f"{OPF}itemref")]
    pages = {key for key, item in epub.items.items() if epub.place(item) in epub.pages}
    if sorted(order) != sorted(pages):
        yield "not every page is read exactly once"
    for key in pages:
        math = b"<math" in epub.parts[epub.place(epub.items[key])]
        if math != ("mathml" in (epub.items[key].get("properties") or "")):
            yield f"{key} does not say whether it has formulas"


def _loading(epub: Epub) -> Iterator[str]:
    for name, page in epub.pages.items():
        for kind, attribute in LOADED.items():
            for tag in page.iter(HTML + kind):
                if _target(name, tag.get(attribute))[0] not in epub.parts:
                    yield f"{name}: {tag.get(attribute)} is not in the file"
        for image in page.iter(f"{HTML}img"):
            if not (image.get("alt") or "").strip():
                yield f"{name}: {image.get('src')} has no words"
        for script in page.iter(f"{HTML}script"):
            yield f"{name}: a script, {script.attrib}"


def _links(epub: Epub) -> Iterator[str]:
    places = {name: {tag.get("id") for tag in page.iter()} for name, page in epub.pages.items()}
    for name, page in epub.pages.items():
        names = [tag.get("id") for tag in page.iter() if tag.get("id")]
        if len(set(names)) < len(names):
            yield f"{name}: a name is used twice"
        for link in page.iter(f"{HTML}a"):
            target, anchor = _target(name, link.get("href"))
            if target and (target not in places or (anchor and anchor not in places[target])):
                yield f"{name}: {link.get('href')} leads nowhere"


def _target(page: str, address: str) -> tuple[str, str]:
    """The part and the place that an address in this page means; empty for one outside."""
    parts = urlsplit(address)
    if parts.scheme:
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return (path if parts.path else page), parts.fragment
