"""What offending keys are called: a person told of a key wants to know whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from publishing.reading import FACTS_OF_CLASSES, ReleaseUnreadable, opened

_LONGEST = 40
# key -> words, for each kind of key that guards name
_OF_REPORT = (
    "concat_ws(' ', coalesce(max(u.unit_name), min(f.path)), max(r.fiscal_year)) from marts.dim_report as r "
    "left join marts.dim_unit as u on r.unit_key = u.unit_key left join marts.dim_report_file as f on r.report_id = f.report_id"
)
_NAMES = (
    "select unit_key, max(unit_name) from marts.dim_unit where unit_key in {keys} group by 1",
    "select division_code, max(coalesce(county, city, province)) from marts.dim_unit where division_code in {keys} group by 1",
    f"select r.report_id, {_OF_REPORT} where r.report_id in {{keys}} group by 1",
    f"select c.claim_id, {_OF_REPORT} inner join marts.fct_claim as c on r.report_id = c.report_id where c.claim_id in {{keys}} group by 1",
    "select sha256, max(file_name) from marts.fct_quarantine where sha256 in {keys} group by 1",
    "select split_part(report_id, '-', 1), min(path) from marts.dim_report_file where split_part(report_id, '-', 1) in {keys} group by 1",
    *(
        "select f.fact_id, concat_ws(' ', max(u.unit_name), max(f.fiscal_year), max(f.line_item_code)) "
        f"from marts.{table} as f inner join marts.dim_unit as u on f.unit_key = u.unit_key where f.fact_id in {{keys}} group by 1"
        for table in ("fct_budget", "fct_expenditure", "fct_income")
    ),
    # last: what a release of an older make lacks
    *(
        f"select f.fact_id, concat_ws(' ', max(u.unit_name), max(f.fiscal_year), max(f.{code}), max(f.line_item_code)) "
        f"from marts.{table} as f inner join marts.dim_unit as u on f.unit_key = u.unit_key where f.fact_id in {{keys}} group by 1"
        for table, code in FACTS_OF_CLASSES.items()
    ),
)


def names_of(warehouse: Path, release: Path | None, keys: Iterable[str]) -> dict[str, str]:
    """Names of those keys that the closed working file or else a release's folder knows; what can't be read is passed over."""
    stems = {key: _stem(key) for key in keys}
    wanted = sorted({*stems, *stems.values()})
    found: dict[str, str] = {}
    if wanted and release is not None:
        found |= _looked_up(opened(release), wanted)
    if wanted and warehouse.is_file():
        found |= _looked_up(_working_file(warehouse), wanted)
    return {key: found.get(key) or found[stem] for key, stem in stems.items() if key in found or stem in found}


def _stem(key: str) -> str:
    """Whose key it is: a spot in a file and an attribute of a report carry a tail of their own."""
    return key.partition("#")[0].partition(":")[0]


@contextmanager
def _working_file(warehouse: Path) -> Iterator[Any]:
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        yield connection


def _looked_up(opening: AbstractContextManager[Any], keys: list[str]) -> dict[str, str]:
    import duckdb

    found: dict[str, str] = {}
    try:
        with opening as connection:
            for query in _NAMES:
                rows = connection.execute(query.format(keys="(select unnest(?))"), [keys]).fetchall()
                found |= {key: words[:_LONGEST] for key, words in rows if words}
    except (duckdb.Error, ReleaseUnreadable):
        # a build that stopped early lacks these tables
        return found
    return found
