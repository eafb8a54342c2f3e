"""What a sentence on money establishes, and how its words are cut: the state and the patterns of the narrative recogniser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields

from ingest import lexicon
from ingest.normalize.amounts import NUMBER, Amount
from ingest.recognisers.phrases import Phrase, Token
from ingest.records import Place

STRONG = "，,；;。:=!?！？\n"
SENTENCE_END = "。!?！？\n"
COMPARED = re.compile(r"(?:较|比|同比|相比|与)(?:上年|去年|上一年|年初|预算|全年|调整|[0-9]{4}年)")
COMPARED_ONLY = re.compile(r"占|持平")
SOURCE = re.compile(r"(?:资金|经费)(?:全部|均|主要)?(?:来源(?:全部|均)?(?:为|是|:|于)?|来自|出自)")
BARE = re.compile(rf"(?<![0-9.,A-Za-z%-])(?P<number>{NUMBER})(?=[ ]*(?:[，,、；;。()和及]|$))")
NO_CARRYOVER = re.compile(
    r"(?P<none>无|没有|未产生)(?:财政拨款|资金|年末|年度)*(?:结转结余|结余结转|结转和结余|结余|结转)"
)
THOUSANDS_GO_ON = re.compile(r",[0-9]{3}(?:[^0-9]|$)")
LONGEST_BARE_NAME = 30
RESPECTIVELY = re.compile(r"分别|各(?:是|为)")
LIST_UNIT = re.compile(rf"(?:[,，、和及][ ]*{NUMBER}){{0,20}}[,，、和及][ ]*{NUMBER}[ ]*(?P<unit>亿元|万元|千元|元)")
CONNECTIVES = re.compile(r"(?:上一?年度?|去年|本年度?|今年|为|是|共计?|达到?|约|合计|均|[ :])*")


@dataclass(slots=True)
class Group:
    """A list of parts: what their sum was."""

    measure: str
    budget_version: str | None
    line_item_code: str
    project_name: str | None
    year: int | None
    fund_code: str | None


@dataclass(slots=True)
class Sentence:
    """What the words of a sentence have established so far."""

    year: int | None = None
    line_item_code: str | None = None
    fund_code: str | None = None
    project_name: str | None = None
    all_projects: bool = False
    in_project_list: bool = False
    is_use: bool = False
    announced: tuple[str, str | None] | None = None
    group: Group | None = None
    last: Group | None = None
    queue: list[Token] = field(default_factory=list)
    respective: list[Token] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    name_queue: list[str] = field(default_factory=list)
    parts: list[Group] = field(default_factory=list)
    item_clause: tuple[str, tuple[str, str | None]] | None = None
    # the words right before a bracket or colon name what follows in it
    named_here: str | None = None
    expects_name: bool = False
    is_initial: bool = False
    years: list[int] = field(default_factory=list)
    bare: tuple[str, str] | None = None
    claim_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    phrase: Phrase
    amount: Amount

    @property
    def is_respective(self) -> bool:
        """Whether several labels share the amounts that follow, in order (分别为)."""
        return any(token.label.text in ("分别为", "分别是") for token in self.phrase.tokens)


PLACE_COLUMNS = (*(item.name for item in fields(Place)), "reading_score")
CLAIM_VALUES = (
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
ITEM = re.compile(r"^[ ]*(?:[一二三四五六七八九十]是|[0-9]{1,2}[.、]|[(][0-9]{1,2}[)]|[①-⑳])")
CATEGORY = re.compile(r"\((?:类|款|项)\)")
PLANNED = re.compile(r"拟(?!定)|预计|争取|力争|明年|次年|下一?年度?(?!达)")
YEAR_START = re.compile(r"年初(?!结转|结余)[ ]*$|年初[，,、 ]*(?:县|区|市)?财政")
LIST_EDGES = re.compile(
    r"^(?:涉及|共有|共实施|主要有|共计|共|实施了?|开展了?|包括|包含|完成了?|分为)|(?:等)?[两二三四五六七八九十0-9]+(?:个|大)(?:项目|专项|类|方面)$"
)
WITHIN = re.compile(r"^[ ]*中[，,:]")
SUM = re.compile(r"合计|共计|总计|小计|总共")
COMPARED_WITH = re.compile(r"(?:同比|比|较|与|同)(?:上一?年度?|去年|(?P<year>(?:19|20)[0-9]{2})[ ]?年度?)")
CHANGE_AFTER = re.compile(r"[ ]*(?:相比)?(?:增加|减少|增长|下降|上升|降低|多|少|持平)")
PARENTS = {row["line_item_code"]: row["parent_code"] for row in lexicon.rows("line_items") if row["parent_code"]}


def is_future(year: int | None, report_year: int | None) -> bool:
    return year is not None and report_year is not None and year > report_year


def are_siblings(one: str, other: str) -> bool:
    return one != other and PARENTS.get(one) is not None and PARENTS.get(one) == PARENTS.get(other)


def listed_names(text: str) -> list[str]:
    """Names that an enumeration holds (A、B和C)."""
    text = LIST_EDGES.sub("", text)
    return [
        name
        for part in re.split(r"[、]|(?<=[目金费项程])[和及](?=[\u4e00-\u9fff]{3})", text)
        if (name := part.strip(" \"'"))
    ]


def key(name: str) -> str:
    return lexicon.plain(name)


def strongest(tokens: list[Token]) -> lexicon.Label:
    """Of several measures in one clause the last speaks, unless it only is the word budget after a version (年初…预算)."""
    last = tokens[-1].label
    if last.measure == "budget" and last.budget_version == "unstated":
        for token in reversed(tokens[:-1]):
            if token.label.measure == "budget" and token.label.budget_version != "unstated":
                return token.label
    return last


def blank_brackets(text: str) -> str:
    """The phrase with closed brackets blanked (they explain), short ones kept (因公出国(境)费)."""
    return re.sub(r"\(([^()]{3,})\)", lambda match: " " * len(match[0]), text)


def cut_clauses(text: str) -> tuple[list[tuple[int, str]], list[str]]:
    """A phrase cut at commas, colons, sentence ends and open brackets: clauses with offsets, and what ended each but the last."""
    clauses: list[tuple[int, str]] = []
    boundaries: list[str] = []
    start = 0
    for position, character in enumerate(text):
        is_bracket = character in "()" and not short_bracket(text, position)
        if character in STRONG or is_bracket:
            clauses.append((start, text[start:position]))
            boundaries.append(character)
            start = position + 1
    clauses.append((start, text[start:]))
    return clauses, boundaries


def short_bracket(text: str, position: int) -> bool:
    """Whether a bracket is one of a closed pair around one or two characters."""
    if text[position] == "(":
        return text.find(")", position, position + 4) > 0
    return text.rfind("(", max(0, position - 3), position) >= 0
