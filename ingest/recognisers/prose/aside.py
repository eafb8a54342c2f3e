"""What an amount is that is none of the unit's budget or spending: the rules, in order.

Other money, parts that nobody codes, limits, plans for later, and mere differences.
"""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.normalize.amounts import BARE_UNITS
from ingest.recognisers.prose import after
from ingest.recognisers.prose.projects import Known
from ingest.recognisers.prose.reading import Reading, Rules, Ruling, needs
from ingest.recognisers.prose.scope import Left, LineItem, Measure, Passed, Scope

Aside = Left | Passed
Found = Aside | Ruling[Aside] | None

# 下降到: the figure behind it is the amount itself, not the difference
GOES_TO = re.compile(
    rf"{cue('increase', 'decrease', 'change_to')}[至到为](?:[ ]*(?:(?:19|20)[0-9]{{2}}[ ]?年度?|{cue('this_year')})的?)?[ ]*$"
)
_STARTS_FROM = re.compile(r"(?:^|[^自来])[由从](?!于)")
_COMPARED = re.compile(
    rf"{cue('compared_with')}(?:{cue('last_year', 'year_start', 'whole_year', 'budget', 'adjusted_stage')}|[0-9]{{4}}年)"
)
_PAID_OUT = cues("paid_out")
_TO_BODY = re.compile(r"[ ]*[给至到]?[我本][^。，]{1,4}")
_BY_FINANCE = re.compile(rf"{cue('finance')}[局厅部所]?[ ]*(?:{cue('actual')}|[已共])*$")
_CHANGES_NEXT = re.compile(rf"[ ]*[,，]?[ ]*{cue('increase', 'decrease', 'change_to')}[至到为]")
_ADJUSTED_TO = re.compile(r"[至到为][ ]*$")
_LIMIT = re.compile(cue("at_most_before"))
_PLANNED = re.compile(cue("planned_for_later", "next_year"))
# 支出总计 beside these is more than was spent, unless it is split into what was spent
_SUM_OF_SPENDING = re.compile(cue("spending_sum"))
_SUM_WITH_CARRYOVER = re.compile(cue("sum_with_carryover"))
_CARRIED_SUM = re.compile(cue("spending_of_year", "surplus_distribution", "closing_carryover"))
_CARRIED_PARTS = re.compile(rf"{cue('surplus_distribution')}|{cue('of_which')}[:，, ]?{cue('spending_of_year')}")
_BOTH_AS_ONE = re.compile(cue("both_sums"))
_BOTH_SUMS = re.compile(cue("both_sums", "income_sum"))
_SPLIT_SUM = re.compile(rf"[^。；;]{{0,20}}{cue('of_which')}[^。；;]{{0,4}}{cue('part_of_spending')}")
_OWN_LEVEL, _OTHER_LEVEL = re.compile(cue("own_level")), re.compile(cue("other_level"))
_WHOLE_PROCUREMENT = cues("procurement")
_SILENT_OTHER = Left("other_money", only_beside_money=True)


# -- before its measure and line item are asked ------------------------------------------------------------------------


def class_of_purchases(reading: Reading, scope: Scope, known: Known) -> Found:
    """政府采购货物预算, 面向中小企业预留: a class of purchases or suppliers, never of all."""
    if reading.phrase.of("procurement_part"):
        return Ruling(Left("procurement_part"), after.purchases_split(scope))
    if not scope.doubts.is_part_of_procurement:
        return None
    is_whole = any(token.label.text.startswith(_WHOLE_PROCUREMENT) for token in reading.items)
    if is_whole or reading.spoken not in (None, "procurement", "project"):
        return Ruling(None, after.purchases_summed(scope))
    return Left("procurement_part")


@needs("other")
def other_money(reading: Reading, scope: Scope, known: Known) -> Found:
    """合同金额50万元: money that is no budget and no spending."""
    others = reading.phrase.of("other")
    if not others or reading.measures or reading.items or reading.phrase.of("adjustment", "carryover"):
        return None
    scope = _with_subject(reading, scope)
    if is_first_of_sentence(scope) and not known.is_of_projects:
        scope = after.unknown_money_named(scope)
    is_own = any(token.label.note == "listed" for token in others)
    return Ruling(Left("other_money", only_beside_money=not is_own), scope)


@needs("weak_measure")
def paid_to_body(reading: Reading, scope: Scope, known: Known) -> Found:
    """县财政局拨付我局50万元: received, not spent."""
    paid = [token for token in reading.phrase.of("weak_measure") if token.label.text.startswith(_PAID_OUT)]
    if not paid or reading.measures or reading.items:
        return None
    is_received = _TO_BODY.match(reading.clause, paid[-1].end) or _BY_FINANCE.search(reading.clause, 0, paid[0].start)
    return Left("other_money") if is_received else None


