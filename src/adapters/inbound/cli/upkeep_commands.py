"""`error-logging backup`, `restore`, `export` and `import`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from adapters.inbound.cli import options
from adapters.inbound.cli.failures import Refused
from adapters.inbound.cli.moments import MOMENT
from application.back_up_store import BackUpStore, BackUpStoreCommand
from application.export_errors import ExportErrors, ExportErrorsCommand
from application.import_errors import ImportErrors, ImportErrorsCommand
from application.ports.stored_errors import Stretch
from application.restore_store import RestoreStore, RestoreStoreCommand

_FILE = click.Path(dir_okay=False, path_type=Path)
_OLD_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

_over = click.option("--force", is_flag=True, help="Lose what FILE holds, where it exists.")

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class UpkeepUseCases:
    """What the commands call."""

    back_up: BackUpStore
    export: ExportErrors
    import_: ImportErrors


def upkeep_commands(
    use_cases: Callable[[], UpkeepUseCases], restore: Callable[[], RestoreStore]
) -> Sequence[click.Command]:
    """The four commands."""
    return (_backup(use_cases), _restore(restore), _export(use_cases), _import(use_cases))


def _backup(use_cases: Callable[[], UpkeepUseCases]) -> click.Command:
    @click.command("backup", short_help="Copy everything into a file.")
    @click.argument("file", type=_FILE)
    @_over
    @options.data_dir
    def backup(file: Path, *, force: bool) -> None:
        """Copy every table, as they are at one moment, into FILE, while all goes on.

        FILE holds the secret of the installation and all that was reported: keep it as you keep the database. It does
        not hold the settings. `error-logging restore` reads it, on SQLite and PostgreSQL alike.

        \b
        Example:
          error-logging backup /backups/errors-$(date +%F).backup
        """
        _refuse_to_lose(file, force=force)
        with _bar("Copying rows") as tell:
            copy = use_cases().back_up.execute(BackUpStoreCommand(file), tell)
        click.echo(f"{file} holds {copy.rows} rows, as they were at {copy.made_at:%Y-%m-%d %H:%M:%S} UTC.")

    return backup


def _restore(restore: Callable[[], RestoreStore]) -> click.Command:
    @click.command("restore", short_help="Fill an empty installation from a backup.")
    @click.argument("file", type=_OLD_FILE)
    @click.option("--force", is_flag=True, help="Lose all that is in the database.")
    @options.data_dir
    def run(file: Path, *, force: bool) -> None:
        """Fill an empty database from FILE, which `error-logging backup` made. Stop web, worker and serve before.

        The file is checked first; then all of it is restored, or nothing. Nobody is told or woken by it: messages
        that waited are not sent, and escalations are due a full interval from now at the earliest.

        \b
        Example:
          error-logging restore /backups/errors-2026-11-24.backup --data-dir /var/lib/error-logging
        """
        with _bar("Restoring rows") as tell:
            done = restore().execute(RestoreStoreCommand(file, force=force), tell)
        click.echo(
            f"Restored. {done.suppressed} messages that waited will not be sent, {done.marks_taken} episodes wait for "
            f"no decision, {done.episodes_postponed} escalate later."
        )

    return run


def _export(use_cases: Callable[[], UpkeepUseCases]) -> click.Command:
    @click.command("export", short_help="Write errors to a file.")
    @click.argument("file", type=_FILE)
    @click.option("--since", type=MOMENT, help="Received from then on (UTC).")
    @click.option("--until", type=MOMENT, help="Received before then (UTC).")
    @click.option("--service", help="Of this service only.")
    @_over
    @options.data_dir
    def export(file: Path, *, since: datetime | None, until: datetime | None, service: str | None, force: bool) -> None:
        """Write errors, each with its pattern, to FILE as lines of JSON; compressed if its name ends with .gz.

        \b
        Example:
          error-logging export november.jsonl.gz --since 2026-11-01 --until 2026-12-01 --service java
        """
        _refuse_to_lose(file, force=force)
        wanted = Stretch(since=since, until=until, service=service)
        with _bar("Writing errors") as tell:
            count = use_cases().export.execute(ExportErrorsCommand(file, wanted), tell)
        click.echo(f"{file} holds {count} errors.")

    return export


def _import(use_cases: Callable[[], UpkeepUseCases]) -> click.Command:
    @click.command("import", short_help="Read archives and exports back.")
    @click.argument("files", type=_OLD_FILE, nargs=-1, required=True)
    @options.data_dir
    @click.pass_context
    def run(context: click.Context, files: Sequence[Path]) -> None:
        """Store the errors of FILES again, which retention archived (ARCHIVE_DIR) or `export` wrote.

        What is stored already stays as it is. Nobody is told, nothing is opened, escalated or counted, and what was
        erased stays erased. Exit code 1 where some lines could not be read.

        \b
        Example:
          error-logging import /var/lib/error-logging/archive/errors-2026-11-*.jsonl.gz
        """
        with _bar("Reading bytes") as tell:
            done = use_cases().import_.execute(ImportErrorsCommand(files), tell)
        click.echo(f"{done.stored} errors stored; {done.known} were stored already, {done.erased} had been erased.")
        if done.unreadable:
            click.echo(f"{done.unreadable} lines could not be used; the first: {done.first_fault}", err=True)
            context.exit(1)

    return run


def _refuse_to_lose(file: Path, *, force: bool) -> None:
    if not force and file.exists():
        raise Refused(f"{file} exists already: name another file, or say --force to lose what it holds")


@contextmanager
def _bar(what: str) -> Iterator[Tell]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
