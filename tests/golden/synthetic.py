"""Reports that nobody wrote: an invented county, invented bodies, figures that add up, and the many ways in which authors say them.

A template is a piece of a report with slots. A slot names what stands there, so the text and what a careful reader takes from it come
from the same line:

    {bi total}     an amount: measure, line item. bi, ba, bu: budget initial, adjusted, unstated; x: expenditure; in: income
    {x P1}         an amount of the first project; {P1} writes the project's name
    {x total @-1}  of the year before; {x total ~f} of another fund (g general, f government fund, o other, c central, k county); {x total =0} zero
    {bare x P1}    the number without its unit of measure, where the unit stands elsewhere
    {n}            an amount that is none of these (work done, change against last year, adjustment, carry-over)
    {r} {k} {y} {y-1} {U}   a rate, a count, the year, the year before, the unit

Sources of the wordings: the domain notes on how such reports are written; no text is taken from a real report.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from decimal import Decimal

from tests.golden.scoring import CENT, Amount

MEASURES = {
    "bi": "budget_initial",
    "ba": "budget_adjusted",
    "bu": "budget_unstated",
    "x": "expenditure",
    "in": "income",
}
LINES = {
    "total": "total",
    "basic": "basic",
    "pers": "basic.personnel",
    "oper": "basic.operating",
    "office": "basic.operating.office",
    "util": "basic.operating.utilities_travel",
    "meet": "basic.operating.meeting_training",
    "proj": "project",
    "tp": "three_public",
    "ovs": "three_public.overseas",
    "veh": "three_public.vehicle",
    "vehp": "three_public.vehicle.purchase",
    "veho": "three_public.vehicle.operation",
    "rec": "three_public.reception",
    "proc": "procurement",
    "app": "fiscal_appropriation",
}
FUNDS = {
    "g": "general_public_budget",
    "f": "government_fund",
    "o": "other_funds",
    "c": "central_funds",
    "k": "county_funds",
    "a": "all_funds",
}

DIVISIONS = (
    ("青沅市", "云渚区"),
    ("临浦市", "石峪县"),
    ("望潭市", "禾塘区"),
    ("白汀市", "岚溪县"),
    ("桐浦市", "苇河区"),
    ("砚山市", "松洲县"),
)
BASES = (
    "水务局",
    "林业局",
    "文化旅游局",
    "审计局",
    "市场监督管理局",
    "环境卫生事务中心",
    "图书馆",
    "疾病预防控制中心",
    "交通运输综合行政执法大队",
    "退役军人事务局",
    "乡村振兴服务中心",
    "第三实验小学",
)
PROJECTS = (
    "河道清淤专项经费",
    "智慧水务平台建设项目",
    "村级公益事业补助资金",
    "老旧管网改造工程",
    "古树名木保护专项",
    "乡镇食堂运行补助",
    "湿地公园管护费",
    "防汛物资储备经费",
    "困难群众临时救助金",
    "数字档案室升级改造",
    "基层文化活动经费",
    "城乡客运一体化补贴",
    "小微水体治理项目",
    "残疾人就业扶持资金",
    "森林防火视频监控项目",
    "垃圾分类宣传经费",
    "退役军人走访慰问经费",
    "驻村帮扶工作经费",
    "信息系统运维服务",
    "春运保障专项资金",
    "办公楼维修改造项目",
    "非遗传承人培训项目",
    "学校食堂设备购置",
    "公务用车平台建设项目",
)
# names that hold a money word of their own: tested by themselves, so that one flaw doesn't show everywhere
TRICKY_PROJECTS = (
    "辅警人员经费专项",
    "中小学公用经费补助资金",
    "政府采购评审经费",
    "预算绩效管理经费",
)
STYLES = ("plain", "plain", "plain", "short", "thousands", "full_width", "yuan", "yuan_thousands", "space")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_HALF = str.maketrans("，：；（）", ",:;()")
_SLOT = re.compile(r"\{([^{}]+)\}")


class World:
    """One unit in one year: its names, and figures that add up (in 万元, drawn from the seed)."""

    def __init__(self, seed: int, *, style: str | None = None, half_width: bool | None = None) -> None:
        self.chance = random.Random(seed)
        self.city, self.county = self.chance.choice(DIVISIONS)
        self.base = self.chance.choice(BASES)
        self.unit = self.county + self.base
        self.year = self.chance.randint(2017, 2026)
        self.projects = self.chance.sample(PROJECTS, 4)
        self.style = style or self.chance.choice(STYLES)
        self.half_width = self.chance.random() < 0.15 if half_width is None else half_width
        self._amounts: dict[tuple[str, str, int, str], Decimal] = {}
        self._taken: set[Decimal] = set()

    def draw(self, low: float, high: float) -> Decimal:
        """An amount that no other figure of this world has."""
        while True:
            value = Decimal(str(round(self.chance.uniform(low, high), 2))).quantize(CENT)
            if value not in self._taken and value % 1:
                self._taken.add(value)
                return value

    def amount(self, measure: str, line: str, year: int = 0, fund: str = "") -> Decimal:
        """The amount of 万元: the same whenever asked; totals are the sums of their parts. `line` P1 to P4 are the projects."""
        key = (measure, line, year, fund)
        if key in self._amounts:
            return self._amounts[key]
        parts = {
            "total": ("basic", "proj"),
            "basic": ("pers", "oper"),
            "proj": ("P1", "P2", "P3"),
            "tp": ("veh", "rec"),
            "veh": ("vehp", "veho"),
        }.get(line)
        sizes = {"pers": (200, 3000), "oper": (20, 300), "proc": (5, 400), "app": (300, 4000)}
        if parts and measure != "in":
            value = sum((self.amount(measure, part, year, fund) for part in parts), Decimal(0))
        else:
            low, high = sizes.get(line, (3, 900) if line.startswith("P") else (0.3, 30))
            value = self.draw(low, high)
        self._amounts[key] = value
        return value


@dataclass
class Piece:
    """Text with what it states. `allowed` may be claimed too: a reader could see it either way."""

    text: str
    stated: list[Amount] = field(default_factory=list)
    allowed: list[Amount] = field(default_factory=list)


def write_amount(wan: Decimal, style: str, unit: bool = True) -> str:
    """An amount as a style of writing has it; without a unit it stays in 万元."""
    if not unit and style in ("yuan", "yuan_thousands", "space"):
        style = "plain"
    if style in ("yuan", "yuan_thousands"):
        yuan = (wan * 10_000).quantize(CENT)
        return format(yuan, ",f" if style == "yuan_thousands" else "f") + "元"
    text = format(wan, ",f" if style == "thousands" else "f")
    if style == "short":
        text = format(wan.normalize(), "f")
    if style == "full_width":
        text = text.translate(_WIDE)
    return text + ((" 万元" if style == "space" else "万元") if unit else "")


def fill(template: str, world: World, fund: str = "all_funds", evidence: str | None = None) -> Piece:  # noqa: C901 - one branch per kind of place in a made-up report
    """A template's text with its slots written, and the amounts it states. `fund` holds where a slot names none."""
    piece = Piece("")

    def one(match: re.Match[str]) -> str:
        words = match[1].split()
        has_unit = words[0] != "bare"
        if not has_unit:
            words = words[1:]
        head = words[0]
        if head == "U":
            return world.unit
        if head == "y":
            return str(world.year)
        if head == "y-1":
            return str(world.year - 1)
        if head == "r":
            return f"{world.chance.uniform(60, 99.9):.2f}%"
        if head == "k":
            return str(world.chance.randint(3, 400))
        if head == "n":
            return write_amount(world.draw(1, 200), world.style)
        if re.fullmatch(r"P[1-4]", head):
            return world.projects[int(head[1]) - 1]
        line = words[1]
        year, fund_key, value = 0, "", None
        for word in words[2:]:
            if word.startswith("@"):
                year = int(word[1:])
            elif word.startswith("~"):
                fund_key = word[1:]
            elif word == "=0":
                value = Decimal(0)
        if value is None:
            value = world.amount(head, line, year, fund_key)
        is_project = re.fullmatch(r"P[1-4]", line)
        piece.stated.append(
            Amount(
                "synthetic",
                world.year + year,
                MEASURES[head],
                "project" if is_project else LINES[line],
                world.projects[int(line[1]) - 1] if is_project else "",
                FUNDS[fund_key] if fund_key else fund,
                (value * 10_000).quantize(CENT),
                "narrative",
                evidence or template,
            )
        )
        return ("0万元" if has_unit else "0") if not value else write_amount(value, world.style, has_unit)

    piece.text = _SLOT.sub(one, template)
    if world.half_width:
        piece.text = piece.text.translate(_HALF)
    return piece


