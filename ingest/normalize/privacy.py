"""Masks of what must not be published: phone numbers, and the names in a form's filler lines.

A mask is as long as what it hides, so places stay right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ingest import lexicon
from ingest.normalize.characters import fold, spelled

MASK = "■"
_FORM_WORDS = lexicon.cues("form_filler")
_SIGNED_WORDS = lexicon.cues("signature")
_PHONE_WORDS = lexicon.cues("phone")
_FORM_LABEL = rf"(?:(?:{lexicon.cue('form_head_of')}(?={lexicon.cue('form_head')}))?{lexicon.cue('form_filler')})"
_LABEL = rf"(?:{_FORM_LABEL}|{lexicon.cue('signature')})"
_AFTER_LABEL = rf"(?:[(][^)]{{0,6}}[)])?{lexicon.cue('to_sign')}?"
# a colon or a cell's border; forms also leave only a gap
_SEPARATOR = r"(?:(?:[ ]*[:|])+[ ]*)"
_HAN = rf"(?!{_LABEL}|{lexicon.cue('no_name')})[\u4e00-\u9fff]"
# 张伟, 买买提·吾斯曼江, and 张 伟 set apart to fill the line
_NAME = rf"(?P<hidden>{_HAN}(?:{_HAN}){{1,3}}(?:[·•.](?:{_HAN}){{1,10}}){{0,3}}|{_HAN}(?:[ ]{{1,4}}{_HAN}){{1,2}})"
_PHONE_LABEL = lexicon.cue("phone")
_FILLER_LINE = lexicon.cue("filler_line")
_NOT_MONEY = r"(?![0-9]|\.[0-9]|[ ]?[万亿元])"
_MOBILE = rf"1[3-9][0-9](?:[0-9]{{8}}|[ -][0-9]{{4}}[ -][0-9]{{4}}){_NOT_MONEY}"
_LANDLINE = rf"(?:0[0-9]{{2,3}}[-—]|[(]0[0-9]{{2,3}}[)][ ]?)[0-9]{{7,8}}{_NOT_MONEY}"

_NAMED = re.compile(
    rf"{_LABEL}{_AFTER_LABEL}{_SEPARATOR}{_NAME}|{_FORM_LABEL}{_AFTER_LABEL}[ ]+{_NAME.replace('hidden', 'apart')}"
)
_CALLED = re.compile(rf"{_PHONE_LABEL}[ ]*[:|]?[ ]*(?P<hidden>[(]?[0-9][0-9 ()—-]{{5,20}}[0-9]){_NOT_MONEY}")
_PRIVATE = re.compile(rf"(?<![0-9.,])(?:{_LANDLINE}|{_MOBILE}|[1-9][0-9]{{16}}[0-9Xx](?![0-9]))")
# a bare figure of seven or eight digits is a phone number only in a line that speaks of filling or calling
_BARE = re.compile(
    r"(?<![0-9.,])(?:0[0-9]{2,3}[ ]?[0-9]{7,8}|[2-8][0-9]{6,7}(?![ ]?[人件个次平立%]))(?![0-9.,]|[ ]?[万亿元])"
)
FILLER = re.compile(rf"{_LABEL}|{_FILLER_LINE}")
# without a filler label or seven digits on end there is nothing to hide
_DIGITS, _INSIDE_NUMBER = spelled("0123456789"), spelled("0123456789 ()—-")
_LONG_NUMBER = re.compile(rf"[{_DIGITS}][{re.escape(_INSIDE_NUMBER)}]{{5}}")
# one of these stands in whatever _LABEL or _PHONE_LABEL matches
_SUSPICIOUS = (*_FORM_WORDS, *_SIGNED_WORDS, *_PHONE_WORDS)
_FILLER = re.compile(rf"(?:{_LABEL}|{_FILLER_LINE}){_AFTER_LABEL}[ ]*:")
_FILLER_CELL = re.compile(rf"(?:{_FORM_LABEL}|{_FILLER_LINE}){_AFTER_LABEL}(?:$|[ ]*:)")
_LONGEST_FILLER_LINE = 200
_ANY_SUSPICIOUS = re.compile("|".join(_SUSPICIOUS))


# a text is asked about by every row that quotes of it
@lru_cache(maxsize=2048)
def may_hide(text: str) -> bool:
    """Whether a text, or a part of it, may hold what is masked: told fast."""
    return _ANY_SUSPICIOUS.search(text) is not None or _LONG_NUMBER.search(text) is not None


@lru_cache(maxsize=2048)
def mask(text: str) -> str:
    """The text with phone numbers, identity numbers and signed names replaced by marks of the same length."""
    if not may_hide(text):
        return text
    folded = fold(text)
    hidden = [match.span("apart" if match["hidden"] is None else "hidden") for match in _NAMED.finditer(folded)]
    hidden += [match.span("hidden") for match in _CALLED.finditer(folded)]
    hidden += [match.span() for match in _PRIVATE.finditer(folded)]
    if FILLER.search(folded):
        hidden += [match.span() for match in _BARE.finditer(folded)]
    characters = list(text)
    for start, end in hidden:
        characters[start:end] = MASK * (end - start)
    return "".join(characters)


def is_filler_line(folded: str) -> bool:
    """Whether a folded line only says who filled the form: it holds no figures of the report."""
    if len(folded) >= _LONGEST_FILLER_LINE or "万元" in folded:
        return False
    return _FILLER.search(folded) is not None


def is_filler_row(squeezed: Iterable[str]) -> bool:
    """Whether a table row (its cells' texts, squeezed) only says who filled the form: its first cell with text is such a label."""
    return _FILLER_CELL.match(next(filter(None, squeezed), "")) is not None
