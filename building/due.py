"""Is there anything to do? Answered without Dagster, dbt or Great Expectations, in about the time it takes to look.

"Nothing new" means: the same files and reviews, the same reader and recogniser versions, the same dbt project, thresholds, code and tools
as the published release was made of, and its files hold the bytes that were published. Then a build would give the same release, and none is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest import steps
from ingest.home import DBT_PROJECT, EXPECTATIONS, Home, Settings
from ingest.staging import StagingDamaged
from ingest.sums import Verified
from publishing import fingerprint, integrity, release, reviews, withdrawals


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the landing folders and the home says."""

    plan: steps.Plan
    published: dict[str, Any] | None
    is_nothing_new: bool


def made_of(home: Home, staged: steps.Known) -> tuple[str, dict[str, Any]]:
    """What a release of a state of staging is made of: one hash, and its parts."""
    parts = fingerprint.parts(steps.content_digest(staged), steps.versions(), DBT_PROJECT, EXPECTATIONS)
    parts["building"] = fingerprint.folder_digest(Path(__file__).resolve().parent)
    parts["reviews"] = reviews.digest(home.quality)
    return fingerprint.fingerprint(parts), parts


def look(settings: Settings, progress: steps.Progress = lambda step, done, total: None) -> Due:
    """Looks at the landing folders and the home; writes nothing but caches of hashes. A home whose staging is damaged is due."""
    home = settings.home
    try:
        staged = steps.known(home)
    except StagingDamaged:
        return Due(steps.Plan(), None, False)
    plan = steps.make_plan(steps.look(settings.reports, home, progress), staged, home)
    published = release.published_release(home)
    same = False
    if plan.is_empty and published is not None:
        same = published.get("fingerprint") == made_of(home, staged)[0]
        known = Verified(home.verified)
        same = same and integrity.damage(home.published, known) is None
        known.save()
    return Due(plan, published, same)


def mend(home: Home) -> list[str]:
    """Sets aside what is damaged in the home, so that it is made again; a line for each. Only to be called under the home's lock."""
    lines = [*release.clean_up(home), *withdrawals.carry_out(home)]
    lines += steps.heal(home, lambda: release.remembered_sightings(home))
    known = Verified(home.verified)
    if fault := integrity.mark_damaged(home.published, known):
        lines.append(integrity.told(fault))
    known.save()
    return lines
