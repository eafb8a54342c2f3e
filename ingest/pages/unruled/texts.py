"""Texts: the parts of lines between wide gaps, each of which stands in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Box
from ingest.pages.layout import Glyphs, Line, around
from ingest.pages.paragraphs import size_of

# gaps on one line that may part cells, in sizes of the characters; a line is taken for one of a table by a wider one
_CELL_GAP = 0.75
COLUMN_GAP = 1.0
_LEADER = re.compile(r"[.…·．•]{4,}")
FIGURE = re.compile(r"[-−－—]{1,2}|[-−－]?[0-9][0-9,，]*(?:[.．][0-9]+)?[%％]?")


@dataclass(slots=True, eq=False)
class Text:
    """A piece of a line (its source) that stands in one cell: its columns, and whether it is the line's first piece or all of it."""

    line: Line
    size: float
    source: Line
    first: int = 0
    last: int = 0
    is_first: bool = True
    is_alone: bool = False

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def level(self) -> float:
        return (self.line.box[1] + self.line.box[3]) / 2

    @property
    def is_figure(self) -> bool:
        return bool(FIGURE.fullmatch(self.text))


def texts_of(line: Line, gap: float = _CELL_GAP) -> list[Text]:
    """A line's parts between wide gaps; the characters of a word that is spread are one part."""
    size = size_of(line)
    if is_spread(line):
        return [text_of(line.glyphs, size, line)]
    groups: list[list[Glyphs]] = []
    for part in line.glyphs:
        if groups and part.box[0] - groups[-1][-1].box[2] <= gap * size:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [text_of(group, size, line) for group in groups]


def is_spread(line: Line) -> bool:
    """Whether a line's characters stand apart, all alike: those of one word, or the ends of texts in several columns."""
    return len(line.glyphs) > 2 and all(len(part.text) == 1 for part in line.glyphs)


def text_of(glyphs: Sequence[Glyphs], size: float, source: Line) -> Text:
    trimmed = (*glyphs[:-1], replace(glyphs[-1], text=glyphs[-1].text.rstrip()))
    return Text(Line(trimmed, around(part.box for part in trimmed)), size, source)


def is_divided(line: Line) -> bool:
    return len(texts_of(line, COLUMN_GAP)) > 1 and not _LEADER.search(line.text)


def by_line(texts: Iterable[Text]) -> list[list[Text]]:
    """Texts by the lines that they are of."""
    found: list[list[Text]] = []
    for text in texts:
        if found and not text.is_first:
            found[-1].append(text)
        else:
            found.append([text])
    return found


def by_level(texts: Iterable[Text]) -> list[list[Text]]:
    """Texts by the heights they stand at."""
    found: list[list[Text]] = []
    for text in sorted(texts, key=lambda one: (one.level, one.first)):
        if found and text.level - found[-1][0].level <= 0.12 * text.size:
            found[-1].append(text)
        else:
            found.append([text])
    return [sorted(level, key=lambda one: one.first) for level in found]


def shared_height(one: Box, other: Box) -> float:
    """How far two boxes stand beside one another."""
    return min(one[3], other[3]) - max(one[1], other[1])
