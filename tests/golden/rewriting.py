"""Rewrites a report and its gold alike: other figures, years, places, units and projects, and other ways of writing numbers.

What is replaced is taken from gold itself, so nothing here knows a report. Everything follows from the seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.golden.rearranging import rows
from tests.golden.scoring import Amount

PROSE_STYLES = ("plain", "thousands", "full_width", "yuan", "yuan_thousands", "hundred_million", "space", "padded")

_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PROSE = re.compile(rf"(?<![0-9.,])(?P<number>{_NUMBER})[ ]?(?P<open>[（(]?)万元(?P<close>[）)]?)")
_CELL = re.compile(rf"(?P<lead>[ \u3000]*)(?P<number>{_NUMBER})(?P<tail>[ \u3000]*)")
_LABELLED = re.compile(rf"(?P<lead>.*[：:])(?P<number>{_NUMBER})(?P<tail>[ \u3000]*)")
_YEAR = re.compile(r"(?<![0-9])(?P<year>20[12][0-9])(?=年)")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
# digits and point alone: a full-width comma parts clauses
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")

# invented; some without a project's usual ending, some that hold a money word
PROJECTS = (
    "河道清淤专项经费",
    "智慧水务平台建设",
    "村级公益事业补助资金",
    "老旧管网改造工程",
    "志愿消防联防队",
    "古树名木保护",
    "农村饮水安全巩固项目",
    "乡镇食堂运行补助",
    "湿地公园管护费",
    "防汛物资储备",
    "困难群众临时救助金",
    "数字档案室升级",
    "办公楼维修改造项目",
    "基本公共卫生服务补助",
    "社区夜巡队",
    "非遗传承人培训经费",
    "城乡客运一体化专项",
    "小微水体治理",
    "残疾人就业扶持资金",
    "森林防火视频监控",
    "青年夜校项目",
    "垃圾分类宣传",
    "退役军人走访慰问经费",
    "驻村工作队",
)
PLACES = ("青沅", "云渚", "临浦", "石峪", "望潭", "禾塘", "白汀", "岚溪")
UNITS = {
    "局": ("林业局", "水务局", "文化旅游局", "农业农村局", "审计局"),
    "中心": ("图书采编中心", "水利事务中心", "环境卫生事务中心", "殡葬服务中心"),
    "大队": ("交通运输综合行政执法大队", "文化市场综合行政执法大队"),
    "分局": ("生态环境局河西分局", "自然资源局临港分局"),
}


def _written(number: Decimal, thousands: bool = False) -> str:
    return format(number, ",f" if thousands else "f")


def prose_figure(wan: Decimal, style: str, bracket: bool = False) -> str:
    """An amount of 万元 as running text writes it."""
    unit = "万元"
    if style == "thousands":
        text = _written(wan, thousands=True)
    elif style == "full_width":
        text = _written(wan).translate(_WIDE)
    elif style in ("yuan", "yuan_thousands"):
        text, unit = _written((wan * 10_000).quantize(Decimal("0.01")), style == "yuan_thousands"), "元"
    elif style == "hundred_million":
        text, unit = _written((wan / 10_000).normalize()), "亿元"
        if "E" in text or wan < 100:
            text, unit = _written(wan), "万元"
    elif style == "space":
        text, unit = _written(wan), " 万元"
    elif style == "padded":
        text = _written(wan.quantize(Decimal("0.0001")))
    else:
        text = _written(wan)
    return f"{text}（{unit.strip()}）" if bracket else f"{text}{unit}"


def cell_figure(wan: Decimal, style: str) -> str:
    """An amount of 万元 as a cell writes it; style "yuan" needs a header that says so."""
    if style == "thousands":
        return _written(wan, thousands=True)
    if style == "full_width":
        return _written(wan).translate(_WIDE)
    if style == "yuan":
        return _written((wan * 10_000).quantize(Decimal("0.01")))
    if style == "padded":
        return f" {_written(wan.quantize(Decimal('0.00')) if wan == wan.quantize(Decimal('0.01')) else wan)}\u3000"
    return _written(wan)


@dataclass(frozen=True)
class Rewritten:
    """A rewritten report with its rewritten gold."""

    text: str
    amounts: list[Amount]
    indicators: list[dict[str, str]]
    attributes: list[dict[str, str]]


def rewrite(
    text: str,
    amounts: list[Amount],
    indicators: list[dict[str, str]],
    attributes: list[dict[str, str]],
    seed: int,
    *,
    figures: bool = True,
    prose_style: str = "plain",
    cell_style: str = "plain",
    shift: int = 0,
    names: bool = False,
    projects: bool = False,
) -> Rewritten:
    """Rewrite one report. `amounts`, `indicators` and `attributes` are its rows of gold.

    `figures`: other amounts, each figure by the same one everywhere. `prose_style` "mixed" draws a style for each figure.
    `shift`: years later. `names`: another unit in another place. `projects`: other names of projects.
    """
    chance = random.Random(seed)
    wan = {item.yuan / 10_000 for item in amounts if item.yuan}
    values = _values(sorted(wan), chance) if figures else {value: value for value in wan}
    styles = {value: chance.choice(PROSE_STYLES) if prose_style == "mixed" else prose_style for value in sorted(wan)}
    rename = _renaming(text, amounts, chance, names, projects)

    def words(piece: str) -> str:
        piece = rename(piece)
        return _YEAR.sub(lambda match: str(int(match["year"]) + shift), piece)

    def prose(piece: str) -> str:
        def one(match: re.Match[str]) -> str:
            value = Decimal(match["number"].replace(",", ""))
            if value not in values:
                return match[0]
            return prose_figure(values[value], styles[value], bracket=bool(match["open"]))

        return _PROSE.sub(one, piece)

    def cell(piece: str) -> str:
        match = _CELL.fullmatch(piece) or _LABELLED.fullmatch(piece)
        if not match:
            return prose(piece)
        value = Decimal(match["number"].replace(",", ""))
        if value not in values:
            return piece
        return match["lead"] + cell_figure(values[value], cell_style) + match["tail"]

    lines = words(text).split("\n")
    for start, end in rows(lines):
        row = [line[1:] for line in lines[start:end]]
        # a row without a label (staffing) and the row of total scores hold no money
        has_label = any(_HAN.search(piece) for piece in row) and "总分" not in row[0]
        lines[start:end] = ["\t" + (cell(piece) if has_label else piece) for piece in row]
    lines = [line if line.startswith("\t") else prose(line) for line in lines]
    if cell_style == "yuan":
        lines = [
            re.sub(r"(?<![0-9])（万元）", "（元）", line) if line.startswith("\t") or line == "（万元）" else line
            for line in lines
        ]
    return Rewritten(
        "\n".join(lines),
        [
            replace(
                item,
                fiscal_year=item.fiscal_year + shift,
                project=rename(item.project),
                yuan=(values.get(item.yuan / 10_000, item.yuan / 10_000) * 10_000).quantize(Decimal("0.01")),
            )
            for item in amounts
        ],
        [
            {
                name: cell(words(value))
                if name in ("target", "actual")
                else words(value)
                if name in ("level3", "deviation_reason")
                else value
                for name, value in row.items()
            }
            for row in indicators
        ],
        [
            {
                name: str(int(value) + shift)
                if name == "value" and row["attribute"] == "fiscal_year"
                else words(value)
                if name == "value"
                else value
                for name, value in row.items()
            }
            for row in attributes
        ],
    )


def _values(known: list[Decimal], chance: random.Random) -> dict[Decimal, Decimal]:
    """Another amount for each, of the same size, no two alike."""
    taken = set(known)
    found: dict[Decimal, Decimal] = {}
    for value in known:
        while True:
            places = chance.choice(("1", "0.1", "0.01", "0.01", "0.01"))
            other = (value * Decimal(str(round(chance.uniform(0.3, 3), 4)))).quantize(Decimal(places))
            if other and other not in taken:
                break
        taken.add(other)
        found[value] = other
    return found


def _renaming(
    text: str, amounts: list[Amount], chance: random.Random, names: bool, projects: bool
) -> Callable[[str], str]:
    pairs: list[tuple[str, str]] = []
    if projects:
        old = sorted({item.project for item in amounts if item.project}, key=lambda name: (-len(name), name))
        # 青年夜校项目 + 项目预算资金 would read as 青年夜校 + 项目预算资金: nobody could tell
        glued = any(f"{name}项目" in text for name in old)
        pool = [name for name in PROJECTS if not (glued and name.endswith("项目"))]
        chance.shuffle(pool)
        pairs += zip(old, pool, strict=False)
    if names:
        pairs += _unit_pairs(amounts, chance)
    patterns = [(re.compile("[ \n]*".join(map(re.escape, old))), new) for old, new in pairs]

    def broken(match: re.Match[str], new: str) -> str:
        # a name broken over lines stays broken
        gap = re.search(r"\s+", match[0])
        return f"{new[: len(new) // 2]}{gap[0]}{new[len(new) // 2 :]}" if gap else new

    def rename(piece: str) -> str:
        # marks first: a new name may hold an old one
        for number, (pattern, new) in enumerate(patterns):
            piece = pattern.sub(
                lambda match, new=new, number=number: chr(0xE000 + number) + broken(match, "\x00" * len(new)), piece
            )
        for number, (_, new) in enumerate(patterns):
            mark = chr(0xE000 + number)
            while mark in piece:
                before, after = piece.split(mark, 1)
                letters = iter(new)
                filled = []
                left = len(new)
                for character in after:
                    if left and character == "\x00":
                        filled.append(next(letters))
                        left -= 1
                    else:
                        filled.append(character)
                piece = before + "".join(filled)
        return piece

    return rename


def _unit_pairs(amounts: list[Amount], chance: random.Random) -> list[tuple[str, str]]:
    """Old and new names of the unit, and of the places in its name."""
    unit = amounts[0].unit
    parts = re.match(r"(?P<place>.*?(?:开发区|(?<!管理)[区县](?!域)|^[\u4e00-\u9fff]{2}市))(?P<base>.{3,})", unit)
    place, base = (parts["place"], parts["base"]) if parts else ("", unit)
    kind = next(kind for kind in ("分局", "局", "大队", "中心") if base.endswith(kind))
    pairs = [(base, chance.choice([name for name in UNITS[kind] if name != base]))]
    stems = [stem for stem in re.split(r"[市区县]|经济技术开发", place) if stem]
    pieces = [stem[i : i + 2] for stem in stems for i in range(0, len(stem), 2)]
    pool = list(PLACES)
    chance.shuffle(pool)
    pairs += zip(pieces, pool, strict=False)
    return sorted(pairs, key=lambda pair: -len(pair[0]))
