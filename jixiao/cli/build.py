"""`jixiao build`: looks whether there is anything to do, and only then starts Dagster on the same job as its schedule."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
import traceback
import warnings
from pathlib import Path
from typing import Any, NoReturn

from building import due, progress
from expectations import process
from ingest.home import Settings, SettingsError
from jixiao import interrupts
from jixiao.cli.accept import Acceptance
from jixiao.cli.output import FAILED, INTERRUPTED, USAGE, Bars, emit_json, figures_text, give_up, in_words, note, say
from jixiao.cli.output import progress as bars_on
from jixiao.cli.told import note_faults, say_failed
from jixiao.explore import checks, list_faults
from publishing import release
from publishing.lock import HomeLocked, home_lock
from publishing.overrides import OverrideError

# a disk with less free than this counts as full
_LEAST_FREE = 1_048_576


def _settings(reports: list[Path], home: Path | None, workers: int | None, as_json: bool) -> Settings:
    try:
        settings = Settings.of(reports, home, workers)
    except SettingsError as error:
        give_up(str(error), as_json, USAGE, "usage")
    for report in settings.reports:
        if not os.path.lexists(report):
            give_up(f"no such file or folder: {report}", as_json, USAGE, "usage")
        if report.is_symlink():
            give_up(
                f"a symbolic link is not followed, give the file or folder itself: {report}", as_json, USAGE, "usage"
            )
        if report == settings.home.root:
            give_up(f"the home can't be its own landing folder: {report}", as_json, USAGE, "usage")
    return settings


def run(
    reports: list[Path], home: Path | None, workers: int | None, as_json: bool, acceptance: Acceptance | None = None
) -> None:
    """The whole command. Ends by typer.Exit with 0, 1 (stopped at the gate, failed, locked), 2 (usage) or 130."""
    settings = _settings(reports, home, workers, as_json)
    os.environ.update(settings.to_environment())
    started = time.monotonic()
    try:
        with home_lock(settings.home.lock), bars_on(as_json) as bars:
            for accepted in acceptance.record(settings.home) if acceptance else ():
                note(f"accepted: {accepted}")
            for line in due.mend(settings.home):
                note(line)
            found = due.look(settings, bars.tell)
            if not as_json:
                for refusal in found.plan.refusals:
                    note(f"refused: {refusal.path}: {refusal.reason}")
            if found.is_nothing_new:
                _finish(
                    "nothing_new", found.published or {}, found, settings, time.monotonic() - started, as_json, bars
                )
                return
            published = _build(settings, bars, as_json)
            if interrupts.asked():
                raise KeyboardInterrupt
            if published is None:
                give_up("the build ended without publishing", as_json)
            unchanged = found.published is not None and published["release_id"] == found.published["release_id"]
            _finish(
                "nothing_new" if unchanged else "published",
                published,
                found,
                settings,
                time.monotonic() - started,
                as_json,
                bars,
            )
    except OverrideError as error:
        give_up(str(error), as_json, USAGE, "usage")
    except HomeLocked as error:
        give_up(str(error), as_json, FAILED, "locked")
    except KeyboardInterrupt:
        give_up(
            "interrupted: what was finished is kept, and the next build carries on", as_json, INTERRUPTED, "interrupted"
        )


def _build(settings: Settings, bars: Bars, as_json: bool) -> dict[str, Any] | None:
    # imported beside Dagster and dbt, which take as long
    process.warm_up(settings.to_environment())
    bars.tell("starting", 0, 1)
    # a log that can't be written is not told as a traceback, which would quote it
    logging.raiseExceptions = False
    try:
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
        try:
            import dagster as dg
        except ModuleNotFoundError as error:
            give_up(f"building needs the extra 'pipeline' (pip install 'jixiao[pipeline]'): {error}", as_json)
        from dagster._core.errors import DagsterExecutionInterruptedError

        from building.dbt_project import DbtFailed
        from dagster_project.failures import is_for_people, sentence
        from dagster_project.jobs import JOB_NAME

        try:
            from dagster_project.definitions import defs

            bars.tell("starting", 1, 1)
            if interrupts.asked():
                raise KeyboardInterrupt
            # An instance in memory: the run's history is kept by `fct_quality_result` and release.json, and a database of
            # events would cost more than half of a small build.
            quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
            with (
                dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance,
                progress.shown_by(bars.tell),
            ):
                defs.resolve_job_def(JOB_NAME).execute_in_process(
                    instance=instance, run_config=quiet, raise_on_error=True
                )
        except dg.Failure as failure:
            told = failure.description or "the build failed"
            if "stopped_by" in failure.metadata:
                give_up(told, as_json, FAILED, "stopped", stopped_by=failure.metadata["stopped_by"].value)
            if interrupts.asked():
                raise KeyboardInterrupt from None
            if is_for_people(failure):
                give_up(_full_disk(settings) or told, as_json)
            _unforeseen(settings, failure, told, as_json)
        except DbtFailed as error:
            # while the definitions are loaded
            if interrupts.asked():
                raise KeyboardInterrupt from None
            give_up(_full_disk(settings) or str(error), as_json)
        except DagsterExecutionInterruptedError:
            raise KeyboardInterrupt from None
        except Exception as error:
            if interrupts.asked():
                raise KeyboardInterrupt from None
            _unforeseen(settings, error, sentence(error), as_json)
    finally:
        process.take({}).close()
    return release.published_release(settings.home)


def _unforeseen(settings: Settings, error: BaseException, told: str, as_json: bool) -> NoReturn:
    """Ends with what is known of an error: in a sentence where it is of the machine (a full disk), else with where its story stands."""
    root = error
    while root.__cause__ is not None:
        root = root.__cause__
    if words := _full_disk(settings) or in_words(root):
        give_up(words, as_json)
    log = settings.home.work / "last_error.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    give_up(f"the build failed: {told}\nThe whole story stands in {log}", as_json)


def _full_disk(settings: Settings) -> str | None:
    """What a failure comes from where the disk is full: tools tell of it in many words, or of what came after it."""
    try:
        full = shutil.disk_usage(settings.home.root).free < _LEAST_FREE
    except OSError:
        return None
    return f"no space left on the disk: {settings.home.root}; what was finished is kept" if full else None


def _finish(
    status: str,
    published: dict[str, Any],
    found: due.Due,
    settings: Settings,
    seconds: float,
    as_json: bool,
    bars: Bars,
) -> None:
    bars.__exit__()
    # what archives held is known only once they were opened
    read = bars.done.get("reading", 0)
    faults = list_faults.faults(settings.home.published)
    if as_json:
        emit_json(
            {
                "status": status,
                "home": settings.home.root,
                "read": read,
                "seconds": round(seconds, 2),
                "refused": [{"path": refusal.path, "reason": refusal.reason} for refusal in found.plan.refusals],
                "failed_checks": _failed_checks(published, found, settings),
                "list_faults": faults,
                "release": published,
            }
        )
        return
    note_faults(faults)
    years = published.get("fiscal_years") or []
    if status == "nothing_new":
        say(
            f"Nothing new: {len(found.plan.sightings)} files seen, none to read. Release {published.get('release_id')} stays. {seconds:.1f} s"
        )
        return
    accepted = published["checks"].get("accepted")
    failed = _failed_checks(published, found, settings)
    planted = sum(1 for row in failed if row["planted"])
    told = "all" if planted == len(failed) else str(planted)
    say(f"Published {published['release_id']} in {seconds:.1f} s")
    say(
        f"  {published['reports']} reports of {published['units']} units, fiscal years {', '.join(map(str, years)) or '-'} "
        f"({read} files read, {len(found.plan.to_recognise)} only recognised again)"
    )
    say(
        f"  {published['claims']} claims, {published['facts']} facts, {published['findings']} findings, {published['unrecognised']} not understood"
    )
    if "figures" in published:
        say(f"  {figures_text(published['figures'])}")
    say(f"  {published['quarantine']} files in quarantine")
    changes = published.get("changes")
    if changes:
        say(
            f"  against {published['previous']}: {changes['added']} facts added, {changes['gone']} gone, {changes['changed']} changed"
        )
    say(
        f"  {published['checks']['failed']} of {published['checks']['judged']} checks failed, "
        + (f"{len(accepted)} critical accepted" if accepted else "none critical")
        + (f"; {told} of them planted in the samples" if planted else "")
    )
    say_failed(failed, settings.home.published / "data_docs" / "index.html")
    say(f"  {settings.home.published / 'warehouse.duckdb'}")


def _failed_checks(published: dict[str, Any], found: due.Due, settings: Settings) -> list[dict[str, Any]]:
    """The checks that failed in what is published; what the bundled samples are made to fail is known where they alone are built."""
    planted = checks.planted_in(settings.planted_checks, found.plan.sightings) if settings.planted_checks else ()
    return checks.failed(settings.home.quality, published, planted)
