"""Lines as they were meant: those that a page's width broke are joined (text copied from a page has lines of 20 to 50 characters, broken
inside words and figures), a report in one paragraph is taken apart.

Only in a run of lines where at least two are about as wide as the widest and don't end: whoever writes a line a paragraph is left
alone.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator

from ingest.normalize.numbering import is_numbered
from ingest.pages.words import one_of

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
_TITLE_END = re.compile(f"{one_of('title_end')}$")
# a report in one paragraph: its headings, its title before them, and text glued to either
_MOST_PARAGRAPHS, _LONG, _LEAST_HEADINGS = 3, 80, 2
_HEADING_STARTS = re.compile(r"(?<=[。；：:！？;\s])(?=[一二三四五六七八九十]{1,2}、[\u4e00-\u9fff]{2})")
_GLUED_TITLE = re.compile(rf"\s*[^，。；：:]{{8,60}}?{one_of('glued_title_end')}(?={one_of('text_begin')})")
_GLUED_HEADING = re.compile(
    rf"\s*[一二三四五六七八九十]{{1,2}}、[^，。；：:0-9]{{2,20}}?{one_of('heading_end')}(?=[我本该]|(?:19|20)[0-9]{{2}}年)"
)
_LETTER = re.compile("[A-Za-z]")


def joined(lines: list[str], stands_alone: Callable[[str], bool]) -> list[str]:
    """The lines with those joined that a page's width broke. `stands_alone`: what can only begin something new."""
    found: list[str] = []
    for run in _runs(lines):
        found += _join(run, stands_alone) if _is_wrapped(run) else run
    return found


def parted(lines: list[str]) -> list[str]:
    """The lines, a report in one paragraph taken apart at its title and its headings."""
    texts = [line for line in lines if line.strip()]
    if len(texts) > _MOST_PARAGRAPHS:
        return lines
    return [part for line in lines for part in (_parts(line) if len(line) >= _LONG and "\t" not in line else [line])]


def _parts(line: str) -> list[str]:
    if len(_HEADING_STARTS.findall(line)) < _LEAST_HEADINGS:
        return [line]
    parts = [part for part in _HEADING_STARTS.split(line) if part.strip()]
    title = _GLUED_TITLE.match(parts[0])
    if title is not None:
        parts[:1] = [parts[0][: title.end()], parts[0][title.end() :]]
    found = []
    for part in parts:
        heading = _GLUED_HEADING.match(part)
        found += [part[: heading.end()], part[heading.end() :]] if heading is not None else [part]
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
    for before, line in itertools.pairwise(run):
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
