"""Landing: what lies there, what is new, what is due; workers are replaced by calls, so that nothing starts."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest import lists, readers, recognisers, runner, steps
from ingest.home import Home
from ingest.isolation import Failure, Outcome
from ingest.isolation.operations import handle
from ingest.readers import Unreadable, archive
from ingest.records import ManifestRow
from ingest.staging import Staging
from ingest.steps import looking, planning, portions
from tests.support import SAMPLES, nonempty
from tests.unit.ingest.readers.containers import encrypted_flags, zipped

REPORT = (SAMPLES / "library_2024.txt").read_text(encoding="utf-8")


class Workers:
    """Stands in for worker processes: does the same in this one, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.failing: dict[str, Failure] = {}

    def run(self, tasks: Sequence[tuple[str, dict[str, Any]]], **_: object) -> Iterator[Outcome]:
        # in another order than asked, as processes do
        for task, payload in reversed(tasks):
            self.asked.append((payload["operation"], task))
            if payload["operation"] in self.failing:
                yield Outcome(task, None, self.failing[payload["operation"]], 0.0)
                continue
            try:
                yield Outcome(task, handle(payload), None, 0.0)
            except Unreadable as error:
                yield Outcome(task, None, Failure(error.reason, error.detail), 0.0)

    def count(self, operation: str) -> int:
        return sum(1 for asked, _ in self.asked if asked == operation)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    made = Workers()
    run_by(made.run, monkeypatch)
    return made


