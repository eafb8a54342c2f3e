"""The body that reports: named in form cells, on covers, in titles and prose; of all names the one that they agree on."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator

from ingest import lexicon
from ingest.document import Table
from ingest.normalize.names import base_unit, clean_unit, longest_spelling, organisation_pattern, unscoped_unit
from ingest.normalize.numbering import numbering
from ingest.recognisers.report.outline import declared_unit
from ingest.recognisers.report.sources import (
    Found,
    Sources,
    in_cell,
    labelled_cells,
    labelled_line,
    role_of,
    whole_cell,
)

_ROLE = "unit"
_ABOUT = lexicon.cues("about")
_TITLE_WORD = rf"{lexicon.cue('title_reach')}?(?:[(]{lexicon.cue('title_body')}[)])?{lexicon.cue('title_topic')}"
_TITLE_UNIT = re.compile(
    rf"(?:^|(?:19|20)[0-9]{{2}}年?(?:度|-[0-9]{{4}}年度)?[)]?|{lexicon.cue('about')})(?P<unit>[\u4e00-\u9fff()（）]{{3,40}}?)"
    rf"{lexicon.cue('unit_office')}?{lexicon.cue('unit_level')}?(?:{lexicon.cue('about')}[^，。]{{0,40}}?)?(?:(?:19|20)[0-9]{{2}}年度?[^，。]{{0,16}}?)?{_TITLE_WORD}"
)
# 第二部分 before a part's title is no name
_PART = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|章|节)[ 、.:]*")
_ONLY_NAME = re.compile(r"[\u4e00-\u9fff（）()]+")
_LEAD_IN = re.compile(rf"^{lexicon.cue('lead_in')}[.。:：]?")
_SEAL = re.compile(rf"[(（]{lexicon.cue('seal')}")
_SEAL_MARK = re.compile(rf"[(（]{lexicon.cue('seal')}[)）]")
_TITLE_CUE = re.compile(lexicon.cue("title_cue"))
_SITE = re.compile(lexicon.cue("site"))
# 现将X局2023年度…公布如下
_LED_IN = re.compile(
    rf"{lexicon.cue('leads_in')}(?:(?:19|20)[0-9]{{2}}年?度?)?(?P<unit>[\u4e00-\u9fff]{{2,36}}?(?:{'|'.join(map(re.escape, lexicon.organisation_suffixes()))}))"
    rf"(?:(?=[0-9\"]|{lexicon.cue('unit_office', 'unit_level')})|(?![\u4e00-\u9fff]{{0,2}}(?:{'|'.join(map(re.escape, lexicon.organisation_suffixes()))})))[^。]{{0,60}}{lexicon.cue('led_in')}"
)
_LEADS_IN = re.compile(rf".*{lexicon.cue('leads_in')}")
_NOT_A_UNIT = re.compile(rf"^{lexicon.cue('unit_words')}+$")
_BROKEN_YEAR = re.compile(r"(?:19|20)[ ]?[0-9][ ]?[0-9](?=[ ]?年)")
_SUBORDINATE = rf"是[^。，]{{2,40}}{lexicon.cue('subordinate_of')}"
_PROSE_NAMED = re.compile(
    rf"(?P<unit>[\u4e00-\u9fff]{{2,36}}?){lexicon.cue('unit_itself')}?(?:{lexicon.cue('unit_speaks')}|{_SUBORDINATE})"
)
_PROSE_CUES = re.compile(rf"{lexicon.cue('speaks_of_unit')}|{_SUBORDINATE}")
_SHORTEST, _LONGEST = 3, 40
_LONGEST_BROKEN_LINE = 30
# where each kind of place is looked for, and how much a name there counts
_FIRST_ROWS = 8
_COVER_LINES, _TITLED_BLOCKS, _BARE_BLOCKS, _PROSE_PASSAGES, _PROSE_REACH = 40, 40, 8, 60, 400
_FORM_CELL, _FORM_LINE, _COVER, _TOP_TITLE, _BARE_LINE, _OTHER_TITLE, _PROSE = 100, 95, 90, 80, 70, 60, 50
# a quote of a name holds what stands around it
_AROUND = 40

Named = Iterator[tuple[int, str]]


def unit_of(sources: Sources) -> tuple[Found | None, list[Found]]:
    """The reporting body in its fullest spelling, and every spelling with its first place."""
    votes: Counter[str] = Counter()
    for named in _NAMED_IN:
        for weight, written in named(sources):
            name = unscoped_unit(written)
            if looks_like_unit(name):
                votes[name] += weight
    if not votes:
        return None, []
    base, full = _spellings(votes, sources)
    shorter = {base_unit(name) for name in votes}
    shorter = {name for name in shorter if base.endswith(name) or full.endswith(name)} | {base, full}
    spellings = [
        Found(name, place)
        for name in sorted(shorter, key=lambda name: (-len(name), name))
        if (place := _first_place(name, sources)) is not None
    ]
    place = _first_place(full, sources) or _first_place(base, sources) or (spellings[0].place if spellings else None)
    return (Found(full, place) if place is not None else None), spellings


def looks_like_unit(name: str) -> bool:
    """Whether a text may be the name of a public body."""
    return (
        _SHORTEST <= len(name) <= _LONGEST
        and name.endswith(lexicon.organisation_suffixes())
        and not _NOT_A_UNIT.match(name)
        and not _SITE.search(name)
    )


def title_unit(folded: str) -> str | None:
    """The body that a folded title names, as written."""
    if not _TITLE_CUE.search(folded):
        return None
    # of joined lines the part that starts last: 一、主要职能 第二部分某局2024年度部门决算
    last = _PART.split(folded)[-1]
    title = last[numbering(last).start :]
    match = _TITLE_UNIT.search(_BROKEN_YEAR.sub(lambda year: year[0].replace(" ", ""), title))
    if match is None:
        return None
    name = match["unit"]
    return next((name.removeprefix(word) for word in _ABOUT if name.startswith(word)), name)


def cover_value(line: str) -> str | None:
    """The unit that a cover line names (部门（单位）名称：…), seal marks off."""
    cover = labelled_line(line)
    return clean_unit(cover[1]) if cover is not None and role_of(_SEAL_MARK.sub("", cover[0])) == _ROLE else None


def unit_cell(table: Table) -> str | None:
    """The unit that a form's cell names."""
    names = (unscoped_unit(clean_unit(found.cell.text)) for found in labelled_cells(table.rows()[:_FIRST_ROWS], _ROLE))
    return next((name for name in names if looks_like_unit(name)), None)


