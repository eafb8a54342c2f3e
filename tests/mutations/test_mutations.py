"""Takes rules of the recognisers out and asks whether a test missed them: a sample here, all of them with `make soak`."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mutations import accepted
from tests.mutations.changing import mutations, pattern_changes
from tests.support import CHECKOUT, environment

SEED = 11
SAMPLE = 16
# less than this says that the tests or the tool are broken; what a sample holds changes with the code
FLOOR = 0.15
# the tests nearest to the rules: they need some seconds
FEW_TESTS = ("tests/unit/ingest/normalize", "tests/unit/ingest/recognisers")


def run(tmp_path: Path, *arguments: str, timeout: float = 1500) -> tuple[str, Any]:
    """What the command printed, and what it wrote as JSON."""
    told = tmp_path / "told.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutations", *arguments, "--json", str(told)],
        cwd=CHECKOUT, env=environment(), capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, json.loads(told.read_text(encoding="utf-8"))


def shown(found: Any) -> list[str]:
    return [f"{one['place']}: {one['what']}" for one in found["tried"] if one["outcome"] in ("survived", "unreached")]


def written(tmp_path: Path, source: str) -> list[tuple[int, str | None, str]]:
    path = tmp_path / "rules.py"
    path.write_text(source, encoding="utf-8")
    return [(one.line, one.scope, one.what) for one in mutations(path)]


# -- what is taken out -------------------------------------------------------------------------------------------------


def test_every_constant_and_condition_is_taken_out_once(tmp_path: Path) -> None:
    source = (
        '"""A docstring."""\n'
        "LIMIT = 30\n"
        'WORDS = ("预算", "决算")\n'
        'MARKS = {"-": 1, "/": 2}\n'
        "def is_long(text: str, most: int = 9) -> bool:\n"
        '    "Another."\n'
        "    if len(text) > LIMIT and text[0] in '甲乙':\n"
        "        return True\n"
        "    return False\n"
    )
    assert written(tmp_path, source) == [
        (2, None, "30 is 15"),
        (2, None, "30 is 60"),
        (3, None, "without member '预算'"),
        (3, None, "without member '决算'"),
        (4, None, "without entry '-'"),
        (4, None, "without entry '/'"),
        (4, None, "1 is 0"),
        (4, None, "1 is 2"),
        (4, None, "2 is 1"),
        (4, None, "2 is 3"),
        (7, "is_long", "without operand len(text) > LIMIT"),
        (7, "is_long", "without operand text[0] in '甲乙'"),
        (7, "is_long", "always True: len(text) > LIMIT and text[0] in '甲乙'"),
        (7, "is_long", "always False: len(text) > LIMIT and text[0] in '甲乙'"),
        (7, "is_long", "> is >= in len(text) > LIMIT"),
        (7, "is_long", "without character '甲' of '甲乙'"),
        (7, "is_long", "without character '乙' of '甲乙'"),
    ]


def test_a_mutation_is_in_the_tree_that_it_makes(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    path.write_text("def f(x: int) -> bool:\n    return x < 3 and x > 1\n", encoding="utf-8")
    made = {one.what: ast.unparse(one.tree()).splitlines()[-1].strip() for one in mutations(path)}
    assert made["without operand x > 1"] == "return x < 3"
    assert made["< is <= in x < 3"] == "return x <= 3 and x > 1"
    assert made["3 is 4"] == "return x < 4 and x > 1"
    assert len(set(made.values())) == len(made)


def test_a_type_is_no_rule(tmp_path: Path) -> None:
    assert written(tmp_path, "Rule = Callable[[str, int], bool]\nLIMITS = f(3)\n") == [
        (2, None, "3 is 2"),
        (2, None, "3 is 4"),
    ]


@pytest.mark.parametrize(
    ("pattern", "others"),
    [
        ("a|bc|d", {"bc|d", "a|d", "a|bc"}),
        ("x(?:年|年度)?", {"x(?:年度)?", "x(?:年)?", "x(?:年|年度)"}),
        ("[亿万]元", {"[万]元", "[亿]元"}),
        (r"[\u4e00-\u9fff.]", {r"[.]", r"[\u4e00-\u9fff]"}),
        ("(?<![0-9])5(?!%)", {"5(?!%)", "(?<![0-9])5"}),
        (r"\?\[a|b", {"b", r"\?\[a"}),
        ("a+?b*?", set()),
    ],
)
def test_of_a_pattern_one_piece_at_a_time(pattern: str, others: set[str]) -> None:
    assert {other for _, other in pattern_changes(pattern)} == others


def test_no_piece_of_the_patterns_at_hand_breaks_them() -> None:
    from ingest.normalize import amounts

    changed = [other for _, other in pattern_changes(amounts._NUMERIC_CELL.pattern)]
    assert len(changed) > 20
    for other in changed:
        re.compile(other)


# -- who misses it -----------------------------------------------------------------------------------------------------


def test_what_nobody_needs_survives_and_what_a_test_needs_does_not(tmp_path: Path) -> None:
    """The command on a rule that one test misses for sure, as a constant, as a condition and as a word, and on one that none can miss."""
    tests = ("--tests", "tests/unit/ingest/normalize/test_amounts.py", "tests/unit/ingest/normalize/test_years.py")
    _, found = run(tmp_path, "ingest/normalize/amounts.py", "--only", "without entry '[百佰]'|LARGEST|always True: value is None$", *tests)  # fmt: skip
    outcomes = {one["what"]: (one["outcome"], one["by"]) for one in found["tried"]}
    # 佰 is spelled in a test of amounts
    outcome, by = outcomes["without entry '佰'"]
    assert outcome == "killed" and "numerals" in by
    assert [what for what, (told, _) in outcomes.items() if what.startswith("always True") and told != "killed"] == []
    # years read no amounts: no test of theirs reaches the rule
    _, found = run(tmp_path, "ingest/normalize/amounts.py", "--only", "without entry '佰'", "--tests", tests[-1])
    assert [one["outcome"] for one in found["tried"]] == ["unreached"]


@pytest.mark.timeout(1800)
def test_most_of_a_sample_is_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, found = run(tmp_path, "--sample", str(SAMPLE), "--seed", str(SEED), "--seconds-each", "2", "--tests", *FEW_TESTS)  # fmt: skip
    known = accepted.read()
    tried = [one for one in found["tried"] if one["outcome"] != "impossible"]
    missed = [one for one in tried if one["outcome"] == "killed" or accepted.is_known(known, one["place"], one["what"])]
    with capsys.disabled():
        print(f"\nmutations that nobody missed: {shown(found) or 'none'}; {told.splitlines()[-1]}")
    assert tried
    assert len(missed) >= FLOOR * len(tried), shown(found)


@pytest.mark.soak
@pytest.mark.timeout(24 * 3600)
def test_everything_that_nobody_misses_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told, found = run(tmp_path, "--lines", "400", "--jobs", "2", "--seconds-each", "20", timeout=24 * 3600)
    with capsys.disabled():
        print(f"\n{told}")
    killed = sum(one["outcome"] == "killed" for one in found["tried"])
    assert found["left"] == 0
    assert killed >= FLOOR * len(found["tried"])


def test_accepted_survivors_are_in_the_code_and_have_reasons() -> None:
    for (name, what, text), reason in accepted.read().items():
        path = CHECKOUT / name
        assert reason.strip(), (name, what)
        lines = {number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip() == text}
        assert any(one.line in lines and one.what == what for one in mutations(path)), (name, what, text)
