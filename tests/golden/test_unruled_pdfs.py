"""Forms set without rules, or without vertical ones, and rendered as PDF: what is read of them is what is read of them ruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.forms.kit import Drawn, Form
from tests.forms.test_same_form_in_other_geometry import FORMS
from tests.golden import scoring
from tests.golden.test_renditions import TEXT, rows
from tests.golden.typesetting import RULES, SANS, Setting, as_docx, converted, strip_rules

pytestmark = pytest.mark.system

UNRULED = Setting(rules="none", align="center", widths="fitted", margin=2.5, formal=True)

# as word processors set tables by themselves
PLAIN = Setting(rules="none", align="left", vertical="top")

# forms that differ in every setting, and in plain ones: by figures under another title, of one table that was drawn as two or the
# other way round, and by rows
WEAK = {
    "sheet": "a title within the table: the same figures under a title of their own",
    "page_break_no_header": "goes on in other widths, without its first column and a header",
    "broken_words": "words that their author broke, in cells that the page cuts",
}
WEAK_PLAIN = {**WEAK, "broken_over_pages": "tables that touch each other: the same figures as of one"}


@dataclass(frozen=True, slots=True)
class Case:
    """A setting and the forms that may differ in it, all for rows that the page cuts, columns that are hardly wider than a word or texts over
    the gap between columns; what of all rows must be read alike at least, and how much else may be read, of a hundred.
    """

    setting: Setting
    least: float
    most: float
    weak: str = ""


SETTINGS = {
    "centred": Case(UNRULED, 0.985, 0.008),
    "level rules": Case(replace(UNRULED, rules="level"), 0.985, 0.01, "project_form tick_boxes two_sides"),
    "book rules": Case(replace(UNRULED, rules="book"), 0.985, 0.008),
    "columns alike": Case(
        replace(UNRULED, widths="even"),
        0.945,
        0.008,
        "project_form department_form whole_unit split_pairs serial_number_column",
    ),
    "figures right": Case(replace(UNRULED, align="mixed"), 0.975, 0.008, "split_pairs levels_of_funds"),
    "left": Case(replace(UNRULED, align="left"), 0.98, 0.008, "split_pairs"),
    "tight": Case(replace(UNRULED, widths="tight"), 0.98, 0.01, "project_form"),
    "padded": Case(
        replace(UNRULED, spacing=3), 0.975, 0.01, "page_break_one_table split_pairs classes unit_line_above"
    ),
    "landscape": Case(
        replace(UNRULED, landscape=True),
        0.95,
        0.012,
        "project_form department_form operator_columns tick_boxes page_break_one_table split_pairs levels_of_funds classes",
    ),
    "turned": Case(replace(UNRULED, page_turn=90), 0.985, 0.008),
    "12 points, sans": Case(
        replace(UNRULED, size=12, font=SANS), 0.965, 0.01, "standard whole_unit adjusted_targets split_pairs"
    ),
    "14 points": Case(
        replace(UNRULED, size=14),
        0.92,
        0.015,
        "whole_unit operator_columns thirteen_columns adjusted_targets yuan_above shuffled_columns page_break_header_again "
        "split_pairs as_stated three_public_wide budget_table blocks_of_goals years_with_du relative_prior_year_last "
        "header_again_after_page_break header_again_in_one_table",
    ),
    "low pages": Case(
        replace(UNRULED, height=15),
        0.965,
        0.01,
        "standard whole_unit operator_columns shuffled_columns split_pairs blocks_of_goals",
    ),
    "low pages, headers again": Case(
        replace(UNRULED, height=15, repeated=-1),
        0.945,
        0.012,
        "standard whole_unit operator_columns thirteen_columns tick_boxes yuan_above shuffled_columns page_break_one_table "
        "split_pairs transfer blocks_of_goals",
    ),
    "top": Case(replace(UNRULED, vertical="top"), 0.97, 0.01, "department_form whole_unit tick_boxes blocks_of_goals"),
    "plain": Case(PLAIN, 0.97, 0.018, "thirteen_columns split_pairs"),
    "plain, columns alike": Case(replace(PLAIN, widths="even"), 0.96, 0.015, "project_form thirteen_columns"),
    "plain, landscape": Case(
        replace(PLAIN, landscape=True), 0.965, 0.015, "department_form split_pairs rates_of_parts"
    ),
    "bottom": Case(replace(UNRULED, vertical="bottom"), 0.91, 0.05, "*"),
}


def rendered(forms: Iterable[Form], setting: Setting, folder: Path) -> dict[str, dict[str, scoring.Read]]:
    """Each form as read of its PDF with all rules, and with the setting's."""
    found: dict[str, dict[str, scoring.Read]] = {}
    for kind, chosen in (("all", replace(setting, rules="all")), ("few", setting)):
        (folder / kind).mkdir()
        sources = []
        for form in forms:
            sources.append(folder / kind / f"{form.name}.docx")
            sources[-1].write_bytes(as_docx(form.parts, chosen))
        for pdf in converted(sources, "pdf", folder / kind / "out"):
            found.setdefault(pdf.stem, {})[kind] = scoring.read(pdf.read_bytes(), pdf.name)
    return found


