"""Scans of our own making: a page with a ruled form of known figures, drawn, then spoilt as copiers and scanners spoil pages.

Everything hangs on a seed. What is drawn is named by row and column, so that what is read can be compared cell by cell.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Pixels = npt.NDArray[np.uint8]

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_CHINESE = (
    "NotoSerifCJK-Regular.ttc",
    "NotoSansCJK-Regular.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "uming.ttc",
    "ukai.ttc",
)
_LATIN = ("LiberationSerif-Regular.ttf", "LiberationSans-Regular.ttf")
_LABELS = (
    "三公经费", "公务用车购置费", "公务用车运行维护费", "公务接待费", "因公出国（境）费", "会议费、培训费", "办公费及印刷费",
    "水费、电费、差旅费", "政府采购金额", "部门基本支出", "项目支出", "人员经费", "公用经费", "合计", "其他资金", "业务工作经费",
)  # fmt: skip
_HEADS = ("经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数", "执行率")
A4_MM = (210, 297)


@cache
def fonts() -> dict[str, Path]:
    """The font files found by name; skips the test where no Chinese one is."""
    found = {path.name: path for folder in _FOLDERS if folder.exists() for path in sorted(folder.rglob("*.tt[fc]"))}
    if not any(name in found for name in _CHINESE):
        pytest.skip("no Chinese font on this machine: install the system packages that the README names")
    return found


def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font in a size; of collections the face for mainland China."""
    for face in range(5) if path.suffix == ".ttc" else (0,):
        try:
            found = ImageFont.truetype(str(path), size, index=face)
        except OSError:
            break
        if path.suffix != ".ttc" or str(found.getname()[0]).endswith(" SC"):
            return found
    return ImageFont.truetype(str(path), size)


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How a page was copied and scanned."""

    dpi: int = 200
    angle: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    fade: float = 0.0
    quality: int | None = None
    stamp: bool = False
    grey: bool = False
    speckles: int = 0
    turn: int = 0


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
    available = fonts()
    chinese = [available[name] for name in _CHINESE if name in available]
    latin = [available[name] for name in _LATIN if name in available]
    scale = spoiling.dpi / 25.4
    points = points or chance.choice((9.0, 10.5, 12.0))
    size = round(points * spoiling.dpi / 72)
    face = chance.choice(chinese)
    label_font, title_font = font(face, size), font(face, round(1.6 * size))
    figure_font = font(chance.choice([*latin, face]), size)
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
    return Form(spoilt(picture, spoiling, chance, (lefts[2], top + 5 * row_height)), cells, spoiling.dpi)


def spoilt(
    picture: Image.Image, spoiling: Spoiling, chance: random.Random, stamped: tuple[float, float]
) -> Image.Image:
    """A page as it comes from the scanner."""
    noise = np.random.default_rng(chance.randrange(2**32))
    values = np.asarray(picture).astype(np.float32)
    if spoiling.fade:
        values = 255 - (255 - values) * (1 - spoiling.fade)
    if spoiling.stamp:
        values *= np.asarray(_stamp(picture.size, stamped, spoiling.dpi)).astype(np.float32) / 255
    page = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if spoiling.angle:
        page = page.rotate(spoiling.angle, resample=Image.Resampling.BICUBIC, fillcolor="white")
    if spoiling.blur:
        page = page.filter(ImageFilter.GaussianBlur(spoiling.blur * spoiling.dpi / 200))
    values = np.asarray(page).astype(np.float32)
    if spoiling.noise:
        values = values * 0.94 + noise.normal(0, spoiling.noise, values.shape[:2])[:, :, None]
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
    return page.rotate(-spoiling.turn, expand=True) if spoiling.turn else page


def _stamp(size: tuple[int, int], middle: tuple[float, float], dpi: int) -> Image.Image:
    """A layer with an office's seal: red ring, star and characters, white elsewhere."""
    layer = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(layer)
    scale = dpi / 25.4
    x, y = middle
    radius = 21 * scale
    red = (214, 48, 52)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=round(1.1 * scale))
    spikes = [
        (
            x + (7 if number % 2 == 0 else 2.8) * scale * np.sin(number * np.pi / 5),
            y - (7 if number % 2 == 0 else 2.8) * scale * np.cos(number * np.pi / 5),
        )
        for number in range(10)
    ]
    draw.polygon(spikes, fill=red)
    name = next(name for name in _CHINESE if name in fonts())
    seal_font = font(fonts()[name], round(5 * scale))
    letters = "某某市某某区人民政府办公室专用章"
    for number, letter in enumerate(letters):
        angle = -130 + 260 * number / (len(letters) - 1)
        tile = Image.new("RGBA", (round(7 * scale), round(7 * scale)))
        ImageDraw.Draw(tile).text(
            (tile.width / 2, tile.height / 2), letter, fill=(*red, 255), font=seal_font, anchor="mm"
        )
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        along = np.radians(angle)
        place = (
            round(x + 16.5 * scale * np.sin(along) - tile.width / 2),
            round(y - 16.5 * scale * np.cos(along) - tile.height / 2),
        )
        layer.paste(tile, place, tile)
    return layer


def pixels(picture: Image.Image) -> Pixels:
    """A picture as rows x columns x red, green, blue."""
    return np.ascontiguousarray(np.asarray(picture.convert("RGB")))