# -- what a report says of the whole unit: holds in any section without a fund of its own, and in those with one ------------------------
OVERALL = (
    "{y}年年初预算{bi total}，全年预算{ba total}，全年执行{x total}，执行率{r}。",
    "{y}年度，本单位年初批复预算{bi total}，年中追加{n}，调整后预算数为{ba total}，截至年底实际支出{x total}，预算完成率{r}。",
    "全年支出合计{x total}，其中：基本支出{x basic}，占{r}；项目支出{x proj}，占{r}。",
    "本年支出{x total}。其中基本支出{x basic}（人员经费{x pers}、公用经费{x oper}），项目支出{x proj}。",
    "人员经费预算{bu pers}、支出{x pers}；公用经费预算{bu oper}、支出{x oper}。",
    "基本支出{x basic}、项目支出{x proj}，合计{x total}。",
    "{y}年“三公”经费预算{bu tp}，决算{x tp}，较上年减少{n}，下降{r}。其中：公务用车运行维护费{x veho}，公务接待费{x rec}。",
    "三公经费支出{x tp}，其中：因公出国（境）费{x ovs =0}，公务用车购置及运行维护费{x veh}，公务接待费{x rec}。",
    "公务用车购置及运行维护费支出{x veh}，其中：公务用车购置支出{x vehp}，公务用车运行维护费{x veho}。",
    "政府采购预算{bu proc}，实际采购{x proc}，政府采购执行率{r}。",
    "{y}年政府采购年初预算{bi proc}，实际采购支出{x proc}，节约资金{n}。",
    "{y}年度财政拨款收入{in app}，比上年增加{n}，增长{r}。",
    "收入方面：财政拨款收入{in app}。支出方面：基本支出{x basic}，项目支出{x proj}。",
    "基本支出年初预算数{bi basic}，决算数{x basic}；项目支出年初预算数{bi proj}，决算数{x proj}。",
    "基本支出、项目支出分别为{x basic}、{x proj}。",
    "基本支出、项目支出年初预算分别为{bi basic}、{bi proj}，决算分别为{x basic}、{x proj}。",
    "年初预算、调整后预算和决算支出分别为{bi total}、{ba total}和{x total}。",
    "{y-1}年部门整体支出{x total @-1}，{y}年部门整体支出{x total}，同比增长{r}。",
    "{y}年全年预算数{ba total}，执行数{x total}，结转结余{n}，结转结余率{r}。",
    "财政下达预算指标{ba total}，实际使用{x total}，预算执行率{r}。",
    "年初下达预算{bi total}，年末执行{x total}。",
    "{y}年部门预算安排基本支出{bu basic}，项目支出{bu proj}，全年实际基本支出{x basic}，实际项目支出{x proj}。",
    "预算数：{bu total}；决算数：{x total}。",
    "整体支出年初预算数为{bi total}，调整预算数为{ba total}，决算数为{x total}。",
    "公用经费{x oper}，其中：办公经费{x office}，会议费、培训费{x meet}。",
    "人员经费{x pers}，主要包括基本工资、津贴补贴、奖金、社会保障缴费等；公用经费{x oper}，主要包括办公费、水费、电费、差旅费等。",
    "人员经费{x pers}（其中：工资福利支出{n}，对个人和家庭的补助{n}），公用经费{x oper}。",
    "（1）基本支出{x basic}，是为保障机构正常运转、完成日常工作任务而发生的支出；（2）项目支出{x proj}，是为完成特定任务而发生的支出。",
    "基本支出：年初预算{bi basic}，调整后预算{ba basic}，实际支出{x basic}。",
    "1.基本支出。{y}年基本支出{x basic}，占总支出的{r}，其中人员经费{x pers}，公用经费{x oper}。",
    "全年共支出{x total}，较年初预算增加{n}，主要原因是人员增资。",
    "截至{y}年12月31日，累计支出{x total}，预算执行率达到{r}。",
    "{y}年，{U}取得财政拨款收入{in app}，发生支出{x total}。",
    "年初预算安排三公经费{bi tp}，其中公务接待费{bi rec}，公务用车运行维护费{bi veho}；全年实际支出三公经费{x tp}，其中公务接待费{x rec}，公务用车运行维护费{x veho}。",
    "三公经费年初预算数{bi tp}，实际支出{x tp}，“三公经费”控制率为{r}。",
    "公务接待费{x rec}，共接待{k}批次、{k}人次。",
    "{y}年度一般公共预算财政拨款支出年初预算为{bi total ~g}，支出决算为{x total ~g}，完成年初预算的{r}。",
    "一般公共预算财政拨款基本支出{x basic ~g}，其中：人员经费{x pers ~g}，公用经费{x oper ~g}。",
    (
        "“三公”经费支出预算为{bu tp}，支出决算为{x tp}，完成预算的{r}，其中：因公出国（境）费支出预算为{bu ovs =0}，支出决算为{x ovs =0}；"
        "公务用车购置及运行维护费支出预算为{bu veh}，支出决算为{x veh}，完成预算的{r}；公务接待费支出预算为{bu rec}，支出决算为{x rec}。"
    ),
    "公务用车购置支出为{x vehp =0}，公务用车运行支出{x veho}，主要用于车辆燃料费、维修费、保险费等。",
    "本年预算{bu total}，比上年预算增加{n}，增长{r}。",
    "年初预算为{bi total}，年末决算为{x total}，差额{n}。",
    "全年预算执行情况：预算{bu total}，执行{x total}，执行率{r}。",
    "执行数为{x total}，预算数为{bu total}，执行率为{r}。",
    "实际支出{x total}，占年初预算{bi total}的{r}。",
    "{y}年预算{bu total}中，人员经费{bu pers}、公用经费{bu oper}、项目支出{bu proj}。",
    "调整后预算{ba total}，较年初预算{bi total}增加{n}。",
    "{y}年支出决算{x total}，比上年决算数{x total @-1}增加{n}，增长{r}。",
    "三公经费支出{x tp}，比年初预算数{bi tp}减少{n}。",
    "我单位{y}年度部门预算资金为{bu total}，其中基本支出预算{bu basic}，项目支出预算{bu proj}；部门决算支出为{x total}，其中基本支出{x basic}，项目支出{x proj}。",
    "{y}年整体支出总额{x total}，按支出性质分：基本支出{x basic}，项目支出{x proj}。",
    "全年人员经费支出{x pers}，公用经费支出{x oper}，两项合计{x basic}，均为基本支出。",
    "预算编制方面，{y}年年初预算{bi total}；预算执行方面，全年支出{x total}。",
    "经财政批复，{U}{y}年年初部门预算为{bi total}，其中人员经费{bi pers}、公用经费{bi oper}、项目经费{bi proj}。",
    "基本支出预算{bu basic}，实际支出{x basic}，执行率{r}；项目支出预算{bu proj}，实际支出{x proj}，执行率{r}。",
    "基本支出实际支出{x basic}，其中人员经费实际支出{x pers}，公用经费实际支出{x oper}。",
    "本年度三公经费实际支出{x tp}（其中公务接待费{x rec}、公务用车费用{x veh}），上年度三公经费实际支出{x tp @-1}，同比下降{r}。",
    "上年三公经费决算{x tp @-1}，本年三公经费决算{x tp}，变动率{r}。",
    "公用经费控制率=实际支出公用经费总额{x oper}/预算安排公用经费总额{bu oper}×100%={r}。",
    "预算调整率：年初预算{bi total}，调整后预算{ba total}，预算调整率{r}。",
    "年初预算{bi total}（基本支出{bi basic}、项目支出{bi proj}），决算{x total}（基本支出{x basic}、项目支出{x proj}）。",
    "{y}年度总支出{x total}：基本支出{x basic}，占{r}；项目支出{x proj}，占{r}。",
    "一是基本支出{x basic}，主要用于人员工资和日常运转；二是项目支出{x proj}，主要用于专项工作。",
    "公用经费预算安排{bu oper}，实际支出{x oper}，公用经费控制率{r}，达到年初目标。",
    "{y}年度单位总支出预算为{bu total}。其中：1.基本支出预算{bu basic}；2.项目支出预算{bu proj}。",
    "全年基本支出完成{x basic}，项目支出完成{x proj}。",
    "{y}年部门决算总支出{x total}，较{y-1}年决算总支出{x total @-1}减少{n}。",
    "日常公用经费支出{x oper}，人员支出{x pers}，项目支出{x proj}。",
    "本单位{y}年度预算收入为财政拨款收入{n}，预算总支出{bu total}。",
    "年中财政调整预算后，全年预算为{ba total}，其中基本支出{ba basic}，项目支出{ba proj}，全部执行完毕。",
    "出国费{x ovs =0}；公务接待费{x rec}；公务用车运行维护费{x veho}，“三公”经费合计{x tp}。",
    "{y}年，部门预算总额{bu total}（其中：基本支出{bu basic}，项目支出{bu proj}），预算执行{x total}，执行率{r}。",
    "部门支出总额为{x total}，其中：人员经费{x pers}，占比{r}；公用经费{x oper}，占比{r}；项目经费{x proj}，占比{r}。",
    "基本支出情况。{y}年基本支出预算{bu basic}，决算{x basic}，主要用于在职人员工资福利及日常办公开支。",
    "截止{y}年底，基本支出{x basic}，项目支出{x proj}，分别完成预算的{r}和{r}。",
    "三公经费预算{bu tp}，实际支出{x tp}，其中：公务接待费预算{bu rec}，实际支出{x rec}；公务用车运行维护费预算{bu veho}，实际支出{x veho}。",
    "预算总支出{bu total}，决算总支出{x total}。",
    "年初预算批复{bi total}，其中基本支出批复{bi basic}，项目支出批复{bi proj}。",
    "年初安排{bi total}，年中调整为{ba total}，年末实际支出{x total}。",
    "{y}年预算调整情况：年初预算数{bi total}，调整后{ba total}。",
    "支出预算{bu total}，其中：基本支出{bu basic}、项目支出{bu proj}；支出决算{x total}，其中：基本支出{x basic}、项目支出{x proj}。",
    "{y}年全年执行数{x total}，全年预算数{ba total}，年初预算数{bi total}。",
    "{y}年总支出合计{x total}，较上年{x total @-1}增长{r}。",
    "人员经费{x pers}，公用经费{x oper}，其中办公费{x office}。",
    "预算完成率=决算数{x total}/预算数{bu total}×100%={r}。",
    "{y}年度财政拨款收入{in app}，支出{x total}，年末结转结余{n}。",
    "总收入{n}，其中财政拨款收入{in app}、其他收入{n}。",
    "政府采购支出总额{x proc}，其中：政府采购货物支出{n}、政府采购工程支出{n}、政府采购服务支出{n}。",
    "公务用车保有量{k}辆，公务用车运行维护费{x veho}。",
    "因公出国（境）团组0个、0人次，未发生出国经费；公务接待{k}批次{k}人次，公务接待费{x rec}。",
    "三公经费{x tp}，同比减少{n}，其中公务接待费{x rec}，同比减少{n}；公务用车运行维护费{x veho}，同比增加{n}。",
    "基本支出{x basic}，项目支出{x proj}，共计支出{x total}。",
    "（一）预算安排情况：年初预算{bi total}。（二）预算执行情况：实际支出{x total}。",
    "基本支出 {x basic} ，项目支出 {x proj} 。",
    "{y}年预算资金：{bu total}；实际支出：{x total}。",
    "预算资金{bu total}到位率100%，实际支出{x total}，支出率{r}。",
    "年度预算{bu total}，当年执行{x total}，预算执行率为{r}，按评分标准得10分。",
    "{U}{y}年度整体支出预算数{bu total}、执行数{x total}。",
    "人员经费：年初预算{bi pers}，支出{x pers}。公用经费：年初预算{bi oper}，支出{x oper}。项目支出：年初预算{bi proj}，支出{x proj}。",
    "本年度基本支出{x basic}，较上年度基本支出{x basic @-1}增加{n}。",
    "{y-1}年度三公经费决算数{x tp @-1}，{y}年度预算数{bu tp}、决算数{x tp}，变动率{r}。",
    "{y}年部门预算{bu total}，资金执行{x total}，资金执行率{r}。",
    "{y}年一般公共预算基本支出年初预算数{bi basic ~g}，支出决算数{x basic ~g}，完成率{r}。",
    "{y}年年初预算总额{bi total}，预算调整数{n}，调整预算总额{ba total}，执行总额{x total}。",
    "部门整体预算{bu total}，支出{x total}。",
    "财政拨款支出{x total}，其中，基本支出{x basic}（占{r}），项目支出{x proj}（占{r}）。",
    "本年度人员经费执行{x pers}、公用经费执行{x oper}、项目经费执行{x proj}。",
    "批复预算{bi total}，下达预算{ba total}，支出{x total}。",
    "{y}年初，财政批复我单位预算{bi total}；年中调整后预算{ba total}；全年支出{x total}。",
    "三公经费总额{x tp}，其中公务接待费{x rec}，公务用车费{x veh}，未安排因公出国（境）费用。",
    "公务接待费预算{bu rec}，实际发生{x rec}；公车运行维护费预算{bu veho}，实际发生{x veho}。",
    "“三公”经费实际支出数{x tp}，预算安排数{bu tp}，控制率{r}。",
    "基本支出{x basic}（其中：人员支出{x pers}，日常公用支出{x oper}）；项目支出{x proj}。",
    "全年政府采购预算金额{bu proc}，实际采购金额{x proc}。",
    "{y}年支出决算总额为{x total}，其中基本支出决算{x basic}，项目支出决算{x proj}。",
    "年末，基本支出执行数{x basic}，项目支出执行数{x proj}，结余{n}。",
    "部门预算资金总额为{bu total}，其中：基本支出资金{bu basic}，项目支出资金{bu proj}。",
    "财政年初安排预算资金{bi total}，年终决算{x total}。",
    "（一）{y}年收入情况：财政拨款收入{in app}；（二）{y}年支出情况：支出合计{x total}，其中基本支出{x basic}，项目支出{x proj}。",
    "{y}年支出共计{x total}，用于基本支出{x basic}，用于项目支出{x proj}。",
    "办公经费{x office}，较预算{bu office}节约{n}。",
    "会议费、培训费共支出{x meet}。",
    "基本支出预算执行率{r}（预算数{bu basic}，执行数{x basic}）。",
    "总预算{bu total}，总支出{x total}，总体执行率{r}。",
    "支出预算执行情况：{y}年年初支出预算{bi total}，全年支出{x total}，执行率{r}。",
    "经核实，{y}年度{U}整体支出决算数{x total}，预算数{bu total}。",
    "公用经费支出{x oper}，占公用经费预算{bu oper}的{r}。",
    "基本支出预算{bu basic}、项目支出预算{bu proj}；基本支出决算{x basic}、项目支出决算{x proj}。",
    "年度预算总额：{bu total}；其中：人员经费：{bu pers}；公用经费：{bu oper}；项目经费：{bu proj}。",
    "{y}年度预算执行{x total}，较{y-1}年度{x total @-1}增长{r}。",
    "本年三公经费{x tp}，上年{x tp @-1}，下降{r}。",
    "年初部门预算数{bi total}，调增{n}、调减{n}，调整后部门预算数{ba total}。",
    "人员经费{x pers}，占基本支出的{r}；公用经费{x oper}，占基本支出的{r}。",
    "本单位无因公出国（境）安排，公务用车运行维护费{x veho}，接待费{x rec}。",
    "{y}年实现财政拨款收入{in app}。",
    "收到一般公共预算财政拨款收入{in app ~g}。",
    "根据{y}年部门决算，我单位全年总支出{x total}，比年初预算{bi total}多支出{n}。",
    "部门年初预算资金总额{bi total}，其中人员经费{bi pers}，运转类公用经费{bi oper}，特定目标类项目经费{bi proj}。",
    "基本支出执行情况：预算数{bu basic}，执行数{x basic}，其中人员经费执行{x pers}、公用经费执行{x oper}。",
    "全年“三公”经费共支出{x tp}（其中：公务接待费{x rec}；公务用车运行维护费{x veho}），控制在预算{bu tp}以内。",
    "{y}年决算收入中财政拨款收入{in app}，占总收入的{r}。",
    "{y}年财政拨款支出决算{x total}，其中：基本支出决算{x basic}，项目支出决算{x proj}。",
    "截至12月底，预算执行数为{x total}，占全年预算数{ba total}的{r}。",
    "全年下达预算指标{ba total}，已支出{x total}，支出进度{r}。",
    "年初部门预算安排{bi total}，执行中追加{n}，全年预算{ba total}，决算{x total}，结转{n}。",
    "三公经费执行数{x tp}，其中：公务用车购置费{x vehp =0}，公务用车运行维护费{x veho}，公务接待费{x rec}；预算数{bu tp}。",
    "人员经费决算数{x pers}，占基本支出的{r}；日常公用经费决算数{x oper}，占基本支出的{r}。",
    "年度预算{bu total}（含人员经费{bu pers}、公用经费{bu oper}、项目经费{bu proj}）。",
    "{y}年基本支出{x basic}，同比上年{x basic @-1}增加{n}。",
    "政府采购方面，全年预算{ba proc}，实际执行{x proc}。",
    "办公费支出{x office}，会议费、培训费支出{x meet}，合计占公用经费的{r}。",
    "我局严格控制“三公”经费，{y}年支出{x tp}，较{y-1}年支出{x tp @-1}下降{r}。",
    "项目支出预算调整前为{bi proj}，调整后为{ba proj}，实际支出{x proj}。",
    "资金投入情况：年初预算{bi total}。资金使用情况：实际支出{x total}，其中基本支出{x basic}，项目支出{x proj}。",
)

