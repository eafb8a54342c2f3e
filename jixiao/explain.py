"""`jixiao explain`: from a published figure back to every place that states it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jixiao.output import USAGE, amount_text, emit_json, give_up, place_text, say
from publishing import reading

# what an identifier may name: table, its key, what it is called
KINDS = (
    ("fct_budget", "fact_id", "fact"),
    ("fct_expenditure", "fact_id", "fact"),
    ("fct_income", "fact_id", "fact"),
    ("fct_claim", "claim_id", "claim"),
    ("fct_indicator", "indicator_row_id", "indicator row"),
    ("fct_finding", "finding_id", "finding"),
)
_SHORTEST = 6
_SHOWN_MATCHES = 10


class NotFound(LookupError):
    """Nothing published has this identifier."""


class Ambiguous(LookupError):
    """Several published rows begin so."""


def explained(release: Path, identifier: str) -> dict[str, Any]:
    """All that stands behind a row of a release's folder: itself, its claims with their places, facts and findings around it.

    Raises NotFound, Ambiguous or ReleaseUnreadable.
    """
    with reading.opened(release) as connection:
        table, key, kind, full = _find(connection, identifier)
        row = _rows(connection, f"select * from marts.{table} where {key} = ?", [full])[0]
        claims, facts, findings = _around(connection, kind, full)
        stated = _stated_at(connection, row) if kind == "finding" else {"indicators": [], "attributes": []}
        reports = sorted({found["report_id"] for found in [row, *claims] if found.get("report_id")})
        return {
            "kind": kind,
            "id": full,
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


def _find(connection: Any, identifier: str) -> tuple[str, str, str, str]:
    for exact in (True, False):
        if not exact and len(identifier) < _SHORTEST:
            break
        matches: list[tuple[str, str, str, str]] = []
        for table, key, kind in KINDS:
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


_FACTS = " union all ".join(
    f"select '{table}' as fact_table, fact_id, fiscal_year, {version} as budget_version, line_item_code, project_key, fund_code, amount_yuan, "
    f"chosen_claim_id, claim_count, has_conflict from marts.{table}"
    for table, version in (("fct_budget", "budget_version"), ("fct_expenditure", "null"), ("fct_income", "null"))
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
            f"select * from ({_FACTS}) where fact_id in ({', '.join('?' * len(fact_ids))}) order by fact_id",
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


def _draw(place: Path, found: dict[str, Any], out: Path, as_json: bool) -> dict[str, Any]:
    from jixiao.picture import NoPicture, Place, draw

    row = stated_at(found)
    if row is None:
        give_up(f"{found['kind']} {found['id']} stands at no place of a report", as_json, status="no_picture")
    if not out.absolute().parent.is_dir():
        give_up(f"no such folder: {out.parent}", as_json, USAGE, "usage")
    try:
        drawn = draw(place, row["report_id"], Place.of(row), out)
    except NoPicture as error:
        give_up(f"no picture: {error}", as_json, status="no_picture")
    return {"path": str(out), "shows": drawn.shows, "page_no": drawn.page_no}


_SHOWS = {"page": "the page as received", "print": "the page as LibreOffice prints it", "text": "the text as read"}


def run(identifier: str, home: Path | None, as_json: bool, picture: Path | None = None) -> None:
    """The whole command."""
    from dagster_project.settings import existing_home
    from publishing.integrity import damage, told

    place = existing_home(home)
    published = place / "published"
    if fault := damage(published):
        give_up(told(fault), as_json, status="damaged")
    if not published.is_dir():
        give_up(f"nothing is published in {place}: run jixiao build first", as_json)
    try:
        found = explained(published, identifier.strip())
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    except Ambiguous as error:
        give_up(str(error), as_json, USAGE, "ambiguous")
    except NotFound as error:
        give_up(str(error), as_json, status="not_found")
    drawn = None if picture is None else _draw(place, found, picture, as_json)
    if as_json:
        emit_json(found if drawn is None else {**found, "picture": drawn})
        return
    _show(found)
    if drawn is not None:
        say()
        page = f", page {drawn['page_no']}" if drawn["page_no"] else ""
        say(f"  picture {drawn['path']}: {_SHOWS[drawn['shows']]}{page}")


def _fact_text(fact: dict[str, Any]) -> str:
    version = f" ({fact['budget_version']})" if fact.get("budget_version") else ""
    kind = fact["fact_table"].removeprefix("fct_")
    conflict = ", the claims contradict each other" if fact["has_conflict"] else ""
    return (
        f"{fact['fact_id']}  {fact['fiscal_year']} {kind}{version} {fact['line_item_code']}, {fact['fund_code']}: "
        f"{amount_text(fact['amount_yuan'])} yuan from {fact['claim_count']} claims{conflict}"
    )


_INDICATOR_COLUMNS = (("target", "target_text"), ("actual", "actual_text"), ("weight", "weight"), ("score", "score"))


def _show(found: dict[str, Any]) -> None:
    row, unit = found["row"], found["unit"]
    say(f"{found['kind']} {found['id']}")
    if unit:
        say(f"  {unit['unit_name']}, fiscal year {row.get('fiscal_year')}")
    if found["kind"] == "finding":
        say(f"  {row['severity']}: {row['check_code']}")
        say(f"  {row['explanation_zh']}")
        say(f"  {row['explanation_en']}")
        if row.get("quote"):
            say(f"  {place_text(row)}: {' '.join(row['quote'].split())}")
    for indicator in [row] if found["kind"] == "indicator row" else found["indicators"]:
        say(f"  {' / '.join(indicator[level] for level in ('level1', 'level2', 'level3') if indicator[level])}")
        told = (f"{name} {indicator[column] or '-'}" for name, column in _INDICATOR_COLUMNS)
        say(f"  {', '.join(told)}")
        if found["kind"] == "indicator row":
            say(f"  {place_text(row)}")
            say(f"  {' '.join((row['quote'] or '').split())}")
    for attribute in found["attributes"]:
        say(f"  {attribute['attribute_code']} {attribute['project_name'] or ''}: {attribute['value_text']}")
    for fact in found["facts"]:
        say(f"  {_fact_text(fact)}")
    for claim in found["claims"]:
        say()
        mark = "chosen: " if claim["is_chosen"] and found["facts"] else ""
        version = f" ({claim['budget_version']})" if claim["budget_version"] else ""
        say(
            f"  {mark}{claim['claim_id']}  {claim['stated_fiscal_year']} {claim['measure']}{version} {claim['line_item_code']}, {claim['fund_code']}: "
            f"{amount_text(claim['amount_yuan'])} yuan, written {claim['amount_text']}{claim['amount_unit'] or ''}"
        )
        files = found["reports"].get(claim["report_id"], {}).get("files", [])
        say(f"    {files[0] if files else claim['report_id']}: {place_text(claim)}")
        say(f"    {' '.join((claim['quote'] or '').split())}")
        if rule := claim.get("rule"):
            say(f"    rule: {rule}")
        if newer := found["reports"].get(claim["report_id"], {}).get("superseded_by"):
            say(f"    of a report that {newer} supersedes: no fact rests on it")
    for finding in found["findings"]:
        say()
        say(
            f"  finding {finding['finding_id']}  {finding['severity']} {finding['check_code']}: {finding['explanation_en']}"
        )
