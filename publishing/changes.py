"""What became of the facts between two releases: added, gone, changed, and why.

The one rule, for `fct_release_change` in every release and for `jixiao diff`. A fact is the same by its `fact_id` (unit,
fiscal year, scope, measure and version, line item, project, fund). It changed when its amount did; a fact that only rests on
another claim of the same amount is counted as restated and not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TABLE = "fct_release_change"
CHANGES = ("changed", "added", "gone")
_RESTATED = "restated"
# published table -> its budget version; in the order in which changes are listed
_FACTS = {"fct_budget": "budget_version", "fct_expenditure": "cast(null as varchar)", "fct_income": "cast(null as varchar)"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many facts of each change; `restated`: same amount, other claim."""

    added: int = 0
    gone: int = 0
    changed: int = 0
    restated: int = 0


def _facts(catalog: str, scope: str) -> str:
    return " union all ".join(
        f"select '{table}' as fact_table, fact_id, unit_key, fiscal_year, {version} as budget_version, line_item_code, project_key, "
        f"fund_code, {scope} as reporting_scope, amount_yuan, chosen_claim_id from {catalog}.marts.{table}"
        for table, version in _FACTS.items()
    )


def compared(old: str, new: str, old_scope: str = "reporting_scope") -> str:
    """A SELECT of every fact that two attached databases don't share alike, `change` being one of CHANGES or `restated`.

    `cause`: `correction` (a newer report supersedes the one the old amount stood in), `new_report`, `report_gone`, else
    `reading` (the same report was read, recognised or chosen from otherwise). `old_scope`: the scope of the old facts, in SQL.
    """
    return f"""
with was as ({_facts(old, old_scope)}),

now as ({_facts(new, "reporting_scope")}),

joined as (
    select
        coalesce(now.fact_table, was.fact_table) as fact_table,
        coalesce(now.fact_id, was.fact_id) as fact_id,
        coalesce(now.unit_key, was.unit_key) as unit_key,
        coalesce(now.fiscal_year, was.fiscal_year) as fiscal_year,
        coalesce(now.budget_version, was.budget_version) as budget_version,
        coalesce(now.line_item_code, was.line_item_code) as line_item_code,
        coalesce(now.project_key, was.project_key) as project_key,
        coalesce(now.fund_code, was.fund_code) as fund_code,
        coalesce(now.reporting_scope, was.reporting_scope) as reporting_scope,
        was.amount_yuan as old_amount_yuan,
        now.amount_yuan as new_amount_yuan,
        was.chosen_claim_id as old_claim_id,
        now.chosen_claim_id as new_claim_id,
        case
            when was.fact_id is null then 'added'
            when now.fact_id is null then 'gone'
            when was.amount_yuan <> now.amount_yuan then 'changed'
            else '{_RESTATED}'
        end as change
    from was
    full outer join now on was.fact_id = now.fact_id
    where
        was.fact_id is null
        or now.fact_id is null
        or was.amount_yuan <> now.amount_yuan
        or was.chosen_claim_id <> now.chosen_claim_id
),

sourced as (
    select
        joined.*,
        old_claim.report_id as old_report_id,
        new_claim.report_id as new_report_id
    from joined
    left join {old}.marts.fct_claim as old_claim on joined.old_claim_id = old_claim.claim_id
    left join {new}.marts.fct_claim as new_claim on joined.new_claim_id = new_claim.claim_id
),

corrections as (select distinct superseded_by as report_id from {new}.marts.dim_report where superseded_by is not null)

select
    s.change,
    case
        when s.old_report_id = s.new_report_id then 'reading'
        when old_now.superseded_by is not null and old_was.superseded_by is null then 'correction'
        when s.old_report_id is null and new_was.report_id is null and c.report_id is not null then 'correction'
        when s.new_report_id is not null and new_was.report_id is null then 'new_report'
        when s.old_report_id is not null and old_now.report_id is null then 'report_gone'
        else 'reading'
    end as cause,
    s.fact_table,
    s.fact_id,
    s.unit_key,
    coalesce(new_unit.unit_name, old_unit.unit_name) as unit_name,
    s.fiscal_year,
    s.budget_version,
    s.line_item_code,
    s.project_key,
    s.fund_code,
    s.reporting_scope,
    s.old_amount_yuan,
    s.new_amount_yuan,
    s.old_claim_id,
    s.new_claim_id,
    s.old_report_id,
    s.new_report_id
from sourced as s
left join {new}.marts.dim_report as old_now on s.old_report_id = old_now.report_id
left join {old}.marts.dim_report as old_was on s.old_report_id = old_was.report_id
left join {old}.marts.dim_report as new_was on s.new_report_id = new_was.report_id
left join corrections as c on s.new_report_id = c.report_id
left join {new}.marts.dim_unit as new_unit on s.unit_key = new_unit.unit_key
left join {old}.marts.dim_unit as old_unit on s.unit_key = old_unit.unit_key
"""


def compare(connection: Any, old: str, new: str, into: str) -> Counts:
    """Makes the temporary table `into` of the changes between two attached databases; returns how many there are.

    Raises duckdb.CatalogException or duckdb.BinderException where one of them is of a schema that can't be compared.
    """
    (scoped,) = connection.execute(
        "select count(*) from duckdb_columns() where database_name = ? and table_name = 'fct_budget' and column_name = 'reporting_scope'",
        [old],
    ).fetchone()
    # facts that were published before reports were told apart by scope have the ids of unstated scope
    old_scope = "reporting_scope" if scoped else "'unstated'"
    connection.execute(f"create or replace temp table {into} as {compared(old, new, old_scope)}")
    found = dict(connection.execute(f"select change, count(*) from {into} group by change").fetchall())
    connection.execute(f"delete from {into} where change = '{_RESTATED}'")
    return Counts(**{name: int(found.get(name, 0)) for name in (*CHANGES, _RESTATED)})
