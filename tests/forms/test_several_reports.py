"""Several forms, units or years in one file: each figure belongs to its own report."""

from __future__ import annotations

import pytest

from tests.forms.kit import RENDERINGS, Drawn, Part, claims_of, read, table, yuan


def _form(
    project: str, unit: str, amounts: tuple[str, str, str], year: int | None = 2023, score: str = "97.5"
) -> tuple[Part, ...]:
    initial, adjusted, executed = amounts
    drawn = table(f"""
        项目名称 | {project} | < | < | < | < | < | < | <
        主管部门 | 砚溪县教育局 | < | < | 实施单位 | {unit} | < | < | <
        项目资金（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | < | {initial} | {adjusted} | {executed} | 10 | 95% | 9.5
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
        ^ | 产出指标 | 数量指标 | {project}完成数 | ≥3处 | 3处 | 50 | 50 |
        ^ | 效益指标 | 社会效益指标 | 受益人数 | ≥300人 | 288人 | 40 | 38 |
        总分 | < | < | < | < | < | 100 | {score} |
    """)
    return ("项目支出绩效自评表", *([f"（{year}年度）"] if year else []), drawn)


SCHOOL, KINDERGARTEN = "砚溪县第三中学", "砚溪县城关幼儿园"
PROJECTS = {"食堂改造": ("30", "34", "32.3"), "操场翻新": ("52", "50", "47.5"), "图书购置": ("8", "8", "7.6")}


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_many_forms_of_one_unit_keep_their_projects(rendering: str) -> None:
    parts = [part for project, amounts in PROJECTS.items() for part in _form(project, SCHOOL, amounts)]
    found = read(parts, rendering)
    claims = {
        (claim.project_name, claim.measure, claim.budget_version, claim.amount_yuan) for claim in claims_of(found)
    }
    assert claims == {
        (project, measure, version, yuan(amount))
        for project, amounts in PROJECTS.items()
        for (measure, version), amount in zip(
            (("budget", "initial"), ("budget", "adjusted"), ("expenditure", None)), amounts, strict=True
        )
    }
    assert {report.identity.unit_name for report in found} == {SCHOOL}
    assert {report.identity.fiscal_year for report in found} == {2023}
    assert {report.identity.report_family for report in found} == {"project_performance_self_evaluation"}


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_many_forms_of_one_unit_keep_their_scores_and_indicators(rendering: str) -> None:
    scores = {"食堂改造": "97.5", "操场翻新": "91.2", "图书购置": "99"}
    parts = [
        part for project, amounts in PROJECTS.items() for part in _form(project, SCHOOL, amounts, score=scores[project])
    ]
    found = read(parts, rendering)
    rows = [row for report in found for row in report.attributes if row.attribute_code == "self_evaluation_score"]
    assert {(row.project_name, row.value_text) for row in rows} == set(scores.items())
    names = [row.level3 or "" for report in found for row in report.indicators]
    assert sorted(names) == sorted([*(f"{project}完成数" for project in PROJECTS), *(["受益人数"] * 3)])


def _by_report(parts: list[Part], rendering: str) -> dict[tuple[str | None, int | None], set[str]]:
    return {
        (report.identity.unit_name, report.identity.fiscal_year): {
            claim.amount_text for claim in report.claims if claim.amount_yuan
        }
        for report in read(parts, rendering)
    }


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_forms_of_two_units_are_two_reports(rendering: str) -> None:
    parts = [
        *_form("食堂改造", SCHOOL, ("30", "34", "32.3")),
        *_form("午睡室改造", KINDERGARTEN, ("12", "11", "10.45")),
    ]
    assert _by_report(parts, rendering) == {
        (SCHOOL, 2023): {"30", "34", "32.3"},
        (KINDERGARTEN, 2023): {"12", "11", "10.45"},
    }


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_forms_of_two_years_are_two_reports(rendering: str) -> None:
    parts = [
        *_form("食堂改造", SCHOOL, ("30", "34", "32.3"), 2022),
        *_form("食堂改造", SCHOOL, ("12", "11", "10.45"), 2023),
    ]
    found = read(parts, rendering)
    assert _by_report(parts, rendering) == {(SCHOOL, 2022): {"30", "34", "32.3"}, (SCHOOL, 2023): {"12", "11", "10.45"}}
    for report in found:
        assert {claim.stated_fiscal_year for claim in report.claims} == {report.identity.fiscal_year}
    assert [report.identity.part_no for report in found] == [1, 2]
    assert len({report.identity.report_id for report in found}) == 2


