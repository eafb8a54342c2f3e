"""What is tried on a report, in this order, and the file that answers for it: start here to find where a row comes from.

First the report as a whole, then every table in its order, then every paragraph and every cell of running text. A table's rows
that one recogniser understood are not shown to the next one, nor are they read as text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.document import Block, Document, Table
from ingest.lexicon import families
from ingest.recognisers import ledger
from ingest.recognisers.output import Context, Output, Passage
from ingest.recognisers.prose import attributes, targets
from ingest.recognisers.prose.amounts import NarrativeRecogniser
from ingest.recognisers.report import identity, marks, members
from ingest.recognisers.report.family import UNKNOWN
from ingest.recognisers.report.identity import Identity
from ingest.recognisers.report.marks import Marked
from ingest.recognisers.report.outline import walk
from ingest.recognisers.tables import target_money
from ingest.recognisers.tables.accounts import NAME as ACCOUNT_TABLE
from ingest.recognisers.tables.accounts import AccountTable
from ingest.recognisers.tables.amounts import MeasureTable
from ingest.recognisers.tables.indicators import IndicatorTable
from ingest.recognisers.tables.labels import form_project
from ingest.recognisers.tables.titles import place_kind, title_over
from ingest.records import FigureRow


class TableRead(NamedTuple):
    """A table to be read: its block, its section, and what its title and its first rows say of it."""

    block: Block
    table: Table
    context: Context
    place_kind: str
    title: str | None
    year: int | None
    project: str | None


@dataclass(slots=True)
class Reading:
    """One report being read: what is known of it, and the recognisers that remember what they have read of it."""

    document: Document
    # the document before what is not to be trusted was set aside
    whole: Document
    marked: list[Marked]
    who: Identity
    output: Output
    spots: list[tuple[Block, Context]]
    # by block: what kind of place its table is, and the rows that tables' recognisers understood
    kinds: dict[int, str] = field(default_factory=dict)
    understood: dict[int, set[int]] = field(default_factory=dict)
    figures: list[FigureRow] = field(default_factory=list)
    accounts: AccountTable = field(init=False)
    indicators: IndicatorTable = field(init=False)
    measures: MeasureTable = field(init=False)
    narrative: NarrativeRecogniser = field(init=False)
    dimensions: targets.DimensionNarrative = field(init=False)

    def __post_init__(self) -> None:
        family = families.family(self.who.report_family)
        known_projects: set[str] = set()
        self_names = self.who.self_names
        stage = "planned" if family.is_plan else "done" if family.code != UNKNOWN else None
        self.accounts = AccountTable(self.output, self_names, stage, family.is_account or family.code == UNKNOWN)
        self.indicators = IndicatorTable(self.output)
        self.measures = MeasureTable(self.output, known_projects, self_names, family.is_plan)
        self.narrative = NarrativeRecogniser(
            self.output,
            self_names,
            known_projects,
            is_budget=family.is_budget,
            is_of_projects=family.is_of_cover_project,
        )
        self.dimensions = targets.DimensionNarrative(self.output)

    @classmethod
    def of(cls, document: Document, sha256: str, part_no: int) -> Reading:
        """A reading of a document that holds one report, the `part_no`-th of its file."""
        whole = document
        document, marked = marks.set_aside(document)
        who = identity.identify(document)
        output = Output(f"{sha256}-{part_no}", sha256, who.fiscal_year, who.project_name)
        return cls(document, whole, marked, who, output, list(walk(document)))

    def account(self) -> None:
        """Tells of every figure what became of it."""
        contexts = {block.block_no: context for block, context in self.spots}
        self.figures = ledger.account(self.whole, self.output, contexts, self.kinds)

    def table_at(self, position: int, block: Block, table: Table, context: Context) -> TableRead:
        """The table at a position of the walk, with what its title says."""
        title, year = title_over(self.spots, position)
        return TableRead(block, table, context, place_kind(table, title), title, year, form_project(table))


class OfReport(NamedTuple):
    """Reads a report as a whole. `names`: what its rows say in the column `recogniser`."""

    names: tuple[str, ...]
    answers_for: str
    file: str
    read: Callable[[Reading], None]


class OfTable(NamedTuple):
    """Reads the tables of a report one after another: the rows that it understood. `leave`: running text follows."""

    names: tuple[str, ...]
    answers_for: str
    file: str
    read: Callable[[Reading, TableRead], set[int]]
    leave: Callable[[Reading], None]


class OfText(NamedTuple):
    """Reads running text passage by passage. `in_paragraph` and `in_cell`: how it reads those; None where it doesn't."""

    names: tuple[str, ...]
    answers_for: str
    file: str
    in_paragraph: Callable[[Reading, Block, Passage], None] | None
    in_cell: Callable[[Reading, Block, Passage], None] | None