def run_by(run: Callable[..., Iterator[Outcome]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "run", run)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    root = tmp_path / "home"
    return Home(root)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    # as if it lay there for a while, so that its hash may be remembered
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def plan(home: Home, *roots: Path) -> steps.Plan:
    return steps.make_plan(steps.look(roots, home), steps.known(home), home)


def ingest(home: Home, *roots: Path) -> dict[str, int]:
    found = plan(home, *roots)
    steps.take_in(found, home)
    read = steps.read_new(found, home)
    recognised = steps.recognise_due(home)
    return {"read": read["read"], "recognised": recognised["recognised"], "claims": recognised["claims"]}


def quarantine(home: Home) -> dict[str, str]:
    return {row.file_name: row.reason for row in steps.current_quarantine(steps.known(home)).values()}


# -- walking -----------------------------------------------------------------------------------------------------------


def test_folders_are_walked_deep_and_shown_from_their_own_name(folder: Path, home: Home) -> None:
    put(folder, "a.txt", "一")
    put(folder, "深/层/b.txt", "二")
    shown = [sighting.shown for sighting in steps.look([folder], home).sightings]
    assert shown == ["reports/a.txt", "reports/深/层/b.txt"]


def test_a_file_given_alone_is_shown_as_within_its_folder(folder: Path, home: Home) -> None:
    path = put(folder, "a.txt", "一")
    assert steps.look([path], home).sightings[0].shown == "reports/a.txt"


def test_links_are_refused_with_a_reason(folder: Path, home: Home, tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.txt", "x")
    put(folder, "a.txt", "一")
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked").symlink_to(tmp_path)
    found = steps.look([folder, folder / "link.txt"], home)
    assert [sighting.shown for sighting in found.sightings] == ["reports/a.txt"]
    assert {(refusal.path.name, "symbolic link" in refusal.reason) for refusal in found.refusals} == {
        ("link.txt", True),
        ("linked", True),
    }


def test_devices_and_pipes_are_refused_and_never_opened(folder: Path, home: Home) -> None:
    os.mkfifo(folder / "pipe")
    found = steps.look([folder], home)
    assert found.sightings == ()
    assert found.refusals[0].reason == "neither a file nor a folder"


def test_crumbs_and_the_home_itself_are_no_reports(folder: Path) -> None:
    put(folder, "a.txt", "一")
    for crumb in (".DS_Store", "~$a.docx", "Thumbs.db", ".hidden/b.txt"):
        put(folder, crumb, "x")
    root = folder / "home"
    put(root, "staging/c.txt", "x")
    home = Home(root)
    assert [sighting.shown for sighting in steps.look([folder], home).sightings] == ["reports/a.txt"]


def test_the_order_of_the_folders_changes_nothing(folder: Path, home: Home) -> None:
    put(folder, "a.txt", "一")
    put(folder, "sub/b.txt", "二")
    assert steps.look([folder, folder / "sub"], home) == steps.look([folder / "sub", folder], home)


def test_a_file_that_was_rewritten_is_seen_even_with_the_same_size_and_time(folder: Path, home: Home) -> None:
    path = put(folder, "a.txt", "一")
    before = steps.look([folder], home).sightings[0].sha256
    put(folder, "b.txt", "二").replace(path)
    assert steps.look([folder], home).sightings[0].sha256 != before


def test_hashes_are_remembered_and_a_damaged_memory_costs_nothing(
    folder: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_RACY_NS", -1)
    put(folder, "a.txt", "一")
    first = steps.look([folder], home)
    monkeypatch.setattr(looking, "sha256_of", lambda path: pytest.fail("hashed again"))
    assert steps.look([folder], home) == first
    monkeypatch.undo()
    (home.caches / "hashes.json").write_text('{"version": ')
    assert steps.look([folder], home) == first


def test_a_file_hashed_right_after_it_was_written_is_not_remembered(folder: Path, home: Home) -> None:
    (folder / "a.txt").write_text("一")
    steps.look([folder], home)
    assert not (home.caches / "hashes.json").exists()


def test_the_folders_fingerprint_follows_names_and_contents(folder: Path) -> None:
    seen = {steps.fingerprint([folder])}
    path = put(folder, "a.txt", "一")
    seen.add(steps.fingerprint([folder]))
    path.write_text("二二")
    seen.add(steps.fingerprint([folder]))
    path.rename(folder / "b.txt")
    seen.add(steps.fingerprint([folder]))
    assert len(seen) == 4
    assert steps.fingerprint([folder]) in seen


# -- planning and staging ----------------------------------------------------------------------------------------------


def test_a_new_report_is_read_once(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    first = ingest(home, folder)
    assert first["read"] == 1 and first["recognised"] == 1 and first["claims"] > 10
    assert plan(home, folder).is_empty
    assert ingest(home, folder)["read"] == 0
    assert (workers.count("read"), workers.count("recognise")) == (1, 1)


def test_the_same_bytes_under_another_name_are_one_report_with_two_files(
    folder: Path, home: Home, workers: Workers
) -> None:
    put(folder, "a.txt", REPORT)
    ingest(home, folder)
    put(folder, "again/b.txt", REPORT)
    assert len(plan(home, folder).to_record) == 1
    ingest(home, folder)
    assert workers.count("read") == 1
    rows = list(Staging(home.staging).read("landing", "files"))
    assert sorted(row["path"] for row in rows) == ["reports/a.txt", "reports/again/b.txt"]
    assert len({row["sha256"] for row in rows}) == 1


def test_a_changed_recogniser_never_runs_a_reader(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "a.txt", REPORT)
    put(folder, "letter.txt", "今天天气很好。")
    ingest(home, folder)
    path.unlink()
    before = Staging(home.staging).manifest()
    monkeypatch.setattr(recognisers, "version", lambda: "changed")
    found = plan(home, folder)
    assert not found.to_read and len(found.to_recognise) == 2
    ingest(home, folder)
    assert (workers.count("read"), workers.count("recognise")) == (2, 4)
    after = Staging(home.staging).manifest()
    for sha256, row in nonempty(after.items()):
        assert row.raw_batch_id == before[sha256].raw_batch_id
        assert row.recogniser_version == "changed"
    assert plan(home, folder).is_empty


def test_a_changed_reader_reads_again_from_the_originals(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder, "a.txt", REPORT)
    ingest(home, folder)
    path.unlink()
    reader = readers.reader_for("text/plain")
    assert reader is not None

    class Newer:
        name, media_types, version = reader.name, reader.media_types, "newer"

        def read(self, data: bytes) -> Any:
            import dataclasses

            return dataclasses.replace(reader.read(data), reader_version="newer")

    monkeypatch.setattr(readers, "reader_for", lambda media_type: Newer())
    assert len(plan(home, folder).to_read) == 1
    ingest(home, folder)
    assert [row.reader_version for row in Staging(home.staging).manifest().values()] == ["newer"]
    assert plan(home, folder).is_empty


@pytest.mark.parametrize(
    ("data", "reason", "detail"),
    [
        (b"", "empty", "the file is empty"),
        (b"Rar!\x1a\x07\x01\0", "no_reader", "no reader for application/vnd.rar"),
        (b"%PDF-1.7\n", "truncated", "no end mark in the last 4096 bytes"),
        (b" \n\n", "empty", "the file holds no text"),
    ],
)
def test_what_cannot_be_read_goes_to_quarantine_with_a_reason(
    folder: Path, home: Home, workers: Workers, data: bytes, reason: str, detail: str
) -> None:
    (folder / "x.txt").write_bytes(data)
    put(folder, "good.txt", REPORT)
    assert ingest(home, folder)["recognised"] == 1
    (row,) = steps.current_quarantine(steps.known(home)).values()
    assert (row.file_name, row.reason, row.detail) == ("x.txt", reason, detail)
    asked = len(workers.asked)
    assert plan(home, folder).is_empty
    ingest(home, folder)
    assert len(workers.asked) == asked


def test_a_file_too_large_is_neither_kept_nor_read(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MAX_FILE_BYTES", 100)
    put(folder, "large.txt", REPORT)
    ingest(home, folder)
    assert quarantine(home) == {"large.txt": "too_large"}
    assert not home.originals.exists() and workers.asked == []


def test_what_no_recogniser_knows_is_no_report(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "letter.txt", "今天天气很好。")
    ingest(home, folder)
    assert quarantine(home) == {"letter.txt": "not_a_report"}
    assert plan(home, folder).is_empty


def test_quarantine_is_tried_again_by_other_versions_only(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.txt", REPORT)
    workers.failing["read"] = Failure("crashed", "ended by SIGSEGV")
    ingest(home, folder)
    assert quarantine(home) == {"a.txt": "crashed"}
    workers.failing.clear()
    assert plan(home, folder).is_empty
    monkeypatch.setattr(readers, "versions", lambda: "newer")
    assert ingest(home, folder)["recognised"] == 1
    assert quarantine(home) == {}


def test_quarantine_is_read_again_by_the_same_versions_when_asked(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    put(folder, "b.txt", REPORT + "完")
    put(folder, "letter.txt", "今天天气很好。")
    workers.failing["read"] = Failure("timed_out", "took more than 120 s")
    ingest(home, folder)
    workers.failing.clear()
    by_name = {row.file_name: sha for sha, row in steps.current_quarantine(steps.known(home)).items()}
    assert set(by_name) == {"a.txt", "b.txt", "letter.txt"}

    def again(*names: str) -> list[str]:
        wanted = frozenset(by_name[name] for name in names)
        found = steps.make_plan(steps.Landing((), ()), steps.known(home), home, retry=wanted)
        assert {task.sha256 for task in found.to_read} == wanted and not found.to_recognise
        steps.read_new(found, home)
        steps.recognise_due(home)
        return sorted(quarantine(home))

    assert again("a.txt", "letter.txt") == ["b.txt", "letter.txt"]
    # text was staged, nothing recognised in it: asked again, it is read again
    workers.asked.clear()
    assert again("letter.txt") == ["b.txt", "letter.txt"]
    assert workers.asked == [("read", by_name["letter.txt"]), ("recognise", by_name["letter.txt"])]
    # what is understood is none of it
    staged = steps.known(home)
    assert steps.make_plan(steps.Landing((), ()), staged, home, retry=frozenset([by_name["a.txt"]])).is_empty


def test_a_report_whose_recognition_fails_is_no_longer_current(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.txt", REPORT)
    ingest(home, folder)
    monkeypatch.setattr(recognisers, "version", lambda: "worse")
    workers.failing["recognise"] = Failure("crashed", "IndexError")
    ingest(home, folder)
    assert quarantine(home) == {"a.txt": "crashed"}
    assert [row.recognised_batch_id for row in Staging(home.staging).manifest().values()] == [""]


def test_a_file_that_changes_while_it_is_taken_in_waits_for_the_next_run(
    folder: Path, home: Home, workers: Workers
) -> None:
    path = put(folder, "a.txt", REPORT)
    found = plan(home, folder)
    path.write_text(REPORT + "完", encoding="utf-8")
    counts = steps.take_in(found, home)
    assert (counts["sightings"], counts["quarantined"]) == (0, 0)
    assert steps.read_new(found, home)["read"] == 0
    assert ingest(home, folder)["read"] == 1


LIST = "level,name,province,city\ncounty,岚溪县,湖南省,怀化市\ncountyy,岚东县,湖南省,怀化市\n"


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("moment", range(1, 15))
def test_killed_between_any_two_writes_the_next_run_ends_the_same(
    folder: Path, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    put(folder, "a.txt", REPORT)
    put(folder, "b.txt", REPORT.replace("2024", "2023"))
    put(folder, "bad.pdf", "%PDF-1.7")
    put(folder, "letter.txt", "今天天气很好。")
    (folder / "blank.txt").write_text(" \n")
    put(folder, "divisions.csv", LIST)
    homes = []
    for name in ("whole", "killed"):
        root = tmp_path / name
        homes.append(Home(root))
    whole, killed = homes
    ingest(whole, folder)

    writes = 0

    def dying(real: Any) -> Any:
        def write(*arguments: Any, **named: Any) -> Any:
            nonlocal writes
            writes += 1
            if writes == moment:
                raise Killed
            return real(*arguments, **named)

        return write

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "_write_batch", dying(Staging._write_batch))
        patch.setattr(Staging, "write_manifest", dying(Staging.write_manifest))
        with contextlib.suppress(Killed):
            ingest(killed, folder)
    ingest(killed, folder)
    assert steps.content_digest(steps.known(killed)) == steps.content_digest(steps.known(whole))
    assert plan(killed, folder).is_empty


def test_small_batches_stage_the_same(
    folder: Path, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in ("2021", "2022", "2023"):
        put(folder, f"{year}.txt", REPORT.replace("2024", year))
    digests = set()
    for size in (1, 500):
        root = tmp_path / f"home{size}"
        home = Home(root)
        monkeypatch.setattr(portions.portions, "__defaults__", (size,))
        ingest(home, folder)
        digests.add(steps.content_digest(steps.known(home)))
        manifest = Staging(home.staging).manifest()
        assert len({row.recognised_batch_id for row in manifest.values()}) == (3 if size == 1 else 1)
    assert len(digests) == 1


def test_a_manifest_row_without_recognition_is_recognised_next(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    found = plan(home, folder)
    steps.take_in(found, home)
    steps.read_new(found, home)
    (row,) = Staging(home.staging).manifest().values()
    assert isinstance(row, ManifestRow) and row.recognised_batch_id == ""
    again = plan(home, folder)
    assert not again.to_read and len(again.to_recognise) == 1
    assert ingest(home, folder)["recognised"] == 1


# -- lists beside the reports --------------------------------------------------------------------------------------------


def listed(home: Home) -> dict[str, list[str]]:
    """Path -> the divisions of the list that lies there, as dbt takes them."""
    present = steps.known(home).lists
    rows = list(Staging(home.staging).read("lists", "divisions"))
    return {path: [row["name"] for row in rows if (row["path"], row["sha256"]) == (path, sha)] for path, sha in present}


def test_a_list_is_staged_and_is_no_report(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    put(folder, "湖南/divisions.csv", LIST)
    put(folder, "our divisions.csv", "level,name\n")
    found = plan(home, folder)
    assert [sighting.shown for sighting in found.sightings] == ["reports/a.txt", "reports/our divisions.csv"]
    ingest(home, folder)
    assert listed(home) == {"reports/湖南/divisions.csv": ["岚溪县"]}
    (fault,) = Staging(home.staging).read("lists", "list_faults")
    assert (fault["path"], fault["line_no"], fault["reason"]) == ("reports/湖南/divisions.csv", 3, "unknown_level")
    assert quarantine(home) == {"our divisions.csv": "not_a_report"}
    assert plan(home, folder).is_empty


def test_a_list_that_changes_reads_no_report_and_makes_a_build_due(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    digests = []
    workers_asked = []
    for text in ("", LIST, LIST.replace("岚溪县", "岚西县"), None):
        if text is None:
            (folder / "divisions.csv").unlink()
        elif text:
            put(folder, "divisions.csv", text)
        workers.asked.clear()
        assert not plan(home, folder).is_empty
        ingest(home, folder)
        assert plan(home, folder).is_empty
        workers_asked.append(len(workers.asked))
        digests.append(steps.content_digest(steps.known(home)))
    assert workers_asked == [2, 0, 0, 0]
    assert len(set(digests[:3])) == 3 and digests[3] == digests[0]
    assert listed(home) == {}


def test_an_edited_list_counts_as_it_is_now(folder: Path, home: Home, workers: Workers) -> None:
    path = put(folder, "divisions.csv", LIST)
    ingest(home, folder)
    put(folder, "divisions.csv", LIST.replace("岚溪县", "岚西县"))
    ingest(home, folder)
    assert listed(home) == {"reports/divisions.csv": ["岚西县"]}
    # given alone, it is the same list; back as it was, its first rows count again
    put(folder, "divisions.csv", LIST)
    ingest(home, path)
    assert len(list(steps.known(home).lists)) == 1 and plan(home, folder).is_empty


def test_a_list_counts_on_while_its_folder_is_not_looked_at(
    folder: Path, home: Home, workers: Workers, tmp_path: Path
) -> None:
    put(folder, "divisions.csv", LIST)
    report = put(folder, "a.txt", REPORT)
    ingest(home, folder)
    put(tmp_path / "others", "b.txt", REPORT + "完")
    ingest(home, tmp_path / "others")
    ingest(home, report)
    assert listed(home) == {"reports/divisions.csv": ["岚溪县"]}
    assert steps.make_plan(steps.Landing((), ()), steps.known(home), home).is_empty


def test_a_folder_that_cannot_be_opened_takes_no_list_away(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "深/divisions.csv", LIST)
    ingest(home, folder)
    real = Path.iterdir

    def closed(path: Path) -> Iterator[Path]:
        if path.name == "深":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert len(steps.look([folder], home).refusals) == 1
    ingest(home, folder)
    assert list(listed(home)) == ["reports/深/divisions.csv"]
    monkeypatch.undo()
    (folder / "深/divisions.csv").unlink()
    ingest(home, folder)
    assert listed(home) == {}


def test_a_link_is_no_list(folder: Path, home: Home, workers: Workers, tmp_path: Path) -> None:
    secret = put(tmp_path, "elsewhere.csv", LIST)
    put(folder, "divisions.csv", LIST)
    ingest(home, folder)
    (folder / "divisions.csv").unlink()
    (folder / "divisions.csv").symlink_to(secret)
    assert [refusal.path.name for refusal in steps.look([folder], home).refusals] == ["divisions.csv"]
    ingest(home, folder)
    assert listed(home) == {}


def test_a_list_too_large_is_not_read(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "KINDS", {"divisions.csv": replace(lists.KINDS["divisions.csv"], max_bytes=20)})
    put(folder, "divisions.csv", LIST)
    ingest(home, folder)
    assert listed(home) == {"reports/divisions.csv": []}
    assert [row["reason"] for row in Staging(home.staging).read("lists", "list_faults")] == ["too_large"]
    assert plan(home, folder).is_empty


def test_a_list_is_read_again_where_it_would_be_read_otherwise(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "divisions.csv", LIST)
    ingest(home, folder)
    monkeypatch.setattr(lists, "version", lambda: "newer")
    assert [sighting.shown for sighting in plan(home, folder).to_list] == ["reports/divisions.csv"]
    ingest(home, folder)
    assert plan(home, folder).is_empty
    assert [row.version for row in steps.known(home).lists.values()] == ["newer"]


# -- archives ------------------------------------------------------------------------------------------------------------


def expansions(workers: Workers) -> int:
    return workers.count("expand")


def settled(home: Home, *roots: Path) -> steps.Plan:
    """Takes in twice: what archives hold is found due by the next look."""
    ingest(home, *roots)
    ingest(home, *roots)
    return plan(home, *roots)


def pack(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    path = folder / name
    path.write_bytes(zipped(members))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def test_the_files_in_an_archive_are_files_like_any_other(folder: Path, home: Home, workers: Workers) -> None:
    inner = zipped({"b.txt": REPORT.replace("2024", "2023").encode()})
    pack(folder, "all.zip", {"水务/a.txt": REPORT.encode(), "inner.zip": inner, "noise.rar": b"Rar!\x1a\x07\x01\0"})
    assert settled(home, folder).is_empty
    paths = sorted(row["path"] for row in Staging(home.staging).read("landing", "files"))
    assert paths == [
        "reports/all.zip",
        "reports/all.zip/inner.zip/b.txt",
        "reports/all.zip/noise.rar",
        "reports/all.zip/水务/a.txt",
    ]
    assert quarantine(home) == {"noise.rar": "no_reader"}
    assert len([row for row in Staging(home.staging).manifest().values() if row.recognised_batch_id]) == 2
    assert expansions(workers) == 1
    assert not (home.work / "expanding").exists()


def test_an_archive_seen_again_is_not_opened_again(folder: Path, home: Home, workers: Workers) -> None:
    pack(folder, "all.zip", {"a.txt": REPORT.encode()})
    settled(home, folder)
    before = steps.content_digest(steps.known(home))
    assert steps.content_digest(steps.known(home)) == before
    pack(folder, "again.zip", {"a.txt": REPORT.encode()})
    found = plan(home, folder)
    assert [sighting.shown for sighting in found.to_record] == ["reports/again.zip", "reports/again.zip/a.txt"]
    assert not found.to_expand and not found.to_read
    assert settled(home, folder).is_empty
    assert expansions(workers) == 1
    assert (workers.count("read"), workers.count("recognise")) == (1, 1)


def test_the_same_report_inside_and_beside_an_archive_is_one(folder: Path, home: Home, workers: Workers) -> None:
    put(folder, "a.txt", REPORT)
    pack(folder, "all.zip", {"deep/b.txt": REPORT.encode()})
    assert settled(home, folder).is_empty
    assert workers.count("read") == 1
    assert sum(1 for row in Staging(home.staging).read("landing", "files")) == 3


def test_members_refused_are_in_quarantine_with_their_path(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = encrypted_flags(zipped({"secret.txt": b"x"}))
    pack(folder, "all.zip", {"a.txt": REPORT.encode(), "locked.zip": locked, "../out.txt": b"x"})
    settled(home, folder)
    assert quarantine(home) == {"secret.txt": "encrypted", "out.txt": "unsafe_path"}
    rows = steps.current_quarantine(steps.known(home)).values()
    assert {row.path for row in rows} == {"reports/all.zip/locked.zip/secret.txt", "reports/all.zip/../out.txt"}
    # a later expansion that takes out more leaves nothing of it behind
    monkeypatch.setattr(archive, "version", lambda: "better")
    monkeypatch.setattr(archive, "_is_safe", lambda name: True)
    assert len(plan(home, folder).to_expand) == 1
    settled(home, folder)
    assert quarantine(home) == {"secret.txt": "encrypted", "out.txt": "not_a_report"}
    assert plan(home, folder).is_empty


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": b"x" * 9_000})[:60], "truncated"),
        (zipped({}), "empty"),
        (encrypted_flags(zipped({"a.txt": b"x"})), "encrypted"),
        (zipped({"a.txt": b"\0" * 80_000_000}), "bomb"),
    ],
)
def test_an_archive_of_nothing_is_a_case_itself(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch, data: bytes, reason: str
) -> None:
    (folder / "all.zip").write_bytes(data)
    put(folder, "good.txt", REPORT)
    assert settled(home, folder).is_empty
    assert quarantine(home) == {"all.zip": reason}
    assert expansions(workers) == 1
    # tried again by another version, and taken back where that succeeds
    monkeypatch.setattr(archive, "version", lambda: "better")
    assert len(plan(home, folder).to_expand) == 1
    monkeypatch.setattr(archive, "expand", lambda *_: [archive.Member("b.txt", reason="link", detail="")])
    settled(home, folder)
    assert quarantine(home) == {"b.txt": "link"}


def test_an_archive_whose_members_were_lost_is_opened_again(folder: Path, home: Home, workers: Workers) -> None:
    pack(folder, "all.zip", {"a.txt": REPORT.encode()})
    settled(home, folder)
    (sha256,) = Staging(home.staging).manifest()
    home.original(sha256).unlink()
    assert len(plan(home, folder).to_expand) == 1
    assert settled(home, folder).is_empty
    assert home.original(sha256).exists()


@pytest.mark.parametrize("moment", range(1, 9))
def test_killed_with_archives_the_next_run_ends_the_same(
    folder: Path, tmp_path: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    pack(folder, "one.zip", {"a.txt": REPORT.encode(), "../x": b"x"})
    pack(folder, "two.zip", {"b.txt": b"noise", "c.zip": zipped({"c.txt": b"\0"})})
    homes = []
    for name in ("whole", "killed"):
        root = tmp_path / name
        homes.append(Home(root))
    whole, killed = homes
    settled(whole, folder)
    writes = 0
    real = Staging._write_batch

    def dying(*arguments: Any, **named: Any) -> Any:
        nonlocal writes
        writes += 1
        if writes == moment:
            raise Killed
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "_write_batch", dying)
        with contextlib.suppress(Killed):
            settled(killed, folder)
    assert settled(killed, folder).is_empty
    assert steps.content_digest(steps.known(killed)) == steps.content_digest(steps.known(whole))


# -- interruptions -------------------------------------------------------------------------------------------------------


def test_an_interruption_keeps_what_was_finished(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in ("2021", "2022", "2023"):
        put(folder, f"{year}.txt", REPORT.replace("2024", year))
    found = plan(home, folder)
    steps.take_in(found, home)
    real = workers.run

    def interrupted(tasks: Any, **named: Any) -> Iterator[Outcome]:
        # all but the last of them
        yield from list(real(tasks, **named))[:-1]
        raise KeyboardInterrupt

    run_by(interrupted, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        steps.read_new(found, home)
    assert len(Staging(home.staging).manifest()) == 2
    run_by(real, monkeypatch)
    assert len(plan(home, folder).to_read) == 1
    steps.read_new(plan(home, folder), home)
    run_by(interrupted, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        steps.recognise_due(home)
    # of the batch of two, the first
    assert len([row for row in Staging(home.staging).manifest().values() if row.recognised_batch_id]) < 3
    run_by(real, monkeypatch)
    steps.recognise_due(home)
    assert plan(home, folder).is_empty


def test_an_interruption_while_a_batch_is_written_waits_for_it(
    folder: Path, home: Home, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "a.txt", REPORT)
    found = plan(home, folder)
    steps.take_in(found, home)
    real = Staging.write_manifest

    def signalled(self: Staging, rows: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        real(self, rows)

    monkeypatch.setattr(Staging, "write_manifest", signalled)
    with pytest.raises(KeyboardInterrupt):
        steps.read_new(found, home)
    assert len(Staging(home.staging).manifest()) == 1
