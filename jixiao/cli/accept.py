"""`jixiao build --accept`: a person's word that a failure of the last run is right as it is, kept before the build begins."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.home import Home
from ingest.staging import utc_now


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was asked for on the command line: checks as `suite.expectation[:year]`, why, and who (None: the login name)."""

    checks: Sequence[str] = field(default=())
    reason: str = ""
    accepted_by: str | None = None

    def record(self, home: Home) -> list[str]:
        """Keeps the overrides in the home; the names of what was accepted. Raises OverrideError where that can't be.

        Only to be called under the home's lock.
        """
        if not self.checks:
            return []
        from expectations.results import read_history, set_aside_damaged
        from publishing import overrides

        set_aside_damaged(home.quality)
        history = read_history(home.quality)
        last = [row for row in history if row.run_id == history[-1].run_id] if history else []
        by = person() if self.accepted_by is None else self.accepted_by
        given = overrides.accept(self.checks, self.reason, by, utc_now(), last)
        overrides.write(given, home.quality)
        return [f"{one.suite}.{one.expectation}" + (f":{one.fiscal_year}" if one.fiscal_year else "") for one in given]


def person() -> str:
    """Who gives a command: the login name, "" where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
