"""A home whose files were damaged: what is wrong is named and set aside, and what it held is due again.

Nothing is deleted: damaged files go to `staging/damaged/` and `originals/damaged/`. Every step may be killed; the next one carries on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.home import Home
from ingest.isolation import Failure
from ingest.records import TABLES, FileRow, IdentityRow, ManifestRow, QuarantineRow, ReportRow
from ingest.staging import SUMS, Staging, StagingDamaged, utc_now
from ingest.steps.originals import is_whole, set_aside
from ingest.steps.plan import Task, quarantine_row
from ingest.steps.planning import LOST, LOST_WORDS, versions
from ingest.sums import Verified, file_fault, parquet_fault, read_sums

# tables that came later: a batch of an older make lacks them
_LATER = frozenset({"members"})
_EMPTY = "empty-"


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of staging that isn't what was written; `group` and `batch` where it belongs to one."""

    path: Path
    fault: str
    group: str = ""
    batch: str = ""


def damages(home: Home, thorough: bool = True) -> list[Damage]:
    """What is damaged in staging. A file is read only where it changed since it was last found right; not `thorough`: sizes and ends alone
    are looked at, and nothing is written."""
    staging = Staging(home.staging)
    verified = Verified(home.caches / "verified.json")
    found: list[Damage] = []
    for group in TABLES:
        for batch in _batches(staging, group):
            folder = staging.root / group / batch
            sums = read_sums(folder / SUMS)
            if sums is None:
                tables: Iterable[str] = TABLES[group]
                faults = {
                    f"{name}.parquet": parquet_fault(folder / f"{name}.parquet")
                    for name in tables
                    if name not in _LATER or (folder / f"{name}.parquet").exists()
                }
            else:
                faults = {
                    name: verified.fault(folder / name, *of) if thorough else file_fault(folder / name, of[0])
                    for name, of in sums.items()
                }
            found += [Damage(folder / name, fault, group, batch) for name, fault in faults.items() if fault]
    try:
        manifest = staging.manifest()
    except StagingDamaged as error:
        found.append(Damage(error.path, "can't be read"))
        manifest = {}
    held = [batch for group in TABLES for batch in _batches(staging, group) if not batch.startswith(_EMPTY)]
    if held and not staging.manifest_path.exists():
        found.append(Damage(staging.manifest_path, "is missing"))
    for group, batch in sorted(
        {("raw", row.raw_batch_id) for row in manifest.values()}
        | {("recognised", row.recognised_batch_id) for row in manifest.values() if row.recognised_batch_id}
    ):
        if not (staging.root / group / batch).is_dir():
            found.append(Damage(staging.root / group / batch, "is missing", group, batch))
    if thorough:
        verified.save()
    return found


def heal(home: Home, remembered: Callable[[], Iterable[FileRow]] = tuple) -> list[str]:
    """Sets aside what is damaged and makes its reports due again; a line for each, empty where all is well.

    `remembered` gives sightings that the last release knows, asked for where some were lost. Only under the home's lock, before `look`.
    """
    staging = Staging(home.staging)
    _sweep(home)
    if not staging.root.is_dir():
        return []
    found = damages(home)
    for damage in [damage for damage in found if damage.batch.startswith(_EMPTY)]:
        # made anew by whoever writes next
        shutil.rmtree(staging.root / damage.group / damage.batch, ignore_errors=True)
        found.remove(damage)
    if not found:
        return _nameless(staging, remembered)
    staging.prepare(manifest=False)
    of_batch: dict[tuple[str, str], list[Damage]] = {}
    for damage in found:
        of_batch.setdefault((damage.group, damage.batch), []).append(damage)
    # first what is seen and refused, which the others are held against
    for (group, batch), listed in of_batch.items():
        if group == "landing":
            _mend_landing(staging, batch, listed, remembered)
    bad = {group: {batch for of, batch in of_batch if of == group} for group in ("raw", "recognised")}
    if ("", "") in of_batch:
        manifest = _rebuilt(staging, bad)
        if staging.manifest_path.exists():
            _aside(staging, staging.manifest_path, f"manifest-{utc_now()[:19].replace(':', '')}.parquet")
        dropped: set[str] = set()
    else:
        manifest = staging.manifest()
        dropped = {sha256 for sha256, row in manifest.items() if row.raw_batch_id in bad["raw"]}
        manifest = {sha256: row for sha256, row in manifest.items() if sha256 not in dropped}
    words = _last_words(staging)
    for sha256, row in manifest.items():
        wordless = not row.recognised_batch_id and not (sha256 in words and words[sha256].reason)
        if wordless or row.recognised_batch_id in bad["recognised"]:
            manifest[sha256] = replace(row, recogniser_version="", recognised_batch_id="")
    _make_due(staging, home, manifest, dropped)
    staging.write_manifest(manifest)
    for group in ("raw", "recognised"):
        for batch in sorted(bad[group]):
            folder = staging.root / group / batch
            if folder.exists():
                _aside(staging, folder, f"{group}-{batch}")
    told = [f"{damage.path} {damage.fault}: set aside, and its reports are read again" for damage in found]
    return [*told, *_nameless(staging, remembered)]


