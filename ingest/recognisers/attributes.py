"""Counts of people, rates and scores in running text: each value is understood from the words right before it."""

from __future__ import annotations

import re
from decimal import Decimal

from ingest import lexicon
from ingest.normalize.amounts import NUMBER, find_rates, parse_number
from ingest.recognisers.rows import Findings, Passage

NAME = "narrative_attributes"

_PEOPLE = re.compile(rf"(?<![0-9.])(?P<number>{NUMBER})[ ]?(?:余|多)?(?:人(?![次/份员均])|名(?![单])|个编制)")
_SCORE = re.compile(rf"(?<![0-9.])(?P<number>{NUMBER})[ ]?分(?![之钟别公为局])")
_CONNECTIVE = re.compile(
    r"(?:共有|共计|总计|合计|一共|共|为|是|达到了?|达|到|在|有|约|近|:|,|的|年初目标值?|目标值?|数|人数|总数|编制|评定|评为|得|[ ])*"
)
_AFTER_RATE = re.compile(r"^(?:\(含\))?(?:以上|以内|以下|之内)")
_CLAUSE_START = re.compile(r"[，,；;。!?\n()]")
_LOOKBACK = 40


def read(findings: Findings, passage: Passage, heading: str | None, project_name: str | None) -> None:
    """Read one passage. `heading` is the indicator title above it, which a bare 控制率 or 执行率 refers to."""
    folded = passage.folded
    for match in _PEOPLE.finditer(folded) if "人" in folded or "名" in folded or "编制" in folded else ():
        found = _label_before(folded, match.start(), "people")
        if found is not None:
            value = parse_number(match["number"])
            _add(findings, passage, found, match.start("number"), match.end("number"), value, None)
    if "分" in folded:
        for match in _SCORE.finditer(folded):
            found = _label_before(folded, match.start(), "score")
            if found is not None:
                _add(
                    findings,
                    passage,
                    found,
                    match.start("number"),
                    match.end("number"),
                    parse_number(match["number"]),
                    None,
                )
    if "%" in folded:
        for rate in find_rates(folded):
            found = _label_before(folded, rate.start, "rate")
            if found is None and heading is not None:
                found = _heading_label(folded, rate.start, heading)
            if found is not None:
                suffix = _AFTER_RATE.match(folded[rate.end :])
                end = rate.end + (suffix.end() if suffix else 0)
                _add(findings, passage, found, rate.start, end, rate.value, project_name)


_COUNTED = re.compile(
    rf"(?P<base>{NUMBER})[ ]?(?P<counter>[件起次个户宗项处条人家])[，,、][^。；;，,0-9]{{0,10}}?(?P<part>{NUMBER})[ ]?(?P=counter)"
    rf"[^。；;0-9]{{0,16}}?率(?:达到?|为|是|:)?[ ]?(?P<rate>{NUMBER}[ ]?%)"
)


def read_counted_rates(findings: Findings, passage: Passage) -> None:
    """A rate stated beside the two counts that it is made of (受理2753起，办结2532起，办结率达93%)."""
    if "率" not in passage.folded or "%" not in passage.folded:
        return
    for match in _COUNTED.finditer(passage.folded):
        for group, code in (("base", "counted_rate_base"), ("part", "counted_rate_part"), ("rate", "counted_rate")):
            start, end = match.span(group)
            value = parse_number(passage.text[start:end].rstrip("%％ "))
            if value is None:
                continue
            findings.attribute(
                passage.place(start, end, match.start(), match.end()),
                recogniser=NAME,
                attribute_code=code,
                value_text=passage.text[start:end],
                value_number=value / 100 if group == "rate" else value,
            )


_TEMPLATE = re.compile(
    r"下降[(]增长[)]|增长[(]下降[)]|增加[(]减少[)]|减少[(]增加[)]|增加/减少|增长/下降|[×xX]{2,}(?=[万元年个项人%])|XXX+|×××+|_{3,}(?=[万元%])|[(]一个专项一行[)]"
)


def read_template_text(findings: Findings, passage: Passage) -> None:
    """Words of the form's template that the author left in: both alternatives kept, XXX for a figure."""
    for match in _TEMPLATE.finditer(passage.folded):
        left = max((passage.folded.rfind(mark, 0, match.start()) for mark in "。；;\n"), default=-1) + 1
        rights = [at for at in (passage.folded.find(mark, match.end()) for mark in "。；;\n") if at >= 0]
        findings.attribute(
            passage.place(*match.span(), left, min(min(rights) if rights else len(passage.text), match.end() + 120)),
            recogniser=NAME,
            attribute_code="template_text",
            value_text=passage.text[match.start() : match.end()],
        )


def _label_before(folded: str, start: int, value_kind: str) -> str | None:
    """The attribute whose label stands right before a value, only connectives between."""
    window = folded[max(0, start - _LOOKBACK) : start]
    pieces = _CLAUSE_START.split(window)
    clause = lexicon.plain(pieces[-1])
    if not clause and len(pieces) > 1:
        return None
    for end in range(len(clause), 0, -1):
        rest = clause[end:]
        if len(rest) > 12:
            break
        for known in lexicon.attributes().get(clause[end - 1], ()):
            if known.value_kind == value_kind and clause.endswith(known.text, 0, end) and _CONNECTIVE.fullmatch(rest):
                return known.attribute_code
    return None


def _heading_label(folded: str, start: int, heading: str) -> str | None:
    """A bare rate (控制率在100%以内) under a heading that names it in full (在职人员控制率)."""
    clause = lexicon.plain(_CLAUSE_START.split(folded[max(0, start - 16) : start])[-1])
    title = lexicon.plain(heading)
    match = re.search(r"([\u4e00-\u9fff]{2,3}率)(?:为|达到?|是|在|:)?$", clause)
    if not match or not title.endswith("率"):
        return None
    for known in lexicon.attributes().get(title[-1], ()):
        if known.value_kind == "rate" and title.endswith(known.text):
            return known.attribute_code
    return None


def _add(
    findings: Findings,
    passage: Passage,
    code: str,
    start: int,
    end: int,
    value: Decimal | None,
    project_name: str | None,
) -> None:
    text = passage.text
    left = max((passage.folded.rfind(mark, 0, start) for mark in "。；;!?\n"), default=-1) + 1
    rights = [at for at in (passage.folded.find(mark, end) for mark in "。；;!?\n") if at >= 0]
    right = min(rights) if rights else len(text)
    left = max(left, start - 150)
    right = min(right, end + 80)
    while left < start and text[left] in " \u3000\n":
        left += 1
    findings.attribute(
        passage.place(start, end, left, right),
        recogniser=NAME,
        attribute_code=code,
        value_text=text[start:end],
        value_number=value,
        project_name=project_name if code == "budget_execution_rate" else None,
    )
