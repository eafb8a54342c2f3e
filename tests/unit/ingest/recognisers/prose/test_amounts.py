"""Amounts in running text: sentence by sentence, what is claimed and what is left alone."""

from __future__ import annotations

import pytest

from tests.support import nonempty
from tests.unit.ingest.reports import PROJECTS, TITLE, claims, document, recognised, said, source_text

# what a sentence says -> the claims a careful reader makes of it
SENTENCES: dict[str, list[str]] = {
    "2023年度财政拨款收入1,234.56万元。": ["2023 income fiscal_appropriation 12345600"],
    "本年支出合计1200万元，其中基本支出800万元，项目支出400万元。": [
        "2023 expenditure total 12000000", "2023 expenditure basic 8000000", "2023 expenditure project 4000000",
    ],
    "年初预算数为522.3万元，全年预算数为600万元，全年执行数为590.5万元，执行率98.4%。": [
        "2023 budget.initial total 5223000", "2023 budget.adjusted total 6000000", "2023 expenditure total 5905000",
    ],
    "部门整体支出实际支出76万元，预算支出80万元。": ["2023 expenditure total 760000", "2023 budget.unstated total 800000"],
    "“三公”经费预算8万元，支出决算6.5万元，其中：公务接待费1.5万元，公务用车运行维护费5万元，因公出国（境）费0万元。": [
        "2023 budget.unstated three_public 80000", "2023 expenditure three_public 65000", "2023 expenditure three_public.reception 15000",
        "2023 expenditure three_public.vehicle.operation 50000", "2023 expenditure three_public.overseas 0",
    ],
    "公用经费和人员经费支出分别为12万元、34万元。": [
        "2023 expenditure basic.operating 120000", "2023 expenditure basic.personnel 340000",
    ],
    "三公经费8.7万元，比上年增加0.5万元，增长6%。": ["2023 expenditure three_public 87000"],
    "基本支出预算123万元，决算120万元；项目支出预算50万元，决算49万元。": [
        "2023 budget.unstated basic 1230000", "2023 expenditure basic 1200000",
        "2023 budget.unstated project 500000", "2023 expenditure project 490000",
    ],
    "2023年预算资金387664.62元，实际支出３８０，０００.５元。": [
        "2023 budget.unstated total 387664.62", "2023 expenditure total 380000.5",
    ],
    "全年预算数1.2亿元，执行数1.1亿元。": ["2023 budget.adjusted total 120000000", "2023 expenditure total 110000000"],
    "2023年年初预算500万元，年中追加20万元，调整后预算520万元，实际支出510万元，结转结余10万元。": [
        "2023 budget.initial total 5000000", "2023 adjustment total 200000", "2023 budget.adjusted total 5200000",
        "2023 expenditure total 5100000", "2023 carryover total 100000",
    ],
    "2023年调减预算156.00万元。": ["2023 adjustment total -1560000"],
    "一般公共预算财政拨款支出500万元，政府性基金预算支出20万元。": [
        "2023 expenditure total general_public_budget 5000000", "2023 expenditure total government_fund 200000",
    ],
    "支出决算为100万元，完成年初预算的95%。": ["2023 expenditure total 1000000"],
    "本单位2023年度三公经费支出5万元，与2022年持平。": ["2023 expenditure three_public 50000"],
    "2022年三公经费决算6万元，2023年三公经费决算5万元。": ["2022 expenditure three_public 60000", "2023 expenditure three_public 50000"],
    "上年度决算支出50万元，本年度决算支出60万元。": ["2022 expenditure total 500000", "2023 expenditure total 600000"],
    "人员经费120.5万元（其中：工资福利支出100万元，对个人和家庭的补助20.5万元），公用经费30万元。": [
        "2023 expenditure basic.personnel 1205000", "2023 expenditure basic.operating 300000",
    ],
    "项目支出100万元，其中：河道清淤项目60万元、水库除险加固40万元。": [
        "2023 expenditure project 1000000", "2023 expenditure project:河道清淤项目 600000", "2023 expenditure project:水库除险加固 400000",
    ],
    "年初批复预算总额为2,345.67万元，其中：人员经费1,200.00万元，公用经费145.67万元，项目支出1,000.00万元。": [
        "2023 budget.initial total 23456700", "2023 budget.initial basic.personnel 12000000",
        "2023 budget.initial basic.operating 1456700", "2023 budget.initial project 10000000",
    ],
    "我局2023年整体支出预算1000万元，其中：基本支出600万元，占60%；项目支出400万元，占40%。": [
        "2023 budget.unstated total 10000000", "2023 budget.unstated basic 6000000", "2023 budget.unstated project 4000000",
    ],
    "基本支出、项目支出年初预算分别为600万元、400万元，实际支出分别为590万元、380万元。": [
        "2023 budget.initial basic 6000000", "2023 budget.initial project 4000000",
        "2023 expenditure basic 5900000", "2023 expenditure project 3800000",
    ],
    "预算安排800万元，财政下达指标780万元，较年初预算减少20万元。": [
        "2023 budget.initial total 8000000", "2023 budget.adjusted total 7800000",
    ],
    "公务接待费支出1.2万元，较上年减少0.3万元，主要原因是厉行节约。": ["2023 expenditure three_public.reception 12000"],
    "2023年政府采购预算100万元，实际采购支出95万元。": [
        "2023 budget.unstated procurement 1000000", "2023 expenditure procurement 950000",
    ],
    "预算数：1000万元；决算数：990万元。": ["2023 budget.unstated total 10000000", "2023 expenditure total 9900000"],
    "云溪区水务局2023年部门预算1000万元，部门决算支出990万元。": [
        "2023 budget.unstated total 10000000", "2023 expenditure total 9900000",
    ],
    "区财政局批复我局2023年部门预算1000万元。": ["2023 budget.unstated total 10000000"],
    "河道保洁经费年初预算50万元，实际支出48万元，执行率96%。": [
        "2023 budget.initial project:河道保洁经费 500000", "2023 expenditure project:河道保洁经费 480000",
    ],
    "基本支出：人员经费300万元，公用经费50万元。": [
        "2023 expenditure basic.personnel 3000000", "2023 expenditure basic.operating 500000",
    ],
    "项目支出预算30万元（河道清淤10万元、水质监测20万元），全部执行。": [
        "2023 budget.unstated project 300000", "2023 budget.unstated project:河道清淤 100000", "2023 budget.unstated project:水质监测 200000",
    ],
    "全年总支出为990.55万元，其中基本支出690.55万元、项目支出300万元。": [
        "2023 expenditure total 9905500", "2023 expenditure basic 6905500", "2023 expenditure project 3000000",
    ],
    "2023年，我局年初预算安排资金600万元，全年实际支出580.25万元，结余19.75万元。": [
        "2023 budget.initial total 6000000", "2023 expenditure total 5802500", "2023 carryover total 197500",
    ],
    "财政拨款基本支出为500.2万元。": ["2023 expenditure basic 5002000"],
    "基本支出800（万元），项目支出200（万元）。": ["2023 expenditure basic 8000000", "2023 expenditure project 2000000"],
    "年初预算数522.3万元（其中：基本支出400万元，项目支出122.3万元），全年支出500万元。": [
        "2023 budget.initial total 5223000", "2023 budget.initial basic 4000000", "2023 budget.initial project 1223000",
        "2023 expenditure total 5000000",
    ],
    "基本支出500万元（其中：人员经费400万元，公用经费100万元），项目支出300万元。": [
        "2023 expenditure basic 5000000", "2023 expenditure basic.personnel 4000000", "2023 expenditure basic.operating 1000000",
        "2023 expenditure project 3000000",
    ],
    "2023年度决算总支出1028.35万元，其中：基本支出668.15万元（人员经费590.75万元、公用经费77.4万元），项目支出360.2万元。": [
        "2023 expenditure total 10283500", "2023 expenditure basic 6681500", "2023 expenditure basic.personnel 5907500",
        "2023 expenditure basic.operating 774000", "2023 expenditure project 3602000",
    ],
    "人员经费预算300万元、支出290万元，公用经费预算50万元、支出48万元。": [
        "2023 budget.unstated basic.personnel 3000000", "2023 expenditure basic.personnel 2900000",
        "2023 budget.unstated basic.operating 500000", "2023 expenditure basic.operating 480000",
    ],
    "公务用车购置及运行维护费5万元，其中：公务用车购置费0万元，公务用车运行维护费5万元。": [
        "2023 expenditure three_public.vehicle 50000", "2023 expenditure three_public.vehicle.purchase 0",
        "2023 expenditure three_public.vehicle.operation 50000",
    ],
    "部门决算支出11,122,315.04元，其中基本支出9,000,000.00元。": [
        "2023 expenditure total 11122315.04", "2023 expenditure basic 9000000",
    ],
    "公用经费９８．５万元，人员经费１，２３４．５万元。": [
        "2023 expenditure basic.operating 985000", "2023 expenditure basic.personnel 12345000",
    ],
    "基本支出预算约230余万元。": ["2023 budget.unstated basic 2300000"],
    "年初预算1000万元，调整预算为1,100万元，实际完成支出1,090万元。": [
        "2023 budget.initial total 10000000", "2023 budget.adjusted total 11000000", "2023 expenditure total 10900000",
    ],
    "项目支出预算200万，实际支出180万。": ["2023 budget.unstated project 2000000", "2023 expenditure project 1800000"],
    "年末结转结余10.5万元。": ["2023 carryover total 105000"],
    "经费支出合计500万元，比2022年480万元增加20万元。": ["2023 expenditure total 5000000", "2022 expenditure total 4800000"],
    "2023年财政拨款收入500万元，支出480万元。": ["2023 income fiscal_appropriation 5000000", "2023 expenditure total 4800000"],
    "单位：万元\n基本支出500，项目支出300。": ["2023 expenditure basic 5000000", "2023 expenditure project 3000000"],
    "2022年、2023年年初预算分别为4125.49,4143.91万元。": [
        "2022 budget.initial total 41254900", "2023 budget.initial total 41439100",
    ],
    "清理河道10.2万余处，种植3.5万亩，项目支出5万元。": ["2023 expenditure project 50000"],
    "2023年预算总收入500万元，总支出500万元；决算总收入480万元，总支出470万元。": [
        "2023 budget.unstated total 5000000", "2023 expenditure total 4700000",
    ],
    "年初预算500万元，年中追加50万元，其中追加绩效考核奖30万元。": [
        "2023 budget.initial total 5000000", "2023 adjustment total 500000",
    ],
    "单位：万元\n年中执行调增0，实际支出96.5，结余结转0。": [
        "2023 adjustment total 0", "2023 expenditure total 965000", "2023 carryover total 0",
    ],
    "上半年支出200万元，全年支出510万元。": ["2023 expenditure total 5100000"],
    "截至2023年6月底，支出200万元；截至2023年12月底，支出510万元。": ["2023 expenditure total 5100000"],
    "三公经费控制在8万元以内，实际支出7万元。": ["2023 expenditure three_public 70000"],
    "支出80万元，占全年预算100万元的80%，其中基本支出50万元，项目支出30万元。": [
        "2023 expenditure total 800000", "2023 budget.adjusted total 1000000",
        "2023 expenditure basic 500000", "2023 expenditure project 300000",
    ],
    "（三）“三公”经费情况。2023年预算9万元，决算8万元。": [
        "2023 budget.unstated three_public 90000", "2023 expenditure three_public 80000",
    ],
    "三公经费预算贰拾万元整，支出一十五万五千元。": [
        "2023 budget.unstated three_public 200000", "2023 expenditure three_public 155000",
    ],
    "“三公”经费财政拨款支出年初预算为9万元，支出决算为8万元。": [
        "2023 budget.initial three_public 90000", "2023 expenditure three_public 80000",
    ],
    "政府采购支出总额100万元，其中：货物支出20万元、工程支出30万元、服务支出50万元。": ["2023 expenditure procurement 1000000"],
    "2022年结转5万元，全年实际支出90万元。": ["2022 carryover total 50000", "2023 expenditure total 900000"],
    "公务接待费5万元，其中：国内公务接待费4万元。": ["2023 expenditure three_public.reception 50000"],
    "支出总计520万元，其中：本年支出500万元，年末结转和结余20万元。": [
        "2023 expenditure total 5000000", "2023 carryover total 200000",
    ],
    "总预算500万元，其中本级预算300万元，年末决算480万元。": [
        "2023 budget.unstated total 5000000", "2023 expenditure total 4800000",
    ],
}  # fmt: skip

