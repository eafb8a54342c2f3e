"""One recorded normalisation that keeps every offset: full-width forms become their half-width twins, one for one."""

from __future__ import annotations

_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE.update(
    {
        0x3000: 0x20,
        0x00A0: 0x20,
        0x2002: 0x20,
        0x2003: 0x20,
        0x2009: 0x20,
        0x202F: 0x20,
        0xFEFF: 0x20,
        ord("“"): ord('"'),
        ord("”"): ord('"'),
        ord("「"): ord('"'),
        ord("」"): ord('"'),
        ord("＂"): ord('"'),
        ord("‘"): ord("'"),
        ord("’"): ord("'"),
        ord("〔"): ord("["),
        ord("〕"): ord("]"),
        ord("【"): ord("["),
        ord("】"): ord("]"),
        ord("﹣"): ord("-"),
        ord("−"): ord("-"),
        ord("–"): ord("-"),
        ord("≧"): ord("≥"),
        ord("⩾"): ord("≥"),
        ord("≦"): ord("≤"),
        ord("⩽"): ord("≤"),
        ord("═"): ord("="),
        ord("％"): ord("%"),
        ord("﹪"): ord("%"),
        ord("〇"): ord("0"),
        ord("\t"): 0x20,
        ord("\r"): 0x20,
    }
)


def fold(text: str) -> str:
    """The text with width differences removed; same length, so every offset holds in both.

    A Chinese comma stays one (between half-width digits it separates a list) unless it follows a full-width digit.
    """
    folded = text.translate(_TABLE)
    if "，" not in text:
        return folded
    characters = list(folded)
    start = text.find("，")
    while start >= 0:
        before = text[start - 1] if start else ""
        if not ("０" <= before <= "９"):
            characters[start] = "，"
        start = text.find("，", start + 1)
    return "".join(characters)


def squeeze(text: str) -> str:
    """The text folded, without any white space: for comparing labels that a form breaks over lines."""
    return "".join(fold(text).split())
