"""What a release was made of: when that is the same, a new build would be the same and isn't made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

# Another version of these may give another file from the same rows.
TOOLS = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations")
_SUFFIXES = frozenset({".py", ".sql", ".csv", ".yml", ".yaml", ".md"})
_PASSED_OVER = frozenset({"target", "logs", "dbt_packages", "__pycache__"})


def folder_digest(folder: Path) -> str:
    """A hash over the sources below a folder, by name and content; built things don't count."""
    digest = hashlib.sha256()
    files = (
        path
        for path in folder.rglob("*")
        if path.suffix in _SUFFIXES
        and not any(part in _PASSED_OVER or part.startswith(".") for part in path.relative_to(folder).parts)
    )
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\x1f{len(body)}\x1f".encode())
        digest.update(body)
    return digest.hexdigest()


def tool_versions() -> dict[str, str]:
    """The installed versions of the tools a release depends on; missing ones are left out."""
    found: dict[str, str] = {}
    for name in TOOLS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def parts(staged_digest: str, versions: str, dbt_project: Path, expectations: Path) -> dict[str, Any]:
    """Everything a release depends on: staged rows, reader and recogniser versions, dbt project, thresholds, tools, this package."""
    return {
        "staged": staged_digest,
        "versions": versions,
        "dbt_project": folder_digest(dbt_project),
        "expectations": folder_digest(expectations),
        "publishing": folder_digest(Path(__file__).resolve().parent),
        "tools": tool_versions(),
    }


def fingerprint(found: Mapping[str, Any]) -> str:
    """One hash over the parts."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
