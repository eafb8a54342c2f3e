"""Word's binary DOC (also written by WPS) and RTF: made DOCX by LibreOffice, then read as such.

LibreOffice runs confined, with a profile of its own that allows no macros, links or network, and is told which format to expect:
left to guess it takes any bytes for a text. It ends with 0 whatever happens, so what it wrote is what counts. Where it is missing or fails,
`msdoc2docx` reads DOC without any system package; RTF then stays unread.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from ingest import confined
from ingest.confined import MEBIBYTE
from ingest.document import Document
from ingest.readers import Unreadable, code_version, fonts, media_types, ole
from ingest.readers.docx import DocxReader
from ingest.readers.package import Package

_RTF = b"{\\rtf"
# LibreOffice's names of its import filters
_WORD_97, _WORD_95, _WORD_6, _RICH_TEXT = "MS Word 97", "MS Word 95", "MS WinWord 6.0", "Rich Text Format"
# where its settings lie as installed, seen from the program: on Linux and Windows, and on macOS; what it says of itself there
_REGISTRIES = ("../share/registry", "../Resources/registry")
_STATED_VERSION = re.compile(rb'"ooSetupVersionAboutBox"[^>]*>\s*<value>([0-9]+(?:\.[0-9]+)+)</value>')
# ends so when a new profile was set up and it wants to be started again
_START_AGAIN = 81
_SOCKETS = "/tmp"  # noqa: S108 - where LibreOffice puts them, whatever the environment says
_WORD_97_MARK, _WORD_6_MARKS = 0xA5EC, (0xA5DC, 0xA5DB)
_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class ConversionLimits:
    """What converting may cost: wall seconds for a start and for each file, CPU seconds and address space of the program."""

    start_seconds: float = 60
    file_seconds: float = 60
    cpu_seconds: int = 600
    memory_bytes: int = 2_048 * MEBIBYTE


DEFAULT_LIMITS = ConversionLimits()


class DocReader:
    """Reader of DOC and RTF. What it gives is what `DocxReader` reads in the converted file."""

    name = "doc"
    media_types = frozenset({media_types.DOC, media_types.RTF})

    @property
    def version(self) -> str:
        own = code_version(
            *(Path(str(module.__file__)) for module in (confined, ole)), Path(__file__), libraries=("msdoc2docx",)
        )
        # a better converter, once there, reads again what another one read
        return f"{own}.{DocxReader().version}.{office_version() or 'without'}"

    def read(self, data: bytes) -> Document:
        """The document of a DOC or RTF file.

        Raises Unreadable: encrypted, truncated, damaged, timed_out, no_converter, and what DocxReader raises.
        """
        import_filter = _import_filter(data)
        failure: Unreadable | None = None
        with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
            if office() is not None:
                source = Path(folder) / "source"
                source.write_bytes(data)
                (outcome,) = convert_batch([source], Path(folder) / "converted").values()
                try:
                    if isinstance(outcome, Unreadable):
                        raise outcome
                    return read_converted(outcome.read_bytes(), data)
                except Unreadable as error:
                    failure = error
            if import_filter == _RICH_TEXT:
                raise failure or Unreadable("no_converter", "RTF is read through LibreOffice, which isn't installed")
            try:
                return read_converted(_without_office(data, Path(folder)), data, f"msdoc2docx {version('msdoc2docx')}")
            except Unreadable as error:
                # the first converter knows better what is wrong, unless it was not there
                raise failure or error from error


def read_converted(converted: bytes, original: bytes, converter: str | None = None) -> Document:
    """The document of a DOCX that a converter made of a DOC or RTF file; without a name for it the file tells. Raises Unreadable as DocxReader does."""
    found = DocxReader().read(converted)
    opened = Package(converted)
    reader = DocReader()
    return replace(
        found,
        media_type=media_types.RTF if original.startswith(_RTF) else media_types.DOC,
        reader=reader.name,
        reader_version=reader.version,
        converter=converter or _converter(opened),
        converted_sha256=_content_hash(opened),
    )


def _converter(opened: Package) -> str:
    """Who wrote a DOCX, by its own word."""
    stated = re.search(
        rb"<Application>([A-Za-z0-9 ]{1,40})(?:/([0-9.]{1,20}))?", opened.read("docProps/app.xml") or b""
    )
    if stated is None:
        return "unknown"
    name, version = stated[1].decode(), (stated[2] or b"").decode()
    return f"{name} {version}".strip()


def _content_hash(opened: Package) -> str:
    """SHA-256 over the names and bytes of all parts but the document's properties, which hold the hour of writing."""
    digest = hashlib.sha256()
    for name in opened.names():
        if not name.startswith("docprops/"):
            content = opened.read(name) or b""
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


