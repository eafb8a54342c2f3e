"""Mutations that may survive, each with its reason: lines of `accepted.csv`.

A line names a file, the change and the text of the line it is in, so it holds while other lines come and go.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import CHECKOUT

if TYPE_CHECKING:
    from tests.mutations.running import Tried

FILE = Path(__file__).parent / "accepted.csv"
Known = dict[tuple[str, str, str], str]


def read() -> Known:
    with FILE.open(encoding="utf-8", newline="") as handle:
        return {(row["file"], row["what"], row["text"]): row["reason"] for row in csv.DictReader(handle)}


def key(tried: Tried) -> tuple[str, str, str]:
    name, _, line = tried.place.rpartition(":")
    text = (CHECKOUT / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    return name, tried.what, text.strip()


def reason(known: Known, tried: Tried) -> str | None:
    return known.get(key(tried))
