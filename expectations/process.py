"""Great Expectations in a process of its own, started while the rest of a build still works.

Importing it takes longer than everything it then does. On two cores that import costs nothing if it happens beside
ingestion and dbt; in one process it would be the longest step of a small build. The process is this module run with
`python -m`: it gets questions as JSON lines and answers them, and ends with its parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from expectations.results import QualityResult
from ingest.confined import die_with_parent

HANDOVER = "handover"
MARTS = "marts"
_PATIENCE_SECONDS = 3_600.0


class ValidationFailed(RuntimeError):
    """The guards of a suite could not judge; the message says why."""


class ValidatorDied(ValidationFailed):
    """The validating process ended or fell silent: a new one may do better. The message is its last line."""


class Validator:
    """One validating process, started by the first `warm` or `begin`, ended by `close`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._told = bytearray()
        self._errors: IO[bytes] | None = None
        self._asked: list[str] = []
        self._answers: dict[str, list[QualityResult]] = {}

    def warm(self) -> None:
        """Starts the process, so that it has its imports behind it when it is asked."""
        if self._process is not None:
            return
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        root = Path(__file__).resolve().parents[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "expectations.process", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
            env={
                **os.environ,
                **self._environment,
                "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
            },
            cwd=root,
            start_new_session=True,
        )

    def begin(
        self,
        suite: str,
        run_id: str,
        run_at: str,
        *,
        home: Path,
        warehouse: Path | None = None,
        previous: Path | None = None,
    ) -> None:
        """Asks for a suite's results; `finish` waits for them."""
        self.warm()
        question = {
            "suite": suite,
            "run_id": run_id,
            "run_at": run_at,
            "home": str(home),
            "warehouse": str(warehouse) if warehouse else None,
            "previous": str(previous) if previous else None,
        }
        self._answers.pop(suite, None)
        assert self._process is not None and self._process.stdin is not None
        try:
            self._process.stdin.write((json.dumps(question) + "\n").encode())
        except OSError:
            raise self._failure() from None
        self._asked.append(suite)

    def has_begun(self, suite: str) -> bool:
        """Whether a suite was asked for and not yet fetched."""
        return suite in self._asked or suite in self._answers

    def finish(self, suite: str) -> list[QualityResult]:
        """The results of a suite that was begun, in its own order. Raises ValidationFailed and ends the process."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while suite not in self._answers:
            answer: dict[str, Any] = json.loads(self._line(deadline))
            asked = self._asked.pop(0)
            if "error" in answer:
                self.close()
                raise ValidationFailed(f"suite {asked}: {answer['error']}")
            self._answers[asked] = [QualityResult(**row) for row in answer["results"]]
        return self._answers.pop(suite)

    def _line(self, deadline: float) -> bytes:
        if self._process is None or self._process.stdout is None:
            raise ValidatorDied("the suite was never begun")
        while b"\n" not in self._told:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._process.stdout.fileno(), 65_536) if ready else b""
            if not chunk:
                raise self._failure()
            self._told += chunk
        line, _, rest = bytes(self._told).partition(b"\n")
        self._told[:] = rest
        return line

    def _failure(self) -> ValidatorDied:
        told = ""
        if self._errors is not None:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            told = lines[-1] if lines else ""
        self.close()
        return ValidatorDied(told or "the validating process ended without a word")

    def close(self) -> None:
        """Ends the process, whatever it does."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self._process = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None
        self._told.clear()
        self._asked.clear()
        self._answers.clear()


_warmed: list[Validator] = []


def warm_up(environment: dict[str, str]) -> None:
    """Starts a validating process before anyone needs it: the next `take` gives it out."""
    validator = Validator(environment)
    validator.warm()
    _warmed.append(validator)


def take(environment: dict[str, str]) -> Validator:
    """The validating process that was warmed up, or a new one that starts when it is asked."""
    return _warmed.pop() if _warmed else Validator(environment)


def _answer(question: dict[str, Any]) -> list[QualityResult]:
    from expectations import run

    if question["suite"] == HANDOVER:
        return run.validate_handover(Path(question["home"]), question["run_id"], question["run_at"])
    previous = question["previous"]
    return run.validate_marts(
        Path(question["warehouse"]), Path(previous) if previous else None, question["run_id"], question["run_at"]
    )


def _serve(parent: int) -> None:
    die_with_parent(parent)
    # what a library prints must not get between the answers
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import great_expectations
    import great_expectations.expectations  # noqa: F401

    for line in sys.stdin:
        try:
            body: dict[str, Any] = {"results": [asdict(result) for result in _answer(json.loads(line))]}
        except Exception as error:
            body = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(body, ensure_ascii=False) + "\n")
        answers.flush()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
