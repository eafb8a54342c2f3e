"""Who reports, on which fiscal year, in which family of reports.

Units come from form cells, the cover, titles and prose; the year from titles and wording, never from publication dates
or document numbers.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from ingest import lexicon
from ingest.document import Block, Cell, Document, Table
from ingest.normalize.characters import fold
from ingest.normalize.names import base_unit, clean_unit, division_hint, longest_spelling, organisation_pattern
from ingest.normalize.numbering import numbering
from ingest.normalize.years import EARLIEST, LATEST, without_document_numbers
from ingest.recognisers.output import CellSpot, Context, Output, Passage
from ingest.recognisers.report.outline import title_of

NAME = "identity"
# roles of labels that name who stands above the unit: of a bureau and a ministry the bureau, the nearer one
_SUPERVISING = ("supervising_unit", "supervising_ministry")

_TITLE_ENDS = ("报告", "结果", "表", "公开", "说明", "决算", "预算")
_LAST_BRACKET = re.compile(r"[(][^)]*[)]$")
_TITLE_WORD = r"(?:部门|单位|本级)?(?:[(]单位[)]|[(]部门[)])?(?:整体支出|部门整体|整体绩效|整体预算|项目支出|财政支出|部门决算|部门预算|专项(?:资金|经费)|决算|预算|绩效)"
_TITLE_UNIT = re.compile(
    rf"(?:^|(?:19|20)[0-9]{{2}}年?(?:度|-[0-9]{{4}}年度)?[)]?|关于)(?P<unit>[\u4e00-\u9fff()（）]{{3,40}}?)(?:机关)?(?:本级|汇总)?(?:(?:19|20)[0-9]{{2}}年度?[^，。]{{0,16}}?)?{_TITLE_WORD}"
)
# 第二部分 before a part's title is no name
_PART = re.compile(r"第[一二三四五六七八九十0-9]{1,3}(?:部分|章|节)[ 、.:]*")
_ONLY_NAME = re.compile(r"[\u4e00-\u9fff（）()]+")
_LEAD_IN = re.compile(r"^(?:纳入|列入|包括|决算单位构成|单位基本情况|内设机构设置|本部门|我单位|其中)[.。:：]?")
_SEAL = re.compile(r"[(（]盖章")
_SEAL_MARK = re.compile(r"[(（]盖章[)）]")
_TITLE_CUE = re.compile(r"整体|支出|决算|预算|绩效")
_NOT_A_UNIT = re.compile(
    r"^(?:部门|单位|区级|县级|市级|省级|部门[(（]单位[)）]|附件|整体|项目|绩效|年度|财政|预算|一般|公共|基本|编制)+$"
)
_BROKEN_YEAR = re.compile(r"(?:19|20)[ ]?[0-9][ ]?[0-9](?=[ ]?年)")
_COVER = re.compile(r"^(?P<label>[^:：]{2,18})[:：](?P<value>.*)$")
_PROSE_NAMED = re.compile(
    r"(?P<unit>[\u4e00-\u9fff]{2,36}?)(?:单位)?(?:内设机构|(?:19|20)[0-9]{2}年(?:度)?部门决算|整体支出绩效目标|是[^。，]{2,40}(?:所属|下属|直属|组成部门|派出|单位|机构))"
)
_PROSE_CUES = re.compile(
    r"内设机构|部门决算|整体支出绩效目标|是[^。，]{2,40}(?:所属|下属|直属|组成部门|派出|单位|机构)"
)
_SUPERVISED = re.compile(r"是(?P<unit>[\u4e00-\u9fff]{3,36}?)(?:所属|下属|直属|管理的|领导下的)")
_SUBORDINATE = re.compile(r"(?:隶属于?|归口于?|主管部门(?:为|是|:))(?P<unit>[\u4e00-\u9fff]{3,36})")
_YEAR = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[ ]?[0-9][ ]?[0-9])[ ]?(?P<mark>年度|年)(?P<after>[\u4e00-\u9fff(（]{0,10})"
)
_YEAR_LINE = re.compile(r"[ ]*[(]?(?:19|20)[0-9]{2}年度?[)]?[ ]*")
_LONGEST_YEAR_LINE = 40
_FOUR_DIGITS = re.compile(r"(?:19|20)[0-9]{2}")
_TELLING = re.compile(r"(?:度)?.{0,8}(?:整体|部门|单位|预算|决算|绩效|一般公共预算|年初)")
_COMPARED = re.compile(r"[较比与同](?:上年)?$")
_PUBLISHED = re.compile(r"(?:报告日期|公开时间|发布日期|发布时间|成文日期|批复时间|填报日期|日期|时间)[:：]?[ ]*$")
_MONTH_AFTER = re.compile(r"[ ]?[0-9]{1,2}[ ]?月")
_QUOTED = 200
_NOT_REPORTS = re.compile(r"(?:通知|公告|通告|办法|方案|函|意见|简报|新闻|动态|规定|细则|招聘.*|启事|讲话|问答)$")
_ANNEX = re.compile(r"^附(?:件|表)[\s0-9０-９一二三四五六七八九十]*[:：]?$")
_DATE_LINE = re.compile(r"^[0-9]{0,4}[ ]*年[ ]*[0-9]{0,2}[ ]*月[ ]*[0-9]{0,2}[ ]*日$")


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its place columns."""

    value: str
    place: dict[str, object]