@needs("other")
def ratio(reading: Reading, scope: Scope, known: Known) -> Found:
    """人均公用经费: a ratio, whatever it is of."""
    return _SILENT_OTHER if any(token.label.note == "always" for token in reading.phrase.of("other")) else None


def number_of_things(reading: Reading, scope: Scope, known: Known) -> Found:
    """10万 without a word of money may be anything."""
    is_bare = reading.amount.unit in BARE_UNITS and not reading.has_money_word
    return Left("amount_without_label", only_beside_money=True) if is_bare else None


@needs("other_income")
def other_income(reading: Reading, scope: Scope, known: Known) -> Found:
    """Income that isn't covered; the spending after it is of the same budget (预算总收入A，总支出B)."""
    income, measures = reading.phrase.of("other_income"), reading.measures
    if not income or any(token.label.measure == "income" for token in reading.items):
        return None
    label = income[-1].label
    if label.measure is not None:
        scope = after.measure_announced(scope, (label.measure, label.budget_version))
    if measures:
        # 年终决算收入 and 事业收入预算 are income, 收入增加后预算 is a budget
        is_income = income[-1].start == measures[-1].end or measures[-1].start == income[-1].end
    else:
        is_income = not (reading.phrase.residues and reading.prose.is_on_projects)
    return Ruling(Left("income_not_covered") if is_income else None, scope)


def functional_category(reading: Reading, scope: Scope, known: Known) -> Found:
    """…（类）…（款）支出50万元: one class of the functional classification is never the unit's total."""
    if not reading.prose.is_category or reading.items:
        return None
    return Ruling(Left("functional_category"), after.unknown_money_named(scope))


@needs("not_covered")
def uncovered_label(reading: Reading, scope: Scope, known: Known) -> Found:
    """会议费预算5万元: money that no line item covers."""
    if reading.items or not reading.phrase.of("not_covered"):
        return None
    return Ruling(Left("label_not_covered"), after.unknown_money_named(scope))


@needs("project_class")
def class_of_projects(reading: Reading, scope: Scope, known: Known) -> Found:
    """运转类项目 are some of the projects; 特定目标类项目 are what was called project expenditure, unless it splits that."""
    classes, whole = reading.phrase.of("project_class"), scope.sums.whole
    if not classes or reading.spoken not in (None, "project"):
        return None
    is_some = classes[-1].label.note != "all" or (whole is not None and whole.line.code == "project")
    return Left("class_of_projects") if is_some else None


def own_level_of_sum(reading: Reading, scope: Scope, known: Known) -> Found:
    """本级项目预算50万元，上级转移支付30万元: a part."""
    if not _OWN_LEVEL.search(reading.clause):
        return None
    prose, end = reading.prose, reading.amount.end
    return Left("part_without_label") if _OTHER_LEVEL.search(prose.folded, end, prose.sentence_end(end)) else None


@needs("opening_carryover")
def opening_carryover(reading: Reading, scope: Scope, known: Known) -> Found:
    """年初结转和结余5万元: of the year before."""
    return Left("opening_carryover") if reading.phrase.of("opening_carryover") and not reading.items else None


def sum_with_carryover(reading: Reading, scope: Scope, known: Known) -> Found:
    """A sum that holds what is carried over too: 支出总计 beside 收入总计, or split into 本年支出 and 年末结转."""
    return Left("expenditure_and_carryover") if _holds_carryover(reading) else None


def _holds_carryover(reading: Reading) -> bool:
    folded, end = reading.prose.folded, reading.amount.end
    if not _SUM_OF_SPENDING.search(reading.raw):
        return False
    if _CARRIED_PARTS.search(folded, end, reading.prose.sentence_end(end)):
        return True
    if not _SUM_WITH_CARRYOVER.search(reading.raw):
        return _BOTH_AS_ONE.search(folded) is not None
    if _CARRIED_SUM.search(folded):
        return True
    return bool(_BOTH_SUMS.search(folded)) and not _SPLIT_SUM.match(folded, end)


def part_of_left(reading: Reading, scope: Scope, known: Known) -> Found:
    """收入决算100万元，其中财政拨款90万元: a part of what isn't claimed."""
    if not scope.doubts.is_in_left or reading.phrase.of("adjustment", "carryover"):
        return None
    # 本年支出合计, 公用经费预算 tell both what money it is and its measure
    is_told = any(token.label.measure or token.label.line_item_code == "total" for token in reading.items)
    # 追加50万元，其中基本支出20万元，追加后预算300万元
    is_told = is_told or bool(reading.measures and (reading.items or scope.sums.has_moved))
    return None if is_told else Left("part_of_unknown")


def limit(reading: Reading, scope: Scope, known: Known) -> Found:
    """控制在5万元以内: neither budget nor spending."""
    if not _LIMIT.search(reading.raw) or any(token.label.measure == "budget" for token in reading.measures):
        return None
    return Ruling(Left("limit"), _with_item(reading, scope))