# the same under 项目支出情况: the project named above, in the item or in the sentence
PROJECT_SENTENCES: dict[str, list[str]] = {
    "1.河道清淤专项\n年初预算50万元，实际支出48万元，执行率96%。": [
        "2023 budget.initial project:河道清淤专项 general_public_budget 500000",
        "2023 expenditure project:河道清淤专项 general_public_budget 480000",
    ],
    "（1）河道清淤专项。年初预算50万元，实际支出48万元。": [
        "2023 budget.initial project:河道清淤专项 general_public_budget 500000",
        "2023 expenditure project:河道清淤专项 general_public_budget 480000",
    ],
    "1、河道清淤专项资金50万元，实际支出48万元，用于清理河道。\n2、水质监测经费20万元。": [
        "2023 budget.unstated project:河道清淤专项资金 general_public_budget 500000",
        "2023 expenditure project:河道清淤专项资金 general_public_budget 480000",
        "2023 expenditure project:水质监测经费 general_public_budget 200000",
    ],
    "一是河道清淤，预算安排50万元，支出48万元；二是水质监测，预算20万元，支出20万元。": [
        "2023 budget.unstated project:河道清淤 general_public_budget 500000",
        "2023 expenditure project:河道清淤 general_public_budget 480000",
        "2023 budget.unstated project:水质监测 general_public_budget 200000",
        "2023 expenditure project:水质监测 general_public_budget 200000",
    ],
    "河道清淤项目，年初预算数30万元，全年执行数30万元。\n项目支出30万元，主要用于清淤。": [
        "2023 budget.initial project:河道清淤项目 general_public_budget 300000",
        "2023 expenditure project:河道清淤项目 general_public_budget 300000",
        "2023 expenditure project:河道清淤项目 general_public_budget 300000",
    ],
    "1.河道治理工程（一期）预算50万元，支出48万元；河道治理工程（二期）预算20万元，支出18万元。": [
        "2023 budget.unstated project:河道治理工程（一期） general_public_budget 500000",
        "2023 expenditure project:河道治理工程（一期） general_public_budget 480000",
        "2023 budget.unstated project:河道治理工程（二期） general_public_budget 200000",
        "2023 expenditure project:河道治理工程（二期） general_public_budget 180000",
    ],
    "1.河道治理工程第一期预算50万元，支出48万元。": [
        "2023 budget.unstated project:河道治理工程第一期 general_public_budget 500000",
        "2023 expenditure project:河道治理工程第一期 general_public_budget 480000",
    ],
    "1.智慧城管二期项目50万元，实际支出48万元。": [
        "2023 budget.unstated project:智慧城管二期项目 general_public_budget 500000",
        "2023 expenditure project:智慧城管二期项目 general_public_budget 480000",
    ],
    "“河道清淤项目”绩效自评综述：全年预算数为50万元，执行数为48万元。": [
        "2023 budget.adjusted project:河道清淤项目 general_public_budget 500000",
        "2023 expenditure project:河道清淤项目 general_public_budget 480000",
    ],
    "本年项目支出共80万元，其中：河道清淤50万元，水质监测30万元。": [
        "2023 expenditure project general_public_budget 800000",
        "2023 expenditure project:河道清淤 general_public_budget 500000",
        "2023 expenditure project:水质监测 general_public_budget 300000",
    ],
}

