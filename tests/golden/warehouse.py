"""Reports through ingestion and dbt into a database of their own: what the warehouse says about them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest import readers, recognisers
from ingest.records import FileRow, ManifestRow
from ingest.staging import Staging, raw_rows, utc_now

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
RECOGNISED = ("claims", "indicators", "attributes", "unrecognised")


def stage(home: Path, reports: Mapping[str, bytes]) -> None:
    """Reads and recognises reports (by file name) into the staging of a home, as the pipeline leaves it."""
    staging = Staging(home / "staging")
    staging.prepare()
    raw: dict[str, list[Any]] = {}
    recognised: dict[str, list[Any]] = {}
    files: list[Any] = []
    read: list[tuple[str, str, str]] = []
    for name, data in reports.items():
        sha256 = hashlib.sha256(data).hexdigest()
        media_type = readers.sniff(data, name)
        files.append(FileRow(sha256, name, name, len(data), media_type, utc_now()))
        reader = readers.reader_for(media_type)
        assert reader is not None, name
        document = reader.read(data)
        for table, rows in raw_rows(sha256, len(data), document).items():
            raw.setdefault(table, []).extend(rows)
        for part in recognisers.recognise(document, sha256):
            recognised.setdefault("identities", []).append(part.identity)
            for table in RECOGNISED:
                recognised.setdefault(table, []).extend(getattr(part, table))
        read.append((sha256, reader.name, reader.version))
    raw_batch, batch = staging.write_batch("raw", raw), staging.write_batch("recognised", recognised)
    staging.write_batch("landing", {"files": files})
    version = recognisers.version()
    staging.write_manifest({row[0]: ManifestRow(*row, raw_batch, version, batch) for row in read})


def build(home: Path, *wanted: str) -> Path:
    """Builds the wanted models and all they need with dbt, without their tests; returns the database."""
    import pytest
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIXIAO_HOME", str(home))
        patch.delenv("JIXIAO_WAREHOUSE", raising=False)
        try:
            result = dbtRunner().invoke(
                [
                    "build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test",
                    "--select", *(f"+{name}" for name in wanted),
                    "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
                    "--target-path", str(home / "target"), "--log-path", str(home / "logs"), "--quiet",
                ]
            )  # fmt: skip
        finally:
            # else the file stays open in this process
            DuckDBConnectionManager.close_all_connections()
    failed = [item for item in result.result or [] if item.status != "success"]
    assert result.success, result.exception or [(item.node.unique_id, item.message) for item in failed]
    return home / "work" / "warehouse.duckdb"


def findings(database: Path) -> list[dict[str, Any]]:
    """Every finding with its file's name and the quotes of the claims it is about."""
    import duckdb

    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(
            "select f.*, n.file_name, coalesce(q.quotes, '') as claim_quotes from marts.fct_finding f"
            " join marts.dim_report_file n using (report_id)"
            " left join (select finding_id, string_agg(quote, ' ') as quotes from marts.bridge_finding_claim"
            " join marts.fct_claim using (claim_id) group by finding_id) q using (finding_id)"
            " order by file_name, check_code, f.explanation_zh"
        )
        names = [column[0] for column in connection.description or ()]
        return [dict(zip(names, row, strict=True)) for row in connection.fetchall()]
