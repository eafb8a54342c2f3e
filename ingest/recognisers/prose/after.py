"""What happens to a scope.

Each function takes one and says in its name what happened; what it gives is the scope after that, and the one before is what it
was. Nothing else makes a scope.
"""

from __future__ import annotations

from ingest.recognisers.output import Governing
from ingest.recognisers.prose.phrases import Token
from ingest.recognisers.prose.scope import About, Bare, Claimed, Doubts, LineItem, Measure, Memory, Scope, Sums, Turns

_NOTHING, _NO_SUMS, _NO_TURNS, _NO_DOUBTS = About(), Sums(), Turns(), Doubts()
_LAST_LEFT = Doubts(is_last_left=True)


def _about(scope: Scope, about: About) -> Scope:
    return Scope(about, scope.sums, scope.turns, scope.doubts, scope.memory, scope.outer)


def _sums(scope: Scope, sums: Sums) -> Scope:
    return Scope(scope.about, sums, scope.turns, scope.doubts, scope.memory, scope.outer)


def _turns(scope: Scope, turns: Turns) -> Scope:
    return Scope(scope.about, scope.sums, turns, scope.doubts, scope.memory, scope.outer)


def _doubts(scope: Scope, doubts: Doubts) -> Scope:
    return Scope(scope.about, scope.sums, scope.turns, doubts, scope.memory, scope.outer)


def _memory(scope: Scope, memory: Memory) -> Scope:
    return Scope(scope.about, scope.sums, scope.turns, scope.doubts, memory, scope.outer)


# -- where sentences, brackets and parts begin and end -----------------------------------------------------------------


def sentence_opened(governing: Governing, memory: Memory) -> Scope:
    """The first sentence of a passage: about what the heading above names."""
    doubts = Doubts(is_unknown=True) if governing.is_unknown else _NO_DOUBTS
    return Scope(_opening(governing), _NO_SUMS, _NO_TURNS, doubts, memory)


def _opening(governing: Governing) -> About:
    return _NOTHING if governing.line_item_code is None else About(line_item_code=governing.line_item_code)


def sentence_ended(scope: Scope, governing: Governing, *, is_heading: bool) -> Scope:
    """The next sentence opens; one that is the passage's heading says what the next is about."""
    about = scope.about if is_heading else None
    is_unknown = scope.doubts.is_unknown if is_heading else governing.is_unknown
    doubts = _LAST_LEFT if scope.doubts.is_last_left else _NO_DOUBTS
    return Scope(
        _opening(governing)
        if about is None
        else About(line_item_code=about.line_item_code, project_name=about.project_name),
        _NO_SUMS,
        _NO_TURNS,
        doubts._replace(is_unknown=True) if is_unknown else doubts,
        scope.memory._replace(above=scope.sums.last, is_above_spent=_is_spent(scope.sums.last, scope.sums)),
    )


def _is_spent(claimed: Claimed | None, sums: Sums) -> bool:
    """Whether a sentence tells what was spent of the money that a claim is of."""
    return claimed is not None and any(
        part.line == claimed.line and part.measure[0] == "expenditure" for part in sums.parts
    )


def is_spent_too(scope: Scope) -> bool:
    """Whether what was spent of the sum that parts follow was told beside its budget."""
    whole = scope.sums.whole
    return scope.memory.is_above_spent if whole == scope.memory.above else _is_spent(whole, scope.sums)


def bracket_opened(scope: Scope) -> Scope:
    """What stands in brackets are parts of the amount before them."""
    sums = scope.sums._replace(whole=scope.sums.last or scope.sums.whole, parts=())
    turns = scope.turns._replace(tokens=(), lines=()) if scope.turns.is_waiting else scope.turns
    return Scope(scope.about, sums, turns, scope.doubts, scope.memory, scope)


def bracket_closed(scope: Scope) -> Scope:
    """What stood before the bracket holds again, but for the years that it took, the projects claimed and what outlasts it."""
    outer = scope.outer
    if outer is None:
        return scope
    years, left = outer.turns.years, scope.turns.years
    was_taken = len(left) < len(years) and years[len(years) - len(left) :] == left
    return Scope(
        outer.about,
        outer.sums._replace(projects=scope.sums.projects),
        outer.turns._replace(years=left) if was_taken else outer.turns,
        outer.doubts,
        scope.memory,
        outer.outer,
    )


def parts_ended(scope: Scope, governing: Governing) -> Scope:
    """A semicolon ends the parts of a sum: what follows speaks of the sum again."""
    about, sums = scope.about, scope.sums
    if sums.whole is not None:
        code, name = sums.whole.line
        about = about._replace(line_item_code=code, project_name=name)
    doubts = scope.doubts._replace(
        is_use=False, is_part_of_year=False, is_part_of_procurement=False, is_in_left=False, is_of_some=False,
        is_unknown=governing.is_unknown,
    )  # fmt: skip
    return Scope(about, sums._replace(parts=(), has_ended_parts=True), scope.turns, doubts, scope.memory, scope.outer)


