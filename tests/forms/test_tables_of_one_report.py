"""Base data tables with other rows and header wordings, and what stands around them in a nine-section report."""

from __future__ import annotations

import pytest

from tests.forms.kit import (
    RENDERINGS,
    Drawn,
    Form,
    Money,
    Part,
    base,
    claims_of,
    every,
    planted,
    read,
    short,
    table,
    verify,
)

YEAR = 2023
PEOPLE = """
财政供养人员情况（人） | 编制数 | 2023年实际在职人数 | 控制率
^ | 46 | 43 | 93.48%
"""
# line -> (prior year's final, this year's budget, this year's final)
ROWS = {
    "three_public": ("11.40", "12.00", "9.85"),
    "three_public.vehicle": ("7.90", "8.50", "7.15"),
    "three_public.vehicle.operation": ("7.90", "8.50", "7.15"),
    "three_public.reception": ("3.50", "3.50", "2.70"),
    "project": ("318.20", "402.60", "395.44"),
    "project:数字档案室建设": ("118.20", "152.60", "149.94"),
    "project:库房恒温改造": ("200.00", "250.00", "245.50"),
    "basic.operating": ("61.30", "58.80", "56.92"),
    "basic.operating.office": ("9.10", "8.60", "8.42"),
    "basic.operating.utilities_travel": ("14.25", "13.00", "12.88"),
    "basic.operating.meeting_training": ("1.60", "1.50", "1.12"),
    "procurement": ("", "96.00", "91.30"),
}
PEOPLE_VALUES = {"staff_quota": ("46",), "staff_actual": ("43",), "staff_control_rate": ("0.9348",)}

BODY = """
三公经费 | 11.40 | 12.00 | 9.85
　　1、公务用车购置和维护经费 | 7.90 | 8.50 | 7.15
　　　　其中：公车购置 | 0 | 0 | 0
　　　　　　　公车运行维护 | 7.90 | 8.50 | 7.15
　　2、出国经费 | 0.00 | 0.00 | 0.00
　　3、公务接待 | 3.50 | 3.50 | 2.70
项目支出： | 318.20 | 402.60 | 395.44
　　1、数字档案室建设 | 118.20 | 152.60 | 149.94
　　2、库房恒温改造 | 200.00 | 250.00 | 245.50
　　3、市级专项资金（一个专项一行） | | |
公用经费 | 61.30 | 58.80 | 56.92
　　其中：办公经费 | 9.10 | 8.60 | 8.42
　　　　　水费、电费、差旅费 | 14.25 | 13.00 | 12.88
　　　　　会议费、培训费 | 1.60 | 1.50 | 1.12
政府采购金额 | —— | 96.00 | 91.30
部门基本支出预算调整 | —— | |
楼堂馆所控制情况⏎（2023年完工项目） | 批复规模（㎡） | 实际规模（㎡） | 规模控制率
^ | 1800 | 1795 | 99.72%
厉行节约保障措施 | 严控接待标准 | < | <
"""


def _reordered(order: tuple[int, int, int], body: str = BODY) -> str:
    """The body with its three money columns in another order; other sub-tables stay."""
    lines = []
    for line in body.strip("\n").split("\n"):
        cells = [cell.strip(" ") for cell in line.split("|")]
        if not line.startswith(("楼堂", "^", "厉行")):
            cells = [cells[0], *(cells[1 + at] for at in order)]
        lines.append(" | ".join(cells))
    return "\n".join(lines)


def _form(
    name: str,
    *parts: Part,
    title: str = "2023年度部门（单位）整体支出绩效评价基础数据表",
    people: bool = True,
    renderings: tuple[str, ...] = RENDERINGS,
) -> Form:
    return Form(
        name,
        (
            "砚溪县档案馆2023年度部门整体支出绩效自评报告",
            "附件2",
            title,
            *parts,
            "说明：“项目支出”需要填报基本支出以外的所有项目支出情况。",
        ),
        unit="砚溪县档案馆",
        year=YEAR,
        family="overall_performance_self_evaluation",
        money=base(YEAR, ROWS),
        attributes=PEOPLE_VALUES if people else {},
        renderings=renderings,
    )


def _headed(header: str, order: tuple[int, int, int] = (0, 1, 2), people: str = PEOPLE) -> Drawn:
    return table(people + header + "\n" + _reordered(order))


_SHORT = BODY[: BODY.index("楼堂")]
_TOP, _BOTTOM = _SHORT[: _SHORT.index("公用经费")], _SHORT[_SHORT.index("公用经费") :]

