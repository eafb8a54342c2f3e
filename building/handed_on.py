"""What the steps of one build hand to each other: small JSON files in the home's work folder.

They say what they were made of - the state of staging, the dbt project, thresholds, code, tools - and of which working file they speak,
so that a step run by hand, or again after a failure, never lets pass what nobody judged.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.results import QualityResult
from ingest.staging import write_bytes_atomically

_BUILD = "build"
# what people call the parts that a build is made of; others go by their own name
_CALLED = {
    "staged": "what is staged",
    "versions": "a reader or recogniser",
    "expectations": "the thresholds or guards",
    "dbt_project": "the dbt project",
    "reviews": "a review of a finding",
    "publishing": "the code",
    "building": "the code",
}
_AGAIN = "run the whole job"


class StepOrderError(RuntimeError):
    """A step was run without those before it; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Build:
    """The build under way. `run_at` is UTC, ISO 8601."""

    run_id: str
    run_at: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a step says: its results, and the digest of the working file they are about ("": they are about none)."""

    results: list[QualityResult]
    warehouse: str


@dataclass(frozen=True, slots=True)
class HandedOn:
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
            raise StepOrderError(f"no build is under way in this home: {_AGAIN}")
        return Build(found["run_id"], found["run_at"])

    def done(
        self,
        step: str,
        seconds: float,
        *,
        made_of: Mapping[str, Any] | None = None,
        results: Iterable[QualityResult] = (),
        warehouse: str = "",
    ) -> None:
        """Says that a step is done, what it was made of (as it was before the step began), and with which results."""
        facts = {
            "seconds": seconds,
            "made_of": made_of,
            "results": [asdict(r) for r in results],
            "warehouse": warehouse,
        }
        self._write(step, facts)

    def done_in_part(self, step: str) -> None:
        """Says that only a part of a step was done again: what it said as a whole holds no more."""
        self._write(step, {"in_part": True})

    def judged(self, step: str, made_of: Mapping[str, Any]) -> Judged:
        """What a step says of what is there now. Raises StepOrderError where it wasn't run on that, or not as a whole."""
        found = self._read(step)
        if found is None:
            raise StepOrderError(f"the step {step!r} wasn't run: {_AGAIN}")
        if found.get("in_part"):
            raise StepOrderError(f"only a part of the step {step!r} was run since the last whole build: {_AGAIN}")
        then = found.get("made_of") or {}
        # as JSON gives it back
        now = json.loads(json.dumps(made_of))
        if then != now:
            other = [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
            told = dict.fromkeys(_CALLED.get(name, name.replace("_", " ")) for name in other)
            raise StepOrderError(f"{' and '.join(told)} changed since the step {step!r} was run: {_AGAIN}")
        return Judged([QualityResult(**row) for row in found["results"]], found["warehouse"])

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
