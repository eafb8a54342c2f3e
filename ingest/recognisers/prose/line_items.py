"""What an amount in a sentence is: its measure, and the line item or project that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest import lexicon
from ingest.normalize.amounts import Amount
from ingest.normalize.numbering import ITEM_OF_PROSE
from ingest.recognisers.prose.phrases import Phrase, Residue, Token
from ingest.recognisers.prose.projects import (
    LEVEL_OF_FUND,
    PART_OF_YEAR,
    SEVERAL_PROJECTS,
    SHORTEST_NAME,
    STAGE,
    Known,
    as_written,
    is_about_self,
    is_doing,
    key,
    listed_names,
    means_all,
)
from ingest.recognisers.prose.sentences import Prose, Sentence

Measure = tuple[str, str | None]

RESPECTIVELY = re.compile(r"分别|各(?:是|为)")
_ALL_YEAR = re.compile(r"全年|年[底末终初]|预算")
_AND = re.compile(r"[和与及]")
_SUM = re.compile(r"合计|共计|总计|小计|总共")
_CONNECTIVES = re.compile(
    r"(?:(?:19|20)[0-9]{2}[ ]?年度?|上一?年?度?|去年|本年度?|今年|为|是|共计?|达到?|约|合计|均|[ :])*"
)
_SPENDING = ("支出", "开支")
_EXECUTION = ("执行", "当年执行")
# what else than projects a clause may be about: unknown words there name a part of it
_NOT_OF_PROJECTS = ("three_public", "procurement")
_PARENTS = {row["line_item_code"]: row["parent_code"] for row in lexicon.rows("line_items") if row["parent_code"]}


class LineItem(NamedTuple):
    """What money an amount is."""

    code: str
    project_name: str | None = None


class Left(NamedTuple):
    """Why an amount isn't claimed. What a report tells of its work is listed only beside the unit's own money."""

    reason: str
    only_beside_money: bool = False


_SILENT = Left("amount_without_label", only_beside_money=True)


@dataclass(slots=True)
class Reading:
    """One amount with the words that lead to it."""

    prose: Prose
    sentence: Sentence
    # the clause before the amount, closed brackets blanked; `start` is its offset
    clause: str
    start: int
    amount: Amount
    phrase: Phrase
    is_item: bool
    quote: tuple[int, int]
    # the words mean what the amount before meant (分别为, 较上年)
    is_understood: bool = False
    # it stands only to be compared with
    is_compared: bool = False
    items: list[Token] = field(init=False)
    measures: list[Token] = field(init=False)
    introduction: list[Token] = field(init=False)
    residue: Residue | None = field(init=False)

    def __post_init__(self) -> None:
        self.items = _without_sums(self.phrase)
        self.measures = self.phrase.of("measure")
        self.introduction = self.phrase.of("project_intro")
        self.residue = _name_residue(self.phrase, self.introduction)

    @property
    def raw(self) -> str:
        """The clause as it stands."""
        return self.prose.folded[self.start : self.amount.start]

    @property
    def has_money_word(self) -> bool:
        return bool(self.items or self.measures or self.phrase.of("weak_measure", "final"))

    @property
    def spoken(self) -> str | None:
        """The line item that the clause itself names."""
        if self.items:
            return self.items[-1].label.line_item_code
        code = next((token.label.line_item_code for token in self.measures if token.label.line_item_code), None)
        about = self.sentence.line_item_code
        # “三公”经费预算9万元，较上年预算总额10万元减少1万元
        return None if code == "total" and about is not None and about.startswith(_NOT_OF_PROJECTS) else code


def _without_sums(phrase: Phrase) -> list[Token]:
    """The items of a phrase; 三公经费总支出, 三公经费财政拨款支出 are three-public spending, no total."""
    items = phrase.of("item")
    found = items[:1]
    for item in items[1:]:
        before = found[-1]
        is_sum = item.label.line_item_code == "total" and not any(
            before.end < residue.end <= item.start for residue in phrase.residues
        )
        between = [token for token in phrase.tokens if before.end <= token.start < item.start]
        if not (is_sum and all(token.label.kind in ("fund", "filler") for token in between)):
            found.append(item)
    return found


def _name_residue(phrase: Phrase, introduction: list[Token]) -> Residue | None:
    """The words of a clause that may name a project or an unknown label: those nearest the amount."""
    residues = [r for r in phrase.residues if len(r.text.strip()) >= 2]
    if introduction:
        residues = [r for r in residues if r.start >= introduction[-1].end] or residues
    return residues[-1] if residues else None


# -- the measure -------------------------------------------------------------------------------------------------------


def measure_of(reading: Reading, known: Known) -> Measure | None:
    """The measure of an amount, with a budget's version; None where nothing tells."""
    sentence = reading.sentence
    if sentence.queue and sentence.queue[0].label.kind == "measure":
        return _of_label(sentence.queue.pop(0).label)
    if reading.phrase.of("final") and reading.phrase.of("measure", "item", "weak_measure"):
        return "expenditure", None
    if reading.measures:
        if len(reading.measures) > 1 and any(t.label.text in ("分别为", "分别是") for t in reading.phrase.tokens):
            sentence.queue = reading.measures[1:]
            return _of_label(reading.measures[0].label)
        weak = reading.phrase.of("weak_measure")
        if weak and weak[-1].label.text in _EXECUTION and weak[-1].start == reading.measures[-1].end:
            # 全年预算执行总额
            return "expenditure", None
        label = _strongest(reading.measures)
        if label.text.startswith("全年预算") and known.stage is not None and known.stage[0] == "budget":
            # a department's budget has not been adjusted yet
            return known.stage
        return _of_label(label)
    own = next((token.label for token in reversed(reading.items) if token.label.measure), None)
    stage = _stage(reading, known)
    if own is not None:
        is_planned = stage is not None and stage[0] == "budget" and not own.text.startswith("实际")
        return stage if is_planned and own.measure == "expenditure" else (own.measure or "expenditure", None)
    return _carried_measure(reading, stage, known)


