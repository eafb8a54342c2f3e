"""What a small mistake would be: every way in which one constant, one condition or one piece of a pattern may be taken out.

A mutation is one expression put in another's place; the text of the file decides which there are, in which order.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_SHIFTED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
_SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_PATTERN = re.compile(r"[|\\\[]|\(\?|[)\]]\?")
# names and codes, not characters to be looked for
_WORD = re.compile(r"[A-Za-z0-9_. ]*")
_MOST_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Mutation:
    """One expression of a file in another's place. `node` and `variant` number it; `scope` is the function or method it is in,
    None at the module's own level.
    """

    path: Path
    line: int
    what: str
    scope: str | None
    node: int
    variant: int

    def tree(self) -> ast.Module:
        """The file's tree with the mutation in it."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        for number, (parent, field, index, node) in enumerate(_expressions(tree)):
            if number == self.node:
                _, other = list(_variants(node, parent))[self.variant]
                other = ast.copy_location(other, node)
                if index is None:
                    setattr(parent, field, other)
                else:
                    getattr(parent, field)[index] = other
                return ast.fix_missing_locations(tree)
        raise LookupError(self)


def mutations(path: Path) -> list[Mutation]:
    """Every mutation of a Python file, by place."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    scopes = _scopes(tree)
    found = []
    for number, (parent, _, _, node) in enumerate(_expressions(tree)):
        for variant, (what, _) in enumerate(_variants(node, parent)):
            found.append(Mutation(path, node.lineno, what, scopes.get(id(node)), number, variant))
    return sorted(found, key=lambda mutation: (mutation.line, mutation.node, mutation.variant))


def statements(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], ast.FunctionDef]]:
    """Every list of statements inside a function, with the outermost function that it is in."""
    for function in _functions(tree):
        for node in ast.walk(function):
            for field in ("body", "orelse", "finalbody"):
                block = getattr(node, field, None)
                if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                    yield block, function


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node)


def _scopes(tree: ast.Module) -> dict[int, str]:
    """The qualified name of the outermost function around each node."""
    found: dict[int, str] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                name = f"{prefix}{child.name}"
                found.update((id(inner), name) for inner in ast.walk(child))
            elif isinstance(child, ast.ClassDef):
                visit(child, f"{prefix}{child.name}.")

    visit(tree, "")
    return found


_Place = tuple[ast.AST, str, int | None, ast.expr]
# what says nothing at run time, and what is made once with the class
_PASSED_OVER = {"annotation", "returns", "decorator_list", "type_params", "bases", "keywords", "targets", "target"}


def _expressions(tree: ast.Module) -> Iterator[_Place]:
    """Every expression that runs, with its parent and the field (and position) it stands in; always in the same order."""

    def visit(node: ast.AST, in_class: bool) -> Iterator[_Place]:
        for field, value in ast.iter_fields(node):
            if isinstance(node, ast.ClassDef) and field in _PASSED_OVER:
                continue
            if isinstance(node, ast.FunctionDef) and field in {"returns", "decorator_list", "args"}:
                continue
            if field in {"annotation", "targets", "target"} or isinstance(node, (ast.Raise, ast.Assert)):
                continue
            values = value if isinstance(value, list) else [value]
            for at, child in enumerate(values):
                if not isinstance(child, ast.AST):
                    continue
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    # a docstring
                    continue
                if isinstance(child, ast.Subscript) and ast.unparse(child.value) == "Callable":
                    # a type
                    continue
                if in_class and not isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                    continue
                if isinstance(child, ast.expr):
                    yield node, field, at if isinstance(value, list) else None, child
                yield from visit(child, isinstance(child, ast.ClassDef))

    yield from visit(tree, False)


_Variant = tuple[str, ast.expr]


def _variants(node: ast.expr, parent: ast.AST) -> Iterator[_Variant]:
    if isinstance(node, ast.Constant):
        yield from _of_constant(node, parent)
    elif isinstance(node, (ast.Tuple, ast.List, ast.Set)) and isinstance(
        node.ctx if not isinstance(node, ast.Set) else ast.Load(), ast.Load
    ):
        yield from _without_a_member(node, parent)
    elif isinstance(node, ast.Dict):
        for at, key in enumerate(node.keys):
            if key is not None:
                other = copy.deepcopy(node)
                del other.keys[at], other.values[at]
                yield f"without entry {ast.unparse(key)}", other
    elif isinstance(node, ast.BoolOp):
        yield from _without_an_operand(node)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _SHIFTED:
        other = copy.deepcopy(node)
        other.ops = [_SHIFTED[type(node.ops[0])]()]
        yield f"{_SIGNS[type(node.ops[0])]} is {_SIGNS[type(other.ops[0])]} in {_short(node)}", other
    if _is_condition(node, parent) and not isinstance(node, ast.Constant):
        for value in (True, False):
            # an operand dropped is the same
            yield f"always {value}: {_short(node)}", ast.Constant(value)


def _is_condition(node: ast.expr, parent: ast.AST) -> bool:
    if isinstance(parent, (ast.If, ast.IfExp)):
        return node is parent.test
    return isinstance(parent, ast.comprehension) and node in parent.ifs


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 70 else text[:67] + "..."


def _without_an_operand(node: ast.BoolOp) -> Iterator[_Variant]:
    for at, operand in enumerate(node.values):
        rest = [copy.deepcopy(value) for position, value in enumerate(node.values) if position != at]
        yield f"without operand {_short(operand)}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _without_a_member(node: ast.Tuple | ast.List | ast.Set, parent: ast.AST) -> Iterator[_Variant]:
    # one that is unpacked, returned or indexed has its length for a reason
    if isinstance(parent, (ast.Return, ast.Subscript, ast.Yield, ast.For, ast.Starred)) or len(node.elts) < 2:
        return
    if isinstance(parent, ast.Compare) and not isinstance(parent.ops[0], (ast.In, ast.NotIn)):
        return
    if not all(
        isinstance(member, (ast.Constant, ast.Tuple, ast.Name, ast.Call, ast.Attribute)) for member in node.elts
    ):
        return
    for at, member in enumerate(node.elts):
        other = copy.deepcopy(node)
        del other.elts[at]
        yield f"without member {_short(member)}", other


def _of_constant(node: ast.Constant, parent: ast.AST) -> Iterator[_Variant]:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool):
        is_index = isinstance(parent, (ast.Subscript, ast.Slice, ast.UnaryOp)) and value in (0, 1)
        if not is_index:
            for other in sorted({value + 1, value - 1} if value < 4 else {value * 2, value // 2}):
                if other >= 0:
                    yield f"{value} is {other}", ast.Constant(other)
    elif isinstance(value, str):
        if isinstance(parent, ast.Call) and ast.unparse(parent.func) == "Decimal":
            yield f"{value} is twice as much", ast.parse(f'(Decimal("{value}") * 2)', mode="eval").body
        elif _PATTERN.search(value):
            yield from ((what, ast.Constant(other)) for what, other in pattern_changes(value))
        elif not _WORD.fullmatch(value) and _is_set_of_characters(node, parent) and 1 < len(value) <= _MOST_CHARACTERS:
            for at, character in enumerate(value):
                yield f"without character {character!r} of {value!r}", ast.Constant(value[:at] + value[at + 1 :])


def _is_set_of_characters(node: ast.Constant, parent: ast.AST) -> bool:
    if isinstance(parent, ast.Compare):
        return node in parent.comparators and isinstance(parent.ops[0], (ast.In, ast.NotIn))
    if isinstance(parent, ast.Call):
        name = ast.unparse(parent.func)
        return name in ("frozenset", "set", "dict.fromkeys") or name.endswith(("strip", "lstrip", "rstrip"))
    return isinstance(parent, (ast.Assign, ast.AnnAssign))


def pattern_changes(pattern: str) -> Iterator[tuple[str, str]]:
    """A regular expression (or a piece of one) with one alternative, one look aside, one member of a class or one `?` less."""
    for start, end, kind in _pieces(pattern):
        other = pattern[:start] + pattern[end:]
        yield f"{kind} {pattern[start:end].strip('|')!r}", other


def _pieces(pattern: str) -> Iterator[tuple[int, int, str]]:
    # of each open group: where it begins, whether it looks aside, and where its alternatives begin
    groups: list[tuple[int, bool, list[int]]] = [(0, False, [0])]
    found: list[tuple[int, int, str]] = []

    def alternatives(starts: list[int], end: int) -> None:
        if len(starts) < 2:
            return
        bounds = [*starts, end + 1]
        for at, (start, following) in enumerate(pairwise(bounds)):
            last = at == len(starts) - 1
            # with the bar behind it, the last one with the bar before
            if following - 1 > start:
                found.append(
                    (start - 1, end, "without alternative") if last else (start, following, "without alternative")
                )

    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            at += 2
            continue
        if character == "[":
            end = _class_end(pattern, at)
            found.extend((start, stop, "without character") for start, stop in _members(pattern, at, end))
            at = end
        elif character == "(":
            head = re.compile(r"\(\?(?:<?[=!]|:|P<\w+>|\(\w+\))|\(").match(pattern, at)
            assert head is not None
            groups.append((at, "=" in head[0] or "!" in head[0], [head.end()]))
            at = head.end()
            continue
        elif character == ")" and len(groups) > 1:
            start, is_look, starts = groups.pop()
            alternatives(starts, at)
            if is_look:
                found.append((start, at + 1, "without look"))
        elif character == "|":
            groups[-1][2].append(at + 1)
        elif character == "?" and at and pattern[at - 1] not in "(*+?}":
            found.append((at, at + 1, "not optional"))
        at += 1
    if len(groups) == 1:
        alternatives(groups[0][2], len(pattern))
    yield from sorted(found)


def _class_end(pattern: str, start: int) -> int:
    at = start + 1
    if pattern[at : at + 1] == "^":
        at += 1
    if pattern[at : at + 1] == "]":
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += _size(pattern, at)
    return at


def _size(pattern: str, at: int) -> int:
    """How many characters stand for the one at a place (\\u4e00)."""
    if pattern[at] != "\\":
        return 1
    return 1 + {"u": 5, "x": 3}.get(pattern[at + 1 : at + 2], 1)


def _members(pattern: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a character class; ranges whole; none where there is but one, or a piece of an f-string's."""
    at = start + 2 if pattern[start + 1 : start + 2] == "^" else start + 1
    found = []
    while at < end:
        size = _size(pattern, at)
        if pattern[at + size : at + size + 1] == "-" and at + size + 1 < end:
            size += 1 + _size(pattern, at + size + 1)
        found.append((at, at + size))
        at += size
    return found if len(found) > 1 and end < len(pattern) else []
