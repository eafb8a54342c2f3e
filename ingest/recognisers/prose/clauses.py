"""Clauses without an amount: the rules, in order, for what each says of the amounts after it in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.normalize.numbering import numbering
from ingest.normalize.years import relative_year
from ingest.recognisers.prose import after
from ingest.recognisers.prose.measures import YEAR_START
from ingest.recognisers.prose.phrases import UNKNOWN_WORDS, Clause, Phrase, Prose, read_phrase
from ingest.recognisers.prose.projects import (
    COUNT_OF_PROJECTS,
    COUNTED,
    SHORTEST_NAME,
    Known,
    as_written,
    listed_names,
    means_all,
)
from ingest.recognisers.prose.reading import Asking, needs
from ingest.recognisers.prose.scope import Scope

_WHOLLY = f"{cue('wholly')}?"
SOURCE = re.compile(rf"(?<![按从]){cue('funding')}{_WHOLLY}(?:{cue('source')}{_WHOLLY}[为是:于]?|{cue('comes_from')})")
_COMPARED_ONLY = re.compile(rf"占|{cue('unchanged')}")
_COMPARED_YEAR = re.compile(rf"(?:{cue('compared_with')}|于)[上去]")
_FROM_LAST = re.compile(rf"[由从]{cue('last_year')}的?[ ]*$")
_OPENING = re.compile(rf"{cue('last_year')}(?:结|末[ ]*(?:{cue('carryover')}|$))")
# 截至6月底: not the year's figures
_AS_OF = re.compile(rf"{cue('as_of')}[^，。]*?(?<![0-9])(?P<month>[0-9]{{1,2}})[ ]?月|{cue('whole_year')}")
# 产出成本：总预算5万元 is an indicator's
_COSTS = re.compile(cue("indicator_heading"))
# 预算安排方面，…
_ASPECT = re.compile(rf"{cue('aspect')}[ ]*$")
_NAMES_APART = re.compile(r"[、和及]")
_QUOTED = re.compile(r'"([^"]{2,40})"')
_QUOTED_FIRST = re.compile(rf'[ ]*"(?P<name>[^"]{{3,40}})"{cue("project_word")}')
_ITEM_END = re.compile(r"(?:.*[；;。])?[ ]*", re.DOTALL)
_SCORED = re.compile(cue("evaluation_score"))
_EACH_IS = re.compile(cue("each_is"))
_PROJECT = re.compile(cue("project_word"))
_SPENDING = cues("spending")
_FEE = cues("fee")
_PURPOSE = re.compile(cue("purpose_lead"))
_NAME_LABELS = frozenset(cues("project_name_label"))
_LONGEST_ITEM_CLAUSE = 16
_LONGEST_NAME_CLAUSE = 40
# years before and after the report's own that its figures may be of
_YEARS_BEFORE, _YEARS_AFTER = 4, 1


@dataclass(slots=True)
class Heard:
    """A clause with what its words say. `is_item`: it stands behind a numbering. Made once; nothing of it changes."""

    prose: Prose
    text: str
    # its offset in the passage, and the mark that ends it
    start: int
    boundary: str
    phrase: Phrase
    is_item: bool

    @property
    def opens(self) -> bool:
        """Whether the clause is the first of its item."""
        return self.starts_item(0)

    def starts_item(self, start: int) -> bool:
        """Whether nothing of an item stands before an offset of the clause."""
        return _ITEM_END.fullmatch(self.prose.folded, 0, self.start + start) is not None

    def written(self, start: int, end: int) -> str:
        """Words of the clause as the report writes a project's name."""
        return as_written(self.prose.passage, self.prose.folded, self.start + start, self.start + end)


ClauseRule = Callable[[Scope, Heard], Scope]


def establish(known: Known, prose: Prose, scope: Scope, clause: Clause, is_item: bool) -> Scope:
    """The scope behind a clause. `is_item`: it stands behind a numbering."""
    text, is_announcement = clause.text, clause.boundary == ":"
    has_words = bool(text.strip())
    if is_announcement:
        scope = after.colon_behind_amount(scope, has_words=has_words)
    if not has_words:
        return scope
    if scope.turns.expects_name:
        name = as_written(prose.passage, prose.folded, clause.start, clause.end)
        return after.subject_named(after.announced_name_read(scope), name)
    if is_announcement and lexicon.bare(text) in _NAME_LABELS:
        return after.name_announced(scope)
    if YEAR_START.search(text):
        scope = after.year_start_named(scope)
    phrase = read_phrase(text, known.self_names)
    scope = hear_year(known, hear_period(scope, text), phrase, text)
    if not phrase.tokens and not phrase.residues:
        return scope
    heard = Heard(prose, text, clause.start, clause.boundary, phrase, is_item)
    if "project_intro" in phrase.kinds:
        rules = INTRODUCING_RULES
    else:
        rules = RULES_ON_PROJECTS if prose.is_on_projects else RULES
    for rule in rules.of(phrase.kinds):
        scope = rule(scope, heard)
    return scope


