"""Pages as XHTML: the same words and structure, without what only the site's styles need."""

from bs4 import BeautifulSoup, Tag

from tools.formats.names import name
from tools.formats.pages import Page

# What HTML allows and XHTML's schema for books does not.
UNWANTED = {
    "a": {"title"},
    "img": {"loading", "decoding"},
    "table": {"border"},
    "div": {"data-preset", "role"},
}


def page(page: Page) -> bytes:
    """A page of the book; formulas are MathML already."""
    number = f"{page.number} " if page.number else ""
    body = f'<section id="{name(page.stem)}">{plain(page.article)}</section>'
    return document(f"{number}{page.title}", body)


def document(title: str, body: str) -> bytes:
    """A whole file; its title is told by readers that list files."""
    words = BeautifulSoup("", "html.parser").new_string(title).output_ready("minimal")
    return DOCUMENT.format(title=words, body=body).encode()


def plain(article: Tag) -> str:
    """The inside of a page, in the letters and attributes that XHTML knows."""
    for code in article.select("pre"):
        _unpaint(code)
    for tag in article.find_all(True):
        for attribute in UNWANTED.get(tag.name, ()):
            tag.attrs.pop(attribute, None)
    # An empty group is a fault in a description list; elsewhere it says nothing either.
    return article.decode_contents(formatter="minimal")


def _unpaint(code: Tag) -> None:
    """Code keeps the colours of comments, words and values; names and signs are plain text."""
    for span in code.find_all("span"):
        kinds = {KINDS[word] for word in span.get("class", []) if word in KINDS}
        if kinds:
            span.attrs = {"class": kinds.pop()}
        else:
            span.unwrap()
    code.smooth()


KINDS = {
    **dict.fromkeys(("k", "kn", "kc", "kd", "kr", "ow"), "word"),
    **dict.fromkeys(("nf", "nd"), "made"),
    **dict.fromkeys(("s", "s1", "s2", "sa", "sb", "sd", "se", "sh", "si", "sr"), "text"),
    **dict.fromkeys(("m", "mi", "mf", "mh", "il"), "value"),
    **dict.fromkeys(("c", "c1", "ch", "cm"), "comment"),
}

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en"
 xml:lang="en">
<head>
<meta charset="UTF-8"/>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""
