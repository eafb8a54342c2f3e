"""Mutations that may survive, each with its reason: lines of `accepted.csv`.

A line names a file, the change and the text of the line it is in, so it holds while other lines come and go.
"""

from __future__ import annotations

import csv
from pathlib import Path

from tests.support import CHECKOUT

FILE = Path(__file__).parent / "accepted.csv"
Known = dict[tuple[str, str, str], str]


def read() -> Known:
    """Reasons by file, change and text of the line."""
    with FILE.open(encoding="utf-8", newline="") as handle:
        return {(row["file"], row["what"], row["text"]): row["reason"] for row in csv.DictReader(handle)}


def key(place: str, what: str) -> tuple[str, str, str]:
    name, _, line = place.rpartition(":")
    text = (CHECKOUT / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    return name, what, text.strip()


def is_known(known: Known, place: str, what: str) -> bool:
    return key(place, what) in known
