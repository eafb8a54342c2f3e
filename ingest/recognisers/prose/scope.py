"""Clauses without an amount: what each establishes for the amounts after it in its sentence."""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.normalize.numbering import numbering
from ingest.normalize.years import relative_year
from ingest.recognisers.prose.phrases import Phrase, Token, read_phrase
from ingest.recognisers.prose.projects import (
    COUNT_OF_PROJECTS,
    COUNTED,
    SHORTEST_NAME,
    Known,
    as_written,
    key,
    listed_names,
    means_all,
)
from ingest.recognisers.prose.sentences import Clause, Group, Prose, Sentence

SOURCE = re.compile(r"(?<![按从])(?:资金|经费)(?:全部|均|主要)?(?:来源(?:全部|均)?(?:为|是|:|于)?|来自|出自)")
YEAR_START = re.compile(r"年初(?!结转|结余)[ ]*$|年初[，,、 ]*(?:县|区|市)?财政")
_COMPARED_ONLY = re.compile(r"占|持平")
_COMPARED_YEAR = re.compile(r"[较比与同于][上去]")
_OPENING = re.compile(r"上年(?:度)?(?:结|末)")
# 截至6月底: not the year's figures
_AS_OF = re.compile(r"截[至止][^，。]*?(?<![0-9])(?P<month>[0-9]{1,2})[ ]?月|全年|年[底末终]")
# 产出成本：总预算5万元 is an indicator's
_COSTS = re.compile(r"成本|效益|(?:产出|数量|质量|时效)指标")
# 预算安排方面，…
_ASPECT = re.compile(r"(?:方面|情况|来看|情况看)[ ]*$")
_NAMES_APART = re.compile(r"[、和及]")
_QUOTED = re.compile(r'"([^"]{2,40})"')
_QUOTED_FIRST = re.compile(r'[ ]*"(?P<name>[^"]{3,40})"(?:项目|专项)')
_ITEM_END = re.compile(r"(?:.*[；;。])?[ ]*", re.DOTALL)
_SCORED = re.compile(r"(?:(?<=项目)项目)?(?:预算|支出)?(?:绩效)?(?:自评|评价|自我评价|综合评价)(?:得分|评分|分数|总分)")
_LONGEST_ITEM_CLAUSE = 16
_LONGEST_NAME_CLAUSE = 40
# years before and after the report's own that its figures may be of
_YEARS_BEFORE, _YEARS_AFTER = 4, 1


def establish(
    known: Known, prose: Prose, sentence: Sentence, clause: Clause, is_item: bool, above: Group | None
) -> None:
    """Read a clause into its sentence. `is_item`: it stands behind a numbering; `above`: the last amount of the sentence before."""
    if clause.boundary == ":":
        _open_parts(sentence, clause)
    if not clause.text.strip():
        return
    if sentence.expects_name:
        sentence.expects_name = False
        _name_subject(known, sentence, as_written(prose.passage, prose.folded, clause.start, clause.end))
        return
    if clause.boundary == ":" and lexicon.plain(clause.text) == "项目名称":
        sentence.expects_name = True
        return
    if "年初" in clause.text and YEAR_START.search(clause.text):
        sentence.is_initial = True
    take_period(sentence, clause.text)
    phrase = read_phrase(clause.text, known.self_names)
    take_year(known, sentence, phrase, clause.text)
    if not phrase.tokens and not phrase.residues:
        return
    funds = phrase.of("fund")
    if funds and not SOURCE.search(clause.text):
        sentence.fund_code = funds[-1].label.fund_code
    if phrase.of("procurement_part"):
        # 由中小企业中标的，采购金额5万元
        sentence.is_part_of_procurement = True
    open_groups(sentence, phrase, above)
    if sentence.group and phrase.of("project_list"):
        sentence.group = sentence.group._replace(line_item_code="project")
    if introduction := phrase.of("project_intro"):
        _take_introduced_projects(known, prose, sentence, introduction[-1], clause)
        return
    if _is_about_uncovered(phrase, clause.text) and not sentence.is_use:
        # 会议费方面，预算5万元: of something that nobody codes
        sentence.is_unknown, sentence.line_item_code = True, None
    items, measures = phrase.of("item"), phrase.of("measure")
    if not prose.is_on_projects and not measures and "个" in clause.text and COUNTED.search(clause.text):
        # 纳入绩效管理的项目12个，预算金额80万元: of some projects
        sentence.is_of_some = True
    if clause.boundary == ":" and _COSTS.search(clause.text):
        sentence.is_of_some = True
    if items:
        _take_item(sentence, phrase, items, clause.text)
    if measures and (clause.boundary == ":" or _ASPECT.search(clause.text)):
        _announce(sentence, phrase, measures[-1], clause.text)
    if phrase.residues:
        _take_names(prose, sentence, phrase, clause.boundary)
        if measures and not items:
            _take_measured_subject(known, prose, sentence, phrase, clause)
        elif not (items or sentence.is_use):
            _take_heading(known, prose, sentence, phrase, clause, is_item)
            _take_subject(known, prose, sentence, phrase, clause, is_item)


