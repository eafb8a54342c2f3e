"""What a report speaks for: a department with its bodies, the body itself, or nothing that it says."""

from __future__ import annotations

import pytest

from tests.forms.kit import Part, read, table

ACCOUNT = "2024年度支出合计1,286.40万元，其中：基本支出786.40万元，项目支出500.00万元。"


def scope(*parts: Part) -> tuple[str | None, str | None]:
    """The body and the scope of a report that begins so."""
    (found,) = read((*parts, ACCOUNT))
    return found.identity.unit_name, found.identity.reporting_scope


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("砚溪县水利局2024年度部门决算", "department"),
        ("2024年度砚溪县水利局部门决算公开", "department"),
        ("砚溪县水利局2024年部门预算公开", "department"),
        ("砚溪县水利局2024年度部门预算（汇总）", "department"),
        ("砚溪县水利局2024年度部门汇总决算", "department"),
        ("砚溪县水利局2024年度单位决算", "body"),
        ("砚溪县水利局2024年单位预算公开", "body"),
        ("砚溪县水利局本级2024年度部门决算", "body"),
        ("砚溪县水利局（本级）2024年度部门决算", "body"),
        ("2024年度砚溪县水利局机关部门决算", "body"),
        ("砚溪县水利局机关本级2024年度部门决算", "body"),
        ("砚溪县水利局（机关）2024年度部门决算", "body"),
        ("砚溪县水利局（汇总）2024年度部门整体支出绩效自评报告", "department"),
        ("砚溪县水利局本级2024年度部门整体支出绩效自评报告", "body"),
        # 部门整体支出 is what every such report is called, a bracket leaves it open
        ("砚溪县水利局2024年度部门整体支出绩效自评报告", None),
        ("砚溪县水利局2024年度部门（单位）预算", None),
        ("砚溪县水利局2024年度部门（单位）决算", None),
    ],
)
def test_the_title_says_it_and_the_name_is_the_same(title: str, expected: str | None) -> None:
    assert scope(title) == ("砚溪县水利局", expected)


@pytest.mark.parametrize(
    "name",
    [
        "砚溪县机关事务管理局",
        "砚溪县机关事务服务中心",
        "砚溪县机关幼儿园",
        "中共砚溪县直属机关工作委员会",
        "砚溪县社会保障局机关服务中心",
        "砚溪县单位资金汇总中心",
    ],
)
def test_such_a_word_in_a_name_is_part_of_it(name: str) -> None:
    assert scope(f"{name}2024年度部门整体支出绩效自评报告") == (name, None)
    assert scope(f"{name}2024年度单位决算") == (name, "body")


@pytest.mark.parametrize(
    "written", ["砚溪县水利局（本级）", "砚溪县水利局本级", "砚溪县水利局机关", "砚溪县水利局(机关本级)"]
)
@pytest.mark.parametrize("place", ["cover", "form"])
def test_a_cover_and_a_form_say_it_behind_the_name(written: str, place: str) -> None:
    title = "2024年度部门整体支出绩效自评报告"
    named: Part = f"单位名称：{written}（盖章）" if place == "cover" else table(f"单位名称 | {written}\n年度 | 2024年")
    assert scope(title, named) == ("砚溪县水利局", "body")


def test_a_label_that_asks_for_it_comes_first() -> None:
    title = "砚溪县水利局本级2024年度部门决算"
    assert scope(title) == ("砚溪县水利局", "body")
    assert scope(title, "编报口径：部门汇总") == ("砚溪县水利局", "department")
    assert scope("砚溪县水利局2024年度部门决算", "报表类型：单户表") == ("砚溪县水利局", "body")


def test_places_that_disagree_say_nothing() -> None:
    title = "2024年度部门整体支出绩效自评报告"
    both = table("单位名称 | 砚溪县水利局（本级）\n单位名称 | 砚溪县水利局（汇总）")
    assert scope(title, both) == ("砚溪县水利局", None)
    assert scope("砚溪县水利局2024年度部门决算", both) == ("砚溪县水利局", "department")


def test_a_list_of_bodies_under_the_title_says_nothing() -> None:
    found = scope("砚溪县水利局2024年度部门决算", "一、单位构成", "1.砚溪县水利局本级", "2.砚溪县水文站")
    assert found == ("砚溪县水利局", "department")
