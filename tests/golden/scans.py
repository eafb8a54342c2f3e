"""Scans of our own making: a page with a ruled form of known figures, drawn, then spoilt as copiers and scanners spoil pages.

Everything hangs on a seed. What is drawn is named by row and column, so that what is read can be compared cell by cell.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.readers import fonts

Pixels = npt.NDArray[np.uint8]

_LABELS = (
    "三公经费", "公务用车购置费", "公务用车运行维护费", "公务接待费", "因公出国（境）费", "会议费、培训费", "办公费及印刷费",
    "水费、电费、差旅费", "政府采购金额", "部门基本支出", "项目支出", "人员经费", "公用经费", "合计", "其他资金", "业务工作经费",
)  # fmt: skip
_HEADS = ("经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数", "执行率")
A4_MM = (210, 297)


@cache
def chinese(size: int) -> ImageFont.FreeTypeFont:
    """The package's own font in a size (pixels)."""
    return ImageFont.truetype(str(fonts.chinese()), size, index=fonts.FACE)


def _latin(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow carries, for figures."""
    return ImageFont.load_default(size)


RED, DARK_RED = (214, 48, 52), (150, 30, 45)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal: `round` (42 mm across), `oval` (45 x 30) or `square` (20, a person's); `cover` is how much of what lies under it its ink hides.

    `at` is its middle as shares of the table's width and height; None: anywhere on the table.
    """

    shape: str = "round"
    ink: tuple[int, int, int] = RED
    cover: float = 0.0
    at: tuple[float, float] | None = (0.31, 0.28)


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How a page was copied and scanned.

    `shade` is how much darker its darkest corner is, `through` how strongly its other side shines through, `keystone` by which share its
    upper border is shorter than the lower (a photo), `streaks` lines that a dirty scanner draws down the page, `strokes` those of a pen,
    `fax` that it ends in black and white.
    """

    dpi: int = 200
    angle: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    fade: float = 0.0
    quality: int | None = None
    stamps: tuple[Stamp, ...] = ()
    grey: bool = False
    speckles: int = 0
    turn: int = 0
    shade: float = 0.0
    through: float = 0.0
    keystone: float = 0.0
    streaks: int = 0
    strokes: int = 0
    fax: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form as drawn: its picture, and the text of each cell by row and column from 1."""

    picture: Image.Image
    cells: dict[tuple[int, int], str]
    dpi: int


def figure(chance: random.Random) -> str:
    """A figure as such forms hold: amounts, counts, shares, dashes."""
    kind = chance.random()
    if kind < 0.1:
        return "0"
    if kind < 0.2:
        return str(chance.randrange(1, 100))
    if kind < 0.65:
        return f"{chance.randrange(0, 2000)}.{chance.randrange(100):02d}"
    if kind < 0.75:
        return f"{chance.randrange(1, 90)}.{chance.randrange(1, 10)}"
    if kind < 0.85:
        return f"{chance.randrange(1000, 9_999_999):,}.{chance.randrange(100):02d}"
    if kind < 0.95:
        return f"{chance.randrange(1, 120)}.{chance.randrange(100):02d}%"
    return f"-{chance.randrange(1, 900)}.{chance.randrange(100):02d}"


def form(seed: int, spoiling: Spoiling, rows: int = 18, points: float | None = None) -> Form:
    """A form of five columns and so many rows on a page of A4, spoilt."""
    chance = random.Random(seed)
    scale = spoiling.dpi / 25.4
    points = points or chance.choice((9.0, 10.5, 12.0))
    size = round(points * spoiling.dpi / 72)
    label_font, title_font = chinese(size), chinese(round(1.6 * size))
    figure_font = chance.choice((_latin, chinese))(size)
    width, height = round(A4_MM[0] * scale), round(A4_MM[1] * scale)
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((width / 2, 25 * scale), "2023年度部门整体支出基础数据表", fill="black", font=title_font, anchor="mm")
    thickness = max(1, round(0.18 * scale))
    lefts = [round(mm * scale) for mm in (20, 72, 102, 132, 162, 190)]
    row_height = max(round(7.0 * scale), round(1.7 * size))
    top = round(40 * scale)
    cells: dict[tuple[int, int], str] = {}
    for row in range(rows + 1):
        y = top + row * row_height
        draw.line((lefts[0], y, lefts[-1], y), fill="black", width=thickness)
        if row == rows:
            break
        for column in range(5):
            text = _HEADS[column] if row == 0 else chance.choice(_LABELS) if column == 0 else figure(chance)
            middle = y + row_height / 2
            while column == 0 and label_font.getlength(text) > lefts[1] - lefts[0] - 2 * scale:
                text = text[:-1]
            used = figure_font if row and column else label_font
            while row == 0 and used.getlength(text) > lefts[column + 1] - lefts[column] - scale:
                text = text[1:]
            while row and column and used.getlength(text) > lefts[column + 1] - lefts[column] - scale:
                text = figure(chance)
            cells[row + 1, column + 1] = text
            if column == 0:
                draw.text((lefts[0] + scale, middle), text, fill="black", font=used, anchor="lm")
            elif column == 4:
                draw.text((lefts[5] - scale, middle), text, fill="black", font=used, anchor="rm")
            else:
                draw.text(((lefts[column] + lefts[column + 1]) / 2, middle), text, fill="black", font=used, anchor="mm")
    for x in lefts:
        draw.line((x, top, x, top + rows * row_height), fill="black", width=thickness)
    return Form(
        spoilt(picture, spoiling, chance, (lefts[0], top, lefts[-1], top + rows * row_height)), cells, spoiling.dpi
    )


def spoilt(
    picture: Image.Image, spoiling: Spoiling, chance: random.Random, table: tuple[int, int, int, int]
) -> Image.Image:
    """A page, with a table in a box of it, as it comes from the scanner."""
    noise = np.random.default_rng(chance.randrange(2**32))
    values = np.asarray(picture).astype(np.float32)
    if spoiling.fade:
        values = 255 - (255 - values) * (1 - spoiling.fade)
    for stamp in spoiling.stamps:
        across, down = stamp.at or (chance.uniform(0.15, 0.85), chance.uniform(0.1, 0.9))
        middle = (table[0] + across * (table[2] - table[0]), table[1] + down * (table[3] - table[1]))
        layer = np.asarray(_stamp(picture.size, middle, spoiling.dpi, stamp)).astype(np.float32)
        # ink that lets through darkens what lies under it, ink that covers takes its place
        inked = (layer < 255).any(axis=2)[:, :, None]
        values = np.where(inked, (1 - stamp.cover) * values * layer / 255 + stamp.cover * layer, values)
    if spoiling.through:
        behind = Image.fromarray(np.clip(values[:, ::-1], 0, 255).astype(np.uint8)).convert("L")
        behind = behind.filter(ImageFilter.GaussianBlur(spoiling.dpi / 200))
        values *= 1 - spoiling.through * (255 - np.asarray(behind).astype(np.float32))[:, :, None] / 255
    page = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    for _ in range(spoiling.strokes):
        _draw_stroke(page, chance, table, spoiling.dpi)
    if spoiling.keystone:
        page = _from_below(page, spoiling.keystone)
    if spoiling.angle:
        page = page.rotate(spoiling.angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    for _ in range(spoiling.streaks):
        # the scanner's own: straight down, whichever way the page lies
        x = chance.randrange(table[0], table[2])
        ImageDraw.Draw(page).line(
            (x, 0, x, page.height),
            fill=(chance.randrange(40, 130),) * 3,
            width=max(1, round(0.12 * spoiling.dpi / 25.4)),
        )
    if spoiling.blur:
        page = page.filter(ImageFilter.GaussianBlur(spoiling.blur * spoiling.dpi / 200))
    values = np.asarray(page).astype(np.float32)
    if spoiling.noise:
        values = values * 0.94 + noise.normal(0, spoiling.noise, values.shape[:2])[:, :, None]
    if spoiling.shade:
        down, across = np.mgrid[0 : values.shape[0], 0 : values.shape[1]].astype(np.float32)
        falling = (down / values.shape[0] + across / values.shape[1]) / 2
        # and the shadow of a hand
        shadow = 1 / (1 + np.exp((across - 0.3 * down - 0.35 * values.shape[1]) / (0.02 * values.shape[1])))
        light = 1 - spoiling.shade * (0.6 * falling + 0.4 * shadow)
        values = values * light[:, :, None] * np.array([1.0, 0.97, 0.9], dtype=np.float32)
    values = np.clip(values, 0, 255)
    for _ in range(spoiling.speckles):
        x, y = chance.randrange(page.width - 3), chance.randrange(page.height - 3)
        values[y : y + chance.randrange(1, 3), x : x + chance.randrange(1, 3)] = chance.randrange(120)
    page = Image.fromarray(values.astype(np.uint8))
    if spoiling.grey:
        page = page.convert("L").convert("RGB")
    if spoiling.quality:
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=spoiling.quality)
        page = Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
    if spoiling.fax:
        page = page.convert("L").point(lambda value: 255 if value > 150 else 0).convert("RGB")
    return page.rotate(-spoiling.turn, expand=True) if spoiling.turn else page


def _draw_stroke(page: Image.Image, chance: random.Random, table: tuple[int, int, int, int], dpi: int) -> None:
    """A tick, an underline or a loop around something, in ink of a pen."""
    scale = dpi / 25.4
    draw = ImageDraw.Draw(page)
    ink = chance.choice([(20, 20, 30), (30, 40, 140), (90, 90, 95)])
    width = max(1, round(0.4 * scale))
    x, y = chance.uniform(table[0], table[2]), chance.uniform(table[1], table[3])
    kind = chance.randrange(3)
    if kind == 0:
        draw.line(
            (x, y, x + 2 * scale, y + 4 * scale, x + 9 * scale, y - 6 * scale), fill=ink, width=width, joint="curve"
        )
    elif kind == 1:
        steps = [
            (x + number * scale, y + chance.uniform(-0.3, 0.3) * scale) for number in range(chance.randrange(10, 30))
        ]
        draw.line(steps, fill=ink, width=width, joint="curve")
    else:
        wide, high = chance.uniform(8, 16) * scale, chance.uniform(3.5, 6) * scale
        draw.ellipse((x - wide, y - high, x + wide, y + high), outline=ink, width=width)


def _from_below(page: Image.Image, share: float) -> Image.Image:
    """A page as a camera below its middle sees it: the upper border is shorter."""
    width, height = page.size
    inset = share * width / 2
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [(inset, share * height / 2), (width - inset, share * height / 2), (width, height), (0, height)]
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, seen, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
        wanted += [x, y]
    found = np.linalg.solve(np.array(rows), np.array(wanted))
    return page.transform(
        page.size, Image.Transform.PERSPECTIVE, found.tolist(), Image.Resampling.BICUBIC, fillcolor="white"
    )


def _stamp(size: tuple[int, int], middle: tuple[float, float], dpi: int, stamp: Stamp) -> Image.Image:
    """A layer with a seal, white elsewhere."""
    layer = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(layer)
    scale = dpi / 25.4
    x, y = middle
    if stamp.shape == "square":
        half = 10 * scale
        draw.rectangle((x - half, y - half, x + half, y + half), outline=stamp.ink, width=round(0.9 * scale))
        seal_font = chinese(round(8 * scale))
        for number, letter in enumerate("张印三之"):
            place = (x + (4.5 if number % 2 else -4.5) * scale, y + (4.5 if number > 1 else -4.5) * scale)
            draw.text(place, letter, fill=stamp.ink, font=seal_font, anchor="mm")
        return layer
    wide, high = (21 * scale, 21 * scale) if stamp.shape == "round" else (22.5 * scale, 15 * scale)
    draw.ellipse((x - wide, y - high, x + wide, y + high), outline=stamp.ink, width=round(1.1 * scale))
    spikes = [
        (
            x + (7 if number % 2 == 0 else 2.8) * scale * np.sin(number * np.pi / 5),
            y - (7 if number % 2 == 0 else 2.8) * scale * np.cos(number * np.pi / 5),
        )
        for number in range(10)
    ]
    draw.polygon(spikes, fill=stamp.ink)
    seal_font = chinese(round(5 * scale))
    letters = "某某市某某区人民政府办公室专用章"
    for number, letter in enumerate(letters):
        angle = -130 + 260 * number / (len(letters) - 1)
        tile = Image.new("RGBA", (round(7 * scale), round(7 * scale)))
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, fill=(*stamp.ink, 255), font=seal_font, anchor="mm"
        )
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        along = np.radians(angle)
        place = (
            round(x + (wide - 4.5 * scale) * np.sin(along) - tile.width / 2),
            round(y - (high - 4.5 * scale) * np.cos(along) - tile.height / 2),
        )
        layer.paste(tile, place, tile)
    return layer


def pixels(picture: Image.Image) -> Pixels:
    """A picture as rows x columns x red, green, blue."""
    return np.ascontiguousarray(np.asarray(picture.convert("RGB")))


def encoded(picture: Image.Image, dpi: int) -> bytes:
    """A picture as the JPEG that a scanner gives."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80, dpi=(dpi, dpi))
    return buffer.getvalue()
