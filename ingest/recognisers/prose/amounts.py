"""Amounts in running text.

Each amount is understood from the words before it in its clause (lines.py); what the clause leaves open is carried from the
clauses before it (clauses.py: year, line item, fund), from the amount that it is a part of (其中, brackets), from the heading
above (the project named there) and from the section (fund). What can't be understood becomes an unrecognised row.
"""

from __future__ import annotations

import itertools
import re
from copy import copy
from dataclasses import fields
from decimal import Decimal
from typing import Any

from ingest import lexicon
from ingest.normalize.amounts import BARE_UNITS, Amount, find_amounts
from ingest.normalize.numbering import numbering, rank
from ingest.normalize.years import find_years, without_document_numbers
from ingest.recognisers.output import QUOTE_LIMIT, Output, Passage
from ingest.recognisers.prose.bare_numbers import with_bare_numbers
from ingest.recognisers.prose.line_items import RESPECTIVELY, Left, LineItem, Measure, Reading, line_of, measure_of
from ingest.recognisers.prose.phrases import read_phrase
from ingest.recognisers.prose.projects import SUMMARY, Known, as_written, key
from ingest.recognisers.prose.scope import SOURCE, YEAR_START, establish, open_groups, take_period, take_year
from ingest.recognisers.prose.sentences import SENTENCE_END, Clause, Group, Prose, Sentence, blank_brackets, clauses
from ingest.records import Place

NAME = "narrative"

_LONGEST_BARE_NAME, _LONGEST_NAME = 30, 40
_CATEGORY = re.compile(r"\((?:类|款|项)\)")
_NO_CARRYOVER = re.compile(
    r"(?P<none>无|没有|未产生)(?:财政拨款|资金|年末|年度)*(?:结转结余|结余结转|结转和结余|结余|结转)"
)
_PROJECT_NAMED = re.compile(r"项目名称[:][ ]*(?P<name>[^，。；;]{2,40})")
_NAME_END = re.compile(r"[，,。;；:]")
_WITHIN = re.compile(r"[ ]*中[，,:]")
_COMPARED = re.compile(r"(?:较|比|同比|相比|与)(?:上年|去年|上一年|年初|预算|全年|调整|[0-9]{4}年)")
_COMPARED_WITH = re.compile(r"(?:同比|比|较|与|同)(?:上一?年度?|去年|(?P<year>(?:19|20)[0-9]{2})[ ]?年度?)")
_CHANGE_AFTER = re.compile(r"[ ]*(?:相比)?(?:增加|减少|增长|下降|上升|降低|多|少|持平)")
_GOES_TO = re.compile(r"(?:下降|降低|减少|压减|上升|增加|增长|提高|降|升|增|减)(?:至|到|为)[ ]*")
_REFERENCE = re.compile(r"[ ]*(?:仅?占|完成|较|比|未超|除以|相当于)")
_LIMIT = re.compile(r"控制在|不超过|不高于")
_PLANNED = re.compile(r"拟(?!定)|预计|争取|力争|明年|次年|下一?年度?(?!达)")
_THAN_INITIAL = re.compile(r"[较比](?:的)?年初(?:部门)?预算")
_FUNDING = ("资金", "经费")
# 三公经费情况。 before the sentences on it
_LONGEST_HEADING = 16
_ARRANGED = ("预算安排", "安排预算", "预算安排数")
_SOURCE_REACH = 30
# 支出总计 beside these is more than was spent, unless it is split into what was spent
_CARRIED_SUM = re.compile(r"本年支出|结余分配|年末结转")
_SUM_OF_SPENDING = re.compile(r"支出总[计额]|总支出")
_CARRIED_PARTS = re.compile(r"结余分配|其中[:，, ]?本年支出")
_BOTH_AS_ONE = re.compile(r"收(?:入)?[、及和]?支(?:出)?总计")
_BOTH_SUMS = re.compile(r"收(?:入)?[、及和]?支(?:出)?总计|收入总计")
_SPLIT_SUM = re.compile(r"[^。；;]{0,20}其中[^。；;]{0,4}(?:基本|项目)支出")
_OTHER_LEVEL = re.compile(r"上级|下属|所属|转移支付")
_WHOLE_PROCUREMENT = "政府采购"

_PLACE_COLUMNS = (*(item.name for item in fields(Place)), "reading_score")
_CLAIM_VALUES = (
    "recogniser",
    "measure",
    "budget_version",
    "line_item_code",
    "project_name",
    "fund_code",
    "amount_yuan",
    "amount_text",
    "amount_unit",
    "stated_fiscal_year",
    "year_basis",
)


