"""What a PDF made by Chromium says of itself: pages, named places, outline, tags, fonts.

It reads the plain table of objects that Chromium writes, and no other kind of PDF.
"""

import re
from functools import cached_property
from pathlib import Path

REFERENCE = rb"(\d+) 0 R"
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Pdf:
    """A file, read as a table of dictionaries; the streams behind them are left alone."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        start = self._number(rb"startxref\s+(\d+)\s+%%EOF\s*$", self.data[-100:])
        table = re.match(rb"xref\s+0 \d+\s+((?:\d{10} \d{5} [fn]\s+)+)", self.data[start:])
        if table is None:
            raise ValueError(f"{path.name} has no plain table of objects: was it made by Chromium?")
        offsets = re.findall(rb"(\d{10}) \d{5} ([fn])", table[1])
        used = (int(offset) for offset, kind in offsets if kind == b"n")
        self.objects = dict(map(self._object, used))
        root = self._number(rb"/Root " + REFERENCE, self.data[start:])
        self.catalog = self.objects[root]

    @cached_property
    def pages(self) -> list[int]:
        """The objects of the pages, in their order."""
        return list(self._leaves(self._number(rb"/Pages " + REFERENCE, self.catalog)))

    @cached_property
    def places(self) -> dict[str, int]:
        """Every named place that a link leads to, and its page, counted from 1."""
        order = {number: place for place, number in enumerate(self.pages, 1)}
        names = self.objects[self._number(rb"/Dests " + REFERENCE, self.catalog)]
        found = re.findall(rb"/([^\s/\[]+) \[" + REFERENCE, names)
        return {_name(name): order[int(page)] for name, page in found}

    @cached_property
    def outline(self) -> list[str]:
        """The titles that a reader's side column shows."""
        titles = [re.search(rb"/Title (\(|<)", text) for text in self.objects.values()]
        bodies = zip(titles, self.objects.values(), strict=True)
        return [
            _string(body[title.start(1) :])
            for title, body in bodies
            if title and b"/Parent" in body and b"/Dest" in body
        ]

    @property
    def tagged(self) -> bool:
        """Whether its structure is told to screen readers."""
        return b"/StructTreeRoot" in self.catalog and b"/Marked true" in self.catalog

    @property
    def language(self) -> str:
        """The language in which it is read aloud."""
        return _string(self.catalog[self.catalog.index(b"/Lang") + 5 :].lstrip())

    def foreign_fonts(self) -> list[str]:
        """Fonts that are not in the file: another machine would show other letters."""
        fonts = [text for text in self.objects.values() if re.search(rb"/Type /Font\b", text)]
        # A composite font names a descendant, which is in this list too; the shapes of a Type 3
        # font are drawings in the file.
        drawn = re.compile(rb"/DescendantFonts|/Subtype /Type3\b")
        return [
            text.decode("latin-1")
            for text in fonts
            if not drawn.search(text) and not self._has_shapes(text)
        ]

    def _has_shapes(self, font: bytes) -> bool:
        found = re.search(rb"/FontDescriptor " + REFERENCE, font)
        return found is not None and b"/FontFile" in self.objects[int(found[1])]

    def _object(self, offset: int) -> tuple[int, bytes]:
        head = re.compile(rb"(\d+) 0 obj\s*").match(self.data, offset)
        end = re.compile(rb"endobj|>>\s*stream\r?\n").search(self.data, head.end())
        return int(head[1]), self.data[head.end() : end.end()]

    def _leaves(self, number: int) -> list[int]:
        kids = re.search(rb"/Kids \[(.*?)\]", self.objects[number], re.DOTALL)
        if kids is None:
            return [number]
        inner = (int(kid) for kid in re.findall(REFERENCE, kids[1]))
        return [leaf for kid in inner for leaf in self._leaves(kid)]

    @staticmethod
    def _number(pattern: bytes, text: bytes) -> int:
        found = re.search(pattern, text)
        if found is None:
            raise ValueError(f"This PDF has no {pattern.decode()!r}: was it made by Chromium?")
        return int(found[1])


def _name(written: bytes) -> str:
    """A name, in which rare signs stand as #xx."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), written).decode()


def _string(text: bytes) -> str:
    """The string that opens here, in either of the two ways a PDF writes one."""
    if text.startswith(b"<"):
        raw = bytes.fromhex(text[1 : text.index(b">")].decode())
    else:
        raw = _literal(text)
    return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def _literal(text: bytes) -> bytes:
    """A string between brackets: a backslash protects one, or begins an octal number."""
    body = re.match(rb"\(((?:[^\\()]|\\.)*)\)", text, re.DOTALL)[1]
    return re.sub(rb"\\([0-7]{1,3}|.)", _unescape, body, flags=re.DOTALL)


def _unescape(found: re.Match) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else ESCAPES.get(sign, sign)