# what names funds: only where the section names none
FUNDED = (
    "一般公共预算财政拨款支出{x total ~g}，政府性基金预算财政拨款支出{x total ~f}。",
    "年初预算总额{bi total}，其中：一般公共预算{bi total ~g}，政府性基金预算{bi total ~f}，其他资金{bi total ~o}。",
    "{y}年度决算支出{x total ~g}，其中：基本支出{x basic ~g}，项目支出{x proj ~g}；资金全部来源于一般公共预算。",
    "{y}年实际支出{x total ~g}，资金来源为一般公共预算拨款。",
    "政府性基金预算年初预算{bi total ~f}，实际支出{x total ~f}。",
    "按资金来源分，一般公共预算拨款支出{x total ~g}，其他资金支出{x total ~o}。",
    "{y}年一般公共预算财政拨款收入{in app ~g}，一般公共预算财政拨款支出{x total ~g}，其中基本支出{x basic ~g}、项目支出{x proj ~g}。",
)

# in a section on projects
PROJECT = (
    "项目支出{x proj}，其中：{P1}{x P1}，{P2}{x P2}，{P3}{x P3}。",
    "1.{P1}，年初预算{bi P1}，实际支出{x P1}，主要用于购置设备、人员培训等。\n2.{P2}，年初预算{bi P2}，实际支出{x P2}，主要用于宣传和巡查。",
    "（1）{P1}{x P1}。主要用于聘请第三方机构开展监测。\n（2）{P2}{x P2}。主要用于设施维护。",
    "一是{P1}，预算{bu P1}，支出{x P1}；二是{P2}，预算{bu P2}，支出{x P2}；三是{P3}，预算{bu P3}，支出{x P3}。",
    "①{P1}：预算数{bu P1}，执行数{x P1}，执行率{r}；②{P2}：预算数{bu P2}，执行数{x P2}，执行率{r}。",
    "1.{P1}\n项目全年预算{ba P1}，实际执行{x P1}，执行率{r}。\n2.{P2}\n项目全年预算{ba P2}，实际执行{x P2}，执行率{r}。",
    "{P1}年初预算安排{bi P1}，年中追加{n}，全年支出{x P1}。",
    "{y}年共安排项目三个，项目预算资金{bu proj}。其中{P1}{bu P1}、{P2}{bu P2}、{P3}{bu P3}。",
    "项目支出{x proj}（{P1}{x P1}、{P2}{x P2}、{P3}{x P3}）。",
    "项目支出年初预算{bi proj}，实际支出{x proj}，具体为：（1）{P1}{x P1}；（2）{P2}{x P2}；（3）{P3}{x P3}。",
    "1.{P1}：年初预算{bi P1}，调整后预算{ba P1}，决算{x P1}。项目按期完成，群众反响良好。",
    "“{P1}”年初预算{bi P1}，实际支出{x P1}，结余{n}。",
    "{P1}：支出{x P1}，用于购买服务；{P2}：支出{x P2}，用于设备更新。",
    "安排{P1}{bu P1}，实际支出{x P1}；安排{P2}{bu P2}，实际支出{x P2}。",
    "{P1}、{P2}、{P3}分别支出{x P1}、{x P2}、{x P3}。",
    "{y}年实施了{P1}、{P2}，预算分别为{bu P1}、{bu P2}，支出分别为{x P1}、{x P2}。",
    "1.{P1}。该项目年初预算{bi P1}，实际到位资金{n}，实际支出{x P1}。",
    "1、{P1}\n该项目{y}年预算{bu P1}，支出{x P1}，完成预算的{r}。\n项目实施后，共完成{k}处点位整治，投入人工{k}人次。",
    "本年项目支出合计{x proj}。\n1.{P1}{x P1}；\n2.{P2}{x P2}；\n3.{P3}{x P3}。",
    "（1）{P1}（预算{bu P1}，执行{x P1}）；（2）{P2}（预算{bu P2}，执行{x P2}）。",
    "{P1}预算{bu P1}，{P2}预算{bu P2}，{P3}预算{bu P3}，项目支出预算合计{bu proj}。",
    "1.{P1}。年初预算数为{bi P1}，全年预算数为{ba P1}，全年执行数为{x P1}，执行率为{r}，主要产出是完成巡查{k}次。",
    "{P1}全年预算数为{ba P1}，执行数为{x P1}，完成预算的{r}。项目绩效目标完成情况：一是检查企业{k}家；二是挽回经济损失{n}。",
    "项目支出共{x proj}，均为当年预算安排：{P1}{x P1}，{P2}{x P2}，{P3}{x P3}。",
    "其中，{P1}支出{x P1}，占项目支出的{r}；{P2}支出{x P2}，占项目支出的{r}。",
    "{P1}实际支出{x P1}（年初预算{bi P1}）。",
    "年初预算安排{P1}{bi P1}，实际支出{x P1}。",
    "项目一：{P1}，预算{bu P1}，支出{x P1}。\n项目二：{P2}，预算{bu P2}，支出{x P2}。",
    "项目名称：{P1}\n预算金额：{bu P1}\n实际支出：{x P1}",
    "1.{P1}\n（1）资金情况：年初预算{bi P1}，实际支出{x P1}。\n（2）绩效情况：完成{k}处点位建设。",
    "{P1}年初预算数{bi P1}、全年预算数{ba P1}、全年执行数{x P1}；{P2}年初预算数{bi P2}、全年预算数{ba P2}、全年执行数{x P2}。",
    "项目支出{x proj}，分别用于{P1}{x P1}、{P2}{x P2}、{P3}{x P3}。",
    "项目支出{x proj}：{P1}{x P1}、{P2}{x P2}、{P3}{x P3}。",
    "（一）{P1}。年初预算{bi P1}，调整预算{ba P1}，实际支出{x P1}，预算执行率{r}，自评得分96分。\n（二）{P2}。年初预算{bi P2}，调整预算{ba P2}，实际支出{x P2}，预算执行率{r}，自评得分98分。",
    "{y}年，财政安排{P1}{bu P1}、{P2}{bu P2}，全部用于相关工作。",
    "{P1}，预算数{bu P1}，决算数{x P1}，完成率{r}；{P2}，预算数{bu P2}，决算数{x P2}，完成率{r}。",
    "1.{P1}预算安排{bu P1}，实际支出{x P1}，执行率{r}。2.{P2}预算安排{bu P2}，实际支出{x P2}，执行率{r}。",
    "项目1：{P1}，年初预算{bi P1}，执行{x P1}。\n项目2：{P2}，年初预算{bi P2}，执行{x P2}。",
    "第一，{P1}支出{x P1}；第二，{P2}支出{x P2}。",
    "本年项目支出包括{P1}（{x P1}）、{P2}（{x P2}）、{P3}（{x P3}）。",
    "项目支出{x proj}，涉及{P1}、{P2}、{P3}三个项目，金额分别为{x P1}、{x P2}、{x P3}。",
    "——{P1}：{x P1}。\n——{P2}：{x P2}。",
    "（一）{P1}：预算资金{bu P1}，已全部支付。",
    "{P1}年初预算{bi P1}，年中未调整，实际支出{x P1}，无结余。",
    "1.项目名称：{P1}。预算{bu P1}，支出{x P1}。",
    "1.{P1}{x P1}，其中用于人员培训{n}，用于设备购置{n}。",
    "我单位{y}年项目为{P1}，预算数{bu P1}，实际使用{x P1}。",
    "{P1}支出决算{x P1}，较年初预算{bi P1}减少{n}。",
    "{P1}：年初预算数{bi P1}，全年预算数{ba P1}，全年执行数{x P1}，分值10分，执行率{r}，得分9.5分。",
    "共有{P1}、{P2}、{P3}等3个项目，预算分别为{bu P1}、{bu P2}、{bu P3}，已全部执行完毕。",
    "1.{P1}（年初预算{bi P1}，实际支出{x P1}，执行率{r}）。该项目主要用于日常维护。\n2.{P2}（年初预算{bi P2}，实际支出{x P2}，执行率{r}）。",
    "（1）{P1}：{y}年预算安排{bu P1}，实际完成支出{x P1}，资金结余{n}。",
    "{P1}总预算{bu P1}，其中中央资金{bu P1 ~c}、县级配套{bu P1 ~k}，实际支出{x P1}。",
    "一、{P1}\n预算情况：年初预算{bi P1}。\n执行情况：实际支出{x P1}。",
    "本年度项目支出主要为：{P1}{x P1}；{P2}{x P2}。",
    "{P1}：预算{bu P1}、支出{x P1}；{P2}：预算{bu P2}、支出{x P2}。",
    "其中{P1}预算{bu P1}，实际使用{x P1}，剩余{n}已由财政收回。",
    "★{P1}，安排资金{bu P1}，支出{x P1}。",
    "拨付{P1}{x P1}，拨付{P2}{x P2}。",
)

# projects named where the section speaks of the whole unit
MIXED = (
    "基本支出{x basic}；项目支出{x proj}，其中：{P1}{x P1}、{P2}{x P2}、{P3}{x P3}。",
    "项目支出{x proj}（{P1}{x P1}；{P2}{x P2}；{P3}{x P3}）。",
    "{y}年项目支出预算{bu proj}，其中{P1}{bu P1}，{P2}{bu P2}，{P3}{bu P3}。",
    "年初预算{bi total}，包括人员经费{bi pers}、公用经费{bi oper}、项目支出{bi proj}（含{P1}{bi P1}、{P2}{bi P2}、{P3}{bi P3}）。",
    "项目支出{x proj}，主要是{P1}{x P1}、{P2}{x P2}、{P3}{x P3}。",
    "{y}年支出{x total}，其中基本支出{x basic}、{P1}{x P1}、{P2}{x P2}。",
    "年初预算{bi total}：基本支出{bi basic}；项目支出{bi proj}，即{P1}{bi P1}、{P2}{bi P2}、{P3}{bi P3}。",
    "项目支出预算{bu proj}（{P1}{bu P1}、{P2}{bu P2}、{P3}{bu P3}），决算{x proj}。",
    "支出构成为：人员经费{x pers}、公用经费{x oper}、项目支出{x proj}（其中{P1}{x P1}）。",
)

# the unit of measure stands elsewhere
BARE = (
    "（单位：万元）\n{y}年年初预算数{bare bi total}，全年预算数{bare ba total}，全年执行数{bare x total}。",
    "单位：万元\n基本支出{bare x basic}，其中：人员经费{bare x pers}，公用经费{bare x oper}。",
    "基本支出{bare x basic}（万元），项目支出{bare x proj}（万元）。",
    "基本支出和项目支出分别为{bare x basic}、{x proj}。",
    "单位：万元\n三公经费预算数{bare bu tp}；决算数{bare x tp}。",
    "基本支出和项目支出各是{bare x basic},{x proj}。",
    "年初预算、决算支出分别为{bare bi total}和{x total}。",
)

# no money of the unit's own: nothing may be claimed
NOISE = (
    "全年完成固定资产投资{n}，招商引资到位资金{n}，为群众挽回经济损失{n}。",
    "查处违法案件{k}起，罚没款{n}，清理河道{k}公里。",
    "辖区规模以上企业实现产值{n}，税收{n}，同比增长{r}。",
    "发放创业担保贷款{n}，扶持创业{k}人，户均增收{n}。",
    "年末固定资产原值{n}，其中房屋{n}、车辆{n}。",
    "“三公”经费与上年持平；无政府性基金预算支出；未发生因公出国（境）费用。",
    "建成高标准农田3.2万亩，接待游客12.5万人次，绿化面积4.6万平方米。",
    "护林员补助标准为每人每月2000元，夜班补贴50元/班。",
    "争取上级资金{n}，撬动社会资本{n}。",
    "某企业注册资本{n}，合同金额{n}，工程结算价{n}。",
    "人均公用经费{n}，户均补贴{n}。",
    "机关运行经费支出{n}，比上年减少{n}。",
    "授予中小企业合同金额{n}，占政府采购支出总额的{r}。",
    "全年实现非税收入{n}，水费收入{n}。",
    "{y}年底负债{n}，其中应付工程款{n}。",
    "全县完成招商引资{n}，社会消费品零售总额{n}。",
    "实施项目总投资{n}，其中中央预算内资金{n}。",
    "节约财政资金{n}，为企业减税降费{n}。",
    "村集体经济收入达{n}，户均增收{n}。",
    "受理案件{k}件，涉案金额{n}，收缴罚没款{n}。",
    "完成审计项目{k}个，查出违规资金{n}，促进增收节支{n}。",
    "减免小微企业租金{n}，惠及商户{k}户。",
    "本单位无政府性基金预算，国有资本经营预算支出为0。",
    "全年发放稳岗补贴{n}，兑现惠企政策资金{n}。",
    "协调银行授信{n}，实际放款{n}。",
    "开展政府采购监督检查，涉及采购金额{n}。",
    "本单位共有房屋{k}平方米，账面价值{n}。",
    "年内签约项目{k}个，签约金额{n}，到位资金{n}。",
)

