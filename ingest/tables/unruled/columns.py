"""Columns: borders in the gaps between texts beside each other, and the columns that each text stands in."""

from __future__ import annotations

import bisect
import statistics
from collections.abc import Sequence

from ingest.document import Box
from ingest.tables.unruled.texts import Text, shared_height, text_of


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
    for row in pieces:
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


def crossings(cuts: Sequence[float], texts: Sequence[Text]) -> int:
    """How many borders of columns go through texts."""
    return sum(text.box[0] + 1 < cut < text.box[2] - 1 for text in texts for cut in cuts)
