"""`jixiao review`: a person's verdict on a finding."""

from __future__ import annotations

from pathlib import Path

from ingest.home import existing_home
from ingest.staging import utc_now
from jixiao.cli.accept import person
from jixiao.cli.output import FAILED, USAGE, emit_json, give_up, say
from jixiao.explore import explain
from publishing import integrity, reading, reviews
from publishing.lock import HomeLocked, home_lock


def run(
    identifier: str,
    verdict: str,
    reason: str,
    corrected_in: str | None,
    by: str | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """The whole command. Ends by typer.Exit with 1 (nothing published, no such finding, locked) or 2 (usage)."""
    place = existing_home(home)
    if fault := integrity.damage(place.published):
        give_up(integrity.told(fault), as_json, status="damaged")
    if not place.published.is_dir():
        give_up(f"nothing is published in {place}: run jixiao build first", as_json)
    try:
        with home_lock(place.lock, owner="review"):
            found = explain.explained(place.published, identifier.strip())
            if found["kind"] != "finding" or "review_key" not in found["row"]:
                give_up(f"{found['kind']} {found['id']} is no finding that can be reviewed", as_json, USAGE, "usage")
            who = person() if by is None else by
            review = reviews.given(found["row"], verdict, reason, corrected_in, who, utc_now())
            reviews.write(review, place.quality)
    except reading.ReleaseUnreadable as error:
        give_up(str(error), as_json)
    except (explain.Ambiguous, reviews.ReviewError) as error:
        give_up(str(error), as_json, USAGE, "usage")
    except explain.NotFound as error:
        give_up(str(error), as_json, status="not_found")
    except HomeLocked as error:
        give_up(str(error), as_json, FAILED, "locked")
    if as_json:
        emit_json({"home": place.root, "finding_id": found["id"], "review_id": review.review_id, "verdict": verdict})
        return
    say(f"{found['id']} {verdict}: {review.reason}")
    say("jixiao build publishes it.")