def _stage(reading: Reading, known: Known) -> Measure | None:
    """What the heading above, or the kind of report, says of figures of its own year."""
    governing = reading.prose.passage.context.governing
    year = reading.sentence.year
    if year is not None and year != (governing.year or known.report_year):
        return None
    return governing.measure or known.stage


def _carried_measure(reading: Reading, stage: Measure | None, known: Known) -> Measure | None:
    """The measure of an amount without a word for it: its list's, what a colon announced, its neighbours', the section's."""
    sentence, governing = reading.sentence, reading.prose.passage.context.governing
    group, last = sentence.group, sentence.last
    if group is not None and group.measure in ("budget", "expenditure"):
        return group.measure, group.budget_version
    if weak := reading.phrase.of("weak_measure"):
        return stage if stage is not None and weak[-1].label.text.startswith(_SPENDING) else ("expenditure", None)
    if sentence.announced is not None:
        return sentence.announced
    before = (last.measure, last.budget_version) if last and last.measure in ("budget", "expenditure") else None
    if reading.items:
        label = reading.items[-1].label
        if sentence.item_clause is not None and _are_siblings(sentence.item_clause[0], label.line_item_code or ""):
            # 预算安排基本支出A，项目支出B: both are budgets
            return sentence.item_clause[1]
        is_spending = label.text.endswith(_SPENDING)
        if before and (not is_spending or (stage is not None and stage[0] == before[0])):
            return before
        if stage is None and (governing.measure or known.stage) and not is_spending:
            # last year's, in a section on this year's budget
            return None
        return stage or ("expenditure", None)
    if before:
        return before
    if reading.prose.is_on_projects or sentence.line_item_code is not None:
        return stage or (reading.prose.passage.context.default_measure, None)
    return None


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


def _are_siblings(one: str, other: str) -> bool:
    return one != other and _PARENTS.get(one) is not None and _PARENTS.get(one) == _PARENTS.get(other)


# -- the line item or project ------------------------------------------------------------------------------------------


def line_of(reading: Reading, known: Known) -> LineItem | Left:
    """The line item or project of an amount, or why it isn't claimed. The first rule that knows decides."""
    if reading.sentence.is_part_of_year and not _ALL_YEAR.search(reading.raw):
        return Left("part_of_year")
    for rule in _RULES:
        found = rule(reading, known)
        if found is not None:
            break
    else:
        found = LineItem("total")
    if reading.sentence.is_of_some and found in (LineItem("total"), LineItem("project")):
        # 12个项目开展自评，资金总额80万元: of these
        return Left("unknown_label")
    return found


