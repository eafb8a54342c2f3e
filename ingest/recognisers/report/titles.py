"""Title-like texts of a report, and what a title says: short lines, joined where a title is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest import lexicon
from ingest.document import Block, Document

_LAST_BRACKET = re.compile(r"[(][^)]*[)]$")
_ENDS = lexicon.cues("title_end")
_ANNEX = re.compile(rf"^{lexicon.cue('annex')}[\s0-9０-９一二三四五六七八九十]*[:：]?$")
_DATE_LINE = re.compile(r"^[0-9]{0,4}[ ]*年[ ]*[0-9]{0,2}[ ]*月[ ]*[0-9]{0,2}[ ]*日$")
_PAGE_MARK = re.compile(
    rf"[ ]*(?:{lexicon.cue('continued_table')}|[-—][ ]*[0-9]{{1,3}}[ ]*[-—]|第[ ]?[0-9]{{1,3}}[ ]?页(?:[ ]?共[ ]?[0-9]{{1,3}}[ ]?页)?)[ ]*"
)
_LONGEST_LINE = 50
_LONGEST_TITLE = 80
_LONGEST_PAGE_MARK = 16
_MOST_LINES = 12
_MOST_JOINED = 4
# the blocks at the top, where the report's own title stands
_TOP = 12


@dataclass(frozen=True, slots=True)
class Title:
    """One line or several that may be a title together."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def is_at_top(self) -> bool:
        """Whether it stands where a report's own title does."""
        return is_at_top(self.blocks[0])

    @property
    def squeezed(self) -> str:
        """The text folded, without any white space."""
        return "".join(block.squeezed for block in self.blocks)

    @property
    def plain(self) -> str:
        """The text as titles are compared."""
        return "".join(block.plain for block in self.blocks)


def is_at_top(block: Block) -> bool:
    """Whether a block stands where a report's own title does."""
    return block.block_no <= _TOP


def ends_as_title(plain: str) -> bool:
    """Whether a text ends in what titles end in."""
    return plain.endswith(_ENDS)


def without_last_bracket(plain: str) -> str:
    """A title without what its last bracket adds."""
    return _LAST_BRACKET.sub("", plain)


def titles_of(document: Document) -> list[Title]:
    """Title-like texts: short lines joined where a title is broken, at the top and right before tables."""
    titles: list[Title] = []
    run: list[Block] = []
    for block in document.blocks:
        if not _may_be_title(block):
            titles += _joined(run)
            run = []
            continue
        if len(run) >= _MOST_LINES:
            titles += _joined(run)
            run = []
        run.append(block)
    return titles + _joined(run)


def _may_be_title(block: Block) -> bool:
    if block.table is not None or not 0 < len(block.text) <= _LONGEST_LINE:
        return False
    if block.text.rstrip()[-1:] in "。；;，,、":
        return False
    return not _ANNEX.match(block.text.strip()) and not _DATE_LINE.match(block.folded.strip())


def _joined(run: list[Block]) -> list[Title]:
    """Every line of a run, alone and with up to three lines below it."""
    found = []
    texts = ["".join(block.text.split()) for block in run]
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + _MOST_JOINED) + 1):
            joined = "".join(texts[start:end])
            if len(joined) <= _LONGEST_TITLE:
                found.append(Title(joined, tuple(run[start:end])))
    return found


def is_page_mark(folded: str) -> bool:
    """Whether a folded line only marks a page or a table's continuation."""
    return len(folded) <= _LONGEST_PAGE_MARK and bool(_PAGE_MARK.fullmatch(folded))