# -- what the file is --------------------------------------------------------------------------------------------------


def _import_filter(data: bytes) -> str:
    """The filter that LibreOffice reads a file with. Raises Unreadable: encrypted, truncated, damaged, wrong_type."""
    if data.startswith(_RTF):
        if not data.rstrip(b"\0\r\n\t ").endswith(b"}"):
            raise Unreadable("truncated", "the RTF text ends before its last bracket")
        return _RICH_TEXT
    try:
        file = ole.CompoundFile(io.BytesIO(data))
        if "EncryptedPackage" in file.names():
            raise Unreadable("encrypted", "an Office file that needs a password")
        # whole: what is cut off is refused, not read half
        head = file.stream("WordDocument", len(data))[:32]
        tables = [name for name in ("0Table", "1Table") if name in file.names()]
        for name in tables:
            file.stream(name, len(data))
    except KeyError as error:
        raise Unreadable("wrong_type", "the compound file holds no Word document") from error
    except (ole.Damaged, ValueError) as error:
        raise Unreadable("truncated", "the Word document in the compound file can't be reached") from error
    mark, written_by, flags = (int.from_bytes(head[at : at + 2], "little") for at in (0, 2, 10))
    if len(head) < 32 or mark not in (_WORD_97_MARK, *_WORD_6_MARKS):
        raise Unreadable("damaged", "the Word document doesn't start as one")
    if flags & _ENCRYPTED:
        raise Unreadable("encrypted", "a Word document that needs a password")
    if mark == _WORD_97_MARK and written_by >= 0x6A:
        return _WORD_97
    return _WORD_95 if written_by >= 0x67 else _WORD_6


# -- LibreOffice -------------------------------------------------------------------------------------------------------

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">{scripting}</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
""".format(
    scripting="".join(
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        for name, value in (
            ("MacroSecurityLevel", "3"),
            ("DisableMacrosExecution", "true"),
            ("DisableActiveContent", "true"),
            ("BlockUntrustedRefererLinks", "true"),
        )
    )
)


@cache
def office() -> Path | None:
    """LibreOffice's own program, None where it isn't installed. The wrapper around it would start processes beside it."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            program = Path(found).resolve()
            beside = program.with_name("soffice.bin")
            return beside if beside.is_file() else program
    return None


@cache
def office_version() -> str | None:
    """LibreOffice's version, `unknown` where it doesn't say; None where it isn't installed."""
    program = office()
    if program is None:
        return None
    for folder in _REGISTRIES:
        with contextlib.suppress(OSError):
            stated = _STATED_VERSION.search((program.parent / folder / "main.xcd").read_bytes())
            if stated is not None:
                return stated[1].decode()
    return "unknown"


def convert_batch(
    paths: Sequence[Path], out_dir: Path, limits: ConversionLimits = DEFAULT_LIMITS
) -> dict[Path, Path | Unreadable]:
    """Makes DOCX of DOC and RTF files by one start of LibreOffice (several where one of them stops it).

    Gives for each path the DOCX in `out_dir` (named by the path's own name) or why there is none. The result for a file doesn't depend on
    those beside it. Raises nothing; without LibreOffice every file is `no_converter`.
    """
    found: dict[Path, Path | Unreadable] = {}
    waiting: dict[str, list[Path]] = {}
    for path in paths:
        try:
            waiting.setdefault(_import_filter(path.read_bytes()), []).append(path)
        except Unreadable as error:
            found[path] = error
        except OSError as error:
            found[path] = Unreadable("gone", f"the file can't be read: {type(error).__name__}")
    if office() is None:
        missing = Unreadable("no_converter", "LibreOffice isn't installed")
        return {path: found.get(path, missing) for path in paths}
    out_dir.mkdir(parents=True, exist_ok=True)
    for import_filter, group in waiting.items():
        while group:
            group = _convert_some(group, import_filter, out_dir, limits, found)
    return {path: found[path] for path in paths}


