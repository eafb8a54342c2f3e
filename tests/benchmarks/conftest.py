"""Benchmarks run only when asked for by name: `python -m pytest tests/benchmarks -m benchmark -s`."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "benchmark: measures and prints, never judges by the clock; runs only with -m benchmark"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in (config.getoption("markexpr") or ""):
        return
    skipped = pytest.mark.skip(reason="a benchmark: run with -m benchmark")
    for item in items:
        if item.get_closest_marker("benchmark"):
            item.add_marker(skipped)