def parts_announced(scope: Scope) -> Scope:
    """预算1000万元中，…: parts of the last amount follow."""
    return _sums(scope, scope.sums._replace(whole=scope.sums.last or scope.sums.whole))


def colon_behind_amount(scope: Scope, *, has_words: bool) -> Scope:
    """A colon behind an amount, with or without words between: its parts follow, where it may have some."""
    last = scope.sums.last
    if last is None:
        return scope
    if last.line.code == "project":
        if last.line.project_name is None:
            # 项目支出80万元：A50万元、B30万元
            return _sums(scope, scope.sums._replace(whole=last, in_project_list=True))
    elif not has_words:
        # 年初预算100万元：基本支出60万元，…
        return _sums(scope, scope.sums._replace(whole=last))
    return scope


def parts_opened(scope: Scope) -> Scope:
    """其中: what follows are parts of the amount before."""
    doubts = scope.doubts
    whole = scope.sums.last or scope.sums.whole or (None if doubts.is_beside_left else scope.memory.above)
    opened = _sums(scope, scope.sums._replace(whole=whole))
    if doubts.is_in_left == doubts.is_last_left:
        return opened
    return _doubts(opened, doubts._replace(is_in_left=doubts.is_last_left))


def project_list_opened(scope: Scope) -> Scope:
    """A list of projects: they are parts of the amount before."""
    doubts = scope.doubts
    whole = scope.sums.last or (None if doubts.is_beside_left else scope.memory.above)
    opened = _sums(scope, scope.sums._replace(whole=whole, in_project_list=True))
    return _doubts(opened, doubts._replace(is_in_left=doubts.is_last_left))


def whole_is_of_projects(scope: Scope) -> Scope:
    """The sum that a list of projects splits is one of projects, whatever it was called."""
    whole = scope.sums.whole
    if whole is None:
        return scope
    return _sums(scope, scope.sums._replace(whole=whole._replace(line=LineItem("project", whole.line.project_name))))


def use_opened(scope: Scope) -> Scope:
    """主要用于: what follows is what the money was used for."""
    doubts = scope.doubts
    return _doubts(scope, doubts._replace(is_use=True, is_in_left=doubts.is_in_left or doubts.is_last_left))


def projects_counted(scope: Scope) -> Scope:
    """共实施项目3个：they follow."""
    return scope if scope.sums.in_project_list else _sums(scope, scope.sums._replace(in_project_list=True))


def projects_equated(scope: Scope) -> Scope:
    """项目支出80万元，即A50万元、B30万元: the last amount is the sum of what follows."""
    return _sums(scope, scope.sums._replace(whole=scope.sums.last, in_project_list=True))


def sum_named_again(scope: Scope) -> Scope:
    """What follows is no part of the sum before; a part's fund ends with it."""
    about, whole = scope.about, scope.sums.whole
    if about.is_part_fund:
        fund_code = whole.fund_code if whole is not None else None
        scope = _about(scope, about._replace(fund_code=fund_code, is_part_fund=False))
    return _sums(scope, scope.sums._replace(whole=None))


def amount_read(scope: Scope) -> Scope:
    """The first amount behind a semicolon: only this one may leave its sum because of it."""
    return _sums(scope, scope.sums._replace(has_ended_parts=False)) if scope.sums.has_ended_parts else scope


# -- what words say of the money ---------------------------------------------------------------------------------------


def year_named(scope: Scope, year: int | None) -> Scope:
    """A year, or that it is the report's (None)."""
    return scope if scope.about.year == year else _about(scope, scope.about._replace(year=year))


def months_named(scope: Scope, *, is_part: bool) -> Scope:
    """Whether what follows is of some months (截至6月底), or of the year again."""
    doubts = scope.doubts
    return scope if doubts.is_part_of_year == is_part else _doubts(scope, doubts._replace(is_part_of_year=is_part))


def year_start_named(scope: Scope) -> Scope:
    """年初: a budget that follows is the initial one."""
    return scope if scope.about.is_initial else _about(scope, scope.about._replace(is_initial=True))


def fund_named(scope: Scope, fund_code: str | None) -> Scope:
    """A fund, of what follows too."""
    return scope if scope.about.fund_code == fund_code else _about(scope, scope.about._replace(fund_code=fund_code))


def part_fund_ended(scope: Scope) -> Scope:
    """A part's fund ends where a measure is named: the fund of the sum holds."""
    whole = scope.sums.whole
    fund_code = whole.fund_code if whole is not None else None
    return _about(scope, scope.about._replace(fund_code=fund_code, is_part_fund=False))


