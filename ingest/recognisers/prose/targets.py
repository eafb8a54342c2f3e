"""Indicators in running text.

Two ways of writing: target sentences (绩效目标：… 不低于3%，目标完成18.65%，完成率1000%), and a dimension narrative, whose
headings are the levels (运行成本 > 公用经费控制 > 公用经费控制率) and whose sentences state the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from ingest import lexicon
from ingest.document import Block
from ingest.lexicon import cue, cues
from ingest.normalize.amounts import find_rates
from ingest.normalize.comparators import achievement_rate, is_met, parse_quantity
from ingest.normalize.numbering import numbering
from ingest.recognisers.output import Output, Passage

NAME = "goals"

_GOALS = re.compile(cue("performance_target"))
_GOAL = re.compile(rf"{cue('performance_target')}(?:\d{{1,2}}|[一二三四五六七八九十])?[:]")
_AMOUNTS_TO = rf"(?:{cue('amounts_to')}|:)?"
_BEFORE = cue("at_least_before", "at_most_before", "more_before", "less_before", "equal_before")
_BEHIND = cue("at_least_behind", "at_most_behind")
_QUANTITY = rf"(?:{_BEFORE}|>=|<=|[≥≤><=])?[ ]?[0-9][0-9,.]*[ ]?(?:%|[\u4e00-\u9fff]{{0,3}}?){_BEHIND}?"
_TARGET = re.compile(rf"{cue('target')}{_AMOUNTS_TO}(?P<value>{_QUANTITY})$")
_NAMED_TARGET = re.compile(rf"^(?P<name>.*?[\u4e00-\u9fff)）]){cue('amounts_to', 'target')}?(?P<value>{_QUANTITY})$")
_ACTUAL = re.compile(rf"{cue('actual_value')}{_AMOUNTS_TO}(?P<value>{_QUANTITY})$")
_COMPLETION = re.compile(rf"{cue('completion_rate')}{_AMOUNTS_TO}(?P<value>[0-9][0-9.,]*[ ]?%)")
_CLAUSE_MARK = re.compile(r"[，；;。]|,(?![0-9]{3})")
_DIGIT = re.compile(r"[0-9]")
_LEAD = re.compile(rf"^{cue('target_lead')}+")
_VERB = re.compile(cue("target_verb"))
_DEEP_VERB = re.compile(rf".*{cue('target_inner_verb')}(?P<object>[\u4e00-\u9fff、]{{4,}})$")
_RULE_SUFFIX = re.compile(rf"{cue('rule_end')}$")


def read_goals(output: Output, passage: Passage) -> None:
    """Target sentences of a passage."""
    folded = passage.folded
    if not _GOALS.search(folded):
        return
    matches = list(_GOAL.finditer(folded))
    for index, match in enumerate(matches):
        start = match.end()
        end = matches[index + 1].start() if index + 1 < len(matches) else len(folded)
        while end > start and (folded[end - 1] in "；;。 \n" or "①" <= folded[end - 1] <= "⑳"):
            end -= 1
        _read_goal(output, passage, start, end)


def _read_goal(output: Output, passage: Passage, start: int, end: int) -> None:
    text = passage.text
    clauses: list[tuple[int, int]] = []
    at = start
    for piece in _CLAUSE_MARK.split(passage.folded[start:end]):
        clauses.append((at, at + len(piece)))
        at += len(piece) + 1
    description: tuple[int, int] | None = None
    targets: list[tuple[str | None, tuple[int, int]]] = []
    actual: tuple[int, int] | None = None
    completion: str | None = None
    for low, high in clauses:
        clause = passage.folded[low:high].strip()
        low += len(passage.folded[low:high]) - len(passage.folded[low:high].lstrip())
        high = low + len(clause)
        done = _COMPLETION.search(clause)
        reached = _ACTUAL.search(clause)
        if done:
            completion = done["value"]
            continue
        if reached:
            actual = (low + reached.start("value"), low + reached.end("value"))
            continue
        parts = list(_circled(clause))
        if len(parts) > 1:
            for part_start, part in parts:
                _take_target(targets, passage, low + part_start, part)
            continue
        if not _take_target(targets, passage, low, clause) and description is None and clause:
            description = (low, high)
    if not targets and actual is None:
        return
    if not targets:
        targets = [(None, (start, start))]
    for position, (name, (low, high)) in enumerate(targets):
        level3 = name or (_name_of(text[description[0] : description[1]]) if description else None)
        target_text = text[low:high] or None
        is_only = len(targets) == 1
        actual_text = text[actual[0] : actual[1]] if actual and (is_only or position == 0) else None
        target, reached_value = parse_quantity(target_text), parse_quantity(actual_text)
        spot = actual if actual_text and actual else (low, high)
        output.indicator(
            passage.place(spot[0], spot[1], start, end),
            NAME,
            level3=level3,
            target_text=target_text,
            target_operator=target.operator if target else None,
            target_value=target.value if target else None,
            target_unit=target.unit if target else None,
            actual_text=actual_text,
            actual_value=reached_value.value if reached_value else None,
            actual_unit=reached_value.unit if reached_value else None,
            is_met=is_met(target, reached_value),
            achievement_rate=achievement_rate(target, reached_value),
            completion_rate_text=completion,
        )


def _circled(clause: str) -> Iterable[tuple[int, str]]:
    """The parts of a clause that circled numbers separate (①… 、②…)."""
    starts = [at for at, character in enumerate(clause) if "①" <= character <= "⑳"]
    for index, at in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(clause)
        yield at + 1, clause[at + 1 : end].rstrip("、, ")


def _take_target(targets: list[tuple[str | None, tuple[int, int]]], passage: Passage, low: int, clause: str) -> bool:
    bare = _TARGET.search(clause)
    if bare:
        targets.append((None, (low + bare.start("value"), low + bare.end("value"))))
        return True
    named = _NAMED_TARGET.match(clause)
    if named and _DIGIT.search(named["value"]):
        name = named["name"]
        lead = _LEAD.match(name)
        begin = lead.end() if lead and lead.end() < len(name) - 1 else 0
        targets.append(
            (
                passage.text[low + begin : low + named.end("name")],
                (low + named.start("value"), low + named.end("value")),
            )
        )
        return True
    return False


def _name_of(description: str) -> str:
    """What an indicator without a name is about: the object of its description (执行政府采购规定 -> 政府采购)."""
    text = description.strip()
    deep = _DEEP_VERB.match(text)
    if deep and len(text) > 20:
        return deep["object"]
    lead = _LEAD.match(text)
    if lead:
        text = text[lead.end() :]
    verb = _VERB.match(text)
    if verb and len(text) > verb.end() + 1:
        text = text[verb.end() :]
        text = _RULE_SUFFIX.sub("", text) or text
    return text


# -- dimension narrative -------------------------------------------------------------------------------------------

_DIMENSION = re.compile(rf"^(?P<name>[\u4e00-\u9fff]{{2,10}}?){cue('dimension_end')}$")
_ASPECT = re.compile(rf"^(?P<name>[\u4e00-\u9fff]{{2,14}}?){cue('indicator_end')}$")
_MET = re.compile(rf"{cue('reached')}了?{cue('target')}")
_MISSED = re.compile(rf"{cue('failed')}(?:{cue('reached')}|[达到])了?{cue('target')}")
_STATED_TARGET = re.compile(rf"{cue('target')}{_AMOUNTS_TO}(?P<value>[0-9][0-9.]*[ ]?%{_BEHIND}?)")
_RATE, _SATISFACTION = "率", cues("satisfaction")
_VALUE_LABEL = re.compile(
    rf"(?P<label>[\u4e00-\u9fff]{{0,12}}(?:{_RATE}|{cue('satisfaction')})){_AMOUNTS_TO}(?P<goal>{cue('target')})?$"
)
_VALUE_START = re.compile(r"[，,；;。(]")
_LIMIT = re.compile(rf"(?:\(含\))?{_BEHIND}")
_TITLE_MARK = re.compile(r"[。，,;；]")
_LONGEST_TITLE, _LONGEST_BARE_TITLE = 30, 20
_BRACKETED_NUMBER = re.compile(r"[ ]*[(][0-9一二三四五六七八九十]")


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _TITLE_MARK.search(text)


class DimensionNarrative:
    """Follows the headings of a dimension narrative and reads the value sentences below them."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.level1: str | None = None
        self.level2: str | None = None
        self.level3: str | None = None

    def read(self, block: Block, passage: Passage) -> None:
        """Read one paragraph: a heading moves the levels, a sentence below them may state a value."""
        head = numbering(passage.folded)
        if head.has_number and _is_title(title := passage.folded[head.start :].strip(" 。:")):
            if not self._take_heading(title) and self.level1:
                if _BRACKETED_NUMBER.match(passage.folded):
                    self.level3 = title
                elif not passage.folded.lstrip(" ").startswith("("):
                    self.level2, self.level3 = title, None
        elif not head.has_number and len(passage.text) <= _LONGEST_BARE_TITLE and self._take_bare_heading(passage):
            return
        elif self.level1 and self.heading:
            self._read_value(passage, self.heading)

    def _take_heading(self, title: str) -> bool:
        """Whether a title's own words say which level it is."""
        squeezed = lexicon.bare(title)
        dimension = _DIMENSION.match(squeezed)
        if dimension:
            self.level1, self.level2, self.level3 = dimension["name"], None, None
            return True
        if lexicon.section(title) is not None:
            self.level1 = self.level2 = self.level3 = None
            return True
        aspect = _ASPECT.match(squeezed)
        if aspect and self.level1:
            self.level2, self.level3 = aspect["name"], None
            return True
        return False

    def _take_bare_heading(self, passage: Passage) -> bool:
        """A heading that lost its number: told by its words, or as the name of a rate."""
        title = passage.folded.strip(" 。:")
        if not title or not _is_title(title) or _DIGIT.search(title):
            return False
        if self._take_heading(title):
            return True
        if self.level1 and title.endswith((_RATE, *_SATISFACTION)):
            self.level3 = title
            return True
        return False

    @property
    def heading(self) -> str | None:
        """The title that a bare rate refers to."""
        return self.level3 or self.level2

    def _read_value(self, passage: Passage, name: str) -> None:
        folded = passage.folded
        title = lexicon.bare(name)
        best: tuple[int, int, bool] | None = None
        for rate in find_rates(folded):
            before = _VALUE_START.split(folded[max(0, rate.start - 24) : rate.start])[-1]
            match = _VALUE_LABEL.search(lexicon.bare(before))
            if not match:
                continue
            label = match["label"]
            suffix = next((word for word in _SATISFACTION if label.endswith(word)), label[-3:])
            is_same = title in label or title.endswith(suffix) or (title.endswith(suffix[-1:]) and len(title) <= 10)
            if not is_same:
                continue
            after = _LIMIT.match(folded, rate.end)
            end = after.end() if after else rate.end
            best = (rate.start, end, bool(match["goal"]))
            break
        missed, met = _MISSED.search(folded), _MET.search(folded)
        own_words = False if missed else True if met else None
        if best is None:
            return
        low, high, is_goal = best
        value_text = passage.text[low:high]
        actual = parse_quantity(value_text)
        target_text = value_text if is_goal else None
        stated = _STATED_TARGET.search(folded, high)
        if target_text is None and stated:
            target_text = passage.text[stated.start("value") : stated.end("value")]
        target = parse_quantity(target_text) if target_text else None
        sentence_end = folded.find("。", high)
        self.output.indicator(
            passage.place(low, high, 0, len(passage.text) if sentence_end < 0 else sentence_end),
            "dimension_narrative",
            level1=self.level1,
            level2=self.level2,
            level3=name,
            target_text=target_text,
            target_operator=target.operator if target else None,
            target_value=target.value if target else None,
            target_unit=target.unit if target else None,
            actual_text=value_text,
            actual_value=actual.value if actual else None,
            actual_unit=actual.unit if actual else None,
            is_met=own_words,
            achievement_rate=Decimal(1) if is_goal and own_words else None,
            met_by_own_words=own_words,
        )
