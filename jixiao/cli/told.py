"""What a build says at its end: checks that failed, lines of lists that don't count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jixiao.cli.output import note, say
from jixiao.explore import list_faults

_SHOWN = 8


def say_failed(rows: Sequence[dict[str, Any]], docs: Path) -> None:
    """A line for each, the gravest first, and where the others stand."""
    for row in rows[:_SHOWN]:
        year = f"fiscal year {row['fiscal_year']}" if row["fiscal_year"] is not None else "whole load"
        because = f"; planted: {row['planted']}" if row["planted"] else ""
        say(
            f"    {row['severity']:8} {row['title']} ({row['check'].partition(':')[0]}), {year}: "
            f"{row['observed'] or '-'}, limit {row['limit'] or '-'}{because}"
        )
    more = len(rows) - _SHOWN
    if rows:
        say(f"    {f'and {more} more' if more > 0 else 'every result'}: {docs}")


def note_faults(rows: list[dict[str, Any]]) -> None:
    """A sentence for each, and where the others stand."""
    for row in rows[:_SHOWN]:
        line = "" if row["line_no"] is None else f"line {row['line_no']} of "
        note(f"{line}{row['path']} doesn't count: {row['detail']}")
    if len(rows) > _SHOWN:
        note(f"and {len(rows) - _SHOWN} lines more: marts.{list_faults.TABLE}")