# the words say nothing that may be claimed
SILENT = [
    "投入120万元修建水渠3公里，挽回经济损失230余万元，发放补贴50万元。",
    "清理河道10.2万余处，种植3.5万亩，服务12万人次。",
    "引进外资50万美元。",
    "2023年度预算支出10-20万元。",
    "三公经费与上年持平，没有增减。",
    "预算执行率99.3%，较上年提高2个百分点。",
    "补贴200万，用于生态修复。",
    "公务接待8批次，接待60人，每人每次不超过50元/人。",
]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda text: text[:24])
def test_claims_of_a_sentence(sentence: str) -> None:
    assert claims(sentence) == SENTENCES[sentence]


@pytest.mark.parametrize("sentence", PROJECT_SENTENCES, ids=lambda text: text[:24])
def test_claims_below_a_project_heading(sentence: str) -> None:
    assert claims(sentence, TITLE + PROJECTS) == PROJECT_SENTENCES[sentence]


@pytest.mark.parametrize("sentence", SILENT, ids=lambda text: text[:24])
def test_no_claim_is_made_of_what_states_none(sentence: str) -> None:
    assert claims(sentence) == []
    # nor does it keep what stands beside it from being one
    assert claims(f"{sentence}\n公用经费决算7.25万元。\n{sentence}") == ["2023 expenditure basic.operating 72500"]


