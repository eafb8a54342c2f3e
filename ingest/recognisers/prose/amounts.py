"""Amounts in running text.

Each amount is understood from the words before it in its clause; what the clause leaves open is carried by the scope
(scope.py): from the clauses before it (clauses.py: year, line item, fund), from the amount that it is a part of (其中,
brackets), from the heading above (the project named there) and from the section (fund). Rules tell, in order, what is no
budget or spending of the unit (aside.py), what moved (movements.py), else measure, line item, fund and year (measures.py,
line_items.py, circumstances.py). What can't be understood becomes an unrecognised row.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.normalize.amounts import Amount, find_amounts
from ingest.normalize.numbering import numbering, rank
from ingest.normalize.years import find_years, without_document_numbers
from ingest.recognisers.output import QUOTE_LIMIT, Output, Passage
from ingest.recognisers.prose import after
from ingest.recognisers.prose.aside import ASIDE_RULES, is_first_of_sentence, part_without_label, planned_income
from ingest.recognisers.prose.bare_numbers import with_bare_numbers
from ingest.recognisers.prose.circumstances import FUND_AROUND_RULES, FUND_RULES, MOVED_FUND_RULES, YEAR_RULES
from ingest.recognisers.prose.claims import NAME, Claims, Why
from ingest.recognisers.prose.clauses import establish, hear_parts, hear_period, hear_year
from ingest.recognisers.prose.line_items import line_of
from ingest.recognisers.prose.measures import measure_of
from ingest.recognisers.prose.movements import MOVEMENT_RULES, Movement, goes_on, movement_of
from ingest.recognisers.prose.phrases import SENTENCE_END, Clause, Prose, blank_brackets, clauses, read_phrase
from ingest.recognisers.prose.projects import (
    COUNTED,
    LEVEL_OF_FUND,
    SHORTEST_NAME,
    SUMMARY,
    Known,
    as_written,
    is_doing,
    key,
    means_all,
)
from ingest.recognisers.prose.reading import Reading, prior_year
from ingest.recognisers.prose.scope import Bare, Claimed, Left, LineItem, Measure, Memory, Scope

_LONGEST_BARE_NAME, _LONGEST_NAME = 30, 40
_CATEGORY = re.compile(r"\([0-9]{0,3}(?:类|款|项)\)")
_NO_CARRYOVER = re.compile(rf"(?P<none>{cue('blank_zero')}){cue('carryover_of')}*{cue('carryover')}")
_PROJECT_NAMED = re.compile(rf"{cue('project_name_label')}[:][ ]*(?P<name>[^，。；;]{{2,40}})")
_NAME_END = re.compile(r"[，,。;；:]")
_WITHIN = re.compile(r"[ ]*中[，,:]")
# 完成预算5万元的90%: only referred to
_REFERENCE = re.compile(rf"[ ]*{cue('compared_with', 'referred_to')}")
_FUNDING = cues("funding")
# 三公经费情况。 before the sentences on it
_LONGEST_HEADING = 16
_ALL_FUNDS = "all_funds"
# what the rules of fund and year are called where none of them knew
_NO_FUND, _NO_YEAR = "no_fund_named", "year_of_report"
_INCOME: Measure = ("income", None)


class NarrativeRecogniser:
    """Reads passages in order; keeps the project that the last heading or item named."""

    def __init__(
        self,
        output: Output,
        self_names: frozenset[str],
        known_projects: set[str],
        *,
        is_budget: bool = False,
        is_of_projects: bool = False,
    ) -> None:
        """`is_budget`: the report is a department's budget, whose figures are budgets where nothing says otherwise.
        `is_of_projects`: its figures are projects' where nothing says that they are of all of the body.
        """
        self.output = output
        stage = ("budget", "unstated") if is_budget else None
        self.known = Known(self_names, known_projects, output.report_year, stage, is_of_projects)
        self._claims = Claims(output, self_names)
        self._memory = Memory()
        self._section: tuple[str | None, str] | None = None
        self._names_category = False
        # how deep the numbering of the last class stood
        self._category_depth: int | None = None
        # and that of the heading that named a project
        self._headed_depth: int | None = None

    @property
    def subject_project(self) -> str | None:
        """The project that the last heading or item named."""
        return self._memory.subject

    def read(self, passage: Passage) -> None:
        """Read one passage; claims and unrecognised rows go to the output."""
        section = (passage.context.title, passage.context.context)
        if section != self._section:
            self._section = section
            self._memory = self._memory._replace(subject=None, headed=None)
        if self._memory.headed is not None and self._ends_heading(passage):
            self._memory = self._memory._replace(headed=None)
        folded = without_document_numbers(passage.folded)
        head = numbering(folded)
        if head.start:
            folded = " " * head.start + folded[head.start :]
        is_category = self._is_category(passage, folded)
        self._state_no_carryover(passage, folded)
        amounts = with_bare_numbers(folded, find_amounts(folded), passage, self.known)
        if amounts:
            is_on_projects = passage.context.context == "project" or SUMMARY.search(folded) is not None
            prose = Prose(passage, folded, head.has_number, is_on_projects, is_category)
            self._read_amounts(prose, head.start, amounts)
        else:
            self._read_without_amounts(passage, folded, head.start, head.has_number)

    def finish(self) -> None:
        """After the last passage: what the whole report says of words that it uses in its own way."""
        self._claims.finish()

    def _ends_heading(self, passage: Passage) -> bool:
        """Whether the numbering of a passage stands beside or above that of the heading which named a project."""
        depth = rank(passage.folded)
        return depth is not None and (self._headed_depth is None or depth <= self._headed_depth)

    def _is_category(self, passage: Passage, folded: str) -> bool:
        """Whether a passage, or the one above it, speaks of a class of the functional classification (…（类）…（款）…（项）)."""
        if not self._names_category and not _CATEGORY.search(folded):
            return False
        depth = rank(passage.folded)
        is_below = depth is None or self._category_depth is None or depth > self._category_depth
        named_above, self._names_category = self._names_category and is_below, bool(_CATEGORY.search(folded))
        if self._names_category:
            self._category_depth = depth
        return self._names_category or named_above

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
                fund_code=passage.context.fund or _ALL_FUNDS,
                amount_yuan=Decimal(0),
                amount_text=passage.text[start : match.end("none")],
                amount_unit="",
                stated_fiscal_year=years[-1] if years else None,
                year_basis="stated",
                rule="no_carryover",
            )

    def _read_without_amounts(self, passage: Passage, folded: str, start: int, has_number: bool) -> None:
        text = folded[start:].strip()
        if text.strip("。. ") == "无":
            place = passage.place(start, start + 1, 0, len(passage.text))
            self.output.attribute(place, recogniser=NAME, attribute_code="stated_none", value_text="无")
        elif passage.context.context == "project":
            self._name_project(passage, folded, start, text, has_number)
        elif (name := headed_project(passage, folded, start, self.known)) is not None:
            self._memory = self._memory._replace(headed=name)
            self._headed_depth = rank(passage.folded)
            self.known.projects.add(key(name))
        elif len(text) <= _LONGEST_NAME and not text.endswith("。"):
            # some other heading
            self._memory = self._memory._replace(headed=None)

    def _name_project(self, passage: Passage, folded: str, start: int, text: str, has_number: bool) -> None:
        """A line that only names a project: what follows is about it."""
        named = _PROJECT_NAMED.fullmatch(text.rstrip("。；; "))
        if named:
            at = folded.index(named["name"], start)
            self._name_subject(as_written(passage, folded, at, at + len(named["name"])))
            return
        name = text.strip(" 。.:;；，,")
        if not has_number and (len(name) > _LONGEST_BARE_NAME or not lexicon.looks_like_project(name)):
            # without its number only a line that is nothing but a project's name names one
            return
        first = _NAME_END.split(name)[0].strip()
        if name and len(name) <= _LONGEST_NAME and first == name and not lexicon.section(name):
            end = start + len(folded[start:].rstrip(" 。.:;；，,"))
            self._name_subject(as_written(passage, folded, start, end))

    def _name_subject(self, name: str) -> None:
        self._memory = self._memory._replace(subject=name)
        self.known.projects.add(key(name))

    # -- sentences -----------------------------------------------------------------------------------------------

    def _read_amounts(self, prose: Prose, start: int, amounts: list[Amount]) -> None:
        walk = _Walk(prose, start, after.sentence_opened(prose.passage.context.governing, self._memory))
        for number, amount in enumerate(amounts):
            lead = blank_brackets(prose.folded[walk.position : amount.start])
            if number and _WITHIN.match(lead):
                walk.scope = after.parts_announced(walk.scope)
            clause = self._walk_to(walk, lead)
            self._read_amount(walk, clause, amount)
            walk.is_item = False
            walk.position = amount.end
        end = prose.sentence_end(walk.position)
        self._claims.end_sentence(prose.folded[walk.sentence_start : end])
        scope = self._noted(walk.scope) if walk.scope.memory.named else walk.scope
        self._memory = scope.memory
        if prose.is_on_projects and scope.about.project_name and prose.is_item:
            self._memory = self._memory._replace(subject=scope.about.project_name)

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
            if clause.boundary == ")":
                walk.scope = after.bracket_closed(walk.scope)
                continue
            if clause.start - offset >= skipped:
                walk.scope = establish(self.known, walk.prose, walk.scope, clause, walk.is_item)
            if clause.boundary == "(":
                walk.scope = after.bracket_opened(walk.scope)
                continue
            walk.is_item = False
            if clause.boundary in SENTENCE_END:
                self._claims.end_sentence(walk.prose.folded[walk.sentence_start : clause.end])
                walk.end_sentence(clause)
            elif clause.boundary in "；;":
                walk.end_parts(clause)
        return clause

    def _noted(self, scope: Scope) -> Scope:
        """The scope once the report remembers the projects that it named."""
        self.known.projects.update(map(key, scope.memory.named))
        return after.names_noted(scope)

    # -- one amount ----------------------------------------------------------------------------------------------

    def _read_amount(self, walk: _Walk, clause: Clause, amount: Amount) -> None:
        prose, known = walk.prose, self.known
        phrase = read_phrase(clause.text, known.self_names)
        year_before = walk.scope.about.year
        scope = self._noted(walk.scope) if walk.scope.memory.named else walk.scope
        scope = hear_period(scope, clause.text)
        if not scope.turns.tokens:
            scope = hear_year(known, scope, phrase, clause.text)
        scope = hear_parts(scope, phrase)
        prior = prior_year(prose, clause, amount, known)
        start, text = clause.start, clause.text
        reading = Reading(prose, scope, text, start, amount, phrase, walk.is_item, walk.sentence_start, prior)
        scope = self._understand(reading, scope)
        if not reading.measures and phrase.of("carryover", "opening_carryover"):
            # 2022年结转5万元，实际支出90万元: of this year
            scope = after.year_named(scope, year_before)
        walk.scope = scope

    def _understand(self, reading: Reading, scope: Scope) -> Scope:
        """Claim an amount, list it, or pass over what is only a difference; the scope behind it."""
        aside, scope, _ = ASIDE_RULES.decide(reading, scope, self.known)
        if aside is not None:
            if isinstance(aside, Left):
                return self._leave(reading, scope, aside)
            self._claims.pass_over(reading, aside.reason)
            return scope
        if same := goes_on(reading, scope, self.known):
            told, scope = same
            measure, line, fund_code = told.measure, told.line, told.fund_code
            why = Why(goes_on.__name__, goes_on.__name__, goes_on.__name__, "")
            return self._claim(reading, scope, measure, line, fund_code, why)
        scope = _without_left_sum(reading, scope)
        fund_code, scope, of_fund = FUND_RULES.decide(reading, scope, self.known)
        if movement := movement_of(reading):
            return self._claim_movement(reading, scope, movement, fund_code, of_fund)
        measure_found, scope, of_measure = measure_of(reading, scope, self.known)
        found, scope, of_line = line_of(reading, scope, self.known)
        if isinstance(found, Left):
            return self._leave(reading, _with_unknown(reading, scope, found), found)
        scope = after.known_money_named(scope)
        left = planned_income(reading, scope, self.known, found)
        if left is None and found.code == "fiscal_appropriation":
            measure_found, of_measure = _INCOME, "income_item"
        left = left or part_without_label(reading, scope, self.known, found, measure_found)
        if left is None and measure_found is None:
            left = Left("no_measure", only_beside_money=not reading.phrase.of("fund"))
        if left is not None or measure_found is None:
            return self._leave(reading, scope, left or Left("no_measure"))
        return self._claim(reading, scope, measure_found, found, fund_code, Why(of_line, of_measure, of_fund, ""))

    def _leave(self, reading: Reading, scope: Scope, left: Left) -> Scope:
        """List an amount as not understood; one of no money of the unit's is only listed in a sentence on its money."""
        is_listed = not left.only_beside_money or scope.doubts.is_on_money or reading.has_money_word
        if is_listed:
            self._claims.leave(reading, left.reason)
        if scope.sums.bare is not None and any(token.label.measure == "expenditure" for token in reading.measures):
            # A项目50万元，B项目30万元，实际支出28万元
            self._claims.spent_later(scope.sums.bare.claim_id)
            scope = after.bare_explained(scope)
        return after.amount_left(scope, is_listed=is_listed)

    def _claim(
        self, reading: Reading, scope: Scope, measure: Measure, line: LineItem, fund_code: str | None, why: Why
    ) -> Scope:
        """Claim an amount; the words after it may be about the same, or about its parts."""
        year, scope, of_year = YEAR_RULES.decide(reading, scope, self.known)
        around, _, of_around = FUND_AROUND_RULES.decide(reading, scope, self.known)
        why.fund, why.year = why.fund or of_around or _NO_FUND, of_year or _NO_YEAR
        claim_id = self._claims.add(
            reading,
            why,
            measure=measure[0],
            budget_version=measure[1],
            line_item_code=line.code,
            project_name=line.project_name,
            fund_code=fund_code or around or _ALL_FUNDS,
            amount_yuan=reading.amount.yuan,
            stated_fiscal_year=year,
        )
        scope = after.amount_claimed(scope)
        if claim_id is None or reading.is_compared:
            return scope
        if reading.funds:
            scope = after.fund_claimed(scope, fund_code)
        if scope.sums.last is not None and measure[0] == "budget" and _REFERENCE.match(reading.raw):
            # 支出A，占全年预算B的90%，其中…: parts of A
            return scope
        whole_fund = scope.sums.whole.fund_code if scope.sums.whole is not None else None
        scope = after.claim_made(
            scope,
            Claimed(measure, line, year, fund_code or whole_fund, reading.amount.yuan),
            has_item=bool(reading.items) or reading.spoken not in (None, "total"),
            says_all=bool(reading.measures and reading.items),
            is_subject=reading.prose.is_on_projects and reading.prose.is_item,
        )
        scope = self._with_bare(reading, scope, claim_id, measure, line)
        self._claims.note(reading, claim_id, has_fund=bool(fund_code))
        return scope

    def _with_bare(self, reading: Reading, scope: Scope, claim_id: str, measure: Measure, line: LineItem) -> Scope:
        """A claim without a word for its measure waits for what the sentence goes on with."""
        if measure[0] != "expenditure":
            return scope
        if reading.items:
            is_bare = line.project_name is None and reading.items[-1].label.text.endswith(_FUNDING)
            is_bare = is_bare and not (reading.measures or reading.phrase.of("weak_measure", "final"))
        else:
            is_bare = line.project_name is not None and not reading.has_money_word
        bare = scope.sums.bare
        if is_bare and scope.sums.whole is None:
            return after.bare_claimed(scope, Bare(claim_id, line))
        if bare is not None and bare.line == line and reading.phrase.of("measure", "weak_measure"):
            self._claims.spent_later(bare.claim_id)
            return after.bare_explained(scope)
        return scope

    def _claim_movement(
        self, reading: Reading, scope: Scope, movement: Movement, fund_code: str | None, of_fund: str
    ) -> Scope:
        """Claim an adjustment or carry-over."""
        line, scope, of_line = MOVEMENT_RULES.decide(reading, scope, self.known)
        if line is None or isinstance(line, Left):
            return self._leave(reading, after.amount_moved(scope, is_claimed=False), line or Left("unknown_label"))
        around, _, of_around = MOVED_FUND_RULES.decide(reading, scope, self.known)
        of_year = _NO_YEAR if scope.about.year is None else "year_of_sentence"
        self._claims.add(
            reading,
            Why(of_line, "movement", of_fund or of_around or _NO_FUND, of_year),
            measure=movement.measure,
            budget_version=None,
            line_item_code=line.code,
            project_name=line.project_name,
            fund_code=fund_code or around or _ALL_FUNDS,
            amount_yuan=movement.yuan,
            stated_fiscal_year=scope.about.year,
        )
        return after.amount_moved(scope, is_claimed=True)


