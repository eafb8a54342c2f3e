"""Masks hide people, keep places, and leave figures alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalize.characters import fold, squeeze
from ingest.normalize.privacy import MASK, is_filler_line, is_filler_row, mask
from tests.unit.ingest.properties import PROPERTY, WIDE, Written, written

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超"
LABELS = [
    "填表人",
    "填报人",
    "制表人",
    "经办人",
    "联系人",
    "单位负责人",
    "项目负责人",
    "财务负责人",
    "审核人",
    "复核人",
    "负责人",
    "分管领导",
]


@st.composite
def people(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(SURNAMES)) + "".join(draw(st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2)))


@st.composite
def phones(draw: st.DrawFn) -> str:
    digits = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=8, max_size=8)))
    mobile = draw(st.sampled_from(["13", "15", "18", "19"])) + "8" + digits
    area = draw(st.sampled_from(["0731", "021", "0898"]))
    local = "2" + digits[:7]
    return draw(
        st.sampled_from(
            [mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}", f"{area}-{local}",
             f"{area} {local}", f"{area}—{local}", f"（{area}）{local}", local, local[:7]]
        )
    )  # fmt: skip


@PROPERTY
@given(
    st.sampled_from(LABELS),
    people(),
    st.sampled_from(["：", ":", " ：", "（签名）：", "(签字):", "："]),
    st.sampled_from(["", " ", "　　"]),
    st.sampled_from(LABELS),
    people(),
    phones(),
    st.booleans(),
)
def test_names_and_phone_numbers_of_filler_lines_are_hidden_in_place(
    label: str, name: str, colon: str, gap: str, second: str, other: str, phone: str, wide: bool
) -> None:
    number = phone.translate(WIDE) if wide else phone
    line = f"{label}{colon}{name}{gap}{second}：{other}{gap}联系电话：{number} 填报日期：2024年3月5日"
    masked = mask(line)
    assert len(masked) == len(line)
    assert name not in masked
    assert other not in masked
    assert not re.search(r"[0-9０-９]{5}", masked.replace(" ", "").replace("-", "").split("填报日期")[0])
    assert masked.endswith("填报日期：2024年3月5日")
    assert masked.startswith(label)
    assert is_filler_line(fold(line))


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("填表人：张 伟", "张 伟"),
        ("填表人：张　　伟　　联系电话：2822 1234", "张　　伟"),
        ("填表人：买买提·吾斯曼江", "买买提·吾斯曼江"),
        ("填表人：欧阳修明审核人：李敏", "李敏"),
        ("填表人 张伟 联系电话 13812345678", "张伟"),
        ("联系人：张伟，电话：0731-28221234转8002", "0731-28221234"),
        ("身份证号430202198001011234", "430202198001011234"),
        ("负责人签字：张伟", "张伟"),
        ("咨询请拨13812345678", "13812345678"),
        ("咨询请拨0731-28221234", "0731-28221234"),
        *((f"{label}：张伟", "张伟") for label in LABELS),
        *((f"{signed}：张伟", "张伟") for signed in ("签字", "签名", "审核人签章", "审核人（签字）")),
        *((f"{word}：2822123", "2822123") for word in ("电话", "手机", "联系方式", "联系电话")),
        ("填表人|张伟", "张伟"),
        ("填表人 | | 张伟", "张伟"),
        ("填表人 张 伟 民", "张 伟 民"),
        ("填表人：买买提•吾斯曼江", "买买提•吾斯曼江"),
        ("填表人：买买提.吾斯曼江", "买买提.吾斯曼江"),
        ("咨询请拨138 1234 5678", "138 1234 5678"),
        ("咨询请拨138-1234-5678", "138-1234-5678"),
        ("咨询请拨0731—28221234", "0731—28221234"),
        ("咨询请拨（0731）28221234", "（0731）28221234"),
        ("咨询请拨０７３１－２８２２１２３４", "０７３１－２８２２１２３４"),
        ("身份证号43020219800101123X", "43020219800101123X"),
        ("身份证号43020219800101123x", "43020219800101123x"),
        ("填报日期：2024.3.5 28221234", "28221234"),
        ("联系方式 2822123", "2822123"),
        ("填表人：张伟 0731 28221234", "0731 28221234"),
    ],
)
def test_what_must_not_be_published(line: str, hidden: str) -> None:
    masked = mask(line)
    assert len(masked) == len(line)
    assert hidden in line
    assert hidden not in masked
    assert MASK in masked


@pytest.mark.parametrize("label", ["联系电话", "电话", "手机", "填报日期", "日期", "盖章", "审核人"])
def test_the_next_label_is_no_part_of_a_name(label: str) -> None:
    assert mask(f"填表人：张伟{label}：") == f"填表人：{MASK * 2}{label}："


@PROPERTY
@given(written(signed=True), st.sampled_from(["元", "万元", "%", "人", "件", "平方米", "次"]))
def test_figures_are_never_masked(figure: Written, unit: str) -> None:
    line = f"2023年度预算支出{figure.text}{unit}，执行率98.99%。"
    assert mask(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "预算支出11,122,315.04元，其中项目387664.62元",
        "预算总额23456789.00元",
        "预算总额 23456789 元",
        "全年总支出为12345678元",
        "2023年1月1日至2023年12月31日",
        "编制数20人，在职18人",
        "基本支出 | 2345678.12 | 2345678.12 | 100%",
        "主要负责人对预算执行负责",
        "由负责人审批后支出2345678元",
        "电话费支出2822123元",
        "电话：13812345678万元",
        "填报日期：2024年，服务2822123人次",
        "填报日期：2024年，面积2822123平方米",
        "填报日期：2024年，支出2822123.5元",
        "填报日期：2024年，支出28221234 万元",
        "支出13812345678元",
        "支出13812345678.50元",
        "合计138123456789",
        "联系人满意度95%",
        "填报日期：2024年，占3.2822123",
        "填报日期：2024年，共12,2822123",
    ],
)
def test_running_text_and_table_rows_stay_as_they_are(line: str) -> None:
    assert mask(line) == line


@PROPERTY
@given(st.text(max_size=120))
def test_a_mask_is_as_long_as_what_it_hides_and_hides_once(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked


@pytest.mark.parametrize(
    ("line", "is_filler"),
    [
        ("填表人：张伟    填报日期：2024.3.5    联系电话：28221234", True),
        ("填表人（签名）：         填报日期：", True),
        ("单位负责人（签字）：", True),
        ("绩效自评得分：96分，已由各科室负责人审核。", False),
        ("年初预算数50万元，联系人：张伟", False),
        ("编制数：20人", False),
        ("填报日期：2024.3.5", True),
        ("联系方式：", True),
        ("联系电话 ：", True),
        ("填表人：张伟，年初预算50万元", False),
        ("填表人：" + "水" * 195, True),
        ("填表人：" + "水" * 196, False),
    ],
)
def test_a_filler_line_only_says_who_filled_the_form(line: str, is_filler: bool) -> None:
    assert is_filler_line(fold(line)) is is_filler


@pytest.mark.parametrize(
    ("cells", "is_filler"),
    [
        (["填表人", "张伟", "联系电话", "28221234"], True),
        (["", "填表人（签名）：", "张伟"], True),
        (["单位负责人签字：李敏", "", "填报日期：2024.3.5"], True),
        (["填 报\n人", "张伟"], True),
        (["项目负责人", "张伟"], True),
        (["联系电话", "28221234"], True),
        (["填报日期", "2024.3.5"], True),
        (["联系方式：28221234"], True),
        (["产出指标", "数量指标", "联系人满意度"], False),
        (["联系人满意度", "95%"], False),
        (["序号", "项目", "负责人"], False),
        ([], False),
    ],
)
def test_a_filler_row_of_a_table(cells: list[str], is_filler: bool) -> None:
    assert is_filler_row(map(squeeze, cells)) is is_filler
