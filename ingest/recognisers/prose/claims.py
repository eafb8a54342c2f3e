"""The claims of a report's prose: made as amounts are understood, and made again where later words tell more of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.lexicon import cue, cues
from ingest.recognisers.output import Output
from ingest.recognisers.prose.clauses import SOURCE
from ingest.recognisers.prose.measures import measure_of_whole
from ingest.recognisers.prose.phrases import read_phrase
from ingest.recognisers.prose.reading import Reading

NAME = "narrative"

_THAN_INITIAL = re.compile(rf"{cue('compared_with')}的?{cue('initial_budget')}")
_ARRANGED = frozenset(cues("arranged"))
_SOURCE_REACH = 30


@dataclass(slots=True)
class Why:
    """The rules that told what a claim is, as `fct_claim.rule` names them."""

    line_item: str
    measure: str
    fund: str
    year: str

    def __str__(self) -> str:
        return f"line item: {self.line_item}; measure: {self.measure}; fund: {self.fund}; year: {self.year}"


@dataclass(slots=True)
class Claims:
    """Where claims of prose and what isn't understood go."""

    output: Output
    self_names: frozenset[str]
    # the claims of the sentence that name no fund themselves
    _without_fund: list[str] = field(default_factory=list)
    # claims of a bare 预算安排, which a report may itself call its initial budget
    _arranged: list[str] = field(default_factory=list)
    _arranged_is_initial: bool = False
    # why each claim was made that may be made again
    _reasons: dict[str, Why] = field(default_factory=dict)
    # the claims of the sentence that took the measure of the sum which they are a part of
    _parts: list[str] = field(default_factory=list)

    def add(
        self,
        reading: Reading,
        why: Why,
        *,
        measure: str,
        budget_version: str | None,
        line_item_code: str,
        project_name: str | None,
        fund_code: str,
        amount_yuan: Decimal,
        stated_fiscal_year: int | None,
    ) -> str | None:
        """Claim an amount; the claim's id, None where it can't be one."""
        passage, amount = reading.prose.passage, reading.amount
        claim_id = self.output.claim(
            passage.place(amount.start, amount.number_end, *reading.quote),
            recogniser=NAME,
            measure=measure,
            budget_version=budget_version,
            line_item_code=line_item_code,
            project_name=project_name,
            fund_code=fund_code,
            amount_yuan=amount_yuan,
            amount_text=passage.text[amount.start : amount.number_end],
            amount_unit=amount.unit,
            stated_fiscal_year=stated_fiscal_year,
            year_basis="stated",
            rule=str(why),
        )
        if claim_id is not None:
            self._reasons[claim_id] = why
            if why.measure == measure_of_whole.__name__:
                self._parts.append(claim_id)
        return claim_id

    def pass_over(self, reading: Reading, reason: str) -> None:
        """Say why an amount is none of its own."""
        amount = reading.amount
        self.output.exclude(reading.prose.passage, amount.start, amount.number_end, reason)

    def leave(self, reading: Reading, reason: str) -> None:
        """List an amount as not understood."""
        label = reading.phrase.residues[-1].text if reading.phrase.residues else None
        place = reading.prose.passage.place(reading.amount.start, reading.amount.number_end, *reading.quote)
        self.output.not_understood(place, NAME, reason, label)

    def note(self, reading: Reading, claim_id: str, *, has_fund: bool) -> None:
        """What later words may say of a claim: the sentence where its money comes from, the report what its 预算安排 is."""
        if not has_fund and reading.prose.passage.context.fund in (None, "all_funds"):
            self._without_fund.append(claim_id)
        if reading.items or not reading.measures or reading.measures[-1].label.text not in _ARRANGED:
            return
        # 较年初预算数调减…: the budget before is the initial one
        self._arranged.append(claim_id)
        end = reading.amount.end
        rest = reading.prose.folded[end : reading.prose.sentence_end(end)]
        self._arranged_is_initial = self._arranged_is_initial or bool(_THAN_INITIAL.search(rest))

    def spent_later(self, claim_id: str) -> None:
        """Money without a word for it is a budget if the sentence goes on with what was spent (A 50万元，实际支出48万元)."""
        for one in (claim_id, *self._parts):
            self._again(one, "measure", "spent_later", measure="budget", budget_version="unstated")
        self._parts = []

    def end_sentence(self, text: str) -> None:
        """Apply what a sentence says of all its amounts only at its end (资金来源为…)."""
        claim_ids, self._without_fund, self._parts = self._without_fund, [], []
        source = SOURCE.search(text) if claim_ids else None
        if not source:
            return
        funds = read_phrase(text[source.end() : source.end() + _SOURCE_REACH], self.self_names).of("fund")
        codes = {token.label.fund_code for token in funds}
        fund_code = codes.pop() if len(codes) == 1 else None
        if fund_code is None:
            return
        for claim_id in claim_ids:
            new_id = self._again(claim_id, "fund", "source_of_sentence", fund_code=fund_code)
            if new_id:
                self._arranged = [new_id if known == claim_id else known for known in self._arranged]

    def finish(self) -> None:
        """After the last passage: what the whole report says of words that it uses in its own way."""
        if self._arranged_is_initial:
            for claim_id in self._arranged:
                self._again(claim_id, "measure", "called_initial", budget_version="initial")

    def _again(self, claim_id: str, part: str, rule: str, **changes: str) -> str | None:
        """Take a claim back and make it again with other values; `rule` is what told this `part` of it."""
        why = self._reasons.pop(claim_id, None)
        if why is None:
            return None
        setattr(why, part, f"{getattr(why, part)}, {rule}")
        new_id = self.output.claim_again(claim_id, str(why), **changes)
        if new_id is not None:
            self._reasons[new_id] = why
        return new_id
