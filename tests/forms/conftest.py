"""What these tests show and `ingest` doesn't do yet: one line each, deleted when it does (a pass shows as XPASS)."""

from __future__ import annotations

import re

import pytest

# pattern of the test's name -> what is missing
STILL_OPEN: dict[str, str] = {
    r"test_the_standard_form_as_other_hosts_flatten_it.*": "tables of web hosts (pipes, cell per line) aren't rebuilt from text",
    r"test_form\[department_form-\w+-money\]": "line items in column headers, one row per body, aren't read",
    r"test_form\[headed_matrix-rough-money\]": "flattened text: a heading after a figure's cell is glued to it",
    r"test_form\[two_columns-\w+-attributes\]": "bare 执行率 and 控制率 in a sentence on spending or on three-public",
    r"test_a_year_that_flattening_lost_is_never_guessed_wrong\[two_row_header_final_merged\]": "prior-year finals claimed for this year",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        name = item.name.encode("ascii", "backslashreplace").decode("unicode_escape")
        for pattern, reason in STILL_OPEN.items():
            if re.fullmatch(pattern, name):
                item.add_marker(pytest.mark.xfail(strict=False, reason=reason))
