"""`error-logging serve`, `web`, `worker` and `migrate`: the processes of an installation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from adapters.inbound.cli import options


@dataclass(frozen=True, slots=True)
class Processes:
    """What the commands start; each runs until it is told to stop and answers its exit code."""

    serve: Callable[[bool], int]
    web: Callable[[bool], int]
    worker: Callable[[bool], int]
    migrate: Callable[[], int]


def process_commands(processes: Processes) -> Sequence[click.Command]:
    """The four commands."""
    return (_serve(processes), _web(processes), _worker(processes), _migrate(processes))


def _serve(processes: Processes) -> click.Command:
    @click.command("serve", short_help="Run everything on this machine.")
    @options.host
    @options.port
    @options.data_dir
    @options.strict
    @click.pass_context
    def serve(context: click.Context, *, strict: bool) -> None:
        """Run everything on this machine: one web and one worker process, watched and restarted.

        The first start makes the data directory, the database and an API token, and says what to do next.
        Stop it with Ctrl-C.

        \b
        Examples:
          error-logging serve
          error-logging serve --host 0.0.0.0 --port 9000 --data-dir /var/lib/error-logging
        """
        context.exit(processes.serve(strict))

    return serve


def _web(processes: Processes) -> click.Command:
    @click.command("web", short_help="Run one web process.")
    @options.host
    @options.port
    @options.data_dir
    @options.strict
    @click.pass_context
    def web(context: click.Context, *, strict: bool) -> None:
        """Run one web process; with PostgreSQL any number may run, with SQLite one."""
        context.exit(processes.web(strict))

    return web


def _worker(processes: Processes) -> click.Command:
    @click.command("worker", short_help="Run one worker process.")
    @options.data_dir
    @options.strict
    @click.pass_context
    def worker(context: click.Context, *, strict: bool) -> None:
        """Run one worker process: it assigns and notifies. With PostgreSQL any number may run, with SQLite one."""
        context.exit(processes.worker(strict))

    return worker


def _migrate(processes: Processes) -> click.Command:
    @click.command("migrate", short_help="Bring the database up to date.")
    @options.data_dir
    @click.pass_context
    def migrate(context: click.Context) -> None:
        """Bring the database to the schema of this version; does nothing where it has it. `serve` does this itself."""
        context.exit(processes.migrate())

    return migrate
