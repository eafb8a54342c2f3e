"""Puts a mutation into a process that has everything imported already, so that no mutation costs an import or a collection.

A function's code is exchanged in place: whoever holds the function has the mutated one. What a module computes when it is
imported is computed again, in it and in all modules that import it; classes stay the same ones.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutations.changing import Mutation, statements
from tests.support import CHECKOUT


def module_of(path: Path) -> ModuleType:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def clear_caches(*prefixes: str, constants: bool = True) -> None:
    """Empties what functions of modules under these names remember; `constants`: of functions without arguments too."""
    for name, module in list(sys.modules.items()):
        if name.startswith(prefixes):
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)) and not isinstance(value, type):
                    if constants or value.__wrapped__.__code__.co_argcount:
                        value.cache_clear()


def apply(mutation: Mutation) -> None:
    """This process has the mutation from now on. Raises what the mutated module raises when it is imported."""
    module = module_of(mutation.path)
    tree = mutation.tree()
    if mutation.scope is None:
        recompute(module, tree)
        for other in dependants(module.__name__):
            recompute(other)
    else:
        exchange(module, compile(tree, str(mutation.path), "exec"), {mutation.scope})
    # what others remember doesn't rest on it, and would have to be read and compiled again for every mutation
    clear_caches("tests", module.__name__, *(other.__name__ for other in dependants(module.__name__)))


def leave_out(name: str, number: int) -> None:
    """This process has one line of a lexicon file less."""
    from ingest import lexicon

    read = lexicon.rows

    def rows(wanted: str) -> list[dict[str, str]]:
        found = read(wanted)
        return found[:number] + found[number + 1 :] if wanted == name else found

    lexicon.rows = rows
    clear_caches("ingest", "tests")
    for other in dependants("ingest.lexicon"):
        recompute(other)
    clear_caches("ingest", "tests")


def exchange(module: ModuleType, code: CodeType, scopes: Iterable[str] | None = None) -> None:
    """Gives functions and methods of a module (all by default) the code that they have in a compiled module."""
    wanted = None if scopes is None else set(scopes)

    def visit(inside: CodeType, prefix: str) -> None:
        for constant in inside.co_consts:
            if isinstance(constant, CodeType) and not constant.co_name.startswith("<"):
                name = prefix + constant.co_name
                if constant.co_flags & 0x2:  # a function of its own, no class
                    if wanted is None or name in wanted:
                        for function in functions(module, name):
                            function.__code__ = constant
                else:
                    visit(constant, f"{name}.")

    visit(code, "")


def functions(module: ModuleType, name: str) -> list[FunctionType]:
    """The function (or a property's, a class method's, a remembering one's) of that qualified name."""
    owner: Any = module
    *outer, last = name.split(".")
    for part in outer:
        owner = vars(owner)[part]
    found = vars(owner).get(last)
    while found is not None and not isinstance(found, FunctionType):
        found = getattr(found, "__wrapped__", None) or getattr(found, "fget", None) or getattr(found, "__func__", None)
    return [] if found is None else [found]


def recompute(module: ModuleType, tree: ast.Module | None = None) -> None:
    """Computes what stands at a module's own level again, with another tree if given."""
    path = Path(module.__file__ or "")
    tree = tree or ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [statement for statement in tree.body if not isinstance(statement, ast.ClassDef)]
    names = dict(vars(module))
    exec(compile(tree, str(path), "exec"), names)
    replaced: dict[int, Any] = {}
    for name, value in names.items():
        is_code = isinstance(value, (FunctionType, type, ModuleType)) or hasattr(value, "cache_clear")
        if not name.startswith("__") and not is_code:
            old = getattr(module, name, None)
            if isinstance(old, (re.Pattern, dict, frozenset, tuple)) and old is not value:
                replaced[id(old)] = value
            setattr(module, name, value)
    # tests hold what they imported
    for name, other in list(sys.modules.items()):
        if replaced and name.startswith("tests."):
            for attribute, value in list(vars(other).items()):
                if id(value) in replaced:
                    setattr(other, attribute, replaced[id(value)])


@cache
def _imports() -> dict[str, set[str]]:
    """The modules of `ingest` that are loaded, with those of them that each imports."""
    loaded = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "ingest"}
    found: dict[str, set[str]] = {}
    for name, module in loaded.items():
        used = found.setdefault(name, set())
        if not module.__file__:
            continue
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        used &= loaded.keys() - {name}
    return found


@cache
def dependants(name: str) -> tuple[ModuleType, ...]:
    """The loaded modules of `ingest` that import a module, straight or through others, each after those that it imports."""
    reached = {name}
    while more := {other for other, used in _imports().items() if used & reached} - reached:
        reached |= more
    ordered: list[str] = []

    def visit(module: str, waiting: tuple[str, ...]) -> None:
        if module in ordered or module in waiting:
            return
        for used in sorted(_imports()[module] & reached):
            visit(used, (*waiting, module))
        ordered.append(module)

    for module in sorted(reached):
        visit(module, ())
    return tuple(sys.modules[module] for module in ordered if module != name)


def watch(path: Path, reached: Callable[[tuple[str, int]], None]) -> None:
    """From now on every statement in functions of a file tells its line before it runs."""
    module = module_of(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(CHECKOUT).as_posix()
    for block, _ in list(statements(tree)):
        told: list[ast.stmt] = []
        for statement in block:
            call = ast.parse(f"__reached__(({name!r}, {statement.lineno}))").body[0]
            told += [ast.copy_location(call, statement), statement]
        block[:] = told
    vars(module)["__reached__"] = reached
    exchange(module, compile(ast.fix_missing_locations(tree), str(path), "exec"))
