"""The bundled samples, figure by figure: every amount they state is read as what it is, and nothing else is.

`samples.csv` was written down from what the samples were made of, not from what was read out of them. One row is one place; zero
amounts, adjustments and carry-over are left out on both sides.
"""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest import readers, recognisers
from ingest.document import Document
from ingest.recognisers import Recognition
from tests.support import nonempty

FOLDER = Path(__file__).resolve().parents[2] / "samples" / "reports"
MEASURES = {"budget", "expenditure", "income"}
IDENTITIES = {
    "market_station_2023.pdf": ("集贸市场服务站", 2023, "overall_performance_self_evaluation"),
    "market_station_2024.docx": ("集贸市场服务站", 2024, "overall_performance_self_evaluation"),
    "library_2023.txt": ("图书馆", 2023, "overall_performance_self_evaluation"),
    "library_2024.txt": ("图书馆", 2024, "overall_performance_self_evaluation"),
    "culture_house_2024.txt": ("文化馆", 2024, "overall_performance_self_evaluation"),
    "housing_centre_2024.html": ("保障性住房管理中心", 2024, "overall_performance_self_evaluation"),
    "water_branch_2024.pdf": ("水务局河东分局", 2024, "overall_performance_self_evaluation"),
    "sanitation_centre_2024.txt": ("环境卫生事务中心", 2024, "overall_performance_self_evaluation"),
    "pocket_parks_project_2024.xlsx": ("园林绿化管理所", 2024, "project_performance_self_evaluation"),
}
SCORES = {
    "market_station_2023.pdf": "98.87",
    "market_station_2024.docx": "98.24",
    "library_2023.txt": "99.32",
    "library_2024.txt": "99.89",
    "culture_house_2024.txt": "98.5",
    "housing_centre_2024.html": "99.43",
    "water_branch_2024.pdf": "95.5",
    "pocket_parks_project_2024.xlsx": "99.1",
}
# they have no filler lines
NOBODY_NAMED = frozenset({"sanitation_centre_2024.txt", "water_branch_2024.pdf"})
INDICATORS = {"water_branch_2024.pdf": 4, "pocket_parks_project_2024.xlsx": 7}

Row = tuple[str, ...]


# what comes inside an archive
PACKED = {"pocket_parks_project_2024.xlsx": "greening_office_2024.zip"}
SCANNED = {"water_branch_2024.pdf"}


def content(name: str) -> bytes:
    if name not in PACKED:
        return (FOLDER / name).read_bytes()
    with zipfile.ZipFile(FOLDER / PACKED[name]) as archive:
        return archive.read(next(member for member in archive.namelist() if member.endswith(name)))


@cache
def read(name: str) -> Document:
    if name in SCANNED:
        pytest.importorskip("rapidocr", reason="reading scans needs the extra `ocr`")
    data = content(name)
    reader = readers.reader_for(readers.sniff(data, name))
    assert reader is not None
    return reader.read(data)


@cache
def recognised(name: str) -> list[Recognition]:
    return recognisers.recognise(read(name), hashlib.sha256(content(name)).hexdigest())


def expected(name: str) -> Counter[Row]:
    with Path(__file__).with_name("samples.csv").open(encoding="utf-8", newline="") as handle:
        return Counter(tuple(row.values())[1:] for row in csv.DictReader(handle) if row["report"] == name)


def claimed(name: str) -> Counter[Row]:
    (only,) = recognised(name)
    return Counter(
        (
            str(claim.stated_fiscal_year),
            claim.measure,
            claim.budget_version or "",
            claim.line_item_code,
            claim.project_name or "",
            claim.fund_code,
            f"{claim.amount_yuan:.2f}",
        )
        for claim in only.claims
        if claim.measure in MEASURES and claim.amount_yuan
    )


@pytest.mark.parametrize("name", IDENTITIES)
def test_every_amount_is_read_and_none_besides(name: str) -> None:
    wanted, found = expected(name), claimed(name)
    assert wanted
    assert {"missing": wanted - found, "not there": found - wanted} == {"missing": Counter(), "not there": Counter()}


@pytest.mark.parametrize("name", IDENTITIES)
def test_who_reports_on_which_year(name: str) -> None:
    (only,) = recognised(name)
    unit, year, family = IDENTITIES[name]
    assert (only.identity.unit_name or "").endswith(unit)
    assert (only.identity.fiscal_year, only.identity.report_family) == (year, family)


@pytest.mark.parametrize("name", SCORES)
def test_the_score_is_the_score_and_not_its_weight(name: str) -> None:
    (only,) = recognised(name)
    assert {
        f"{float(row.value_number):g}" for row in only.attributes if row.attribute_code == "self_evaluation_score"
    } == {SCORES[name]}


@pytest.mark.parametrize("name", sorted(set(IDENTITIES) - {"sanitation_centre_2024.txt"}))
def test_indicator_rows_are_complete(name: str) -> None:
    (only,) = recognised(name)
    assert len(only.indicators) == INDICATORS.get(name, 9)
    assert all(row.target_text and row.actual_text and row.level3 for row in only.indicators)


@pytest.mark.parametrize("name", sorted(IDENTITIES))
def test_no_name_or_number_of_a_filler_line_leaves_the_reader(name: str) -> None:
    lines = [line for block in read(name).blocks for line in block.text.splitlines() if "填表人" in line]
    private = [word for line in lines for word in _private_words(line)]
    (only,) = recognised(name)
    if name not in NOBODY_NAMED:
        nonempty(private)
    quotes = [
        row.quote for group in (only.claims, only.indicators, only.attributes, only.unrecognised) for row in group
    ]
    assert [word for word in private if any(word in quote for quote in quotes)] == []


def _private_words(line: str) -> list[str]:
    fields = [field.partition("：")[2].strip() for field in line.split() if "：" in field]
    return [word for word in fields if word]


def test_a_notice_is_no_report() -> None:
    assert recognised("training_notice.txt") == []


def test_noise_has_no_reader() -> None:
    data = (FOLDER / "damaged_upload.txt").read_bytes()
    assert readers.reader_for(readers.sniff(data, "damaged_upload.txt")) is None


def test_the_copy_is_the_same_bytes() -> None:
    assert (FOLDER / "received_again" / "library_2023_copy.txt").read_bytes() == (
        FOLDER / "library_2023.txt"
    ).read_bytes()


@pytest.mark.parametrize("unit", ["market_station", "library"])
def test_the_prior_year_column_repeats_what_last_year_reported(unit: str) -> None:
    def table(name: str, year: int) -> dict[tuple[str, str], object]:
        (only,) = recognised(name)
        return {
            (claim.line_item_code, claim.project_name or ""): claim.amount_yuan
            for claim in only.claims
            if claim.place_kind == "base_data_table"
            and claim.measure == "expenditure"
            and claim.stated_fiscal_year == year
        }

    older, newer = sorted(name for name in IDENTITIES if name.startswith(unit))
    own, later = table(older, 2023), table(newer, 2023)
    assert later
    assert {key: own[key] for key in later} == later
