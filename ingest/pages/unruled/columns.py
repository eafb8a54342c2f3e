"""Columns: borders in the gaps between texts beside each other, and the columns that each text stands in."""

from __future__ import annotations

import bisect
import itertools
import statistics
from collections.abc import Callable, Sequence

from ingest.document import Box
from ingest.pages.unruled.texts import Text, is_spread, shared_height, text_of


def _gaps(texts: Sequence[Text]) -> list[tuple[float, float, bool]]:
    """The gaps between texts beside each other, and whether those stand on one line."""
    ordered = sorted(texts, key=lambda text: text.box[1])
    tops = [text.box[1] for text in ordered]
    highest = max(text.box[3] - text.box[1] for text in ordered)
    found: dict[tuple[int, int], tuple[float, float, bool]] = {}
    for text in ordered:
        near = [
            other
            for other in ordered[bisect.bisect_left(tops, text.box[1] - highest) : bisect.bisect(tops, text.box[3])]
            if other is not text and shared_height(text.box, other.box) > 0.05 * min(text.size, other.size)
        ]
        right = min((one for one in near if one.box[0] >= text.box[2] - 0.5), key=lambda one: one.box[0], default=None)
        left = max((one for one in near if one.box[2] <= text.box[0] + 0.5), key=lambda one: one.box[2], default=None)
        for before, after in ((text, right), (left, text)):
            if before is not None and after is not None and after.box[0] > before.box[2]:
                level = abs(before.level - after.level) < 0.1 * text.size
                found[id(before), id(after)] = (before.box[2], after.box[0], level)
    return list(found.values())