@dataclass(slots=True)
class Identity:
    """What a report says of itself."""

    report_family: str = "other"
    family_is_known: bool = False
    is_notice: bool = False
    title: str | None = None
    unit: Found | None = None
    spellings: list[Found] = field(default_factory=list)
    fiscal_year: int | None = None
    year: Found | None = None
    supervising_unit: Found | None = None
    division_hint: str | None = None
    # the project that the whole report is about (cover: 项目名称：…)
    project_name: str | None = None

    @property
    def self_names(self) -> frozenset[str]:
        """The unit's own names, as phrases may hold them."""
        names = {found.value for found in self.spellings}
        if self.unit:
            names.add(self.unit.value)
        names |= {base_unit(name) for name in names}
        return frozenset(name for name in names if len(name) >= 3)


def identify(document: Document) -> Identity:
    """The identity of a document that holds one report."""
    identity = Identity()
    _project(identity, document)
    passages = [
        Passage(b.text, fold(b.text), b.block_no, Context(), page_no=b.page_no, box=b.box, runs=b.runs)
        for b in document.blocks
        if b.table is None
    ]
    titles = _titles(document)
    _family(identity, document, titles)
    _year(identity, document, titles)
    _unit(identity, document, passages, titles)
    _supervising_unit(identity, document, passages)
    text = "\n".join(passage.text for passage in passages)
    identity.division_hint = division_hint(text) or (
        division_hint("\n".join(c.text for _, t in document.tables() for c in t.cells))
    )
    return identity


def write(identity: Identity, output: Output) -> None:
    """The identity's values as attributes, each with its place."""
    for found in identity.spellings:
        output.attribute(found.place, recogniser=NAME, attribute_code="unit_name", value_text=found.value)
    if identity.year is not None and identity.fiscal_year is not None:
        output.attribute(
            identity.year.place,
            recogniser=NAME,
            attribute_code="fiscal_year",
            value_text=str(identity.fiscal_year),
            value_number=None,
        )
    if identity.supervising_unit is not None:
        output.attribute(
            identity.supervising_unit.place,
            recogniser=NAME,
            attribute_code="supervising_unit",
            value_text=identity.supervising_unit.value,
        )


# -- titles and family -------------------------------------------------------------------------------------------------


def _titles(document: Document) -> list[tuple[str, tuple[Block, ...]]]:
    """Title-like texts: short lines joined where a title is broken, at the top and right before tables."""
    titles: list[tuple[str, tuple[Block, ...]]] = []
    run: list[Block] = []

    def close() -> None:
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + 4) + 1):
                joined = "".join("".join(block.text.split()) for block in run[start:end])
                if len(joined) <= 80:
                    titles.append((joined, tuple(run[start:end])))
        run.clear()

    for block in document.blocks:
        is_line = block.table is None and 0 < len(block.text) <= 50 and block.text.rstrip()[-1:] not in "。；;，,、"
        if is_line and not _ANNEX.match(block.text.strip()) and not _DATE_LINE.match(fold(block.text).strip()):
            if len(run) >= 12:
                close()
            run.append(block)
        else:
            close()
    close()
    return titles