def _measures(reading: Reading, at: TableRead) -> set[int]:
    return reading.measures.read(at.block, at.table, at.context, at.place_kind, at.title, at.year, at.project)


def _amounts_in_cell(reading: Reading, block: Block, passage: Passage) -> None:
    if reading.kinds[block.block_no] == "summary_table":
        # a form's text cells hold goals and work done; their money is no budget of the unit
        reading.narrative.read(passage)


OF_REPORT = (
    OfReport(
        ("sheet", "scan"),
        "what a reader marked as not to be trusted (formulas, hidden cells, lost characters): listed, never read",
        "report/marks.py",
        lambda reading: marks.tell(reading.marked, reading.output),
    ),
    OfReport(
        (identity.NAME,),
        "who reports, on which year, who supervises: unit_name, fiscal_year, supervising_unit",
        "report/identity.py",
        lambda reading: identity.write(reading.who, reading.output),
    ),
    OfReport(
        (members.NAME,),
        "the bodies that a department's report covers, and how many it says they are",
        "report/members.py",
        lambda reading: members.read(reading.spots, reading.output),
    ),
)
OF_TABLES = (
    OfTable(
        (ACCOUNT_TABLE,),
        "tables of final accounts and budgets: amounts by class, income by source, balances, three-public expense",
        "tables/accounts.py",
        lambda reading, at: reading.accounts.read(at.block, at.table, at.context, at.place_kind, at.title, at.year),
        lambda reading: reading.accounts.leave(),
    ),
    OfTable(
        ("indicator_table",),
        "rows of indicators below their header, the sums of weights and scores",
        "tables/indicators.py",
        lambda reading, at: reading.indicators.read(at.block, at.table, at.context, at.place_kind, at.project),
        lambda reading: reading.indicators.leave(),
    ),
    OfTable(
        (target_money.NAME,),
        "a target form's money: the year's half of it, in the form's own unit",
        "tables/target_money.py",
        lambda reading, at: target_money.read(
            reading.output, at.block, at.table, at.context, at.place_kind, at.project, at.year
        ),
        lambda reading: None,
    ),
    OfTable(
        ("measure_table",),
        "amounts below headers and beside labels, staff, rates and scores of forms",
        "tables/amounts.py",
        _measures,
        lambda reading: reading.measures.leave(),
    ),
)
OF_TEXT = (
    OfText(
        ("dimension_narrative",),
        "indicators of a text that goes through the dimensions (数量指标：…)",
        "prose/targets.py",
        lambda reading, block, passage: reading.dimensions.read(block, passage),
        None,
    ),
    OfText(
        ("narrative",),
        "amounts of money in sentences",
        "prose/amounts.py",
        lambda reading, _, passage: reading.narrative.read(passage),
        _amounts_in_cell,
    ),
    OfText(
        (attributes.NAME,),
        "counts of people, rates and scores in sentences",
        "prose/attributes.py",
        lambda reading, _, passage: attributes.read(
            reading.output, passage, reading.dimensions.heading, reading.narrative.subject_project
        ),
        lambda reading, _, passage: attributes.read(reading.output, passage, None, None),
    ),
    OfText(
        (attributes.NAME,),
        "rates beside the two counts they are made of",
        "prose/attributes.py",
        lambda reading, _, passage: attributes.read_counted_rates(reading.output, passage),
        lambda reading, _, passage: attributes.read_counted_rates(reading.output, passage),
    ),
    OfText(
        (attributes.NAME,),
        "text of a template that nobody replaced",
        "prose/attributes.py",
        lambda reading, _, passage: attributes.read_template_text(reading.output, passage),
        lambda reading, _, passage: attributes.read_template_text(reading.output, passage),
    ),
    OfText(
        (targets.NAME,),
        "goals with what was reached (目标1：…)",
        "prose/targets.py",
        lambda reading, _, passage: targets.read_goals(reading.output, passage),
        lambda reading, _, passage: targets.read_goals(reading.output, passage),
    ),
)
OF_THE_REST = OfReport(
    (ledger.NAME,),
    "figures that nobody took, under the words they stand under; what became of every figure",
    "ledger.py",
    lambda reading: reading.account(),
)
IN_PARAGRAPHS = tuple(station.in_paragraph for station in OF_TEXT if station.in_paragraph is not None)
IN_CELLS = tuple(station.in_cell for station in OF_TEXT if station.in_cell is not None)


def files_of(recogniser: str) -> list[str]:
    """The files, below ingest/recognisers, that answer for rows with that `recogniser`; empty for an unknown one."""
    stations = (*OF_REPORT, *OF_TABLES, *OF_TEXT, OF_THE_REST)
    return sorted({station.file for station in stations if recogniser in station.names})
