"""Counts of people, rates and scores in running text: each value is understood from the words right before it."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest import lexicon
from ingest.lexicon import cue
from ingest.normalize.amounts import NUMBER, find_rates, number_of
from ingest.recognisers.output import Output, Passage
from ingest.recognisers.prose.phrases import read_phrase

NAME = "narrative_attributes"

_PEOPLE = re.compile(rf"(?<![0-9.])(?P<number>{NUMBER})[ ]?[余多]?{cue('people_counter')}")
_SCORE = re.compile(rf"(?<![0-9.])(?P<number>{NUMBER})[ ]?分(?![之钟别公为局])")
# a figure before a word for people or points, told fast
_COUNTED_PEOPLE = re.compile(rf"[0-9][ ]?[余多]?{cue('people_counter')}")
_SCORED = re.compile(r"[0-9][ ]?分")
_CONNECTIVE = re.compile(rf"(?:{cue('adds_up', 'amounts_to', 'label_tail', 'target')}|[共有约近:,的得 ])*")
_AFTER_RATE = re.compile(rf"^(?:\(含\))?{cue('at_least_behind', 'at_most_behind')}")
_AMOUNTS_TO = rf"(?:{cue('amounts_to')}|:)?"
_BARE_RATE = re.compile(rf"[\u4e00-\u9fff]{{2,3}}率{_AMOUNTS_TO}$")
_CLAUSE_START = re.compile(r"[，,；;。!?\n()]")
_LOOKBACK = 40
_LONGEST_CONNECTIVE = 12
# a quote is the sentence around a value, or this much of a long one
_QUOTED_BEFORE, _QUOTED_BEHIND = 150, 80
_SENTENCE_MARKS = "。；;!?\n"


def read(output: Output, passage: Passage, heading: str | None, project_name: str | None) -> None:
    """Read one passage. `heading` is the indicator title above it, which a bare 控制率 or 执行率 refers to."""
    folded = passage.folded
    for match in _PEOPLE.finditer(folded) if _COUNTED_PEOPLE.search(folded) else ():
        found = _label_before(folded, match.start(), "people")
        if found is not None:
            value = number_of(match["number"])
            _add(output, passage, found, match.start("number"), match.end("number"), value, None)
    if _SCORED.search(folded):
        for match in _SCORE.finditer(folded):
            found = _label_before(folded, match.start(), "score")
            if found is not None:
                _add(
                    output,
                    passage,
                    found,
                    match.start("number"),
                    match.end("number"),
                    number_of(match["number"]),
                    None,
                )
    if "%" in folded:
        for rate in find_rates(folded):
            found = _label_before(folded, rate.start, "rate")
            if found is None and heading is not None:
                found = _heading_label(folded, rate.start, heading)
            if found is None:
                found = _sentence_label(passage, rate.start)
            if found is not None:
                suffix = _AFTER_RATE.match(folded[rate.end :])
                end = rate.end + (suffix.end() if suffix else 0)
                _add(output, passage, found, rate.start, end, rate.value, project_name)


_COUNTED = re.compile(
    rf"(?P<base>{NUMBER})[ ]?(?P<counter>[件起次个户宗项处条人家])[，,、][^。；;，,0-9]{{0,10}}?(?P<part>{NUMBER})[ ]?(?P=counter)"
    rf"[^。；;0-9]{{0,16}}?率{_AMOUNTS_TO}[ ]?(?P<rate>{NUMBER}[ ]?%)"
)
_TARGETED = re.compile(rf"{cue('target')}|[≥≤]")
_TARGET_REACH = 8


def read_counted_rates(output: Output, passage: Passage) -> None:
    """A rate stated beside the two counts that it is made of (受理2753起，办结2532起，办结率达93%)."""
    if "率" not in passage.folded or "%" not in passage.folded:
        return
    for match in _COUNTED.finditer(passage.folded):
        if _TARGETED.search(passage.folded, max(0, match.start() - _TARGET_REACH), match.end()):
            # ≥80次，完成81次: a target and what was reached, no part of a whole
            continue
        for group, code in (("base", "counted_rate_base"), ("part", "counted_rate_part"), ("rate", "counted_rate")):
            start, end = match.span(group)
            value = number_of(passage.folded[start:end].rstrip("% "))
            if value is None:
                continue
            output.attribute(
                passage.place(start, end, match.start(), match.end()),
                recogniser=NAME,
                attribute_code=code,
                value_text=passage.text[start:end],
                value_number=value / 100 if group == "rate" else value,
            )


# each of its ways begins with one certain character: so it is found fast
_TEMPLATE = re.compile(
    "|".join(
        (
            cue("template_text"),
            *(f"{mark}[×xX]+(?=[万元年个项人%])" for mark in "×xX"),
            "XXX+",
            "×××+",
            "___+(?=[万元%])",
        )
    )
)


def read_template_text(output: Output, passage: Passage) -> None:
    """Words of the form's template that the author left in: both alternatives kept, XXX for a figure."""
    for match in _TEMPLATE.finditer(passage.folded):
        left = max((passage.folded.rfind(mark, 0, match.start()) for mark in "。；;\n"), default=-1) + 1
        rights = [at for at in (passage.folded.find(mark, match.end()) for mark in "。；;\n") if at >= 0]
        output.attribute(
            passage.place(*match.span(), left, min(min(rights) if rights else len(passage.text), match.end() + 120)),
            recogniser=NAME,
            attribute_code="template_text",
            value_text=passage.text[match.start() : match.end()],
        )


