"""`error-logging silence`: of what nobody is told for a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import click

from adapters.inbound.cli import options
from adapters.inbound.cli.moments import MOMENT, TIME
from adapters.inbound.cli.output import moment, print_json, print_table
from adapters.inbound.silence_use_cases import SilenceUseCases
from application.create_silence import CreateSilenceCommand
from application.end_silence import EndSilenceCommand
from domain.severity import Severity
from domain.silence import Silence

UseCases = Callable[[], SilenceUseCases]


def silence_commands(use_cases: UseCases) -> click.Group:
    """The group `silence`."""
    group = click.Group(
        "silence",
        help="Of what nobody is told for a time: create, list and end. It is stored and shown all the same.",
        short_help="Of what nobody is told for a time.",
    )
    group.add_command(_create(use_cases))
    group.add_command(_list(use_cases))
    group.add_command(_end(use_cases))
    return group


def _create(use_cases: UseCases) -> click.Command:
    @click.command("create")
    @click.option("--service", help="Errors of this service.")
    @click.option("--pattern", "pattern_id", type=click.UUID, metavar="ID", help="Errors of this pattern.")
    @click.option(
        "--severity",
        type=click.Choice([severity.value for severity in Severity]),
        help="This and what is milder; critical is silenced only where it, or a pattern, is named.",
    )
    @click.option("--until", "end", type=MOMENT, metavar=TIME, help="When it ends, in UTC; at most 30 days.")
    @click.option("--hours", type=click.FloatRange(0.1, 720), help="How long it holds, instead of --until.")
    @click.option("--reason", required=True, help="Why; everybody with a token can read it.")
    @options.data_dir
    def create(*, severity: str | None, end: datetime | None, hours: float | None, **said: Any) -> None:
        """Tell nobody of something for a time.

        \b
        Example:
          error-logging silence create --service laravel --severity high --hours 2 --reason "The database is moved"
        """
        if (end is None) == (hours is None):
            raise click.UsageError("say --until when or how many --hours, one of the two")
        command = CreateSilenceCommand(
            severity=None if severity is None else Severity(severity),
            end=end or datetime.now(UTC) + timedelta(hours=hours or 0),
            **said,
        )
        silence = use_cases().create.execute(command)
        click.echo(f"Nobody is told of {_what(silence)} until {moment(silence.ends_at)} ({silence.id}).")

    return create


def _list(use_cases: UseCases) -> click.Command:
    @click.command("list")
    @options.as_json
    @options.data_dir
    def list_silences(*, as_json: bool) -> None:
        """Show the silences that hold, are to come, or ended in the last 24 hours."""
        found = use_cases().list.execute()
        if as_json:
            print_json([_as_dict(silence) for silence in found])
            return
        print_table(
            ["Of", "From", "Until", "By", "Reason", "Id"],
            [
                [_what(one), moment(one.starts_at), moment(one.ends_at), one.created_by, one.reason, str(one.id)]
                for one in found
            ],
            empty="There are none. Create one: error-logging silence create --service NAME --hours 2 --reason WHY",
        )

    return list_silences


def _end(use_cases: UseCases) -> click.Command:
    @click.command("end")
    @click.argument("silence_id", metavar="ID", type=click.UUID)
    @options.data_dir
    def end(silence_id: UUID) -> None:
        """End a silence now; its id is shown by `silence list`. What it silenced and is still open is told."""
        silence = use_cases().end.execute(EndSilenceCommand(silence_id=silence_id))
        click.echo(f"People are told of {_what(silence)} again.")

    return end


def _what(silence: Silence) -> str:
    worst = f"what is {silence.worst.value} or milder"
    service = f" in {silence.service}" if silence.service else ""
    pattern = f" of the pattern {silence.pattern_id}" if silence.pattern_id else ""
    return f"{worst}{service}{pattern}"


def _as_dict(silence: Silence) -> dict[str, object]:
    return {
        "id": silence.id,
        "service": silence.service,
        "pattern_id": silence.pattern_id,
        "severity": None if silence.severity is None else silence.severity.value,
        "reason": silence.reason,
        "created_by": silence.created_by,
        "from": silence.starts_at,
        "until": silence.ends_at,
    }
