"""The command `error-logging serve`: everything on this machine."""

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from bootstrap.data_dir import make_data_dir, only_one, only_one_on_sqlite
from bootstrap.first_start import prepare_in_child
from bootstrap.next_steps import next_steps, program_in_shell, where_token_is
from bootstrap.ports import answers_ready, refuse_taken_address
from bootstrap.settings import Settings
from bootstrap.supervisor import SUPERVISED, Program, Supervisor


def run_serve(settings: Settings, *, strict: bool) -> int:
    """Prepare the installation, then keep a web and a worker process running until told to stop; the exit code.

    Raises:
        AddressUnusable, AlreadyRunning, DirectoryUnusable: before anything was started or changed.
        StoreUnavailable: the store is away.
    """
    storage, web = settings.storage, settings.web
    refuse_taken_address(web.host, web.port)
    new = make_data_dir(storage.data_dir)
    with ExitStack() as held:
        refusal = f"another `error-logging serve` already uses the data directory {storage.data_dir}"
        held.enter_context(only_one(storage.data_dir / "serve.lock", refusal))
        _refuse_running_parts(storage.sqlite_file)
        if new:
            click.echo(f"Made the data directory {storage.data_dir}.")
        token = prepare_in_child(settings, terminal=sys.stdout.isatty())
        click.echo(where_token_is(token, program=program_in_shell(settings)))
        for notice in settings.notices:
            click.echo(f"Note: {notice}.")
        click.echo("Starting one web and one worker process. Ctrl-C stops them.")
        os.environ[SUPERVISED] = "1"
        on_ready = partial(click.echo, next_steps(settings, token))
        return Supervisor(_programs(settings, strict=strict), click.echo, on_ready=on_ready).run()


def _refuse_running_parts(sqlite_file: Path | None) -> None:
    """Raise AlreadyRunning where a web or worker process that somebody else started is at work on the file."""
    for role in ("web", "worker"):
        with only_one_on_sqlite(sqlite_file, role):
            pass


def _programs(settings: Settings, *, strict: bool) -> tuple[Program, Program]:
    host, port = settings.web.host, settings.web.port
    # -P: a directory that holds a file named like one of our modules is no place to take it from.
    ourselves = (sys.executable, "-P", "-m", "bootstrap.main", "--data-dir", str(settings.storage.data_dir))
    flags = ("--strict",) if strict else ()
    return (
        Program(
            "web",
            (*ourselves, "web", "--host", host, "--port", str(port), *flags),
            is_ready=partial(answers_ready, host, port),
        ),
        Program("worker", (*ourselves, "worker", *flags)),
    )
