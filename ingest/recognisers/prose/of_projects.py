"""The project that an amount is of where its clause doesn't name it: told by what it is for, by heading, sentence or kind of report."""

from __future__ import annotations

import re

from ingest.lexicon import cue
from ingest.recognisers.prose.projects import SEVERAL_PROJECTS, Known, means_all, name_at
from ingest.recognisers.prose.reading import MONEY_WORDS, FoundLine, Reading, needs
from ingest.recognisers.prose.scope import PROJECTS, UNKNOWN, LineItem, Scope

_THIS_PROJECT = re.compile(rf"[ ]*(?:{cue('year_start')}|[，,])*{cue('this_project')}")
_GIVEN = re.compile(cue("allotted", "arranged"))
_BASIC = re.compile(cue("basic_spending"))
_PROJECT_OF_USE = re.compile(
    rf"[ ]*[，,][ ]*(?:{cue('wholly')})*{cue('used_for')}{cue('target_inner_verb')}?(?P<name>[^，。；;、\n]{{3,30}}{cue('project_word')}){cue('target_inner_verb', 'built')}?[ ]*(?:[，。；;\n]|$)"
)


@needs("measure")
def project_of_use(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """下达衔接资金50万元，用于实施河道清淤项目: the one that money was given for."""
    if scope.sums.whole is not None or not any(_GIVEN.search(token.label.text) for token in reading.measures):
        return None
    use = _PROJECT_OF_USE.match(reading.prose.folded, reading.amount.end)
    if use is None or SEVERAL_PROJECTS.search(use["name"]) or means_all(use["name"]):
        return None
    return LineItem("project", name_at(reading.prose.passage, reading.prose.folded, *use.span("name")).written)


def this_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """该项目预算50万元, where none is named: of one, not of all."""
    is_named = (
        scope.about.project_name or scope.memory.headed or (reading.prose.is_on_projects and scope.memory.subject)
    )
    if is_named or known.is_of_projects or scope.about.all_projects:
        return None
    return UNKNOWN if _THIS_PROJECT.match(reading.clause) and reading.spoken in (None, "total", "project") else None


@needs(*MONEY_WORDS)
def project_of_heading(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """河道清淤工程 as a heading, outside of sections on projects: what below it says of no other money is the project's."""
    about = scope.about
    is_bare = reading.spoken in (None, "total", "project") and about.line_item_code is None and not about.project_name
    if scope.memory.headed is None or not is_bare or scope.doubts.is_unknown or not reading.has_money_word:
        return None
    return LineItem("project", scope.memory.headed)


def projects_of_report(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """In a report on projects nothing that isn't said of all of the body is."""
    folded, end = reading.prose.folded, reading.amount.end
    # 支出合计50万元，其中基本支出30万元: of all of the body after all
    is_whole = _BASIC.search(folded, end, reading.prose.sentence_end(end))
    in_whole = reading.prose.passage.context.fund not in (None, "all_funds")
    return PROJECTS if known.is_of_projects and not is_whole and not in_whole else None


def project_of_sentence(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """The project, or projects, that the sentence is about."""
    about = scope.about
    if about.all_projects:
        return PROJECTS
    return LineItem("project", about.project_name) if about.project_name is not None else None


def unread_project(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """In a section on projects: of one that the sentence names in a way that isn't understood."""
    is_unread = scope.memory.subject is None and scope.doubts.has_unread_project
    return UNKNOWN if reading.prose.is_on_projects and is_unread else None


def project_of_section(reading: Reading, scope: Scope, known: Known) -> FoundLine:
    """In a section on projects: the one named last, or all."""
    return LineItem("project", scope.memory.subject) if reading.prose.is_on_projects else None
