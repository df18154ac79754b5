"""Chapters, sections, equations, figures and exercises carry the number in the chapter's file name.

Sphinx counts pages in the order of the table of contents, so the number of a chapter would change
with every page added before it. Here `05_euclidean_and_manhattan` is chapter 5 for good: its
sections are 5.1, 5.2, and its first equation is (5.1).
"""

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

NUMBERED_LEVELS = 2  # the chapter and its sections; smaller headings stay bare
Numbers = dict[str, tuple[int, ...] | None]


def setup(app: Sphinx) -> dict:
    """Sphinx calls this when the book is built."""
    # It puts a numbering of its own in this place: let it come first.
    app.setup_extension("sphinx_external_toc")
    # The collector numbers sections and then, from those, figures: only the first half changes.
    TocTreeCollector.assign_section_numbers = assign_section_numbers
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def chapter_number(docname: str) -> int | None:
    """The number a page's file name starts with; None for pages that are not chapters."""
    found = re.match(r"(\d+)_", docname.rsplit("/", 1)[-1])
    return int(found.group(1)) if found else None


def assign_section_numbers(collector: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Number every chapter's headings; the pages whose numbers changed are written again."""
    before, env.toc_secnumbers = env.toc_secnumbers, {}
    for docname, toc in env.tocs.items():
        number = chapter_number(docname)
        if number is not None:
            env.toc_secnumbers[docname] = dict(_numbered(toc, (), number))
            env.titles[docname]["secnumber"] = (number,)
    return [name for name in env.tocs if before.get(name) != env.toc_secnumbers.get(name)]


def _numbered(
    entries: nodes.Node, parent: tuple[int, ...], first: int = 1
) -> Iterator[tuple[str, tuple[int, ...] | None]]:
    for place, entry in enumerate(entries.children):
        number = (*parent, first + place)
        shown = number if len(number) <= NUMBERED_LEVELS else None
        for part in entry.children:
            if isinstance(part, addnodes.compact_paragraph):
                reference = part[0]
                reference["secnumber"] = shown
                yield reference["anchorname"], shown
            elif isinstance(part, nodes.bullet_list):
                yield from _numbered(part, number)
