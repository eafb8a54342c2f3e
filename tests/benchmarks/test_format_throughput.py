"""Pages and megabytes per second of each format, printed; the clock decides nothing."""

from __future__ import annotations

import pytest

from tests.benchmarks import format_throughput


@pytest.mark.benchmark
@pytest.mark.parametrize("kind", sorted(format_throughput.FORMATS))
def test_format_throughput(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = format_throughput.files_of(kind)
    if not files:
        pytest.skip(f"no {kind} in the shared material, and none can be made")
    found = list(format_throughput.measurements(kind, files, rounds=3))
    assert all(one.pages for one in found)
    with capsys.disabled():
        print("\n" + format_throughput.table(found))
