"""Text a chapter shows: source code, and lines of training that are equal on every machine."""

import inspect
import pathlib
import re
import sys
import textwrap
from collections.abc import Callable

from ganbook.notebook import digits

_LINES = 5
_last = {"step": 0, "share": 0}


def show_source(definition: Callable) -> None:
    """Show how the package defines something: the code that runs, not a copy of it."""
    definition = inspect.unwrap(definition)
    try:
        source = textwrap.dedent(inspect.getsource(definition)).rstrip()
    except (OSError, TypeError):
        raise TypeError(
            f"show_source needs a function or class written in Python; got {definition!r}."
        ) from None
    if str(definition.__module__).startswith("ganbook."):
        source = f"# {_file(definition)}\n\n{source}"
    show({"text/markdown": fenced(source, "python"), "text/plain": source})


def fenced(text: str, name: str) -> str:
    """A block whose fence is longer than any fence in what it encloses."""
    fence = "`" * (max(map(len, re.findall("`{3,}", text)), default=2) + 1)
    return f"{fence}{name}\n{text}\n{fence}"


def progress(step: int, steps: int, **values: float) -> None:
    """Print one line at each fifth of a training; call it as often as you like.

    No clock and few digits: a line is for the eye, a claim about it belongs in `measured`.
    """
    if not 1 <= step <= steps:
        raise ValueError(f"step must lie between 1 and steps={steps}; got {step}.")
    if step <= _last["step"]:  # another training has begun
        _last["share"] = 0
    share = step * _LINES // steps
    if share > _last["share"]:
        shown = [f" · {name} ≈ {digits.short(float(value))}" for name, value in values.items()]
        print(f"step {step:>{len(str(steps))}} / {steps}{''.join(shown)}")
    _last.update(step=step, share=share)


def _file(definition: Callable) -> str:
    """Where the reader finds it, from the package's folder on."""
    file = pathlib.Path(inspect.getsourcefile(definition))
    package = pathlib.Path(__file__).parents[1]
    return file.relative_to(package.parent).as_posix()


def show(bundle: dict[str, str], metadata: dict | None = None) -> None:
    """Give each reader the richest form it can draw; a plain terminal gets the plain text."""
    # Whoever runs IPython has imported it; nobody else should pay for the import.
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(bundle["text/plain"])
        return
    from IPython.display import display

    display(bundle, raw=True, metadata=metadata or {})