class NarrativeRecogniser:
    """Reads passages in order; keeps the project that the last heading or item named."""

    def __init__(
        self, output: Output, self_names: frozenset[str], known_projects: set[str], *, is_budget: bool = False
    ) -> None:
        """`is_budget`: the report is a department's budget, whose figures are budgets where nothing says otherwise."""
        self.output = output
        stage = ("budget", "unstated") if is_budget else None
        self.known = Known(self_names, known_projects, output.report_year, stage)
        self._section: tuple[str | None, str] | None = None
        # the last amount of the sentence before: a new sentence may open with 其中
        self._above: Group | None = None
        self._names_category = False
        self._is_category = False
        # how deep the numbering of the last class stood
        self._category_depth: int | None = None
        # claims of a bare 预算安排, which a report may itself call its initial budget
        self._arranged: list[str] = []
        self._arranged_is_initial = False

    @property
    def subject_project(self) -> str | None:
        """The project that the last heading or item named."""
        return self.known.subject_project

    def read(self, passage: Passage) -> None:
        """Read one passage; claims and unrecognised rows go to the output."""
        section = (passage.context.title, passage.context.context)
        if section != self._section:
            self._section = section
            self.known.subject_project = None
        folded = without_document_numbers(passage.folded)
        head = numbering(folded)
        if head.start:
            folded = " " * head.start + folded[head.start :]
        # one class of the functional classification (…（类）…（款）…（项）) is never the unit's total
        depth = rank(passage.folded)
        is_below = depth is None or self._category_depth is None or depth > self._category_depth
        named_above, self._names_category = self._names_category and is_below, bool(_CATEGORY.search(folded))
        self._is_category = self._names_category or named_above
        if self._names_category:
            self._category_depth = depth
        if "结" in folded:
            self._state_no_carryover(passage, folded)
        amounts = with_bare_numbers(folded, find_amounts(folded), passage, self.known)
        if amounts:
            is_on_projects = passage.context.context == "project" or SUMMARY.search(folded) is not None
            self._read_amounts(Prose(passage, folded, head.has_number, is_on_projects), head.start, amounts)
        else:
            self._read_without_amounts(passage, folded, head.start, head.has_number)

    def finish(self) -> None:
        """After the last passage: what the whole report says of words that it uses in its own way."""
        if self._arranged_is_initial:
            for claim_id in self._arranged:
                self._replace(claim_id, budget_version="initial")

    # -- passages without an amount ------------------------------------------------------------------------------

    def _state_no_carryover(self, passage: Passage, folded: str) -> None:
        """无财政拨款结转结余: a carry-over of nothing."""
        for match in _NO_CARRYOVER.finditer(folded):
            start = match.start("none")
            left = max((folded.rfind(mark, 0, start) for mark in "。；;\n"), default=-1) + 1
            end = next((at for at in range(match.end(), len(folded)) if folded[at] in "。；;\n"), len(folded))
            years = [year.value for year in find_years(folded[left:start]) if not year.is_compared]
            self.output.claim(
                passage.place(start, match.end("none"), left, min(end, left + QUOTE_LIMIT)),
                recogniser=NAME,
                measure="carryover",
                budget_version=None,
                line_item_code="total",
                project_name=None,
                fund_code=passage.context.fund or "all_funds",
                amount_yuan=Decimal(0),
                amount_text=passage.text[start : match.end("none")],
                amount_unit="",
                stated_fiscal_year=years[-1] if years else None,
                year_basis="stated",
            )

    def _read_without_amounts(self, passage: Passage, folded: str, start: int, has_number: bool) -> None:
        text = folded[start:].strip()
        if text.strip("。. ") == "无":
            place = passage.place(start, start + 1, 0, len(passage.text))
            self.output.attribute(place, recogniser=NAME, attribute_code="stated_none", value_text="无")
        elif passage.context.context == "project":
            self._name_project(passage, folded, start, text, has_number)

    def _name_project(self, passage: Passage, folded: str, start: int, text: str, has_number: bool) -> None:
        """A line that only names a project: what follows is about it."""
        named = _PROJECT_NAMED.fullmatch(text.rstrip("。；; "))
        if named:
            at = folded.index(named["name"], start)
            self.known.name_subject(as_written(passage, folded, at, at + len(named["name"])))
            return
        name = text.strip(" 。.:;；，,")
        if not has_number and (len(name) > _LONGEST_BARE_NAME or not lexicon.looks_like_project(name)):
            # without its number only a line that is nothing but a project's name names one
            return
        first = _NAME_END.split(name)[0].strip()
        if name and len(name) <= _LONGEST_NAME and first == name and not lexicon.section(name):
            end = start + len(folded[start:].rstrip(" 。.:;；，,"))
            self.known.name_subject(as_written(passage, folded, start, end))

    # -- sentences -----------------------------------------------------------------------------------------------

    def _read_amounts(self, prose: Prose, start: int, amounts: list[Amount]) -> None:
        walk = _Walk(prose, start)
        for number, amount in enumerate(amounts):
            lead = blank_brackets(prose.folded[walk.position : amount.start])
            if number and _WITHIN.match(lead):
                # 预算1000万元中，…: the parts follow
                walk.sentence.group = walk.sentence.last or walk.sentence.group
            clause = self._walk_to(walk, lead)
            quote = _quote(prose, amount, walk.sentence_start)
            self._read_amount(prose, walk.sentence, clause, amount, walk.is_item, quote)
            walk.is_item = False
            walk.position = amount.end
        end = prose.sentence_end(walk.position)
        self._end_sentence(walk.sentence, prose.folded[walk.sentence_start : end])
        if prose.is_on_projects and walk.sentence.project_name and prose.is_item:
            self.known.subject_project = walk.sentence.project_name

    def _walk_to(self, walk: _Walk, lead: str) -> Clause:
        """Read what stands between two amounts; the clause right before the second."""
        offset = walk.position
        # sentences without an amount establish nothing unless they name a project
        last_end = max(map(lead.rfind, SENTENCE_END))
        names_project = walk.prose.is_on_projects or "项" in lead[: last_end + 1]
        skipped = last_end + 1 if not names_project and not walk.is_at_heading else 0
        for clause in clauses(lead, offset):
            if not clause.boundary:
                break
            is_read = clause.start - offset >= skipped
            if clause.boundary == ")":
                walk.leave_bracket()
                continue
            if is_read:
                establish(self.known, walk.prose, walk.sentence, clause, walk.is_item, self._above)
            if clause.boundary == "(":
                walk.enter_bracket()
                continue
            walk.is_item = False
            if clause.boundary in SENTENCE_END:
                self._end_sentence(walk.sentence, walk.prose.folded[walk.sentence_start : clause.end])
                self._above = walk.sentence.last
                walk.new_sentence(clause.end + 1, walk.heading(clause))
            elif clause.boundary in "；;":
                walk.end_parts(clause.end + 1)
        return clause

    def _end_sentence(self, sentence: Sentence, text: str) -> None:
        """Apply what a sentence says of all its amounts only at its end (资金来源为…)."""
        source = SOURCE.search(text) if sentence.claim_ids else None
        if not source:
            return
        funds = read_phrase(text[source.end() : source.end() + _SOURCE_REACH], self.known.self_names).of("fund")
        codes = {token.label.fund_code for token in funds}
        fund_code = codes.pop() if len(codes) == 1 else None
        if fund_code is None:
            return
        for claim_id in sentence.claim_ids:
            new_id = self._replace(claim_id, fund_code=fund_code)
            if new_id:
                self._arranged = [new_id if known == claim_id else known for known in self._arranged]

    # -- one amount ----------------------------------------------------------------------------------------------

    def _read_amount(
        self, prose: Prose, sentence: Sentence, clause: Clause, amount: Amount, is_item: bool, quote: tuple[int, int]
    ) -> None:
        phrase = read_phrase(clause.text, self.known.self_names)
        year_before = sentence.year
        take_period(sentence, clause.text)
        if not sentence.queue:
            take_year(self.known, sentence, phrase, clause.text)
        open_groups(sentence, phrase, self._above)
        reading = Reading(prose, sentence, clause.text, clause.start, amount, phrase, is_item, quote)
        self._understand(reading)
        if phrase.of("carryover", "opening_carryover") and not reading.measures:
            # 2022年结转5万元，实际支出90万元: of this year
            sentence.year = year_before

    def _understand(self, reading: Reading) -> None:
        """Claim an amount, list it, or pass over what is only a change."""
        sentence, phrase = reading.sentence, reading.phrase
        if aside := self._set_aside(reading):
            self._leave(reading, aside)
            return
        if _is_change(reading) and not _GOES_TO.fullmatch(reading.raw):
            if reading.items:
                # 三公经费决算较预算减少2万元，其中决算6万元：of three-public
                sentence.line_item_code = reading.items[-1].label.line_item_code
            return
        if self._goes_on(reading):
            return
        _leave_group(reading)
        fund_code = self._fund(reading)
        if phrase.of("adjustment", "carryover"):
            self._claim_movement(reading, fund_code)
            return
        prior = self._prior_year(reading)
        queued = sentence.queue or sentence.name_queue or sentence.line_queue or sentence.years
        reading.is_compared = prior is not None
        reading.is_understood = bool(queued) or reading.is_compared
        measure = self._measure(reading)
        line = line_of(reading, self.known)
        if isinstance(line, Left):
            if line.only_beside_money:
                # 获奖补资金90万元，已支付80万元: of something unknown
                is_first = sentence.last is None and sentence.line_item_code is None and sentence.project_name is None
                sentence.is_unknown = sentence.is_unknown or (is_first and reading.residue is not None)
            else:
                sentence.is_unknown = reading.has_money_word and line.reason != "part_of_year"
            self._leave(reading, line)
            return
        sentence.is_unknown = False
        if line.code == "fiscal_appropriation":
            if self._is_planned_income(reading):
                self._leave(reading, Left("planned_income"))
                return
            measure = ("income", None)
        if measure is None:
            self._leave(reading, Left("no_measure", only_beside_money=not phrase.of("fund")))
            return
        if _is_part_without_label(reading, measure, line):
            self._leave(reading, Left("part_without_label"))
            return
        self._claim(reading, measure, line, fund_code, prior)

    def _set_aside(self, reading: Reading) -> Left | None:
        """Why an amount is none of the unit's budget or spending: other money, parts that nobody codes, plans for later."""
        phrase, sentence = reading.phrase, reading.sentence
        if _is_part_of_procurement(reading):
            return Left("procurement_part")
        if others := phrase.of("other"):
            if not (reading.measures or reading.items or phrase.of("adjustment", "carryover")):
                self._note_subject(reading)
                is_own = any(token.label.note == "listed" for token in others)
                is_first = sentence.last is None and sentence.line_item_code is None and sentence.project_name is None
                sentence.is_unknown = sentence.is_unknown or is_first
                return Left("other_money", only_beside_money=not is_own)
            if any(token.label.note == "always" for token in others):
                # 人均公用经费: a ratio, whatever it is of
                return Left("other_money", only_beside_money=True)
        if reading.amount.unit in BARE_UNITS and not reading.has_money_word:
            return Left("amount_without_label", only_beside_money=True)
        if _is_other_income(reading):
            return Left("income_not_covered")
        if (self._is_category or phrase.of("not_covered")) and not reading.items:
            sentence.is_unknown = True
            return Left("functional_category" if self._is_category else "label_not_covered")
        if _is_class_of_projects(reading):
            return Left("class_of_projects")
        if "本级" in reading.clause and _OTHER_LEVEL.search(
            reading.prose.folded, reading.amount.end, reading.prose.sentence_end(reading.amount.end)
        ):
            # 本级项目预算50万元，上级转移支付30万元: a part
            return Left("part_without_label")
        if phrase.of("opening_carryover") and not reading.items:
            return Left("opening_carryover")
        if _is_with_carryover(reading):
            return Left("expenditure_and_carryover")
        if sentence.is_in_unknown and not _says_itself(reading) and not phrase.of("adjustment", "carryover"):
            # 收入决算100万元，其中财政拨款90万元: a part of what isn't claimed
            return Left("part_of_unknown")
        if _LIMIT.search(reading.raw) and not any(token.label.measure == "budget" for token in reading.measures):
            # a limit is neither budget nor spending
            if reading.items:
                sentence.line_item_code = reading.items[-1].label.line_item_code
            return Left("limit")
        # what is planned for later is no budget of this report
        report_year = self.output.report_year
        is_later = sentence.year is not None and report_year is not None and sentence.year > report_year
        is_closing = reading.prose.passage.context.context == "closing"
        is_planned = _PLANNED.search(reading.clause) or (is_closing and is_later)
        return Left("planned", only_beside_money=True) if is_planned else None

    def _leave(self, reading: Reading, left: Left) -> None:
        """List an amount as not understood; one of no money of the unit's is only listed in a sentence on its money."""
        is_on_money = reading.sentence.is_on_money or reading.has_money_word
        reading.sentence.is_last_left = reading.sentence.is_beside_left = True
        if not left.only_beside_money or is_on_money:
            reading.sentence.is_on_money = True
            self._not_understood(reading, left.reason)

    def _is_planned_income(self, reading: Reading) -> bool:
        """Whether income is a budget's (收入预算100万元，其中财政拨款收入90万元), not received."""
        stage = reading.prose.passage.context.governing.measure or self.known.stage
        told = [token.label.measure for token in reading.phrase.of("measure", "other_income") if token.label.measure]
        return (told or [(reading.sentence.announced or stage or ("",))[0]])[-1] == "budget"

    def _note_subject(self, reading: Reading) -> None:
        """清淤项目合同金额50万元，实际支付30万元: what isn't claimed names the project all the same."""
        first = next(iter(reading.phrase.residues), None)
        if first is not None and reading.prose.is_on_projects and lexicon.looks_like_project(first.text):
            start, end = reading.start + first.start, reading.start + first.end
            reading.sentence.project_name = as_written(reading.prose.passage, reading.prose.folded, start, end)

    def _goes_on(self, reading: Reading) -> bool:
        """由上年的5万元降至3万元: this year's amount of what last year's was."""
        last, report_year = reading.sentence.last, self.output.report_year
        if last is None or last.year is None or report_year is None or last.year >= report_year:
            return False
        if not _GOES_TO.fullmatch(reading.raw):
            return False
        measure, line = (last.measure, last.budget_version), LineItem(last.line_item_code, last.project_name)
        reading.sentence.year = None
        self._claim(reading, measure, line, last.fund_code, None)
        return True

    def _fund(self, reading: Reading) -> str | None:
        """The fund that a clause names, or its sentence did; a part's fund ends with the parts."""
        sentence = reading.sentence
        if named := reading.phrase.of("fund"):
            return named[-1].label.fund_code
        if sentence.is_part_fund and reading.measures:
            sentence.fund_code = sentence.group.fund_code if sentence.group else None
            sentence.is_part_fund = False
        return sentence.fund_code

    def _measure(self, reading: Reading) -> Measure | None:
        sentence = reading.sentence
        measure = measure_of(reading, self.known)
        # 部门预算经财政局批复为500万元 is 预算批复
        is_approved = bool(reading.measures) and "批复" in reading.clause[reading.measures[-1].end :]
        is_initial = sentence.is_initial or is_approved or YEAR_START.search(reading.clause) is not None
        # 年初政府采购预算
        is_initial = is_initial or any(reading.clause[: item.start].rstrip().endswith("年初") for item in reading.items)
        stage = reading.prose.passage.context.governing.measure
        is_allotted = measure == ("budget", "adjusted") and any(
            "下达" in token.label.text for token in reading.measures
        )
        if is_initial and (measure == ("budget", "unstated") or is_allotted):
            # 年初，县财政下达部门预算: not what the year ended with
            measure = ("budget", "initial")
        elif measure == ("budget", "unstated") and stage is not None and stage[0] == "budget":
            measure = stage
        last = sentence.last
        if last is not None and last.line_item_code == "project" and reading.clause.lstrip().startswith("即"):
            # 项目支出80万元，即A50万元、B30万元
            sentence.in_project_list = True
            sentence.group = last
            measure = measure or (last.measure, last.budget_version)
        return measure

    def _prior_year(self, reading: Reading) -> int | None:
        """The year of an amount that stands only to be compared with (比上年决算数50万元增加5万元)."""
        match = _COMPARED_WITH.search(reading.clause)
        if not match or not _CHANGE_AFTER.match(reading.prose.folded, reading.amount.end):
            return None
        if match["year"]:
            return int(match["year"].replace(" ", ""))
        return self.output.report_year - 1 if self.output.report_year is not None else None

    def _year(self, reading: Reading, prior: int | None) -> int | None:
        sentence = reading.sentence
        years = reading.phrase.years
        if len(years) > 1 and RESPECTIVELY.search(reading.clause):
            between = (reading.clause[one.end : other.start].strip() for one, other in itertools.pairwise(years))
            is_listed = all(words in ("", "、", "和", "与", "及") for words in between)
            listed = [year.value for year in years if is_listed or not year.is_compared]
            sentence.years = listed if len(listed) > 1 else []
        if sentence.years:
            sentence.year = sentence.years.pop(0)
        year = sentence.year if prior is None else prior
        if year is None and sentence.group is not None:
            year = sentence.group.year
        if year is None and (above := reading.prose.passage.context.governing.year) != self.output.report_year:
            year = above
        return year

    # -- claims --------------------------------------------------------------------------------------------------

    def _claim(
        self, reading: Reading, measure: Measure, line: LineItem, fund_code: str | None, prior: int | None
    ) -> None:
        """Claim an amount; the words after it may be about the same, or about its parts."""
        sentence, passage = reading.sentence, reading.prose.passage
        year = self._year(reading, prior)
        group_fund = sentence.group.fund_code if sentence.group else None
        claim_id = self._add(
            reading,
            measure=measure[0],
            budget_version=measure[1],
            line_item_code=line.code,
            project_name=line.project_name,
            fund_code=fund_code or group_fund or passage.context.fund or "all_funds",
            amount_yuan=reading.amount.yuan,
            stated_fiscal_year=year,
        )
        sentence.is_on_money, sentence.is_last_left = True, False
        if claim_id is None or prior is not None:
            return
        if reading.phrase.of("fund"):
            sentence.fund_code = fund_code
            sentence.is_part_fund = sentence.group is not None and sentence.group.fund_code != fund_code
        made = Group(measure[0], measure[1], line.code, line.project_name, year, fund_code or group_fund)
        if sentence.last is not None and measure[0] == "budget" and _REFERENCE.match(reading.raw):
            # 支出A，占全年预算B的90%，其中…: parts of A
            return
        sentence.last = made
        sentence.parts.append(made)
        if reading.measures and reading.items:
            sentence.item_clause = (line.code, measure)
        if line.project_name:
            self.known.projects.add(key(line.project_name))
            sentence.projects.add(line.project_name)
            if reading.prose.is_on_projects and reading.prose.is_item:
                self.known.subject_project = line.project_name
            sentence.project_name = line.project_name
        elif reading.items:
            sentence.line_item_code = line.code
        self._correct_bare(reading, claim_id, measure, line)
        if not fund_code and passage.context.fund in (None, "all_funds"):
            sentence.claim_ids.append(claim_id)
        self._note_arranged(reading, claim_id)

    def _note_arranged(self, reading: Reading, claim_id: str) -> None:
        """A bare 预算安排 is the initial budget where the report compares it as such (较年初预算数调减…)."""
        if reading.items or not reading.measures or reading.measures[-1].label.text not in _ARRANGED:
            return
        self._arranged.append(claim_id)
        end = reading.amount.end
        rest = reading.prose.folded[end : reading.prose.sentence_end(end)]
        self._arranged_is_initial = self._arranged_is_initial or bool(_THAN_INITIAL.search(rest))

    def _correct_bare(self, reading: Reading, claim_id: str, measure: Measure, line: LineItem) -> None:
        """Money without a word for it is a budget if the sentence goes on with what was spent (A 50万元，实际支出48万元)."""
        sentence = reading.sentence
        if reading.items:
            is_bare = line.project_name is None and reading.items[-1].label.text.endswith(_FUNDING)
            is_bare = is_bare and not (reading.measures or reading.phrase.of("weak_measure", "final"))
        else:
            is_bare = line.project_name is not None and not reading.has_money_word
        if is_bare and sentence.group is None and measure[0] == "expenditure":
            sentence.bare = (claim_id, line.code, line.project_name)
        elif sentence.bare and sentence.bare[1:] == line and measure[0] == "expenditure" and reading.measures:
            self._replace(sentence.bare[0], measure="budget", budget_version="unstated")
            sentence.bare = None

    def _claim_movement(self, reading: Reading, fund_code: str | None) -> None:
        """Adjustments and carry-overs: their own measures."""
        sentence, passage = reading.sentence, reading.prose.passage
        adjustments = reading.phrase.of("adjustment")
        label = (adjustments or reading.phrase.of("carryover"))[-1].label
        value = reading.amount.yuan
        if adjustments and label.note == "decrease":
            value = -abs(value)
        line = reading.items[-1].label.line_item_code if reading.items else None
        splits = sentence.has_moved and (sentence.group is not None or bool(reading.phrase.of("group")))
        sentence.has_moved = True
        if splits and line is None and reading.residue is not None:
            # 年中追加50万元，其中追加绩效奖30万元: a part of it
            self._leave(reading, Left("unknown_label"))
            return
        # its parts are no budget and no spending
        sentence.is_on_money = sentence.is_last_left = True
        name = sentence.project_name or (self.known.subject_project if reading.prose.is_on_projects else None)
        if line is None:
            line = "project" if name or sentence.all_projects else "total"
        self._add(
            reading,
            measure=label.measure or "adjustment",
            budget_version=None,
            line_item_code=line,
            project_name=name if line == "project" else None,
            fund_code=fund_code or passage.context.fund or "all_funds",
            amount_yuan=value,
            stated_fiscal_year=sentence.year,
        )

    def _add(self, reading: Reading, **values: Any) -> str | None:
        passage, amount = reading.prose.passage, reading.amount
        return self.output.claim(
            passage.place(amount.start, amount.number_end, *reading.quote),
            recogniser=NAME,
            amount_text=passage.text[amount.start : amount.number_end],
            amount_unit=amount.unit,
            year_basis="stated",
            **values,
        )

    def _replace(self, claim_id: str, **changes: str) -> str | None:
        """Take a claim back and make it again with other values."""
        row = self.output.claims.pop(claim_id, None)
        if row is None:
            return None
        values: dict[str, Any] = {name: getattr(row, name) for name in _CLAIM_VALUES}
        values.update(changes)
        return self.output.claim({name: getattr(row, name) for name in _PLACE_COLUMNS}, **values)

    def _not_understood(self, reading: Reading, reason: str) -> None:
        label = reading.phrase.residues[-1].text if reading.phrase.residues else None
        place = reading.prose.passage.place(reading.amount.start, reading.amount.number_end, *reading.quote)
        self.output.not_understood(place, NAME, reason, label)


