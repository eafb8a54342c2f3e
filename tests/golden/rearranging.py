"""Rearranges a flattened report without changing what it states: columns, sections, units of measure, numbering, blank lines.

Each function takes a report's text and gives it back rearranged (unchanged where there is nothing to rearrange). They know the shapes of
the forms, not the reports.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

_TOP = re.compile(r"^[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}、[ \u3000])[^。，；]{2,40}$")
_SECOND = re.compile(r"^[ \u3000]*[（(][ ]?[一二三四五六七八九十0-9]{1,3}[）)][ ]?(?=[^。；]{2,60}$)")
_TOP_NUMBER = re.compile(r"^[ \u3000]*(?:[一二三四五六七八九十]{1,3}、|[0-9]{1,2}、[ \u3000])(?=[^。，；]{2,40}$)")
_ANNEX = re.compile(r"^[ \u3000]*附件[0-9一二三四五六]?[ \u3000]*$")
_TABLE_TITLE = re.compile(r"^[ \u3000]*20[0-9]{2}年度.{0,40}表$")
_MONEY_UNIT = re.compile(r"(?<=[0-9])[ ]?万元")

BASE_ORDERS = [order for order in itertools.permutations(range(3)) if order != (0, 1, 2)]
BUDGET_ORDERS = [(2, 1, 0, 3, 4, 5), (1, 2, 0, 5, 3, 4), (0, 2, 4, 1, 3, 5), (5, 4, 3, 2, 1, 0)]
INDICATOR_ORDERS = [(2, 0, 1, 3, 4), (0, 2, 1, 3, 4), (1, 0, 2, 3, 4), (0, 1, 4, 3, 2), (2, 3, 0, 1, 4)]


def rows(lines: list[str]) -> list[tuple[int, int]]:
    """Where rows of cells stand: consecutive lines that start with a tab, as (start, end)."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for position, line in enumerate([*lines, ""]):
        if line.startswith("\t"):
            start = position if start is None else start
        elif start is not None:
            found.append((start, position))
            start = None
    return found


def base_table_columns(text: str, order: tuple[int, int, int]) -> str:
    """The three amount columns of the base data table (prior year, budget, final) in another order."""
    lines = text.split("\n")
    inside = False
    for start, end in rows(lines):
        if end - start != 4:
            inside = False
            continue
        cells = lines[start + 1 : end]
        if "决算数" in cells[0] and "预算数" in cells[1] and "决算数" in cells[2]:
            inside = True
        if inside:
            lines[start + 1 : end] = [cells[index] for index in order]
    return "\n".join(lines)


def budget_columns(text: str, order: tuple[int, ...]) -> str:
    """The six columns of the self-evaluation table's budget rows (initial, full-year, executed, weight, rate, score) in another order."""
    lines = text.split("\n")
    left = 0
    for start, end in rows(lines):
        row = [line.strip() for line in lines[start:end]]
        if "年初预算数" in row and "得分" in row:
            left = 2
        if left and end - start >= 6:
            cells = lines[end - 6 : end]
            lines[end - 6 : end] = [cells[index] for index in order]
            left -= 1
    return "\n".join(lines)


def indicator_columns(text: str, order: tuple[int, ...]) -> str:
    """The last five columns of the indicator rows (target, actual, weight, score, reason) in another order."""
    lines = text.split("\n")
    inside = False
    for start, end in rows(lines):
        row = [line.strip() for line in lines[start:end]]
        if "三级指标" in row:
            inside = True
        if row[0] == "总分":
            inside = False
        if inside and end - start >= 5:
            cells = lines[end - 5 : end]
            lines[end - 5 : end] = [cells[index] for index in order]
    return "\n".join(lines)


def without_table(text: str, title_word: str) -> str:
    """The report without the table whose title line holds a word, title and notes included."""
    lines = text.split("\n")
    start = next(
        (
            n
            for n, line in enumerate(lines)
            if _TABLE_TITLE.match(line) and title_word in line and not line.startswith("\t")
        ),
        None,
    )
    if start is None or not any(line.startswith("\t") for line in lines[start : start + 4]):
        return text
    end = start + 1
    while end < len(lines) and not (_TABLE_TITLE.match(lines[end]) or _ANNEX.match(lines[end])):
        end += 1
    return "\n".join(lines[:start] + lines[end:])


