"""Small PDFs for tests, written by hand: text in a font that every reader knows without the file holding it, rules, pictures."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass(slots=True)
class Sheet:
    """A page. Positions count from the upper left corner of its media box, in points."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    content: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int, bytes]] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        font: str = "F1",
        turn: str = "1 0 0 1",
        mode: int = 0,
        color: str = "0 0 0",
        encoding: str = "",
    ) -> Sheet:
        """Text whose baseline starts at (x, y); `turn` are the first four numbers of its matrix, `color` is red, green and blue (0 to 1)."""
        code = text.encode(encoding or ("ascii" if font == "F2" else "utf-16-be")).hex()
        self.content.append(
            f"{color} rg BT /{font} {_number(size)} Tf {mode} Tr {turn} {_number(x)} {_number(self.height - y)} Tm <{code}> Tj ET"
        )
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A ruling line."""
        self.content.append(
            f"0.5 w {_number(x0)} {_number(self.height - y0)} m {_number(x1)} {_number(self.height - y1)} l S"
        )
        return self

    def grid(
        self, columns: Sequence[float], rows: Sequence[float], cells: Iterable[Iterable[str]] = (), size: float = 10
    ) -> Sheet:
        """A ruled table with these borders and the texts of its rows; None leaves a cell empty."""
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)
        for row, y in zip(cells, rows, strict=False):
            for text, x in zip(row, columns, strict=False):
                if text:
                    self.text(x + 3, y + size + 2, text, size)
        return self

    def picture(self, x: float, y: float, width: float, height: float, pixels: int = 40) -> Sheet:
        """A grey picture."""
        self.pictures.append((pixels, pixels, bytes(range(0, 240, 6)) * pixels))
        name = f"I{len(self.pictures)}"
        self.content.append(
            f"q {_number(width)} 0 0 {_number(height)} {_number(x)} {_number(self.height - y - height)} cm /{name} Do Q"
        )
        return self


_LATIN = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
# its glyphs are drawings in the file, all alike, and nothing says what they mean
_OWN_GLYPHS = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /x1 6 0 R >>"
    f" /Encoding << /Type /Encoding /Differences [0 {'/x1 ' * 256}] >> /FirstChar 0 /LastChar 255 /Widths [{'500 ' * 256}]"
    " /Resources << >> >>"
)
_GLYPH = "<< /Length 38 >> stream\n500 0 0 0 500 700 d1 0 0 450 700 re f  \nendstream"


def to_unicode(first: int) -> str:
    """What maps the codes 0 to 255 of a font to the characters from `first` on."""
    body = f"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <{first:04x}> endbfrange"
    return f"<< /Length {len(body)} >> stream\n{body}\nendstream"


def cjk_font(encoding: str, *, name: str = "STSong-Light", order: str = "GB1", more: str = "", kind: int = 0) -> str:
    """A font of 16-bit codes that isn't in the file; `kind` is 0 for PostScript's outlines, 2 for TrueType's."""
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /{encoding} {more} /DescendantFonts ["
        f"<< /Type /Font /Subtype /CIDFontType{kind} /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering ({order})"
        f" /Supplement 2 >> /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4"
        " /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
    )


def pdf(*sheets: Sheet, trailer: str = "", extra: Sequence[str] = (), fonts: Mapping[str, str] | None = None) -> bytes:
    """The file; fonts are F1 (Chinese), F2 (Helvetica, ASCII only), F3 and F4 (in the file, but what they draw can't be known), and `fonts`; `extra` are objects from number 9 on."""
    bodies: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        cjk_font("UniGB-UCS2-H").encode(),
        _LATIN.encode(),
        _OWN_GLYPHS.encode(),
        _GLYPH.encode(),
        _OWN_GLYPHS.replace("/Type3", "/Type3 /ToUnicode 8 0 R").encode(),
        to_unicode(0xE100).encode(),
    ]
    bodies += [item.encode() for item in extra]
    named = "/F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 7 0 R"
    for name, font in (fonts or {}).items():
        bodies.append(font.encode("latin-1"))
        named += f" /{name} {len(bodies)} 0 R"
    pages = []
    for sheet in sheets:
        names = []
        for number, (width, height, data) in enumerate(sheet.pictures, start=1):
            packed = zlib.compress(data)
            bodies.append(
                f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
                f" /BitsPerComponent 8 /Filter /FlateDecode /Length {len(packed)} >> stream\n".encode()
                + packed
                + b"\nendstream"
            )
            names.append(f"/I{number} {len(bodies)} 0 R")
        content = zlib.compress("\n".join(sheet.content).encode())
        bodies.append(f"<< /Length {len(content)} /Filter /FlateDecode >> stream\n".encode() + content + b"\nendstream")
        crop = f" /CropBox [{' '.join(map(_number, sheet.crop))}]" if sheet.crop else ""
        bodies.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_number(sheet.width)} {_number(sheet.height)}]{crop}"
                f" /Rotate {sheet.rotate} /Contents {len(bodies)} 0 R /Resources << /Font << {named} >>"
                f" /XObject << {' '.join(names)} >> >> >>"
            ).encode()
        )
        pages.append(len(bodies))
    bodies[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{page} 0 R' for page in pages)}] >>".encode()
    data, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    data += f"trailer << /Size {len(bodies) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(data)
