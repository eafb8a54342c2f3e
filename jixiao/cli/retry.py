"""`jixiao retry`: reads files in quarantine again from their kept bytes, for failures that were the machine's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ingest import steps
from ingest.home import Home, Settings, SettingsError, existing_home
from ingest.records import QuarantineRow
from ingest.runner import LocalPool, Runner
from jixiao.cli.output import FAILED, INTERRUPTED, USAGE, Bars, counted, emit_json, give_up, note, say
from jixiao.cli.output import progress as bars_on
from publishing import release, withdrawals
from publishing.lock import HomeLocked, home_lock

_SHORTEST = 6


class NotInQuarantine(LookupError):
    """A name that fits no file in quarantine."""


def chosen(
    quarantine: Mapping[str, QuarantineRow],
    names: Sequence[str],
    seen: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> frozenset[str]:
    """The hashes of the files in quarantine that are meant: by hash or its beginning, by path or name as shown, or by the
    bytes of a file given; all of them where nothing is named. `seen` are the paths of each hash. Raises NotInQuarantine.
    """
    if not names:
        return frozenset(quarantine)
    found: set[str] = set()
    for name in names:
        meant = set(_named(quarantine.values(), name, seen))
        if not meant and Path(name).is_file():
            with Path(name).open("rb") as handle:
                meant = {hashlib.file_digest(handle, "sha256").hexdigest()} & set(quarantine)
        if not meant:
            raise NotInQuarantine(f"not in quarantine: {name} (jixiao worklist --kind quarantine lists what is)")
        found |= meant
    return frozenset(found)


def _named(rows: Iterable[QuarantineRow], name: str, seen: Mapping[str, Sequence[str]]) -> Iterable[str]:
    plain = name.removeprefix("./")
    for row in rows:
        paths = [row.path, *seen.get(row.sha256, ())]
        by_hash = len(name) >= _SHORTEST and row.sha256.startswith(name.lower())
        if by_hash or any(plain in (path, path.rpartition("/")[2]) for path in paths):
            yield row.sha256


def tried_again(home: Home, names: Sequence[str], runner: Runner, bars: Bars) -> list[dict[str, str]]:
    """Reads and recognises the files that are meant again; each with what became of it. Only under the home's lock.

    `outcome`: `understood`, `refused` (the reason and detail are the new ones), or `not_kept`: its bytes are not in the home.
    """
    before = steps.known(home)
    quarantine = steps.current_quarantine(before)
    wanted = chosen(quarantine, names, steps.names_seen(before))
    plan = steps.make_plan(steps.Landing((), ()), before, home, retry=wanted)
    plan = replace(
        plan,
        to_read=tuple(task for task in plan.to_read if task.sha256 in wanted),
        to_expand=tuple(task for task in plan.to_expand if task.sha256 in wanted),
        to_quarantine=tuple(item for item in plan.to_quarantine if item[0].sha256 in wanted),
        to_recognise=(),
    )
    steps.take_in(plan, home)
    steps.read_new(plan, home, runner, progress=bars.tell)
    steps.recognise_due(home, runner, progress=bars.tell)
    still = steps.current_quarantine(steps.known(home))
    found: list[dict[str, str]] = []
    for sha256 in sorted(wanted, key=lambda key: (quarantine[key].path, key)):
        row = still.get(sha256, quarantine[sha256])
        if sha256 not in still:
            outcome, reason, detail = "understood", "", ""
        elif home.original(sha256).exists():
            outcome, reason, detail = "refused", row.reason, row.detail
        else:
            outcome, reason, detail = (
                "not_kept",
                row.reason,
                "its bytes are not in the home: give its folder to jixiao build",
            )
        found.append({"sha256": sha256, "path": row.path, "outcome": outcome, "reason": reason, "detail": detail})
    return found


def run(names: list[str], home: Path | None, workers: int | None, as_json: bool) -> None:
    """The whole command. Ends by typer.Exit with 1 (no home, locked), 2 (usage) or 130."""
    place = existing_home(home)
    if not place.staging.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    try:
        settings = Settings.of(home=place.root, workers=workers)
    except SettingsError as error:
        give_up(str(error), as_json, USAGE, "usage")
    try:
        with home_lock(settings.home.lock, owner="retry"), bars_on(as_json) as bars:
            lines = withdrawals.carry_out(settings.home)
            for line in [*lines, *steps.heal(settings.home, lambda: release.remembered_sightings(settings.home))]:
                note(line)
            found = tried_again(settings.home, names, LocalPool(settings.workers), bars)
    except NotInQuarantine as error:
        give_up(str(error), as_json, USAGE, "usage")
    except HomeLocked as error:
        give_up(str(error), as_json, FAILED, "locked")
    except KeyboardInterrupt:
        give_up("interrupted: what was finished is kept", as_json, INTERRUPTED, "interrupted")
    understood = sum(1 for row in found if row["outcome"] == "understood")
    if as_json:
        emit_json({"home": place.root, "tried": len(found), "understood": understood, "files": found})
        return
    if not found:
        say("Nothing is in quarantine.")
        return
    for row in found:
        why = f" {row['reason']}: {row['detail']}" if row["reason"] else ""
        say(f"  {row['sha256'][:12]}  {row['outcome']}{why}  {row['path']}")
    say(
        f"{understood} of {counted(len(found), 'file')} understood now."
        + (" jixiao build publishes them." if understood else "")
    )