def _prose(unit: str, year: int, total: str, basic: str, project: str) -> list[Part]:
    return [
        f"{unit}{year}年度部门整体支出绩效自评报告",
        "一、基本情况",
        f"核定编制20人。{year}年度支出合计{total}万元，其中：基本支出{basic}万元，项目支出{project}万元。",
        "二、存在的问题",
        "预算编制不够精细。",
        "三、改进措施",
        "加强预算管理。",
    ]


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize(
    ("second_unit", "second_year"), [(KINDERGARTEN, 2023), (SCHOOL, 2022)], ids=["another unit", "another year"]
)
def test_prose_reports_one_after_another(second_unit: str, second_year: int, rendering: str) -> None:
    parts = [
        *_prose(SCHOOL, 2023, "812.50", "702.50", "110.00"),
        *_prose(second_unit, second_year, "164.20", "150.20", "14.00"),
    ]
    assert _by_report(parts, rendering) == {
        (SCHOOL, 2023): {"812.50", "702.50", "110.00"},
        (second_unit, second_year): {"164.20", "150.20", "14.00"},
    }


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_annexes_do_not_split_a_report(rendering: str) -> None:
    """A report, its base data table and its form: one report, whatever order they stand in."""
    base = table("""
        经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数
        公用经费 | 21.50 | 22.00 | 20.36
        项目支出 | 90.00 | 100.00 | 110.00
    """)
    form = table(f"""
        部门（单位）名称 | {SCHOOL} | < | < | < | < | < | <
        年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | 800.00 | 820.00 | 812.50 | 10 | 99% | 9.9
    """)
    annexes: list[Part] = [
        "附件2",
        "2023年度部门整体支出绩效评价基础数据表",
        base,
        "附件3",
        "2023年度部门整体支出绩效自评表",
        form,
    ]
    prose = _prose(SCHOOL, 2023, "812.50", "702.50", "110.00")
    for parts in ([*prose, *annexes], [*annexes, "附件1", *prose]):
        (only,) = read(parts, rendering)
        assert (only.identity.unit_name, only.identity.fiscal_year) == (SCHOOL, 2023)
        assert {(claim.amount_text, claim.stated_fiscal_year) for claim in only.claims} >= {
            ("21.50", 2022),
            ("20.36", 2023),
            ("800.00", 2023),
        }


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_sub_units_forms_within_a_departments_file(rendering: str) -> None:
    """The header's unit stands for forms that name none."""
    parts: list[Part] = [
        *_form("食堂改造", SCHOOL, ("30", "34", "32.3")),
        "项目支出绩效自评表",
        "（2023年度）",
        table("""
        项目名称 | 校车运行 | < | < | < | < | < | < | <
        项目资金（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | < | 18 | 19 | 18.05 | 10 | 95% | 9.5
        """),
    ]
    found = read(parts, rendering)
    claims = {(claim.project_name, claim.amount_text) for claim in claims_of(found)}
    assert claims == {
        *(("食堂改造", amount) for amount in ("30", "34", "32.3")),
        *(("校车运行", amount) for amount in ("18", "19", "18.05")),
    }
    assert SCHOOL in {report.identity.unit_name for report in found}


def _rows(parts: tuple[Part, ...]) -> Drawn:
    (drawn,) = [part for part in parts if isinstance(part, Drawn)]
    return drawn


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_forms_without_a_title_between_them(rendering: str) -> None:
    """Only the first form has its title; the others follow table on table, or in the same table."""
    forms = [_rows(_form(project, SCHOOL, amounts)) for project, amounts in PROJECTS.items()]
    one_table = Drawn(tuple(row for form in forms for row in form.grid))
    wanted = {(project, amount) for project, amounts in PROJECTS.items() for amount in amounts}
    for tables in ([one_table], [forms[0], "2023年度", forms[1], "2023年度", forms[2]]):
        found = read(("项目支出绩效自评表", "（2023年度）", *tables), rendering)
        assert {(claim.project_name, claim.amount_text) for claim in claims_of(found)} == wanted


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_a_departments_own_form_beside_its_projects(rendering: str) -> None:
    """整体 and 项目 forms of one unit in one file: the whole's amounts belong to no project."""
    whole = table(f"""
        部门名称 | {SCHOOL} | < | < | < | < | < | < | <
        年度预算申请（万元） | | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | < | 800.00 | 820.00 | 812.50 | 10 | 99.09% | 9.9
    """)
    parts = ("部门整体支出绩效自评表", "（2023年度）", whole, *_form("食堂改造", SCHOOL, PROJECTS["食堂改造"]))
    claims = {
        (claim.line_item_code, claim.project_name, claim.amount_text) for claim in claims_of(read(parts, rendering))
    }
    assert claims == {
        *(("total", None, amount) for amount in ("800.00", "820.00", "812.50")),
        *(("project", "食堂改造", amount) for amount in PROJECTS["食堂改造"]),
    }
