"""Spreadsheets to blocks: XLSX and XLS, as a person sees them.

A formula's cached value was computed by nobody who answers for it, and nothing is calculated here: its cell holds
`FORMULA_MARK`. What a sheet hides carries `HIDDEN_MARK`. Recognisers list both and take no figure from them.
"""

from __future__ import annotations

from pathlib import Path

from ingest import document
from ingest.document import Document
from ingest.pages import characters
from ingest.readers import Unreadable, code_version, media_types


class SheetReader:
    """Reader of XLSX (with macros and templates too) and XLS."""

    name = "sheet"
    media_types = frozenset({media_types.XLSX, media_types.XLS})

    @property
    def version(self) -> str:
        here = Path(__file__).parent
        own = (
            here / name for name in ("sheet_model.py", "xlsx.py", "xls.py", "number_format.py", "ole.py", "package.py")
        )
        shared = (Path(document.__file__), Path(characters.__file__))
        return code_version(Path(__file__), *own, *shared, libraries=("python-calamine",))

    def read(self, data: bytes) -> Document:
        """The document of a workbook. Raises Unreadable: truncated, damaged, encrypted, bomb, unsafe, too_large, wrong_type, empty."""
        from ingest.readers import ole, sheet_model, xls, xlsx

        is_xls = data.startswith(ole.SIGNATURE)
        sheets = xls.sheets_of(data) if is_xls else xlsx.sheets_of(data)
        blocks = tuple(sheet_model.blocks_of(sheets))
        if not blocks:
            raise Unreadable("empty", f"no cell with content on any of {len(sheets)} sheets")
        notes = tuple(f"sheet {number} is hidden" for number, sheet in enumerate(sheets, 1) if sheet.is_hidden)
        media_type = media_types.XLS if is_xls else media_types.XLSX
        return Document(blocks, media_type, self.name, self.version, notes=notes)
