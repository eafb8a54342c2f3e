"""What may go wrong between a publisher and the warehouse, one kind at a time, and the guard that answers for it.

Every `Damage` changes staging rows of the synthetic country as the fault would: what lies behind staging follows from them by
the project's own SQL. `owner` must fail at `severity` in the damaged years, naming keys of the damaged reports; `also` lists the
guards that see consequences of the same fault. Nothing else may fail.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ingest.records import AttributeRow, ClaimRow, IndicatorRow, QuarantineRow, UnrecognisedRow
from tests.quality.country import ACCOUNTS, BUDGET, CENT, OVERALL, PROJECT, Country, Report, Rows


@dataclass(frozen=True)
class Hit:
    """What was damaged: fiscal years in which the owner must fail (None: the whole load), reports, and keys of other kinds."""

    years: tuple[int | None, ...]
    reports: tuple[Report, ...] = ()
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scene:
    """Where damage is done: one year that is neither first nor last, one county."""

    country: Country
    rows: Rows
    year: int
    division: str

    def here(self, **wanted: Any) -> list[Report]:
        """The reports of the county in the year."""
        return self.rows.chosen(division=self.division, year=self.year, **wanted)

    def all_year(self, **wanted: Any) -> list[Report]:
        """The reports of all counties in the year."""
        return self.rows.chosen(year=self.year, **wanted)

    def hit(self, reports: Iterable[Report], *years: int | None, keys: Iterable[str] = ()) -> Hit:
        return Hit(years or (self.year,), tuple(reports), frozenset(keys))


@dataclass(frozen=True)
class Damage:
    """A kind of damage. `needs_release`: the clean country was published before."""

    name: str
    owner: str
    severity: str
    do: Callable[[Scene], Hit]
    also: frozenset[str] = field(default_factory=frozenset)
    border: str = "marts"
    needs_release: bool = False


KINDS: list[Damage] = []


def _kind(
    owner: str, severity: str, *also: str, border: str = "marts", needs_release: bool = False
) -> Callable[[Callable[[Scene], Hit]], Callable[[Scene], Hit]]:
    def keep(do: Callable[[Scene], Hit]) -> Callable[[Scene], Hit]:
        KINDS.append(Damage(do.__name__, owner, severity, do, frozenset(also), border, needs_release))
        return do

    return keep


def _scaled(factor: Decimal) -> Callable[[Any], Any]:
    return lambda row: replace(row, amount_yuan=(row.amount_yuan * factor).quantize(CENT))


def _drawn(reports: list[Report], share: float) -> list[Report]:
    """A share of some reports, always the same."""
    return random.Random(len(reports)).sample(reports, max(1, round(share * len(reports))))


def _under(row: Any, source: Report, target: Report) -> Any:
    """A row of one report as if it stood in another."""
    named = {
        name: getattr(row, name).replace(source.sha256[:12], target.sha256[:12])
        for name in ("claim_id", "indicator_row_id", "attribute_id")
        if hasattr(row, name)
    }
    report_id = {"report_id": target.report_id} if hasattr(row, "report_id") else {}
    return replace(row, sha256=target.sha256, **named, **report_id)


def _copied(at: Scene, reports: Iterable[Report], change: Callable[[Any], Any] = lambda row: row) -> list[Report]:
    """Delivers reports once more with other bytes; `change` as in `Rows.change`, on the copies' identities."""
    copies = {
        report.sha256: replace(report, sha256=report.sha256[::-1], report_id=f"{report.sha256[::-1]}-1")
        for report in reports
    }
    sources = {report.sha256: report for report in reports}
    for table, rows in at.rows.tables.items():
        again = [_under(row, sources[row.sha256], copies[row.sha256]) for row in rows if row.sha256 in copies]
        if table == "files":
            again = [replace(row, path=f"again/{row.path}") for row in again]
        rows += map(change, again) if table == "identities" else again
    at.rows.reports += copies.values()
    return list(copies.values())


