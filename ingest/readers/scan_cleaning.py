"""A scanned page made fit for reading: stamps taken off by their colour, paper made white, ink dark, lines level.

Where a stamp's ink may have hidden what lies under it is told in a mask beside the page. Images are numpy arrays, rows first; angles are degrees, counted clockwise as seen.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]

INCH_MM = 25.4
# A seal of an office measures 38 to 50 mm, a name seal 12 to 25; two that overlap are longer. What is red and smaller, or long
# and flat, is printed text (a letterhead, a negative figure) and stays.
_STAMP_MM = (10.0, 110.0)
_STAMP_LONGEST_SIDES = 2.6
# how much redder than green and blue a stamp's ink is, of 255
_RED = 28
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


def stamp_areas(image: Image, dpi: float) -> list[tuple[int, int, int, int]]:
    """Where red stamps stand on an RGB image: left, top, right, bottom in pixels."""
    height, width = image.shape[:2]
    scale = min(1.0, _ANALYSIS_DPI / dpi)
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    dots_per_mm = dpi * scale / INCH_MM
    red, green, blue = (small[:, :, channel].astype(np.int16) for channel in range(3))
    reddish = (red - np.maximum(green, blue) > _RED).astype(np.uint8)
    if not reddish.any():
        return []
    reach = max(3, round(2.5 * dots_per_mm)) | 1
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    count, _, found, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    areas = []
    for left, top, wide, high, _ in found[1:count].tolist():
        shorter, longer = sorted((wide / dots_per_mm, high / dots_per_mm))
        if shorter < _STAMP_MM[0] or longer > _STAMP_MM[1] or longer > _STAMP_LONGEST_SIDES * shorter:
            continue
        rim = dots_per_mm
        areas.append(
            (
                max(0, int((left - rim) / scale)),
                max(0, int((top - rim) / scale)),
                min(width, int((left + wide + rim) / scale)),
                min(height, int((top + high + rim) / scale)),
            )
        )
    # the star in the middle lies in the seal's ring
    return [area for area in areas if not any(other != area and _holds(other, area) for other in areas)]


def _holds(outer: tuple[int, int, int, int], inner: tuple[int, int, int, int]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def without_stamps(image: Image, dpi: float) -> tuple[Image, Image]:
    """An RGB image as grey, red stamps gone and black ink under them kept; and a mask (255) of the ink under which print may be lost.

    Red ink is nearly as bright as paper in the red channel, where black ink stays black.
    """
    grey: Image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    hidden = np.zeros_like(grey)
    reach = max(3, round(_STROKE_MM * dpi / INCH_MM)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    edge = max(3, round(_EDGE_MM * dpi / INCH_MM)) | 1
    for left, top, right, bottom in stamp_areas(image, dpi):
        part = image[top:bottom, left:right]
        red = np.ascontiguousarray(part[:, :, 0])
        paper = float(np.percentile(red, 90))
        level = cv2.morphologyEx(cv2.medianBlur(red, 3), cv2.MORPH_CLOSE, kernel).astype(np.float32)
        cleaned = np.clip(red.astype(np.float32) * (paper / np.maximum(level, 1.0)), 0, 255)
        strength = red.astype(np.int16) - np.maximum(part[:, :, 1], part[:, :, 2]).astype(np.int16)
        # what is left of a stroke is its edges, where its colour runs into the paper's
        reddish = (strength > _RED).astype(np.uint8)
        near = cv2.dilate(reddish, np.ones((edge, edge), np.uint8)) > 0
        cleaned[near & (cleaned > _REMNANT * paper)] = paper
        grey[top:bottom, left:right] = cleaned.astype(np.uint8)
        if _hides(red, reddish > 0, near, cleaned < _PRINT * paper, paper):
            hidden[top:bottom, left:right][near] = 255
    return grey, hidden


def _hides(
    red: Image,
    reddish: npt.NDArray[np.bool_],
    near: npt.NDArray[np.bool_],
    is_print: npt.NDArray[np.bool_],
    paper: float,
) -> bool:
    """Whether a stamp's ink is too dark, or lets through too little of what is printed under it, to trust what is read there."""
    if float(np.median(red[reddish])) < _BRIGHT * paper if reddish.any() else False:
        return True
    beside = is_print & ~near
    expected = beside.sum() / max(1, (~near).sum()) * near.sum()
    return bool(expected >= _LEAST_PRINT_DOTS and (is_print & near).sum() < _SHOWS_THROUGH * expected)


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