# more of the same, each first read by a recogniser that had never seen it
OVERALL_MORE = (
    "{y}年，我单位部门预算收入{n}，预算支出{bu total}；年末决算支出{x total}。",
    "{y}年本部门支出总计{x total}，其中：基本支出{x basic}，占总支出的{r}；项目支出{x proj}，占总支出的{r}。",
    "本年度共支出{x total}，其中用于基本支出{x basic}，用于项目支出{x proj}，分别占{r}、{r}。",
    "截至{y}年12月31日，本部门实际执行预算{x total}，完成全年预算数{ba total}的{r}。",
    "预算执行数占全年预算数的{r}（全年预算数{ba total}，执行数{x total}）。",
    "{y}年度，部门整体支出年初预算数{bi total}，年中调增{n}，调整后全年预算数{ba total}，全年执行数{x total}，年末结余{n}。",
    "人员经费{x pers}，较上年增加{n}，主要是工资调标；公用经费{x oper}，较上年减少{n}，主要是压减一般性支出。",
    "“三公”经费支出共计{x tp}，比年初预算{bi tp}减少{n}，比上年决算{x tp @-1}减少{n}。",
    "公务接待费年初预算{bi rec}，实际支出{x rec}，接待国内来访{k}批次{k}人次；公务用车运行维护费年初预算{bi veho}，实际支出{x veho}，公务用车保有量{k}辆；因公出国（境）费年初预算{bi ovs =0}，实际支出{x ovs =0}。",
    "本年度安排政府采购预算{bu proc}，实际完成政府采购{x proc}，其中货物类{n}、服务类{n}。",
    "政府采购执行率=（实际政府采购金额{x proc}/政府采购预算金额{bu proc}）×100%={r}。",
    "三公经费控制率=（实际支出{x tp}/预算安排{bu tp}）×100%={r}。",
    "公用经费控制率为{r}（实际支出{x oper}，预算安排{bu oper}）。",
    "{y}年财政批复预算{bi total}，其中基本支出{bi basic}、项目支出{bi proj}；年末财政决算{x total}，其中基本支出{x basic}、项目支出{x proj}。",
    "我局{y}年度全年财政拨款收入为{in app}，全年支出为{x total}，收支平衡，无结余。",
    "{y}年全年预算{ba total}，实际到账{n}，实际支出{x total}，结余{n}已上缴财政。",
    "部门决算报表显示，{y}年度支出{x total}，其中工资福利支出{n}、商品和服务支出{x oper}、对个人和家庭的补助{n}、资本性支出{n}。",
    "{y}年部门支出预算{bu total}，较{y-1}年部门支出预算{bu total @-1}增加{n}，增长{r}。",
    "基本支出预算执行率为{r}，其中人员经费预算{bu pers}，执行{x pers}；公用经费预算{bu oper}，执行{x oper}。",
    "年初下达预算指标{bi total}，年末累计下达预算指标{ba total}，累计支出{x total}。",
    "经统计，{y}年基本支出{x basic}（人员支出{x pers}、公用支出{x oper}），项目支出{x proj}，合计支出{x total}。",
    "支出方面，全年支出{x total}：一是人员经费{x pers}；二是公用经费{x oper}；三是项目支出{x proj}。",
    "{y}年，我单位共收到财政拨款{in app}，实际支出{x total}。",
    "全年执行数{x total}，执行率{r}，较年初预算{bi total}超支{n}。",
    "{y}年基本支出年初预算{bi basic}，执行中调整为{ba basic}，实际支出{x basic}，完成调整预算的{r}。",
    "项目支出年初预算安排{bi proj}，全年预算数{ba proj}，支出{x proj}，预算执行率{r}。",
    "三公经费总支出{x tp}，其中：公务用车购置及运行维护费支出{x veh}（公务用车购置费{x vehp =0}、公务用车运行维护费{x veho}），公务接待费支出{x rec}，因公出国（境）费支出{x ovs =0}。",
    "上年度“三公”经费支出{x tp @-1}，本年度支出{x tp}，三公经费变动率为{r}。",
    "{y-1}年、{y}年“三公”经费支出分别为{x tp @-1}、{x tp}。",
    "{y-1}年和{y}年部门整体支出分别为{x total @-1}和{x total}。",
    "年初预算、全年预算、全年执行数分别为{bi total}、{ba total}、{x total}，执行率{r}。",
    "人员经费、公用经费、项目支出分别为{x pers}、{x oper}、{x proj}，占比分别为{r}、{r}、{r}。",
    "预算安排方面，基本支出{bu basic}，项目支出{bu proj}；实际执行方面，基本支出{x basic}，项目支出{x proj}。",
    "年初预算数为{bi total}，全年预算数为{ba total}，其中：一般公共预算{ba total ~g}，其他资金{ba total ~o}；全年执行数为{x total}。",
    "{y}年预算总收入{n}，预算总支出{bu total}。",
    "{y}年度预算总收入{n}，总支出{bu total}。",
    "决算总收入{n}，总支出{x total}。",
    "本单位{y}年三公经费预算为{bu tp}，其中公务接待费{bu rec}，公务用车运行维护费{bu veho}，当年实际支出分别为{x rec}和{x veho}。",
    "厉行节约，公务接待费由上年的{x rec @-1}降至{x rec}，下降{r}。",
    "公用经费实际支出{x oper}，控制在预算{bu oper}以内。",
    "公用经费支出{x oper}，未超出预算安排的{bu oper}。",
    "预算完成率{r}（决算{x total}，年初预算{bi total}）。",
    "年初预算{bi total}，决算{x total}，超预算{n}，主要原因是人员增加。",
    "支出{x total}，完成年度预算{bu total}的{r}。",
    "基本支出：人员经费{x pers}，公用经费{x oper}；项目支出：{x proj}。",
    "{y}年实际支出{x total}，与年初预算{bi total}相比增加{n}；与上年决算{x total @-1}相比减少{n}。",
    "按经济分类，工资福利支出{n}，商品和服务支出{x oper}，对个人和家庭的补助{n}。",
    "{U}{y}年支出预算总计{bu total}，其中，基本支出{bu basic}，含人员经费{bu pers}、公用经费{bu oper}；项目支出{bu proj}。",
    "年中追加预算{n}，其中：追加基本支出{n}，追加项目支出{n}，调整后预算{ba total}。",
    "因人员调入，年中调增人员经费{n}，调减项目支出{n}，调整后全年预算为{ba total}，实际支出{x total}。",
    "本年收入合计{n}，本年支出合计{x total}，年末结转和结余{n}。",
    "上年结转{n}，本年财政拨款收入{in app}，本年支出{x total}，结转下年{n}。",
    "{y}年初，本单位预算安排{bi total}，年末调整为{ba total}，实际完成支出{x total}，年末无结转结余。",
    "根据《{y}年部门预算批复》，我单位年初预算{bi total}（其中：人员经费{bi pers}；公用经费{bi oper}；项目经费{bi proj}）。",
    "{y}年，全年总支出{x total}，按用途划分：基本支出{x basic}，项目支出{x proj}。",
    "{y}年度我单位收入总计{n}，其中：财政拨款收入{in app}，其他收入{n}；支出总计{x total}，其中：基本支出{x basic}，项目支出{x proj}。",
    "年度预算执行情况良好，预算数{bu total}，决算数{x total}，预算执行率{r}，较上年提高{r}。",
    "部门预算{bu total}已全部下达，截至年末实际支出{x total}。",
    "基本支出{x basic}，占年度总支出的{r}，其中：人员经费{x pers}，占基本支出的{r}；公用经费{x oper}，占基本支出的{r}。",
    "人员经费方面，年初预算{bi pers}，实际支出{x pers}；公用经费方面，年初预算{bi oper}，实际支出{x oper}。",
    "{y}年“三公经费”预算总额{bu tp}，其中公务用车运行维护费{bu veho}、公务接待费{bu rec}；决算总额{x tp}，其中公务用车运行维护费{x veho}、公务接待费{x rec}。",
    "全年未发生因公出国（境）费用；公务用车运行维护费实际支出{x veho}，比年初预算{bi veho}节约{n}；公务接待费实际支出{x rec}，比年初预算{bi rec}节约{n}。",
    "{y}年公务接待费支出{x rec}，较{y-1}年的{x rec @-1}减少{n}。",
    "公务用车运行维护费{x veho}，较上年{x veho @-1}增加{n}，原因是车辆老化。",
    "三公经费决算数较预算数减少{n}，其中决算{x tp}，预算{bu tp}。",
    "在预算执行过程中，调增基本支出{n}，调减项目支出{n}，最终全年预算为{ba total}，全年支出{x total}。",
    "年初结转和结余{n}，本年收入{n}，本年支出{x total}，年末结转和结余{n}。",
    "年初预算{bi total}，剔除年中追加的{n}后，支出{x total}。",
    "我单位本年度财政拨款支出预算为{bu total}，决算为{x total}，完成预算{r}。",
    "全年执行数{x total}（其中基本支出{x basic}、项目支出{x proj}），较全年预算数{ba total}结余{n}。",
    "截至12月31日，共支出{x total}，其中一般公共预算{x total ~g}、政府性基金{x total ~f}。",
    "{y}年项目支出年初预算为{bi proj}，年中调整预算为{ba proj}，决算数为{x proj}。",
    "{y}年本级支出决算{x total}，其中：1.基本支出{x basic}。2.项目支出{x proj}。",
    "政府采购预算{bu proc}，政府采购实际支出{x proc}，执行率{r}；其中面向中小企业采购{n}，占{r}。",
    "本年政府采购金额{x proc}，上年政府采购金额{x proc @-1}。",
    "公用经费：预算安排{bu oper}，实际支出{x oper}，控制率{r}。三公经费：预算安排{bu tp}，实际支出{x tp}，控制率{r}。",
    "从支出结构看，人员经费{x pers}占{r}，公用经费{x oper}占{r}，项目支出{x proj}占{r}。",
    "预算执行率=（实际支出数{x total}÷调整后预算数{ba total}）×100%={r}。",
    "{y}年度本单位整体支出绩效目标：年度预算{bu total}，其中基本支出{bu basic}，项目支出{bu proj}。",
    "2.支出情况。{y}年支出{x total}，同比增加{n}，其中基本支出{x basic}，同比增加{n}，项目支出{x proj}，同比减少{n}。",
    "（1）年初预算安排情况。年初预算{bi total}，其中基本支出{bi basic}，项目支出{bi proj}。（2）预算调整情况。年中追加{n}。（3）支出情况。全年支出{x total}。",
    "办公经费预算{bu office}，实际支出{x office}；水费、电费、差旅费预算{bu util}，实际支出{x util}；会议费、培训费预算{bu meet}，实际支出{x meet}。",
    "在职人员{k}人，人均支出{n}；全年人员经费支出{x pers}。",
    "公用经费支出{x oper}，人均{n}。",
    "本年部门支出预算数{bu total}，比上年{bu total @-1}减少{n}，主要是项目支出减少{n}。",
    "年初预算{bi total}万元口径下，实际支出{x total}。",
    "{y}年度，{U}部门整体支出{x total}，主要用于人员经费、公用经费及项目支出。",
    "支出总额控制在预算总额以内，支出总额{x total}，预算总额{bu total}。",
    "人员经费{x pers}、公用经费{x oper}，两项合计{x basic}。",
    "全年基本支出预算{bu basic}，其中：人员经费{bu pers}，占{r}，公用经费{bu oper}，占{r}；全年基本支出执行{x basic}，其中：人员经费{x pers}，公用经费{x oper}。",
    "财政年初批复我局部门预算{bi total}，其中工资福利支出{n}、商品和服务支出{bi oper}、项目支出{bi proj}。",
    "{y}年收到财政拨款收入{in app}，全部形成支出，年末无结余。",
    "财政拨款收入{in app}，完成预算的{r}；财政拨款支出{x total}，完成预算的{r}。",
    "“三公”经费实际支出{x tp}，控制率为{r}，其中公务接待费{x rec}，公务用车购置费{x vehp =0}，公务用车运行维护费{x veho}。",
    "{U}{y}年度部门预算经县财政局批复为{bi total}，年度执行中追加{n}，形成全年预算{ba total}，年度支出{x total}。",
    "年初部门预算数{bi total}，其中：基本支出{bi basic}，占{r}，项目支出{bi proj}，占{r}；决算数{x total}，其中：基本支出{x basic}，占{r}，项目支出{x proj}，占{r}。",
    "2.公用经费支出情况：预算{bu oper}，支出{x oper}，控制率{r}，控制较好。",
    "三公经费：{y-1}年{x tp @-1}，{y}年{x tp}，同比下降{r}。",
    "{y}年较{y-1}年支出增加{n}，其中{y}年支出{x total}，{y-1}年支出{x total @-1}。",
    "我单位严格按照预算执行，全年预算收入{n}、预算支出{bu total}，决算收入{n}、决算支出{x total}。",
    "人员经费{x pers}（在职人员工资{n}、社会保险缴费{n}、住房公积金{n}），公用经费{x oper}（办公费{x office}、差旅费{n}、培训费{n}）。",
    "{y}年我局本级支出{x total}，其中，人员经费支出{x pers}，日常公用经费支出{x oper}，项目支出{x proj}，均严格按规定使用。",
    "整体支出年初预算{bi total}，全年预算{ba total}，实际支出{x total}，结余{n}，执行率{r}，得分9.5分。",
    "{y}年预算执行率为{r}，即全年执行数{x total}除以全年预算数{ba total}。",
    "公务接待费全年支出{x rec}，未超年初预算{bi rec}。",
    "公务用车购置及运行维护费预算{bu veh}，实际支出{x veh}，其中购置费0万元，运行维护费{x veho}。",
    "全年预算{ba total}，支出{x total}，其中：12月支出{n}。",
    "实际支出{x total}，其中当年预算支出{n}，上年结转支出{n}。",
    "{y}年一般公共预算安排{bu total ~g}，一般公共预算支出{x total ~g}。",
    "政府性基金预算安排{bu total ~f}，实际支出{x total ~f}，全部用于征地补偿。",
    "单位资金年初预算{bi total ~o}，实际支出{x total ~o}。",
    "支出总额{x total}。其中：基本支出{x basic}，包含人员经费{x pers}和公用经费{x oper}；项目支出{x proj}。",
    "部门整体支出预算安排{bu total}，比上年增加{n}；部门整体实际支出{x total}，比上年减少{n}。",
    "{y}年末，我单位累计完成支出{x total}，占全年预算{ba total}的{r}，其中基本支出{x basic}，项目支出{x proj}。",
    "年初预算为{bi total}，当年追加预算{n}，当年预算总额{bu total}。",
    "财政拨款收入{in app}，事业收入{n}，经营收入{n}，其他收入{n}。",
    "{y}年水费、电费、差旅费支出{x util}，办公费支出{x office}，两项合计占公用经费的{r}。",
    "全年公用经费控制在{n}以内，实际支出{x oper}。",
    "2023—2025年规划总投资{n}，当年支出{n}。",
    "基本支出{x basic}，较年初预算数{bi basic}增加{n}，主要为人员工资调标；项目支出{x proj}，较年初预算数{bi proj}减少{n}，主要为压减一般性项目。",
    "上年同期支出{x total @-1}，今年支出{x total}，增幅{r}。",
    "部门支出{x total}：工资福利支出{n}，商品和服务支出{x oper}，对个人和家庭的补助{n}，项目支出{x proj}。",
    "{y}年实有人数{k}人，人员经费年初预算{bi pers}，决算{x pers}，人均人员经费{n}。",
    "{y}年度，本单位财政拨款年初预算{bi total}，决算{x total}，完成年初预算的{r}。",
    "全年收支情况：财政拨款收入{in app}，财政拨款支出{x total}，当年收支平衡。",
    "按照县财政统一部署，{y}年我单位年初支出预算{bi total}，其中人员支出{bi pers}、公用支出{bi oper}、项目支出{bi proj}。",
    "{y}年度预算执行情况如下：基本支出预算{bu basic}，执行{x basic}；项目支出预算{bu proj}，执行{x proj}。",
    "年初预算安排基本支出{bi basic}、项目支出{bi proj}，年末实际支出基本支出{x basic}、项目支出{x proj}。",
    "基本支出{x basic}，主要是人员经费{x pers}和公用经费{x oper}。",
    "实际支出合计{x total}，较预算减少{n}，其中人员经费{x pers}，公用经费{x oper}，项目支出{x proj}。",
    "三公经费年初预算{bi tp}，实际支出{x tp}，其中公务用车运行维护费年初预算{bi veho}，实际支出{x veho}，公务接待费年初预算{bi rec}，实际支出{x rec}。",
    "我单位公务用车{k}辆，年初预算公务用车运行维护费{bi veho}，实际支出{x veho}，较预算下降{r}。",
    "本单位{y-1}年公务接待费{x rec @-1}，{y}年公务接待费{x rec}，减少{n}。",
    "办公费{x office}，占公用经费的{r}。",
    "{y}年公用经费支出{x oper}，其中办公经费{x office}，水费、电费、差旅费{x util}，会议费、培训费{x meet}。",
    "本年度预算总额{bu total}，其中：财政拨款{n}；实际支出总额{x total}。",
    "政府采购年初预算{bi proc}，调整后预算{ba proc}，实际支出{x proc}。",
    "全年政府采购支出{x proc}，占政府采购预算{bu proc}的{r}。",
    "{y}年，整体支出预算{bu total}，其中：一般公共预算{bu total ~g}，政府性基金预算{bu total ~f}；实际支出{x total}，其中：一般公共预算{x total ~g}，政府性基金预算{x total ~f}。",
    "（二）支出情况：基本支出{x basic}，其中：人员经费{x pers}；日常公用经费{x oper}。项目支出{x proj}。",
    "年初预算为{bi total}，支出决算为{x total}，决算数大于预算数的主要原因：一是年中追加绩效奖金{n}；二是追加项目经费{n}。",
    "预算安排{bu total}、执行{x total}、执行率{r}，结转{n}。",
    "{y}年人员经费决算{x pers}，公用经费决算{x oper}，项目经费决算{x proj}，总计{x total}。",
    "整体预算绩效目标：完成预算{bu total}，实际支出{x total}。",
    "全年预算{ba total}，实际支出{x total}，支出进度为{r}，未支出部分{n}已结转至下年。",
    "三公经费开支{x tp}，其中公车运行{x veho}，公务接待{x rec}。",
    "经费来源为财政拨款，{y}年财政拨款收入{in app}，支出{x total}，其中基本支出{x basic}，项目支出{x proj}。",
    "单位年初预算{bi total}，1-12月累计支出{x total}。",
    "{y}年总预算{bu total}，其中上级专项{n}，本级预算{n}，实际支出{x total}。",
    "本年财政拨款基本支出{x basic}，项目支出{x proj}。",
    "（三）“三公”经费情况。{y}年预算{bu tp}，决算{x tp}。",
    "当年支出{x total}，其中人员支出占{r}，为{x pers}；公用支出占{r}，为{x oper}。",
    "{y}年预算{bu total}，{y}年决算{x total}；{y-1}年预算{bu total @-1}，{y-1}年决算{x total @-1}。",
    "{y}年部门年初预算{bi total}，年末决算{x total}，预算执行率{r}，其中：基本支出年初预算{bi basic}，决算{x basic}；项目支出年初预算{bi proj}，决算{x proj}。",
    "一年来，我单位共支出{x total}，其中用于人员方面的支出{n}，用于公用方面的支出{n}。",
    "{y}年我局整体支出{x total}，比预算数{bu total}少支出{n}。",
    "本年度人员经费支出决算为{x pers}，日常公用经费支出决算为{x oper}，项目支出决算为{x proj}。",
    "{y}年县财政安排我单位预算{bu total}，其中基本支出{bu basic}，项目支出{bu proj}。",
    "{y}年度基本支出总额{x basic}，项目支出总额{x proj}。",
    "决算数据：收入{n}，支出{x total}，结余{n}。",
    "“三公”经费预算{bu tp}，实际支出{x tp}，比预算减少{n}，比上年减少{n}。",
    "{y}年公务用车运行维护费预算数{bu veho}，决算数{x veho}；公务接待费预算数{bu rec}，决算数{x rec}；因公出国（境）费预算数{bu ovs =0}，决算数{x ovs =0}。",
    "基本支出年初预算{bi basic}，追加{n}，调整后{ba basic}，支出{x basic}。",
    "{y}年预算批复数{bi total}，调整数{n}，调整后预算{ba total}，执行数{x total}。",
    "截至{y}年年底，已完成支出{x total}，其中基本支出完成{x basic}，项目支出完成{x proj}。",
    "{y}年本单位公用经费人均支出{n}，公用经费总支出{x oper}。",
    "全年预算{ba total}，其中上年结转{n}；全年支出{x total}，其中上年结转支出{n}。",
    "2023年以前项目累计支出{n}。",
    "实际支出中，人员经费{x pers}，公用经费{x oper}，项目支出{x proj}。",
    "政府采购预算金额{bu proc}，实际采购金额{x proc}，节约率{r}。",
    "{y}年支出总计{x total}，较上年决算{x total @-1}增长{r}。",
)
PROJECT_MORE = (
    "（一）{P1}。{y}年预算安排{bu P1}，截至{y}年12月底，实际支出{x P1}，预算执行率{r}。",
    "{P1}和{P2}预算分别为{bu P1}和{bu P2}，实际支出分别为{x P1}和{x P2}。",
    "项目支出{x proj}，其中{P1}支出{x P1}、{P2}支出{x P2}、{P3}支出{x P3}，分别占{r}、{r}、{r}。",
    "{P1}年初预算{bi P1}，年中调减{n}，调整后预算{ba P1}，实际支出{x P1}。",
    "1.{P1}：项目预算{bu P1}，全年执行{x P1}，其中第一季度支出{n}，第四季度支出{n}。",
    "{P1}安排预算{bu P1}，用于聘请护林员{k}名，实际支出{x P1}。",
    "{P1}共投入资金{n}，其中财政资金{n}。",
    "{P1}{x P1}：用于购置防汛物资{n}、设备维护{n}。",
    "本单位共有3个项目，项目支出合计{x proj}，分别是：{P1}{x P1}，{P2}{x P2}，{P3}{x P3}。",
    "对{P1}，年初安排预算{bi P1}，年底执行{x P1}。",
    "{P1}全年支出{x P1}，比预算{bu P1}节约{n}。",
    "1.{P1}支出{x P1}。2.{P2}支出{x P2}。3.{P3}支出{x P3}。",
    "{P1}实际支出为{x P1}，预算为{bu P1}，预算执行率为{r}；{P2}实际支出为{x P2}，预算为{bu P2}，预算执行率为{r}。",
    "通过实施{P1}，全年支出{x P1}，完成改造{k}处。",
    "项目名称：{P1}；年初预算：{bi P1}；全年预算：{ba P1}；全年执行：{x P1}。",
    "{P1}：年初预算{bi P1}，追加{n}，实际支出{x P1}；{P2}：年初预算{bi P2}，核减{n}，实际支出{x P2}。",
    "其中：1.{P1}{x P1}；2.{P2}{x P2}；3.{P3}{x P3}。",
    "{y}年度{P1}预算资金{bu P1}，上年结转{n}，实际支出{x P1}，年末结转{n}。",
    "1.{P1}\n该专项{y}年预算安排{bu P1}，实际使用{x P1}，使用率{r}。",
    "（1）{P1}\n预算数{bu P1}，执行数{x P1}。\n（2）{P2}\n预算数{bu P2}，执行数{x P2}。",
    "项目支出中，{P1}支出{x P1}，{P2}支出{x P2}。",
    "{P1}年初预算资金{bi P1}，全年预算资金{ba P1}，实际支出{x P1}，资金使用率{r}。",
    "1.{P1}。主要用于{k}个村的设施维护，年初预算{bi P1}，实际支出{x P1}。",
    "{y}年{P1}支出{x P1}，主要用于购买设备{n}、聘请专家{n}。",
    "{P1}，预算{bu P1}，其中中央资金{bu P1 ~c}，县级配套资金{bu P1 ~k}；支出{x P1}。",
    "一是{P1}支出{x P1}，完成预算的{r}。二是{P2}支出{x P2}，完成预算的{r}。",
    "（一）{P1}\n1.资金安排情况：{y}年安排资金{bu P1}。\n2.资金使用情况：实际支出{x P1}。\n（二）{P2}\n1.资金安排情况：{y}年安排资金{bu P2}。\n2.资金使用情况：实际支出{x P2}。",
    "年初预算项目{P1}，预算金额{bu P1}，实际支出{x P1}，结余结转{n}。",
    "年中追加项目{P1}，追加金额{n}，实际支出{x P1}。",
    "{P1}：{y}年预算{bu P1}，{y}年支出{x P1}，{y-1}年支出{x P1 @-1}。",
    "{P1}项目全年预算数{ba P1}，执行数{x P1}；{P2}项目全年预算数{ba P2}，执行数{x P2}。",
    "项目支出年初预算{bi proj}，其中：{P1}{bi P1}，{P2}{bi P2}，{P3}{bi P3}；全年执行{x proj}，其中：{P1}{x P1}，{P2}{x P2}，{P3}{x P3}。",
    "实施{P1}，投入{n}，受益群众{k}人。",
    "{P1}合同金额{n}，本年实际支付{x P1}。",
    "1.{P1}{bu P1}（年初预算），实际支出{x P1}。",
    "1.{P1}：安排预算{bu P1}，支出{x P1}；2.{P2}：安排预算{bu P2}，支出{x P2}；3.{P3}：安排预算{bu P3}，支出{x P3}；合计支出{x proj}。",
    "{P1}已支付{x P1}，未支付{n}。",
    "{P1}预算批复{bi P1}，实际支出{x P1}，剩余资金{n}结转下年使用。",
    "上述项目支出合计{x proj}。",
    "{P1}、{P2}两个项目共支出{n}。",
    "{P1}。预算安排资金{bu P1}，实际支出资金{x P1}，其中：设备购置{n}，安装调试{n}。",
    "{P1}年度预算{bu P1}，截至6月底支出{n}，全年支出{x P1}。",
    "1.{P1}：年初预算{bi P1}；2.{P2}：年初预算{bi P2}；3.{P3}：年初预算{bi P3}。以上三个项目年初预算合计{bi proj}。",
    "{P1}预算数{bu P1}，决算数{x P1}，较上年决算数{x P1 @-1}增加{n}。",
    "我单位{y}年共实施项目2个：{P1}，预算{bu P1}，支出{x P1}；{P2}，预算{bu P2}，支出{x P2}。",
    "{P1}、{P2}年初预算分别为{bi P1}、{bi P2}，全年预算分别为{ba P1}、{ba P2}，实际支出分别为{x P1}、{x P2}。",
    "{P1}支出决算{x P1}，完成年初预算{bi P1}的{r}，决算数小于预算数的主要原因是项目招标结余{n}。",
    "项目支出预算{bu proj}，支出{x proj}。{P1}支出{x P1}，{P2}支出{x P2}，{P3}支出{x P3}。",
    "1.{P1}（{x P1}）主要用于日常巡查；2.{P2}（{x P2}）主要用于设备更新。",
    "{P1}预算{bu P1}，支出{x P1}，支出率{r}，{P2}预算{bu P2}，支出{x P2}，支出率{r}。",
    "其中{P1}年初预算为{bi P1}，年中根据实际调减为{ba P1}，实际支出{x P1}。",
    "{P1}：{y}年年初预算{bi P1}，实际支出{x P1}，预算执行率{r}，项目自评得分98分。",
    "本年度重点项目为{P1}，年初预算{bi P1}，实际支出{x P1}。",
    "项目资金总额{bu proj}，实际支出{x proj}。其中：{P1}预算{bu P1}，支出{x P1}；{P2}预算{bu P2}，支出{x P2}；{P3}预算{bu P3}，支出{x P3}。",
    "1.{P1}预算{bu P1}。主要用于人员工资、设备维护，已支出{x P1}。",
    "1.{P1}。年初预算{bi P1}，实际支出{x P1}，其中：人工费{n}，材料费{n}。",
    "年初安排{P1}{bi P1}、{P2}{bi P2}，年末分别支出{x P1}、{x P2}。",
    "{P1}下达预算{ba P1}，拨付{x P1}，拨付率{r}。",
    "（1）{P1}：预算{bu P1}（上级资金{n}，本级资金{n}），支出{x P1}。",
    "{P1}年初未安排预算，年中追加{n}，实际支出{x P1}。",
    "{P1}支出{x P1}，结余{n}，结余资金由财政收回。",
    "项目支出年初预算为{bi proj}，支出决算为{x proj}，完成年初预算的{r}。主要用于{P1}、{P2}等项目。",
    "1.{P1}：全年预算数{ba P1}，全年执行数{x P1}，执行率{r}；数量指标：完成{k}处；成本指标：控制在{n}以内。",
    "{P1}{x P1}，占项目支出的{r}；{P2}{x P2}，占项目支出的{r}；{P3}{x P3}，占项目支出的{r}。",
    "{P1}：预算{bu P1}，执行{x P1}，执行率{r}。该项目完成点位{k}处，投入物资{n}。",
    "{y}年共安排{P1}{bu P1}，支出{x P1}。",
    "（一）{P1}。该项目{y}年度年初预算数{bi P1}，全年预算数{ba P1}，全年执行数{x P1}。",
    "1.{P1}，支出{x P1}，主要用于：办公设备购置{n}、宣传资料印制{n}、其他{n}。",
    "{P1}年初预算{bi P1}，实际支出{x P1}；{P2}年初预算{bi P2}，实际支出{x P2}；项目支出共计{x proj}。",
    "{P1}、{P2}、{P3}预算分别为{bu P1}、{bu P2}和{bu P3}。",
    "“{P1}”预算{bu P1}，支出{x P1}；“{P2}”预算{bu P2}，支出{x P2}。",
    "{P1}全年安排资金{bu P1}，累计拨付{x P1}，拨付进度{r}。",
    "{P1}实际到位资金{n}，实际支出{x P1}，资金结余{n}。",
)
NOISE_MORE = (
    "按功能分类，一般公共服务支出{n}，社会保障和就业支出{n}，卫生健康支出{n}，住房保障支出{n}。",
    "发放困难群众救助资金{n}，惠及{k}人；兑付惠农补贴{n}。",
    "为企业争取贴息贷款{n}，协助追回拖欠工资{n}。",
    "项目总投资{n}，已完成投资{n}，占总投资的{r}。",
    "全年累计收缴水资源费{n}，追缴历史欠费{n}。",
    "国有资产处置收益{n}，上缴国库{n}。",
    "固定资产总额{n}，较上年增加{n}。",
    "拆除违建{k}处，节约征拆成本{n}。",
    "辖区农民人均可支配收入{n}，同比增长{r}。",
    "成功创建省级示范园{k}个，获奖补资金{n}。",
    "下一步，计划投入{n}用于设备更新。",
    "{y}年，辖区完成一般公共预算收入{n}，同比增长{r}。",
    "完成工程结算审计{k}个，送审金额{n}，审减金额{n}。",
    "合同价款{n}，已付进度款{n}。",
    "会议费{n}，培训费{n}。",
    "全年组织培训{k}期，培训费用支出{n}由上级承担。",
    "指导企业申报专项债券{n}，到位{n}。",
    "{y}年完成税收收入{n}，其中增值税{n}、企业所得税{n}。",
    "监督实施政府采购项目{k}个，采购预算{n}，中标金额{n}。",
    "累计化解债务{n}，清偿民营企业账款{n}。",
    "发放临时救助金{n}、高龄津贴{n}。",
    "工程概算{n}，中标价{n}，结算价{n}。",
    "每亩补助300元，户均补助{n}。",
    "盘活闲置资产{n}，出租收入{n}。",
    "村级集体经济收入突破{n}的村达到{k}个。",
    "对违规单位处以{n}罚款，没收违法所得{n}。",
    "收到群众捐款{n}，发放慰问金{n}。",
    "培训班人均费用{n}，共支出学员补贴{n}。",
    "实现农产品销售额{n}，带动农户增收{n}。",
    "全市财政收入完成{n}，财政支出完成{n}。",
    "查补税款{n}，加收滞纳金{n}。",
    "受理保险理赔{k}起，赔付金额{n}。",
    "该工程合同价{n}，变更增加{n}，最终结算{n}。",
    "评审项目{k}个，核减资金{n}，核减率{r}。",
    "存量资金盘活{n}，收回沉淀资金{n}。",
    "组织开展公益活动{k}场，募集善款{n}。",
    "完成交通固定资产投资{n}，同比增长{r}。",
    "帮扶企业办理续贷{n}，降低融资成本{n}。",
    "兑现奖励资金{n}，惠及企业{k}家。",
    "全县实现旅游综合收入{n}。",
    "为{k}名工人追讨工资{n}。",
    "检查发现多付工程款{n}，已追回{n}。",
    "单笔支出超过{n}的须集体研究决定。",
    "单价在{n}以上的设备须进行政府采购。",
    "项目概算总投资{n}，累计完成投资{n}，本年完成投资{n}。",
    "全年新增贷款余额{n}，同比多增{n}。",
    "社会捐赠物资折价{n}。",
    "发放一次性补助每人{n}，共{k}人。",
    "工程造价咨询核减{n}，节约财政资金{n}。",
    "受灾直接经济损失{n}，拨付救灾资金由上级统筹。",
    "招商项目投资额{n}，其中外资{n}。",
)