def _convert_some(
    group: list[Path],
    import_filter: str,
    out_dir: Path,
    limits: ConversionLimits,
    found: dict[Path, Path | Unreadable],
) -> list[Path]:
    """Converts what it can of a group; gives those that the program didn't come to."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as place:
        folder = Path(place)
        names = {f"{number:06d}": path for number, path in enumerate(group)}
        for name, path in names.items():
            # the name's end plays no part: the filter is given
            shutil.copyfile(path, folder / f"{name}.doc")
        ended = run_office(
            ["--infilter=" + import_filter, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")],
            [folder / f"{name}.doc" for name in names],
            folder,
            limits,
        )
        rest: list[Path] = []
        for name, path in names.items():
            made = folder / "out" / f"{name}.docx"
            if made.is_file() and made.stat().st_size and (ended.returncode == 0 or _is_whole(made)):
                target = out_dir / f"{path.name}.docx"
                shutil.copyfile(made, target)
                found[path] = target
            elif ended.returncode == 0:
                found[path] = Unreadable("damaged", "LibreOffice could not load the file")
            else:
                rest.append(path)
    if rest and len(group) > 1:
        # whatever stopped it stands at or before the first that is missing: alone it shows what it is
        _convert_some(rest[:1], import_filter, out_dir, limits, found)
    elif rest:
        found[rest[0]] = (
            Unreadable("timed_out", "LibreOffice needed too long to convert the file")
            if ended.is_timed_out
            else Unreadable("crashed", "LibreOffice ended while it converted the file")
        )
    return rest[1:]


def _is_whole(path: Path) -> bool:
    """Whether a file that was being written when its writer ended is a ZIP to its end."""
    try:
        return "word/document.xml" in Package(path.read_bytes()).names()
    except Unreadable:
        return False


def run_office(
    arguments: Sequence[str], sources: Sequence[Path], folder: Path, limits: ConversionLimits = DEFAULT_LIMITS
) -> confined.Ended:
    """Runs LibreOffice on files, with a fresh profile in `folder`. Its code is 127 where it isn't installed."""
    program = office()
    if program is None:
        return confined.Ended(127)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    (folder / "fonts.conf").write_text(fonts.fontconfig(folder), encoding="utf-8")
    command = [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard",
        *arguments,
        *map(str, sources),
    ]  # fmt: skip
    ended = confined.Ended(_START_AGAIN)
    for _ in range(3):
        ended = confined.run(
            command,
            folder=folder,
            environment=_environment(folder),
            wall_seconds=limits.start_seconds + limits.file_seconds * len(sources),
            cpu_seconds=limits.cpu_seconds,
            memory_bytes=limits.memory_bytes,
        )
        if ended.returncode != _START_AGAIN:
            break
    for socket in _sockets_of(profile):
        socket.unlink(missing_ok=True)
    return ended


def _sockets_of(profile: Path) -> list[Path]:
    """Where the local socket of a LibreOffice with this profile may be, which it leaves behind where it is killed; named by a hash of its own.

    The user's number stands in the name unless the program may not look it up.
    """
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    return [Path(_SOCKETS) / f"OSL_PIPE_{os.getuid()}_{name}", Path(_SOCKETS) / f"OSL_PIPE_{name}"]


def _environment(folder: Path) -> Mapping[str, str]:
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        # the fonts of the machine would set lines and pages otherwise on each
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }


# -- without LibreOffice -----------------------------------------------------------------------------------------------


def _without_office(data: bytes, folder: Path) -> bytes:
    """DOCX bytes made of a DOC file by msdoc2docx. Raises Unreadable: encrypted, damaged, no_converter."""
    from doc2docx import convert, errors

    source, target = folder / "fallback.doc", folder / "fallback.docx"
    source.write_bytes(data)
    try:
        convert(source, target)
    except errors.EncryptedDocumentError as error:
        raise Unreadable("encrypted", "a Word document that needs a password") from error
    except errors.UnsupportedFeatureError as error:
        raise Unreadable("no_converter", "this kind of Word document is read through LibreOffice") from error
    except errors.Doc2DocxError as error:
        raise Unreadable("damaged", f"no Word document that can be read: {type(error).__name__}") from error
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError) as error:
        # a young library: what it stumbles over is the file's fault, not the run's
        raise Unreadable("damaged", f"the converter stumbled: {type(error).__name__}") from error
    return target.read_bytes()
