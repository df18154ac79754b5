"""Run code that may raise, print without end, spoil its inputs or never stop, and come back."""

import contextlib
import copy
import ctypes
import io
import pathlib
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

_KEPT = 2000  # bytes of printed text worth keeping
_AGAIN, _PATIENCE = 0.05, 20  # code may catch our signal to stop: repeat it, then leave it behind
_LIBRARIES = tuple(
    str(pathlib.Path(place).resolve())
    for place in (
        *map(sysconfig.get_path, ("stdlib", "purelib", "platlib")),
        pathlib.Path(__file__).parents[1],
    )
)


class TookTooLong(SystemExit):
    """Ends the attempt's thread; like any SystemExit, in silence when nobody catches it."""


@dataclass
class Run:
    """What became of an attempt: its values case by case, or why there are none."""

    values: list[Any] = field(default_factory=list)
    overwritten: set[int] = field(default_factory=set)  # positions of arguments
    line: str = ""
    error: str = ""
    late: bool = False
    printed: str = ""


def run(function: Callable, cases: list[tuple], seconds: float) -> Run:
    """Call a function on copies of all cases, in at most so many seconds together.

    The calls happen in a thread of their own: that works in a notebook, in other threads and on
    every system, and touches no signal handler. A call into compiled code cannot be stopped; its
    thread is left behind and stops at the next line of Python.
    """
    done, tape, go, over = Run(), _Tape(), threading.Event(), threading.Event()
    worker = threading.Thread(target=_call_all, args=(function, cases, done, go, over), daemon=True)
    with tape.recording(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        worker.start()
        try:
            # Not before: an interrupt between the start and this line would leave it running.
            go.set()
            over.wait(seconds)
        finally:
            late = not over.is_set()
            _stop(worker, over)
    if late:
        done = Run(late=True)
    done.printed = tape.text()
    return done


def frozen(value: Any) -> Any:
    """Numbers or words as an array nobody else holds; `...` and None; else the type's name."""
    if value is None or value is ...:
        return value
    if isinstance(value, list | tuple) and any(item is ... for item in value):
        return ...
    with contextlib.suppress(TypeError, ValueError):  # rows of unequal lengths
        array = np.array(value)
        if array.dtype.kind in "biufcU":
            return array
    return type(value).__name__


def _call_all(
    function: Callable,
    cases: list[tuple],
    done: Run,
    go: threading.Event,
    over: threading.Event,
) -> None:
    go.wait()
    try:
        for case in cases:
            arguments = copy.deepcopy(case)
            done.values.append(frozen(function(*arguments)))
            for position, before in enumerate(case):
                if not _equal(before, arguments[position]):
                    done.overwritten.add(position)
    except TookTooLong:
        pass
    except BaseException as error:  # also exit(): the reader's program ends, the notebook does not
        done.line = _own_line(error)
        done.error = "".join(traceback.format_exception_only(error)).strip()
    finally:
        over.set()


def _equal(before: Any, after: Any) -> bool:
    inexact = np.asarray(before).dtype.kind in "fc"
    return np.array_equal(before, after, equal_nan=inexact)  # NaN that stayed NaN is untouched.


def _own_line(error: BaseException) -> str:
    """The innermost line that the reader wrote, which is the one to look at."""
    own = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.line and not str(pathlib.Path(frame.filename).resolve()).startswith(_LIBRARIES):
            own = f"line {frame.lineno}: {frame.line}"
    return own


def _stop(worker: threading.Thread, over: threading.Event) -> None:
    # Not `worker.is_alive()`: a join that was interrupted takes a running thread for a dead one.
    for _ in range(_PATIENCE):
        if over.is_set():
            return
        thread, signal = ctypes.c_ulong(worker.ident), ctypes.py_object(TookTooLong)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, signal)
        over.wait(_AGAIN)


class _Tape(io.RawIOBase):
    """Keeps the beginning of what is printed and counts the lines of the rest."""

    def __init__(self) -> None:
        self.kept, self.lines = b"", 0

    def writable(self) -> bool:
        return True

    def write(self, chunk: bytes) -> int:
        self.kept += bytes(chunk[: _KEPT + 1 - len(self.kept)])
        self.lines += bytes(chunk).count(b"\n")
        return len(chunk)

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        # The wrapper hands over whole pages: a million prints are few writes.
        pages = io.TextIOWrapper(self, encoding="utf-8", errors="replace", newline="\n")
        with contextlib.redirect_stdout(pages), contextlib.redirect_stderr(pages):
            yield
        pages.flush()

    def text(self) -> str:
        text = self.kept[:_KEPT].decode("utf-8", errors="replace").rstrip("\n")
        return text if len(self.kept) <= _KEPT else f"{text} …\n({self.lines:,} lines in all)"
