"""What a report speaks for: a department with its bodies (部门, 汇总) or the body itself (单位, 本级, 机关). The words and codes stand
in ingest/lexicon/reporting_scopes.csv. Most reports don't say; a name that holds such a word (机关事务管理局) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from ingest import lexicon
from ingest.normalize.names import unscoped_unit
from ingest.recognisers.report.sources import Found, Sources, labelled_cells, labelled_line
from ingest.recognisers.report.titles import ends_as_title, without_last_bracket

_LABEL = re.compile(lexicon.cue("scope_label"))
_COVER_LINES, _LONGEST_COVER_LINE = 40, 80
_ROLE = "unit"
_BRACKETS = str.maketrans("（）", "()")
# before a body's name: its place, a year - nothing that numbers or lists
_LEAD = re.compile(r"[\u4e00-\u9fff0-9(]{0,16}")
# what a title goes on with behind a body's name and its scope
_GOES_ON = rf"(?![\u4e00-\u9fff])|{lexicon.cue('title_topic')}|{lexicon.cue('title_reach')}"


def reporting_scope_of(sources: Sources, title: str | None, spellings: Iterable[Found]) -> str | None:
    """The scope that a report states: its code. `title`: what tells its family, `spellings`: the names of its body. The first
    kind of place that says one thing decides.
    """
    names = sorted({unscoped_unit(found.value) for found in spellings}, key=lambda name: (-len(name), name))
    marked = _behind_names(names)
    for told in (
        _labelled(sources),
        (_named(marked, text) for text in chain(_cover_values(sources), _form_values(sources))),
        (_named(marked, text) for text in _top_titles(sources)),
        iter([_told("title", lexicon.plain(title))] if title else []),
    ):
        found = {code for code in told if code is not None}
        if len(found) == 1:
            return found.pop()
    return None


@cache
def _patterns(place: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["pattern"]), row["reporting_scope"])
        for row in lexicon.rows("reporting_scopes")
        if row["place"] == place
    )


def _told(place: str, plain: str) -> str | None:
    """The scope that a plain text at a kind of place says by the first pattern it holds."""
    return next((code for pattern, code in _patterns(place) if pattern.search(plain)), None)


def _behind_names(names: list[str]) -> re.Pattern[str] | None:
    """A body's name with the words of a scope right behind it (group `mark`)."""
    if not names:
        return None
    marks = "|".join(pattern.pattern for pattern, _ in _patterns("name"))
    bodies = "|".join(re.escape(name.translate(_BRACKETS)) for name in names)
    return re.compile(rf"(?:{bodies})(?:[(](?P<bracketed>{marks})[)]|(?P<bare>{marks})(?={_GOES_ON}))")


def _named(marked: re.Pattern[str] | None, plain: str) -> str | None:
    """The scope that a plain text names behind the body."""
    match = marked.search(plain) if marked is not None else None
    if match is None or not _LEAD.fullmatch(plain, 0, match.start()):
        return None
    mark = match["bracketed"] or match["bare"]
    return next(code for pattern, code in _patterns("name") if pattern.fullmatch(mark))


def _cover_lines(sources: Sources) -> Iterator[tuple[str, str]]:
    """Labels and values on the cover, folded."""
    for passage in sources.passages[:_COVER_LINES]:
        line = passage.folded.strip()
        if len(line) <= _LONGEST_COVER_LINE and (found := labelled_line(line)) is not None:
            yield found


def _labelled(sources: Sources) -> Iterator[str | None]:
    """Behind a label that asks for it, on the cover."""
    for label, value in _cover_lines(sources):
        if _LABEL.fullmatch(lexicon.bare(label)):
            yield _told("value", lexicon.bare(value))


def _cover_values(sources: Sources) -> Iterator[str]:
    roles = lexicon.identity_labels()
    return (lexicon.bare(value) for label, value in _cover_lines(sources) if roles.get(lexicon.bare(label)) == _ROLE)


def _top_titles(sources: Sources) -> Iterator[str]:
    for title in sources.titles:
        if title.is_at_top and ends_as_title(without_last_bracket(title.plain)):
            yield title.plain


def _form_values(sources: Sources) -> Iterator[str]:
    for _, table in sources.document.tables():
        for found in labelled_cells(table.rows(), _ROLE):
            yield found.cell.plain