def _opened(prose: Prose) -> Sentence:
    """A new sentence: about what the heading above names."""
    governing = prose.passage.context.governing
    return Sentence(line_item_code=governing.line_item_code, is_unknown=governing.is_unknown)


class _Walk:
    """The way from amount to amount through a passage: the sentence, and those around it where it stands in brackets."""

    def __init__(self, prose: Prose, start: int) -> None:
        self.prose = prose
        self.sentence = _opened(prose)
        self._around: list[Sentence] = []
        self.position = self.sentence_start = start
        self.is_item = prose.is_item
        self.is_first = True

    def enter_bracket(self) -> None:
        """What stands in brackets are parts of the amount before them."""
        outer = self.sentence
        self._around.append(outer)
        self.sentence = copy(outer)
        self.sentence.group = outer.last or outer.group
        self.sentence.queue, self.sentence.name_queue, self.sentence.line_queue, self.sentence.parts = [], [], [], []

    def leave_bracket(self) -> None:
        if self._around:
            self.sentence = self._around.pop()

    @property
    def is_at_heading(self) -> bool:
        """Whether the passage opens with a sentence as short as a heading."""
        start = self.sentence_start
        return self.is_first and self.prose.sentence_end(start) - start <= _LONGEST_HEADING

    def heading(self, clause: Clause) -> Sentence | None:
        """The passage's first sentence where it is its heading (三公经费情况。)."""
        if not self.is_at_heading or self.sentence.last is not None or clause.start != self.sentence_start:
            return None
        return self.sentence

    def new_sentence(self, start: int, heading: Sentence | None) -> None:
        is_last_left = self.sentence.is_last_left
        self.sentence, self._around = _opened(self.prose), []
        self.sentence.is_last_left = is_last_left
        if heading is not None:
            self.sentence.line_item_code, self.sentence.is_unknown = heading.line_item_code, heading.is_unknown
            self.sentence.project_name = heading.project_name
        self.is_first = False
        self.sentence_start = start
        self.is_item = self.prose.starts_item(start)

    def end_parts(self, after: int) -> None:
        """A semicolon ends the parts of a sum: what follows speaks of the sum again."""
        sentence = self.sentence
        sentence.is_use = sentence.is_part_of_year = sentence.is_part_of_procurement = sentence.is_in_unknown = False
        sentence.is_of_some = False
        sentence.is_unknown = self.prose.passage.context.governing.is_unknown
        sentence.parts = []
        sentence.has_ended_parts = True
        if sentence.group is not None:
            sentence.line_item_code = sentence.group.line_item_code
            sentence.project_name = sentence.group.project_name
        self.is_item = self.prose.starts_item(after)


