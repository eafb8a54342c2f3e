"""Reviews: what may be said, and that it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing import reviews

FINDING = {"review_key": "review_1", "check_code": "total_mismatch.staff", "unit_key": "u", "fiscal_year": 2031}
WHEN = "2031-05-01T00:00:00+00:00"


def test_a_review_is_one_file_and_makes_a_build_due(tmp_path: Path) -> None:
    import duckdb

    assert reviews.digest(tmp_path) == ""
    first = reviews.given(FINDING, "false", " the form counts them twice ", None, "A", WHEN)
    file = reviews.write(first, tmp_path)
    before = reviews.digest(tmp_path)
    reviews.write(reviews.given(FINDING, "corrected", "published again", "r2-1", "A", WHEN), tmp_path)
    assert before and before != reviews.digest(tmp_path)
    rows = duckdb.sql(f"select verdict, reason, fiscal_year, corrected_in from '{file}'").fetchall()
    assert rows == [("false", "the form counts them twice", 2031, None)]


@pytest.mark.parametrize(
    ("verdict", "reason", "corrected_in", "told"),
    [
        ("maybe", "x", None, "confirmed, false, corrected"),
        ("false", "  ", None, "say why"),
        ("corrected", "x", None, "--corrected-in"),
        ("confirmed", "x", "r2-1", "--corrected-in"),
    ],
)
def test_what_cant_be_a_review_is_told(verdict: str, reason: str, corrected_in: str | None, told: str) -> None:
    with pytest.raises(reviews.ReviewError, match=told):
        reviews.given(FINDING, verdict, reason, corrected_in, "A", WHEN)
