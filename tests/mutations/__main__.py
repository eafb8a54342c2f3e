"""Takes constants and rules out in turn and prints those that no test missed.

python -m tests.mutations                                   # all of recognisers and normalisation: hours
python -m tests.mutations --sample 200 --lines 20 --jobs 2  # a share of every file, and lines of the lexicon
python -m tests.mutations ingest/normalize/amounts.py --only ':23 '
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.devnull)

from tests.mutations import accepted
from tests.mutations.running import CODE, TESTS, Options, Tried, as_json, try_all
from tests.support import CHECKOUT


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument(
        "files", nargs="*", type=Path, help="Python files; all recognisers and normalisation by default"
    )
    parser.add_argument("--sample", type=int, help="as many mutations only, of all files")
    parser.add_argument("--lines", type=int, default=0, help="as many lines of the lexicon besides")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="stop starting mutations after this time")
    parser.add_argument("--seconds-each", type=float, default=60.0, help="how long one mutation's tests may take")
    parser.add_argument("--memory", type=Path, help="keep what the first run tells in a file, and take it from there")
    parser.add_argument("--only", default="", help="a pattern of place and change")
    parser.add_argument("--tests", nargs="+", default=list(TESTS))
    parser.add_argument("--all", action="store_true", help="print those that were missed too")
    parser.add_argument("--json", type=Path, help="write everything to a file")
    given = parser.parse_args()
    files = [path.resolve() for path in given.files] or [
        path for folder in CODE for path in sorted((CHECKOUT / folder).rglob("*.py"))
    ]
    known = accepted.read()

    def report(tried: Tried) -> None:
        if tried.outcome in ("survived", "unreached") or given.all:
            reason = known.get(accepted.key(tried.place, tried.what))
            note = f" (accepted: {reason})" if reason else ""
            by = f" by {tried.by}" if tried.by else ""
            print(
                f"{tried.place}: {tried.what}: {tried.outcome}{by}, {tried.tests} of {tried.able} tests{note}",
                flush=True,
            )

    options = Options(
        files,
        given.sample,
        given.seed,
        given.jobs,
        given.seconds,
        given.seconds_each,
        given.lines,
        given.only,
        given.memory,
    )
    runner = try_all(options, report, given.tests)
    counts = Counter(tried.outcome for tried in runner.tried)
    left_out = sum(not told.passed for told in runner.told.values())
    print(
        f"{len(runner.tried)} tried, {counts['killed']} killed, {counts['survived']} survived, {counts['unreached']} reached by no test; "
        f"{runner.left} left for want of time; {len(runner.told)} tests, {left_out} of them fail without any mutation"
    )
    if given.json:
        given.json.write_text(
            json.dumps({"left": runner.left, "tried": list(as_json(runner.tried))}, ensure_ascii=False)
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
