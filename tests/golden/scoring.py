"""Scores what was recognised against hand-read gold, and checks that every row stands where it says it does.

Gold is the project's shared material and not part of the project: it is looked for in the folder that JIXIAO_SHARED names
(by default `shared` beside the checkout). A row of gold is one place of one report.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import lexicon, readers, recognisers
from ingest.document import Block, Document, Table
from ingest.normalize.privacy import MASK, mask
from ingest.recognisers import Recognition
from ingest.records import AttributeRow, ClaimRow, IndicatorRow, UnrecognisedRow

ROOT = Path(__file__).resolve().parents[2]
CENT = Decimal("0.01")
# measures that gold lists; adjustments and carry-over are neither wanted nor wrong
MEASURES = frozenset({"budget", "expenditure", "income"})

# report, stated fiscal year, measure with its version, line item, project, amount in yuan
Key = tuple[str, int, str, str, str, Decimal]


def shared(*parts: str) -> Path:
    """A file or folder of the shared material; skips the test where it isn't there."""
    folder = Path(os.environ.get("JIXIAO_SHARED") or ROOT.parent / "shared")
    if not folder.is_absolute():
        folder = ROOT / folder
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"shared material is missing: no {'/'.join(parts)} where JIXIAO_SHARED points (default ../shared)")
    return path