@pytest.mark.parametrize("sentence", [*SENTENCES, *PROJECT_SENTENCES], ids=lambda text: text[:24])
def test_every_claim_quotes_the_sentence_it_stands_in(sentence: str) -> None:
    head = TITLE + PROJECTS if sentence in PROJECT_SENTENCES else TITLE
    found = document(head + sentence)
    for claim in nonempty(recognised(sentence, head).claims):
        source = source_text(found, claim)
        assert source[claim.char_start : claim.char_end] == claim.amount_text
        assert claim.quote in source
        assert claim.amount_text in claim.quote
        assert claim.place_kind == "narrative"


@pytest.mark.parametrize("sentence", ["机关运行经费支出35万元。", "其他收入100万元。"])
def test_money_beside_a_known_word_that_is_not_understood_is_listed(sentence: str) -> None:
    found = recognised(sentence)
    assert found.claims == []
    (row,) = found.unrecognised
    assert row.reason
    assert row.quote in sentence
    assert sentence[row.char_start : row.char_end] in ("35", "100")


def test_what_projects_use_money_for_is_listed_not_claimed() -> None:
    found = recognised("项目支出80万元。主要用于河道清淤50万元、水质监测30万元。", TITLE + PROJECTS)
    assert [str(claim.amount_yuan) for claim in found.claims] == ["800000.00"]
    assert {row.reason for row in found.unrecognised} == {"use_of_funds"}