def _by_unit(reports: Iterable[Report]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        found[report.unit].append(report)
    return found


# -- border one: what ingestion hands over -----------------------------------------------------------------------------


@_kind("claims_placed", "critical", border="handover")
def claims_without_a_place(at: Scene) -> Hit:
    reports = at.here()[:1]
    at.rows.change(
        "claims", reports, lambda row: replace(row, block_no=None, table_no=None, row_no=None, column_no=None)
    )
    return at.hit(reports)


@_kind("places_exist", "error", border="handover")
def places_that_point_nowhere(at: Scene) -> Hit:
    reports = at.here()[:1]
    at.rows.change(
        "claims", reports, lambda row: replace(row, block_no=900) if row.table_no is None else replace(row, row_no=900)
    )
    return at.hit(reports)


@_kind("places_exist", "error", border="handover")
def staged_cells_lost(at: Scene) -> Hit:
    reports = at.all_year(family=OVERALL)
    chance = random.Random(3)
    at.rows.change("cells", reports, lambda row: None if chance.random() < 0.03 else row)
    return at.hit(reports)


@_kind("other_rows_placed", "error", border="handover")
def indicators_without_a_place(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:2]
    at.rows.change("indicators", reports, lambda row: replace(row, quote=""))
    return at.hit(reports)


@_kind("codes_known", "error", border="handover")
def unknown_codes(at: Scene) -> Hit:
    reports = at.here()[:3]
    at.rows.change(
        "claims",
        reports,
        lambda row: replace(row, line_item_code="of_no_seed") if row.line_item_code == "procurement" else row,
    )
    return at.hit(reports, keys=["line_item:of_no_seed"])


@_kind("versions_belong", "error", border="handover")
def budget_versions_lost(at: Scene) -> Hit:
    reports = at.here()[:2]
    at.rows.change("claims", reports, lambda row: replace(row, budget_version=None))
    return at.hit(reports)


@_kind("row_counts_agree", "error", border="handover")
def three_per_cent_of_rows_dropped(at: Scene) -> Hit:
    chance = random.Random(3)
    at.rows.change("claims", at.all_year(), lambda row: None if chance.random() < 0.03 else row)
    return at.hit(at.all_year())


@_kind("text_clean", "warning", border="handover")
def mojibake(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:2]
    for table in ("blocks", "cells"):
        # UTF-8 read as Latin-1
        at.rows.change(table, reports, lambda row: replace(row, text=row.text.encode().decode("latin-1")))
    return at.hit(reports)


@_kind("quotes_clean", "warning", border="handover")
def control_characters_in_quotes(at: Scene) -> Hit:
    reports = at.here()[:1]
    at.rows.change("attributes", reports, lambda row: replace(row, quote=f"{row.quote}\x02"))
    return at.hit(reports)


@_kind("reports_with_claims", "warning", "budget_stated", "expenditure_stated", border="handover")
def text_instead_of_numbers(at: Scene) -> Hit:
    """A county that fills its forms with words: no amount is read, and every one is told as not understood."""
    reports = at.here()

    def not_understood(row: ClaimRow) -> None:
        at.rows.tables["unrecognised"].append(
            UnrecognisedRow(
                row.place_kind, row.quote, block_no=row.block_no, table_no=row.table_no, row_no=row.row_no,
                column_no=row.column_no, unrecognised_id=f"u_{row.claim_id}", report_id=row.report_id, sha256=row.sha256,
                recogniser=row.recogniser, reason="not_a_number",
            )
        )  # fmt: skip

    at.rows.change("claims", reports, not_understood)
    at.rows.count_again()
    return at.hit(reports)


@_kind("unrecognised_share", "warning", border="handover")
def labels_of_a_new_form(at: Scene) -> Hit:
    """A year's form with new labels: half of what stands in tables isn't understood."""
    reports = at.all_year(family=OVERALL)
    chance = random.Random(5)
    lost: list[UnrecognisedRow] = []

    def perhaps(row: ClaimRow) -> ClaimRow | None:
        if row.place_kind != "base_data_table" or chance.random() < 0.3:
            return row
        lost.append(
            UnrecognisedRow(
                row.place_kind, row.quote, block_no=row.block_no, table_no=row.table_no, row_no=row.row_no,
                column_no=row.column_no, unrecognised_id=f"u_{row.claim_id}", report_id=row.report_id, sha256=row.sha256,
                recogniser=row.recogniser, reason="label_not_covered", label="新表式",
            )
        )  # fmt: skip
        return None

    at.rows.change("claims", reports, perhaps)
    at.rows.tables["unrecognised"] += lost
    at.rows.count_again()
    return at.hit(reports)


@_kind("unit_known", "error", border="handover")
def covers_lost(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("identities", reports, lambda row: replace(row, unit_name=None))
    return at.hit(reports)


@_kind("fiscal_year_known", "error", border="handover")
def years_not_stated(at: Scene) -> Hit:
    reports = _drawn(at.all_year(), 0.3)
    at.rows.change("identities", reports, lambda row: replace(row, fiscal_year=None))
    return at.hit(reports, None)


@_kind("fiscal_year_plausible", "error", "stated_year_near", border="handover")
def document_number_for_a_year(at: Scene) -> Hit:
    reports = at.here()[:1]
    at.rows.change("identities", reports, lambda row: replace(row, fiscal_year=1022))
    return at.hit(reports, 1022)


@_kind("stated_year_near", "warning", border="handover")
def years_left_over_from_a_template(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.3)
    at.rows.change(
        "claims", reports, lambda row: replace(row, stated_fiscal_year=2009) if row.place_kind == "narrative" else row
    )
    return at.hit(reports)


@_kind("budget_execution_rate_possible", "warning", "staff_control_rate_possible", border="handover")
def percent_signs_lost(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:2]
    rates = ("budget_execution_rate", "staff_control_rate")
    at.rows.change(
        "attributes",
        reports,
        lambda row: replace(row, value_number=row.value_number * 100) if row.attribute_code in rates else row,
    )
    return at.hit(reports)


@_kind("smallest_amount", "warning", border="handover")
def dashes_read_as_minus_signs(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:2]
    at.rows.change(
        "claims",
        reports,
        lambda row: replace(row, amount_yuan=-row.amount_yuan) if row.line_item_code == "procurement" else row,
    )
    return at.hit(reports)


@_kind("largest_amount", "warning", "largest_three_public", "largest_meeting_training", border="handover")
def codes_read_as_amounts(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:1]
    at.rows.change(
        "claims", reports, lambda row: replace(row, amount_yuan=Decimal(430_103_200_000_000) + row.amount_yuan)
    )
    return at.hit(reports)


@_kind("duplicate_files", "info", border="handover")
def files_delivered_twice(at: Scene) -> Hit:
    reports = at.here()
    at.rows.tables["files"] += [
        replace(row, path=f"again/{row.path}")
        for row in at.rows.tables["files"]
        if row.sha256 in {r.sha256 for r in reports}
    ]
    return at.hit(reports, None)


@_kind("duplicate_reports", "warning", border="handover")
def reports_delivered_twice_with_other_bytes(at: Scene) -> Hit:
    reports = at.here()
    return at.hit([*reports, *_copied(at, reports)])


@_kind("codes_known", "error", border="handover")
def half_the_claims_without_a_line_item(at: Scene) -> Hit:
    reports, chance = at.here(), random.Random(9)
    at.rows.change("claims", reports, lambda row: replace(row, line_item_code=None) if chance.random() < 0.5 else row)
    return at.hit(reports, keys=["line_item:"])


@_kind("amount_units_known", "error", border="handover")
def units_of_money_missing(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:2]
    at.rows.change("claims", reports, lambda row: replace(row, amount_unit="") if row.table_no else row)
    return at.hit(reports)


@_kind("claims_told_once", "error", border="handover")
def claims_doubled(at: Scene) -> Hit:
    """A report's rows were written twice, and counted so."""
    reports = at.here()[:1]
    at.rows.tables["claims"] += [
        replace(row, claim_id=f"{row.claim_id}x")
        for row in at.rows.tables["claims"]
        if row.report_id == reports[0].report_id
    ]
    at.rows.count_again()
    return at.hit(reports)


@_kind("indicators_complete", "warning", border="handover")
def indicators_without_name_or_target(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.3)
    at.rows.change("indicators", reports, lambda row: replace(row, level3=None, target_text=None))
    return at.hit(reports)


def _refuse(at: Scene, reports: Iterable[Report], reason: str) -> list[str]:
    """Sends the reports' files to quarantine: their text stays staged, and no extraction of them is current."""
    wanted = {report.sha256 for report in reports}
    for row in at.rows.tables["files"]:
        if row.sha256 in wanted:
            at.rows.tables["quarantine"].append(
                QuarantineRow(
                    row.sha256, row.file_name, row.path, row.byte_size, row.media_type, reason, "", "v", row.received_at
                )
            )
    files = [row for row in at.rows.tables["files"] if row.sha256 in wanted]
    at.rows.drop([report for report in at.rows.reports if report.sha256 in wanted])
    at.rows.tables["files"] += files
    return sorted(wanted)


@_kind("quarantine_share", "warning", "quarantined_files", border="handover")
def a_format_without_a_reader(at: Scene) -> Hit:
    reports = _drawn(at.all_year(), 0.7)
    return at.hit(reports, None, keys=_refuse(at, reports, "no_reader"))


@_kind("quarantined_files", "info", border="handover")
def some_files_in_quarantine(at: Scene) -> Hit:
    reports = at.here()[:3]
    return at.hit(reports, None, keys=[*_refuse(at, reports, "damaged"), "damaged"])


# -- border two: coverage ----------------------------------------------------------------------------------------------


@_kind("good_reports", "critical", needs_release=False)
def no_report_understood(at: Scene) -> Hit:
    for table in ("identities", "claims", "indicators", "attributes", "unrecognised", "reports", "blocks", "cells"):
        at.rows.tables[table] = []
    return at.hit([], None)


@_kind("years_kept", "critical", "reports_kept", "reports_against_last_year", needs_release=True)
def a_year_gone_since_the_last_release(at: Scene) -> Hit:
    reports = at.all_year()
    at.rows.drop(reports)
    return at.hit(reports)


@_kind("reports_against_last_year", "warning")
def a_year_that_never_came(at: Scene) -> Hit:
    reports = at.all_year()
    at.rows.drop(reports)
    return at.hit(reports)


@_kind("families_kept", "critical", "reports_kept", "quarantine_share", "quarantined_files", needs_release=True)
def a_recogniser_switched_off(at: Scene) -> Hit:
    """Its reports aren't told to be reports any more: quarantine, in every year."""
    reports = at.rows.chosen(family=PROJECT)
    return at.hit(reports, None, keys=[PROJECT, *_refuse(at, reports, "not_a_report")])


@_kind("claims_kept", "critical", "claims_kept_nearly", "reports_with_claims", "expenditure_stated", needs_release=True)
def a_recogniser_fallen_silent(at: Scene) -> Hit:
    reports = at.rows.chosen(family=ACCOUNTS)
    at.rows.change("claims", reports, lambda row: None)
    at.rows.count_again()
    return at.hit(reports, *at.country.years)


@_kind("claims_kept_nearly", "warning", needs_release=True)
def three_per_cent_of_amounts_no_longer_read(at: Scene) -> Hit:
    chance = random.Random(7)
    reports = at.all_year(family=OVERALL)
    at.rows.change("claims", reports, lambda row: None if chance.random() < 0.03 else row)
    at.rows.count_again()
    return at.hit(reports)


@_kind("unit_gone_silent", "info")
def a_unit_that_reports_no_more(at: Scene) -> Hit:
    reports = at.rows.chosen(year=at.year, unit=at.here()[0].unit)
    at.rows.drop(reports)
    return at.hit(reports)


@_kind("units_still_reporting_county", "warning", "unit_gone_silent")
def half_a_county_missing(at: Scene) -> Hit:
    units = sorted(_by_unit(at.here()))
    gone = set(units[: len(units) // 2])
    reports = [report for report in at.here() if report.unit in gone]
    at.rows.drop(reports)
    return at.hit(reports)


@_kind(
    "reports_against_last_year", "warning", "units_still_reporting", "unit_gone_silent", "units_still_reporting_county"
)
def far_fewer_reports(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.6)
    at.rows.drop(reports)
    return at.hit(reports)


@_kind("items_still_stated", "warning")
def a_label_no_longer_understood(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    at.rows.change("claims", reports, lambda row: None if row.line_item_code == "basic.operating.office" else row)
    at.rows.count_again()
    return at.hit(reports)


@_kind("budget_known", "warning", "budget_stated", "items_still_stated", "reports_with_claims")
def spending_without_a_budget(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("claims", reports, lambda row: None if row.measure == "budget" else row)
    at.rows.count_again()
    return at.hit(reports)


@_kind("items_still_stated", "warning")
def performance_tables_no_longer_read(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("indicators", reports, lambda row: None)
    at.rows.count_again()
    return at.hit(reports)


@_kind("items_still_stated", "warning")
def fund_headings_no_longer_understood(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("claims", reports, lambda row: replace(row, fund_code="all_funds"))
    return at.hit(reports)


@_kind("items_still_stated", "warning")
def budget_versions_told_apart_no_more(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("claims", reports, lambda row: replace(row, budget_version=row.budget_version and "unstated"))
    return at.hit(reports)


@_kind("units_still_reporting_county", "warning", "unit_gone_silent")
def bodies_of_a_county_under_new_names(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("identities", reports, lambda row: replace(row, unit_name=f"{row.unit_name}服务所"))
    return at.hit(reports)


@_kind("units_still_reporting", "warning", "reports_against_last_year", "duplicate_reports")
def one_family_taken_for_another(at: Scene) -> Hit:
    reports = at.all_year(family=ACCOUNTS)
    at.rows.change("identities", reports, lambda row: replace(row, report_family=BUDGET))
    return at.hit(reports)


@_kind(
    "reports_against_last_year", "warning", "units_still_reporting", "units_still_reporting_county", "unit_gone_silent"
)
def a_family_one_year_late(at: Scene) -> Hit:
    """Its publication year was taken for its fiscal year, in every year."""
    reports = at.rows.chosen(family=ACCOUNTS)
    _dated(at, reports, 1)
    return at.hit(at.rows.reports, at.country.years[-1] + 1)


# -- border two: units of money ----------------------------------------------------------------------------------------


@_kind(
    "unit_error_county",
    "critical",
    "unit_error_unit",
    "prior_year_agrees_county",
    "round_amounts",
    "largest_three_public",
    "largest_meeting_training",
)
def yuan_read_as_ten_thousands_in_a_county(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("claims", reports, _scaled(Decimal(10_000)))
    return at.hit(reports)


@_kind("unit_error_county", "critical", "unit_error_unit", "prior_year_agrees_county", "amount_level_county")
def ten_thousands_read_as_yuan_in_a_county(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("claims", reports, _scaled(Decimal("0.0001")))
    return at.hit(reports)


# a whole year in another unit of measure shows in all of these too
_YEAR_IN_ANOTHER_UNIT = (
    "unit_error_county",
    "unit_error_unit",
    "prior_year_agrees",
    "prior_year_agrees_county",
    "amount_level_county",
    "year_on_year_total",
    "year_on_year_basic",
    "year_on_year_project",
    "year_on_year_three_public",
    "year_on_year_distribution",
)


@_kind(
    "unit_error_year",
    "critical",
    *_YEAR_IN_ANOTHER_UNIT,
    "round_amounts",
    "largest_amount",
    "largest_three_public",
    "largest_meeting_training",
)
def yuan_read_as_ten_thousands_in_a_year(at: Scene) -> Hit:
    reports = at.all_year()
    at.rows.change("claims", reports, _scaled(Decimal(10_000)))
    return at.hit(reports)


@_kind("unit_error_year", "critical", *_YEAR_IN_ANOTHER_UNIT, "amount_level_year")
def ten_thousands_read_as_yuan_in_a_year(at: Scene) -> Hit:
    reports = at.all_year()
    at.rows.change("claims", reports, _scaled(Decimal("0.0001")))
    return at.hit(reports)


@_kind("unit_error_unit", "warning")
def yuan_read_as_ten_thousands_in_a_unit(at: Scene) -> Hit:
    reports = at.rows.chosen(year=at.year, unit=at.here(family=OVERALL)[0].unit)
    at.rows.change("claims", reports, _scaled(Decimal(10_000)))
    return at.hit(reports)


@_kind("amount_level_against_others", "critical", "largest_three_public", "largest_meeting_training")
def yuan_read_as_ten_thousands_in_a_county_every_year(at: Scene) -> Hit:
    reports = at.rows.chosen(division=at.division)
    at.rows.change("claims", reports, _scaled(Decimal(10_000)))
    return at.hit(reports, *at.country.years)


@_kind("amount_level_year", "critical", "amount_level_county")
def ten_thousands_read_as_yuan_in_the_first_year_ever(at: Scene) -> Hit:
    """A home's first year is wrong as a whole, and there is no other to compare it with."""
    first = at.country.years[0]
    at.rows.drop([report for report in at.rows.reports if report.year != first])
    reports = at.rows.chosen(year=first)
    at.rows.change("claims", reports, _scaled(Decimal("0.0001")))
    return at.hit(reports, first)


# -- border two: columns and years -------------------------------------------------------------------------------------


def _swap(at: Scene, reports: list[Report], table: str, one: int, other: int) -> None:
    """Exchanges the amounts of two columns of a table: the header is read wrongly, the meaning goes with the column."""
    wanted = {report.report_id for report in reports}
    spots: dict[tuple[Any, ...], ClaimRow] = {
        (row.report_id, row.table_no, row.row_no, row.column_no): row
        for row in at.rows.tables["claims"]
        if row.report_id in wanted and row.place_kind == table
    }

    def exchanged(row: ClaimRow) -> ClaimRow:
        to = {one: other, other: one}.get(row.column_no or 0)
        if row.place_kind != table or to is None:
            return row
        found = spots.get((row.report_id, row.table_no, row.row_no, to))
        return replace(row, amount_yuan=found.amount_yuan, amount_text=found.amount_text) if found else row

    at.rows.change("claims", reports, exchanged)


@_kind("overspent_three_public", "warning", "prior_year_agrees_county")
def budget_and_expenditure_columns_swapped(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    _swap(at, reports, "base_data_table", 3, 4)
    return at.hit(reports)


@_kind("overspent_total", "warning")
def executed_and_adjusted_columns_swapped(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    _swap(at, reports, "self_evaluation_table", 4, 5)
    return at.hit(reports)


@_kind("prior_year_agrees_county", "warning")
def prior_and_current_columns_swapped(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    _swap(at, reports, "base_data_table", 2, 4)
    # what this year's own column says now is not what the next year remembers
    return at.hit(reports)


def _last_years(at: Scene, reports: Iterable[Report], tables: Iterable[str]) -> list[Report]:
    """Puts into reports what the same bodies' reports of the year before say, under this year's name."""
    done = []
    for report in reports:
        before = at.rows.chosen(year=report.year - 1, unit=report.unit, family=report.family)
        if not before:
            continue
        source = before[0]
        for table in tables:
            copied = [
                replace(
                    _under(row, source, report),
                    **(
                        {"stated_fiscal_year": row.stated_fiscal_year + 1} if hasattr(row, "stated_fiscal_year") else {}
                    ),
                )
                for row in at.rows.tables[table]
                if row.report_id == source.report_id
            ]
            at.rows.change(table, [report], lambda row: None)
            at.rows.tables[table] += copied
        done.append(report)
    at.rows.count_again()
    return done


@_kind("identical_to_last_year", "warning", "indicators_copied", "prior_year_agrees_county", "places_exist")
def last_years_reports_under_a_new_year(at: Scene) -> Hit:
    reports = _last_years(at, at.here(), ("claims", "indicators"))
    return at.hit(reports)


@_kind("identical_to_last_year", "warning", "places_exist")
def amounts_identical_two_years_running(at: Scene) -> Hit:
    reports = _last_years(at, _drawn(at.all_year(family=OVERALL), 0.06), ("claims",))
    return at.hit(reports)


def _dated(at: Scene, reports: Iterable[Report], step: int) -> None:
    """Moves all that reports say by some years."""
    moved = list(reports)
    at.rows.change("identities", moved, lambda row: replace(row, fiscal_year=row.fiscal_year + step))
    for table in ("claims", "attributes"):
        at.rows.change(
            table,
            moved,
            lambda row: (
                replace(row, stated_fiscal_year=row.stated_fiscal_year + step) if row.stated_fiscal_year else row
            ),
        )


@_kind("duplicate_reports", "warning", "units_still_reporting_county", "unit_gone_silent", "prior_year_agrees_county")
def reports_that_still_name_last_year(at: Scene) -> Hit:
    """The cover's year was left as it was: a county's reports arrive under the year before."""
    reports = at.here()
    _dated(at, reports, -1)
    originals = at.rows.chosen(division=at.division, year=at.year - 1)
    return at.hit([*reports, *originals], at.year - 1)


@_kind("prior_year_agrees_county", "warning", "prior_year_agrees")
def reports_of_two_years_exchanged(at: Scene) -> Hit:
    this, last = at.here(), at.rows.chosen(division=at.division, year=at.year - 1)
    _dated(at, this, -1)
    _dated(at, last, 1)
    return at.hit([*this, *last], at.year - 1, at.year, at.year + 1)


@_kind("overspent_family", "warning")
def columns_swapped_in_one_family(at: Scene) -> Hit:
    reports = at.all_year(family=PROJECT)
    _swap(at, reports, "self_evaluation_table", 4, 5)
    return at.hit(reports)


@_kind("same_as_another_unit", "warning", "places_exist")
def figures_of_another_unit(at: Scene) -> Hit:
    source, target = at.here(family=OVERALL)[:2]
    copied = [_under(row, source, target) for row in at.rows.tables["claims"] if row.report_id == source.report_id]
    at.rows.change("claims", [target], lambda row: None)
    at.rows.tables["claims"] += copied
    at.rows.count_again()
    return at.hit([source, target])


@_kind("same_as_another_unit", "warning", "unit_gone_silent")
def one_unit_under_two_names(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)[:1]
    return at.hit([*reports, *_copied(at, reports, lambda row: replace(row, unit_name=f"{row.unit_name}分部"))])


# -- border two: drift -------------------------------------------------------------------------------------------------


@_kind(
    "year_on_year_total",
    "warning",
    "year_on_year_basic",
    "year_on_year_three_public",
    "year_on_year_project",
    "year_on_year_distribution",
    "prior_year_agrees",
    "prior_year_agrees_county",
)
def everything_fourfold(at: Scene) -> Hit:
    reports = at.all_year()
    at.rows.change("claims", reports, _scaled(Decimal(4)))
    return at.hit(reports)


@_kind("year_on_year_distribution", "warning")
def labels_of_two_rows_exchanged(at: Scene) -> Hit:
    other = {"basic.personnel": "basic.operating", "basic.operating": "basic.personnel"}
    reports = at.all_year(family=ACCOUNTS) + at.all_year(family=OVERALL)
    at.rows.change(
        "claims",
        reports,
        lambda row: (
            replace(row, line_item_code=other[row.line_item_code])
            if row.line_item_code in other and row.place_kind == "narrative"
            else row
        ),
    )
    return at.hit(reports, keys=other)


@_kind("round_amounts", "warning", "prior_year_agrees_county", "zero_amounts")
def suddenly_round_amounts(at: Scene) -> Hit:
    reports = at.here()
    ten = Decimal(100_000)
    at.rows.change(
        "claims", reports, lambda row: replace(row, amount_yuan=(row.amount_yuan / ten).to_integral_value() * ten)
    )
    return at.hit(reports)


def _told_again(at: Scene, reports: list[Report]) -> Hit:
    """Every amount of the year stands at a second place, a little larger."""
    wanted = {report.report_id for report in reports}
    again = [
        replace(row, claim_id=f"{row.claim_id}x", amount_yuan=row.amount_yuan + 700, char_start=1, char_end=2)
        for row in at.rows.tables["claims"]
        if row.report_id in wanted and row.stated_fiscal_year == at.year
    ]
    at.rows.tables["claims"] += again
    at.rows.count_again()
    return at.hit(reports)


@_kind("conflict_share", "warning", "conflict_share_county")
def two_amounts_for_one_thing(at: Scene) -> Hit:
    return _told_again(at, at.all_year(family=OVERALL))


@_kind("execution_rate_total", "warning")
def a_year_half_spent(at: Scene) -> Hit:
    reports = _drawn(at.all_year(), 0.4)
    at.rows.change(
        "claims",
        reports,
        lambda row: (
            _scaled(Decimal("0.2"))(row) if row.measure == "expenditure" and row.line_item_code == "total" else row
        ),
    )
    return at.hit(reports)


def _table_column(column_no: int, change: Callable[[ClaimRow], ClaimRow]) -> Callable[[ClaimRow], ClaimRow]:
    return lambda row: change(row) if row.place_kind == "base_data_table" and row.column_no == column_no else row


@_kind(
    "amounts_apart",
    "warning",
    "prior_year_agrees",
    "prior_year_agrees_county",
    "overspent_three_public",
    "round_amounts",
)
def decimal_points_lost_in_a_column(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    at.rows.change("claims", reports, _table_column(4, _scaled(Decimal(100))))
    return at.hit(reports)


@_kind("amounts_apart", "warning", "prior_year_agrees_county")
def thousands_separators_read_as_points(at: Scene) -> Hit:
    """1,234.56 read as 1.23456: small bodies have nothing to be misread."""
    reports = at.here()
    at.rows.change(
        "claims",
        reports,
        lambda row: _scaled(Decimal("0.001"))(row) if row.amount_yuan >= 10_000_000 else row,
    )
    return at.hit(reports)


@_kind("zero_amounts", "warning", "prior_year_agrees", "prior_year_agrees_county")
def a_column_read_as_nothing(at: Scene) -> Hit:
    reports = at.here(family=OVERALL)
    at.rows.change("claims", reports, _table_column(4, _scaled(Decimal(0))))
    return at.hit(reports)


@_kind("prior_year_agrees_county", "warning", "amounts_apart", "prior_year_agrees")
def first_digits_lost(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change(
        "claims",
        reports,
        lambda row: replace(row, amount_yuan=row.amount_yuan % 10 ** (len(str(int(row.amount_yuan))) - 1)),
    )
    return at.hit(reports)


@_kind("conflict_share_county", "warning")
def a_table_read_in_two_ways(at: Scene) -> Hit:
    return _told_again(at, at.here())


# -- border two: staff, three-public, goals ----------------------------------------------------------------------------


@_kind("execution_rate_three_public", "warning", "overspent_three_public", "prior_year_agrees")
def three_public_spending_out_of_its_band(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.4)
    at.rows.change(
        "claims",
        reports,
        lambda row: (
            _scaled(Decimal(2))(row)
            if row.measure == "expenditure"
            and row.line_item_code.startswith("three_public")
            and row.stated_fiscal_year == at.year
            else row
        ),
    )
    return at.hit(reports)


@_kind("three_public_control_rate_band", "warning", "items_still_stated")
def three_public_control_rates_turned_over(at: Scene) -> Hit:
    """A form that asks for this rate too, and where many divide the budget by what was spent."""
    reports = at.all_year(family=OVERALL)
    wrong = {report.report_id for report in _drawn(reports, 0.4)}
    stated: list[AttributeRow] = []

    def also(row: AttributeRow) -> AttributeRow:
        if row.attribute_code == "staff_control_rate":
            rate = Decimal("1.6") if row.report_id in wrong else Decimal("0.95")
            stated.append(
                replace(
                    row,
                    attribute_id=f"{row.attribute_id}t",
                    attribute_code="three_public_control_rate",
                    value_text=str(rate),
                    value_number=rate,
                )
            )
        return row

    at.rows.change("attributes", reports, also)
    at.rows.tables["attributes"] += stated
    at.rows.count_again()
    return at.hit(report for report in reports if report.report_id in wrong)


@_kind("staff_control_rate_band", "warning", "staff_control_rate_county")
def staff_far_beyond_the_quota(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.4)
    at.rows.change(
        "attributes",
        reports,
        lambda row: (
            replace(row, value_number=row.value_number * 2) if row.attribute_code == "staff_control_rate" else row
        ),
    )
    return at.hit(reports)


@_kind("staff_on_last_year", "warning")
def staff_counted_twelvefold(at: Scene) -> Hit:
    reports = _drawn(at.all_year(family=OVERALL), 0.1)
    at.rows.change(
        "attributes",
        reports,
        lambda row: replace(row, value_number=row.value_number * 12) if row.attribute_code == "staff_actual" else row,
    )
    return at.hit(reports)


@_kind("scores_at_full", "warning")
def full_marks_for_everyone(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change(
        "attributes",
        reports,
        lambda row: (
            replace(row, value_number=Decimal(100), value_text="100")
            if row.attribute_code == "self_evaluation_score"
            else row
        ),
    )
    return at.hit(reports)


@_kind("weights_missing", "warning")
def weights_not_read(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("indicators", reports, lambda row: replace(row, weight=None))
    return at.hit(reports)


@_kind("weights_changed", "warning")
def weights_moved(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("indicators", reports, lambda row: replace(row, weight=row.weight + 5))
    return at.hit(reports)


def _goals(at: Scene, year: int) -> dict[tuple[Any, ...], IndicatorRow]:
    """Indicators of a year by body, family and name."""
    of = {report.report_id: report for report in at.rows.chosen(year=year)}
    return {
        (of[row.report_id].unit, of[row.report_id].family, row.level3): row
        for row in at.rows.tables["indicators"]
        if row.report_id in of
    }


@_kind("targets_lowered", "warning")
def targets_lowered_after_being_missed(at: Scene) -> Hit:
    before = _goals(at, at.year - 1)
    of = {report.report_id: report for report in at.here()}

    def lowered(row: IndicatorRow) -> IndicatorRow:
        report = of[row.report_id]
        last = before.get((report.unit, report.family, row.level3))
        if last is None or last.is_met or last.target_value is None or last.actual_value is None:
            return row
        value = min(last.actual_value, last.target_value * Decimal("0.9"))
        return replace(row, target_value=value.quantize(Decimal("0.000001")), target_text=f"≥{value}")

    at.rows.change("indicators", of.values(), lowered)
    return at.hit(of.values())


@_kind("targets_copied", "warning")
def targets_copied_for_years(at: Scene) -> Hit:
    """Half of the country asks for the same in this year as in the two before."""
    source = _goals(at, at.year - 2)
    units = set(random.Random(1).sample(sorted(_by_unit(at.all_year())), len(_by_unit(at.all_year())) // 2))
    changed: list[Report] = []
    for year in (at.year - 1, at.year):
        of = {report.report_id: report for report in at.rows.chosen(year=year) if report.unit in units}

        def same(row: IndicatorRow, of: dict[str, Report] = of) -> IndicatorRow:
            report = of[row.report_id]
            first = source.get((report.unit, report.family, row.level3))
            return replace(row, target_text=first.target_text, target_value=first.target_value) if first else row

        at.rows.change("indicators", of.values(), same)
        changed += of.values()
    return at.hit(changed)


@_kind("indicators_copied", "warning")
def goals_and_results_copied_from_last_year(at: Scene) -> Hit:
    reports = _last_years(at, at.here(), ("indicators",))
    return at.hit(reports)


def _attribute(at: Scene, code: str, factor: Decimal) -> Hit:
    reports = at.here()
    at.rows.change(
        "attributes",
        reports,
        lambda row: replace(row, value_number=row.value_number * factor) if row.attribute_code == code else row,
    )
    return at.hit(reports)


@_kind("staff_control_rate_county", "warning")
def staff_rates_a_hundredfold_too_small(at: Scene) -> Hit:
    return _attribute(at, "staff_control_rate", Decimal("0.01"))


@_kind("budget_execution_rate_county", "warning")
def execution_rates_a_hundredfold_too_small(at: Scene) -> Hit:
    return _attribute(at, "budget_execution_rate", Decimal("0.01"))


@_kind("self_evaluation_score_county", "warning")
def scores_on_a_scale_of_ten(at: Scene) -> Hit:
    return _attribute(at, "self_evaluation_score", Decimal("0.1"))


@_kind("weights_changed", "warning")
def weights_tenfold(at: Scene) -> Hit:
    reports = at.here()
    at.rows.change("indicators", reports, lambda row: replace(row, weight=row.weight * 10))
    return at.hit(reports)
