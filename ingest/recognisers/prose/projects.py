"""Projects by name in running text: as a report writes them, in lists, and which it has named so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.normalize.numbering import numbering
from ingest.recognisers.output import Passage

_PROJECT = cue("project_word")
_COUNT = "[两二三四五六七八九十0-9]+"
_LIST_EDGES = re.compile(rf"^{cue('list_lead')}|等?{_COUNT}[个大]{cue('listed_kind')}$")
_LIST_MARK = re.compile(r"[、]|(?<=[目金费项程])[和及](?=[\u4e00-\u9fff]{3})")
_ORDINAL = "[一二三四五六七八九十0-9]+"
_UP_TO = "(?:-|至|到|~|—{1,2})"
# 第一季度支出, 1-6月支出, 第二期支付: never the year's
PART_OF_YEAR = re.compile(
    rf"(?!1月?{_UP_TO}12月)(?:{cue('part_of_year')}|第{_ORDINAL}[期批次]{cue('instalment')}?$|"
    rf"(?<![0-9])1?[0-9]月?{_UP_TO}1?[0-9]月(?!底))"
)
STAGE = re.compile(rf"第{_ORDINAL}期$")
# A、B两个项目: one amount for several
SEVERAL_PROJECTS = re.compile(rf"(?:等|{_COUNT}个)(?:{_PROJECT})?$")
COUNT_OF_PROJECTS = re.compile(rf"{_PROJECT}{_COUNT}个$|^共?{cue('there_are')}?{_COUNT}个{_PROJECT}$")
COUNTED = re.compile(
    rf"{_PROJECT}(?:{cue('adds_up', 'quantity_column')}|共)?{_COUNT}个|{_COUNT}个[\u4e00-\u9fff]{{0,6}}{_PROJECT}"
)
# 以上三个（项目）: all of them
_ALL_OF_THEM = re.compile(rf"{cue('all_of_them')}?(?:{_COUNT})?[个项]?{_PROJECT}?")
# whose money it is, no project (上级专项, 本级资金)
LEVEL_OF_FUND = re.compile(rf"(?:{cue('government_level')}[、和及]?)+{cue('finance')}?{cue('money_of_level')}*")
# words of doing before a name (通过实施A, 针对A); 对 also starts names (对口支援)
_LEAD_IN = re.compile(rf"{cue('done_to')}(?=[\u4e00-\u9fff]{{3}})")
# 一级项目A
_CLASS_BEFORE = re.compile(rf"[一二三]级{_PROJECT}[:]?[\"]?(?=[\u4e00-\u9fff]{{3}})")
# A绩效自评综述：what is said of project A
SUMMARY = re.compile(cue("evaluation_summary"))
_DOING = re.compile(cue("doing"))
_OWN_DOINGS = frozenset(cues("own_doings"))
# fewer characters name no project
SHORTEST_NAME = 3
_BEFORE, _AFTER = " \"'《:、，,", " \"'》:、，,。.;；"


@dataclass(slots=True)
class Known:
    """What a report has said so far that its later passages build on."""

    self_names: frozenset[str]
    # names of projects as compared
    projects: set[str]
    report_year: int | None = None
    # what a figure without a word for it is in such a report: a department's budget holds budgets
    stage: tuple[str, str | None] | None = None
    # it reports on projects, not on all of a body's money
    is_of_projects: bool = False

    @property
    def own_year(self) -> int:
        """The report's year as claims count from it: 0 where it isn't told (see `ClaimRow`)."""
        return self.report_year or 0


class Name(NamedTuple):
    """A project's name as the report writes it, and folded."""

    written: str
    folded: str


def key(name: str) -> str:
    """A project's name, as it is written, as compared."""
    return lexicon.plain(name)


def listed_names(text: str) -> list[str]:
    """Names that an enumeration holds (A、B和C)."""
    parts = _LIST_MARK.split(_LIST_EDGES.sub("", text))
    return [name for part in parts if (name := part.strip(" \"'"))]


def is_about_self(folded: str) -> bool:
    """Whether folded words name a body or its doings rather than a use of money."""
    text = lexicon.bare(folded)
    return text.startswith(("我", "本")) or text.endswith(lexicon.organisation_suffixes()) or text in _OWN_DOINGS


def means_all(folded: str) -> bool:
    """Whether a folded name is no project's but a word for all of them (专项资金, 以上三个项目)."""
    return lexicon.means_all_projects(folded) or _ALL_OF_THEM.fullmatch(folded) is not None


def is_doing(name: str) -> bool:
    """Whether words tell of something done rather than name a project (发放救助资金)."""
    return _DOING.match(name) is not None


def as_written(passage: Passage, folded: str, start: int, end: int) -> str:
    """A project's name as the report writes it, numbering and quotation marks off."""
    return name_at(passage, folded, start, end).written


def name_at(passage: Passage, folded: str, start: int, end: int) -> Name:
    """The project's name that stands in a passage, numbering and quotation marks off."""
    while start < end and folded[start] in _BEFORE:
        start += 1
    while end > start and folded[end - 1] in _AFTER:
        end -= 1
    if folded[start - 1 : start] in ("(", "，", ",") and folded[start : start + 1] in ("含", "即") and end - start > 3:
        start += 1
    head = numbering(folded[start:end])
    if head.has_number:
        start += head.start
    if lead := _LEAD_IN.match(folded, start, end) or _CLASS_BEFORE.match(folded, start, end):
        start = lead.end()
    if tail := SUMMARY.search(folded, start, end):
        end = tail.start()
    # a quotation mark goes only with its twin: “智慧停车”平台 keeps both
    while start > 0 and folded[start:end].count('"') % 2 and folded[start - 1] in "\"'":
        start -= 1
    while end < len(folded) and folded[start:end].count('"') % 2 and folded[end] in "\"'":
        end += 1
    written, twin = " ".join(passage.text[start:end].split()), " ".join(passage.folded[start:end].split())
    if twin.count('"') == 2 and not twin.endswith('"'):
        return Name(written, twin)
    return Name(written.strip("“”‘’\"' "), twin.strip("\"' "))
