"""What dbt said, as keys and as quality results: never a text of a report."""

from __future__ import annotations

from building.dbt_project import NodeResult, _keys


def node(name: str = "fct_claim_key", **changes: object) -> NodeResult:
    given: dict[str, object] = {
        "unique_id": f"test.jixiao.{name}",
        "name": name,
        "resource_type": "test",
        "status": "fail",
        "severity": "error",
        "failures": 2,
        "seconds": 0.1,
        "message": "Got 2 results: 张三",
    }
    return NodeResult(**{**given, **changes})  # type: ignore[arg-type]


def test_offending_rows_are_named_by_their_keys_alone() -> None:
    rows = [("c1", "2024", "张三 支出155.66"), ("c2", "2024", "quote, with comma")]
    assert _keys(node(), ["claim_id", "fiscal_year", "quote"], rows) == ("c1/2024", "c2/2024")


def test_without_a_key_nothing_is_told() -> None:
    assert _keys(node("quotes"), ["quote"], [("张三",)]) == ()
    assert _keys(node("not_null_fct_claim_quote"), ["unique_field"], [("张三",)]) == ()


def test_a_broken_relationship_tells_column_and_value() -> None:
    rows = [("fund_code", "gold", 3), ("unit_name", "张三", 1)]
    assert _keys(node("fct_claim_refers"), ["link", "missing_value", "row_count"], rows) == ("fund_code=gold",)


def test_a_comma_never_splits_a_key() -> None:
    assert _keys(node(), ["claim_id"], [("a,b",)]) == ("a;b",)