HEADERS = (
    _form("years_in_headers", _headed("经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数")),
    _form("years_with_du", _headed("经费控制情况（万元） | 2022年度决算数 | 2023年度预算数 | 2023年度决算数")),
    _form("relative_years", _headed("经费控制情况（万元） | 上年决算数 | 本年预算数 | 本年决算数")),
    _form(
        "unit_in_each_header",
        _headed("经费控制情况 | 2022年决算数⏎（万元） | 2023年预算数⏎（万元） | 2023年决算数⏎（万元）"),
    ),
    _form("prior_year_last", _headed("经费控制情况（万元） | 2023年预算数 | 2023年决算数 | 2022年决算数", (1, 2, 0))),
    _form("relative_prior_year_last", _headed("项目 | 本年决算数 | 本年预算数 | 上年决算数", (2, 1, 0))),
    _form(
        "final_before_budget", _headed("经费控制情况（万元） | 2022年决算数 | 2023年决算数 | 2023年预算数", (0, 2, 1))
    ),
    _form(
        "unit_line_above",
        "单位：万元",
        _headed("经费控制情况 | 上年决算数 | 本年预算数 | 本年决算数"),
    ),
    _form(
        "no_people",
        table("经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n" + _SHORT),
        people=False,
    ),
    _form(
        "header_again_after_page_break",
        table("经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n" + _TOP, page_no=3),
        table("经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n" + _BOTTOM, page_no=4),
        people=False,
    ),
    _form(
        "header_again_in_one_table",
        table(
            "经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n"
            + _TOP
            + "经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n"
            + _BOTTOM
        ),
        people=False,
    ),
    _form(
        "serial_number_column",
        table(
            "序号 | 经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n"
            + "\n".join(f"{at} | {line}" for at, line in enumerate(_SHORT.strip("\n").split("\n"), start=1))
        ),
        people=False,
    ),
    _form(
        "remarks_column",
        table(
            "经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数 | 备注\n"
            + "\n".join(f"{line} | 见附注2" for line in _SHORT.strip("\n").split("\n"))
        ),
        people=False,
    ),
    _form(
        "merged_title_row",
        table(
            "2023年度整体支出绩效评价基础数据表 | < | < | <\n"
            + PEOPLE
            + "经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数\n"
            + BODY
        ),
        title="基础数据",
    ),
)

# the years of a two-row header: lost in flattened text, where no spans tell which columns a year covers
TWO_ROW_HEADERS = (
    _form(
        "two_row_header",
        table("支出项目 | 2022年 | 2023年 | <\n^ | 决算数 | 预算数 | 决算数\n" + _SHORT),
        people=False,
        renderings=("cells", "covered"),
    ),
    _form(
        "two_row_header_final_merged",
        table(
            "支出项目 | 决算数（万元） | < | 预算数（万元）\n^ | 2022年 | 2023年 | 2023年\n"
            + _reordered((0, 2, 1), _SHORT)
        ),
        people=False,
        renderings=("cells", "covered"),
    ),
)

# the same figures in yuan, with thousands commas, and other wording of the rows
OTHER_ROWS = Form(
    "other_rows_in_yuan",
    (
        "砚溪县统计调查队2022年度整体支出绩效自评报告",
        "整体支出绩效评价基础数据表",
        "金额单位：元",
        table("""
        人员情况 | 核定编制数 | 年末在职人数 | 在职人员控制率
        ^ | 22人 | 20人 | 90.91%
        经费控制情况 | 2021年决算数 | 2022年预算数 | 2022年决算数
        一、基本支出 | 3,016,400.00 | 3,120,000.00 | 3,098,215.36
        （一）人员经费 | 2,604,100.00 | 2,700,000.00 | 2,690,115.36
        （二）日常公用经费 | 412,300.00 | 420,000.00 | 408,100.00
        其中：办公费 | 52,300.00 | 50,000.00 | 48,620.50
        二、项目支出 | 850,000.00 | 960,000.00 | 948,300.00
        1.住户调查补助 | 500,000.00 | 560,000.00 | 552,300.00
        2.经济普查 | 350,000.00 | 400,000.00 | 396,000.00
        三、“三公”经费 | 38,000.00 | 36,000.00 | 30,450.00
        （1）因公出国（境）费用 | 0.00 | 0.00 | 0.00
        （2）公务用车购置及运行维护费 | 30,000.00 | 30,000.00 | 26,800.00
        其中：公务用车购置费 | — | — | —
        公务用车运行维护费 | 30,000.00 | 30,000.00 | 26,800.00
        （3）公务接待费 | 8,000.00 | 6,000.00 | 3,650.00
        四、政府采购支出 | / | 120,000.00 | 118,400.00
        合计 | 3,866,400.00 | 4,080,000.00 | 4,046,515.36
        """),
    ),
    unit="砚溪县统计调查队",
    year=2022,
    family="overall_performance_self_evaluation",
    money=base(
        2022,
        {
            "basic": ("3016400", "3120000", "3098215.36"),
            "basic.personnel": ("2604100", "2700000", "2690115.36"),
            "basic.operating": ("412300", "420000", "408100"),
            "basic.operating.office": ("52300", "50000", "48620.5"),
            "project": ("850000", "960000", "948300"),
            "project:住户调查补助": ("500000", "560000", "552300"),
            "project:经济普查": ("350000", "400000", "396000"),
            "three_public": ("38000", "36000", "30450"),
            "three_public.vehicle": ("30000", "30000", "26800"),
            "three_public.vehicle.operation": ("30000", "30000", "26800"),
            "three_public.reception": ("8000", "6000", "3650"),
            "procurement": ("", "120000", "118400"),
            "total": ("3866400", "4080000", "4046515.36"),
        },
        unit="元",
    ),
    attributes={"staff_quota": ("22",), "staff_actual": ("20",), "staff_control_rate": ("0.9091",)},
)