# -- what amounts hear of their own clause too -------------------------------------------------------------------------


def hear_period(scope: Scope, text: str) -> Scope:
    """Whether the amounts that follow are the year's, or those of some months (截至6月底)."""
    date = _AS_OF.search(text)
    return after.months_named(scope, is_part=date["month"] not in (None, "12")) if date else scope


def hear_year(known: Known, scope: Scope, phrase: Phrase, text: str) -> Scope:
    """The fiscal year that a clause names, or means by 上年, 本年."""
    for year in phrase.years:
        # 2012年成立: a year far from the report's is that of its figures only where nothing unknown stands beside it
        if year.is_compared or (phrase.residues and not _is_plausible(known, year.value)):
            continue
        if any(residue.end <= year.start for residue in phrase.residues):
            # 支付…2022年疫情期间费用: the year of something else
            continue
        if any(
            token.end <= year.start and token.label.kind in ("adjustment", "used_for", "change")
            for token in phrase.tokens
        ):
            continue
        scope = after.year_named(scope, year.value)
    if not phrase.years:
        if _FROM_LAST.search(text):
            return after.year_named(scope, known.own_year - 1)
        lead = text.strip()[:8]
        relative = relative_year(lead, known.own_year)
        if relative and not _COMPARED_YEAR.search(lead) and not _OPENING.search(lead):
            scope = after.year_named(scope, relative)
    return scope


def _is_plausible(known: Known, year: int) -> bool:
    report_year = known.report_year
    return report_year is None or report_year - _YEARS_BEFORE <= year <= report_year + _YEARS_AFTER


def hear_parts(scope: Scope, phrase: Phrase) -> Scope:
    """其中 and lists of projects: what follows are parts of the amount before."""
    kinds = phrase.kinds
    if "group" in kinds:
        scope = after.parts_opened(scope)
    if "project_list" in kinds:
        scope = after.project_list_opened(scope)
        if scope.sums.whole is None and any(word in phrase.of("project_list")[-1].label.text for word in _SPENDING):
            # 项目支出包括A5万元
            scope = after.line_item_named(scope, "project")
    if "used_for" in kinds:
        scope = after.use_opened(scope)
    return scope


# -- known words -------------------------------------------------------------------------------------------------------


@needs("fund")
def fund(scope: Scope, heard: Heard) -> Scope:
    """The fund of what follows; where the money comes from is said of the whole sentence, at its end."""
    funds = heard.phrase.of("fund")
    return after.fund_named(scope, funds[-1].label.fund_code) if funds and not SOURCE.search(heard.text) else scope


@needs("procurement_part")
def class_of_purchases(scope: Scope, heard: Heard) -> Scope:
    """由中小企业中标的，采购金额5万元."""
    return after.purchases_split(scope) if heard.phrase.of("procurement_part") else scope


@needs("group", "project_list", "used_for")
def parts(scope: Scope, heard: Heard) -> Scope:
    """其中：…, 涉及项目：…"""
    scope = hear_parts(scope, heard.phrase)
    return after.whole_is_of_projects(scope) if "project_list" in heard.phrase.kinds else scope


def introduced_projects(scope: Scope, heard: Heard) -> Scope:
    """年初预算项目A / 年中追加项目“A”、“B”: one project is the subject, several are all projects."""
    token = heard.phrase.of("project_intro")[-1]
    rest = heard.text[token.end :]
    names = [part for part in _NAMES_APART.split(rest) if part.strip(" \"'")]
    if rest.count('"') >= 4 or len(names) > 1:
        return after.projects_named(scope, _QUOTED.findall(rest))
    if not names:
        return scope
    at = heard.start + heard.text.index(names[0], token.end)
    passage = heard.prose.passage
    return after.subject_named(scope, as_written(passage, passage.folded, at, at + len(names[0])))


# -- what a clause is about --------------------------------------------------------------------------------------------


@needs("not_covered")
def uncovered_money(scope: Scope, heard: Heard) -> Scope:
    """国内公务接待12批次: it opens with what no line item covers and says nothing else of money."""
    first = heard.phrase.tokens[0] if heard.phrase.tokens else None
    if scope.doubts.is_use or first is None or first.label.kind != "not_covered":
        return scope
    if heard.text[: first.start].strip(" \"'、") or heard.phrase.of("measure", "item", "group", "used_for"):
        return scope
    return after.uncovered_money_opened(scope)


