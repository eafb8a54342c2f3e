"""Who reports, on which fiscal year, in which family of reports: what the files beside this one found, put together.

Units come from form cells, the cover, titles and prose; the year from titles and wording, never from publication dates
or document numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.document import Document
from ingest.normalize.names import base_unit, division_hint
from ingest.recognisers.output import Output
from ingest.recognisers.report.family import UNKNOWN, family_of, is_notice
from ingest.recognisers.report.fiscal_year import fiscal_year_of
from ingest.recognisers.report.reporting_scope import reporting_scope_of
from ingest.recognisers.report.sources import Found, sources
from ingest.recognisers.report.supervising import supervising_unit_of
from ingest.recognisers.report.units import unit_of

NAME = "identity"
# an announcement that carries the report below it holds this many figures; so does a report that nothing calls one
_CERTAIN_VALUES = 3
_SHORTEST_NAME = 3


@dataclass(slots=True)
class Identity:
    """What a report says of itself."""

    report_family: str = UNKNOWN
    family_is_known: bool = False
    is_notice: bool = False
    title: str | None = None
    unit: Found | None = None
    spellings: list[Found] = field(default_factory=list)
    fiscal_year: int | None = None
    year: Found | None = None
    supervising_unit: Found | None = None
    division_hint: str | None = None
    reporting_scope: str | None = None
    # the project that the whole report is about (cover: 项目名称：…)
    project_name: str | None = None

    @property
    def self_names(self) -> frozenset[str]:
        """The unit's own names, as phrases may hold them."""
        names = {found.value for found in self.spellings}
        if self.unit:
            names.add(self.unit.value)
        names |= {base_unit(name) for name in names}
        return frozenset(name for name in names if len(name) >= _SHORTEST_NAME)

    def is_of_report(self, values: int) -> bool:
        """Whether a document that says so of itself and holds so many claims and indicators is a report at all. Whose
        and of which year may be told beside it.
        """
        if self.is_notice and not (self.family_is_known and values >= _CERTAIN_VALUES):
            return False
        if self.family_is_known:
            # an empty form names neither a body nor a year, and holds nothing
            return self.unit is not None or self.fiscal_year is not None or values > 0
        return values >= _CERTAIN_VALUES


def identify(document: Document) -> Identity:
    """The identity of a document that holds one report."""
    found = sources(document)
    family = family_of(found)
    unit, spellings = unit_of(found)
    year = fiscal_year_of(found)
    return Identity(
        report_family=family.code,
        family_is_known=family.is_known,
        is_notice=is_notice(document),
        title=family.title,
        unit=unit,
        spellings=spellings,
        fiscal_year=year[0] if year else None,
        year=year[1] if year else None,
        supervising_unit=supervising_unit_of(found),
        division_hint=division_hint("\n".join(passage.folded for passage in found.passages))
        or division_hint("\n".join(cell.folded for _, table in document.tables() for cell in table.cells)),
        reporting_scope=reporting_scope_of(found, family.title, spellings),
        project_name=family.project_name,
    )


def write(identity: Identity, output: Output) -> None:
    """The identity's values as attributes, each with its place."""
    for found in identity.spellings:
        output.attribute(found.place, recogniser=NAME, attribute_code="unit_name", value_text=found.value)
    if identity.year is not None and identity.fiscal_year is not None:
        output.attribute(
            identity.year.place,
            recogniser=NAME,
            attribute_code="fiscal_year",
            value_text=str(identity.fiscal_year),
            value_number=None,
        )
    if identity.supervising_unit is not None:
        output.attribute(
            identity.supervising_unit.place,
            recogniser=NAME,
            attribute_code="supervising_unit",
            value_text=identity.supervising_unit.value,
        )
