"""`error-logging developer`: who is asked to mend things."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.developer_details import (
    developer_as_dict,
    developer_row,
    on_call_in_words,
    show_command,
)
from adapters.inbound.cli.moments import MOMENT, TIME
from adapters.inbound.cli.output import print_json, print_table
from adapters.inbound.cli.preferences_command import preferences_command, reached_by, warn_of_reach
from application.check_reach import CheckReach
from application.create_developer import CreateDeveloper, CreateDeveloperCommand
from application.list_developers import ListDevelopers
from application.remove_developer import OpenEpisodes, RemoveDeveloper, RemoveDeveloperCommand
from application.set_on_call import SetOnCall, SetOnCallCommand
from application.show_developer import ShowDeveloper
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from domain.developer import EVERY_SERVICE, Developer
from domain.severity import Severity

_SEVERITIES = click.Choice([*map(str, Severity)], case_sensitive=False)
_ADDRESSES = ("email", "phone", "slack_id", "time_zone")
_TAKEN_AWAY = " '' takes it away."


@dataclass(frozen=True, slots=True)
class DeveloperUseCases:
    """What the commands call."""

    create: CreateDeveloper
    list: ListDevelopers
    update: UpdateDeveloper
    remove: RemoveDeveloper
    set_on_call: SetOnCall
    reach: CheckReach
    show: ShowDeveloper


def developer_commands(use_cases: Callable[[], DeveloperUseCases]) -> click.Group:
    """The group `developer`."""
    group = click.Group(
        "developer",
        help="The people who are asked to mend errors: add, list, change and remove them.",
        short_help="The people who are asked to mend errors.",
    )
    group.add_command(_add(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(show_command(lambda: use_cases().show))
    group.add_command(_update(use_cases))
    group.add_command(_on_call(use_cases))
    group.add_command(preferences_command(lambda: _preferring(use_cases())))
    group.add_command(_remove(use_cases))
    return group


def _preferring(able: DeveloperUseCases) -> tuple[UpdateDeveloper, CheckReach]:
    return able.update, able.reach


def _add(use_cases: Callable[[], DeveloperUseCases]) -> click.Command:
    @click.command("add")
    @click.option("--name", required=True, help="How the person is shown.")
    @click.option("--email", help="Where mail is sent to; who has no phone or Slack id either is told of nothing.")
    @click.option(
        "--service", "services", multiple=True, default=[EVERY_SERVICE], show_default=True,
        help="A service that the person knows; give it several times, or '*' for every one.",
    )  # fmt: skip
    @click.option(
        "--min-severity", type=_SEVERITIES, default=Severity.INFO.value, show_default=True, help="The least taken."
    )
    @click.option("--on-call", is_flag=True, help="Is asked first.")
    @reached_by()
    @options.data_dir
    def add(*, services: tuple[str, ...], min_severity: str, **said: Any) -> None:
        """Add a developer; open problems that nobody owns are given out again.

        \b
        Examples:
          error-logging developer add --name Anna --email anna@example.org
          error-logging developer add --name Ben --email ben@example.org \\
              --service laravel --service java --min-severity high --on-call
        """
        command = CreateDeveloperCommand(services=frozenset(services), min_severity=Severity(min_severity), **said)
        developer = (able := use_cases()).create.execute(command)
        click.echo(f"Added {developer.name!r} ({developer.id}), who {_knows(developer)}.")
        warn_of_reach(able.reach, developer)

    return add


def _list(use_cases: Callable[[], DeveloperUseCases]) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_developers(*, as_json: bool) -> None:
        """Show all developers, those who are given nothing too, but not who was removed."""
        found = use_cases().list.execute()
        if as_json:
            print_json([developer_as_dict(one, on_call_now=one.id in found.on_call) for one in found.developers])
            return
        print_table(
            ["Name", "Email", "Also by", "Services", "Takes", "On call", "Active", "Last asked", "Id"],
            [developer_row(developer, on_call_now=developer.id in found.on_call) for developer in found.developers],
            empty="There are no developers. Add one: error-logging developer add --name Anna --email anna@example.org",
        )

    return list_developers


def _update(use_cases: Callable[[], DeveloperUseCases]) -> click.Command:
    @click.command("update")
    @click.argument("which", metavar="EMAIL_NAME_OR_ID")
    @click.option("--name", help="How the person is shown.")
    @click.option("--email", help=f"Where mail is sent to.{_TAKEN_AWAY}")
    @click.option("--service", "services", multiple=True, help="Replaces all services; may be given several times.")
    @click.option("--min-severity", type=_SEVERITIES, help="The least taken.")
    @click.option("--on-call/--not-on-call", default=None, help="Whether asked first.")
    @click.option("--active/--inactive", default=None, help="Whether asked at all.")
    @reached_by(_TAKEN_AWAY)
    @options.data_dir
    def update(which: str, services: tuple[str, ...], min_severity: str | None, **changes: Any) -> None:
        """Change what is named; the rest stays as it is.

        \b
        Examples:
          error-logging developer update anna@example.org --on-call
          error-logging developer update Ben --service laravel --service java
          error-logging developer update Ben --phone ''
        """
        if not services and min_severity is None and all(value is None for value in changes.values()):
            raise click.UsageError("nothing to change: say what, as --email ben@example.org")
        gone = {name for name in _ADDRESSES if changes[name] == ""}
        left: dict[str, Any] = {name: None if name in gone else value for name, value in changes.items()}
        command = UpdateDeveloperCommand(
            which=which,
            services=frozenset(services) or None,
            min_severity=None if min_severity is None else Severity(min_severity),
            no_email="email" in gone,
            without=frozenset(gone - {"email"}),
            **left,
        )
        developer = (able := use_cases()).update.execute(command)
        click.echo(f"Changed {developer.name!r} ({developer.id}), who {_knows(developer)}.")
        warn_of_reach(able.reach, developer)

    return update


def _on_call(use_cases: Callable[[], DeveloperUseCases]) -> click.Command:
    @click.command("on-call")
    @click.argument("which", metavar="EMAIL_NAME_OR_ID")
    @click.option("--off", is_flag=True, help="Take the person off call.")
    @click.option("--from", "begin", type=MOMENT, metavar=TIME, help="When it begins, in UTC; by default now.")
    @click.option("--until", "end", type=MOMENT, metavar=TIME, help="When it ends, in UTC; by default never.")
    @options.data_dir
    def on_call(which: str, off: bool, begin: datetime | None, end: datetime | None) -> None:  # noqa: FBT001
        """Say when a developer is asked before the others.

        \b
        Examples:
          error-logging developer on-call Ben
          error-logging developer on-call Ben --from 2026-12-01T18:00 --until 2026-12-02T08:00
          error-logging developer on-call Ben --off
        """
        command = SetOnCallCommand(which=which, on_call=not off, begin=begin, end=end)
        developer = use_cases().set_on_call.execute(command)
        click.echo(f"{developer.name!r} ({developer.id}) is {on_call_in_words(developer)}.")

    return on_call


def _remove(use_cases: Callable[[], DeveloperUseCases]) -> click.Command:
    @click.command("remove")
    @click.argument("which", metavar="EMAIL_NAME_OR_ID")
    @click.option(
        "--open-episodes", type=click.Choice([*map(str, OpenEpisodes)]), default=OpenEpisodes.REFUSE.value,
        show_default=True, help="Whether others are given what the person still owns.",
    )  # fmt: skip
    @options.data_dir
    def remove(which: str, open_episodes: str) -> None:
        """Remove a developer, for good; the name stays for what is on record.

        `developer update WHICH --inactive` only stops giving the person anything, and can be taken back.

        \b
        Example:
          error-logging developer remove anna@example.org --open-episodes reassign
        """
        command = RemoveDeveloperCommand(which=which, open_episodes=OpenEpisodes(open_episodes))
        removed = use_cases().remove.execute(command)
        click.echo(f"{removed.developer.name!r} ({removed.developer.id}) is asked no more.")
        if removed.open_episodes:
            click.echo(f"Others are given the {removed.open_episodes} open episodes that this person owned.")

    return remove


def _knows(developer: Developer) -> str:
    if not developer.active:
        return "is not active"
    if EVERY_SERVICE in developer.services:
        return "is asked about every service"
    return f"is asked about {', '.join(sorted(developer.services)) or 'no service'}"
