"""RapidOCR's two models: where text stands on a picture, and what a picture of one line says, character by character.

The models come inside the wheel; nothing is looked for elsewhere. Pictures are grey, paper white.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from rapidocr import RapidOCR

Image = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float64]

# text is found on a smaller picture than it is read from
DETECTION_DPI = 110
_DETECTION_PIXELS = 5_000_000
_HEIGHT = 48
# pictures of lines are filled up to a multiple of this width: what one says doesn't hang on its neighbours in a batch
_WIDTH_STEP = 64
_NARROWEST = 160
_WIDEST = 3_200
_BATCH_WIDTH = 3_200
# how much surer the models must be of a character that print in mainland China hardly holds
_FOREIGN = 0.1
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


class ReadCharacter(NamedTuple):
    """A character of a line: where its middle lies (0 to 1 of the picture's width), and how sure it is (0 to 1)."""

    text: str
    middle: float
    score: float


Reading = tuple[ReadCharacter, ...]


class Engine:
    """The models, loaded; one thread each."""

    def __init__(self) -> None:
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        cv2.setNumThreads(1)
        models = resources.files("rapidocr") / "models"
        settings = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            # a path is taken as it is: nothing is checked against, or fetched from, anywhere
            "Det.model_path": str(models / _DETECTOR),
            "Rec.model_path": str(models / _RECOGNISER),
            "Det.limit_type": "max",
            "Det.limit_side_len": 100_000,
            "Det.max_candidates": 6_000,
        }
        engine: Any = RapidOCR(params=settings)
        self._detector = engine._load_det_model()
        recogniser = engine._load_rec_model()
        self._session = recogniser.session
        self._characters: list[str] = recogniser.postprocess_op.character
        self._twins = _twins(self._characters)
        # 1 for what mainland print holds, less for other forms of its characters and for other scripts
        self._weights = np.array(
            [_FOREIGN if _is_foreign(text) else 1.0 for text in self._characters], dtype=np.float32
        )

    def detect(self, grey: Image, dpi: float) -> list[Corners]:
        """The corners (4 x 2 pixels, clockwise from the upper left) of the pieces of text on a page."""
        scale = min(1.0, DETECTION_DPI / dpi, math.sqrt(_DETECTION_PIXELS / grey.size))
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
        found = self._detector(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR))
        if found.boxes is None:
            return []
        shrunk = np.array([small.shape[1] / grey.shape[1], small.shape[0] / grey.shape[0]])
        return [np.asarray(box, dtype=np.float64) / shrunk for box in found.boxes]

    def read(self, pictures: Sequence[Image]) -> list[Reading]:
        """What pictures of single lines say; empty where nothing."""
        fitted = [_fitted(picture) for picture in pictures]
        order = sorted(range(len(fitted)), key=lambda number: (fitted[number].shape[1], number))
        readings: list[Reading] = [()] * len(fitted)
        start = 0
        while start < len(order):
            width = _padded(fitted[order[start]].shape[1])
            end = start + 1
            while (
                end < len(order)
                and _padded(fitted[order[end]].shape[1]) == width
                and (end + 1 - start) * width <= _BATCH_WIDTH
            ):
                end += 1
            batch = order[start:end]
            tensor = np.zeros((len(batch), 3, _HEIGHT, width), dtype=np.float32)
            for row, number in enumerate(batch):
                tensor[row, :, :, : fitted[number].shape[1]] = fitted[number]
            for row, probabilities in enumerate(self._session(tensor)):
                readings[batch[row]] = self._decoded(probabilities, width / fitted[batch[row]].shape[1])
            start = end
        return readings

    def _decoded(self, probabilities: npt.NDArray[np.float32], stretch: float) -> Reading:
        """The likeliest characters of each time step, repetitions and blanks left out."""
        best = (probabilities * self._weights).argmax(axis=1)
        steps = len(best)
        found = []
        at = 0
        while at < steps:
            end = at + 1
            while end < steps and best[end] == best[at]:
                end += 1
            if best[at]:
                text = self._characters[best[at]]
                score = probabilities[at:end, best[at]]
                if (twin := self._twins.get(int(best[at]))) is not None:
                    score = score + probabilities[at:end, twin]
                found.append(
                    ReadCharacter(text, min(1.0, (at + end) / 2 / steps * stretch), min(1.0, float(score.max())))
                )
            at = end
        return tuple(found)


def _is_foreign(text: str) -> bool:
    """Whether a character is kana, or an ideograph beyond GB 2312: a traditional form, or a rare one."""
    if "\u3040" <= text <= "\u30ff" or "\uac00" <= text <= "\ud7a3":
        return True
    if not "\u3400" <= text <= "\u9fff":
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _twins(characters: Sequence[str]) -> dict[int, int]:
    """By the number of a character that of its other width, full or half: a picture can't tell them apart."""
    numbers = {text: number for number, text in enumerate(characters)}
    twins = {}
    for text, number in numbers.items():
        if len(text) == 1 and 0x21 <= ord(text) <= 0x7E and (wide := numbers.get(chr(ord(text) + 0xFEE0))) is not None:
            twins[number], twins[wide] = wide, number
    return twins


def _fitted(picture: Image) -> npt.NDArray[np.float32]:
    """A picture of a line at the height that the model was trained on, as numbers from -1 to 1."""
    height, width = picture.shape
    wanted = min(_WIDEST, max(8, math.ceil(_HEIGHT * width / height)))
    method = cv2.INTER_AREA if height > 1.6 * _HEIGHT else cv2.INTER_LINEAR
    resized = cv2.resize(picture, (wanted, _HEIGHT), interpolation=method)
    scaled: npt.NDArray[np.float32] = resized.astype(np.float32) / 127.5 - 1.0
    return scaled


def _padded(width: int) -> int:
    return max(_NARROWEST, math.ceil(width / _WIDTH_STEP) * _WIDTH_STEP)


@cache
def engine() -> Engine:
    """The engine of this process, loaded once."""
    return Engine()
