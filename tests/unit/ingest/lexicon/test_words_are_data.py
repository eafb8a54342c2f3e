"""Words that tell what a text means are lines of the lexicon: the code of recognisers and of what they ask holds none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from ingest import lexicon
from tests.support import nonempty

INGEST = lexicon.HERE.parent
_CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
# a class of a pattern, and what is made of a text's characters: single characters, no word
_CLASS = re.compile(r"\[[^\]]*\]")
_OF_CHARACTERS = {"set", "frozenset", "strip", "lstrip", "rstrip"}
_NUMERALS = frozenset("零〇一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾百佰千仟万亿")

# words that are grammar, wherever they stand
GRAMMAR = {
    "年度": "years: 2023年度",
    "以来": "dates: 2023年以来",
    "部分": "numbering: 第二部分",
}
# and words that one file needs
NEEDED = {
    ("normalize/numbering.py", "项目"): "numbering (项目1：); readers ask it too, who know nothing of the lexicon",
    ("normalize/numbering.py", "说明"): "what begins as items do; the same",
    ("normalize/numbering.py", "备注"): "what begins as items do; the same",
    ("normalize/privacy.py", "万元"): "a line with the ordinary unit of money holds figures",
    ("recognisers/tables/pairs.py", "万元"): "the unit of figures where nothing says another",
    ("recognisers/ledger.py", "为是约共达到"): "characters that are cut off",
    ("recognisers/registry.py", "数量指标"): "an example in a description",
    ("recognisers/registry.py", "目标"): "an example in a description",
}


def words(source: str) -> Iterator[tuple[int, str]]:
    """Every run of two or more Chinese characters in the strings of a module, with its line; no docstrings."""
    tree = ast.parse(source)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            skipped.update(node.args if name in _OF_CHARACTERS else ())
        elif isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        for run in _CHINESE.findall(_CLASS.sub(" ", text)):
            if not _NUMERALS.issuperset(run):
                yield node.lineno, run


def test_no_module_holds_words_of_the_reports() -> None:
    found: dict[tuple[str, str], str] = {}
    for folder in ("recognisers", "normalize"):
        for path in nonempty(sorted((INGEST / folder).rglob("*.py"))):
            name = path.relative_to(INGEST).as_posix()
            found.update({(name, word): f"{name}:{line}: {word}" for line, word in words(path.read_text("utf-8"))})
    left = {key: where for key, where in found.items() if key[1] not in GRAMMAR and key not in NEEDED}
    assert sorted(left.values()) == [], "a word belongs into ingest/lexicon/cues.csv, a rule asks for its kind"
    assert set(NEEDED) <= set(found), "no exception any more"
    assert set(GRAMMAR) <= {word for _, word in found}, "no exception any more"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('LIMIT = "不超过"', ["不超过"]),
        ('LIMITS = ("不超过", "控制在")', ["不超过", "控制在"]),
        ('PATTERN = re.compile(r"(?:较|比)上年|预算[数额]")', ["上年", "预算"]),
        ('PATTERN = rf"{lead}增加{tail}[至到为]"', ["增加"]),
        ('PATTERN = rf"[{DIGITS}十百点]+万元"', ["万元"]),
        ("def rule():\n    '''较上年增加'''\n    return text.startswith('其中')", ["其中"]),
        ('"""预算5万元。"""\nNAME = "narrative"  # 预算', []),
        ('PATTERN = re.compile("[增减升降](?:至|到)[一二三]+")', []),
        ('ENDS = frozenset("省市县区")\nname = text.rstrip("人名个")', []),
    ],
)
def test_what_counts_as_a_word(source: str, expected: list[str]) -> None:
    assert [word for _, word in words(source)] == expected
