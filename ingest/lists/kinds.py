"""What a kind of list is: its columns, and what its lines must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from ingest.confined import MEBIBYTE
from ingest.records import ListLine

# reason and sentence
Fault = tuple[str, str]

_SHOWN = 30
_PLACE = frozenset(item.name for item in fields(ListLine))


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is called, where its lines go, and what a line holds: the values of its row, or what is wrong with it.

    `take` gets a line's texts by column and the list's path. `column_of` tells the column that a header means,
    `rank_of` which of several is meant first; with `ignores_others` a list may have columns that mean none.
    """

    name: str
    table: str
    row_type: type[ListLine]
    take: Callable[[Mapping[str, str], str], Mapping[str, Any] | Fault]
    column_of: Callable[[str], str | None] = str
    rank_of: Callable[[str], int] = lambda header: 0
    ignores_others: bool = False
    max_bytes: int = 4 * MEBIBYTE

    @property
    def columns(self) -> dict[str, bool]:
        """Column -> whether the header must name it. A line may leave any of them empty but those that `take` asks for."""
        listed = [item for item in fields(self.row_type) if item.name not in _PLACE]
        return {item.name: item.default is MISSING for item in listed}


def shown(value: str) -> str:
    """A value in quotation marks, as long as a line has room for it."""
    plain = "".join(character if character.isprintable() else " " for character in value)
    return f"“{plain[:_SHOWN]}…”" if len(plain) > _SHOWN else f"“{plain}”"
