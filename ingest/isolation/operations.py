"""What a worker does with a file or document."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ingest.isolation.outcomes import Handler, Payload
from ingest.isolation.rows_as_json import RECOGNISED, document_from_json, document_to_json, row_to_json


def _check(payload: Payload) -> None:
    """Raises Unreadable where a file no longer has the bytes that it was kept for."""
    from ingest.readers import Unreadable
    from ingest.sums import sha256_of

    if payload.get("sha256") not in (None, sha256_of(Path(payload["path"]))):
        raise Unreadable("lost", "its bytes in the home are damaged: give the folder that holds it to jixiao build")


def _read(payload: Payload) -> Payload:
    from ingest import readers

    _check(payload)
    data = Path(payload["path"]).read_bytes()
    media_type = payload["media_type"] or readers.sniff(data)
    reader = readers.reader_for(media_type)
    if reader is None:
        raise readers.Unreadable(*readers.refusal(media_type))
    if payload.get("converted"):
        from ingest.readers.doc import read_converted

        document = read_converted(Path(payload["converted"]).read_bytes(), data)
    else:
        document = reader.read(data)
    return {"document": document_to_json(document), "byte_size": len(data)}


def _convert(payload: Payload) -> Payload:
    """DOCX of several DOC or RTF files by one start of LibreOffice: path -> path; those it can't convert are left out."""
    from ingest.readers.doc import convert_batch

    made = convert_batch([Path(path) for path in payload["paths"]], Path(payload["out"]))
    return {"converted": {str(path): str(found) for path, found in made.items() if isinstance(found, Path)}}


def _expand(payload: Payload) -> Payload:
    """The members of an archive, taken out into a folder."""
    from ingest.readers import archive

    _check(payload)
    members = archive.expand(Path(payload["path"]), payload["media_type"], Path(payload["out"]))
    return {"members": [dataclasses.asdict(member) for member in members]}


def _recognise(payload: Payload) -> Payload:
    from ingest.recognisers import recognise

    found = recognise(document_from_json(payload["document"]), payload["sha256"])
    return {
        "recognitions": [
            {
                "identity": row_to_json(part.identity),
                **{name: [row_to_json(row) for row in getattr(part, name)] for name in RECOGNISED},
            }
            for part in found
        ]
    }


def _parse(payload: Payload) -> Payload:
    import hashlib

    read = _read({**payload, "media_type": None})
    sha256 = hashlib.sha256(Path(payload["path"]).read_bytes()).hexdigest()
    return {"sha256": sha256, **read, **_recognise({"document": read["document"], "sha256": sha256})}


_OPERATIONS: dict[str, Handler] = {
    "read": _read,
    "convert": _convert,
    "expand": _expand,
    "recognise": _recognise,
    "parse": _parse,
}


def prepare() -> None:
    """Loads what every task needs, before the first: a broken lexicon is then no file's fault."""
    from ingest import readers, recognisers

    readers.versions()
    recognisers.version()


def handle(payload: Payload) -> Payload:
    """Reads, converts or expands files, recognises a document, or reads and recognises (`parse`): see the functions above."""
    return _OPERATIONS[payload["operation"]](payload)
