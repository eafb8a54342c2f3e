"""No file may hold a package registry's host name, an absolute path of somebody's machine, or a secret; no module is too long.

`python scripts/check_files.py [root]` prints every offending line as path:line: what, and exits 1 if there is one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Whoever may be linked to. Anything else is a registry, a mirror or a tracker until somebody adds it here on purpose.
ALLOWED_HOSTS = {
    "127.0.0.1",
    "localhost",
    "www.apache.org",
    "www.w3.org",
    # names of XML vocabularies, which nobody follows
    "purl.oclc.org",
    "schemas.microsoft.com",
    "schemas.openxmlformats.org",
    "openoffice.org",
    # an address that leads nowhere, for tests of what may not be followed
    "192.0.2.1",
    "keepachangelog.com",
    "semver.org",
    "json-schema.org",
    "docs.getdbt.com",
    "docs.dagster.io",
    "duckdb.org",
    "www.stats.gov.cn",
    "www.mca.gov.cn",
    "example.invalid",
}

# Written in pieces so that this file passes its own check.
REGISTRY_WORDS = (
    "pypi." + "org",
    "python" + "hosted",
    "npm" + "js.",
    "npm" + "mirror",
    "ana" + "conda",
    "proxy.go" + "lang",
)

RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("registry host name", re.compile("|".join(re.escape(word) for word in REGISTRY_WORDS))),
    ("index option in a lock", re.compile(r"^\s*--(?:extra-)?(?:index-url|find-links|trusted-host)\b")),
    (
        "absolute path",
        re.compile(r"(?<![\w.>})$*-])/(?:work|root|Users|home/[a-z][a-z0-9_-]*|opt|mnt|srv)/(?=[\w.])"),
    ),
    ("private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")),
    (
        "access token",
        re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|AKIA[0-9A-Z]{16}|glpat-[\w-]{20,}|pypi-[A-Za-z0-9_-]{50,})"),
    ),
    (
        "secret in plain text",
        re.compile(r"(?i)\b(?:password|passwd|secret|api[_-]?key|token)\b[\"']?\s*[:=]\s*[\"'][^\"'\s{}$<>]{6,}[\"']"),
    ),
)
# A module holds one idea and is read in one go; tests list cases and may be as long as there are.
MOST_LINES = 500
LONG_MODULES = {
    "ingest/readers/pdf.py": "what two libraries say of a page, held against each other",
    "ingest/readers/scan_text.py": "lines and cells of a scan are told by the same measures",
}
URL = re.compile(r"https?://([^/\s\"'<>):`\\]+)")
SKIPPED_SUFFIXES = {".png", ".pdf", ".docx", ".doc", ".xlsx", ".parquet", ".duckdb", ".ico", ".woff2"}
SKIPPED_FOLDERS = {".git", ".venv", "home", "target", "logs", "__pycache__", "build", "dist", "node_modules"}


def files(root: Path) -> Iterator[Path]:
    """What git would hold of `root`, or every file when it is no git checkout."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=root,
            check=True,
            capture_output=True,
        ).stdout
        names = [name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [str(path.relative_to(root)) for path in sorted(root.rglob("*"))]
    for name in names:
        path = root / name
        parts = Path(name).parts
        if (
            path.is_file()
            and path.suffix not in SKIPPED_SUFFIXES
            and not any(part in SKIPPED_FOLDERS or part.startswith((".mypy", ".ruff")) for part in parts[:-1])
        ):
            yield path


def offences(text: str) -> Iterator[tuple[int, str]]:
    """Line number (from 1) and what is wrong with it."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in RULES:
            if pattern.search(line):
                yield number, what
        for host in URL.findall(line):
            if host.lower() not in ALLOWED_HOSTS:
                yield number, f"link to {host}, a host not on the list of {Path(__file__).name}"


def too_long(name: str, text: str) -> str | None:
    """What is wrong with the length of a file; also where it is no longer an exception."""
    if not name.endswith(".py") or name.startswith("tests/"):
        return None
    count = len(text.splitlines())
    if name in LONG_MODULES:
        return None if count > MOST_LINES else f"{count} lines: no exception any more ({Path(__file__).name})"
    return f"{count} lines, {MOST_LINES} at most: one idea a file" if count > MOST_LINES else None


def check(root: Path) -> list[str]:
    """Every offence under `root` as `path:line: what`."""
    found = []
    for path in files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        name = path.relative_to(root).as_posix()
        found.extend(f"{name}:{number}: {what}" for number, what in offences(text))
        if what := too_long(name, text):
            found.append(f"{name}:1: {what}")
    return found


def main() -> int:
    found = check(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT)
    print("\n".join(found) if found else "files: no registry host names, absolute paths or secrets, no long modules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
