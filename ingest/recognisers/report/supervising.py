"""The body above the reporting one: named in a form's cell, on a cover, or in prose."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest import lexicon
from ingest.normalize.names import clean_unit
from ingest.recognisers.output import Passage
from ingest.recognisers.report.sources import Found, Sources, labelled_cells, labelled_line, role_of, whole_cell
from ingest.recognisers.report.units import looks_like_unit

# of a bureau and a ministry the bureau, the nearer one
_NEARER, _FARTHER = "supervising_unit", "supervising_ministry"
_ROLES = (_NEARER, _FARTHER)
_SUPERVISED = re.compile(rf"是(?P<unit>[\u4e00-\u9fff]{{3,36}}?){lexicon.cue('supervised_by')}")
_SUBORDINATE = re.compile(rf"{lexicon.cue('supervised_under')}(?P<unit>[\u4e00-\u9fff]{{3,36}})")
_FIRST_PASSAGES = 40
_BEFORE, _BEHIND = 40, 30


def supervising_unit_of(sources: Sources) -> Found | None:
    """The body that supervises the reporting one: what the first kind of place that names one says."""
    return next((found for rule in _RULES if (found := rule(sources)) is not None), None)


def _in_form_cells(sources: Sources) -> Found | None:
    """The last cell for a ministry, unless one names the bureau."""
    farther = None
    for block, table in sources.document.tables():
        for role, cell, row in labelled_cells(table.rows(), *_ROLES):
            name = clean_unit(cell.text)
            if looks_like_unit(name):
                found = Found(name, whole_cell(block, table, cell, row))
                if role == _NEARER:
                    return found
                farther = found
    return farther


def _on_cover(sources: Sources) -> Found | None:
    for passage in sources.passages[:_FIRST_PASSAGES]:
        cover = labelled_line(passage.text.strip())
        if cover is None or role_of(cover[0]) not in _ROLES:
            continue
        name = clean_unit(cover[1])
        at = passage.text.find(name) if name else -1
        if looks_like_unit(name) and at >= 0:
            return Found(name, passage.place(at, at + len(name), 0, len(passage.text)))
    return None


def _in_prose(sources: Sources) -> Found | None:
    for passage in sources.passages[:_FIRST_PASSAGES]:
        for match in (_SUPERVISED.search(passage.folded), _SUBORDINATE.search(passage.folded)):
            if match is None:
                continue
            name = match["unit"] if match.re is _SUPERVISED else _to_first_suffix(match["unit"])
            if looks_like_unit(name):
                return Found(name, _quoted(passage, match.start("unit"), len(name)))
    return None


_RULES: tuple[Callable[[Sources], Found | None], ...] = (_in_form_cells, _on_cover, _in_prose)


def _to_first_suffix(text: str) -> str:
    """A name to where it first may end as bodies' names do."""
    end = re.search("|".join(lexicon.organisation_suffixes()), text)
    return text[: end.end()] if end else text


def _quoted(passage: Passage, start: int, length: int) -> dict[str, object]:
    end = start + length
    return passage.place(start, end, max(0, start - _BEFORE), min(len(passage.text), end + _BEHIND))