def section_report(world: World, kind: str, body: str) -> str:
    """A report in which a text stands in one section. `kind`: free, general, basic, overall, project, project_performance."""
    title = f"{world.year}年度{world.unit}部门整体支出绩效自评报告"
    profile = f"一、部门基本情况\n{world.unit}内设科室4个，承担全{world.county[-1]}相关管理工作。"
    headings = {
        "free": "二、部门整体支出管理及使用情况",
        "general": "二、一般公共预算支出情况",
        "basic": "二、一般公共预算支出情况\n（一）基本支出情况",
        "overall": "六、资金使用及绩效情况\n（一）整体支出绩效情况",
        "project": "二、一般公共预算支出情况\n（二）项目支出情况",
        "project_performance": "六、资金使用及绩效情况\n（二）项目支出绩效情况",
    }
    return f"{title}\n{profile}\n{headings[kind]}\n{body}\n七、存在的问题及原因分析\n预算编制不够精细。\n"


SECTION_FUND = {
    "free": "all_funds",
    "general": "general_public_budget",
    "basic": "general_public_budget",
    "overall": "all_funds",
    "project": "general_public_budget",
    "project_performance": "all_funds",
}


# -- forms -----------------------------------------------------------------------------------------------------------------------------
def _rows(rows: list[list[str]]) -> str:
    """A flattened table: a tab starts a cell, a blank line ends a row."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows) + "\n"


@dataclass(frozen=True)
class Column:
    """A column of amounts: its header, and the measure and year below it."""

    header: str
    measure: str
    year: int = 0


def _cell(world: World, value: Decimal, style: str) -> str:
    if style == "yuan":
        return format((value * 10_000).quantize(CENT), "f")
    return write_amount(value, style, unit=False)


def _form_amount(
    world: World,
    column: Column,
    line: str,
    place_kind: str,
    fund: str = "",
    value: Decimal | None = None,
    project: int = 0,
) -> Amount:
    """What a cell of a form states. With `project` the line "total" is that project's."""
    number = int(line[1]) if re.fullmatch(r"P[1-4]", line) else project
    if value is None:
        value = world.amount(column.measure, line, column.year, fund)
    return Amount(
        "synthetic",
        world.year + column.year,
        MEASURES[column.measure],
        "project" if number else LINES[line],
        world.projects[number - 1] if number else "",
        FUNDS[fund or "a"],
        (value * 10_000).quantize(CENT),
        place_kind,
        f"{column.header} x {line}",
    )


