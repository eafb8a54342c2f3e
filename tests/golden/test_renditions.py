"""One report in every format: each rendition gives the claims, indicators and attributes of its text.

A row of `RENDITIONS` is a file, how much of the text's rows it must give, and what reading it takes. Where less than everything
is asked for, no figure that differs may come without a low score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest.readers import doc, scan
from tests.golden import scoring
from tests.golden.scoring import Read

Rows = Counter[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file of shared/reports/renditions. `needs` gives the reason why it can't be read here, or None."""

    name: str
    share: float = 1.0
    with_office: bool = True
    needs: Callable[[], str | None] = lambda: None


def _optical() -> str | None:
    return None if find_spec("rapidocr") else "the extra `ocr` isn't installed"


# the text that the renditions were made of, by the beginning of its name
TEXT = "003_"
RENDITIONS = (
    Rendition("003.docx"),
    Rendition("003.doc"),
    Rendition("003.doc", with_office=False),
    Rendition("003.pdf"),
    Rendition("003_wqy.pdf"),
    Rendition("003_scan200.pdf", share=0.97, needs=_optical),
)


def rows(read: Read) -> dict[str, Rows]:
    """What two renditions are compared by, each with how often it occurs."""
    return {
        "claims": Counter((*scoring.key_of("", claim), claim.fund_code, claim.place_kind) for claim in read.claims),
        "indicators": Counter(
            (*(row.level1, row.level2, row.level3, row.target_text, row.actual_text), row.weight, row.score, row.deviation_reason)
            for row in read.indicators
        ),
        "attributes": Counter(
            (row.attribute_code, row.project_name, "".join(row.value_text.split())) for row in read.attributes
        ),
    }  # fmt: skip


@cache
def _text() -> Read:
    (name,) = (name for name in scoring.report_texts() if name.startswith(TEXT))
    return scoring.read(scoring.report_texts()[name], name)


@pytest.mark.parametrize(
    "rendition",
    [
        pytest.param(one, marks=pytest.mark.system if one.name.endswith(".doc") and one.with_office else ())
        for one in RENDITIONS
    ],
    ids=lambda one: f"{one.name}{'' if one.with_office else '-bare'}",
)
def test_a_rendition_gives_what_its_text_gives(rendition: Rendition, monkeypatch: pytest.MonkeyPatch) -> None:
    path = scoring.shared("reports", "renditions", rendition.name)
    missing = rendition.needs()
    if missing:
        pytest.skip(missing)
    if not rendition.with_office:
        monkeypatch.setattr(doc, "office", lambda: None)
    read = scoring.read(Path(path).read_bytes(), rendition.name)
    wanted, found = rows(_text()), rows(read)
    told = [
        f"{'MISSED' if sign < 0 else 'ADDED '} {kind} {row}"
        for kind in wanted
        for sign, more in ((-1, wanted[kind] - found[kind]), (1, found[kind] - wanted[kind]))
        for row in more.elements()
    ]
    assert all(wanted.values()), "the text gives nothing to compare with"
    for kind in wanted:
        share = (wanted[kind] & found[kind]).total() / wanted[kind].total()
        assert share >= rendition.share, "\n".join(told)
    if rendition.share == 1:
        assert not told, "\n".join(told)
    else:
        extra = found["claims"] - wanted["claims"]
        sure = [
            claim
            for claim in read.claims
            if (*scoring.key_of("", claim), claim.fund_code, claim.place_kind) in extra
            and (claim.reading_score is None or claim.reading_score >= scan.SURE)
        ]
        assert not sure, "\n".join(scoring.describe(claim) for claim in sure)
    assert not scoring.misplaced(read)
    assert len(read.parts) == len(_text().parts)
