"""Styles of a Word file: what a paragraph or a run inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.numbering import W, integer, is_on


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None
    outline: int | None = None
    is_hidden: bool | None = None
    is_contents: bool = False


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a style and those it is based on say together. A level of None: the list's own link tells it."""

    chain: tuple[str, ...] = ()
    list_id: str | None = None
    level: int | None = None
    outline: int | None = None
    is_hidden: bool = False
    is_contents: bool = False


class Styles:
    """What of the styles matters here, inherited along `basedOn`."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self._inherited: dict[str | None, Inherited] = {}
        self._default: str | None = None
        for element in [] if root is None else root.iterchildren(f"{W}style"):
            name = element.get(f"{W}styleId", "")
            self._styles[name] = _style(element)
            if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true", "on"):
                self._default = name

    def of_paragraph(self, name: str | None) -> Inherited:
        """A paragraph style; without a name the default one."""
        return self.inherited(name or self._default)

    def inherited(self, name: str | None) -> Inherited:
        """A style with what it inherits; nothing for one that isn't there."""
        found = self._inherited.get(name)
        if found is None:
            chain: list[str] = []
            following = name
            # never in a ring
            while following is not None and following in self._styles and following not in chain:
                chain.append(following)
                following = self._styles[following].based_on
            styles = [self._styles[style] for style in chain]
            found = Inherited(
                tuple(chain),
                next((style.list_id for style in styles if style.list_id is not None), None),
                next((style.level for style in styles if style.level is not None), None),
                next((style.outline for style in styles if style.outline is not None), None),
                next((style.is_hidden for style in styles if style.is_hidden is not None), False),
                any(style.is_contents for style in styles),
            )
            self._inherited[name] = found
        return found

    def list_of(self, name: str) -> str | None:
        """The list that a style names."""
        return self.inherited(name).list_id


_HEADING_STYLE = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"(?:toc|目录)\s*[1-9]?(?:\s*heading)?", re.IGNORECASE)


def _style(element: Any) -> _Style:
    properties = element.find(f"{W}pPr")
    list_id, level = direct_list(properties)
    outline = None if properties is None else properties.find(f"{W}outlineLvl")
    name = (value_of(element.find(f"{W}name")) or "").strip()
    heading = _HEADING_STYLE.fullmatch(name)
    hidden = element.find(f"{W}rPr/{W}vanish")
    return _Style(
        value_of(element.find(f"{W}basedOn")),
        list_id,
        level,
        integer(outline, 9) if outline is not None else int(heading[1]) - 1 if heading else None,
        None if hidden is None else is_on(hidden),
        bool(_CONTENTS_STYLE.fullmatch(name)),
    )


def direct_list(properties: Any) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph or style names itself."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None, None
    level = found.find(f"{W}ilvl")
    return value_of(found.find(f"{W}numId")), None if level is None else integer(level)


def value_of(element: Any) -> str | None:
    """What an element states in its attribute `val`."""
    return None if element is None else element.get(f"{W}val")


def is_struck(run: Any) -> bool:
    """Whether a line runs through a run: what it says was taken back."""
    return is_on(run.find(f"{W}rPr/{W}strike")) or is_on(run.find(f"{W}rPr/{W}dstrike"))


def is_raised(run: Any) -> bool:
    """Whether a run is set above the line: a note's number, or a power."""
    return value_of(run.find(f"{W}rPr/{W}vertAlign")) == "superscript"
