"""Programs that must fail, on a page that must not."""

from collections.abc import Callable
from typing import Any

from ganbook.notebook.claims import ClaimFailed


def stopped_by(program: Callable[[], Any]) -> Exception:
    """The error that stops a program, to be named or printed on a page instead of ending it.

    The trap: the words of other libraries' errors change with their versions, so a page prints its
    own words or the error's type. A program that runs to its end fails the page.
    """
    try:
        program()
    except Exception as error:
        # Without its traceback it keeps no arrays of the program alive.
        return error.with_traceback(None)
    raise ClaimFailed("The program ran to its end; the page says that it is stopped by an error.")