def cuts_of(texts: Sequence[Text]) -> list[float]:
    """The fewest column borders such that one stands in each gap, where they cross the least text."""
    gaps = sorted(_gaps(texts), key=lambda gap: gap[1])
    boxes = [text.box for text in texts]
    size = statistics.median(text.size for text in texts)
    everything = list(gaps)
    cuts: list[float] = []
    while gaps:
        end = gaps[0][1]
        group = [gap for gap in gaps if gap[0] < end]
        start = max(gap[0] for gap in group)
        ends = sorted(
            {start + 0.5, end - 0.5, (start + end) / 2, *(box[2] + 1 for box in boxes if start < box[2] + 1 < end)}
        )
        crossed = {x: sum(box[0] < x < box[2] for box in boxes) for x in ends}
        fewest = min(crossed.values())
        least = [x for x in ends if crossed[x] == fewest]
        cuts.append(least[len(least) // 2])
        gaps = [gap for gap in gaps if gap[0] >= end]
    kept = []
    for cut in cuts:
        own = [gap for gap in everything if gap[0] < cut < gap[1]]
        own = [gap for gap in own if not any(gap[0] < other < gap[1] for other in cuts if other != cut)]
        crossing = sum(box[0] < cut < box[2] for box in boxes)
        # spaces that somebody typed
        if len(own) == 1 and own[0][2] and own[0][1] - own[0][0] < 0.95 * size and crossing > 3:
            continue
        kept.append(cut)
    return kept


def _columns(box: Box, cuts: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a text stands in."""
    first = sum(cut <= box[0] + 1 for cut in cuts)
    return first, max(first, sum(cut <= box[2] - 1 for cut in cuts))


def placed(pieces: Sequence[Sequence[Text]], cuts: Sequence[float]) -> list[Text]:
    """The texts of lines with their columns; those that no border parts are one."""
    found: list[Text] = []
    others = [text for row in pieces for text in row]
    for row in pieces:
        if len(row) == 1 and is_spread(row[0].line):
            row = _ends(row[0], others, cuts)
        joined: list[Text] = []
        for text in row:
            text.first, text.last = _columns(text.box, cuts)
            if joined and joined[-1].last >= text.first:
                before = joined.pop()
                first, last = before.first, max(before.last, text.last)
                text = text_of((*before.line.glyphs, *text.line.glyphs), text.size, text.source)
                text.first, text.last = first, last
            joined.append(text)
        for at, text in enumerate(joined):
            text.is_first, text.is_alone = at == 0, len(joined) == 1
        found += joined
    return found


def _ends(text: Text, others: Sequence[Text], cuts: Sequence[float]) -> list[Text]:
    """A spread line as the ends of texts in several columns, where each character is set as some text of its column."""
    parts = [text_of([part], text.size, text.source) for part in text.line.glyphs]
    columns = [_columns(part.box, cuts) for part in parts]
    if len(set(columns)) < len(parts) or any(first != last for first, last in columns):
        return [text]
    for part, (column, _) in zip(parts, columns, strict=True):
        near = 0.25 * text.size
        own = [other for other in others if other is not text and _columns(other.box, cuts)[0] == column]
        if not any(abs(part.box[0] - one.box[0]) < near or abs(_middle(part) - _middle(one)) < near for one in own):
            return [text]
    return parts


def _middle(text: Text) -> float:
    return (text.box[0] + text.box[2]) / 2


def crossings(cuts: Sequence[float], texts: Sequence[Text]) -> int:
    """How many borders of columns go through texts."""
    return sum(text.box[0] + 1 < cut < text.box[2] - 1 for text in texts for cut in cuts)


# -- texts over several columns that they don't fill -------------------------------------------------------------------


def spread(texts: Sequence[Text], pitch: float, is_at_start: Callable[[Text], bool]) -> None:
    """Gives texts in the middle of several columns these columns: headers of columns below them, and labels of two label columns.

    Not those that begin as all of their column do.
    """
    figures = {text.first for text in texts if text.is_figure and text.first == text.last}
    labels = min(figures, default=0)
    own: dict[int, list[Text]] = {}
    for text in texts:
        if text.first == text.last:
            own.setdefault(text.first, []).append(text)
    ordered = sorted(texts, key=lambda text: text.level)
    levels = [text.level for text in ordered]
    for text in [text for text in ordered if not text.is_figure and not is_at_start(text)]:
        reach = (text.level - 1.3 * pitch, text.level + 3 * pitch)
        near = ordered[bisect.bisect_left(levels, reach[0]) : bisect.bisect(levels, reach[1])]
        place = _over_headers(text, near, own, pitch) or _over_labels(text, near, own, labels, pitch)
        if place is not None:
            text.first, text.last = place


def _is_free(text: Text, first: int, last: int, texts: Sequence[Text], reach: float) -> bool:
    """Whether nothing else stands beside a text in some columns."""
    return not any(
        other is not text and first <= other.last and other.first <= last and abs(other.level - text.level) < reach
        for other in texts
    )


def _over_headers(
    text: Text, texts: Sequence[Text], own: dict[int, list[Text]], pitch: float
) -> tuple[int, int] | None:
    """The columns of the headers below a text that stands in the middle over them."""
    near = 0.12 * text.size
    if any(
        0.8 * pitch < text.level - other.level < 1.25 * pitch
        and text.box[2] - text.box[0] < other.box[2] - other.box[0] - 0.3 * text.size
        and _begin_or_centre_alike(other, text)
        for other in texts
    ):
        # the rest of a wrapped text
        return None
    below = [other for other in texts if 0.8 * pitch < other.level - text.level < 1.6 * pitch]
    child = next((other for other in below if other.first <= text.last and text.first <= other.last), None)
    level = min((other.level for other in below), default=0.0) if child is None else child.level
    children = sorted((other for other in below if abs(other.level - level) <= near), key=lambda other: other.first)
    starts = [at for at, other in enumerate(children) if other.first <= text.first]
    best: tuple[float, tuple[int, int]] | None = None
    for start in starts:
        for end in range(max(start + 1, 1), len(children)):
            group = children[start : end + 1]
            first, last = group[0].first, group[-1].last
            if last < text.last or any(other.is_figure for other in group):
                continue
            if any(after.first != before.last + 1 for before, after in itertools.pairwise(group)):
                break
            if not _is_free(text, first, last, texts, 0.75 * pitch):
                continue
            off = _off_centre(text, first, last, own, group)
            if off < 0.7 * text.size and (best is None or off < best[0]):
                best = off, (first, last)
    if best is None or best[1] == (text.first, text.last):
        return None
    first, last = best[1]
    if child is None or not _begin_or_centre_alike(text, child):
        return best[1]
    # the middle line of a text beside others of one line
    further = [other for other in texts if abs(other.level - level - pitch) < 0.2 * pitch]
    covered = {column for other in further for column in range(other.first, other.last + 1)}
    under = set(range(text.first, text.last + 1))
    if covered & under and not set(range(first, last + 1)) <= covered:
        return None
    return best[1]


def _off_centre(text: Text, first: int, last: int, own: dict[int, list[Text]], headers: Sequence[Text]) -> float:
    """How far the middle of a text is from that of some columns, or, of a line of its own, from where theirs can be.

    The borders of a column are as far from its middle, where its texts share one, as they lie between it and those beside it.
    """
    begin = min(other.box[0] for other in own.get(first, headers[:1]))
    end = max(other.box[2] for other in own.get(last, headers[-1:]))
    off = abs(_middle(text) - (begin + end) / 2)
    middles = [_shared_middle(own.get(column, ())) for column in (first, last)]
    if not text.is_alone or off < 0.7 * text.size or middles[0] is None or middles[1] is None:
        return off
    following, before = own.get(first + 1), own.get(last - 1)
    if not following or not before:
        return off
    # the borders of the whole are mirrored from those within it
    least = 2 * middles[0] - min(one.box[0] for one in following), 2 * middles[1] - min(one.box[0] for one in own[last])
    most = 2 * middles[0] - max(one.box[2] for one in own[first]), 2 * middles[1] - max(one.box[2] for one in before)
    aside = max(0.0, sum(least) / 2 - _middle(text), _middle(text) - sum(most) / 2)
    return min(off, aside + 0.3 * text.size)


def _over_labels(
    text: Text, texts: Sequence[Text], own: dict[int, list[Text]], labels: int, pitch: float
) -> tuple[int, int] | None:
    """A label's column and the one beside it, where others stand in the middle of each and the label in that of both."""
    if text.first != text.last or text.first >= labels:
        return None
    for first in (text.first - 1, text.first):
        last = first + 1
        if first < 0 or last >= labels or not _is_free(text, first, last, texts, 0.75 * pitch):
            continue
        others = [[one for one in own.get(at, ()) if one is not text] for at in (first, last)]
        middles = [_shared_middle(ones) for ones in others]
        # texts of one width share the middle however they are set
        if middles[0] is None or middles[1] is None or not any(map(_differ, others)):
            continue
        middle = (text.box[0] + text.box[2]) / 2
        if min(abs(middle - middles[0]), abs(middle - middles[1])) < 0.6 * text.size:
            continue
        alike = [
            [one for one in ones if abs((one.box[0] + one.box[2]) / 2 - shared) <= 0.25 * one.size]
            for ones, shared in ((others[0], middles[0]), (others[1], middles[1]))
        ]
        ends, starts = max(one.box[2] for one in alike[0]), min(one.box[0] for one in alike[1])
        whole = middles[0] + middles[1]
        if whole - starts - 1 <= middle <= whole - ends + 1:
            return first, last
    return None


def _shared_middle(texts: Sequence[Text]) -> float | None:
    """Where the middle of all but a few texts is; None where it isn't the same."""
    if len(texts) < 3:
        return None
    middles = [(text.box[0] + text.box[2]) / 2 for text in texts]
    middle = statistics.median(middles)
    off = sum(abs(one - middle) > 0.25 * texts[0].size for one in middles)
    return middle if off <= len(texts) // 4 else None


def _differ(texts: Sequence[Text]) -> bool:
    """Whether texts are of different widths."""
    widths = [text.box[2] - text.box[0] for text in texts]
    return max(widths) - min(widths) > 0.5 * texts[0].size


def _begin_or_centre_alike(one: Text, other: Text) -> bool:
    left, right = one.box[0] - other.box[0], one.box[2] - other.box[2]
    return min(abs(left), abs(left + right) / 2) < 0.4 * one.size