def _leave_group(reading: Reading) -> None:
    """A sum named again, or after a semicolon what was spent of all, is no part of the sum before."""
    sentence, phrase = reading.sentence, reading.phrase
    group = sentence.group
    if group is not None and not phrase.of("group"):
        is_sum = reading.spoken == group.line_item_code != "project"
        is_whole = sentence.has_ended_parts and bool(phrase.of("weak_measure")) and not reading.items
        if is_sum or (is_whole and reading.residue is None and not phrase.of("fund")):
            sentence.group = None
            if sentence.is_part_fund:
                sentence.fund_code, sentence.is_part_fund = group.fund_code, False
    sentence.has_ended_parts = False


def _is_class_of_projects(reading: Reading) -> bool:
    """运转类项目 are some of the projects; 特定目标类项目 are what was called project expenditure, unless it splits that."""
    classes, group = reading.phrase.of("project_class"), reading.sentence.group
    if not classes or reading.spoken not in (None, "project"):
        return False
    return classes[-1].label.note != "all" or (group is not None and group.line_item_code == "project")


def _is_part_of_procurement(reading: Reading) -> bool:
    """Whether an amount is of a class of purchases or suppliers (政府采购货物预算, 面向中小企业预留), never of all."""
    sentence, phrase = reading.sentence, reading.phrase
    if phrase.of("procurement_part"):
        sentence.is_part_of_procurement = True
        return True
    if any(token.label.text.startswith(_WHOLE_PROCUREMENT) for token in reading.items) or reading.spoken not in (
        None,
        "procurement",
        "project",
    ):
        sentence.is_part_of_procurement = False
    return sentence.is_part_of_procurement


