"""What a release was made of: the same when nothing changed, another when anything did."""

from __future__ import annotations

from pathlib import Path

import pytest

from publishing import fingerprint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("models/a.sql", "seeds/b.csv", "macros/c.sql"):
        path = tmp_path / "dbt" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("select 1")
    return tmp_path / "dbt"


def test_what_dbt_builds_does_not_count(project: Path) -> None:
    before = fingerprint.folder_digest(project)
    for name in ("target/manifest.yml", "logs/dbt.md", "plugins/__pycache__/x.py", ".user.yml", "notes.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("x")
    assert fingerprint.folder_digest(project) == before


def test_a_renamed_or_changed_model_counts(project: Path) -> None:
    seen = {fingerprint.folder_digest(project)}
    (project / "models/a.sql").write_text("select 2")
    seen.add(fingerprint.folder_digest(project))
    (project / "models/a.sql").rename(project / "models/z.sql")
    seen.add(fingerprint.folder_digest(project))
    assert len(seen) == 3


def test_every_part_counts(project: Path) -> None:
    parts = fingerprint.parts("staged", "versions", project, project)
    assert set(parts) == {"staged", "versions", "dbt_project", "expectations", "publishing", "tools"}
    assert "duckdb" in parts["tools"]
    whole = fingerprint.fingerprint(parts)
    for name in parts:
        assert fingerprint.fingerprint({**parts, name: "other"}) != whole
