"""The catalogue of checks has every check that the engine can name, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import frictionless

from annexes.base.checks import checks, meaning_of
from annexes.base.errors import Place, Problem
from annexes.reading.findings import TEXTS
from house import modules

TAKERS = {"Problem": 0, "of": 0, "Doubt": 0, "Fault": 0, "_Rule": 0, "PdfRefusedError": 0,
          "Concern": 2}  # fmt: skip
"""What takes the name of a check, and which of its arguments it is."""
PARAMETER = "check"
"""So every function of the engine that takes the name of a check calls it."""
COPIES = {"check", "type", "kind"}
"""Attributes that hold the name of a check which somebody has named before."""
ERRORS_OF_FRICTIONLESS = {
    kind.type
    for kind in vars(frictionless.errors).values()
    if isinstance(kind, type) and issubclass(kind, frictionless.Error)
}

TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in modules()}
FUNCTIONS = {
    (name, node.name): node
    for name, tree in TREES.items()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef)
}
CONSTANTS = {
    target.id: node.value
    for tree in TREES.values()
    for node in tree.body
    if isinstance(node, ast.Assign)
    for target in node.targets
    if isinstance(target, ast.Name)
}


def _parameter(function: ast.FunctionDef) -> int | None:
    """Where a call of this function names a check."""
    names = [argument.arg for argument in function.args.args if argument.arg != "self"]
    return names.index(PARAMETER) if PARAMETER in names else None


OWN = {at: _parameter(function) for at, function in FUNCTIONS.items()}
OTHERS = {name for (_, name), at in OWN.items() if at is None or name[0] == "_"}
PUBLIC = {name: at for (_, name), at in OWN.items() if name not in OTHERS}


def _argument(call: ast.Call, module: str) -> ast.expr | None:
    """The argument of a call that is the name of a check."""
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    at = TAKERS.get(called, OWN.get((module, called), PUBLIC.get(called)))
    if at is None or (called == "of" and not ast.unparse(call.func).endswith("Error.of")):
        return None
    named = [keyword.value for keyword in call.keywords if keyword.arg in (PARAMETER, "type")]
    return next(iter([*call.args[at : at + 1], *named]), None)


def _values(node: ast.expr, scope: ast.FunctionDef) -> Iterator[str]:
    """The texts that an expression can be, as its function has it."""
    if isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, ast.IfExp):
        yield from [*_values(node.body, scope), *_values(node.orelse, scope)]
    elif isinstance(node, ast.Name):
        given = {a.arg for a in [*scope.args.args, *scope.args.kwonlyargs]}
        assigned = [
            own.value
            for own in ast.walk(scope)
            if isinstance(own, ast.Assign) and node.id in map(ast.unparse, own.targets)
        ]
        for value in assigned or [CONSTANTS[n] for n in [node.id] if n in CONSTANTS]:
            yield from _values(value, scope)
        assert assigned or node.id in CONSTANTS or node.id in given or node.id in COPIES, node.id
    else:
        copied = isinstance(node, ast.Starred) or getattr(node, "attr", "") in COPIES
        assert copied, ast.unparse(node)


def _named() -> set[str]:
    """All checks that the engine names, and the kinds of what it finds odd in a document."""
    names = {*ERRORS_OF_FRICTIONLESS & set(checks()), *TEXTS["kind"]}
    for (module, _), function in FUNCTIONS.items():
        defaults = function.args.args[::-1], function.args.defaults[::-1]
        for argument, default in zip(*defaults, strict=False):
            if argument.arg == PARAMETER:
                names |= set(_values(default, function))
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and (named := _argument(call, module)):
                names |= set(_values(named, function))
    return names


def test_every_check_stands_in_the_catalogue_and_no_other() -> None:
    named = _named()
    assert len(named) > 100
    assert named ^ {*checks()} == set()


def test_a_check_says_what_it_means_and_what_to_do_about_it() -> None:
    told = [meaning_of(name) for name in checks()]
    assert all(meaning and advice for meaning, advice in told)


def test_a_problem_says_what_the_catalogue_says_unless_it_knows_better() -> None:
    place = Place("a.txt")
    assert Problem("encoding", place, "odd").hint == meaning_of("encoding")[1]
    assert Problem("encoding", place, "odd", "look").hint == "look"
