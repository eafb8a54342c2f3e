"""Masks of what must not be published: phone numbers, and the names in a form's filler lines.

A mask is as long as what it hides, so places stay right.
"""

from __future__ import annotations

import re
from functools import lru_cache

MASK = "■"
_LABEL = r"(?:填表人|填报人|制表人|经办人|联系人|负责人|单位负责人|项目负责人|财务负责人|分管领导|审核人|复核人|单位负责人签字|签字|签名)"
_NAME = re.compile(
    rf"(?P<label>{_LABEL}(?:[(（][^)）]{{0,6}}[)）])?(?:签字|签名|签章)?[ \u3000]*[:：][ \u3000]*)(?P<name>[\u4e00-\u9fff·]{{2,4}})"
)
_PHONE = re.compile(
    r"(?<![0-9.])(?:0[0-9]{2,3}[- ]?[0-9]{7,8}|1[3-9][0-9]{9}|[2-8][0-9]{6,7}(?![0-9.]|[ ]?[万亿元人件个次平立%]))(?![0-9.])"
)
_PHONE_LABEL = re.compile(
    r"(?P<label>(?:联系电话|电话|手机|联系方式)[ \u3000]*[:：]?[ \u3000]*)(?P<name>[0-9０-９][0-9０-９ \-－—]{5,18}[0-9０-９])"
)
_ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
FILLER = re.compile(rf"{_LABEL}|联系电话|填报日期|联系方式")

# without a filler label or seven digits on end there is nothing to hide
_SUSPICIOUS = re.compile(rf"{_LABEL}|电话|手机|联系方式|[0-9０-９][0-9０-９ \-－—]{{5}}")


def _hide_name(match: re.Match[str]) -> str:
    return match["label"] + MASK * len(match["name"])


@lru_cache(maxsize=2048)
def mask(text: str) -> str:
    """The text with phone numbers, identity numbers and signed names replaced by marks of the same length."""
    if not _SUSPICIOUS.search(text):
        return text
    masked = _NAME.sub(_hide_name, text)
    masked = _PHONE_LABEL.sub(_hide_name, masked)
    masked = _ID_NUMBER.sub(lambda match: MASK * len(match[0]), masked)
    # a bare eight-digit figure is a phone number only in a line that speaks of filling or calling
    if FILLER.search(masked):
        masked = _PHONE.sub(lambda match: MASK * len(match[0]), masked)
    else:
        masked = re.sub(
            r"(?<![0-9.])(?:0[0-9]{2,3}-[0-9]{7,8}|1[3-9][0-9]{9})(?![0-9.])", lambda m: MASK * len(m[0]), masked
        )
    return masked


def is_filler_line(text: str) -> bool:
    """Whether a line only says who filled the form: it holds no figures of the report."""
    return (
        len(text) < 200 and bool(FILLER.search(text)) and text.count("：") + text.count(":") >= 1 and "万元" not in text
    )
