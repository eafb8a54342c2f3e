"""Stages the lists beside the reports: read whole when their bytes change, taken back when they are gone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from ingest import lists
from ingest.records import TABLES, ListFileRow
from ingest.staging import Staging, utc_now
from ingest.steps.plan import Plan


def take_lists(plan: Plan, staging: Staging) -> dict[str, int]:
    """One batch with the lists that changed; returns the rows written by table. One that changed meanwhile is left to the next run."""
    rows: dict[str, list[Any]] = {table: [] for table in TABLES["lists"]}
    now = utc_now()
    rows["list_files"] += [replace(row, is_present=False, listed_at=now) for row in plan.to_unlist]
    for sighting in plan.to_list:
        kind = lists.KINDS[sighting.path.name]
        if sighting.byte_size <= kind.max_bytes:
            try:
                data = sighting.path.read_bytes()
            except OSError:
                continue
            if hashlib.sha256(data).hexdigest() != sighting.sha256:
                continue
            read = lists.read(kind, data, sighting.shown, sighting.sha256)
        else:
            read = lists.too_large(kind, sighting.shown, sighting.sha256)
        rows[kind.table] += read.rows
        rows["list_faults"] += read.faults
        rows["list_files"].append(
            ListFileRow(
                list_name=kind.name,
                path=sighting.shown,
                sha256=sighting.sha256,
                version=lists.version(),
                is_present=True,
                line_count=len(read.rows),
                fault_count=len(read.faults),
                listed_at=now,
            )
        )
    if rows["list_files"]:
        staging.write_batch("lists", rows)
    return {table: len(found) for table, found in rows.items()}
