"""Word's DOCX to blocks and tables, by an own walk of the XML in document order.

What a reader of the printed page sees is kept: inserted text, content controls, text boxes, fields' results, automatic numbers,
nested tables, notes at the end. What isn't seen is left out: deleted and moved away text, hidden text, field instructions,
comments. Headers and footers are left out too. `python-docx` isn't used: it repeats merged cells, passes over much of the
above, and unpacks and parses every part without a limit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import Block, Document
from ingest.pages.characters import RAISED
from ingest.readers import (
    Unreadable,
    code_version,
    docx_layout,
    docx_styles,
    fields,
    media_types,
    numbering,
    package,
    reader_for,
    scan,
    sniff,
    text,
)
from ingest.readers.docx_layout import (
    SPACE,
    Grid,
    GridCell,
    Item,
    Paragraph,
    items_of,
    merges,
    numbered_blocks,
    straighten,
)
from ingest.readers.docx_styles import Inherited, Styles, direct_list, is_raised, is_struck, value_of
from ingest.readers.numbering import Numbering, W, integer, is_on, symbol
from ingest.readers.package import Package

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"

# elements that only stand around others
_WRAPPERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo",
                 "ruby", "rubyBase", "subDoc")
)  # fmt: skip
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_ALTERNATE = f"{_MC}AlternateContent"
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
# elements that show a picture, with the attribute that names it
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PICTURES = {f"{_A}blip": f"{_R}embed", f"{_VML}imagedata": f"{_R}id"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# what a document takes in from a file of its own beside the Word documents that it may hold
_CHUNKS = (media_types.HTML, media_types.MHTML, media_types.PLAIN_TEXT)

# a form has some dozens of columns; what claims more is damaged or hostile
_MOST_COLUMNS = 1_024


class DocxReader:
    """Reader of Word's DOCX, also with macros or as a template (transitional and strict)."""

    name = "docx"
    media_types = frozenset({media_types.DOCX})

    @property
    def version(self) -> str:
        own = code_version(
            *(Path(str(module.__file__)) for module in (docx_layout, docx_styles, fields, numbering, package)),
            *text.SHARED_CODE,
            Path(__file__),
        )
        chunks = "-".join(reader.version for kind in _CHUNKS if (reader := reader_for(kind)) is not None)
        return f"{own}-{chunks}-{scan.version()}"

    def read(self, data: bytes) -> Document:
        """The document of a DOCX file; of one that holds pictures and no text what stands on those, the pages being the pictures by number.

        Raises Unreadable: truncated, damaged, encrypted, bomb, unsafe, too_large, wrong_type, empty, needs_ocr.
        """
        opened = Package(data)
        main = _main_part(opened)
        walk = _Walk(opened, main)
        blocks = walk.blocks()
        if walk.fields:
            # a field that never ends would swallow the rest: then none is taken for one
            walk = _Walk(opened, main, with_fields=False)
            blocks = walk.blocks()
        if not any(block.text or block.table for block in blocks):
            if walk.noted["pictures"]:
                return self._read_optically(walk)
            raise Unreadable("empty", "the document holds no text")
        return Document(tuple(blocks), media_types.DOCX, self.name, self.version, notes=walk.notes())

    def _read_optically(self, walk: _Walk) -> Document:
        pictures = walk.pictures()
        if not pictures:
            raise Unreadable("needs_ocr", f"no text, only pictures of other kinds: {walk.noted['pictures']}")
        blocks, count = scan.blocks_of(pictures)
        walk.noted["pictures"] -= len(pictures)
        return Document(blocks, media_types.DOCX, self.name, self.version, page_count=count, notes=walk.notes())


def pictures(data: bytes) -> list[bytes]:
    """The pictures that a DOCX file shows, as `DocxReader` numbers them where it reads them. Raises Unreadable."""
    opened = Package(data)
    walk = _Walk(opened, _main_part(opened))
    walk.blocks()
    return walk.pictures()


def _main_part(opened: Package) -> str:
    main = opened.main_part()
    if main is None or opened.read(main) is None:
        main = "word/document.xml"
        if main not in opened.names():
            raise Unreadable("damaged", "the main part is missing")
    return main


# -- the walk ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _ParagraphText:
    """What has been gathered of a paragraph, and the items of the text boxes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, and whether its result has begun."""

    instruction: str = ""
    has_result: bool = False


