"""Small repairs to the generated page, so that it reads well aloud, by keyboard and on paper.

Each function below mends one thing that the theme or an extension leaves wrong; a browser test
(`tests/browser`) finds it again the day a repair is no longer made.
"""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    app.connect("html-page-context", repair, priority=800)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def repair(
    app: Sphinx, pagename: str, template: str, context: dict, doctree: nodes.document | None
) -> None:
    """Mend the body of one page."""
    if "body" not in context:
        return
    page = BeautifulSoup(context["body"], "html.parser")
    for mend in REPAIRS:
        mend(page)
    context["body"] = str(page)


def fold_natively(page: BeautifulSoup) -> None:
    """A box marked `dropdown` becomes a <details>: it opens by keyboard and without scripts."""
    for box in page.select("div.admonition.dropdown"):
        title = box.find("p", class_="admonition-title")
        title.name = "summary"
        box.name = "details"
        title.attrs = {"class": ["admonition-title"]}
        for link in title.find_all("a"):  # one control inside another cannot be reached
            link.unwrap()
        box.insert(0, title.extract())


def name_code_folds(page: BeautifulSoup) -> None:
    """A folded cell is announced by the words it shows, not by a second, hidden name."""
    for summary in page.select("details.hide > summary"):
        del summary["aria-label"]


def list_references(page: BeautifulSoup) -> None:
    """The bibliography claims to be a list without items: let it be plain paragraphs."""
    for tag in page.select('[role="doc-biblioentry"]'):
        del tag["role"]
        parent = tag.parent
        if isinstance(parent, Tag) and parent.get("role") == "list":
            del parent["role"]


def free_names(page: BeautifulSoup) -> None:
    """Every theorem and exercise of a page repeats the same names: keep them as classes."""
    for tag in page.select("#proof, #proof-content, #exercise-content, #solution-content"):
        tag["class"] = [*tag.get("class", []), "is-" + tag.attrs.pop("id")]


def mark_proofs(page: BeautifulSoup) -> None:
    """The word that opens a proof can be told from the proof."""
    for paragraph in page.select("div.is-proof > p:first-child"):
        words = paragraph.contents[0]
        if isinstance(words, NavigableString) and words.startswith("Proof. "):
            words.replace_with(words.removeprefix("Proof."))
            opening = page.new_tag("span", attrs={"class": "proof-word"})
            opening.string = "Proof."
            paragraph.insert(0, opening)


def keep_punctuation(page: BeautifulSoup) -> None:
    """No line begins with the comma that belongs to a formula."""
    for formula in page.select("span.math"):
        after = formula.next_sibling
        found = re.match(r"[,.;:!?)\]’”]+", after) if isinstance(after, NavigableString) else None
        if found:
            after.replace_with(after[found.end() :])
            formula.wrap(page.new_tag("span", attrs={"class": "keep"})).append(found.group())


REPAIRS = (
    fold_natively,
    name_code_folds,
    list_references,
    free_names,
    mark_proofs,
    keep_punctuation,
)
