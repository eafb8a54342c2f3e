"""A synthetic country: invented bodies in real divisions, their reports over some fiscal years, seeded.

`Country` draws a story for every body (size, growth, projects, staff, targets) and tells it in reports of several families;
a year's prior-year columns hold what the year before reported. A report is written once, as a `Sheet`, and comes out of it
in two ways: as the text that a publisher would deliver, and as the staging rows that readers and recognisers make of that text.
The rows skip the parsing, so that a country of 1 500 reports is staged in seconds; a test holds the two ways against each other.
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import is_
from pathlib import Path
from typing import Any

from ingest import readers, recognisers
from ingest.records import (
    AttributeRow,
    BlockRow,
    CellRow,
    ClaimRow,
    FileRow,
    IdentityRow,
    IndicatorRow,
    ManifestRow,
    ReportRow,
)
from ingest.staging import Staging

CHECKOUT = Path(__file__).resolve().parents[2]
CENT = Decimal("0.01")
WAN = 10_000

OVERALL = "overall_performance_self_evaluation"
PROJECT = "project_performance_self_evaluation"
ACCOUNTS = "final_accounts"
BUDGET = "department_budget"
# which reports a body publishes every year, and how many of ten bodies do so
HABITS = ((OVERALL,),) * 6 + ((OVERALL, PROJECT),) * 2 + ((BUDGET, ACCOUNTS), (OVERALL, ACCOUNTS))

NAMES = ("云帆", "石榴", "松涛", "禾苗", "清源", "北斗", "金桥", "翠微", "星火", "长堤", "梧桐", "白鹭")
BODIES = (
    "水务站",
    "林业工作站",
    "文化活动中心",
    "农技推广站",
    "路灯管理所",
    "环卫所",
    "档案室",
    "实验小学",
    "敬老院",
    "卫生服务中心",
    "园林所",
    "信息中心",
)
PLACES = ("河道", "山塘", "苗圃", "路灯", "泵站", "校舍", "绿道", "厂房", "桥梁", "湿地", "堤防", "公园")
WORKS = ("清淤", "维护", "加固", "改造", "保洁", "监测", "巡查", "普查")
# level 1, level 2, level 3, unit of measure (% is a rate, empty: words), how high a target usually is
INDICATORS = (
    ("产出指标", "数量指标", "巡查次数", "次", 120),
    ("产出指标", "数量指标", "培训人次", "人次", 300),
    ("产出指标", "数量指标", "维护点位数", "处", 40),
    ("产出指标", "数量指标", "开放天数", "天", 260),
    ("产出指标", "质量指标", "验收合格率", "%", 96),
    ("产出指标", "时效指标", "按期完成率", "%", 95),
    ("效益指标", "社会效益指标", "服务居民户数", "户", 2000),
    ("效益指标", "社会效益指标", "隐患整改率", "%", 94),
    ("效益指标", "可持续影响指标", "管护机制健全率", "%", 90),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "%", 90),
)
REASONS = ("雨季影响进度，来年补足", "人员变动，加强衔接", "部分点位未完工，继续推进")


def money(value: Decimal) -> Decimal:
    """An amount in 万元 as reports write it, with two decimals."""
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Division:
    """A county of the project's own list."""

    code: str
    city: str
    county: str
    is_only_one: bool


@cache
def counties() -> tuple[Division, ...]:
    """Counties below a city, in the order of their codes."""
    with (CHECKOUT / "dbt" / "seeds" / "division.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["level"] == "county" and row["city"]]
    named = Counter(row["name"] for row in rows)
    return tuple(
        Division(row["division_code"], row["city"], row["name"], named[row["name"]] == 1)
        for row in rows
        if len(row["name"]) == 3
        and row["name"].endswith("县")
        and row["city"] != row["province"]
        and row["city"].endswith("市")
        # 荆州市荆州区 would be read as its city
        and row["name"][:2] != row["city"][:2]
    )


# -- one report --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a report, as it is written (万元) and what it means."""

    value: Decimal
    measure: str
    item: str
    version: str | None = None
    project: str | None = None
    fund: str = "all_funds"
    year: int = 0
    basis: str = "report"

    @property
    def text(self) -> str:
        return str(self.value) if self.value else "0"


@dataclass(frozen=True, slots=True)
class Said:
    """Any other value in a report."""

    text: str
    code: str
    number: Decimal | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of a performance table."""

    level1: str
    level2: str
    level3: str
    unit: str
    target: int
    actual: int
    weight: int
    score: Decimal
    reason: str

    def row(self) -> dict[str, Any]:
        """The columns of an indicator row that hold what it says."""
        is_rate = self.unit == "%"
        step = Decimal(100 if is_rate else 1)
        met = self.actual >= self.target
        return {
            "level1": self.level1,
            "level2": self.level2,
            "level3": self.level3,
            "target_text": f"≥{self.target}{self.unit}",
            "target_operator": ">=",
            "target_value": Decimal(self.target) / step,
            "target_unit": self.unit,
            "actual_text": f"{self.actual}{self.unit}",
            "actual_value": Decimal(self.actual) / step,
            "actual_unit": self.unit,
            "weight": Decimal(self.weight),
            "score": self.score,
            "is_met": met,
            "achievement_rate": (Decimal(self.actual) / Decimal(self.target)).quantize(
                Decimal("0.0001"), ROUND_HALF_UP
            ),
            "deviation_reason": self.reason or None,
        }


Part = str | Amount | Said


def _plain(part: Part) -> str:
    return part if isinstance(part, str) else part.text


@dataclass
class Sheet:
    """A report in the making: paragraphs and tables, and what stands where in them."""

    family: str
    year: int
    unit: str
    title: str
    division_hint: str | None
    lines: list[str] = field(default_factory=list)
    blocks: list[tuple[str, int | None, str]] = field(default_factory=list)
    cells: list[tuple[int, int, int, str]] = field(default_factory=list)
    claims: list[tuple[Amount, dict[str, Any]]] = field(default_factory=list)
    said: list[tuple[Said, dict[str, Any]]] = field(default_factory=list)
    goals: list[tuple[Goal, dict[str, Any]]] = field(default_factory=list)
    tables: int = 0

    def write(self, *parts: Part, kind: str = "paragraph") -> None:
        """A paragraph or heading; amounts and values keep their characters."""
        text, at = "".join(map(_plain, parts)), 0
        self.lines += [text, ""]
        self.blocks.append((kind, None, text))
        for part in parts:
            words = _plain(part)
            if not isinstance(part, str):
                place = {
                    "place_kind": "narrative",
                    "quote": text,
                    "block_no": len(self.blocks),
                    "char_start": at,
                    "char_end": at + len(words),
                }
                self._keep(part, place)
            at += len(words)

    def head(self, text: str) -> None:
        self.write(text, kind="heading")

    def table(self, kind: str, rows: Sequence[Sequence[Part | Goal]]) -> None:
        """A table, flattened as text: a tab starts a cell, a blank line ends a row."""
        self.tables += 1
        self.blocks.append(("table", self.tables, ""))
        for row_no, row in enumerate(rows, 1):
            goal = next((part for part in row if isinstance(part, Goal)), None)
            shown = [part for part in row if not isinstance(part, Goal)]
            quote = " | ".join(map(_plain, shown))
            for column_no, part in enumerate(shown, 1):
                words = _plain(part)
                self.lines.append(f"\t{words}")
                self.cells.append((self.tables, row_no, column_no, words))
                place = {
                    # who reports is read by another recogniser, for which this is any table
                    "place_kind": "table" if isinstance(part, Said) and part.number is None else kind,
                    "quote": quote,
                    "block_no": len(self.blocks),
                    "table_no": self.tables,
                    "row_no": row_no,
                    "column_no": column_no,
                    "char_start": 0,
                    "char_end": len(words),
                }
                if not isinstance(part, str):
                    self._keep(part, place)
                elif goal is not None and words == goal.row()["actual_text"]:
                    self.goals.append((goal, place))
            self.lines.append("")
        self.lines.append("")

    def _keep(self, part: Amount | Said, place: dict[str, Any]) -> None:
        if isinstance(part, Amount):
            self.claims.append((part, place))
        else:
            self.said.append((part, place))

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


# -- one body ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """What a body plans and spends for one thing in one year, in 万元."""

    initial: Decimal
    adjusted: Decimal
    spent: Decimal


@dataclass
class Year:
    """A body's year: money by line item, by project, staff, goals."""

    money: dict[str, Line]
    projects: dict[str, Line]
    quota: int
    staff: int
    goals: list[Goal]


SUMS = (
    ("basic", ("basic.personnel", "basic.operating")),
    ("three_public.vehicle", ("three_public.vehicle.purchase", "three_public.vehicle.operation")),
    ("three_public", ("three_public.overseas", "three_public.vehicle", "three_public.reception")),
)


def _sum(lines: Iterable[Line]) -> Line:
    listed = list(lines)
    return Line(
        sum((line.initial for line in listed), Decimal(0)),
        sum((line.adjusted for line in listed), Decimal(0)),
        sum((line.spent for line in listed), Decimal(0)),
    )


class Unit:
    """An invented body of a real county, with a story over the years `first` to `last`."""

    def __init__(self, number: int, division: Division, own_name: str, seed: int, years: Sequence[int]) -> None:
        self.number = number
        self.division = division
        self.own_name = own_name
        self.name = f"{division.city}{division.county}{own_name}"
        self.chance = random.Random(f"{seed}/{number}")
        self.habit = self.chance.choice(HABITS)
        # a few bodies are new; none that reported goes silent: that is what the work list is for
        self.first = (
            years[1 + number % (len(years) - 1)] if len(years) > 2 and self.chance.random() < 0.04 else years[0]
        )
        self.years = {year: Year({}, {}, 0, 0, []) for year in (years[0] - 1, *years)}
        self._live()

    def _line(self, base: float, change: float = 0.03) -> Line:
        """A planned amount, changed a little in the year and nearly spent."""
        if base < 0.005:
            return Line(Decimal(0), Decimal(0), Decimal(0))
        initial = money(Decimal(base))
        adjusted = money(initial * Decimal(1 + self.chance.gauss(0.01, change)))
        return Line(initial, adjusted, money(adjusted * Decimal(1 - abs(self.chance.gauss(0, 0.03)))))

    def _live(self) -> None:
        chance = self.chance
        size = min(40_000.0, max(60.0, math.exp(chance.gauss(6.4, 0.9))))
        shares = {
            "basic.personnel": chance.uniform(0.45, 0.6),
            "basic.operating": chance.uniform(0.12, 0.2),
            "three_public.overseas": 0.0,
            "three_public.vehicle.purchase": 0.0,
            "three_public.vehicle.operation": chance.uniform(0.002, 0.004),
            "three_public.reception": chance.uniform(0.001, 0.003),
            "procurement": chance.uniform(0.03, 0.1),
        }
        # what operating expense is spent on, each as a share of the whole
        parts = {
            "basic.operating.office": chance.uniform(0.02, 0.05),
            "basic.operating.utilities_travel": chance.uniform(0.02, 0.04),
            "basic.operating.meeting_training": chance.uniform(0.002, 0.006),
        }
        # some spend a little more than planned, year for year
        names = [f"{place}{work}项目" for place in PLACES for work in WORKS]
        projects = {name: chance.uniform(0.08, 0.16) for name in chance.sample(names, 3)}
        quota = max(4, round(size / 22))
        staff = round(quota * chance.uniform(0.82, 1.0))
        goals = [
            [row, max(5, round(row[4] * (chance.uniform(0.97, 1.0) if row[3] == "%" else chance.uniform(0.3, 1.6))))]
            for row in sorted(chance.sample(INDICATORS, 6), key=INDICATORS.index)
        ]
        weights = [chance.choice((10, 15, 15, 20)) for _ in goals[:-1]]
        weights.append(90 - sum(weights))
        if weights[-1] < 5:
            weights = [15] * 6
        for year, told in self.years.items():
            size *= math.exp(chance.gauss(0.03, 0.06))
            for item, share in {**shares, **parts}.items():
                told.money[item] = self._line(size * share * math.exp(chance.gauss(0, 0.04)))
            for item in ("three_public.vehicle.operation", "three_public.reception"):
                shares[item] *= chance.uniform(0.88, 1.0)
            for total, below in SUMS:
                told.money[total] = _sum(told.money[item] for item in below)
            if chance.random() < 0.25:
                projects.pop(next(iter(projects)))
                projects[chance.choice([name for name in names if name not in projects])] = chance.uniform(0.08, 0.16)
            for name, share in projects.items():
                told.projects[name] = self._line(size * share * math.exp(chance.gauss(0, 0.1)), 0.06)
            told.money["project"] = _sum(told.projects.values())
            told.money["total"] = _sum((told.money["basic"], told.money["project"]))
            if chance.random() < 0.2:
                quota = max(4, quota + chance.choice((-1, 1, 2)))
            staff = min(max(3, staff + chance.choice((-1, 0, 0, 1))), round(quota * 1.05))
            told.quota, told.staff = quota, staff
            if chance.random() < 0.05:
                weights[0], weights[1] = weights[1], weights[0]
            told.goals = [self._goal(goal, weight) for goal, weight in zip(goals, weights, strict=True)]
            del year

    def _goal(self, goal: list[Any], weight: int) -> Goal:
        """This year's row of a goal that is kept over the years; moves the target for the next one."""
        chance = self.chance
        (level1, level2, level3, unit, _), target = goal
        is_missed = chance.random() < 0.15
        if unit == "%":
            actual = target - chance.randint(1, 4) if is_missed else chance.randint(target, 100)
        else:
            actual = round(target * (chance.uniform(0.8, 0.97) if is_missed else chance.uniform(1.0, 1.12)))
        is_missed = actual < target
        score = Decimal(weight)
        if is_missed:
            score = (score * Decimal(actual) / Decimal(target)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        # a missed target is rarely lowered; many are simply kept
        draw = chance.random()
        if is_missed:
            goal[1] = target if draw < 0.96 else max(5, target - 1)
        elif draw < 0.45:
            goal[1] = (
                min(100, target + 1) if unit == "%" else max(target + 1, round(target * chance.uniform(1.01, 1.08)))
            )
        return Goal(
            level1, level2, level3, unit, target, actual, weight, score, chance.choice(REASONS) if is_missed else ""
        )

    def spelling(self, year: int) -> str:
        """The name as the reports of a year write it."""
        short = self.division.is_only_one and random.Random(f"{self.name}/{year}").random() < 0.1
        return f"{self.division.county}{self.own_name}" if short else self.name

    def hint(self, name: str) -> str | None:
        """The place that a recogniser takes from a name: only where the city stands before the county."""
        return name.removesuffix(self.own_name) if name == self.name else None

    # -- its reports ---------------------------------------------------------------------------------------------------

    def sheets(self, year: int) -> Iterator[Sheet]:
        """The reports of a year."""
        makers = {OVERALL: self.overall, PROJECT: self.project, ACCOUNTS: self.accounts, BUDGET: self.budget}
        if year >= self.first:
            for family in self.habit:
                yield makers[family](year)

    def _rate(self, line: Line) -> Decimal:
        return (line.spent / line.adjusted).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def _score(self, year: int, rate: Decimal) -> tuple[Decimal, Decimal]:
        """Points for spending the budget, and all points."""
        execution = (10 * min(rate, Decimal(1))).quantize(CENT, ROUND_HALF_UP)
        return execution, execution + sum(goal.score for goal in self.years[year].goals)

    def _form(self, sheet: Sheet, opening: list[list[Part]], line: Line, item: str, project: str | None) -> None:
        """The self-evaluation table: money for the year, then the goals."""
        rate = self._rate(line)
        execution, score = self._score(sheet.year, rate)
        basis = "report" if project else "stated"

        def amount(value: Decimal, measure: str, version: str | None) -> Amount:
            return Amount(value, measure, item, version, project, year=sheet.year, basis=basis)

        rows: list[list[Part | Goal]] = [
            *opening,
            ["年度资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            [
                "",
                "年度资金总额",
                amount(line.initial, "budget", "initial"),
                amount(line.adjusted, "budget", "adjusted"),
                amount(line.spent, "expenditure", None),
                Said("10", "budget_execution_weight", Decimal(10), project),
                Said(f"{rate * 100:.2f}%", "budget_execution_rate", rate, project),
                Said(str(execution), "budget_execution_score", execution, project),
            ],
            ["年度总体目标", "预期目标", "实际完成情况"],
            ["", "完成年度各项任务。", "已完成年度目标。"],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ]  # fmt: skip
        for goal in self.years[sheet.year].goals:
            said = goal.row()
            rows.append(
                [
                    "", goal.level1, goal.level2, goal.level3, said["target_text"], said["actual_text"],
                    str(goal.weight), str(goal.score), goal.reason, goal,
                ]
            )  # fmt: skip
        weights = 10 + sum(goal.weight for goal in self.years[sheet.year].goals)
        rows.append(
            [
                "总分",
                Said(str(weights), "self_evaluation_weight_total", Decimal(weights), project),
                Said(str(score), "self_evaluation_score", score, project),
            ]
        )
        sheet.table("self_evaluation_table", rows)

    def overall(self, year: int) -> Sheet:
        """A self-evaluation of the whole body: prose, the base data table, the self-evaluation table."""
        told, before, name = self.years[year], self.years[year - 1], self.spelling(year)
        title = f"{year}年度{name}部门整体支出绩效自评报告"
        sheet = Sheet(OVERALL, year, name, title, self.hint(name))

        def general(item: str, value: Decimal, measure: str = "expenditure", version: str | None = None) -> Amount:
            return Amount(value, measure, item, version, fund="general_public_budget", year=year, basis="stated")

        quota, staff = Decimal(told.quota), Decimal(told.staff)
        sheet.write(f"{year}年度", Said(name, "unit_name"), "部门整体支出绩效自评报告", kind="heading")
        sheet.said.append((Said(str(year), "fiscal_year"), sheet.said[-1][1] | {"char_start": 0, "char_end": 4}))
        sheet.head("一、部门（单位）基本情况")
        sheet.write(
            f"{name}负责日常管理和服务。编制数", Said(str(quota), "staff_quota", quota), "人，实际在职人数",
            Said(str(staff), "staff_actual", staff), "人。",
        )  # fmt: skip
        sheet.head("二、一般公共预算支出情况")
        sheet.head("（一）基本支出情况")
        sheet.write(
            f"1.{year}年年初预算资金", general("total", told.money["total"].initial, "budget", "initial"), "万元。"
        )
        sheet.write(
            f"2.{year}年度一般公共预算财政拨款支出", general("total", told.money["total"].spent), "万元。其中：项目支出",
            general("project", told.money["project"].spent), "万元，基本支出", general("basic", told.money["basic"].spent),
            "万元，其中：人员经费", general("basic.personnel", told.money["basic.personnel"].spent), "万元，公用经费",
            general("basic.operating", told.money["basic.operating"].spent), "万元。",
        )  # fmt: skip
        sheet.head("（二）项目支出情况")
        for number, (project, line) in enumerate(told.projects.items(), 1):
            spent = Amount(line.spent, "expenditure", "project", None, project, "general_public_budget", year)
            sheet.write(f"{number}.{project}", spent, "万元。用于日常运行。")
        for title_of_none in (
            "三、政府性基金预算支出情况",
            "四、国有资本经营预算支出情况",
            "五、社会保险基金预算支出情况",
        ):
            sheet.head(title_of_none)
            sheet.write(Said("无", "stated_none"), "。")
        sheet.head("六、存在的问题及原因分析")
        sheet.write("预算编制不够精细。")
        sheet.head("附件1")
        sheet.head(f"{year}年度部门（单位）整体支出绩效评价基础数据表")
        control = (staff / quota).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        rows: list[list[Part | Goal]] = [
            ["财政供养人员情况（人）", "编制数", f"{year}年实际在职人数", "控制率"],
            [
                "", Said(str(quota), "staff_quota", quota), Said(str(staff), "staff_actual", staff),
                Said(f"{control * 100:.2f}%", "staff_control_rate", control),
            ],
            ["经费控制情况（万元）", f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数"],
        ]  # fmt: skip

        def row(label: str, item: str, now: Line | None, then: Line | None, project: str | None = None) -> None:
            def cell(value: Decimal, measure: str, version: str | None, of: int) -> Amount:
                return Amount(value, measure, item, version, project, year=of, basis="column")

            rows.append(
                [
                    label,
                    cell(then.spent, "expenditure", None, year - 1) if then else "——",
                    cell(now.adjusted, "budget", "unstated", year) if now else "——",
                    cell(now.spent, "expenditure", None, year) if now else "——",
                ]
            )

        for label, item in (
            ("三公经费", "three_public"),
            ("   1、公务用车购置和维护经费", "three_public.vehicle"),
            ("       其中：公车购置", "three_public.vehicle.purchase"),
            ("             公车运行维护", "three_public.vehicle.operation"),
            ("   2、出国经费", "three_public.overseas"),
            ("   3、公务接待", "three_public.reception"),
            ("项目支出：", "project"),
        ):
            row(label, item, told.money[item], before.money[item])
        for number, (project, line) in enumerate(told.projects.items(), 1):
            row(f"    {number}、{project}", "project", line, before.projects.get(project), project)
        for number, (project, line) in enumerate(before.projects.items(), len(told.projects) + 1):
            if project not in told.projects:
                row(f"    {number}、{project}", "project", None, line, project)
        for label, item in (
            ("公用经费", "basic.operating"),
            ("    其中：办公经费", "basic.operating.office"),
            ("          水费、电费、差旅费", "basic.operating.utilities_travel"),
            ("          会议费、培训费", "basic.operating.meeting_training"),
            ("政府采购金额", "procurement"),
        ):
            row(label, item, told.money[item], before.money[item])
        sheet.table("base_data_table", rows)
        sheet.write("说明：本表金额按决算口径填列。")
        sheet.head("附件2")
        sheet.head(f"{year}年度部门（单位）整体支出绩效自评表")
        self._form(sheet, [["单位名称", name]], told.money["total"], "total", None)
        return sheet

    def project(self, year: int) -> Sheet:
        """The self-evaluation of the body's largest project."""
        told, name = self.years[year], self.spelling(year)
        project = max(told.projects, key=lambda each: (told.projects[each].initial, each))
        sheet = Sheet(PROJECT, year, name, "项目支出绩效自评表", self.hint(name))
        sheet.head("附件2")
        sheet.head("项目支出绩效自评表")
        sheet.write("（", Said(str(year), "fiscal_year"), "年度）")
        opening: list[list[Part]] = [
            ["项目名称", project],
            [
                "主管部门", Said(f"{self.division.county}财政局", "supervising_unit"), "实施单位",
                Said(name, "unit_name"),
            ],
        ]  # fmt: skip
        self._form(sheet, opening, told.projects[project], "project", project)
        return sheet

    def accounts(self, year: int) -> Sheet:
        """The prose of a department's final accounts."""
        told, name = self.years[year], self.spelling(year)
        title = f"{year}年度{name}部门决算公开说明"
        sheet = Sheet(ACCOUNTS, year, name, title, self.hint(name))

        def spent(item: str, fund: str = "all_funds") -> Amount:
            return Amount(told.money[item].spent, "expenditure", item, fund=fund, year=year, basis="stated")

        general = "general_public_budget"
        sheet.write(f"{year}年度", Said(name, "unit_name"), "部门决算公开说明", kind="heading")
        sheet.said.append((Said(str(year), "fiscal_year"), sheet.said[-1][1] | {"char_start": 0, "char_end": 4}))
        sheet.head("一、收入支出决算总体情况说明")
        sheet.write(
            f"{year}年度本年支出合计", spent("total"), "万元，其中：基本支出", spent("basic"), "万元；项目支出",
            spent("project"), "万元。",
        )  # fmt: skip
        sheet.head("二、一般公共预算财政拨款支出决算情况说明")
        sheet.write(f"{year}年度一般公共预算财政拨款支出", spent("total", general), "万元。")
        sheet.head("三、一般公共预算财政拨款基本支出决算情况说明")
        sheet.write(
            f"{year}年度一般公共预算财政拨款基本支出", spent("basic", general), "万元，其中：人员经费",
            spent("basic.personnel", general), "万元；公用经费", spent("basic.operating", general), "万元。",
        )  # fmt: skip
        sheet.head("四、“三公”经费支出决算情况说明")
        planned = Amount(
            told.money["three_public"].initial, "budget", "three_public", "unstated", year=year, basis="stated"
        )
        sheet.write(
            f"{year}年度“三公”经费支出预算为", planned, "万元，支出决算为", spent("three_public"),
            "万元，其中：因公出国（境）费支出决算为", spent("three_public.overseas"), "万元；公务用车购置及运行维护费支出决算为",
            spent("three_public.vehicle"), "万元；公务接待费支出决算为", spent("three_public.reception"), "万元。",
        )  # fmt: skip
        sheet.head("五、政府采购支出说明")
        sheet.write(f"{year}年度政府采购支出总额", spent("procurement"), "万元。")
        return sheet

    def budget(self, year: int) -> Sheet:
        """The prose of a department's budget."""
        told, name = self.years[year], self.spelling(year)
        title = f"{year}年度{name}部门预算公开"
        sheet = Sheet(BUDGET, year, name, title, self.hint(name))

        def planned(item: str) -> Amount:
            # known before anything was changed
            return Amount(told.money[item].initial, "budget", item, "unstated", year=year, basis="stated")

        sheet.write(f"{year}年度", Said(name, "unit_name"), "部门预算公开", kind="heading")
        sheet.said.append((Said(str(year), "fiscal_year"), sheet.said[-1][1] | {"char_start": 0, "char_end": 4}))
        sheet.head("一、部门基本情况")
        sheet.write(f"{name}负责日常管理和服务。")
        sheet.head("二、收支预算总体情况")
        sheet.write(
            f"{year}年本部门支出预算", planned("total"), "万元，其中：基本支出", planned("basic"), "万元，项目支出",
            planned("project"), "万元。",
        )  # fmt: skip
        sheet.head("三、“三公”经费预算")
        sheet.write(
            f"{year}年“三公”经费预算数为", planned("three_public"), "万元，其中：公务接待费", planned("three_public.reception"),
            "万元，公务用车购置及运行费", planned("three_public.vehicle"), "万元，因公出国（境）费",
            planned("three_public.overseas"), "万元。",
        )  # fmt: skip
        sheet.head("四、政府采购情况")
        sheet.write(f"{year}年政府采购预算总额", planned("procurement"), "万元。")
        return sheet


# -- the country -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Report:
    """Where a report belongs: what tests choose reports by."""

    report_id: str
    sha256: str
    unit: int
    division: str
    year: int
    family: str


def rows_of(sheet: Sheet, report: Report) -> dict[str, list[Any]]:
    """The staging rows of a report, as the pipeline writes them."""
    sha, part = report.sha256, report.report_id
    key = sha[:12]
    rows: dict[str, list[Any]] = {
        "blocks": [
            BlockRow(sha, number, kind, 1 if kind == "heading" else None, table, None, text, *[None] * 5)
            for number, (kind, table, text) in enumerate(sheet.blocks, 1)
        ],
        "cells": [CellRow(sha, table, row, column, 1, 1, None, text, *[None] * 5) for table, row, column, text in sheet.cells],
        "claims": [
            ClaimRow(
                **place,
                claim_id=f"c_{key}_{number}",
                report_id=part,
                sha256=sha,
                recogniser="narrative" if place["place_kind"] == "narrative" else "measure_table",
                stated_fiscal_year=amount.year,
                year_basis=amount.basis,
                measure=amount.measure,
                budget_version=amount.version,
                line_item_code=amount.item,
                project_name=amount.project,
                fund_code=amount.fund,
                amount_yuan=amount.value * WAN,
                amount_text=amount.text,
                amount_unit="万元",
            )
            for number, (amount, place) in enumerate(sheet.claims)
        ],
        "indicators": [
            IndicatorRow(
                **place, **goal.row(), indicator_row_id=f"i_{key}_{number}", report_id=part, sha256=sha,
                recogniser="indicator_table",
            )
            for number, (goal, place) in enumerate(sheet.goals)
        ],
        "attributes": [
            AttributeRow(
                **place,
                attribute_id=f"a_{key}_{number}",
                report_id=part,
                sha256=sha,
                recogniser="identity",
                attribute_code=said.code,
                project_name=said.project,
                stated_fiscal_year=sheet.year,
                value_text=said.text,
                value_number=said.number,
            )
            for number, (said, place) in enumerate(sheet.said)
        ],
    }  # fmt: skip
    supervising = next((said.text for said, _ in sheet.said if said.code == "supervising_unit"), None)
    rows["identities"] = [
        IdentityRow(
            part, sha, 1, "", sheet.family, sheet.title, sheet.unit, sheet.year, supervising, sheet.division_hint, 1, len(sheet.blocks),
            len(rows["claims"]), len(rows["indicators"]), len(rows["attributes"]), 0,
        )
    ]  # fmt: skip
    rows["reports"] = [
        ReportRow(
            sha,
            "text/plain",
            1,
            None,
            "",
            "",
            len(sheet.blocks),
            sheet.tables,
            sum(len(block[2]) for block in sheet.blocks),
        )
    ]
    name = f"{report.year}/{report.division}/{report.unit}-{sheet.family}.txt"
    rows["files"] = [
        FileRow(sha, name.rpartition("/")[2], name, 1, "text/plain", f"{report.year + 1}-03-01T00:00:00+00:00")
    ]
    return rows


GROUPS = {
    "landing": ("files", "quarantine"),
    "raw": ("reports", "blocks", "cells"),
    "recognised": ("identities", "claims", "indicators", "attributes", "unrecognised"),
}


@dataclass
class Rows:
    """Staging rows by table, and which file's rows are current. Damage changes them; `write` puts them into a home."""

    tables: dict[str, list[Any]]
    reports: list[Report]

    def copy(self) -> Rows:
        """Rows of their own, the row objects shared: they can't be changed in place."""
        return Rows({name: list(rows) for name, rows in self.tables.items()}, list(self.reports))

    def chosen(self, **wanted: Any) -> list[Report]:
        """The reports with all the wanted properties (unit, division, year, family)."""
        return [
            report for report in self.reports if all(getattr(report, name) == value for name, value in wanted.items())
        ]

    def change(self, table: str, reports: Iterable[Report], change: Any) -> list[Any]:
        """Puts `change(row)` in the place of every row of a table that is of one of the reports; None drops the row.

        Returns the rows that were changed, as they were.
        """
        wanted = {report.report_id for report in reports} | {report.sha256 for report in reports}
        by_report = table in GROUPS["recognised"]
        changed, kept = [], []
        for row in self.tables[table]:
            if (row.report_id if by_report else row.sha256) not in wanted:
                kept.append(row)
                continue
            new = change(row)
            if new is not row:
                changed.append(row)
            if new is not None:
                kept.append(new)
        self.tables[table] = kept
        return changed

    def drop(self, reports: Iterable[Report]) -> None:
        """Reports that never came."""
        gone = list(reports)
        for names in GROUPS.values():
            for table in names:
                if table != "quarantine":
                    self.change(table, gone, lambda row: None)
        self.reports = [report for report in self.reports if report not in set(gone)]

    def count_again(self) -> None:
        """Lets the identities say how many rows there are, as recognisers do that made those rows."""
        counts: dict[str, Counter[str]] = {
            table: Counter(row.report_id for row in self.tables[table])
            for table in ("claims", "indicators", "attributes", "unrecognised")
        }
        self.tables["identities"] = [
            replace(
                row,
                claim_count=counts["claims"][row.report_id],
                indicator_count=counts["indicators"][row.report_id],
                attribute_count=counts["attributes"][row.report_id],
                unrecognised_count=counts["unrecognised"][row.report_id],
            )
            for row in self.tables["identities"]
        ]

    def has_same_text(self, other: Rows) -> bool:
        """Whether both have the same staged text: the row objects are shared until they are changed."""
        return all(
            len(self.tables[name]) == len(other.tables[name]) and all(map(is_, self.tables[name], other.tables[name]))
            for name in GROUPS["raw"]
        )

    def write(self, home: Path, *, text_of: Path | None = None) -> Path:
        """Stages the rows in a home as one batch of each group, as the present readers and recognisers would.

        A home that is written again keeps its older batches; only the new ones are current. `text_of`: a home whose staged
        text is the same; it is linked, not written.
        """
        reader = readers.reader_for("text/plain")
        assert reader is not None
        staging = Staging(home / "staging")
        staging.prepare()
        landed = {name: self.tables[name] for name in GROUPS["landing"]}
        if staging.manifest():
            known = {(row["sha256"], row["path"]) for row in staging.read("landing", "files", ("sha256", "path"))}
            landed["files"] = [row for row in landed["files"] if (row.sha256, row.path) not in known]
        staging.write_batch("landing", landed)
        if text_of is not None:
            raw_batch = next(iter(Staging(text_of / "staging").manifest().values())).raw_batch_id
            shutil.copytree(
                text_of / "staging" / "raw" / raw_batch, home / "staging" / "raw" / raw_batch, copy_function=os.link
            )
        else:
            read = [replace(row, reader=reader.name, reader_version=reader.version) for row in self.tables["reports"]]
            text = {name: self.tables[name] for name in ("blocks", "cells")}
            raw_batch = staging.write_batch("raw", {"reports": read, **text})
        version = recognisers.version()
        recognised = {name: self.tables[name] for name in GROUPS["recognised"]}
        recognised["identities"] = [replace(row, recogniser_version=version) for row in recognised["identities"]]
        batch = staging.write_batch("recognised", recognised)
        staging.write_manifest(
            {
                row.sha256: ManifestRow(row.sha256, reader.name, reader.version, raw_batch, version, batch)
                for row in self.tables["reports"]
            }
        )
        return home


class Country:
    """Bodies over `counties_wanted` counties and their reports over `years`; the same seed gives the same country."""

    def __init__(
        self, seed: int = 0, *, units: int = 300, years: Sequence[int] = range(2019, 2024), places: int = 12
    ) -> None:
        self.years = list(years)
        chance = random.Random(f"country/{seed}")
        listed = counties()
        self.divisions = sorted(chance.sample(listed, places), key=lambda division: division.code)
        names = [f"{name}{body}" for body in BODIES for name in NAMES]
        self.units: list[Unit] = []
        per_place: dict[str, list[str]] = defaultdict(list)
        for number in range(units):
            division = self.divisions[number % places]
            if not per_place[division.code]:
                per_place[division.code] = chance.sample(names, len(names))
            own_name = per_place[division.code].pop()
            self.units.append(Unit(number, division, own_name, seed, self.years))

    def sheets(self) -> Iterator[tuple[Report, Sheet]]:
        """Every report with where it belongs."""
        for year in self.years:
            for unit in self.units:
                for sheet in unit.sheets(year):
                    sha = hashlib.sha256(sheet.text.encode()).hexdigest()
                    yield Report(f"{sha}-1", sha, unit.number, unit.division.code, year, sheet.family), sheet

    def rows(self) -> Rows:
        """The staging rows of all reports."""
        tables: dict[str, list[Any]] = {table: [] for names in GROUPS.values() for table in names}
        reports = []
        for report, sheet in self.sheets():
            reports.append(report)
            for table, rows in rows_of(sheet, report).items():
                tables[table] += rows
        return Rows(tables, reports)

    def write_texts(self, folder: Path, **wanted: Any) -> list[Path]:
        """Some reports as the text files that their publishers would deliver; `wanted` as in `Rows.chosen`."""
        written = []
        for report, sheet in self.sheets():
            if all(getattr(report, name) in value for name, value in wanted.items()):
                path = folder / str(report.year) / report.division / f"{report.unit}-{report.family}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(sheet.text, encoding="utf-8")
                written.append(path)
        return written