def _family(identity: Identity, document: Document, titles: list[tuple[str, tuple[Block, ...]]]) -> None:
    best: tuple[int, int, str, str] | None = None
    ranked = lexicon.families()
    for order, (text, blocks) in enumerate(titles):
        plain = lexicon.plain(text)
        if blocks[0].block_no > 12 and best is not None:
            break
        if not _LAST_BRACKET.sub("", plain).endswith(_TITLE_ENDS):
            continue
        for rank, (pattern, family) in enumerate(ranked):
            if pattern.search(plain):
                key = (rank, order)
                if best is None or key < best[:2]:
                    best = (rank, order, family, text)
                break
    first_lines = [block.text.strip() for block in document.blocks[:6] if block.table is None and block.text.strip()]
    identity.is_notice = any(_NOT_REPORTS.search(line) and len(line) <= 60 for line in first_lines[:3])
    if best is not None:
        identity.report_family, identity.title, identity.family_is_known = best[2], best[3], True
        if identity.project_name is not None and identity.report_family == "overall_performance_self_evaluation":
            # 财政支出绩效自评报告 with a project on its cover
            if "整体" not in best[3]:
                identity.report_family = "project_performance_self_evaluation"
        if identity.report_family != "project_performance_self_evaluation":
            # a unit's own report that lists its projects (项目名称：A)
            identity.project_name = None
        return
    for _, table in document.tables():
        for cell in table.cells[:12]:
            plain = lexicon.plain(cell.text)
            if len(plain) <= 60 and plain.endswith(_TITLE_ENDS):
                for pattern, family in ranked:
                    if pattern.search(plain):
                        identity.report_family, identity.title, identity.family_is_known = (
                            family,
                            cell.text.strip(),
                            True,
                        )
                        return
    codes = {
        section.code for block in document.blocks if (title := title_of(block)) and (section := lexicon.section(title))
    }
    if {"performance", "targets"} & codes or len(
        codes & {"general_public_budget", "government_fund", "project_performance"}
    ) >= 2:
        # a report that lost its title: its sections tell the family
        identity.report_family, identity.family_is_known = "overall_performance_self_evaluation", True


def _project(identity: Identity, document: Document) -> None:
    """A report on one project names it on its cover."""
    names = set()
    for block in document.blocks[:40]:
        cover = _COVER.match(block.text.strip()) if block.table is None and len(block.text) <= 80 else None
        if cover and lexicon.identity_labels().get(lexicon.plain(cover["label"])) == "project":
            name = " ".join(cover["value"].split()).strip("_ 　（）()")
            if name:
                names.add(name)
    if len(names) == 1:
        identity.project_name = names.pop()


_PAGE_MARK = re.compile(
    r"[ ]*(?:[(]?续(?:上)?表[)]?|[-—][ ]*[0-9]{1,3}[ ]*[-—]|第[ ]?[0-9]{1,3}[ ]?页(?:[ ]?共[ ]?[0-9]{1,3}[ ]?页)?)[ ]*"
)


def is_page_mark(text: str) -> bool:
    """Whether a line only marks a page or a table's continuation."""
    return len(text) <= 16 and bool(_PAGE_MARK.fullmatch(fold(text)))


# -- fiscal year -------------------------------------------------------------------------------------------------------


