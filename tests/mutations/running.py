"""Runs the fast tests once, tells which of them reach which statement, and tries each mutation on those that reach it.

One pytest session: imported and collected once. The tests run in forks of it, so no mutation outlives its own.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import inspect
import json
import os
import random
import re
import resource
import select
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.mutations import applying
from tests.mutations.changing import Mutation, mutations
from tests.support import CHECKOUT

# where whoever knows a rule would look for its test; nothing here starts a process, dbt or a model that reads pictures
TESTS = ("tests/unit/ingest/normalize", "tests/unit/ingest/recognisers", "tests/unit/ingest/lexicon", "tests/forms")
CODE = ("ingest/normalize", "ingest/recognisers")
LEXICON = "ingest/lexicon"
# tests that take longer say little more than others, but cost every survivor as much
_SLOWEST_TEST = 1.5
_MEMORY = 6 * 1024**3
# a mutation may make its tests hang: no machine is so busy with other work that they take this many times as long
_GRACE_SECONDS = 60.0
_MOST_TIMES_SLOWER = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a lexicon file, left out."""

    path: Path
    line: int
    what: str
    number: int
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one mutation: which test missed it (None: none), of how many that ran and could have."""

    place: str
    what: str
    outcome: str
    by: str | None
    tests: int
    able: int
    seconds: float


@dataclass
class Options:
    """What is tried: files (all recognisers and normalisation by default), every one or a sample; in how many processes, for how long."""

    files: Sequence[Path] = ()
    sample: int | None = None
    seed: int = 0
    jobs: int = 1
    seconds: float | None = None
    seconds_each: float = 60.0
    lines: int = 0
    only: str = ""
    # where what the first run told is kept for the next one
    memory: Path | None = None


@dataclass
class Told:
    """What a run of all tests says of each: how it ended, how long it took, which statements it reached (a bit for each)."""

    passed: bool = True
    seconds: float = 0.0
    reached: int = 0


def chosen(options: Options) -> list[Mutation | Line]:
    """The mutations to try, in the order in which they are tried: a sample takes of every file its share."""
    found: list[Mutation | Line] = [mutation for path in options.files for mutation in mutations(path)]
    if options.only:
        found = [mutation for mutation in found if re.search(options.only, f"{place(mutation)} {mutation.what}")]
    order = random.Random(options.seed)
    if options.sample is not None and options.sample < len(found):
        found = [found[at] for at in sorted(order.sample(range(len(found)), options.sample))]
    lines = lexicon_lines()
    if options.lines < len(lines):
        lines = [lines[at] for at in sorted(order.sample(range(len(lines)), options.lines))]
    found += lines
    if options.seconds is not None:
        # where time runs out, no file is left out
        order.shuffle(found)
    return found


def lexicon_lines() -> list[Line]:
    from ingest import lexicon

    found = []
    for path in sorted((CHECKOUT / LEXICON).glob("*.csv")):
        for number, row in enumerate(lexicon.rows(path.stem)):
            told = ",".join(value for value in row.values() if value)
            found.append(Line(path, number + 2, f"without {told[:70]}", number, tuple(row.items())))
    return found


def place(mutation: Mutation | Line) -> str:
    return f"{mutation.path.relative_to(CHECKOUT).as_posix()}:{mutation.line}"


class Runner:
    """A pytest plugin that runs mutations instead of the tests."""

    def __init__(self, options: Options, report: Callable[[Tried], None]) -> None:
        self.options = options
        self.report = report
        self.items: list[pytest.Item] = []
        self.told: dict[int, Told] = {}
        # of each statement that a test reached its bit
        self._bits: dict[tuple[str, int], int] = {}
        self.tried: list[Tried] = []
        self.left = 0
        self._killers: dict[object, Counter[int]] = defaultdict(Counter)
        self._failed = False

    # -- pytest --------------------------------------------------------------------------------------------------------

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if not _is_of_the_lexicon(item)]
        started = time.monotonic()
        self._learn(self._remembered() or self._first_run())
        wanted = chosen(self.options)
        running: dict[int, tuple[int, int, Mutation | Line, float, list[int]]] = {}
        waiting = iter(wanted)
        done = 0
        while True:
            is_late = self.options.seconds is not None and time.monotonic() - started > self.options.seconds
            while len(running) < self.options.jobs and not is_late and (mutation := next(waiting, None)) is not None:
                at = self._reaching(mutation)
                if not at:
                    self._tell(mutation, "unreached", None, 0, 0, 0.0)
                    done += 1
                    continue
                pid, pipe = _fork(lambda mutation=mutation, at=at: self._try(mutation, at))
                running[pipe] = (pid, pipe, mutation, time.monotonic(), at)
            if not running:
                break
            ready, _, _ = select.select(list(running), [], [], 0.5)
            for pipe, (pid, _, mutation, since, at) in list(running.items()):
                limit = _GRACE_SECONDS + _MOST_TIMES_SLOWER * min(
                    self.options.seconds_each, sum(self.told[number].seconds for number in at)
                )
                if pipe in ready:
                    answer = _answer(pid, pipe)
                elif time.monotonic() - since > limit:
                    os.kill(pid, signal.SIGKILL)
                    _answer(pid, pipe)
                    answer = {"outcome": "killed", "by": "time"}
                else:
                    continue
                del running[pipe]
                done += 1
                self._note(mutation, answer or {"outcome": "killed", "by": "the end of the process"}, at, since)
        self.left = len(wanted) - done
        return True

    # -- trying --------------------------------------------------------------------------------------------------------

    def _learn(self, answer: dict[str, Any]) -> None:
        self._bits = {(name, line): 1 << number for number, (name, line) in enumerate(answer["statements"])}
        self.told = {
            number: Told(passed, seconds, int(reached, 16))
            for number, (passed, seconds, reached) in enumerate(answer["tests"])
        }

    def _first_run(self) -> dict[str, Any]:
        """All tests once, in a fork that tells the statements they reach."""

        def run() -> object:
            reached: set[tuple[str, int]] = set()
            bits: dict[tuple[str, int], int] = {}
            for path in self.options.files:
                applying.watch(path, reached.add)
            found = []
            for number in range(len(self.items)):
                # what one test left remembered, the next one would not reach
                applying.clear_caches("tests", "ingest.recognisers", "ingest.normalize", constants=False)
                reached.clear()
                since = time.process_time()
                passed = self._run([number]) is None
                seconds = time.process_time() - since
                mask = 0
                for statement in sorted(reached):
                    mask |= bits.setdefault(statement, 1 << len(bits))
                found.append((passed, seconds, hex(mask)))
            return {"key": key, "statements": list(bits), "tests": found}

        key = self._key
        answer = _answer(*_fork(run)) or {"statements": [], "tests": []}
        if self.options.memory is not None and answer["tests"]:
            self.options.memory.write_text(json.dumps(answer), encoding="utf-8")
        return answer

    def _remembered(self) -> dict[str, Any] | None:
        """What an earlier first run told, if neither the tests nor the code have changed since."""
        if self.options.memory is None or not self.options.memory.exists():
            return None
        told = json.loads(self.options.memory.read_text(encoding="utf-8"))
        return told if told["key"] == self._key else None

    @cached_property
    def _key(self) -> str:
        digest = hashlib.sha256("\n".join(item.nodeid for item in self.items).encode())
        folders = (CHECKOUT / "ingest", CHECKOUT / "tests" / "unit" / "ingest", CHECKOUT / "tests" / "forms")
        for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".csv")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def _run(self, numbers: Sequence[int], seconds: float | None = None) -> int | None:
        """Runs tests until one fails; its number, None where all pass or the time is over."""
        started = time.process_time()
        self.ran = 0
        for position, number in enumerate(numbers):
            if seconds is not None and time.process_time() - started > seconds:
                break
            self._failed = False
            following = self.items[numbers[position + 1]] if position + 1 < len(numbers) else None
            item = self.items[number]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.ran += 1
            if self._failed:
                return number
        return None

    def _try(self, mutation: Mutation | Line, numbers: list[int]) -> object:
        try:
            if isinstance(mutation, Line):
                applying.leave_out(mutation.path.stem, mutation.number)
            else:
                applying.apply(mutation)
        except Exception as error:  # whatever a module says when it is imported
            return {"outcome": "impossible", "by": f"import: {type(error).__name__}"}
        failed = self._run(numbers, self.options.seconds_each)
        if failed is None:
            return {"outcome": "survived", "by": None, "ran": self.ran}
        return {"outcome": "killed", "by": self.items[failed].nodeid, "number": failed, "ran": self.ran}

    def _note(self, mutation: Mutation | Line, answer: dict[str, Any], at: list[int], since: float) -> None:
        if "number" in answer:
            for key in self._keys(mutation):
                self._killers[key][answer["number"]] += 1
        ran = answer.get("ran", 0)
        self._tell(mutation, answer["outcome"], answer["by"], ran, len(at), time.monotonic() - since)

    def _tell(
        self, mutation: Mutation | Line, outcome: str, by: str | None, tests: int, able: int, seconds: float
    ) -> None:
        tried = Tried(place(mutation), mutation.what, outcome, by, tests, able, round(seconds, 2))
        self.tried.append(tried)
        self.report(tried)

    @staticmethod
    def _keys(mutation: Mutation | Line) -> list[object]:
        scope = mutation.scope if isinstance(mutation, Mutation) else None
        return [(mutation.path, mutation.line), (mutation.path, scope), mutation.path]

    # -- which tests ---------------------------------------------------------------------------------------------------

    def _reaching(self, mutation: Mutation | Line) -> list[int]:
        """The tests that run what was changed: first those that missed something near by, then those of its own file, then the fastest."""
        if isinstance(mutation, Line):
            found = [number for number in self._able if self._may_read(mutation, number)]
        else:
            wanted = self._statements(mutation)
            found = [number for number in self._able if wanted is None or wanted & self.told[number].reached]
        killers = [self._killers[key] for key in self._keys(mutation)]
        own = f"/test_{mutation.path.stem}.py::"

        def order(number: int) -> tuple[float, ...]:
            missed = (-counts[number] for counts in killers)
            return (*missed, own not in self.items[number].nodeid, self.told[number].seconds, number)

        return sorted(found, key=order)

    @cached_property
    def _able(self) -> list[int]:
        return [number for number, told in self.told.items() if told.passed and told.seconds <= _SLOWEST_TEST]

    def _statements(self, mutation: Mutation) -> int | None:
        """The bits of the statements that run what was changed; None where any test may."""
        name = mutation.path.relative_to(CHECKOUT).as_posix()
        if mutation.scope is not None and (name, mutation.line) not in self._users:
            return self._bits.get((name, _statement(mutation.path, mutation.line)), 0)
        users = self._users.get((name, mutation.line))
        if not users:
            return None
        mask = 0
        for statement in users:
            mask |= self._bits.get(statement, 0)
        # what is read in files that nobody watches may be read by any test
        watched = {path.relative_to(CHECKOUT).as_posix() for path in self.options.files}
        return mask if mask or all(file in watched for file, _ in users) else None

    @cached_property
    def _users(self) -> dict[tuple[str, int], set[tuple[str, int]]]:
        """Of every line at a module's own level, or in a function that remembers its one answer: the statements in functions that read
        what is computed there, however often removed.
        """
        return _users(self.options.files)

    def _may_read(self, line: Line, number: int) -> bool:
        """Whether the text of a test (its own, its file's, what it is given) holds the line's word."""
        text = self._text(number)
        (_, first), *_ = line.row
        word = dict(line.row).get("pattern", first)
        if line.path.stem in ("labels", "columns", "attributes", "units", "fillers", "identity", "organisations"):
            return _squeezed(word) in text
        with contextlib.suppress(re.error):
            return re.search(re.sub(r"(?<!\\)[\^$]", "", word), text) is not None
        return True

    def _text(self, number: int) -> str:
        item = self.items[number]
        found = getattr(item, "_text_of_mutations", None)
        if found is None:
            given = (
                repr(item.callspec.params)
                if hasattr(item, "callspec")
                else inspect.getsource(sys.modules[item.module.__name__])
            )
            item._text_of_mutations = found = _squeezed(given + inspect.getsource(item.function))  # type: ignore[attr-defined]
        return str(found)


def _squeezed(text: str) -> str:
    from ingest import lexicon

    return lexicon.plain(text.replace("\\n", "\n").replace("\\t", "\t"))


def _is_of_the_lexicon(item: pytest.Item) -> bool:
    """A test of each line of a lexicon file: without the line there would be none."""
    return "row" in getattr(getattr(item, "callspec", None), "params", {}) and "/lexicon/" in item.nodeid


def _statement(path: Path, line: int) -> int:
    """The line at which the innermost statement around a line begins."""
    return _starts(path).get(line, line)


_STARTS: dict[Path, dict[int, int]] = {}


def _starts(path: Path) -> dict[int, int]:
    if path not in _STARTS:
        found: dict[int, int] = {}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.stmt):
                # outer ones come first: inner ones take their lines over
                found.update((line, node.lineno) for line in range(node.lineno, (node.end_lineno or node.lineno) + 1))
        _STARTS[path] = found
    return _STARTS[path]


def _users(files: Iterable[Path]) -> dict[tuple[str, int], set[tuple[str, int]]]:
    reads: dict[str, set[tuple[str, int]]] = defaultdict(set)
    derived: dict[str, set[str]] = defaultdict(set)
    defined: dict[tuple[str, int], set[str]] = {}
    for path in sorted({*files, *(CHECKOUT / "ingest").rglob("*.py")}):
        name = path.relative_to(CHECKOUT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for statement in tree.body:
            used = _names(statement)
            if isinstance(statement, ast.FunctionDef) and _is_constant(statement):
                defined.update(
                    ((name, line), {statement.name})
                    for line in range(statement.lineno, (statement.end_lineno or 0) + 1)
                )
                for one in used - {statement.name}:
                    derived[one].add(statement.name)
                continue
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                for inner in ast.walk(statement):
                    if isinstance(inner, ast.stmt) and not isinstance(inner, (ast.FunctionDef, ast.ClassDef)):
                        for one in _names(inner, deep=False):
                            reads[one].add((name, inner.lineno))
                continue
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                own = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
                for line in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1):
                    defined[name, line] = own
                for one in used:
                    derived[one] |= own
    found = {}
    for key, own in defined.items():
        reached = set(own)
        while more := set().union(*(derived[one] for one in reached)) - reached:
            reached |= more
        found[key] = set().union(*(reads[one] for one in reached))
    return found


def _is_constant(function: ast.FunctionDef) -> bool:
    """Whether a function remembers the one answer that it has."""
    return not function.args.args and any("cache" in ast.unparse(one) for one in function.decorator_list)


def _names(node: ast.AST, *, deep: bool = True) -> set[str]:
    """Names read in a node; `deep`: in statements inside it too."""
    found = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Name):
            found.add(one.id)
        elif isinstance(one, ast.Attribute):
            found.add(one.attr)
        waiting += [child for child in ast.iter_child_nodes(one) if deep or not isinstance(child, ast.stmt)]
    return found


def _fork(work: Callable[[], object]) -> tuple[int, int]:
    """Runs something in a child process; its id and a pipe that brings what it returns as JSON."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    code = 1
    try:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump(work(), pipe)
        code = 0
    finally:
        os._exit(code)


def _answer(pid: int, pipe: int) -> Any:
    """What a child returned; None where it died."""
    with os.fdopen(pipe, encoding="utf-8") as handle:
        text = handle.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else None


class _Quiet:
    """Says nothing of tests that fail on purpose."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str]:
        return "", "", ""


def try_all(options: Options, report: Callable[[Tried], None], tests: Sequence[str] = TESTS) -> Runner:
    """Tries mutations on tests; `report` is told each when it is done."""
    runner = Runner(options, report)
    arguments = [
        *tests,
        "-q",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--no-header",
        "--no-summary",
        "-c",
        str(CHECKOUT / "pyproject.toml"),
    ]
    code = pytest.main([*arguments, f"--rootdir={CHECKOUT}"], plugins=[runner, _Quiet()])
    if not runner.told:
        raise RuntimeError(f"the tests can't be run at all: pytest ended with {code}")
    return runner


def as_json(tried: Iterable[Tried]) -> Iterator[dict[str, object]]:
    return (asdict(one) for one in tried)
