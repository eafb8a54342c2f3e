"""Single characters with their places to lines of text: baselines, gaps that are spaces, numbers that stand alone."""

from __future__ import annotations

import itertools
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.document import Box
from ingest.pages.layout import Glyphs, Line, around


class Character(NamedTuple):
    """A drawn character: its box in the page as it is read, its size (the em) in points; how sure it is where it was read optically."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    score: float | None = None

    @property
    def box(self) -> Box:
        return (self.left, self.top, self.right, self.bottom)


# where the em square stands about the baseline; a font's own figures may be those of all its scripts
ASCENT, DESCENT = 0.88, 0.12

_NUMBER = re.compile(
    r"(?:(?<![0-9０-９.．,，])[-−－])?[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?[%％‰]?"
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f\U00020000-\U0003ffff]")
# forms of a character that exist only for old encodings; full-width forms are how people write and stay
_OLD_FORMS = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789", SUPERSCRIPTS)
# what fonts draw as one glyph when it is typed twice
_JOINED = "—…"
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u2064]")


def cleaned(text: str) -> str:
    """The text of a character as people type it; empty where it has no shape."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _INVISIBLE.sub("", text).strip()
    return _OLD_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def without_doubles(characters: Sequence[Character]) -> list[Character]:
    """Characters drawn once: bold made by drawing twice, a hair apart, is one character."""
    times = Counter(character.text for character in characters)
    if len(times) == len(characters):
        return list(characters)
    kept: list[Character] = []
    near: dict[tuple[str, int, int], list[Character]] = {}
    for character in characters:
        if times[character.text] == 1:
            kept.append(character)
            continue
        x, y = int(character.left // 2), int(character.bottom // 2)
        tolerance = 0.18 * character.size
        if kept and character == kept[-1] and character.text in _JOINED:
            # one glyph for two characters
            kept.append(character)
            continue
        if any(
            abs(other.left - character.left) <= tolerance and abs(other.bottom - character.bottom) <= tolerance
            for at_x in (x - 1, x, x + 1)
            for at_y in (y - 1, y, y + 1)
            for other in near.get((character.text, at_x, at_y), ())
        ):
            continue
        near.setdefault((character.text, x, y), []).append(character)
        kept.append(character)
    return kept


def lines_of(characters: Iterable[Character]) -> tuple[Line, ...]:
    """Lines from top to bottom: characters on one baseline, spaces where there is a gap."""
    rows: list[list[Character]] = []
    baselines: list[float] = []
    sizes: list[float] = []
    for character in sorted(characters, key=lambda c: c.bottom):
        # a row's baseline is that of its first character: rows don't creep
        if rows and character.bottom - baselines[-1] <= 0.35 * min(sizes[-1], character.size):
            rows[-1].append(character)
        else:
            rows.append([character])
            baselines.append(character.bottom)
            sizes.append(character.size)
    if len(set(map(round, sizes))) > 1:
        rows = _with_raised(rows, sizes)
    return tuple(_line(layer) for row in rows for layer in _layers(row))


def _with_raised(rows: list[list[Character]], sizes: Sequence[float]) -> list[list[Character]]:
    """Rows in which small raised digits stand as superscripts behind or before what they are set to: m², footnotes."""
    kept = [list(row) for row in rows]
    for at, row in enumerate(rows):
        if not any(character.text.isdigit() for character in row):
            continue
        for base_at in range(at + 1, min(at + 4, len(rows))):
            size = sizes[base_at]
            base = [one for one in rows[base_at] if one.size > 0.8 * size]
            if sizes[at] > 0.75 * size or not base or not 0.1 * size < base[0].bottom - row[0].bottom < 0.75 * size:
                continue
            for mark in _runs(row):
                if not all(one.text.isascii() and one.text.isdigit() for one in mark):
                    continue
                left, right = mark[0].left, mark[-1].right
                if any(
                    -0.2 * size < left - one.right < 0.5 * size or 0 < one.left - right < 0.5 * size for one in base
                ):
                    kept[base_at] += [one._replace(text=one.text.translate(RAISED)) for one in mark]
                    kept[at] = [one for one in kept[at] if one not in mark]
    return [row for row in kept if row]


def _runs(row: Iterable[Character]) -> list[list[Character]]:
    """The characters of a row from left to right, divided where there are gaps."""
    found: list[list[Character]] = []
    for character in sorted(row, key=lambda one: one.left):
        if found and character.left - found[-1][-1].right < 0.3 * character.size:
            found[-1].append(character)
        else:
            found.append([character])
    return found


def _layers(row: list[Character]) -> list[list[Character]]:
    """The characters of one baseline from left to right; what was drawn over other text stands in a row of its own."""
    ordered = sorted(row, key=lambda c: (c.left, c.right))
    # the same at the same place: drawn bold, or one glyph for two characters
    if not any(
        before.right - after.left > 0.6 * min(before.right - before.left, after.right - after.left)
        and (before.text, before.left) != (after.text, after.left)
        for before, after in itertools.pairwise(ordered)
    ):
        return [ordered]
    # texts as they were drawn, each from left to right
    texts: list[list[Character]] = []
    for character in row:
        if texts and -0.6 * character.size < character.left - texts[-1][-1].right < character.size:
            texts[-1].append(character)
        else:
            texts.append([character])
    layers: list[list[Character]] = []
    for text in texts:
        for layer in layers:
            if all(
                min(text[-1].right, other.right) - max(text[0].left, other.left) < 0.6 * (other.right - other.left)
                for other in layer
            ):
                layer += text
                break
        else:
            layers.append(text)
    return [sorted(layer, key=lambda c: (c.left, c.right)) for layer in layers]


def _spaces(before: Character, after: Character) -> int:
    """How many spaces stand between two neighbours of a line."""
    gap = after.left - before.right
    size = min(before.size, after.size)
    wide = bool(_WIDE.match(before.text[-1])) + bool(_WIDE.match(after.text[0]))
    # a word space is a quarter of the em; between wide characters that much is only the setting of a full line
    if gap <= (0.17, 0.45, 0.6)[wide] * size:
        return 0
    return max(1, min(40, round(gap / (0.5 * size))))


def _line(row: list[Character]) -> Line:
    gaps = [_spaces(row[at], row[at + 1]) for at in range(len(row) - 1)]
    spaces = gaps
    if len(row) > 2 and all(gaps) and _is_spread(row):
        # a label spread over its cell: nobody typed these spaces
        spaces = [0] * len(gaps)
    text, owners = [row[0].text], [0] * len(row[0].text)
    for at, count in enumerate(spaces, start=1):
        text.append(" " * count + row[at].text)
        owners += [-1] * count + [at] * len(row[at].text)
    joined = "".join(text)
    cuts = {0, len(joined)}
    for found in _NUMBER.finditer(joined):
        cuts.update(found.span())
    # wide gaps divide too: they may be those between columns
    position = len(row[0].text)
    for at, (gap, count) in enumerate(zip(gaps, spaces, strict=True), start=1):
        if gap >= 2:
            cuts.add(position + count)
        position += count + len(row[at].text)
    ordered = sorted(cuts)
    glyphs = []
    for start, end in itertools.pairwise(ordered):
        members = sorted({owner for owner in owners[start:end] if owner >= 0})
        if members:
            scores = [score for at in members if (score := row[at].score) is not None]
            glyphs.append(Glyphs(joined[start:end], around(row[at].box for at in members), min(scores, default=None)))
        elif glyphs:
            last = glyphs.pop()
            glyphs.append(Glyphs(last.text + joined[start:end], last.box, last.score))
    return Line(tuple(glyphs), around(character.box for character in row))


def _is_spread(row: list[Character]) -> bool:
    """Whether the gaps of a line are all about the same and its characters are a word's."""
    if not all(_WIDE.match(character.text[0]) for character in row):
        return False
    gaps = [after.left - before.right for before, after in itertools.pairwise(row)]
    middle = statistics.median(gaps)
    return all(abs(gap - middle) <= 0.15 * row[0].size for gap in gaps)
