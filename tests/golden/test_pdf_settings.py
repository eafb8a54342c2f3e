"""One report set otherwise and rendered as PDF: wide or low pages and other sizes break its tables and lines elsewhere."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.readers import doc
from tests.golden import scoring
from tests.golden.test_renditions import TEXT, rows

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
def test_other_settings_give_the_same(tmp_path: Path) -> None:
    import docx

    office = doc.office()
    if office is None:
        pytest.skip("LibreOffice isn't installed (scripts/install_system_packages)")
    source = scoring.shared("reports", "renditions", f"{TEXT.rstrip('_')}.docx")
    for name, changes in SETTINGS.items():
        document = docx.Document(str(source))
        for change in changes:
            change(document)
        document.save(str(tmp_path / f"{name}.docx"))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        # the wrapper: with a new profile the program itself wants to be started twice
        [
            str(office.with_name("soffice")),
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
        ]
        + [str(path) for path in sorted(tmp_path.glob("*.docx"))],
        check=True,
        capture_output=True,
        timeout=300,
    )
    (text,) = (found for name, found in scoring.report_texts().items() if name.startswith(TEXT))
    wanted = rows(scoring.read(text))
    wrong = []
    for name in SETTINGS:
        read = scoring.read((tmp_path / f"{name}.pdf").read_bytes(), f"{name}.pdf")
        found = rows(read)
        wrong += [f"{name}: - {row}" for kind in wanted for row in wanted[kind] - found[kind]]
        wrong += [f"{name}: + {row}" for kind in wanted for row in found[kind] - wanted[kind]]
        wrong += [f"{name}: {problem}" for problem in scoring.misplaced(read)]
    assert not wrong, "\n".join(wrong)
