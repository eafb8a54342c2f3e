"""Names of public bodies in text: where one starts and ends, and what its spellings share."""

from __future__ import annotations

import re
from functools import cache

from ingest import lexicon

_HAN = r"[\u4e00-\u9fff]"
_SEAL = re.compile(rf"[(（]{lexicon.cue('seal_mark')}[)）]")
# a budget code glued to the name (219001-…)
_UNIT_CODE = re.compile(r"^[0-9０-９]{3,12}[-－—_ ]?(?=[\u4e00-\u9fff])")
_LEVEL = rf"(?:{lexicon.cue('level_suffix')}|{lexicon.cue('unit_office')})"
# 机关 without brackets may belong to a name, unless a name is complete before it (水利局机关)
_LEVEL_SUFFIX = re.compile(rf"{lexicon.cue('level_suffix')}$")
_REPORTING_SCOPE = re.compile(
    rf"(?:[(（]{_LEVEL}[)）]|{lexicon.cue('level_suffix')}|"
    rf"(?<=[{''.join(sorted({suffix[-1] for suffix in lexicon.organisation_suffixes()}))}]){lexicon.cue('unit_office')})$"
)
_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]")
_DIVISION_END = frozenset("省市县区旗州盟")


@cache
def organisation_pattern(suffixes: tuple[str, ...]) -> re.Pattern[str]:
    """A name that ends as public bodies' names do (`suffixes`)."""
    return re.compile(rf"{_HAN}[\u4e00-\u9fff（）()·]{{1,38}}(?:{'|'.join(suffixes)})")


def clean_unit(text: str) -> str:
    """A unit's name as a form cell or cover writes it, without seal marks, level words and white space."""
    name = "".join(text.split()).replace("\u3000", "")
    name = _UNIT_CODE.sub("", _SEAL.sub("", name))
    return name.strip("：:，,。.;；、\"'“”《》·_＿—- ")


def base_unit(name: str) -> str:
    """A unit's name without 单位, 本级, 汇总 at its end."""
    return _LEVEL_SUFFIX.sub("", name) or name


def unscoped_unit(name: str) -> str:
    """The name of the body that a report is by, without the words behind it that tell what it speaks for: 机关, too, which
    in a table of bodies is one of its own.
    """
    return _REPORTING_SCOPE.sub("", name) or name


def longest_spelling(base: str, texts: list[str]) -> tuple[str, list[tuple[int, int, int]]]:
    """The fullest spelling of a unit in some texts, and where each spelling stands: (text index, start, end).

    A prefix counts only where it ends as divisions do (…市, …区, …县) and starts at a word boundary somewhere.
    """
    occurrences: list[tuple[int, int, int]] = []
    prefixes: dict[str, int] = {}
    for index, text in enumerate(texts):
        at = text.find(base)
        while at >= 0:
            occurrences.append((index, at, at + len(base)))
            start = at
            while start > 0 and at - start < 20 and not _BOUNDARY.match(text[start - 1]):
                start -= 1
            lead = text[start:at]
            if len(lead) >= 2 and lead[-1] in _DIVISION_END:
                prefixes[lead] = prefixes.get(lead, 0) + 1
            at = text.find(base, at + len(base))
    # a lead-in of running text (根据芦淞区) is longer than the bare division that starts a clause elsewhere
    bare = [p for p in prefixes if not any(o != p and p.endswith(o) for o in prefixes)]
    compound = [
        p for p in prefixes if any(o != p and p.endswith(o) and p[: -len(o)][-1:] in _DIVISION_END for o in prefixes)
    ]
    candidates = compound or bare
    if not candidates:
        return base, occurrences
    prefix = (
        max(candidates, key=lambda p: (prefixes[p], -len(p), p))
        if not compound
        else max(compound, key=lambda p: (len(p), p))
    )
    if len(prefix) > 16:
        return base, occurrences
    return prefix + base, occurrences


# the whole city, our city: no name
_NO_CITY = re.compile(r".*[全我本该各]市$")
_PLACE = re.compile(
    rf"(?<!{_HAN}){lexicon.cue('place_lead')}?(?:{_HAN}{{2,3}}省)?(?P<city>{_HAN}{{2,4}}?(?:(?<!城)(?<!都)市(?![场民容政级委局面])|[州盟](?=[\u4e00-\u9fff]{{1,5}}[县市区旗])))(?P<county>{_HAN}{{1,5}}?[区县旗])?"
)


def division_hint(folded: str) -> str | None:
    """Place names of a folded text at word boundaries that may hold the unit's division (株洲市芦淞区), most frequent first; None without any."""
    counts: dict[str, int] = {}
    # most lines name no place
    lines = [line for line in folded.split("\n") if "市" in line or "州" in line or "盟" in line]
    for match in _PLACE.finditer("\n".join(lines)):
        if _NO_CITY.match(match["city"]):
            continue
        name = match["city"] + (match["county"] or "")
        counts[name] = counts.get(name, 0) + (2 if match["county"] else 1)
    if not counts:
        return None
    return max(counts, key=lambda name: (counts[name], name))
