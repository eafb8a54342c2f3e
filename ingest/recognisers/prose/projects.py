"""Projects by name in running text: as a report writes them, in lists, and which it has named so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingest import lexicon
from ingest.normalize.numbering import numbering
from ingest.recognisers.output import Passage

_LIST_EDGES = re.compile(
    r"^(?:涉及|共有|共实施|主要有|共计|共|实施了?|开展了?|包括|包含|完成了?|分为)|(?:等)?[两二三四五六七八九十0-9]+(?:个|大)(?:项目|专项|类|方面)$"
)
_LIST_MARK = re.compile(r"[、]|(?<=[目金费项程])[和及](?=[\u4e00-\u9fff]{3})")
# 第一季度支出, 1-6月支出, 第二期支付: never the year's
PART_OF_YEAR = re.compile(
    r"(?!1月?(?:-|至|到|~|—{1,2})12月)(?:季度|[上下]半年|以前|历年|第[一二三四五六七八九十0-9]+[期批次](?:资金|款项|进度款)?$|"
    r"(?<![0-9])1?[0-9]月?(?:-|至|到|~|—{1,2})1?[0-9]月(?!底))"
)
STAGE = re.compile(r"第[一二三四五六七八九十0-9]+期$")
# A、B两个项目: one amount for several
SEVERAL_PROJECTS = re.compile(r"(?:等|[两二三四五六七八九十0-9]个)(?:项目|专项)$")
COUNT_OF_PROJECTS = re.compile(
    r"(?:项目|专项)[两二三四五六七八九十0-9]+个$|^共?(?:有|实施|安排)?[两二三四五六七八九十0-9]+个(?:项目|专项)$"
)
COUNTED = re.compile(
    r"项目(?:共计?|总计|数量)?[0-9两二三四五六七八九十]+个|[0-9两二三四五六七八九十]+个(?:[\u4e00-\u9fff]{0,6})项目"
)
# 以上三个（项目）: all of them
_ALL_OF_THEM = re.compile(r"(?:以上|上述|全部|所有|共有?)?[两二三四五六七八九十0-9]*[个项]?(?:项目|专项)?")
# whose money it is, no project (上级专项, 本级资金)
LEVEL_OF_FUND = re.compile(
    r"(?:上级|本级|中央|省级?|市级?|县级?|区级|乡镇)(?:财政)?(?:专项|补助|配套|预算|转移支付|资金|经费)*"
)
# words of doing before a name (通过实施A, 针对A); 对 also starts names (对口支援)
_LEAD_IN = re.compile(r"(?:通过(?:实施|开展)?|针对|对于|对(?![口外内台标个接]))(?=[\u4e00-\u9fff]{3})")
# 一级项目A
_CLASS_BEFORE = re.compile(r"[一二三]级项目[:]?[\"]?(?=[\u4e00-\u9fff]{3})")
# A绩效自评综述：what is said of project A
SUMMARY = re.compile(r"(?:预算|支出)?绩效(?:自评|评价|自我评价)(?:情况)?综述|(?<=[\u4e00-\u9fff]{3})自评综述")
_DOING = re.compile(
    r"发放|兑[付现]|争取|收缴|追[缴回]|挽回|协[助调]|帮助|引进|完成|实现|查处|投入|节约|减免|撬动|获|上缴|预计|计划"
)
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
    return (
        text.startswith(("我", "本")) or text.endswith(lexicon.organisation_suffixes()) or text in ("收支", "收入支出")
    )


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
