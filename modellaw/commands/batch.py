"""``modellaw batch``: hundreds of jobs, on all cores or on a cluster."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modellaw.commands.options import json_option
from modellaw.errors import ExitCode

if TYPE_CHECKING:
    from modellaw.batch import Outcome, Payload


@click.command("batch")
@click.argument("jobs_file", metavar="JOBS", type=click.Path())
@click.option("-o", "--output", default="", type=click.Path(),
              help="The folder of the results; beside JOBS, <its name>-results, when not said.")  # fmt: skip
@click.option("--jobs", "processes", default=0, type=click.IntRange(0), help="How many processes; 0 is one for each core.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Do the jobs on the Dask cluster at tcp://host:port (extra dask).")
@click.option(
    "--retries", default=2, show_default=True, type=click.IntRange(0), help="How often a job is tried again when its worker dies."
)
@click.option("--force", is_flag=True, help="Do every job, also those whose result is there.")
@json_option
def command(jobs_file: str, output: str, processes: int, scheduler: str, retries: int, force: bool, as_json: bool) -> None:
    """Do the jobs in JOBS (.csv or .toml): adoptions, comparisons, editions.

    The result of each job is a folder of its own, written when it is done; report.json and report.csv say what came of each. A job that
    fails stops no other. Running it again does only what is missing, failed or changed.
    Of a file in a result that somebody changed a copy is kept. Exit code 1 when a job failed.

    \b
    modellaw batch examples/jobs.csv -o results
    modellaw batch examples/jobs.csv -o results --jobs 2 --force
    """
    from modellaw.pools import batch, locally, on_cluster, told
    from modellaw.processes import cores
    from modellaw.readers.jobs import read_jobs

    jobs = read_jobs(jobs_file)
    folder = Path(output) if output else Path(jobs_file).with_name(f"{Path(jobs_file).stem}-results")
    workers = processes or cores()

    def work(payloads: Iterable[Payload]) -> Iterator[Outcome]:
        return on_cluster(payloads, scheduler, retries) if scheduler else locally(payloads, min(workers, len(jobs)), retries)

    saved: list[tuple[Path, Path]] = []
    with _bar(len(jobs), as_json) as step:
        rows, left = batch(jobs, folder, work, force, step, lambda *paths: saved.append(paths))
    for path, copy in saved:
        click.echo(f"{path} was not as it was made: what it was is kept as {copy}", err=True)
    bad = [row for row in rows if row["errors"]]
    if as_json:
        click.echo(json.dumps({"folder": str(folder), "jobs": rows}, ensure_ascii=False))
    else:
        click.echo(f"{len(rows) - len(bad)} of {len(rows)} jobs are done, {left} of them before; the report is in {folder}")
        for row in bad:
            click.echo(f"{click.style('failed', fg='red')}: {row['id']}: {'; '.join(map(told, row['errors']))}", err=True)
    if bad:
        sys.exit(int(ExitCode.FINDINGS))


@contextmanager
def _bar(total: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on stderr that goes on with every job, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("jobs", total=total)
        yield lambda: bar.advance(task)
