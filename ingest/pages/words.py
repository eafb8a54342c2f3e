"""Words that forms are made of, as far as the layout of a page is told by them: what is a whole label, what only half of one.

They say where a cell ends, never what its figure means, so no line of the lexicon has a file read again.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from ingest.normalize.characters import plain
from ingest.normalize.numbering import numbering

_FILE = Path(__file__).with_name("words.csv")


@cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of one kind, in order; ValueError where a line isn't a word, its kind and a note."""
    with _FILE.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.reader(handle))
    if wrong := next((number for number, line in enumerate(lines, start=1) if len(line) != len(lines[0])), None):
        raise ValueError(f"ingest/pages/words.csv line {wrong}: wrong number of fields")
    return tuple(line[0] for line in lines[1:] if line[1] == kind)


def one_of(*kinds: str) -> str:
    """A pattern for any word of some kinds, the longest first."""
    found = {word for kind in kinds for word in _words(kind)}
    return f"(?:{'|'.join(map(re.escape, sorted(found, key=lambda word: (-len(word), word))))})"


@cache
def _form_words() -> re.Pattern[str]:
    """Labels and headers as they are put together: words that they are made of and one that they end with, or a pattern."""
    parts, ends = ("|".join(map(re.escape, sorted(_words(kind), key=len, reverse=True))) for kind in ("part", "end"))
    return re.compile(f"(?:{parts})+(?:{ends})|{'|'.join(_words('pattern'))}")


@cache
def _to_fill() -> re.Pattern[str]:
    return re.compile("|".join(_words("to_fill")))


_LONGEST_FORM_WORD = 14
_PART_OF = re.compile("^其中:?")
_AT_END = re.compile(r"\([^()]*\)?:?$|:$")


@lru_cache(maxsize=4096)
def is_form_word(text: str) -> bool:
    """Whether a text is a whole label or header of forms, with its number, 其中 and what its brackets add or without: no half of one."""
    word = plain(text)
    word = _PART_OF.sub("", word[numbering(word).start :])
    word = _AT_END.sub("", word[numbering(word).start :])
    return 0 < len(word) <= _LONGEST_FORM_WORD and _form_words().fullmatch(word) is not None


def stands_alone(text: str) -> bool:
    """Whether a text is a label or header of forms that hardly is the beginning or the end of a longer one."""
    return (len(text) > 2 or text in _words("alone")) and is_form_word(text)


def is_to_fill(text: str) -> bool:
    """Whether a text names a row of a form that nobody filled (指标2：, ……)."""
    return _to_fill().fullmatch(plain(text)) is not None
