"""Who reports on which year, however the report says it."""

from __future__ import annotations

import pytest

from tests.forms.kit import OVERALL, PROJECT, RENDERINGS, Drawn, Part, read, table

BODY = (
    "一、基本情况",
    "全年支出合计212.40万元，其中：基本支出152.40万元，项目支出60.00万元。",
)


def _budget_rows(*above: str) -> Drawn:
    """A short self-evaluation table; `above` are rows over the money header."""
    return table(
        "\n".join(above)
        + """
        年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        ^ | 年度资金总额 | 204.00 | 216.00 | 212.40 | 10 | 98.33% | 9.8
        """
    )


# name: parts, unit, year
CASES: dict[str, tuple[tuple[Part, ...], str, int]] = {
    "title in one line": (
        ("砚溪县交通运输局2023年度部门整体支出绩效自评报告", *BODY),
        "砚溪县交通运输局",
        2023,
    ),
    "year before the unit": (
        ("2022年度砚溪县公路养护中心部门整体支出绩效自评报告", *BODY),
        "砚溪县公路养护中心",
        2022,
    ),
    "title broken in the middle": (
        ("2023年度砚溪县卫生健康局整体支", "绩效自评报告".replace("绩效", "出绩效"), *BODY),
        "砚溪县卫生健康局",
        2023,
    ),
    "关于 before the unit": (
        ("关于砚溪县科学技术局2021年度部门整体支出绩效自评的报告", *BODY),
        "砚溪县科学技术局",
        2021,
    ),
    "two lines, the unit above": (
        ("砚溪县气象服务中心", "2023年度部门整体支出绩效自评报告", *BODY),
        "砚溪县气象服务中心",
        2023,
    ),
    "year in a bracket under the title": (
        (
            "部门整体支出绩效自评表",
            "（2020年度）",
            _budget_rows("部门（单位）名称 | 砚溪县信访接待中心 | < | < | < | < | < | <"),
        ),
        "砚溪县信访接待中心",
        2020,
    ),
    "year in a half-width bracket with spaces": (
        (
            "部门整体支出绩效自评表",
            "( 2020 年度 )",
            _budget_rows("单位名称 | 砚溪县信访接待中心 | < | < | < | < | < | <"),
        ),
        "砚溪县信访接待中心",
        2020,
    ),
    "cover with the name on its line": (
        ("2023年度部门整体支出绩效自评报告", "部门（单位）名称：砚溪县地方志编纂室", "2024年3月15日", *BODY),
        "砚溪县地方志编纂室",
        2023,
    ),
    "cover with the name broken over two lines": (
        (
            "2022年度部门整体支出",
            "绩效自评报告",
            "部门（单位）名称（盖章）：砚州市砚溪县农村公路与",
            "水上交通安全管理所",
            "年    月    日",
            *BODY,
        ),
        "砚州市砚溪县农村公路与水上交通安全管理所",
        2022,
    ),
    "cover with spaced labels": (
        (
            "2022年度部门整体支出绩效自评报告",
            "部 门 名 称：  砚溪县供销合作社联合会",
            "报 告 日 期：  2023 年 4 月 1 日",
            *BODY,
        ),
        "砚溪县供销合作社联合会",
        2022,
    ),
    "seal mark before the colon": (
        ("2023年度整体支出绩效自评报告", "填报单位（盖章）：砚溪县红十字会", *BODY),
        "砚溪县红十字会",
        2023,
    ),
    "seal mark behind the name": (
        ("2023年度整体支出绩效自评报告", "单位名称：砚溪县残疾人联合会（盖章）", *BODY),
        "砚溪县残疾人联合会",
        2023,
    ),
    "form cell": (
        (
            "2023年度部门整体支出绩效自评表",
            _budget_rows("区级预算部门（单位）名称 | 砚州市青崖区园林处 | < | < | < | < | < | <"),
        ),
        "砚州市青崖区园林处",
        2023,
    ),
    "form cell broken by a newline": (
        (
            "2023年度部门整体支出绩效自评表",
            _budget_rows("部门（单位）⏎名称 | 砚溪县退役军⏎人服务中心 | < | < | < | < | < | <"),
        ),
        "砚溪县退役军人服务中心",
        2023,
    ),
    "label and name in one form cell": (
        ("2023年度部门整体支出绩效自评表", _budget_rows("填报单位：砚溪县融媒体中心 | < | < | < | < | < | < | <")),
        "砚溪县融媒体中心",
        2023,
    ),
    "first character of the label lost": (
        ("2023年度部门整体支出绩效自评表", _budget_rows("级预算单位名称 | 砚溪县妇幼保健院 | < | < | < | < | < | <")),
        "砚溪县妇幼保健院",
        2023,
    ),
    "unit code before the name": (
        (
            "项目支出绩效自评表",
            "（2023年度）",
            _budget_rows("实施单位 | 219001-砚溪县第一小学 | < | < | < | < | < | <"),
        ),
        "砚溪县第一小学",
        2023,
    ),
    "prose only": (
        (
            "部门整体支出绩效自评报告",
            "一、基本情况",
            "砚溪县殡葬管理所是砚溪县民政局所属公益一类事业单位，核定编制12人。",
            "2023年度支出合计212.40万元，其中：基本支出152.40万元，项目支出60.00万元。",
        ),
        "砚溪县殡葬管理所",
        2023,
    ),
    "prose year, dates of other years around it": (
        (
            "砚溪县殡葬管理所部门整体支出绩效自评报告",
            "一、基本情况",
            "根据砚财绩〔2024〕12号文件要求开展自评。2023年度年初预算216.00万元，全年支出212.40万元。",
            "2024年5月6日",
        ),
        "砚溪县殡葬管理所",
        2023,
    ),
    "publication lines never give the year": (
        (
            "索引号：430000/2025-00123   发布日期：2025-06-30   成文日期：2025年6月18日",
            "砚溪县司法局部门整体支出绩效自评报告",
            "发布时间：2025年6月30日  来源：砚溪县司法局",
            "一、基本情况",
            "2024年度年初预算216.00万元，全年支出212.40万元。",
            "公开时间：2025年7月",
        ),
        "砚溪县司法局",
        2024,
    ),
    "document number of a later year in the title's neighbour": (
        ("砚财绩〔2024〕33号", "砚溪县商务服务中心2023年度部门整体支出绩效自评报告", "批复时间：2024年2月", *BODY),
        "砚溪县商务服务中心",
        2023,
    ),
    "prior year more often than the own": (
        (
            "砚溪县统计局2023年度部门整体支出绩效自评报告",
            "一、基本情况",
            "2023年度支出合计212.40万元，2022年支出合计198.20万元，较2022年增加14.20万元；2022年基本支出150.00万元，2022年项目支出48.20万元。",
            "2022年人员经费131.00万元，2022年公用经费19.00万元，与2022年相比变化不大。",
        ),
        "砚溪县统计局",
        2023,
    ),
    "a word broken by a space": (
        ("砚溪县机关事务服务中心20 23年度部门整体支出绩效自评报告", *BODY),
        "砚溪县机关事务服务中心",
        2023,
    ),
    "full-width digits": (
        ("砚溪县机关事务服务中心２０２３年度部门整体支出绩效自评报告", *BODY),
        "砚溪县机关事务服务中心",
        2023,
    ),
    "a sub-unit's name inside the text": (
        (
            "砚溪县水利局2023年度部门整体支出绩效自评报告",
            "一、基本情况",
            "下设砚溪县防汛抗旱服务中心、砚溪县水土保持站两个二级单位。2023年度支出合计212.40万元。",
        ),
        "砚溪县水利局",
        2023,
    ),
    "the finance bureau only receives": (
        (
            "砚溪县财政局：",
            "砚溪县博物馆2023年度部门整体支出绩效自评报告",
            "按照砚溪县财政局要求，现将自评情况报告如下。",
            *BODY,
        ),
        "砚溪县博物馆",
        2023,
    ),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("name", CASES)
def test_unit_and_year(name: str, rendering: str) -> None:
    parts, unit, year = CASES[name]
    (only,) = read(parts, rendering)
    assert (only.identity.unit_name, only.identity.fiscal_year) == (unit, year)


# which of its bodies a department's document is about: the suffix is kept apart from the name
LEVELS = {
    "砚溪县民政局（本级）2023年度部门整体支出绩效自评报告": "砚溪县民政局",
    "砚溪县民政局本级2023年度部门整体支出绩效自评报告": "砚溪县民政局",
    "砚溪县民政局（汇总）2023年度部门整体支出绩效自评报告": "砚溪县民政局",
    "砚溪县民政局机关本级2023年度部门整体支出绩效自评报告": "砚溪县民政局",
}


@pytest.mark.parametrize("title", LEVELS)
def test_the_body_itself_and_its_sum_are_spellings_of_one_unit(title: str) -> None:
    (only,) = read((title, *BODY))
    assert (only.identity.unit_name or "").startswith(LEVELS[title])
    assert LEVELS[title] in {row.value_text for row in only.attributes if row.attribute_code == "unit_name"}


FAMILIES = {
    "砚溪县民政局2023年度部门整体支出绩效自评报告": OVERALL,
    "砚溪县民政局2023年度整体绩效自我评价报告": OVERALL,
    "砚溪县民政局2023年度部门整体绩效自评结果": OVERALL,
    "砚溪县民政局2023年度预算项目支出绩效自评报告": PROJECT,
    "砚溪县民政局2023年度专项资金绩效自评报告": PROJECT,
    "砚溪县民政局2023年度部门决算公开": "final_accounts",
    "砚溪县民政局2023年度单位决算公开情况说明": "final_accounts",
    "砚溪县民政局2024年部门预算公开": "department_budget",
    "砚溪县民政局2024年单位预算": "department_budget",
}


@pytest.mark.parametrize("title", FAMILIES)
def test_family_of_the_report(title: str) -> None:
    (only,) = read((title, *BODY))
    assert only.identity.report_family == FAMILIES[title]


SUPERVISORS: dict[str, tuple[Part, ...]] = {
    "form cell": (_budget_rows("单位名称 | 砚溪县殡葬管理所 | < | < | 主管部门 | 砚溪县民政局 | < | <"),),
    "form cell with another label": (
        _budget_rows("单位名称 | 砚溪县殡葬管理所 | < | < | 预算主管部门 | 砚溪县民政局 | < | <"),
    ),
    "cover line": ("单位名称：砚溪县殡葬管理所", "主管部门：砚溪县民政局", *BODY),
    "所属 in prose": ("砚溪县殡葬管理所是砚溪县民政局所属公益一类事业单位。", *BODY),
    "隶属于 in prose": ("砚溪县殡葬管理所隶属于砚溪县民政局，为公益一类事业单位。", *BODY),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
@pytest.mark.parametrize("name", SUPERVISORS)
def test_supervising_unit(name: str, rendering: str) -> None:
    (only,) = read(("砚溪县殡葬管理所2023年度部门整体支出绩效自评表", *SUPERVISORS[name]), rendering)
    assert (only.identity.unit_name, only.identity.supervising_unit) == ("砚溪县殡葬管理所", "砚溪县民政局")


def test_an_empty_seal_line_names_nobody() -> None:
    (only,) = read(
        ("砚溪县统计局2023年度部门整体支出绩效自评报告", "单位名称（盖章）：", "填报日期：2024年4月2日", *BODY)
    )
    assert (only.identity.unit_name, only.identity.fiscal_year) == ("砚溪县统计局", 2023)


def test_the_supervising_column_left_blank_stays_blank() -> None:
    parts = ("2023年度部门整体支出绩效自评表", _budget_rows("单位名称 | 砚溪县统计局 | < | < | 主管部门 | | < | <"))
    (only,) = read(parts, "cells")
    assert (only.identity.unit_name, only.identity.supervising_unit) == ("砚溪县统计局", None)