def _year(identity: Identity, document: Document, titles: list[tuple[str, tuple[Block, ...]]]) -> None:
    votes: Counter[int] = Counter()
    firsts: dict[int, Found] = {}
    best_weight: dict[int, int] = {}

    def vote(text: str, weight: int, place: dict[str, object] | None, block: Block | None) -> None:
        folded = without_document_numbers(fold(text))
        for match in _YEAR.finditer(folded):
            year = int(match["year"].replace(" ", ""))
            if not EARLIEST <= year <= LATEST:
                continue
            if _MONTH_AFTER.match(folded, match.end("mark")) or _PUBLISHED.search(
                folded[max(0, match.start() - 12) : match.start()]
            ):
                continue
            after = match["after"]
            bonus = 0
            if _TELLING.match(after):
                bonus = 2
            if match["mark"] == "年度":
                bonus += 1
            if _COMPARED.search(folded[max(0, match.start() - 4) : match.start()]):
                continue
            score = weight * (1 + bonus)
            votes[year] += score
            if score > best_weight.get(year, 0):
                best_weight[year] = score
                where = place or {}
                if block is not None:
                    passage = Passage(
                        block.text,
                        fold(block.text),
                        block.block_no,
                        Context(),
                        page_no=block.page_no,
                        box=block.box,
                        runs=block.runs,
                    )
                    where = _quoted(passage, match)
                firsts[year] = Found(str(year), where)

    title_blocks = {
        block.block_no for text, blocks in titles for block in blocks if lexicon.plain(text).endswith(_TITLE_ENDS)
    }
    for block in document.blocks:
        if block.table is None and "年" in block.text:
            if block.block_no in title_blocks:
                vote(block.text, 12 if block.block_no <= 12 else 6, None, block)
            elif len(block.text) <= _LONGEST_YEAR_LINE and _YEAR_LINE.fullmatch(fold(block.text)):
                # （2022年度） in a bracket under the title
                vote(block.text, 10, None, block)
            else:
                vote(block.text, 1, None, block)
    for block, table in document.tables():
        rows = table.rows()
        for row in rows:
            for cell in row:
                if "年" not in cell.text:
                    continue
                if len(cell.text) > 400 or not _FOUR_DIGITS.search(fold(cell.text)):
                    if len(cell.text) > 400:
                        vote(cell.text, 1, CellSpot(block, table, cell, tuple(row), None, "table").place(), None)
                    continue
                column = lexicon.column(cell.text)
                if column is not None and column.year is not None:
                    # prior-year columns vote for the year before, budgets for their own
                    weight = 2 if column.measure == "budget" else 0
                else:
                    weight = 3 if len(cell.text) <= 40 else 1
                if weight:
                    vote(cell.text, weight, CellSpot(block, table, cell, tuple(row), None, "table").place(), None)
    if not votes:
        _year_of_period(document, firsts, votes)
    if votes:
        year = max(votes, key=lambda candidate: (votes[candidate], candidate))
        identity.fiscal_year = year
        identity.year = firsts[year]


# -- unit --------------------------------------------------------------------------------------------------------------


_PERIOD = re.compile(r"(?:起止时间|实施期限?|执行期限?|项目期限?|实施时间|建设期限?)")


def _year_of_period(document: Document, firsts: dict[int, Found], votes: Counter[int]) -> None:
    """A report that names only its project's period: the last year of it."""
    for block in document.blocks:
        if block.table is None and _PERIOD.search(block.text):
            passage = Passage(
                block.text,
                fold(block.text),
                block.block_no,
                Context(),
                page_no=block.page_no,
                box=block.box,
                runs=block.runs,
            )
            for match in _YEAR.finditer(passage.folded):
                year = int(match["year"].replace(" ", ""))
                votes[year] = max(votes.values(), default=0) + 1
                firsts[year] = Found(str(year), _quoted(passage, match))
    for block, table in document.tables() if not votes else ():
        for row in table.rows():
            for cell, value in itertools.pairwise(row):
                if _PERIOD.search(lexicon.plain(cell.text)):
                    for match in _YEAR.finditer(fold(value.text)):
                        votes[int(match["year"])] = max(votes.values(), default=0) + 1
                        firsts[int(match["year"])] = Found(match["year"], _spot(block, table, value, row))


def _quoted(passage: Passage, match: re.Match[str]) -> dict[str, object]:
    """The place of a year, quoting what stands around it."""
    start = max(0, match.end("mark") - _QUOTED)
    return passage.place(match.start(), match.end("mark"), start, min(len(passage.text), start + _QUOTED))


