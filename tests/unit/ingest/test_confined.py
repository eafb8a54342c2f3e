"""A program that is confined: no network, limits, and nothing of it left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from ingest import confined

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="confinement is Linux's")


def _run(code: str, folder: Path, wall_seconds: float = 30, memory: int = 1_024) -> confined.Ended:
    return confined.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        folder=folder,
        environment={"PATH": os.defpath},
        wall_seconds=wall_seconds,
        cpu_seconds=20,
        memory_bytes=memory * confined.MEBIBYTE,
    )


def _is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_only_local_sockets_can_be_opened(tmp_path: Path) -> None:
    ended = _run(
        """
        import socket, subprocess, sys
        told = []
        for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
            try:
                socket.socket(family).close()
                told.append("open")
            except PermissionError:
                told.append("refused")
        child = "import socket; socket.socket(socket.AF_INET)"
        told.append(str(subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL).returncode))
        open("told", "w").write(" ".join(told))
        """,
        tmp_path,
    )
    assert ended == confined.Ended(0)
    told = (tmp_path / "told").read_text()
    if told.startswith("open open"):
        pytest.skip("this kernel takes no system call filters")
    assert told == "open refused refused 1"


def test_memory_is_limited(tmp_path: Path) -> None:
    assert _run("bytearray(1 << 30)", tmp_path, memory=512).returncode == 1


def test_time_is_limited_and_children_end_too(tmp_path: Path) -> None:
    ended = _run(
        """
        import subprocess, time
        child = subprocess.Popen(["sleep", "60"])
        open("pid", "w").write(str(child.pid))
        time.sleep(60)
        """,
        tmp_path,
        wall_seconds=3,
    )
    assert ended.is_timed_out
    assert _is_gone(int((tmp_path / "pid").read_text()))


def test_it_dies_with_who_started_it(tmp_path: Path) -> None:
    inner = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from ingest import confined
        confined.run([sys.executable, "-c", {inner!r}], folder=Path({str(tmp_path)!r}), environment={{}},
                     wall_seconds=60, cpu_seconds=20, memory_bytes=1 << 30)
        """
    )
    outer = subprocess.Popen([sys.executable, "-c", code], cwd=Path(confined.__file__).parents[1])
    pid = tmp_path / "pid"
    for _ in range(200):
        if pid.exists() and pid.read_text():
            break
        time.sleep(0.05)
    outer.send_signal(signal.SIGKILL)
    outer.wait()
    assert _is_gone(int(pid.read_text()))


def test_a_program_that_is_not_there_ends_at_once(tmp_path: Path) -> None:
    ended = confined.run(
        [str(tmp_path / "nothing")],
        folder=tmp_path,
        environment={},
        wall_seconds=10,
        cpu_seconds=5,
        memory_bytes=1 << 30,
    )
    assert ended.returncode != 0 and not ended.is_timed_out
