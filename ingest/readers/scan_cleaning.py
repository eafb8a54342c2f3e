"""A scanned page made fit for reading: stamps taken off by their colour, paper made white, ink dark, lines level.

Where a stamp's ink may have hidden what lies under it is told in a mask beside the page. Images are numpy arrays, rows first; angles are degrees, counted clockwise as seen.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
# corners of a convex outline: n x 1 x 2 pixels
Outline = npt.NDArray[np.int32]

INCH_MM = 25.4
# A seal of an office measures 38 to 50 mm, a name seal 12 to 25; two that overlap are longer. What is red and smaller, or long
# and flat, is printed text (a letterhead, a negative figure) and stays.
_STAMP_MM = (10.0, 110.0)
_STAMP_LONGEST_SIDES = 2.6
# A stamp has a ring or a frame: ink nearly all along the outline of what its ink spans, and no strip of bare paper from side to
# side of it, as lies between lines and between letters of print. Ink so far apart belongs together; at first the wider.
_STAMP_REACHES_MM = (2.5, 1.0)
_FRAMED = 0.6
_FRAME_DEPTH = 0.02
_STRIP_MM = 0.4
_STRIP_ANGLES = range(-4, 5)
# letters of one line are about as tall as each other, and no further apart than so many heights
_EQUALLY_TALL = 0.6
_LETTER_GAP = 0.9
_LINE_OF_LETTERS = 3
# how much redder than green and blue a stamp's ink is, of 255
_RED = 28
# what is darker in the red channel is black ink, or lies under it
_DARK = 150
# strokes of text are narrower than this, a stamp's level is judged over it
_STROKE_MM = 1.3
# finer pictures only cost time, coarser ones hide the dots
_LEAST_DPI, _MOST_DPI = 180.0, 250.0
# how far beside a stamp's ink its edges reach, and how light they are at least, as a share of the paper
_EDGE_MM = 0.6
_REMNANT = 0.6
# ink of a stamp is nearly as bright as paper in the red channel; what is darker can't be told from print
_BRIGHT = 0.72
# print is darker than this share of the paper; of what is under a stamp's ink so much must still show, else the ink covers
_PRINT = 0.55
_SHOWS_THROUGH = 0.4
_LEAST_PRINT_DOTS = 40
_ANALYSIS_DPI = 100
_SKEW_DPI = 100
_SKEW_LIMIT = 6.0
_SKEW_DARKNESS = 60
_COARSE_DOTS = 20_000
# below this angle turning costs more sharpness than it gains
_SKEW_WORTH = 0.04
# ink paler than this is darkened to it
_INK_LEVEL = 90


def at_working_size(image: Image, dpi: float) -> tuple[Image, float]:
    """An image and its resolution, brought into the range that text is read well from."""
    wanted = min(max(dpi, _LEAST_DPI), _MOST_DPI)
    if wanted == dpi:
        return image, dpi
    method = cv2.INTER_AREA if wanted < dpi else cv2.INTER_CUBIC
    resized = cv2.resize(image, None, fx=wanted / dpi, fy=wanted / dpi, interpolation=method)
    return resized.astype(np.uint8, copy=False), wanted


def stamp_outlines(image: Image, dpi: float) -> list[Outline]:
    """The outlines of the red stamps on an RGB image, in pixels."""
    height, width = image.shape[:2]
    scale = min(1.0, _ANALYSIS_DPI / dpi)
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    pixels = dpi * scale / INCH_MM
    red, green, blue = (small[:, :, channel].astype(np.int16) for channel in range(3))
    reddish = (red - np.maximum(green, blue) > _RED).astype(np.uint8)
    if not reddish.any():
        return []
    framed, others = _framed(reddish, (red < _DARK).astype(np.uint8), _STAMP_REACHES_MM, pixels)
    # a letter may look like a frame (国); a letter beside it doesn't, or there are more of them than of seals
    line_of = _lines_of_letters(framed + others)
    sizes = [line_of.count(line) for line in line_of]
    lettered = set(line_of[len(framed) :])
    framed = [
        one
        for one, line, size in zip(framed, line_of, sizes, strict=False)
        if line not in lettered and size < _LINE_OF_LETTERS
    ]
    rim = np.ones((2 * round(pixels) + 1,) * 2, np.uint8)
    found = []
    for outline in framed:
        area = cv2.dilate(cv2.fillConvexPoly(np.zeros_like(reddish), outline, (1.0,)), rim)
        rows, columns = np.nonzero(area)
        hull = cv2.convexHull(np.stack([columns, rows], axis=1).astype(np.int32))
        found.append(np.round(hull / scale).astype(np.int32))
    return found


def _framed(
    reddish: Image, dark: Image, reaches: Sequence[float], pixels: float
) -> tuple[list[Outline], list[Outline]]:
    """The outlines of what is as large as a stamp and framed as one is, and of what else is at least nearly as large.

    `reddish` and `dark` (1) are red and black ink: what is printed over a stamp doesn't divide it.
    """
    reach = max(3, round(reaches[0] * pixels)) | 1
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    framed: list[Outline] = []
    others: list[Outline] = []
    for number in range(1, count):
        left, top, wide, high, _ = stats[number].tolist()
        shorter, longer = sorted((wide / pixels, high / pixels))
        if longer < _EQUALLY_TALL * _STAMP_MM[0]:
            continue
        part = slice(top, top + high), slice(left, left + wide)
        own: Image = (reddish[part] & (labels[part] == number)).astype(np.uint8)
        outline = np.add(cv2.convexHull(np.argwhere(own)[:, ::-1].astype(np.int32)), (left, top))
        is_sized = _STAMP_MM[0] <= shorter <= longer <= min(_STAMP_MM[1], _STAMP_LONGEST_SIDES * shorter)
        if is_sized and not _is_divided(own | (dark[part] & joined[part]), pixels) and _frame_share(own) >= _FRAMED:
            framed.append(outline.astype(np.int32))
        elif len(reaches) > 1:
            page = np.zeros_like(reddish)
            page[part] = own
            more_framed, more_others = _framed(page, dark, reaches[1:], pixels)
            framed += more_framed
            others += more_others
        else:
            others.append(outline.astype(np.int32))
    return framed, others


def _is_divided(own: Image, pixels: float) -> bool:
    """Whether bare paper lies between parts of some ink, straight through and level or upright within a few degrees."""
    rows, columns = np.nonzero(own)
    least = _STRIP_MM * pixels
    for angle in _STRIP_ANGLES:
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        for along in (sine * columns + cosine * rows, cosine * columns - sine * rows):
            filled = np.flatnonzero(np.bincount((along - along.min()).astype(np.int32)) > 1)
            if len(filled) and np.diff(filled).max(initial=0) - 1 >= least:
                return True
    return False


def _frame_share(own: Image) -> float:
    """The share of the outline of some ink along which the ink lies."""
    depth = max(1, round(_FRAME_DEPTH * max(own.shape)))
    spread = cv2.dilate(own, np.ones((2 * depth + 1,) * 2, np.uint8))
    line = np.zeros_like(own)
    hull = cv2.convexHull(np.argwhere(own)[:, ::-1].astype(np.int32))
    cv2.polylines(line, [hull.astype(np.int32)], isClosed=True, color=(1.0,))
    return float(spread[line > 0].mean())


def _lines_of_letters(outlines: Sequence[Outline]) -> list[int]:
    """For each of some things the number of the line it stands in, as letters do: those of one line have one number."""
    line_of = list(range(len(outlines)))
    for one, other in itertools.combinations(range(len(outlines)), 2):
        if _are_of_one_line(outlines[one], outlines[other]):
            line_of = [line_of[one] if line == line_of[other] else line for line in line_of]
    return line_of


def _are_of_one_line(one: Outline, other: Outline) -> bool:
    """Whether two things stand beside each other as the letters of a line do."""
    left, top, wide, high = cv2.boundingRect(one)
    x, y, w, h = cv2.boundingRect(other)
    low, tall = sorted((high, h))
    return bool(
        low >= _EQUALLY_TALL * tall
        and min(top + high, y + h) - max(top, y) >= _EQUALLY_TALL * low
        and max(left, x) - min(left + wide, x + w) <= _LETTER_GAP * tall
    )


def without_stamps(image: Image, dpi: float) -> tuple[Image, Image]:
    """An RGB image as grey, red stamps gone and black ink under them kept; and a mask (255) of the ink under which print may be lost.

    Red ink is nearly as bright as paper in the red channel, where black ink stays black.
    """
    grey: Image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    hidden = np.zeros_like(grey)
    reach = max(3, round(_STROKE_MM * dpi / INCH_MM)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    edge = max(3, round(_EDGE_MM * dpi / INCH_MM)) | 1
    for outline in stamp_outlines(image, dpi):
        stamped = cv2.fillConvexPoly(np.zeros_like(grey), outline, (1.0,)) > 0
        rows, columns = np.flatnonzero(stamped.any(axis=1)), np.flatnonzero(stamped.any(axis=0))
        place = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        part, stamped = image[place], stamped[place]
        red = np.ascontiguousarray(part[:, :, 0])
        paper = float(np.percentile(red, 90))
        level = cv2.morphologyEx(cv2.medianBlur(red, 3), cv2.MORPH_CLOSE, kernel).astype(np.float32)
        cleaned = np.clip(red.astype(np.float32) * (paper / np.maximum(level, 1.0)), 0, 255)
        strength = red.astype(np.int16) - np.maximum(part[:, :, 1], part[:, :, 2]).astype(np.int16)
        # what is left of a stroke is its edges, where its colour runs into the paper's
        reddish = (strength > _RED).astype(np.uint8)
        near = cv2.dilate(reddish, np.ones((edge, edge), np.uint8)) > 0
        cleaned[near & (cleaned > _REMNANT * paper)] = paper
        grey[place][stamped] = cleaned.astype(np.uint8)[stamped]
        if _hides(red, reddish, near, cleaned < _PRINT * paper, paper, edge):
            hidden[place][near & stamped] = 255
    return grey, hidden


def _hides(
    red: Image,
    reddish: Image,
    near: npt.NDArray[np.bool_],
    is_print: npt.NDArray[np.bool_],
    paper: float,
    edge: int,
) -> bool:
    """Whether a stamp's ink is too dark, or lets through too little of what is printed under it, to trust what is read there."""
    if reddish.any() and float(np.median(red[reddish > 0])) < _BRIGHT * paper:
        return True
    # well inside the ink: at its edges print shows whatever the ink does
    kernel = np.ones((edge, edge), np.uint8)
    inside = cv2.erode(cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, kernel), kernel) > 0
    expected = (is_print & ~near).sum() / max(1, (~near).sum()) * inside.sum()
    return bool(expected >= _LEAST_PRINT_DOTS and (is_print & inside).sum() < _SHOWS_THROUGH * expected)


