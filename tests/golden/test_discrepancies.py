"""Contradictions: what a careful auditor finds in the shared reports is found, what is planted in the samples is, and nothing else."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.golden import rearranging, scoring, warehouse

SAMPLES = scoring.ROOT / "samples" / "reports"
TABLES = ("fct_finding", "bridge_finding_claim", "dim_report_file", "fct_claim")
MOST_FURTHER_ERRORS = 10
FIGURE = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")

Finding = dict[str, Any]


def figures(*texts: str) -> set[Decimal]:
    """The numbers that texts hold, without signs, thousands commas and trailing zeros."""
    return {Decimal(found.replace(",", "")).normalize() for text in texts for found in FIGURE.findall(text)}


def speaks_of(finding: Finding, gold: dict[str, str]) -> bool:
    """The same report and kind, and most of the figures that the auditor names; without figures, the auditor's evidence."""
    if finding["file_name"] != gold["report"] or not finding["check_code"].startswith(gold["kind"]):
        return False
    told = figures(finding["explanation_zh"], finding["quote"])
    wanted = figures(gold["explanation"])
    if wanted:
        return 2 * len(wanted & told) >= len(wanted)
    clauses = [part for part in re.split(r"[，。,\n]", gold["evidence"]) if len(part) > 3]
    return any(clause in finding["quote"] for clause in clauses)


def pair(findings: list[Finding], gold: list[dict[str, str]]) -> dict[int, int]:
    """Gold row -> finding, one each, as many as possible."""
    options = [[at for at, finding in enumerate(findings) if speaks_of(finding, row)] for row in gold]
    taken: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for at in options[row]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = row
                    return True
        return False

    for row in range(len(gold)):
        place(row, set())
    return {row: at for at, row in taken.items()}


def lines(findings: Iterable[Finding]) -> str:
    return "\n".join(
        f"  {item['severity']} {item['file_name'][:3]} {item['check_code']}: {item['explanation_zh']}"
        for item in findings
    )


def gold() -> list[dict[str, str]]:
    """What a careful auditor found in the shared reports."""
    with scoring.shared("gold", "discrepancies.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    home = tmp_path_factory.mktemp("findings")
    warehouse.stage(home, {name: text.encode() for name, text in scoring.report_texts().items()})
    return warehouse.findings(warehouse.build(home, *TABLES))


def test_what_an_auditor_finds(found: list[Finding]) -> None:
    wanted = gold()
    paired = pair(found, wanted)
    missed = [row for number, row in enumerate(wanted) if number not in paired]
    for row in missed:
        print("not found:", row["report"][:3], row["kind"], row["explanation"])
    further = [item for item in found if not any(speaks_of(item, row) for row in wanted)]
    print(f"{len(paired)} of {len(wanted)} found; besides them:\n{lines(further)}")
    assert len(paired) >= 24, missed
    errors = [item for item in further if item["severity"] == "error"]
    assert len(errors) <= MOST_FURTHER_ERRORS, lines(errors)


def rearranged(text: str) -> str:
    """Sections in another order, annexes first, other columns, the unit above the tables."""
    for change in (
        lambda told: rearranging.base_table_columns(told, (2, 0, 1)),
        rearranging.unit_above_tables,
        rearranging.annexes_first,
        lambda told: rearranging.shuffled_sections(told, 3),
    ):
        text = change(text)
    return text


def test_the_same_is_found_however_a_report_is_arranged(tmp_path: Path) -> None:
    warehouse.stage(tmp_path, {name: rearranged(text).encode() for name, text in scoring.report_texts().items()})
    told = warehouse.findings(warehouse.build(tmp_path, *TABLES))
    paired = pair(told, gold())
    assert len(paired) >= 24, [row for number, row in enumerate(gold()) if number not in paired]
    errors = [item for item in told if item["severity"] == "error" and not any(speaks_of(item, row) for row in gold())]
    assert len(errors) <= MOST_FURTHER_ERRORS, lines(errors)


def test_every_finding_has_its_place_and_both_languages(found: list[Finding]) -> None:
    for item in found:
        assert item["quote"], item
        assert item["block_no"] is not None or item["table_no"] is not None, item
        for text in (item["explanation_zh"], item["explanation_en"]):
            assert text, item
            # a value that a template names and its engine didn't give
            assert not re.search(r"[{}]|“”|（）|\(\)| at ,|None", text), item
        assert re.search(r"第[0-9]+(?:段|张表)", item["explanation_zh"]), item
        assert re.search(r"(?:paragraph|table) [0-9]+", item["explanation_en"]), item


@pytest.fixture(scope="module")
def in_samples(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    home = tmp_path_factory.mktemp("samples")
    kept = [path for path in sorted(SAMPLES.glob("*.txt")) if path.stem not in ("damaged_upload", "training_notice")]
    warehouse.stage(home, {path.name: path.read_bytes() for path in kept})
    return warehouse.findings(warehouse.build(home, *TABLES))


def planted(path: Path) -> Counter[str]:
    """The check codes that the samples' description says are planted: the last column of its table of contradictions."""
    rows = [line.split("|") for line in path.read_text("utf-8").splitlines() if line.startswith("| ")]
    return Counter(code for row in rows if len(row) == 6 for code in re.findall(r"`([a-z_.]+)`", row[4]))


def test_in_the_samples_only_what_is_planted(in_samples: list[Finding]) -> None:
    serious = [item for item in in_samples if item["severity"] != "info"]
    assert {item["file_name"] for item in serious} == {"culture_house_2024.txt"}, lines(serious)
    assert Counter(item["check_code"] for item in serious) == planted(SAMPLES.parent / "README.md"), lines(serious)


def test_missed_targets_of_the_samples_are_told_without_alarm(in_samples: list[Finding]) -> None:
    assert {item["check_code"] for item in in_samples if item["severity"] == "info"} == {"target_missed"}