def _queued(reading: Reading, known: Known) -> LineItem | None:
    """A、B分别为1万元、2万元: names and items come in order."""
    sentence = reading.sentence
    if sentence.name_queue:
        return LineItem("project", sentence.name_queue.pop(0))
    if sentence.line_queue:
        return LineItem(sentence.line_queue.pop(0))
    if sentence.named_here is not None and not reading.phrase.residues and not reading.items:
        # A（50万元）
        name, sentence.named_here = sentence.named_here, None
        if not reading.raw.strip(" 为是:"):
            return LineItem("project", name)
    is_respective = RESPECTIVELY.search(reading.raw) is not None
    if sentence.names and is_respective and not reading.phrase.residues:
        return _first_name(sentence, sentence.names)
    queued = next((token for token in sentence.queue if token.label.kind == "item"), None)
    if queued is not None:
        sentence.queue.remove(queued)
        return LineItem(queued.label.line_item_code or "total")
    if is_respective and not reading.items and not sentence.respective and reading.residue is None:
        return _first_part(sentence)
    if is_respective and len(reading.items) > 1:
        sentence.respective = reading.items
    elif not (is_respective and not reading.items and sentence.respective):
        return None
    # also 实际支出分别为…: the same items again
    sentence.queue = sentence.respective[1:]
    return LineItem(sentence.respective[0].label.line_item_code or "total")


def _first_name(sentence: Sentence, names: list[str]) -> LineItem:
    sentence.names, sentence.name_queue = names, names[1:]
    return LineItem("project", names[0])


def _first_part(sentence: Sentence) -> LineItem | None:
    """三公预算8万元，其中接待费3万元，公车运行费5万元，实际支出分别为…: the parts again."""
    names = [part.project_name for part in sentence.parts if part.project_name]
    if len(names) == len(sentence.parts) == len(set(names)) and len(names) > 1:
        # 安排A 5万元、B 6万元，分别支出…
        return _first_name(sentence, names)
    if sentence.group is None or sentence.group not in sentence.parts:
        return None
    parts = [part.line_item_code for part in sentence.parts[sentence.parts.index(sentence.group) + 1 :]]
    if len(parts) < 2 or len(set(parts)) < len(parts):
        return None
    sentence.line_queue, sentence.group = parts[1:], None
    return LineItem(parts[0])


def _sum_of_parts(reading: Reading, known: Known) -> LineItem | Left | None:
    """What the parts of a sentence add up to (基本支出…、项目支出…，合计…)."""
    parts = reading.sentence.parts
    if reading.residue is not None or not _SUM.search(reading.raw):
        return None
    if reading.items:
        return LineItem("project") if reading.items[-1].label.line_item_code == "project" else None
    if len(reading.sentence.projects) > 1:
        return LineItem("project")
    if not parts:
        return None
    if all(part.line_item_code == "project" and part.project_name for part in parts):
        return LineItem("project")
    parents = {_PARENTS.get(part.line_item_code) for part in parts}
    if parents == {"basic", "total"}:
        # 人员经费、公用经费、项目支出总计
        return LineItem("total")
    parent = parents.pop() if len(parents) == 1 and len(parts) > 1 else None
    if parent is None and reading.sentence.is_beside_left and not reading.measures:
        # 工资福利支出60万元，商品和服务支出20万元，合计80万元: of what, not all of it is known
        return Left("unknown_label")
    return LineItem(parent) if parent is not None else None


def _part_of_procurement(reading: Reading, known: Known) -> Left | None:
    """政府采购预算100万元，其中：货物类20万元: a class of purchases, never the whole and no project."""
    sentence = reading.sentence
    if reading.residue is None or reading.spoken not in (None, "procurement", "project"):
        return None
    whole = sentence.group or sentence.last
    if whole is None or whole.line_item_code != "procurement":
        return None
    is_class = lexicon.label(reading.residue.text)
    if sentence.group is not None or (is_class is not None and is_class.kind == "procurement_class"):
        return Left("procurement_part")
    return None


def _several_names(reading: Reading, known: Known) -> LineItem | Left | None:
    """A、B、C分别支出…: in a section on projects an enumeration names them."""
    residue = reading.residue
    if residue is None or not reading.prose.is_on_projects or not RESPECTIVELY.search(reading.raw):
        return None
    names = listed_names(residue.text)
    if len(names) < 2 and len(reading.measures) < 2 and RESPECTIVELY.search(reading.clause, residue.end):
        # A和B分别为…: the words hold two names, wherever one ends
        names = [name.strip(" \"'") for name in _AND.split(residue.text)]
        if len(names) != 2 or min(map(len, names)) < SHORTEST_NAME:
            return Left("unknown_label")
    return _first_name(reading.sentence, names) if len(names) > 1 else None