def report_texts() -> dict[str, str]:
    """The shared text reports by file name, in order of their names."""
    folder = shared("reports")
    found = {path.name: path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.txt"))}
    if not found:
        pytest.skip("shared material is missing: reports/ holds no text report")
    return found


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that a report states, as a reader wrote it down."""

    report: str
    fiscal_year: int
    measure: str  # with the version of a budget: budget_initial, budget_adjusted, budget_unstated
    line: str
    project: str
    fund: str
    yuan: Decimal
    block: str = "narrative"
    evidence: str = ""
    unit: str = ""

    @property
    def key(self) -> Key:
        return (self.report, self.fiscal_year, self.measure, self.line, self.project, self.yuan)


def _rows(name: str) -> list[dict[str, str]]:
    with shared("gold", name).open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def gold_amounts() -> list[Amount]:
    """Every amount of gold, in yuan."""
    return [
        Amount(
            row["report"],
            int(row["fiscal_year"]),
            row["measure"],
            row["line"],
            row["project"],
            row["fund_scope"],
            (Decimal(row["amount_wan_yuan"]) * 10_000).quantize(CENT),
            row["block"],
            row["evidence"],
            row["unit"],
        )
        for row in _rows("amounts.csv")
    ]


def gold_units() -> dict[str, str]:
    """The reporting unit of each report, with its division."""
    return {row["report"]: row["unit"] for row in _rows("amounts.csv")}


def gold_indicators() -> list[dict[str, str]]:
    return _rows("indicators.csv")


def gold_attributes() -> list[dict[str, str]]:
    return _rows("attributes.csv")


@dataclass(frozen=True, slots=True)
class Read:
    """A report as read and as recognised."""

    document: Document
    parts: list[Recognition]

    @property
    def claims(self) -> list[ClaimRow]:
        return [claim for part in self.parts for claim in part.claims]

    @property
    def indicators(self) -> list[IndicatorRow]:
        return [row for part in self.parts for row in part.indicators]

    @property
    def attributes(self) -> list[AttributeRow]:
        return [row for part in self.parts for row in part.attributes]

    @property
    def unrecognised(self) -> list[UnrecognisedRow]:
        return [row for part in self.parts for row in part.unrecognised]


def read(text: str | bytes, name: str = "report.txt") -> Read:
    """Read and recognise a text report."""
    data = text.encode() if isinstance(text, str) else text
    reader = readers.reader_for(readers.sniff(data, name))
    assert reader is not None
    document = reader.read(data)
    return Read(document, recognisers.recognise(document, hashlib.sha256(data).hexdigest()))


def measure_of(claim: ClaimRow) -> str:
    return f"{claim.measure}_{claim.budget_version}" if claim.budget_version else claim.measure


def key_of(report: str, claim: ClaimRow) -> Key:
    return (
        report,
        claim.stated_fiscal_year,
        measure_of(claim),
        claim.line_item_code,
        claim.project_name or "",
        claim.amount_yuan,
    )


@dataclass
class AmountScore:
    """What of the wanted amounts was found, with what was missed and what was claimed besides."""

    wanted: int = 0
    hits: int = 0
    fund_hits: int = 0
    missed: list[Amount] = field(default_factory=list)
    wrong: list[tuple[str, ClaimRow]] = field(default_factory=list)
    other_fund: list[tuple[Amount, ClaimRow]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 1.0

    @property
    def fund_share(self) -> float:
        return self.fund_hits / self.hits if self.hits else 1.0

    def add(self, other: AmountScore) -> None:
        self.wanted += other.wanted
        self.hits += other.hits
        self.fund_hits += other.fund_hits
        self.missed += other.missed
        self.wrong += other.wrong
        self.other_fund += other.other_fund

    def lines(self, limit: int = 60) -> str:
        """What to print where a test fails."""
        found = [
            f"recall {self.hits}/{self.wanted} = {self.recall:.4f}, wrong {len(self.wrong)}, fund {self.fund_share:.4f}"
        ]
        for item in self.missed[:limit]:
            found.append(
                f"MISSED {item.report[:12]} {item.fiscal_year} {item.measure} {item.line} {item.project or '-'} "
                f"{item.fund} {item.yuan} | {item.evidence[:90]}"
            )
        for report, claim in self.wrong[:limit]:
            found.append(f"WRONG  {report[:12]} {describe(claim)}")
        for item, claim in self.other_fund[:limit]:
            found.append(f"FUND   {item.report[:12]} wanted {item.fund}: {describe(claim)}")
        return "\n".join(found)


def describe(claim: ClaimRow) -> str:
    return (
        f"{claim.stated_fiscal_year} {measure_of(claim)} {claim.line_item_code} {claim.project_name or '-'} "
        f"{claim.fund_code} {claim.amount_yuan} | {claim.quote[:90]}"
    )


def score_amounts(
    found: Mapping[str, Read], wanted: Iterable[Amount], same_name: Callable[[str], str] = lambda name: name
) -> AmountScore:
    """Match claims with wanted amounts one for one by their key; the same figure twice needs two claims.

    Wrong is a budget, expenditure or income claim with a non-zero amount that answers no wanted row at all. Projects' names are
    compared as `same_name` gives them.
    """

    def named(key: Key) -> Key:
        return (*key[:4], same_name(key[4]), key[5])

    wanted = list(wanted)
    pool: dict[Key, list[ClaimRow]] = defaultdict(list)
    for report, read_report in found.items():
        for claim in read_report.claims:
            pool[named(key_of(report, claim))].append(claim)
    keys = {named(item.key) for item in wanted}
    score = AmountScore(wanted=len(wanted))
    for key, claims in pool.items():
        if key not in keys:
            score.wrong += [(key[0], claim) for claim in claims if claim.measure in MEASURES and claim.amount_yuan]
    for item in wanted:
        candidates = pool.get(named(item.key))
        if not candidates:
            score.missed.append(item)
            continue
        best = max(candidates, key=lambda claim: (claim.fund_code == item.fund, claim.place_kind == item.block))
        candidates.remove(best)
        score.hits += 1
        if best.fund_code == item.fund:
            score.fund_hits += 1
        else:
            score.other_fund.append((item, best))
    return score


@dataclass
class CellScore:
    """How many of the wanted values were found, with those that were not."""

    wanted: int = 0
    hits: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 1.0

    def lines(self) -> str:
        return "\n".join([f"{self.hits}/{self.wanted} = {self.recall:.4f}", *self.missed])


_INDICATOR_COLUMNS = {
    "level1": "level1",
    "level2": "level2",
    "level3": "level3",
    "target": "target_text",
    "actual": "actual_text",
    "weight": "weight",
    "score": "score",
    "deviation_reason": "deviation_reason",
}


def score_indicators(found: Mapping[str, Read], wanted: Iterable[dict[str, str]]) -> CellScore:
    """Compare indicator rows cell by cell with the row of the same name, target and actual; empty on both sides isn't counted."""
    score = CellScore()
    for item in wanted:
        rows = found[item["report"]].indicators
        best = max(rows, key=lambda row: _likeness(item, row), default=None)
        for column, attribute in _INDICATOR_COLUMNS.items():
            value = getattr(best, attribute) if best is not None else None
            if not item[column].strip() and value is None:
                continue
            score.wanted += 1
            if column in ("weight", "score"):
                same = value == (Decimal(item[column]) if item[column].strip() else None)
            else:
                same = lexicon.plain(item[column]) == lexicon.plain(value or "")
            score.hits += same
            if not same:
                score.missed.append(
                    f"{item['report'][:12]} {item['level3']} {column}: wanted {item[column]!r}, got {value!r}"
                )
    return score


def _likeness(item: dict[str, str], row: IndicatorRow) -> int:
    pairs = (("level3", row.level3), ("target", row.target_text), ("actual", row.actual_text))
    same = sum(
        1 for column, value in pairs if item[column] and lexicon.plain(item[column]) == lexicon.plain(value or "")
    )
    return same + (lexicon.plain(item["level3"]) == lexicon.plain(row.level3 or ""))


def score_attributes(found: Mapping[str, Read], wanted: Iterable[dict[str, str]]) -> CellScore:
    """Whether each attribute was found with the text it was written as."""
    score = CellScore()
    for item in wanted:
        values = [
            row.value_text.strip()
            for row in found[item["report"]].attributes
            if row.attribute_code == item["attribute"]
        ]
        score.wanted += 1
        if item["value"].strip() in values:
            score.hits += 1
        else:
            score.missed.append(f"{item['report'][:12]} {item['attribute']}: wanted {item['value']!r}, got {values}")
    return score


Row = ClaimRow | IndicatorRow | AttributeRow | UnrecognisedRow


def misplaced(read_report: Read) -> list[str]:
    """Every row whose quote or characters are not found at the place it states."""
    blocks = {block.block_no: block for block in read_report.document.blocks}
    found: list[str] = []
    rows: list[Row] = [
        *read_report.claims,
        *read_report.indicators,
        *read_report.attributes,
        *read_report.unrecognised,
    ]
    for row in rows:
        problem = _problem(row, blocks)
        if problem:
            found.append(
                f"{type(row).__name__} block {row.block_no} row {row.row_no} column {row.column_no}: {problem} | {row.quote[:80]}"
            )
    return found


def _problem(row: Row, blocks: dict[int, Block]) -> str | None:
    block = blocks.get(row.block_no or 0)
    if block is None:
        return "no such block"
    if not row.quote.strip():
        return "no quote"
    if row.row_no is None:
        text = block.text
        if not occurs(row.quote, text):
            return "the quote isn't in the block"
    else:
        table = block.table
        if table is None or table.table_no != row.table_no:
            return "no such table"
        cell = _cell(table, row.row_no, row.column_no)
        if cell is None:
            return "no such cell"
        text = cell
        if not occurs(row.quote, text) and row.quote != mask(_row_text(table, row.row_no)):
            return "the quote is neither in the cell nor its row"
    if row.char_start is None or row.char_end is None or not 0 <= row.char_start <= row.char_end <= len(text):
        return f"characters {row.char_start} to {row.char_end} of {len(text)}"
    if isinstance(row, ClaimRow):
        if text[row.char_start : row.char_end] != row.amount_text:
            return f"characters are {text[row.char_start : row.char_end]!r}, the amount is {row.amount_text!r}"
        if row.amount_text not in row.quote.replace("\n", "") and row.amount_text not in row.quote:
            return f"the quote doesn't hold the amount {row.amount_text!r}"
    return None


def _cell(table: Table, row_no: int, column_no: int | None) -> str | None:
    return next((cell.text for cell in table.cells if cell.row_no == row_no and cell.column_no == column_no), None)


def _row_text(table: Table, row_no: int) -> str:
    cells = sorted((cell for cell in table.cells if cell.row_no == row_no), key=lambda cell: cell.column_no)
    return " | ".join(cell.text.strip().replace("\n", "") for cell in cells)


def occurs(quote: str, text: str) -> bool:
    """Whether a (masked) quote stands in a text: as it is, or as the mask of what stands there."""
    if MASK not in quote:
        return quote in text
    pattern = re.compile("".join("." if character == MASK else re.escape(character) for character in quote), re.DOTALL)
    return any(mask(match[0]) == quote for match in pattern.finditer(text)) or quote in mask(text)