def _label_before(folded: str, start: int, value_kind: str) -> str | None:
    """The attribute whose label stands right before a value, only connectives between."""
    window = folded[max(0, start - _LOOKBACK) : start]
    pieces = _CLAUSE_START.split(window)
    clause = lexicon.bare(pieces[-1])
    if not clause and len(pieces) > 1:
        return None
    labels = lexicon.attributes()
    for end in range(len(clause), max(0, len(clause) - _LONGEST_CONNECTIVE - 1), -1):
        for known in labels.get(clause[end - 1], ()):
            if (
                known.value_kind == value_kind
                and clause.endswith(known.text, 0, end)
                and _CONNECTIVE.fullmatch(clause, end)
            ):
                return known.attribute_code
    return None


def _heading_label(folded: str, start: int, heading: str) -> str | None:
    """A bare rate (控制率在100%以内) under a heading that names it in full (在职人员控制率)."""
    clause = lexicon.bare(_CLAUSE_START.split(folded[max(0, start - 16) : start])[-1])
    title = lexicon.bare(heading)
    if not title.endswith("率") or not _BARE_RATE.search(clause):
        return None
    for known in lexicon.attributes().get(title[-1], ()):
        if known.value_kind == "rate" and title.endswith(known.text):
            return known.attribute_code
    return None


_BARE_LABEL = re.compile(rf"(?:(?P<execution>{cue('execution_rate')})|{cue('control_rate')}){_AMOUNTS_TO}[ ]*")
_STAFF = re.compile(cue("staff"))
_SENTENCE_START = re.compile(f"[{_SENTENCE_MARKS}]")
# what a bare rate is by the line item of its sentence
_EXECUTION_RATES: dict[str | None, str] = {
    None: "budget_execution_rate",
    "total": "budget_execution_rate",
    "procurement": "procurement_execution_rate",
}
_CONTROL_RATES: dict[str | None, str] = {
    "three_public": "three_public_control_rate",
    "basic.operating": "operating_control_rate",
}


def _sentence_label(passage: Passage, start: int) -> str | None:
    """A bare rate (决算7.2万元，控制率80%) is that of the line item which its sentence is about."""
    clauses = _CLAUSE_START.split(passage.folded[max(0, start - _LOOKBACK) : start])
    bare = _BARE_LABEL.fullmatch(clauses[-1]) if len(clauses) > 1 else None
    if bare is None or passage.context.context == "project":
        return None
    sentence = _SENTENCE_START.split(passage.folded[:start])[-1]
    tokens = read_phrase(sentence).tokens
    lines = [token.label.line_item_code for token in tokens if token.label.line_item_code]
    if not bare["execution"] and not lines and _STAFF.search(sentence):
        return "staff_control_rate"
    if not any(token.label.kind in ("item", "measure") for token in tokens):
        return None
    rates = _EXECUTION_RATES if bare["execution"] else _CONTROL_RATES
    return rates.get(lines[-1] if lines else None)


def _add(
    output: Output,
    passage: Passage,
    code: str,
    start: int,
    end: int,
    value: Decimal | None,
    project_name: str | None,
) -> None:
    text = passage.text
    left = max(0, start - _QUOTED_BEFORE)
    left += max(map(passage.folded[left:start].rfind, _SENTENCE_MARKS)) + 1
    right = min(len(text), end + _QUOTED_BEHIND)
    mark = _SENTENCE_START.search(passage.folded, end, right)
    right = mark.start() if mark else right
    while left < start and text[left] in " \u3000\n":
        left += 1
    output.attribute(
        passage.place(start, end, left, right),
        recogniser=NAME,
        attribute_code=code,
        value_text=text[start:end],
        value_number=value,
        project_name=project_name if code == "budget_execution_rate" else None,
    )
