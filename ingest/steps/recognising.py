"""Recognisers run over staged documents that are due; what they give is staged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ingest import recognisers
from ingest.home import Home
from ingest.isolation import DEFAULT_LIMITS, RECOGNISED, Failure, Limits, document_to_json, row_from_json
from ingest.records import TABLES, IdentityRow, ManifestRow, QuarantineRow
from ingest.runner import ONE_WORKER, Runner
from ingest.staging import Staging
from ingest.steps.plan import Progress, Task, quarantine_row, silent
from ingest.steps.planning import known, versions
from ingest.steps.portions import portions, unhurried


def recognise_due(
    home: Home, runner: Runner = ONE_WORKER, limits: Limits = DEFAULT_LIMITS, progress: Progress = silent
) -> dict[str, int]:
    """Recognises every staged file whose recognisers changed or never ran, from its staged blocks; never runs a reader.

    A file in which nothing is recognised goes to quarantine as `not_a_report`; its text stays staged, so that better
    recognisers need no reader. Returns counts: `recognised`, `quarantined` and rows by table.
    """
    staging = Staging(home.staging)
    version = recognisers.version()
    staged = known(home)
    at_present = versions()
    due = [sha256 for sha256, row in staged.manifest.items() if row.recogniser_version != version]
    by_batch: dict[str, set[str]] = {}
    for sha256 in due:
        by_batch.setdefault(staged.manifest[sha256].raw_batch_id, set()).add(sha256)
    counts = {"recognised": 0, "quarantined": 0, "identities": 0, **dict.fromkeys(RECOGNISED, 0)}
    done = 0
    progress("recognising", 0, len(due))
    for raw_batch_id in sorted(by_batch):
        payloads = [
            (sha256, {"operation": "recognise", "sha256": sha256, "document": document_to_json(document)})
            for sha256, document in staging.documents(raw_batch_id, by_batch[raw_batch_id])
        ]
        outcomes = runner.run(payloads, limits=limits, scratch=home.work / "workers")
        for portion in portions(outcomes):
            rows: dict[str, list[Any]] = {name: [] for name in TABLES["recognised"]}
            refused: list[QuarantineRow] = []
            taken: list[str] = []
            for outcome in sorted(portion, key=lambda o: o.task):
                failure = outcome.failure
                found: dict[str, list[Any]] = {}
                if failure is None:
                    try:
                        found = _recognised(outcome.value["recognitions"])
                    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
                        failure = Failure("crashed", f"a recogniser gave a row that can't be stored: {error}")
                if failure is None and not found["identities"]:
                    failure = Failure("not_a_report", "nothing in it says that it is a report of a known family")
                if failure is None:
                    taken.append(outcome.task)
                    for name, listed in found.items():
                        rows[name].extend(listed)
                        counts[name] += len(listed)
                else:
                    file = staged.files[outcome.task]
                    task = Task(outcome.task, file.path, file.byte_size, file.media_type)
                    refused.append(quarantine_row(task, failure, at_present))
            with unhurried():
                if refused:
                    staging.write_batch("landing", {"quarantine": refused})
                batch_id = staging.write_batch("recognised", rows) if taken else ""
                manifest = staging.manifest()
                for sha256 in [*taken, *(row.sha256 for row in refused)]:
                    row = manifest[sha256]
                    current = batch_id if sha256 in taken else ""
                    manifest[sha256] = ManifestRow(
                        sha256, row.reader, row.reader_version, row.raw_batch_id, version, current
                    )
                staging.write_manifest(manifest)
            done += len(portion)
            counts["recognised"] += len(taken)
            counts["quarantined"] += len(refused)
            progress("recognising", done, len(due))
    return counts


def _recognised(parts: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in TABLES["recognised"]}
    for part in parts:
        found["identities"].append(row_from_json(IdentityRow, part["identity"]))
        for name in RECOGNISED:
            found[name].extend(row_from_json(TABLES["recognised"][name], values) for values in part[name])
    return found