class _Walk:
    """The way from amount to amount through a passage: where it stands, and the scope there."""

    def __init__(self, prose: Prose, start: int, scope: Scope) -> None:
        self.prose = prose
        self.scope = scope
        self.position = self.sentence_start = start
        self.is_item = prose.is_item
        self.is_first = True

    @property
    def is_at_heading(self) -> bool:
        """Whether the passage opens with a sentence as short as a heading."""
        start = self.sentence_start
        return self.is_first and self.prose.sentence_end(start) - start <= _LONGEST_HEADING

    def end_sentence(self, clause: Clause) -> None:
        """The sentence ends with a clause; the passage's first one may be its heading (三公经费情况。)."""
        is_heading = self.is_at_heading and self.scope.sums.last is None and clause.start == self.sentence_start
        self.scope = after.sentence_ended(self.scope, self.prose.passage.context.governing, is_heading=is_heading)
        self.is_first = False
        self.sentence_start = clause.end + 1
        self.is_item = self.prose.starts_item(clause.end + 1)

    def end_parts(self, clause: Clause) -> None:
        """A semicolon ends the parts of a sum."""
        self.scope = after.parts_ended(self.scope, self.prose.passage.context.governing)
        self.is_item = self.prose.starts_item(clause.end + 1)


def _without_left_sum(reading: Reading, scope: Scope) -> Scope:
    """A sum named again, or after a semicolon what was spent of all, is no part of the sum before."""
    phrase, whole = reading.phrase, scope.sums.whole
    if whole is not None and not phrase.of("group"):
        is_sum = reading.spoken == whole.line.code != "project"
        is_whole = scope.sums.has_ended_parts and bool(phrase.of("weak_measure")) and not reading.items
        if is_sum or (is_whole and reading.residue is None and not phrase.of("fund")):
            scope = after.sum_named_again(scope)
    return after.amount_read(scope)