BASE_HEADERS = (
    (("{y-1}年决算数", "x", -1), ("{y}年预算数", "bu", 0), ("{y}年决算数", "x", 0)),
    (("上年决算数", "x", -1), ("本年预算数", "bu", 0), ("本年决算数", "x", 0)),
    (("{y}年年初预算数", "bi", 0), ("{y}年调整预算数", "ba", 0), ("{y}年决算数", "x", 0)),
    (("{y-1}年度决算数", "x", -1), ("{y}年度预算数", "bu", 0), ("{y}年度决算数", "x", 0)),
    (("年初预算数", "bi", 0), ("全年预算数", "ba", 0), ("实际支出数", "x", 0)),
    (("上年度决算数", "x", -1), ("本年度预算数", "bu", 0), ("本年度决算数", "x", 0)),
    (("年初预算", "bi", 0), ("调整后预算数", "ba", 0), ("支出决算数", "x", 0)),
)
BASE_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tp", ("三公经费", "“三公”经费", "“三公经费”", "“三公”经费支出")),
    (
        "veh",
        (
            "   1、公务用车购置和维护经费",
            "1.公务用车购置及运行维护费",
            "（1）公务用车购置及运行费",
            "  其中：1.公务用车购置和运行维护费",
        ),
    ),
    ("vehp", ("       其中：公车购置", "其中：公务用车购置费", "    公务用车购置支出")),
    ("veho", ("             公车运行维护", "公务用车运行维护费", "      公务用车运行费")),
    ("ovs", ("   2、出国经费", "2.因公出国（境）费", "（2）因公出国（境）费用")),
    ("rec", ("   3、公务接待", "3.公务接待费", "（3）公务接待费用")),
    ("proj", ("项目支出：", "项目支出", "二、项目支出")),
    ("P1", ("    1、{P1}", "（1）{P1}", "{P1}", "其中：{P1}", "①{P1}")),
    ("P2", ("    2、{P2}", "（2）{P2}", "{P2}", "      {P2}", "②{P2}")),
    ("P3", ("    3、{P3}", "（3）{P3}", "{P3}", "      {P3}", "③{P3}")),
    ("oper", ("公用经费", "三、公用经费", "日常公用经费", "公用经费支出")),
    ("office", ("    其中：办公经费", "其中：办公费", "  1.办公经费")),
    ("util", ("          水费、电费、差旅费", "水电费、差旅费", "  2.水费、电费、差旅费")),
    ("meet", ("          会议费、培训费", "会议费和培训费", "  3.会议费、培训费")),
    ("pers", ("人员经费", "人员经费支出")),
    ("proc", ("政府采购金额", "政府采购", "政府采购支出")),
)


