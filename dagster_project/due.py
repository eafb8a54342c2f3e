"""Is there anything to do? Answered without Dagster, dbt or Great Expectations, in about the time it takes to look.

"Nothing new" means: the same files, the same reader and recogniser versions, the same dbt project, thresholds, code and tools
as the published release was made of, and its files hold the bytes that were published. Then a build would give the same release, and none is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.settings import Settings
from ingest import steps
from ingest.staging import StagingDamaged
from ingest.sums import Verified
from publishing import fingerprint, integrity, release


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the landing folders and the home says."""

    plan: steps.Plan
    published: dict[str, Any] | None
    is_nothing_new: bool


def ingest_home(settings: Settings) -> steps.Home:
    """The places that ingestion writes to; the home itself is no landing folder, even below one."""
    return steps.Home(settings.staging, settings.originals, settings.work, (settings.home,))


def places(settings: Settings) -> release.Places:
    """Where the home's releases are."""
    return release.Places(settings.releases, settings.published, settings.quality)


def made_of(settings: Settings, staged: str) -> tuple[str, dict[str, Any]]:
    """What a release of a state of staging is made of: one hash, and its parts."""
    parts = fingerprint.parts(staged, steps.versions(), settings.dbt_project, settings.expectations)
    parts["steps"] = fingerprint.folder_digest(Path(__file__).resolve().parent)
    return fingerprint.fingerprint(parts), parts


def look(settings: Settings, progress: steps.Progress = lambda step, done, total: None) -> Due:
    """Looks at the landing folders and the home; writes nothing but caches of hashes. A home whose staging is damaged is due."""
    home = ingest_home(settings)
    try:
        staged = steps.known(home)
    except StagingDamaged:
        return Due(steps.Plan(), None, False)
    plan = steps.make_plan(steps.look(settings.reports, home, progress), staged, home)
    published = release.published_release(places(settings))
    same = False
    if plan.is_empty and published is not None:
        same = published.get("fingerprint") == made_of(settings, steps.content_digest(staged))[0]
        known = verified(settings)
        same = same and integrity.damage(settings.published, known) is None
        known.save()
    return Due(plan, published, same)


def verified(settings: Settings) -> Verified:
    """Which files of releases were found right already."""
    return Verified(settings.work / "verified.json")


def mend(settings: Settings) -> list[str]:
    """Sets aside what is damaged in the home, so that it is made again; a line for each. Only to be called under the home's lock."""
    where = places(settings)
    lines = release.clean_up(where)
    lines += steps.heal(ingest_home(settings), lambda: release.remembered_sightings(where))
    known = verified(settings)
    if fault := integrity.mark_damaged(where.published, known):
        lines.append(integrity.told(fault))
    known.save()
    return lines
