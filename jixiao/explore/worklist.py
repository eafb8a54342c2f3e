"""What a person can work off - codes of no list, labels nobody knows, files in quarantine, units that fell silent."""

from __future__ import annotations

from typing import Any

from ingest.home import Home
from publishing import reading

CODES, UNRECOGNISED, QUARANTINE, MISSING = "codes", "unrecognised", "quarantine", "missing"
KINDS = (CODES, UNRECOGNISED, QUARANTINE, MISSING)
EXAMPLES = 3

# What was not understood, the most frequent first, each with a few of its places: a row of a table once, and every report
# before one comes again.
_UNRECOGNISED = """
with found as (
    select
        u.*, {label} as label_shown, r.fiscal_year, coalesce(f.path, u.report_id) as path,
        row_number() over (
            partition by {label}, u.reason, u.report_id
            order by u.block_no nulls last, u.table_no nulls last, u.row_no nulls last, u.column_no nulls last, u.char_start nulls last, u.quote
        ) as in_report,
        row_number() over (
            partition by {label}, u.reason, u.report_id, u.block_no, u.table_no, u.row_no, case when u.row_no is null then u.char_start end
            order by u.column_no nulls last, u.char_start nulls last, u.quote
        ) as in_row
    from marts.fct_unrecognised as u
    inner join marts.dim_report as r on u.report_id = r.report_id
    left join (select report_id, min(path) as path from marts.dim_report_file group by report_id) as f on u.report_id = f.report_id
    where r.superseded_by is null and ({year} is null or r.fiscal_year = {year})
)

select
    label_shown as label,
    reason,
    count(*) as times,
    count(distinct report_id) as reports,
    min(fiscal_year) as first_fiscal_year,
    max(fiscal_year) as last_fiscal_year,
    (list(
        {{'report_id': report_id, 'path': path, 'place_kind': place_kind, 'section_title': section_title, 'page_no': page_no,
         'block_no': block_no, 'table_no': table_no, 'row_no': row_no, 'column_no': column_no, 'char_start': char_start,
         'char_end': char_end, 'quote': quote}}
        order by in_report, path, quote
    ) filter (where in_row = 1))[:{examples}] as places
from found
group by label_shown, reason
order by times desc, reports desc, reason, label nulls last
"""

# codes that reports print and the list of names lacks, each with the name printed most
_CODES = """
with codes as (
    select 'function' as classification, function_code as classification_code, is_listed from marts.dim_function
    union all
    select classification, economic_class_code, is_listed from marts.dim_economic_class
)

select
    c.classification, c.classification_code as code, mode(c.classification_name order by c.classification_name) as name,
    count(*) as times, count(distinct c.report_id) as reports,
    min(r.fiscal_year) as first_fiscal_year, max(r.fiscal_year) as last_fiscal_year
from marts.fct_claim as c
inner join codes using (classification, classification_code)
inner join marts.dim_report as r on c.report_id = r.report_id
where not is_listed and r.superseded_by is null and ({year} is null or r.fiscal_year = {year})
group by c.classification, c.classification_code
order by times desc, reports desc, classification, code
"""

# bodies that reported in a family the year before and not in this year
_MISSING = """
with reporting as (
    select distinct unit_key, fiscal_year, report_family
    from marts.dim_report
    where unit_key is not null and fiscal_year > 0
)

select u.unit_name, l.unit_key, l.report_family, l.fiscal_year as last_fiscal_year, {year} as fiscal_year
from reporting as l
left join reporting as t on l.unit_key = t.unit_key and l.report_family = t.report_family and t.fiscal_year = {year}
left join marts.dim_unit as u on l.unit_key = u.unit_key
where l.fiscal_year = {year} - 1 and t.unit_key is null
order by l.report_family, u.unit_name, l.unit_key
"""


def _rows(connection: Any, query: str, **values: str | int) -> list[dict[str, Any]]:
    # numbers written into the query: DuckDB loads pandas for a parameter, which takes longer than all the rest
    cursor = connection.execute(query.format(**values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def quarantined(home: Home) -> list[dict[str, Any]]:
    """Files in quarantine now, gathered by reason and detail, the most frequent first."""
    from ingest import steps

    staged = steps.known(home)
    names = steps.names_seen(staged)
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in sorted(steps.current_quarantine(staged).values(), key=lambda r: (r.path, r.sha256)):
        groups.setdefault((row.reason, row.detail, row.media_type), []).append(
            {
                "path": row.path,
                "sha256": row.sha256,
                "seen_at": row.seen_at,
                "paths": names.get(row.sha256, [row.path]),
            }
        )
    found = [
        {"reason": reason, "detail": detail, "media_type": media_type, "times": len(files), "files": files}
        for (reason, detail, media_type), files in groups.items()
    ]
    return sorted(found, key=lambda g: (-len(g["files"]), g["reason"], g["detail"], g["media_type"]))


def collected(home: Home, kinds: tuple[str, ...] = KINDS, year: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """The work lists of a home: quarantine as it is staged, the others as they are published (nothing where nothing is).

    `year` narrows codes and what was not understood to one fiscal year, and names the year in which units are missing (else the
    latest). Files in quarantine have no fiscal year. Raises ReleaseUnreadable.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    published = home.published
    if (published / "warehouse.duckdb").is_file() and set(kinds) & {CODES, UNRECOGNISED, MISSING}:
        with reading.opened(published) as connection:
            if CODES in kinds and "dim_function" in reading.tables(connection):
                found[CODES] = _rows(connection, _CODES, year="null" if year is None else year)
            if UNRECOGNISED in kinds:
                columns = {row[0] for row in connection.execute("describe marts.fct_unrecognised").fetchall()}
                # a release of an older make has no labels
                found[UNRECOGNISED] = _rows(
                    connection,
                    _UNRECOGNISED,
                    # of a figure that nobody took the column's words: its row's come behind them
                    label="split_part(u.label, ' | ', 1)" if "label" in columns else "cast(null as varchar)",
                    year="null" if year is None else year,
                    examples=EXAMPLES,
                )
            if MISSING in kinds:
                latest = connection.execute("select max(fiscal_year) from marts.dim_report").fetchone()
                judged = year if year is not None else latest[0] if latest else None
                found[MISSING] = _rows(connection, _MISSING, year=judged) if judged else []
    if QUARANTINE in kinds:
        found[QUARANTINE] = quarantined(home)
    return {kind: found.get(kind, []) for kind in KINDS if kind in kinds}
