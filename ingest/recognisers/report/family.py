"""Which family of reports a report belongs to: by its title, by the title inside its form, by its sections. What a family means
stands in ingest/lexicon/families.csv, its titles in ingest/lexicon/family_titles.csv.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest import lexicon
from ingest.document import Document
from ingest.lexicon import families
from ingest.recognisers.report.outline import title_of
from ingest.recognisers.report.sources import Sources, labelled_line, role_of
from ingest.recognisers.report.titles import Title, ends_as_title, without_last_bracket

UNKNOWN = "other"
_SHORTEST_PROJECT = 5
_BRACKETED_PROJECT = re.compile(r"[(](?P<name>[^()0-9]{2,40})[)]$")
# 2023年度河道清淤项目(支出)绩效自评报告
_PROJECT_IN_TITLE = re.compile(
    rf"(?:19|20)[0-9]{{2}}年?度?\"?(?P<name>[^()0-9]{{2,40}}?)\"?{lexicon.cue('spending')}?{lexicon.cue('budget')}?{lexicon.cue('evaluation')}"
)
_BODY = re.compile(f"[^()]{{2,30}}?(?:{'|'.join(map(re.escape, lexicon.organisation_suffixes()))})")
_GENERIC = re.compile(
    f"{lexicon.cue('unit_words', 'title_topic', 'government_level', 'money_of_level', 'project_word', 'finance')}+"
)
_NO_REPORT = re.compile(rf"{lexicon.cue('no_report_end')}$")
_WHOLE_BODY = re.compile(lexicon.cue("whole_body"))
_LONGEST_NOTICE, _LONGEST_FORM_TITLE, _LONGEST_COVER_LINE = 60, 60, 80
_FIRST_LINES, _FIRST_BLOCKS, _FIRST_CELLS, _COVER_BLOCKS = 3, 6, 12, 40
# sections that a report of the family may have without being one; two of them together tell it
_TELLING_SECTIONS = frozenset({"performance", "targets"})
_SECTIONS_OF_TWO = frozenset({"general_public_budget", "government_fund", "project_performance"})


class FamilyFound(NamedTuple):
    """A family, the title that told it, and whether something did; `project_name`: the one that the whole report is about."""

    code: str
    title: str | None
    is_known: bool
    project_name: str | None


def family_of(sources: Sources) -> FamilyFound:
    """The family of a report: the first rule that tells one."""
    project = _cover_project(sources.document) or _title_project(sources.titles)
    title = _best_title(sources.titles)
    if title is not None:
        code = _of_project(title[0], title[1], project)
        # a unit's own report may list its projects (项目名称：A)
        return FamilyFound(code, title[1], True, project if families.family(code).is_of_cover_project else None)
    form = _form_title(sources.document)
    if form is not None:
        return FamilyFound(form[0], form[1], True, project)
    code = families.family_of_sections() if _has_its_sections(sources.document) else UNKNOWN
    return FamilyFound(code, None, code != UNKNOWN, project)


def is_notice(document: Document) -> bool:
    """Whether the first lines are the title of another publication (通知, 公告)."""
    blocks = document.blocks[:_FIRST_BLOCKS]
    lines = [block.text.strip() for block in blocks if block.table is None and block.text.strip()]
    return any(len(line) <= _LONGEST_NOTICE and _NO_REPORT.search(line) for line in lines[:_FIRST_LINES])


def _best_title(titles: list[Title]) -> tuple[str, str] | None:
    """Family and text of the most telling title, the first one of equals; below the top only where there is none."""
    best: tuple[int, str, str] | None = None
    for title in titles:
        if best is not None and not title.is_at_top:
            break
        plain = title.plain
        if not ends_as_title(without_last_bracket(plain)):
            continue
        told = families.family_of_title(plain)
        if told is not None and (best is None or told[0] < best[0]):
            best = (*told, title.text)
    return best[1:] if best is not None else None


def _of_project(code: str, title: str, project: str | None) -> str:
    """The family where a cover names a project: 财政支出绩效自评报告 is then about that one, 整体 never."""
    other = families.family(code).family_of_project
    return other if project is not None and other is not None and not _WHOLE_BODY.search(title) else code


def _form_title(document: Document) -> tuple[str, str] | None:
    """Family and text of a title that stands inside a form."""
    for _, table in document.tables():
        for cell in table.cells[:_FIRST_CELLS]:
            plain = cell.plain
            if len(plain) <= _LONGEST_FORM_TITLE and ends_as_title(plain):
                told = families.family_of_title(plain)
                if told is not None:
                    return told[1], cell.text.strip()
    return None


def _has_its_sections(document: Document) -> bool:
    """Whether a report that lost its title has the sections of a self-evaluation."""
    codes = {
        section.code for block in document.blocks if (title := title_of(block)) and (section := lexicon.section(title))
    }
    return bool(_TELLING_SECTIONS & codes) or len(codes & _SECTIONS_OF_TWO) >= 2


def _title_project(titles: list[Title]) -> str | None:
    """The project that a report's title names in its last bracket, also on a line of its own, or before what it is on."""
    for title in titles:
        if not title.is_at_top:
            break
        folded = "".join("".join(block.folded.split()) for block in title.blocks)
        if families.family_of_title(title.plain) is None or not ends_as_title(without_last_bracket(title.plain)):
            continue
        for pattern in (_BRACKETED_PROJECT, _PROJECT_IN_TITLE):
            found = pattern.search(folded)
            if found is None:
                continue
            start, end = found.span("name")
            if found.start() == 0:
                # 2023年X局河道清淤项目: the body stands between year and project
                body = _BODY.match(folded, start, end)
                start = body.end() if body else start
            if _is_project(folded[start:end]):
                return title.text[start:end].strip('“”"')
    return None


def _is_project(name: str) -> bool:
    """Whether words of a title name one project: no body, no year, no class of projects."""
    is_own = len(name) >= _SHORTEST_PROJECT and lexicon.looks_like_project(name) and not _GENERIC.fullmatch(name)
    return is_own and not lexicon.means_all_projects(name) and not lexicon.is_class_of_projects(name)


def _cover_project(document: Document) -> str | None:
    """The project that a report's cover names, if it names one."""
    names = set()
    for block in document.blocks[:_COVER_BLOCKS]:
        is_line = block.table is None and len(block.text) <= _LONGEST_COVER_LINE
        cover = labelled_line(block.text.strip()) if is_line else None
        if cover is not None and role_of(cover[0]) == "project":
            name = " ".join(cover[1].split()).strip("_ 　（）()")
            if name:
                names.add(name)
    return names.pop() if len(names) == 1 else None
