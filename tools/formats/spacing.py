"""The spaces of TeX in MathML, where a reader of EPUB files would set others.

MathJax spaces by TeX's classes of signs, and leaves them out of the MathML it hands on. Two of its
rules are missed there: a minus behind another sign belongs to what follows, and the name of a
function stands a little apart.
"""

from bs4 import BeautifulSoup, Tag

SIGNS = set("−+±-")
CLOSING = set(")]}|‖⟩!′")
OPENING = set("([{|‖⟨")
APPLIED = "\u2061"  # follows the name of a function, and is not seen
THIN = "0.167em"
SOUP = BeautifulSoup("", "html.parser")


def space(math: Tag) -> None:
    """Repair one formula."""
    for sign in math.find_all("mo"):
        before = sign.find_previous_sibling()
        if _text(sign) in SIGNS and _is(before, "mo") and _text(before) not in CLOSING:
            sign["form"] = "prefix"
        if _text(sign) == APPLIED:
            _part(sign)


def _part(applied: Tag) -> None:
    """Thin spaces round the name of a function, but not before a bracket or behind a sign."""
    after, name = applied.find_next_sibling(), applied.find_previous_sibling()
    if after is not None and not _opens(after):
        applied.insert_after(_thin())
    before = name.find_previous_sibling() if name is not None else None
    if before is not None and (not _is(before, "mo") or _text(before) in CLOSING):
        name.insert_before(_thin())


def _opens(tag: Tag) -> bool:
    """Whether this begins with a bracket, however deep it is wrapped."""
    first = next((sign for sign in (tag, *tag.find_all()) if not sign.find()), tag)
    return first.name == "mo" and _text(first) in OPENING


def _thin() -> Tag:
    return SOUP.new_tag("mspace", attrs={"width": THIN})


def _is(tag: Tag | None, name: str) -> bool:
    return tag is not None and tag.name == name


def _text(tag: Tag) -> str:
    return tag.get_text().strip()