def test_the_section_tells_the_fund() -> None:
    body = "二、一般公共预算支出情况\n基本支出500万元。\n三、政府性基金预算支出情况\n项目支出20万元。\n四、存在的问题\n无\n"
    assert claims(body) == [
        "2023 expenditure basic general_public_budget 5000000",
        "2023 expenditure project government_fund 200000",
    ]


@pytest.mark.parametrize("number", ["二、", "2、", "（二）", "", "9. "])
def test_sections_are_told_by_title_whatever_their_number(number: str) -> None:
    body = f"{number}政府性基金预算支出情况\n支出合计20万元。\n"
    assert claims(body) == ["2023 expenditure total government_fund 200000"]


def test_where_no_year_is_stated_the_reports_counts_and_says_so() -> None:
    found = recognised("基本支出500万元。2022年度基本支出480万元。")
    assert [(claim.stated_fiscal_year, claim.year_basis) for claim in found.claims] == [
        (2023, "report"),
        (2022, "stated"),
    ]


def test_the_year_of_a_document_or_a_project_is_no_fiscal_year() -> None:
    assert claims("根据清财预〔2022〕15号文，年初预算500万元。") == ["2023 budget.initial total 5000000"]


def test_numbering_before_a_year_is_no_part_of_the_figure() -> None:
    assert claims("1.2023年预算资金76万元。\n2、2023年决算支出75万元。") == [
        "2023 budget.unstated total 760000",
        "2023 expenditure total 750000",
    ]