class _Walk:
    """One pass over a document: counts automatic numbers and keeps the fields that are open."""

    def __init__(self, opened: Package, main: str, with_fields: bool = True, is_chunk: bool = False) -> None:
        self._is_chunk = is_chunk
        self._opened = opened
        self._main = main
        self._with_fields = with_fields
        self._parts = {relation.kind: relation.part for relation in opened.relations(main)}
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles.list_of)
        self.fields: list[_Field] = []
        self._note_references: dict[str, list[str]] = {"footnotes": [], "endnotes": []}
        self.noted: Counter[str] = Counter()
        self._shown: list[str] = []

    def _part(self, kind: str) -> Any:
        part = self._parts.get(kind)
        return None if part is None else self._opened.xml(part)

    def notes(self) -> tuple[str, ...]:
        """What was left out that a person would want to know of."""
        return tuple(f"{what} left out: {count}" for what, count in sorted(self.noted.items()) if count)

    def pictures(self) -> list[bytes]:
        """The pictures met so far, each once, that are of kinds that can be read. Raises Unreadable."""
        parts = {relation.relation_id: relation.part for relation in self._opened.relations(self._main)}
        found = [self._opened.read(parts[name]) or b"" for name in self._shown if name in parts]
        return [data for data in found if sniff(data) in scan.ImageReader.media_types]

    def blocks(self) -> list[Block]:
        """The document's blocks. Raises Unreadable."""
        root = self._opened.xml(self._main)
        body = root.find(f"{W}body") if root.tag == f"{W}document" else None
        if body is None:
            raise Unreadable("wrong_type", "the main part is no Word document")
        items = list(self._flow(body))
        for kind, references in self._note_references.items():
            items += self._notes(kind, references)
        return numbered_blocks(items)

    def _notes(self, kind: str, references: list[str]) -> Iterator[Item]:
        """The texts of footnotes or endnotes, in the order in which the body refers to them."""
        root = self._part(kind) if references else None
        if root is None:
            return
        by_id = {element.get(f"{W}id", ""): element for element in root.iterchildren()}
        for reference in dict.fromkeys(references):
            if reference in by_id:
                yield from self._flow(by_id[reference])

    def _children(self, parent: Any, *tags: str) -> Iterator[Any]:
        """The children of these kinds, also those in content controls and the like."""
        for child in parent.iterchildren():
            if child.tag in tags:
                yield child
            elif child.tag in _WRAPPERS:
                yield from self._children(child, *tags)
            elif child.tag == _ALTERNATE:
                yield from self._children(_alternative(child), *tags)

    def _flow(self, container: Any) -> Iterator[Item]:
        """Paragraphs and tables of a body, a cell, a text box or a note, in order."""
        line = _ParagraphText()
        for element in self._children(container, f"{W}p", f"{W}tbl", f"{W}altChunk"):
            if element.tag == f"{W}tbl":
                yield from self._table(element)
                continue
            if element.tag == f"{W}altChunk":
                yield from self._chunk(element)
                continue
            properties = element.find(f"{W}pPr")
            style = self._styles.of_paragraph(None if properties is None else value_of(properties.find(f"{W}pStyle")))
            self._gather(element, line, style.is_hidden)
            mark = None if properties is None else properties.find(f"{W}rPr")
            if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
                # the mark is deleted or moved away: the text goes on in the next paragraph
                continue
            yield from self._paragraph(line, properties, style)
            line = _ParagraphText()
        if line.pieces or line.boxes:
            yield from self._paragraph(line, None, self._styles.of_paragraph(None))

    def _chunk(self, element: Any) -> list[Item]:
        """What stands in a file that the document takes in here; only counted where that can't be read."""
        name = element.get(f"{_R}id", "")
        part = next((one.part for one in self._opened.relations(self._main) if one.relation_id == name), "")
        data = self._opened.read(part) or b""
        kind = sniff(data)
        try:
            if kind == media_types.DOCX and not self._is_chunk:
                opened = Package(data)
                return items_of(_Walk(opened, _main_part(opened), is_chunk=True).blocks())
            if kind in _CHUNKS and (reader := reader_for(kind)) is not None:
                return items_of(reader.read(data).blocks)
        except Unreadable:
            pass
        self.noted["embedded documents"] += 1
        return []

    # -- paragraphs ----------------------------------------------------------------------------------------------------

    def _paragraph(self, line: _ParagraphText, properties: Any, style: Inherited) -> Iterator[Item]:
        shown = text.without_controls("".join(line.pieces))
        is_empty = not shown.strip(SPACE + "\n")
        level = style.outline
        label = ""
        if properties is not None:
            outline = properties.find(f"{W}outlineLvl")
            level = level if outline is None else integer(outline, 9)
        if not (is_empty and properties is not None and is_on(properties.find(f"{W}rPr/{W}vanish"))):
            label = self._label(properties, style)
        if not is_empty:
            yield Paragraph(
                label + shown.lstrip() if label else shown,
                level if level is not None and 0 <= level < 9 else None,
                style.is_contents,
            )
        yield from line.boxes

    def _label(self, properties: Any, style: Inherited) -> str:
        """The automatic number of a paragraph; counts it."""
        list_id, level = direct_list(properties)
        if level is None and (list_id is None or list_id == style.list_id):
            level = style.level
        if list_id is None:
            list_id = style.list_id
        if list_id is None or list_id == "0":
            return ""
        if level is None:
            level = self._numbering.level_of_style(list_id, style.chain)
        return self._numbering.label(list_id, level or 0)

    def _gather(self, parent: Any, line: _ParagraphText, is_hidden: bool) -> None:
        """The visible text below an element, piece by piece; text boxes go aside."""
        for child in parent.iterchildren():
            tag = child.tag
            if (take := _CONTENT.get(tag)) is not None:
                take(self, child, line)
            elif tag == f"{W}r":
                self._run(child, line, is_hidden)
            elif tag in _NOTES:
                self._note_references[_NOTES[tag]].append(child.get(f"{W}id", ""))
                if child.get(f"{W}customMarkFollows") in ("1", "true", "on"):
                    # the rest of the run is the mark
                    return
            elif tag in _WRAPPERS or tag.startswith(_M):
                self._gather(child, line, is_hidden)
            elif tag == _ALTERNATE:
                self._gather(_alternative(child), line, is_hidden)

    def _run(self, run: Any, line: _ParagraphText, is_hidden: bool) -> None:
        if self._is_hidden_run(run, is_hidden):
            return
        if is_struck(run):
            self.noted["struck out texts"] += 1
            return
        start = len(line.pieces)
        self._gather(run, line, is_hidden)
        if is_raised(run):
            line.pieces[start:] = [piece.translate(RAISED) for piece in line.pieces[start:]]

    def _take_text(self, element: Any, line: _ParagraphText) -> None:
        if not self._in_instruction():
            line.pieces.append(self._text(element))

    def _take_instruction(self, element: Any, line: _ParagraphText) -> None:
        if self.fields and not self.fields[-1].has_result:
            self.fields[-1].instruction += element.text or ""

    def _take_break(self, element: Any, line: _ParagraphText) -> None:
        if element.get(f"{W}type", "textWrapping") == "textWrapping":
            line.pieces.append("\n")

    def _take_symbol(self, element: Any, line: _ParagraphText) -> None:
        line.pieces.append(self._symbol(element))

    def _take_character(self, element: Any, line: _ParagraphText) -> None:
        if not self._in_instruction():
            line.pieces.append(_CHARACTERS[element.tag])

    def _take_mathematics(self, element: Any, line: _ParagraphText) -> None:
        line.pieces.append(element.text or "")

    def _in_instruction(self) -> bool:
        return self._with_fields and not all(one.has_result for one in self.fields)

    def _is_hidden_run(self, run: Any, is_hidden: bool) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return is_hidden
        direct = properties.find(f"{W}vanish")
        if direct is not None:
            return is_on(direct)
        # two styles that both hide undo each other (ECMA-376 part 1, 17.7.3)
        return is_hidden != self._styles.inherited(value_of(properties.find(f"{W}rStyle"))).is_hidden

    def _text(self, element: Any) -> str:
        found = element.text or ""
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            found = found.strip(" \t\r\n")
        if _PRIVATE.search(found):
            fonts = element.getparent().find(f"{W}rPr/{W}rFonts")
            font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
            found = _PRIVATE.sub(lambda match: self._glyph(ord(match[0]), font), found)
        return str(found)

    def _symbol(self, element: Any) -> str:
        code = element.get(f"{W}char", "")
        if not re.fullmatch("[0-9A-Fa-f]{1,6}", code):
            return ""
        return self._glyph(int(code, 16), element.get(f"{W}font", ""))

    def _glyph(self, code: int, font: str) -> str:
        found = symbol(code, font)
        self.noted["symbols of unknown fonts"] += not found
        return found

    def _field(self, element: Any, line: _ParagraphText) -> None:
        kind = element.get(f"{W}fldCharType")
        if not self._with_fields:
            return
        if kind == "begin":
            line.pieces.append(fields.form_field(element))
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].has_result = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.has_result and not self._in_instruction():
                shown = fields.equation(ended.instruction)
                self.noted["equations"] += shown is None and ended.instruction.strip().lower().startswith("eq ")
                line.pieces.append(shown or "")

    def _drawing(self, element: Any, line: _ParagraphText) -> None:
        """Text boxes of a drawing; counts its pictures and objects."""
        for child in element.iterchildren():
            tag = child.tag
            if tag == f"{W}txbxContent":
                # a text box is a story of its own: a field around it isn't one inside it
                outside, self.fields = self.fields, []
                line.boxes += self._flow(child)
                self.fields = outside + self.fields
            elif tag == _ALTERNATE:
                self._drawing(_alternative(child), line)
            elif tag == f"{_A}p":
                shown = "".join(piece.text or "" for piece in child.iter(f"{_A}t"))
                line.boxes.append(Paragraph(text.without_controls(shown)))
            else:
                if tag in _PICTURES and (name := child.get(_PICTURES[tag], "")) not in self._shown:
                    self.noted["pictures"] += 1
                    self._shown.append(name)
                self.noted["embedded objects"] += tag == f"{_OFFICE}OLEObject"
                self._drawing(child, line)

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, element: Any) -> Iterator[Item]:
        """A table; of a frame what stands in it: of one cell, or of several that hold tables all."""
        grid = Grid()
        contents: list[list[Item]] = []
        open_cells: dict[tuple[int, int], GridCell] = {}
        row_no = 0
        for row in self._children(element, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                continue
            position = 0 if properties is None else _span(properties.find(f"{W}gridBefore"), 0, 0)
            going_on: dict[tuple[int, int], GridCell] = {}
            row_no += 1
            before: GridCell | None = None
            for cell in self._children(row, f"{W}tc"):
                about = cell.find(f"{W}tcPr")
                if about is not None and about.find(f"{W}cellDel") is not None:
                    continue
                items = list(self._flow(cell))
                span = 1 if about is None else _span(about.find(f"{W}gridSpan"), 1, position)
                place = (position, position + span)
                position += span
                if before is not None and merges(about, "hMerge"):
                    before.end = position
                    self._hide(items)
                    continue
                covering = open_cells.get(place)
                if merges(about, "vMerge") and covering is not None:
                    covering.row_span += 1
                    going_on[place] = covering
                    self._hide(items)
                    before = None
                    continue
                before = GridCell(row_no, *place)
                if about is not None and about.find(f"{W}vMerge") is not None:
                    going_on[place] = before
                grid.cells.append(before)
                before.text = "\n".join(item.text.rstrip(SPACE + "\n") for item in items if isinstance(item, Paragraph))
                grid.nested += [item for item in items if isinstance(item, Grid)]
                contents.append(items)
            open_cells = going_on
        filled = [items for items in contents if any(isinstance(item, Grid) or item.text.strip() for item in items)]
        if len(grid.cells) == 1 or all(any(isinstance(item, Grid) for item in items) for items in filled):
            yield from (item for items in filled for item in items)
        else:
            straighten(grid, element.find(f"{W}tblGrid"))
            yield grid

    def _hide(self, items: list[Item]) -> None:
        # Word shows nothing of a cell that another covers
        self.noted["cells with text under a merge"] += any(
            item.text.strip() for item in items if isinstance(item, Paragraph)
        )


# what an element of a run adds to the line
_CONTENT: dict[str, Callable[[_Walk, Any, _ParagraphText], None]] = {
    f"{W}t": _Walk._take_text,
    f"{W}instrText": _Walk._take_instruction,
    f"{W}br": _Walk._take_break,
    f"{W}sym": _Walk._take_symbol,
    f"{W}fldChar": _Walk._field,
    f"{_M}t": _Walk._take_mathematics,
    **dict.fromkeys(_CHARACTERS, _Walk._take_character),
    **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), _Walk._drawing),
}


def _alternative(element: Any) -> Any:
    """Of several renderings of one thing the first that holds text, else the first."""
    renderings = list(element.iterchildren(f"{_MC}Choice", f"{_MC}Fallback"))
    for rendering in renderings:
        if next(rendering.iter(f"{W}t", f"{_A}t", f"{_M}t"), None) is not None:
            return rendering
    return renderings[0] if renderings else element


def _span(element: Any, least: int, position: int) -> int:
    return max(least, min(integer(element, least), _MOST_COLUMNS - position)) if element is not None else least
