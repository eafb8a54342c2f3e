"""A person's verdict on a finding, kept in `<home>/quality/reviews/`, one file each, from where dbt publishes it as `fct_finding_review`.

It holds for the finding by its `review_key` - check, body, year, values and the clause that states them - so that it stays when the
report is edited elsewhere or read by other code, and ends when what was reviewed is another thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from ingest.records import stable_id
from ingest.staging import write_bytes_atomically

FOLDER = "reviews"
CONFIRMED, FALSE, CORRECTED = "confirmed", "false", "corrected"
VERDICTS = (CONFIRMED, FALSE, CORRECTED)


class ReviewError(ValueError):
    """What was said can't be a review; the message says why."""


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict: on what, why, who, when (UTC, ISO 8601); `corrected_in` is the report that corrects what was found."""

    review_id: str
    review_key: str
    verdict: str
    reason: str
    corrected_in: str | None
    reviewed_by: str
    reviewed_at: str
    check_code: str
    unit_key: str | None
    fiscal_year: int | None


def given(
    finding: Mapping[str, Any], verdict: str, reason: str, corrected_in: str | None, reviewed_by: str, reviewed_at: str
) -> Review:
    """The review of a row of `fct_finding`. Raises ReviewError."""
    if verdict not in VERDICTS:
        raise ReviewError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    if not reason.strip():
        raise ReviewError("say why: --reason TEXT")
    if (verdict == CORRECTED) != bool(corrected_in):
        raise ReviewError("--corrected-in REPORT goes with --verdict corrected, and only with it")
    return Review(
        review_id=stable_id("rev", finding["review_key"], reviewed_at, reviewed_by, verdict),
        review_key=finding["review_key"],
        verdict=verdict,
        reason=reason.strip(),
        corrected_in=corrected_in,
        reviewed_by=reviewed_by,
        reviewed_at=reviewed_at,
        check_code=finding["check_code"],
        unit_key=finding["unit_key"],
        fiscal_year=finding["fiscal_year"],
    )


def write(review: Review, quality: Path) -> Path:
    """Keeps a review in the home; the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = quality / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    names = [item.name for item in fields(Review)]
    schema = pa.schema([(name, pa.int32() if name == "fiscal_year" else pa.string()) for name in names])
    table = pa.Table.from_pylist([dict(zip(names, astuple(review), strict=True))], schema=schema)
    target = folder / f"{review.review_id}.parquet"
    write_bytes_atomically(target, partial(pq.write_table, table))
    return target


def digest(quality: Path) -> str:
    """Changes with every review given or taken back: a build publishes it."""
    names = sorted(path.name for path in (quality / FOLDER).glob("*.parquet") if not path.name.startswith("."))
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest() if names else ""