# -- where bodies are named --------------------------------------------------------------------------------------------


def _in_form_cells(sources: Sources) -> Named:
    for _, table in sources.document.tables():
        for found in labelled_cells(table.rows(), _ROLE):
            yield _FORM_CELL, clean_unit(found.cell.text)


def _in_form_lines(sources: Sources) -> Named:
    """Label and name in one cell."""
    for _, table in sources.document.tables():
        for cell in table.cells:
            line = labelled_line(cell.text.strip())
            if line is not None and role_of(line[0]) == _ROLE:
                yield _FORM_LINE, clean_unit(line[1])


def _on_cover(sources: Sources) -> Named:
    """Cover lines; a name may be broken over two or three of them."""
    lines = [passage.text.strip() for passage in sources.passages]
    for index, line in enumerate(lines[:_COVER_LINES]):
        name = cover_value(line)
        if name is None:
            continue
        for extra in lines[index + 1 : index + 3]:
            if looks_like_unit(unscoped_unit(name)) and not _SEAL.search(extra):
                break
            if len(extra) > _LONGEST_BROKEN_LINE or ":" in extra or "：" in extra:
                break
            name = clean_unit(name + extra)
        yield _COVER, name


def _over_tables(sources: Sources) -> Named:
    """The line over a table that names the body beside the unit of money (编制部门：…  单位：元), wherever it stands."""
    for passage in sources.passages[_COVER_LINES:]:
        if declared_unit(passage.folded) is not None and (name := cover_value(passage.text.strip())) is not None:
            yield _COVER, name


