"""profiles.yml against the chapters: budgets, overrides, and a band for every measured number."""

from collections.abc import Iterator
from numbers import Real
from typing import Any

from tools.chapters import Book
from tools.contract.chapter import Chapter, Problem
from tools.contract.code import calls, literal
from tools.contract.opening import parameters

# The most seconds a chapter may promise on two cores.
BUDGETS = {"book": 120, "quick": 25}
OVERRIDES = ("quick", "full")
BANDS = ("book", "quick", "full")
ENTRIES = {"budget", "bands", "small_networks", *OVERRIDES}


def entry(chapter: Chapter) -> Iterator[Problem]:
    """A chapter has a budget and both profiles, even empty ones, and may have small networks."""
    wanted = {"budget", *OVERRIDES}
    missing, unknown = wanted - set(chapter.profile), set(chapter.profile) - ENTRIES
    if missing:
        yield _problem(chapter, f"misses {', '.join(sorted(missing))}")
    if unknown:
        yield _problem(chapter, f"has {', '.join(sorted(unknown))}, which nothing reads")
    if chapter.profile.get("small_networks", True) is not True:
        yield _problem(chapter, "small_networks is true, or left out")


def budget(chapter: Chapter) -> Iterator[Problem]:
    """What a reader is promised: seconds on two cores."""
    budgets = chapter.profile.get("budget", {})
    for profile, most in BUDGETS.items():
        seconds = budgets.get(profile)
        if not _is_number(seconds) or not 0 < seconds <= most:
            yield _problem(chapter, f"budget.{profile} must lie in (0, {most}] s; got {seconds}")
    if set(budgets) - set(BUDGETS):
        yield _problem(chapter, f"budget knows only {', '.join(BUDGETS)}")


def overrides(chapter: Chapter) -> Iterator[Problem]:
    """papermill only logs an unknown parameter: the override would do nothing, unnoticed."""
    own = parameters(chapter)
    for profile in OVERRIDES:
        for name, value in (chapter.profile.get(profile) or {}).items():
            if name == "profile":
                yield _problem(chapter, f"{profile}.profile is set by the runner; remove it")
            elif name not in own:
                yield _problem(
                    chapter,
                    f"{profile}.{name} overrides no parameter; the chapter has {', '.join(own)}",
                )
            elif type(value) is not type(own[name]):
                yield _problem(
                    chapter,
                    f"{profile}.{name} is {value!r}, a {type(value).__name__}; the parameter is"
                    f" {own[name]!r}, a {type(own[name]).__name__}",
                )


def bands(chapter: Chapter) -> Iterator[Problem]:
    """A band nobody measures is dead, a number without a band is unguarded."""
    texts = {literal(call): number for number, call in calls(chapter, "measured")}
    held = chapter.profile.get("bands") or {}
    for text in held:
        if text not in texts:
            yield _problem(
                chapter, f'the band {text!r} has no measured("{text}", …) in the chapter'
            )
    for text, number in texts.items():
        if text is not None and text not in held:
            yield chapter.problem(
                f"measured({text!r}, …) has no band; add one to profiles.yml, under"
                f" {chapter.name} → bands, for {', '.join(BANDS)}.",
                number,
            )


def limits(chapter: Chapter) -> Iterator[Problem]:
    """A band has two different ends in every profile."""
    for text, per_profile in (chapter.profile.get("bands") or {}).items():
        if set(per_profile) != set(BANDS):
            yield _problem(chapter, f"the band {text!r} needs exactly {', '.join(BANDS)}")
        for profile, ends in per_profile.items():
            if not (isinstance(ends, list) and len(ends) == 2 and all(map(_is_number, ends))):
                yield _problem(chapter, f"the band {text!r} in {profile} must be [low, high]")
            elif not ends[0] < ends[1]:
                yield _problem(
                    chapter, f"the band {text!r} in {profile} is empty: {ends[0]} to {ends[1]}"
                )


def of_nothing(book: Book, chapters: list[Chapter]) -> Iterator[Problem]:
    """Every entry belongs to a chapter."""
    for name in sorted(set(book.profiles()) - {chapter.name for chapter in chapters}):
        yield Problem("profiles.yml", f"{name} is no chapter of _toc.yml; remove its entry.")


def strays(book: Book, chapters: list[Chapter]) -> Iterator[Problem]:
    """Every notebook is in the table of contents, every entry of it is a file."""
    for path in book.strays():
        yield Problem(path.stem, "the notebook is not in _toc.yml; add it there or delete it.")
    for name in book.missing():
        yield Problem("_toc.yml", f"{name} has no file; write it or remove the line.")


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _problem(chapter: Chapter, words: str) -> Problem:
    return chapter.problem(f"in profiles.yml, {words}.")


CHECKS = (entry, budget, overrides, bands, limits)
BOOK_CHECKS = (of_nothing, strays)
