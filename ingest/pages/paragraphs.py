"""Lines to paragraphs, on a page and inside a cell: what was broken to fit the width is joined again."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.document import Box, Run
from ingest.normalize.numbering import ITEM_OF_LINES
from ingest.pages.layout import Line, Page, around

# ends of sentences, and of what stands alone
_SENTENCE_END = re.compile(r"[。；;！!？?：:][”’）)】]?\s*$")
_LEADER = re.compile(r"[.…·．•]{4,}[\s\d]*$")
# what is said of the table below, on a line of its own
_CAPTION = re.compile(r"[（(]?(?:金额)?单位[:：]|公开\s?[0-9]{1,2}\s?表")
NUMBER = re.compile(r"[-−－]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:[.．][0-9]+)?[%％]?")
_NUMBER_TAIL = re.compile(r"[-−－0-9,，.．]+$")
_NUMBER_HEAD = re.compile(r"^[0-9,，.．]+[%％]?")
# what no line break divides: figures and Latin words with what clings to them
_UNBROKEN = re.compile(r"^[（(“‘《【]*(?:[0-9A-Za-z.,%％/+-]+|.)[，。；：、！？）)”’》】%％]*")


def size_of(line: Line) -> float:
    """The size of a line's characters in points: the middle one of its parts."""
    left, top, right, bottom = line.box
    if bottom - top > 2 * (right - left) and len(line.text) > 2:
        # it runs up or down the page
        return max(1.0, right - left)
    heights = sorted(part.box[3] - part.box[1] for part in line.glyphs)
    return max(1.0, heights[len(heights) // 2])


@dataclass(slots=True)
class Passage:
    """Text that grows line by line, with the place of every part."""

    text: str = ""
    runs: list[Run] = field(default_factory=list)
    boxes: list[tuple[int, Box]] = field(default_factory=list)

    def add(self, page: Page, line: Line, separator: str = "") -> None:
        """Appends a line of a page after `separator`."""
        if self.text:
            self.text += separator
        for part in line.glyphs:
            kept = part.text if self.text.strip() else part.text.lstrip()
            start = len(self.text) + len(kept) - len(kept.lstrip())
            self.text += kept
            end = len(self.text) - len(kept) + len(kept.rstrip())
            if end > start:
                self.runs.append(Run(start, end, page.page_no, page.as_shown(part.box), part.score))
        self.text = self.text.rstrip()
        self.boxes.append((page.page_no, page.as_shown(line.box)))

    @property
    def page_no(self) -> int:
        return self.boxes[0][0]

    @property
    def box(self) -> Box:
        """The box on the first of its pages."""
        return around(box for page_no, box in self.boxes if page_no == self.page_no)

    @property
    def score(self) -> float | None:
        scores = [run.score for run in self.runs if run.score is not None]
        return min(scores) if scores else None


def glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a space between Latin words only."""
    if before[-1:].isascii() and after[:1].isascii() and before[-1:].isalpha() and after[:1].isalpha():
        return " "
    return ""


def first_width(line: Line) -> float:
    """How wide the unbroken beginning of a line is: what didn't fit into the line before."""
    text = line.text.lstrip()
    found = _UNBROKEN.match(text)
    if not found or not text:
        return 0.0
    return (
        (line.box[2] - line.box[0]) * min(1.0, len(found.group()) / len(text))
        if len(text) < 4
        else sum(size_of(line) * (0.55 if character.isascii() else 1.0) for character in found.group())
    )


# -- in a cell ---------------------------------------------------------------------------------------------------------


def cell_text(parts: Iterable[tuple[Page, Box, Sequence[Line]]]) -> Passage:
    """The text of a cell, which may go on over pages: paragraphs joined by a newline, wrapped lines by nothing."""
    passage = Passage()
    before: Line | None = None
    for page, box, lines in parts:
        for line in lines:
            if before is None or _is_one_number(passage.text, line, before, box):
                passage.add(page, line)
            elif _goes_on(passage.text, before, line, box):
                passage.add(page, line, glue(passage.text, line.text))
            else:
                passage.add(page, line, "\n")
            before = line
    return passage


# a cell's padding, of both sides together
_PADDING = 4.0


def room(before: Line, line: Line, box: Box, padding: float = _PADDING) -> float:
    """The width that a line of a cell leaves free before the next one; `padding` is that of both sides together."""
    left, right = before.box[0] - box[0], box[2] - before.box[2]
    near = 0.5 * size_of(before)
    is_centred = all(abs((one.box[0] - box[0]) - (box[2] - one.box[2])) <= 2 * near for one in (before, line))
    is_at_right = abs(before.box[2] - line.box[2]) <= near < abs(before.box[0] - line.box[0])
    if is_centred or is_at_right:
        return left + right - padding
    return right - padding / 2


def _is_wrapped(before: Line, line: Line, box: Box) -> bool:
    # Word pads cells by 5.4 points on each side
    return room(before, line, box) < first_width(line) + 0.6 * size_of(line) + 7.0


def _is_one_number(text: str, line: Line, before: Line, box: Box) -> bool:
    """Whether a figure goes on in the next line because the cell is too narrow for it."""
    tail, head = _NUMBER_TAIL.search(text), _NUMBER_HEAD.match(line.text.strip())
    if not tail or not head:
        return False
    joined = tail.group() + head.group()
    # the point may stand alone in its line
    if not NUMBER.fullmatch(joined.rstrip(".．")):
        return False
    # both halves are figures of their own: only a mark at the seam, or thousands, tells that they are one
    return (
        bool(re.search(r"[.,．，]$", tail.group()))
        or head.group()[0] in ".,．，"
        or room(before, line, box) < 0.6 * size_of(line) + 7.0
    )


def _goes_on(text: str, before: Line, line: Line, box: Box) -> bool:
    """Whether a line of a cell continues the one before."""
    following = line.text.strip()
    if NUMBER.fullmatch(before.text.strip()) and NUMBER.fullmatch(following):
        return False
    if ITEM_OF_LINES.match(following) and (_SENTENCE_END.search(text) or not _is_wrapped(before, line, box)):
        return False
    if _is_wrapped(before, line, box):
        return True
    # a narrow label is broken where it reads well: 年度预/算申请, （万元）
    label = ITEM_OF_LINES.sub("", before.text.strip())
    is_label = len(label) <= 8 and len(following) <= 8 and not _SENTENCE_END.search(text)
    return is_label and not re.search(r"[0-9]", label + following)


# -- on a page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a page begin and end."""

    left: float
    right: float


# a page, or a column of it
_Key = tuple[int, tuple[float, float] | None]


# lines that aren't set to the margin end so far from each other (points)
_ALIKE = 18.0


def margins(pages: Sequence[tuple[Page, Sequence[Line]]]) -> dict[_Key, Margins]:
    """The margins of each page or column: its own where enough long lines end alike, else those of all of its size."""
    by_key: dict[_Key, list[Line]] = {}
    by_size: dict[tuple[float, ...], list[Line]] = {}
    for page, lines in pages:
        by_key.setdefault(_key(page), []).extend(lines)
        by_size.setdefault(_size(page), []).extend(lines)
    found = {}
    for page, _ in pages:
        lines, same = by_key[_key(page)], by_size[_size(page)]
        if same and _key(page) not in found:
            found[_key(page)] = (
                _margins(lines, page.measure) or _margins(same, page.measure) or _outermost(same, page.measure)
            )
    return found


def _key(page: Page) -> _Key:
    return page.page_no, page.span


def _size(page: Page) -> tuple[float, ...]:
    return tuple(map(round, (page.width, page.height, *(page.span or ()))))


def _outermost(lines: Sequence[Line], measure: tuple[float, float]) -> Margins:
    """Where the two longest lines end that go over most of the measure, if alike; else the right margin is as wide as the left one at most."""
    left = min(line.box[0] for line in lines)
    most = 0.6 * (measure[1] - measure[0])
    *_, second, first = (0, 0, *sorted(line.box[2] for line in lines if line.box[2] - line.box[0] > most))
    if second and first - second < _ALIKE:
        return Margins(left, first)
    return Margins(left, max(measure[0] + measure[1] - left, *(line.box[2] for line in lines)))


def _margins(lines: Sequence[Line], measure: tuple[float, float]) -> Margins | None:
    """Where three lines or more end alike that are longer than half of the page; None where there are none."""
    half = (measure[1] - measure[0]) / 2
    rights = Counter(round(line.box[2] / 6) for line in lines if line.box[2] - line.box[0] > half)
    # neighbouring classes are one margin
    shared = [key for key in rights if rights[key - 1] + rights[key] + rights[key + 1] >= 3]
    if not shared:
        return None
    right = max(line.box[2] for line in lines if round(line.box[2] / 6) in (max(shared), max(shared) + 1))
    lefts = Counter(round(line.box[0] / 6) for line in lines)
    often = [at for at, count in lefts.items() if count + lefts[at + 1] >= max(2, 0.1 * len(lines))]
    at = min(often, default=min(lefts))
    return Margins(min(line.box[0] for line in lines if round(line.box[0] / 6) in (at, at + 1)), right)


def paragraphs(lines: Sequence[tuple[Page, Line]], of_page: dict[_Key, Margins]) -> list[Passage]:
    """Passages of neighbouring lines, also over page breaks."""
    found: list[Passage] = []
    before: tuple[Page, Line] | None = None
    pitch = _pitch(lines)
    for page, line in lines:
        if not line.text.strip():
            continue
        if before is not None and _continues(found[-1].text, *before, page, line, of_page, pitch):
            found[-1].add(page, line, glue(found[-1].text, line.text.lstrip()))
        else:
            found.append(Passage())
            found[-1].add(page, line)
        before = (page, line)
    return found


def _pitch(lines: Sequence[tuple[Page, Line]]) -> float:
    """The usual distance of two lines in sizes of their characters."""
    steps = Counter(
        round(2 * (after.box[3] - before.box[3]) / size_of(after)) / 2
        for (page, before), (next_page, after) in itertools.pairwise(lines)
        if page.page_no == next_page.page_no and after.box[3] > before.box[3]
    )
    return steps.most_common(1)[0][0] if steps else 2.0


def _continues(
    text: str, page: Page, before: Line, next_page: Page, line: Line, of_page: dict[_Key, Margins], pitch: float
) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    size = size_of(line)
    edges, next_edges = of_page.get(_key(page)), of_page.get(_key(next_page))
    if edges is None or next_edges is None:
        # nothing but footnotes stands there
        return False
    following = line.text.strip()
    if (
        _LEADER.search(text)
        or _CAPTION.match(following)
        or before.box[3] - before.box[1] > 3 * (before.box[2] - before.box[0])
    ):
        return False
    if edges.right - before.box[2] > first_width(line) + 1.6 * size:
        return False
    if page.page_no == next_page.page_no and line.box[3] - before.box[3] > (max(pitch, 1.0) + 1.2) * max(
        size, size_of(before)
    ):
        return False
    indent = line.box[0] - next_edges.left
    if indent > 1.2 * size:
        # a centred title may be longer than one line
        middle = (next_edges.left + next_edges.right) / 2
        is_centred = abs((line.box[0] + line.box[2]) / 2 - middle) < size and indent > 5 * size
        was_centred = abs((before.box[0] + before.box[2]) / 2 - middle) < size
        return is_centred and was_centred and page is next_page and abs(size - size_of(before)) < 1
    has_ended, is_short = bool(_SENTENCE_END.search(text)), line.box[2] < next_edges.right - 2.5 * size
    if has_ended and is_short and not re.search(r"[。；;，,！？）)]$", following):
        # a paragraph's last line ends as sentences do: this is what stands alone
        return False
    return not (ITEM_OF_LINES.match(following) and (has_ended or before.box[2] < edges.right - 2.5 * size))
