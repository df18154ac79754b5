"""Slips that any program can suffer, put into the source of a function one by one.

Each mutant is the function with one place of its syntax tree changed: a sign, a number off by one,
another axis, a dropped term or factor, a mean for a sum, exchanged arguments, a lost call.
"""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import NamedTuple

_OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
_NAMES = {
    "mean": "sum",
    "sum": "mean",
    "median": "mean",
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "argmax": "argmin",
    "argmin": "argmax",
    "any": "all",
    "all": "any",
    "std": "var",
    "var": "std",
    "cos": "sin",
    "sin": "cos",
    "exp": "expm1",
    "log": "log1p",
    "normal": "random",
    "permutation": "integers",
}
# Exchanged arguments of these, and a lost call of those, change nothing that anybody could see.
_SYMMETRIC = {"logaddexp", "maximum", "minimum", "max", "min"}
_WRAPPING = {"array", "stack"}


class Mutant(NamedTuple):
    """What was changed, as `before -> after` with the line of the function, and the result."""

    change: str
    function: Callable


def mutants(function: Callable) -> Iterator[Mutant]:
    """All mutants of a function whose source can be read."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for place, node in enumerate(ast.walk(tree)):
        for position, other in enumerate(_slips(node)):
            mutated = copy.deepcopy(tree)
            target = next(it for step, it in enumerate(ast.walk(mutated)) if step == place)
            replacement = list(_slips(target))[position]
            whole = _Replace(target, replacement).visit(mutated)
            yield Mutant(_told(node, other), _compiled(whole, function))


def _slips(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may stand by mistake where this one stands."""
    for kind, slips in _SLIPS.items():
        if isinstance(node, kind):
            yield from slips(node)


def _of_operation(node: ast.BinOp) -> Iterator[ast.AST]:
    if swapped := _OPERATORS.get(type(node.op)):
        yield ast.BinOp(node.left, swapped(), node.right)
    same = ast.unparse(node.left) == ast.unparse(node.right)
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow) and not same:
        yield ast.BinOp(node.right, node.op, node.left)
    yield node.left
    if not isinstance(node.op, ast.Pow):
        yield node.right


def _of_sign(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _of_number(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node.value, bool):
        yield ast.Constant(not node.value)


def _of_comparison(node: ast.Compare) -> Iterator[ast.AST]:
    if other := _COMPARISONS.get(type(node.ops[0])):
        yield ast.Compare(node.left, [other()], node.comparators)


def _of_call(node: ast.Call) -> Iterator[ast.AST]:
    """Another function of the kind, exchanged arguments, a lost option, a lost call."""
    name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
    if name in _NAMES and isinstance(node.func, ast.Attribute):
        other = ast.Attribute(node.func.value, _NAMES[name], ast.Load())
        yield ast.Call(other, node.args, node.keywords)
    if len({ast.unparse(it) for it in node.args[:2]}) == 2 and name not in _SYMMETRIC:
        yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    for lost in node.keywords:
        yield ast.Call(node.func, node.args, [it for it in node.keywords if it is not lost])
    if len(node.args) == 1 and not node.keywords and name not in _WRAPPING:
        yield node.args[0]


def _of_choice(node: ast.IfExp) -> Iterator[ast.AST]:
    yield node.body
    yield node.orelse


_SLIPS = {
    ast.BinOp: _of_operation,
    ast.UnaryOp: _of_sign,
    ast.Constant: _of_number,
    ast.Compare: _of_comparison,
    ast.Call: _of_call,
    ast.IfExp: _of_choice,
}


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return self.replacement if node is self.target else self.generic_visit(node)


def _told(node: ast.AST, other: ast.AST) -> str:
    return f"line {node.lineno}: {ast.unparse(node)} -> {ast.unparse(other)}"


def _compiled(tree: ast.AST, function: Callable) -> Callable:
    names = dict(function.__globals__)
    exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), names)
    return names[function.__name__]