def _in_titles(sources: Sources) -> Named:
    for title in sources.titles:
        if title.blocks[0].block_no <= _TITLED_BLOCKS and (name := title_unit(title.squeezed)):
            yield _TOP_TITLE if title.is_at_top else _OTHER_TITLE, clean_unit(name)


def _in_bare_lines(sources: Sources) -> Named:
    """A line at the top that holds nothing but a name."""
    for title in sources.titles:
        if len(title.blocks) == 1 and title.blocks[0].block_no <= _BARE_BLOCKS:
            name = clean_unit(_PART.split(title.text)[-1])
            if _ONLY_NAME.fullmatch(name):
                yield _BARE_LINE, name


def _in_lead_in(sources: Sources) -> Named:
    """The sentence that leads in what a page publishes: 现将X局2023年度决算情况公布如下."""
    for passage in sources.passages[:_BARE_BLOCKS]:
        if found := _LED_IN.search(passage.folded, 0, _PROSE_REACH):
            yield _BARE_LINE, clean_unit(found["unit"])


def _in_prose(sources: Sources) -> Named:
    pattern = organisation_pattern(lexicon.organisation_suffixes())
    for passage in sources.passages[:_PROSE_PASSAGES]:
        if not _PROSE_CUES.search(passage.folded, 0, _PROSE_REACH):
            continue
        for match in _PROSE_NAMED.finditer(passage.folded[:_PROSE_REACH]):
            name = base_unit(_LEAD_IN.sub("", _LEADS_IN.sub("", _PART.split(match["unit"])[-1])))
            if pattern.fullmatch(name):
                yield _PROSE, name


_NAMED_IN: tuple[Callable[[Sources], Named], ...] = (
    _in_form_cells,
    _in_form_lines,
    _on_cover,
    _over_tables,
    _in_titles,
    _in_bare_lines,
    _in_lead_in,
    _in_prose,
)


# -- of several names one ----------------------------------------------------------------------------------------------


def _spellings(votes: Counter[str], sources: Sources) -> tuple[str, str]:
    """The name that most places agree on, one a part of the other, without its level and in its fullest spelling."""

    def agreed(name: str) -> tuple[int, int, str]:
        others = sum(
            count for other, count in votes.items() if other != name and (other.endswith(name) or name.endswith(other))
        )
        return votes[name] + others, len(name), name

    base = base_unit(max(votes, key=agreed))
    full, _ = longest_spelling(base, [passage.text for passage in sources.passages])
    longer = [name for name in votes if name.endswith(base) and len(name) > len(full)]
    return base, max(longer, key=lambda name: (votes[name], len(name), name)) if longer else full


def _first_place(name: str, sources: Sources) -> dict[str, object] | None:
    """Where a name stands first: in a paragraph, in a cell, or broken over two lines."""
    return _in_a_paragraph(name, sources) or _in_a_cell(name, sources) or _over_two_lines(name, sources)


def _in_a_paragraph(name: str, sources: Sources) -> dict[str, object] | None:
    for passage in sources.passages:
        at = passage.text.find(name)
        if at >= 0:
            end = at + len(name)
            return passage.place(at, end, max(0, at - _AROUND), min(len(passage.text), end + _AROUND))
    return None


def _in_a_cell(name: str, sources: Sources) -> dict[str, object] | None:
    for block, table in sources.document.tables():
        for row in table.rows():
            for cell in row:
                at = cell.text.find(name)
                if at >= 0:
                    return in_cell(block, table, cell, row, at, at + len(name))
                if "\n" in cell.text and name in "".join(cell.text.split()):
                    # broken over lines: the whole cell
                    return whole_cell(block, table, cell, row)
    return None


def _over_two_lines(name: str, sources: Sources) -> dict[str, object] | None:
    """The line that the first half of a broken name ends."""
    for passage, following in itertools.pairwise(sources.passages):
        for cut in range(len(name) - 2, 2, -1):
            if passage.text.rstrip().endswith(name[:cut]) and following.text.strip().startswith(name[cut : cut + 3]):
                at = passage.text.rfind(name[:cut])
                return passage.place(at, at + cut, 0, len(passage.text))
    return None