def shuffled_sections(text: str, seed: int) -> str:
    """The top sections of the running text in another order; what stands before the first and the annexes stay."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _TOP.match(line)]
    if len(starts) < 3:
        return text
    stop = next(
        (n for n in range(starts[-1], len(lines)) if _ANNEX.match(lines[n]) or lines[n].startswith(("\t", "附件"))),
        len(lines),
    )
    pieces = [lines[a:b] for a, b in zip(starts, [*starts[1:], stop], strict=True)]
    random.Random(seed).shuffle(pieces)
    return "\n".join([*lines[: starts[0]], *(line for piece in pieces for line in piece), *lines[stop:]])


def annexes_first(text: str) -> str:
    """What follows the annex mark after the running text, before everything else."""
    lines = text.split("\n")
    tables = [n for n, line in enumerate(lines) if _TABLE_TITLE.match(line)]
    prose = [n for n, line in enumerate(lines) if _TOP.match(line)]
    if not tables or not prose:
        return text
    cut = next((n for n in range(prose[-1], len(lines)) if _ANNEX.match(lines[n])), None)
    if cut is None:
        cut = next(n for n in tables if n > prose[-1])
    return "\n".join([*lines[cut:], "", *lines[:cut]])


def unit_above_tables(text: str) -> str:
    """万元 of the tables' headers in a line of its own above each table."""
    lines = text.split("\n")
    found: list[str] = []
    for number, line in enumerate(lines):
        is_header = line.startswith("\t") and "（万元）" in line and not re.search(r"[0-9]（万元）", line)
        if is_header:
            line = line.replace("（万元）", "")
        elif line.strip() == "（万元）":
            continue
        if (
            line.startswith("\t")
            and number
            and _last_filled(found) is not None
            and _TABLE_TITLE.match(_last_filled(found) or "")
        ):
            found.append("单位：万元")
        found.append(line)
    return "\n".join(found)


def _last_filled(lines: list[str]) -> str | None:
    return next((line for line in reversed(lines) if line.strip()), None)


def unit_above_prose(text: str) -> str:
    """万元 of the running text's figures in a line under each section's title instead."""
    lines = text.split("\n")
    found: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("\t"):
            found.append(line)
            continue
        if _TOP.match(line):
            inside = True
            found += [line, "单位：万元"]
            continue
        found.append(_MONEY_UNIT.sub("", line) if inside else line)
    return "\n".join(found)


def unit_in_label(text: str) -> str:
    """A cell's own unit (123.45（万元）) in the label before it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=1):
        if line.startswith("\t") and re.search(r"[0-9]（万元）$", line) and lines[number - 1].startswith("\t"):
            lines[number] = line.replace("（万元）", "")
            lines[number - 1] += "（万元）"
    return "\n".join(lines)


def without_heading_numbers(text: str) -> str:
    """一、, （一） and the like gone from headings."""
    return "\n".join(
        line if line.startswith("\t") else _TOP_NUMBER.sub("", _SECOND.sub("", line)) for line in text.split("\n")
    )


def without_item_numbers(text: str) -> str:
    """1. and 1、 gone from the start of paragraphs too."""
    return "\n".join(
        line if line.startswith("\t") else re.sub(r"^[ \u3000]*[0-9]{1,2}[.、][ ]?(?=[^0-9])", "", line)
        for line in without_heading_numbers(text).split("\n")
    )


def blank_lines_doubled(text: str) -> str:
    """Every blank line between paragraphs twice, and one between paragraphs that had none."""
    lines = text.split("\n")
    found: list[str] = []
    for number, line in enumerate(lines):
        found.append(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        # cells and the paragraphs in them are told by their blank lines: those stay
        if not _near_table(lines, number) and not _near_table(lines, number + 1) and not following.startswith("\t"):
            found.append("")
    return "\n".join(found)


def blank_lines_removed(text: str) -> str:
    """No blank line between paragraphs of the running text."""
    lines = text.split("\n")
    return "\n".join(line for number, line in enumerate(lines) if line.strip() or _near_table(lines, number))


def _near_table(lines: list[str], number: int) -> bool:
    """Whether a line is part of a table: a cell, or a paragraph or blank between cells."""
    if number >= len(lines):
        return False
    if lines[number].startswith("\t"):
        return True
    before = next((n for n in range(number, -1, -1) if lines[n].startswith("\t") or _starts_prose(lines[n])), None)
    after = next((n for n in range(number, len(lines)) if lines[n].startswith("\t") or _starts_prose(lines[n])), None)
    return (before is not None and lines[before].startswith("\t")) or (
        after is not None and lines[after].startswith("\t")
    )


def _starts_prose(line: str) -> bool:
    return bool(
        _TOP.match(line) or _TABLE_TITLE.match(line) or _ANNEX.match(line) or line.startswith(("说明", "填表人"))
    )


def many_changes(text: str, seed: int) -> str:
    """Several rearrangements at once."""
    chance = random.Random(seed)
    changes: list[Callable[[str], str]] = [
        lambda text: base_table_columns(text, chance.choice(BASE_ORDERS)),
        lambda text: budget_columns(text, chance.choice(BUDGET_ORDERS)),
        lambda text: indicator_columns(text, chance.choice(INDICATOR_ORDERS)),
        unit_above_tables,
        without_heading_numbers,
        blank_lines_removed,
    ]
    text = shuffled_sections(text, seed)
    if chance.random() < 0.5:
        text = annexes_first(text)
    for change in chance.sample(changes, chance.randint(2, 5)):
        text = change(text)
    return text
