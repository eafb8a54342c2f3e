"""What money an amount is: the rules for its line item or project, in order.

Unknown words before an amount name a project, the unit itself, or something that nobody knows; without any, what stands before
in the sentence holds.
"""

from __future__ import annotations

import re

from ingest import lexicon
from ingest.lexicon import cue, cues
from ingest.recognisers.prose import after
from ingest.recognisers.prose.of_projects import (
    project_of_heading,
    project_of_section,
    project_of_sentence,
    project_of_use,
    projects_of_report,
    this_project,
    unread_project,
)
from ingest.recognisers.prose.projects import (
    LEVEL_OF_FUND,
    PART_OF_YEAR,
    SEVERAL_PROJECTS,
    SHORTEST_NAME,
    STAGE,
    Known,
    is_about_self,
    is_doing,
    means_all,
)
from ingest.recognisers.prose.reading import MONEY_WORDS, NOT_OF_PROJECTS, FoundLine, Reading, Rules, Ruling, needs
from ingest.recognisers.prose.scope import PROJECTS, SILENT, TOTAL, UNKNOWN, Claimed, Left, LineItem, Scope, Sums
from ingest.recognisers.prose.turns import (
    first_of_items,
    first_of_listed_names,
    first_of_names,
    first_of_parts,
    item_in_turn,
    line_in_turn,
    name_before_bracket,
    sum_of_parts,
)

_ALL_YEAR = re.compile(cue("whole_year", "year_start", "budget"))
_CONNECTIVES = re.compile(
    rf"(?:(?:19|20)[0-9]{{2}}[ ]?年度?|{cue('last_year', 'this_year', 'amounts_to', 'adds_up')}|[共约均 :])*"
)
_PROJECT_BEHIND = re.compile(cue("project_word"))
_MONEY = cues("money_noun")


