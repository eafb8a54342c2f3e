"""Cells: texts one below the other, and what tells whether they are one cell's wrapped lines or several cells."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.normalize.numbering import ITEM_OF_CELLS, is_numbered
from ingest.pages.paragraphs import first_width
from ingest.pages.unruled.texts import FIGURE, Text
from ingest.pages.words import is_form_word, is_to_fill, stands_alone

# the halves of a figure that its cell is too narrow for
_BROKEN_HEAD, _BROKEN_TAIL = (
    re.compile(r"[-−－]?[0-9][0-9,，.．]*"),
    re.compile(r"[.．,，]?[0-9][0-9,，.．]*[%％]?|[%％]"),
)
# words that join two others, and none ends with
_JOINING = ("、", "，", ",", "和", "及", "与", "或")
_OPENING, _CLOSING = re.compile(r"[（(〔【《“]"), re.compile(r"[）)〕】》”]")
QUANTITY = re.compile(r"[0-9][0-9,，.．]*[^0-9]{1,2}")
# a character that is no number
_LETTER = re.compile("(?![一二三四五六七八九十])[一-鿿]")
# the rest of a list of words
_GOING_ON = re.compile("[^、，,；;0-9一二三四五六七八九十（(]?[、，,；;]")
# what is often indented
_PART = re.compile(rf"(?:{ITEM_OF_CELLS.pattern})|其中")
# what a cell leaves free at both sides together, and the borders are misplaced by
_MARGINS = 14.0
# what cells leave free between columns that are set to the left, at both sides together
_LEAST_PADDING, _MOST_PADDING = 2.0, 11.5


@dataclass(slots=True, eq=False)
class Cell:
    """Texts from top to bottom that may be one cell; rows count from 0."""

    texts: list[Text]
    first: int
    last: int
    row: int = 0
    row_span: int = 1

    @property
    def top(self) -> float:
        return self.texts[0].box[1]

    @property
    def bottom(self) -> float:
        return self.texts[-1].box[3]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.texts[0].size

    @property
    def has_figure(self) -> bool:
        return any(text.is_figure for text in self.texts)

    @property
    def is_character(self) -> bool:
        """Whether it is a single character and no figure: hardly more than the rest of a word."""
        return len(self.texts) == 1 and bool(_LETTER.fullmatch(self.texts[0].text))


def _unlike(upper: Text, lower: Text) -> float:
    """What the words of two lines say against one cell."""
    if lower.is_figure or (upper.is_figure and len(lower.text) > 1):
        return 1.0
    if QUANTITY.fullmatch(lower.text) and len(upper.text) <= 8 and not re.search("[0-9]", upper.text):
        # a header and what it counts
        return 0.7
    if (ITEM_OF_CELLS.match(lower.text) and ITEM_OF_CELLS.match(upper.text)) or is_to_fill(lower.text):
        return 1.5
    return 1.0 if lower.text == upper.text else 0.0


def cell_of(texts: Sequence[Text]) -> Cell:
    return Cell(list(texts), min(text.first for text in texts), max(text.last for text in texts))


@dataclass(frozen=True, slots=True)
class Setting:
    """How a run of lines is set: the distance of a cell's lines, and the widest text of each column.

    `starts` are where the texts of columns begin that are set to the left, `padding` what cells leave free between such columns.
    """

    pitch: float
    widths: dict[tuple[int, int], float]
    ends: dict[int, float]
    edges: Sequence[float]
    starts: dict[int, float]
    padding: float

    def joining(self, upper: Text, lower: Text, opened: bool) -> float:
        """What it costs to take two lines for neighbours in one cell; 3 and more where they can't be."""
        distance = lower.level - upper.level
        if distance < 0.85 * self.pitch:
            return 4.0
        cost = 0.0 if distance <= 1.25 * self.pitch else 2.0
        if is_one_figure(upper, lower):
            return cost + 0.05
        if is_divided_figure(upper, lower) and self._is_full(upper, lower):
            return cost + (0.3 if len(lower.text) > 1 or len(upper.text) < 4 else 0.1)
        if upper.is_figure and lower.is_figure:
            return 4.0
        if not (_are_set_alike(upper, lower) or (self.is_at_start(lower) and self._is_full(upper, lower))):
            cost += 2.0
        cost += _unlike(upper, lower)
        own, following = upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]
        if self._is_full(upper, lower):
            # wrapped lines end short, those of several cells are as they are
            if following < own - 0.3 * upper.size or own > 6.5 * upper.size:
                return cost + 0.02
            return cost + (0.1 if own < 2.3 * upper.size else 0.3)
        if opened:
            return cost + 0.3
        if _OPENING.match(lower.text):
            return cost + 0.4
        if len(upper.text) <= 2 and len(lower.text) <= 2:
            return cost + 0.4
        if len(lower.text) == 1 and following > 0.8 * lower.size:
            # hardly a cell of its own
            return cost + 0.1
        if own + first_width(lower.line) > self._room(upper) - 2 * upper.size and following < own - 0.3 * upper.size:
            return cost + 0.5
        return cost + (1.3 if len(upper.text) <= 8 and len(lower.text) <= 8 else 1.6)

    def parting(self, upper: Text, lower: Text, opened: bool) -> float:
        """What it costs to take two lines, one below the other, for two cells."""
        if is_one_figure(upper, lower):
            return 2.0
        if is_divided_figure(upper, lower):
            return 0.3
        if lower.is_figure or upper.is_figure or (ITEM_OF_CELLS.match(lower.text) and ITEM_OF_CELLS.match(upper.text)):
            return 0.0
        if _CLOSING.match(lower.text) or opened:
            return 1.5
        if lower.text == upper.text:
            return 0.0
        if _OPENING.match(lower.text):
            return 0.7
        if _LETTER.fullmatch(lower.text):
            return 1.5
        if self._is_full(upper, lower):
            # in a narrow column many lines look full
            own, following = upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]
            return 0.6 if following < own - 0.3 * upper.size or own > 6.5 * upper.size else 0.15
        return 0.0

    def goes_on(self, upper: Cell, lower: Cell) -> bool:
        """Whether a cell behind a page break may be the rest of one before it."""
        head, tail = upper.texts[-1], lower.texts[0]
        if is_one_figure(head, tail):
            return True
        if head.is_figure or (tail.is_figure and len(lower.texts) == 1 and tail.text[-1] not in "%％"):
            return False
        if is_opened(upper.texts):
            return True
        if ITEM_OF_CELLS.match(tail.text) or [text.text for text in upper.texts] == [text.text for text in lower.texts]:
            return False
        return self._is_full(head, tail)

    def _room(self, text: Text) -> float:
        """The width for a line of a text's columns, as far as it shows."""
        start, following = self.starts.get(text.first), self.starts.get(text.last + 1)
        if start is not None and following is not None:
            return following - start - self.padding
        widest = self.widths.get((text.first, text.last), 0.0)
        return max(widest, self.edges[text.last + 1] - self.edges[text.first] - _MARGINS)

    def is_at_start(self, text: Text) -> bool:
        start = self.starts.get(text.first)
        return start is not None and abs(text.box[0] - start) < 0.25 * text.size

    def _is_full(self, upper: Text, lower: Text) -> bool:
        """Whether a line has no room for the beginning of the next."""
        own, following = upper.box[2] - upper.box[0], lower.box[2] - lower.box[0]
        room = max(self._room(upper), own, following)
        # what is broken within has no width of its own
        next_width = 0.5 * lower.size if is_divided_figure(upper, lower) else first_width(lower.line)
        if upper.box[2] + next_width < lower.box[2] - 0.2 * upper.size:
            return False
        if upper.first in self.starts and upper.last + 1 in self.starts:
            end = max(self.starts[upper.last + 1] - self.padding - 0.4 * upper.size, lower.box[2])
            return upper.box[2] + next_width > end
        if own + next_width > room - 0.4 * upper.size:
            return True
        end = max(self.ends[upper.last], self.edges[upper.last + 1] - _MARGINS / 2)
        return upper.box[2] + next_width > end + 0.2 * upper.size


