"""`jixiao`: build a warehouse, parse one report, explain one figure, say what there is, what to do, what changed.

Exit codes: 0 done (or nothing to do), 1 failed or stopped at the gate, 2 not understood, 130 interrupted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer
import typer.core

from jixiao import interrupts
from jixiao.cli.output import INTERRUPTED, give_up, in_words


class _Commands(typer.core.TyperGroup):
    """Whatever is wrong with a home or the machine reaches a person as one sentence, an interruption as code 130."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        # taken before the command's own parser eats it
        as_json = "--json" in [*ctx._protected_args, *ctx.args]
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            give_up("interrupted", as_json, INTERRUPTED, "interrupted")
        except Exception as error:
            if interrupts.asked() and not isinstance(error, typer.Exit):
                give_up("interrupted", as_json, INTERRUPTED, "interrupted")
            if sentence := in_words(error):
                give_up(sentence, as_json)
            raise


app = typer.Typer(
    name="jixiao",
    cls=_Commands,
    help="A warehouse of what public bodies budgeted, spent and achieved: every figure with its place.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="The result as one JSON document on standard output.")]
Home = Annotated[
    Optional[Path],  # noqa: UP045 - typer evaluates it
    typer.Option(
        "--home", help="The home folder. Default: JIXIAO_HOME, else ./home (./home/samples for the bundled samples)."
    ),
]


@app.command()
def build(
    reports: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(
            help="Files and folders of reports. Default: JIXIAO_REPORTS, else the bundled samples.", show_default=False
        ),
    ] = None,
    home: Home = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--workers",
            help="Processes that read reports. Default: JIXIAO_WORKERS, else one per core.",
            show_default=False,
        ),
    ] = None,
    accept: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            "--accept",
            metavar="SUITE.CHECK[:YEAR]",
            help="Let a critical check pass whose failure the last run showed; for the same offending keys only.",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why it is accepted; published.", show_default=False)] = "",
    accepted_by: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--by", help="Who accepts it; published. Default: the login name.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read the reports that are new, rebuild the warehouse, check it and publish it."""
    from jixiao.cli.accept import Acceptance
    from jixiao.cli.build import run

    run(reports or [], home, workers, as_json, Acceptance(accept or (), reason, accepted_by))


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="One report.")],
    as_json: Json = False,
) -> None:
    """Show the claims of one file, each with its place. Touches no home."""
    from jixiao.cli.parse import run

    run(file, as_json)


@app.command()
def explain(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A fact, claim, indicator row or finding; a unique beginning is enough.")
    ],
    home: Home = None,
    picture: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--picture",
            metavar="PNG",
            help="Draw the page the figure stands on, with the figure boxed, from the originals in the home.",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show every claim behind a published figure, with quote and place."""
    from jixiao.cli.explain import run

    run(identifier, home, as_json, picture)


@app.command()
def status(home: Home = None, as_json: Json = False) -> None:
    """Show what the home holds and what was published last."""
    from jixiao.cli.status import run

    run(home, as_json)


Limit = Annotated[int, typer.Option("--limit", min=0, help="At most so many lines of each kind; 0 for all.")]
Year = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--year", help="One fiscal year alone.", show_default=False),
]


@app.command()
def worklist(
    kind: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--kind", help="codes, unrecognised, quarantine or missing. Default: all four.", show_default=False
        ),
    ] = None,
    year: Year = None,
    limit: Limit = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show what a person can work off: unknown labels, files in quarantine, units that fell silent."""
    from jixiao.cli.worklist import run

    run(home, kind, year, limit, as_json)


@app.command()
def retry(
    files: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[SHA|PATH]...", help="Files in quarantine. Default: all of them.", show_default=False),
    ] = None,
    home: Home = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--workers", help="Processes that read reports. Default: one per core.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read files in quarantine again; the next build publishes what is understood now."""
    from jixiao.cli.retry import run

    run(files or [], home, workers, as_json)


@app.command()
def withdraw(
    report: Annotated[
        str,
        typer.Argument(metavar="REPORT", help="A report id, a file's hash (a unique beginning is enough) or its path."),
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the tombstone.")],
    by: Annotated[Optional[str], typer.Option("--by", help="Who. Default: the login name.", show_default=False)] = None,  # noqa: UP045
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Remove a report that must not be held any more from the home and its releases, and keep it out."""
    from jixiao.cli.withdraw import run

    run(report, reason, by, home, as_json)


@app.command()
def review(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="A finding; a unique beginning is enough.")],
    verdict: Annotated[str, typer.Option("--verdict", help="confirmed, false, or corrected in a later report.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    corrected_in: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--corrected-in", metavar="REPORT", help="The report that corrects it.", show_default=False),
    ] = None,
    by: Annotated[Optional[str], typer.Option("--by", help="Who. Default: the login name.", show_default=False)] = None,  # noqa: UP045
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say whether a finding is true; kept over builds and counted by check."""
    from jixiao.cli.review import run

    run(finding, verdict, reason, corrected_in, by, home, as_json)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A release id, its beginning, published or previous.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The release to compare it with.")],
    change: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--change", help="added, gone or changed. Default: all three.", show_default=False),
    ] = None,
    year: Year = None,
    limit: Limit = 20,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show the facts that were added, went or changed between two releases."""
    from jixiao.cli.diff import run

    run(old, new, home, change, year, limit, as_json)


def main() -> None:
    """The console script."""
    app()


if __name__ == "__main__":
    main()
