"""The measure of an amount: the rules, in order, and what makes a budget's version of what they say."""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.recognisers.prose import after
from ingest.recognisers.prose.phrases import Token
from ingest.recognisers.prose.projects import Known
from ingest.recognisers.prose.reading import RESPECTIVELY, Reading, Rules, Ruling, needs
from ingest.recognisers.prose.scope import Measure, Scope

YEAR_START = re.compile(rf"{cue('year_start')}(?:[ ]*$|[，,、 ]*[县区市]?{cue('finance')})")
_YEAR_STARTS = cues("year_start")
_SPENDING, _ACTUAL = cues("spending"), cues("actual")
_EXECUTION = frozenset(cues("execution"))
_WHOLE_YEAR = cues("whole_year_budget")
_APPROVED, _ALLOTTED = re.compile(cue("approved")), re.compile(cue("allotted"))
_BUDGET_OR_SPENT = ("budget", "expenditure")
_UNSTATED = ("budget", "unstated")
_PARENTS = {row["line_item_code"]: row["parent_code"] for row in lexicon.rows("line_items") if row["parent_code"]}


def parent_of(code: str) -> str | None:
    """The line item that one is a part of."""
    return _PARENTS.get(code)


# -- told by the clause ------------------------------------------------------------------------------------------------


def measure_in_turn(reading: Reading, scope: Scope, known: Known) -> Ruling[Measure] | None:
    """预算数、决算数分别为5万元、4万元: measures come in order."""
    tokens = scope.turns.tokens
    if not tokens or tokens[0].label.kind != "measure":
        return None
    return Ruling(_of_label(tokens[0].label), after.token_taken(scope, 0))


