"""Amounts in running text.

Each amount is understood from the words before it in its clause; what the clause leaves open is carried from the
sentence (year, line item, fund), from the amount that it is a part of (其中, brackets), from the heading above (the
project named there) and from the section (fund). What can't be understood becomes an unrecognised row.
"""

from __future__ import annotations

import re
from copy import copy
from decimal import Decimal
from typing import Any

from ingest import lexicon
from ingest.normalize.amounts import BARE_UNITS, Amount, find_amounts, parse_number
from ingest.normalize.characters import fold
from ingest.normalize.years import find_years, relative_year, without_document_numbers
from ingest.recognisers.outline import numbering
from ingest.recognisers.phrases import Phrase, Residue, Token, read_phrase
from ingest.recognisers.rows import QUOTE_LIMIT, Context, Findings, Passage
from ingest.recognisers.sentences import (
    BARE,
    CATEGORY,
    CHANGE_AFTER,
    CLAIM_VALUES,
    COMPARED,
    COMPARED_ONLY,
    COMPARED_WITH,
    CONNECTIVES,
    ITEM,
    LIST_UNIT,
    LONGEST_BARE_NAME,
    NO_CARRYOVER,
    PARENTS,
    PLACE_COLUMNS,
    PLANNED,
    RESPECTIVELY,
    SENTENCE_END,
    SOURCE,
    SUM,
    THOUSANDS_GO_ON,
    WITHIN,
    YEAR_START,
    Group,
    Reading,
    Sentence,
    are_siblings,
    blank_brackets,
    cut_clauses,
    is_future,
    key,
    listed_names,
    strongest,
)

NAME = "narrative"


