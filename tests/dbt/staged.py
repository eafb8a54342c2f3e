"""Staging rows of a home, written as the pipeline writes them, and dbt run on them in this process."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.records import (
    TABLES,
    AttributeRow,
    ClaimRow,
    DivisionRow,
    FileRow,
    IdentityRow,
    ListedReportRow,
    ListFileRow,
    ManifestRow,
    ReportRow,
    UnitMemberRow,
    arrow_schema,
)

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
CURRENT, OLD = "batch-2", "batch-1"


@dataclass
class StagedHome:
    """Rows of a home, written as the pipeline writes them."""

    rows: dict[str, list[tuple[Any, str]]] = field(default_factory=dict)
    manifest: list[ManifestRow] = field(default_factory=list)

    def add(self, table: str, row: Any, batch: str = CURRENT) -> None:
        self.rows.setdefault(table, []).append((row, batch))

    def report(
        self,
        sha: str,
        unit: str | None,
        year: int | None,
        *,
        family: str = "overall_performance_self_evaluation",
        hint: str | None = None,
        spellings: tuple[str, ...] = (),
        supervising: str | None = None,
        received: str = "2026-01-01T00:00:00+00:00",
        dated: str | None = None,
        title: str | None = None,
        paths: tuple[str, ...] = (),
        scope: str | None = None,
        members: tuple[str, ...] = (),
    ) -> str:
        """A file with one report, current in the manifest; returns its report_id."""
        report_id = f"{sha}-1"
        for path in paths or (f"{sha}.txt",):
            self.add("files", FileRow(sha, Path(path).name, path, 1000, "text/plain", received))
        self.add("reports", ReportRow(sha, "text/plain", 1000, None, "text", "1", 10, 1, 500))
        self.add(
            "identities",
            IdentityRow(
                report_id, sha, 1, "v2", family, title, unit, year, supervising, hint, 1, 10, 0, 0, 0, 0, dated,
                reporting_scope=scope, unit_member_count=len(members),
            ),
        )  # fmt: skip
        for number, spelling in enumerate(spellings):
            self.attribute(report_id, "unit_name", spelling, number)
        for number, member in enumerate(members, start=1):
            self.add(
                "unit_members",
                UnitMemberRow(
                    "narrative", member, block_no=90 + number, char_start=0, char_end=len(member), unit_member_id=f"{report_id}-m{number}",
                    report_id=report_id, sha256=sha, recogniser="test", member_no=number, member_name=member,
                ),
            )  # fmt: skip
        self.manifest.append(ManifestRow(sha, "text", "1", CURRENT, "v2", CURRENT))
        return report_id

    def attribute(
        self, report_id: str, code: str, text: str, block: int = 1, number: str | None = None, **more: Any
    ) -> None:
        row = AttributeRow(
            **{"place_kind": "narrative", "quote": text, "block_no": block, "char_start": 0, "char_end": len(text)} | more,
            attribute_id=f"a-{report_id}-{code}-{block}-{text}",
            report_id=report_id,
            sha256=report_id.rsplit("-", 1)[0],
            recogniser="test",
            attribute_code=code,
            value_text=text,
            value_number=None if number is None else Decimal(number),
        )  # fmt: skip
        self.add("attributes", row)

    def claim(self, report_id: str, yuan: str, year: int, batch: str = CURRENT, **more: Any) -> str:
        """A claim of the total expenditure, unless told otherwise; returns its claim_id."""
        count = len(self.rows.get("claims", [])) + 1
        row = ClaimRow(
            place_kind="narrative",
            quote=f"支出{yuan}元",
            section_title="基本情况",
            block_no=count,
            char_start=0,
            char_end=3,
            claim_id=f"c{count:03d}",
            report_id=report_id,
            sha256=report_id.rsplit("-", 1)[0],
            recogniser="test",
            stated_fiscal_year=year,
            year_basis="report",
            measure="expenditure",
            line_item_code="total",
            amount_yuan=Decimal(yuan),
            amount_text=yuan,
            amount_unit="元",
        )
        row = replace(row, **more)
        self.add("claims", row, batch)
        return row.claim_id

    def divisions(self, path: str, *lines: DivisionRow, is_present: bool = True) -> None:
        """A list beside the reports as it lay there; where it is gone, an older batch says what it held."""
        facts = ("divisions", path, f"sha of {path}", "1")
        batches = (CURRENT,) if is_present else (OLD, CURRENT)
        for batch in batches:
            row = ListFileRow(*facts, is_present or batch == OLD, len(lines), 0, f"2026-01-0{batch[-1]}")
            self.add("list_files", row, batch)
        for number, line in enumerate(lines, start=2):
            self.add("divisions", replace(line, path=path, sha256=f"sha of {path}", line_no=number), batches[0])

    def listed(self, path: str, *lines: ListedReportRow) -> None:
        """A list of reports beside them as it lies there now."""
        sha256 = f"sha of {path}"
        self.add("list_files", ListFileRow("reports", path, sha256, "1", True, len(lines), 0, "2026-01-02"))
        for number, line in enumerate(lines, start=2):
            self.add("listed_reports", replace(line, path=path, sha256=sha256, line_no=number))

    def write(self, home: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        for group, tables in TABLES.items():
            for batch in (f"empty-{group}", OLD, CURRENT):
                folder = home / "staging" / group / batch
                folder.mkdir(parents=True)
                for name, row_type in tables.items():
                    listed = [row for row, of_batch in self.rows.get(name, []) if of_batch == batch]
                    pq.write_table(_arrow(row_type, listed, batch), folder / f"{name}.parquet")
        names = [item.name for item in fields(ManifestRow)]
        columns = {name: [getattr(row, name) for row in self.manifest] for name in names}
        schema = pa.schema([(name, pa.string()) for name in names])
        pq.write_table(pa.table(columns, schema=schema), home / "staging" / "manifest.parquet")


def _arrow(row_type: type, rows: list[Any], batch: str) -> Any:
    import pyarrow as pa

    schema = arrow_schema(row_type)
    values = list(zip(*[(*astuple(row), batch) for row in rows], strict=True)) or [()] * len(schema)
    return pa.table(
        [pa.array(list(column), type=item.type) for column, item in zip(values, schema, strict=True)], schema=schema
    )


_parsed: list[bytes] = []


def _manifest() -> Any:
    """The project as an earlier run parsed it, or None. A run changes it: one for each run."""
    if not _parsed:
        return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(_parsed[0], decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()
    return manifest


def run_dbt(home: Path, *arguments: str) -> Any:
    """dbt in this process on one home; its target folder lies there too, so that runs side by side don't meet."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    parsed_there = home / "work" / "target" / "partial_parse.msgpack"

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_HOME", str(home))
        patch.delenv("JIXIAO_WAREHOUSE", raising=False)
        try:
            result = dbtRunner(manifest=_manifest()).invoke(
                [
                    *arguments,
                    "--project-dir", str(PROJECT),
                    "--profiles-dir", str(PROJECT),
                    "--target-path", str(home / "work" / "target"),
                    "--log-path", str(home / "work" / "logs"),
                    "--quiet",
                ]
            )  # fmt: skip
            if not _parsed and parsed_there.is_file():
                _parsed.append(parsed_there.read_bytes())
            return result
        finally:
            # else the file stays open in this process
            DuckDBConnectionManager.close_all_connections()
