"""What a site needs beside its pages once others link to it.

Every page says in a sentence what it is about and shows the book's card; `sitemap.xml` lists the
pages; `404.html` leads lost readers back. The site's address is `html_baseurl` in `_config.yml`.
"""

import re
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

CARD = "_static/card.png"
LONGEST = 200  # characters of a description: search engines show no more
BOX = "figure, table, nav, div.cell, div.admonition, div.math, blockquote"


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", describe, priority=870)
    app.connect("build-finished", complete)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def describe(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Tell machines that show links what a page is about."""
    if doctree is None or "body" not in context:
        return
    title = BeautifulSoup(context["title"], "html.parser").get_text()
    about = description(context["body"])
    address = f"{app.config.html_baseurl}{pagename}.html"
    told = {
        "og:type": "article",
        "og:site_name": app.config.html_title or app.config.project,
        "og:title": title,
        "og:description": about,
        "og:url": address,
        "og:image": f"{app.config.html_baseurl}{CARD}",
        "og:image:width": "1200",
        "og:image:height": "630",
    }
    tags = [f'<meta name="description" content="{escape(about)}" />']
    tags += [f'<meta property="{name}" content="{escape(text)}" />' for name, text in told.items()]
    tags.append('<meta name="twitter:card" content="summary_large_image" />')
    context["metatags"] = context.get("metatags", "") + "\n".join(tags)


def description(body: str) -> str:
    """The first words of a page: whole sentences of its first paragraph, as many as fit."""
    page = BeautifulSoup(body, "html.parser")
    for box in page.select(BOX):
        box.decompose()
    paragraphs = (re.sub(r"\s+", " ", p.get_text()).strip() for p in page.find_all("p"))
    text = next(filter(None, paragraphs), "")
    short = ""
    for sentence in re.split(r"(?<=[.?!]) ", text):
        if short and len(short) + len(sentence) > LONGEST:
            break
        short = f"{short} {sentence}".strip()
    return short


def complete(app: Sphinx, error: Exception | None) -> None:
    """Write the two files that belong to the whole site."""
    if error is not None or app.builder.format != "html":
        return
    out, base = Path(app.outdir), app.config.html_baseurl
    (out / "sitemap.xml").write_text(sitemap(base, sorted(app.env.found_docs)), encoding="utf-8")
    lost = LOST.format(start=f"{base}{app.config.root_doc}.html")
    (out / "404.html").write_text(lost, encoding="utf-8")


def sitemap(base: str, pages: list[str]) -> str:
    """All pages, for search engines."""
    lines = [f"  <url><loc>{escape(base)}{escape(page)}.html</loc></url>" for page in pages]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>\n",
        ]
    )


# A server shows it at any depth of address: so it carries its style, and its link is absolute.
LOST = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="robots" content="noindex" />
<title>No such page - ganbook</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 1.5rem;
  font: 1.1rem/1.6 Georgia, serif; background: light-dark(#fbfaf6, #14161d);
  color: light-dark(#1f2430, #e5e3dd); }}
main {{ max-width: 34rem; }}
h1 {{ font: 700 2rem/1.2 "Avenir Next", "Segoe UI", sans-serif; }}
a {{ color: light-dark(#0f5f94, #6db8ec); }}
</style>
</head>
<body>
<main>
<h1>This page was sampled from nowhere.</h1>
<p>There is nothing at this address: a chapter may have a new name, or the link was cut off.</p>
<p><a href="{start}">Go to the first page of the book</a>, which lists all chapters.</p>
</main>
</body>
</html>
"""