def _named(reading: Reading, known: Known) -> LineItem | Left | None:
    """Unknown words before an amount: a project's name, the unit itself, or a label that nobody knows."""
    residue = reading.residue
    if residue is None:
        return None
    if any(PART_OF_YEAR.search(words.text) for words in reading.phrase.residues) and not _is_stage_of_project(reading):
        reading.sentence.has_unread_project = True
        return Left("part_of_year")
    if lexicon.is_class_of_projects(residue.text) and reading.spoken in (None, "project"):
        return Left("class_of_projects")
    start = reading.start + residue.start
    name = as_written(reading.prose.passage, reading.prose.folded, start, reading.start + residue.end)
    return _line_beside(reading, known, residue, name) or _project_of(reading, known, residue, name)


def _is_stage_of_project(reading: Reading) -> bool:
    """Whether words name one stage of a project (河道治理工程第一期预算50万元), not a payment of the year."""
    residue = reading.residue
    stage = STAGE.search(residue.text) if residue is not None else None
    if residue is None or stage is None or not reading.measures:
        return False
    return all(token.label.measure == "budget" for token in reading.measures) and lexicon.looks_like_project(
        residue.text[: stage.start()].rstrip("(")
    )


def _line_beside(reading: Reading, known: Known, residue: Residue, name: str) -> LineItem | Left | None:
    """The line item that stands beside unknown words, or what these make of it."""
    items, spoken, sentence = reading.items, reading.spoken, reading.sentence
    if reading.has_money_word and means_all(name) and not reading.introduction:
        return LineItem("project")
    if reading.prose.is_on_projects or _is_in_list(reading):
        if spoken == "total" and not items:
            # 河道清淤项目总预算50万元
            return LineItem("project", name)
        if items and items[-1].label.line_item_code not in ("project", "total") and residue.end == items[-1].start:
            # 辅警人员经费 in a list of projects is a project's name
            start, end = reading.start + residue.start, reading.start + items[-1].end
            return LineItem("project", as_written(reading.prose.passage, reading.prose.folded, start, end))
    if spoken is not None and spoken != "project":
        return LineItem(spoken)
    detail, whole = lexicon.label(name), sentence.group or sentence.last
    code = detail.line_item_code if detail is not None and detail.kind == "table_item" else None
    if code is not None and whole is not None and code.startswith(f"{whole.line_item_code}."):
        # 公务用车购置及运行维护费5万元，其中购置费0万元
        return LineItem(code)
    if sentence.is_use and key(name) not in known.projects:
        return Left("use_of_funds") if reading.prose.is_on_projects else _SILENT
    if spoken != "project":
        return None
    if items and residue.end > items[-1].start:
        return LineItem("project") if reading.prose.is_on_projects else Left("unknown_label")
    if items and not reading.prose.is_on_projects and "的" in reading.clause[residue.end : items[-1].start]:
        # 专项业务的项目经费 names no project
        return Left("unknown_label")
    # 疫情防控项目支出10万元: the words right before name it
    return LineItem("project", name)


def _project_of(reading: Reading, known: Known, residue: Residue, name: str) -> LineItem | Left:
    """Unknown words without a line item: the project that they name, or why they name none."""
    on_projects, sentence, group = reading.prose.is_on_projects, reading.sentence, reading.sentence.group
    has_money_word = reading.has_money_word
    is_no_name = len(name) < SHORTEST_NAME or LEVEL_OF_FUND.fullmatch(name)
    if (is_no_name and not is_about_self(name)) or SEVERAL_PROJECTS.search(residue.text):
        return Left("unknown_label")
    if group is not None and group.project_name and key(name) not in known.projects:
        # A项目50万元（其中材料费20万元）: a part of it
        return Left("amount_without_label") if not sentence.is_use else _SILENT
    if reading.introduction or key(name) in known.projects or _is_in_list(reading):
        return LineItem("project", name)
    if on_projects:
        if any(
            token.end <= residue.start and token.label.text in _SPENDING for token in reading.phrase.of("weak_measure")
        ):
            # 支出学员补贴5万元: a use, no name
            return Left("unknown_label")
        if has_money_word:
            return LineItem("project", name)
        before = reading.prose.folded[: reading.start + residue.start].rstrip()
        is_project = lexicon.looks_like_project(name)
        if not before and not is_doing(name) and (reading.is_item or is_project):
            known.subject_project = name
            return LineItem("project", name)
        if (
            before.endswith(("；", ";"))
            and sentence.bare
            and sentence.bare[2]
            and is_project
            and group is None
            and not is_doing(name)
        ):
            # A5万元；B6万元
            return LineItem("project", name)
    if group is not None and group.line_item_code == "total" and lexicon.looks_like_project(name):
        # 其中基本支出80万元、河道清淤项目20万元
        return LineItem("project", name)
    if is_about_self(name):
        return LineItem(sentence.line_item_code or "total") if has_money_word else _SILENT
    if has_money_word:
        above = (group.line_item_code if group else None) or reading.prose.passage.context.governing.line_item_code
        if above is not None and above.startswith(_NOT_OF_PROJECTS):
            return Left("unknown_label")
        is_known = bool(reading.measures) and lexicon.looks_like_project(name)
        return LineItem("project", name) if is_known else Left("unknown_label")
    return Left("amount_without_label") if on_projects else _SILENT


