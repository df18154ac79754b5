"""Run code that may raise, print without end, spoil its inputs or never stop, and come back."""

import contextlib
import copy
import ctypes
import io
import random
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

_KEPT = 2000  # bytes of printed text worth keeping
_MANY = 10_000_000  # numbers of a result that are worth a copy; no answer has so many
_AGAIN, _PATIENCE = 0.05, 20  # code may catch our signal to stop: repeat it, then leave it behind
_FOLDERS = *map(sysconfig.get_path, ("stdlib", "purelib", "platlib")), Path(__file__).parents[1]
_LIBRARIES = tuple(str(Path(folder).resolve()) for folder in _FOLDERS)


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
    if isinstance(threading.current_thread(), _Attempt):
        raise RuntimeError("a checker was asked by what it checks: call it outside of the function")
    attempt, tape = _Attempt(function, cases), _Tape()
    # The attempt may draw from them, or seed them.
    chance = np.random.get_state(), random.getstate()  # noqa: NPY002
    # The wrapper hands over whole pages: a million prints are few writes.
    pages = io.TextIOWrapper(tape, encoding="utf-8", errors="replace", newline="\n")
    quiet = contextlib.redirect_stdout(pages), contextlib.redirect_stderr(pages)
    with quiet[0], quiet[1], warnings.catch_warnings(), mock.patch("builtins.input", _nobody):
        warnings.simplefilter("ignore")
        attempt.start()
        try:
            # Not before: an interrupt between the start and this line would leave it running.
            attempt.go.set()
            attempt.over.wait(seconds)
        finally:
            late = not attempt.over.is_set()
            attempt.stop()
    with contextlib.suppress(ValueError):  # the attempt may have closed them
        pages.flush()
    np.random.set_state(chance[0])  # noqa: NPY002
    random.setstate(chance[1])
    done = Run(late=True) if late else attempt.done
    done.printed = tape.text()
    return done


def frozen(value: Any) -> Any:
    """Numbers or words as an array nobody else holds; `...` and None; else the type's name."""
    if value is None or value is ...:
        return value
    if isinstance(value, list | tuple) and any(item is ... for item in value):
        return ...
    with contextlib.suppress(TypeError, ValueError):  # rows of unequal lengths
        array = np.asarray(value)
        if array.dtype.kind == "O":  # fractions, and whole numbers beyond 64 bits
            array = np.reshape([float(number) for number in array.flat], array.shape)
        if array.dtype.kind in "biufcU":
            few = array.size <= _MANY
            return array.copy() if few else np.broadcast_to(array.dtype.type(), array.shape)
    return type(value).__name__


class _Attempt(threading.Thread):
    def __init__(self, function: Callable, cases: list[tuple]) -> None:
        super().__init__(daemon=True)
        self.function, self.cases, self.done = function, cases, Run()
        self.go, self.over = threading.Event(), threading.Event()

    def run(self) -> None:
        self.go.wait()
        try:
            for case in self.cases:
                self.call(case, copy.deepcopy(case))
        except TookTooLong:
            pass
        except BaseException as error:  # also exit(): the reader's program ends, the notebook not
            self.done.line = _own_line(error)
            self.done.error = "".join(traceback.format_exception_only(error)).strip()
        finally:
            self.over.set()

    def call(self, case: tuple, arguments: tuple) -> None:
        self.done.values.append(frozen(self.function(*arguments)))
        for position, (before, after) in enumerate(zip(case, arguments, strict=True)):
            inexact = np.asarray(before).dtype.kind in "fc"  # NaN that stayed NaN is untouched.
            if not np.array_equal(before, after, equal_nan=inexact):
                self.done.overwritten.add(position)

    def stop(self) -> None:
        # Not `is_alive()`: a join that was interrupted takes a running thread for a dead one.
        for _ in range(0 if self.over.is_set() else _PATIENCE):
            thread, signal = ctypes.c_ulong(self.ident), ctypes.py_object(TookTooLong)
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, signal)
            if self.over.wait(_AGAIN):
                break


def _own_line(error: BaseException) -> str:
    """The innermost line that the reader wrote, which is the one to look at."""
    own = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.line and not str(Path(frame.filename).resolve()).startswith(_LIBRARIES):
            own = f"line {frame.lineno}: {frame.line}"
    return own


def _nobody(*given: object) -> None:
    raise EOFError("nobody answers input() here: a function gets what it needs as arguments")


class _Tape(io.RawIOBase):
    """Keeps the beginning of what is printed and counts the lines of the rest."""

    kept, lines = b"", 0

    def writable(self) -> bool:
        return True

    def write(self, chunk: bytes) -> int:
        self.kept += bytes(chunk[: _KEPT + 1 - len(self.kept)])
        self.lines += bytes(chunk).count(b"\n")
        return len(chunk)

    def text(self) -> str:
        text = self.kept[:_KEPT].decode("utf-8", errors="replace").rstrip("\n")
        return text if len(self.kept) <= _KEPT else f"{text} …\n({self.lines:,} lines in all)"
