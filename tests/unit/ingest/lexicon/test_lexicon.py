"""The lexicon is data: every file loads, its codes agree, and a bad row is named."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from ingest import lexicon
from ingest.lexicon import families
from ingest.normalize.characters import fold
from tests.support import nonempty

FILES = sorted(path.stem for path in lexicon.HERE.glob("*.csv"))
MEASURES = {"budget", "expenditure", "income", "adjustment", "carryover"}
VERSIONS = {"initial", "adjusted", "unstated"}
LABELS = lexicon.rows("labels")


def codes(name: str, column: str) -> set[str]:
    return {row[column] for row in lexicon.rows(name)}


# -- every file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_file_loads_and_every_row_has_its_key(name: str) -> None:
    rows = lexicon.rows(name)
    assert rows
    key = next(iter(rows[0]))
    assert all(row[key].strip() for row in rows)
    for row in rows:
        assert all(value == value.strip() for value in row.values()), row


@pytest.mark.parametrize("name", FILES)
def test_files_are_plain_csv_in_utf8(name: str) -> None:
    data = (lexicon.HERE / f"{name}.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    data.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("labels", ("label",)),
        ("fillers", ("filler",)),
        ("columns", ("header",)),
        ("identity", ("label",)),
        ("dates", ("label",)),
        ("attributes", ("label", "value_kind")),
        ("attribute_codes", ("attribute_code",)),
        ("line_items", ("line_item_code",)),
        ("funds", ("fund_code",)),
        ("organisations", ("suffix",)),
        ("sections", ("pattern",)),
        ("families", ("report_family",)),
        ("family_titles", ("pattern",)),
        ("cues", ("pattern", "kind")),
        ("forms", ("pattern",)),
        ("projects", ("role",)),
    ],
)
def test_no_word_is_listed_twice(name: str, key: tuple[str, ...]) -> None:
    counted = Counter(tuple(lexicon.plain(row[column]) for column in key) for row in lexicon.rows(name))
    assert [word for word, count in counted.items() if count > 1] == []


# -- codes -------------------------------------------------------------------------------------------------------------


def test_labels_use_known_codes() -> None:
    line_items, funds = codes("line_items", "line_item_code"), codes("funds", "fund_code")
    for row in LABELS:
        assert row["line_item_code"] in line_items | {""}, row
        assert row["fund_code"] in funds | {""}, row
        assert row["measure"] in MEASURES | {""}, row
        assert row["budget_version"] in VERSIONS | {""}, row
        if row["budget_version"]:
            assert row["measure"] == "budget", row


def test_labels_say_what_their_kind_promises() -> None:
    for row in LABELS:
        if row["kind"] == "measure":
            assert row["measure"], row
        if row["kind"] in ("item", "table_item"):
            assert row["line_item_code"], row
        if row["kind"] in ("adjustment", "carryover"):
            assert row["measure"] == row["kind"], row


def test_kinds_of_labels_are_those_the_recognisers_ask_for() -> None:
    source = "".join(path.read_text("utf-8") for path in (lexicon.HERE.parent / "recognisers").rglob("*.py"))
    unused = {row["kind"] for row in LABELS if not re.search(rf'"{row["kind"]}"', source)}
    assert unused == set()


def test_line_items_are_a_tree_by_dots() -> None:
    parents = {row["line_item_code"]: row["parent_code"] for row in lexicon.rows("line_items")}
    for code, parent in parents.items():
        assert parent in parents or parent == ""
        if "." in code:
            assert parent == code.rsplit(".", 1)[0]
    assert {"total", "basic", "basic.personnel", "basic.operating", "project", "three_public", "procurement"} <= set(
        parents
    )


def test_the_funds_everyone_relies_on_are_there() -> None:
    promised = {
        "general_public_budget", "government_fund", "state_capital", "social_insurance_fund", "special_account", "other_funds",
        "all_funds",
    }  # fmt: skip
    assert promised <= codes("funds", "fund_code")


def test_attribute_labels_and_columns_use_known_codes() -> None:
    known = codes("attribute_codes", "attribute_code")
    assert codes("attributes", "attribute_code") <= known
    assert codes("attributes", "value_kind") <= {"people", "rate", "score"}
    in_columns = {
        row["role"].split(":", 1)[1] for row in lexicon.rows("columns") if row["role"].startswith("attribute:")
    }
    assert in_columns <= known


def test_columns_are_complete() -> None:
    roles = {
        "amount", "level1", "level2", "level3", "target", "adjusted_target", "actual", "operator", "unit", "weight", "score", "reason",
        "completion_rate", "execution_rate", "received", "level4", "note",
    }  # fmt: skip
    for row in lexicon.rows("columns"):
        assert row["role"].split(":")[0] in roles | {"attribute"}, row
        if row["role"] == "amount":
            assert row["measure"] in MEASURES or row["header"] == "金额", row
        if row["relative_year"]:
            assert int(row["relative_year"]) in (-1, 0), row


def test_every_code_has_a_name_in_both_languages() -> None:
    for name in ("line_items", "funds", "attribute_codes"):
        for row in lexicon.rows(name):
            assert re.search(r"[\u4e00-\u9fff]", row["name_zh"]), row
            assert re.search(r"[a-z]", row["name_en"]), row


def test_sections_families_and_forms_hold_valid_patterns() -> None:
    funds = codes("funds", "fund_code")
    for row in lexicon.rows("sections"):
        re.compile(row["pattern"])
        assert int(row["level"]) in (1, 2)
        assert row["fund_code"] in funds | {""}
        assert row["default_measure"] in MEASURES
    assert families.family_of_title("2023年度部门预算") is not None
    assert lexicon.forms()


def test_words_of_titles_have_known_codes() -> None:
    known = {"line_item": codes("line_items", "line_item_code"), "fund": codes("funds", "fund_code")}
    for row in lexicon.rows("titles"):
        assert row["code"] in known[row["kind"]]
    assert lexicon.title_codes(lexicon.plain("一般公共预算“三公”经费支出表"), "line_item") == {"three_public"}
    assert lexicon.title_codes(lexicon.plain("一般公共预算“三公”经费支出表"), "fund") == {"general_public_budget"}


@pytest.mark.parametrize(
    ("name", "seed", "key"),
    [
        ("line_items", "line_item", "line_item_code"),
        ("funds", "fund", "fund_code"),
        ("attribute_codes", "attribute_code", "attribute_code"),
        ("families", "report_family", "report_family"),
    ],
)
def test_seeds_of_dbt_hold_the_codes_of_the_lexicon_and_their_names(name: str, seed: str, key: str) -> None:
    path = lexicon.HERE.parent.parent / "dbt" / "seeds" / f"{seed}.csv"
    if not path.exists():
        pytest.skip("no dbt project beside the library")
    with path.open(encoding="utf-8", newline="") as handle:
        seeded = list(csv.DictReader(handle))
    own = lexicon.rows(name)
    shared = [column for column in own[0] if column in seeded[0]]
    assert {"name_zh", "name_en", key} <= set(shared)

    def said(rows: list[dict[str, str]]) -> dict[str, list[str]]:
        # the lexicon says yes, a seed true
        plain = {"yes": "true", "": "false"}
        return {
            row[key]: [plain[row[c]] if c.startswith("is_") and row[c] in plain else row[c] for c in shared]
            for row in rows
        }

    assert said(own) == said(seeded)


def test_families_refer_to_families() -> None:
    known = codes("families", "report_family")
    assert codes("family_titles", "report_family") <= known
    assert codes("families", "family_of_project") <= known | {""}
    assert families.family_of_sections() in known
    assert families.family("department_budget").is_plan
    assert not families.family("final_accounts").is_plan


def test_every_cue_is_a_pattern_that_somebody_asks_for() -> None:
    source = "".join(path.read_text("utf-8") for path in lexicon.HERE.parent.rglob("*.py"))
    for row in lexicon.rows("cues"):
        re.compile(row["pattern"])
    unused = {kind for kind in codes("cues", "kind") if not re.search(rf"[\"']{kind}[\"']|\b{kind}=", source)}
    assert unused == set()
    with pytest.raises(KeyError, match="no cue of kind nothing_of_that_name"):
        lexicon.cue("nothing_of_that_name")


def test_cues_that_are_compared_as_words_are_no_patterns() -> None:
    source = "".join(path.read_text("utf-8") for path in lexicon.HERE.parent.rglob("*.py"))
    as_words = nonempty(
        kind for call in re.findall(r"\bcues\(([^)]*)\)", source) for kind in re.findall(r'"(\w+)"', call)
    )
    patterns = [row["pattern"] for row in lexicon.rows("cues") if re.search(r"[\[\](){}?*+|\\^$.]", row["pattern"])]
    assert "年[底末终]" in patterns
    assert [word for kind in as_words for word in lexicon.cues(kind) if word in patterns] == []


# -- lookups -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", LABELS, ids=lambda row: row["label"])
def test_every_label_is_found_however_it_is_written(row: dict[str, str]) -> None:
    text = row["label"]
    broken = "\n".join(text[at : at + 2] for at in range(0, len(text), 2))
    for written in (text, f" {text}\u3000", broken, f"“{text}”", text.replace("(", "（").replace(")", "）")):
        found = lexicon.label(lexicon.plain(written))
        assert found is not None, written
        assert (found.kind, found.line_item_code or "") == (row["kind"], row["line_item_code"])


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("全年预算数（A）", ("amount", "budget", "adjusted", None, None)),
        ("全年执行数(B)", ("amount", "expenditure", None, None, None)),
        ("2022年决算数", ("amount", "expenditure", None, 2022, None)),
        ("2023年度\n决算数（万元）", ("amount", "expenditure", None, 2023, "万元")),
        ("上年决算数", ("amount", "expenditure", None, None, None)),
        ("年初预算数(元)", ("amount", "budget", "initial", None, "元")),
        ("执行率（B/A）", ("execution_rate", None, None, None, None)),
    ],
)
def test_column_headers_with_years_units_and_marks(header: str, expected: tuple[object, ...]) -> None:
    found = lexicon.column(lexicon.plain(header))
    assert found is not None
    assert (found.role, found.measure, found.budget_version, found.year, found.unit) == expected


def test_prior_year_columns_say_so() -> None:
    found = lexicon.column("上年决算数")
    assert found is not None
    assert found.relative_year == -1


@pytest.mark.parametrize("header", ["", "河道清淤专项", "12.5", "很长的一句话" * 6, "2023年"])
def test_other_cells_are_no_headers(header: str) -> None:
    assert lexicon.column(lexicon.plain(header)) is None


@pytest.mark.parametrize(
    ("title", "code", "fund"),
    [
        ("一般公共预算支出情况", "general_public_budget", "general_public_budget"),
        ("政府性基金预算支出情况", "government_fund", "government_fund"),
        ("国有资本经营预算支出情况", "state_capital", "state_capital"),
        ("社会保险基金预算支出情况", "social_insurance_fund", "social_insurance_fund"),
        ("部门（单位）基本情况", "profile", "all_funds"),
        ("基本支出情况", "basic", None),
        ("项目支出情况", "project", None),
        ("存在的问题及原因分析", "problems", "all_funds"),
    ],
)
def test_sections_are_known_by_title(title: str, code: str, fund: str | None) -> None:
    found = lexicon.section(fold(title))
    assert found is not None
    assert (found.code, found.fund_code) == (code, fund)


@pytest.mark.parametrize(
    "title",
    ["", "河道清淤专项", "本单位2023年度一般公共预算支出情况良好，全年支出812.45万元，比上年有所增加，完成了各项任务"],
)
def test_other_lines_open_no_section(title: str) -> None:
    assert lexicon.section(fold(title)) is None


def test_placeholders_are_told_from_projects() -> None:
    assert lexicon.is_placeholder(lexicon.plain("市级专项资金（一个专项一行）"))
    assert lexicon.is_placeholder("XXX专项")
    assert lexicon.is_placeholder("……")
    assert not lexicon.is_placeholder("河道清淤专项")
    assert lexicon.looks_like_project("河道清淤专项")
    assert not lexicon.looks_like_project("我局")


# -- bad rows ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicon, "HERE", tmp_path)
    return tmp_path


@pytest.mark.parametrize("bad", ["甲,乙", "甲,乙,丙,丁"])
def test_a_row_with_the_wrong_number_of_fields_is_named_by_file_and_line(elsewhere: Path, bad: str) -> None:
    (elsewhere / "words.csv").write_text(f"label,kind,note\n好,item,\n{bad}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.csv line 3"):
        lexicon.rows("words")


def test_commas_in_quotes_are_one_field(elsewhere: Path) -> None:
    (elsewhere / "words.csv").write_text('label,kind,note\n"甲,乙",item,\n', encoding="utf-8")
    assert lexicon.rows("words") == [{"label": "甲,乙", "kind": "item", "note": ""}]


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("年初部门预算安排数", ("amount", "budget", "initial", None)),
        ("调整后全年预算数（万元）", ("amount", "budget", "adjusted", None)),
        ("23年末决算支出数", ("amount", "expenditure", None, None)),
        ("政府采购预算金额", ("amount", "budget", "unstated", "procurement")),
        ("实际采购金额", ("amount", "expenditure", None, "procurement")),
        ("资金执行率③=②/①", ("execution_rate", None, None, None)),
        ("年度设定目标值", ("target", None, None, None)),
        ("单位自评得分", ("score", None, None, None)),
        ("未达标原因及整改措施", ("reason", None, None, None)),
    ],
)
def test_a_header_never_seen_is_known_by_its_words(header: str, meaning: tuple[str | None, ...]) -> None:
    known = lexicon.column(lexicon.plain(header))
    assert known is not None
    assert (known.role, known.measure, known.budget_version, known.line_item_code) == meaning


@pytest.mark.parametrize(
    "header", ["项目预算执行情况", "基本支出", "预算单位", "决算说明", "指标1", "采购方式", "年初结转"]
)
def test_words_of_money_alone_make_no_header(header: str) -> None:
    assert lexicon.column(lexicon.plain(header)) is None


def test_a_pattern_never_covers_a_line_item() -> None:
    covered = [
        row["label"]
        for row in lexicon.rows("labels")
        if row["kind"] in ("item", "table_item", "fund", "table_fund")
        and (known := lexicon.column(lexicon.plain(row["label"]))) is not None
        and known.line_item_code != row["line_item_code"]
    ]
    # what was bought, as a column
    assert set(covered) <= {"实际采购"}


def test_every_reason_of_a_figure_has_words() -> None:
    with (lexicon.HERE.parents[1] / "dbt" / "seeds" / "figure_reason.csv").open(encoding="utf-8", newline="") as lines:
        told = {row["reason"]: row["ending"] for row in csv.DictReader(lines)}
    source = "".join(path.read_text("utf-8") for path in (lexicon.HERE.parent / "recognisers").rglob("*.py"))
    left = set(re.findall(r'(?:Left|Passed)\(\s*"([a-z_]+)"', source))
    left |= set(re.findall(r'not_understood\([^"]*(?:NAME|recogniser), "([a-z_]+)"', source))
    excluded = {row["reason"] for row in lexicon.rows("figure_cues")}
    assert len(left) > 20 and len(excluded) > 5
    assert {reason for reason in left | excluded if reason not in told} == set()
    assert {told[reason] for reason in excluded} == {"excluded"}
    # none is kept that nothing says
    unsaid = {reason for reason in told if not re.search(rf'"{reason}"', source) and reason not in excluded}
    assert unsaid == set()
