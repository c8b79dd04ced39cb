"""`error-logging developer preferences`: how and when somebody is told; and the options that say where."""

from collections.abc import Callable
from datetime import time
from typing import Any, TypeVar

import click

from adapters.inbound.cli import options
from application.check_reach import CheckReach
from application.update_developer import UpdateDeveloper, UpdateDeveloperCommand
from domain.delivery import Channel
from domain.developer import Developer
from domain.preferences import DailySpan, Preferences, WorkingHours
from domain.severity import Severity

F = TypeVar("F", bound=Callable[..., Any])

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NONE = "none"


def reached_by(remark: str = "") -> Callable[[F], F]:
    """The options that say where a person is reached, and by which clock that person lives.

    Args:
        remark: ends the help of each.
    """

    def add(command: F) -> F:
        for flag, metavar, text in (
            ("--time-zone", "ZONE", "The zone of quiet and working hours, as Europe/Berlin."),
            ("--slack-id", "ID", "The member's id in Slack, as U012AB3CD."),
            ("--phone", "NUMBER", "As +491711234567; what is critical is told by text message, too."),
        ):
            command = click.option(flag, metavar=metavar, help=f"{text}{remark}")(command)
        return command

    return add


class _Span(click.ParamType[DailySpan]):
    name = "HH:MM-HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> DailySpan:
        """The part of a day. Fails as every option does."""
        begin, _, end = str(value).partition("-")
        try:
            return DailySpan(time.fromisoformat(begin.strip()), time.fromisoformat(end.strip()))
        except ValueError:
            self.fail(f"{value!r} is no part of a day, as 22:00-07:00", param, ctx)


class _WorkingHours(click.ParamType[WorkingHours]):
    name = "DAY-DAY,HH:MM-HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> WorkingHours:
        """Some days and a part of each. Fails as every option does."""
        days, _, span = str(value).lower().partition(",")
        first, _, last = days.strip().partition("-")
        try:
            begin, end = _DAYS.index(first), _DAYS.index(last or first)
        except ValueError:
            self.fail(f"{value!r} are no working hours, as mon-fri,09:00-17:00", param, ctx)
        numbers = (day % 7 + 1 for day in range(begin, end + 1 if begin <= end else end + 8))
        return WorkingHours(frozenset(numbers), _Span().convert(span, param, ctx))


class _Ways(click.ParamType[tuple[Severity, tuple[Channel, ...]]]):
    name = "SEVERITY=CHANNEL[,…]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Severity, tuple[Channel, ...]]:
        """A severity and its channels. Fails as every option does."""
        severity, _, ways = str(value).lower().partition("=")
        names = [] if ways.strip() == _NONE else [way.strip() for way in ways.split(",")]
        try:
            return Severity(severity.strip()), tuple(map(Channel, names))
        except ValueError:
            self.fail(f"{value!r} is not as critical=sms,email or low={_NONE}", param, ctx)


def preferences_command(use_cases: Callable[[], tuple[UpdateDeveloper, CheckReach]]) -> click.Command:
    """The command."""

    @click.command("preferences")
    @click.argument("which", metavar="EMAIL_NAME_OR_ID")
    @click.option("--tell", type=_Ways(), multiple=True, help="The channels for a severity: email, slack, sms or none.")
    @click.option(
        "--minimum",
        type=click.Choice([*map(str, Severity)]),
        default=Severity.INFO.value,
        show_default=True,
        help="Nothing milder is told; critical always is.",
    )
    @click.option("--quiet-hours", type=_Span(), help="Only what is critical is told then.")
    @click.option("--working-hours", type=_WorkingHours(), help="What is milder than high waits for them.")
    @options.data_dir
    def preferences(
        *,
        which: str,
        tell: tuple[tuple[Severity, tuple[Channel, ...]], ...],
        minimum: str,
        quiet_hours: DailySpan | None,
        working_hours: WorkingHours | None,
    ) -> None:
        """Say how and when a developer is told; what was said before is replaced, and without options taken back.

        \b
        Example:
          error-logging developer preferences Ben --tell critical=sms,email --tell low=slack \\
              --quiet-hours 22:00-07:00 --working-hours mon-fri,09:00-17:00
        """
        wished = Preferences(
            channels=dict(tell), minimum=Severity(minimum), quiet_hours=quiet_hours, working_hours=working_hours
        )
        update, reach = use_cases()
        developer = update.execute(UpdateDeveloperCommand(which=which, preferences=wished))
        _say(developer)
        warn_of_reach(reach, developer)

    return preferences


def _say(developer: Developer) -> None:
    click.echo(f"{developer.name!r} ({developer.id}) is told so from now on:")
    for line in preferences_in_words(developer.preferences):
        click.echo(f"  {line}")


def warn_of_reach(reach: CheckReach, developer: Developer) -> None:
    """Say at once what would show only when somebody is not told."""
    for sentence in reach.execute(developer):
        click.echo(f"Beware: {sentence}.", err=True)


def preferences_in_words(preferences: Preferences) -> list[str]:
    """For people, a line for each thing that is said."""
    lines = [
        f"{severity}: {', '.join(ways) or 'by no channel'}"
        for severity, ways in sorted(preferences.channels.items(), key=lambda each: -each[0].rank)
    ]
    lines.append("all else: as the installation has it, by email" if lines else "as the installation has it, by email")
    if preferences.minimum is not Severity.INFO:
        lines.append(f"nothing milder than {preferences.minimum}, but what is critical always")
    quiet, working = preferences.quiet_hours, preferences.working_hours
    if quiet is not None:
        lines.append(f"only what is critical {_span_in_words(quiet)}")
    if working is not None:
        days = ", ".join(_DAYS[day - 1] for day in sorted(working.days))
        lines.append(f"what is milder than high only {_span_in_words(working.span)} on {days}")
    return lines


def _span_in_words(span: DailySpan) -> str:
    return f"from {span.begin:%H:%M} until {span.end:%H:%M}"


def preferences_as_dict(preferences: Preferences) -> dict[str, object]:
    """For programs."""
    quiet, working = preferences.quiet_hours, preferences.working_hours
    return {
        "channels": {severity.value: [way.value for way in ways] for severity, ways in preferences.channels.items()},
        "minimum": preferences.minimum.value,
        "quiet_hours": None if quiet is None else _span(quiet),
        "working_hours": None if working is None else {"days": sorted(working.days), **_span(working.span)},
    }


def _span(span: DailySpan) -> dict[str, object]:
    return {"from": f"{span.begin:%H:%M}", "until": f"{span.end:%H:%M}"}
