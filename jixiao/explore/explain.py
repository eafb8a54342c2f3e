"""From a published figure back to every place that states it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from publishing import reading

# what an identifier may name: table, its key, what it is called
KINDS = (
    ("fct_budget", "fact_id", "fact"),
    ("fct_expenditure", "fact_id", "fact"),
    ("fct_income", "fact_id", "fact"),
    ("fct_claim", "claim_id", "claim"),
    ("fct_indicator", "indicator_row_id", "indicator row"),
    ("fct_finding", "finding_id", "finding"),
    *((table, "fact_id", "fact") for table in reading.FACTS_OF_CLASSES),
)
_SHORTEST = 6
_SHOWN_MATCHES = 10


class NotFound(LookupError):
    """Nothing published has this identifier."""


class Gone(NotFound):
    """It was published once, and is no more."""


class Ambiguous(LookupError):
    """Several published rows begin so."""


def explained(release: Path, identifier: str) -> dict[str, Any]:
    """All that stands behind a row of a release's folder: itself, its claims with their places, facts and findings around it.

    An identifier of an earlier release is followed to what it is called now (`redirected_from`). Raises NotFound (Gone where it was published
    once), Ambiguous or ReleaseUnreadable.
    """
    with reading.opened(release) as connection:
        moved = _redirected(connection, identifier)
        table, key, kind, full = _find(connection, moved or identifier)
        row = _rows(connection, f"select * from marts.{table} where {key} = ?", [full])[0]
        claims, facts, findings = _around(connection, kind, full)
        stated = _stated_at(connection, row) if kind == "finding" else {"indicators": [], "attributes": []}
        reports = sorted({found["report_id"] for found in [row, *claims] if found.get("report_id")})
        return {
            "kind": kind,
            "id": full,
            "redirected_from": identifier if moved else None,
            "table": table,
            "row": row,
            "unit": _unit(connection, row.get("unit_key")),
            "claims": claims,
            **stated,
            "facts": facts,
            "findings": findings,
            "reports": {report: _report(connection, report) for report in reports},
        }


def _rows(connection: Any, query: str, values: list[Any] | dict[str, Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]


_WHY = {
    "correction": "a newer report supersedes the one it stood in",
    "report_gone": "its report is not there any more",
    "reading": "its report is understood otherwise now",
    "withdrawn": "its report was withdrawn",
}


def _redirected(connection: Any, identifier: str) -> str | None:
    """What an id of an earlier release is called now; None where it is none. Raises Gone."""
    known = connection.execute("select count(*) from duckdb_views() where view_name = 'id_redirect'").fetchone()
    if not known[0]:
        # a release of an older make
        return None
    found = connection.execute(
        "select kind, new_id, reason, release_id from marts.id_redirect where old_id = ?", [identifier]
    ).fetchone()
    if found is None:
        return None
    kind, new_id, reason, release_id = found
    if new_id is None:
        raise Gone(f"{kind} {identifier} is gone since release {release_id}: {_WHY.get(reason, reason)}")
    return str(new_id)


def _find(connection: Any, identifier: str) -> tuple[str, str, str, str]:
    known = reading.tables(connection)
    for exact in (True, False):
        if not exact and len(identifier) < _SHORTEST:
            break
        matches: list[tuple[str, str, str, str]] = []
        for table, key, kind in (each for each in KINDS if each[0] in known):
            condition = f"{key} = ?" if exact else f"starts_with({key}, ?)"
            found = connection.execute(
                f"select {key} from marts.{table} where {condition} order by 1 limit {_SHOWN_MATCHES + 1}", [identifier]
            )
            matches += [(table, key, kind, row[0]) for row in found.fetchall()]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise Ambiguous(
                f"several rows begin with {identifier}: {', '.join(match[3] for match in matches[:_SHOWN_MATCHES])}"
            )
    raise NotFound(f"nothing published has the identifier {identifier}")


def _facts(connection: Any) -> str:
    """A query for every fact of a release, whatever table it stands in."""
    of_bodies = {"fct_budget": None, "fct_expenditure": None, "fct_income": None}
    known = reading.tables(connection)
    return " union all ".join(
        f"select '{table}' as fact_table, fact_id, fiscal_year, {'budget_version' if 'budget' in table else 'null'} as budget_version, "
        f"{code or 'null'} as classification_code, line_item_code, {'null' if code else 'project_key'} as project_key, fund_code, "
        f"reporting_scope, amount_yuan, chosen_claim_id, claim_count, has_conflict from marts.{table}"
        for table, code in (of_bodies | reading.FACTS_OF_CLASSES).items()
        if table in known
    )


def _around(
    connection: Any, kind: str, identifier: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The claims, facts and findings that belong to a row."""
    if kind == "indicator row":
        return [], [], []
    fact_ids: list[str] = []
    if kind == "fact":
        fact_ids = [identifier]
    elif kind == "claim":
        found = connection.execute(
            "select fact_id from marts.bridge_fact_claim where claim_id = ? order by 1", [identifier]
        )
        fact_ids = [row[0] for row in found.fetchall()]
    if kind == "finding":
        of_claims, values = "select claim_id from marts.bridge_finding_claim where finding_id = ?", [identifier]
    elif fact_ids:
        of_claims, values = (
            f"select claim_id from marts.bridge_fact_claim where fact_id in ({', '.join('?' * len(fact_ids))})",
            fact_ids,
        )
    else:
        of_claims, values = "select ?", [identifier]
    claims = _rows(
        connection,
        f"select * from marts.fct_claim where claim_id in ({of_claims}) order by report_id, block_no, table_no, row_no, column_no, char_start, claim_id",
        values,
    )
    facts: list[dict[str, Any]] = []
    if fact_ids:
        facts = _rows(
            connection,
            f"select * from ({_facts(connection)}) where fact_id in ({', '.join('?' * len(fact_ids))}) order by fact_id",
            fact_ids,
        )
    chosen = {fact["chosen_claim_id"] for fact in facts}
    for claim in claims:
        claim["is_chosen"] = claim["claim_id"] in chosen
    findings: list[dict[str, Any]] = []
    if kind != "finding" and claims:
        keys = [claim["claim_id"] for claim in claims]
        findings = _rows(
            connection,
            "select distinct f.* from marts.fct_finding as f join marts.bridge_finding_claim as b using (finding_id) "
            f"where b.claim_id in ({', '.join('?' * len(keys))}) order by f.finding_id",
            keys,
        )
    return claims, facts, findings


