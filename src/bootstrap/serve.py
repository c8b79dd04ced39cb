"""The command `error-logging serve`: everything on this machine."""

import os
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from application.ports.store_errors import StoreUnavailable
from bootstrap.data_dir import make_data_dir, only_one, only_one_on_sqlite
from bootstrap.first_start import PREPARE, prepare_in_child
from bootstrap.next_steps import FirstToken, next_steps, program_in_shell, where_token_is
from bootstrap.ports import answers_ready, refuse_taken_address
from bootstrap.settings import Settings
from bootstrap.supervisor import SUPERVISED, Program, Supervisor


def run_serve(settings: Settings, *, strict: bool) -> int:
    """Prepare the installation, then keep a web and a worker process running until told to stop; the exit code.

    Raises:
        AddressUnusable, AlreadyRunning, DirectoryUnusable: before anything was started or changed.
        FirstStartFailed, DataRefused: the store cannot be prepared. One that is away is prepared when it is back.
    """
    storage, web = settings.storage, settings.web
    # Every child reads the settings by itself: what options of this command line said must hold for all of them.
    os.environ.update({"HOST": web.host, "PORT": str(web.port), "DATA_DIR": str(storage.data_dir)})
    refuse_taken_address(web.host, web.port)
    new = make_data_dir(storage.data_dir)
    with ExitStack() as held:
        refusal = f"another `error-logging serve` already uses the data directory {storage.data_dir}"
        held.enter_context(only_one(storage.data_dir / "serve.lock", refusal))
        _refuse_running_parts(storage.sqlite_file)
        if new:
            click.echo(f"Made the data directory {storage.data_dir}.")
        token = _prepared(settings)
        for notice in settings.notices:
            click.echo(f"Note: {notice}.")
        click.echo("Starting one web and one worker process. Ctrl-C stops them.")
        os.environ[SUPERVISED] = "1"
        on_ready = partial(click.echo, next_steps(settings, token))
        return Supervisor(_programs(settings, strict=strict), click.echo, on_ready=on_ready).run()


def _prepared(settings: Settings) -> FirstToken | None:
    program = program_in_shell(settings)
    try:
        token = prepare_in_child(settings, terminal=sys.stdout.isatty())
    except StoreUnavailable as away:
        os.environ[PREPARE] = "1"
        click.echo(f"Note: the database cannot be used: {away}. It is asked again until it can, and posts are")
        click.echo(f"answered with 503 until then. To know more: {program} doctor")
        return None
    click.echo(where_token_is(token, program=program))
    return token


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