def before_change(reading: Reading, scope: Scope, known: Known) -> Found:
    """由5万元下降到3万元: what it was before, no year told."""
    if scope.about.year is not None or not _STARTS_FROM.search(reading.raw):
        return None
    folded, end = reading.prose.folded, reading.amount.end
    if not _CHANGES_NEXT.match(folded, end):
        return None
    return Ruling(Left("unknown_label"), _with_item(reading, scope))


@needs("adjustment", "change")
def changed_to(reading: Reading, scope: Scope, known: Known) -> Found:
    """公用经费压减到5万元: no difference, but neither does it say whether budgeted or spent."""
    if not reading.phrase.of("adjustment") or not _ADJUSTED_TO.search(reading.raw) or reading.measures:
        return None
    if scope.sums.last is not None and scope.sums.last.year is not None and GOES_TO.fullmatch(reading.raw):
        # 由上年的5万元压减至3万元
        return None
    return Ruling(Left("unknown_label"), _with_item(reading, scope))


def plan_for_later(reading: Reading, scope: Scope, known: Known) -> Found:
    """明年拟投入5万元: no budget of this report."""
    year = scope.about.year
    is_later = year is not None and known.report_year is not None and year > known.report_year
    is_closing = reading.prose.passage.context.context == "closing"
    is_planned = _PLANNED.search(reading.clause) or (is_closing and is_later)
    return Ruling(Left("planned", only_beside_money=True), _with_item(reading, scope)) if is_planned else None


@needs("change")
def difference(reading: Reading, scope: Scope, known: Known) -> Found:
    """比上年增加5万元: only the difference to another; a line item beside it holds (三公经费决算较预算减少2万元，其中决算6万元)."""
    changes = reading.phrase.of("change")
    if not changes:
        return None
    is_told = any(token.start >= changes[-1].end for token in (*reading.measures, *reading.items))
    if (is_told and not _COMPARED.search(reading.clause)) or GOES_TO.search(reading.raw):
        return None
    return Ruling(Passed("difference"), _with_item(reading, scope))


ASIDE_RULES: Rules[Aside] = Rules(
    class_of_purchases,
    other_money,
    paid_to_body,
    ratio,
    number_of_things,
    other_income,
    functional_category,
    uncovered_label,
    class_of_projects,
    own_level_of_sum,
    opening_carryover,
    sum_with_carryover,
    part_of_left,
    limit,
    before_change,
    changed_to,
    plan_for_later,
    difference,
)


def is_first_of_sentence(scope: Scope) -> bool:
    """Whether the sentence has said nothing of what its money is."""
    about = scope.about
    return scope.sums.last is None and about.line_item_code is None and about.project_name is None


def _with_subject(reading: Reading, scope: Scope) -> Scope:
    """清淤项目合同金额50万元，实际支付30万元: what isn't claimed names the project all the same."""
    first = next(iter(reading.phrase.residues), None)
    if first is None or not reading.prose.is_on_projects or not lexicon.looks_like_project(first.text):
        return scope
    return after.project_mentioned(scope, reading.named(first.start, first.end).written)


def _with_item(reading: Reading, scope: Scope) -> Scope:
    """A line item beside an amount that isn't claimed."""
    return after.line_item_named(scope, reading.items[-1].label.line_item_code) if reading.items else scope


# -- once its measure and line item are known --------------------------------------------------------------------------


def planned_income(reading: Reading, scope: Scope, known: Known, line: LineItem) -> Left | None:
    """收入预算100万元，其中财政拨款收入90万元: income that a budget expects, not received."""
    if line.code != "fiscal_appropriation":
        return None
    stage = reading.prose.passage.context.governing.measure or known.stage
    told = [token.label.measure for token in reading.phrase.of("measure", "other_income") if token.label.measure]
    expected = (told or [(scope.about.announced or stage or ("",))[0]])[-1] == "budget"
    return Left("planned_income") if expected else None


def part_without_label(
    reading: Reading, scope: Scope, known: Known, line: LineItem, measure: Measure | None
) -> Left | None:
    """An amount among the parts of a sum that says neither what nor whose it is (其中本级5万元): never the sum again."""
    whole = scope.sums.whole
    if whole is None or measure is None or reading.funds or reading.is_understood:
        return None
    if measure[0] != whole.measure[0] or line != whole.line:
        return None
    if reading.items:
        # 公务接待费5万元，其中国内公务接待费4万元; 公用经费9万元，包括商品和服务支出8万元
        is_before_item = reading.residue is not None and reading.residue.end <= reading.items[-1].start
        return Left("part_without_label") if reading.phrase.of("group") or is_before_item else None
    return Left("part_without_label") if measure[1] in (whole.measure[1], "unstated") else None
