"""Which files are there, what they are, which are new; the steps from a landing folder to staged rows.

`look` walks the folders and hashes what it hasn't seen; `make_plan` holds that against what is staged; `take_in` records the
sightings, keeps the bytes and takes archives apart; `read_new` and `recognise_due` have readers and recognisers run by a
`runner.Runner` and stage what they give. Every step may be killed at any instant: what it finished stays, the rest is found due again.

A file in an archive is a file like any other, seen at `path of the archive/path inside it`. What an archive holds is staged once by
its hash: seen again, or under another name, it isn't opened again.

A file that was withdrawn has a tombstone: `forget` removes all of it, and the same bytes are turned away when they come again.

A file named as one of the lists (`ingest.lists`) is no report: it is staged line by line, and again when its bytes change.
"""

from ingest.steps.healing import Damage, damages, heal
from ingest.steps.looking import fingerprint, look, walk
from ingest.steps.plan import Known, Landing, Plan, Progress, Refusal, Sighting, Task
from ingest.steps.planning import (
    content_digest,
    current_quarantine,
    known,
    make_plan,
    names_seen,
    plan_summary,
    versions,
)
from ingest.steps.reading import read_new
from ingest.steps.recognising import recognise_due
from ingest.steps.taking_in import take_in
from ingest.steps.withdrawing import Tombstone, forget

__all__ = [
    "Damage",
    "Known",
    "Landing",
    "Plan",
    "Progress",
    "Refusal",
    "Sighting",
    "Task",
    "Tombstone",
    "content_digest",
    "current_quarantine",
    "damages",
    "fingerprint",
    "forget",
    "heal",
    "known",
    "look",
    "make_plan",
    "names_seen",
    "plan_summary",
    "read_new",
    "recognise_due",
    "take_in",
    "versions",
    "walk",
]
