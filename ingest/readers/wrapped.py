"""Lines that a page's width broke, joined again: text copied from a page has lines of 20 to 50 characters, broken inside
words and figures.

Only in a run of lines where at least two are about as wide as the widest and don't end: whoever writes a line a paragraph is left
alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from ingest.normalize.numbering import is_numbered

# columns of a line, a Chinese character two of them
_NARROWEST, _WIDEST = 36, 110
# so much of the widest line's columns fills a line
_FULL = 0.85
_LEAST_FULL = 2
_END = tuple("。；：！？;:!?|")
_MARK = re.compile("[，。；]")
# what no paragraph begins with
_GOES_ON = re.compile(r"[，。；、：）)%％”]")
_NUMBER_CUT = re.compile(r"(?:[0-9][.,]?|[0-9][ ]?[万亿])$")
_NUMBER_ON = re.compile(r"[0-9]|[万亿千百]?元|[万亿]|[%％]")
_TITLE_END = re.compile("(?:报告|说明|公开|情况|决算|预算|表|目录|部分)$")
_LETTER = re.compile("[A-Za-z]")


def joined(lines: list[str], stands_alone: Callable[[str], bool]) -> list[str]:
    """The lines with those joined that a page's width broke. `stands_alone`: what can only begin something new."""
    found: list[str] = []
    for run in _runs(lines):
        found += _join(run, stands_alone) if _is_wrapped(run) else run
    return found


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Consecutive lines of text; blank lines and those of tables alone."""
    run: list[str] = []
    for line in lines:
        if line.strip() and "\t" not in line and "|" not in line:
            run.append(line)
            continue
        if run:
            yield run
            run = []
        yield [line]
    if run:
        yield run


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line.strip())


def _is_wrapped(run: list[str]) -> bool:
    if len(run) < _LEAST_FULL + 1:
        return False
    widest = max(map(_width, run))
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    full = [line for line in run if _width(line) >= _FULL * widest and not line.rstrip().endswith(_END)]
    return len(full) >= _LEAST_FULL and any(_MARK.search(line) for line in full)


def _join(run: list[str], stands_alone: Callable[[str], bool]) -> list[str]:
    widest = max(map(_width, run))
    found = [run[0]]
    for before, line in zip(run, run[1:], strict=False):
        if _is_broken(before, line, widest) and not stands_alone(line):
            gap = " " if _LETTER.match(before.rstrip()[-1]) and _LETTER.match(line.lstrip()) else ""
            found[-1] = f"{found[-1].rstrip()}{gap}{line.lstrip()}"
        else:
            found.append(line)
    return found


def _is_broken(before: str, line: str, widest: int) -> bool:
    """Whether a line goes on in the one below it."""
    before, line = before.strip(" \u3000\u00a0"), line.strip(" \u3000\u00a0")
    if before.endswith(_END) or is_numbered(line):
        return False
    if _GOES_ON.match(line) or (_MARK.search(before) and _NUMBER_CUT.search(before) and _NUMBER_ON.match(line)):
        return True
    if _MARK.search(before):
        # 其中，公务用车购⏎置费: running text that doesn't end
        return True
    is_text = not is_numbered(before) and _TITLE_END.search(before) is None
    return is_text and _width(before) >= _FULL * widest and _MARK.search(line) is not None
