"""Whole reports: stable, private, complete, and the same however often they are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.normalize.privacy import MASK
from ingest.readers import code_version
from ingest.recognisers import recognise, version
from tests.support import in_new_process, nonempty
from tests.unit.ingest.reports import BASE_TABLE, REPORTS, SECTIONS, SELF_TABLE, SHA, document, recognised

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_reading_twice_gives_the_same_rows(name: str) -> None:
    assert nonempty(recognise(document(REPORTS[name]), SHA)) == recognise(document(REPORTS[name]), SHA)


def test_rows_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "from tests.unit.ingest.reports import REPORTS, SHA, document; from ingest.recognisers import recognise;"
        "import hashlib; print(hashlib.sha256(repr([recognise(document(t), SHA) for t in REPORTS.values()]).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_other_bytes_are_another_report_with_other_identifiers() -> None:
    first, second = recognise(document(SECTIONS), "ab" * 32)[0], recognise(document(SECTIONS), "cd" * 32)[0]
    assert {row.claim_id for row in nonempty(first.claims)}.isdisjoint(row.claim_id for row in second.claims)
    assert [row.amount_yuan for row in first.claims] == [row.amount_yuan for row in second.claims]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_identifiers_are_unique_and_rows_come_in_the_order_of_their_places(name: str) -> None:
    found = recognised(REPORTS[name], "")
    assert found.indicators or name not in ("self_table", "all_annexes", "one_table", "dimensions")
    nonempty(found.claims)
    nonempty(found.attributes)
    for rows, key in (
        (found.claims, "claim_id"),
        (found.indicators, "indicator_row_id"),
        (found.attributes, "attribute_id"),
    ):
        identifiers = [getattr(row, key) for row in rows]
        assert len(set(identifiers)) == len(identifiers)
        places = [(row.block_no, row.row_no or 0, row.column_no or 0, row.char_start) for row in rows]
        assert places == sorted(places)


def test_names_and_phone_numbers_of_filler_lines_are_nowhere_in_the_rows() -> None:
    found = repr(recognised(SECTIONS + BASE_TABLE + SELF_TABLE, ""))
    for private in ("张伟", "李敏", "28221234"):
        assert private not in found
    # where they fill nothing in they are words like others
    assert "张伟" in repr(recognised(SECTIONS.replace("河道清淤专项", "张伟故居修缮专项"), ""))


def test_a_filler_line_glued_to_a_figure_is_masked_in_its_quote() -> None:
    found = recognised("年初预算数812.45万元，联系人：张伟，电话：13812345678。")
    (claim,) = found.claims
    assert MASK in claim.quote
    assert "张伟" not in claim.quote
    assert "13812345678" not in claim.quote
    assert len(claim.quote) <= len("年初预算数812.45万元，联系人：张伟，电话：13812345678。")


@pytest.mark.parametrize("noise", ["\u3000\u3000", " ", "[bookmark: _GoBack]"])
def test_indentation_and_bookmarks_change_no_claim(noise: str) -> None:
    plain = recognised(SECTIONS, "")
    noisy = recognised("\n".join(noise + line for line in SECTIONS.split("\n")), "")
    assert [(row.claim_id, row.amount_yuan) for row in noisy.claims] == [
        (row.claim_id, row.amount_yuan) for row in nonempty(plain.claims)
    ]


def test_blank_lines_between_paragraphs_change_no_claim() -> None:
    plain, spaced = recognised(SECTIONS, ""), recognised(SECTIONS.replace("\n", "\n\n"), "")
    assert [row.claim_id for row in spaced.claims] == [row.claim_id for row in nonempty(plain.claims)]


def test_a_heading_after_a_table_opens_its_section() -> None:
    table = "\t三公经费\n\t2022年决算数\n\t2023年决算数\n\n\t公用经费\n\t80.15\n\t77.40\n\n"
    found = recognised(f"{table}三、政府性基金预算支出情况\n支出合计20万元。\n")
    assert [(row.fund_code, str(row.amount_yuan)) for row in found.claims][-1] == ("government_fund", "200000.00")


def test_every_claim_has_codes_the_warehouse_knows() -> None:
    for text in REPORTS.values():
        for claim in nonempty(recognised(text, "").claims):
            assert (claim.budget_version is not None) == (claim.measure == "budget")
            assert claim.project_name is None or claim.line_item_code == "project"
            assert claim.year_basis in ("stated", "column", "report")
            assert claim.amount_unit in ("元", "千元", "万元", "亿元", "万", "亿")
            assert claim.recogniser
            assert claim.place_kind


@pytest.mark.parametrize("name", ["rules.py", "words.csv"])
def test_a_version_changes_with_the_code_and_with_the_words(name: str, tmp_path: Path) -> None:
    def version_with(changed: str) -> str:
        folder = tmp_path / changed
        folder.mkdir()
        for file in ("rules.py", "words.csv", "notes.txt"):
            (folder / file).write_text("乙" if file == changed else "甲")
        return code_version(folder)

    assert version_with("nothing") == version_with("notes.txt") != version_with(name)


def test_the_version_is_a_short_stable_code() -> None:
    assert version().isalnum()
    told = [in_new_process("from ingest.recognisers import version; print(version())", seed) for seed in (1, 2)]
    assert told == [version()] * 2
    assert recognised(SECTIONS, "").identity.recogniser_version == version()