@needs("final")
def final_account(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """决算 beside a word of money is what was spent, whatever else stands there."""
    if reading.phrase.of("final") and reading.phrase.of("measure", "item", "weak_measure"):
        return "expenditure", None
    return None


@needs("measure")
def first_of_measures(reading: Reading, scope: Scope, known: Known) -> Ruling[Measure] | None:
    """The first of several measures that are told in order; the others wait."""
    measures = reading.measures
    if len(measures) < 2 or not any(RESPECTIVELY.match(token.label.text) for token in reading.phrase.tokens):
        return None
    return Ruling(_of_label(measures[0].label), after.tokens_wait(scope, measures[1:]))


@needs("weak_measure")
def executed_budget(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """全年预算执行总额 is what was spent of it."""
    weak = reading.phrase.of("weak_measure")
    if not weak or not reading.measures or weak[-1].label.text not in _EXECUTION:
        return None
    return ("expenditure", None) if weak[-1].start == reading.measures[-1].end else None


@needs("measure")
def budget_of_whole_year(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """全年预算 in a department's budget: it has not been adjusted yet."""
    if not reading.measures or known.stage is None or known.stage[0] != "budget":
        return None
    return known.stage if _strongest(reading.measures).text.startswith(_WHOLE_YEAR) else None


@needs("measure")
def measure_word(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """The clause's own word for it."""
    return _of_label(_strongest(reading.measures)) if reading.measures else None


@needs("item")
def planned_item(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """财政拨款支出 under a heading on the budget, or in a department's budget, is what is planned."""
    own, stage = _own_measure(reading), _stage(reading, scope, known)
    if own is None or stage is None or stage[0] != "budget" or own.text.startswith(_ACTUAL):
        return None
    return stage if own.measure == "expenditure" else None


@needs("item")
def item_word(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """A line item's own measure (实际采购金额)."""
    own = _own_measure(reading)
    return (own.measure or "expenditure", None) if own is not None else None


# -- carried -----------------------------------------------------------------------------------------------------------


def measure_of_whole(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """A part is of its sum's measure."""
    whole = scope.sums.whole
    if whole is None or whole.measure[0] not in _BUDGET_OR_SPENT:
        return None
    if whole.measure[0] == "budget" and _says_spent(reading) and after.is_spent_too(scope):
        # 三公经费支出5万元，年初预算6万元。其中：公务接待费支出3万元
        return "expenditure", None
    return whole.measure


@needs("weak_measure")
def weak_word(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """支出, 执行: spent, unless the heading above or the kind of report says that it is planned."""
    weak = reading.phrase.of("weak_measure")
    if not weak:
        return None
    stage = _stage(reading, scope, known) if weak[-1].label.text.startswith(_SPENDING) else None
    return stage or ("expenditure", None)


def announced_measure(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """What a colon announced."""
    return scope.about.announced


@needs("item")
def measure_of_sibling(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """预算安排基本支出A，项目支出B: both are budgets."""
    said = scope.sums.said
    if said is None or not reading.items:
        return None
    one, other = said.line.code, reading.items[-1].label.line_item_code or ""
    is_sibling = one != other and _PARENTS.get(one) is not None and _PARENTS.get(one) == _PARENTS.get(other)
    return said.measure if is_sibling else None


def measure_before(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """The amount before says it; beside a word for spending only where heading or report do so too."""
    last = scope.sums.last
    if last is None or last.measure[0] not in _BUDGET_OR_SPENT:
        return None
    if not reading.items or not _speaks_of_spending(reading.items[-1].label):
        return last.measure
    stage = _stage(reading, scope, known)
    return last.measure if stage is not None and stage[0] == last.measure[0] else None


@needs("item")
def item_alone(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """A line item without any word for it is what heading or report say, else spent; never in a year that they don't speak of."""
    if not reading.items:
        return None
    stage = _stage(reading, scope, known)
    is_told = reading.prose.passage.context.governing.measure or known.stage
    if stage is None and is_told and not _speaks_of_spending(reading.items[-1].label):
        # last year's, in a section on this year's budget
        return None
    return stage or ("expenditure", None)


def section_measure(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """Money of a known line item or project: what heading or report say, else the section."""
    if reading.items or not (reading.prose.is_on_projects or scope.about.line_item_code is not None):
        return None
    return _stage(reading, scope, known) or (reading.prose.passage.context.default_measure, None)


MEASURE_RULES: Rules[Measure] = Rules(
    measure_in_turn,
    final_account,
    first_of_measures,
    executed_budget,
    budget_of_whole_year,
    measure_word,
    planned_item,
    item_word,
    measure_of_whole,
    weak_word,
    announced_measure,
    measure_of_sibling,
    measure_before,
    item_alone,
    section_measure,
)


# -- a budget's version ------------------------------------------------------------------------------------------------


def initial_budget(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """A budget at the year's start, or as it was approved (部门预算经财政局批复为500万元)."""
    measures, clause = reading.measures, reading.clause
    is_approved = bool(measures) and _APPROVED.search(clause, measures[-1].end) is not None
    if scope.about.is_initial or is_approved or YEAR_START.search(clause):
        return "budget", "initial"
    # 年初政府采购预算
    is_initial = any(clause[: item.start].rstrip().endswith(_YEAR_STARTS) for item in reading.items)
    return ("budget", "initial") if is_initial else None


def heading_version(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """The version that the heading above names."""
    stage = reading.prose.passage.context.governing.measure
    return stage if stage is not None and stage[0] == "budget" else None


# of a budget without a version, and of one that was allotted
VERSION_RULES: Rules[Measure] = Rules(initial_budget, heading_version)
ALLOTTED_RULES: Rules[Measure] = Rules(initial_budget)


def namely(reading: Reading, scope: Scope, known: Known) -> Ruling[Measure] | None:
    """项目支出80万元，即A50万元、B30万元: parts of the last amount, of its measure."""
    last = scope.sums.last
    if last is None or last.line.code != "project" or not reading.clause.lstrip().startswith("即"):
        return None
    return Ruling(last.measure, after.projects_equated(scope))


def measure_of(reading: Reading, scope: Scope, known: Known) -> tuple[Measure | None, Scope, str]:
    """The measure of an amount, with the scope after it and the names of the rules; None where nothing tells it."""
    measure, scope, rule = MEASURE_RULES.decide(reading, scope, known)
    rules = VERSION_RULES if measure == _UNSTATED else ALLOTTED_RULES if _is_allotted(reading, measure) else None
    if rules is not None:
        version, scope, of_version = rules.decide(reading, scope, known)
        if version is not None:
            measure, rule = version, f"{rule}, {of_version}"
    equated = namely(reading, scope, known)
    if equated is None:
        return measure, scope, rule
    return (measure, equated.scope, rule) if measure is not None else (equated.said, equated.scope, namely.__name__)


def _is_allotted(reading: Reading, measure: Measure | None) -> bool:
    """年初，县财政下达部门预算: not what the year ended with."""
    return measure == ("budget", "adjusted") and any(_ALLOTTED.search(token.label.text) for token in reading.measures)


def _stage(reading: Reading, scope: Scope, known: Known) -> Measure | None:
    """What the heading above, or the kind of report, says of figures of its own year."""
    governing = reading.prose.passage.context.governing
    year = scope.about.year
    if year is not None and year != (governing.year or known.report_year):
        return None
    return governing.measure or known.stage


def _says_spent(reading: Reading) -> bool:
    """Whether a word for spending stands right before an amount, on its own or at the end of a line item."""
    return bool(reading.phrase.of("weak_measure")) or any(_speaks_of_spending(item.label) for item in reading.items)


def _speaks_of_spending(label: lexicon.Label) -> bool:
    """Whether a line item's words say that it was spent (项目支出, 本年支出合计)."""
    return any(word in label.text for word in _SPENDING)


def _own_measure(reading: Reading) -> lexicon.Label | None:
    return next((token.label for token in reversed(reading.items) if token.label.measure), None)


def _of_label(label: lexicon.Label) -> Measure:
    return label.measure or "expenditure", label.budget_version


def _strongest(tokens: list[Token]) -> lexicon.Label:
    """Of several measures in one clause the last speaks, unless it only is the word budget after a version (年初…预算)."""
    last = tokens[-1].label
    if last.measure == "budget" and last.budget_version == "unstated":
        for token in reversed(tokens[:-1]):
            if token.label.measure == "budget" and token.label.budget_version != "unstated":
                return token.label
    return last