@pytest.mark.parametrize("setting", [UNRULED, PLAIN], ids=["centred", "plain"])
def test_a_form_without_rules_gives_what_it_gives_with_them(setting: Setting, tmp_path: Path) -> None:
    (form,) = (form for form in FORMS if form.name == "transposed")
    read = rendered([form], setting, tmp_path)[form.name]
    assert any(rows(read["all"]).values())
    assert rows(read["few"]) == rows(read["all"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "rules", ["none", pytest.param("level", marks=pytest.mark.soak), pytest.param("book", marks=pytest.mark.soak)]
)
def test_a_report_without_rules_gives_what_its_text_gives(rules: str, tmp_path: Path) -> None:
    import docx

    source = scoring.shared("reports", "renditions", f"{TEXT.rstrip('_')}.docx")
    document = docx.Document(str(source))
    strip_rules(document, RULES[rules])
    document.save(str(tmp_path / "report.docx"))
    (pdf,) = converted([tmp_path / "report.docx"], "pdf", tmp_path / "out")
    (text,) = (found for name, found in scoring.report_texts().items() if name.startswith(TEXT))
    read = scoring.read(pdf.read_bytes(), pdf.name)
    assert rows(read) == rows(scoring.read(text))
    assert not scoring.misplaced(read)


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("name", SETTINGS)
def test_forms_without_rules_give_what_they_give_with_them(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = SETTINGS[name]
    weak = {*(WEAK_PLAIN if name.startswith("plain") else WEAK), *case.weak.split()}
    forms = [form for form in FORMS if any(isinstance(part, Drawn) for part in form.parts)]
    wanted = missed = added = 0
    told, wrong = [], []
    for form, read in rendered(forms, case.setting, tmp_path).items():
        whole, found = rows(read["all"]), rows(read["few"])
        wanted += sum(whole[kind].total() for kind in whole)
        lost, more = (sum((a[kind] - b[kind]).total() for kind in whole) for a, b in ((whole, found), (found, whole)))
        missed, added = missed + lost, added + more
        assert not scoring.misplaced(read["few"]), form
        if lost or more:
            told.append(f"{form}: -{lost} +{more}")
            if form not in weak and "*" not in weak:
                wrong.append(told[-1])
    with capsys.disabled():
        print(
            f"\n{name}: {wanted - missed} of {wanted} rows, {added} others; {len(forms) - len(told)} of {len(forms)} forms alike"
        )
    assert not wrong, "\n".join(wrong)
    assert wanted - missed >= case.least * wanted and added <= case.most * wanted, "\n".join(told)
