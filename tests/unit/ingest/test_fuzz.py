"""Damaged, spliced, doubled and noisy reports: nothing breaks, nothing hangs, nothing is claimed that isn't there.

The base texts are the invented reports of this folder, and the shared reports where they are at hand.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.normalize.characters import fold
from ingest.normalize.privacy import mask
from ingest.readers import Unreadable, reader_for
from ingest.recognisers import Recognition, recognise
from ingest.recognisers.output import row_quote
from ingest.records import AttributeRow, ClaimRow, IndicatorRow, UnrecognisedRow
from tests.unit.ingest.reports import REPORTS, SHA, source_text

SECONDS = 2.0
COUNT = 500
SOAK_COUNT = 20_000
# documents above this size are measured, not limited: the limit is for a report, not for any amount of text
LIMITED_CHARACTERS = 60_000

Row = ClaimRow | IndicatorRow | AttributeRow | UnrecognisedRow
Mutation = Callable[[random.Random, str], str]

NOISE = "一二三０９8，,。.;；:：（）()\t\n \u3000\u00a0\u200b\ufeff%％≥≤-—/…×■①⑳万亿元年月人次率分预算支出其中AΩ€🙂\U00020000\x00\x07"
TOKENS = [
    "万元", "其中：", "（", "）", "\n", "\n\n", "\t", "\t\t", "2023年", "12,345.67", "1,2,3", "，，", "。", "分别为", "基本支出",
    "项目支出", "年初预算", "全年执行数", "一、", "（一）", "1.", "①", "99.9%", "绩效目标：", "总分\t100\t96\n", "单位：元", "说明：",
    "填表人：张伟 联系电话：13812345678", "-5万元", "10-20万元", "9" * 30 + "万元", "0", "——", "[bookmark: _GoBack]", "\r\n", "\f",
]  # fmt: skip


@cache
def base_texts() -> tuple[str, ...]:
    texts = [REPORTS[name] for name in sorted(REPORTS)]
    folder = Path(os.environ.get("JIXIAO_SHARED") or Path(__file__).resolve().parents[4] / "shared") / "reports"
    texts += [path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.txt"))]
    return tuple(texts)


def cut(rng: random.Random, text: str) -> str:
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return text[:start] + text[end:] if rng.random() < 0.5 else text[start:end]


def splice(rng: random.Random, text: str) -> str:
    other = rng.choice(base_texts())
    start, end = sorted(rng.randrange(len(other) + 1) for _ in range(2))
    at = rng.randrange(len(text) + 1)
    return text[:at] + other[start:end] + text[at:]


def double(rng: random.Random, text: str) -> str:
    if rng.random() < 0.3:
        return text + text
    start, end = sorted(rng.randrange(len(text) + 1) for _ in range(2))
    return text[:end] + text[start:end] * rng.randint(1, 3) + text[end:]


def sprinkle(rng: random.Random, text: str) -> str:
    characters = list(text)
    for _ in range(rng.randint(1, 60)):
        at = rng.randrange(len(characters) + 1)
        characters[at : at + rng.randint(0, 2)] = [rng.choice(NOISE)]
    return "".join(characters)


def any_unicode(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    points = (
        rng.choice([rng.randrange(0x20, 0x3000), rng.randrange(0x3000, 0xD800), rng.randrange(0xE000, 0x110000)])
        for _ in range(rng.randint(1, 200))
    )
    return text[:at] + "".join(map(chr, points)) + text[at:]


def tokens(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(1, 20)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(TOKENS) * rng.randint(1, 3) + text[at:]
    return text


def shuffle_lines(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    piece = lines[start : start + rng.randint(2, 40)]
    rng.shuffle(piece)
    return "\n".join(lines[:start] + piece + lines[start + len(piece) :])


def rejoin_lines(rng: random.Random, text: str) -> str:
    """Line ends lost or multiplied, tabs lost."""
    return re.sub("[\n\t]", lambda found: rng.choice([found[0], found[0], found[0], "", "\n\n", " "]), text)


def repeat_line(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = (lines[at] or "，") * rng.randint(2, 60)
    return "\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    cut,
    splice,
    double,
    sprinkle,
    any_unicode,
    tokens,
    shuffle_lines,
    rejoin_lines,
    repeat_line,
)


def mutated(seed: int) -> str:
    rng = random.Random(seed)
    text = rng.choice(base_texts())
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(MUTATIONS)(rng, text or " ")
    return text


class Hang(Exception):
    """A document took longer than it may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Break off what takes longer, where the system can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise Hang(f"longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, give_up)
    # processor time would be fairer on a busy machine, but a regular expression that hangs is told by either
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read(data: bytes) -> Document | None:
    reader = reader_for("text/plain")
    assert reader is not None
    try:
        return reader.read(data)
    except Unreadable:
        return None


def check_places(document: Document, found: Recognition) -> None:
    """Every row stands where it says it does, with the words it quotes."""
    blocks = {block.block_no: block for block in document.blocks}
    rows: list[Row] = [*found.claims, *found.indicators, *found.attributes, *found.unrecognised]
    for row in rows:
        assert row.block_no in blocks, row
        text = source_text(document, row)
        assert row.char_start is not None, row
        assert row.char_end is not None, row
        assert 0 <= row.char_start <= row.char_end <= len(text), row
        if row.table_no is None or row.place_kind == "narrative":
            assert any(row.quote == mask(text[at : at + len(row.quote)]) for at in quoted_from(text, row)), row
        else:
            table = blocks[row.block_no].table
            assert table is not None
            assert row.quote == mask(row_quote([cell for cell in table.cells if cell.row_no == row.row_no])), row
    for claim in found.claims:
        assert source_text(document, claim)[claim.char_start : claim.char_end] == claim.amount_text, claim
        # a figure, or the word for nothing
        assert re.search("[0-9无未没零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾]", fold(claim.amount_text)), claim
        assert claim.measure, claim
        assert claim.line_item_code, claim
        assert claim.stated_fiscal_year in (-1, 0) or 1990 <= claim.stated_fiscal_year <= 2100, claim
    for attribute in found.attributes:
        span = source_text(document, attribute)[attribute.char_start : attribute.char_end]
        if attribute.value_number is not None:
            assert mask(span.strip()) == attribute.value_text or attribute.value_text in mask(span), attribute
    for name, kind in (
        ("claim_id", found.claims),
        ("indicator_row_id", found.indicators),
        ("attribute_id", found.attributes),
    ):
        identifiers = [getattr(row, name) for row in kind]
        assert len(set(identifiers)) == len(identifiers), name


def quoted_from(text: str, row: Row) -> Iterator[int]:
    """Where a quote may start: it holds or touches its value, so not far before it."""
    at = text.find(row.quote)
    if at >= 0:
        yield at
        return
    yield from range(max(0, (row.char_start or 0) - len(row.quote) - 1), (row.char_start or 0) + 1)


SHOWN = 5


def check(seed: int) -> float:
    """Read one mutated report; its seconds of processor time."""
    text = mutated(seed)
    data = text.encode("utf-8", errors="surrogatepass")
    started = time.process_time()
    # a machine busy with other work may be slow: the clock on the wall only breaks off, the processor's judges
    with within(SECONDS * 10):
        document = read(data)
        found = recognise(document, SHA) if document is not None else []
    took = time.process_time() - started
    assert took <= SECONDS or len(text) > LIMITED_CHARACTERS, f"{took:.1f} s for {len(text)} characters"
    for part in found:
        assert document is not None
        check_places(document, part)
    return took


def run(seeds: range) -> float:
    """Read mutated reports; the longest one's seconds. All are read: a failure names every seed it happened with."""
    longest = 0.0
    failures: dict[int, Exception] = {}
    for seed in seeds:
        try:
            longest = max(longest, check(seed))
        except Exception as error:
            failures[seed] = error
            if len(failures) == SHOWN:
                break
    if failures:
        seed, first = next(iter(failures.items()))
        first.add_note(
            f"mutated(seed) for seeds {list(failures)}: {sorted({type(e).__name__ for e in failures.values()})}"
        )
        raise first
    return longest


PIECES = 10


@pytest.mark.parametrize("piece", range(PIECES))
def test_mutated_reports_never_break_anything(piece: int) -> None:
    size = COUNT // PIECES
    run(range(piece * size, (piece + 1) * size))


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_many_mutated_reports_never_break_anything() -> None:
    longest = run(range(COUNT, COUNT + SOAK_COUNT))
    print(f"longest of {SOAK_COUNT}: {longest:.2f} s", file=sys.stderr)


# -- one line or one cell as long as a book, and as many lines ---------------------------------------------------------

HEAD = "2023年度清河市云溪区水务局整体支出绩效自评报告\n二、一般公共预算支出情况\n（二）项目支出情况\n"
MEGABYTE = 1_000_000
# what a unit test can afford; the whole megabyte is for `make soak`
LONG = MEGABYTE // 8
UNITS_OF_LINES = {
    "amounts": "河道清淤项目预算50万元，实际支出48万元；",
    "letters": "水",
    "digits": "1",
    "grouped digits": "1,234",
    "years": "2023年",
    "open brackets": "（",
    "amounts in brackets": "预算50万元（其中",
    "targets": "①绩效目标：执行率不低于95%，目标完成98%；",
    "bare targets": "绩效目标：实施开展进行组织",
    "rates": "满意度达到95%，",
    "people": "编制数10人，",
    "spaces": " ",
    "names": "清河市云溪区水务局",
    "quotation marks": '"',
    "phone numbers": "联系电话：0731-28221234 ",
    "bookmarks": "[bookmark: ",
    "circled": "①完成10次",
    "respective": "基本支出、项目支出分别为50万元、",
    "dates": "2024年3月5日",
    "commas": "，",
}


def long_text(unit: str, size: int) -> str:
    return unit * max(1, size // len(unit.encode()))


FRAMES = {
    "line": "{}",
    "cell": "\t项目\n\t{}\n\n\t合计\n\t5\n\n",
    "target": "绩效目标：{}",
    "below its unit": "单位：万元\n基本支出{}",
}
SHORT_LINES = {
    "titles": "水务局整体支出绩效报告\n",
    "paragraphs in cells": "\t水务\n短行\n",
    "rows": "\t甲\t10.5\t11.5\n\n",
    "cells of one row": "\t10.5",
    "tabs": "\t",
    "blank cells": "\t \n\n",
    "blank lines": "\n",
    "headings": "一、基本情况\n",
    "items": "1.河道清淤专项50万元。\n",
}
LONG_LINES = [(kind, "line") for kind in sorted(UNITS_OF_LINES)] + [
    (kind, frame)
    for kind in ("amounts", "grouped digits", "circled", "rates", "letters", "commas")
    for frame in ("cell", "target", "below its unit")
]


def seconds(body: str) -> float:
    """Processor time for a report with such a body; its first claims must stand where they say."""
    text = f"{HEAD}{body}\n三、政府性基金支出情况\n无。\n"
    started = time.process_time()
    with within(60):
        document = read(text.encode())
        assert document is not None
        found = recognise(document, SHA)
    took = time.process_time() - started
    for part in found:
        for claim in part.claims[:200]:
            assert source_text(document, claim)[claim.char_start : claim.char_end] == claim.amount_text
    return took


def check_growth(unit: str, frame: str, size: int) -> None:
    """Four times the text may take four times as long, not sixteen times: that is what a hang grows from."""
    quarter = seconds(frame.replace("{}", long_text(unit, size // 4)))
    whole = seconds(frame.replace("{}", long_text(unit, size)))
    assert whole <= 8 * quarter + SECONDS / 4, f"{quarter:.2f} s for a quarter, {whole:.2f} s for all of it"


@pytest.mark.parametrize(("kind", "frame"), LONG_LINES)
def test_a_very_long_line_takes_no_longer_than_its_length(kind: str, frame: str) -> None:
    assert seconds(FRAMES[frame].replace("{}", long_text(UNITS_OF_LINES[kind], LONG))) <= SECONDS


@pytest.mark.parametrize("kind", sorted(SHORT_LINES))
def test_very_many_lines_take_no_longer_than_their_number(kind: str) -> None:
    assert seconds(long_text(SHORT_LINES[kind], LONG // 2)) <= SECONDS


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "frame"), LONG_LINES)
def test_a_line_of_a_megabyte_takes_no_longer_than_its_length(kind: str, frame: str) -> None:
    check_growth(UNITS_OF_LINES[kind], FRAMES[frame], MEGABYTE)


@pytest.mark.soak
@pytest.mark.parametrize("kind", sorted(SHORT_LINES))
def test_a_megabyte_of_lines_takes_no_longer_than_their_number(kind: str) -> None:
    check_growth(SHORT_LINES[kind], "{}", MEGABYTE // 2)