def _is_in_list(reading: Reading) -> bool:
    """Whether the amount stands in a list of projects."""
    sentence, clause = reading.sentence, reading.raw.lstrip()
    group, last = sentence.group, sentence.last
    if sentence.in_project_list:
        return True
    if group is not None and group.line_item_code == "project" and group.project_name is None:
        return True
    if reading.prose.is_on_projects and ITEM_OF_PROSE.match(clause) is not None:
        return True
    return clause.startswith("、") and last is not None and last.project_name is not None


def _spoken_line(reading: Reading, known: Known) -> LineItem | Left | None:
    """The line item that the clause names, with the project above it."""
    spoken, sentence = reading.spoken, reading.sentence
    if spoken != "project":
        return LineItem(spoken) if spoken is not None else None
    if len(reading.items) > 1 and reading.items[-2].end == reading.items[-1].start:
        before = reading.items[-2].label.line_item_code
        if before not in ("total", "project", "fiscal_appropriation"):
            # 公用经费项目支出: one or the other
            return Left("unknown_label")
    name = sentence.project_name
    if name is None and reading.prose.is_on_projects and not sentence.all_projects:
        name = known.subject_project
    return LineItem("project", name)


def _parts_since(sentence: Sentence) -> int:
    """How many parts of the sum before have been claimed."""
    if sentence.group in sentence.parts:
        return len(sentence.parts) - 1 - sentence.parts.index(sentence.group)
    return len(sentence.parts)


def _same_line(reading: Reading, known: Known) -> LineItem | Left | None:
    """A fund's part of a sum, and amounts that go on with what stands before."""
    sentence = reading.sentence
    if reading.phrase.of("fund") and sentence.group is not None:
        return LineItem(sentence.group.line_item_code, sentence.group.project_name)
    if reading.is_compared and sentence.group is not None and not reading.items and _parts_since(sentence) > 1:
        # 三公经费8万元，其中接待费3万元、运行费5万元，与上年9万元相比…: of the sum or of the last part
        return Left("unknown_label")
    if reading.is_understood and not reading.phrase.tokens and sentence.last:
        return LineItem(sentence.last.line_item_code, sentence.last.project_name)
    return None


def _wordless(reading: Reading, known: Known) -> Left | None:
    """An amount without any word of money before it is only claimed where the sentence is about money."""
    sentence = reading.sentence
    if reading.has_money_word or sentence.announced is not None or reading.phrase.of("fund"):
        return None
    if sentence.line_item_code is not None and not reading.phrase.tokens and _CONNECTIVES.fullmatch(reading.raw):
        return None
    named = reading.prose.is_on_projects and (sentence.project_name or known.subject_project) and reading.is_item
    return None if named and not sentence.is_use else _SILENT


def _carried_line(reading: Reading, known: Known) -> LineItem | Left | None:
    """What the sentence or the heading above is about."""
    sentence = reading.sentence
    if sentence.all_projects or sentence.project_name is not None:
        return LineItem("project", None if sentence.all_projects else sentence.project_name)
    if sentence.line_item_code == "fiscal_appropriation" and reading.phrase.of("measure", "weak_measure"):
        # 收入266.40万元，支出266.40万元
        return LineItem("total")
    if sentence.is_unknown:
        return Left("unknown_label")
    if sentence.line_item_code is not None:
        return LineItem(sentence.line_item_code)
    if not reading.prose.is_on_projects:
        return None
    if known.subject_project is None and sentence.has_unread_project:
        return Left("unknown_label")
    return LineItem("project", known.subject_project)


_RULES: tuple[Callable[[Reading, Known], LineItem | Left | None], ...] = (
    _queued,
    _sum_of_parts,
    _part_of_procurement,
    _several_names,
    _named,
    _spoken_line,
    _same_line,
    _wordless,
    _carried_line,
)
