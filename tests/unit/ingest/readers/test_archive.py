"""Archives: what is taken out, under which name, and what is refused with its reason."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers import Unreadable, archive, sniff
from ingest.readers.archive import ArchiveLimits, expand
from tests.unit.ingest.properties import PROPERTY
from tests.unit.ingest.readers.containers import encrypted_flags, seven_zipped, tarred, zipped

REPORT = "2023年度部门整体支出绩效自评报告\n".encode()
SMALL = ArchiveLimits(members=20, member_bytes=1 << 20, total_bytes=4 << 20, ratio=50, large_bytes=1 << 16)


def members(data: bytes, folder: Path, limits: ArchiveLimits = SMALL) -> dict[str, str]:
    """Path of each member -> its text, or its reason in brackets."""
    source = folder / "source"
    source.write_bytes(data)
    found = expand(source, sniff(data), folder / "out", limits)
    return {
        member.path: f"[{member.reason}]" if member.reason else (folder / "out" / member.file).read_bytes().decode()
        for member in found
    }


def refused(data: bytes, folder: Path, limits: ArchiveLimits = SMALL) -> str:
    with pytest.raises(Unreadable) as caught:
        members(data, folder, limits)
    return caught.value.reason


PACKERS = [zipped, tarred, seven_zipped]


@pytest.mark.parametrize("pack", PACKERS)
def test_files_are_taken_out_with_their_paths(pack: object, tmp_path: Path) -> None:
    data = pack({"二级/报告.txt": REPORT, "b.txt": b"b", "__MACOSX/._b.txt": b"x", "~$b.docx": b"x"})  # type: ignore[operator]
    assert members(data, tmp_path) == {"b.txt": "b", "二级/报告.txt": REPORT.decode()}


@pytest.mark.parametrize(
    ("pack", "name"), [(gzip.compress, "content"), (bz2.compress, "content"), (lzma.compress, "content")]
)
def test_a_packed_tar_is_one_archive_and_a_packed_file_one_member(pack: object, name: str, tmp_path: Path) -> None:
    inner = tarred({"a.txt": b"a", "inner.zip": zipped({"b.txt": b"b"})})
    assert members(pack(inner), tmp_path) == {"a.txt": "a", "inner.zip/b.txt": "b"}  # type: ignore[operator]
    assert members(pack(b"alone"), tmp_path) == {name: "alone"}  # type: ignore[operator]


def test_a_gzip_states_its_files_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("somewhere/../report.txt", "wb", fileobj=buffer) as handle:
        handle.write(REPORT)
    assert members(buffer.getvalue(), tmp_path) == {"report.txt": REPORT.decode()}


@pytest.mark.parametrize("pack", PACKERS)
def test_archives_are_opened_once_more_and_no_further(pack: object, tmp_path: Path) -> None:
    deepest = zipped({"c.txt": b"c"})
    data = pack({"a.txt": b"a", "内/inner.zip": zipped({"b.txt": b"b", "deep.zip": deepest})})  # type: ignore[operator]
    assert members(data, tmp_path) == {"a.txt": "a", "内/inner.zip/b.txt": "b", "内/inner.zip/deep.zip": "[too_deep]"}


def test_names_of_chinese_windows_are_read() -> None:
    info = zipfile.ZipInfo("x")
    info.orig_filename = "预算/报告〇.txt".encode("gb18030").decode("cp437")
    assert archive._zip_name(info) == "预算/报告〇.txt"
    info.orig_filename = "预算.txt".encode().decode("cp437")
    assert archive._zip_name(info) == "预算.txt"
    info.orig_filename = "\u2551?.txt"
    info.extra = b"\x75\x70\x0e\x00\x01\0\0\0\0" + "甲乙丙".encode()
    assert archive._zip_name(info) == "甲乙丙"


@pytest.mark.parametrize("pack", PACKERS[:2])
def test_paths_that_lead_out_are_refused_and_written_nowhere(pack: object, tmp_path: Path) -> None:
    data = pack(
        {"../../evil.txt": b"x", "/etc/evil": b"x", "a/../../b": b"x", "C:\\evil.txt": b"x", "good.txt": b"good"}
    )  # type: ignore[operator]
    found = members(data, tmp_path)
    assert found.pop("good.txt") == "good"
    assert set(found.values()) == {"[unsafe_path]"} and len(found) == 4
    assert {path.name for path in tmp_path.iterdir()} == {"source", "out"}


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as handle:
        handle.writestr(info, "/etc/passwd")
        handle.writestr("good.txt", "good")
    assert members(buffer.getvalue(), tmp_path) == {"link": "[link]", "good.txt": "good"}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            tar.addfile(entry)
        entry = tarfile.TarInfo("good.txt")
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"good"))
    assert members(buffer.getvalue(), tmp_path) == {
        "soft": "[link]", "hard": "[link]", "pipe": "[device]", "good.txt": "good",
    }  # fmt: skip


def test_members_under_a_password_are_told(tmp_path: Path) -> None:
    whole = encrypted_flags(zipped({"a.txt": b"a"}))
    assert refused(whole, tmp_path) == "encrypted"
    assert refused(seven_zipped({"a.txt": b"a"}, is_locked=True), tmp_path) == "encrypted"
    inner = zipped({"locked.zip": whole, "good.txt": b"good"})
    assert members(inner, tmp_path) == {"good.txt": "good", "locked.zip/a.txt": "[encrypted]"}


@pytest.mark.parametrize(
    "data",
    [
        zipped({"a.txt": b"\0" * 4_000_000}),
        zipped({f"{number}.txt": b"\0" * 300_000 for number in range(10)}),
        zipped({"inner.zip": zipped({"a.txt": b"\0" * 4_000_000})}),
        gzip.compress(b"\0" * 4_000_000),
        lzma.compress(b"\0" * 4_000_000),
        seven_zipped({"a.txt": b"\0" * 4_000_000}),
        zipped({f"{number}": b"" for number in range(30)}),
        tarred({f"{number}": b"" for number in range(30)}),
    ],
)
def test_bombs_give_nothing(data: bytes, tmp_path: Path) -> None:
    assert refused(data, tmp_path) == "bomb"
    written = sum(path.stat().st_size for path in (tmp_path / "out").iterdir())
    assert written < SMALL.total_bytes + (2 << 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": REPORT * 99})[:90], "truncated"),
        (gzip.compress(REPORT * 999)[:40], "truncated"),
        (seven_zipped({"a.txt": REPORT * 99})[:100], "truncated"),
        (zipped({}), "empty"),
        (tarred({"a.txt": REPORT})[:530], "truncated"),
        (zipped({"__MACOSX/x": b"1"}), "empty"),
        (zipped({"../x": b"1"}), "unsafe_path"),
        (zipped({"../x": b"1", "y.zip": encrypted_flags(zipped({"a": b"a"}))}), "nothing_readable"),
    ],
    # the bytes of some tell the hour: every test process must collect the same names
    ids=["cut-zip", "cut-gzip", "cut-7z", "no-members", "cut-tar", "crumbs", "outside", "outside-and-locked"],
)
def test_archives_of_nothing_say_why(data: bytes, reason: str, tmp_path: Path) -> None:
    assert refused(data, tmp_path) == reason


def test_a_member_that_does_not_unpack_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": REPORT * 50, "b.txt": b"b"}))
    data[60] ^= 0xFF
    assert members(bytes(data), tmp_path) == {"a.txt": "[truncated]", "b.txt": "b"}


@settings(PROPERTY, max_examples=50)
@given(st.sampled_from(PACKERS), st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_a_damaged_archive_is_expanded_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pack: object, position: int, garbage: bytes
) -> None:
    data = bytearray(pack({"a.txt": REPORT, "b/c.txt": b"c" * 900}))  # type: ignore[operator]
    kind = sniff(bytes(data))
    data[position : position + len(garbage)] = garbage
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "source").write_bytes(data)
    # anything else than a refusal fails
    with contextlib.suppress(Unreadable):
        for member in expand(folder / "source", kind, folder / "out", SMALL):
            assert member.reason or (folder / "out" / member.file).is_file()