def counted_projects(scope: Scope, heard: Heard) -> Scope:
    """纳入绩效管理的项目12个，预算金额80万元, outside of a section on projects: of some projects."""
    if "个" not in heard.text or "measure" in heard.phrase.kinds:
        return scope
    return after.some_named(scope) if COUNTED.search(heard.text) else scope


def costs(scope: Scope, heard: Heard) -> Scope:
    """产出成本：总预算5万元."""
    return after.some_named(scope) if heard.boundary == ":" and _COSTS.search(heard.text) else scope


@needs("item")
def item(scope: Scope, heard: Heard) -> Scope:
    """The line item that a clause is about holds for what follows."""
    items, text, residues = heard.phrase.of("item"), heard.text, heard.phrase.residues
    if items and scope.doubts.is_use and scope.sums.last is None:
        # 主要用于公用经费，支出50万元: of what is used for it
        return after.unknown_money_named(scope)
    if not items or scope.doubts.is_use or heard.phrase.of("change") or _COMPARED_ONLY.search(text[: items[0].start]):
        return scope
    is_first = items[0].start < (residues[0].start if residues else len(text))
    is_last = len(items) == 1 and not text[items[0].end :].strip(" \"'") and len(text.strip()) <= _LONGEST_ITEM_CLAUSE
    return after.line_item_opened(scope, items[-1].label.line_item_code) if is_first or is_last else scope


@needs("weak_measure")
def announced_spending(scope: Scope, heard: Heard) -> Scope:
    """2、支出：50万元: nothing but the word for what was spent."""
    phrase = heard.phrase
    is_alone = heard.boundary == ":" and len(phrase.tokens) == 1 and not phrase.residues and heard.opens
    return after.measure_announced(scope, ("expenditure", None)) if is_alone else scope


@needs("measure")
def announced_measure(scope: Scope, heard: Heard) -> Scope:
    """预算数：…: the measure of what follows."""
    if "measure" not in heard.phrase.kinds or not (heard.boundary == ":" or _ASPECT.search(heard.text)):
        return scope
    label = heard.phrase.of("measure")[-1].label
    if not label.measure or _EACH_IS.search(heard.text) or heard.phrase.of("adjustment", "carryover"):
        return scope
    return after.measure_announced(scope, (label.measure, label.budget_version))


@needs(UNKNOWN_WORDS)
def name_before(scope: Scope, heard: Heard) -> Scope:
    """A（50万元）: a name right before a bracket or colon."""
    residues = heard.phrase.residues
    if heard.boundary not in "(:" or not (heard.prose.is_on_projects or scope.sums.in_project_list):
        return scope
    last = listed_names(residues[-1].text)[-1:]
    if not last or not (heard.boundary == "(" or len(residues) == 1):
        return scope
    return after.name_stood_before(scope, last[0][numbering(last[0]).start :])


@needs(UNKNOWN_WORDS)
def enumerated_projects(scope: Scope, heard: Heard) -> Scope:
    """项目支出80万元，实施A、B，分别为…: names behind a sum of projects."""
    residues, last = heard.phrase.residues, scope.sums.last
    if len(residues) != 1 or last is None or last.line != ("project", None) or "、" not in residues[0].text:
        return scope
    return after.names_listed(scope, listed_names(residues[0].text))


@needs("measure")
def measured_project(scope: Scope, heard: Heard) -> Scope:
    """A项目年初未安排预算，…: a project's name at the start of an item, before words on its budget."""
    residues = heard.phrase.residues
    if not residues or "item" in heard.phrase.kinds:
        return scope
    first = residues[0]
    if scope.sums.last is not None or first.start > heard.phrase.tokens[0].start:
        return scope
    if not lexicon.looks_like_project(first.text) or not heard.starts_item(first.start):
        return scope
    return after.subject_named(scope, heard.written(first.start, first.end))


@needs(UNKNOWN_WORDS)
def scored_project(scope: Scope, heard: Heard) -> Scope:
    """A项目绩效自评得分98分，全年预算50万元, outside of a section on projects."""
    if not _is_nothing_but_name(scope, heard):
        return scope
    residue = heard.phrase.residues[0]
    scored = _SCORED.search(residue.text)
    if scored is None or not lexicon.looks_like_project(residue.text[: scored.start()]):
        return scope
    return after.project_named(scope, heard.written(residue.start, residue.start + scored.start()))


