"""What the steps of one build hand to each other: small JSON files in the home's work folder.

They say for which state of staging they were made, so that a step run by hand, or again after a failure, never mixes
the results of one build with the data of another.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.results import QualityResult
from ingest.staging import write_bytes_atomically

_BUILD = "build"


class StepOrderError(RuntimeError):
    """A step was run without those before it; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Build:
    """The build under way. `run_at` is UTC, ISO 8601; `staged` the digest of staging once rows are recognised."""

    run_id: str
    run_at: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The step files of one home."""

    folder: Path

    def start(self, run_id: str, run_at: str) -> Build:
        """Begins a build and forgets the one before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._write(_BUILD, {"run_id": run_id, "run_at": run_at})
        return Build(run_id, run_at)

    def build(self) -> Build:
        """The build that was begun. Raises StepOrderError where none was."""
        found = self._read(_BUILD)
        if found is None:
            raise StepOrderError("no build is under way in this home: run the whole job")
        return Build(found["run_id"], found["run_at"])

    def done(self, step: str, staged: str, seconds: float, results: Iterable[QualityResult] = ()) -> None:
        """Says that a step is done, for which state of staging, and with which results."""
        self._write(step, {"staged": staged, "seconds": seconds, "results": [asdict(r) for r in results]})

    def results(self, step: str, staged: str) -> list[QualityResult]:
        """The quality results of a step. Raises StepOrderError where it wasn't run on this state of staging."""
        found = self._read(step)
        if found is None or found["staged"] != staged:
            raise StepOrderError(f"the step {step!r} wasn't run on what is staged now: run the whole job")
        return [QualityResult(**row) for row in found["results"]]

    def seconds(self) -> dict[str, float]:
        """How long each step took that was done so far."""
        found = {path.stem: self._read(path.stem) or {} for path in sorted(self.folder.glob("*.json"))}
        return {step: float(facts["seconds"]) for step, facts in found.items() if "seconds" in facts}

    def _read(self, step: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self.folder / f"{step}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found

    def _write(self, step: str, facts: dict[str, Any]) -> None:
        body = json.dumps(facts, ensure_ascii=False).encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        write_bytes_atomically(self.folder / f"{step}.json", lambda aside: _write_bytes(aside, body))


def _write_bytes(path: Path, body: bytes) -> None:
    path.write_bytes(body)
