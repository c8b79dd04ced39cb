"""`error-logging on-call override` and `time-off`: who takes whose time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.moments import MOMENT, TIME
from adapters.inbound.cli.output import moment, print_json, print_table
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.add_override import AddOverrideCommand
from application.add_time_off import AddTimeOffCommand
from application.remove_override import RemoveOverrideCommand
from application.remove_time_off import RemoveTimeOffCommand

UseCases = Callable[[], OnCallUseCases]

_begin = click.option("--from", "begin", type=MOMENT, metavar=TIME, help="When it begins, in UTC; by default now.")
_end = click.option("--until", "end", type=MOMENT, metavar=TIME, required=True, help="When it ends, in UTC.")


def override_commands(use_cases: UseCases) -> click.Group:
    """The group `on-call override`."""
    group = click.Group("override", help="Spans of a rotation that somebody takes, whoever's turn it is.")
    group.add_command(_add_override(use_cases))
    group.add_command(_list_overrides(use_cases))
    group.add_command(_remove_override(use_cases))
    return group


def time_off_commands(use_cases: UseCases) -> click.Group:
    """The group `on-call time-off`."""
    group = click.Group("time-off", help="When developers are away: nothing is given to them then.")
    group.add_command(_add_time_off(use_cases))
    group.add_command(_list_time_off(use_cases))
    group.add_command(_remove_time_off(use_cases))
    return group


def _add_override(use_cases: UseCases) -> click.Command:
    @click.command("add")
    @click.argument("rotation", metavar="ROTATION_NAME_OR_ID")
    @click.argument("developer", metavar="EMAIL_NAME_OR_ID")
    @_begin
    @_end
    @options.data_dir
    def add(rotation: str, developer: str, begin: datetime | None, end: datetime) -> None:
        """Have a developer take a span of a rotation.

        \b
        Example:
          error-logging on-call override add Backend Ben --from 2026-12-24T08:00 --until 2026-12-27T08:00
        """
        command = AddOverrideCommand(rotation=rotation, developer=developer, begin=begin, end=end)
        added = use_cases().add_override.execute(command)
        override, name = added.override, developer if added.developer is None else added.developer.name
        click.echo(f"{name!r} takes it from {moment(override.begin)} until {moment(override.end)} ({override.id}).")

    return add


def _list_overrides(use_cases: UseCases) -> click.Command:
    @click.command("list")
    @click.argument("rotation", metavar="ROTATION_NAME_OR_ID")
    @options.as_json
    @options.data_dir
    def list_overrides(rotation: str, *, as_json: bool) -> None:
        """Show the overrides of a rotation that have not ended."""
        found = [
            (one.override, "-" if one.developer is None else one.developer.name)
            for one in use_cases().list_overrides.execute(rotation)
        ]
        if as_json:
            print_json(
                [
                    {"id": one.id, "developer": name, "from": one.begin, "until": one.end, "created_by": one.created_by}
                    for one, name in found
                ]
            )
            return
        print_table(
            ["Developer", "From", "Until", "Made by", "Id"],
            [[name, moment(one.begin), moment(one.end), one.created_by, str(one.id)] for one, name in found],
            empty="There are none. Add one: error-logging on-call override add ROTATION DEVELOPER --until TIME",
        )

    return list_overrides


def _remove_override(use_cases: UseCases) -> click.Command:
    @click.command("remove")
    @click.argument("rotation", metavar="ROTATION_NAME_OR_ID")
    @click.argument("override_id", metavar="ID", type=click.UUID)
    @options.data_dir
    def remove(rotation: str, override_id: UUID) -> None:
        """Take an override back; its id is shown by `override list`."""
        use_cases().remove_override.execute(RemoveOverrideCommand(rotation=rotation, override_id=override_id))
        click.echo("It is as if there had been none.")

    return remove


def _add_time_off(use_cases: UseCases) -> click.Command:
    @click.command("add")
    @click.argument("developer", metavar="EMAIL_NAME_OR_ID")
    @_begin
    @_end
    @click.option("--reason", help="Why; everybody with a token can read it.")
    @options.data_dir
    def add(developer: str, begin: datetime | None, end: datetime, reason: str | None) -> None:
        """Give a developer nothing for a while.

        \b
        Example:
          error-logging on-call time-off add Ben --from 2026-12-24 --until 2027-01-02
        """
        command = AddTimeOffCommand(developer=developer, begin=begin, end=end, reason=reason)
        added = use_cases().add_time_off.execute(command)
        click.echo(f"{developer!r} is away from {moment(added.begin)} until {moment(added.end)} ({added.id}).")

    return add


def _list_time_off(use_cases: UseCases) -> click.Command:
    @click.command("list")
    @click.argument("developer", metavar="EMAIL_NAME_OR_ID")
    @options.as_json
    @options.data_dir
    def list_time_off(developer: str, *, as_json: bool) -> None:
        """Show a developer's time off that has not ended."""
        found = use_cases().list_time_off.execute(developer)
        if as_json:
            print_json([{"id": one.id, "from": one.begin, "until": one.end, "reason": one.reason} for one in found])
            return
        print_table(
            ["From", "Until", "Reason", "Id"],
            [[moment(one.begin), moment(one.end), one.reason or "-", str(one.id)] for one in found],
            empty="There is none. Add some: error-logging on-call time-off add DEVELOPER --until TIME",
        )

    return list_time_off


def _remove_time_off(use_cases: UseCases) -> click.Command:
    @click.command("remove")
    @click.argument("developer", metavar="EMAIL_NAME_OR_ID")
    @click.argument("time_off_id", metavar="ID", type=click.UUID)
    @options.data_dir
    def remove(developer: str, time_off_id: UUID) -> None:
        """Take time off back; its id is shown by `time-off list`."""
        use_cases().remove_time_off.execute(RemoveTimeOffCommand(developer=developer, time_off_id=time_off_id))
        click.echo(f"{developer!r} is there.")

    return remove
