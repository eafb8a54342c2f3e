"""The one font that texts are drawn with: it comes with the locked packages, so that no machine's own fonts change what is read or shown.

pdfium asks the system for a font wherever a PDF doesn't hold its own, and what it gets decides whether characters are told at all; the
system's fonts decide where LibreOffice breaks lines and pages. Here both get this one, on every machine.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

# its version is part of what readers do
LIBRARY = "noto-cjk-sans-otc"
# which of the file's faces is the one for mainland China
FACE = 2

_NAME = "Noto Sans CJK SC"
_FONTCONFIG = """<?xml version="1.0"?>
<fontconfig>
<dir>{folder}</dir>
<cachedir>{cache}</cachedir>
<selectfont><rejectfont>{others}</rejectfont></selectfont>
</fontconfig>
"""
_OTHER_FACE = "<pattern><patelt name='family'><string>{}</string></patelt></pattern>"
_WHOLE_FILE, _COLLECTION = 0, int.from_bytes(b"ttcf", "big")
_SYMBOL, _CHINESE_SIMPLIFIED = 2, 134
# the faces that pdfium has built in: Latin text stays as every viewer shows it
_BUILT_IN = (b"Helvetica", b"Times", b"Courier")


@cache
def chinese() -> Path:
    """The font's file, a collection of faces."""
    return Path(str(resources.files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"))


def fontconfig(cache: Path) -> str:
    """What tells programs that find fonts through fontconfig of this one alone; they may write into `cache`."""
    names = (f"Noto Sans {kind}CJK {place}" for kind in ("", "Mono ") for place in ("JP", "KR", "SC", "TC", "HK"))
    others = "".join(_OTHER_FACE.format(name) for name in names if name != _NAME)
    return _FONTCONFIG.format(folder=escape(str(chinese().parent)), cache=escape(str(cache)), others=others)


class _Fonts:
    """What pdfium asks of a system: it has one font, whatever the name. `asked` counts the fonts that PDFs didn't hold."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.asked = 0
        self._data = b""
        self._raw = raw
        # pdfium keeps the address as long as it runs
        self._callbacks = raw.FPDF_SYSFONTINFO(version=1)
        for name in ("MapFont", "GetFontData", "GetFaceName", "GetFontCharset"):
            kind = type(getattr(self._callbacks, name))
            setattr(self._callbacks, name, kind(getattr(self, f"_{name}")))
        raw.FPDF_SetSystemFontInfo(self._callbacks)

    def _MapFont(self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:  # noqa: N802
        self.asked += 1
        name = ctypes.cast(face, ctypes.c_char_p).value or b""
        return None if charset == _SYMBOL or name.startswith(_BUILT_IN) else 1

    def _GetFontData(self, _: Any, font: Any, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        self._data = self._data or chinese().read_bytes()
        (start,) = struct.unpack_from(">I", self._data, 12 + 4 * FACE)
        if table not in (_WHOLE_FILE, _COLLECTION):
            return 0
        # of a collection the bytes from a face on say which face is meant
        data = self._data if table == _COLLECTION else memoryview(self._data)[start:]
        if buffer and size:
            ctypes.memmove(buffer, bytes(data[: min(size, len(data))]), min(size, len(data)))
        return len(data)

    def _GetFaceName(self, _: Any, font: Any, buffer: Any, size: int) -> int:  # noqa: N802
        name = _NAME.encode() + b"\0"
        if buffer and size >= len(name):
            ctypes.memmove(buffer, name, len(name))
        return len(name)

    def _GetFontCharset(self, _: Any, font: Any) -> int:  # noqa: N802
        return _CHINESE_SIMPLIFIED


_own: list[_Fonts] = []


def own() -> _Fonts:
    """From the first call on pdfium knows this font only. To be called before a PDF is opened."""
    # no cache that somebody may empty: pdfium calls what it was given first until the process ends
    if not _own:
        _own.append(_Fonts())
    return _own[0]
