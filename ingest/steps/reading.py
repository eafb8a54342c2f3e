"""Readers run over the files that are due; what they give is staged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.home import Home
from ingest.isolation import CONVERSION_LIMITS, Failure, Limits, document_from_json, limits_for
from ingest.readers import media_types
from ingest.records import TABLES, ManifestRow, QuarantineRow
from ingest.runner import ONE_WORKER, Runner
from ingest.staging import Staging, raw_rows
from ingest.steps.plan import Plan, Progress, Task, quarantine_row, silent
from ingest.steps.portions import counted, empty_folder, portions, unhurried

# Files that one start of LibreOffice converts; below so many a start each costs less than a step of its own.
_CONVERTED_AT_ONCE, _LEAST_BATCH = 20, 2


def read_new(
    plan: Plan, home: Home, runner: Runner = ONE_WORKER, limits: Limits | None = None, progress: Progress = silent
) -> dict[str, int]:
    """Reads the files that are due and stages their text. Without `limits` those of each media type hold.

    Returns counts: `read`, `quarantined`, `blocks`, `cells`.
    """
    staging = Staging(home.staging)
    tasks = {task.sha256: task for task in plan.to_read if home.original(task.sha256).exists()}
    counts = {"read": 0, "quarantined": 0, "blocks": 0, "cells": 0}
    pages = _Pages(progress)
    progress("reading", 0, len(tasks))
    with empty_folder(home.work / "converting") as folder:
        converted = _convert_ahead(tasks, home, folder, runner, progress)
        payloads = [
            (
                sha256,
                {
                    "operation": "read",
                    "path": str(home.original(sha256)),
                    "sha256": sha256,
                    "media_type": task.media_type,
                    "converted": converted.get(sha256),
                },
            )
            for sha256, task in tasks.items()
        ]
        outcomes = runner.run(
            payloads,
            limits=limits or (lambda sha256: limits_for(tasks[sha256].media_type)),
            readable=[home.originals, folder],
            scratch=home.work / "workers",
            paged=pages.tell,
        )
        for portion in portions(counted("reading", outcomes, len(tasks), progress)):
            with unhurried():
                _stage_read(portion, tasks, plan.versions, staging, counts)
    return counts


def _stage_read(
    portion: Sequence[Any], tasks: Mapping[str, Task], at_present: str, staging: Staging, counts: dict[str, int]
) -> None:
    """Writes what readers gave as one batch."""
    rows: dict[str, list[Any]] = {name: [] for name in TABLES["raw"]}
    refused: list[QuarantineRow] = []
    taken: list[tuple[str, str, str]] = []
    # the order of arrival depends on the machine, the batch must not
    for outcome in sorted(portion, key=lambda o: o.task):
        task = tasks[outcome.task]
        failure = outcome.failure
        if outcome.value is not None:
            try:
                document = document_from_json(outcome.value["document"])
                for name, found in raw_rows(task.sha256, task.byte_size, document).items():
                    rows[name].extend(found)
                taken.append((task.sha256, document.reader, document.reader_version))
            except (ValueError, TypeError, KeyError):
                failure = Failure("crashed", "the reader gave no intelligible document")
        if failure is not None:
            refused.append(quarantine_row(task, failure, at_present))
    batch_id = staging.write_batch("raw", rows) if taken else ""
    manifest = staging.manifest()
    for row in refused:
        manifest.pop(row.sha256, None)
    for sha256, reader, reader_version in taken:
        manifest[sha256] = ManifestRow(sha256, reader, reader_version, batch_id, "", "")
    staging.write_manifest(manifest)
    # after the manifest: a kill between the two leaves the file due, not refused and current at once
    if refused:
        staging.write_batch("landing", {"quarantine": refused})
    counts["read"] += len(taken)
    counts["quarantined"] += len(refused)
    counts["blocks"] += len(rows["blocks"])
    counts["cells"] += len(rows["cells"])


class _Pages:
    """The pages of all files that are being read, as one step of the progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._files: dict[str, tuple[int, int]] = {}

    def tell(self, task: str, done: int, total: int) -> None:
        self._files[task] = (done, total)
        done, total = (sum(counts) for counts in zip(*self._files.values(), strict=True))
        self._progress("pages", done, total)


def _convert_ahead(
    tasks: Mapping[str, Task], home: Home, folder: Path, runner: Runner, progress: Progress
) -> dict[str, str]:
    """DOCX made of DOC and RTF files, many by one start of LibreOffice: file -> path. What is missing here is converted when it is read."""
    from ingest.readers import doc

    due = [sha256 for sha256, task in tasks.items() if task.media_type in (media_types.DOC, media_types.RTF)]
    if len(due) < _LEAST_BATCH or doc.office() is None:
        return {}
    size = min(_CONVERTED_AT_ONCE, -(-len(due) // runner.width))
    groups = [due[start : start + size] for start in range(0, len(due), size)]
    payloads = [
        (
            str(number),
            {"operation": "convert", "paths": [str(home.original(sha256)) for sha256 in group], "out": str(folder)},
        )
        for number, group in enumerate(groups)
    ]
    outcomes = runner.run(
        payloads,
        limits=CONVERSION_LIMITS,
        readable=[home.originals],
        writable=[folder],
        scratch=home.work / "workers",
    )
    found: dict[str, str] = {}
    for outcome in counted("converting", outcomes, len(groups), progress):
        for source, target in (outcome.value or {}).get("converted", {}).items():
            # a worker's word is a path that it was to write to, or nothing
            if Path(target).parent == folder and Path(target).is_file():
                found[Path(source).name] = target
    return found
