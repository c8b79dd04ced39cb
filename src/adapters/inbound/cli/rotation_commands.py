"""`error-logging on-call rotation`: who takes turns."""

from collections.abc import Callable
from datetime import datetime, time

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.output import print_json, print_table
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.create_rotation import CreateRotationCommand
from application.find_rotations import RotationDetail
from application.remove_rotation import RemoveRotationCommand
from domain.developer import EVERY_SERVICE
from domain.on_call.rotation import MOST_WEEKS, Weekday

_DAY = click.DateTime(["%Y-%m-%d"])
_TIME_OF_DAY = click.DateTime(["%H:%M"])
_WEEKDAYS = click.Choice([*map(str, Weekday)], case_sensitive=False)

UseCases = Callable[[], OnCallUseCases]

_weekday = click.option(
    "--weekday", type=_WEEKDAYS, default=Weekday.MONDAY.value, show_default=True, help="When it is handed over."
)
_at = click.option(
    "--time", "at", type=_TIME_OF_DAY, metavar="HH:MM", default="09:00", show_default=True,
    help="When on that day, by the zone's clocks.",
)  # fmt: skip
_weeks = click.option(
    "--weeks", type=click.IntRange(1, MOST_WEEKS), default=1, show_default=True, help="How long each turn is."
)
_services = click.option(
    "--service", "services", multiple=True, default=[EVERY_SERVICE], show_default=True,
    help="A service that it covers; give it several times, or '*' for every one.",
)  # fmt: skip


def rotation_commands(use_cases: UseCases) -> click.Group:
    """The group `on-call rotation`."""
    group = click.Group("rotation", help="People who take turns, week by week: add, list and remove rotations.")
    group.add_command(_add(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(_remove(use_cases))
    return group


def _add(use_cases: UseCases) -> click.Command:
    @click.command("add")
    @click.option("--name", required=True, help="How the rotation is shown.")
    @click.option(
        "--member", "members", multiple=True, required=True, metavar="EMAIL_NAME_OR_ID",
        help="Who takes turns; give it several times, in the order of the turns.",
    )  # fmt: skip
    @click.option("--zone", required=True, metavar="NAME", help="Whose clocks count, such as Europe/Berlin.")
    @_weekday
    @_at
    @_weeks
    @click.option("--starts-on", type=_DAY, metavar="YYYY-MM-DD", help="When it begins; by default at once.")
    @_services
    @options.data_dir
    def add(
        *, name: str, members: tuple[str, ...], zone: str, weekday: str, at: datetime, weeks: int,
        starts_on: datetime | None, services: tuple[str, ...],
    ) -> None:  # fmt: skip
        """Have people take turns at being on call.

        \b
        Example:
          error-logging on-call rotation add --name Backend --zone Europe/Berlin \\
              --member anna@example.org --member Ben --service java --weekday monday --time 09:00
        """
        command = CreateRotationCommand(
            name=name,
            members=members,
            time_zone=zone,
            services=frozenset(services),
            hand_over_weekday=Weekday(weekday),
            hand_over_time=time(at.hour, at.minute),
            weeks=weeks,
            starts_on=None if starts_on is None else starts_on.date(),
        )
        rotation = use_cases().create_rotation.execute(command)
        click.echo(f"Made the rotation {rotation.name!r} ({rotation.id}), which begins on {rotation.starts_on}.")

    return add


def _list(use_cases: UseCases) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_rotations(*, as_json: bool) -> None:
        """Show all rotations."""
        found = use_cases().list_rotations.execute()
        if as_json:
            print_json([_as_dict(detail) for detail in found])
            return
        print_table(
            ["Name", "Services", "Members", "Handed over", "Begins", "Id"],
            [_row(detail) for detail in found],
            empty="There are no rotations. Make one: error-logging on-call rotation add --help",
        )

    return list_rotations


def _remove(use_cases: UseCases) -> click.Command:
    @click.command("remove")
    @click.argument("which", metavar="NAME_OR_ID")
    @options.data_dir
    def remove(which: str) -> None:
        """End a rotation: from now on nobody is on call by it.

        \b
        Example:
          error-logging on-call rotation remove Backend
        """
        rotation = use_cases().remove_rotation.execute(RemoveRotationCommand(which=which))
        click.echo(f"The rotation {rotation.name!r} ({rotation.id}) has ended.")

    return remove


def _row(detail: RotationDetail) -> list[str]:
    rotation = detail.rotation
    length = "every week" if rotation.weeks == 1 else f"every {rotation.weeks} weeks"
    return [
        rotation.name,
        ", ".join(sorted(rotation.services)),
        ", ".join(_members(detail)),
        f"{length} on {rotation.hand_over_weekday}, {rotation.hand_over_time:%H:%M} {rotation.time_zone}",
        rotation.starts_on.isoformat(),
        str(rotation.id),
    ]


def _as_dict(detail: RotationDetail) -> dict[str, object]:
    rotation = detail.rotation
    return {
        "id": rotation.id,
        "name": rotation.name,
        "services": sorted(rotation.services),
        "members": _members(detail),
        "time_zone": rotation.time_zone,
        "hand_over_weekday": rotation.hand_over_weekday,
        "hand_over_time": f"{rotation.hand_over_time:%H:%M}",
        "weeks": rotation.weeks,
        "starts_on": rotation.starts_on,
        "created_at": rotation.created_at,
    }


def _members(detail: RotationDetail) -> list[str]:
    return [detail.people[each].name if each in detail.people else str(each) for each in detail.rotation.members]