def base_table(world: World) -> Piece:
    """An annex with a base data table: staffing, then money in rows, in one of the header wordings and any column order."""
    chance = world.chance
    kind = "base_data_table"
    columns = [
        Column(text.replace("{y-1}", str(world.year - 1)).replace("{y}", str(world.year)), measure, year)
        for text, measure, year in chance.choice(BASE_HEADERS)
    ]
    if chance.random() < 0.4:
        chance.shuffle(columns)
    style = chance.choice(("plain", "plain", "short", "thousands", "full_width", "yuan"))
    unit = "元" if style == "yuan" else "万元"
    unit_in_header = chance.random() < 0.6
    quota, actual = chance.randint(10, 200), chance.randint(5, 190)
    rows = [
        ["财政供养人员情况（人）", "编制数", f"{world.year}年实际在职人数", "控制率"],
        ["", str(quota), str(actual), f"{actual / quota:.0%}"],
        [f"经费控制情况（{unit}）" if unit_in_header else "经费控制情况", *(column.header for column in columns)],
    ]
    piece = Piece("")
    choice = chance.randrange(3)
    for line, labels in BASE_ROWS:
        if line in ("pers", "ovs", "office", "util", "meet") and chance.random() < 0.4:
            continue
        label = labels[min(choice, len(labels) - 1)] if chance.random() < 0.7 else chance.choice(labels)
        label = _SLOT.sub(lambda match: world.projects[int(match[1][1]) - 1], label)
        cells = [label]
        for column in columns:
            draw = chance.random()
            if draw < 0.08:
                cells.append(chance.choice(("", "——", "/", "　")))
                continue
            value = Decimal(0) if draw < 0.16 else world.amount(column.measure, line, column.year)
            cells.append("0" if not value else _cell(world, value, style))
            piece.stated.append(_form_amount(world, column, line, kind, value=value))
        rows.append(cells)
    if chance.random() < 0.5:
        rows.append(["部门基本支出预算调整", "——", "", ""])
    rows.append(["厉行节约保障措施", chance.choice(("", "严控公务接待，推行无纸化办公。"))])
    title = f"{world.year}年度部门（单位）整体支出绩效评价基础数据表"
    above = "" if unit_in_header else f"单位：{unit}\n"
    piece.text = f"附件2\n{title}\n{above}{_rows(rows)}\n\n说明：本表金额按决算口径填列，项目支出按项目逐行填报。\n"
    return piece


INDICATORS = (
    ("产出指标", "数量指标", "巡查次数", "≥{k}次", "{k}次"),
    ("产出指标", "数量指标", "培训人次", "{k}人次以上", "{k}"),
    ("产出指标", "质量指标", "验收合格率", "100%", "100%"),
    ("产出指标", "时效指标", "完成时限", "{y}年12月底前", "{y}年11月"),
    ("效益指标", "社会效益指标", "隐患整改率", "不低于95%", "96.5%"),
    ("效益指标", "可持续影响指标", "长效机制", "持续健全", "基本健全"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "90%以上", "93%"),
)


def self_evaluation_table(world: World, project: int = 0) -> tuple[Piece, list[dict[str, str]]]:
    """A self-evaluation table of a unit, or with `project` (1 to 4) the finance ministry's form of that project; with its indicators."""
    chance = world.chance
    kind = "self_evaluation_table"
    piece = Piece("")
    marks = chance.random() < 0.4
    budget = [
        Column(chance.choice(("年初预算数", "年初预算数", "年初预算")), "bi"),
        Column(chance.choice(("全年预算数", "调整预算数", "全年（调整）预算数")) + ("（A）" if marks else ""), "ba"),
        Column(chance.choice(("全年执行数", "全年执行数", "执行数", "预算执行数")) + ("（B）" if marks else ""), "x"),
    ]
    weight = chance.choice(("分值", "分值", "权重", "分值权重"))
    rate = "执行率（B/A）" if marks else "执行率"
    line = f"P{project}" if project else "total"
    style = chance.choice(("plain", "short", "thousands", "full_width"))
    rows: list[list[str]] = []
    if project:
        rows.append(["项目名称", world.projects[project - 1]])
        rows.append(["主管部门", f"{world.county}财政局", "实施单位", world.unit])
    else:
        rows.append(
            [chance.choice(("区级预算部门（单位）名称", "部门（单位）名称", "单位名称")), world.city + world.unit]
        )
    label = "项目资金（万元）" if project else chance.choice(("年度预算申请（万元）", "年度资金（万元）"))
    if chance.random() < 0.5:
        # paragraphs in a narrow cell, with blank lines between them or not
        gap = chance.choice(("\n", "\n\n"))
        label = gap.join((label[:3], label[3:-4], label[-4:]))
    rows.append([label, "", *(c.header for c in budget), weight, rate, "得分"])
    cells = []
    for column in budget:
        cells.append(_cell(world, world.amount(column.measure, line), style))
        piece.stated.append(_form_amount(world, column, line, kind))
    rows.append(["", "年度资金总额", *cells, "10", "95.30%", "9.5"])
    adjusted = Column("全年预算数", "ba")
    if project:
        other = [world.draw(1, 50) for _ in budget]
        state = [world.amount(column.measure, line) - value for column, value in zip(budget, other, strict=True)]
        rows.append(
            [
                "",
                chance.choice(("其中：当年财政拨款", "其中：本年财政拨款")),
                *(_cell(world, value, style) for value in state),
                "—",
                "",
                "—",
            ]
        )
        rows.append(["", "上年结转资金", "0", "0", "0", "—", "", "—"])
        rows.append(["", "其他资金", *(_cell(world, value, style) for value in other), "—", "", "—"])
        for column, mine, theirs in zip(budget, other, state, strict=True):
            piece.stated.append(_form_amount(world, column, line, kind, "o", mine))
            piece.allowed.append(_form_amount(world, column, line, kind, "g", theirs))
    elif chance.random() < 0.7:
        total = world.amount("ba", "total")
        other_value = world.draw(1, 20)
        rows.append(["", f"按收入性质分：{_cell(world, total, style)}", f"按支出性质分：{_cell(world, total, style)}"])
        rows.append(
            [
                "",
                f"  其中：  一般公共预算：{_cell(world, total - other_value, style)}",
                f"其中：基本支出：{_cell(world, world.amount('ba', 'basic'), style)}",
            ]
        )
        rows.append(["", "政府性基金拨款：", f"项目支出：{_cell(world, world.amount('ba', 'proj'), style)}"])
        rows.append(["", "纳入专户管理的非税收入拨款：", ""])
        rows.append(["", f"其他资金：{_cell(world, other_value, style)}", ""])
        piece.stated += [
            _form_amount(world, adjusted, "total", kind),
            _form_amount(world, adjusted, "total", kind),
            _form_amount(world, adjusted, "total", kind, "g", total - other_value),
            _form_amount(world, adjusted, "total", kind, "o", other_value),
            _form_amount(world, adjusted, "basic", kind),
            _form_amount(world, adjusted, "proj", kind),
        ]
    rows.append(["年度总体目标", "预期目标", "实际完成情况"])
    rows.append(["", "完成年度各项任务，提升服务水平。", "已完成年度目标，服务水平稳步提升。"])
    target = chance.choice(("年度指标值", "年度指标值（A）", "年初目标值", "指标值"))
    actual = chance.choice(("实际完成值", "实际完成值（B）", "全年实际值", "完成值"))
    columns = ["level1", "level2", "level3", "target", "actual", "weight", "score", "reason"]
    names = {
        "level1": "一级指标",
        "level2": "二级指标",
        "level3": "三级指标",
        "target": target,
        "actual": actual,
        "weight": weight,
        "score": "得分",
        "reason": chance.choice(("偏差原因分析及改进措施", "未完成原因分析", "偏差原因分析")),
    }
    if chance.random() < 0.4:
        columns = ["level1", "level2", "level3", "weight", "target", "actual", "score", "reason"]
    lead = [""] if not project or chance.random() < 0.5 else []
    rows.append([*(["绩效指标"] if lead else []), *(names[column] for column in columns)])
    indicators: list[dict[str, str]] = []
    seen: dict[str, str] = {}
    for level1, level2, level3, wanted, got in INDICATORS:
        score = chance.choice(("8", "10", "9.5", "7"))
        values = {
            "level1": level1,
            "level2": level2,
            "level3": level3,
            "target": wanted.replace("{k}", str(chance.randint(3, 90))).replace("{y}", str(world.year)),
            "actual": got.replace("{k}", str(chance.randint(3, 90))).replace("{y}", str(world.year)),
            "weight": "10",
            "score": score,
            "reason": "" if score == "10" else chance.choice(("", "人员变动，加强衔接", "部分点位未完工")),
        }
        shown = dict(values)
        for level in ("level1", "level2"):
            # a merge leaves the cells below it empty
            shown[level] = "" if seen.get(level) == values[level] else values[level]
            seen[level] = values[level]
        if shown["level1"]:
            shown["level1"] = level1 + chance.choice(("", "", "（30分）", "\n（30分）", "\n\n（30分）", "(30分)"))
        if shown["level2"] and chance.random() < 0.3:
            shown["level2"] = f"{level2[:3]}\n{level2[3:]}"
        shown = {name: value or chance.choice(("", "", "\u3000")) for name, value in shown.items()}
        rows.append([*lead, *(shown[column] for column in columns)])
        indicators.append({"report": "synthetic", "deviation_reason": values.pop("reason"), **values})
        if chance.random() < 0.15:
            rows.append([*lead, *("" for _ in columns)])
    rows.append(["总分", "100", "94.5"])
    title = f"{world.year}年度{'项目支出' if project else '部门（单位）整体支出'}绩效自评表"
    piece.text = f"附件3\n{title}\n{_rows(rows)}"
    return piece, indicators


def operator_table(world: World) -> tuple[Piece, list[dict[str, str]]]:
    """The finance ministry's form with columns for operator and unit of measure; what each indicator's target and actual are."""
    chance = world.chance
    rows = [
        ["项目名称", world.projects[0]],
        ["主管部门", f"{world.county}财政局", "实施单位", world.unit],
        ["预算执行情况（万元）", "", "年初预算数", "调整后预算数", "预算执行数", "执行率", "权重", "得分"],
    ]
    columns = [Column("年初预算数", "bi"), Column("调整后预算数", "ba"), Column("预算执行数", "x")]
    rows.append(["", "总额", *(str(world.amount(column.measure, "P1")) for column in columns), "95.3%", "10", "9.53"])
    piece = Piece("", [_form_amount(world, column, "P1", "self_evaluation_table") for column in columns])
    rows.append(
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
            "未完成原因分析",
        ]
    )
    indicators = []
    for level1, level2, name, operator, unit in (
        ("产出指标", "数量指标", "清淤河道长度", "≥", "公里"),
        ("", "", "巡查次数", "=", "次"),
        ("", "质量指标", "工程验收合格率", "＝", "%"),
        ("", "时效指标", "平均响应时间", "≤", "小时"),
        ("效益指标", "社会效益指标", "受益人口", "≥", "人"),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "%"),
    ):
        target, actual = chance.randint(10, 90), chance.randint(10, 99)
        rows.append([level1, level2, name, operator, str(target), unit, str(actual), "15", "14", ""])
        indicators.append(
            {
                "level3": name,
                "operator": operator.replace("＝", "="),
                "target": str(target),
                "actual": str(actual),
                "unit": unit,
            }
        )
    rows.append(["总分", "", "", "", "", "", "", "100", "93.53", ""])
    piece.text = f"{world.year}年度项目支出绩效自评表\n（{world.year}年度）\n{_rows(rows)}"
    return piece, indicators


