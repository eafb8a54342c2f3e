"""How the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import typer

from jixiao import interrupts
from jixiao.interrupts import INTERRUPTED as INTERRUPTED

OK, FAILED, USAGE = 0, 1, 2


def _plain(value: Any) -> Any:
    # an amount stays what it is: a JSON number would be read as a float
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Path):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def emit_json(found: Any) -> None:
    """One JSON document on standard output; amounts are text."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n")


def say(text: str = "") -> None:
    """A line of the result."""
    typer.echo(text)


def note(text: str) -> None:
    """A line that is not the result."""
    typer.echo(text, err=True)


def give_up(message: str, as_json: bool, code: int = FAILED, status: str = "failed", **facts: Any) -> NoReturn:
    """Ends the command with a message and an exit code; what fails because it was interrupted was interrupted."""
    if interrupts.asked() and code == FAILED:
        message, code, status = "interrupted: what was finished is kept", INTERRUPTED, "interrupted"
    if as_json:
        emit_json({"status": status, "message": message, **facts})
    else:
        note(message)
    raise typer.Exit(code)


_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def in_words(error: BaseException) -> str | None:
    """One sentence for what is wrong with a home or the machine; None for anything else, which is a fault of this program."""
    kind = type(error)
    if kind.__name__ in ("StagingDamaged", "WorkerStartError", "HomeLocked"):
        return str(error)
    if isinstance(error, OSError) and error.errno != errno.EPIPE:
        place = f": {error.filename}" if error.filename else ""
        if error.errno in _NO_SPACE or "No space left" in str(error):
            return f"no space left on the disk{place}; what was finished is kept"
        if error.errno in (errno.EACCES, errno.EPERM):
            return f"no permission{place}"
        if error.errno == errno.EROFS:
            return f"the file system is read-only{place}"
        return f"{error.strerror or str(error).splitlines()[0]}{place}"
    if kind.__module__.partition(".")[0] in ("duckdb", "_duckdb"):
        # where a published file is damaged within, only reading it shows that
        first = (str(error).strip().splitlines() or [kind.__name__])[0]
        return f"the database can't be read: {first} (jixiao build publishes a damaged release anew)"
    return None


class Bars:
    """Progress bars on a terminal, silence elsewhere."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        # how much of each step was done when it last told
        self.done: dict[str, int] = {}

    def __enter__(self) -> Bars:
        if self._shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            columns = (
                SpinnerColumn(),
                TextColumn("{task.description:12}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(compact=True),
            )
            self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars is not None:
            self._bars.stop()

    def tell(self, step: str, done: int, total: int) -> None:
        """A step is so far: files, or the pages of those that have any. Its end is reckoned from its pace."""
        self.done[step] = done
        if self._bars is None or not total:
            return
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)


@contextmanager
def progress(as_json: bool) -> Iterator[Bars]:
    """Bars on a terminal that shows people a long build."""
    with Bars(shown=not as_json and sys.stderr.isatty()) as bars:
        yield bars


def place_text(row: dict[str, Any]) -> str:
    """Where a value stands, in words: kind, section, page, table cell or block, characters."""
    parts = [str(row.get("place_kind") or "?")]
    if row.get("section_title"):
        parts.append(f"“{row['section_title']}”")
    if row.get("page_no"):
        parts.append(f"page {row['page_no']}")
    if row.get("table_no"):
        parts.append(f"table {row['table_no']}, row {row.get('row_no') or '-'}, column {row.get('column_no') or '-'}")
    elif row.get("block_no"):
        parts.append(f"block {row['block_no']}")
    if row.get("char_start") is not None:
        parts.append(f"characters {row['char_start']}-{row['char_end']}")
    return ", ".join(parts)


def figures_text(endings: Mapping[str, int]) -> str:
    """The ledger in one line: how many figures there are, and how they ended."""
    told = ", ".join(f"{endings.get(ending, 0)} {ending}" for ending in ("claimed", "listed", "excluded"))
    return f"{sum(endings.values())} figures: {told}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def scope_text(row: dict[str, Any]) -> str:
    """What a row speaks for, to stand behind its body's name; nothing where that isn't stated."""
    scope = row.get("reporting_scope")
    return f" ({scope})" if scope not in (None, "unstated") else ""


def amount_text(value: Any) -> str:
    """An amount in yuan as people write it."""
    return "-" if value is None else f"{Decimal(str(value)):,.2f}"