def _stated_at(connection: Any, finding: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Indicator rows and attributes at a finding's place: what it is about where no amount is involved."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, table, key, same in (
        ("indicators", "fct_indicator", "indicator_row_id", "row_no is not distinct from $row_no"),
        (
            "attributes",
            "fct_attribute",
            "attribute_code",
            "row_no is not distinct from $row_no and column_no is not distinct from $column_no and char_start = $char_start",
        ),
    ):
        values = {name: finding[name] for name in re.findall(r"[$]([a-z_]+)", f"$report_id $block_no $table_no {same}")}
        found[name] = _rows(
            connection,
            f"select * from marts.{table} where report_id = $report_id and block_no = $block_no "
            f"and table_no is not distinct from $table_no and {same} order by {key}",
            values,
        )
    return found


def _unit(connection: Any, unit_key: str | None) -> dict[str, Any] | None:
    found = _rows(connection, "select * from marts.dim_unit where unit_key = ?", [unit_key]) if unit_key else []
    return found[0] if found else None


def _report(connection: Any, report_id: str) -> dict[str, Any]:
    found = _rows(connection, "select * from marts.dim_report where report_id = ?", [report_id])
    files = connection.execute(
        "select distinct path from marts.dim_report_file where report_id = ? order by 1", [report_id]
    ).fetchall()
    return {**(found[0] if found else {}), "files": [row[0] for row in files]}


def stated_at(found: dict[str, Any]) -> dict[str, Any] | None:
    """The row of what `explained` gives whose place is the figure's: a fact's is that of its chosen claim."""
    candidates = [found["row"], *sorted(found["claims"], key=lambda claim: not claim.get("is_chosen"))]
    return next((row for row in candidates if row.get("report_id") and row.get("block_no")), None)