def looks_like_unit(name: str) -> bool:
    """Whether a text may be the name of a public body."""
    return 3 <= len(name) <= 40 and name.endswith(lexicon.organisation_suffixes()) and not _NOT_A_UNIT.match(name)


def title_unit(folded: str) -> str | None:
    """The body that a folded title names, as written."""
    if not _TITLE_CUE.search(folded):
        return None
    # of joined lines the part that starts last: 一、主要职能 第二部分某局2024年度部门决算
    last = _PART.split(folded)[-1]
    title = last[numbering(last).start :]
    match = _TITLE_UNIT.search(_BROKEN_YEAR.sub(lambda year: year[0].replace(" ", ""), title))
    return match["unit"].removeprefix("关于") if match else None


def cover_value(line: str) -> str | None:
    """The unit that a cover line names (部门（单位）名称：…), seal marks off."""
    cover = _COVER.match(line)
    if not cover:
        return None
    label = lexicon.plain(_SEAL_MARK.sub("", cover["label"]))
    return clean_unit(cover["value"]) if lexicon.identity_labels().get(label) == "unit" else None


def unit_cell(table: Table) -> str | None:
    """The unit that a form's cell names."""
    labels = lexicon.identity_labels()
    for row in table.rows()[:8]:
        filled = [cell for cell in row if cell.text.strip()]
        for position, cell in enumerate(filled[:-1]):
            if labels.get(lexicon.plain(cell.text).rstrip(":")) == "unit":
                name = clean_unit(filled[position + 1].text)
                if looks_like_unit(name):
                    return name
    return None


def _unit(
    identity: Identity, document: Document, passages: list[Passage], titles: list[tuple[str, tuple[Block, ...]]]
) -> None:
    candidates: list[tuple[int, str]] = []
    labels = lexicon.identity_labels()
    # form cells
    for _, table in document.tables():
        for row in table.rows():
            filled = [cell for cell in row if cell.text.strip()]
            for position, cell in enumerate(filled[:-1]):
                if labels.get(lexicon.plain(cell.text).rstrip(":")) == "unit":
                    name = clean_unit(filled[position + 1].text)
                    if looks_like_unit(name):
                        candidates.append((100, name))
            for cell in filled:
                cover = _COVER.match(cell.text.strip())
                if cover and labels.get(lexicon.plain(cover["label"])) == "unit":
                    name = clean_unit(cover["value"])
                    if looks_like_unit(name):
                        candidates.append((95, name))
    # cover lines, a name broken over two or three lines
    lines = [passage.text.strip() for passage in passages]
    for index, line in enumerate(lines[:40]):
        value = cover_value(line)
        if value is None:
            continue
        name = value
        for extra in lines[index + 1 : index + 3]:
            if looks_like_unit(name) and not _SEAL.search(extra):
                break
            if len(extra) > 30 or ":" in fold(extra):
                break
            name = clean_unit(name + extra)
        if looks_like_unit(name):
            candidates.append((90, name))
    # titles
    for text, blocks in titles:
        if blocks[0].block_no > 40:
            continue
        titled = title_unit(fold(text))
        if titled:
            name = clean_unit(titled)
            if looks_like_unit(name):
                candidates.append((80 if blocks[0].block_no <= 12 else 60, name))
        if len(blocks) == 1 and blocks[0].block_no <= 8:
            bare = clean_unit(_PART.split(text)[-1])
            if looks_like_unit(bare) and _ONLY_NAME.fullmatch(bare):
                candidates.append((70, bare))
    # prose
    pattern = organisation_pattern(lexicon.organisation_suffixes())
    for passage in passages[:60]:
        if not _PROSE_CUES.search(passage.folded, 0, 400):
            continue
        for match in _PROSE_NAMED.finditer(passage.folded[:400]):
            name = _LEAD_IN.sub("", _PART.split(match["unit"])[-1])
            name = base_unit(name)
            if looks_like_unit(name) and pattern.fullmatch(name):
                candidates.append((50, name))
    if not candidates:
        return
    votes: Counter[str] = Counter()
    for weight, name in candidates:
        votes[name] += weight
    best = max(
        votes,
        key=lambda name: (
            votes[name] + sum(v for n, v in votes.items() if n != name and (n.endswith(name) or name.endswith(n))),
            len(name),
            name,
        ),
    )
    base = base_unit(best)
    texts = [passage.text for passage in passages]
    full, _ = longest_spelling(base, texts)
    longer = [name for name in votes if name.endswith(base) and len(name) > len(full)]
    if longer:
        full = max(longer, key=lambda name: (votes[name], len(name), name))
    shorter = sorted(
        {base_unit(name) for name in votes if base.endswith(base_unit(name)) or full.endswith(base_unit(name))}
        | {base, full},
        key=lambda n: (-len(n), n),
    )
    for name in shorter:
        spot = _first_place(name, document, passages)
        if spot is not None:
            identity.spellings.append(Found(name, spot))
    unit_spot = (
        _first_place(full, document, passages)
        or _first_place(base, document, passages)
        or (identity.spellings[0].place if identity.spellings else None)
    )
    if unit_spot is not None:
        identity.unit = Found(full, unit_spot)


