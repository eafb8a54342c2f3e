"""`divisions.csv`: divisions that the national list lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ingest.lists.kinds import Fault, Kind, shown
from ingest.records import DivisionRow

_LEVELS = ("city", "county")
_CITY_TYPES = frozenset({"地级市", "直辖市"})
# Chinese characters alone: nothing that a spreadsheet takes for a formula, no separator of a key
_CHARACTERS = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff·]"
_PLACE_NAME = re.compile(f"{_CHARACTERS}{{2,30}}")
_TYPE = re.compile(f"{_CHARACTERS}{{1,30}}")
OWN_CODE = re.compile("[0-9]{6}(?:[0-9]{3}){0,2}")


def _judge(line: Mapping[str, str]) -> Fault | None:
    for column in ("level", "name", "province"):
        if not line[column]:
            return "missing_value", f"it gives no {column}"
    if line["level"] not in _LEVELS:
        return "unknown_level", f"the level {shown(line['level'])} is none of {', '.join(_LEVELS)}"
    for column in ("name", "province", "city", "county", "division_type", "short_name", "customary_name"):
        pattern = _TYPE if column == "division_type" else _PLACE_NAME
        if line.get(column) and not pattern.fullmatch(line[column]):
            return "bad_value", f"the {column} {shown(line[column])} is no name in 2 to 30 Chinese characters"
    if line.get("division_code") and not OWN_CODE.fullmatch(line["division_code"]):
        return "bad_value", f"the division_code {shown(line['division_code'])} is not of 6, 9 or 12 digits"
    if line["level"] == "county" and line.get("division_type") in _CITY_TYPES:
        return "contradicts_itself", f"a county is no {line['division_type']}"
    own = line.get(line["level"])
    if line["level"] == "county" and own and own != line["name"]:
        return "contradicts_itself", f"its name is {line['name']}, its county {own}"
    if line["level"] == "city" and ((own and own != line["name"]) or line.get("county")):
        return "contradicts_itself", f"{line['name']} is a city, and lies in no other city or county"
    return None


def _take(line: Mapping[str, str], path: str) -> Mapping[str, Any] | Fault:
    return _judge(line) or {name: line.get(name) or None for name in DIVISIONS.columns}


DIVISIONS = Kind("divisions", "divisions", DivisionRow, _take)
