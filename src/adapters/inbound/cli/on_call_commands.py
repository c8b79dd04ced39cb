"""`error-logging on-call`: who is on call, and when."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.absence_commands import override_commands, time_off_commands
from adapters.inbound.cli.moments import MOMENT, TIME
from adapters.inbound.cli.output import moment, print_json, print_table
from adapters.inbound.cli.rotation_commands import rotation_commands
from adapters.inbound.on_call_use_cases import OnCallUseCases
from application.show_on_call import OnCallEntry, OnCallReport, ShowOnCallQuery
from application.show_on_call_schedule import OnCallSchedule, ShowOnCallScheduleQuery
from domain.developer import Developer
from domain.on_call.duty import DutyReason
from domain.on_call.turns import Turn

_WHY = {
    DutyReason.ROTATION: "in turn",
    DutyReason.STAND_IN: "next, since {instead} is away or not active",
    DutyReason.OVERRIDE: "takes this time",
    DutyReason.BY_HAND: "by hand",
    DutyReason.EVERYBODY_AWAY: "everybody is away",
    DutyReason.NOT_STARTED: "it begins later",
}
_NOBODY = "nobody"

UseCases = Callable[[], OnCallUseCases]
People = Mapping[UUID, Developer]


def on_call_commands(use_cases: UseCases) -> click.Group:
    """The group `on-call`."""
    group = click.Group(
        "on-call",
        help="Who is asked first, and when: rotations, overrides and time off. Times are in UTC.",
        short_help="Who is asked first, and when.",
    )
    group.add_command(_show(use_cases))
    group.add_command(_schedule(use_cases))
    group.add_command(rotation_commands(use_cases))
    group.add_command(override_commands(use_cases))
    group.add_command(time_off_commands(use_cases))
    return group


def _show(use_cases: UseCases) -> click.Command:
    @click.command("show")
    @click.option("--at", type=MOMENT, metavar=TIME, help="Past or future, in UTC; by default now.")
    @click.option("--service", help="Only who is on call for this service.")
    @options.as_json
    @options.data_dir
    def show(*, at: datetime | None, service: str | None, as_json: bool) -> None:
        """Show who is on call, why, until when, and who is next.

        \b
        Examples:
          error-logging on-call show
          error-logging on-call show --at 2026-12-24T18:00 --service java
        """
        report = use_cases().show.execute(ShowOnCallQuery(at=at, service=service))
        if as_json:
            print_json(_report_as_dict(report))
            return
        print_table(
            ["On call", "By", "Why", "Until", "Next"],
            [_entry_row(entry, report.people) for entry in report.entries],
            empty="Nobody is on call, and no rotation says who would be. Make one: error-logging on-call rotation add",
        )
        for developer_id, until in report.away.items():
            click.echo(f"{_name(developer_id, report.people)!r} is away until {moment(until)}.")

    return show


def _schedule(use_cases: UseCases) -> click.Command:
    @click.command("schedule")
    @click.option("--from", "begin", type=MOMENT, metavar=TIME, help="In UTC; by default now.")
    @click.option("--until", "end", type=MOMENT, metavar=TIME, help="In UTC; by default 28 days later.")
    @click.option("--service", help="Only who is on call for this service.")
    @options.as_json
    @options.data_dir
    def schedule(*, begin: datetime | None, end: datetime | None, service: str | None, as_json: bool) -> None:
        """Show who is on call when, and when nobody is.

        \b
        Example:
          error-logging on-call schedule --from 2026-12-01 --until 2027-02-01
        """
        query = ShowOnCallScheduleQuery(begin=begin, end=end, service=service)
        shown = use_cases().show_schedule.execute(query)
        if as_json:
            print_json(_schedule_as_dict(shown))
            return
        print_table(
            ["From", "Until", "On call", "By", "Why"],
            [_turn_row(turn, shown) for turn in shown.turns],
            empty="There is no rotation, and nobody was put on call. Make one: error-logging on-call rotation add",
        )
        for gap in shown.gaps:
            service_name = "every other service" if gap.service == "*" else repr(gap.service)
            click.echo(f"Nobody is on call for {service_name} from {moment(gap.begin)} until {moment(gap.end)}.")

    return schedule


def _entry_row(entry: OnCallEntry, people: People) -> list[str]:
    following = entry.following
    return [
        _name(entry.developer_id, people),
        "-" if entry.rotation is None else entry.rotation.name,
        _WHY[entry.why].format(instead=_name(entry.instead_of, people)),
        moment(entry.end),
        "-" if following is None else f"{_name(following.developer_id, people)} from {moment(following.begin)}",
    ]


def _turn_row(turn: Turn, schedule: OnCallSchedule) -> list[str]:
    return [
        moment(turn.begin),
        moment(turn.end),
        _name(turn.developer_id, schedule.people),
        "-" if turn.rotation_id is None else schedule.rotations[turn.rotation_id].name,
        _WHY[turn.why].format(instead=_name(turn.instead_of, schedule.people)),
    ]


def _report_as_dict(report: OnCallReport) -> dict[str, object]:
    return {
        "at": report.at,
        "service": report.service,
        "on_call": [
            {
                "rotation": None if entry.rotation is None else entry.rotation.name,
                "developer": None if entry.developer_id is None else _name(entry.developer_id, report.people),
                "why": entry.why,
                "until": entry.end,
                "next": None if entry.following is None else _name(entry.following.developer_id, report.people),
                "next_from": None if entry.following is None else entry.following.begin,
            }
            for entry in report.entries
        ],
        "away": [
            {"developer": _name(developer_id, report.people), "until": until}
            for developer_id, until in report.away.items()
        ],
    }


def _schedule_as_dict(schedule: OnCallSchedule) -> dict[str, object]:
    return {
        "from": schedule.begin.astimezone(UTC),
        "until": schedule.end.astimezone(UTC),
        "service": schedule.service,
        "shifts": [
            {
                "from": turn.begin,
                "until": turn.end,
                "developer": None if turn.developer_id is None else _name(turn.developer_id, schedule.people),
                "rotation": None if turn.rotation_id is None else schedule.rotations[turn.rotation_id].name,
                "why": turn.why,
            }
            for turn in schedule.turns
        ],
        "gaps": [{"service": gap.service, "from": gap.begin, "until": gap.end} for gap in schedule.gaps],
    }


def _name(developer_id: UUID | None, people: People) -> str:
    if developer_id is None:
        return _NOBODY
    return people[developer_id].name if developer_id in people else str(developer_id)
