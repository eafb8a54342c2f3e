"""Tables of staff: counts and rates of everyone, below headers of posts (编制数 | 实际在职人数 | 控制率)."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from ingest import lexicon
from ingest.document import Cell
from ingest.normalize.amounts import find_rates, number_of
from ingest.normalize.years import find_years
from ingest.pages.grid import align, filled, is_filled
from ingest.recognisers.tables.cell_output import NAME, CellOutput
from ingest.recognisers.tables.header import Header
from ingest.recognisers.tables.labels import is_whole, label_word
from ingest.recognisers.tables.pairs import THINGS, SpotOf

# rows that speak of everyone; any other names a class or a body
_ALL_STAFF = re.compile(lexicon.cue("all_staff"))
_MOST_STAFF = 1_000_000


def read_staff(
    cells: CellOutput, header: Header, row: list[Cell], by_position: bool, self_names: frozenset[str], spot: SpotOf
) -> bool:
    """The counts and rates of a row of a staff table, attributes of the unit; whether the row was understood."""
    found = False
    below = align(header.cells, row, by_position)
    if _is_part_of_staff(header, row, below, self_names) or any(THINGS.search(cell.text) for cell in header.cells):
        return True
    for index, column in header.columns.items():
        cell = below.get(index)
        if cell is None or not is_filled(cell) or not column.role.startswith("attribute:"):
            continue
        code = column.role.split(":", 1)[1]
        text = cell.folded
        rates = find_rates(text)
        value = rates[0].value if rates else number_of(text.strip().rstrip("人名个"))
        if value is None:
            continue
        if not code.endswith("_rate") and (value != int(value) or not 0 <= value < _MOST_STAFF):
            cells.output.not_understood(spot(cell).place(), NAME, "unreadable_amount", None)
            continue
        if not rates and code.endswith("_rate"):
            # 83 in a rate column means 83%, 0.83 means itself
            value = value / 100 if value > Decimal("1.5") else value
        cells.attribute(cell, spot, code, value, stated_fiscal_year=column.year)
        found = True
    return found


def _is_part_of_staff(header: Header, row: list[Cell], below: dict[int, Cell], self_names: frozenset[str]) -> bool:
    """Whether a row of a staff table is labelled with a class of people or with another body."""
    counts = {id(below[index]) for index in header.columns if index in below}
    words = list(itertools.takewhile(lambda cell: id(cell) not in counts, filled(row)))
    label = next((cell for cell in reversed(words) if number_of(cell.folded) is None), None)
    if label is None:
        return False
    name = label_word(label)
    return not (is_whole(name) or name in self_names or _ALL_STAFF.fullmatch(name) or len(find_years(name)) == 1)
