"""Fair races: contestants take turns, so that a busy moment of the machine hits them all alike."""

import contextlib
import datetime
import functools
import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

RESULTS = pathlib.Path(__file__).with_name("results")

BRIEF = 1.0  # Seconds of work up to which it matters what the one before has left behind.
WARM = 1100  # Rows by which everyone has compiled and allocated what is needed only once.

Contestants = Mapping[str, Callable[[], Any]]


def race(contestants: Contestants, *, rounds: int = 11, patience: float = 20) -> dict[str, float]:
    """Median seconds of each; the first turn, in which things are compiled, does not count.

    Right after a slow contestant, another finds its threads asleep and its memory taken: brief work
    is done once more before it is timed. Whoever has used up the patience, in seconds, sits out the
    rest: so slow a contestant is not judged by its last percent.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds + 1):
        for name, work in contestants.items():
            if len(seconds[name]) < 2 or sum(seconds[name]) < patience:
                if seconds[name] and seconds[name][-1] < BRIEF:
                    work()
                start = time.perf_counter()
                work()
                seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(times[1:]) for name, times in seconds.items()}


Work = tuple[Callable[[], Any], Callable[[Any], Any]]


@contextlib.contextmanager
def apart(works: Mapping[str, Work]) -> Iterator[Contestants]:
    """Contestants that each live in a process of their own, and do `work(prepare())` when called.

    Libraries that do not bear one another can race so. Both must be functions of a module.
    """
    context, running = multiprocessing.get_context("spawn"), {}
    try:
        for name, work in works.items():
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(*work, theirs), daemon=True)
            process.start()
            theirs.close()  # Else `recv` would wait for ever if the process dies.
            running[name] = process, ours
        for name, (_, pipe) in running.items():
            _await(pipe, name)  # Prepared.
        yield {name: functools.partial(_ask, pipe) for name, (_, pipe) in running.items()}
    finally:
        for process, pipe in running.values():
            pipe.close()
            process.join()


def _await(pipe: Any, name: str) -> None:
    try:
        pipe.recv()
    except EOFError:
        raise RuntimeError(f"{name} ended while it prepared; run it alone to see why.") from None


def _serve(prepare: Callable[[], Any], work: Callable[[Any], Any], pipe: Any) -> None:
    prepared = prepare()
    with contextlib.suppress(EOFError):  # Nobody asks any more.
        while True:
            pipe.send(None)
            pipe.recv()
            work(prepared)


def _ask(pipe: Any) -> None:
    pipe.send(None)
    pipe.recv()


def peak_bytes(prepare: Callable[[], Any], work: Callable[[Any], Any]) -> int:
    """How far `work` raises the memory of a process of its own above what `prepare` left there.

    Both must be functions of a module, for they travel to that process by name. Linux only.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(prepare, work, sender))
    process.start()
    sender.close()  # Else `recv` would wait for ever if the process dies.
    try:
        return receiver.recv()
    finally:
        process.join()


def _measure(prepare: Callable[[], Any], work: Callable[[Any], Any], sender: Any) -> None:
    prepared = prepare()
    pathlib.Path("/proc/self/clear_refs").write_text("5")  # Forget the peaks of the preparation.
    before = _highest()
    kept = work(prepared)  # The result belongs to the peak, so it must live until that is read.
    sender.send(_highest() - before)
    del kept


def _highest() -> int:
    """The kernel's own high-water mark, which sees the memory of every library."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise OSError("this kernel does not tell VmHWM")


def save(name: str, findings: dict[str, Any], *, versions_of: tuple[str, ...]) -> pathlib.Path:
    """Write the findings with all that one needs to know to doubt or repeat them."""
    path = RESULTS / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps({"taken": _circumstances(versions_of), **findings}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _circumstances(packages: tuple[str, ...]) -> dict[str, Any]:
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "versions": {package: importlib.metadata.version(package) for package in packages},
    }


def processor() -> str:
    """The name by which the processor introduces itself."""
    information = pathlib.Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
