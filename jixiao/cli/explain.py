"""`jixiao explain`: from a published figure back to every place that states it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.home import Home, existing_home
from jixiao.cli.output import USAGE, amount_text, emit_json, give_up, place_text, say, scope_text
from jixiao.explore import explain
from publishing import integrity, reading


def _draw(home: Home, found: dict[str, Any], out: Path, as_json: bool) -> dict[str, Any]:
    from jixiao.explore.picture import NoPicture, Spot, draw

    row = explain.stated_at(found)
    if row is None:
        give_up(f"{found['kind']} {found['id']} stands at no place of a report", as_json, status="no_picture")
    if not out.absolute().parent.is_dir():
        give_up(f"no such folder: {out.parent}", as_json, USAGE, "usage")
    try:
        drawn = draw(home, row["report_id"], Spot.of(row), out)
    except NoPicture as error:
        give_up(f"no picture: {error}", as_json, status="no_picture")
    return {"path": str(out), "shows": drawn.shows, "page_no": drawn.page_no}


_SHOWS = {"page": "the page as received", "print": "the page as LibreOffice prints it", "text": "the text as read"}


def run(identifier: str, home: Path | None, as_json: bool, picture: Path | None = None) -> None:
    """The whole command."""
    place = existing_home(home)
    if fault := integrity.damage(place.published):
        give_up(integrity.told(fault), as_json, status="damaged")
    if not place.published.is_dir():
        give_up(f"nothing is published in {place}: run jixiao build first", as_json)
    try:
        found = explain.explained(place.published, identifier.strip())
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    except explain.Ambiguous as error:
        give_up(str(error), as_json, USAGE, "ambiguous")
    except explain.Gone as error:
        give_up(str(error), as_json, status="gone")
    except explain.NotFound as error:
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
    code = f" {fact['classification_code']}" if fact.get("classification_code") else ""
    return (
        f"{fact['fact_id']}  {fact['fiscal_year']} {kind}{version}{code} {fact['line_item_code']}, {fact['fund_code']}: "
        f"{amount_text(fact['amount_yuan'])} yuan from {fact['claim_count']} claims{conflict}"
    )


_INDICATOR_COLUMNS = (("target", "target_text"), ("actual", "actual_text"), ("weight", "weight"), ("score", "score"))


def _show(found: dict[str, Any]) -> None:
    row, unit = found["row"], found["unit"]
    say(f"{found['kind']} {found['id']}")
    if found["redirected_from"]:
        say(f"  was {found['redirected_from']}")
    if unit:
        say(f"  {unit['unit_name']}{scope_text(row)}, fiscal year {row.get('fiscal_year')}")
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
