"""A figure on a page: its own box, page and reading score, through staging and back."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Block, Cell, Document, Run, Table
from ingest.isolation import document_from_json, document_to_json
from ingest.recognisers import recognise
from ingest.staging import Staging, raw_rows

TEXT = "2023年度单位预算支出76.50万元，实际支出75.20万元。"


def document() -> Document:
    at = TEXT.index("75.20")
    runs = (
        Run(0, at, 2, (50.0, 700.0, 400.0, 712.0), 0.99),
        Run(at, at + 5, 3, (50.0, 60.0, 80.0, 72.0), 0.41),
        Run(at + 5, len(TEXT), 3, (80.0, 60.0, 120.0, 72.0), 0.98),
    )
    cell = Cell(1, 1, "合计", page_no=3, box=(1, 2, 3, 4), reading_score=0.9, runs=(Run(0, 2, 3, (1, 2, 3, 4), 0.9),))
    return Document(
        (
            Block(1, "heading", "河源县水文站2023年度部门整体支出绩效自评报告", page_no=1, box=(0, 0, 9, 9)),
            Block(2, "paragraph", TEXT, page_no=2, box=(50.0, 60.0, 400.0, 712.0), reading_score=0.41, runs=runs),
            Block(3, "table", table=Table(1, (cell,)), page_no=3),
        ),
        "application/pdf",
        "pdf",
        "1",
        page_count=3,
        converter="converter 1.0",
        converted_sha256="ff",
    )


def test_a_figure_has_its_own_page_box_and_score() -> None:
    (found,) = recognise(document(), "0" * 64)
    claims = {claim.amount_text: claim for claim in found.claims}
    spent, budget = claims["75.20"], claims["76.50"]
    assert (spent.page_no, spent.x0, spent.y0, spent.x1, spent.y1) == (3, 50.0, 60.0, 80.0, 72.0)
    assert (spent.reading_score, budget.reading_score, budget.page_no) == (0.41, 0.99, 2)


def test_runs_come_back_from_staging_and_from_a_worker(tmp_path: Path) -> None:
    made = document()
    assert document_from_json(document_to_json(made)) == made
    staging = Staging(tmp_path)
    staging.prepare()
    batch = staging.write_batch("raw", raw_rows("ab", 10, made))
    ((_, back),) = staging.documents(batch, {"ab"})
    assert back == made