def some_months(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """截至6月底: not the year's."""
    return Left("part_of_year") if scope.doubts.is_part_of_year and not _ALL_YEAR.search(reading.raw) else None


def class_of_purchases(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """政府采购预算100万元，其中：货物类20万元: never the whole, and no project."""
    if reading.residue is None or reading.spoken not in (None, "procurement", "project"):
        return None
    whole = scope.sums.whole or scope.sums.last
    if whole is None or whole.line.code != "procurement":
        return None
    known_class = lexicon.label(lexicon.bare(reading.residue.text))
    is_class = known_class is not None and known_class.kind == "procurement_class"
    return Left("procurement_part") if scope.sums.whole is not None or is_class else None


# -- unknown words that aren't a project's name ------------------------------------------------------------------------


def payment_of_months(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """第一季度支出, 第二批资金: never the year's."""
    if not any(PART_OF_YEAR.search(words.text) for words in reading.phrase.residues) or _is_stage(reading):
        return None
    return Ruling(Left("part_of_year"), after.months_named(after.unread_project_named(scope), is_part=True))


def _is_stage(reading: Reading) -> bool:
    """Whether words name one stage of a project (河道治理工程第一期预算50万元), not a payment of the year."""
    residue = reading.residue
    stage = STAGE.search(residue.text) if residue is not None else None
    if residue is None or stage is None or not reading.measures:
        return False
    return all(token.label.measure == "budget" for token in reading.measures) and lexicon.looks_like_project(
        residue.text[: stage.start()].rstrip("(")
    )


def words_for_class(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """特定目标类项目: neither one nor all."""
    if reading.residue is None or reading.spoken not in (None, "project"):
        return None
    return Left("class_of_projects") if lexicon.is_class_of_projects(reading.residue.text) else None


# -- unknown words beside a line item ----------------------------------------------------------------------------------


@needs(*MONEY_WORDS)
def words_for_all(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """专项资金预算50万元: all projects."""
    return PROJECTS if reading.has_money_word and not reading.introduction and means_all(reading.folded_name) else None


def total_of_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """河道清淤项目总预算50万元, where projects are spoken of."""
    if reading.spoken != "total" or reading.items:
        return None
    is_named = lexicon.looks_like_project(reading.folded_name) and not is_about_self(reading.folded_name)
    return LineItem("project", reading.name) if is_named or _is_among_projects(reading, scope) else None


@needs("item")
def item_in_name(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """辅警人员经费 in a list of projects is a project's name."""
    residue, items = reading.residue, reading.items
    if residue is None or not items or items[-1].label.line_item_code in ("project", "total"):
        return None
    if residue.end != items[-1].start or not _is_among_projects(reading, scope):
        return None
    return LineItem("project", reading.named(residue.start, items[-1].end).written)


def item_beside_words(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The line item that the clause names, whatever else stands there."""
    spoken = reading.spoken
    return LineItem(spoken) if spoken is not None and spoken != "project" else None


def detail_of_whole(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """公务用车购置及运行维护费5万元，其中购置费0万元: words that are a line item only beside the one that they split."""
    whole = scope.sums.whole or scope.sums.last
    detail = lexicon.label(reading.key) if whole is not None else None
    if whole is None or detail is None or detail.kind != "table_item" or detail.line_item_code is None:
        return None
    return LineItem(detail.line_item_code) if detail.line_item_code.startswith(f"{whole.line.code}.") else None


def use_of_money(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """主要用于材料费5万元: a use is no project, unless it is one that the report names."""
    if not scope.doubts.is_use or reading.key in known.projects:
        return None
    return Left("use_of_funds") if reading.prose.is_on_projects else SILENT


@needs("item")
def item_inside_name(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """生均公用经费项目预算5万元: a line item between unknown words and the word project."""
    residue, item = reading.residue, reading.items[-1] if reading.items else None
    if residue is None or item is None or residue.end != item.start:
        return None
    word = _PROJECT_BEHIND.match(reading.clause, item.end)
    return LineItem("project", reading.named(residue.start, word.end()).written) if word else None


@needs("item")
def words_behind_item(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """项目支出 with unknown words behind it: of all projects only where projects are spoken of."""
    residue, items = reading.residue, reading.items
    if residue is None or reading.spoken != "project" or not items or residue.end <= items[-1].start:
        return None
    return PROJECTS if reading.prose.is_on_projects else UNKNOWN


@needs("item")
def money_of_something(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """专项业务的项目经费 names no project."""
    residue, items = reading.residue, reading.items
    if residue is None or reading.spoken != "project" or not items or reading.prose.is_on_projects:
        return None
    return UNKNOWN if "的" in reading.clause[residue.end : items[-1].start] else None


def project_before_item(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """疫情防控项目支出10万元: the words right before name it."""
    return LineItem("project", reading.name) if reading.spoken == "project" else None


def some_projects(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A、B两个项目预算50万元, A等项目支出50万元: one amount for several, neither one nor all."""
    if reading.residue is None or reading.spoken not in (None, "project"):
        return None
    text = reading.residue.text
    return UNKNOWN if SEVERAL_PROJECTS.search(text) and not means_all(text) else None


# -- unknown words alone -----------------------------------------------------------------------------------------------


def no_name(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """上级专项: too little for a project's name."""
    name = reading.name
    is_level = LEVEL_OF_FUND.fullmatch(reading.folded_name) is not None
    if is_level and known.is_of_projects and reading.measures:
        # 共下达中央、市级转移支付资金90万元
        return PROJECTS
    is_short = len(name) < SHORTEST_NAME or is_level
    return UNKNOWN if is_short and not is_about_self(reading.folded_name) else None


def part_of_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A项目50万元（其中材料费20万元）: a part of it."""
    whole = scope.sums.whole
    if whole is None or not whole.line.project_name or reading.key in known.projects:
        return None
    return SILENT if scope.doubts.is_use else Left("amount_without_label")


def known_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A name that words introduce, that the report has named, or that stands in a list of projects."""
    if reading.introduction or reading.key in known.projects:
        return LineItem("project", reading.name)
    if not reading.is_in_list(scope):
        return None
    if scope.sums.whole is not None and scope.doubts.is_beside_left and not lexicon.names_money(reading.folded_name):
        # 项目支出80万元，其中房屋建筑物支出66万元、设备购置14万元: what it was spent on
        return UNKNOWN
    return LineItem("project", reading.name)


@needs("weak_measure")
def what_was_paid(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """支出学员补贴5万元: a use, no name."""
    residue = reading.residue
    if residue is None or not reading.prose.is_on_projects:
        return None
    weak = reading.phrase.of("weak_measure")
    is_paid = any(token.end <= residue.start and token.label.text.endswith(_MONEY) for token in weak)
    return UNKNOWN if is_paid else None


@needs(*MONEY_WORDS)
def project_with_money(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A预算50万元, in a section on projects."""
    return LineItem("project", reading.name) if reading.prose.is_on_projects and reading.has_money_word else None


def project_at_start(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A50万元 at the start of an item, in a section on projects: what follows is about it."""
    name = reading.name
    if not reading.prose.is_on_projects or _text_before(reading) or is_doing(name):
        return None
    if not (reading.is_item or lexicon.looks_like_project(reading.folded_name)):
        return None
    return Ruling(LineItem("project", name), after.subject_opened(scope, name))


def project_in_row(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A5万元；B6万元, in a section on projects, or behind what was budgeted for A."""
    bare, last = scope.sums.bare, scope.sums.last
    in_row = reading.prose.is_on_projects and bare is not None and bare.line.project_name
    # 下达A项目5万元；B项目6万元, in whatever section
    is_allotted = (
        last is not None and last.line.project_name and last.measure[0] == "budget" and not reading.phrase.tokens
    )
    if not (in_row or is_allotted) or scope.sums.whole is not None:
        return None
    if not _text_before(reading).endswith(("；", ";")) or is_doing(reading.name):
        return None
    return LineItem("project", reading.name) if lexicon.looks_like_project(reading.folded_name) else None


def project_in_total(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """其中基本支出80万元、河道清淤项目20万元."""
    whole = scope.sums.whole
    if whole is None or whole.line.code != "total" or not lexicon.looks_like_project(reading.folded_name):
        return None
    return LineItem("project", reading.name)


def own_body(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """我局预算50万元: words for the unit itself say nothing of what money it is."""
    if not is_about_self(reading.folded_name):
        return None
    return LineItem(scope.about.line_item_code or "total") if reading.has_money_word else SILENT


@needs(*MONEY_WORDS)
def part_without_projects(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """三公经费预算5万元，其中租车预算2万元: below what has no projects unknown words name a part of it."""
    if not reading.has_money_word:
        return None
    whole = scope.sums.whole
    above = (whole.line.code if whole else None) or reading.prose.passage.context.governing.line_item_code
    return UNKNOWN if above is not None and above.startswith(NOT_OF_PROJECTS) else None


@needs("measure")
def name_with_measure(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """河道清淤项目预算50万元, in whatever section."""
    is_name = reading.measures and lexicon.looks_like_project(reading.folded_name)
    return LineItem("project", reading.name) if is_name else None


def unknown_words(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """Words that nothing explains: listed beside money, or in a section on projects."""
    if reading.has_money_word:
        return UNKNOWN
    return Left("amount_without_label") if reading.prose.is_on_projects else SILENT


def _is_among_projects(reading: Reading, scope: Scope) -> bool:
    return reading.prose.is_on_projects or reading.is_in_list(scope)


def _text_before(reading: Reading) -> str:
    """What stands in the passage before the unknown words."""
    start = reading.start + (reading.residue.start if reading.residue is not None else 0)
    return reading.prose.folded[:start].rstrip()


# -- no unknown words --------------------------------------------------------------------------------------------------


def item_word(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The line item that the clause names."""
    spoken = reading.spoken
    return LineItem(spoken) if spoken is not None and spoken != "project" else None


@needs("item")
def mixed_items(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """公用经费项目支出: one or the other."""
    items = reading.items
    if reading.spoken != "project" or len(items) < 2 or items[-2].end != items[-1].start:
        return None
    is_mixed = items[-2].label.line_item_code not in ("total", "project", "fiscal_appropriation")
    return UNKNOWN if is_mixed else None


def project_word(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """项目支出: of the project above it, or of all."""
    if reading.spoken != "project":
        return None
    name = scope.about.project_name
    if name is None and reading.prose.is_on_projects and not scope.about.all_projects:
        name = scope.memory.subject
    return LineItem("project", name)


@needs("fund")
def fund_of_whole(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """预算50万元，其中一般公共预算30万元: a fund's part of the sum."""
    whole = scope.sums.whole
    return whole.line if whole is not None and reading.phrase.of("fund") else None


def compared_beside_parts(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """三公经费8万元，其中接待费3万元、运行费5万元，与上年9万元相比…: of the sum or of the last part."""
    if not reading.is_compared or scope.sums.whole is None or reading.items:
        return None
    return UNKNOWN if _parts_since(scope.sums.whole, scope.sums) else None


def _parts_since(whole: Claimed, sums: Sums) -> int:
    """How many parts of the sum before have been claimed."""
    return len(sums.parts) - 1 - sums.parts.index(whole) if whole in sums.parts else len(sums.parts)


def same_again(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """预算5万元，较上年6万元减少…: what the amount before was."""
    last = scope.sums.last
    return last.line if last is not None and reading.is_understood and not reading.phrase.tokens else None


def one_of_several(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """A项目预算50万元，B项目预算30万元，支出28万元; 公用经费50万元，其中办公费20万元，实际支出48万元: of which, or of all?"""
    parts = scope.sums.parts
    is_bare = not reading.items and reading.spoken is None and not reading.phrase.of("fund", "group")
    if len(parts) < 2 or not is_bare or reading.is_understood or not reading.phrase.of("measure", "weak_measure"):
        return None
    one, other = parts[-2], parts[-1]
    if one.line == other.line or one.measure != other.measure:
        return None
    whole = scope.sums.whole
    if whole is None or one != whole:
        # 基本支出80万元、项目支出20万元，实际支出…: the sentence may be on their sum
        return UNKNOWN if scope.about.line_item_code not in ("total", None) or other.line.project_name else None
    measure = reading.measures[-1].label.measure if reading.measures else "expenditure"
    is_told = any(part.line == whole.line and part.measure[0] == measure for part in parts if part != whole)
    # more than the part, and of the whole not told yet
    return UNKNOWN if reading.amount.yuan > other.yuan and not is_told else None


def wordless(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """An amount without any word of money before it is only claimed where the sentence is about money."""
    about = scope.about
    if reading.has_money_word or about.announced is not None or reading.phrase.of("fund"):
        return None
    if about.line_item_code is not None and not reading.phrase.tokens and _CONNECTIVES.fullmatch(reading.raw):
        return None
    named = reading.prose.is_on_projects and (about.project_name or scope.memory.subject) and reading.is_item
    return None if named and not scope.doubts.is_use else SILENT


@needs("measure", "weak_measure")
def spent_of_income(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """收入266.40万元，支出266.40万元."""
    is_income = scope.about.line_item_code == "fiscal_appropriation"
    return TOTAL if is_income and reading.phrase.of("measure", "weak_measure") else None


def unknown_money(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The sentence speaks of money that nobody knows."""
    return UNKNOWN if scope.doubts.is_unknown else None


def item_of_sentence(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The line item that the sentence, or the heading above, is about."""
    code = scope.about.line_item_code
    return LineItem(code) if code is not None else None


def whole_budget(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """Nothing says that it is only a part."""
    return TOTAL


WITH_UNKNOWN_WORDS: Rules[LineItem | Left] = Rules(
    some_months,
    line_in_turn,
    item_in_turn,
    first_of_items,
    project_of_use,
    class_of_purchases,
    first_of_names,
    payment_of_months,
    some_projects,
    words_for_class,
    words_for_all,
    total_of_project,
    item_in_name,
    item_inside_name,
    item_beside_words,
    detail_of_whole,
    use_of_money,
    words_behind_item,
    money_of_something,
    project_before_item,
    no_name,
    part_of_project,
    known_project,
    what_was_paid,
    project_with_money,
    project_at_start,
    project_in_row,
    project_in_total,
    own_body,
    part_without_projects,
    name_with_measure,
    unknown_words,
)
WITHOUT_UNKNOWN_WORDS: Rules[LineItem | Left] = Rules(
    some_months,
    line_in_turn,
    name_before_bracket,
    first_of_listed_names,
    item_in_turn,
    first_of_parts,
    first_of_items,
    sum_of_parts,
    project_of_use,
    this_project,
    project_of_heading,
    item_word,
    mixed_items,
    project_word,
    fund_of_whole,
    compared_beside_parts,
    same_again,
    one_of_several,
    wordless,
    project_of_sentence,
    spent_of_income,
    unknown_money,
    item_of_sentence,
    unread_project,
    project_of_section,
    projects_of_report,
    whole_budget,
)


def line_of(reading: Reading, scope: Scope, known: Known) -> tuple[LineItem | Left, Scope, str]:
    """The line item or project of an amount, or why it isn't claimed, with the scope after it and the rule's name."""
    rules = WITHOUT_UNKNOWN_WORDS if reading.residue is None else WITH_UNKNOWN_WORDS
    found, scope, rule = rules.decide(reading, scope, known)
    if found is None or (scope.doubts.is_of_some and found in (TOTAL, PROJECTS)):
        # 12个项目开展自评，资金总额80万元: of these
        found = UNKNOWN
    return found, scope, rule
