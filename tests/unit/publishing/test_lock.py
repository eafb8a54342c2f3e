"""One build per home at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publishing.lock import HomeLocked, home_lock
from tests.support import environment

HOLDER = """
import sys, time
from pathlib import Path
from publishing.lock import home_lock
with home_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_another_process_is_kept_out_until_the_first_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True, env=environment()
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(HomeLocked, match=f"process {holder.pid}"), home_lock(path):
            pass
    finally:
        holder.kill()
        holder.wait()
        holder.communicate()
    with home_lock(path, wait_seconds=5):
        pass


def test_one_process_may_take_it_again(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with home_lock(path), home_lock(path):
        pass
    with home_lock(path):
        pass
