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
    tell(_TITLES[outcome.state], outcome.sentence, outcome.evidence, outcome.printed)


def tell(title: str, text: str, evidence: str = "", printed: str = "") -> None:
    """Show a title, a text of ours, and quotes that are drawn letter by letter, never as markup."""
    rich, plain = [f"**{title}.** {text}"], [f"{title}. {text}"]
    for heading, quote in (("", _printable(evidence)), ("Your code printed:", _printable(printed))):
        if quote:
            rich += [heading, fenced(quote, "text")]
            plain += [heading, quote]
    bundle = {"text/markdown": rich, "text/plain": plain}
    show({kind: "\n\n".join(filter(None, parts)) for kind, parts in bundle.items()})


def _printable(text: str) -> str:
    """Without the control characters that would move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text.expandtabs(4))