def levelled(grey: Image) -> Image:
    """Grey with the paper white, wherever light fell, and pale ink darkened."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    paper = cv2.blur(paper, (15, 15))
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    white: Image = cv2.divide(grey, np.maximum(paper, 1), scale=250.0).astype(np.uint8, copy=False)
    cut, _ = cv2.threshold(white, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink = white[white < cut]
    if ink.size:
        dark = float(np.percentile(ink, 30))
        if dark > _INK_LEVEL:
            stretched = 250.0 - (250.0 - white.astype(np.float32)) * ((250.0 - _INK_LEVEL) / max(250.0 - dark, 25.0))
            white = np.clip(stretched, 0, 255).astype(np.uint8)
    return white


def skew(grey: Image, dpi: float) -> float:
    """How far a page with white paper must be turned so that its lines lie level; 0 where nothing tells."""
    scale = min(1.0, _SKEW_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    darkness = (255 - small).astype(np.float32)
    rows, columns = np.nonzero(darkness >= _SKEW_DARKNESS)
    if not len(rows):
        return 0.0
    # dots lie on whole rows only where nothing is turned: scattered over their own width they do nowhere
    scatter = np.random.default_rng(0).random((2, len(rows)), dtype=np.float32)
    dots = np.stack([columns + scatter[0], rows + scatter[1], darkness[rows, columns]]).astype(np.float32)
    thinned = dots[:, :: max(1, dots.shape[1] // _COARSE_DOTS)]
    coarse = _best_angle(thinned, np.arange(-_SKEW_LIMIT, _SKEW_LIMIT + 0.01, 0.5), 3.0)
    finer = _best_angle(dots, coarse + np.arange(-0.4, 0.41, 0.1), 1.0)
    best = _best_angle(dots, finer + np.arange(-0.08, 0.081, 0.02), 1.0)
    return 0.0 if abs(best) < _SKEW_WORTH else round(best, 3)


def _best_angle(dots: npt.NDArray[np.float32], angles: npt.NDArray[np.float64], width: float) -> float:
    """The angle that crowds dots (x, y, weight) into the fewest rows and columns of a width; the smallest turn of equals."""
    x, y, weight = dots
    best = (-1.0, 0.0)
    for angle in sorted((float(angle) for angle in angles), key=abs):
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        crowding = 0.0
        for along in (sine * x + cosine * y, cosine * x - sine * y):
            filled = np.bincount(((along - along.min()) * (2 / width)).astype(np.int32), weights=weight)
            # whether a line falls into one row or between two says nothing
            crowding += float(np.square(np.convolve(filled, (1, 2, 3, 2, 1))).sum())
        if crowding > best[0] * 1.0000001:
            best = (crowding, angle)
    return best[1]


def turning(width: int, height: int, angle: float) -> npt.NDArray[np.float64]:
    """The 2 x 3 matrix that turns an image by an angle about its centre."""
    return np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0), dtype=np.float64)


def turned(grey: Image, angle: float, beyond: int = 255) -> Image:
    """A page turned by a small angle, of the same size, white (or `beyond`) where nothing was."""
    height, width = grey.shape
    level: Image = cv2.warpAffine(
        grey, turning(width, height, angle), (width, height), flags=cv2.INTER_CUBIC, borderValue=(float(beyond),)
    ).astype(np.uint8, copy=False)
    return level


def quarter_turned(grey: Image, degrees: int) -> Image:
    """A copy of a page turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90)) if degrees else grey.copy()