def _nameless(staging: Staging, remembered: Callable[[], Iterable[FileRow]]) -> list[str]:
    """Gives files that were read and whose sightings are gone the names that the last release knows."""
    named = {row["sha256"] for row in staging.read("landing", "files", ["sha256"])}
    nameless = set(staging.manifest()) - named
    rows = [row for row in remembered() if row.sha256 in nameless] if nameless else []
    if not rows:
        return []
    staging.write_batch("landing", {"files": rows})
    return [f"{staging.root / 'landing'} lacks sightings: {len(rows)} taken from the last release"]


def _batches(staging: Staging, group: str) -> list[str]:
    folder = staging.root / group
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []


def _sweep(home: Home) -> None:
    """Removes what writers killed halfway left beside their targets."""
    for folder in (home.originals, home.caches):
        for leftover in [*folder.glob(".*.tmp"), *folder.glob("??/.*.tmp")]:
            leftover.unlink(missing_ok=True)


def _aside(staging: Staging, path: Path, name: str) -> None:
    folder = staging.root / "damaged"
    folder.mkdir(exist_ok=True)
    target, number = folder / name, 1
    while target.exists():
        number += 1
        target = folder / f"{name}.{number}"
    path.rename(target)


def _rows(staging: Staging, group: str, batch: str, table: str) -> list[Any]:
    row_type = TABLES[group][table]
    return [row_type(**row) for row in staging.read(group, table, batches=[batch])]


def _mend_landing(
    staging: Staging, batch: str, listed: Iterable[Damage], remembered: Callable[[], Iterable[FileRow]]
) -> None:
    """Puts a batch of what is still whole in the place of a damaged one."""
    damaged = {damage.path.stem for damage in listed}
    mended = f"{batch}-mended"
    if not (staging.root / "landing" / mended).is_dir():
        rows = {name: _rows(staging, "landing", batch, name) for name in TABLES["landing"] if name not in damaged}
        if "files" in damaged:
            seen = {(row["sha256"], row["path"]) for row in _read_whole(staging, batch)}
            rows["files"] = [row for row in remembered() if (row.sha256, row.path) not in seen]
        staging.write_batch("landing", rows, mended)
    _aside(staging, staging.root / "landing" / batch, f"landing-{batch}")


def _read_whole(staging: Staging, but: str) -> Iterable[Mapping[str, Any]]:
    """The sightings of every batch that can be read."""
    for batch in _batches(staging, "landing"):
        if batch != but:
            try:
                yield from list(staging.read("landing", "files", ["sha256", "path"], batches=[batch]))
            except StagingDamaged:
                continue


def _rebuilt(staging: Staging, bad: Mapping[str, set[str]]) -> dict[str, ManifestRow]:
    """The manifest as the batches tell it: of each file the last reading that no refusal followed, and its last recognition after that."""
    found: dict[str, ManifestRow] = {}
    for batch in _batches(staging, "raw"):
        if batch not in bad["raw"]:
            for row in _rows(staging, "raw", batch, "reports"):
                assert isinstance(row, ReportRow)
                found[row.sha256] = ManifestRow(row.sha256, row.reader, row.reader_version, batch, "", "")
    for batch in _batches(staging, "recognised"):
        if batch not in bad["recognised"]:
            for row in _rows(staging, "recognised", batch, "identities"):
                assert isinstance(row, IdentityRow)
                read = found.get(row.sha256)
                if read is not None and batch > read.raw_batch_id:
                    found[row.sha256] = replace(
                        read, recogniser_version=row.recogniser_version, recognised_batch_id=batch
                    )
    for sha256, refusal in _last_words(staging).items():
        read = found.get(sha256)
        if read is None or not refusal.reason or _moment(refusal.seen_at) < read.raw_batch_id:
            continue
        if refusal.reason == "not_a_report":
            # its text stays: recognised again, it says so again
            if _moment(refusal.seen_at) > read.recognised_batch_id:
                found[sha256] = replace(read, recogniser_version="", recognised_batch_id="")
        elif _moment(refusal.seen_at) > read.recognised_batch_id:
            del found[sha256]
    return found


def _moment(seen_at: str) -> str:
    """A timestamp as batch ids begin."""
    return "".join(letter for letter in seen_at[:26] if letter not in "-:.")


def _last_words(staging: Staging) -> dict[str, QuarantineRow]:
    found: dict[str, QuarantineRow] = {}
    for row in staging.read("landing", "quarantine"):
        last = found.get(row["sha256"])
        if last is None or row["seen_at"] >= last.seen_at:
            found[row["sha256"]] = QuarantineRow(**row)
    return found


def _make_due(staging: Staging, home: Home, manifest: Mapping[str, ManifestRow], dropped: Iterable[str]) -> None:
    """Files whose text is lost are read again from their originals, whatever was once said of them; those without bytes are listed."""
    files: dict[str, FileRow] = {row["sha256"]: FileRow(**row) for row in staging.read("landing", "files")}
    refused = _last_words(staging)
    rows: list[QuarantineRow] = []
    for sha256 in sorted(set(dropped) - set(manifest)):
        original = home.original(sha256)
        last, file = refused.get(sha256), files.get(sha256)
        if original.exists() and not is_whole(original, sha256):
            set_aside(original, home.originals)
        if not original.exists():
            if file is not None:
                task = Task(sha256, file.path, file.byte_size, file.media_type)
                rows.append(quarantine_row(task, Failure(LOST, LOST_WORDS), versions()))
        elif last is not None and last.reason:
            rows.append(replace(last, reason="", detail="", seen_at=utc_now()))
    if rows:
        staging.write_batch("landing", {"quarantine": rows})