def _is_about_uncovered(phrase: Phrase, text: str) -> bool:
    """Whether a clause opens with what no line item covers and says nothing else of money (国内公务接待12批次)."""
    first = phrase.tokens[0] if phrase.tokens else None
    if first is None or first.label.kind != "not_covered" or text[: first.start].strip(" \"'、"):
        return False
    return not phrase.of("measure", "item", "group", "used_for")


def _open_parts(sentence: Sentence, clause: Clause) -> None:
    """A colon behind an amount: its parts follow."""
    last = sentence.last
    if last is None:
        return
    if last.line_item_code == "project":
        if last.project_name is None:
            # 项目支出80万元：A50万元、B30万元
            sentence.in_project_list = True
            sentence.group = last
    elif not clause.text.strip():
        # 年初预算100万元：基本支出60万元，…
        sentence.group = last


def open_groups(sentence: Sentence, phrase: Phrase, above: Group | None) -> None:
    """其中 and lists of projects: what follows are parts of the amount before."""
    if not phrase.tokens:
        return
    if phrase.of("group"):
        sentence.is_in_unknown = sentence.is_last_left
        sentence.group = sentence.last or sentence.group or (None if sentence.is_beside_left else above)
    if phrase.of("project_list"):
        sentence.is_in_unknown = sentence.is_last_left
        sentence.in_project_list = True
        sentence.group = sentence.last or (None if sentence.is_beside_left else above)
    if phrase.of("used_for"):
        sentence.is_use = True
        sentence.is_in_unknown = sentence.is_in_unknown or sentence.is_last_left


def _take_item(sentence: Sentence, phrase: Phrase, items: list[Token], text: str) -> None:
    """The line item that a clause is about holds for what follows."""
    if _COMPARED_ONLY.search(text[: items[0].start]) or sentence.is_use or phrase.of("change"):
        return
    first_residue = phrase.residues[0].start if phrase.residues else len(text)
    ends_clause = (
        len(items) == 1 and not text[items[0].end :].strip(" \"'") and len(text.strip()) <= _LONGEST_ITEM_CLAUSE
    )
    if items[0].start < first_residue or ends_clause:
        sentence.line_item_code = items[-1].label.line_item_code
        sentence.project_name = None


def _announce(sentence: Sentence, phrase: Phrase, measure: Token, text: str) -> None:
    """预算数：…: the measure of what follows."""
    if measure.label.measure and "均为" not in text and not phrase.of("adjustment", "carryover"):
        sentence.announced = (measure.label.measure, measure.label.budget_version)


def _take_names(prose: Prose, sentence: Sentence, phrase: Phrase, boundary: str) -> None:
    """Names right before a bracket or colon, and names that an enumeration holds."""
    if boundary in "(:" and (prose.is_on_projects or sentence.in_project_list):
        last = listed_names(phrase.residues[-1].text)[-1:]
        if last and (boundary == "(" or len(phrase.residues) == 1):
            sentence.named_here = last[0][numbering(last[0]).start :]
    sums_projects = (
        sentence.last is not None and sentence.last.line_item_code == "project" and not sentence.last.project_name
    )
    if sums_projects and len(phrase.residues) == 1 and "、" in phrase.residues[0].text:
        sentence.names = listed_names(phrase.residues[0].text)


def _take_heading(
    known: Known, prose: Prose, sentence: Sentence, phrase: Phrase, clause: Clause, is_item: bool
) -> None:
    """2.老旧管网改造工程。预算50万元, or A经费：预算50万元: in whatever section, a name that stands first says whose its figures are."""
    if prose.is_on_projects or phrase.tokens or phrase.years or len(phrase.residues) != 1:
        return
    residue = phrase.residues[0]
    if scored := _SCORED.search(residue.text):
        # A项目绩效自评得分98分，全年预算50万元
        end = residue.start + scored.start()
        if lexicon.looks_like_project(clause.text[residue.start : end]):
            _name_item(known, prose, sentence, clause, residue.start, end)
        return
    is_heading = is_item and clause.boundary == "。" and sentence.last is None
    is_heading = is_heading and lexicon.looks_like_project(residue.text)
    opens = clause.boundary == ":" and _ITEM_END.fullmatch(prose.folded[: clause.start]) is not None
    if opens and sentence.project_name is not None:
        # A经费：预算5万元；其他：…
        sentence.project_name, sentence.is_unknown = None, True
    if not is_heading and not (opens and lexicon.names_money(residue.text)):
        # 食堂设备购置：下达资金5万元: of this, whatever it is
        sentence.is_of_some = sentence.is_of_some or (opens and lexicon.looks_like_project(residue.text))
        return
    if not means_all(residue.text) and len(residue.text) > SHORTEST_NAME and not COUNTED.search(residue.text):
        _name_item(known, prose, sentence, clause, residue.start, residue.end)


