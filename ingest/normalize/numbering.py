"""The numbers before headings and items, as Chinese reports write them: 第一部分 一、 （一） 1. (1) 1.1 ① 一是 ——."""

from __future__ import annotations

import re
from typing import NamedTuple

_RANKS = (
    (0, re.compile(r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)")),
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.:]")),
    (2, re.compile(r"[(][一二三四五六七八九十]{1,3}[)]")),
    (3, re.compile(r"[0-9]{1,2}(?:、|[.．](?![0-9]{1,2}(?![0-9])))")),
    (4, re.compile(r"[0-9]{1,2}\.[0-9]|[(][0-9]{1,2}[)]|[0-9]{1,2}[)]")),
    (5, re.compile(r"[①-⑳]|[一二三四五六七八九十]是|——|[·●◆■※★▲○]")),
)
_FIRST_OF_RANKED = frozenset("第一二三四五六七八九十(0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳—·●◆■※★▲○（０１２３４５６７８９")
_NUMBERING = re.compile(
    r"^[ ]*(?:"
    r"[(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)][ ]*[、.:]?"
    r"|第[一二三四五六七八九十]{1,3}(?![一二三四五六七八九十批期次季年阶])(?:部分|章|节)?[、.: ]*"
    r"|[一二三四五六七八九十]{1,3}(?:[、.:]|(?=是))"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?=[ ]*[^0-9 .%万元亿,])[、. ]*"
    r"|[0-9]{1,2}[、.．][ ]*(?=(?:19|20)[0-9]{2}[ ]?年|[^0-9 ])"
    r"|[0-9]{1,2}[)](?=[^0-9])"
    r"|[①-⑳]"
    r"|(?:——|--|[·●◆■※★▲○])"
    r"|项目(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[:、.]"
    r")[ ]*"
)
_ITEM_WORD = re.compile(r"^[ ]*[一二三四五六七八九十]是(?=[^0-9])")
_FIRST_OF_NUMBERING = frozenset("(0123456789一二三四五六七八九十第①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳—-·●◆■※★▲○项")
_NUMBERED = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9])|[①-⑳])"
)
_LONGEST_HEADING = 40

# Where items begin, by what the places that ask can be sure of. In folded prose, within a sentence:
ITEM_OF_PROSE = re.compile(r"^[ ]*(?:[一二三四五六七八九十]是|[0-9]{1,2}[.、]|[(][0-9]{1,2}[)]|[①-⑳])")
# in a line of a page, notes too:
ITEM_OF_LINES = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[部章节条篇]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|"
    r"[0-9]{1,2}[、.．](?![0-9])|[0-9]{1,2}[)）]|[①-⑳]|注[:：]|说明[:：]|备注[:：])"
)
# in a text that may be a cell's, where brackets hold other things:
ITEM_OF_CELLS = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．](?![0-9])")
# in flattened text, with how the number is written:
ITEM_OF_TEXT = re.compile(
    r"^[\s\u3000]*(?P<opened>[（(])?(?:(?P<chinese>[一二三四五六七八九十]{1,3})|(?P<plain>[0-9]{1,2})|(?P<circled>[①-⑳]))"
    r"(?(circled)|(?(opened)[)）]|[、.．](?![0-9])))",
    re.MULTILINE,
)
# and headings of its first rank
TOP_HEADING = re.compile(r"^[\s\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]+部分)")


class Numbered(NamedTuple):
    """A text without its numbering: where the rest starts, and whether it had one."""

    start: int
    has_number: bool


def numbering(folded: str) -> Numbered:
    """Where a paragraph's text starts behind its numbering (1. 一、 （一） ① 1.1 一是)."""
    start = len(folded) - len(folded.lstrip())
    if folded[start : start + 1] in _FIRST_OF_NUMBERING:
        match = _ITEM_WORD.match(folded) or _NUMBERING.match(folded)
        if match:
            return Numbered(match.end(), True)
    return Numbered(start, False)


def may_be_ranked(text: str) -> bool:
    """Whether a text, folded or not, may start with a number that has a rank: told fast."""
    return text.lstrip()[:1] in _FIRST_OF_RANKED


def rank(folded: str) -> int | None:
    """How deep a line's numbering stands: 0 for 第一部分, 1 for 一、 … 5 for ①; None without one."""
    if not may_be_ranked(folded):
        return None
    text = folded.lstrip()
    return next((depth for depth, pattern in _RANKS if pattern.match(text)), None)


def is_numbered(line: str) -> bool:
    """Whether a line, not folded, starts with the number of a heading or item."""
    return _NUMBERED.match(line) is not None


def is_heading(line: str) -> bool:
    """Whether a stripped line is a heading by its own look: numbered, short, and no sentence."""
    return is_numbered(line) and len(line) <= _LONGEST_HEADING and line[-1:] not in "。；;，,"
