"""Runs another program so that it can't reach the network, outgrow its limits or outlive whoever asked for it.

The program is started through this file as a script (standard library only), which confines itself and then becomes the program:
nothing runs between fork and exec in a process that may have threads. On systems other than Linux only the time limit and the end
of the process group hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import platform
import resource
import signal
import stat
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1024 * 1024

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2
# machine -> audit architecture, the numbers of socket and io_uring_setup
_SYSTEM_CALLS = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
_AF_UNIX, _EACCES, _ALLOW, _REFUSE = 1, 13, 0x7FFF0000, 0x00050000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its code (negative: the signal), or that its time was up."""

    returncode: int
    is_timed_out: bool = False


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    wall_seconds: float,
    cpu_seconds: int,
    memory_bytes: int,
    file_bytes: int = 512 * MEBIBYTE,
) -> Ended:
    """Runs a program in a folder, silent, and waits for it; at the end nothing of its process group is left.

    Raises OSError where it can't be started at all.
    """
    limits = {"parent": os.getpid(), "cpu": cpu_seconds, "memory": memory_bytes, "file": file_bytes}
    process = subprocess.Popen(
        [sys.executable, "-I", str(Path(__file__)), json.dumps(limits), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=dict(environment),
        start_new_session=True,
    )
    try:
        return Ended(process.wait(timeout=wall_seconds))
    except subprocess.TimeoutExpired:
        return Ended(-signal.SIGKILL, is_timed_out=True)
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def die_with_parent(parent: int) -> None:
    """Asks Linux to kill this process when its parent ends; elsewhere the closed pipe ends an idle worker."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def deny_network() -> bool:
    """Lets this process and its children open no socket but local ones, for good; False where the kernel can't."""
    known = _SYSTEM_CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket, io_uring = known

    def step(code: int, true: int, false: int, value: int) -> bytes:
        return struct.pack("<HBBI", code, true, false, value)

    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    steps = (
        step(load, 0, 0, 4),  # the architecture of the call
        step(equal, 0, 6, architecture),
        step(load, 0, 0, 0),  # its number
        step(at_least, 4, 0, 0x40000000),  # numbers of the other ABI of x86
        step(equal, 3, 0, io_uring),
        step(equal, 0, 3, socket),
        step(load, 0, 0, 16),  # the address family
        step(equal, 1, 0, _AF_UNIX),
        step(answer, 0, 0, _REFUSE | _EACCES),
        step(answer, 0, 0, _ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(program)), 0, 0)


_SYSTEM_PLACES = (
    "/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/proc", "/sys/devices/system", "/sys/fs/cgroup",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/fonts", "/etc/libreoffice", "/etc/localtime",
    "/dev/random", "/dev/urandom", "/dev/zero", "/dev/null", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice",
)  # fmt: skip
# landlock's system calls are numbered alike on every machine
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_FILE, _MAKE_SOCK = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 5, 1 << 9
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
# by version of the interface: what can be kept from a process (moves between folders from 2, cutting short from 3, devices from 5)
_HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}


def keep_to(readable: Sequence[Path], writable: Sequence[Path]) -> bool:
    """Keeps this process and its children, for good, to the system's and Python's files, what they may read and what they may write; False where the kernel can't."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    version = library.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = _HANDLED[min(version, 5)]
    attributes = struct.pack("@Q", handled)
    rules = library.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    read_only = (_EXECUTE | _READ_FILE | _READ_DIR) & handled
    allowed = [(Path(place), read_only) for place in (*_SYSTEM_PLACES, sys.prefix, sys.base_prefix, sys.exec_prefix)]
    allowed += [(place, read_only) for place in readable]
    allowed += [(Path("/dev/null"), read_only | _WRITE_FILE), (Path("/tmp"), _MAKE_SOCK | _REMOVE_FILE)]  # noqa: S108 - LibreOffice's sockets
    allowed += [(place, handled & ~_EXECUTE) for place in writable]
    try:
        for place, access in allowed:
            _allow(library, rules, place, access)
        if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return False
        return not library.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(library: ctypes.CDLL, rules: int, place: Path, access: int) -> None:
    try:
        handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        # what isn't there needs no rule
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            access &= _OF_FILES
        rule = struct.pack("=Qi", access, handle)
        library.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)


def _confine(parent: int, cpu: int, memory: int, file: int) -> None:
    die_with_parent(parent)
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_AS, memory),
    ):
        _, hardest = resource.getrlimit(what)
        allowed = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (allowed, allowed))
    deny_network()


if __name__ == "__main__":
    _confine(**json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - a program by its path, through no shell
