"""Strategies for figures as these reports write them: any value, in any of the styles seen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st

# the same examples in every run, however slow the machine
settings.register_profile("ingest", deadline=None, derandomize=True, max_examples=150, database=None)
PROPERTY = settings.get_profile("ingest")

WIDE = str.maketrans("0123456789.,-%()", "０１２３４５６７８９．，－％（）")
YUAN_IN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}


@dataclass(frozen=True, slots=True)
class Written:
    """A value and one way to write it."""

    value: Decimal
    text: str


@st.composite
def decimals(draw: st.DrawFn, largest: int = 10**9) -> Decimal:
    """Figures of up to four decimal places, trailing zeros as written."""
    places = draw(st.integers(0, 4))
    return Decimal(draw(st.integers(0, largest))).scaleb(-places)


@st.composite
def written(draw: st.DrawFn, signed: bool = False) -> Written:
    """A figure with or without thousands commas, half- or full-width, perhaps negative."""
    value = draw(decimals())
    text = f"{value:,}" if draw(st.booleans()) else f"{value:f}"
    if signed and draw(st.booleans()):
        value, text = -value, draw(st.sampled_from("-负－−")) + text
    if draw(st.booleans()):
        text = text.translate(WIDE)
    return Written(value, text)
