"""`error-logging job`: what runs by a schedule."""

import getpass
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_table
from application.job import Progress as Tell
from application.list_jobs import ListedJob, ListJobs
from application.run_job_by_hand import RunJobByHand, RunJobByHandCommand
from domain.job_run import JobName, JobOutcome, JobRun

_ACTOR = "command line"


@dataclass(frozen=True, slots=True)
class JobUseCases:
    """What the commands call."""

    list: ListJobs
    run: RunJobByHand


def job_commands(use_cases: Callable[[], JobUseCases]) -> click.Group:
    """The group `job`."""
    group = click.Group(
        "job",
        help="What runs by a schedule: look at it, and run it by hand.",
        short_help="What runs by a schedule.",
    )
    group.add_command(_list(use_cases))
    group.add_command(_run(use_cases))
    return group


def _list(use_cases: Callable[[], JobUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_jobs(*, as_json: bool) -> None:
        """Show each job's schedule, its last run, and when it is due next.

        Schedules are settings, such as JOB_GENERATE_DAILY_SUMMARY="daily 07:30", in the zone JOB_TIME_ZONE.
        """
        jobs = use_cases().list.execute()
        if as_json:
            print_json([_as_dict(job) for job in jobs])
            return
        print_table(["Job", "Schedule", "Next", "Last run", "Outcome"], [_row(job) for job in jobs], empty="")

    return list_jobs


def _run(use_cases: Callable[[], JobUseCases]) -> click.Command:
    @click.command("run")
    @click.argument("name", type=click.Choice([*map(str, JobName)]))
    @options.data_dir
    def run(name: str) -> None:
        """Run a job now, in this process, and show how far it is.

        Its schedule goes on as before: running a job twice changes nothing the second time.

        \b
        Example:
          error-logging job run clean-old-error-logs
        """
        command = RunJobByHandCommand(name=name, actor=_ACTOR, worker=_this_process())
        with _shown_progress(name) as progress:
            ended = use_cases().run.execute(command, progress)
        if ended.outcome is not JobOutcome.DONE:
            raise click.ClickException(f"{name} failed: {ended.failure}")
        click.echo(f"{name} is done: {_counted(ended)}.")

    return run


@contextmanager
def _shown_progress(name: str) -> Iterator[Tell]:
    """On standard error, and only where that is a terminal, so that standard output holds nothing but the result."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as shown:
        task = shown.add_task(name, total=None)

        def tell(done: int, total: int | None) -> None:
            shown.update(task, completed=done, total=total)

        yield tell


def _this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()} {_user()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A user without a name, as in containers.
        return str(os.getuid())


def _counted(run: JobRun) -> str:
    counts = [f"{name.replace('_', ' ')}: {count:,}" for name, count in run.counts.items()]
    return ", ".join(counts) or "there was nothing to do"


def _row(job: ListedJob) -> list[str]:
    run = job.last_run
    return [
        job.name.value,
        job.schedule or "off",
        moment(job.next_at),
        "never" if run is None else moment(run.started_at),
        "-" if run is None else _outcome(run),
    ]


def _outcome(run: JobRun) -> str:
    if run.outcome is None:
        return run.state
    return f"failed: {run.failure}" if run.outcome is JobOutcome.FAILED else f"done ({_counted(run)})"


def _as_dict(job: ListedJob) -> dict[str, object]:
    run = job.last_run
    return {
        "name": job.name,
        "schedule": job.schedule,
        "next_at": job.next_at,
        "last_run": None
        if run is None
        else {
            "id": run.id,
            "state": run.state,
            "slot": run.slot,
            "started_at": run.started_at,
            "ended_at": run.ended_at,
            "tries": run.tries,
            "counts": run.counts,
            "failure": run.failure,
        },
    }