@needs(UNKNOWN_WORDS)
def other_money(scope: Scope, heard: Heard) -> Scope:
    """全局会议费，支出3万元: outside of a section on projects, of some other money, whatever it is."""
    if heard.boundary not in "，," or not heard.opens or not _is_nothing_but_name(scope, heard):
        return scope
    text = heard.phrase.residues[0].text
    is_money = text.endswith(_FEE) or lexicon.names_money(text)
    return after.unknown_money_named(scope) if is_money and not means_all(text) else scope


@needs(UNKNOWN_WORDS)
def purpose(scope: Scope, heard: Heard) -> Scope:
    """1.为提升防汛能力，预算50万元: outside of a section on projects, of something that nobody names."""
    is_purpose = heard.is_item and _PURPOSE.match(heard.text[numbering(heard.text).start :].strip())
    return after.some_named(scope) if is_purpose and scope.sums.last is None else scope


@needs(UNKNOWN_WORDS)
def heading(scope: Scope, heard: Heard) -> Scope:
    """2.老旧管网改造工程。预算50万元, or A经费：预算50万元: outside of a section on projects, a name that stands first says whose
    its figures are.
    """
    may_head = (heard.is_item or heard.opens) and heard.boundary == "。" and scope.sums.last is None
    opens = heard.boundary == ":" and heard.opens
    if not (may_head or opens) or not _is_nothing_but_name(scope, heard):
        return scope
    residue = heard.phrase.residues[0]
    if _SCORED.search(residue.text):
        return scope
    if opens and scope.about.project_name is not None:
        # A经费：预算5万元；其他：…
        scope = after.other_money_headed(scope)
    is_project = lexicon.looks_like_project(residue.text)
    if not (may_head and is_project) and not (opens and lexicon.names_money(residue.text)):
        # 食堂设备购置：下达资金5万元: of this, whatever it is
        return after.some_named(scope) if opens and is_project else scope
    if means_all(residue.text) or len(residue.text) <= SHORTEST_NAME or COUNTED.search(residue.text):
        return scope
    return after.project_named(scope, heard.written(residue.start, residue.end))


@needs(UNKNOWN_WORDS)
def subject(scope: Scope, heard: Heard) -> Scope:
    """In a section on projects a clause of unknown words only names the project that follows, or several."""
    if not _is_name_alone(scope, heard):
        return scope
    if len(heard.text.strip()) > _LONGEST_NAME_CLAUSE:
        return scope
    residue = heard.phrase.residues[0]
    if COUNT_OF_PROJECTS.search(residue.text):
        return after.projects_counted(scope) if heard.boundary == ":" else scope
    if _PURPOSE.match(heard.text[numbering(heard.text).start :].strip()):
        # 1.为提升防汛能力，预算50万元: of a project that nobody names
        scope = after.project_forgotten(scope) if heard.is_item else scope
        return after.unread_project_named(scope) if scope.sums.last is None else scope
    quoted = _QUOTED_FIRST.match(heard.text)
    if not heard.is_item:
        is_name = quoted or heard.boundary == ":" or "、" in residue.text or lexicon.looks_like_project(residue.text)
        if not is_name or not (scope.sums.in_project_list or heard.opens):
            return after.unread_project_named(scope) if _PROJECT.search(residue.text) else scope
    listed = listed_names(residue.text)
    if len(listed) > 1:
        return after.names_listed(scope, listed)
    # “A”项目得分90分
    span = quoted.span("name") if quoted else (residue.start, residue.end)
    return after.subject_named(scope, heard.written(*span))


def _is_name_alone(scope: Scope, heard: Heard) -> bool:
    """Whether the clause may be a name: one run of unknown words, and no word for what money is or was used for."""
    is_named = len(heard.phrase.residues) == 1 and "measure" not in heard.phrase.kinds
    return is_named and "item" not in heard.phrase.kinds and not scope.doubts.is_use


def _is_nothing_but_name(scope: Scope, heard: Heard) -> bool:
    """Whether nothing at all stands beside the words that may be a name."""
    phrase = heard.phrase
    return not phrase.tokens and len(phrase.residues) == 1 and not phrase.years and not scope.doubts.is_use


INTRODUCING_RULES: Asking[ClauseRule] = Asking(fund, class_of_purchases, parts, introduced_projects)
_ANYWHERE = (fund, class_of_purchases, parts, uncovered_money, costs, item, announced_spending, announced_measure)
RULES_ON_PROJECTS: Asking[ClauseRule] = Asking(*_ANYWHERE, name_before, enumerated_projects, measured_project, subject)
RULES: Asking[ClauseRule] = Asking(
    *_ANYWHERE, counted_projects, name_before, enumerated_projects, scored_project, other_money, purpose, heading
)