def test_the_expenditure_behind_an_appropriation_is_no_income() -> None:
    body = "六、资金使用及绩效情况\n（一）整体支出绩效情况\n1.2023年度一般公共预算财政拨款收入1,035.60万元，支出1,028.35万元，执行率99.30%。\n"
    assert claims(body) == [
        "2023 income fiscal_appropriation general_public_budget 10356000",
        "2023 expenditure total general_public_budget 10283500",
    ]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("812.45万元", "8124500"),
        ("812.450万元", "8124500"),
        ("8,124,500元", "8124500"),
        ("8124500.00元", "8124500"),
        ("0.081245亿元", "8124500"),
        ("8124.5千元", "8124500"),
        ("８１２．４５万元", "8124500"),
        ("812.45 万元", "8124500"),
        ("812.45\u3000万元", "8124500"),
    ],
)
def test_one_amount_in_every_style(written: str, yuan: str) -> None:
    assert claims(f"2023年年初预算{written}，实际支出{written}。") == [
        f"2023 budget.initial total {yuan}",
        f"2023 expenditure total {yuan}",
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("会议费2万元，培训费3万元。", {"2": "label_not_covered", "3": "label_not_covered"}),
        # what is spent of something unknown is unknown too
        ("会议费预算2万元，实际支出1.5万元。", {"2": "label_not_covered", "1.5": "unknown_label"}),
        ("上半年支出200万元。", {"200": "part_of_year"}),
        ("三公经费控制在8万元以内。", {"8": "limit"}),
        ("总预算500万元，其中本级预算300万元。", {"300": "part_without_label"}),
        ("从资金来源看，政府性基金20万元。", {"20": "no_measure"}),
        ("收入支出总计500万元，财政拨款收支总计480万元。", {"500": "label_not_covered", "480": "label_not_covered"}),
        # what stands beside it is listed too
        ("本级预算300万元，上级转移支付20万元。", {"300": "part_without_label", "20": "unknown_label"}),
        ("机关运行经费支出35万元，其中办公费5万元。", {"35": "label_not_covered", "5": "part_of_unknown"}),
        ("机关运行经费支出35万元。其中：财政拨款30万元。", {"35": "label_not_covered", "30": "part_of_unknown"}),
        ("政府采购货物预算30万元，面向中小企业预留20万元。", {"30": "procurement_part", "20": "procurement_part"}),
        ("由中小企业供应商中标的，采购金额20万元。", {"20": "procurement_part"}),
        ("固定资产500万元。", {"500": "other_money"}),
        ("纳入绩效管理的项目12个，预算金额80万元。", {"80": "unknown_label"}),
        ("收入预算500万元，其中：财政拨款收入480万元。", {"500": "income_not_covered", "480": "planned_income"}),
        ("上年结转5万元。", {"5": "opening_carryover"}),
    ],
)
def test_money_that_is_not_understood_is_listed_with_its_reason(sentence: str, expected: dict[str, str]) -> None:
    found = document(f"{TITLE}{sentence}\n")
    rows = recognised(sentence).unrecognised
    assert {source_text(found, row)[row.char_start : row.char_end]: row.reason for row in rows} == expected