def setting_of(texts: Sequence[Text], edges: Sequence[float]) -> Setting:
    widths: dict[tuple[int, int], float] = {}
    ends: dict[int, float] = {}
    columns: dict[tuple[int, int], list[Text]] = {}
    for text in texts:
        place = (text.first, text.last)
        ends[text.last] = max(ends.get(text.last, 0.0), text.box[2])
        widths[place] = max(widths.get(place, 0.0), text.box[2] - text.box[0])
        columns.setdefault(place, []).append(text)
    steps = []
    for members in columns.values():
        members.sort(key=lambda text: text.level)
        for upper, lower in itertools.pairwise(members):
            step = lower.level - upper.level
            if 0.95 * upper.size <= step <= 2.6 * upper.size:
                steps.append(step)
    size = statistics.median(text.size for text in texts)
    # lines of a cell are nearer to each other than rows are
    pitch = min(steps, default=1.3 * size)
    starts = _starts(columns)
    gaps = (
        starts[last + 1] - text.box[2]
        for (first, last), members in columns.items()
        if first == last and first in starts and last + 1 in starts
        for text in members
        if not text.is_alone
    )
    return Setting(pitch, widths, ends, edges, starts, min(max(min(gaps, default=0.0), _LEAST_PADDING), _MOST_PADDING))