def several_forms(world: World) -> Piece:
    """A unit's report with a form for each of three projects behind it: one file, one unit, several subjects."""
    part = fill("{y}年部门整体支出{x total}，其中：基本支出{x basic}，项目支出{x proj}。", world)
    forms = [self_evaluation_table(world, number)[0] for number in (1, 2, 3)]
    text = f"{world.year}年度{world.unit}部门整体支出绩效自评报告\n一、基本情况\n{part.text}\n" + "\n".join(
        form.text for form in forms
    )
    return Piece(text, part.stated + [a for f in forms for a in f.stated], [a for f in forms for a in f.allowed])


def long_base_table(world: World) -> Piece:
    """A base data table whose header comes again after a page break, with many projects and rows of its own."""
    columns = [
        Column(f"{world.year - 1}年决算数", "x", -1),
        Column(f"{world.year}年预算数", "bu"),
        Column(f"{world.year}年决算数", "x"),
    ]
    header = ["经费控制情况（万元）", *(column.header for column in columns)]
    rows = [header]
    piece = Piece("")
    order = ["total", "basic", "pers", "oper", "proj", "P1", "P2", "P3", "P4", "tp", "rec", "proc"]
    names = {
        "total": "部门整体支出",
        "basic": "一、基本支出",
        "pers": "  其中：人员经费",
        "oper": "        公用经费",
        "proj": "二、项目支出",
        "tp": "三、三公经费",
        "rec": "  其中：公务接待费",
        "proc": "四、政府采购金额",
    }
    for number, line in enumerate(order):
        if number in (5, 9):
            rows.append(header)
        label = (
            f"    {line[1]}.{world.projects[int(line[1]) - 1]}"
            if line.startswith("P") and line[1:].isdigit()
            else names[line]
        )
        rows.append([label, *(str(world.amount(column.measure, line, column.year)) for column in columns)])
        piece.stated += [_form_amount(world, column, line, "base_data_table") for column in columns]
    piece.text = f"{world.year}年度{world.unit}整体支出绩效自评报告\n附件2\n{world.year}年度部门整体支出绩效评价基础数据表\n{_rows(rows)}"
    return piece


def summary_report(world: World) -> Piece:
    """A report that is one big table: chapters in its cells."""
    chance = world.chance
    wanted = Column("年度预算金额", "bu")
    amount = world.amount("bu", "total")
    piece = Piece("", [_form_amount(world, wanted, "total", "summary_table")])
    chosen = [fill(template, world, evidence=template) for template in chance.sample(OVERALL, 5)]
    for part in chosen:
        piece.stated += part.stated
    in_label = chance.random() < 0.5
    body = "\n\n".join(f"{number}、{part.text}" for number, part in enumerate(chosen, start=1) if "\n" not in part.text)
    piece.text = (
        f"{world.year}年度{world.unit}整体支出绩效评价报告\n"
        f"\t部门概况\n\t单位名称\n\t{world.city}{world.unit}\n\n"
        f"\t\n\t年度预算金额{'（万元）' if in_label else ''}\n\t{amount if in_label else f'{amount}（万元）'}\n\n"
        f"\t\n\t主管部门\n\t{world.city}{world.base}\n\n"
        f"\t绩效完成情况\n\t部门整体支出管理和使用基本情况\n\t（一）预算执行方面：\n\n{body}\n\n（二）预算管理方面：\n\n制度健全，执行到位。\n\n"
        f"\t\n\t绩效目标完成情况\n\t{world.year}年度我单位绩效自评分数为95分。\n\n"
        "\t存在的问题及改进措施\n\t存在的问题\n\t预算编制不够精细。\n\n\t\n\t改进措施\n\t加强预算管理。\n"
    )
    return piece


def dimension_report(world: World) -> Piece:
    """A narrative by dimensions: a heading for each indicator, a sentence below it."""
    chance = world.chance
    arranged = chance.random() < 0.5
    word, measure = ("预算安排", "bi") if arranged else ("年初预算", "bi")
    parts = [
        f"{{y}}年{word}{{{measure} total ~g}}，财政下达预算指标{{ba total ~g}}，决算支出{{x total ~g}}，其中：基本支出{{x basic ~g}}、项目支出{{x proj ~g}}；资金来源为一般公共预算资金。",
        "（1）公用经费控制率\n{y}年部门公用经费预算{bu oper}，实际支出{x oper}，公用经费控制率为{r}，达到年初设定的目标。",
        "（2）三公经费变动率\n{y}年三公经费支出{x tp}，{y-1}年三公经费支出{x tp @-1}，变动率为{r}。",
        f"（1）预算调整率\n{{y}}年{word}{{{measure} total}}，财政下达预算指标{{ba total}}，较年初预算数调增了{{n}}，预算调整率为{{r}}，没有达到目标。",
        "（2）预算执行率\n{y}年单位调整后预算数{ba total}，预算执行数{x total}，预算执行率为{r}。",
        "（3）政府采购执行率\n{y}年单位政府采购年初预算{bi proc}，实际支出{x proc}，执行率{r}，达到了年初目标。",
        "全年劝导疏散流动摊点约{k}余处，查扣工具{k}件，罚款{n}；投入{n}开展第三方检测。",
    ]
    pieces = [fill(part, world, evidence=part) for part in parts]
    heads = [
        "1、 基本情况",
        "三、部门整体绩效目标完成情况\n（一）运行成本指标完成情况",
        "",
        "（二）管理效率指标完成情况",
        "",
        "",
        "（三）履职效能指标完成情况\n1.数量指标",
    ]
    body = "\n".join(f"{head}\n{piece.text}" if head else piece.text for head, piece in zip(heads, pieces, strict=True))
    return Piece(
        f"{world.year}年度{world.city}{world.unit}部门整体绩效自评结果\n\n{body}\n4、 主要成效和存在的问题\n预算编制还不够细。\n",
        [item for piece in pieces for item in piece.stated],
    )


def nine_sections(world: World) -> tuple[Piece, list[dict[str, str]]]:
    """A whole report in nine sections with both annexes, every piece in one of many wordings."""
    chance = world.chance
    piece = Piece("")
    lines: list[str] = []

    def add(template: str, fund: str) -> None:
        part = fill(template, world, fund)
        lines.append(part.text)
        piece.stated.extend(part.stated)

    title = f"{world.year}年度{world.unit}部门整体支出绩效自评报告"
    if chance.random() < 0.4:
        lines += [
            "附件1",
            "",
            f"{world.year}年度部门（单位）整体支出",
            "",
            "绩效自评报告",
            f"部门（单位）名称：{world.city}{world.unit}（盖章）",
            "",
            "年  月  日",
            "",
        ]
    lines += [title, ""]
    numbered = chance.random() < 0.8
    opening = "{}、" if numbered else ""
    lines.append(opening.format("一") + chance.choice(("部门（单位）基本情况", "基本情况", "单位基本情况")))
    lines.append(
        f"{world.unit}是{world.county}人民政府工作部门，编制人数{chance.randint(10, 90)}人，实有人数{chance.randint(8, 90)}人。"
    )
    lines.append(opening.format("二") + "一般公共预算支出情况")
    lines.append("（一）基本支出情况")
    general = [template for template in OVERALL if "~" not in template]
    for number, template in enumerate(chance.sample(general, 4), start=1):
        add(
            (f"{number}." if chance.random() < 0.5 and not template.startswith(("（", "1.")) else "") + template,
            "general_public_budget",
        )
    lines.append("（二）项目支出情况")
    add(chance.choice(PROJECT), "general_public_budget")
    for numeral, name in zip("三四五", ("政府性基金预算", "国有资本经营预算", "社会保险基金预算"), strict=True):
        lines += [opening.format(numeral) + f"{name}支出情况", chance.choice(("无", "无。", "本单位无此项支出。"))]
    lines.append(opening.format("六") + "资金使用及绩效情况")
    lines.append("（一）整体支出绩效情况")
    for template in chance.sample(OVERALL, 3):
        add(template, "all_funds")
    for template in chance.sample(NOISE, 3):
        add(template, "all_funds")
    lines.append("（二）项目支出绩效情况")
    add(chance.choice(PROJECT), "all_funds")
    lines += [opening.format("七") + "存在的问题及原因分析", "预算编制不够精细，绩效指标有待优化。"]
    lines += [opening.format("八") + "下一步改进措施", "强化预算管理，提高资金使用效益。"]
    lines += [opening.format("九") + "绩效自评结果拟应用和公开情况", f"自评报告将与{world.year}年部门决算一并公开。"]
    base = base_table(world)
    table, indicators = self_evaluation_table(world)
    piece.stated += base.stated + table.stated
    piece.allowed += base.allowed + table.allowed
    piece.text = "\n".join(lines) + "\n" + base.text + "\n" + table.text
    return piece, indicators


def final_accounts(world: World) -> Piece:
    """The text part of a department's final accounts: totals, a list by function that is not ours, three-public, procurement."""
    parts = (
        "一、收入支出决算总体情况说明\n{y}年度本年支出合计{x total}，其中：基本支出{x basic}，占{r}；项目支出{x proj}，占{r}。",
        "二、财政拨款收入支出决算总体情况说明\n{y}年度财政拨款收入{in app}，与{y-1}年相比，增加{n}，增长{r}，主要原因是人员增加。",
        "三、一般公共预算财政拨款支出决算情况说明\n（一）总体情况\n{y}年度一般公共预算财政拨款支出{x total ~g}，占本年支出合计的{r}。",
        "（二）结构情况\n一般公共服务支出（类）{n}，占{r}；社会保障和就业支出（类）{n}，占{r}；住房保障支出（类）{n}，占{r}。",
        (
            "（三）具体情况\n1.一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为{n}，支出决算为{n}，完成年初预算的{r}。\n"
            "2.住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为{n}，支出决算为{n}，决算数大于预算数的主要原因是缴费基数调整。"
        ),
        (
            "四、一般公共预算财政拨款基本支出决算情况说明\n{y}年度一般公共预算财政拨款基本支出{x basic ~g}，其中：人员经费{x pers ~g}，"
            "主要包括基本工资、津贴补贴；公用经费{x oper ~g}，主要包括办公费、水费、电费。"
        ),
        (
            "五、“三公”经费支出决算情况说明\n{y}年度“三公”经费支出预算为{bu tp}，支出决算为{x tp}，完成预算的{r}，其中：因公出国（境）费支出决算为{x ovs =0}；"
            "公务用车购置及运行维护费支出决算为{x veh}，完成预算的{r}；公务接待费支出决算为{x rec}，完成预算的{r}。"
        ),
        "六、机关运行经费支出说明\n{y}年度机关运行经费支出{n}，比{y-1}年增加{n}，增长{r}。",
        "七、政府采购支出说明\n{y}年度政府采购支出总额{x proc}，其中：政府采购货物支出{n}、政府采购工程支出{n}、政府采购服务支出{n}。授予中小企业合同金额{n}，占政府采购支出总额的{r}。",
        "八、国有资产占用情况说明\n截至{y}年12月31日，共有车辆{k}辆；单价100万元以上设备0台（套）。",
    )
    pieces = [fill(part, world, evidence=part) for part in parts]
    return Piece(
        f"{world.year}年度{world.unit}部门决算公开说明\n" + "\n".join(piece.text for piece in pieces) + "\n",
        [item for piece in pieces for item in piece.stated],
    )


def funds_form(world: World) -> Piece:
    """A project form that plans, receives and spends: pairs of label and value, sources below, then what was bought."""
    planned, got, spent = Column("计划安排资金", "bu"), Column("实际到位资金", "ba"), Column("实际支出", "x")
    kind = "summary_table"
    plan, received, out = (world.amount(column.measure, "P1") for column in (planned, got, spent))
    parts = [world.draw(1, 40) for _ in range(2)]
    rows = [
        ["项目名称", world.projects[0]],
        ["项目单位", world.city + world.unit, "主管部门", f"{world.county}财政局"],
        [
            "计划安排资金（万元）",
            str(plan),
            "实际到位资金（万元）",
            str(received),
            "实际支出（万元）",
            str(out),
            "结余（万元）",
            "0",
        ],
    ]
    details = [
        ["支出内容", "实际支出数（万元）", "会计凭证号", "备注"],
        ["购置设备", str(parts[0]), "12-35号", ""],
        ["聘请监理", str(parts[1]), "12-77号", ""],
    ]
    piece = Piece(
        f"{world.year}年度项目支出绩效自评报告\n（{world.year}年度）\n一、项目基本概况\n{_rows(rows)}\n\n二、项目支出明细情况\n{_rows(details)}\n\n三、项目绩效自评情况\n项目按期完成。\n",
        [_form_amount(world, planned, "P1", kind), _form_amount(world, spent, "P1", kind)],
    )
    piece.allowed += [_form_amount(world, spent, "P1", kind, value=value) for value in parts]
    return piece
