"""Homes full of reports that collide in every way reports do: invented bodies, each with a handful of reports that disagree.

A body's reports share years, families, projects, figures and places, so that whatever may meet does: two reports of a year in
other families, versions of one report, prior-year columns, copies, several parts of a file, departments beside
the bodies themselves and what says neither, lists of members, names that differ by
a bracket, amounts by class beside the body's, attributes and indicators said twice, adjustments, and values that no report can mean. Nothing here is what ingestion
could not hand over: claims of one place and meaning are one, amounts and numbers stay below its bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from ingest.records import (
    AttributeRow,
    ClaimRow,
    FileRow,
    IdentityRow,
    IndicatorRow,
    ListedReportRow,
    ManifestRow,
    QuarantineRow,
    ReportRow,
    UnitMemberRow,
    UnrecognisedRow,
)
from tests.dbt.staged import CURRENT, StagedHome

# most of a known division, so that their reports meet; one name of several cities, and none
PLACES = (*("株洲市芦淞区", "芦淞区", "株洲市") * 4, "湖南省", "鄂州", "鼓楼区", "")
KINDS_OF_BODY = ("水文站", "水文站本级", "水文站（本级）", "水文站(汇总)", "水文站（盖章）", "水 文 站", "水文")
FAMILIES = (
    "overall_performance_self_evaluation", "project_performance_self_evaluation", "final_accounts", "department_budget",
    "performance_target", "other",
)  # fmt: skip
SCOPES = (None, "department", "body")
# as lists write them: the department itself in every way, others, and what no body is called
MEMBERS = ("本级", "水文站机关", "水文站", "水文", "芦淞区水文站", "区水文站", "机关", "护堤队", "%", "芦淞区")
TITLES = (None, "", "护堤工程", "护堤工程绩效自评报告", "测报经费")
PROJECTS = (
    "护堤工程", "护堤工程（一期）", "护堤工程(一期)", "“护堤”工程", "护堤工程二期", "护堤加固工程", "护堤经费", "护堤项目",
    "专项资金", "1.护堤工程", "测报经费", "测报工作经费", "XX项目",
)  # fmt: skip
FUNDS = ("all_funds", "general_public_budget", "government_fund", "fiscal_appropriation", "county_funds", "other_funds")
ITEMS = (
    "total", "basic", "basic.personnel", "basic.operating", "basic.operating.office", "project", "three_public",
    "three_public.vehicle", "three_public.vehicle.purchase", "three_public.reception", "procurement", "fiscal_appropriation",
)  # fmt: skip
MEASURES = ("budget", "budget", "expenditure", "expenditure", "expenditure", "income", "adjustment", "carryover")
CLASS_MEASURES = (
    "budget", "budget", "expenditure", "expenditure", "income", "income_budget", "opening_balance", "closing_balance", "surplus_used"
)  # fmt: skip
# classes and what lies under them, an old name, names cut off, codes of no list, of a length that none has, of another classification
CLASSES = (
    ("function", "201", "一般公共服务支出"), ("function", "20101", "人大事务"), ("function", "2010101", "行政运行"),
    ("function", "210", "医疗卫生与计划生育支出"), ("function", "2999901", None), ("function", "2130", ""), ("function", "213", "农林"),
    ("department_economic", "301", "工资福利支出"), ("department_economic", "30101", "基本工资"), ("department_economic", "501", "工资"),
    ("government_economic", "501", "机关工资福利支出"), ("government_economic", "50199", "其他"),
)  # fmt: skip
VERSIONS = ("initial", "adjusted", "unstated")
# few, so that they are equal, nearly equal, sums of each other and ten thousand times each other
AMOUNTS = (
    "0",
    "31000",
    "31000.01",
    "33000",
    "3.1",
    "3.3",
    "310000000",
    "2000000",
    "980000",
    "2980000",
    "2980050",
    "-31000",
)
BEYOND = ("999999999999999.99", "-999999999999999.99", "99999999999999", "0.01")
TABLE_KINDS = (
    "budget_table",
    "base_data_table",
    "self_evaluation_table",
    "summary_table",
    "measure_table",
    "indicator_table",
)
SECTIONS = (None, "", "一般公共预算支出", "三公经费")
# what a table's row says: the cells that split a total among them
QUOTES = ("三公经费 | 31000 | 33000", "按收入性质分 | 31000 | 33000", "按支出性质分 | 31000 | 31000", "XX项目 | …… | 1")
RATES = ("budget_execution_rate", "budget_adjustment_rate", "carryover_rate", "three_public_control_rate",
         "three_public_change_rate", "operating_control_rate", "project_budget_control_rate", "procurement_execution_rate",
         "meeting_control_rate", "staff_control_rate", "satisfaction_rate", "counted_rate")  # fmt: skip
COUNTS = ("staff_quota", "staff_actual", "staff_total", "staff_retired", "staff_contract", "staff_public_institution",
          "staff_open_ended", "staff_retired_veteran", "counted_rate_base", "counted_rate_part", "self_evaluation_score",
          "self_evaluation_weight_total", "budget_execution_score", "budget_execution_weight")  # fmt: skip
TEXTS = ("grade", "template_text", "stated_none", "stated_unchanged", "unit_name", "supervising_unit")
NUMBERS = ("0", "1", "9", "10", "10.5", "96", "100", "12", "13", "-3", "0.000001")
BEYOND_NUMBERS = ("99999999999999", "999999999999999", "-999999999999999", "1000000000000")
DATES = (None, None, "2024-03-05", "2024-09-05", "2024-09-05", "2099-01-01", "1950-12-31")
ABSURD_YEARS = (1950, 2099, 1990, 2100)


class Body:
    """One invented body and its reports, from a random source of its own: the same in every home that it is put into."""

    def __init__(self, seed: int, number: int) -> None:
        self.random = Random(f"{seed}-{number}")
        self.number = number
        self.place = self.random.choice(PLACES)
        self.absurd = self.random.choice((0.0, 0.0, 0.02, 0.15))
        self.rows = 0
        # a few of each, so that they meet again and again
        self.projects = self._some(PROJECTS, 3)
        self.amounts = self._some(AMOUNTS, 4)
        self.items = self._some(ITEMS, self.random.choice((2, 8)))
        self.funds = self._some(FUNDS, 2)
        self.numbers = self._some(NUMBERS, 3)
        self.families = self._some(FAMILIES, 3)
        self.kinds = self._some(KINDS_OF_BODY, 2)
        self.scopes = self._some(SCOPES, 3)
        self.years = self._some((2022, 2023, 2024), 2)
        self.classes = self._some(CLASSES, 4)
        self.class_measures = self._some(CLASS_MEASURES, 5)

    def _some(self, of: Sequence[Any], most: int) -> list[Any]:
        return self.random.sample(of, self.random.randint(1, most))

    def _beyond(self) -> bool:
        return self.random.random() < self.absurd

    def _id(self, prefix: str) -> str:
        self.rows += 1
        return f"{prefix}_{self.number:03d}_{self.rows:04d}"

    def write(self, home: StagedHome) -> None:
        for file_no in range(self.random.randint(1, 8)):
            self._file(home, f"{self.random.getrandbits(40):010x}f{self.number:03d}n{file_no}")

    def _file(self, home: StagedHome, sha: str) -> None:
        random = self.random
        names = [f"{sha}.txt"] + ([f"copies/{sha}.txt"] if random.random() < 0.2 else [])
        for path in names:
            received = f"2026-0{random.randint(1, 9)}-01T00:00:00+00:00"
            home.add("files", FileRow(sha, path.rpartition("/")[2], path, 1000, "text/plain", received))
        home.add("reports", ReportRow(sha, "text/plain", 1000, random.choice((None, 3)), "text", "1", 10, 1, 500))
        home.manifest.append(ManifestRow(sha, "text", "1", CURRENT, "v2", CURRENT))
        for part_no in range(1, random.choice((2, 2, 2, 3, 4))):
            self._report(home, sha, part_no)

    def _report(self, home: StagedHome, sha: str, part_no: int) -> None:
        random = self.random
        year = random.choice(self.years)
        if random.random() < 0.1:
            year = None
        elif self._beyond():
            year = random.choice(ABSURD_YEARS)
        report_id = f"{sha}-{part_no}"
        own = random.choice(self.kinds)
        unit = None if random.random() < 0.02 else f"{self.place}{_han(self.number)}{own}"
        claims = self._claims(report_id, sha, year)
        attributes = self._attributes(report_id, sha, year, unit)
        indicators = self._indicators(report_id, sha)
        members = random.sample(MEMBERS, random.choice((0, 0, 3)))
        home.add(
            "identities",
            IdentityRow(
                report_id=report_id, sha256=sha, part_no=part_no, recogniser_version="v2",
                report_family=random.choice(self.families), title=random.choice(TITLES), unit_name=unit, fiscal_year=year,
                supervising_unit=random.choice((None, "芦淞区水利局", "水利局")),
                division_hint=random.choice((None, None, "株洲市", "芦淞区")), first_block_no=1, last_block_no=99,
                claim_count=len(claims), indicator_count=len(indicators), attribute_count=len(attributes), unrecognised_count=1,
                stated_date=random.choice(DATES), reporting_scope=random.choice(self.scopes), unit_member_count=len(members),
            ),
        )  # fmt: skip
        for number, name in enumerate(members, start=1):
            # the name of a body of this home, with or without its place
            written = random.choice(
                (name, f"{_han(random.randint(0, 9))}{name}", f"{self.place}{_han(random.randint(0, 9))}{name}")
            )
            home.add(
                "unit_members",
                UnitMemberRow(**self._place(), unit_member_id=self._id("m"), report_id=report_id, sha256=sha, recogniser="test",
                              member_no=number, member_name=written),
            )  # fmt: skip
        for table, rows in (("claims", claims), ("attributes", attributes), ("indicators", indicators)):
            for row in rows:
                home.add(table, row)
        home.add(
            "unrecognised",
            UnrecognisedRow(**self._place(), unrecognised_id=self._id("u"), report_id=report_id, sha256=sha,
                            recogniser="test", reason="no_number"),
        )  # fmt: skip

    def _place(self) -> dict[str, Any]:
        """A place among few: a paragraph, a cell, or running text in a cell."""
        random = self.random
        start = random.randint(0, 3)
        place: dict[str, Any] = {
            "section_title": random.choice(SECTIONS), "page_no": random.choice((None, 1)), "block_no": random.randint(1, 4),
            "char_start": start, "char_end": start + random.randint(0, 4), "quote": random.choice(QUOTES),
            "place_kind": "narrative",
        }  # fmt: skip
        if random.random() < 0.6:
            place |= {
                "table_no": random.randint(1, 2), "row_no": random.randint(1, 3), "column_no": random.randint(1, 4),
                "place_kind": random.choice((*TABLE_KINDS, "narrative")),
            }  # fmt: skip
        return place

    def _claims(self, report_id: str, sha: str, year: int | None) -> list[ClaimRow]:
        random = self.random
        found: dict[tuple[Any, ...], ClaimRow] = {}
        for _ in range(random.randint(0, 30)):
            basis = random.choice(("report", "report", "report", "stated", "column"))
            stated = year or 0
            if basis != "report" or year is None:
                stated = random.choice((*self.years, year or 2023, (year or 2023) - 1))
            if basis != "report" and self._beyond():
                stated = random.choice(ABSURD_YEARS)
            measure, item = random.choice(MEASURES), random.choice(self.items)
            amount = random.choice(BEYOND if self._beyond() else self.amounts)
            classification, code, name = random.choice(self.classes) if random.random() < 0.4 else (None, None, None)
            if classification is not None or random.random() < 0.05:
                measure, item = random.choice(self.class_measures), random.choice(("total", self.items[0]))
            row = ClaimRow(
                **self._place(), claim_id=self._id("c"), report_id=report_id, sha256=sha, recogniser="test",
                stated_fiscal_year=stated, year_basis=basis, measure=measure,
                budget_version=random.choice(VERSIONS) if measure in ("budget", "income_budget") else None, line_item_code=item,
                project_name=random.choice((None, *self.projects)) if item in ("project", "total") and classification is None else None,
                fund_code=random.choice(self.funds), amount_yuan=Decimal(amount), amount_text=random.choice((amount, f"{amount}.0")),
                amount_unit=random.choice(("元", "万元", "亿元", "")), classification=classification, classification_code=code,
                classification_name=name,
            )  # fmt: skip
            spot = (row.block_no, row.table_no, row.row_no, row.column_no, row.char_start, row.char_end)
            meaning = (
                row.measure,
                row.budget_version,
                row.line_item_code,
                row.project_name,
                row.fund_code,
                stated,
                code,
            )
            found[spot + meaning] = row
        return list(found.values())

    def _attributes(self, report_id: str, sha: str, year: int | None, unit: str | None) -> list[AttributeRow]:
        random = self.random
        found = []
        if year is not None:
            found.append(("fiscal_year", str(year), None))
        for _ in range(random.randint(0, 14)):
            code = random.choice(RATES + COUNTS + TEXTS)
            if code in TEXTS:
                near = (unit or "水文站").replace("水", random.choice("水氺木"))
                found.append((code, random.choice((near, "优", "护堤队")), None))
                continue
            number = Decimal(random.choice(BEYOND_NUMBERS if self._beyond() else self.numbers))
            if code in RATES:
                text, value = f"{random.choice(('', '≥', '约'))}{number}%", number / 100
            else:
                text, value = f"{number}", number
            found.append((code, text, random.choice((value, value, value, None))))
        return [
            AttributeRow(
                **self._place(), attribute_id=self._id("a"), report_id=report_id, sha256=sha, recogniser="test",
                attribute_code=code, project_name=random.choice((*[None] * 6, *self.projects)),
                stated_fiscal_year=random.choice((year, year, 2023, None)), value_text=text,
                value_number=None if value is None else value.quantize(Decimal("0.000001")),
            )
            for code, text, value in found
        ]  # fmt: skip

    def _indicators(self, report_id: str, sha: str) -> list[IndicatorRow]:
        random = self.random
        found = []
        for _ in range(random.randint(0, 6)):
            numbers = [Decimal(random.choice(BEYOND_NUMBERS if self._beyond() else self.numbers)) for _ in range(5)]
            target, actual, weight, score, rate = (random.choice((number, number, None)) for number in numbers)
            found.append(
                IndicatorRow(
                    **self._place(), indicator_row_id=self._id("i"), report_id=report_id, sha256=sha, recogniser="test",
                    level1=random.choice((None, "产出指标")), level2=random.choice((None, "数量指标", "自拟指标")),
                    level3=random.choice((None, "测报次数")), target_text=None if target is None else f"≥{target}次",
                    target_operator=random.choice((None, "≥", "=")), target_value=target, target_unit=random.choice(("次", "%", None)),
                    actual_text=random.choice((None, f"{actual}次")), actual_value=actual, weight=weight, score=score,
                    is_met=random.choice((None, True, False)), achievement_rate=rate,
                    completion_rate_text=random.choice((None, "", "98.7%", f"{'9' * 60}%" if self._beyond() else "100%")),
                    met_by_own_words=random.choice((None, True, False)),
                )
            )  # fmt: skip
        return found


def _han(number: int) -> str:
    """A number in characters, so that bodies' names differ and none holds another's."""
    digits = "甲乙丙丁戊己庚辛壬癸"
    return "".join(digits[int(digit)] for digit in f"{number:03d}")


def colliding(seed: int, bodies: Iterable[int]) -> StagedHome:
    """A home with these bodies of a seed."""
    home = StagedHome()
    for number in bodies:
        Body(seed, number).write(home)
    random = Random(seed)
    for number in range(3):
        sha = f"{random.getrandbits(40):010x}q{number}"
        for reason in random.sample(("encrypted", "truncated", ""), 2):
            home.add(
                "quarantine",
                QuarantineRow(sha, f"{sha}.pdf", f"in/{sha}.pdf", 9, "application/pdf", reason, "", "v1",
                              f"2026-0{random.randint(1, 2)}-01T00:00:00+00:00"),
            )  # fmt: skip
    _list(home)
    return home


def _list(home: StagedHome) -> None:
    """Lists beside the files that repeat, add to and contradict what these say, and each other."""
    lines: dict[str, list[ListedReportRow]] = {"in/reports.csv": [], "in/more/reports.csv": []}
    for file, _ in home.rows.get("files", []):
        random = Random(f"{file.sha256}-{file.path}")
        for listed in lines.values():
            if random.random() < 0.4:
                listed.append(
                    ListedReportRow(
                        "", "", 0, random.choice((file.path, file.path, f"{file.path}.gone")),
                        source_url=random.choice((None, "https://example.invalid/1", "https://example.invalid/2")),
                        unit_name=random.choice((None, None, "水文站", "芦淞区水文站（本级）", "株洲市芦淞区林业站")),
                        division_code=random.choice((None, None, "430203", "430200", "999999")),
                        fiscal_year=random.choice((None, None, 2023, 2024, 1990)),
                        report_family=random.choice((None, *FAMILIES)),
                        published_at=random.choice(DATES),
                    )
                )  # fmt: skip
    for path, listed in lines.items():
        home.listed(path, *listed)


def received_otherwise(home: StagedHome, seed: int) -> StagedHome:
    """The same files, received in another order."""
    random = Random(seed)
    rows = [(row, batch) for row, batch in home.rows["files"]]
    moments = [row.received_at for row, _ in rows]
    random.shuffle(moments)
    home.rows["files"] = [
        (replace(row, received_at=moment), batch) for (row, batch), moment in zip(rows, moments, strict=True)
    ]
    return home
