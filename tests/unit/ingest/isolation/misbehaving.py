"""Handlers that do what hostile files make readers do; a worker process imports this file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ingest import readers


def handle(payload: dict[str, Any]) -> dict[str, Any]:  # noqa: C901 - one branch per way to misbehave
    kind = payload["kind"]
    if kind == "abort":
        os.abort()
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "killed":
        # as a system short of memory does, so many times; a file outside keeps count
        with Path(payload["count"]).open("a+") as counting:
            counting.write("x")
            counting.seek(0)
            tries = len(counting.read())
        if tries <= payload["times"]:
            time.sleep(0.2)
            os.kill(os.getpid(), signal.SIGKILL)
        readers.page_done(tries, tries)
    if kind == "exit":
        os._exit(0)
    if kind == "sleep":
        time.sleep(600)
    if kind == "nap":
        time.sleep(0.15)
    if kind == "spin":
        while True:
            pass
    if kind == "memory":
        bytearray(8 * 1024**3)
    if kind == "hoard":
        held = bytearray(payload["bytes"])
        os.abort() if held else None
    if kind == "error":
        raise ValueError("张三 13800000000")
    if kind == "print":
        print("a library that talks")
        sys.stdout.flush()
        os.write(1, b"and talks\n")
    if kind == "surrogate":
        return {"text": "\ud800"}
    if kind == "large":
        return {"text": "字" * 3_000_000}
    if kind == "children":
        if os.fork() == 0:
            time.sleep(600)
        time.sleep(600)
    if kind == "connect":
        with socket.socket(socket.AF_INET) as made:
            made.connect(("127.0.0.1", payload["port"]))
    if kind == "child_connects":
        code = f"import socket; socket.create_connection(('127.0.0.1', {payload['port']}))"
        return {"code": subprocess.run([sys.executable, "-c", code], check=False).returncode}
    if kind == "open":
        return {"text": Path(payload["path"]).read_text()}
    if kind == "write":
        Path(payload["path"]).write_text("x")
    if kind == "scratch":
        Path(tempfile.gettempdir(), "left").write_text("x")
        return {"folder": tempfile.gettempdir()}
    if kind == "pages":
        for page in range(payload["pages"]):
            time.sleep(payload["seconds"])
            ends = time.process_time() + payload.get("busy", 0)
            while time.process_time() < ends:
                pass
            readers.page_done(page + 1, payload["pages"])
    return {"echo": payload.get("text"), "pid": os.getpid()}