class NarrativeRecogniser:
    """Reads passages in order; keeps the project that the last heading or item named."""

    def __init__(self, findings: Findings, self_names: frozenset[str], known_projects: set[str]) -> None:
        self.findings = findings
        self.self_names = self_names
        self.known_projects = known_projects
        self.subject_project: str | None = None
        self._section: tuple[str | None, str] | None = None
        self._pending_group: Group | None = None
        self._names_category = False
        self._is_category = False
        # claims of a bare 预算安排, which a report may itself call its initial budget
        self._arranged: list[tuple[str, Decimal]] = []
        self._arranged_is_initial = False

    def read(self, passage: Passage) -> None:
        """Read one passage; claims and unrecognised rows go to the findings."""
        section = (passage.context.title, passage.context.context)
        if section != self._section:
            self._section = section
            self.subject_project = None
        folded = without_document_numbers(passage.folded)
        head = numbering(folded)
        if head.start:
            folded = " " * head.start + folded[head.start :]
        # one class of the functional classification (…（类）…（款）…（项）) is never the unit's total
        named_above, self._names_category = self._names_category, bool(CATEGORY.search(folded))
        self._is_category = self._names_category or named_above
        if "结" in folded:
            self._state_no_carryover(passage, folded)
        amounts = find_amounts(folded)
        amounts = self._with_bare_numbers(folded, amounts, passage)
        if not amounts:
            self._read_without_amounts(passage, folded, head.start, head.has_number)
            return
        self._read_amounts(passage, folded, head.start, head.has_number, amounts)

    def _state_no_carryover(self, passage: Passage, folded: str) -> None:
        """无财政拨款结转结余: a carry-over of nothing."""
        for match in NO_CARRYOVER.finditer(folded):
            start = match.start("none")
            left = max((folded.rfind(mark, 0, start) for mark in "。；;\n"), default=-1) + 1
            end = next((at for at in range(match.end(), len(folded)) if folded[at] in "。；;\n"), len(folded))
            years = [year.value for year in find_years(folded[left:start]) if not year.is_compared]
            self.findings.claim(
                passage.place(start, match.end("none"), left, min(end, left + QUOTE_LIMIT)),
                recogniser=NAME,
                measure="carryover",
                budget_version=None,
                line_item_code="total",
                project_name=None,
                fund_code=passage.context.fund_code or "all_funds",
                amount_yuan=Decimal(0),
                amount_text=passage.text[start : match.end("none")],
                amount_unit="",
                stated_fiscal_year=years[-1] if years else None,
                year_basis="stated",
            )

    def finish(self) -> None:
        """After the last passage: what the whole report says of words that it uses in its own way."""
        if not self._arranged_is_initial:
            return
        for claim_id, _ in self._arranged:
            self._replace(claim_id, budget_version="initial")

    # -- passages without an amount ------------------------------------------------------------------------------

    def _read_without_amounts(self, passage: Passage, folded: str, start: int, has_number: bool) -> None:
        text = folded[start:].strip()
        if text.strip("。. ") == "无":
            self._state_none(passage, start)
            return
        if passage.context.context != "project":
            return
        name = text.strip(" 。.:;；，,")
        first = re.split(r"[，,。;；:]", name)[0].strip()
        named = re.match(r"^项目名称[:][ ]*(?P<name>[^，。；;]{2,40})$", text.rstrip("。；; "))
        if named:
            at = folded.index(named["name"], start)
            self.subject_project = self._as_written(passage, folded, at, at + len(named["name"]))
            self.known_projects.add(key(self.subject_project))
            return
        if not has_number and (len(name) > LONGEST_BARE_NAME or not lexicon.looks_like_project(name)):
            # without its number only a line that is nothing but a project's name names one
            return
        if name and len(name) <= 40 and first == name and not lexicon.section(name):
            self.subject_project = self._as_written(
                passage, folded, start, start + len(folded[start:].rstrip(" 。.:;；，,"))
            )
            self.known_projects.add(key(self.subject_project))

    def _state_none(self, passage: Passage, start: int) -> None:
        place = passage.place(start, start + 1, 0, len(passage.text))
        self.findings.attribute(place, recogniser=NAME, attribute_code="stated_none", value_text="无")

    # -- amounts -------------------------------------------------------------------------------------------------

    def _with_bare_numbers(self, folded: str, amounts: list[Amount], passage: Passage) -> list[Amount]:
        """Amounts with those added whose unit stands later in their list or in a line above."""
        taken = [(amount.start, amount.end) for amount in amounts]
        added = []
        for match in BARE.finditer(folded):
            start, end = match.span("number")
            if "." not in match["number"] and THOUSANDS_GO_ON.match(folded, end):
                continue
            if any(low <= start < high for low, high in taken):
                continue
            listed = LIST_UNIT.match(folded, end)
            # 4125.49,4143.91万元: one unit for both
            unit = listed["unit"] if listed else passage.context.unit
            if unit is None:
                continue
            named = passage.context.context == "project" and self._project_ends_before(folded, start)
            if not named and not self._label_ends_before(folded, start, in_list=bool(listed)):
                continue
            value = parse_number(match["number"])
            if value is not None:
                added.append(Amount(start, end, end, value, unit))
        return sorted([*amounts, *added], key=lambda amount: amount.start) if added else amounts

    def _project_ends_before(self, folded: str, start: int) -> bool:
        """Whether a bare figure under a declared unit stands right behind a project's name."""
        clause = re.split(r"[，,；;。:()]|主要用于|用于", folded[max(0, start - 40) : start])[-1].strip()
        return len(clause) >= 3 and (lexicon.looks_like_project(clause) or key(clause) in self.known_projects)

    def _label_ends_before(self, folded: str, start: int, in_list: bool) -> bool:
        clause = re.split(r"[，,；;。:]", folded[max(0, start - 30) : start])[-1]
        if in_list:
            clause = folded[max(0, start - 40) : start]
        phrase = read_phrase(clause, self.self_names)
        money = phrase.of("measure", "item", "weak_measure", "fund")
        if not money:
            return False
        rest = clause[money[-1].end :].strip()
        return bool(re.fullmatch(r"(?:数|总额|金额|合计|共计|分别|各|为|是|达|:|约|共|[ ])*", rest)) or in_list

    def _read_amounts(self, passage: Passage, folded: str, start: int, has_number: bool, amounts: list[Amount]) -> None:
        sentence = Sentence()
        stack: list[Sentence] = []
        position = start
        sentence_start = start
        is_item = has_number
        for index, amount in enumerate(amounts):
            phrase_text = blank_brackets(folded[position : amount.start])
            if index and WITHIN.match(phrase_text):
                # 预算1000万元中，…: the parts follow
                sentence.group = copy(sentence.last or sentence.group)
            clauses, boundaries = cut_clauses(phrase_text)
            for clause, boundary in zip(clauses[:-1], boundaries, strict=True):
                clause_start = position + clause[0]
                if boundary == "(":
                    self._read_clause(passage, sentence, clause[1], clause_start, folded, is_item, boundary)
                    stack.append(sentence)
                    parent = sentence
                    sentence = copy(sentence)
                    sentence.group = copy(parent.last) if parent.last else parent.group
                    sentence.queue, sentence.name_queue, sentence.parts = [], [], []
                    continue
                if boundary == ")":
                    if stack:
                        sentence = stack.pop()
                    continue
                self._read_clause(passage, sentence, clause[1], clause_start, folded, is_item, boundary)
                is_item = False
                if boundary in SENTENCE_END:
                    self._end_sentence(passage, sentence, folded, sentence_start, clause_start + len(clause[1]))
                    sentence_start = clause_start + len(clause[1]) + 1
                    self._pending_group = sentence.last
                    sentence = Sentence(year=None)
                    stack = []
                    if ITEM.match(folded[sentence_start : sentence_start + 6]):
                        is_item = True
                elif boundary in "；;":
                    sentence.is_use = False
                    sentence.parts = []
                    if sentence.group is not None:
                        # the parts end here: what follows speaks of their sum again
                        sentence.line_item_code = sentence.group.line_item_code
                        sentence.project_name = sentence.group.project_name
                    after = clause_start + len(clause[1]) + 1
                    is_item = bool(ITEM.match(folded[after : after + 6]))
            clause_offset, clause_text = clauses[-1]
            last = index + 1 == len(amounts)
            limit = len(folded) if last else amounts[index + 1].start
            self._read_amount(
                passage,
                folded,
                sentence,
                clause_text,
                position + clause_offset,
                amount,
                amounts,
                index,
                limit,
                sentence_start,
                is_item,
            )
            is_item = False
            position = amount.end
        rest = folded[position:]
        end = position + min((rest.find(mark) for mark in SENTENCE_END if mark in rest), default=len(rest))
        self._end_sentence(passage, sentence, folded, sentence_start, end)
        if passage.context.context == "project" and sentence.project_name and has_number:
            self.subject_project = sentence.project_name

    def _end_sentence(self, passage: Passage, sentence: Sentence, folded: str, start: int, end: int) -> None:
        """Apply what a sentence says of all its amounts only at its end (资金来源为…)."""
        text = folded[start:end]
        source = SOURCE.search(text)
        if not source or not sentence.claim_ids:
            return
        funds = read_phrase(text[source.end() : source.end() + 30], self.self_names).of("fund")
        if len({token.label.fund_code for token in funds}) != 1:
            return
        fund_code = funds[0].label.fund_code
        if fund_code is None:
            return
        for claim_id in sentence.claim_ids:
            new_id = self._replace(claim_id, fund_code=fund_code)
            if new_id:
                self._arranged = [(new_id if known == claim_id else known, yuan) for known, yuan in self._arranged]

    # -- clauses before the amount's own -------------------------------------------------------------------------

    def _read_clause(
        self, passage: Passage, sentence: Sentence, text: str, start: int, folded: str, is_item: bool, boundary: str
    ) -> None:
        """A clause without an amount: what it establishes for the amounts after it."""
        if boundary == ":" and sentence.last is not None and sentence.last.line_item_code == "project":
            if sentence.last.project_name is None:
                # 项目支出80万元：A50万元、B30万元
                sentence.in_project_list = True
                sentence.group = copy(sentence.last)
        elif boundary == ":" and not text.strip() and sentence.last is not None:
            # 年初预算100万元：基本支出60万元，…
            sentence.group = copy(sentence.last)
        if not text.strip():
            return
        if sentence.expects_name:
            sentence.expects_name = False
            self._name_subject(passage, sentence, folded, start, start + len(text))
            return
        if boundary == ":" and lexicon.plain(text) == "项目名称":
            sentence.expects_name = True
            return
        if YEAR_START.search(text):
            sentence.is_initial = True
        phrase = read_phrase(text, self.self_names)
        self._take_year(sentence, phrase, text)
        funds = phrase.of("fund")
        if funds and not SOURCE.search(text):
            sentence.fund_code = funds[-1].label.fund_code
        if phrase.of("group"):
            sentence.group = copy(sentence.last or sentence.group or self._pending_group)
        if phrase.of("project_list"):
            sentence.in_project_list = True
            sentence.group = copy(sentence.last or self._pending_group)
            if sentence.group:
                sentence.group.line_item_code = "project"
        if phrase.of("used_for"):
            sentence.is_use = True
        introduction = phrase.of("project_intro")
        if introduction:
            self._take_introduced_projects(passage, sentence, phrase, introduction[-1], start, text)
            return
        items = phrase.of("item")
        if items and not COMPARED_ONLY.search(text[: items[0].start]):
            first_residue = phrase.residues[0].start if phrase.residues else len(text)
            ends_clause = len(items) == 1 and not text[items[0].end :].strip(" \"'") and len(text.strip()) <= 16
            if (items[0].start < first_residue or ends_clause) and not (sentence.is_use or phrase.of("change")):
                sentence.line_item_code = items[-1].label.line_item_code
                sentence.project_name = None
        measures = phrase.of("measure")
        if measures and boundary == ":" and "均为" not in text and not phrase.of("adjustment", "carryover"):
            label = measures[-1].label
            if label.measure:
                sentence.announced = (label.measure, label.budget_version)
        in_project = passage.context.context == "project" or sentence.in_project_list
        sums_projects = (
            sentence.last is not None and sentence.last.line_item_code == "project" and not sentence.last.project_name
        )
        if phrase.residues and boundary in "(:" and in_project:
            last = listed_names(phrase.residues[-1].text)[-1:]
            if last and (boundary == "(" or len(phrase.residues) == 1):
                sentence.named_here = last[0]
        if sums_projects and len(phrase.residues) == 1 and "、" in phrase.residues[0].text:
            sentence.names = listed_names(phrase.residues[0].text)
        if phrase.of("item", "measure") or sentence.is_use:
            return
        if passage.context.context == "project" and len(phrase.residues) == 1 and len(text.strip()) <= 40:
            residue = phrase.residues[0]
            opens = re.fullmatch(r"(?:.*[；;。])?[ ]*", folded[:start], re.DOTALL) is not None
            if not is_item and not (
                opens and (boundary == ":" or lexicon.looks_like_project(residue.text) or "、" in residue.text)
            ):
                return
            listed = listed_names(residue.text)
            if len(listed) > 1:
                sentence.names = listed
                return
            name = self._as_written(passage, folded, start + residue.start, start + residue.end)
            sentence.project_name = name
            self.subject_project = name
            self.known_projects.add(key(name))

    def _name_subject(self, passage: Passage, sentence: Sentence, folded: str, start: int, end: int) -> None:
        name = self._as_written(passage, folded, start, end)
        sentence.project_name = name
        self.subject_project = name
        self.known_projects.add(key(name))

    def _take_introduced_projects(
        self, passage: Passage, sentence: Sentence, phrase: Phrase, token: Token, start: int, text: str
    ) -> None:
        """年初预算项目A / 年中追加项目“A”、“B”: one project is the subject, several are all projects."""
        rest = text[token.end :]
        names = [part for part in re.split(r"[、和及]", rest) if part.strip(" \"'")]
        if rest.count('"') >= 4 or len(names) > 1:
            sentence.all_projects = True
            sentence.project_name = None
            self.subject_project = None
            for name in re.findall(r'"([^"]{2,40})"', rest):
                self.known_projects.add(key(name))
        elif names:
            at = text.index(names[0], token.end)
            name = self._as_written(passage, passage.folded, start + at, start + at + len(names[0]))
            sentence.project_name = name
            self.subject_project = name
            self.known_projects.add(key(name))

    def _take_year(self, sentence: Sentence, phrase: Phrase, text: str) -> None:
        for year in phrase.years:
            if year.is_compared or not self._year_is_plausible(year.value):
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
        if not phrase.years and self.findings.report_year is not None:
            lead = text.strip()[:8]
            relative = relative_year(lead, self.findings.report_year)
            if (
                relative is not None
                and not re.search(r"[较比与同]上|[较比与同]去", lead)
                and not re.match(r"上年(?:度)?(?:结|末)", lead)
            ):
                sentence.year = relative

    def _year_is_plausible(self, year: int) -> bool:
        report_year = self.findings.report_year
        return report_year is None or report_year - 4 <= year <= report_year + 1

    # -- one amount ----------------------------------------------------------------------------------------------

    def _read_amount(
        self,
        passage: Passage,
        folded: str,
        sentence: Sentence,
        clause: str,
        clause_start: int,
        amount: Amount,
        amounts: list[Amount],
        index: int,
        limit: int,
        sentence_start: int,
        is_item: bool,
    ) -> None:
        phrase = read_phrase(clause, self.self_names)
        if not sentence.queue:
            self._take_year(sentence, phrase, clause)
        if phrase.of("group"):
            sentence.group = copy(sentence.last or sentence.group or self._pending_group)
        if phrase.of("project_list"):
            sentence.in_project_list = True
            sentence.group = copy(sentence.last or self._pending_group)
        if phrase.of("used_for"):
            sentence.is_use = True
        introduction = phrase.of("project_intro")
        quote = self._quote(folded, amount, sentence_start)
        is_category = self._is_category
        reading = Reading(phrase, amount)
        money_labels = phrase.of("measure", "item", "weak_measure", "final")
        others = phrase.of("other")
        if others and not phrase.of("measure", "item", "adjustment", "carryover"):
            return
        if any(token.label.note == "always" for token in others):
            # 人均公用经费: a ratio, whatever it is of
            return
        if amount.unit in BARE_UNITS and not money_labels:
            return
        if (
            phrase.of("other_income")
            and not phrase.of("measure")
            and not any(t.label.measure == "income" for t in phrase.of("item"))
        ):
            if not phrase.residues or passage.context.context != "project":
                self._not_understood(passage, amount, quote, "income_not_covered", phrase)
                return
        if (phrase.of("not_covered") or is_category) and not phrase.of("item"):
            self._not_understood(
                passage, amount, quote, "functional_category" if is_category else "label_not_covered", phrase
            )
            return
        if phrase.of("opening_carryover") and not phrase.of("item"):
            return
        if self._is_change(phrase, clause):
            return
        if PLANNED.search(clause) or (
            passage.context.context == "closing" and is_future(sentence.year, self.findings.report_year)
        ):
            # what is planned for later is no budget of this report
            return
        fund = phrase.of("fund")
        fund_code = fund[-1].label.fund_code if fund else sentence.fund_code
        if phrase.of("adjustment") or phrase.of("carryover"):
            self._claim_movement(passage, sentence, phrase, amount, quote, fund_code)
            return
        prior = self._prior_year(folded, clause, amount)
        from_queue = bool(sentence.queue or sentence.name_queue or sentence.years)
        measure = self._measure(passage.context, sentence, phrase, reading)
        if measure == ("budget", "unstated") and (sentence.is_initial or YEAR_START.search(clause)):
            measure = ("budget", "initial")
        if clause.lstrip().startswith("即") and sentence.last is not None and sentence.last.line_item_code == "project":
            sentence.in_project_list = True
            sentence.group = copy(sentence.last)
            measure = measure or (sentence.last.measure, sentence.last.budget_version)
        name: str | None
        line_item_code, name, reason = self._line(
            passage,
            folded,
            sentence,
            phrase,
            clause_start,
            amount,
            is_item,
            introduction,
            from_queue or prior is not None,
        )
        if reason is not None:
            if reason != "silent":
                self._not_understood(passage, amount, quote, reason, phrase)
            return
        if line_item_code == "fiscal_appropriation":
            measure = ("income", None)
        if measure is None:
            if money_labels:
                self._not_understood(passage, amount, quote, "no_measure", phrase)
            return
        if len(plain_years := [y.value for y in phrase.years if not y.is_compared]) > 1 and RESPECTIVELY.search(clause):
            sentence.years = plain_years
        if sentence.years:
            sentence.year = sentence.years.pop(0)
        year = sentence.year if prior is None else prior
        if year is None and sentence.group is not None and (phrase.of("group") or sentence.group.year is not None):
            year = sentence.group.year
        effective_fund = (
            fund_code
            or (sentence.group.fund_code if sentence.group else None)
            or passage.context.fund_code
            or "all_funds"
        )
        claim_id = self.findings.claim(
            passage.place(amount.start, amount.number_end, *quote),
            recogniser=NAME,
            measure=measure[0],
            budget_version=measure[1],
            line_item_code=line_item_code,
            project_name=name,
            fund_code=effective_fund,
            amount_yuan=amount.yuan,
            amount_text=passage.text[amount.start : amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=year,
            year_basis="stated",
        )
        if claim_id is None:
            return
        made = Group(measure[0], measure[1], line_item_code, name, year, fund_code)
        if prior is not None:
            return
        if fund:
            sentence.fund_code = fund_code
        sentence.last = made
        sentence.parts.append(made)
        if phrase.of("measure") and phrase.of("item"):
            sentence.item_clause = (line_item_code, measure)
        if name:
            self.known_projects.add(key(name))
            sentence.project_name = name
        elif phrase.of("item"):
            sentence.line_item_code = line_item_code
        self._correct_bare(sentence, claim_id, phrase, measure, name)
        if (not fund_code and not passage.context.fund_code) or (
            passage.context.fund_code == "all_funds" and not fund_code
        ):
            sentence.claim_ids.append(claim_id)
        tokens = phrase.of("measure")
        if tokens and tokens[-1].label.text in ("预算安排", "安排预算", "预算安排数") and not phrase.of("item"):
            self._arranged.append((claim_id, amount.yuan))
            sentence_rest = re.split(r"[。!?\n]", folded[amount.end :])[0]
            if re.search(r"[较比](?:的)?年初(?:部门)?预算", sentence_rest):
                self._arranged_is_initial = True

    def _correct_bare(
        self, sentence: Sentence, claim_id: str, phrase: Phrase, measure: tuple[str, str | None], name: str | None
    ) -> None:
        """A project's amount without a word for it is its budget if the sentence goes on with what was spent (A 50万元，实际支出48万元)."""
        if name is None:
            return
        if not phrase.of("measure", "weak_measure", "item", "final") and sentence.group is None:
            sentence.bare = (claim_id, name)
        elif (
            sentence.bare is not None
            and sentence.bare[1] == name
            and measure[0] == "expenditure"
            and phrase.of("measure")
        ):
            self._replace(sentence.bare[0], measure="budget", budget_version="unstated")
            sentence.bare = None

    def _replace(self, claim_id: str, **changes: str) -> str | None:
        """Take a claim back and make it again with other values."""
        row = self.findings.claims.pop(claim_id, None)
        if row is None:
            return None
        values: dict[str, Any] = {name: getattr(row, name) for name in CLAIM_VALUES}
        values.update(changes)
        return self.findings.claim({name: getattr(row, name) for name in PLACE_COLUMNS}, **values)

    def _prior_year(self, folded: str, clause: str, amount: Amount) -> int | None:
        """The year of an amount that stands only to be compared with (比上年决算数50万元增加5万元)."""
        match = COMPARED_WITH.search(clause)
        if not match or not CHANGE_AFTER.match(folded, amount.end):
            return None
        if match["year"]:
            return int(match["year"].replace(" ", ""))
        return self.findings.report_year - 1 if self.findings.report_year is not None else None

    def _sum_line(self, sentence: Sentence, clause: str, items: list[Token]) -> str | None:
        """What the parts of a sentence add up to (基本支出…、项目支出…，合计…)."""
        if not SUM.search(clause):
            return None
        if items and items[-1].label.line_item_code == "project":
            return "project"
        if items or not sentence.parts:
            return None
        if all(part.line_item_code == "project" and part.project_name for part in sentence.parts):
            return "project"
        parents = {PARENTS.get(part.line_item_code) for part in sentence.parts}
        return parents.pop() if len(parents) == 1 and len(sentence.parts) > 1 else None

    def _is_change(self, phrase: Phrase, clause: str) -> bool:
        changes = phrase.of("change")
        if not changes:
            return False
        after = [t for t in phrase.of("measure", "item") if t.start >= changes[-1].end]
        return not after or bool(COMPARED.search(clause))

    def _claim_movement(
        self,
        passage: Passage,
        sentence: Sentence,
        phrase: Phrase,
        amount: Amount,
        quote: tuple[int, int],
        fund_code: str | None,
    ) -> None:
        """Adjustments and carry-overs: their own measures."""
        adjustments = phrase.of("adjustment")
        label = (adjustments or phrase.of("carryover"))[-1].label
        value = amount.yuan
        if adjustments and label.note == "decrease":
            value = -abs(value)
        items = phrase.of("item")
        line = items[-1].label.line_item_code if items else None
        name = sentence.project_name or (self.subject_project if passage.context.context == "project" else None)
        if line is None:
            line = "project" if name or sentence.all_projects else "total"
        self.findings.claim(
            passage.place(amount.start, amount.number_end, *quote),
            recogniser=NAME,
            measure=label.measure or "adjustment",
            budget_version=None,
            line_item_code=line or "total",
            project_name=name if line == "project" else None,
            fund_code=fund_code or passage.context.fund_code or "all_funds",
            amount_yuan=value,
            amount_text=passage.text[amount.start : amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=sentence.year,
            year_basis="stated",
        )

    def _measure(
        self, context: Context, sentence: Sentence, phrase: Phrase, reading: Reading
    ) -> tuple[str, str | None] | None:
        if sentence.queue and sentence.queue[0].label.kind == "measure":
            label = sentence.queue.pop(0).label
            return (label.measure or "expenditure", label.budget_version)
        if phrase.of("final") and phrase.of("measure", "item", "weak_measure"):
            return ("expenditure", None)
        strong = phrase.of("measure")
        if len(strong) > 1 and reading.is_respective:
            sentence.queue = strong[1:]
            return (strong[0].label.measure or "expenditure", strong[0].label.budget_version)
        if strong:
            label = strongest(strong)
            return (label.measure or "expenditure", label.budget_version)
        items = phrase.of("item")
        own = next((token.label for token in reversed(items) if token.label.measure), None)
        if own is not None:
            return (own.measure or "expenditure", None)
        weak = phrase.of("weak_measure")
        group = sentence.group
        if group is not None and group.measure in ("budget", "expenditure"):
            return (group.measure, group.budget_version)
        if weak:
            return ("expenditure", None)
        if sentence.announced is not None:
            return sentence.announced
        if items:
            is_spending = items[-1].label.text.endswith(("支出", "开支"))
            line = items[-1].label.line_item_code or ""
            if sentence.item_clause is not None and are_siblings(sentence.item_clause[0], line):
                # 预算安排基本支出A，项目支出B: both are budgets
                return sentence.item_clause[1]
            if not is_spending and sentence.last is not None and sentence.last.measure in ("budget", "expenditure"):
                return (sentence.last.measure, sentence.last.budget_version)
            return ("expenditure", None)
        if sentence.last is not None and sentence.last.measure in ("budget", "expenditure"):
            return (sentence.last.measure, sentence.last.budget_version)
        if context.context == "project" or sentence.line_item_code is not None:
            return (context.default_measure, None)
        return None

    def _line(
        self,
        passage: Passage,
        folded: str,
        sentence: Sentence,
        phrase: Phrase,
        clause_start: int,
        amount: Amount,
        is_item: bool,
        introduction: list[Token],
        is_understood: bool,
    ) -> tuple[str, str | None, str | None]:
        """Line item, project name, and a reason where neither is understood ("silent": not even worth a row)."""
        in_project_section = passage.context.context == "project"
        clause = folded[clause_start : amount.start]
        if sentence.name_queue:
            return "project", sentence.name_queue.pop(0), None
        if sentence.named_here is not None and not phrase.residues and not phrase.of("item"):
            name_here, sentence.named_here = sentence.named_here, None
            if not clause.strip(" 为是:"):
                return "project", name_here, None
        if sentence.names and RESPECTIVELY.search(clause) and not phrase.residues:
            sentence.name_queue = sentence.names[1:]
            return "project", sentence.names[0], None
        queue_items = [token for token in sentence.queue if token.label.kind == "item"]
        if queue_items:
            sentence.queue.remove(queue_items[0])
            return queue_items[0].label.line_item_code or "total", None, None
        items = phrase.of("item")
        if len(items) > 1 and RESPECTIVELY.search(folded[clause_start : amount.start]):
            sentence.queue = items[1:]
            sentence.respective = items
            return items[0].label.line_item_code or "total", None, None
        if not items and sentence.respective and RESPECTIVELY.search(folded[clause_start : amount.start]):
            # 实际支出分别为…: the same items again
            sentence.queue = sentence.respective[1:]
            return sentence.respective[0].label.line_item_code or "total", None, None
        strong = phrase.of("measure")
        spoken = (
            items[-1].label.line_item_code
            if items
            else next((t.label.line_item_code for t in strong if t.label.line_item_code), None)
        )
        residue = self._name_residue(phrase, introduction)
        total = self._sum_line(sentence, clause, items)
        if total is not None and residue is None:
            return total, None, None
        if residue is not None and "、" in residue.text and RESPECTIVELY.search(clause) and in_project_section:
            sentence.names = listed_names(residue.text)
            sentence.name_queue = sentence.names[1:]
            return "project", sentence.names[0], None
        has_money_word = bool(items or strong or phrase.of("weak_measure", "final"))
        grouped = (
            sentence.group is not None
            and sentence.group.line_item_code == "project"
            and sentence.group.project_name is None
        )
        is_numbered = in_project_section and ITEM.match(clause.lstrip()) is not None
        is_joined = (
            clause.lstrip().startswith("、") and sentence.last is not None and sentence.last.project_name is not None
        )
        in_list = sentence.in_project_list or grouped or is_numbered or is_joined
        if residue is not None:
            name = self._as_written(passage, folded, clause_start + residue.start, clause_start + residue.end)
            known = key(name) in self.known_projects
            if has_money_word and lexicon.means_all_projects(name) and not introduction:
                return "project", None, None
            if in_project_section or in_list:
                if spoken == "total" and not items:
                    # 河道清淤项目总预算50万元
                    return "project", name, None
                if (
                    items
                    and items[-1].label.line_item_code not in ("project", "total")
                    and residue.end == items[-1].start
                ):
                    # 辅警人员经费 in a list of projects is a project's name
                    name = self._as_written(passage, folded, clause_start + residue.start, clause_start + items[-1].end)
                    return "project", name, None
            if spoken is not None and spoken != "project":
                return spoken, None, None
            if sentence.is_use and not known:
                return "", None, "silent" if not in_project_section else "use_of_funds"
            if spoken == "project":
                # 疫情防控项目支出10万元: the words right before name it
                if items and residue.end > items[-1].start:
                    return ("project", None, None) if in_project_section else ("", None, "unknown_label")
                return "project", name, None
            if introduction or known or in_list:
                return "project", name, None
            if in_project_section and has_money_word:
                return "project", name, None
            opens = not folded[: clause_start + residue.start].strip()
            at_start = opens and (is_item or lexicon.looks_like_project(name))
            if in_project_section and at_start:
                self.subject_project = name
                return "project", name, None
            if (
                sentence.group is not None
                and sentence.group.line_item_code == "total"
                and lexicon.looks_like_project(name)
            ):
                # 其中基本支出80万元、河道清淤项目20万元
                return "project", name, None
            if self._is_about_self(name):
                if has_money_word:
                    return sentence.line_item_code or "total", None, None
                return "", None, "silent"
            if has_money_word:
                if lexicon.looks_like_project(name) and strong:
                    return "project", name, None
                return "", None, "unknown_label"
            if in_project_section:
                return "", None, "amount_without_label"
            return "", None, "silent"
        if spoken is not None:
            if spoken == "project":
                name_above = sentence.project_name
                if name_above is None and in_project_section and not sentence.all_projects:
                    name_above = self.subject_project
                return "project", name_above, None
            return spoken, None, None
        if phrase.of("fund") and sentence.group is not None:
            return sentence.group.line_item_code, sentence.group.project_name, None
        is_carried = (
            sentence.line_item_code is not None
            and not phrase.tokens
            and CONNECTIVES.fullmatch(folded[clause_start : amount.start])
        )
        if prior_line := (sentence.last if is_understood and not phrase.tokens and sentence.last else None):
            return prior_line.line_item_code, prior_line.project_name, None
        if not has_money_word and sentence.announced is None and not phrase.of("fund") and not is_carried:
            if sentence.is_use or not (
                in_project_section and (sentence.project_name or self.subject_project) and is_item
            ):
                return "", None, "silent"
        if sentence.all_projects:
            return "project", None, None
        if sentence.project_name is not None:
            return "project", sentence.project_name, None
        if sentence.line_item_code is not None:
            if sentence.line_item_code == "fiscal_appropriation" and phrase.of("measure", "weak_measure"):
                # 收入266.40万元，支出266.40万元
                return "total", None, None
            return sentence.line_item_code, None, None
        if in_project_section:
            return "project", self.subject_project, None
        return "total", None, None

    def _name_residue(self, phrase: Phrase, introduction: list[Token]) -> Residue | None:
        """The words of a clause that may name a project or an unknown label: those nearest the amount."""
        residues = [r for r in phrase.residues if len(r.text.strip()) >= 2]
        if introduction:
            residues = [r for r in residues if r.start >= introduction[-1].end] or residues
        return residues[-1] if residues else None

    def _is_about_self(self, name: str) -> bool:
        """Whether words name a body or its doings rather than a use of money."""
        text = lexicon.plain(name)
        return (
            text.startswith(("我", "本"))
            or text.endswith(lexicon.organisation_suffixes())
            or text in ("收支", "收入支出")
        )

    def _quote(self, folded: str, amount: Amount, sentence_start: int) -> tuple[int, int]:
        """The sentence around an amount; within a very long one, the clauses around it."""
        start = sentence_start
        while start < amount.start and folded[start] in " \n":
            start += 1
        rest = folded[amount.end :]
        ends = [rest.find(mark) for mark in SENTENCE_END + "；;" if mark in rest]
        end = amount.end + (min(ends) if ends else len(rest))
        if end - start > QUOTE_LIMIT:
            start = max(start, amount.start - QUOTE_LIMIT // 2)
            end = min(end, amount.end + QUOTE_LIMIT // 2)
        return start, end

    def _not_understood(
        self, passage: Passage, amount: Amount, quote: tuple[int, int], reason: str, phrase: Phrase
    ) -> None:
        label = phrase.residues[-1].text if phrase.residues else None
        place = passage.place(amount.start, amount.number_end, *quote)
        self.findings.not_understood(place, NAME, reason, label)

    def _as_written(self, passage: Passage, folded: str, start: int, end: int) -> str:
        """A project's name as the report writes it, numbering and quotation marks off."""
        while start < end and folded[start] in " \"'《:、，,":
            start += 1
        while end > start and folded[end - 1] in " \"'》:、，,。.;；":
            end -= 1
        if (
            folded[start - 1 : start] in ("(", "，", ",")
            and folded[start : start + 1] in ("含", "即")
            and end - start > 3
        ):
            start += 1
        piece = folded[start:end]
        head = numbering(piece)
        if head.has_number:
            start += head.start
        # a quotation mark goes only with its twin: “智慧停车”平台 keeps both
        while start > 0 and folded[start:end].count('"') % 2 and folded[start - 1] in "\"'":
            start -= 1
        while end < len(folded) and folded[start:end].count('"') % 2 and folded[end] in "\"'":
            end += 1
        name = " ".join(passage.text[start:end].split())
        return name if fold(name).count('"') == 2 and not fold(name).endswith('"') else name.strip("“”‘’\"' ")
