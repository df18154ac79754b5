"""Hints and solutions move behind the chapters: on paper nothing can be folded away.

Each exercise then ends with a link to its hints and solution, and these lead back.
"""

from bs4 import BeautifulSoup, Tag

from tools.formats.names import name
from tools.formats.pages import Page, heading

STEM = "hints_and_solutions"
TITLE = "Hints and solutions"
LEAD = "Try first, then read one hint at a time. Every exercise is named as in its chapter."
SOUP = BeautifulSoup("", "html.parser")


def gather(pages: list[Page]) -> Page:
    """Take all hints and solutions out of the pages; the page that now holds them."""
    article = tag("article", **{"class": "bd-article"})
    section = tag("section", id=name(STEM, "all"))
    article.append(section)
    section.extend((tag("h1", TITLE), tag("p", LEAD)))
    for page in pages:
        answers = [answer for box in page.article.select("div.exercise") if (answer := _take(box))]
        if answers:
            section.append(_chapter(page, answers))
    return Page(f"chapters/{STEM}", "Appendix", article)


def tag(kind: str, text: str = "", **attributes: str) -> Tag:
    """A new piece of a page."""
    made = SOUP.new_tag(kind, attrs=attributes)
    made.string = text
    return made


def _chapter(page: Page, answers: list[Tag]) -> Tag:
    number, title = heading(page.article.find("h1"))
    section = tag("section", id=name(STEM, page.stem))
    section.append(tag("h2", f"Chapter {number}: {title}" if number else title))
    section.extend(answers)
    return section


def _take(exercise: Tag) -> Tag | None:
    """The hints and the solution of one exercise, with links both ways; None if it has none."""
    hints = exercise.select("details.sd-dropdown")
    solution = _solution(exercise)
    if not hints and solution is None:
        return None
    place = name(STEM, exercise["id"].removeprefix("book-"))
    answer = tag("section", id=place, **{"class": "answer"})
    answer.append(_title(exercise))
    for fold in (*hints, solution):
        if fold is not None:
            answer.append(_opened(fold.extract()))
    told = [word for word, there in (("hints", hints), ("solution", solution)) if there]
    exercise.append(_pointer(" and ".join(told).capitalize(), place))
    return answer


def _title(exercise: Tag) -> Tag:
    """The heading of an answer, which leads back to the question."""
    words = exercise.select_one(".admonition-title").get_text()
    title = tag("h3")
    title.append(tag("a", " ".join(words.split()), href=f"#{exercise['id']}"))
    return title


def _pointer(words: str, place: str) -> Tag:
    line = tag("p", **{"class": "pointer"})
    line.append(tag("a", words, href=f"#{place}"))
    return line


def _solution(exercise: Tag) -> Tag | None:
    """The solution that follows before the next exercise."""
    for after in exercise.find_next_siblings():
        if "exercise" in after.get("class", []):
            return None
        if after.name == "details" and "solution" in after.get("class", []):
            return after
    return None


def _opened(fold: Tag) -> Tag:
    """A folded part as an open one, under its own small title."""
    words = fold.summary.get_text().strip()
    fold.summary.decompose()
    fold.name = "div"
    fold["class"] = ["solution" if words.startswith("Solution") else "hint"]
    title = "Solution" if words.startswith("Solution") else words
    fold.insert(0, tag("p", title, **{"class": "answer-title"}))
    return fold