def line_item_named(scope: Scope, code: str | None) -> Scope:
    """A line item beside an amount that isn't claimed: what follows is of it."""
    about = scope.about
    return scope if about.line_item_code == code else _about(scope, about._replace(line_item_code=code))


def line_item_opened(scope: Scope, code: str | None) -> Scope:
    """A clause about a line item: what follows is of it, and of no project."""
    return _about(scope, scope.about._replace(line_item_code=code, project_name=None))


def measure_announced(scope: Scope, measure: Measure) -> Scope:
    """预算数：…: the measure of what follows."""
    return _about(scope, scope.about._replace(announced=measure))


def name_announced(scope: Scope) -> Scope:
    """项目名称：…: a name follows."""
    return _turns(scope, scope.turns._replace(expects_name=True))


def announced_name_read(scope: Scope) -> Scope:
    """The name that was announced stood there."""
    return _turns(scope, scope.turns._replace(expects_name=False))


def project_mentioned(scope: Scope, name: str) -> Scope:
    """A project beside money that isn't claimed: what follows is of it."""
    return _about(scope, scope.about._replace(project_name=name))


def project_named(scope: Scope, name: str) -> Scope:
    """A project that the rest of the sentence is about."""
    memory = scope.memory
    return _memory(project_mentioned(scope, name), memory._replace(named=(*memory.named, name)))


def subject_named(scope: Scope, name: str) -> Scope:
    """A project that all that follows is about."""
    memory = scope.memory
    return _memory(project_mentioned(scope, name), memory._replace(subject=name, named=(*memory.named, name)))


def subject_opened(scope: Scope, name: str) -> Scope:
    """A passage that opens with a project's name is about it."""
    return _memory(scope, scope.memory._replace(subject=name))


def project_forgotten(scope: Scope) -> Scope:
    """An item that names no project: the one named last holds no more."""
    scope = _about(scope, scope.about._replace(project_name=None))
    return _memory(scope, scope.memory._replace(subject=None))


def projects_named(scope: Scope, names: list[str]) -> Scope:
    """Several projects at once: what follows is of all."""
    about = scope.about._replace(all_projects=True, project_name=None)
    memory = scope.memory._replace(subject=None, named=(*scope.memory.named, *names))
    return _memory(_about(scope, about), memory)


def names_noted(scope: Scope) -> Scope:
    """The report remembers the projects named so far."""
    return _memory(scope, scope.memory._replace(named=()))


def name_stood_before(scope: Scope, name: str) -> Scope:
    """A name right before a bracket or colon: that of what follows there."""
    return _turns(scope, scope.turns._replace(name_before=name))


def names_listed(scope: Scope, names: list[str]) -> Scope:
    """An enumeration of names, for amounts that come in their order."""
    return _turns(scope, scope.turns._replace(names=tuple(names)))


# -- what is taken in turn ---------------------------------------------------------------------------------------------


def tokens_wait(scope: Scope, tokens: list[Token]) -> Scope:
    """Measures that the next amounts take."""
    return _turns(scope, scope.turns._replace(tokens=tuple(tokens)))


def token_taken(scope: Scope, position: int) -> Scope:
    """One of the waiting tokens found its amount."""
    tokens = scope.turns.tokens
    return _turns(scope, scope.turns._replace(tokens=(*tokens[:position], *tokens[position + 1 :])))


def items_wait(scope: Scope, items: tuple[Token, ...]) -> Scope:
    """Line items for this amount and the next ones, which may be taken once more."""
    return _turns(scope, scope.turns._replace(tokens=items[1:], items=items))


def names_wait(scope: Scope, names: tuple[str, ...]) -> Scope:
    """Projects for this amount and the next ones, which may be taken once more."""
    lines = tuple(LineItem("project", name) for name in names[1:])
    return _turns(scope, scope.turns._replace(names=names, lines=lines))


def parts_wait(scope: Scope, lines: tuple[LineItem, ...]) -> Scope:
    """The parts of the sum before, each once more: they are no parts of anything now."""
    return _turns(_sums(scope, scope.sums._replace(whole=None)), scope.turns._replace(lines=lines))


def line_taken(scope: Scope) -> Scope:
    """The first line item or project that waited found its amount."""
    return _turns(scope, scope.turns._replace(lines=scope.turns.lines[1:]))


def name_before_taken(scope: Scope) -> Scope:
    """The name before the bracket is used up."""
    return _turns(scope, scope.turns._replace(name_before=None))


def years_wait(scope: Scope, years: tuple[int, ...]) -> Scope:
    """Years for this amount and the next ones."""
    return scope if scope.turns.years == years else _turns(scope, scope.turns._replace(years=years))