OPERATING = "2023 expenditure basic.operating 50000"


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        *((f"{word}公用经费5万元。", "planned") for word in ("拟", "预计", "争取", "力争", "拟安排")),
        *((f"{word}公用经费预算5万元。", "planned") for word in ("明年", "次年", "下年", "下年度", "下一年", "下一年度")),
        *((f"{part}公用经费支出5万元。", "part_of_year") for part in ("第一季度", "上半年", "下半年", "1-6月", "截至6月底，", "截止11月末，")),
        ("公用经费控制在5万元。", "limit"),
        *((f"教育支出（{level}）5万元。", "functional_category") for level in "类款项"),
        *((f"{both}50万元。", "label_not_covered") for both in ("收支总计", "收、支总计", "收入及支出总计", "收入和支出总计")),
    ],
)  # fmt: skip
def test_money_that_is_not_the_years_own_is_listed_with_its_reason(sentence: str, reason: str) -> None:
    found = recognised(sentence)
    assert found.claims == []
    assert [row.reason for row in found.unrecognised] == [reason]


@pytest.mark.parametrize(
    "sentence",
    [
        *(f"公用经费支出5万元，{word}{than}{change}2万元。" for word in ("较", "比", "同比", "相比", "与") for than in ("上年", "去年", "2022年", "年初预算", "上一年") for change in ("增加", "减少")),
        *(f"公用经费支出5万元，较上年{change}2万元。" for change in ("增长", "下降", "上升", "降低", "多", "少")),
        *(f"公用经费支出{goes}5万元。" for goes in ("降至", "降为")),
        *(f"{whole}公用经费支出5万元。" for whole in ("1-12月", "全年", "截止12月底，", "截至2023年底，", "截至年末，", "截至2023年12月31日，")),
        "公用经费支出5万元，占预算的60%。",
        "公用经费支出5万元，仅占预算的60%。",
        "公用经费支出5万元，相当于2022年的60%。",
    ],
)  # fmt: skip
def test_what_a_figure_is_compared_with_is_no_figure_of_its_own(sentence: str) -> None:
    assert claims(sentence) == [OPERATING]


@pytest.mark.parametrize("none", ["无", "没有", "未产生"])
@pytest.mark.parametrize(
    "what", ["结转结余", "结余结转", "结转和结余", "结余", "结转", "财政拨款结转结余", "年末结余", "资金结余"]
)
def test_nothing_left_over_is_a_carry_over_of_zero(none: str, what: str) -> None:
    assert claims(f"支出合计5万元，{none}{what}。") == ["2023 expenditure total 50000", "2023 carryover total 0"]


@pytest.mark.parametrize("parts", ["其中：本年支出45万元，结余分配5万元", "其中:本年支出45万元，年末结转5万元"])
def test_a_sum_of_spending_with_what_is_carried_on_is_not_what_was_spent(parts: str) -> None:
    found = recognised(f"支出总计50万元，{parts}。")
    assert "2023 expenditure total 450000" in [said(claim) for claim in found.claims]
    assert "2023 expenditure total 500000" not in [said(claim) for claim in found.claims]
    assert "expenditure_and_carryover" in [row.reason for row in found.unrecognised]
    # split into what was spent it is
    assert claims("支出总计50万元，其中基本支出30万元。")[0] == "2023 expenditure total 500000"
    assert claims("支出总计50万元，其中：项目支出30万元。")[0] == "2023 expenditure total 500000"


@pytest.mark.parametrize(
    "words", ["资金来源：", "资金来源为", "经费来源是", "资金全部来自", "资金均来源于", "经费主要来自", "资金出自"]
)
def test_where_money_comes_from_is_not_spent_again(words: str) -> None:
    assert claims(f"公用经费支出5万元，{words}财政拨款5万元。") == [OPERATING]


def test_figures_of_both_years_have_their_own() -> None:
    assert claims("公用经费上年5万元，本年4万元。") == [
        "2022 expenditure basic.operating 50000",
        "2023 expenditure basic.operating 40000",
    ]


@pytest.mark.parametrize("who", ["", "县", "区", "市"])
@pytest.mark.parametrize("mark", ["", "，", "、", " "])
def test_what_was_given_at_the_years_start_is_the_initial_budget(who: str, mark: str) -> None:
    assert claims(f"年初{mark}{who}财政安排公用经费5万元。") == ["2023 budget.initial basic.operating 50000"]
