"""The reports of the kept home: invented bodies in real counties, invented figures, several families, formats and years.

They are written for this purpose and never change: a kept home holds what an older code made of these very bytes.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path

TEA = "湖北省英山县茶山步道管护中心"
LANTERN = "四川省阆中市灯会陈列馆"
BRIDGE = "云南省剑川县石桥养护站"
BAMBOO = "浙江省云和县竹林防火中队"
FERRY = "湖南省江永县渡口管理所"


def cells(*rows: str) -> str:
    """Rows of a table (cells between `|`) as Word text: a tab before each cell, a blank line after each row."""
    return "".join("".join(f"\t{cell.strip()}\n" for cell in row.split("|")) + "\n" for row in rows)


def sections(
    unit: str,
    year: int,
    *,
    initial: str,
    total: str,
    project: str,
    basic: str,
    staff: str,
    office: str,
    first: str,
    second: str,
    filled: str,
) -> str:
    """A report of nine sections on what a body spent."""  # fmt: skip
    return f"""附件1
{year}年度部门（单位）整体支出绩效自评报告
部门（单位）名称：{unit}（盖章）
{year}年度{unit}整体支出绩效自评报告
一、部门（单位）基本情况
{unit}负责辖区设施的日常管护。核定编制24名，实际在职人数22人，退休3人。
二、一般公共预算支出情况
（一）基本支出情况
1.{year}年年初预算资金{initial}万元。
2.{year}年度单位一般公共预算财政拨款收入{total}万元。
3.{year}年度单位一般公共预算财政拨款支出{total}万元。其中：项目支出{project}万元，基本支出{basic}万元，其中：人员经费{staff}万元，公用经费{office}万元。
（二）项目支出情况
1.护栏更新专项{first}万元。用于更换老旧护栏。
2.路面修补经费{second}万元。用于破损路面修补。
三、政府性基金预算支出情况
无。
六、资金使用及绩效情况
（一）整体支出绩效情况
1.全年巡查365次，整改隐患41处，群众满意度达到96%。
（二）项目支出绩效情况
1.年初预算项目护栏更新专项，预算资金{first}万元，实际支出{first}万元，结余结转0万元。
七、存在的问题及原因分析
雨季施工受限，支付进度偏慢。
填表人：云中君   填报日期：{filled}   联系电话：0713-5550123
"""


def base_table(year: int, *rows: str) -> str:
    return f"附件2\n{year}年度部门（单位）整体支出绩效评价基础数据表\n" + cells(
        f"财政供养人员情况（人）|编制数|{year}年实际在职人数|控制率",
        "|24|22|91.67%",
        f"经费控制情况（万元）|{year - 1}年决算数|{year}年预算数|{year}年决算数",
        *rows,
    )


def self_evaluation(unit: str, year: int, money: str) -> str:
    return f"附件3\n{year}年度部门（单位）整体支出绩效自评表\n" + cells(
        f"县级预算部门（单位）名称|{unit}",
        "年度预算申请（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分",
        f"|年度资金总额|{money}",
        "绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
        "|产出指标（50分）|数量指标|更换护栏长度|≥1200米|1260米|30|30|",
        "|||质量指标|验收合格率|100%|98%|20|19|一处返工",
        "|效益指标（30分）|社会效益指标|巡查次数|≥360次|365次|30|30|",
        "|满意度指标（10分）|服务对象满意度指标|群众满意度|≥95%|96%|10|10|",
    )


TEA_2023 = (
    sections(
        TEA, 2023, initial="402.10", total="418.55", project="96.40", basic="322.15", staff="290.05", office="32.10",
        first="61.40", second="35.00", filled="2024年3月12日",
    )
    + base_table(
        2023,
        "三公经费|2.10|2.00|1.84", "    3、公务接待|2.10|2.00|1.84", "项目支出：|88.20|90.00|96.40",
        "  1、护栏更新专项|50.20|55.00|61.40", "  2、路面修补经费|38.00|35.00|35.00", "公用经费|33.90|33.00|32.10",
    )
)  # fmt: skip
TEA_2024 = (
    sections(
        TEA, 2024, initial="420.00", total="433.72", project="101.30", basic="332.42", staff="300.92", office="31.50",
        first="64.30", second="37.00", filled="2025年3月18日",
    )
    + base_table(
        2024,
        "三公经费|1.84|1.90|1.62", "    3、公务接待|1.84|1.90|1.62", "项目支出：|96.40|98.00|101.30",
        "  1、护栏更新专项|61.40|60.00|64.30", "  2、路面修补经费|35.00|38.00|37.00", "公用经费|32.10|32.00|31.50",
    )
    + self_evaluation(TEA, 2024, "420.00|440.00|433.72|10|98.57%|9.86")
)  # fmt: skip
# says 155.20 and 152.20 of one project: a finding, and a fact that was chosen among claims
FERRY_2024 = (
    sections(
        FERRY, 2024, initial="510.30", total="548.90", project="231.80", basic="317.10", staff="279.90", office="37.20",
        first="155.20", second="76.60", filled="2025年2月26日",
    )
    + base_table(
        2024,
        "三公经费|5.60|5.50|5.21", "    1、公务用车购置和维护经费|4.80|4.80|4.66", "      公车运行维护|4.80|4.80|4.66",
        "    3、公务接待|0.80|0.70|0.55", "项目支出：|210.00|220.00|231.80", "  1、护栏更新专项|140.00|150.00|152.20",
        "  2、路面修补经费|70.00|70.00|76.60", "公用经费|36.80|37.00|37.20",
    )
)  # fmt: skip
# received twice in two wordings: the later stated one counts
BRIDGE_FIRST = sections(
    BRIDGE, 2023, initial="188.00", total="193.46", project="40.20", basic="153.26", staff="138.16", office="15.10",
    first="22.20", second="18.00", filled="2024年2月5日",
)  # fmt: skip
BRIDGE_AGAIN = sections(
    BRIDGE, 2023, initial="188.00", total="194.16", project="40.90", basic="153.26", staff="138.16", office="15.10",
    first="22.90", second="18.00", filled="2024年5月20日",
)  # fmt: skip

LANTERN_2024 = f"""{LANTERN}2024年度部门整体绩效自评报告
1、 基本情况
{LANTERN}2024年预算安排640.80万元，财政下达预算指标612.30万元，较年初预算减少28.50万元。决算支出608.12万元，其中：基本支出402.02万元，项目支出206.10万元。
二、自评工作开展情况
成立自评小组，对照指标逐项自评。
三、绩效目标完成情况分析
（一）运行成本指标完成情况
1.公用经费控制指标
（1）公用经费控制率
公用经费年初预算41.00万元，实际支出38.54万元，公用经费控制率94.00%，达到年初目标。
（2）在职人员控制率
编制人数30人，实有在职人员28人，控制率93.33%，完成年初目标。
（3）三公经费变动率
2024年三公经费支出3.80万元，2023年三公经费支出4.00万元，三公经费变动率为-5.00%，达到了年初目标。
（二）管理效率指标完成情况
1.预算执行
2024年调整后预算数612.30万元，预算执行数608.12万元，预算执行率为99.32%。
（三）满意度指标完成情况
1.服务对象满意度
服务对象满意度为95%，达到了年初目标90%。
四、存在的问题
部分指标设置不够细化。
"""

LANTERN_ACCOUNT = (
    f"{LANTERN}2023年度部门决算\n支出决算表\n公开03表\n部门：{LANTERN}\n金额单位：元\n"
    + cells(
        "科目编码|科目名称|本年支出合计|基本支出|项目支出",
        "|合计|5,902,418.36|3,960,314.02|1,942,104.34",
        "207|文化旅游体育与传媒支出|5,301,104.34|3,359,000.00|1,942,104.34",
        "208|社会保障和就业支出|601,314.02|601,314.02|",
    )
    + "三、“三公”经费支出决算情况说明\n2023年度“三公”经费支出决算为4.00万元，其中：公务接待费支出决算为4.00万元。\n"
)

BAMBOO_BUDGET = (
    f"{BAMBOO}2025年部门预算\n2025年部门收支预算总表\n单位：万元\n"
    + cells(
        "项目|预算数|项目（按功能分类）|预算数",
        "一、一般公共预算拨款|275.40|一、农林水支出|241.60",
        "二、政府性基金预算拨款||二、住房保障支出|33.80",
        "本年收入合计|275.40|本年支出合计|275.40",
    )
    + "七、“三公”经费预算情况说明\n2025年“三公”经费预算数6.40万元，其中：公务用车运行费5.20万元，公务接待费1.20万元。\n"
)

NOTICE = """关于做好防汛物资清点工作的通知
各村（社区）：
请于六月底前完成库房清点，并将结果报送值班室。联系人：风伯，电话0578-5550199。
"""

PROJECT_FORM: tuple[tuple[str, ...], ...] = (
    ("2024年度项目支出绩效自评表",),
    ("项目名称", "竹林隔离带清理"),
    ("主管部门", "浙江省云和县林业局", "实施单位", BAMBOO),
    ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", "85.00", "85.00", "82.45", "10", "97%", "9.7"),
    ("", "其中：当年财政拨款", "85.00", "85.00", "82.45", "", "", ""),
    ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("", "产出指标", "数量指标", "清理隔离带长度", "≥46公里", "48公里", "50", "50"),
    ("", "效益指标", "生态效益指标", "火情次数", "≤2次", "1次", "30", "30"),
    ("", "满意度指标", "服务对象满意度指标", "林农满意度", "≥90%", "93%", "10", "10"),
    ("", "总分", "", "", "", "", "100", "99.7"),
)

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A ZIP of the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, compress_type=zipfile.ZIP_DEFLATED, compresslevel=9
            )
    return buffer.getvalue()


def _package(main: str, kind: str, parts: dict[str, str], relations: str = "") -> bytes:
    folder, _, name = main.rpartition("/")
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>',
            f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
            **parts,
        }
    )


def as_docx(text: str) -> bytes:
    """Word text (tab before each cell, blank line after each row) as a DOCX of paragraphs and tables."""
    body, row, table = "", "", ""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for line in [*text.split("\n"), "."]:
        if line.startswith("\t"):
            row += f"<w:tc><w:p><w:r><w:t>{escape(line[1:])}</w:t></w:r></w:p></w:tc>"
        elif not line and row:
            table, row = table + f"<w:tr>{row}</w:tr>", ""
        elif line:
            body, table = body + (f"<w:tbl>{table}</w:tbl>" if table else ""), ""
            body += f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" if line != "." else ""
    return _package(
        "word/document.xml",
        "wordprocessingml.document",
        {"word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'},
    )


def as_xlsx(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Rows of texts as the one sheet of an XLSX."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(64 + column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row, 1)
            if text
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets><sheet name="自评表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{lines}</sheetData></worksheet>',
        },
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>',
    )


def as_html(text: str) -> bytes:
    """Word text as a web page in GB 18030: paragraphs and tables."""
    body, row, table = "", "", ""
    for line in [*text.split("\n"), "."]:
        if line.startswith("\t"):
            row += f"<td>{escape(line[1:])}</td>"
        elif not line and row:
            table, row = table + f"<tr>{row}</tr>", ""
        elif line:
            body, table = body + (f'<table border="1">{table}</table>' if table else ""), ""
            body += f"<p>{escape(line)}</p>" if line != "." else ""
    return f'<html><head><meta charset="gb18030"></head><body>{body}</body></html>'.encode("gb18030")


def write(folder: Path) -> Path:
    """Writes every report into a folder; the same bytes whenever it is done."""
    files: dict[str, bytes] = {
        "tea_2023.txt": TEA_2023.encode(),
        "tea_2024.docx": as_docx(TEA_2024),
        "ferry_2024.html": as_html(FERRY_2024),
        "bridge_2023.txt": BRIDGE_FIRST.encode(),
        "corrected/bridge_2023.txt": BRIDGE_AGAIN.encode(),
        "lantern_2024.txt": LANTERN_2024.encode(),
        "lantern_account_2023.txt": LANTERN_ACCOUNT.encode(),
        "bamboo_budget_2025.txt": BAMBOO_BUDGET.encode(),
        "bamboo_project_2024.zip": zipped({"自评表/竹林隔离带清理.xlsx": as_xlsx(PROJECT_FORM)}),
        "copy/tea_2023_copy.txt": TEA_2023.encode(),
        "notice.txt": NOTICE.encode(),
        "damaged.txt": bytes(range(0, 256, 3)) * 6,
    }
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder
