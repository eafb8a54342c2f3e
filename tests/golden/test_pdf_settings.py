"""Reports set otherwise and rendered in other formats: wide or low pages and other sizes break tables and lines elsewhere.

A shared report, and forms of our own with tables of every family: whatever they are set or converted to, the claims, indicators and
attributes are those of their text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import recognisers
from ingest.document import Block, Document, Table
from ingest.readers import Unreadable, doc
from tests.forms import (
    kit,
    test_county_forms,
    test_ministry_form,
    test_narratives,
    test_tables_in_other_layouts,
    test_tables_of_one_report,
)
from tests.forms.kit import Form
from tests.golden import long_reports, scoring, typesetting
from tests.golden.scoring import Read
from tests.golden.test_renditions import TEXT, Rows, rows
from tests.golden.typesetting import SANS, Setting
from tests.unit.ingest.readers import rendering

Change = Callable[[Any], None]


def landscape(document: Any) -> None:
    for section in document.sections:
        section.page_width, section.page_height = section.page_height, section.page_width


def low_pages(document: Any) -> None:
    """Tables are broken often, within rows too."""
    from docx.shared import Cm

    for section in document.sections:
        section.page_height = Cm(14)


def sized(half_points: int) -> Change:
    def set_sizes(document: Any) -> None:
        from docx.oxml.ns import qn

        for name in ("w:sz", "w:szCs"):
            for size in document.element.body.iter(qn(name)):
                size.set(qn("w:val"), str(half_points))

    return set_sizes


SETTINGS: dict[str, list[Change]] = {
    "landscape": [landscape],
    "low pages": [low_pages],
    "large": [sized(32)],
    "large on low pages": [sized(28), low_pages],
}


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.system
def test_other_settings_give_the_same(tmp_path: Path) -> None:
    import docx

    source = scoring.shared("reports", "renditions", f"{TEXT.rstrip('_')}.docx")
    for name, changes in SETTINGS.items():
        document = docx.Document(str(source))
        for change in changes:
            change(document)
        document.save(str(tmp_path / f"{name}.docx"))
    typesetting.converted(sorted(tmp_path.glob("*.docx")), "pdf", tmp_path / "out")
    (text,) = (found for name, found in scoring.report_texts().items() if name.startswith(TEXT))
    wanted = rows(scoring.read(text))
    wrong = []
    for name in SETTINGS:
        read = scoring.read((tmp_path / "out" / f"{name}.pdf").read_bytes(), f"{name}.pdf")
        found = rows(read)
        wrong += [f"{name}: - {row}" for kind in wanted for row in wanted[kind] - found[kind]]
        wrong += [f"{name}: + {row}" for kind in wanted for row in found[kind] - wanted[kind]]
        wrong += [f"{name}: {problem}" for problem in scoring.misplaced(read)]
    assert not wrong, "\n".join(wrong)


# -- forms of our own --------------------------------------------------------------------------------------------------

# drawn with page breaks of their own: what they hold is another thing on other pages
_BOUND_TO_PAGES = {"page_break_header_again", "page_break_no_header", "broken_over_pages"}
# the same base data table with other words: one of them is enough
_ALIKE = {
    "years_with_du", "relative_years", "final_before_budget", "prior_year_last", "relative_prior_year_last", "unit_line_above",
    "no_people", "header_again_in_one_table", "serial_number_column", "two_row_header_final_merged",
}  # fmt: skip
FORMS = {
    form.name: form
    for module in (
        test_county_forms,
        test_ministry_form,
        test_tables_in_other_layouts,
        test_tables_of_one_report,
        test_narratives,
        long_reports,
    )
    for form in module.FORMS
    if form.name not in _BOUND_TO_PAGES | _ALIKE
}
OWN_SETTINGS = {
    "plain": Setting(),
    "landscape": Setting(landscape=True),
    "low": Setting(height=12),
    "low, header repeated": Setting(height=12, repeated=-1),
    # cells that reach from it into the next rows are drawn in part, or over what stands there
    "low, first row repeated": Setting(height=12, repeated=1),
    "low, rows kept whole": Setting(height=12, repeated=-1, unsplit=True, footer="— {page} —"),
    "very low": Setting(height=8.5, margin=1.5, size=12),
    "turned 90": Setting(landscape=True, page_turn=90),
    "turned 180": Setting(page_turn=180),
    "turned 270, low": Setting(height=14, page_turn=270, repeated=-1),
    "running header": Setting(
        height=14, header="附件：预算绩效资料汇编（共128.50万元）", footer="第 {page} 页 共 {pages} 页"
    ),
    "page numbers": Setting(height=14, header="第{page}页", footer="{page}", repeated=-1),
    "sans, 6 points": Setting(font=SANS, size=6),
    "sans, 8 points": Setting(font=SANS, size=8, height=15, padding=2),
    "14 points": Setting(size=14, height=20),
    "18 points": Setting(size=18, landscape=True),
    "narrow columns": Setting(widths="even", share=0.6, size=12),
    "narrow columns, low": Setting(widths="even", share=0.7, size=12, height=14, repeated=-1),
    "no padding": Setting(padding=0, widths="even", align="mixed"),
    "no padding, low": Setting(padding=0, size=9, height=11),
    "high rows": Setting(exact=34, height=17),
    "in a table": Setting(frame="table"),
    "in a table, low": Setting(frame="table", height=13),
    "text boxes": Setting(frame="box"),
    "footnotes": Setting(height=16, footnotes=True),
    "watermark": Setting(watermark="内部资料"),
    "two columns": Setting(frame="columns"),
}
SAMPLE = (
    ("standard", "low, header repeated"),
    ("self_evaluation_long", "low, first row repeated"),
    ("final_accounts_long", "turned 270, low"),
    ("budget_long", "running header"),
    ("whole_unit", "no padding"),
    ("years_in_headers", "very low"),
)
# what still reads otherwise, and why
_WEAK_LANDSCAPE = {
    "broken_words": "a merged cell cut at the page begins as others end",
}
WEAK: dict[str, dict[str, str]] = {
    "landscape": _WEAK_LANDSCAPE,
    "turned 90": _WEAK_LANDSCAPE,
    "no padding, low": {"one_big_table": "a long text cut at the page behind a whole figure"},
    "narrow columns, low": {
        "split_pairs": "a row cut at the page in every cell, none of them full",
        "final_accounts_long": "figures broken in their columns and cut at the page",
        "self_evaluation_long": "a header cut at the page in every cell",
    },
    "sans, 8 points": {
        "standard": "a lone cell cut at the page where its line wasn't full",
        "broken_words": "a merged cell cut at the page begins as others end",
    },
    "two columns": {
        "department_form": "a name of many on one line that the column breaks",
        "standard": "a row cut at the column's end in every cell, none of them full",
        "adjusted_targets": "a row cut at the column's end within a figure of two digits",
        "split_pairs": "a row cut at the column's end in every cell, none of them full",
        "broken_words": "a unit on a line of its own below its figure",
        "one_big_table": "a long text cut at the column's end behind a whole figure",
        "final_accounts_long": "titles that fill their lines run into what stands below",
    },
}


def _recognised(document: Document) -> Read:
    return Read(document, recognisers.recognise(document, kit.SHA))


def _made(form: Form, rendering: str) -> Read:
    return _recognised(kit.document(form.parts, rendering))


@cache
def _wanted(name: str) -> dict[str, Rows]:
    """What the form's text gives; its table with true columns where text doesn't tell them."""
    form = FORMS[name]
    return rows(_made(form, "text" if "text" in form.renderings else "cells"))


def _differences(name: str, data: bytes, file_name: str) -> list[str]:
    return _told(name, scoring.read(data, file_name))


def _told(name: str, read: Read) -> list[str]:
    """What a form's text gives and this doesn't, or the other way round."""
    wanted, found = _wanted(name), rows(read)
    return [
        *(f"{name}: - {row}" for kind in wanted for row in (wanted[kind] - found[kind]).elements()),
        *(f"{name}: + {row}" for kind in wanted for row in (found[kind] - wanted[kind]).elements()),
        *(f"{name}: {problem}" for problem in scoring.misplaced(read)),
    ]


def _is_whole(form: Form, data: bytes) -> bool:
    """Whether a PDF shows the form: LibreOffice drops rows that fit on no page."""
    import pypdfium2

    shown: Counter[str] = Counter()
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            shown.update(page.get_textpage().get_text_range())
    content: Counter[str] = Counter()
    for part in form.parts:
        for text in (part,) if isinstance(part, str) else (cell.text for cell in typesetting.laid(part)):
            content.update(character for character in text if character.isdigit() or "\u4e00" <= character <= "\u9fff")
    lost = content - shown
    return lost.total() <= 0.01 * content.total() and all(lost[digit] <= 3 for digit in "0123456789")


def _as_pdf(jobs: Sequence[tuple[str, str]], folder: Path) -> dict[tuple[str, str], bytes]:
    """Forms in settings, as PDF."""
    sources = {}
    for number, (name, setting) in enumerate(jobs):
        sources[name, setting] = folder / f"{number}.docx"
        sources[name, setting].write_bytes(typesetting.as_docx(FORMS[name].parts, OWN_SETTINGS[setting]))
    made = typesetting.converted(list(sources.values()), "pdf", folder / "out")
    found = {}
    for job, path in zip(sources, made, strict=True):
        turn = OWN_SETTINGS[job[1]].page_turn
        found[job] = typesetting.turned_pages(path.read_bytes(), turn) if turn else path.read_bytes()
    return found


def _read_alike(pdfs: dict[tuple[str, str], bytes]) -> None:
    wrong, unfair = [], []
    for (name, setting), data in pdfs.items():
        if not _is_whole(FORMS[name], data):
            unfair.append((name, setting))
        elif name not in WEAK.get(setting, {}):
            wrong += [f"{setting}: {line}" for line in _differences(name, data, "form.pdf")]
    assert not wrong, "\n".join(wrong)
    assert len(unfair) <= max(1, len(pdfs) // 12), f"LibreOffice lost some of {unfair}"


def test_forms_of_our_own_state_something() -> None:
    for name in FORMS:
        assert sum(kind.total() for kind in _wanted(name).values()) >= 2, name


@pytest.mark.slow
@pytest.mark.system
def test_a_sample_of_settings_reads_alike(tmp_path: Path) -> None:
    _read_alike(_as_pdf(SAMPLE, tmp_path))


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.system
@pytest.mark.parametrize("setting", OWN_SETTINGS)
def test_every_form_reads_alike_in_a_setting(setting: str, tmp_path: Path) -> None:
    _read_alike(_as_pdf([(name, setting) for name in FORMS], tmp_path))


# -- formats -----------------------------------------------------------------------------------------------------------


def _neutral(form: Form) -> Document:
    """The form's lines and tables as a document, to be written in other formats."""
    blocks: list[Block] = []
    tables = 0
    for part in form.parts:
        if isinstance(part, str):
            if part.strip():
                blocks.append(Block(len(blocks) + 1, "paragraph", part))
            continue
        tables += 1
        blocks.append(Block(len(blocks) + 1, "table", table=Table(tables, typesetting.laid(part))))
    return Document(tuple(blocks), "application/x-drawn", "drawn", "1")


WRITTEN: dict[str, Callable[[Form], bytes]] = {
    "docx": lambda form: typesetting.as_docx(form.parts, Setting()),
    "nested.docx": lambda form: typesetting.as_docx(form.parts, Setting(frame="table")),
    "boxes.docx": lambda form: typesetting.as_docx(
        form.parts, Setting(frame="box", footnotes=True, header="共12.50万元 第{page}页")
    ),
    "html": lambda form: rendering.as_html(_neutral(form)),
    "word.html": lambda form: rendering.as_word_html(_neutral(form)),
    "excel.html": lambda form: rendering.as_excel_html(_neutral(form)),
    "mht": lambda form: rendering.as_mhtml(_neutral(form)),
    "xlsx": lambda form: rendering.as_xlsx(_neutral(form)),
    "xls": lambda form: rendering.as_xls(_neutral(form)),
}
# what LibreOffice makes of them, one after the other
CONVERTED: dict[str, tuple[str, ...]] = {
    "doc": ("docx", "doc"),
    "doc from a table": ("nested.docx", "doc"),
    "rtf": ("docx", "rtf"),
    "docx from odt": ("docx", "odt", "docx"),
    "html from docx": ("docx", "html:HTML (StarWriter)"),
    "xls from xlsx": ("xlsx", "xls"),
    "xlsx from xls": ("xls", "xlsx"),
    "html from xlsx": ("xlsx", "html:HTML (StarCalc)"),
}
FORMAT_SAMPLE = ("standard", "self_evaluation_long", "budget_long", "department_form", "sheet")


@pytest.mark.parametrize("ending", WRITTEN)
def test_a_sample_of_forms_reads_alike_in_a_format(ending: str) -> None:
    wrong = [
        line
        for name in FORMAT_SAMPLE
        for line in _differences(name, WRITTEN[ending](FORMS[name]), f"form.{ending.rpartition('.')[2]}")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.parametrize("ending", WRITTEN)
def test_every_form_reads_alike_in_a_format(ending: str) -> None:
    wrong = [
        line
        for name, form in FORMS.items()
        for line in _differences(name, WRITTEN[ending](form), f"form.{ending.rpartition('.')[2]}")
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.system
@pytest.mark.parametrize("with_office", [True, False], ids=["", "bare"])
@pytest.mark.parametrize("way", CONVERTED)
def test_every_form_reads_alike_where_it_was_converted(
    way: str, with_office: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *steps = CONVERTED[way]
    if not with_office and steps[-1] != "doc":
        pytest.skip("read without LibreOffice anyway, or not at all")
    paths = []
    for name, form in FORMS.items():
        paths.append(tmp_path / f"{name}.{first.rpartition('.')[2]}")
        paths[-1].write_bytes(WRITTEN[first](form))
    for number, step in enumerate(steps):
        paths = typesetting.converted(paths, step, tmp_path / f"step{number}")
    if with_office and steps[-1] in ("doc", "rtf"):
        # by one start, as landing does
        batch = doc.convert_batch(paths, tmp_path / "batch", doc.ConversionLimits(memory_bytes=8 << 30))
        read = {path: _recognised(doc.read_converted(_whole(made), path.read_bytes())) for path, made in batch.items()}
    else:
        monkeypatch.setattr(doc, "office", lambda: None)
        read = {path: scoring.read(path.read_bytes(), path.name) for path in paths}
    weak = WEAK.get(way if with_office else f"{way}, bare", {})
    wrong = [
        line for name, path in zip(FORMS, paths, strict=True) if name not in weak for line in _told(name, read[path])
    ]
    assert not wrong, "\n".join(wrong)


def _whole(made: Path | Unreadable) -> bytes:
    assert isinstance(made, Path), made
    return made.read_bytes()
