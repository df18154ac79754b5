"""Slips with a name: one piece of a function's source replaced, and a test that must notice.

A mutant is made by exchanging the code of a function for that of its changed source, so that
everybody who holds the function runs the mutant.
"""

import inspect

import pytest


def mutate(monkeypatch, function, piece, replacement):
    source = inspect.cleandoc("\n" + inspect.getsource(inspect.unwrap(function)))
    source = source[source.index("def ") :]  # without decorators
    assert source.count(piece) == 1, f"{piece!r} must occur once in {function.__qualname__}"
    made = {}
    exec(source.replace(piece, replacement), function.__globals__, made)
    monkeypatch.setattr(function, "__code__", made[function.__name__].__code__)


class NamedMutants:
    """The tests of a table `mutants`: for each name a function, a piece, its replacement, and the
    killer, a test that passes for the function and fails for the mutant."""

    def test_is_killed(self, name, monkeypatch):
        function, piece, replacement, killer = self.mutants[name]
        mutate(monkeypatch, function, piece, replacement)
        with pytest.raises(AssertionError):
            killer()

    def test_lives_only_as_a_mutant(self, name):
        *_, killer = self.mutants[name]
        killer()
