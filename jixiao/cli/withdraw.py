"""`jixiao withdraw`: a report that must not be held any more is gone from the home, and is kept out."""

from __future__ import annotations

from pathlib import Path

from ingest import steps
from ingest.home import Home, existing_home
from ingest.staging import utc_now
from ingest.steps import withdrawing
from jixiao.cli.accept import person
from jixiao.cli.output import FAILED, INTERRUPTED, USAGE, emit_json, give_up, say
from publishing import release, withdrawals
from publishing.lock import HomeLocked, home_lock

_SHORTEST = 6


class NotHeld(LookupError):
    """A name that fits no file of the home, or several."""


def meant(home: Home, name: str) -> str:
    """The SHA-256 of the file that is meant: by report id or hash or a beginning of it, or by path or name. Raises NotHeld."""
    staged = steps.known(home)
    seen = steps.names_seen(staged)
    held = {*seen, *staged.manifest, *staged.quarantine}
    plain = name.removeprefix("./")
    found = {
        sha256
        for sha256 in held
        if (len(name) >= _SHORTEST and sha256.startswith(name.partition("-")[0].lower()))
        or any(plain in (path, path.rpartition("/")[2]) for path in seen.get(sha256, ()))
    }
    if len(found) == 1:
        return found.pop()
    if found:
        raise NotHeld(f"{name} may be several files: {', '.join(sorted(sha256[:12] for sha256 in found))}")
    if name.partition("-")[0].lower() in withdrawing.read(home):
        return name.partition("-")[0].lower()
    raise NotHeld(f"no file of this home is {name}: give a report id, a hash or a path as dim_report_file has it")


def run(name: str, reason: str, by: str | None, home: Path | None, as_json: bool) -> None:
    """The whole command. Ends by typer.Exit with 1 (no home, locked), 2 (usage) or 130."""
    place = existing_home(home)
    if not place.staging.is_dir():
        give_up(f"there is no home at {place}: run jixiao build first", as_json)
    if not reason.strip():
        give_up("say why: --reason TEXT", as_json, USAGE, "usage")
    try:
        with home_lock(place.lock, owner="withdraw"):
            release.clean_up(place)
            sha256 = meant(place, name)
            withdrawing.write(steps.Tombstone(sha256, reason.strip(), by or person(), utc_now()), place)
            done = withdrawals.carry_out(place)
            archives = [stone.sha256 for stone in withdrawing.read(place).values() if stone.held == sha256]
    except NotHeld as error:
        give_up(str(error), as_json, USAGE, "usage")
    except HomeLocked as error:
        give_up(str(error), as_json, FAILED, "locked")
    except KeyboardInterrupt:
        give_up("interrupted: jixiao withdraw or the next build carries on", as_json, INTERRUPTED, "interrupted")
    if as_json:
        emit_json({"home": place.root, "sha256": sha256, "archives": archives, "done": done})
        return
    say(f"Withdrawn: {sha256}")
    for line in done:
        say(f"  {line}")
    for archive in archives:
        say(f"  the archive {archive[:12]}… held it and is kept out as well; its other files stay")
    say(
        "jixiao build publishes the rest anew. Give it folders without the file: it is turned away where it comes again."
    )
