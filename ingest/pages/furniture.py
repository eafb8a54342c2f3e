"""What stands on every page and belongs to none: running headers, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.pages.layout import Line, Page

# where such lines stand: this share of a page's height at its edges, on low pages this many points
_ZONE, _LEAST_ZONE = 0.1, 60.0
_DIGITS = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"(?P<mark>[-—–―~·•]\s*)?(?:第\s*)?(?P<number>[0-9]{1,4})(?P<page>\s*页)?(?:\s*[-—–―~·•])?(?P<of>[，,\s]*(?:/|共)\s*[0-9]{1,4}\s*(?:页)?)?"
)
_LABELLED = re.compile(r"\S[:：]")

# edge, text without its digits, size of the page
_Key = tuple[str, str, int, int]


def without_furniture(pages: Sequence[Page]) -> list[tuple[Page, list[Line]]]:
    """Each page with its lines but for headers, footers and page numbers."""
    spots: dict[_Key, list[tuple[int, float]]] = {}
    numbers: dict[int, set[int]] = {}
    # how often a line stands right above a table: that of a running header does so by chance
    captions: Counter[_Key] = Counter()
    for page in pages:
        for line in page.lines:
            if edge := _edge(page, line):
                key = _key(page, line, edge)
                spots.setdefault(key, []).append((page.page_no, line.box[1]))
                captions[key] += _is_caption(page, line, edge)
                if found := _PAGE_NUMBER.fullmatch(line.text.strip()):
                    # pages whose number runs with them share the distance
                    numbers.setdefault(page.page_no - int(found["number"]), set()).add(page.page_no)
    return [
        (page, [line for line in page.lines if not _is_furniture(page, line, spots, numbers, captions, len(pages))])
        for page in pages
    ]


def _edge(page: Page, line: Line) -> str:
    left, top, right, bottom = line.box
    zone = max(_ZONE, min(0.2, _LEAST_ZONE / page.height)) * page.height
    if bottom <= zone:
        return "top"
    if top >= page.height - zone:
        return "bottom"
    # the number of a page that was turned to be read
    if _PAGE_NUMBER.fullmatch(line.text.strip()) and (right <= _ZONE * page.width or left >= (1 - _ZONE) * page.width):
        return "side"
    return ""


def _key(page: Page, line: Line, edge: str) -> _Key:
    return (edge, _DIGITS.sub("#", re.sub(r"\s", "", line.text)), round(page.width), round(page.height))


def _is_furniture(
    page: Page,
    line: Line,
    spots: dict[_Key, list[tuple[int, float]]],
    numbers: dict[int, set[int]],
    captions: Counter[_Key],
    page_count: int,
) -> bool:
    edge = _edge(page, line)
    if not edge:
        return False
    if number := _PAGE_NUMBER.fullmatch(line.text.strip()):
        is_marked = bool(number["mark"] or number["page"] or number["of"])
        return is_marked or len(numbers[page.page_no - int(number["number"])]) >= 2
    key = _key(page, line, edge)
    if captions[key] == len(spots[key]):
        return False
    if len(_DIGITS.sub("", key[1]).replace("#", "")) < 2:
        return False
    alike = {page_no for page_no, top in spots[key] if abs(top - line.box[1]) <= 4}
    return len(alike) >= min(3, max(2, page_count // 2))


def _is_caption(page: Page, line: Line, edge: str) -> bool:
    """Whether a line tells about the table right below it: 单位：元."""
    if edge != "top" or not _LABELLED.search(line.text):
        return False
    below = [grid.box[1] for grid in page.grids if grid.box[1] >= line.box[3] - 2]
    return bool(below) and min(below) - line.box[3] < 3 * (line.box[3] - line.box[1])
