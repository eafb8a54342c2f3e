"""The figures of a document counted by another way than the ledger's: character by character, by what the design calls a figure.

In a cell every maximal number counts; in running text those with a unit of money behind them. Those behind a word for money alone,
and numerals spelled out, are told by the lexicon and the number grammar: they are no matter of an independent count.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from ingest.document import Document

# block, row, column, the digits as written
Found = tuple[int, int | None, int | None, str]

_WHOLE_UNITS = ("亿元", "千万元", "百万元", "十万元", "万元", "千元", "百元", "元")


def _digits(text: str) -> list[tuple[int, int]]:
    """Where the maximal numbers of a text start and end: digits, with commas and points between two of them."""
    found, start = [], None
    for at, character in enumerate(text + "\0"):
        is_digit = character.isdecimal() and character.isascii()
        between = (
            start is not None
            and character in ",."
            and at + 1 < len(text)
            and text[at + 1].isascii()
            and text[at + 1].isdecimal()
        )
        if is_digit and start is None:
            start = at
        elif not is_digit and not between and start is not None:
            found.append((start, at))
            start = None
    return found


def _plain(text: str) -> str:
    """The text with wide digits, points and brackets as narrow ones; a Chinese comma stays one, unless between wide digits."""
    wide = "０１２３４５６７８９"
    found = []
    for at, character in enumerate(text):
        is_inside = 0 < at < len(text) - 1 and text[at - 1] in wide and text[at + 1] in wide
        is_wide = 0xFF01 <= ord(character) <= 0xFF5E and (character != "，" or is_inside)
        found.append(unicodedata.normalize("NFKC", character) if is_wide else character)
    return "".join(found).replace("\u3000", " ").replace("\u00a0", " ").replace("\t", " ")


def has_unit(text: str, end: int) -> bool:
    """Whether a unit of money stands right behind a number."""
    rest = text[end : end + 12].lstrip(" \n")
    if rest[:1] in ("余", "多", "几"):
        rest = rest[1:].lstrip(" \n")
    return rest.lstrip("( ").startswith(_WHOLE_UNITS)


def count(document: Document) -> Counter[Found]:
    """The figures of a document in digits, by place."""
    found: Counter[Found] = Counter()
    for block in document.blocks:
        if block.table is None:
            text = _plain(block.text)
            found.update(
                (block.block_no, None, None, text[start:end]) for start, end in _digits(text) if has_unit(text, end)
            )
            continue
        for cell in block.table.cells:
            text = _plain(cell.text)
            found.update((block.block_no, cell.row_no, cell.column_no, text[start:end]) for start, end in _digits(text))
    return found