def year_taken(scope: Scope) -> Scope:
    """The first year that waited found its amount."""
    years = scope.turns.years
    return year_named(_turns(scope, scope.turns._replace(years=years[1:])), years[0])


# -- what can't be the unit's money ------------------------------------------------------------------------------------


def unknown_money_named(scope: Scope) -> Scope:
    """Money that nobody knows: what follows without words of its own is of it."""
    return scope if scope.doubts.is_unknown else _doubts(scope, scope.doubts._replace(is_unknown=True))


def known_money_named(scope: Scope) -> Scope:
    """Money that is known again."""
    return _doubts(scope, scope.doubts._replace(is_unknown=False)) if scope.doubts.is_unknown else scope


def uncovered_money_opened(scope: Scope) -> Scope:
    """会议费方面，预算5万元: of something that nobody codes."""
    return unknown_money_named(line_item_named(scope, None))


def other_money_headed(scope: Scope) -> Scope:
    """A经费：预算5万元；其他：…: no more of the project."""
    return unknown_money_named(_about(scope, scope.about._replace(project_name=None)))


def some_named(scope: Scope) -> Scope:
    """Some projects, or what something costs: sums that follow aren't the unit's."""
    return scope if scope.doubts.is_of_some else _doubts(scope, scope.doubts._replace(is_of_some=True))


def purchases_split(scope: Scope) -> Scope:
    """由中小企业中标的，采购金额5万元: what follows is of a class of purchases."""
    doubts = scope.doubts
    return scope if doubts.is_part_of_procurement else _doubts(scope, doubts._replace(is_part_of_procurement=True))


def purchases_summed(scope: Scope) -> Scope:
    """Other money, or all purchases, after a class of them."""
    return _doubts(scope, scope.doubts._replace(is_part_of_procurement=False))


def unread_project_named(scope: Scope) -> Scope:
    """A project named in a way that isn't understood."""
    return scope if scope.doubts.has_unread_project else _doubts(scope, scope.doubts._replace(has_unread_project=True))


# -- what became of an amount ------------------------------------------------------------------------------------------


def amount_left(scope: Scope, *, is_listed: bool) -> Scope:
    """An amount wasn't claimed; it may be listed as not understood."""
    doubts = scope.doubts
    is_on_money = doubts.is_on_money or is_listed
    if doubts.is_last_left and doubts.is_beside_left and doubts.is_on_money == is_on_money:
        return scope
    return _doubts(scope, doubts._replace(is_last_left=True, is_beside_left=True, is_on_money=is_on_money))


def amount_moved(scope: Scope, *, is_claimed: bool) -> Scope:
    """An adjustment or carry-over stood there: its parts are no budget and no spending."""
    moved = scope if scope.sums.has_moved else _sums(scope, scope.sums._replace(has_moved=True))
    return _doubts(moved, moved.doubts._replace(is_on_money=True, is_last_left=True)) if is_claimed else moved


def amount_claimed(scope: Scope) -> Scope:
    """An amount was claimed: the sentence is on money."""
    doubts = scope.doubts
    if doubts.is_on_money and not doubts.is_last_left:
        return scope
    return _doubts(scope, doubts._replace(is_on_money=True, is_last_left=False))


def fund_claimed(scope: Scope, fund_code: str | None) -> Scope:
    """A claim whose words name its fund: that of the sentence, or of a part of a sum only."""
    whole = scope.sums.whole
    is_part = whole is not None and whole.fund_code != fund_code
    return _about(scope, scope.about._replace(fund_code=fund_code, is_part_fund=is_part))


def claim_made(scope: Scope, made: Claimed, *, has_item: bool, says_all: bool, is_subject: bool) -> Scope:
    """A claim that what follows may be a part of, or about the same as. `has_item`: its words name its line item; `says_all`:
    its measure too; `is_subject`: its project is what the item is about.
    """
    about, sums, memory = scope.about, scope.sums, scope.memory
    name, projects = made.line.project_name, sums.projects
    if name:
        projects = projects | {name}
        subject = name if is_subject else memory.subject
        memory = memory._replace(subject=subject, named=(*memory.named, name))
        about = about._replace(project_name=name)
    elif has_item:
        about = about._replace(line_item_code=made.line.code)
    said = made if says_all else sums.said
    sums = sums._replace(last=made, parts=(*sums.parts, made), projects=projects, said=said)
    return Scope(about, sums, scope.turns, scope.doubts, memory, scope.outer)


def bare_claimed(scope: Scope, bare: Bare) -> Scope:
    """A claim without a word for its measure."""
    return _sums(scope, scope.sums._replace(bare=bare))


def bare_explained(scope: Scope) -> Scope:
    """The sentence told what that claim was."""
    return _sums(scope, scope.sums._replace(bare=None))
