"""What a machine has installed changes nothing of what is read or drawn: the same files under other fonts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from ingest.isolation import document_to_json
from ingest.readers import Unreadable, fonts
from ingest.readers.pdf import PdfReader
from tests.support import CHECKOUT
from tests.unit.ingest.readers import pdf_files
from tests.unit.ingest.readers.pdf_files import Sheet
from tests.unit.ingest.readers.test_pdf import LATIN, UNHELD, UNKNOWN, form, unheld_form

FOLDER = "/usr/share/fonts"


def files() -> dict[str, bytes]:
    """PDFs whose fonts aren't in them, of every kind."""
    made = {
        name: pdf_files.pdf(form(), unheld_form(encoding), fonts={"F9": font})
        for name, (font, encoding) in UNHELD.items()
    }
    latin = form().text(72, 200, "7", font="F9", encoding="ascii").text(72, 220, "12.50", font="F9", encoding="ascii")
    made["latin"] = pdf_files.pdf(latin, fonts={"F9": LATIN})
    made["unknown"] = pdf_files.pdf(form().text(72, 200, "甲12", font="F9"), fonts={"F9": UNKNOWN})
    made["nothing known"] = pdf_files.pdf(Sheet().text(72, 200, "甲12", font="F9"), fonts={"F9": UNKNOWN})
    return made


def seen() -> dict[str, list[object]]:
    """What each file is read as, and a picture of its last page."""
    found: dict[str, list[object]] = {}
    for name, data in files().items():
        try:
            read: object = document_to_json(PdfReader().read(data))
        except Unreadable as error:
            read = [error.reason, error.detail]
        fonts.own()
        with pypdfium2.PdfDocument(data) as pdf:
            picture = pdf[len(pdf) - 1].render(scale=1).to_numpy().tobytes().hex()
        found[name] = [read, picture]
    return found


def elsewhere(kind: str) -> dict[str, list[object]]:
    """What is seen on a machine of a kind, in a mount namespace of its own: with no font at all, or with Chinese fonts of its own."""
    mounts = {
        "no fonts": f"mount -t tmpfs none {FOLDER}",
        "other faces": f"mount --bind '{fonts.chinese().parent}' {FOLDER}",
    }
    code = "import json; from tests.unit.ingest.readers.test_fonts import seen; print(json.dumps(seen()))"
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-ec", f'{mounts[kind]}; exec "$@"', "sh", sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, list[object]] = json.loads(ran.stdout)
    return told


def test_a_machines_fonts_change_nothing() -> None:
    unshare = shutil.which("unshare")
    may = unshare and Path(FOLDER).is_dir()
    if not may or subprocess.run([str(unshare), "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("only root on Linux may change a folder for one process")
    here = json.loads(json.dumps(seen()))
    for kind in ("no fonts", "other faces"):
        assert elsewhere(kind) == here, kind
    assert here["nothing known"][0][0] == "wrong_encoding"
    assert "甲" in json.dumps(here["GBK-EUC-H"][0], ensure_ascii=False)


def test_pdfium_is_given_its_fonts_once() -> None:
    """A second time pdfium would call what the first left behind, and end the process."""
    first = fonts.own()
    assert not hasattr(fonts.own, "cache_clear")
    assert fonts.own() is first