def _starts(columns: Mapping[tuple[int, int], Sequence[Text]]) -> dict[int, float]:
    """Where columns begin whose texts, of different widths, nearly all begin alike."""
    texts: dict[int, list[Text]] = {}
    for (first, _), members in columns.items():
        texts.setdefault(first, []).extend(members)
    found = {}
    for first, members in texts.items():
        left = statistics.mode(round(text.box[0]) for text in members)
        alike = [text for text in members if abs(text.box[0] - left) < 0.2 * text.size]
        widths = [text.box[2] - text.box[0] for text in alike]
        if len(alike) >= max(3, 0.6 * len(members)) and max(widths) - min(widths) > 0.4 * members[0].size:
            found[first] = min(text.box[0] for text in alike)
    return found


def is_one_figure(upper: Text, lower: Text) -> bool:
    """Whether two lines are the halves of a figure that was too long for its cell."""
    head, tail = upper.text, lower.text
    if not (_BROKEN_HEAD.fullmatch(head) and _BROKEN_TAIL.fullmatch(tail) and FIGURE.fullmatch(head + tail)):
        return False
    return head[-1] in ".．,，" or tail[0] in ".．,，%％"


def is_divided_figure(upper: Text, lower: Text) -> bool:
    """Whether two lines could be the halves of a figure that was broken between digits."""
    head, tail = upper.text, lower.text
    return bool(
        head[-1:].isdigit()
        and _BROKEN_HEAD.fullmatch(head)
        and _BROKEN_TAIL.fullmatch(tail)
        and len(tail) <= len(head)
        and FIGURE.fullmatch(head + tail)
    )


def _are_set_alike(upper: Text, lower: Text) -> bool:
    """Whether two lines begin, end or are centred alike, or the upper one is the first, indented by two characters or so."""
    near = 0.4 * upper.size
    left, right = upper.box[0] - lower.box[0], upper.box[2] - lower.box[2]
    # spaces before a centred text that surely goes on
    is_begun = len(lower.text) == 1 or upper.text.endswith(_JOINING) or bool(ITEM_OF_CELLS.match(upper.text))
    is_part = bool(_PART.match(upper.text)) and not _PART.match(lower.text)
    shift = (left + right) / upper.size
    return (
        abs(left) < near
        or abs(right) < near
        or abs(left + right) < 2 * near
        or (is_begun and is_part and 0.7 < shift < 8.3 and abs(shift - round(shift)) < 0.25)
        or (near < left < 4.5 * upper.size < 2 * (upper.box[2] - upper.box[0]) and right > -near)
    )


def wording(above: Sequence[Text], below: Sequence[Text]) -> tuple[float, float]:
    """What the words say against taking two texts for one cell's, and against taking them for two cells'."""
    before, after = ("".join(text.text for text in texts) for texts in (above, below))
    if is_opened(above) or _GOING_ON.match(after):
        return 0.0, 1.0
    is_whole, is_other = stands_alone(before), stands_alone(after)
    if is_whole and is_other:
        return 0.5, 0.0
    if is_form_word(before + after) and not is_numbered(after):
        return 0.0, 1.0
    return (0.5, 0.0) if is_whole or is_other else (0.0, 0.0)


def is_opened(texts: Sequence[Text]) -> bool:
    text = "".join(one.text for one in texts)
    return len(_OPENING.findall(text)) > len(_CLOSING.findall(text)) or text.endswith(_JOINING)
