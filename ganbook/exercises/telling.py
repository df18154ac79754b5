"""How an outcome looks: our sentences as Markdown, all that the attempt produced as quoted text."""

from ganbook.exercises.checking import Outcome
from ganbook.notebook.showing import fenced, show

_TITLES = {
    "not attempted": "○ Not attempted yet",
    "raised": "✗ Your code raised an error",
    "took too long": "✗ Took too long",
    "incorrect": "✗ Not yet",
    "correct": "✓ Correct",
}


def tell_outcome(outcome: Outcome) -> None:
    """Show an outcome, with what the attempt said and printed."""
    quotes = [outcome.evidence, outcome.printed and f"Your code printed:\n{outcome.printed}"]
    tell(_TITLES[outcome.state], outcome.sentence, *filter(None, quotes))


def tell(title: str, text: str, *quotes: str) -> None:
    """Show a title, a text of ours, and quotes that are drawn letter by letter, never as markup."""
    quotes = [_printable(quote) for quote in quotes]
    rich = [f"**{title}.** {text}", *(fenced(quote, "text") for quote in quotes)]
    plain = [f"{title}. {text}", *quotes]
    show({"text/markdown": "\n\n".join(rich), "text/plain": "\n\n".join(plain)})


def _printable(text: str) -> str:
    """Without the control characters that would move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text.expandtabs(4))
