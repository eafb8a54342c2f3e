"""What Word's fields show that have no stored result: form fields and equations.

Source: ECMA-376 part 1, 17.16.5 (EQ) and 17.16.17 (form fields).
"""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.numbering import W, formatted, integer, is_on

_EQUATION = re.compile(r"\s*eq\s.*", re.IGNORECASE | re.DOTALL)
# one drawn over the other, and a fraction
_OVERLAID = re.compile(
    r"\\o(?:\\a[a-z])?\s*\(((?:[^,，()]|\([^()]*\))*)[,，]\s*((?:[^()\\]|\([^()]*\))*)\)", re.IGNORECASE
)
_FRACTION = re.compile(r"\\f\s*\(([^,，()\\]*)[,，]([^,，()\\]*)\)", re.IGNORECASE)
_CIRCLES = "○〇◯"


def form_field(element: Any) -> str:
    """What a form field shows that has no result: a tick box or the choice of a list."""
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        checked = box.find(f"{W}checked")
        return "☑" if is_on(box.find(f"{W}default") if checked is None else checked) else "□"
    choices = element.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = choices.findall(f"{W}listEntry")
    chosen = choices.find(f"{W}result")
    number = integer(choices.find(f"{W}default") if chosen is None else chosen)
    return entries[number].get(f"{W}val") or "" if 0 <= number < len(entries) else ""


def equation(instruction: str) -> str | None:
    """What an equation field shows in a line: a circled number, a phonetic guide's base, a fraction; None for what is none of these."""
    if not _EQUATION.fullmatch(instruction):
        return None
    if found := _OVERLAID.search(instruction):
        below, above = found[1].strip(), found[2].strip()
        if below not in _CIRCLES:
            return above or None
        return formatted(int(above), "decimalEnclosedCircle") if re.fullmatch("[0-9]{1,3}", above) else above
    if found := _FRACTION.search(instruction):
        return f"{found[1].strip()}/{found[2].strip()}"
    return None