def _name_item(known: Known, prose: Prose, sentence: Sentence, clause: Clause, start: int, end: int) -> None:
    """The project that an item is about, outside of a section on projects."""
    sentence.project_name = as_written(prose.passage, prose.folded, clause.start + start, clause.start + end)
    known.projects.add(key(sentence.project_name))


def _take_subject(
    known: Known, prose: Prose, sentence: Sentence, phrase: Phrase, clause: Clause, is_item: bool
) -> None:
    """In a section on projects a clause of unknown words only names the project that follows, or several."""
    if not prose.is_on_projects or len(phrase.residues) != 1 or len(clause.text.strip()) > _LONGEST_NAME_CLAUSE:
        return
    residue = phrase.residues[0]
    if COUNT_OF_PROJECTS.search(residue.text):
        # 共实施项目3个：they follow
        sentence.in_project_list = sentence.in_project_list or clause.boundary == ":"
        return
    if not is_item:
        opens = sentence.in_project_list or _ITEM_END.fullmatch(prose.folded[: clause.start]) is not None
        is_quoted = _QUOTED_FIRST.match(clause.text) is not None
        is_name = (
            is_quoted or clause.boundary == ":" or lexicon.looks_like_project(residue.text) or "、" in residue.text
        )
        if not (opens and is_name):
            sentence.has_unread_project = sentence.has_unread_project or "项目" in residue.text
            return
    listed = listed_names(residue.text)
    if len(listed) > 1:
        sentence.names = listed
        return
    if quoted := _QUOTED_FIRST.match(clause.text):
        # “A”项目得分90分
        _name_subject(known, sentence, as_written(prose.passage, prose.folded, *_span(clause, quoted)))
        return
    start = clause.start + residue.start
    name = as_written(prose.passage, prose.folded, start, clause.start + residue.end)
    _name_subject(known, sentence, name)


def _span(clause: Clause, match: re.Match[str]) -> tuple[int, int]:
    return clause.start + match.start("name"), clause.start + match.end("name")


def _take_measured_subject(known: Known, prose: Prose, sentence: Sentence, phrase: Phrase, clause: Clause) -> None:
    """A项目年初未安排预算，…: a project's name at the start of an item, before words on its budget."""
    residue = phrase.residues[0]
    if not prose.is_on_projects or sentence.last is not None or residue.start > phrase.tokens[0].start:
        return
    start = clause.start + residue.start
    if lexicon.looks_like_project(residue.text) and _ITEM_END.fullmatch(prose.folded[:start]):
        _name_subject(known, sentence, as_written(prose.passage, prose.folded, start, clause.start + residue.end))


def _name_subject(known: Known, sentence: Sentence, name: str) -> None:
    sentence.project_name = name
    known.name_subject(name)


def _take_introduced_projects(known: Known, prose: Prose, sentence: Sentence, token: Token, clause: Clause) -> None:
    """年初预算项目A / 年中追加项目“A”、“B”: one project is the subject, several are all projects."""
    rest = clause.text[token.end :]
    names = [part for part in _NAMES_APART.split(rest) if part.strip(" \"'")]
    if rest.count('"') >= 4 or len(names) > 1:
        sentence.all_projects = True
        sentence.project_name = None
        known.subject_project = None
        known.projects.update(key(name) for name in _QUOTED.findall(rest))
    elif names:
        at = clause.start + clause.text.index(names[0], token.end)
        _name_subject(known, sentence, as_written(prose.passage, prose.passage.folded, at, at + len(names[0])))


def take_period(sentence: Sentence, text: str) -> None:
    """Whether the amounts that follow are the year's, or those of some months (截至6月底)."""
    if date := _AS_OF.search(text):
        sentence.is_part_of_year = date["month"] not in (None, "12")


def take_year(known: Known, sentence: Sentence, phrase: Phrase, text: str) -> None:
    """The fiscal year that a clause names, or means by 上年, 本年."""
    for year in phrase.years:
        if year.is_compared or not _is_plausible(known, year.value):
            continue
        if any(residue.end <= year.start for residue in phrase.residues):
            # 支付…2022年疫情期间费用: the year of something else
            continue
        if any(
            token.end <= year.start and token.label.kind in ("adjustment", "used_for", "change")
            for token in phrase.tokens
        ):
            continue
        sentence.year = year.value
    if not phrase.years and known.report_year is not None and "年" in text:
        lead = text.strip()[:8]
        relative = relative_year(lead, known.report_year)
        if relative is not None and not _COMPARED_YEAR.search(lead) and not _OPENING.search(lead):
            sentence.year = relative


def _is_plausible(known: Known, year: int) -> bool:
    report_year = known.report_year
    return report_year is None or report_year - _YEARS_BEFORE <= year <= report_year + _YEARS_AFTER