def _says_itself(reading: Reading) -> bool:
    """Whether a clause tells both what money an amount is and its measure (本年支出合计, 公用经费预算)."""
    told = any(token.label.measure or token.label.line_item_code == "total" for token in reading.items)
    # 追加50万元，其中基本支出20万元，追加后预算300万元
    return told or bool(reading.measures and (reading.items or reading.sentence.has_moved))


def _is_with_carryover(reading: Reading) -> bool:
    """Whether a sum holds what is carried over too: 支出总计 beside 收入总计, or split into 本年支出 and 年末结转."""
    prose, amount = reading.prose, reading.amount
    if not _SUM_OF_SPENDING.search(reading.raw):
        return False
    if _CARRIED_PARTS.search(prose.folded, amount.end, prose.sentence_end(amount.end)):
        return True
    if "支出总计" not in reading.raw:
        return _BOTH_AS_ONE.search(prose.folded) is not None
    if _CARRIED_SUM.search(prose.folded):
        return True
    return bool(_BOTH_SUMS.search(prose.folded)) and not _SPLIT_SUM.match(prose.folded, amount.end)


def _is_part_without_label(reading: Reading, measure: Measure, line: LineItem) -> bool:
    """Whether an amount among the parts of a sum says neither what nor whose it is (其中本级5万元): never the sum again."""
    group, phrase = reading.sentence.group, reading.phrase
    if group is None or phrase.of("fund") or reading.is_understood or measure[0] != group.measure:
        return False
    if (line.code, line.project_name) != (group.line_item_code, group.project_name):
        return False
    if reading.items:
        # 公务接待费5万元，其中国内公务接待费4万元; 公用经费9万元，包括商品和服务支出8万元
        return bool(phrase.of("group")) or (
            reading.residue is not None and reading.residue.end <= reading.items[-1].start
        )
    return measure[1] in (group.budget_version, "unstated")