def _with_unknown(reading: Reading, scope: Scope, left: Left) -> Scope:
    """Whether what follows an amount that isn't claimed is of unknown money too."""
    if left.reason == "amount_without_label" and _names_project(reading):
        # A项目50万元，B项目30万元，支出28万元: no more of A
        return after.other_money_headed(scope)
    if not left.only_beside_money:
        is_unknown = reading.has_money_word and left.reason != "part_of_year"
        return after.unknown_money_named(scope) if is_unknown else after.known_money_named(scope)
    # 获奖补资金90万元，已支付80万元: of something unknown
    is_unknown = is_first_of_sentence(scope) and reading.residue is not None
    return after.unknown_money_named(scope) if is_unknown else scope


def headed_project(passage: Passage, folded: str, start: int, known: Known) -> str | None:
    """The project that a line is nothing but the name of; None for other lines."""
    line = folded[start:].rstrip(" 。.:;")
    if not SHORTEST_NAME < len(line) <= _LONGEST_BARE_NAME:
        return None
    phrase = read_phrase(line, known.self_names)
    is_name = len(phrase.residues) == 1 and not phrase.tokens and not phrase.years
    if not is_name or not lexicon.names_money(line) or means_all(line) or lexicon.section(line):
        return None
    if COUNTED.search(line) or LEVEL_OF_FUND.fullmatch(line) or is_doing(line):
        return None
    return as_written(passage, folded, start, start + len(line))


def _names_project(reading: Reading) -> bool:
    return reading.residue is not None and lexicon.looks_like_project(reading.residue.text)