# the parent's name merged beside its parts, its own amount in a row 小计
PARENT_COLUMN = Form(
    "parent_column",
    (
        "砚溪县体育场馆中心2023年度部门整体支出绩效自评报告",
        "2023年度整体支出绩效评价基础数据表",
        table("""
        经费控制情况（万元） | < | 2022年决算数 | 2023年预算数 | 2023年决算数
        三公经费 | 小计 | 6.20 | 6.00 | 5.10
        ^ | 公务用车运行维护费 | 4.10 | 4.00 | 3.60
        ^ | 公务接待费 | 2.10 | 2.00 | 1.50
        项目支出 | 小计 | 80.00 | 95.00 | 93.10
        ^ | 场馆开放补助 | 50.00 | 60.00 | 58.80
        ^ | 健身路径更新 | 30.00 | 35.00 | 34.30
        公用经费 | 小计 | 25.40 | 26.00 | 24.96
        ^ | 办公经费 | 3.20 | 3.00 | 2.94
        政府采购金额 | < | 12.00 | 15.00 | 14.70
        """),
    ),
    unit="砚溪县体育场馆中心",
    year=2023,
    family="overall_performance_self_evaluation",
    money=base(
        2023,
        {
            "three_public": ("6.2", "6", "5.1"),
            "three_public.vehicle.operation": ("4.1", "4", "3.6"),
            "three_public.reception": ("2.1", "2", "1.5"),
            "project": ("80", "95", "93.1"),
            "project:场馆开放补助": ("50", "60", "58.8"),
            "project:健身路径更新": ("30", "35", "34.3"),
            "basic.operating": ("25.4", "26", "24.96"),
            "basic.operating.office": ("3.2", "3", "2.94"),
            "procurement": ("12", "15", "14.7"),
        },
    ),
)


def _versions(rows: dict[str, tuple[str, str, str]]) -> tuple[Money, ...]:
    roles = (("budget", "initial"), ("budget", "adjusted"), ("expenditure", None))
    return tuple(
        Money(measure, line, amount, version)
        for line, amounts in rows.items()
        for (measure, version), amount in zip(roles, amounts, strict=True)
    )


# initial, adjusted and final side by side, with a rate; the total last
THREE_VERSIONS = Form(
    "three_versions",
    (
        "砚溪县疾病预防中心2024年度部门整体支出绩效自评报告",
        "二、预算执行情况",
        "2024年度预算执行情况表",
        "单位：万元",
        table("""
        支出项目 | 年初预算数 | 调整预算数 | 决算数 | 执行率
        一、基本支出 | 506.00 | 520.00 | 514.80 | 99.00%
        1.人员经费 | 446.00 | 455.00 | 452.40 | 99.43%
        2.公用经费 | 60.00 | 65.00 | 62.40 | 96.00%
        二、项目支出 | 300.00 | 330.00 | 313.50 | 95.00%
        合计 | 806.00 | 850.00 | 828.30 | 97.45%
        """),
    ),
    unit="砚溪县疾病预防中心",
    year=2024,
    family="overall_performance_self_evaluation",
    money=_versions(
        {
            "basic": ("506", "520", "514.8"),
            "basic.personnel": ("446", "455", "452.4"),
            "basic.operating": ("60", "65", "62.4"),
            "project": ("300", "330", "313.5"),
            "total": ("806", "850", "828.3"),
        }
    ),
    attributes={"budget_execution_rate": ("0.9745",)},
)

FORMS = (*HEADERS, *TWO_ROW_HEADERS, OTHER_ROWS, PARENT_COLUMN, THREE_VERSIONS)


@pytest.mark.parametrize(("form", "rendering", "aspect"), every(FORMS))
def test_form(form: Form, rendering: str, aspect: str) -> None:
    verify(form, rendering, aspect)


@pytest.mark.parametrize("form", TWO_ROW_HEADERS, ids=lambda form: form.name)
def test_a_year_that_flattening_lost_is_never_guessed_wrong(form: Form) -> None:
    assert {short(claim) for claim in claims_of(read(form.parts, "text"))} <= set(planted(form.money, form.year))


@pytest.mark.parametrize("rendering", ["cells", "covered"])
def test_a_claim_knows_the_page_of_its_cell(rendering: str) -> None:
    (form,) = [form for form in FORMS if form.name == "header_again_after_page_break"]
    pages = {claim.line_item_code.split(".")[0]: claim.page_no for claim in claims_of(read(form.parts, rendering))}
    assert pages == {"three_public": 3, "project": 3, "basic": 4, "procurement": 4}


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_where_a_year_comes_from_is_kept(rendering: str) -> None:
    (form,) = [form for form in FORMS if form.name == "prior_year_last"]
    assert {claim.year_basis for claim in claims_of(read(form.parts, rendering))} == {"column"}
    assert {claim.place_kind for claim in claims_of(read(form.parts, rendering))} == {"base_data_table"}