def _is_other_income(reading: Reading) -> bool:
    """Whether an amount is income that isn't covered; the spending after it is of the same budget (预算总收入A，总支出B)."""
    income, measures = reading.phrase.of("other_income"), reading.measures
    if not income or any(token.label.measure == "income" for token in reading.items):
        return False
    label = income[-1].label
    if label.measure is not None:
        reading.sentence.announced = (label.measure, label.budget_version)
    if measures:
        # 年终决算收入 and 事业收入预算 are income, 收入增加后预算 is a budget
        return income[-1].start == measures[-1].end or measures[-1].start == income[-1].end
    return not (reading.phrase.residues and reading.prose.is_on_projects)


def _is_change(reading: Reading) -> bool:
    """Whether an amount is only the difference to another (比上年增加5万元)."""
    changes = reading.phrase.of("change")
    if not changes:
        return False
    after = [token for token in (*reading.measures, *reading.items) if token.start >= changes[-1].end]
    return not after or bool(_COMPARED.search(reading.clause))


def _quote(prose: Prose, amount: Amount, sentence_start: int) -> tuple[int, int]:
    """The sentence around an amount; within a very long one, the clauses around it."""
    start = sentence_start
    while start < amount.start and prose.folded[start] in " \n":
        start += 1
    end = prose.sentence_end(amount.end, at_semicolon=True)
    if end - start > QUOTE_LIMIT:
        start = max(start, amount.start - QUOTE_LIMIT // 2)
        end = min(end, amount.end + QUOTE_LIMIT // 2)
    return start, end
