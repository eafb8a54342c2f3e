"""Forms set without rules, or without vertical ones, and rendered as PDF: what is read of them is what is read of them ruled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.readers import doc
from tests.forms.kit import Drawn, Form
from tests.forms.test_same_form_in_other_geometry import FORMS
from tests.golden import scoring
from tests.golden.test_renditions import TEXT, rows
from tests.golden.typesetting import RULES, SANS, Setting, as_docx, converted, strip_rules

UNRULED = Setting(rules="none", align="center", widths="fitted", margin=2.5, formal=True)

# as word processors set tables by themselves
PLAIN = Setting(rules="none", align="left", vertical="top")

# what of a form's rows must be read alike at least, and how much else may be read, of a hundred: rows of another table beside
# the form's, tables that are one where they touch, cells that the page break divides, labels whose lines could be those of
# their neighbours
SETTINGS: dict[str, tuple[Setting, float, float]] = {
    "centred": (UNRULED, 0.985, 0.008),
    "level rules": (replace(UNRULED, rules="level"), 0.985, 0.01),
    "book rules": (replace(UNRULED, rules="book"), 0.985, 0.008),
    "columns alike": (replace(UNRULED, widths="even"), 0.945, 0.008),
    "figures right": (replace(UNRULED, align="mixed"), 0.975, 0.008),
    "left": (replace(UNRULED, align="left"), 0.98, 0.008),
    "tight": (replace(UNRULED, widths="tight"), 0.98, 0.01),
    "padded": (replace(UNRULED, spacing=3), 0.975, 0.01),
    "landscape": (replace(UNRULED, landscape=True), 0.95, 0.012),
    "turned": (replace(UNRULED, page_turn=90), 0.985, 0.008),
    "12 points, sans": (replace(UNRULED, size=12, font=SANS), 0.965, 0.01),
    "14 points": (replace(UNRULED, size=14), 0.92, 0.015),
    "low pages": (replace(UNRULED, height=15), 0.965, 0.01),
    "low pages, headers again": (replace(UNRULED, height=15, repeated=-1), 0.955, 0.01),
    "bottom": (replace(UNRULED, vertical="bottom"), 0.91, 0.05),
    "top": (replace(UNRULED, vertical="top"), 0.97, 0.01),
    "plain": (PLAIN, 0.97, 0.018),
    "plain, columns alike": (replace(PLAIN, widths="even"), 0.96, 0.015),
    "plain, landscape": (replace(PLAIN, landscape=True), 0.965, 0.015),
}


def needs_office() -> None:
    if doc.office() is None:
        pytest.skip("LibreOffice isn't installed (scripts/install_system_packages)")


def rendered(forms: Iterable[Form], setting: Setting, folder: Path) -> dict[str, dict[str, scoring.Read]]:
    """Each form as read of its PDF with all rules, and with the setting's."""
    needs_office()
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

    needs_office()
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
    setting, least, most = SETTINGS[name]
    forms = [form for form in FORMS if any(isinstance(part, Drawn) for part in form.parts)]
    wanted = missed = added = 0
    told = []
    for form, read in rendered(forms, setting, tmp_path).items():
        whole, found = rows(read["all"]), rows(read["few"])
        wanted += sum(whole[kind].total() for kind in whole)
        lost, more = (sum((a[kind] - b[kind]).total() for kind in whole) for a, b in ((whole, found), (found, whole)))
        missed, added = missed + lost, added + more
        assert not scoring.misplaced(read["few"]), form
        if lost or more:
            told.append(f"{form}: -{lost} +{more}")
    with capsys.disabled():
        print(f"\n{name}: {wanted - missed} of {wanted} rows, {added} others")
    assert wanted - missed >= least * wanted and added <= most * wanted, "\n".join(told)