def _first_place(name: str, document: Document, passages: list[Passage]) -> dict[str, object] | None:
    for passage in passages:
        at = passage.text.find(name)
        if at >= 0:
            return passage.place(at, at + len(name), max(0, at - 40), min(len(passage.text), at + len(name) + 40))
    for block, table in document.tables():
        for row in table.rows():
            for cell in row:
                at = cell.text.find(name)
                if at >= 0:
                    return CellSpot(block, table, cell, tuple(row), None, "table").place(at, at + len(name))
                if "\n" in cell.text and name in "".join(cell.text.split()):
                    # broken over lines: the whole cell
                    return _spot(block, table, cell, row)
    # a name broken over lines: the line that its first half ends
    for passage, following in itertools.pairwise(passages):
        for cut in range(len(name) - 2, 2, -1):
            if passage.text.rstrip().endswith(name[:cut]) and following.text.strip().startswith(name[cut : cut + 3]):
                at = passage.text.rfind(name[:cut])
                return passage.place(at, at + cut, 0, len(passage.text))
    return None


def _supervising_unit(identity: Identity, document: Document, passages: list[Passage]) -> None:
    labels = lexicon.identity_labels()
    for block, table in document.tables():
        for row in table.rows():
            filled: list[Cell] = [cell for cell in row if cell.text.strip()]
            for position, cell in enumerate(filled[:-1]):
                label = lexicon.plain(cell.text).rstrip(":")
                if labels.get(label) in _SUPERVISING:
                    value = filled[position + 1]
                    name = clean_unit(value.text)
                    if looks_like_unit(name):
                        identity.supervising_unit = Found(name, _spot(block, table, value, row))
                        if labels[label] == "supervising_unit":
                            return
    if identity.supervising_unit is not None:
        return
    for passage in passages[:40]:
        cover = _COVER.match(passage.text.strip())
        if cover and labels.get(lexicon.plain(cover["label"])) in _SUPERVISING:
            name = clean_unit(cover["value"])
            at = passage.text.find(name) if name else -1
            if looks_like_unit(name) and at >= 0:
                identity.supervising_unit = Found(name, passage.place(at, at + len(name), 0, len(passage.text)))
                return
    for passage in passages[:40]:
        for pattern in (_SUPERVISED, _SUBORDINATE):
            match = pattern.search(passage.folded)
            if not match:
                continue
            name = match["unit"]
            if pattern is _SUBORDINATE:
                ends = [m.end() for m in re.finditer("|".join(lexicon.organisation_suffixes()), name)]
                name = name[: ends[0]] if ends else name
            if looks_like_unit(name):
                start = match.start("unit")
                identity.supervising_unit = Found(
                    name,
                    passage.place(
                        start, start + len(name), max(0, start - 40), min(len(passage.text), start + len(name) + 30)
                    ),
                )
                return


def _spot(block: Block, table: Table, cell: Cell, row: list[Cell]) -> dict[str, object]:
    start = len(cell.text) - len(cell.text.lstrip())
    return CellSpot(block, table, cell, tuple(row), None, "table").place(start, len(cell.text.rstrip()))
