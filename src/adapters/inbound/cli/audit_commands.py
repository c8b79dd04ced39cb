"""`error-logging audit`: what staff did."""

from collections.abc import Callable
from dataclasses import dataclass

import click
from rich.console import Console
from rich.progress import Progress as RichProgress
from rich.progress import TaskID

from adapters.inbound.cli import options
from adapters.inbound.cli.output import moment, print_json, print_table
from application.check_audit_log import CheckAuditLog
from application.find_audit_entries import LARGEST_PAGE, FindAuditEntries, FindAuditEntriesQuery
from domain.audit import AuditEntry

_LONG = 5_000
"""Entries from which on somebody who waits is shown how far it is."""


@dataclass(frozen=True, slots=True)
class AuditUseCases:
    """What the commands call."""

    find: FindAuditEntries
    check: CheckAuditLog


def audit_commands(use_cases: Callable[[], AuditUseCases]) -> click.Group:
    """The group `audit`."""
    group = click.Group(
        "audit",
        help="What staff did, by API and command line: show it, and check that nothing was changed afterwards.",
        short_help="What staff did.",
    )
    group.add_command(_list(use_cases))
    group.add_command(_verify(use_cases))
    return group


def _list(use_cases: Callable[[], AuditUseCases]) -> click.Command:
    @click.command("list")
    @click.option(
        "--limit", type=click.IntRange(1, LARGEST_PAGE), default=50, show_default=True, help="How many at the most."
    )
    @options.as_json
    @options.data_dir
    def list_entries(*, limit: int, as_json: bool) -> None:
        """Show the newest entries of the audit log."""
        entries = use_cases().find.execute(FindAuditEntriesQuery(limit=limit)).entries
        if as_json:
            print_json([_as_dict(number, entry) for number, entry in entries])
            return
        print_table(
            ["Number", "When", "Who", "What", "To what", "Detail"],
            [_row(number, entry) for number, entry in entries],
            empty="Nobody has changed anything. `error-logging token create you` would be the first entry.",
        )

    return list_entries


def _verify(use_cases: Callable[[], AuditUseCases]) -> click.Command:
    @click.command("verify")
    @options.data_dir
    def verify() -> None:
        """Check the whole audit log: every entry is chained by a hash to the one before.

        Ends with exit code 1 where an entry was changed, one is missing, or the end was cut off.
        """
        console = Console(stderr=True)
        with RichProgress(console=console, transient=True, disable=not console.is_terminal) as progress:
            count = use_cases().check.execute(_Bar(progress).advance)
        click.echo("The audit log is empty." if count == 0 else f"The audit log is whole: {count} entries.")

    return verify


class _Bar:
    """A bar on the terminal's standard error, once it is known that there is much to read."""

    def __init__(self, progress: RichProgress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def advance(self, read: int, last: int) -> None:
        """Show how far it is."""
        if self._task is None and last >= _LONG:
            self._task = self._progress.add_task("Reading", total=last)
        if self._task is not None:
            self._progress.update(self._task, completed=read)


def _row(number: int, entry: AuditEntry) -> list[str]:
    detail = ", ".join(f"{name}: {value}" for name, value in entry.detail.items())
    return [str(number), moment(entry.at), entry.actor, entry.action, entry.subject, detail or "-"]


def _as_dict(number: int, entry: AuditEntry) -> dict[str, object]:
    return {
        "number": number,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "detail": dict(entry.detail),
    }
